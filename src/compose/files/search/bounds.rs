//! Where the parts of the alphabet begin.

use rayon::prelude::*;

use super::pages::Listed;
use crate::parse::search::WordList;

/// How often words stand in pages, within one part: about what 25 KB hold.
const PART: usize = 14_000;

/// How many characters words share that always lie together, unless there are too many of them.
const TOGETHER: usize = 3;

/// The most characters at which a part may begin.
const DEEPEST: usize = 6;

/// How many pages are looked at, and up to twice as many.
const SAMPLE: usize = 512;

/// The pages by whose words the alphabet is divided.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// For how many pages of the whole site each stands.
    scale: usize,
}

impl Sample {
    /// Of so many pages.
    pub fn of(pages: usize) -> Sample {
        Sample { scale: (pages.next_power_of_two() / SAMPLE / 2).max(1) }
    }

    /// Whether a page is one of them: its address alone says so, so that other pages leave the choice as it is.
    pub fn has(self, page: &Listed<'_>) -> bool {
        page.hash.checked_rem(self.scale as u64) == Some(0)
    }

    /// Where the parts begin, from all lists of these pages; the first bound is empty.
    pub fn bounds(self, lists: &[&WordList]) -> Vec<String> {
        let heads = lists.par_iter().flat_map_iter(|list| {
            let mut heads = Vec::new();
            let mut words = list.words();
            while words.advance() {
                heads.push(words.head());
            }
            heads
        });
        let mut heads: Vec<u64> = heads.collect();
        heads.par_sort_unstable();
        bounds(&heads, self.scale)
    }
}

fn bounds(heads: &[u64], scale: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    divide(heads, TOGETHER, scale, &mut pieces);
    let mut bounds = vec![String::new()];
    let (mut filled, mut letter) = (0, None);
    for (begin, size) in pieces {
        // A bound at a new letter is one that the bounds before it do not move.
        let is_letter = filled > PART / 2 && begin.chars().next() != letter;
        letter = begin.chars().next();
        if filled > 0 && (filled + size > PART || is_letter) {
            bounds.push(begin);
            filled = 0;
        }
        filled += size;
    }
    bounds
}

/// A size of which but the three highest bits are known, so that few words more or fewer move no bound.
fn about(size: usize) -> usize {
    let low = size.checked_ilog2().map_or(0, |digits| digits.saturating_sub(2));
    size >> low << low
}

/// Divides words by their first characters, and by one more where that gives too large a piece.
fn divide(heads: &[u64], characters: usize, scale: usize, pieces: &mut Vec<(String, usize)>) {
    for run in heads.chunk_by(|a, b| begin(*a, characters) == begin(*b, characters)) {
        let Some(first) = run.first() else { continue };
        let size = about(run.len()) * scale;
        if size > PART && characters < DEEPEST && run.first() != run.last() {
            divide(run, characters + 1, scale, pieces);
        } else {
            pieces.push((begin(*first, characters), size));
        }
    }
}

/// The first characters of a word, as far as its head has them whole.
fn begin(head: u64, characters: usize) -> String {
    let bytes = head.to_be_bytes();
    let chunk = bytes.utf8_chunks().next().map(|chunk| chunk.valid()).unwrap_or_default();
    chunk.chars().take_while(|c| *c != '\0').take(characters).collect()
}
