//! What articles may call: read from the components' definitions.

use tera::{ComponentArg, ComponentArgType, ComponentInfo};

use super::engine::Engine;
use super::references::{self, Kind};
use crate::config::theme::{Form, Parameter, ParameterKind, Signature};
use crate::diagnostics::{Code, Diagnosed, Diagnostic, nearest};
use crate::text::{RelPath, Span};

/// Arguments that a directive fills by other means than `{name="…"}`.
const OWN: [&str; 3] = ["label", "id", "classes"];

/// What byline reads of what a component says of itself; a theme may say more for its own sake.
const METADATA: [&str; 2] = ["directive", "one_of"];

/// Reads the signature of every component, by name.
pub(super) fn read(engine: &Engine) -> Diagnosed<Vec<Signature>> {
    let mut diagnostics = Vec::new();
    let mut names: Vec<&str> = engine.tera.get_component_names().collect();
    names.sort_unstable();
    let mut signatures = Vec::new();
    for name in names {
        let Some(component) = engine.tera.get_component_definition(name) else { continue };
        match signature(&component) {
            Ok(signature) => signatures.push(signature),
            Err(message) => diagnostics.push(at_definition(engine, name, message)),
        }
    }
    Diagnosed { value: signatures, diagnostics }
}

fn signature(component: &ComponentInfo) -> Result<Signature, String> {
    let misspelt = component.metadata().keys().filter(|key| !METADATA.contains(&key.as_str()));
    for key in misspelt {
        if let Some(near) = nearest(key, METADATA) {
            return Err(format!("`{key}` of `{}` is nothing that byline knows; write `{near}`", component.name()));
        }
    }
    let forms = forms(component)?;
    let arguments = || component.args().iter().filter(|argument| !argument.is_implicit());
    let takes = |name: &str| arguments().any(|argument| argument.name() == name);
    let mut parameters = Vec::new();
    if !forms.is_empty() {
        for argument in arguments().filter(|argument| !OWN.contains(&argument.name())) {
            parameters.push(parameter(component.name(), argument)?);
        }
    }
    let one_of = one_of(component, &parameters)?;
    Ok(Signature {
        name: component.name().to_owned(),
        forms,
        parameters,
        one_of,
        takes_label: takes("label"),
        takes_id: takes("id"),
        takes_classes: takes("classes"),
    })
}

/// The forms of `{"directive": ["container", "line", "inline"]}`.
fn forms(component: &ComponentInfo) -> Result<Vec<Form>, String> {
    let Some(value) = component.metadata().get("directive") else {
        return Ok(Vec::new());
    };
    let name = component.name();
    let wrong = || format!("`directive` of `{name}` must be a list of `container`, `line` and `inline`");
    let mut forms = Vec::new();
    for form in value.as_array().ok_or_else(wrong)? {
        forms.push(match form.as_str() {
            Some("container") => Form::Container,
            Some("line") => Form::Line,
            Some("inline") => Form::Inline,
            _ => return Err(wrong()),
        });
    }
    forms.sort_unstable();
    forms.dedup();
    Ok(forms)
}

/// The arguments of `{"one_of": ["file", "url"]}`.
fn one_of(component: &ComponentInfo, parameters: &[Parameter]) -> Result<Vec<String>, String> {
    let Some(value) = component.metadata().get("one_of") else {
        return Ok(Vec::new());
    };
    let name = component.name();
    let wrong =
        || format!("`one_of` of `{name}` must be a list of arguments that articles give and that have a default");
    let names = value.as_array().ok_or_else(wrong)?.iter().map(|argument| {
        let argument = argument.as_str().ok_or_else(wrong)?;
        let is_free = |parameter: &&Parameter| parameter.name == argument && !parameter.required;
        parameters.iter().find(is_free).map(|parameter| parameter.name.clone()).ok_or_else(wrong)
    });
    names.collect()
}

fn parameter(component: &str, argument: &ComponentArg) -> Result<Parameter, String> {
    let kind = match argument.arg_type() {
        None | Some(ComponentArgType::String) => ParameterKind::Text,
        Some(ComponentArgType::Bool) => ParameterKind::Bool,
        Some(ComponentArgType::Integer) => ParameterKind::Integer,
        Some(ComponentArgType::Array) => ParameterKind::Rows,
        Some(other) => {
            let name = argument.name();
            return Err(format!(
                "`{name}` of `{component}` must be a string, a bool, an integer or an array, because articles give it, not {other}"
            ));
        }
    };
    Ok(Parameter { name: argument.name().to_owned(), kind, required: argument.is_required() })
}

fn at_definition(engine: &Engine, name: &str, message: String) -> Diagnostic {
    match definition(engine, name) {
        Some((path, span)) => Diagnostic::new(Code::TemplateError, path, span, message),
        None => Diagnostic::at(Code::TemplateError, None, message),
    }
}

/// Where a component is defined.
pub(super) fn definition<'e>(engine: &'e Engine, name: &str) -> Option<(&'e RelPath, Span)> {
    engine.sources.values().find_map(|source| {
        let references = references::read(&source.text).into_iter();
        let mut definitions = references.filter(|one| one.kind == Kind::Definition && one.name == name);
        definitions.next().map(|one| (&source.path, one.span))
    })
}
