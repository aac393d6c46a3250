//! What one build leaves for the next, in `.byline/` below the root. Losing it loses time and nothing else.
//!
//! In: the cache of an earlier build, if it can be used. Out: one for the next build.
//!
//! 1. [`State`] says what each file contained and what each page was made from; it is read at the start as a whole.
//! 2. [`facts`] is what parsing a document gave; each is read when it is needed. The words of articles for the search
//!    lie between them and are read by themselves.
//! 3. [`search`] is how the files of the search were made; which articles are related lies there as it was found.
//! 4. [`named`] are copies of pictures and what pre-processors returned, which outlive another program, too.
//! 5. [`findings`] is what rules have found, in a file of its own for each sort of command.
//! 6. [`folder`] sees that both are byline's own, and writes them: the facts are appended, then the state is put in
//!    place by one rename, and only what the state names is ever read.
//!
//! Keys are contents. A [`Signature`](crate::fs::Signature) only saves reading a file again, so a cache that was copied
//! to another machine is as good. Another program (every build of byline is one), a damaged or a foreign cache is no
//! cache.
//!
//! Invariant: what is read here equals what would be made anew; nothing but `.byline/` is written.

pub mod facts;
mod findings;
mod folder;
mod named;
mod program;
mod search;
mod state;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::build::preprocessors::Made;
use crate::error::Error;
use crate::fs::Tick;
use crate::parse::search::WordList;
use crate::resolve::related::Relations;
use crate::text::RelPath;
use crate::write::Seen;

use facts::{Kept, KeptRef};
pub use findings::{KeptFinding, KeptFindings, Words};
use folder::{Folder, Lock};
pub use named::{CARD, Named};
pub use search::{KeptPage, KeptSearch};
use state::FactsFile;
pub use state::{Compressed, FileState, Last, LookedAtPages, OutputState, Processed, Slot, State};

/// The cache of a site.
pub struct Cache {
    folder: Folder,
    state: State,
    /// The facts that the state names.
    facts: Option<File>,
    /// The facts that the saved state names.
    saved: OnceLock<Option<File>>,
    /// Whether nothing more is kept.
    is_released: AtomicBool,
    /// Taken when something is first read that the next build may take from here.
    lock: OnceLock<Option<Lock>>,
    written: Mutex<Option<facts::Writer>>,
    /// Whether anything may be written at all.
    keeps: bool,
}

impl Cache {
    /// Opens the cache in a folder, which need not be there.
    pub fn open(path: &Path) -> Cache {
        let folder = Folder::new(path);
        let state = folder.read_state().unwrap_or_default();
        let facts = folder.open_facts(&state.facts);
        Cache {
            folder,
            state,
            facts,
            saved: OnceLock::new(),
            is_released: AtomicBool::new(false),
            lock: OnceLock::new(),
            written: Mutex::default(),
            keeps: true,
        }
    }

    /// Opens the cache in a folder as one that keeps nothing more.
    pub fn open_to_read(path: &Path) -> Cache {
        Cache { lock: OnceLock::from(None), keeps: false, ..Cache::open(path) }
    }

    /// A cache that holds nothing and keeps nothing.
    pub fn none() -> Cache {
        Cache { state: State::default(), facts: None, ..Cache::open_to_read(Path::new("")) }
    }

