//! `byline diff`: the site as it would be now, beside a built output or a revision of its repository.
//!
//! In: the [`Options`] of a build, and what to compare with. Out: a [`Comparison`], or the mistakes that stand in its way.
//!
//! 1. [`revision`] asks `git` for the files of a revision.
//! 2. [`side`] gives the files of each side: of an [`Output`] as a value, as a build makes them, or of a folder.
//! 3. [`page`] reads from the HTML of a page what a reader sees: its words, dates and sources.
//! 4. [`passages`] finds the passages that differ.
//!
//! The words are taken from the pages, because every output has those: copies in Markdown are made on request, and an
//! output folder has nothing else.
//!
//! Invariant: the output and the repository are read and never written.

pub mod page;
pub mod passages;
mod revision;
mod side;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::Cache;
use super::inputs::Inputs;
use super::{Options, Output, Places, Progress, in_pool, settings, site};
use crate::diagnostics::{self, Code, Diagnostic};
use crate::discover;
use crate::error::Error;
use crate::text::RelPath;
use crate::write::{self, Record, compressed};

use super::git::Commit;
use page::Page;
use passages::Passage;
use revision::Revision;
use side::{Held, Side};

/// What comparing came to.
pub enum Diffed {
    /// One of the two sites has errors, so there is nothing to compare.
    Broken(Broken),
    /// What differs.
    Compared(Comparison),
}

/// A site that has errors.
pub struct Broken {
    /// The author's mistakes, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk.
    pub built_in: Vec<(RelPath, String)>,
    /// The revision that it is, if it is not the site as it is now.
    pub revision: Option<String>,
    /// Its folder.
    pub root: PathBuf,
    /// Keeps the folder until the mistakes are shown.
    _kept: Option<Revision>,
}

/// What differs between two states of a site.
#[derive(Debug)]
pub struct Comparison {
    /// What the site was compared with: a revision, or a folder.
    pub with: With,
    /// Addresses of pages that were added, changed or removed, sorted.
    pub pages: Vec<PageChange>,
    /// Other files that were added, changed or removed, sorted.
    pub files: Vec<FileChange>,
    /// What there was.
    pub before: Totals,
    /// What there is now.
    pub after: Totals,
}

/// What a site is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// A built output.
    Output(PathBuf),
    /// A revision as it was named.
    Revision(String),
}

/// The size of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Pages, redirects not among them.
    pub pages: usize,
    /// Files, pages among them.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

/// What became of an address or a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// It is another.
    Changed,
    /// It is gone.
    Removed,
}

/// A page that differs.
#[derive(Debug)]
pub struct PageChange {
    /// What became of it.
    pub what: What,
    /// The address within the site: `/coast/tides/`.
    pub address: String,
    /// Where the address leads now, if it is a redirect.
    pub leads_to: Option<String>,
    /// Whether an address that is gone is that of a further page of a list, which nobody promised to keep.
    pub is_further: bool,
    /// The title.
    pub title: String,
    /// The file that the page is made from.
    pub document: Option<RelPath>,
    /// Bytes before and after.
    pub sizes: [Option<u64>; 2],
    /// Dates by name, before and after.
    pub dates: Vec<(&'static str, [Option<String>; 2])>,
    /// The description for search engines, before and after.
    pub description: Option<[String; 2]>,
    /// Sources that it cites now.
    pub sources_added: Vec<String>,
    /// Sources that it cites no longer.
    pub sources_removed: Vec<String>,
    /// Passages that differ, of a page that is made from a document.
    pub passages: Vec<Passage>,
}

impl PageChange {
    /// Whether an address is gone and leads nowhere.
    pub fn is_lost(&self) -> bool {
        self.what == What::Removed && self.leads_to.is_none() && !self.is_further
    }

