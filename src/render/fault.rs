//! The engine's errors → diagnostics with their place, in plain words.

use std::collections::BTreeSet;
use std::io;

use tera::{Context, Error, ErrorKind, ReportError};

use super::absent;
use super::inspect::CALLED;
use super::layers::Source;
use super::references::{self, Kind, Sources};
use super::unclosed::{self, Open};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::text::{RelPath, Span};

/// What is said of a template that does not come to an end.
pub(super) const TOO_LONG: &str = "the page takes more than ten seconds to render";

/// The filters that a template has.
pub(super) const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "fill",
    "first",
    "float",
    "full_stop",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "json",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "permalinks",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "url",
    "values",
    "wordcount",
];

/// The functions that a template has.
pub(super) const FUNCTIONS: &[&str] = &["range", "super", "throw"];

/// All that an error says, at least one diagnostic.
pub(super) fn all(error: &Error, sources: &Sources) -> Vec<Diagnostic> {
    let ErrorKind::Msg(message) = error.kind() else {
        return vec![first(error, sources)];
    };
    let reports = reports(message);
    if reports.is_empty() {
        return vec![first(error, sources)];
    }
    reports.iter().map(|report| report.diagnostic(sources)).collect()
}

/// What an error says first.
pub(super) fn first(error: &Error, sources: &Sources) -> Diagnostic {
    of_page(error, sources, None)
}

/// What an error says first; `seen` are the names that the page's template sees.
pub(super) fn of_page(error: &Error, sources: &Sources, seen: Option<&Context>) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => of_report(error, report, sources, seen),
        ErrorKind::Msg(message) if message.contains("recursion depth") => recursion(sources),
        ErrorKind::Msg(message) => match reports(message).first() {
            Some(report) => report.diagnostic(sources),
            None => placeless(message),
        },
        ErrorKind::Io(io::ErrorKind::FileTooLarge) => placeless("the page would be larger than 64 MiB"),
        ErrorKind::Io(io::ErrorKind::TimedOut) => placeless(TOO_LONG),
        _ => placeless(&error.to_string()),
    }
}

/// What an error says about a call of a component from outside of the templates.
pub(super) fn of_component(error: &Error, name: &str, sources: &Sources) -> Diagnostic {
    if let ErrorKind::ComponentNotFound(name) = error.kind() {
        let known = component_names(sources);
        return Diagnostic::at(Code::UnknownComponent, None, format!("the theme has no component `{name}`"))
            .did_you_mean(name, known.iter().map(String::as_str))
            .help(format!("add it as `templates/components/{name}.html`"));
    }
    let mut diagnostic = first(error, sources);
    if CALLED.iter().any(|(called, _)| *called == name) && diagnostic.message == format!("unknown argument `{name}`") {
        diagnostic = diagnostic
            .help(format!("byline calls it with this argument: write `{{% component {name}({name}: map) %}}`"));
    }
    if diagnostic.place.is_none()
        && let Some((path, span)) = definition(name, sources)
    {
        diagnostic.place = Some(crate::diagnostics::Place { path, span: Some(span) });
    }
    diagnostic
}

/// Names of all components.
fn component_names(sources: &Sources) -> Vec<String> {
    let references = sources.values().flat_map(|source| references::read(&source.text));
    references.filter(|reference| reference.kind == Kind::Definition).map(|reference| reference.name).collect()
}

/// Where a component is defined: the site's own file first, because names without a prefix sort apart.
fn definition(name: &str, sources: &Sources) -> Option<(RelPath, Span)> {
    let mut found: Vec<(bool, RelPath, Span)> = Vec::new();
    for source in sources.values() {
        for reference in references::read(&source.text) {
            if reference.kind == Kind::Definition && reference.name == name {
                found.push((source.path.below("templates").is_none(), source.path.clone(), reference.span));
            }
        }
    }
    found.into_iter().min().map(|(_, path, span)| (path, span))
}

fn placeless(message: &str) -> Diagnostic {
    Diagnostic::at(Code::TemplateError, None, plain(message))
}

/// Components that call each other without end.
fn recursion(sources: &Sources) -> Diagnostic {
    let message = "components call each other without end";
    let mut circles = references::component_circles(sources).into_iter();
    let Some((path, span, name)) = circles.next() else {
        return placeless(message);
    };
    let mut diagnostic = Diagnostic::new(Code::TemplateError, &path, span, message)
        .label(format!("within `{name}`"))
        .help("a component may call itself only where there is less and less to show, at most 20 deep");
    for (path, span, name) in circles.take(4) {
        diagnostic = diagnostic.related(&path, Some(span), format!("within `{name}` too"));
    }
    diagnostic
}

