//! `byline urls`: lists the addresses of a site, and accepts them as those that are to stay.

use std::path::Path;

use clap::{Args, Subcommand};

use super::build::print_mistakes;
use super::progress::Watch;
use super::terminal::{GOOD, Terminal, WARNING};
use super::texts::shown;
use super::{Outcome, check_root, now};
use crate::build::urls::{self, Urls};
use crate::build::{Now, Options, lock};
use crate::diagnostics::{Diagnostic, Format};
use crate::error::Error;

const EXAMPLES: &str = "\
Examples:
  byline urls                    every address of the site, and every id that links may point to
  byline urls accept             write them into urls.lock: from now on a build sees that they stay
  byline urls accept --dry-run   say what would be written

Commit urls.lock, and set `lock = true` below `[urls]` in site.toml: a build then fails if one of
its addresses is gone and nothing leads from there. Drafts and articles that are not due yet are
not among them, nor are further pages of lists and files that are no pages.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct UrlsArguments {
    #[command(subcommand)]
    command: Option<UrlsCommand>,

    #[command(flatten)]
    at: At,
}

#[derive(Debug, Args)]
struct At {
    /// List what is public on this date (2026-01-31) or instant (2026-01-31T09:00:00Z)
    /// [default: the instant in SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "DATE", value_parser = now::parse, verbatim_doc_comment)]
    now: Option<Now>,
}

#[derive(Debug, Subcommand)]
enum UrlsCommand {
    /// Write the addresses of the site into urls.lock, in place of those that it has
    Accept(AcceptArguments),
}

#[derive(Debug, Args)]
struct AcceptArguments {
    /// Say what would be added and removed, and write nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    at: At,
}

/// Lists the addresses, or writes them into the file.
pub fn run(root: &Path, arguments: UrlsArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    check_root(root)?;
    let UrlsArguments { command, at } = arguments;
    let (accept, at) = match command {
        Some(UrlsCommand::Accept(AcceptArguments { dry_run, at })) => (Some(dry_run), at),
        None => (None, at),
    };
    let options = options(root, at.now)?;
    let watch = Watch::new(terminal.is_watched(), false);
    let found = urls::urls(&options, &watch);
    watch.end();
    let found = found?;
    let errors: Vec<Diagnostic> = found.diagnostics.iter().filter(|found| found.is_error()).cloned().collect();
    if !errors.is_empty() {
        print_mistakes(root, &errors, &found.built_in, Format::Human, terminal)?;
        terminal.say("the addresses are not known while the site has errors\n")?;
        return Ok(Outcome::Mistakes);
    }
    match accept {
        None => terminal.print(lines(found.now.iter().map(|line| ("", line))).as_bytes())?,
        Some(dry_run) => {
            if !dry_run {
                lock::write(root, &found.now)?;
            }
            terminal.print(changes(&found).as_bytes())?;
            terminal.say(&summary(&found, root, dry_run))?;
        }
    }
    Ok(Outcome::Done)
}

/// The options of a build of what is public, and of nothing else.
fn options(root: &Path, now: Option<Now>) -> Result<Options, Error> {
    let now = match now {
        Some(now) => now,
        None => now::from_environment()?,
    };
    let (root, drafts, future, force) = (root.to_owned(), false, false, false);
    Ok(Options { root, output: None, base_url: None, drafts, future, now, jobs: None, force })
}

fn lines<'l>(lines: impl Iterator<Item = (&'l str, &'l String)>) -> String {
    lines.map(|(mark, line)| format!("{mark}{line}\n")).collect()
}

/// What is added and what is removed; of a first file nothing, because all of it is new.
fn changes(found: &Urls) -> String {
    let Urls { now, promised: Some(before), .. } = found else { return String::new() };
    let mut changes: Vec<(&str, &String)> = missing_in(before, now).map(|line| ("+ ", line)).collect();
    changes.extend(missing_in(now, before).map(|line| ("- ", line)));
    changes.sort_by_key(|(mark, line)| (*line, *mark));
    lines(changes.into_iter())
}

/// The lines that another list does not have; both are sorted.
fn missing_in<'l>(sorted: &'l [String], lines: &'l [String]) -> impl Iterator<Item = &'l String> {
    lines.iter().filter(|line| sorted.binary_search(line).is_err())
}

fn summary(found: &Urls, root: &Path, dry_run: bool) -> String {
    let Urls { now, promised, is_locked, .. } = found;
    let file = shown(&lock::path().on_disk(root));
    let wrote = if dry_run { format!("{GOOD}would write{GOOD:#}") } else { format!("{GOOD}wrote{GOOD:#}") };
    let mut text = match promised {
        None => format!("{wrote} {file}: {} lines, to be committed\n", now.len()),
        Some(before) => {
            let (added, removed) = (missing_in(before, now).count(), missing_in(now, before).count());
            match added + removed {
                0 => format!("{file} has every address: {} lines\n", now.len()),
                _ => format!("{wrote} {file}: {added} added, {removed} removed\n"),
            }
        }
    };
    if !is_locked {
        text.push_str(&format!(
            "{WARNING}no build looks at it{WARNING:#} before site.toml says `lock = true` below `[urls]`\n"
        ));
    }
    text
}
