//! The files of a site that a program is made of or reads, as site.toml names them.

use std::collections::BTreeSet;
use std::path::Path;

use crate::build::settings::Settings;
use crate::config::site::Preprocessor;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::discover::{self, INPUTS};
use crate::error::Error;
use crate::fs::is_there;
use crate::text::{Glob, RelPath, Span};
use crate::write::MANIFEST;

/// The files that site.toml names for its programs, whether they are there or not, and the patterns of more of them.
pub fn named(settings: &Settings) -> (Vec<RelPath>, Vec<Glob>) {
    let (mut files, mut patterns) = (Vec::new(), Vec::new());
    for declared in &settings.config.preprocessors.0 {
        files.extend(declared.command.iter().filter_map(|word| RelPath::new(&word.value)));
        for input in &declared.inputs {
            match RelPath::new(input.value.pattern()).filter(|_| !input.value.has_signs()) {
                Some(file) => files.push(file),
                None => patterns.push(input.value.clone()),
            }
        }
    }
    (files, patterns)
}

/// The files that `inputs` names and those that the command names, sorted. What is named and not there is a mistake.
///
/// # Errors
/// If the disk does not tell.
pub fn of(root: &Path, settings: &Settings, declared: &Preprocessor) -> Result<Diagnosed<Vec<RelPath>>, Error> {
    let mut files = BTreeSet::new();
    let mut diagnostics = Vec::new();
    let missing = |span: Span, path: &str, help: &str| {
        let message = format!("there is no file `{path}`");
        Diagnostic::new(Code::MissingAsset, settings.path(), span, message).help(help)
    };
    for (index, word) in declared.command.iter().enumerate() {
        let path = RelPath::new(&word.value).filter(|path| !path.as_str().starts_with('.'));
        let Some(path) = path.filter(|_| index > 0 || word.value.contains('/')) else { continue };
        if path.on_disk(root).is_file() {
            files.insert(path);
        } else if index == 0 {
            let help =
                "the first word of `command` is a file of the site, relative to site.toml, or an installed program";
            diagnostics.push(missing(word.span, path.as_str(), help));
        }
    }
    for input in &declared.inputs {
        let pattern = input.value.pattern();
        if !input.value.has_signs() {
            match RelPath::new(pattern).filter(|path| path.on_disk(root).is_file()) {
                Some(path) => drop(files.insert(path)),
                None => {
                    diagnostics.push(missing(input.span, pattern, "the paths of `inputs` are relative to site.toml"))
                }
            }
            continue;
        }
        let folder = input.value.folder();
        let first = folder.split('/').next().unwrap_or_default();
        if is_there(&root.join(first).join(MANIFEST))? {
            let message = format!("`{first}` is an output of byline, which no page is made from");
            let fault = Diagnostic::new(Code::InvalidValue, settings.path(), input.span, message);
            diagnostics.push(fault.help("name the files that the program reads"));
            continue;
        }
        let Diagnosed { value: listed, diagnostics: found } = discover::files_below(root, folder)?;
        if !INPUTS.contains(&first) {
            // Of the others it has been said when the site was looked through.
            diagnostics.extend(found);
        }
        let mut is_fitted = false;
        for path in listed.into_iter().filter(|path| input.value.fits(path.as_str())) {
            is_fitted = true;
            files.insert(path);
        }
        if !is_fitted {
            let message = format!("no file fits `{pattern}`");
            let fault = Diagnostic::new(Code::MissingAsset, settings.path(), input.span, message);
            diagnostics.push(
                fault.help("the patterns of `inputs` are relative to site.toml; leave out one that needs no file"),
            );
        }
    }
    Ok(Diagnosed { value: files.into_iter().collect(), diagnostics })
}