/// An error with a place.
fn of_report(error: &Error, report: &ReportError, sources: &Sources, seen: Option<&Context>) -> Diagnostic {
    let Some(source) = sources.get(report.filename()) else {
        return placeless(report.message());
    };
    let start = report.span().range.start.min(source.text.len());
    let end = report.span().range.end.clamp(start, source.text.len());
    let span = Span::new(start, end);
    let known = || named(source, span, report.message(), sources);
    let diagnostic = of_tag(&source.path, &source.text, span, report.message()).unwrap_or_else(known);
    let mut diagnostic = absent::explained(diagnostic, &source.text, span, report.message(), seen);
    let chain = error.to_string();
    for (name, line, column) in chain.lines().filter_map(|line| place(line.strip_prefix("note: called from ")?)) {
        if let Some(caller) = sources.get(name) {
            let at = Span::at(offset(&caller.text, line, column));
            diagnostic = diagnostic.related(&caller.path, Some(at), "called from here");
        }
    }
    diagnostic
}

/// A mistake at a place, with the names that may have been meant.
fn named(source: &Source, span: Span, message: &str, sources: &Sources) -> Diagnostic {
    let mut diagnostic = word(&source.path, &source.text, span, message);
    let name = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("Unknown component") {
        let names = component_names(sources);
        diagnostic = diagnostic.did_you_mean(name, names.iter().map(String::as_str));
        if diagnostic.help.is_empty() {
            diagnostic = diagnostic.help(format!("define it in `templates/components/{name}.html`"));
        }
    } else if message.starts_with("Block `") && message.contains("not defined in any parent") {
        let blocks = sources.values().filter(|other| other.path != source.path);
        let blocks: BTreeSet<&str> = blocks.flat_map(|other| unclosed::blocks(&other.text)).collect();
        diagnostic = diagnostic.did_you_mean(name, blocks.iter().copied());
        if diagnostic.help.is_empty() {
            let list = blocks.into_iter().collect::<Vec<_>>().join("`, `");
            diagnostic = diagnostic.help(format!("the templates have `{list}`"));
        }
    }
    diagnostic
}

/// A mistake in the order of tags, with what is still open.
fn of_tag(path: &RelPath, text: &str, span: Span, message: &str) -> Option<Diagnostic> {
    let open = unclosed::before(text, span.range().start);
    let wrong = |span: Span, message: String| Diagnostic::new(Code::TemplateError, path, span, message);
    let close = |name: &str| format!("put `{{% end{name} %}}` where it ends");
    if message.eq_ignore_ascii_case("unexpected end of input") {
        let Open { name, tag, span } = open.into_iter().next_back()?;
        return Some(wrong(span, format!("`{tag}` is never closed")).help(close(name)));
    }
    if !message.eq_ignore_ascii_case("unknown tag") {
        return None;
    }
    let name = text.get(span.range())?;
    let Some(ended) = name.strip_prefix("end") else {
        let mistake = wrong(span, format!("there is no tag `{name}`"));
        return Some(match name {
            "import" => mistake.help("take it out: every component is there without it, as `{{ <name /> }}`"),
            "macro" => mistake.help("write a component: `{% component name() %}` … `{% endcomponent name %}`"),
            _ => mistake.did_you_mean(name, unclosed::TAGS),
        });
    };
    Some(match open.into_iter().next_back() {
        Some(Open { name: begun, tag, span: at }) if begun != ended => {
            wrong(span, format!("`{name}` stands here while `{tag}` is still open"))
                .related(path, Some(at), "this is still open")
                .help(close(begun))
        }
        _ => wrong(span, format!("`{name}` ends nothing here")).help("take it out, or write what it ends"),
    })
}

/// A mistake at a place, in plain words.
fn word(path: &RelPath, text: &str, span: Span, message: &str) -> Diagnostic {
    let (head, known) = split_known(message);
    let name = head.split('`').nth(1).unwrap_or_default();
    if head.starts_with("Field `") && head.ends_with("is not defined") && text[..span.range().start].ends_with("words.")
    {
        return Diagnostic::new(Code::MissingWord, path, span, format!("no translation has the word `{name}`"))
            .did_you_mean(name, known.iter().copied())
            .help(format!("add a line `{name}: …` to `i18n/en.yml`"));
    }
    let diagnostic = Diagnostic::new(Code::TemplateError, path, span, plain(head));
    let undefined = head.ends_with("is not defined");
    if undefined && name == "queries" {
        let asked = text[span.range().end..].strip_prefix('.').unwrap_or_default();
        let asked = asked.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').next().unwrap_or_default();
        let asked = if asked.is_empty() { "NAME" } else { asked };
        let help = format!("name this template in `templates` of `[queries.{asked}]`, in site.toml or theme.toml");
        return Diagnostic::new(Code::TemplateError, path, span, "this template has no queries").help(help);
    }
    let kind = head.split(' ').nth(1).unwrap_or_default();
    let candidates: Vec<&str> = match kind {
        "filter" if head.starts_with("Unknown") => FILTERS.to_vec(),
        "function" if head.starts_with("Unknown") => FUNCTIONS.to_vec(),
        _ => known,
    };
    let mut diagnostic = nearest_or_all(diagnostic, name, &candidates);
    if undefined && diagnostic.help.is_empty() && matches!(name, "words" | "site") {
        diagnostic = diagnostic.help("a component sees its arguments only; declare `@words` or `@site` to have them");
    } else if undefined && diagnostic.help.is_empty() {
        diagnostic = diagnostic.help("a component sees its arguments only: give it what it is to show");
    }
    diagnostic
}

