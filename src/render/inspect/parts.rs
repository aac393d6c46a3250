//! Components that are missing, and those that nobody calls.

use std::collections::BTreeSet;

use super::super::layers::{Layer, Source};
use super::super::references::{self, Kind};
use super::shapes::CALLED;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::text::RelPath;

/// The component that a theme needs for sites that have social cards alone; a build of such a site says if it is missing.
const ON_REQUEST: &str = "social_card";

/// The components that the program calls and that no layer has; told of the theme that the others rest on.
pub(super) fn missing(layers: &[Layer]) -> Vec<Diagnostic> {
    let templates = || layers.iter().flat_map(|layer| layer.templates.values());
    let defined: BTreeSet<String> = templates().flat_map(|source| names(source, Kind::Definition)).collect();
    let Some(theme) = layers.last().filter(|theme| !theme.templates.values().any(|source| source.built_in)) else {
        return Vec::new();
    };
    let Some(path) = RelPath::new(&format!("themes/{}/theme.toml", theme.name)) else { return Vec::new() };
    CALLED
        .into_iter()
        .filter(|(component, _)| !defined.contains(*component) && *component != ON_REQUEST)
        .map(|(component, view)| {
            let message = format!("the theme `{}` has no component `{component}`", theme.name);
            let file = format!("themes/{}/templates/components/{component}.html", theme.name);
            Diagnostic::at(Code::MissingComponent, Some(Place { path: path.clone(), span: None }), message)
                .help(format!(
                    "write `{file}` with `{{% component {component}({component}: map) %}}`: it gets a {view}"
                ))
                .help("or let the theme extend another that has it: `extends = \"default\"`")
        })
        .collect()
}

/// The components that are not built in, that nobody calls, and that articles may not call.
pub(super) fn unused(templates: &[(&str, &Source)]) -> Vec<Diagnostic> {
    let called: BTreeSet<String> = templates.iter().flat_map(|(_, source)| names(source, Kind::Call)).collect();
    let mut found = Vec::new();
    for (_, source) in templates.iter().filter(|(_, source)| !source.built_in) {
        for one in references::read(&source.text) {
            let is_for_articles = || {
                let tag = source.text[one.span.start as usize..].split("%}").next().unwrap_or_default();
                tag.contains("\"directive\"")
            };
            let is_used = called.contains(&one.name) || CALLED.iter().any(|(name, _)| *name == one.name);
            if one.kind == Kind::Definition && !is_used && !is_for_articles() {
                let message = format!("nobody calls the component `{}`", one.name);
                found.push(
                    Diagnostic::new(Code::UnusedComponent, &source.path, one.span, message)
                        .help(format!("call it: `{{{{ <{} /> }}}}`, or let articles call it with `{{\"directive\": [\"container\"]}}`", one.name))
                        .help("or take it out"),
                );
            }
        }
    }
    found
}

fn names(source: &Source, kind: Kind) -> Vec<String> {
    references::read(&source.text).into_iter().filter(|one| one.kind == kind).map(|one| one.name).collect()
}
