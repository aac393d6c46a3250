//! Sources in a style of the Citation Style Language (CSL 1.0.2), as the crate hayagriva formats them.
//!
//! In: a [`Style`], the sources of a page and its citations. Out: [`Formatted`] citations and entries.
//!
//! 1. `style` loads a style by name or from a file, and the words of a language of the site; `bounds` refuses one that
//!    would take the program down, and `mend` changes what would be wrong on a page.
//! 2. `page` formats what one page cites: `work` says what a source is, `locator` which part of it is meant.
//! 3. `markup` writes the result as our own HTML, in which all text is escaped.
//!
//! Without the feature `csl` there is no style, and `absent` says so to the compiler.
//!
//! Invariant: what is formatted is a function of the style, the language, the sources and the citations alone.

#[cfg(not(feature = "csl"))]
mod absent;
#[cfg(feature = "csl")]
mod bounds;
#[cfg(feature = "csl")]
mod locator;
#[cfg(feature = "csl")]
mod markup;
#[cfg(feature = "csl")]
mod mend;
#[cfg(feature = "csl")]
mod page;
#[cfg(feature = "csl")]
mod style;
#[cfg(all(test, feature = "csl"))]
mod tests;
#[cfg(feature = "csl")]
mod work;

use std::cell::OnceCell;

#[cfg(not(feature = "csl"))]
pub use absent::Style;
#[cfg(feature = "csl")]
pub use style::Style;

use super::body::Manuscript;
use crate::diagnostics::Diagnostic;
use crate::html::Html;

/// The citations and sources of one page.
#[derive(Debug, PartialEq, Eq)]
pub struct Formatted {
    /// Whether the list has to number its entries: citations show numbers that the entries do not.
    pub is_numbered: bool,
    /// By citation; `None` where the number is shown as in the style `numbered`.
    pub citations: Vec<Option<Html>>,
    /// In the order of the list: the index of the source, and its entry unless the style has none.
    pub entries: Vec<(usize, Option<Html>)>,
}

/// What the style makes of one page, made when the page first shows some of it.
pub type Cited = OnceCell<Formatted>;

/// What the style of site.toml makes of a page; `None` if that is one of our own.
///
/// # Errors
/// A style that fails on these sources.
pub fn of<'m>(manuscript: &'m Manuscript<'_>) -> Result<Option<&'m Formatted>, Box<Diagnostic>> {
    let Some(style) = manuscript.composer.style else { return Ok(None) };
    if let Some(made) = manuscript.cited.get() {
        return Ok(Some(made));
    }
    let connections = manuscript.connections;
    let made = style.format(&connections.sources, &manuscript.references.citations, &connections.marks)?;
    Ok(Some(manuscript.cited.get_or_init(|| made)))
}
