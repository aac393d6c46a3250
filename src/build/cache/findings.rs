//! What rules have found, and what they found it in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostics::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::lint::Wrong;

/// What rules have found in what they have looked at.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptFindings {
    /// The hash of the rules and of how they read.
    pub rules: u64,
    /// In words.
    pub words: BTreeMap<Words, KeptFinding<Diagnostic>>,
    /// In files of the output, by their paths.
    pub outputs: BTreeMap<String, KeptFinding<Wrong>>,
}

/// Words that rules have looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Words {
    /// Those of an article: its edition and its file.
    Own(String, String),
    /// What these say of other articles.
    Mentions(String, String),
}

/// What rules have found in one thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptFinding<T> {
    /// What told it from all others.
    pub print: u64,
    /// What was found.
    pub found: Vec<T>,
}

/// Encodes findings of a program; `None` if that cannot be.
pub(super) fn encode(findings: &KeptFindings, program: Fingerprint) -> Option<Vec<u8>> {
    let mut bytes = program.to_bytes().to_vec();
    bytes.extend(postcard::to_stdvec(findings).ok()?);
    Some(bytes)
}

/// Decodes findings; `None` if they are another program's.
pub(super) fn decode(bytes: &[u8], program: Fingerprint) -> Option<KeptFindings> {
    postcard::from_bytes(bytes.strip_prefix(&program.to_bytes())?).ok()
}
