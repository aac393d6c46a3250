//! Something that is said to be done, on a day that has not come.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::DateInTheFuture, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (fields, now, zone) = (article.fields(), article.subject.now, &article.subject.config.timezone);
    // What is shown before its time is looked at as it will be then.
    let published = fields.published.as_ref().map(|date| date.value.instant(zone));
    let now = published.map_or(now, |published| published.max(now));
    let own = [("updated", &fields.updated), ("reviewed", &fields.reviewed)];
    let own = own.into_iter().filter_map(|(name, date)| Some((name, date.as_ref()?)));
    let corrections = fields.corrections.iter().map(|correction| ("date", &correction.date));
    for (name, date) in own.chain(corrections).filter(|(_, date)| date.value.instant(zone) > now) {
        let message = format!("`{name}` is {}, which is still to come", date.value.iso(zone));
        let help = match name {
            "updated" => {
                "write the day on which it was changed; an article that is to appear later has a later `published`"
            }
            "reviewed" => "write the day on which it was reviewed; when the next review is due says `review_every`",
            _ => "write the day on which it was corrected",
        };
        found.push(article.at(Code::DateInTheFuture, date.span, message).help(help));
    }
}
