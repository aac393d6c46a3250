//! Who includes, extends and calls whom, read from the templates before the engine sees them.
//!
//! The engine finds the same mistakes, but says for few of them where they are, and follows long chains by recursion.

use std::collections::BTreeMap;

use super::layers::Source;
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{RelPath, Span};

/// How many templates may be within each other by `include`, or above each other by `extends`. With the engine's own
/// limit on components it bounds how deep rendering recurses.
const MAX_CHAIN: usize = 12;

/// The variable that the engine would fill with all that a template can see, in a random order.
const DUMP: &str = "__tera_context";

/// What a template refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{% extends "base.html" %}`
    Extends,
    /// `{% include "head.html" %}`
    Include,
    /// `{% component card(…) %}`
    Definition,
    /// `{{ <card … /> }}`
    Call,
    /// The end of a definition.
    EndDefinition,
    /// The engine's dump of all variables.
    Dump,
}

/// One reference: its kind, the name it names, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub kind: Kind,
    pub name: String,
    pub span: Span,
}

/// The templates by the name that the engine knows them by.
pub(super) type Sources = BTreeMap<String, Source>;

/// Reads what a template refers to.
pub(super) fn read(text: &str) -> Vec<Reference> {
    let mut references = Vec::new();
    for (start, end) in tags(text) {
        tag(text, start, end, text[start..].starts_with("{%"), &mut references);
    }
    references
}

/// Where each tag of a template begins and ends, with its signs: `{{ … }}` and `{% … %}`, but for what is `raw`.
pub(super) fn tags(text: &str) -> Vec<(usize, usize)> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{') {
        let start = at + open;
        let rest = &text[start..];
        if rest.starts_with("{#") {
            at = rest.find("#}").map_or(text.len(), |end| start + end + 2);
        } else if rest.starts_with("{{") || rest.starts_with("{%") {
            let end = end_of_tag(text, start);
            let inside = text[start + 2..end].trim_start_matches('-').trim_start();
            at = end;
            if rest.starts_with("{%") && inside.split(|c: char| !c.is_alphanumeric()).next() == Some("raw") {
                at = text[end..].find("endraw").map_or(text.len(), |raw| end + raw);
                continue;
            }
            tags.push((start, end));
        } else {
            at = start + 1;
        }
    }
    tags
}

/// Where the tag that begins at `start` ends: after `}}` or `%}` that stands in no string.
fn end_of_tag(text: &str, start: usize) -> usize {
    let text = text.as_bytes();
    let close = if text[start..].starts_with(b"{{") { b'}' } else { b'%' };
    let mut quote = None;
    for (at, byte) in text.iter().copied().enumerate().skip(start + 2) {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'' | b'`') => quote = Some(byte),
            None if byte == close && text.get(at + 1) == Some(&b'}') => return at + 2,
            None => {}
        }
    }
    text.len()
}

/// Reads the references within one tag.
fn tag(text: &str, start: usize, end: usize, statement: bool, into: &mut Vec<Reference>) {
    let body = &text[start + 2..end];
    let mut words = Words { text: body, at: 0 };
    let mut first = statement;
    while let Some(token) = words.next() {
        let span = |range: std::ops::Range<usize>| Span::new(start + 2 + range.start, start + 2 + range.end);
        match token {
            Token::Word(range) => {
                let word = &body[range.clone()];
                let kind = match word {
                    "extends" if first => Some(Kind::Extends),
                    "include" if first => Some(Kind::Include),
                    "component" if first => Some(Kind::Definition),
                    _ => None,
                };
                if let Some(kind) = kind
                    && let Some(Token::Text(range) | Token::Word(range)) = words.next()
                {
                    into.push(Reference { kind, name: body[range.clone()].to_owned(), span: span(range) });
                } else if first && word == "endcomponent" {
                    into.push(Reference { kind: Kind::EndDefinition, name: String::new(), span: span(range) });
                } else if word == DUMP {
                    into.push(Reference { kind: Kind::Dump, name: word.to_owned(), span: span(range) });
                }
                first = false;
            }
            Token::Call(range) => {
                first = false;
                into.push(Reference { kind: Kind::Call, name: body[range.clone()].to_owned(), span: span(range) });
            }
            Token::Text(_) => first = false,
        }
    }
}

