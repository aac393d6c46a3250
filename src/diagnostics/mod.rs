//! The author's mistakes: what is wrong, where, and what to type instead.
//!
//! - [`Diagnostic`] is one mistake; [`Diagnosed`] is a result that may come with some.
//! - [`Code`] is the catalogue: every mistake byline can name.
//! - [`Fix`] is what mends a mistake that has one right answer; [`mend`] makes fixes of a file.
//! - [`nearest()`] finds the known name that was probably meant.
//! - [`sort`] puts a list into the order in which it is printed, and [`count`] sums it up.
//! - [`write()`] prints a list in a [`Format`]:
//!   1. `located` reads each file once (through [`SourceTexts`]) and counts lines and columns; `source` gives broken
//!      bytes a readable text, `excerpt` cuts the line that is shown.
//!   2. `human`, `short`, `json`, `sarif`, `github`, `junit` write one format each.
//!   3. `shown` is what a page shows of each.
//!   4. `visible` keeps control characters of content and file names from the terminal.
//!
//! Invariant: whatever a file holds now, however it changed since the diagnostics were made, printing them neither
//! panics nor sends a terminal anything but text.

mod catalogue;
mod diagnostic;
mod excerpt;
mod fix;
mod github;
mod human;
mod json;
mod junit;
mod located;
mod nearest;
mod order;
mod sarif;
mod short;
mod shown;
mod source;
mod visible;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io;

use crate::text::RelPath;

pub use catalogue::{Code, Level};
pub use diagnostic::{Diagnosed, Diagnostic, Place};
pub use fix::{Change, Edit, Fix, Mended, Patch, mend, patches};
pub use nearest::{is_certain, nearest};
pub use order::{Counts, count, sort};
pub use shown::{Shown, show};
pub use visible::{escaped, json as escaped_json};

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the source line, the place in it, help. At most [`HUMAN_LIMIT`] of them.
    Human,
    /// One line each: `path:line:column: error[code]: message`.
    Short,
    /// A JSON array with one object on a line.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Commands for GitHub Actions: annotations of a pull request.
    GitHub,
    /// JUnit's XML: a test suite for each file, a failed case for each diagnostic.
    JUnit,
}

/// How many diagnostics [`Format::Human`] shows; errors are preferred.
pub const HUMAN_LIMIT: usize = 200;

/// Whether [`Format::Human`] is coloured; the other formats never are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With ANSI escape sequences.
    Coloured,
}

/// The files that diagnostics point into.
pub trait SourceTexts {
    /// The bytes of a file as they are now; `None` if it cannot be read.
    fn bytes(&self, path: &RelPath) -> Option<Cow<'_, [u8]>>;

    /// The path as it is printed: one that leads to the file from where the reader is.
    fn shown(&self, path: &RelPath) -> String {
        path.to_string()
    }
}

/// Prints diagnostics in the order given.
///
/// Each file is read once, and one after the other. The machine formats are complete documents even of an empty list.
///
/// # Errors
/// Whatever `out` answers.
pub fn write(
    diagnostics: &[Diagnostic],
    sources: &dyn SourceTexts,
    format: Format,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(diagnostics, sources, style, out),
        Format::Short => short::write(&located::locate(diagnostics.iter(), sources, None), out),
        Format::Json => json::write(&located::locate(diagnostics.iter(), sources, None), out),
        Format::Sarif => sarif::write(&located::locate(diagnostics.iter(), sources, None), out),
        Format::GitHub => github::write(&located::locate(diagnostics.iter(), sources, None), out),
        Format::JUnit => junit::write(&located::locate(diagnostics.iter(), sources, None), out),
    }
}
