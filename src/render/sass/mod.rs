//! Stylesheets of themes in Sass.
//!
//! In: a stylesheet of a theme, and the theme's others, which it may use. Out: plain CSS.
//!
//! Without the feature `sass` there is none, and `absent` says so.
//!
//! Invariant: the CSS is a function of the files of the theme's folder `css`; nothing else is read.

use super::layers::Source;
use crate::diagnostics::Diagnostic;
use crate::text::RelPath;

#[cfg(not(feature = "sass"))]
mod absent;
#[cfg(feature = "sass")]
mod compiler;

#[cfg(not(feature = "sass"))]
use absent as compiler;

/// The stylesheets of one theme, by path.
pub(super) type Sheets = std::collections::BTreeMap<RelPath, Source>;

/// Whether a file is a stylesheet in Sass, in either of its ways of writing.
pub(super) fn is_sass(path: &RelPath) -> bool {
    matches!(path.extension(), "scss" | "sass")
}

/// A stylesheet in Sass as CSS.
///
/// # Errors
/// A mistake in it, or in one that it uses; or that this program compiles no Sass.
pub(super) fn compile(path: &RelPath, sheets: &Sheets) -> Result<String, Box<Diagnostic>> {
    compiler::compile(path, sheets)
}
