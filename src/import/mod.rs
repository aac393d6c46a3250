//! Sites of other generators → sites of byline.
//!
//! In: the folder of a site, or an export file, and which generator it is of. Out: a folder that builds, and a
//! [`Report`].
//!
//! 1. [`source`] lists and reads the folder; [`front_matter`] takes files apart.
//! 2. One reader for each generator, [`hugo`], [`zola`], [`jekyll`], [`wordpress`], [`markdown`], makes an
//!    [`OldSite`] of it: pages, files, people, settings, and every old address.
//! 3. [`map`] makes the new site, [`Imported`](model::Imported): [`places`] finds where each page lies, [`lookup`] what
//!    old links lead to; [`fields`] maps front matter, [`calls`] and [`embeds`] shortcodes, [`notes`] what notes have of
//!    their own, [`links`] links; [`people`] authors; [`settings`] what becomes of the settings. A [`body`] knows the old
//!    line of each of its lines.
//! 4. [`write`](mod@write) makes it in a folder within the folder, [`settle`] mends what a build would say is wrong, and
//!    then it is put in place. [`report`] says what could not be taken over as it was.
//!
//! Invariant: the source is never changed, and nothing outside the folder is written; the same source gives the same
//! bytes; nothing that readers saw is dropped without a finding.

pub mod body;
pub mod calls;
mod dates;
mod embeds;
mod fields;
mod front_matter;
pub mod hugo;
pub mod jekyll;
pub mod links;
pub mod lookup;
mod map;
mod markdown;
pub mod model;
mod notes;
mod people;
mod places;
pub mod report;
mod settings;
mod settle;
pub mod source;
pub mod value;
pub mod wordpress;
mod write;
pub mod zola;

use std::path::{Path, PathBuf};

use self::body::Body;
use self::links::Wiki;
use self::lookup::Lookup;
use self::model::{Finding, OldSite, Page};
use self::source::Source;
use self::write::Target;
use crate::build::Now;
use crate::diagnostics::Diagnostic;
use crate::error::Error;

/// A program that made the old site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generator {
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
    /// Jekyll.
    Jekyll,
    /// WordPress, by its export file.
    Wordpress,
    /// A folder of Markdown, such as notes.
    Markdown,
}

/// What an import is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which program made the old site.
    pub generator: Generator,
    /// The folder of the old site, or its export file.
    pub source: PathBuf,
    /// The folder of the new site.
    pub folder: PathBuf,
    /// Whether to import into a folder of an earlier import where somebody changed files, which stay as they are.
    pub keep_edits: bool,
    /// The instant at which the new site is to have no errors: links to articles that are not due yet are mended.
    pub now: Now,
}

/// How much was imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles and plain pages.
    pub articles: usize,
    /// Pages of sections.
    pub sections: usize,
    /// People.
    pub people: usize,
    /// Other files.
    pub files: usize,
    /// Former addresses that lead to new ones.
    pub redirects: usize,
}

/// What an import did.
#[derive(Debug)]
pub struct Report {
    /// How much was imported.
    pub counts: Counts,
    /// What could not be taken over as it was.
    pub findings: Vec<Finding>,
    /// Files of the folder that somebody changed, and that stay as they are.
    pub kept: Vec<String>,
    /// What a build would still say is wrong.
    pub wrong: Vec<Diagnostic>,
}

/// How the texts of a generator are written, besides Markdown.
pub struct Dialect {
    /// What two brackets mean.
    pub wiki: Wiki,
    /// Replaces what the generator alone understands.
    pub calls: fn(&Page, &mut Body, &Lookup<'_>, &mut Vec<Finding>),
}

/// Imports a site.
///
/// # Errors
/// If the source cannot be read, the folder may not be written to, or the machine fails.
pub fn import(options: &Options) -> Result<Report, Error> {
    let Options { generator, source: path, folder, keep_edits, now } = options;
    check_places(path, folder)?;
    let mut findings = Vec::new();
    let source = Source::open(path, &mut findings)?;
    let target = Target::open(folder, *keep_edits)?;
    let (old, dialect, settings) = read(*generator, &source, &mut findings)?;
    let mut imported = map::map(old, &dialect, &settings, &mut findings);
    let mut staged = || {
        let stage = target.stage(&source, &imported)?;
        settle::settle(&stage, &mut imported, *now, &mut findings)
    };
    let wrong = match staged() {
        Ok(wrong) => wrong,
        Err(error) => {
            target.abandon();
            return Err(error);
        }
    };
    findings.sort();
    findings.dedup();
    let counts = count(&imported);
    target.finish(&report::markdown(&counts, &findings))?;
    Ok(Report { counts, findings, kept: target.kept.into_iter().collect(), wrong })
}

fn read(
    generator: Generator,
    source: &Source,
    findings: &mut Vec<Finding>,
) -> Result<(OldSite, Dialect, String), Error> {
    match generator {
        Generator::Hugo => hugo::read(source, findings),
        Generator::Zola => zola::read(source, findings),
        Generator::Jekyll => jekyll::read(source, findings),
        Generator::Wordpress => wordpress::read(source, findings),
        Generator::Markdown => markdown::read(source, findings),
    }
}

fn count(imported: &model::Imported) -> Counts {
    let aliases = write::documents(imported).map(|(_, document)| {
        let aliases = document.fields.iter().find(|(key, _)| key == "aliases");
        aliases.map_or(0, |(_, value)| value.items().len())
    });
    Counts {
        articles: imported.articles.len(),
        sections: imported.sections.len(),
        people: imported.people.len(),
        files: imported.assets.len(),
        redirects: imported.redirects.len() + aliases.sum::<usize>(),
    }
}

/// Sees that neither of both folders lies in the other: the source is never changed, nor would it be all of the old site.
fn check_places(source: &Path, folder: &Path) -> Result<(), Error> {
    let old = source.canonicalize().map_err(|cause| {
        Error::io("open", source, &cause).with_help("name the folder of the old site, or its export file")
    })?;
    let mut there = folder.to_owned();
    let mut missing = PathBuf::new();
    // What is not there yet lies where its nearest folder is.
    let new = loop {
        if let Ok(real) = (if there.as_os_str().is_empty() { Path::new(".") } else { &there }).canonicalize() {
            break real.join(missing);
        }
        let Some(name) = there.file_name().map(ToOwned::to_owned) else { break folder.to_owned() };
        missing = Path::new(&name).join(&missing);
        there.pop();
    };
    if new.starts_with(&old) || (old.starts_with(&new) && old.is_dir()) {
        let error = Error::new(
            format!("import into {}", folder.display()),
            format!("it and {} lie in one another", source.display()),
        );
        return Err(error.with_help("name a folder beside that of the old site"));
    }
    Ok(())
}