    /// The copies of pictures that are kept.
    pub fn pictures(&self) -> Named<'_> {
        Named::new(&self.folder, folder::PICTURES, self.keeps)
    }

    fn all_preprocessed(&self) -> Named<'_> {
        Named::new(&self.folder, folder::PREPROCESSED, self.keeps)
    }

    /// What pre-processors made of an article, by the name that it is kept by, if it is whole.
    pub fn preprocessed(&self, name: &str) -> Option<Made> {
        postcard::from_bytes(&self.all_preprocessed().get(name)?).ok()
    }

    /// Keeps what pre-processors made of an article; that this fails costs time alone.
    pub fn keep_preprocessed(&self, name: &str, made: &Made) {
        if let Ok(bytes) = postcard::to_stdvec(made) {
            self.all_preprocessed().keep(name, &bytes);
        }
    }

    /// Lets go of what pre-processors made of articles, but for what is used.
    pub fn prune_preprocessed(&self, is_used: impl Fn(&str) -> bool) {
        self.all_preprocessed().prune(is_used);
    }

    /// What rules have found for a sort of command, if that is kept and whole.
    pub fn findings(&self, of: &str) -> Option<KeptFindings> {
        findings::decode(&self.all_findings().get(of)?, program::fingerprint()?)
    }

    /// Keeps what rules have found; that this fails costs time alone.
    pub fn keep_findings(&self, of: &str, findings: &KeptFindings) {
        let encoded = program::fingerprint().and_then(|program| findings::encode(findings, program));
        let all = self.all_findings();
        if let Some(bytes) = encoded.filter(|bytes| all.get(of).as_ref() != Some(bytes)) {
            all.keep(of, &bytes);
        }
    }

    fn all_findings(&self) -> Named<'_> {
        Named::new(&self.folder, folder::FINDINGS, self.keeps)
    }

    /// What the last build left.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What is known of a file of the site.
    pub fn file(&self, path: &RelPath) -> Option<&FileState> {
        let at = self.state.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        self.state.files.get(at)
    }

    /// What is known of a file of the output.
    pub fn output(&self, path: &str) -> Option<&OutputState> {
        let at = self.state.outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
        self.state.outputs.get(at)
    }

    /// What the last build saw in an output folder.
    pub fn seen(&self, output: &Path) -> Seen {
        if self.state.output == place_of(output) { self.state.seen.clone() } else { Seen::default() }
    }

    /// The disk's clock as it was before anything was read that the next build may take from here; `None` if nothing
    /// can be kept.
    pub fn tick(&self) -> Option<Tick> {
        self.lock().and_then(|lock| lock.tick)
    }

    /// What parsing gave, if it was kept and is whole.
    pub fn facts(&self, slot: &Slot) -> Option<Kept> {
        facts::read(self.facts.as_ref()?, slot, facts::decode)
    }

    /// Keeps what parsing gave; `None` if nothing can be kept.
    pub fn keep(&self, kept: &KeptRef<'_>) -> Option<Slot> {
        let bytes = facts::encode(kept)?;
        self.append(&bytes)
    }

    /// Keeps what parsing gave an earlier build.
    pub fn keep_again(&self, slot: Slot) -> Option<Slot> {
        if !self.state.facts.is_wasteful() {
            return Some(slot);
        }
        facts::read(self.facts.as_ref()?, &slot, |bytes| self.append(bytes))
    }

    /// Keeps the words of an article; `None` if nothing can be kept.
    pub fn keep_words(&self, words: &WordList) -> Option<Slot> {
        self.append(&words.0)
    }

    /// What was kept of words, from now on also by this build.
    pub fn kept_words(&self) -> KeptWords {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        match written.as_mut() {
            Some(writer) => KeptWords(writer.reader()),
            None => {
                let facts = self.saved.get().unwrap_or(&self.facts);
                KeptWords(facts.as_ref().and_then(|facts| facts.try_clone().ok()))
            }
        }
    }

    /// What an earlier build kept of words.
    pub fn earlier_words(&self) -> KeptWords {
        KeptWords(self.facts.as_ref().and_then(|facts| facts.try_clone().ok()))
    }

    /// How the last build made the search of the edition in a folder, if that was kept and is whole.
    pub fn searched(&self, edition: &str) -> Option<KeptSearch> {
        facts::read(self.facts.as_ref()?, self.state.searches.get(edition)?, |bytes| postcard::from_bytes(bytes).ok())
    }

    /// Keeps how the search of an edition was made; `None` if nothing can be kept.
    pub fn keep_searched(&self, search: &KeptSearch) -> Option<Slot> {
        self.append(&postcard::to_stdvec(search).ok()?)
    }

    /// Which articles of each edition were related, by the edition's folder, as far as that was kept and is whole.
    pub fn relations(&self) -> BTreeMap<String, Relations> {
        let read = |slot| facts::read(self.facts.as_ref()?, slot, |bytes| postcard::from_bytes(bytes).ok());
        let kept = self.state.relations.iter();
        kept.filter_map(|(edition, slot)| Some((edition.clone(), read(slot)?))).collect()
    }

    /// Keeps which articles of each edition are related; `known` is what was read before.
    pub fn keep_relations<'r>(
        &self,
        known: &BTreeMap<String, Relations>,
        found: impl Iterator<Item = (&'r str, &'r Relations)>,
    ) -> BTreeMap<String, Slot> {
        let keep = |edition: &str, found: &Relations| match (known.get(edition), self.state.relations.get(edition)) {
            (Some(known), Some(slot)) if known.are_of(found) => self.keep_again(*slot),
            _ => self.append(&postcard::to_stdvec(found).ok()?),
        };
        found.filter_map(|(edition, found)| Some((edition.to_owned(), keep(edition, found)?))).collect()
    }

    fn append(&self, bytes: &[u8]) -> Option<Slot> {
        self.lock()?;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.is_none() {
            *written = Some(self.folder.begin_facts(&self.state.facts)?);
        }
        written.as_mut()?.append(bytes)
    }

    /// Keeps nothing more, so that another build can.
    pub fn release(&self) {
        if !self.is_released.swap(true, Ordering::AcqRel)
            && let Some(lock) = self.lock.get_or_init(|| None)
        {
            lock.release();
        }
    }

    fn lock(&self) -> Option<&Lock> {
        if self.is_released.load(Ordering::Acquire) {
            return None;
        }
        self.lock.get_or_init(|| self.folder.lock()).as_ref()
    }

    /// Leaves a state for the next build, unless it is what is there already.
    ///
    /// # Errors
    /// If it cannot be written. That another build is writing the cache is none: then that one's stays.
    pub fn save(&self, state: State) -> Result<(), Error> {
        if state.is_like(&self.state) {
            return Ok(());
        }
        if self.lock().is_none() {
            return self.folder.may_be_written();
        }
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner).take();
        let facts = match written {
            Some(writer) => writer.finish().map_err(|cause| self.folder.failed(&cause))?,
            None => self.state.facts,
        };
        let slots = state.files.iter().flat_map(|file| [file.facts, file.words]).flatten();
        let slots = slots.chain(state.searches.values().chain(state.relations.values()).copied());
        let used: u64 = slots.map(|slot| u64::from(slot.length)).sum();
        let facts = FactsFile { wasted: facts.length.saturating_sub(used), ..facts };
        self.folder.write_state(&State { facts, ..state })?;
        self.saved.get_or_init(|| self.folder.open_facts(&facts));
        Ok(())
    }
}

