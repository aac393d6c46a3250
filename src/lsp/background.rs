//! The thread that looks at the whole site while somebody writes.
//!
//! In: a [`Job`], of which only the newest counts. Out: what a pass found, with every diagnostic of a file whose
//! diagnostics have changed. A pass that fails is told and ends nothing: the next begins with a new session.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use gen_lsp_types as types;

use super::desk::Text;
use super::known::Known;
use super::positions::{Encoding, Lines};
use super::server::Event;
use super::{report, uri};
use crate::build::draft::Connected;
use crate::build::overlay::Overlay;
use crate::build::preprocessors::Runs;
use crate::build::session::{self, Inspected, Session};
use crate::build::{Options, Places};
use crate::date::Instant;
use crate::diagnostics::{self, Diagnostic};
use crate::error::Error;
use crate::lint::{Levels, Ran};
use crate::resolve::SETTINGS;
use crate::text::RelPath;

/// What is to be looked at.
#[derive(Default)]
pub struct Job {
    /// What is open.
    pub overlay: Overlay,
    /// The version of each open file.
    pub versions: BTreeMap<RelPath, i32>,
    /// Whether the rules look at every article again.
    pub all: bool,
}

/// What a pass found.
pub struct Passed {
    /// The versions that it saw.
    pub versions: BTreeMap<RelPath, i32>,
    /// What it found; `None` if all is as it was.
    pub new: Option<Box<New>>,
}

/// What is new after a pass.
pub struct New {
    /// The site; `None` if there are no settings or no theme, so that the last one has to do.
    pub known: Option<Known>,
    /// What was found.
    pub findings: Findings,
    /// Whether the rules have to look at every article again.
    pub is_behind: bool,
    /// The files whose diagnostics have changed, with all that they have now.
    pub changed: Vec<(RelPath, Vec<types::Diagnostic>)>,
}

/// What a pass found wrong.
#[derive(Default)]
pub struct Findings {
    /// By file: all, judged.
    pub judged: BTreeMap<RelPath, Vec<Diagnostic>>,
    /// By file: what is known from elsewhere than the file itself, not judged.
    pub of_site: BTreeMap<RelPath, Vec<Diagnostic>>,
    /// What each matters.
    pub levels: Option<Levels>,
}

/// Starts the thread; it ends when nobody sends jobs any more.
///
/// # Errors
/// If no thread can be started.
pub fn start(
    options: Options,
    runs: Runs,
    is_fixed: bool,
    encoding: Encoding,
    jobs: Receiver<Job>,
    events: Sender<Event>,
) -> Result<(), Error> {
    let work = move || {
        let mut told = BTreeMap::new();
        // Only the thread that looks takes jobs, which the pool of a session cannot know.
        let jobs = Mutex::new(jobs);
        loop {
            let looking = || {
                session::open(&options, |session| {
                    session.run_programs(runs);
                    let clock = || (!is_fixed).then(Instant::now);
                    let looker = Looker { session, options: &options, encoding, told: &mut told };
                    looker.run(&clock, &jobs.lock().unwrap_or_else(PoisonError::into_inner), &events)
                })
            };
            // A bug in one pass must not take the editor's help away.
            match catch_unwind(AssertUnwindSafe(looking)) {
                Ok(Ok(())) => return,
                Ok(Err(error)) => {
                    if events.send(Event::Failed { text: error.to_string(), again: true }).is_err() {
                        return;
                    }
                }
                Err(_) => {
                    let text = "byline has a bug: looking at the site failed".to_owned();
                    if events.send(Event::Failed { text, again: false }).is_err() {
                        return;
                    }
                }
            }
        }
    };
    let started = thread::Builder::new().name("site".to_owned()).spawn(work);
    started.map(drop).map_err(|cause| Error::new("start the language server", cause.to_string()))
}

struct Looker<'s, 't> {
    session: &'s mut Session,
    options: &'s Options,
    encoding: Encoding,
    /// What was told of each file.
    told: &'t mut BTreeMap<RelPath, Vec<Diagnostic>>,
}

