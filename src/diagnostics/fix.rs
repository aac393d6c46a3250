//! What mends a mistake that has one right answer, as changes of its file.
//!
//! A change names places and words, never whole lines, so comments, order and layout of the file stay as they are.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// What mends a mistake: changes of the file that it is in, all or none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fix(pub Vec<Edit>);

/// One change of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes of the file that it is about.
    pub span: Span,
    /// What becomes of them.
    pub change: Change,
}

/// What becomes of some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Change {
    /// They become a text.
    Replace(String),
    /// A text that stands among them once becomes another; what is around it stays.
    Within {
        /// What is there.
        from: String,
        /// What it becomes.
        to: String,
    },
    /// They become what stands at another place of the file now, unless there are comments of YAML between the places: a
    /// comment is about one of them.
    Copy(Span),
    /// They are an item of a YAML list, which goes with its line or its comma.
    Remove,
}

impl Fix {
    /// One text for the bytes of a place.
    pub fn replace(span: Span, text: impl Into<String>) -> Fix {
        Fix(vec![Edit { span, change: Change::Replace(text.into()) }])
    }

    /// One text for another within a place.
    pub fn within(span: Span, from: impl Into<String>, to: impl Into<String>) -> Fix {
        Fix(vec![Edit { span, change: Change::Within { from: from.into(), to: to.into() } }])
    }
}

/// A range of a text and what takes its place.
pub type Patch = (std::ops::Range<usize>, String);

/// A file as fixes leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The whole text.
    pub text: String,
    /// How many of the fixes were made; one that cannot be made as it is meant is not.
    pub made: usize,
}

/// Makes fixes of one file; of two that touch the same bytes the first is made.
pub fn mend<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> Mended {
    let (patches, made) = patches(text, fixes);
    let mut mended = String::with_capacity(text.len());
    let mut from = 0;
    for (range, with) in patches {
        mended.push_str(text.get(from..range.start).unwrap_or_default());
        mended.push_str(&with);
        from = range.end;
    }
    mended.push_str(text.get(from..).unwrap_or_default());
    Mended { text: mended, made }
}

/// What fixes of one file would change in it, in order, and how many of them can be made; of two that touch the same
/// bytes the first is.
pub fn patches<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> (Vec<Patch>, usize) {
    let mut patches: Vec<Patch> = Vec::new();
    let mut made = 0;
    for Fix(edits) in fixes {
        let Some(mut of_fix) = edits.iter().map(|edit| patch(text, edit)).collect::<Option<Vec<Patch>>>() else {
            continue;
        };
        if loses_a_comment(text, edits) {
            continue;
        }
        of_fix.sort_by_key(|(range, _)| range.start);
        let touches =
            |one: &Patch, other: &Patch| one.0.start < other.0.end && other.0.start < one.0.end || one.0 == other.0;
        let clashes = of_fix.iter().any(|one| patches.iter().any(|other| touches(one, other)))
            || of_fix.windows(2).any(|pair| matches!(pair, [one, other] if touches(one, other)));
        if !clashes {
            patches.extend(of_fix);
            made += 1;
        }
    }
    patches.sort_by_key(|(range, _)| range.start);
    (patches, made)
}

fn patch(text: &str, Edit { span, change }: &Edit) -> Option<Patch> {
    let range = span.start as usize..span.end as usize;
    let there = text.get(range.clone())?;
    match change {
        Change::Replace(with) => Some((range, with.clone())),
        Change::Copy(from) => Some((range, text.get(from.start as usize..from.end as usize)?.to_owned())),
        Change::Within { from, to } => {
            let mut found = there.match_indices(from.as_str());
            let (at, _) = found.next().filter(|_| !from.is_empty())?;
            let start = range.start + at;
            found.next().is_none().then(|| (start..start + from.len(), to.clone()))
        }
        Change::Remove => removal(text, range).map(|range| (range, String::new())),
    }
}

/// Whether places change places beside or around a comment, which would then stand with another of them.
fn loses_a_comment(text: &str, edits: &[Edit]) -> bool {
    let places = || edits.iter().filter(|edit| matches!(edit.change, Change::Copy(_))).map(|edit| edit.span);
    let Some(start) = places().map(|span| span.start as usize).min() else { return false };
    let mut spans: Vec<Span> = places().collect();
    spans.sort_by_key(|span| span.start);
    let before = text.get(..start).unwrap_or_default();
    let mut at = before.rfind('\n').map_or(0, |newline| newline + 1);
    // What stands above an item of a line of its own is about it; above a list within a line, about all of that.
    let above = before.get(..at).unwrap_or_default().lines().next_back().unwrap_or_default();
    if above.trim_start().starts_with('#') && before.get(at..).is_some_and(|before| before.trim() == "-") {
        return true;
    }
    let last = spans.last().map_or(start, |span| span.end as usize);
    let end = text.get(last..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| last + newline);
    // What is quoted lies within the places.
    let ends = spans.iter().map(|span| (span.start as usize, span.end as usize)).chain([(end, end)]);
    for (from, to) in ends {
        let between = text.get(at..from).unwrap_or_default();
        let is_comment = |(place, _): (usize, &str)| {
            between.get(..place).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t', '\n', '\r']))
        };
        if between.match_indices('#').any(is_comment) {
            return true;
        }
        at = to;
    }
    false
}

