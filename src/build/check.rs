//! `byline check`: the pipeline without an output, and every rule.
//!
//! What was parsed and what the rules found is kept for the next time: rules look again at the words, and at the pages,
//! that have changed. A check goes on where nothing can be kept.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

use rayon::prelude::*;

use super::cache::Cache;
use super::changed;
use super::external;
use super::findings::{Asker, Findings, Looked};
use super::git::Changed;
use super::history;
use super::inputs::Inputs;
use super::output::{self, Entry, Output};
use super::overlay::Overlay;
use super::preview::Unwatched;
use super::{Options, Places, Progress, in_pool, lints, settings, site, template_links};
use crate::compose::Composer;
use crate::diagnostics::{self, Diagnostic};
use crate::discover;
use crate::error::Error;
use crate::external::Pace;
use crate::fingerprint::print;
use crate::lint::{Chosen, Overrides, Ran, Wrong};
use crate::render;
use crate::text::RelPath;

/// What a check found.
#[derive(Debug)]
pub struct Report {
    /// The author's mistakes and what the rules found, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk, for showing source lines.
    pub built_in: Vec<(RelPath, String)>,
    /// What became of links to other sites, if they were asked.
    pub external: Option<external::Counts>,
    /// How many articles were looked at.
    pub articles: usize,
    /// In how many of their texts, and on how many pages and files for machines, rules have looked now: what they found in
    /// the others was known.
    pub looked: usize,
    /// How long it took.
    pub elapsed: Duration,
}

/// What a check is asked for, besides what a build is.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What the command line says of levels.
    pub overrides: Overrides,
    /// How fast to ask other sites whether they still answer, if they are to be asked.
    pub external: Option<Pace>,
    /// A revision: only what concerns files that are other than there is reported.
    pub changed_since: Option<String>,
    /// Files and folders: only what is in them, or names them, is reported; of the whole site if there are none.
    pub files: Vec<PathBuf>,
    /// Files as they would be: nothing of such a check is kept.
    pub held: Overlay,
}

/// Checks the site; nothing is written but the cache.
///
/// # Errors
/// A failure of the machine.
pub fn check(options: &Options, asked: &Asked, progress: &dyn Progress) -> Result<Report, Error> {
    let started = Stopwatch::now();
    let places = Places::of(options)?;
    let Asked { overrides, external, changed_since, files, held } = asked;
    let files = files.iter().map(|file| below(&places.root, file)).collect::<Result<Vec<_>, Error>>()?;
    let changed = changed_since.as_ref().map(|revision| changed::since(&places.root, revision)).transpose()?;
    let mut report =
        in_pool(options, || run(options, overrides, *external, changed.as_ref(), held, &places, progress))?;
    report.diagnostics.retain(|one| files.is_empty() || concerns(one, &files));
    diagnostics::sort(&mut report.diagnostics);
    report.elapsed = started.elapsed();
    Ok(report)
}

