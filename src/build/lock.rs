//! `urls.lock` on disk: read by a build, written by `byline urls accept` alone.

use std::path::Path;

use super::inputs::Inputs;
use super::settings::Settings;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::{ReadFailure, is_there};
use crate::parse::lock::{self, LOCK, Lock};
use crate::text::{RelPath, Span};

/// The largest that is read, in bytes: as large as any document.
const LARGEST: u64 = super::documents::LARGEST;

/// The path of the file.
pub fn path() -> RelPath {
    RelPath::new(LOCK).expect("the name of a file")
}

/// Whether the site has the file and keeps to it, so that the output depends on it.
///
/// # Errors
/// If the disk does not tell.
pub fn is_kept(inputs: &Inputs, settings: &Settings) -> Result<bool, Error> {
    Ok(settings.config.lock_urls && is_there(&path().on_disk(inputs.root()))?)
}

/// What was promised; `None` if nothing was, or if it cannot be read at all.
///
/// # Errors
/// A failure of the machine.
pub fn read(inputs: &Inputs) -> Result<Diagnosed<Option<Lock>>, Error> {
    let path = path();
    if !is_there(&path.on_disk(inputs.root()))? {
        return Ok(Diagnosed::clean(None));
    }
    let fault = |diagnostic: Diagnostic| Ok(Diagnosed { value: None, diagnostics: vec![diagnostic] });
    let bytes = match inputs.read(&path, LARGEST) {
        Ok((bytes, _)) => bytes,
        Err(ReadFailure::TooLarge(_)) => {
            return fault(Diagnostic::in_file(Code::TooLarge, &path, "the file is larger than 32 MiB"));
        }
        Err(ReadFailure::Io(error)) => return Err(error),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let diagnostic =
                Diagnostic::new(Code::InvalidUtf8, &path, Span::new(at, at + 1), "the file is not text in UTF-8");
            return fault(diagnostic.help("save it as UTF-8, or write it anew: `byline urls accept`"));
        }
    };
    let Diagnosed { value, diagnostics } = lock::read(&path, &text);
    Ok(Diagnosed { value: Some(value), diagnostics })
}

/// The warning that nothing is locked although addresses should be.
pub fn missing() -> Diagnostic {
    let message = format!("site.toml says `lock = true`, and there is no `{LOCK}` with the addresses to keep");
    Diagnostic::at(Code::MissingLock, None, message).help("write it with `byline urls accept`, and commit it")
}

/// Writes the file as a whole.
///
/// # Errors
/// If it cannot be written.
pub fn write(root: &Path, lines: &[String]) -> Result<(), Error> {
    let to = path().on_disk(root);
    // Through a link the file that it leads to is written, as an editor would.
    let to = to.canonicalize().unwrap_or(to);
    let beside = to.with_extension(format!("lock.{}", std::process::id()));
    let put = || {
        std::fs::write(&beside, lock::text(lines))?;
        std::fs::rename(&beside, &to)
    };
    put().map_err(|cause| {
        // What could not be put in place is of no use.
        let _ = std::fs::remove_file(&beside);
        Error::io("write", &to, &cause)
    })
}