/// The bytes that go with an item of a list: its line if it begins with `-`, else the comma before it, or behind it.
fn removal(text: &str, item: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let (before, after) = (text.get(..item.start)?, text.get(item.end..)?);
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = after.find('\n').map_or(text.len(), |at| item.end + at + 1);
    if before.get(line..)?.trim() == "-" {
        let behind = text.get(item.end..rest)?.trim();
        // What else stands on the line would be lost.
        return behind.is_empty().then_some(line..rest);
    }
    let blank = |c: char| c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if let Some(ahead) = before.trim_end_matches(blank).strip_suffix(',') {
        return Some(ahead.len()..item.end);
    }
    let behind = after.trim_start_matches(blank).strip_prefix(',')?;
    Some(item.start..text.len() - behind.trim_start_matches(blank).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, of: &str) -> Span {
        let at = text.find(of).expect("what is looked for");
        Span::new(at, at + of.len())
    }

    #[test]
    fn a_fix_changes_its_words_and_leaves_all_else() {
        let text = "---\ntitel: Tides # the sea\ntags: [b, a]\n---\n[x](b.md#surg 'T')\n";
        let fixes = [
            Fix::replace(span(text, "titel"), "title"),
            Fix::within(span(text, "b.md#surg"), "#surg", "#surge"),
            Fix(vec![Edit {
                span: span(text, "b, a").to(span(text, "b, a")),
                change: Change::Replace("a, b".to_owned()),
            }]),
        ];
        let mended = mend(text, &fixes);
        assert_eq!(mended.text, "---\ntitle: Tides # the sea\ntags: [a, b]\n---\n[x](b.md#surge 'T')\n");
        assert_eq!(mended.made, 3);
    }

    #[test]
    fn an_item_goes_with_its_line_or_its_comma() {
        let without = |text: &str, nth: usize| {
            let (at, _) = text.match_indices("tides").nth(nth).expect("an item");
            let fix = Fix(vec![Edit { span: Span::new(at, at + 5), change: Change::Remove }]);
            mend(text, [&fix]).text
        };
        assert_eq!(without("tags: [tides, moon, tides]\n", 1), "tags: [tides, moon]\n");
        assert_eq!(without("tags: [tides, moon]\n", 0), "tags: [moon]\n");
        assert_eq!(without("tags:\n  - moon\n  - tides\ndek: x\n", 0), "tags:\n  - moon\ndek: x\n");
        assert_eq!(without("tags:\n  - tides # why\n", 0), "tags:\n  - tides # why\n", "a comment is not lost");
    }

    #[test]
    fn of_two_fixes_of_the_same_words_one_is_made_and_one_that_does_not_fit_is_not() {
        let text = "title: a\n";
        let fixes = [
            Fix::replace(Span::new(0, 5), "dek"),
            Fix::replace(Span::new(3, 5), "x"),
            Fix::replace(Span::new(90, 95), "x"),
            Fix::within(Span::new(0, 9), "zzz", "x"),
        ];
        assert_eq!(mend(text, &fixes), Mended { text: "dek: a\n".to_owned(), made: 1 });
    }

    #[test]
    fn places_change_places() {
        let text = "tags: [moon, 'ebb']\n";
        let (moon, ebb) = (span(text, "moon"), span(text, "'ebb'"));
        let fix =
            Fix(vec![Edit { span: moon, change: Change::Copy(ebb) }, Edit { span: ebb, change: Change::Copy(moon) }]);
        assert_eq!(mend(text, [&fix]).text, "tags: ['ebb', moon]\n");
    }

    #[test]
    fn places_beside_a_comment_stay() {
        let swapped = |text: &str| {
            let (moon, ebb) = (span(text, "moon"), span(text, "ebb#2"));
            let edit = |span, from| Edit { span, change: Change::Copy(from) };
            mend(text, [&Fix(vec![edit(moon, ebb), edit(ebb, moon)])]).made
        };
        assert_eq!(swapped("# all\ntags:\n  - moon\n  - c#1\n  - ebb#2\n# all\n"), 1);
        assert_eq!(swapped("# all\ntags: [moon, ebb#2]"), 1);
        for text in [
            "tags:\n  - moon # it does it\n  - ebb#2\n",
            "tags:\n  - moon\n  - ebb#2 # it does it\n",
            "tags:\n  - moon\n  # below\n  - ebb#2",
            "tags:\n  # above\n  - moon\n  - ebb#2",
            "tags: [moon, ebb#2] # all",
        ] {
            assert_eq!(swapped(text), 0, "{text}");
        }
    }
}
