//! `byline new site`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::ci::ServiceArgument;
use super::{instant, say_next};
use crate::build::Now;
use crate::cli::terminal::{GOOD, Terminal};
use crate::cli::texts::shown;
use crate::cli::{Outcome, now};
use crate::date::{Day, Zone};
use crate::error::Error;
use crate::scaffold::site::{NewSite, check_folder, files};
use crate::scaffold::{ci, place};

#[derive(Debug, Args)]
pub struct SiteArguments {
    /// The folder to make it in; new, or with nothing but a repository's .git, README and licence
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// What the site is called [default: the folder's name]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// Where readers will find it
    #[arg(long, value_name = "URL", default_value = "https://example.org")]
    base_url: String,

    /// The language of its articles
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: String,

    /// Who writes its first article
    #[arg(long, value_name = "NAME", default_value = "Jane Example")]
    author: String,

    /// Make as little as a site can have
    #[arg(long)]
    minimal: bool,

    /// The service that will build and publish it [default: github-pages; with --minimal, none]
    #[arg(long, value_enum, value_name = "SERVICE", conflicts_with = "no_ci")]
    ci: Option<ServiceArgument>,

    /// Make nothing for a service
    #[arg(long)]
    no_ci: bool,

    /// The day of its first article (2026-01-31)
    /// [default: the instant in SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "DATE", value_parser = now::parse, verbatim_doc_comment)]
    now: Option<Now>,
}

/// Makes a site, and says how to look at it.
pub fn run(arguments: SiteArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let SiteArguments { folder, title, base_url, language, author, minimal, ci, no_ci, now } = arguments;
    check_folder(&folder)?;
    let title = title.unwrap_or_else(|| title_of(&folder));
    let service = match ci {
        Some(service) => Some(service.service()),
        None if minimal || no_ci => None,
        None => Some(ci::Service::GithubPages),
    };
    let site = NewSite { title, base_url, language, author, minimal, service };
    let files = files(&site, day(instant(now)?))?;
    place::place(&folder, &files)?;
    let place = if folder == Path::new(".") { "this folder".to_owned() } else { shown(&folder) };
    terminal.say(&format!("{GOOD}made{GOOD:#} the site `{}` in {place}: {} files\n", site.title, files.len()))?;
    let mut next = Vec::new();
    if folder != Path::new(".") {
        next.push(format!("cd {}", quoted(&shown(&folder))));
    }
    next.push("byline serve --open    # its first page says what to do then".to_owned());
    say_next(&next, terminal)?;
    Ok(Outcome::Done)
}

/// The new site's zone is UTC.
fn day(now: Now) -> Day {
    match now {
        Now::Instant(instant) => instant.day(&Zone::utc()),
        Now::Date(date) => date.day(&Zone::utc()),
    }
}

/// The name of the folder, as words.
fn title_of(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words = name.replace(['-', '_'], " ");
    let words: Vec<String> = words.split_whitespace().map(capital).collect();
    if words.is_empty() { "My site".to_owned() } else { words.join(" ") }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)) && !path.starts_with('-');
    if plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