/// What stands in a tag: ranges of its text.
enum Token {
    /// A name, dots included.
    Word(std::ops::Range<usize>),
    /// What stands between quotes.
    Text(std::ops::Range<usize>),
    /// The name behind `<`.
    Call(std::ops::Range<usize>),
}

struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Words<'_> {
    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = &self.text[self.at..];
            let c = rest.chars().next()?;
            let start = self.at;
            if matches!(c, '"' | '\'' | '`') {
                let length = rest[1..].find(c).unwrap_or(rest.len() - 1);
                self.at = (start + length + 2).min(self.text.len());
                return Some(Token::Text(start + 1..start + 1 + length));
            }
            if is_name(c) {
                let length = rest.find(|c| !is_name(c) && c != '.').unwrap_or(rest.len());
                self.at = start + length;
                return Some(Token::Word(start..start + length));
            }
            if let Some(name) = rest.strip_prefix('<').filter(|name| name.starts_with(is_name)) {
                let length = name.find(|c| !is_name(c) && c != '.').unwrap_or(name.len());
                self.at = start + 1 + length;
                return Some(Token::Call(start + 1..start + 1 + length));
            }
            self.at += c.len_utf8();
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What is wrong with how the templates refer to each other; `find` says which template a name means.
pub(super) fn check<'a>(sources: &'a Sources, find: impl Fn(&str) -> Option<&'a str>) -> Vec<Diagnostic> {
    let references: BTreeMap<&str, Vec<Reference>> =
        sources.iter().map(|(name, source)| (name.as_str(), read(&source.text))).collect();
    let mut diagnostics = Vec::new();
    for (name, all) in &references {
        let path = &sources[*name].path;
        for reference in all {
            let missing = matches!(reference.kind, Kind::Extends | Kind::Include) && find(&reference.name).is_none();
            if missing {
                diagnostics.push(missing_template(sources, path, reference));
            } else if reference.kind == Kind::Dump {
                let message = format!("`{DUMP}` is not available");
                diagnostics.push(
                    Diagnostic::new(Code::TemplateError, path, reference.span, message)
                        .help("print the fields of `page`, `site`, `meta` and `words` that you need"),
                );
            }
        }
    }
    diagnostics.extend(duplicate_components(sources, &references));
    if diagnostics.is_empty() {
        let mut chains = Chains { sources, references: &references, find: &find, heights: BTreeMap::new() };
        for name in references.keys() {
            let mut chain = vec![*name];
            if let Err(mistake) = chains.height(&mut chain) {
                diagnostics.push(*mistake);
                break;
            }
        }
    }
    diagnostics
}

fn missing_template(sources: &Sources, path: &RelPath, reference: &Reference) -> Diagnostic {
    let message = format!("there is no template `{}`", reference.name);
    let known =
        sources.keys().map(String::as_str).chain(sources.keys().filter_map(|name| Some(name.split_once('/')?.1)));
    let mistake = Diagnostic::new(Code::TemplateError, path, reference.span, message);
    if let Some((theme, file)) = reference.name.split_once('/') {
        let of_other = sources.keys().find(|name| name.split_once('/').is_some_and(|(_, below)| below == file));
        let is_known = sources.keys().any(|name| name.split_once('/').is_some_and(|(first, _)| first == theme));
        match of_other {
            Some(other) if is_known && theme != "components" => {
                let of = other.split('/').next().unwrap_or_default();
                return mistake.help(format!("`{theme}` takes it from `{of}`: write `{other}`"));
            }
            _ if theme == "default" && !is_known => {
                return mistake.help("add `extends = \"default\"` to theme.toml: without it the theme stands alone");
            }
            _ => {}
        }
    }
    mistake
        .did_you_mean(&reference.name, known)
        .help("templates are named by their path below `templates/`; nothing outside can be reached")
}

