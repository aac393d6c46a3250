//! The machine's failures.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A failure of the machine (permission, disk full) or a command that cannot be carried out.
///
/// The author's mistakes are [`Diagnostic`](crate::diagnostics::Diagnostic)s instead.
#[derive(Debug)]
pub struct Error {
    /// What was being done, such as `write public/index.html`.
    pub doing: String,
    /// The path it was done to, if any.
    pub path: Option<PathBuf>,
    /// Why it failed.
    pub cause: String,
    /// A way out, if there is one.
    pub help: Option<String>,
}

impl Error {
    /// A failed operation on a path: `cannot DOING PATH: CAUSE`.
    pub fn io(doing: &str, path: &Path, cause: &io::Error) -> Error {
        Error { doing: doing.to_owned(), path: Some(path.to_owned()), cause: cause.to_string(), help: None }
    }

    /// Any other failure: `cannot DOING: CAUSE`.
    pub fn new(doing: impl Into<String>, cause: impl Into<String>) -> Error {
        Error { doing: doing.into(), path: None, cause: cause.into(), help: None }
    }

    /// Adds a way out.
    pub fn with_help(self, help: impl Into<String>) -> Error {
        Error { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}", self.doing)?;
        if let Some(path) = &self.path {
            write!(f, " {}", path.display())?;
        }
        write!(f, ": {}", self.cause)
    }
}

impl std::error::Error for Error {}
