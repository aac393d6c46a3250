//! The stages, one after the other.
//!
//! In: the [`Options`] of one command. Out: a [`Report`].
//!
//! 1. [`settings`] reads site.toml, and its Markdown texts.
//! 2. [`documents`] reads and parses every document.
//! 3. [`Output`] is the result as a value: which paths, and the bytes of each. [`build`] gives it to
//!    [`write`](crate::write).
//!
//! Invariant: what an [`Output`] holds is a function of the files, the options and byline's version alone; nothing is
//! put in place before every page has rendered.

pub mod documents;
pub mod output;
pub mod settings;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Stopwatch};

use rayon::prelude::*;

use crate::date::Instant;
use crate::diagnostics::{self, Diagnosed, Diagnostic};
use crate::discover::{self, Inventory};
use crate::error::Error;
use crate::parse::ParseOptions;
use crate::render::{self, Renderer};
use crate::resolve;
use crate::text::RelPath;
use crate::write::{Seen, Target, WriteReport, Writer};

use documents::Documents;
pub use output::Output;
use settings::Settings;

/// The name of the output folder below the root, unless another is asked for.
const OUTPUT: &str = "public";

/// The name of the cache folder below the root.
const CACHE: &str = ".byline";

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
    /// One more step is done.
    fn step(&self);
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
    /// How long it took.
    pub elapsed: Duration,
}

/// What a build that wrote did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Pages.
    pub pages: usize,
    /// Files of the output: pages, pictures and all else.
    pub files: usize,
    /// Files that were new or had changed.
    pub written: usize,
    /// Files that are no longer part of the site.
    pub removed: usize,
}

/// Builds the site.
///
/// # Errors
/// A failure of the machine; the author's mistakes are in the report.
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    let started = Stopwatch::now();
    // A thread's stack is reserved, not used: templates that include each other deeply need it.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs.unwrap_or(0)).stack_size(render::STACK_SIZE);
    let pool = pool.build().map_err(|cause| Error::new("start the threads of the build", cause.to_string()))?;
    pool.install(|| run(options, progress, started))
}

fn run(options: &Options, progress: &dyn Progress, started: Stopwatch) -> Result<Report, Error> {
    let places = Places::of(options)?;
    let Checked { output, mut diagnostics, built_in } = check(options, &places, progress)?;
    let done = match &output {
        Some(output) if !diagnostics.iter().any(Diagnostic::is_error) => {
            write(output, &places, options.force, progress)?.collect(&mut diagnostics)
        }
        _ => None,
    };
    diagnostics::sort(&mut diagnostics);
    Ok(Report { diagnostics, built_in, output: places.output, done, elapsed: started.elapsed() })
}

/// The folders of a build.
pub struct Places {
    /// The folder of site.toml.
    pub root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// The cache.
    pub cache: PathBuf,
}

impl Places {
    /// The folders that the options name.
    ///
    /// # Errors
    /// If the root is not a folder.
    pub fn of(options: &Options) -> Result<Places, Error> {
        Places::new(&options.root, options.output.as_deref())
    }

    /// The folders of a root, and of an output if it is not the usual one.
    ///
    /// # Errors
    /// If the root is not a folder.
    pub fn new(root: &Path, output: Option<&Path>) -> Result<Places, Error> {
        let metadata = root.metadata().map_err(|cause| Error::io("read the folder", root, &cause))?;
        if !metadata.is_dir() {
            let error = Error { path: Some(root.to_owned()), ..Error::new("read the folder", "it is a file") };
            return Err(error.with_help("name the folder of site.toml: `--root DIR`"));
        }
        let output = output.map_or_else(|| root.join(OUTPUT), Path::to_owned);
        Ok(Places { root: root.to_owned(), output, cache: root.join(CACHE) })
    }

    /// The folders as `write` takes them, with the site's title.
    pub fn target<'a>(&'a self, site: &'a str, force: bool) -> Target<'a> {
        Target { root: &self.root, output: &self.output, cache: &self.cache, site, force }
    }
}

/// What the stages made before anything is rendered.
struct Checked {
    /// The output as a value; `None` if there is no site or no theme to make it from.
    output: Option<Output>,
    diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk.
    built_in: Vec<(RelPath, String)>,
}

