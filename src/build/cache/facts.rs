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
use crate::planted::{self, Bug};
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
#[derive(Clone, Debug, Deserialize)]
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

impl KeptDocument {
    /// A document that was parsed, without its prose.
    pub fn of(document: &Document) -> KeptDocument {
        match document {
            Document::Article(Parsed { facts, prose: _ }) => KeptDocument::Article(Arc::clone(facts)),
            Document::Section(Parsed { facts, prose: _ }) => KeptDocument::Section(Arc::clone(facts)),
            Document::Person(Parsed { facts, prose: _ }) => KeptDocument::Person(Arc::clone(facts)),
            Document::Sources(path, sources) => KeptDocument::Sources(path.clone(), sources.clone()),
            Document::Sidecar(path, fields) => KeptDocument::Sidecar(path.clone(), Box::new(fields.clone())),
        }
    }

    /// Whether a document says to the rest of the site what this one said.
    pub fn says_the_same(&self, document: &Document) -> bool {
        match (self, document) {
            (KeptDocument::Article(before), Document::Article(now)) => before.says_the_same(&now.facts),
            (KeptDocument::Section(before), Document::Section(now)) => before.says_the_same(&now.facts),
            (KeptDocument::Person(before), Document::Person(now)) => before.says_the_same(&now.facts),
            (KeptDocument::Sources(path, before), Document::Sources(other, now)) => path == other && before == now,
            (KeptDocument::Sidecar(path, before), Document::Sidecar(other, now)) => path == other && **before == *now,
            _ => false,
        }
    }
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
        KeptRef { document, diagnostics: planted::either(Bug::FactsWithoutDiagnostics, &[], diagnostics) }
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
    let is_whole = |bytes: &[u8]| fingerprint::short(bytes) == slot.sum || planted::is_planted(Bug::FactsUnchecked);
    let read = read_at(file, of_slot, slot.at).is_ok() && is_whole(of_slot);
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
    // All readers share the one position of the file.
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

    /// Opens what was written for reading; `None` if the disk has failed.
    pub fn reader(&mut self) -> Option<File> {
        self.flush();
        if self.failed.is_some() { None } else { self.file.try_clone().ok() }
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::site::MarkdownOptions;
    use crate::date::Zone;
    use crate::parse::{self, ParseOptions};

    fn documents() -> Vec<(RelPath, Vec<u8>)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("content"), root.join("tests/sites")];
        let mut documents = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir().expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let below = path.to_string_lossy().replace('\\', "/");
                let at = below.rfind("/content/").map_or(0, |at| at + 1);
                documents.extend(RelPath::new(&below[at..]).map(|below| (below, std::fs::read(path).expect("a file"))));
            }
        }
        documents
    }

    /// An article with everything that facts can hold, and mistakes.
    const ODD: &str = "---\ntitle: \"Odd \\u00e9\"\npublished: 2024-02-11T06:00:00\nupdated: 2024-06-06\nreviewed: 1900-01-01T00:00:00Z\n\
        expires: 2999-01-01\nreview_every: 12 months\nauthors: [jane, {name: Jo Doe, email: jo@example.org}]\n\
        series: {id: a, part: 2}\nimage: {src: a.jpg, caption: \"*x*\"}\nextra: {a: [1, 2.5, null, {b: \"c\"}]}\n\
        sources:\n  - {id: a, title: T, date: 2020-03, accessed: 2024, doi: 10.1/x}\n\
        corrections:\n  - {date: 2024-03-01, text: \"*y*\"}\nunknown: 1\n---\n\n\
        [@a, p. 3] [](b.md#c) [[Wiki#d|x]] ![p](p.png){width=3 .k} :i[x]{a=b}\n\n::toc\n\n## H {#h}\n";

    #[test]
    fn what_is_kept_of_a_document_is_what_parsing_gave() {
        let options = ParseOptions {
            markdown: MarkdownOptions { raw_html: false, smart_punctuation: true, callouts: Vec::new() },
            taxonomies: vec!["tags".to_owned()],
            timezone: Zone::utc(),
            language: "en".to_owned(),
            search: true,
            languages: Vec::new(),
        };
        let mut documents = documents();
        documents.push((RelPath::new("content/odd.md").expect("a path"), ODD.as_bytes().to_vec()));
        assert!(documents.len() > 100, "there are documents");
        let mut mistakes = 0;
        for (path, bytes) in documents {
            let parsed = parse::parse(&path, &bytes, &options);
            let kept = KeptRef::new(parsed.value.as_ref(), &parsed.diagnostics);
            let Kept { document, diagnostics } = decode(&encode(&kept).expect("encoded")).expect("decoded");
            assert_eq!(diagnostics, parsed.diagnostics, "{path}");
            mistakes += diagnostics.len();
            match (document, parsed.value) {
                (KeptDocument::Article(kept), Some(Document::Article(parsed))) => assert_eq!(kept, parsed.facts),
                (KeptDocument::Section(kept), Some(Document::Section(parsed))) => assert_eq!(kept, parsed.facts),
                (KeptDocument::Person(kept), Some(Document::Person(parsed))) => assert_eq!(kept, parsed.facts),
                (KeptDocument::Sources(_, kept), Some(Document::Sources(_, parsed))) => assert_eq!(kept, parsed),
                (KeptDocument::Sidecar(_, kept), Some(Document::Sidecar(_, parsed))) => assert_eq!(*kept, parsed),
                (KeptDocument::Nothing, None) => {}
                (kept, parsed) => panic!("{path}: {kept:?} was kept of {parsed:?}"),
            }
        }
        assert!(mistakes > 0, "there are diagnostics among them");
    }

    fn bytes_of(file: &File, slot: &Slot) -> Option<Vec<u8>> {
        read(file, slot, |bytes| Some(bytes.to_vec()))
    }

    #[test]
    fn facts_are_read_as_they_were_written_and_never_when_a_byte_differs() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("facts.1");
        let mut writer = Writer::new(File::create(&path).expect("a file"), FactsFile::default());
        let texts: Vec<Vec<u8>> = (0..5).map(|n| vec![n; usize::from(n) * 400_000]).collect();
        let slots: Vec<Slot> = texts.iter().map(|text| writer.append(text).expect("written")).collect();
        let facts = writer.finish().expect("written");
        assert_eq!(facts.length, path.metadata().expect("a file").len());
        let file = File::open(&path).expect("a file");
        for (slot, text) in slots.iter().zip(&texts) {
            assert_eq!(bytes_of(&file, slot).as_ref(), Some(text));
        }
        let mut bytes = std::fs::read(&path).expect("bytes");
        bytes[500_000] ^= 1;
        std::fs::write(&path, &bytes).expect("damaged");
        let file = File::open(&path).expect("a file");
        let whole: Vec<bool> = slots.iter().map(|slot| bytes_of(&file, slot).is_some()).collect();
        assert_eq!(whole, [true, true, false, true, true]);
        std::fs::write(&path, &bytes[..1_000_000]).expect("cut off");
        assert_eq!(bytes_of(&File::open(&path).expect("a file"), &slots[4]), None);
    }

    #[test]
    fn bytes_that_are_no_facts_are_none_and_never_a_panic() {
        for length in 0..200_u8 {
            for start in [0, 1, 7, 0x80, 0xff] {
                let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(31).wrapping_add(start)).collect();
                let _ = decode(&bytes);
            }
        }
    }
}
