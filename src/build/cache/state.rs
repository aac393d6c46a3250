//! What is known of every file that was read and of every file that was written.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::compose::brief::Part;
use crate::config::site::Compression;
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::fs::Signature;
use crate::lint::Wrong;
use crate::media::Examined;
use crate::text::RelPath;
use crate::write::{Record, Seen};

/// What one build leaves for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The files of the site, sorted by path.
    pub files: Vec<FileState>,
    /// The hash of the parse options that the facts were made with.
    pub parse_options: u64,
    /// Where the facts are.
    pub facts: FactsFile,
    /// Where it says how the search of each edition was made, by the edition's folder.
    pub searches: BTreeMap<String, Slot>,
    /// Where it says which articles of each edition are related, by the edition's folder.
    pub relations: BTreeMap<String, Slot>,
    /// The files of the output, sorted by path.
    pub outputs: Vec<OutputState>,
    /// The compressed copies of files of the output, by the path of each file.
    pub compressed: BTreeMap<String, Compressed>,
    /// What rules have found on its pages.
    pub pages_looked_at: LookedAtPages,
    /// The output folder, links resolved.
    pub output: String,
    /// What was seen in it.
    pub seen: Seen,
    /// What the last build that wrote was made from and reported.
    pub last: Option<Last>,
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// The file.
    pub path: RelPath,
    /// Its signature, if that can stand for the content.
    pub signature: Option<Signature>,
    /// What it contained.
    pub content: Record,
    /// Where its facts are, if it is a document.
    pub facts: Option<Slot>,
    /// Where its words for the search are, if it is an article.
    pub words: Option<Slot>,
    /// What is known of it as a picture; `None` if nobody asked.
    pub picture: Option<Arc<Examined>>,
    /// What pre-processors made of it, if it is an article that they are given.
    pub processed: Option<Processed>,
}

impl FileState {
    /// A file of which nothing is known but what it contained.
    pub fn new(path: RelPath, signature: Option<Signature>, content: Record) -> FileState {
        FileState { path, signature, content, facts: None, words: None, picture: None, processed: None }
    }
}

/// What pre-processors made of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Processed {
    /// The hash of the programs and of what they read; `None` if one of them failed, so that it runs again.
    pub by: Option<u64>,
    /// The hash of the body that they returned.
    pub body: Fingerprint,
    /// Where the author's body begins in the file, if another one is read.
    pub instead_of: Option<u32>,
}

/// A place in the file of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The first byte.
    pub at: u64,
    /// How many bytes.
    pub length: u32,
    /// Their hash.
    pub sum: u64,
}

/// The file of facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsFile {
    /// Which one: a file that is begun anew has the next number.
    pub number: u64,
    /// How many of its bytes were written when the state was.
    pub length: u64,
    /// How many of these nothing points to any more.
    pub wasted: u64,
}

impl FactsFile {
    /// Whether more than half of it is of no use, so that it is worth being begun anew.
    pub fn is_wasteful(&self) -> bool {
        self.wasted > self.length / 2
    }
}

/// A file of the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputState {
    /// Relative to the output.
    pub path: String,
    /// What it contains.
    pub record: Record,
    /// What it was made from, if it is a page.
    pub parts: Vec<(Part, u64)>,
}

/// The compressed copies of a file of the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compressed {
    /// What the file contained.
    pub from: Record,
    /// What each copy contained; `None` if it would not have been smaller.
    pub copies: Vec<(Compression, Option<Record>)>,
}

/// What the rules found on pages that keep a site from being built, and was excused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedAtPages {
    /// The hash of the rules that looked; 0 if none did.
    pub rules: u64,
    /// What they found, by the path of the page; a page without a finding is not listed.
    pub found: BTreeMap<String, Vec<Wrong>>,
}

/// A build that wrote its output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// The hash of all files and options that it was made from.
    pub inputs: u64,
    /// From this instant on the same articles are public.
    pub from: Option<Instant>,
    /// Until before this one.
    pub until: Option<Instant>,
    /// How many pages it has.
    pub pages: usize,
    /// What was reported.
    pub diagnostics: Vec<Diagnostic>,
}

impl Last {
    /// Whether the same articles are public at an instant as at the last build's.
    pub fn holds_at(&self, now: Instant) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

impl State {
    /// Whether writing it would change nothing but where facts are.
    pub fn is_like(&self, other: &State) -> bool {
        let State {
            files,
            parse_options,
            facts: _,
            searches: _,
            relations: _,
            outputs,
            compressed,
            pages_looked_at,
            output,
            seen,
            last,
        } = self;
        *files == other.files
            && *parse_options == other.parse_options
            && *outputs == other.outputs
            && *compressed == other.compressed
            && *pages_looked_at == other.pages_looked_at
            && *output == other.output
            && *seen == other.seen
            && *last == other.last
    }
}
