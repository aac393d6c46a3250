//! An article that was changed a lot and is not said to be.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, History, Looks, Rule};
use crate::parse::passages::{Passage, PassageKind};

/// The rule.
pub const RULE: Rule = Rule { code: Code::ChangedWithoutUpdate, looks: Looks::History(look) };

/// So many words have to be other ones: a sentence more in a note of two is a large part of it and a small change.
const LEAST: usize = 20;

fn look(article: &ArticleSubject<'_>, history: &History, found: &mut Vec<Diagnostic>) {
    let Some(since) = &history.since else { return };
    let fields = article.fields();
    let (date, what) = match (&fields.updated, &fields.published) {
        (Some(updated), _) => (updated, "last said to be changed"),
        (None, Some(published)) => (published, "published"),
        (None, None) => return,
    };
    let (then, now) = (words(&since.passages), words(&history.now.passages));
    let changed = more(&now, &then).max(more(&then, &now));
    let all = now.values().sum::<usize>().max(then.values().sum());
    let percent = (changed * 100).checked_div(all).unwrap_or(0);
    let limit = article.subject.config.lints.limits.changed;
    if changed < LEAST || percent <= limit {
        return;
    }
    let day = date.value.day(&article.subject.config.timezone);
    let message =
        format!("{percent} % of the words have changed since {day}, when this article was {what}: more than {limit} %");
    let help = "set `updated` to the day of the change; `changed` below `[lints.limits]` sets the limit";
    found.push(article.at(Code::ChangedWithoutUpdate, date.span, message).help(help));
}

/// How often each word is in what the author says; what stands elsewhere now has not changed.
fn words(passages: &[Passage]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    let said = passages.iter().filter(|passage| passage.kind != PassageKind::Aside);
    for (_, word) in said.flat_map(Passage::words) {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// How many words the first has more.
fn more(first: &BTreeMap<&str, usize>, second: &BTreeMap<&str, usize>) -> usize {
    first.iter().map(|(word, count)| count.saturating_sub(second.get(word).copied().unwrap_or(0))).sum()
}
