//! Calls of components, checked against the theme's signatures.

use super::Argument;
use super::dataset::{self, Answer};
use super::routes::listed;
use crate::config::site::MarkdownOptions;
use crate::config::theme::{Form, Parameter, ParameterKind, Signature};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Call, Place, References};
use crate::planted::{self, Bug};
use crate::text::{RelPath, Spanned};

/// Gives the attributes of every call their types; what does not fit is a diagnostic.
pub fn check(
    path: &RelPath,
    references: &References,
    (signatures, answers): (&[Signature], &[Answer]),
    markdown: &MarkdownOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<(String, Argument)>> {
    references.calls.iter().map(|call| arguments(path, call, (signatures, answers), markdown, diagnostics)).collect()
}

fn arguments(
    path: &RelPath,
    call: &Call,
    (signatures, answers): (&[Signature], &[Answer]),
    markdown: &MarkdownOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Argument)> {
    let name = call.name.value.as_str();
    let Some(signature) = signatures.iter().find(|signature| signature.name == name && !signature.forms.is_empty())
    else {
        let known: Vec<&str> = signatures
            .iter()
            .filter(|signature| !signature.forms.is_empty())
            .map(|signature| signature.name.as_str())
            .chain(Place::ALL.map(|(name, _)| name))
            .collect();
        if signatures.iter().any(|signature| signature.name == name) {
            let message = format!("the component `{name}` is for templates: no article can call it");
            diagnostics.push(
                Diagnostic::new(Code::UnknownComponent, path, call.name.span, message)
                    .help(format!("articles can call {}", listed(&known)))
                    .help("who writes the theme opens a component to articles with `{\"directive\": [\"line\"]}`"),
            );
            return Vec::new();
        }
        let message = format!("the theme has no component `{name}`");
        let diagnostic = Diagnostic::new(Code::UnknownComponent, path, call.name.span, message);
        // What other programs write as a container, `:::note`, is a call-out here.
        if matches!(call.form, Form::Container) && markdown.callout_kinds().any(|kind| kind.eq_ignore_ascii_case(name))
        {
            let marker = name.to_ascii_uppercase();
            diagnostics.push(diagnostic.help(format!("write a call-out: `> [!{marker}]`, and `> ` before each line")));
            return Vec::new();
        }
        diagnostics
            .push(diagnostic.did_you_mean(name, known.iter().copied()).help(format!("there are {}", listed(&known))));
        return Vec::new();
    };
    if !signature.forms.contains(&call.form) {
        let forms: Vec<String> = signature.forms.iter().map(|form| spelled(*form, name)).collect();
        let message = format!("`{name}` cannot be written as `{}`", spelled(call.form, name));
        diagnostics.push(
            Diagnostic::new(Code::UnknownComponent, path, call.name.span, message)
                .help(format!("write it as {}", listed(&forms))),
        );
    }
    if call.labelled && !signature.takes_label {
        let message = format!("`{name}` takes no `[label]`");
        diagnostics.push(Diagnostic::new(Code::UnknownAttribute, path, call.span, message).help("remove the brackets"));
    }
    let id = call.id.iter().filter(|_| !signature.takes_id).map(|id| ("id", format!("#{id}")));
    let classes = call.classes.iter().filter(|_| !signature.takes_classes).map(|class| ("class", format!(".{class}")));
    for (what, written) in id.chain(classes) {
        let message = format!("`{name}` takes no {what}: `{written}`");
        let diagnostic = Diagnostic::new(Code::UnknownAttribute, path, call.span, message);
        diagnostics.push(diagnostic.help(format!("remove `{written}`")));
    }
    let mut arguments: Vec<(String, Argument)> = Vec::new();
    for (key, value) in &call.attributes {
        let Some(parameter) = signature.parameters.iter().find(|parameter| parameter.name == key.value) else {
            let known: Vec<&str> = signature.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            let message = format!("`{name}` has no attribute `{}`", key.value);
            let diagnostic = Diagnostic::new(Code::UnknownAttribute, path, key.span, message)
                .did_you_mean(&key.value, known.iter().copied());
            let short = match key.value.as_str() {
                "class" if signature.takes_classes => Some('.'),
                "id" if signature.takes_id => Some('#'),
                _ => None,
            };
            if let Some(sign) = short {
                let words = value.value.split_whitespace().map(|word| format!("{sign}{word}")).collect::<Vec<_>>();
                diagnostics.push(diagnostic.help(format!("write `{{{}}}`", words.join(" "))));
                continue;
            }
            diagnostics.push(match known.as_slice() {
                [] => diagnostic.help("it takes no attributes"),
                known => diagnostic.help(format!("it has {}", listed(known))),
            });
            continue;
        };
        match typed(parameter, value, answers) {
            Ok(argument) => arguments.push((key.value.clone(), argument)),
            Err(_) if parameter.kind == ParameterKind::Rows => diagnostics.push(dataset::unknown(path, value, answers)),
            Err(expected) => {
                let message = format!("`{}` of `{name}` takes {expected}, not `{}`", key.value, value.value);
                diagnostics.push(Diagnostic::new(Code::WrongType, path, value.span, message));
            }
        }
    }
    for parameter in signature.parameters.iter().filter(|parameter| parameter.required) {
        if !call.attributes.iter().any(|(key, _)| key.value == parameter.name) {
            let message = format!("`{name}` needs the attribute `{}`", parameter.name);
            let example = match parameter.kind {
                ParameterKind::Text => "…",
                ParameterKind::Bool => "true",
                ParameterKind::Integer => "1",
                ParameterKind::Rows => answers.first().map_or("cities", |answer| answer.name.as_str()),
            };
            let written = format!("{}=\"{example}\"", parameter.name);
            diagnostics.push(
                Diagnostic::new(Code::MissingAttribute, path, call.name.span, message).help(added(call, &written)),
            );
        }
    }
    diagnostics.extend(not_one(path, call, &signature.one_of));
    arguments
}

/// How an attribute is added to a call.
fn added(call: &Call, written: &str) -> String {
    let has_braces = !call.attributes.is_empty() || call.id.is_some() || !call.classes.is_empty();
    if has_braces { format!("add `{written}` within the braces") } else { format!("add `{{{written}}}`") }
}

/// What is wrong with a call that gives none of some attributes of which it must give one, or several.
fn not_one(path: &RelPath, call: &Call, one_of: &[String]) -> Option<Diagnostic> {
    let name = call.name.value.as_str();
    let given = call.attributes.iter().filter(|(key, value)| one_of.contains(&key.value) && !value.value.is_empty());
    let diagnostic = match given.map(|(key, _)| key).collect::<Vec<_>>().as_slice() {
        [] => {
            let first = one_of.first()?;
            let message = format!("`{name}` needs one of the attributes {}", listed(one_of));
            Diagnostic::new(Code::MissingAttribute, path, call.name.span, message)
                .help(added(call, &format!("{first}=\"…\"")))
        }
        [_] => return None,
        [first, second, ..] => {
            let message =
                format!("`{name}` takes one of {}, not `{}` and `{}`", listed(one_of), first.value, second.value);
            Diagnostic::new(Code::UnknownAttribute, path, second.span, message).help("remove one of the two")
        }
    };
    Some(diagnostic)
}

fn typed(parameter: &Parameter, value: &Spanned<String>, answers: &[Answer]) -> Result<Argument, &'static str> {
    let text = value.value.as_str();
    match parameter.kind {
        ParameterKind::Text => Ok(Argument::Text(text.to_owned())),
        ParameterKind::Bool => text.parse().map(Argument::Bool).map_err(|_| "`true` or `false`"),
        ParameterKind::Integer => text.parse().map(Argument::Integer).map_err(|_| "a whole number"),
        ParameterKind::Rows => {
            let answer = answers.iter().find(|answer| answer.name == text).ok_or("the name of a query")?;
            let print = planted::either(Bug::RowsByNameAlone, 0, answer.print);
            Ok(Argument::Rows(answer.name.clone(), print))
        }
    }
}

fn spelled(form: Form, name: &str) -> String {
    match form {
        Form::Container => format!(":::{name}"),
        Form::Line => format!("::{name}"),
        Form::Inline => format!(":{name}[…]"),
    }
}