/// A file or folder of the site, as the site calls it; empty for the root.
fn below(root: &Path, file: &Path) -> Result<String, Error> {
    let doing = || format!("check {}", file.display());
    let failed = |cause: &io::Error| Error::io("check", file, cause).with_help("name a file or a folder of the site");
    let whole = file.canonicalize().or_else(|cause| root.join(file).canonicalize().map_err(|_| cause));
    let (root, whole) = (root.canonicalize(), whole.map_err(|cause| failed(&cause))?);
    let root = root.map_err(|cause| failed(&cause))?;
    let Ok(path) = whole.strip_prefix(&root) else {
        return Err(Error::new(doing(), "it does not lie in the site").with_help("`--root` names the site's folder"));
    };
    Ok(path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

/// Whether a diagnostic is in one of some files and folders, or names a place there; one without a place is about all.
fn concerns(one: &Diagnostic, files: &[String]) -> bool {
    let is_below = |path: &RelPath| {
        files.iter().any(|file| {
            let rest = path.as_str().strip_prefix(file.as_str());
            file.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    one.place.iter().chain(one.related.iter().map(|(place, _)| place)).any(|place| is_below(&place.path))
        || one.place.is_none()
}

fn run(
    options: &Options,
    overrides: &Overrides,
    pace: Option<Pace>,
    changed: Option<&Changed>,
    held: &Overlay,
    places: &Places,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    progress.stage("looking", 0);
    let report = |diagnostics, built_in, articles| Report {
        diagnostics,
        built_in,
        external: None,
        articles,
        looked: 0,
        elapsed: Duration::ZERO,
    };
    let mut found = Vec::new();
    let Some(settings) = settings::read_below(held, &places.root, options)?.collect(&mut found) else {
        return Ok(report(found, Vec::new(), 0));
    };
    let chosen = Chosen::all(&settings.config.lints, overrides);
    let config = settings.config.clone();
    let now = site::instant(options, &settings);
    let cache = Arc::new(Cache::open(&places.cache));
    let inputs = Arc::new(Inputs::new(&places.root, &cache)?.below(held.clone()));
    let inventory = discover::discover(&places.root, &settings.config.exclude)?.collect(&mut found);
    let looked_at = site::look(&inputs, &settings, inventory, &found, options, progress)?;
    let checked = site::check(&inputs, settings, looked_at, site::Purpose::Build, options, progress)?;
    let site::Checked { output, diagnostics, built_in, kept, levels: _ } = checked;
    let is_kept = held.is_empty();
    if is_kept {
        // If it cannot be kept, the next check takes longer.
        let _ = cache.save(kept.state(cache.state()));
    }
    // From here on a build can keep what it finds.
    cache.release();
    found.extend(diagnostics);
    let Some(output) = output else {
        return Ok(report(found, built_in, 0));
    };
    let findings = Findings::open(&cache, Asker::Check, &chosen, output.parse_options());
    found.extend(render::inspect(output.inventory(), &places.root, &config)?);
    let written = render::written_addresses(output.inventory(), &places.root, &config.theme)?;
    found.extend(template_links::check(&output, &config, written));
    let articles = output.editions().iter().map(|edition| edition.site().articles.len()).sum();
    progress.stage("reading", articles);
    let started = Stopwatch::now();
    found.extend(lints::run(&output, &chosen, now, &findings, &|path| progress.step(path, started))?);
    if chosen.reads_history() {
        found.extend(history::run(&output, &chosen, now)?);
    }
    let mut asked = None;
    if let Some(pace) = pace {
        let (of_links, counts) = external::check(&output, &places.cache, pace, now, progress)?;
        found.extend(of_links);
        asked = Some(counts);
    }
    let has_errors = found.iter().any(Diagnostic::is_error);
    if !has_errors {
        found.extend(rendered(&output, &chosen, &findings, progress)?);
    }
    let looked = findings.looked();
    if is_kept {
        findings.keep(!has_errors);
    }
    let levels = site::levels(&config, output.allowances(), now, overrides);
    let ran = match pace {
        _ if has_errors => Ran::Sources,
        Some(_) => Ran::External,
        None => Ran::Check,
    };
    let mut judged = levels.judge(found, ran);
    if let Some(changed) = changed {
        changed::retain(&mut judged, changed);
    }
    Ok(Report { external: asked, looked, ..report(judged, built_in, articles) })
}

/// What would keep the site from being built, as far as its files and settings alone tell: no rule is run, no page is
/// rendered, and nothing is written.
///
/// # Errors
/// A failure of the machine.
pub fn errors(options: &Options) -> Result<Vec<Diagnostic>, Error> {
    let places = Places::of(options)?;
    let mut found = Vec::new();
    in_pool(options, || {
        let Some(settings) = settings::read(&places.root, options)?.collect(&mut found) else {
            return Ok(());
        };
        let cache = Arc::new(Cache::open_to_read(&places.cache));
        let inputs = Arc::new(Inputs::new(&places.root, &cache)?);
        let inventory = discover::discover(&places.root, &settings.config.exclude)?.collect(&mut found);
        let looked_at = site::look(&inputs, &settings, inventory, &found, options, &Unwatched)?;
        found.extend(site::check(&inputs, settings, looked_at, site::Purpose::Build, options, &Unwatched)?.diagnostics);
        Ok(())
    })?;
    found.retain(Diagnostic::is_error);
    diagnostics::sort(&mut found);
    Ok(found)
}

/// What is wrong with the pages and the files for machines, which are rendered, looked at and not kept; those that are made
/// from what they were made from before are not even rendered.
fn rendered(
    output: &Output,
    chosen: &Chosen,
    findings: &Findings<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Diagnostic>, Error> {
    let (studios, briefs) = (output.studios(), output.briefs());
    let files = output.files(&briefs);
    let composers: Vec<[Composer<'_>; 2]> =
        studios.iter().map(|studio| [studio.composer(), studio.item_composer()]).collect();
    let entries = output.entries(&files);
    progress.stage("rendering", entries.len());
    let looks = chosen.looks_at_pages();
    let failures = Mutex::new(Vec::new());
    let looked_at = Mutex::new(Vec::new());
    entries.par_iter().enumerate().try_for_each(|(number, (at, entry))| {
        let started = Stopwatch::now();
        let (studio, briefs, files) = (&studios[*at], &briefs[*at], &files[*at]);
        let [composer, items] = &composers[*at];
        let failed = |broken| {
            failures.lock().unwrap_or_else(PoisonError::into_inner).push(broken);
            Looked::Nowhere
        };
        match entry {
            Entry::Page(key) => {
                let (brief, edition) = (briefs.of(*key), studio.edition());
                let made_from = print(&(studio.parts(*key, &brief), lints::written(edition, *key)));
                let found = findings.of_output(studio.page_path(&brief), made_from, || {
                    Ok::<Looked<Wrong>, Error>(match studio.render(*key, &brief, composer, files)? {
                        Ok(html) if looks => Looked::AtIt(lints::of_page(edition, *key, &html, chosen)),
                        Ok(_) => Looked::AtIt(Vec::new()),
                        Err(broken) => failed(broken),
                    })
                })?;
                if !found.is_empty() {
                    let page = (number, (lints::origin(output, edition, *key, &brief), found));
                    looked_at.lock().unwrap_or_else(PoisonError::into_inner).push(page);
                }
            }
            Entry::File(key) => {
                let Some(brief) = files.of(*key) else { return Ok(()) };
                let (path, made_from) = (studio.path(brief.path()), print(&studio.file_parts(&brief)));
                findings.of_output(path, made_from, || {
                    let made = studio.file(&brief, composer, items)?;
                    Ok::<Looked<Wrong>, Error>(made.map_or_else(failed, |_| Looked::AtIt(Vec::new())))
                })?;
            }
            _ => {}
        }
        progress.step("", started);
        Ok::<(), Error>(())
    })?;
    let mut found = output::once_each(failures.into_inner().unwrap_or_else(PoisonError::into_inner));
    // The threads finish in any order; the pages have one.
    let mut pages = looked_at.into_inner().unwrap_or_else(PoisonError::into_inner);
    pages.sort_by_key(|(number, _)| *number);
    found.extend(lints::of_pages(output, &pages.into_iter().map(|(_, page)| page).collect::<Vec<_>>()));
    Ok(found)
}
