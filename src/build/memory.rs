//! What a session holds in memory between two passes, so that a pass opens only the files that have changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::cache::FileState;
use super::cache::facts::KeptDocument;
use crate::diagnostics::Diagnostic;
use crate::parse::search::WordList;
use crate::planted::{self, Bug};
use crate::text::RelPath;
use crate::write::Record;

/// How many bytes of documents are held; those above it cannot be shown any more once they have changed.
const HELD: usize = 128 << 20;

/// The files and documents of one pass.
pub struct Memory {
    /// Sorted by path.
    files: Vec<FileState>,
    /// Sorted by path.
    documents: Vec<Remembered>,
    /// The hash of the options that the documents were parsed with.
    parse_options: u64,
}

/// A document as it was parsed, without its prose.
#[derive(Clone)]
pub struct Remembered {
    /// The file.
    pub path: RelPath,
    /// What parsing gave.
    pub document: KeptDocument,
    /// What was wrong.
    pub diagnostics: Arc<[Diagnostic]>,
    /// Its words for the search, if they are not in the cache.
    pub words: Option<Arc<WordList>>,
}

impl Memory {
    /// Remembers files and documents, both sorted by path.
    pub fn new(files: Vec<FileState>, documents: Vec<Remembered>, parse_options: u64) -> Memory {
        Memory { files, documents, parse_options }
    }

    /// What is known of a file.
    pub fn file(&self, path: &RelPath) -> Option<&FileState> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        self.files.get(at)
    }

    /// A document, if it was parsed with these options.
    pub fn document(&self, path: &RelPath, parse_options: u64) -> Option<&Remembered> {
        if parse_options != self.parse_options && !planted::is_planted(Bug::MemoryOfOtherOptions) {
            return None;
        }
        let at = self.documents.binary_search_by(|document| document.path.cmp(path)).ok()?;
        self.documents.get(at)
    }
}

/// What documents said when they were read, so that a page can be made from a document that has changed since.
#[derive(Default)]
pub struct Texts {
    held: Mutex<Held>,
}

/// What a document contained once.
type Version = (Record, Arc<[u8]>);

#[derive(Default)]
struct Held {
    /// The newest last.
    by_path: BTreeMap<RelPath, Vec<Version>>,
    size: usize,
}

impl Texts {
    /// Holds a text, as long as there is room.
    pub fn hold(&self, path: &RelPath, content: Record, text: &[u8]) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Held { by_path, size } = &mut *held;
        if *size + text.len() > HELD
            || by_path.get(path).is_some_and(|held| held.iter().any(|(one, _)| *one == content))
        {
            return;
        }
        *size += text.len();
        by_path.entry(path.clone()).or_default().push((content, Arc::from(text)));
    }

    /// A text that is held.
    pub fn get(&self, path: &RelPath, content: Record) -> Option<Arc<[u8]>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let texts = held.by_path.get(path)?;
        let newest = planted::either(Bug::TextsOfOtherContent, texts.last(), None);
        newest.or_else(|| texts.iter().find(|(one, _)| *one == content)).map(|(_, text)| Arc::clone(text))
    }

    /// Lets go of every text but those that a site is made from; `content` is what it is made from.
    pub fn keep(&self, content: impl Fn(&RelPath) -> Option<Record>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Held { by_path, size } = &mut *held;
        by_path.retain(|path, texts| {
            let used = content(path);
            texts.retain(|(one, text)| {
                let is_used = used == Some(*one);
                if !is_used {
                    *size -= text.len();
                }
                is_used
            });
            !texts.is_empty()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_held_until_no_site_is_made_from_it() {
        let texts = Texts::default();
        let path = RelPath::new("content/a.md").expect("a clean path");
        let (old, new) = (Record::of(b"old"), Record::of(b"new"));
        texts.hold(&path, old, b"old");
        texts.hold(&path, new, b"new");
        texts.hold(&path, new, b"new");
        assert_eq!(texts.get(&path, old).as_deref(), Some(b"old".as_slice()));
        texts.keep(|_| Some(new));
        assert_eq!(texts.get(&path, old), None);
        assert_eq!(texts.get(&path, new).as_deref(), Some(b"new".as_slice()));
        assert_eq!(texts.held.lock().unwrap().size, 3);
        texts.keep(|_| None);
        assert_eq!(texts.held.lock().unwrap().size, 0);
    }
}
