//! How the files of the search were made: which words of which pages are in them.

use serde::{Deserialize, Serialize};

use super::state::Slot;
use crate::compose::files::search::changes::Division;

/// The search of one edition in one build.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSearch {
    /// The parts of the alphabet.
    pub division: Division,
    /// The pages that were found, by number.
    pub pages: Vec<KeptPage>,
    /// Encoded lists of names, each once.
    pub names: Vec<Vec<u8>>,
}

/// A page that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPage {
    /// Its number.
    pub number: u32,
    /// Its words, if it has any of its own.
    pub words: Option<Slot>,
    /// Its names: an index.
    pub names: u32,
}
