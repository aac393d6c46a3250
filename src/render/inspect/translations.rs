//! Words of a translation that nothing shows, and placeholders in them that nobody fills.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::layers::{self, Layer, Source};
use super::super::words;
use crate::diagnostics::{Code, Diagnostic};
use crate::text::Span;

/// What is doubtful in the words that are not built in.
///
/// A word is known if the built-in theme or another layer has it, or if its name stands in a template.
pub(super) fn doubtful(layers: &[Layer]) -> Vec<Diagnostic> {
    let templates: Vec<&str> =
        layers.iter().flat_map(|layer| layer.templates.values()).map(|source| source.text.as_str()).collect();
    // What a template puts together from pieces may be any word.
    let is_any = templates.iter().any(|text| text.contains("words[") && !only_begins(text));
    let mut found = Vec::new();
    for (at, layer) in layers.iter().enumerate() {
        for (language, source) in layer.words.iter().filter(|(_, source)| !source.built_in) {
            let others = others(layers, at, language);
            for (key, word) in words::entries(source) {
                let Some(reference) = others.get(&key) else {
                    if !is_any && !templates.iter().any(|text| shows(text, &key)) {
                        found.push(unused(source, &key, &others));
                    }
                    continue;
                };
                let filled = |name: &str| {
                    let argument = format!("{name}=");
                    reference.contains(name) || templates.iter().any(|text| text.contains(&argument))
                };
                if let Some(name) = placeholders(&word).find(|name| !filled(name)) {
                    found.push(unfilled(source, &key, name, reference));
                }
            }
        }
    }
    found
}

/// The placeholders of each word that the built-in theme has, or a theme below a layer, or the layer in another language.
fn others(layers: &[Layer], at: usize, language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut others: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |source: &Source| {
        for (key, word) in words::entries(source) {
            others.entry(key).or_default().extend(placeholders(&word).map(str::to_owned));
        }
    };
    for built_in in ["en", language] {
        layers::built_in_words(built_in).iter().for_each(&mut add);
    }
    layers[at + 1..].iter().flat_map(|below| below.words.values()).for_each(&mut add);
    layers[at].words.iter().filter(|(other, _)| *other != language).for_each(|(_, source)| add(source));
    others
}

fn unused(source: &Source, key: &str, others: &BTreeMap<String, BTreeSet<String>>) -> Diagnostic {
    let span = line_of(source, key).map_or(Span::at(0), |line| {
        let start = line.start + source.text[line].find(key).unwrap_or(0);
        Span::new(start, start + key.len())
    });
    Diagnostic::new(Code::UnusedWord, &source.path, span, format!("nothing shows the word `{key}`"))
        .did_you_mean(key, others.keys().map(String::as_str))
        .help(format!("show it in a template: `{{{{ words.{key} }}}}`; or take it out"))
}

fn unfilled(source: &Source, key: &str, name: &str, known: &BTreeSet<String>) -> Diagnostic {
    let written = format!("{{{name}}}");
    let line = line_of(source, key).unwrap_or(0..0);
    let span = source.text[line.clone()]
        .find(&written)
        .map_or(Span::at(line.start), |start| Span::new(line.start + start, line.start + start + written.len()));
    let message = format!("nobody fills `{written}` in the word `{key}`: readers see it as it is");
    let known: Vec<String> = known.iter().map(|name| format!("`{{{name}}}`")).collect();
    let help = match known.as_slice() {
        [] => "nothing is filled in here: write a word without it".to_owned(),
        [one] => format!("write {one}"),
        _ => format!("what is filled in here: {}", known.join(", ")),
    };
    Diagnostic::new(Code::UnusedWord, &source.path, span, message).help(help)
}

/// Where the line is that begins with a key.
fn line_of(source: &Source, key: &str) -> Option<Range<usize>> {
    let mut start = 0;
    source.text.split_inclusive('\n').find_map(|line| {
        let range = start..start + line.len();
        start = range.end;
        let (before, _) = line.split_once(':')?;
        (before.trim().trim_matches(['"', '\'']) == key).then_some(range)
    })
}

/// The names between `{` and `}` of a word.
fn placeholders(word: &str) -> impl Iterator<Item = &str> {
    let names = word.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    names.map(|(name, _)| name).filter(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// Whether a template may show a word: its name stands there, or its beginning where names are put together.
fn shows(template: &str, key: &str) -> bool {
    template.contains(key) || beginnings(template).any(|begin| begin.is_some_and(|begin| key.starts_with(begin)))
}

/// Whether of each name that a template puts together the beginning is known.
fn only_begins(template: &str) -> bool {
    beginnings(template).all(|begin| begin.is_some_and(|begin| !begin.is_empty()))
}

/// What stands in quotes behind each `words[`.
fn beginnings(template: &str) -> impl Iterator<Item = Option<&str>> {
    template.split("words[").skip(1).map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        rest[1..].split_once(quote).map(|(begin, _)| begin)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RelPath;

    fn told(template: &str, files: &[(&str, &str)]) -> Vec<String> {
        let source = |path: &str, text: &str| Source {
            path: RelPath::new(path).expect("a path"),
            text: text.to_owned(),
            built_in: false,
        };
        let layer = Layer {
            name: String::new(),
            templates: [("a.html".to_owned(), source("templates/a.html", template))].into(),
            words: files
                .iter()
                .map(|(language, text)| ((*language).to_owned(), source(&format!("i18n/{language}.yml"), text)))
                .collect(),
            stylesheets: Vec::new(),
            scripts: BTreeMap::new(),
            tokens: Vec::new(),
            queries: BTreeMap::new(),
            assets: BTreeMap::new(),
        };
        let told = |one: Diagnostic| {
            let span = one.place.and_then(|place| place.span).expect("a place");
            let text = files.iter().find_map(|(_, text)| text.get(span.range())).unwrap_or_default();
            format!("{} at {text}: {}", one.message, one.help.join("; "))
        };
        doubtful(&[layer]).into_iter().map(told).collect()
    }

    #[test]
    fn a_word_is_told_unless_another_layer_or_a_template_has_it() {
        let words = "skipp: Zum Inhalt\nskip: Zum Inhalt\ntides: Tiden\ncall_a: A\n";
        let template = "{{ words.tides }}{{ words[\"call_\" ~ kind] }}";
        let help = "did you mean `skip`?; show it in a template: `{{ words.skipp }}`; or take it out";
        assert_eq!(told(template, &[("de", words)]), [format!("nothing shows the word `skipp` at skipp: {help}")]);
        assert!(told("{{ words[page.kind] }}", &[("de", words)]).is_empty(), "any word may be shown");
    }

    #[test]
    fn a_placeholder_is_told_unless_another_language_or_a_template_has_it() {
        let words = "reading_time: \"{nn} Minuten\"\nskip: 'Zum {place}'\nsince: seit {year}\n";
        let unfilled = "nobody fills `{nn}` in the word `reading_time`: readers see it as it is at {nn}: write `{n}`";
        let none = "nobody fills `{place}` in the word `skip`: readers see it as it is at {place}: \
                    nothing is filled in here: write a word without it";
        assert_eq!(told("", &[("de", words)]), [unfilled, none]);
        assert!(told("{{ words.skip | fill(nn=1, place=2) }}", &[("de", words)]).is_empty());
    }
}
