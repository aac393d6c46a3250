//! A sentence that readers would want a source for, without one.
//!
//! 1. `words` lists, by language, the words that give a claim away, and those that say it is none.
//! 2. `numbers` finds the numbers of a sentence, however their thousands are divided.
//! 3. [`claims`] weighs them, sentence by sentence; `tests` measures how well, and what is published of it is true.

mod numbers;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use self::numbers::{Number, numbers};
use self::words::Sign;
use crate::diagnostics::{Code, Diagnostic};
use crate::lint::phrases::Found;
use crate::lint::sentences::{is_within, quoted, sentences};
use crate::lint::words::Settled;
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::front_matter::Kind;
use crate::parse::passages::{self, Passage, PassageKind};

/// The rule.
pub const RULE: Rule = Rule { code: Code::ClaimWithoutSource, looks: Looks::Words(look) };

/// From what on a number of people, or of cars, is more than anybody counts by looking.
const MANY: f64 = 1000.0;

/// From what on a sum of money is no price in a shop.
const FORTUNE: f64 = 10_000.0;

/// How many words may stand between two that make a claim together.
const TOGETHER: usize = 8;

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    if matches!(article.fields().kind, Kind::Opinion | Kind::Page) {
        return;
    }
    let Settled { language, base_url, .. } = article.settled;
    for passage in passages {
        for range in claims(passage, language, base_url) {
            let text = passage.text.get(range.clone()).unwrap_or_default();
            let message = format!("`{text}`: a reader may ask how you know");
            let claim = article.at(Code::ClaimWithoutSource, passage.span(range), message);
            found.push(claim.help("cite what says so, `[@key]`, or link to it in this sentence"));
        }
    }
}

/// The words of a passage that claim something without a source, at most one place in each sentence.
fn claims(passage: &Passage, language: &str, base_url: &str) -> Vec<Range<usize>> {
    if !matches!(passage.kind, PassageKind::Paragraph | PassageKind::Item) {
        return Vec::new();
    }
    let text = passage.text.as_str();
    let primary = language.split('-').next().unwrap_or_default();
    let lexicon = words::of(primary);
    let has_signs = text.contains(|c: char| c.is_ascii_digit()) || lexicon.is_some();
    if !has_signs {
        return Vec::new();
    }
    let sentences = sentences(text, language);
    let quoted = quoted(text);
    let mut claims = Vec::new();
    let mut before = 0;
    for sentence in sentences {
        let is_covered = is_cited(passage, before) || is_linked(passage, &sentence, base_url);
        before = sentence.start;
        let said = text.get(sentence.clone()).unwrap_or_default();
        if is_covered || said.trim_end_matches(['"', '”', ')', '»']).ends_with(['?', '？']) {
            continue;
        }
        let is_own = |at: usize| !is_within(&quoted, sentence.start + at);
        let signs = lexicon.map(|lexicon| lexicon.signs(passage, &sentence));
        if let Some(range) = claim(said, signs, is_own) {
            claims.push(sentence.start + range.start..sentence.start + range.end);
        }
    }
    claims
}

/// Whether a passage cites something behind an offset: authors cite once what holds for the sentences before, and go on
/// for a sentence with what the source says.
fn is_cited(passage: &Passage, from: usize) -> bool {
    [&passage.citations, &passage.notes].iter().any(|marks| marks.last().is_some_and(|last| *last > from))
}

/// Whether a sentence links to another site.
fn is_linked(passage: &Passage, sentence: &Range<usize>, base_url: &str) -> bool {
    let leads_out = |destination: &str| {
        let is_address = ["https://", "http://", "//"].iter().any(|scheme| destination.starts_with(scheme));
        is_address && (base_url.is_empty() || !destination.starts_with(base_url))
    };
    let first = passage.links.partition_point(|link| link.range.end <= sentence.start);
    let mut links = passage.links.iter().skip(first).take_while(|link| link.range.start < sentence.end);
    links.any(|link| leads_out(&link.destination))
}

