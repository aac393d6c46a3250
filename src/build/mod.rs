//! The stages run one after the other.
//!
//! In: the [`Options`] of one command. Out: a [`Report`].

use std::path::PathBuf;
use std::time::Duration;

use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::text::RelPath;

/// What a build is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of site.toml.
    pub root: PathBuf,
    /// The output folder; `public` below the root by default. Relative to the current folder.
    pub output: Option<PathBuf>,
    /// Used instead of site.toml's `base_url`.
    pub base_url: Option<String>,
    /// Whether drafts are built.
    pub drafts: bool,
    /// Whether articles that are not yet due are built.
    pub future: bool,
    /// The instant of the build; it enters here and nowhere else.
    pub now: Now,
    /// Whether to build beside foreign files.
    pub force: bool,
}

/// The instant of the build.
#[derive(Clone, Copy, Debug)]
pub enum Now {
    /// A day or an instant; a day is its midnight in the site's zone.
    Date(crate::date::Date),
    /// An instant: SOURCE_DATE_EPOCH or the clock.
    Instant(Instant),
}

/// Told how far a build has come, from every thread.
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn stage(&self, name: &'static str, steps: usize);
    /// One more step is done.
    fn step(&self);
}

/// What a build did.
#[derive(Debug)]
pub struct Report {
    /// The author's mistakes, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk (the built-in theme), for showing source lines.
    pub built_in: Vec<(RelPath, String)>,
    /// The output folder.
    pub output: PathBuf,
    /// What was done; `None` if an error kept everything from being written.
    pub done: Option<Done>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What a build that wrote did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Pages.
    pub pages: usize,
    /// Files of the output: pages, pictures and all else.
    pub files: usize,
    /// Files that were new or had changed.
    pub written: usize,
    /// Files that are no longer part of the site.
    pub removed: usize,
}

/// Builds the site.
///
/// # Errors
/// A failure of the machine; the author's mistakes are in the report.
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    let _ = (options, progress);
    unimplemented!()
}
