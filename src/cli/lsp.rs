//! `byline lsp`: a language server for the editor that starts it.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, check_root, now};
use crate::build;
use crate::build::preprocessors::Runs;
use crate::error::Error;
use crate::lsp::{self, Options};

const EXAMPLES: &str = "\
An editor starts this and speaks with it over standard input and output; the handbook says how
VS Code, Zed, Helix and Neovim are told to. Without `--root` the site is the editor's folder that
has a site.toml, or the nearest one above the file that is opened first.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct LspArguments {
    /// Check articles with `draft: true`, too
    #[arg(long)]
    drafts: bool,

    /// Check articles whose date of publication has not come yet, too
    #[arg(long)]
    future: bool,

    /// Run the pre-processors that site.toml allows; without this, what a build or the preview kept is shown
    #[arg(long)]
    preprocessors: bool,

    /// How many threads to use [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// What editors say to every server; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Serves the editor until it says that it is done.
pub fn run(root: Option<PathBuf>, arguments: LspArguments) -> Result<Outcome, Error> {
    let LspArguments { drafts, future, preprocessors, jobs, stdio: _ } = arguments;
    if let Some(root) = &root {
        check_root(root)?;
    }
    let build = build::Options {
        root: root.clone().unwrap_or_default(),
        output: None,
        base_url: None,
        drafts,
        future,
        now: now::from_environment()?,
        jobs: jobs.map(usize::from),
        force: false,
    };
    let runs = if preprocessors { Runs::New } else { Runs::Never };
    let is_fixed = std::env::var_os("SOURCE_DATE_EPOCH").is_some();
    let was_asked = lsp::serve(&Options { root, build, runs, is_fixed })?;
    // The protocol has an exit code for an editor that left without a word.
    Ok(if was_asked { Outcome::Done } else { Outcome::Mistakes })
}
