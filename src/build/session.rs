//! Building again and again with what the pass before left in memory; nothing of the output is written.
//!
//! A pass is a build up to the [`Output`] as a value: the same function, with warm caches. What happened on the disk is a
//! hint to look again and never an input: a pass looks at every file, and opens those whose signature has changed.
//!
//! A program of your own works with a site in the same way. It opens a session, which gives it threads whose stacks are
//! large enough to render, asks for a pass as often as it likes, and for the files of the output that it wants:
//!
//! ```
//! use std::error::Error;
//! use std::fs;
//!
//! use byline::build::preview::{File, Unwatched};
//! use byline::build::session::{self, Passed};
//! use byline::build::{Now, Options};
//!
//! fn main() -> Result<(), Box<dyn Error>> {
//!     let folder = tempfile::tempdir()?;
//!     let article = folder.path().join("content/tides.md");
//!     fs::create_dir(folder.path().join("content"))?;
//!     let settings = "title = \"The Harbour Review\"\nbase_url = \"https://review.example\"\n";
//!     fs::write(folder.path().join("site.toml"), settings)?;
//!     fs::write(&article, "---\ntitle: Tides\n---\n\nTwice a day the water leaves.\n")?;
//!     let options = Options {
//!         root: folder.path().to_owned(),
//!         output: None,
//!         base_url: None,
//!         drafts: false,
//!         future: false,
//!         now: Now::Date("2026-01-15".parse()?),
//!         jobs: Some(1),
//!         force: false,
//!     };
//!     session::open(&options, |session| {
//!         let Passed::New(pass) = session.pass(None, &Unwatched)? else { panic!("the first pass makes something") };
//!         // The author's mistakes; with one of level error there is no output.
//!         assert!(pass.diagnostics.is_empty(), "{:?}", pass.diagnostics);
//!         let output = pass.output.expect("an output without mistakes");
//!         let page = output.preview(|preview| preview.file("tides/index.html", None))?;
//!         let Some(File::Made(html)) = page else { panic!("a page is made") };
//!         assert!(String::from_utf8_lossy(&html).contains("Twice a day the water leaves."));
//!
//!         // Nothing has changed since.
//!         assert!(matches!(session.pass(None, &Unwatched)?, Passed::Same));
//!
//!         // A mistake is a value, and what was made before is still good.
//!         fs::write(&article, "---\ntitle: Tides\nauthors: [nobody]\n---\n").expect("a file");
//!         let Passed::New(pass) = session.pass(None, &Unwatched)? else { panic!("an article has changed") };
//!         assert_eq!(pass.diagnostics[0].code.name(), "unknown-person");
//!         assert!(pass.output.is_none());
//!         Ok(())
//!     })?;
//!     Ok(())
//! }
//! ```
//!
//! What [`build`](super::build()) does, it does with the same stages; it writes the output, too. The types change with
//! the program: `content/about/versions.md` says what a version promises.

mod inspect;

use std::sync::Arc;
use std::thread;

use super::cache::Cache;
use super::documents::LARGEST;
use super::findings::{Asker, Findings};
use super::inputs::Inputs;
use super::memory::{Memory, Texts};
use super::output::Output;
use super::preprocessors::{self, Results, Runs};
use super::preview::Revision;
use super::{Options, Places, Progress, cards, house_style, in_pool, lints, not_kept, settings, site, style};
use crate::date::Instant;
use crate::diagnostics::{self, Diagnostic};
use crate::discover::{self, Inventory};
use crate::error::Error;
use crate::fingerprint::print;
use crate::fs::Folder;
use crate::lint::Ran;
use crate::planted::{self, Bug};
use crate::render;
use crate::text::{Glob, RelPath};
use crate::write::Record;

pub use inspect::Inspected;

