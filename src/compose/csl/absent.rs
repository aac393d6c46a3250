//! Without the feature `csl`: no style can be loaded, so there is none.

use super::Formatted;
use crate::diagnostics::Diagnostic;
use crate::parse::document::Citation;
use crate::resolve::{Mark, NumberedSource};
use crate::text::{RelPath, Spanned};

/// A style that cannot be.
pub enum Style {}

impl Style {
    /// Nothing: site.toml is refused before.
    pub fn named(_: &Spanned<String>, _: &RelPath, _: &str) -> Result<Option<Style>, Box<Diagnostic>> {
        Ok(None)
    }

    /// Nothing: site.toml is refused before.
    pub fn of_file(_: &Spanned<RelPath>, _: &RelPath, _: &str, _: &str) -> Result<Option<Style>, Box<Diagnostic>> {
        Ok(None)
    }

    /// The same style for pages in a language.
    pub fn in_language(&self, _: &str) -> Style {
        match *self {}
    }

    /// What tells it from others.
    pub fn print(&self) -> u64 {
        match *self {}
    }

    /// The citations and sources of one page.
    pub fn format(&self, _: &[NumberedSource], _: &[Citation], _: &[Vec<Mark>]) -> Result<Formatted, Box<Diagnostic>> {
        match *self {}
    }
}
