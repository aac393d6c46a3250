//! The house style, from the file that site.toml names.

use super::inputs::Inputs;
use super::settings::Settings;
use crate::config::house_style::{self, HouseStyle};
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::is_there;
use crate::text::RelPath;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// The file that site.toml names, whether it is there or not.
pub fn named(settings: &Settings) -> Option<&RelPath> {
    settings.config.lints.house_style.as_ref().map(|path| &path.value)
}

/// The file that the diagnostics depend on, if there is one.
///
/// # Errors
/// If the disk does not tell.
pub fn file<'s>(inputs: &Inputs, settings: &'s Settings) -> Result<Option<&'s RelPath>, Error> {
    match named(settings) {
        Some(path) => Ok(is_there(&path.on_disk(inputs.root()))?.then_some(path)),
        None => Ok(None),
    }
}

/// Loads the house style; without words if the site names none, or one that cannot be read.
///
/// # Errors
/// A failure of the machine, or a file that lies outside of the site.
pub fn load(inputs: &Inputs, settings: &Settings) -> Result<Diagnosed<HouseStyle>, Error> {
    let Some(path) = &settings.config.lints.house_style else { return Ok(Diagnosed::clean(HouseStyle::default())) };
    let of_fault = |fault: Diagnostic| Diagnosed { value: HouseStyle::default(), diagnostics: vec![fault] };
    if file(inputs, settings)?.is_none() {
        let message = format!("there is no file `{}`", path.value);
        let fault = Diagnostic::new(Code::MissingAsset, settings.path(), path.span, message);
        return Ok(of_fault(fault.help("the path of a house style is relative to site.toml")));
    }
    Ok(match inputs.read_text(&path.value, LARGEST)? {
        Ok(text) => house_style::read(&path.value, &text),
        Err(fault) => of_fault(*fault),
    })
}
