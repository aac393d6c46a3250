//! What rules have found before: they find it again as long as what they look at is the same.
//!
//! In: what an earlier command kept, and the print of each thing that rules are to look at. Out: what they find in it, asked
//! of them only if it is another one now; and what the next command may know.
//!
//! Invariant: what is given equals what the rules would find.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::cache::{Cache, KeptFinding, KeptFindings, Words};
use crate::diagnostics::{Code, Diagnostic};
use crate::fingerprint::print;
use crate::lint::{Chosen, Wrong};
use crate::parse::ParseOptions;
use crate::planted::{self, Bug};

/// Who asks: each has rules of its own, and keeps what they find by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A build, which rules may fail.
    Build,
    /// Whoever wants to hear of everything.
    Check,
}

impl Asker {
    fn name(self) -> &'static str {
        match self {
            Asker::Build => "build",
            Asker::Check => "check",
        }
    }
}

/// What came of it when rules looked.
pub enum Looked<T> {
    /// What they found in the thing that they were to look at.
    AtIt(Vec<T>),
    /// What they found in another, such as a file that was changed meanwhile: nobody may take it for the first.
    AtAnother(Vec<T>),
    /// There was nothing to look at.
    Nowhere,
}

/// What rules have found, before and now.
pub struct Findings<'c> {
    cache: &'c Cache,
    asker: Asker,
    rules: u64,
    words: Found<Words, Diagnostic>,
    outputs: Found<String, Wrong>,
}

/// What they have found in things of one kind.
struct Found<K, T> {
    before: BTreeMap<K, KeptFinding<T>>,
    now: Mutex<BTreeMap<K, KeptFinding<T>>>,
    looked: AtomicUsize,
}

impl<'c> Findings<'c> {
    /// What the chosen rules have found when they read words in the same way.
    pub fn open(cache: &'c Cache, asker: Asker, chosen: &Chosen, options: &ParseOptions) -> Findings<'c> {
        let begun = Findings::begin(cache, asker, chosen, options);
        match cache.findings(asker.name()).filter(|before| before.rules == begun.rules) {
            Some(KeptFindings { rules: _, words, outputs }) => {
                Findings { words: Found::after(words), outputs: Found::after(outputs), ..begun }
            }
            None => begun,
        }
    }

    /// As if they had never looked.
    pub fn begin(cache: &'c Cache, asker: Asker, chosen: &Chosen, options: &ParseOptions) -> Findings<'c> {
        let rules = print(&(chosen.of_kept().map(Code::name).collect::<Vec<_>>(), options.print()));
        let (words, outputs) = (Found::after(BTreeMap::new()), Found::after(BTreeMap::new()));
        Findings { cache, asker, rules, words, outputs }
    }

    /// What rules find in words, whose print tells all that they may know of them; `look` asks them.
    ///
    /// # Errors
    /// As `look`.
    pub fn of_words<E>(
        &self,
        what: Words,
        print: u64,
        look: impl FnOnce() -> Result<Looked<Diagnostic>, E>,
    ) -> Result<Vec<Diagnostic>, E> {
        self.words.of(what, print, look)
    }

    /// What rules find in a file of the output.
    ///
    /// # Errors
    /// As `look`.
    pub fn of_output<E>(
        &self,
        path: String,
        print: u64,
        look: impl FnOnce() -> Result<Looked<Wrong>, E>,
    ) -> Result<Vec<Wrong>, E> {
        self.outputs.of(path, print, look)
    }

    /// How many things rules have looked at now.
    pub fn looked(&self) -> usize {
        self.words.looked.load(Ordering::Relaxed) + self.outputs.looked.load(Ordering::Relaxed)
    }

    /// Keeps for the next command what this one has found; of outputs what was found before, unless it `looked_at_outputs`.
    /// That this fails costs time alone.
    pub fn keep(self, looked_at_outputs: bool) {
        let Findings { cache, asker, rules, words, outputs } = self;
        let Found { before, now, looked: _ } = outputs;
        let mut outputs = now.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !looked_at_outputs {
            outputs.extend(before);
        }
        let words = words.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        cache.keep_findings(asker.name(), &KeptFindings { rules, words, outputs });
    }
}

impl<K: Ord, T: Clone> Found<K, T> {
    fn after(before: BTreeMap<K, KeptFinding<T>>) -> Found<K, T> {
        Found { before, now: Mutex::default(), looked: AtomicUsize::new(0) }
    }

    fn of<E>(&self, what: K, print: u64, look: impl FnOnce() -> Result<Looked<T>, E>) -> Result<Vec<T>, E> {
        let is_same =
            |before: &&KeptFinding<T>| before.print == print || planted::is_planted(Bug::FindingsWhateverChanged);
        let found = match self.before.get(&what).filter(is_same) {
            Some(before) => before.found.clone(),
            None => {
                self.looked.fetch_add(1, Ordering::Relaxed);
                match look()? {
                    Looked::AtIt(found) => found,
                    Looked::AtAnother(found) => return Ok(found),
                    Looked::Nowhere => return Ok(Vec::new()),
                }
            }
        };
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.insert(what, KeptFinding { print, found: found.clone() });
        Ok(found)
    }
}