/// With the nearest of some names, or all of them if there is none near and they are few.
pub(super) fn nearest_or_all(diagnostic: Diagnostic, name: &str, candidates: &[&str]) -> Diagnostic {
    match nearest(name, candidates.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None if !candidates.is_empty() && candidates.len() <= 40 => {
            let list = candidates.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            diagnostic.help(format!("known here: {list}"))
        }
        None => diagnostic,
    }
}

/// What the engine calls a type, in plain words.
fn kind(of: &str) -> &str {
    match of {
        "string" | "&str" | "str" | "String" => "a text",
        "u64" | "i64" | "u128" | "i128" | "f64" | "integer" | "float" | "number" | "usize" => "a number",
        "bool" => "`true` or `false`",
        "array" => "a list",
        "map" | "map/struct" => "a mapping",
        "none" => "null",
        "undefined" => "nothing",
        other => other,
    }
}

/// Takes the list of known names off a message.
fn split_known(message: &str) -> (&str, Vec<&str>) {
    for mark in [" Available fields: ", " Available variables: ", " Possible argument(s) are: "] {
        if let Some((head, list)) = message.split_once(mark) {
            let known = list.split(", ").map(|name| name.trim_matches(['`', '.'])).collect();
            return (head.trim_end_matches('.'), known);
        }
    }
    (message.trim_end_matches('.'), Vec::new())
}

/// A message as byline words them: lower case, no full stop, one line.
fn plain(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default().trim();
    let (message, _) = split_known(message.strip_prefix("error: ").unwrap_or(message));
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match names.as_slice() {
        [name, ..] if message.starts_with("Argument `") && message.ends_with("missing") => {
            return format!("the argument `{name}` is missing");
        }
        [name, found, expected] if message.starts_with("Component argument `") => {
            return format!("the argument `{name}` must be of type `{expected}`, not `{found}`");
        }
        [expected, found] if message.starts_with("Invalid type for the value") => {
            return format!("this takes {}, not {}", kind(expected), kind(found));
        }
        [found] if message.starts_with("Iteration not possible on type") => {
            return format!("a loop goes through a list or a mapping, not {}", kind(found));
        }
        [found, ..] if message.starts_with("Key/value iteration is not possible on type") => {
            return format!("a loop with two names goes through a mapping, not {}", kind(found));
        }
        [name, ..] if message.starts_with("Implicit argument `") => {
            return format!("`@{name}` is not there: what an article calls can have `@words` and `@site` only");
        }
        [_, ..] if message.starts_with("Unknown argument(s) `") => {
            let mut names = names;
            names.sort_unstable();
            return format!("unknown argument `{}`", names.join("`, `"));
        }
        _ => {}
    }
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "the template cannot be rendered".to_owned(),
    }
}

/// A report that the engine gives as text only: `error: …`, and below it ` --> FILE:LINE:COLUMN`.
struct Report<'a> {
    message: &'a str,
    name: &'a str,
    line: usize,
    column: usize,
}

fn reports(text: &str) -> Vec<Report<'_>> {
    let mut reports = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(message) = line.strip_prefix("error: ")
            && let Some(arrow) = lines.peek()
            && let Some((name, line, column)) = arrow.trim_start().strip_prefix("--> ").and_then(place)
        {
            reports.push(Report { message, name, line, column });
        }
    }
    reports
}

impl Report<'_> {
    fn diagnostic(&self, sources: &Sources) -> Diagnostic {
        let Some(source) = sources.get(self.name) else {
            return placeless(self.message);
        };
        let at = offset(&source.text, self.line, self.column);
        // The place is where the whole expression begins; the name is what should be shown.
        let name = self.message.split('`').nth(1).unwrap_or_default();
        let line = source.text[at..].lines().next().unwrap_or_default();
        let span = line.find(name).map_or(Span::at(at), |found| Span::new(at + found, at + found + name.len()));
        named(source, span, self.message, sources)
    }
}

/// `FILE:LINE:COLUMN`
fn place(text: &str) -> Option<(&str, usize, usize)> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next()?.trim().parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?, line, column))
}

/// The offset of a line and a column, both from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line.checked_sub(2) {
        Some(breaks) => text.match_indices('\n').nth(breaks).map_or(text.len(), |(at, _)| at + 1),
        None => 0,
    };
    let within = text[start..].char_indices().nth(column.saturating_sub(1)).map_or(text.len() - start, |(at, _)| at);
    start + within
}