/// The words of a sentence that claim something; `signs` tells what it has of the words of its language, `is_own` of an
/// offset whether it is not quoted.
fn claim(sentence: &str, signs: Option<Vec<(Sign, Found)>>, is_own: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let numbers: Vec<Number> = numbers(sentence).into_iter().filter(|number| is_own(number.range.start)).collect();
    let Some(signs) = signs else {
        return numbers.iter().find_map(|number| share(number, sentence).or_else(|| fortune(number, sentence)));
    };
    let signs: Vec<(Sign, &Found)> =
        signs.iter().map(|(sign, found)| (*sign, found)).filter(|(_, found)| is_own(found.range.start)).collect();
    let has = |wanted: Sign| signs.iter().any(|(sign, _)| *sign == wanted);
    if has(Sign::Own) {
        return None;
    }
    let alone = signs.iter().find(|(sign, _)| *sign == Sign::Claim).map(|(_, found)| found.range.clone());
    // Of the signs behind a place only the nearest are looked at: a sentence may go on without end.
    let behind = |place: &Range<usize>, wanted: Sign, words: usize| {
        let first = signs.partition_point(|(_, found)| found.range.start < place.end);
        let mut near = signs.iter().skip(first).take(words + 1).filter(|(sign, _)| *sign == wanted);
        near.find_map(|(_, found)| followed(sentence, place, &found.range, words))
    };
    let together = |first: Sign, second: Sign| {
        let mut places = signs.iter().filter(|(sign, _)| *sign == first);
        places.find_map(|(_, found)| behind(&found.range, second, TOGETHER))
    };
    let said = alone.or_else(|| together(Sign::Finder, Sign::Finding)).or_else(|| together(Sign::Most, Sign::Realm));
    if said.is_some() {
        return said;
    }
    // Numbers in instructions, examples and recipes claim nothing.
    if has(Sign::Opening) || has(Sign::Example) {
        return None;
    }
    if let Some((_, share)) = signs.iter().find(|(sign, _)| *sign == Sign::Share) {
        return Some(share.range.clone());
    }
    for number in &numbers {
        let place = &number.range;
        let percent = share(number, sentence).or_else(|| of_hundred(number, behind(place, Sign::Percent, 0)));
        if let Some(percent) = percent.filter(|_| !has(Sign::Measure)) {
            return Some(percent);
        }
        let is_large = number.value >= MANY && !number.is_year();
        let counted = if is_large { behind(place, Sign::Counted, 3) } else { None };
        let claim = counted.or_else(|| behind(place, Sign::Magnitude, 0)).or_else(|| fortune(number, sentence));
        if claim.is_some() {
            return claim;
        }
    }
    // `Four million people`: a number in words.
    signs.iter().find(|(sign, _)| *sign == Sign::Magnitude).map(|(_, found)| found.range.clone())
}

/// A number with the sign of a percentage, unless it is none or all.
fn share(number: &Number, sentence: &str) -> Option<Range<usize>> {
    let after = sentence.get(number.range.end..)?;
    let rest = after.trim_start();
    let end = number.range.end + after.len() - rest.len() + '%'.len_utf8();
    of_hundred(number, rest.starts_with('%').then_some(number.range.start..end))
}

/// A percentage, unless it is none or all.
fn of_hundred(number: &Number, range: Option<Range<usize>>) -> Option<Range<usize>> {
    range.filter(|_| number.value > 0.0 && (number.value - 100.0).abs() > f64::EPSILON)
}

/// A large sum of money, with its sign.
fn fortune(number: &Number, sentence: &str) -> Option<Range<usize>> {
    const SIGNS: [char; 4] = ['$', '€', '£', '¥'];
    let before = sentence.get(..number.range.start)?;
    let after = sentence.get(number.range.end..)?;
    let start = before.trim_end().strip_suffix(SIGNS).map(str::len);
    let rest = after.trim_start();
    let end = rest.strip_prefix(SIGNS).map(|rest| sentence.len() - rest.len());
    let range = start.unwrap_or(number.range.start)..end.unwrap_or(number.range.end);
    ((start.is_some() || end.is_some()) && number.value >= FORTUNE).then_some(range)
}

/// From one place to another behind it, if at most so many words stand between them.
fn followed(text: &str, first: &Range<usize>, second: &Range<usize>, words: usize) -> Option<Range<usize>> {
    let between = text.get(first.end..second.start)?;
    (passages::words(between).nth(words).is_none()).then_some(first.start..second.end)
}
