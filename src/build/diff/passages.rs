//! The passages in which two texts differ.
//!
//! Lines are compared first, each a paragraph; then the words of two that are alike. The only door to the crate that
//! compares sequences.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

/// About how many characters of what is the same are shown around a change.
const CONTEXT: usize = 40;
/// What is the same between two changes and has fewer letters than this is shown as changed with them.
const SHORTEST: usize = 4;
/// Of longer paragraphs the words are not compared: that takes a time that grows with the square.
const LONGEST: usize = 20_000;
/// Of longer lists all counts as changed, for the same reason.
const MOST: usize = 20_000;
/// How many pairs of paragraphs are tried, where many stand in place of many.
const PAIRS: usize = 2_000;

/// A passage that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The heading above it, if there is one.
    pub heading: String,
    /// How it was; empty if it is new.
    pub before: Vec<Piece>,
    /// How it is; empty if it is gone.
    pub after: Vec<Piece>,
}

/// A piece of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Whether the other side does not have it.
    pub is_changed: bool,
    /// What it says.
    pub text: String,
}

/// The passages in which two texts differ, in the order of the text.
pub fn passages(before: &[String], after: &[String]) -> Vec<Passage> {
    let mut passages = Vec::new();
    if before == after {
        return passages;
    }
    for op in ops(before, after) {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let heading = heading_above(after, new.start);
        let (old, new) = (before.get(old).unwrap_or_default(), after.get(new).unwrap_or_default());
        for (old, new) in paired(old, new) {
            let found = match (old, new) {
                (Some(old), Some(new)) => within(old, new),
                (old, new) => vec![(whole(old), whole(new))],
            };
            let with_heading =
                |(before, after)| Passage { heading: heading.clone().unwrap_or_default(), before, after };
            passages.extend(found.into_iter().map(with_heading));
        }
    }
    passages
}

fn ops<T: Eq + std::hash::Hash>(before: &[T], after: &[T]) -> Vec<DiffOp> {
    if before.len().max(after.len()) > MOST {
        let (old_len, new_len) = (before.len(), after.len());
        return vec![DiffOp::Replace { old_index: 0, old_len, new_index: 0, new_len }];
    }
    capture_diff_slices(Algorithm::Myers, before, after)
}

fn heading_above(lines: &[String], at: usize) -> Option<String> {
    let above = lines.get(..at)?.iter().rev();
    above.into_iter().find(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim().to_owned())
}

fn whole(line: Option<&String>) -> Vec<Piece> {
    line.map(|text| Piece { is_changed: true, text: text.clone() }).into_iter().collect()
}

type Pair<'l> = (Option<&'l String>, Option<&'l String>);

/// Each old line beside the new one that it became, in the order of both.
fn paired<'l>(old: &'l [String], new: &'l [String]) -> Vec<Pair<'l>> {
    let mut pairs = Vec::new();
    let mut rest = new;
    let may_try = old.len().saturating_mul(new.len()) <= PAIRS;
    for line in old {
        let found = rest.iter().position(|other| may_try && are_alike(line, other));
        match found.and_then(|at| Some((rest.get(..at)?, rest.get(at)?, rest.get(at + 1..)?))) {
            Some((added, partner, behind)) => {
                pairs.extend(added.iter().map(|line| (None, Some(line))));
                pairs.push((Some(line), Some(partner)));
                rest = behind;
            }
            None => pairs.push((Some(line), None)),
        }
    }
    pairs.extend(rest.iter().map(|line| (None, Some(line))));
    pairs
}