/// A site that is built again and again.
pub struct Session {
    options: Options,
    places: Places,
    cache: Arc<Cache>,
    texts: Arc<Texts>,
    results: Arc<Results>,
    runs: Runs,
    memory: Option<Arc<Memory>>,
    last: Option<Last>,
    /// Whether the texts of all documents are held, or will be.
    is_held: bool,
    /// What the rules found in each article, for an editor.
    looked: inspect::Looked,
}

/// What the last pass was made from.
struct Last {
    print: u64,
    from: Option<Instant>,
    until: Option<Instant>,
}

/// What a pass found.
pub enum Passed {
    /// The files are what they were.
    Same,
    /// Something has changed.
    New(Box<Pass>),
}

/// What a pass made.
pub struct Pass {
    /// The output as a value; `None` if an error keeps it from being built.
    pub output: Option<Output>,
    /// The author's mistakes, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk, for showing source lines.
    pub built_in: Vec<(RelPath, String)>,
    /// site.toml's link for an editor.
    pub link: Option<String>,
    /// The files that site.toml names, which may lie in any folder of the site: the styles of references and of the house, and
    /// what its pre-processors are made of and read.
    pub named: Vec<RelPath>,
    /// Patterns of further files, which its pre-processors read.
    pub patterns: Vec<Glob>,
    /// When other articles will be public, if nobody edits anything.
    pub until: Option<Instant>,
    /// The instant of the pass.
    pub now: Instant,
}

/// Opens a session on threads that can render, and works in it.
///
/// # Errors
/// A failure of the machine, or what the work fails with.
pub fn open<T: Send>(
    options: &Options,
    work: impl FnOnce(&mut Session) -> Result<T, Error> + Send,
) -> Result<T, Error> {
    let places = Places::of(options)?;
    let mut session = Session {
        options: options.clone(),
        cache: Arc::new(Cache::open(&places.cache)),
        texts: Arc::default(),
        results: Arc::default(),
        runs: Runs::default(),
        memory: None,
        last: None,
        is_held: false,
        looked: inspect::Looked::default(),
        places,
    };
    in_pool(options, || work(&mut session))
}

impl Session {
    /// The folders.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Decides which articles are given to pre-processors when an editor's files are looked at.
    pub fn run_programs(&mut self, runs: Runs) {
        self.runs = runs;
    }

