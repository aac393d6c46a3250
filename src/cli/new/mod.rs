//! `byline new`: makes what a site or an article begins with, and says what comes next.

mod ci;
mod content;
mod site;

use std::path::Path;

use clap::{Args, Subcommand};

use super::build::print_mistakes;
use super::terminal::{GOOD, HELP, Terminal};
use super::texts::shown;
use super::{Outcome, check_root, now};
use crate::build::Now;
use crate::diagnostics::Format;
use crate::error::Error;
use crate::scaffold::folder::{self, SiteFolder};
use crate::scaffold::{NewFile, place};

const EXAMPLES: &str = "\
Examples:
  byline new site review                            a site that shows what there is, in ./review
  byline new site review --minimal                  as little as a site can have
  byline new section coast                          content/coast/_index.md
  byline new article coast/how-tides-work           content/coast/how-tides-work.md
  byline new article coast --title \"How tides work\" the same, with a name made of the title
  byline new person \"Jane Example\"                  content/people/jane-example.md
  byline new source 10.1000/182                     a ledger entry to fill in, in content/sources/
  byline new ci github-pages                        what GitHub needs to build and publish the site

What is there already is never changed. A site's own archetypes/article.md, news.md (or another
kind), section.md, person.md and source.yml are used instead of byline's.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct NewArguments {
    #[command(subcommand)]
    thing: Thing,
}

#[derive(Debug, Subcommand)]
enum Thing {
    /// Make a site
    Site(site::SiteArguments),
    /// Make an article
    // As those call it who come from a blog.
    #[command(alias = "post")]
    Article(content::ArticleArguments),
    /// Make a section
    Section(content::SectionArguments),
    /// Make a person: an author, a reviewer, a photographer
    Person(content::PersonArguments),
    /// Make an entry of the ledger of sources, to be filled in
    Source(content::SourceArguments),
    /// Make what a service needs to build, check and publish the site
    Ci(ci::CiArguments),
}

/// Makes it.
pub fn run(root: &Path, arguments: NewArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    match arguments.thing {
        Thing::Site(arguments) => site::run(arguments, terminal),
        Thing::Article(arguments) => content::article(root, arguments, terminal),
        Thing::Section(arguments) => content::section(root, arguments, terminal),
        Thing::Person(arguments) => content::person(root, arguments, terminal),
        Thing::Source(arguments) => content::source(root, arguments, terminal),
        Thing::Ci(arguments) => ci::run(root, arguments, terminal),
    }
}

/// The instant that dates are taken from.
fn instant(now: Option<Now>) -> Result<Now, Error> {
    now.map_or_else(now::from_environment, Ok)
}

/// The site that something new is for; `None` if there is none, which is printed.
fn site_folder(root: &Path, now: Now, terminal: &Terminal) -> Result<Option<SiteFolder>, Error> {
    check_root(root)?;
    let read = folder::read(root, now)?;
    print_mistakes(root, &read.diagnostics, &[], Format::Human, terminal)?;
    Ok(read.value)
}

/// Puts files in place, and names each.
fn make(folder: &Path, files: &[NewFile], terminal: &Terminal) -> Result<(), Error> {
    place::place(folder, files)?;
    let made = files.iter().map(|file| format!("{GOOD}made{GOOD:#} {}\n", shown(&below(folder, &file.path))));
    terminal.say(&made.collect::<String>())
}

/// A path as it is typed in the current folder.
fn below(folder: &Path, path: &str) -> std::path::PathBuf {
    if folder == Path::new(".") { path.into() } else { folder.join(path) }
}

/// Says what to do next, a command or a sentence on each line.
fn say_next(lines: &[String], terminal: &Terminal) -> Result<(), Error> {
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    terminal.say(&format!("{HELP}next{HELP:#}:\n{lines}"))
}