/// The words of articles that were kept.
pub struct KeptWords(Option<File>);

impl KeptWords {
    /// The words in a slot, if they are whole.
    pub fn read(&self, slot: &Slot) -> Option<WordList> {
        self.read_with(slot, |bytes| WordList(bytes.to_vec()))
    }

    /// Gives what is made of the encoded words in a slot, if they are whole.
    pub fn read_with<T>(&self, slot: &Slot, make: impl FnOnce(&[u8]) -> T) -> Option<T> {
        facts::read(self.0.as_ref()?, slot, |bytes| Some(make(bytes)))
    }
}

/// Leaves a file for people in a cache's folder, and says where it is.
///
/// # Errors
/// If it cannot be written.
pub fn leave(cache: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    Folder::new(cache).leave(name, bytes)
}

/// Makes a new folder in a cache, for as long as a command needs it.
///
/// # Errors
/// If it cannot be made.
pub fn room(cache: &Path, name: &str) -> Result<PathBuf, Error> {
    Folder::new(cache).room(name)
}

/// Makes a folder in a cache that stays there for the next time; what was left in it is removed.
///
/// # Errors
/// If it cannot be made, or not be emptied.
pub fn empty(cache: &Path, name: &str) -> Result<PathBuf, Error> {
    Folder::new(cache).empty(name)
}

/// An output folder as the state names it.
pub fn place_of(output: &Path) -> String {
    let place = output.canonicalize().unwrap_or_else(|_| output.to_owned());
    place.to_string_lossy().into_owned()
}
