//! An article whose review is overdue.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};
use crate::resolve::review;

/// The rule.
pub const RULE: Rule = Rule { code: Code::ReviewDue, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (fields, zone) = (article.fields(), &article.subject.config.timezone);
    let today = article.subject.now.day(zone);
    let (Some(every), Some(due)) = (&fields.review_every, review::due(fields, zone)) else { return };
    if due <= today {
        let since = review::last(fields, zone).map(|last| format!(", counted from {last}")).unwrap_or_default();
        let message = format!("the review of this article was due on {due}{since}");
        let help = format!("look through it and write `reviewed: {today}`, or ask less often");
        found.push(article.at(Code::ReviewDue, every.span, message).help(help));
    }
}
