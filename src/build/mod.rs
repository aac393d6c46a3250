//! The stages, one after the other.
//!
//! In: the [`Options`] of one command, and what the last build left in the [`cache`]. Out: a [`Report`].
//!
//! 1. [`settings`] reads site.toml, and its Markdown texts.
//! 2. [`inputs`] says what each file contains, [`documents`] parses those that have changed, after [`preprocessors`] have
//!    been given them.
//! 3. [`unchanged`] ends a build of which nothing changed.
//! 4. [`site`] connects the documents, [`style`] loads what their references are written in, [`cards`] who draws social cards, [`dataset`] the rows of data; [`Output`] is the result as a value: which paths, and the bytes of each.
//! 5. [`pages`] renders the pages that changed and gives all to [`write`](crate::write); [`explain`] says why, and
//!    [`page_rules`] looks at them where that may fail the build. [`search`]
//!    makes the files of the search when all pages are rendered, [`compressed`] compressed copies of all files.
//! 6. The state is left for the next build. [`verify`] compares the output with what a clean build makes.
//!
//! [`session`] looks again and again with what the last pass left in [`memory`], up to the output as a value; [`preview`]
//! makes any of its files when it is asked for. For an editor it goes without the output, and with what the editor has
//! not saved yet: an [`overlay`]; [`draft`] connects one document meanwhile, and lets the
//! rules look at it.
//!
//! [`check`] is a build without an output that lets [`lints`] run every rule, [`template_links`] look at what templates link to, and [`external`] ask
//! other sites where it is wanted; a build runs those that are to fail it. Both keep their [`findings`].
//!
//! [`urls`] lists the addresses beside those of [`lock`], [`next`] says when the output will change by itself, [`due`] which
//! reviews fall due, [`theme`] what is doubtful in templates; none of them builds anything. [`diff`] compares the output as a value with another.
//!
//! Invariant: what an [`Output`] holds is a function of the files, the options and byline's version alone; nothing is
//! put in place before every page has rendered.

pub mod cache;
mod cards;
mod changed;
pub mod check;
mod compressed;
mod dataset;
pub mod diff;
pub mod documents;
pub mod draft;
pub mod due;
pub mod explain;
pub mod external;
mod findings;
pub mod fix;
pub mod git;
pub mod history;
mod house_style;
pub mod inputs;
pub mod lints;
pub mod lock;
pub mod memory;
pub mod next;
pub mod output;
pub mod overlay;
mod page_rules;
mod pages;
mod places;
pub mod preprocessors;
pub mod preview;
pub mod search;
pub mod session;
pub mod settings;
mod site;
mod style;
mod template_links;
pub mod theme;
mod unchanged;
pub mod urls;
pub mod verify;

use std::any::Any;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use crate::date::Instant;
use crate::diagnostics::{self, Code, Diagnostic};
use crate::discover;
use crate::error::Error;
use crate::lint::Ran;
use crate::render;
use crate::text::RelPath;

use cache::Cache;
use explain::Rendered;
use findings::{Asker, Findings};
use inputs::Inputs;
pub use output::Output;
pub use places::Places;
pub use search::Searched;

/// What a build is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of site.toml.
    pub root: PathBuf,
    /// The output folder; `public` below the root by default. Relative to the current folder.
    pub output: Option<PathBuf>,
    /// Used instead of site.toml's `base_url`.
    pub base_url: Option<String>,
    /// Whether drafts are built.
    pub drafts: bool,
    /// Whether articles that are not yet due are built.
    pub future: bool,
    /// The instant of the build; it enters here and nowhere else.
    pub now: Now,
    /// How many threads to use; one for each processor by default.
    pub jobs: Option<usize>,
    /// Whether to build beside foreign files.
    pub force: bool,
}

/// The instant of the build.
#[derive(Clone, Copy, Debug)]
pub enum Now {
    /// A day or an instant; a day is its midnight in the site's zone.
    Date(crate::date::Date),
    /// An instant: SOURCE_DATE_EPOCH or the clock.
    Instant(Instant),
}

/// Told how far a build has come, from every thread.
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn stage(&self, name: &'static str, steps: usize);
    /// One more step, such as a document or a page, is done that was begun at `started`.
    fn step(&self, what: &str, started: Stopwatch);
    /// Whether the person who waits wants no more of it; nothing is put in place then.
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// Ends a build that nobody wants any more.
///
/// # Errors
/// If it was interrupted.
fn go_on(progress: &dyn Progress) -> Result<(), Error> {
    if progress.is_interrupted() { Err(Error::new("finish the build", "it was interrupted")) } else { Ok(()) }
}

/// What a build did.
#[derive(Debug)]
pub struct Report {
    /// The author's mistakes, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk (the built-in theme), for showing source lines.
    pub built_in: Vec<(RelPath, String)>,
    /// The output folder.
    pub output: PathBuf,
    /// What was done; `None` if an error kept everything from being written.
    pub done: Option<Done>,
    /// The pages and files for machines that were made and why, sorted by path.
    pub rendered: Vec<Rendered>,
    /// How long it took.
    pub elapsed: Duration,
    /// What it was made from.
    pub remains: Remains,
}

/// What a build was made from, which goes with its report.
#[derive(Default)]
pub struct Remains(Vec<Box<dyn Any + Send>>);

impl Remains {
    /// Leaves it to the system, which takes memory back faster than it can be given back in parts; only for a process that
    /// ends.
    pub fn leave(self) {
        std::mem::forget(self);
    }
}

impl fmt::Debug for Remains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Remains({})", self.0.len())
    }
}

