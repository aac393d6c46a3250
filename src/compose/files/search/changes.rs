//! Which parts of the alphabet changed since an earlier build.

use serde::{Deserialize, Serialize};

use super::shards;
use crate::parse::search::WordList;
use crate::parse::search::list::Words;
use crate::planted::{self, Bug};

/// How the words of one build were divided, and the names of the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Division {
    /// The hash of what all parts depend on besides their words.
    pub seed: u64,
    /// The hash of the words by which the alphabet was divided.
    pub sample: u64,
    /// Where the parts begin.
    pub bounds: Vec<String>,
    /// Their names.
    pub names: Vec<String>,
}

/// Notes every part of which a word of one list is not in the other or weighs something else there.
pub fn mark(bounds: &[String], one: &WordList, other: &WordList, changed: &mut [bool]) {
    let mut note = |word: &[u8]| {
        let at = bounds.partition_point(|bound| bound.as_bytes() <= word).saturating_sub(1);
        if let Some(changed) = changed.get_mut(at) {
            *changed = true;
        }
    };
    let (mut one, mut other) = (one.words(), other.words());
    let (mut in_one, mut in_other) = (one.advance(), other.advance());
    while in_one || in_other {
        let order = match (in_one, in_other) {
            (true, true) => one.word().cmp(other.word()),
            (true, false) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        let words: &Words<'_> = if order.is_gt() { &other } else { &one };
        if order.is_ne() || one.weight() != other.weight() {
            note(words.word());
            if planted::is_planted(Bug::ShardByFirstWords) {
                return;
            }
        }
        if order.is_le() {
            in_one = one.advance();
        }
        if order.is_ge() {
            in_other = other.advance();
        }
    }
}

/// The ranges of heads that some parts have, in order.
pub fn ranges(bounds: &[String], wanted: &[bool]) -> Vec<(u64, Option<u64>)> {
    let wanted = wanted.iter().enumerate().filter(|(_, wanted)| **wanted);
    wanted.map(|(at, _)| shards::heads(bounds, at)).collect()
}