    /// Whether nothing is known to differ but the markup, or what the page shows of others.
    pub fn is_markup(&self) -> bool {
        let PageChange { what, dates, description, sources_added, sources_removed, passages, leads_to, .. } = self;
        *what == What::Changed
            && leads_to.is_none()
            && dates.is_empty()
            && description.is_none()
            && sources_added.is_empty()
            && sources_removed.is_empty()
            && passages.is_empty()
    }
}

/// Another file that differs.
#[derive(Debug)]
pub struct FileChange {
    /// What became of it.
    pub what: What,
    /// Its path in the output.
    pub path: String,
    /// Bytes before and after.
    pub sizes: [Option<u64>; 2],
}

impl Comparison {
    /// Whether both are the same, byte for byte.
    pub fn is_same(&self) -> bool {
        self.pages.is_empty() && self.files.is_empty()
    }
}

/// Compares the site as a build would make it with an output folder or a revision; neither is changed.
///
/// # Errors
/// A failure of the machine, or if `with` is neither.
pub fn diff(options: &Options, with: &str, progress: &dyn Progress) -> Result<Diffed, Error> {
    let places = Places::of(options)?;
    in_pool(options, || run(options, &places, with, progress))
}

fn run(options: &Options, places: &Places, with: &str, progress: &dyn Progress) -> Result<Diffed, Error> {
    let against = Against::find(with, places)?;
    let cache = Cache::open_to_read(&places.cache);
    let now = match connect(options, cache, progress)? {
        Connected::Output(output) => output,
        Connected::Broken(diagnostics, built_in) => {
            let root = places.root.clone();
            return Ok(Diffed::Broken(Broken { diagnostics, built_in, revision: None, root, _kept: None }));
        }
    };
    let commit = match against {
        Against::Output(folder) => {
            let before = Side::of_folder(&folder)?;
            let with = With::Output(folder.clone());
            return now.preview(|now| Ok(Diffed::Compared(compare(with, &before, &Side::Output(now), progress)?)));
        }
        Against::Revision(commit) => commit,
    };
    progress.stage("reading the revision", 0);
    let revision = Revision::read(&revision::repository(&places.root, with), &commit, &places.cache)?;
    let root = revision.folder().to_owned();
    let options = Options { root: root.clone(), output: None, ..options.clone() };
    let then = match connect(&options, Cache::none(), progress)? {
        Connected::Output(output) => output,
        Connected::Broken(diagnostics, built_in) => {
            let (name, kept) = (Some(with.to_owned()), Some(revision));
            return Ok(Diffed::Broken(Broken { diagnostics, built_in, revision: name, root, _kept: kept }));
        }
    };
    let with = With::Revision(with.to_owned());
    now.preview(|now| {
        then.preview(|then| Ok(Diffed::Compared(compare(with, &Side::Output(then), &Side::Output(now), progress)?)))
    })
}

/// What a name on the command line means.
enum Against {
    Output(PathBuf),
    Revision(Commit),
}

impl Against {
    /// A folder with byline's manifest, else a revision.
    fn find(with: &str, places: &Places) -> Result<Against, Error> {
        let folder = Path::new(with);
        let is_folder = folder.is_dir();
        if is_folder && write::is_output(folder)? {
            return Ok(Against::Output(folder.to_owned()));
        }
        match revision::repository(&places.root, with).commit(with) {
            Ok(commit) => Ok(Against::Revision(commit)),
            Err(_) if is_folder => Err(Error::new(
                format!("compare with the folder {with}"),
                "byline has not built it: there is no `.byline-site` in it",
            )
            .with_help("name a folder that `byline build` wrote, or a revision such as `main`")),
            Err(error) => Err(error),
        }
    }
}

/// A site up to its output as a value.
enum Connected {
    Output(Box<Output>),
    Broken(Vec<Diagnostic>, Vec<(RelPath, String)>),
}

fn connect(options: &Options, cache: Cache, progress: &dyn Progress) -> Result<Connected, Error> {
    let places = Places::of(options)?;
    let mut diagnostics = Vec::new();
    let Some(settings) = settings::read(&places.root, options)?.collect(&mut diagnostics) else {
        return Ok(Connected::Broken(diagnostics, Vec::new()));
    };
    let inputs = Arc::new(Inputs::new(&places.root, &Arc::new(cache))?);
    let inventory = discover::discover(&places.root, &settings.config.exclude)?.collect(&mut diagnostics);
    let looked_at = site::look(&inputs, &settings, inventory, &diagnostics, options, progress)?;
    // An address that was promised and is gone is shown with all others: it is no reason to show nothing.
    let checked = site::check(&inputs, settings, looked_at, site::Purpose::List, options, progress)?;
    diagnostics.extend(checked.diagnostics);
    diagnostics.retain(|diagnostic| diagnostic.code != Code::MissingLock);
    diagnostics::sort(&mut diagnostics);
    match checked.output {
        Some(output) if !diagnostics.iter().any(Diagnostic::is_error) => Ok(Connected::Output(Box::new(output))),
        _ => Ok(Connected::Broken(diagnostics, checked.built_in)),
    }
}

/// Compares two sites, file by file.
fn compare(with: With, before: &Side<'_>, after: &Side<'_>, progress: &dyn Progress) -> Result<Comparison, Error> {
    let mut paths: BTreeMap<String, [bool; 2]> = BTreeMap::new();
    for (at, side) in [before, after].into_iter().enumerate() {
        for path in side.paths()? {
            if let Some(is_there) = paths.entry(path.to_owned()).or_default().get_mut(at) {
                *is_there = true;
            }
        }
    }
    // A compressed copy says what its file says, and the output as a value has none.
    let copies: Vec<String> = paths
        .iter()
        .filter_map(|(path, [was, is])| {
            let original = paths.get(compressed::original(path)?)?;
            (*was && !is && original[0]).then(|| path.clone())
        })
        .collect();
    for copy in copies {
        paths.remove(&copy);
    }
    progress.stage("comparing", paths.len());
    let compared: Vec<Compared> = paths
        .par_iter()
        .map(|(path, [was, is])| {
            let read = |side: &Side<'_>, is_there: bool| if is_there { side.file(path) } else { Ok(None) };
            Ok(one(path, read(before, *was)?, read(after, *is)?, after))
        })
        .collect::<Result<_, Error>>()?;
    let mut comparison =
        Comparison { with, pages: Vec::new(), files: Vec::new(), before: Totals::default(), after: Totals::default() };
    for Compared { before, after, change } in compared {
        comparison.before.add(before);
        comparison.after.add(after);
        match change {
            Some(Change::Page(page)) => comparison.pages.push(*page),
            Some(Change::File(file)) => comparison.files.push(file),
            None => {}
        }
    }
    comparison.pages.sort_by(|a, b| a.address.cmp(&b.address));
    Ok(comparison)
}

impl Totals {
    fn add(&mut self, file: Option<(bool, u64)>) {
        if let Some((is_page, size)) = file {
            self.pages += usize::from(is_page);
            self.files += 1;
            self.bytes += size;
        }
    }
}

/// A file of either side.
struct Compared {
    /// Whether it is a page, and its size.
    before: Option<(bool, u64)>,
    after: Option<(bool, u64)>,
    change: Option<Change>,
}

enum Change {
    Page(Box<PageChange>),
    File(FileChange),
}

fn one(path: &str, before: Option<Held>, after: Option<Held>, now: &Side<'_>) -> Compared {
    let records = [&before, &after].map(|held| held.as_ref().map(Held::record));
    let sizes = records.map(|record| record.map(|Record { size, .. }| size));
    let is_html = path.ends_with(".html");
    let leads_to = [&before, &after].map(|held| held.as_ref().filter(|_| is_html).and_then(Held::redirect));
    let total = |at: usize| {
        let size = sizes.get(at).copied().flatten()?;
        Some((is_html && leads_to.get(at).is_some_and(Option::is_none), size))
    };
    let totals = (total(0), total(1));
    let change = match records {
        [before, after] if before == after => None,
        [was, is] if !is_html => {
            let what = what(was.is_some(), is.is_some());
            Some(Change::File(FileChange { what, path: path.to_owned(), sizes }))
        }
        _ => Some(Change::Page(Box::new(page_change(path, before, after, leads_to, sizes, now)))),
    };
    Compared { before: totals.0, after: totals.1, change }
}

fn what(was: bool, is: bool) -> What {
    match (was, is) {
        (false, _) => What::Added,
        (true, true) => What::Changed,
        (true, false) => What::Removed,
    }
}

fn page_change(
    path: &str,
    before: Option<Held>,
    after: Option<Held>,
    [led_to, leads_to]: [Option<String>; 2],
    sizes: [Option<u64>; 2],
    now: &Side<'_>,
) -> PageChange {
    // An address whose page has given way to a redirect is gone as a page; where it leads is said with it.
    let was_page = before.is_some() && led_to.is_none();
    let is_page = after.is_some() && leads_to.is_none();
    let what = match (was_page, is_page) {
        (true, false) => What::Removed,
        (false, true) => What::Added,
        _ => what(before.is_some(), after.is_some()),
    };
    let (address, document) = (address(path), now.document(path));
    let is_further = further(&address);
    let read = |held: &Option<Held>| held.as_ref().and_then(Held::text).map(|html| Page::read(&html));
    let (before, after) = (before.filter(|_| was_page), after.filter(|_| is_page));
    let (before, after) = (read(&before), read(&after));
    let title = after.as_ref().or(before.as_ref()).and_then(|page| page.title.clone()).unwrap_or_default();
    let mut change = PageChange {
        what,
        address,
        leads_to,
        is_further,
        title,
        document,
        sizes,
        dates: Vec::new(),
        description: None,
        sources_added: Vec::new(),
        sources_removed: Vec::new(),
        passages: Vec::new(),
    };
    if let (Some(before), Some(after)) = (before, after) {
        for name in page::DATES {
            let dates = [&before, &after].map(|page| page.dates.get(name).cloned());
            if dates.first() != dates.last() {
                change.dates.push((name, dates));
            }
        }
        if before.description != after.description {
            change.description = Some([before.description, after.description].map(Option::unwrap_or_default));
        }
        let missing = |of: &[String], those: &[String]| -> Vec<String> {
            those.iter().filter(|one| !of.contains(one)).cloned().collect()
        };
        change.sources_added = missing(&before.sources, &after.sources);
        change.sources_removed = missing(&after.sources, &before.sources);
        if change.document.is_some() {
            change.passages = passages::passages(&before.text, &after.text);
        }
    }
    change
}

/// The address that a file of the output answers.
fn address(path: &str) -> String {
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    format!("/{path}")
}

/// Whether an address is that of a further page of a list: `/coast/page/2/`.
fn further(address: &str) -> bool {
    let mut parts = address.trim_end_matches('/').rsplit('/');
    let number = parts.next().unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && parts.next() == Some("page")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_which_a_server_answers_with_the_file() {
        let addresses = ["index.html", "a/index.html", "404.html", "a/myindex.html"].map(address);
        assert_eq!(addresses, ["/", "/a/", "/404.html", "/a/myindex.html"]);
    }

    #[test]
    fn only_a_numbered_page_of_a_list_is_a_further_page() {
        assert!(further("/coast/page/2/") && further("/page/10/"));
        assert!(!further("/page/") && !further("/coast/2/") && !further("/page/two/") && !further("/"));
    }
}
