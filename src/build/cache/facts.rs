//! What parsing a document gave, but for its prose: that is made again when a page needs it.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::state::{FactsFile, Slot};
use crate::diagnostics::Diagnostic;
use crate::fingerprint;
use crate::parse::document::{Document, Facts, Parsed};
use crate::parse::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields, Source};
use crate::text::RelPath;

/// How many bytes are gathered before they are written.
const BUFFER: usize = 1 << 20;

/// The facts of one document, as they are read.
#[derive(Debug, Deserialize)]
pub struct Kept {
    /// What parsing gave.
    pub document: KeptDocument,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A document without its prose.
#[derive(Debug, Deserialize)]
pub enum KeptDocument {
    /// An article or a plain page.
    Article(Arc<Facts<ArticleFields>>),
    /// An `_index.md`.
    Section(Arc<Facts<SectionFields>>),
    /// A person.
    Person(Arc<Facts<PersonFields>>),
    /// A ledger.
    Sources(RelPath, Vec<Arc<Source>>),
    /// The credits of a picture.
    Sidecar(RelPath, Box<ImageFields>),
    /// A file that holds no document.
    Nothing,
}

/// The facts of one document, as they are written.
#[derive(Serialize)]
pub struct KeptRef<'a> {
    document: KeptDocumentRef<'a>,
    diagnostics: &'a [Diagnostic],
}

#[derive(Serialize)]
enum KeptDocumentRef<'a> {
    Article(&'a Facts<ArticleFields>),
    Section(&'a Facts<SectionFields>),
    Person(&'a Facts<PersonFields>),
    Sources(&'a RelPath, &'a [Arc<Source>]),
    Sidecar(&'a RelPath, &'a ImageFields),
    Nothing,
}

impl<'a> KeptRef<'a> {
    /// What is kept of a document that was parsed.
    pub fn new(document: Option<&'a Document>, diagnostics: &'a [Diagnostic]) -> KeptRef<'a> {
        let document = match document {
            Some(Document::Article(Parsed { facts, prose: _ })) => KeptDocumentRef::Article(facts),
            Some(Document::Section(Parsed { facts, prose: _ })) => KeptDocumentRef::Section(facts),
            Some(Document::Person(Parsed { facts, prose: _ })) => KeptDocumentRef::Person(facts),
            Some(Document::Sources(path, sources)) => KeptDocumentRef::Sources(path, sources),
            Some(Document::Sidecar(path, fields)) => KeptDocumentRef::Sidecar(path, fields),
            None => KeptDocumentRef::Nothing,
        };
        KeptRef { document, diagnostics }
    }
}

/// Encodes facts; `None` if they are too large to be worth it.
pub fn encode(kept: &KeptRef<'_>) -> Option<Vec<u8>> {
    let bytes = postcard::to_stdvec(kept).ok()?;
    u32::try_from(bytes.len()).is_ok().then_some(bytes)
}

/// Decodes facts; `None` if they are not byline's.
pub fn decode(bytes: &[u8]) -> Option<Kept> {
    postcard::from_bytes(bytes).ok()
}

/// Reads the bytes of a slot and gives them on; `None` if they are not what was written.
pub fn read<T>(file: &File, slot: &Slot, give: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
    let length = usize::try_from(slot.length).ok()?;
    let mut bytes = READ.take();
    if bytes.len() < length {
        bytes.resize(length, 0);
    }
    let of_slot = &mut bytes[..length];
    let read = read_at(file, of_slot, slot.at).is_ok() && fingerprint::short(of_slot) == slot.sum;
    let given = if read { give(of_slot) } else { None };
    if bytes.len() <= BUFFER {
        READ.set(bytes);
    }
    given
}

thread_local! {
    /// The room for one slot after the other.
    static READ: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    // Each reader opens its own place in the file, because they share one position.
    static POSITION: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _held = POSITION.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

/// Appends facts to their file.
pub struct Writer {
    file: File,
    facts: FactsFile,
    gathered: Vec<u8>,
    failed: Option<io::Error>,
}

impl Writer {
    /// Goes on at the end of a file that is open for writing there.
    pub fn new(file: File, facts: FactsFile) -> Writer {
        Writer { file, facts, gathered: Vec::with_capacity(BUFFER), failed: None }
    }

    /// Adds the facts of one document; `None` once the disk has failed.
    pub fn append(&mut self, bytes: &[u8]) -> Option<Slot> {
        let slot =
            Slot { at: self.facts.length, length: u32::try_from(bytes.len()).ok()?, sum: fingerprint::short(bytes) };
        if self.gathered.len() + bytes.len() > BUFFER {
            self.flush();
        }
        self.gathered.extend_from_slice(bytes);
        self.facts.length += u64::from(slot.length);
        self.failed.is_none().then_some(slot)
    }

    fn flush(&mut self) {
        if self.failed.is_none() {
            self.failed = self.file.write_all(&self.gathered).err();
        }
        self.gathered.clear();
    }

    /// Writes all that was added.
    ///
    /// # Errors
    /// If the disk failed, now or before.
    pub fn finish(mut self) -> io::Result<FactsFile> {
        self.flush();
        match self.failed {
            Some(cause) => Err(cause),
            None => Ok(self.facts),
        }
    }
}