/// What a build that wrote did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Pages.
    pub pages: usize,
    /// Pages that were rendered; the others were known to be what they are.
    pub rendered: usize,
    /// Files of the site that were read; the others were known to be unchanged.
    pub read: usize,
    /// Files of the output: pages, pictures and all else.
    pub files: usize,
    /// Files that were new or had changed.
    pub written: usize,
    /// Files that are no longer part of the site.
    pub removed: usize,
    /// How many times a file was compressed.
    pub compressed: usize,
    /// What the search reads; `None` if the site has none, or nothing changed.
    pub searched: Option<Searched>,
}

/// Builds the site.
///
/// # Errors
/// A failure of the machine; the author's mistakes are in the report.
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    let started = Stopwatch::now();
    let places = Places::of(options)?;
    in_pool(options, || run(options, &places, progress, started))
}

/// Runs on threads that can render.
fn in_pool<T: Send>(options: &Options, run: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Error> {
    // A thread's stack is reserved, not used: templates that include each other deeply need it.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs.unwrap_or(0)).stack_size(render::STACK_SIZE);
    let pool = pool.build().map_err(|cause| Error::new("start the threads of the build", cause.to_string()))?;
    pool.install(run)
}

fn run(options: &Options, places: &Places, progress: &dyn Progress, started: Stopwatch) -> Result<Report, Error> {
    progress.stage("looking", 0);
    let report = |mut diagnostics: Vec<Diagnostic>, built_in, made: Option<pages::Built>, remains| {
        diagnostics::sort(&mut diagnostics);
        let (done, rendered) = made.map_or((None, Vec::new()), |made| (Some(made.done), made.rendered));
        let (output, elapsed) = (places.output.clone(), started.elapsed());
        Report { diagnostics, built_in, output, done, rendered, elapsed, remains: Remains(remains) }
    };
    let mut diagnostics = Vec::new();
    let Some(settings) = settings::read(&places.root, options)?.collect(&mut diagnostics) else {
        return Ok(report(diagnostics, Vec::new(), None, Vec::new()));
    };
    let (cache, inventory) =
        rayon::join(|| Cache::open(&places.cache), || discover::discover(&places.root, &settings.config.exclude));
    let cache = Arc::new(cache);
    let inventory = inventory?.collect(&mut diagnostics);
    let inputs = Arc::new(Inputs::new(&places.root, &cache)?);
    let found = site::look(&inputs, &settings, inventory, &diagnostics, options, progress)?;
    if let Some((reported, made)) = unchanged::build(&inputs, &found, &settings, places, options, progress)? {
        return Ok(report(reported, render::built_in_texts(), Some(made), vec![Box::new((found, inputs, cache))]));
    }
    let checked = site::check(&inputs, settings, found, site::Purpose::Build, options, progress)?;
    let site::Checked { output, diagnostics: found, built_in, kept, levels } = checked;
    diagnostics.extend(found);
    if let Some(output) = output.as_ref().filter(|_| !kept.rules().is_empty()) {
        progress.stage("reading", 0);
        let findings = Findings::open(&cache, Asker::Build, kept.rules(), output.parse_options());
        diagnostics.extend(lints::run(output, kept.rules(), kept.now(), &findings, &|_| {})?);
        findings.keep(true);
    }
    let mut diagnostics = levels.judge(diagnostics, Ran::Build);
    let Some(output) = output.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) else {
        keep_documents(&cache, kept, &mut diagnostics);
        return Ok(report(diagnostics, built_in, None, vec![Box::new((inputs, cache))]));
    };
    let judged = pages::Judged { diagnostics: &diagnostics, levels: &levels };
    let made = pages::make(&inputs, &output, &kept, judged, places, options, progress)?;
    let made = made.collect(&mut diagnostics);
    let (made, state) = match made {
        Some((made, state)) => (Some(made), state),
        None => (None, kept.state(cache.state())),
    };
    diagnostics.extend(cache.save(state).err().map(not_kept));
    Ok(report(diagnostics, built_in, made, vec![Box::new((output, inputs, cache))]))
}

/// Leaves what was parsed for the next build, although this one cannot be written.
fn keep_documents(cache: &Cache, kept: site::KeptFiles, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(cache.save(kept.state(cache.state())).err().map(not_kept));
}

/// The warning that the next build will take longer than it needs to.
fn not_kept(error: Error) -> Diagnostic {
    let message = format!("nothing can be kept for the next build: {error}");
    Diagnostic::at(Code::CacheNotWritten, None, message)
        .help("make the folder `.byline` of the site writable, or remove what stands in its place")
}