    /// Looks at every file and connects the site anew, unless nothing has changed; `now` is the instant of the pass, by default
    /// that of the options.
    ///
    /// # Errors
    /// A failure of the machine.
    pub fn pass(&mut self, now: Option<Instant>, progress: &dyn Progress) -> Result<Passed, Error> {
        let options = Options { now: now.map_or(self.options.now, super::Now::Instant), ..self.options.clone() };
        let mut diagnostics = Vec::new();
        let settings = settings::read(&self.places.root, &options)?.collect(&mut diagnostics);
        let Some(settings) = settings else {
            let of_mistakes = print(&diagnostics.iter().map(|one| format!("{one:?}")).collect::<Vec<String>>());
            if self.last.as_ref().is_some_and(|last| last.print == of_mistakes) {
                return Ok(Passed::Same);
            }
            self.last = Some(Last { print: of_mistakes, from: None, until: None });
            let now = Instant::now();
            let pass = Pass {
                output: None,
                diagnostics,
                built_in: Vec::new(),
                link: None,
                named: Vec::new(),
                patterns: Vec::new(),
                until: None,
                now,
            };
            return Ok(Passed::New(Box::new(pass)));
        };
        let inventory = discover::discover(&self.places.root, &settings.config.exclude)?.collect(&mut diagnostics);
        let inputs =
            Inputs::of_session(&self.places.root, &self.cache, self.memory.clone(), &self.texts, &self.results)?;
        let inputs = Arc::new(inputs);
        let copied = planted::either(Bug::PassWithoutCopied, 0, of_copied(&inputs, &inventory)?);
        let looked_at = site::look(&inputs, &settings, inventory, &diagnostics, &options, progress)?;
        let now = site::instant(&options, &settings);
        if let (Some(last), Some(found)) = (&self.last, looked_at.unchanged_print())
            && last.print == print(&(found, copied))
            && last.from.is_none_or(|from| from <= now)
            && last.until.is_none_or(|until| now < until)
        {
            return Ok(Passed::Same);
        }
        let link = settings.config.editor_link.clone();
        let named = style::named(&settings).into_iter().chain(house_style::named(&settings));
        let (of_programs, patterns) = preprocessors::named(&settings);
        let named = named.chain(cards::named(&settings)).cloned().chain(of_programs).collect();
        let checked = site::check(&inputs, settings, looked_at, site::Purpose::Build, &options, progress)?;
        let site::Checked { output, diagnostics: found, built_in, kept, levels } = checked;
        diagnostics.extend(found);
        if let Some(output) = output.as_ref().filter(|_| !kept.rules().is_empty()) {
            let findings = Findings::open(&self.cache, Asker::Build, kept.rules(), output.parse_options());
            diagnostics.extend(lints::run(output, kept.rules(), kept.now(), &findings, &|_| {})?);
            findings.keep(true);
        }
        let mut diagnostics = levels.judge(diagnostics, Ran::Build);
        let (from, until) = (kept.from(), kept.until());
        let has_mistakes = diagnostics.iter().any(Diagnostic::is_error);
        if !(has_mistakes && planted::is_planted(Bug::MendedSiteIsSame)) {
            self.last = Some(Last { print: print(&(kept.print(), copied)), from, until });
        }
        if self.memory.is_none() {
            // The next session begins with what this one has parsed, and a build meanwhile keeps what it parses itself.
            diagnostics.extend(self.cache.save(kept.clone().state(self.cache.state())).err().map(not_kept));
            self.cache.release();
        }
        let results = kept.results();
        self.memory = Some(Arc::new(kept.memory()));
        diagnostics::sort(&mut diagnostics);
        let output = output.filter(|_| planted::is_planted(Bug::ShowsMistakes) || !has_mistakes);
        if let Some(output) = &output {
            self.texts.keep(|path| output.content(path));
            self.results.retain(|name| results.contains(name));
            if !std::mem::replace(&mut self.is_held, true) {
                self.hold(output);
            }
        }
        let built_in = if built_in.is_empty() { render::built_in_texts() } else { built_in };
        Ok(Passed::New(Box::new(Pass { output, diagnostics, built_in, link, named, patterns, until, now })))
    }

    /// Reads what the documents of an output say, in the background: those that the cache knows were not read.
    fn hold(&self, output: &Output) {
        let (texts, root, contents) = (Arc::clone(&self.texts), self.places.root.clone(), output.contents());
        let read = move || {
            let Ok(folder) = Folder::open(&root) else { return };
            for (path, content) in contents {
                if texts.get(&path, content).is_some() {
                    continue;
                }
                // What cannot be read, or says something else by now, is looked at by the next pass.
                if let Ok((bytes, _)) = folder.read(&path, LARGEST)
                    && Record::of(&bytes) == content
                {
                    texts.hold(&path, content, &bytes);
                }
            }
        };
        // Without the thread, a page whose document breaks before anybody looks at it cannot be shown.
        let _ = thread::Builder::new().name("texts".to_owned()).spawn(read);
    }

    /// What a page of an output shows now that its document has changed, if nothing else can have changed with it.
    pub fn revise(&self, output: &Output, path: &RelPath) -> Option<Revision> {
        output.revise(path)
    }
}

/// The hash of how the files lie there that are copied as they are.
fn of_copied(inputs: &Inputs, inventory: &Inventory) -> Result<u64, Error> {
    let copied = inventory.assets.iter().chain(&inventory.statics);
    let signatures = copied.map(|path| Ok((path, inputs.look(path)?))).collect::<Result<Vec<_>, Error>>()?;
    Ok(print(&signatures))
}
