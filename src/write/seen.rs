//! What a build knows of the files of its output, for the next build.

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::fs::Signature;

/// What one file contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The hash of its bytes.
    pub hash: Fingerprint,
    /// How many they are.
    pub size: u64,
}

impl Record {
    /// The record of some content.
    pub fn of(bytes: &[u8]) -> Record {
        Record { hash: Fingerprint::of(bytes), size: bytes.len() as u64 }
    }
}

/// The files of one output, as a build saw them in place.
///
/// Only an output at the same place may be compared with it; if it is lost, files are read again, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Sorted by path.
    files: Vec<SeenFile>,
}

/// One file of an output, as a build saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenFile {
    /// Relative to the output, with `/`.
    pub path: String,
    /// What it contained.
    pub record: Record,
    /// Its signature, if that can stand for the record.
    pub signature: Option<Signature>,
}

impl Seen {
    /// Takes files in any order.
    pub fn new(mut files: Vec<SeenFile>) -> Seen {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Seen { files }
    }

    /// What is known of a file.
    pub fn get(&self, path: &str) -> Option<&SeenFile> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }

    /// All files, sorted by path.
    pub fn files(&self) -> &[SeenFile] {
        &self.files
    }

    /// All files, sorted by path.
    pub fn into_files(self) -> Vec<SeenFile> {
        self.files
    }
}
