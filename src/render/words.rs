//! The theme's words: `i18n/LANG.yml`, merged for one language. The door of `serde_yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::layers::{self, Layer, Source};
use crate::config::theme::Words;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::text::Span;

/// The word for what a language calls itself.
const LANGUAGE_NAME: &str = "language_name";

/// The names of the months, from January on.
const MONTHS: &str = "months";

/// The words that say how dates are written.
const DATES: [&str; 3] = [MONTHS, "date_format", "month_format"];

/// What stands for a part of a date.
const PARTS: [&str; 3] = ["{day}", "{month}", "{year}"];

/// What some editors put in front of a file.
const MARK: char = '\u{feff}';

/// Every word that some language has.
pub(super) fn known(layers: &[Layer]) -> BTreeSet<String> {
    let built_in = layers::built_in_words("en").map(|source| read(&source).value);
    let own = layers.iter().flat_map(|layer| layer.words.values()).map(|source| read(source).value);
    built_in.into_iter().chain(own).flat_map(BTreeMap::into_keys).collect()
}

/// The words of one file; what is wrong with it is told where words are merged.
pub(super) fn entries(source: &Source) -> BTreeMap<String, String> {
    read(source).value
}

/// Merges the words for a language: `de` fills what `de-AT` lacks, and `en` fills the rest; within a language the site
/// wins over its theme, a theme over the one it extends, and any over the built-in one.
pub(super) fn merge(layers: &[Layer], language: &str) -> Diagnosed<Words> {
    let mut diagnostics = Vec::new();
    let mut words = BTreeMap::new();
    for fallback in fallbacks(language).into_iter().rev() {
        // The program itself needs some words, for dates and sources: the built-in theme's lie below every other's.
        if let Some(source) = layers::built_in_words(&fallback) {
            words.extend(read(&source).collect(&mut diagnostics));
        }
        for layer in layers.iter().rev() {
            let file = layer.words.iter().find(|(name, _)| name.eq_ignore_ascii_case(&fallback));
            if let Some((_, source)) = file {
                let own = read(source).collect(&mut diagnostics);
                diagnostics.extend(wrong_dates(source, &own));
                words.extend(own);
            }
        }
        // A language without words of its own speaks English, and is not called so.
        if !is_of(language, &fallback) {
            words.remove(LANGUAGE_NAME);
        }
    }
    Diagnosed { value: Words(words), diagnostics }
}

/// Whether a language is another one, or that of a country or a script.
fn is_of(language: &str, other: &str) -> bool {
    let same = language.get(..other.len()).is_some_and(|start| start.eq_ignore_ascii_case(other));
    same && matches!(language.as_bytes().get(other.len()), None | Some(b'-'))
}

/// The languages whose words are used, the best first: `de-AT` → `de-AT`, `de`, `en`.
pub(super) fn fallbacks(language: &str) -> Vec<String> {
    let mut languages = Vec::new();
    let mut rest = language;
    loop {
        languages.push(rest.to_owned());
        match rest.rfind('-') {
            Some(at) => rest = &rest[..at],
            None => break,
        }
    }
    if !languages.iter().any(|language| language == "en") {
        languages.push("en".to_owned());
    }
    languages
}

/// Reads one file of words.
fn read(source: &Source) -> Diagnosed<BTreeMap<String, String>> {
    if let Some(at) = nested(&source.text) {
        let message = "words are not nested";
        let mistake = Diagnostic::new(Code::YamlSyntax, &source.path, Span::new(at, at + 1), message)
            .help("write one `key: word` on each line");
        return Diagnosed { value: BTreeMap::new(), diagnostics: vec![mistake] };
    }
    let text = source.text.strip_prefix(MARK).unwrap_or(&source.text);
    let mark = source.text.len() - text.len();
    match serde_yaml::from_str::<Option<Entries>>(text) {
        Ok(entries) => Diagnosed::clean(entries.map(|entries| entries.0).unwrap_or_default()),
        Err(error) => {
            let at = mark + error.location().map_or(0, |location| location.index());
            let at = second(&source.text, &error.to_string()).unwrap_or(at);
            let at = source.text.floor_char_boundary(at.min(source.text.len()));
            let message = without_place(&error.to_string());
            let mistake = Diagnostic::new(Code::YamlSyntax, &source.path, Span::at(at), message)
                .help("write one `key: word` on each line; a word with a colon or a quote stands in quotes");
            Diagnosed { value: BTreeMap::new(), diagnostics: vec![mistake] }
        }
    }
}

/// Where a word stands for the second time, if that is what a message says.
fn second(text: &str, message: &str) -> Option<usize> {
    let (key, _) = message.strip_prefix("the word `")?.split_once("` is given twice")?;
    lines_of(text, key).nth(1)
}

/// Where the lines begin that give a word.
fn lines_of<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = usize> + 't {
    let has_key = move |at: &usize| {
        let line = text[*at..].lines().next().unwrap_or_default();
        line.split_once(':').is_some_and(|(before, _)| before.trim().trim_matches(['"', '\'', MARK]) == key)
    };
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).filter(has_key)
}

/// What is wrong with the words of one file that say how dates are written.
fn wrong_dates<'s>(source: &'s Source, words: &'s BTreeMap<String, String>) -> impl Iterator<Item = Diagnostic> + 's {
    DATES.into_iter().filter_map(move |key| {
        let word = words.get(key)?;
        let (message, help) = match key {
            MONTHS => match word.split_whitespace().count() {
                12 => return None,
                count => {
                    (format!("`{key}` names {count} months, not 12"), "write all twelve, with a blank between two")
                }
            },
            _ if PARTS.iter().any(|part| word.contains(part)) => return None,
            _ => (format!("`{key}` shows nothing of a date"), "write where `{day}`, `{month}` and `{year}` stand"),
        };
        let at = lines_of(&source.text, key).next().unwrap_or_default();
        let line = source.text[at..].lines().next().unwrap_or_default().trim_end();
        let span = Span::new(at + line.find(key).unwrap_or_default(), at + line.len());
        Some(Diagnostic::new(Code::InvalidValue, &source.path, span, message).help(help))
    })
}

/// Where brackets, or dashes and question marks at the start of a line, stand too deep within each other.
///
/// The parser takes time that grows with the square of the depth, and words are never nested.
fn nested(text: &str) -> Option<usize> {
    const DEPTH: usize = 16;
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            return Some(at);
        }
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let marks = line.trim_start().split([' ', '\t']).take_while(|word| matches!(*word, "-" | "?" | ":" | ""));
        if marks.count() > DEPTH {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// The parser's message without `at line 2 column 3`, which the diagnostic's place says.
fn without_place(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    message[..end].trim_end_matches('.').to_owned()
}

/// The entries of a file, no key twice.
struct Entries(BTreeMap<String, String>);

impl<'de> serde::Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one `key: word` on each line")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some((key, word)) = map.next_entry::<String, String>()? {
            if entries.contains_key(&key) {
                return Err(A::Error::custom(format!("the word `{key}` is given twice")));
            }
            entries.insert(key, word);
        }
        Ok(Entries(entries))
    }
}
