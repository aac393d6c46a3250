//! `byline diff`: what a change of the site does to what readers see.
//!
//! [`text`] prints it for a terminal, [`markdown`] for the comment of a pull request; [`words`] has what both say.

mod markdown;
mod text;
mod words;

use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::build::print_mistakes;
use super::progress::Watch;
use super::scope::Scope;
use super::terminal::{Terminal, json_text};
use super::{Outcome, check_root};
use crate::build::Options;
use crate::build::diff::passages::{Passage, Piece};
use crate::build::diff::{self, Broken, Comparison, Diffed, FileChange, PageChange, Totals, What, With};
use crate::diagnostics::{Diagnostic, Format};
use crate::error::Error;

const EXAMPLES: &str = "\
Examples:
  byline diff public                       what another build would change in ./public
  byline diff main                         what this branch changes for readers
  byline diff HEAD --now 2026-12-01        what the uncommitted edits change, as of a day
  byline diff origin/main --format markdown > comment.md
                                           for the comment of a pull request

An existing folder that byline built is compared as it lies there; any other name is a revision of
the git repository that the site is in, and the site is built in memory as it was then, as of the
same instant. The text of a page is what stands in its <main>, without navigation. Neither the
output nor the repository is changed. The exit code is 0 if the two could be compared.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DiffArguments {
    /// A folder that byline built, or a git revision: a branch, a tag, HEAD~1, …
    #[arg(value_name = "OUTPUT_OR_REF")]
    with: String,

    /// How to print what differs
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: DiffFormat,

    /// The address of the site, instead of the one in site.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,

    #[command(flatten)]
    scope: Scope,
}

/// How to print what differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For a terminal
    Text,
    /// For a comment on GitHub, never longer than one may be
    Markdown,
    /// Everything, for programs
    Json,
}

/// Compares, and prints what differs.
pub fn run(root: &Path, arguments: DiffArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    check_root(root)?;
    let DiffArguments { with, format, base_url, scope } = arguments;
    let options = Options { base_url, ..scope.options(root)? };
    let watch = Watch::new(terminal.is_watched(), false);
    let diffed = diff::diff(&options, &with, &watch);
    watch.end();
    let comparison = match diffed? {
        Diffed::Compared(comparison) => comparison,
        Diffed::Broken(broken) => return say_broken(&broken, terminal),
    };
    match format {
        DiffFormat::Text => terminal.show(&text::text(&comparison))?,
        DiffFormat::Markdown => terminal.print(markdown::markdown(&comparison).as_bytes())?,
        DiffFormat::Json => terminal.print(json_text(&for_programs(&comparison)).as_bytes())?,
    }
    Ok(Outcome::Done)
}

fn say_broken(broken: &Broken, terminal: &Terminal) -> Result<Outcome, Error> {
    let Broken { diagnostics, built_in, revision, root, .. } = broken;
    let errors: Vec<Diagnostic> = diagnostics.iter().filter(|found| found.is_error()).cloned().collect();
    print_mistakes(root, &errors, built_in, Format::Human, terminal)?;
    terminal.say(&match revision {
        None => "nothing can be compared while the site has errors\n".to_owned(),
        Some(name) => format!(
            "nothing can be compared: the site had these errors in `{}`; name a revision that builds\n",
            crate::diagnostics::escaped(name)
        ),
    })?;
    Ok(Outcome::Mistakes)
}

fn for_programs(comparison: &Comparison) -> Value {
    let Comparison { with, pages, files, before, after } = comparison;
    let with = match with {
        With::Output(folder) => json!({"output": folder.to_string_lossy()}),
        With::Revision(name) => json!({"revision": name}),
    };
    let totals = |Totals { pages, files, bytes }: &Totals| json!({"pages": pages, "files": files, "bytes": bytes});
    json!({
        "with": with,
        "same": comparison.is_same(),
        "before": totals(before),
        "after": totals(after),
        "pages": pages.iter().map(page).collect::<Vec<_>>(),
        "files": files.iter().map(|FileChange { what, path, sizes }| json!({
            "change": word(*what), "path": path, "bytes": sizes,
        })).collect::<Vec<_>>(),
    })
}

fn page(page: &PageChange) -> Value {
    let PageChange {
        what,
        address,
        leads_to,
        is_further: _,
        title,
        document,
        sizes,
        dates,
        description,
        sources_added,
        sources_removed,
        passages,
    } = page;
    let side = |pieces: &[Piece]| -> String { pieces.iter().map(|piece| piece.text.as_str()).collect() };
    json!({
        "change": word(*what),
        "address": address,
        "leads_to": leads_to,
        "lost": page.is_lost(),
        "title": title,
        "file": document.as_ref().map(|document| document.as_str()),
        "bytes": sizes,
        "dates": dates.iter().map(|(name, [before, after])| json!({"name": name, "before": before, "after": after}))
            .collect::<Vec<_>>(),
        "description": description,
        "sources": {"added": sources_added, "removed": sources_removed},
        "passages": passages.iter().map(|Passage { heading, before, after }| json!({
            "heading": heading, "before": side(before), "after": side(after),
        })).collect::<Vec<_>>(),
    })
}

fn word(what: What) -> &'static str {
    match what {
        What::Added => "added",
        What::Changed => "changed",
        What::Removed => "removed",
    }
}
