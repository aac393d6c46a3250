//! What rules have found, and what they found it in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostics::Diagnostic;
use crate::fingerprint::Fingerprint;

/// What rules have found in what they have looked at.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptFindings {
    /// The hash of the rules and of how they read.
    pub rules: u64,
    /// By what was looked at.
    pub found: BTreeMap<LookedAt, KeptFinding>,
}

/// What rules have looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LookedAt {
    /// The words of an article: its edition and its file.
    Words(String, String),
    /// What these say of other articles.
    Mentions(String, String),
    /// A file of the output.
    Output(String),
}

/// What rules have found in one thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptFinding {
    /// What told it from all others.
    pub print: u64,
    /// What was found.
    pub found: Vec<Diagnostic>,
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
