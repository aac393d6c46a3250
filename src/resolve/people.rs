//! The people that articles name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::PersonId;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, PersonFields, PersonRef};
use crate::slug;
use crate::text::RelPath;

/// People by id.
pub struct Directory {
    ids: BTreeMap<String, PersonId>,
    /// Ids by folded name, for authors who write a name where an id belongs.
    names: BTreeMap<String, String>,
}

/// A person beside an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Credit {
    /// With a page.
    Member(PersonId),
    /// Written inline in the article, without a page.
    Inline(Box<PersonFields>),
}

/// The people of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credits {
    /// Who wrote it.
    pub authors: Vec<Credit>,
    /// Who reviewed it.
    pub reviewers: Vec<Credit>,
    /// Who edited it.
    pub editors: Vec<Credit>,
    /// Who checked its facts.
    pub fact_checkers: Vec<Credit>,
    /// Who helped.
    pub contributors: Vec<Credit>,
}

impl Directory {
    /// Lists the people by the names of their files.
    pub fn new(people: &[Arc<Facts<PersonFields>>]) -> Directory {
        let ids = people.iter().enumerate().map(|(id, facts)| (facts.place().stem().to_owned(), id)).collect();
        let named =
            |facts: &Arc<Facts<PersonFields>>| (slug::fold(&facts.fields.name.value), facts.place().stem().to_owned());
        Directory { ids, names: people.iter().map(named).collect() }
    }

    fn find(&self, path: &RelPath, reference: &PersonRef, diagnostics: &mut Vec<Diagnostic>) -> Option<Credit> {
        let id = match reference {
            PersonRef::Id(id) => id,
            PersonRef::Inline(person, _) => return Some(Credit::Inline(person.clone())),
        };
        if let Some(person) = self.ids.get(&id.value) {
            return Some(Credit::Member(*person));
        }
        let message = format!("there is no person `{}`", id.value);
        let diagnostic = Diagnostic::new(Code::UnknownPerson, path, id.span, message);
        if let Some(named) = self.names.get(&slug::fold(&id.value)) {
            diagnostics.push(diagnostic.help(format!("people are named by their file: write `{named}`")));
            return None;
        }
        let diagnostic = diagnostic.did_you_mean(&id.value, self.ids.keys().map(String::as_str));
        let file = slug::slugify(&id.value);
        diagnostics.push(if file.is_empty() || id.value.contains(['/', '\\']) {
            diagnostic.help("an id is the name of a file below `content/people/`, without `.md`")
        } else if file == id.value {
            diagnostic.help(format!(
                "write `content/people/{file}.md` with at least a `name`, or name the person here: `{{name: …}}`"
            ))
        } else {
            diagnostic.help(format!(
                "write `content/people/{file}.md` with at least a `name` and `{file}` here, or name the person here: `{{name: …}}`"
            ))
        });
        None
    }
}

/// Finds the people of an article; an unknown one is a diagnostic.
pub fn credits(facts: &Facts<ArticleFields>, directory: &Directory, diagnostics: &mut Vec<Diagnostic>) -> Credits {
    let mut find = |references: &[PersonRef]| -> Vec<Credit> {
        references.iter().filter_map(|reference| directory.find(&facts.path, reference, diagnostics)).collect()
    };
    let fields = &facts.fields;
    Credits {
        authors: find(&fields.authors),
        reviewers: find(&fields.reviewers),
        editors: find(&fields.editors),
        fact_checkers: find(&fields.fact_checkers),
        contributors: find(&fields.contributors),
    }
}
