//! What is not there, where the engine says only that something is not: it names neither what was asked for nor why.

use tera::Context;
use tera::value::Key;

use super::fault::nearest_or_all;
use super::unclosed;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::text::Span;

/// Names that a page's template sees and no component does, unless it is given them.
const OF_PAGES: [&str; 5] = ["page", "meta", "site", "words", "queries"];

/// What a part of a template reads: a name, and what follows it.
struct Reading<'t> {
    root: &'t str,
    steps: Vec<Step<'t>>,
    span: Span,
}

/// A step behind a name, with the place where it ends.
struct Step<'t> {
    kind: StepKind<'t>,
    /// Its name, or all of it.
    span: Span,
    end: usize,
}

enum StepKind<'t> {
    Field(&'t str),
    Element(usize),
    /// What only the engine knows.
    Computed,
}

/// Says better than a message of the engine what is missing at a place; `seen` are the names of the page.
pub(super) fn explained(
    diagnostic: Diagnostic,
    text: &str,
    span: Span,
    message: &str,
    seen: Option<&Context>,
) -> Diagnostic {
    let is_about_absence = message.starts_with("Field `")
        || message == "Tried to render a variable that is undefined"
        || message == "Cannot index into an undefined value"
        || message == "Iteration not possible on type `undefined`";
    if !is_about_absence || diagnostic.code != Code::TemplateError {
        return diagnostic;
    }
    let Some(reading) = reading(text, span) else { return diagnostic };
    let path = diagnostic.place.as_ref().map(|place| place.path.clone());
    let told = |span: Span, message: String| {
        let place = path.clone().map(|path| Place { path, span: Some(span) });
        Diagnostic::at(Code::TemplateError, place, message)
    };
    let root = Span::new(reading.span.range().start, reading.span.range().start + reading.root.len());
    // Within a component a name is that of an argument, which nobody but the engine knows.
    let is_in_component = unclosed::before(text, root.range().start).iter().any(|open| open.name == "component");
    let mut value =
        seen.filter(|_| !is_in_component && OF_PAGES.contains(&reading.root)).and_then(|seen| seen.get(reading.root));
    let mut until = root.range().end;
    for step in &reading.steps {
        let before = &text[root.range().start..until];
        let Some(known) = value else { break };
        if known.is_none() {
            return told(Span::new(root.range().start, until), format!("`{before}` is null on this page"))
                .help(format!("put `{{% if {before} %}}` around it, and `{{% endif %}}` behind it"));
        }
        match step.kind {
            StepKind::Computed if reading.root == "words" => {
                let mistake = told(
                    reading.span,
                    format!("no translation has the word that `{}` asks for", &text[reading.span.range()]),
                );
                return Diagnostic { code: Code::MissingWord, ..mistake }.help(
                    "write the word itself, such as `words.sources`, or add each that it may be to `i18n/en.yml`",
                );
            }
            StepKind::Computed => break,
            StepKind::Element(index) => value = known.as_array().and_then(|items| items.get(index)),
            StepKind::Field(name) => {
                value = known.as_map().and_then(|fields| fields.get(&Key::from(name.to_owned())));
                if value.is_none() && before == "queries" {
                    return told(step.span, format!("this template is not given the query `{name}`")).help(format!(
                        "name this template in `templates` of `[queries.{name}]`, in site.toml or theme.toml"
                    ));
                }
                if value.is_none() {
                    let fields: Vec<String> =
                        known.as_map().into_iter().flat_map(|fields| fields.keys()).map(ToString::to_string).collect();
                    if fields.is_empty() {
                        return told(step.span, format!("`{before}` has no field `{name}`"));
                    }
                    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
                    return nearest_or_all(told(step.span, format!("field `{name}` is not defined")), name, &fields);
                }
            }
        }
        if value.is_none() {
            return told(reading.span, format!("`{}` is not there", &text[root.range().start..step.end]))
                .help(format!("ask for it first: `{{% if {before} %}}`"));
        }
        until = step.end;
    }
    if message.starts_with("Field `") {
        // The engine lists the fields of what has some.
        if message.contains("Available fields") || diagnostic.help.iter().any(|help| help.contains("known here")) {
            return diagnostic;
        }
        let before = text[root.range().start..span.range().start.max(root.range().end)].trim_end_matches(['.', '?']);
        return told(span, format!("`{before}` is null here, or has no fields"))
            .help(format!("put `{{% if {before} %}}` around it if it may be null"));
    }
    told(reading.span, format!("`{}` is not defined", &text[reading.span.range()]))
        .help("the fields of each view are listed in byline's `themes/README.md`")
}

/// What is read at a place.
fn reading(text: &str, span: Span) -> Option<Reading<'_>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let is_of_path = |c: char| is_name(c) || matches!(c, '.' | '?' | '[' | ']' | '"' | '\'');
    let at = span.range().start;
    let start =
        text[..at].char_indices().rev().take_while(|(_, c)| is_of_path(*c)).last().map_or(at, |(start, _)| start);
    let length = |from: usize| text[from..].find(|c| !is_name(c)).unwrap_or(text.len() - from);
    let mut end = start + length(start);
    let root = text[start..end].trim_start_matches(|c: char| c.is_ascii_digit());
    if root.is_empty() || root.len() < end - start {
        return None;
    }
    let mut steps = Vec::new();
    loop {
        let rest = &text[end..];
        let dot = if rest.starts_with("?.") { 2 } else { usize::from(rest.starts_with('.')) };
        let from = end + dot;
        if dot > 0 && length(from) > 0 {
            end = from + length(from);
            let name = &text[from..end];
            let kind = name.parse().map_or(StepKind::Field(name), StepKind::Element);
            steps.push(Step { kind, span: Span::new(from, end), end });
        } else if dot == 0 && rest.starts_with('[') {
            let inner = &rest[1..rest.find(']')?];
            let quoted = ['"', '\''].into_iter().find_map(|quote| inner.strip_prefix(quote)?.strip_suffix(quote));
            let kind = match quoted.filter(|name| !name.contains(['"', '\''])) {
                Some(name) => StepKind::Field(name),
                None => inner.parse().map_or(StepKind::Computed, StepKind::Element),
            };
            let within = Span::new(end + 1, end + 1 + inner.len());
            end += inner.len() + 2;
            steps.push(Step { kind, span: within, end });
        } else {
            return Some(Reading { root, steps, span: Span::new(start, end) });
        }
    }
}
