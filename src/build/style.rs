//! The style of references, if it is none of our own: by name, or from a file of the site.

use super::inputs::Inputs;
use super::settings::Settings;
use crate::compose::csl::Style;
use crate::config::site::SourceStyle;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::is_there;
use crate::text::{RelPath, Spanned};

/// The largest file of a style that is read, in bytes; the largest known has 200 KB.
const LARGEST: u64 = 1024 * 1024;

/// The file that site.toml names, whether it is there or not.
pub fn named(settings: &Settings) -> Option<&RelPath> {
    let SourceStyle::CslFile(path) = &settings.config.source_style else { return None };
    Some(&path.value)
}

/// The file that the output depends on, if there is one.
///
/// # Errors
/// If the disk does not tell.
pub fn file<'s>(inputs: &Inputs, settings: &'s Settings) -> Result<Option<&'s RelPath>, Error> {
    match named(settings) {
        Some(path) => Ok(is_there(&path.on_disk(inputs.root()))?.then_some(path)),
        None => Ok(None),
    }
}

/// Loads the style; `None` if the site has one of our own, or one that cannot be loaded.
///
/// # Errors
/// A failure of the machine, or a file that lies outside of the site.
pub fn load(inputs: &Inputs, settings: &Settings) -> Result<Diagnosed<Option<Style>>, Error> {
    let language = &settings.config.language;
    let loaded = match &settings.config.source_style {
        SourceStyle::Numbered | SourceStyle::AuthorDate => Ok(None),
        SourceStyle::Csl(name) => Style::named(name, settings.path(), language),
        SourceStyle::CslFile(path) => match read(inputs, settings, path)? {
            Ok(text) => Style::of_file(path, settings.path(), &text, language),
            Err(fault) => Err(fault),
        },
    };
    Ok(match loaded {
        Ok(style) => Diagnosed::clean(style),
        Err(fault) => Diagnosed { value: None, diagnostics: vec![*fault] },
    })
}

/// The text of a file, or what is wrong with it.
fn read(
    inputs: &Inputs,
    settings: &Settings,
    path: &Spanned<RelPath>,
) -> Result<Result<String, Box<Diagnostic>>, Error> {
    if file(inputs, settings)?.is_none() {
        let message = format!("there is no file `{}`", path.value);
        let fault = Diagnostic::new(Code::UnknownStyle, settings.path(), path.span, message);
        let fault = fault.help("the path of a style is relative to site.toml; without `.csl` it is a name");
        return Ok(Err(Box::new(fault)));
    }
    inputs.read_text(&path.value, LARGEST)
}
