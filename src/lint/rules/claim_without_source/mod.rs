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
use self::words::{Lexicon, Sign};
use crate::diagnostics::{Code, Diagnostic};
use crate::lint::phrases::Found;
use crate::lint::sentences::{quoted, sentences};
use crate::lint::{ArticleSubject, Looks, Rule};
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

fn look(article: &ArticleSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    if matches!(article.fields().kind, Kind::Opinion | Kind::Page) {
        return;
    }
    let config = article.subject.config;
    for passage in passages {
        for range in claims(passage, &config.language, &config.base_url) {
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
        let is_own = |at: usize| quoted.iter().all(|quoted| !quoted.contains(&(sentence.start + at)));
        if let Some(range) = claim(said, lexicon, is_own) {
            claims.push(sentence.start + range.start..sentence.start + range.end);
        }
    }
    claims
}

/// Whether a passage cites something behind an offset: authors cite once what holds for the sentences before, and go on
/// for a sentence with what the source says.
fn is_cited(passage: &Passage, from: usize) -> bool {
    passage.citations.iter().chain(&passage.notes).any(|at| *at > from)
}

/// Whether a sentence links to another site.
fn is_linked(passage: &Passage, sentence: &Range<usize>, base_url: &str) -> bool {
    let leads_out = |destination: &str| {
        let is_address = ["https://", "http://", "//"].iter().any(|scheme| destination.starts_with(scheme));
        is_address && (base_url.is_empty() || !destination.starts_with(base_url))
    };
    let within = |range: &Range<usize>| range.start < sentence.end && sentence.start < range.end;
    passage.links.iter().any(|link| within(&link.range) && leads_out(&link.destination))
}

/// The words of a sentence that claim something; `is_own` tells of an offset whether it is not quoted.
fn claim(sentence: &str, lexicon: Option<&Lexicon>, is_own: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let numbers: Vec<Number> = numbers(sentence).into_iter().filter(|number| is_own(number.range.start)).collect();
    let Some(lexicon) = lexicon else {
        return numbers.iter().find_map(|number| share(number, sentence).or_else(|| fortune(number, sentence, 1.0)));
    };
    let signs = lexicon.signs(sentence);
    let signs: Vec<(Sign, &Found)> =
        signs.iter().map(|(sign, found)| (*sign, found)).filter(|(_, found)| is_own(found.range.start)).collect();
    let has = |wanted: Sign| signs.iter().any(|(sign, _)| *sign == wanted);
    if has(Sign::Own) {
        return None;
    }
    let alone = signs.iter().find(|(sign, _)| *sign == Sign::Claim).map(|(_, found)| found.range.clone());
    let of = |wanted: Sign| signs.iter().filter(move |(sign, _)| *sign == wanted).map(|(_, found)| &found.range);
    let together =
        |first: Sign, second: Sign| of(first).find_map(|a| of(second).find_map(|b| followed(sentence, a, b, TOGETHER)));
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
    let behind = |number: &Number, wanted: Sign, words: usize| {
        of(wanted).find_map(|range| followed(sentence, &number.range, range, words))
    };
    for number in &numbers {
        let magnitude = behind(number, Sign::Magnitude, 0);
        let value = if magnitude.is_some() { number.value * 1e6 } else { number.value };
        let percent = share(number, sentence).or_else(|| of_hundred(number, behind(number, Sign::Percent, 0)));
        if let Some(percent) = percent.filter(|_| !has(Sign::Measure)) {
            return Some(percent);
        }
        let counted = if value >= MANY && !number.is_year() { behind(number, Sign::Counted, 3) } else { None };
        if let Some(claim) = counted.or(magnitude).or_else(|| fortune(number, sentence, value / number.value.max(1.0)))
        {
            return Some(claim);
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
fn fortune(number: &Number, sentence: &str, factor: f64) -> Option<Range<usize>> {
    const SIGNS: [char; 4] = ['$', '€', '£', '¥'];
    let before = sentence.get(..number.range.start)?;
    let after = sentence.get(number.range.end..)?;
    let start = before.trim_end().strip_suffix(SIGNS).map(str::len);
    let rest = after.trim_start();
    let end = rest.strip_prefix(SIGNS).map(|rest| sentence.len() - rest.len());
    let range = start.unwrap_or(number.range.start)..end.unwrap_or(number.range.end);
    ((start.is_some() || end.is_some()) && number.value * factor >= FORTUNE).then_some(range)
}

/// From one place to another behind it, if at most so many words stand between them.
fn followed(text: &str, first: &Range<usize>, second: &Range<usize>, words: usize) -> Option<Range<usize>> {
    let between = text.get(first.end..second.start)?;
    (passages::words(between).nth(words).is_none()).then_some(first.start..second.end)
}
