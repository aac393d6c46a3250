//! What is known of the files of a site after it was looked at, for the next build and the next pass of a session.

use std::collections::{BTreeMap, BTreeSet};

use super::look::inputs_print;
use crate::build::cache::{FileState, Last, Slot, State};
use crate::build::memory::{Memory, Remembered};
use crate::build::preprocessors;
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::lint::Chosen;
use crate::planted::{self, Bug};
use crate::text::RelPath;

/// What is known of the files of a site, for the next build.
#[derive(Clone)]
pub struct KeptFiles {
    /// Documents.
    pub(super) documents: Vec<FileState>,
    /// Files that are no documents.
    pub(super) others: Vec<FileState>,
    /// What a session remembers of the documents.
    pub(super) remembered: Vec<Remembered>,
    /// The documents of which words alone have changed, if nothing else has.
    pub(super) reworded: Option<BTreeSet<RelPath>>,
    /// The hash of the parse options.
    pub(super) parse_options: u64,
    /// The hash of options and names.
    pub(super) names: u64,
    /// Since when the same articles are public as now.
    pub(super) from: Option<Instant>,
    /// When other articles are public than now, if nobody edits anything.
    pub(super) until: Option<Instant>,
    /// The rules that are to fail a build.
    pub(super) rules: Chosen,
    /// The instant of the build.
    pub(super) now: Instant,
    /// Where it says which articles are related, by the edition's folder.
    pub(super) relations: BTreeMap<String, Slot>,
}

impl KeptFiles {
    /// Where the author's body begins in each article of which another one is read.
    pub(super) fn rewritten(&self) -> BTreeMap<&RelPath, u32> {
        preprocessors::bodies(self.documents.iter().map(|state| (&state.path, state.processed)))
    }

    /// The names of what pre-processors returned for its articles.
    pub fn results(&self) -> BTreeSet<String> {
        preprocessors::names(self.documents.iter())
    }

    /// The rules that are to fail a build.
    pub fn rules(&self) -> &Chosen {
        &self.rules
    }

    /// The instant of the build.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// What was wrong with each document by itself.
    pub fn of_documents(&self) -> impl Iterator<Item = (&RelPath, &[Diagnostic])> {
        self.remembered.iter().map(|one| (&one.path, &*one.diagnostics))
    }

    /// Notes what is known of pictures, so that a session does not read them again.
    pub(super) fn know(&mut self, pictures: impl Iterator<Item = FileState>) {
        let mut pictures: Vec<FileState> = pictures.collect();
        pictures.append(&mut self.others);
        // Stable: what has just been found out stays.
        pictures.sort_by(|a, b| a.path.cmp(&b.path));
        pictures.dedup_by(|a, b| a.path == b.path);
        self.others = pictures;
    }

    /// What is known of a file that is no document.
    pub fn other(&self, path: &RelPath) -> Option<&FileState> {
        let at = self.others.binary_search_by(|state| state.path.cmp(path)).ok()?;
        self.others.get(at)
    }

    /// Whether the last build, too, was made from all that a page shows besides its own document, and from that document
    /// if it has one.
    pub fn is_as_before(&self, document: Option<&RelPath>) -> bool {
        let Some(reworded) = &self.reworded else { return false };
        let is_reworded = document.is_some_and(|document| reworded.contains(document));
        !planted::either(Bug::RewordedPageAsItWas, false, is_reworded)
    }

    /// The state after a build that wrote nothing: of the output it says what it said before.
    pub fn state(self, before: &State) -> State {
        let KeptFiles { documents, others, parse_options, relations, .. } = self;
        let mut files = documents;
        files.extend(others);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        State { files, parse_options, relations, ..before.clone() }
    }

    /// The files of a build that wrote, with those that it `copied`, and what it was made from.
    ///
    /// The second is `None` if something that was copied could not be known.
    pub fn after(
        &self,
        copied: Vec<Option<FileState>>,
        pages: usize,
        diagnostics: &[Diagnostic],
    ) -> (Vec<FileState>, Option<Last>) {
        let all_known = copied.iter().all(Option::is_some);
        let copied: Vec<FileState> = copied.into_iter().flatten().collect();
        let is_read =
            |state: &&FileState| state.path.below("content").is_none() && state.path.below("static").is_none();
        let others = self.others.iter().filter(is_read).cloned();
        let mut files: Vec<FileState> = copied;
        files.extend(self.documents.iter().cloned().chain(others));
        // Stable: of a file of the theme that is both copied and read, what was known when it was copied stays.
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        let inputs = inputs_print(self.names, files.iter().collect());
        let (from, until) = (self.from, self.until);
        let last = all_known.then(|| Last { inputs, from, until, pages, diagnostics: diagnostics.to_vec() });
        (files, last)
    }

    /// What a session remembers after a pass.
    pub fn memory(self) -> Memory {
        let KeptFiles { documents, others, remembered, parse_options, .. } = self;
        let mut files = documents;
        files.extend(others);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Memory::new(files, remembered, parse_options)
    }

    /// The hash of all that the output depends on but the instant.
    pub fn print(&self) -> u64 {
        inputs_print(self.names, self.documents.iter().chain(&self.others).collect())
    }

    /// Since when the same articles are public as now.
    pub fn from(&self) -> Option<Instant> {
        self.from
    }

    /// When other articles are public than now, if nobody edits anything.
    pub fn until(&self) -> Option<Instant> {
        self.until
    }

    /// Where it says which articles are related, by the edition's folder.
    pub fn relations(&self) -> &BTreeMap<String, Slot> {
        &self.relations
    }

    /// The hash of the parse options.
    pub fn parse_options(&self) -> u64 {
        self.parse_options
    }
}