impl Looker<'_, '_> {
    /// Looks as often as it is asked to.
    ///
    /// # Errors
    /// A failure of the machine.
    fn run(
        mut self,
        clock: &dyn Fn() -> Option<Instant>,
        jobs: &Receiver<Job>,
        events: &Sender<Event>,
    ) -> Result<(), Error> {
        while let Ok(mut job) = jobs.recv() {
            for newer in jobs.try_iter() {
                job = Job { all: job.all || newer.all, ..newer };
            }
            let Job { overlay, versions, all } = job;
            let inspected = self.session.inspect(clock(), &overlay, all)?;
            let new = inspected.map(|inspected| self.sorted(*inspected, &overlay).map(Box::new)).transpose()?;
            if events.send(Event::Passed(Passed { versions, new })).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn sorted(&mut self, inspected: Inspected, overlay: &Overlay) -> Result<New, Error> {
        let Inspected { output, of_documents, of_articles, of_site, levels, chosen, is_behind, now } = inspected;
        let by_file = |found: &mut dyn Iterator<Item = Diagnostic>| {
            let mut files: BTreeMap<RelPath, Vec<Diagnostic>> = BTreeMap::new();
            for one in found {
                // What concerns no file is shown at the settings.
                if let Some(path) =
                    one.place.as_ref().map(|place| place.path.clone()).or_else(|| RelPath::new(SETTINGS))
                {
                    files.entry(path).or_default().push(one);
                }
            }
            files
        };
        let all: Vec<Diagnostic> = of_documents.into_iter().chain(of_articles).chain(of_site.iter().cloned()).collect();
        let mut all = match &levels {
            Some(levels) => levels.judge(all, Ran::Sources),
            None => all,
        };
        diagnostics::sort(&mut all);
        let judged = by_file(&mut all.into_iter());
        let mut texts =
            Texts { places: self.session.places(), overlay, encoding: self.encoding, read: BTreeMap::new() };
        let none = Vec::new();
        let mut changed = Vec::new();
        for (path, found) in &judged {
            if self.told.get(path) != Some(found) {
                changed.push((path.clone(), texts.shown(path, found)));
            }
        }
        for path in self.told.keys().filter(|path| !judged.contains_key(path)) {
            changed.push((path.clone(), texts.shown(path, &none)));
        }
        self.told.clone_from(&judged);
        let know = |(output, chosen)| {
            let output = Arc::new(output);
            let connected = Connected::new(Arc::clone(&output), self.options, now)?;
            Ok(Known::new(output, connected, chosen, now))
        };
        let known = output.zip(chosen).map(know).transpose()?;
        let of_site = by_file(&mut of_site.into_iter());
        Ok(New { known, findings: Findings { judged, of_site, levels }, is_behind, changed })
    }
}

/// The texts of files, each read once.
struct Texts<'t> {
    places: &'t Places,
    overlay: &'t Overlay,
    encoding: Encoding,
    read: BTreeMap<RelPath, Arc<str>>,
}

impl Texts<'_> {
    fn shown(&mut self, path: &RelPath, found: &[Diagnostic]) -> Vec<types::Diagnostic> {
        if found.is_empty() {
            return Vec::new();
        }
        let text = self.text(path);
        let root = self.root();
        found
            .iter()
            .map(|one| {
                report::diagnostic(one, &text, &mut |path| Some((uri::of(&path.on_disk(&root)), self.text(path))))
            })
            .collect()
    }

    fn root(&self) -> PathBuf {
        self.places.root.canonicalize().unwrap_or_else(|_| self.places.root.clone())
    }

    fn text(&mut self, path: &RelPath) -> Text {
        let text = self.read.entry(path.clone()).or_insert_with(|| {
            let held = self.overlay.bytes(path).map(|bytes| bytes.to_vec());
            let bytes = held.or_else(|| std::fs::read(path.on_disk(&self.places.root)).ok());
            String::from_utf8_lossy(&bytes.unwrap_or_default()).into()
        });
        Text { text: Arc::clone(text), lines: Lines::new(text, self.encoding) }
    }
}