/// A component that one layer defines in two files.
fn duplicate_components(sources: &Sources, references: &BTreeMap<&str, Vec<Reference>>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(Option<&str>, &str), (&RelPath, Span)> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (name, all) in references {
        let source = &sources[*name];
        let layer = source.path.below("themes").and_then(|path| path.split('/').next());
        for reference in all.iter().filter(|reference| reference.kind == Kind::Definition) {
            match seen.get(&(layer, reference.name.as_str())) {
                Some((path, span)) => diagnostics.push(
                    Diagnostic::new(
                        Code::TemplateError,
                        &source.path,
                        reference.span,
                        format!("the component `{}` is defined twice", reference.name),
                    )
                    .related(path, Some(*span), "the first is here")
                    .help("give one of them another name"),
                ),
                None => {
                    seen.insert((layer, &reference.name), (&source.path, reference.span));
                }
            }
        }
    }
    diagnostics
}

/// The chains of includes and parents.
struct Chains<'a, 'r, F> {
    sources: &'a Sources,
    references: &'r BTreeMap<&'a str, Vec<Reference>>,
    find: &'r F,
    /// How many templates are within or above each.
    heights: BTreeMap<&'a str, usize>,
}

impl<'a, F: Fn(&str) -> Option<&'a str>> Chains<'a, '_, F> {
    /// How many templates are within or above the last of `chain`.
    ///
    /// # Errors
    /// If there are too many, or it leads back to itself.
    fn height(&mut self, chain: &mut Vec<&'a str>) -> Result<usize, Box<Diagnostic>> {
        let Some(name) = chain.last().copied() else { return Ok(0) };
        if let Some(height) = self.heights.get(name) {
            return Ok(*height);
        }
        let mut height = 0;
        let references = self.references;
        for reference in references.get(name).into_iter().flatten() {
            if !matches!(reference.kind, Kind::Extends | Kind::Include) {
                continue;
            }
            let Some(other) = (self.find)(&reference.name) else { continue };
            let mistake = |chain: &[&str], message: String, help: &str| {
                let shown: Vec<&str> = chain.iter().copied().chain([other]).collect();
                let diagnostic =
                    Diagnostic::new(Code::TemplateError, &self.sources[name].path, reference.span, message)
                        .help(format!("the chain is {}", shown.join(" → ")));
                Box::new(diagnostic.help(help))
            };
            let verb = if reference.kind == Kind::Extends { "extends" } else { "includes" };
            if chain.contains(&other) {
                let help = "to build on the theme's template of the same name, put the theme's name in front: \
                            `{% extends \"default/article.html\" %}`";
                return Err(mistake(chain, format!("`{name}` {verb} itself (circular {verb})"), help));
            }
            let below = match chain.len() {
                length if length > MAX_CHAIN => None,
                _ => {
                    chain.push(other);
                    let below = self.height(chain)?;
                    chain.pop();
                    Some(below + 1).filter(|height| *height <= MAX_CHAIN)
                }
            };
            let Some(below) = below else {
                let message = format!("more than {MAX_CHAIN} templates within each other");
                return Err(mistake(chain, message, "include fewer templates from one another"));
            };
            height = height.max(below);
        }
        self.heights.insert(name, height);
        Ok(height)
    }
}

/// Where a component calls itself, by itself or through others, for each circle: the call that closes it.
pub(super) fn component_circles(sources: &Sources) -> Vec<(RelPath, Span, String)> {
    let mut calls: BTreeMap<String, Vec<(RelPath, Reference)>> = BTreeMap::new();
    for source in sources.values() {
        let mut within: Option<String> = None;
        for reference in read(&source.text) {
            match (&within, reference.kind) {
                (_, Kind::Definition) => within = Some(reference.name),
                (_, Kind::EndDefinition) => within = None,
                (Some(name), Kind::Call) => {
                    calls.entry(name.clone()).or_default().push((source.path.clone(), reference));
                }
                _ => {}
            }
        }
    }
    let reaches = |from: &str, to: &str| {
        let mut seen = vec![from];
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            if name == to {
                return true;
            }
            for (_, call) in calls.get(name).into_iter().flatten() {
                if !seen.contains(&call.name.as_str()) {
                    seen.push(&call.name);
                    open.push(&call.name);
                }
            }
        }
        false
    };
    let mut circles = Vec::new();
    for (name, all) in &calls {
        for (path, call) in all {
            if reaches(&call.name, name) {
                circles.push((path.clone(), call.span, name.clone()));
            }
        }
    }
    circles
}
