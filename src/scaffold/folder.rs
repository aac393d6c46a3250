//! A site, as far as a new file has to fit into it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::build::{Now, Options, settings};
use crate::config::Config;
use crate::date::Day;
use crate::diagnostics::{Code, Diagnosed, Diagnostic, nearest};
use crate::discover::{self, Inventory};
use crate::error::Error;
use crate::fs::{Folder, ReadFailure};
use crate::parse::front_matter::{self, Source};
use crate::slug::{fold, slugify};
use crate::text::RelPath;

/// Folders below content/ that hold something else than articles.
const RESERVED: [&str; 2] = ["people", "sources"];

/// The largest ledger that is looked into, in bytes.
const LARGEST_LEDGER: u64 = 32 * 1024 * 1024;

/// What a site has.
pub struct SiteFolder {
    /// Its settings; those that cannot be read have their defaults.
    pub config: Config,
    inventory: Inventory,
}

/// Reads a site; `None` with the diagnostic if there is none.
///
/// Mistakes in site.toml are for a build to report: they keep nobody from writing.
///
/// # Errors
/// What cannot be read.
pub fn read(root: &Path, now: Now) -> Result<Diagnosed<Option<SiteFolder>>, Error> {
    let (drafts, future, force) = (false, false, false);
    let options =
        Options { root: root.to_owned(), output: None, base_url: None, drafts, future, now, jobs: None, force };
    let Diagnosed { value: settings, diagnostics } = settings::read(root, &options)?;
    let missing: Vec<Diagnostic> = diagnostics.into_iter().filter(|found| found.code == Code::MissingConfig).collect();
    if !missing.is_empty() {
        return Ok(Diagnosed { value: None, diagnostics: missing });
    }
    let config = settings.map(|settings| settings.config).unwrap_or_default();
    let inventory = discover::discover(root, &config.exclude)?.value;
    Ok(Diagnosed { value: Some(SiteFolder { config, inventory }), diagnostics: Vec::new() })
}

impl SiteFolder {
    /// The day that an instant is in the site's time zone.
    pub fn day(&self, now: Now) -> Day {
        match now {
            Now::Instant(instant) => instant.day(&self.config.timezone),
            Now::Date(date) => date.day(&self.config.timezone),
        }
    }

    /// The sections by their paths below content/, sorted: every folder that has a document in or below it.
    pub fn sections(&self) -> BTreeSet<&str> {
        let mut sections = BTreeSet::new();
        for path in self.documents() {
            // The folder of `storms/index.md` is the article's own.
            let mut path = path.strip_suffix("/index.md").unwrap_or(path);
            while let Some((folder, _)) = path.rsplit_once('/') {
                sections.insert(folder);
                path = folder;
            }
        }
        sections.retain(|section| !RESERVED.iter().any(|name| section.split('/').next() == Some(name)));
        sections
    }

    /// The ids of the people who have a file, sorted.
    pub fn people(&self) -> BTreeSet<&str> {
        let files = self.documents().filter_map(|path| path.strip_prefix("people/"));
        let stems = files.filter_map(|name| name.strip_suffix(".md"));
        stems.filter(|stem| !stem.contains(['/', '.']) && *stem != "_index").collect()
    }

    /// What is written without the code of a further language at its end, and that code with its full stop: `tides.de` is
    /// `tides` and `.de`. Of the first language it is empty.
    pub fn without_language<'w>(&self, written: &'w str) -> (&'w str, &'w str) {
        let at = written.rfind('.').filter(|at| self.config.languages.contains_key(&written[at + 1..]));
        written.split_at(at.unwrap_or(written.len()))
    }

    /// The document that has the address already which a new `FOLDER/SLUG` would get.
    pub fn occupied(&self, folder: &str, slug: &str) -> Option<&RelPath> {
        let wanted = fold(slug);
        self.inventory.documents.iter().find(|path| {
            let Some(path) = path.below("content") else { return false };
            let path = path.strip_suffix("/index.md").or_else(|| path.strip_suffix("/_index.md")).unwrap_or(path);
            let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
            above == folder && fold(&slugify(name.strip_suffix(".md").unwrap_or(name))) == wanted
        })
    }

    /// The sources of the ledgers, each with its file; of a ledger with mistakes, those that can be read.
    ///
    /// # Errors
    /// A ledger that cannot be read.
    pub fn ledgers(&self, root: &Path) -> Result<Vec<(RelPath, Arc<Source>)>, Error> {
        let folder = Folder::open(root)?;
        let is_ledger = |path: &&RelPath| {
            path.below("content/sources").is_some() || (path.parent() == Some("content") && path.stem() == "sources")
        };
        let mut sources = Vec::new();
        for path in self.inventory.documents.iter().filter(is_ledger).filter(|path| path.extension() != "md") {
            let bytes = match folder.read(path, LARGEST_LEDGER) {
                Ok((bytes, _)) => bytes,
                Err(ReadFailure::TooLarge(_)) => continue,
                Err(ReadFailure::Io(error)) => return Err(error),
            };
            let text = String::from_utf8_lossy(&bytes);
            sources.extend(front_matter::sources(path, &text).value.into_iter().map(|source| (path.clone(), source)));
        }
        Ok(sources)
    }

    /// That there is no such section, and what to do about it.
    pub fn no_section(&self, root: &Path, section: &str, doing: &str) -> Error {
        if root.join("content").join(section).is_symlink() {
            let why = format!("`content/{section}` is a symbolic link, which may lead outside the site");
            return Error::new(doing, why).with_help("put a folder in its place");
        }
        let sections = self.sections();
        let meant = nearest(section, sections.iter().copied());
        let meant = meant.map_or_else(String::new, |meant| format!("; `{meant}` was probably meant"));
        let there = match sections.len() {
            0 => "there is none yet".to_owned(),
            _ => {
                let names: Vec<String> = sections.iter().map(|name| format!("`{name}`")).collect();
                format!("the sections are {}", names.join(", "))
            }
        };
        Error::new(doing, format!("there is no section `{section}`{meant}"))
            .with_help(format!("make it with `byline new section {section}`; {there}"))
    }

    fn documents(&self) -> impl Iterator<Item = &str> {
        self.inventory.documents.iter().filter_map(|path| path.below("content"))
    }
}

/// Whether a section's first folder holds something else than articles.
pub fn reserved(section: &str) -> Option<&'static str> {
    let first = section.split('/').next().unwrap_or(section);
    RESERVED.into_iter().find(|name| *name == first)
}
