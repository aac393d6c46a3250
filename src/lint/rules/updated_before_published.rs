//! An article that was changed before it was published.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::UpdatedBeforePublished, looks: Looks::Article(look) };

// A review often comes before publication, so its date may well be the earlier one.
fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (fields, zone) = (article.fields(), &article.subject.config.timezone);
    let (Some(updated), Some(published)) = (&fields.updated, &fields.published) else { return };
    if updated.value.is_before(published.value, zone) {
        let (changed, first) = (updated.value.iso(zone), published.value.iso(zone));
        let message = format!("this article was updated on {changed}, and published only on {first}");
        found.push(
            article
                .at(Code::UpdatedBeforePublished, updated.span, message)
                .related(article.path(), Some(published.span), "published")
                .help("correct one of both, or delete `updated`: it is for changes since then"),
        );
    }
}
