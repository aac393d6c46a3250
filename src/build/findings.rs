//! What rules have found before: they find it again as long as what they look at is the same.
//!
//! In: what an earlier command kept, and the print of each thing that rules are to look at. Out: what they find in it, asked
//! of them only if it is another one now; and what the next command may know.
//!
//! Invariant: what is given equals what the rules would find.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::cache::{Cache, KeptFinding, KeptFindings, LookedAt};
use crate::diagnostics::{Code, Diagnostic};
use crate::fingerprint::print;
use crate::lint::Chosen;
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
pub enum Looked {
    /// What they found in the thing that they were to look at.
    AtIt(Vec<Diagnostic>),
    /// What they found in another, such as a file that was changed meanwhile: nobody may take it for the first.
    AtAnother(Vec<Diagnostic>),
    /// There was nothing to look at.
    Nowhere,
}

/// What rules have found, before and now.
pub struct Findings<'c> {
    cache: &'c Cache,
    asker: Asker,
    rules: u64,
    before: BTreeMap<LookedAt, KeptFinding>,
    now: Mutex<Vec<(LookedAt, KeptFinding)>>,
    looked: AtomicUsize,
}

impl<'c> Findings<'c> {
    /// What the chosen rules have found when they read words in the same way.
    pub fn open(cache: &'c Cache, asker: Asker, chosen: &Chosen, options: &ParseOptions) -> Findings<'c> {
        let begun = Findings::begin(cache, asker, chosen, options);
        let before = cache.findings(asker.name()).filter(|before| before.rules == begun.rules);
        Findings { before: before.map(|before| before.found).unwrap_or_default(), ..begun }
    }

    /// As if they had never looked.
    pub fn begin(cache: &'c Cache, asker: Asker, chosen: &Chosen, options: &ParseOptions) -> Findings<'c> {
        let rules = print(&(chosen.of_kept().map(Code::name).collect::<Vec<_>>(), options.print()));
        Findings { cache, asker, rules, before: BTreeMap::new(), now: Mutex::default(), looked: AtomicUsize::new(0) }
    }

    /// What rules find in one thing, whose print tells all that they may know of it; `look` asks them.
    ///
    /// # Errors
    /// As `look`.
    pub fn of<E>(
        &self,
        what: LookedAt,
        print: u64,
        look: impl FnOnce() -> Result<Looked, E>,
    ) -> Result<Vec<Diagnostic>, E> {
        let is_same =
            |before: &&KeptFinding| before.print == print || planted::is_planted(Bug::FindingsWhateverChanged);
        let found = match self.before.get(&what).filter(is_same) {
            Some(before) => before.found.clone(),
            None => match self.count(look)? {
                Looked::AtIt(found) => found,
                Looked::AtAnother(found) => return Ok(found),
                Looked::Nowhere => return Ok(Vec::new()),
            },
        };
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.push((what, KeptFinding { print, found: found.clone() }));
        Ok(found)
    }

    fn count<T>(&self, look: impl FnOnce() -> T) -> T {
        self.looked.fetch_add(1, Ordering::Relaxed);
        look()
    }

    /// How many things rules have looked at now.
    pub fn looked(&self) -> usize {
        self.looked.load(Ordering::Relaxed)
    }

    /// Keeps for the next command what this one has found; of outputs what was found before, unless it `looked_at_outputs`.
    /// That this fails costs time alone.
    pub fn keep(self, looked_at_outputs: bool) {
        let Findings { cache, asker, rules, before, now, looked: _ } = self;
        let found = now.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut found: BTreeMap<LookedAt, KeptFinding> = found.into_iter().collect();
        if !looked_at_outputs {
            found.extend(before.into_iter().filter(|(what, _)| matches!(what, LookedAt::Output(_))));
        }
        cache.keep_findings(asker.name(), &KeptFindings { rules, found });
    }
}
