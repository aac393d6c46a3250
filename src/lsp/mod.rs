//! `byline lsp`: a language server on standard input and output, over the same session as the preview.
//!
//! In: the messages of an editor. Out: what is wrong as somebody types, what may be typed next, and where things are.
//!
//! 1. [`server`] takes messages one by one. A keystroke reads the changed document by itself and connects it to the site as
//!    it was connected last; when typing pauses, [`background`] looks at the whole site, with what is open instead of what is
//!    on the disk.
//! 2. [`open`] is what the editor has open, [`positions`] and [`uri`] say which place is meant, [`report`] how a
//!    diagnostic looks to the editor.
//! 3. [`known`] is the site as the last pass connected it, [`desk`] that with what is open, [`spot`] what is at a place.
//! 4. Each question has a file: [`completion`], [`definition`], [`references`], [`hover`], [`rename`] with what
//!    [`names`] and [`settings`] find, [`actions`], [`symbols`]. All are functions of the desk.
//!
//! Invariant: nothing is written but the cache, and nothing of an unsaved file is; what is shown of the open file is of
//! its newest version. A question is answered from the last site that could be connected, whatever is wrong with it: while
//! somebody types, something always is.

mod actions;
mod background;
mod completion;
mod definition;
mod desk;
mod edits;
mod hover;
mod known;
mod names;
mod open;
mod positions;
mod references;
mod rename;
mod report;
mod server;
mod settings;
mod spot;
mod symbols;
mod uri;

use std::path::PathBuf;

use crate::build;
use crate::build::preprocessors::Runs;
use crate::error::Error;

/// What a language server is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of site.toml; else the editor's folder that has one, or the nearest above what it opens.
    pub root: Option<PathBuf>,
    /// How the site is looked at; its root is only a stand-in until that is known.
    pub build: build::Options,
    /// Which articles are given to pre-processors.
    pub runs: Runs,
    /// Whether the instant was given; else it is the clock's at each pass.
    pub is_fixed: bool,
}

/// Serves an editor until it says that it is done; whether it said so as the protocol asks.
///
/// # Errors
/// A failure of the machine, or an editor that does not speak the protocol.
pub fn serve(options: &Options) -> Result<bool, Error> {
    server::run(options)
}
