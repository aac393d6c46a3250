//! `byline new article`, `section`, `person` and `source`.

use std::path::Path;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{instant, make, say_next, site_folder};
use crate::build::Now;
use crate::cli::terminal::Terminal;
use crate::cli::{Outcome, now};
use crate::error::Error;
use crate::scaffold::article::{self, NewArticle};
use crate::scaffold::source::{self, NewSource};
use crate::scaffold::{person, section};
use crate::schema::article::KINDS;

#[derive(Debug, Args)]
pub struct ArticleArguments {
    /// The section and the slug, such as coast/how-tides-work; with --title the section is enough
    #[arg(value_name = "SECTION/SLUG")]
    place: String,

    /// The headline [default: the words of the slug]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// What sort of article it is
    #[arg(long, value_name = "KIND", default_value = KINDS[0], value_parser = PossibleValuesParser::new(KINDS))]
    kind: String,

    /// The id of who writes it [default: the one person of the site, if there is only one]
    #[arg(long, value_name = "ID")]
    author: Option<String>,

    /// Give it a folder, for pictures that lie beside it
    #[arg(long)]
    folder: bool,

    /// The day that it is dated with (2026-01-31)
    /// [default: the instant in SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "DATE", value_parser = now::parse, verbatim_doc_comment)]
    now: Option<Now>,
}

#[derive(Debug, Args)]
pub struct SectionArguments {
    /// Its path below content/, such as coast or coast/harbours
    #[arg(value_name = "SECTION")]
    path: String,

    /// What it is called [default: the words of its path's last part]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
}

#[derive(Debug, Args)]
pub struct PersonArguments {
    /// The name, or the id that a name is made of: "Jane Example" or jane-example
    #[arg(value_name = "NAME")]
    name: String,

    /// What the person does, such as "Harbour correspondent"
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
}

#[derive(Debug, Args)]
pub struct SourceArguments {
    /// Its DOI, such as 10.1000/182, or its address
    #[arg(value_name = "DOI_OR_URL")]
    address: String,

    /// The key that it is cited by [default: made of the DOI or the address]
    #[arg(long, value_name = "KEY")]
    id: Option<String>,

    /// Its title [default: its DOI or address, until you write the title]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// The day on which you looked at it (2026-01-31)
    /// [default: the instant in SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "DATE", value_parser = now::parse, verbatim_doc_comment)]
    now: Option<Now>,
}

/// Makes an article, a draft.
pub fn article(root: &Path, arguments: ArticleArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let ArticleArguments { place, title, kind, author, folder, now } = arguments;
    let now = instant(now)?;
    let Some(site) = site_folder(root, now, terminal)? else { return Ok(Outcome::Mistakes) };
    let wanted = NewArticle { place, title, kind, author, folder };
    let file = article::file(root, &site, &wanted, site.day(now))?;
    make(root, &[file], terminal)?;
    say_next(
        &[
            "byline serve --drafts    # shows it while you write".to_owned(),
            "delete `draft: true` in it when it may be read".to_owned(),
        ],
        terminal,
    )?;
    Ok(Outcome::Done)
}

/// Makes a section.
pub fn section(root: &Path, arguments: SectionArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let SectionArguments { path, title } = arguments;
    let Some(site) = site_folder(root, instant(None)?, terminal)? else { return Ok(Outcome::Mistakes) };
    let file = section::file(root, &site, &path, title.as_deref())?;
    let folder = file.path.trim_start_matches("content/").rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    make(root, &[file], terminal)?;
    say_next(&[section::next(&site, &folder)], terminal)?;
    Ok(Outcome::Done)
}

/// Makes a person.
pub fn person(root: &Path, arguments: PersonArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let PersonArguments { name, role } = arguments;
    let Some(site) = site_folder(root, instant(None)?, terminal)? else { return Ok(Outcome::Mistakes) };
    let file = person::file(root, &site, &name, role.as_deref())?;
    let stem = file.path.trim_start_matches("content/people/").trim_end_matches(".md");
    let id = site.without_language(stem).0.to_owned();
    make(root, &[file], terminal)?;
    say_next(
        &["say in it who this is".to_owned(), format!("name the person in an article: `authors: [{id}]`")],
        terminal,
    )?;
    Ok(Outcome::Done)
}

/// Makes an entry of the ledger.
pub fn source(root: &Path, arguments: SourceArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let SourceArguments { address, id, title, now } = arguments;
    let now = instant(now)?;
    let Some(site) = site_folder(root, now, terminal)? else { return Ok(Outcome::Mistakes) };
    let wanted = NewSource { address, id, title };
    let file = source::file(root, &site, &wanted, site.day(now))?;
    let key = file.path.trim_start_matches("content/sources/").trim_end_matches(".yml").to_owned();
    make(root, &[file], terminal)?;
    say_next(
        &["fill in its title, authors and date".to_owned(), format!("cite it in any article: `[@{key}]`")],
        terminal,
    )?;
    Ok(Outcome::Done)
}
