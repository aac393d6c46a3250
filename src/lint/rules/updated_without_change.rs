//! An article that is said to be changed and is not.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, History, Looks, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::UpdatedWithoutChange, looks: Looks::History(look) };

fn look(article: &ArticleSubject<'_>, history: &History, found: &mut Vec<Diagnostic>) {
    let (Some(updated), Some(before)) = (&article.fields().updated, &history.before) else { return };
    if history.is_shown_anew || !without_dates(&history.now.text).eq(without_dates(&before.text)) {
        return;
    }
    let zone = &article.subject.config.timezone;
    // Whoever moves the date back corrects it, and promises less than before.
    if before.dates.updated.is_some_and(|from| updated.value.instant(zone) < from.instant(zone)) {
        return;
    }
    let to = updated.value.iso(zone);
    let message = match before.dates.updated {
        Some(from) => format!("`updated` was moved from {} to {to}, and nothing else was changed", from.iso(zone)),
        None => format!("`updated` was set to {to}, and nothing else was changed"),
    };
    let help = match before.dates.updated {
        Some(from) => format!("write `updated: {}` again; a review that changes nothing is `reviewed`", from.iso(zone)),
        None => "delete `updated`; a review that changes nothing is `reviewed`".to_owned(),
    };
    found.push(article.at(Code::UpdatedWithoutChange, updated.span, message).help(help));
}

/// The lines of a file but for those of its dates and those that are blank.
fn without_dates(text: &str) -> impl Iterator<Item = &str> {
    let is_date = |line: &&str| ["updated:", "reviewed:"].iter().any(|name| line.starts_with(name));
    text.lines().map(str::trim_end).filter(move |line| !line.is_empty() && !is_date(line))
}
