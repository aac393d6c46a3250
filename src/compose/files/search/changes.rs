//! Which parts of the alphabet changed since an earlier build.

use std::cmp::Ordering;

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

/// Notes every part of which a word of an old list is not in the new one, or the reverse, or weighs something else there.
pub fn mark(bounds: &[String], old: &WordList, new: &WordList, changed: &mut [bool]) {
    let mut note = |word: &[u8]| {
        let at = bounds.partition_point(|bound| bound.as_bytes() <= word).saturating_sub(1);
        if let Some(changed) = changed.get_mut(at) {
            *changed = true;
        }
    };
    let (mut old, mut new) = (old.words(), new.words());
    let (mut in_old, mut in_new) = (old.advance(), new.advance());
    while in_old || in_new {
        let order = match (in_old, in_new) {
            (true, true) => old.word().cmp(new.word()),
            (true, false) => Ordering::Less,
            _ => Ordering::Greater,
        };
        let words: &Words<'_> = if order.is_gt() { &new } else { &old };
        let is_changed = match order {
            Ordering::Less => planted::either(Bug::ShardWithWordThatLeft, false, true),
            Ordering::Equal => planted::either(Bug::ShardOfOldWeights, false, old.weight() != new.weight()),
            Ordering::Greater => true,
        };
        if is_changed {
            note(words.word());
            if planted::is_planted(Bug::ShardByFirstWords) {
                return;
            }
        }
        if order.is_le() {
            in_old = old.advance();
        }
        if order.is_ge() {
            in_new = new.advance();
        }
    }
}

/// The ranges of heads that some parts have, in order.
pub fn ranges(bounds: &[String], wanted: &[bool]) -> Vec<(u64, Option<u64>)> {
    let wanted = wanted.iter().enumerate().filter(|(_, wanted)| **wanted);
    wanted.map(|(at, _)| shards::heads(bounds, at)).collect()
}