/// Whether two lines have half of their words in common.
fn are_alike(a: &str, b: &str) -> bool {
    let words = |text: &str| {
        let mut words: Vec<String> = tokens(text).into_iter().filter(|word| is_word(word)).map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    if a.len().max(b.len()) > LONGEST {
        return false;
    }
    let (a, b) = (words(a), words(b));
    let (mut at, mut other, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(at), b.get(other)) {
        common += usize::from(x == y);
        at += usize::from(x <= y);
        other += usize::from(y <= x);
    }
    common * 2 >= a.len().max(b.len()) && common > 0
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

/// A stretch of a line.
enum Stretch<'l> {
    Same(&'l str),
    Changed(&'l str, &'l str),
}

type Sides = (Vec<Piece>, Vec<Piece>);

/// The passages of a line that differ, with some words around each.
fn within(old: &str, new: &str) -> Vec<Sides> {
    let stretches = stretches(old, new);
    let mut found: Vec<Sides> = Vec::new();
    let mut begins = true;
    for (at, stretch) in stretches.iter().enumerate() {
        match stretch {
            Stretch::Changed(old, new) => {
                if begins {
                    found.push((Vec::new(), Vec::new()));
                    if let Some(Stretch::Same(text)) = at.checked_sub(1).and_then(|before| stretches.get(before)) {
                        put_same(&mut found, end_of(text));
                    }
                }
                begins = false;
                if let Some((before, after)) = found.last_mut() {
                    let piece = |text: &&str| Piece { is_changed: true, text: (*text).to_owned() };
                    before.extend(Some(old).filter(|text| !text.is_empty()).map(piece));
                    after.extend(Some(new).filter(|text| !text.is_empty()).map(piece));
                }
            }
            Stretch::Same(_) if found.is_empty() => {}
            Stretch::Same(text) => {
                let is_last = at + 1 == stretches.len();
                if is_last || text.chars().count() > 2 * CONTEXT {
                    put_same(&mut found, begin_of(text));
                    begins = true;
                } else {
                    put_same(&mut found, (*text).to_owned());
                }
            }
        }
    }
    found
}

fn put_same(found: &mut [Sides], text: String) {
    if let Some((before, after)) = found.last_mut() {
        before.push(Piece { is_changed: false, text: text.clone() });
        after.push(Piece { is_changed: false, text });
    }
}

/// The last words of a text, with an ellipsis for the rest.
fn end_of(text: &str) -> String {
    let Some((start, _)) = text.char_indices().rev().nth(CONTEXT) else { return text.to_owned() };
    let end = text.get(start..).unwrap_or_default();
    let at = end.find(char::is_whitespace).map_or(0, |at| at + 1);
    format!("… {}", end.get(at..).unwrap_or(end).trim_start())
}

/// The first words of a text, with an ellipsis for the rest.
fn begin_of(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(CONTEXT) else { return text.to_owned() };
    let begin = text.get(..end).unwrap_or_default();
    let at = begin.rfind(char::is_whitespace).unwrap_or(begin.len());
    format!("{} …", begin.get(..at).unwrap_or(begin).trim_end())
}

fn stretches<'l>(old: &'l str, new: &'l str) -> Vec<Stretch<'l>> {
    if old.len().max(new.len()) > LONGEST {
        return vec![Stretch::Changed(old, new)];
    }
    let (old_tokens, new_tokens) = (tokens(old), tokens(new));
    let place = |tokens: &[&str]| -> Vec<usize> {
        let ends = tokens.iter().scan(0, |end, token| {
            *end += token.len();
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (old_places, new_places) = (place(&old_tokens), place(&new_tokens));
    let span = |places: &[usize], range: &std::ops::Range<usize>| {
        let at = |index: usize| places.get(index).copied().unwrap_or_default();
        at(range.start)..at(range.end)
    };
    // Bytes of both sides that differ; what lies between two of them is the same.
    let mut changed: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> = Vec::new();
    for op in ops(&old_tokens, &new_tokens) {
        let (tag, old_range, new_range) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let (from, to) = (span(&old_places, &old_range), span(&new_places, &new_range));
        match changed.last_mut() {
            Some((last_from, last_to)) if is_slight(old.get(last_from.end..from.start).unwrap_or_default()) => {
                (last_from.end, last_to.end) = (from.end, to.end);
            }
            _ => changed.push((from, to)),
        }
    }
    let mut stretches = Vec::new();
    let mut end = 0;
    for (from, to) in changed {
        stretches.extend(old.get(end..from.start).filter(|same| !same.is_empty()).map(Stretch::Same));
        end = from.end;
        stretches.push(Stretch::Changed(old.get(from).unwrap_or_default(), new.get(to).unwrap_or_default()));
    }
    stretches.extend(old.get(end..).filter(|same| !same.is_empty()).map(Stretch::Same));
    stretches
}

/// Whether what two changes have between them is too little to tell them apart by.
fn is_slight(between: &str) -> bool {
    between.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST
}

/// Words, and every other character by itself; so are the letters of scripts that put nothing between words.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let is_letter = c.is_alphanumeric() && !is_unspaced(c);
        if at > start && !(in_word && is_letter) {
            tokens.extend(text.get(start..at));
            start = at;
        }
        in_word = is_letter;
    }
    tokens.extend(text.get(start..).filter(|token| !token.is_empty()));
    tokens
}

/// Letters of Thai, Lao, Burmese, Khmer, Chinese and Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{a4cf}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    /// A passage in one line: what is changed stands in brackets.
    fn shown(passage: &Passage) -> String {
        let side = |pieces: &[Piece]| -> String {
            let piece = |piece: &Piece| if piece.is_changed { format!("[{}]", piece.text) } else { piece.text.clone() };
            pieces.iter().map(piece).collect()
        };
        format!("{}: {} => {}", passage.heading, side(&passage.before), side(&passage.after))
    }

    fn found(before: &str, after: &str) -> Vec<String> {
        passages(&lines(before), &lines(after)).iter().map(shown).collect()
    }

    #[test]
    fn equal_texts_have_no_passage_that_differs() {
        assert_eq!(found("# A\nb", "# A\nb"), [""; 0]);
    }

    #[test]
    fn a_word_is_shown_with_those_around_it_below_its_heading() {
        let before = "# T\n## Why\nTwice a day, whatever the weather and the season, the quay is a cliff of stone above the boats.";
        let after = before.replace("cliff", "wall");
        assert_eq!(
            found(before, &after),
            ["Why: … weather and the season, the quay is a [cliff] of stone above the boats. => \
                 … weather and the season, the quay is a [wall] of stone above the boats."]
        );
    }

    #[test]
    fn two_changes_far_apart_in_a_paragraph_are_two_passages() {
        let between = "and many words that nobody touched, one after the other, go on here ".repeat(3);
        let found = found(&format!("a red boat {between}a red quay"), &format!("a blue boat {between}a green quay"));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with(": a [red] boat and many") && found[0].ends_with(" …"), "{found:?}");
    }

    #[test]
    fn paragraphs_that_came_went_or_became_others_are_shown_whole() {
        assert_eq!(found("a\nb", "a\nx y\nb"), [":  => [x y]"]);
        assert_eq!(found("a\nx y\nb", "a\nb"), [": [x y] => "]);
        assert_eq!(found("one two", "drei vier"), [": [one two] => ", ":  => [drei vier]"]);
    }

    #[test]
    fn a_paragraph_that_moved_behind_a_new_one_is_compared_with_itself() {
        let found = found("the sea is grey today", "something else entirely\nthe sea is green today");
        assert_eq!(found, [":  => [something else entirely]", ": the sea is [grey] today => the sea is [green] today"]);
    }

    #[test]
    fn in_scripts_without_spaces_single_characters_differ() {
        assert_eq!(found("今日は海が青い。", "今日は海が赤い。"), [": 今日は海が[青]い。 => 今日は海が[赤]い。"]);
    }

    proptest! {
        #[test]
        fn tokens_are_the_whole_text(text in "\\PC{0,60}") {
            prop_assert_eq!(tokens(&text).concat(), text);
        }

        #[test]
        fn what_is_not_changed_stands_on_both_sides(before in "[ab ]{0,20}", after in "[ab ]{0,20}") {
            for (old, new) in within(&before, &after) {
                let same = |pieces: &[Piece]| -> Vec<Piece> { pieces.iter().filter(|piece| !piece.is_changed).cloned().collect() };
                prop_assert_eq!(same(&old), same(&new));
            }
        }

        #[test]
        fn texts_that_differ_have_a_passage(before in "[abc\n ]{0,40}", after in "[abc\n ]{0,40}") {
            let (before, after) = (lines(&before), lines(&after));
            prop_assert_eq!(passages(&before, &after).is_empty(), before == after);
        }
    }
}