/// Runs the stages up to the output as a value.
///
/// # Errors
/// A failure of the machine.
fn check(options: &Options, places: &Places, progress: &dyn Progress) -> Result<Checked, Error> {
    let mut diagnostics = Vec::new();
    let root = places.root.as_path();
    let Some(settings) = settings::read(root, options)?.collect(&mut diagnostics) else {
        return Ok(Checked { output: None, diagnostics, built_in: Vec::new() });
    };
    let inventory = discover::discover(root)?.collect(&mut diagnostics);
    let config = &settings.config;
    let renderer = Renderer::load(&inventory, root, &config.theme, &config.language)?.collect(&mut diagnostics);
    let parse_options = ParseOptions {
        markdown: config.markdown.clone(),
        taxonomies: config.taxonomies.keys().cloned().collect(),
        timezone: config.timezone.clone(),
        language: config.language.clone(),
    };
    let documents = documents::read(root, &inventory.documents, &config.languages, &parse_options, progress)?
        .collect(&mut diagnostics);
    let texts = settings.texts(&parse_options).collect(&mut diagnostics);
    let Some(renderer) = renderer else {
        return Ok(Checked { output: None, diagnostics, built_in: render::built_in_texts() });
    };
    let built_in = renderer.built_in().to_vec();
    let theme_files = output::theme_files(&renderer, &inventory);
    let now = match options.now {
        Now::Instant(instant) => instant,
        Now::Date(date) => date.instant(&config.timezone),
    };
    let input = input(&documents, &texts, &inventory, &settings, &renderer, &theme_files, now, options);
    let site = resolve::resolve(&input).collect(&mut diagnostics);
    let Settings { config, .. } = settings;
    let output = Output::new(places.root.clone(), config, texts, inventory, documents, site, renderer);
    Ok(Checked { output: Some(output), diagnostics, built_in })
}

#[expect(clippy::too_many_arguments, reason = "each is one of the things that resolving reads")]
fn input<'a>(
    documents: &Documents,
    texts: &'a [crate::compose::Setting],
    inventory: &'a Inventory,
    settings: &'a Settings,
    renderer: &'a Renderer,
    theme_files: &'a [String],
    now: Instant,
    options: &Options,
) -> resolve::Input<'a> {
    resolve::Input {
        articles: documents.articles.iter().map(|article| article.facts.clone()).collect(),
        sections: documents.sections.iter().map(|section| section.facts.clone()).collect(),
        people: documents.people.iter().map(|person| person.facts.clone()).collect(),
        ledger: documents.ledger.clone(),
        sidecars: documents.sidecars.clone(),
        settings: texts.iter().map(|text| &text.references).collect(),
        inventory,
        config: &settings.config,
        signatures: renderer.signatures(),
        templates: renderer.templates(),
        theme_files,
        now,
        drafts: options.drafts,
        future: options.future,
    }
}

/// Renders every page and puts the output in place; `None` and diagnostics if a page could not be rendered.
fn write(
    output: &Output,
    places: &Places,
    force: bool,
    progress: &dyn Progress,
) -> Result<Diagnosed<Option<Done>>, Error> {
    let writer = Writer::open(&places.target(output.title(), force), Seen::default())?;
    let studio = output.studio();
    let composer = studio.composer();
    let briefs = studio.briefs();
    let entries = output.entries();
    progress.stage("rendering", entries.len());
    let failures: Vec<(Diagnostic, Option<RelPath>)> = entries
        .par_iter()
        .map(|entry| {
            let result = studio.put(entry, &briefs, &composer, &writer);
            progress.step();
            result
        })
        .collect::<Result<Vec<Option<(Diagnostic, Option<RelPath>)>>, Error>>()?
        .into_iter()
        .flatten()
        .collect();
    if !failures.is_empty() {
        return Ok(Diagnosed { value: None, diagnostics: output::once_each(failures) });
    }
    let pages = entries.iter().filter(|entry| entry.is_page()).count();
    progress.stage("writing", 0);
    let (WriteReport { files, written, removed, edited, .. }, _) = writer.commit()?;
    let diagnostics = edited.iter().map(|path| output::edited(places, path)).collect();
    Ok(Diagnosed { value: Some(Done { pages, files, written, removed }), diagnostics })
}
