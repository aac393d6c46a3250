//! Somebody who reviewed or checked an article of their own.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};
use crate::parse::front_matter::{PersonFields, PersonRef};
use crate::resolve::Site;
use crate::resolve::people::Credit;
use crate::slug;
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule { code: Code::ReviewerIsAuthor, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (fields, credits, site) = (article.fields(), &article.article.credits, article.subject.site);
    let authors = people(&fields.authors, &credits.authors, site);
    let reviewers = people(&fields.reviewers, &credits.reviewers, site).into_iter().map(|one| (one, "reviewed"));
    let checkers = people(&fields.fact_checkers, &credits.fact_checkers, site).into_iter();
    for (person, did) in reviewers.chain(checkers.map(|one| (one, "checked the facts of"))) {
        let Some(author) = authors.iter().find(|author| author.is(&person)) else { continue };
        let message = format!("`{}` {did} an article of their own", person.fields.name.value);
        found.push(
            article
                .at(Code::ReviewerIsAuthor, person.span, message)
                .related(article.path(), Some(author.span), "an author")
                .help("name somebody else, or take the name out: readers take a review for that of another person"),
        );
    }
}

/// A person, and where an article names them.
struct Named<'a> {
    fields: &'a PersonFields,
    span: Span,
}

impl Named<'_> {
    /// Whether both are one person; of an organization, each may have been done by another member.
    fn is(&self, other: &Named<'_>) -> bool {
        let is_same = slug::fold(&self.fields.name.value) == slug::fold(&other.fields.name.value);
        is_same && !self.fields.organization
    }
}

/// The people of one role; none if one of them is not known, which is an error already.
fn people<'a>(written: &'a [PersonRef], found: &'a [Credit], site: &'a Site) -> Vec<Named<'a>> {
    if written.len() != found.len() {
        return Vec::new();
    }
    let fields = |credit: &'a Credit| match credit {
        Credit::Member(id) => site.people.get(*id).map(|person| &person.facts.fields),
        Credit::Inline(fields) => Some(&**fields),
    };
    let span = |written: &PersonRef| match written {
        PersonRef::Id(id) => id.span,
        PersonRef::Inline(_, span) => *span,
    };
    let named = |(written, credit)| Some(Named { fields: fields(credit)?, span: span(written) });
    written.iter().zip(found).filter_map(named).collect()
}
