//! Where the parts of the alphabet begin.

use rayon::prelude::*;

use super::pages::Listed;
use crate::parse::search::WordList;
use crate::planted;

/// How often words stand in pages, within one part: about what 25 KB hold.
fn part() -> usize {
    planted::limit(14_000, 100)
}

/// How many characters words share that always lie together, unless there are too many of them.
const TOGETHER: usize = 3;

/// The most characters at which a part may begin.
const DEEPEST: usize = 6;

/// How many pages are looked at, and up to twice as many.
fn sample() -> usize {
    planted::limit(512, 4)
}

/// The pages by whose words the alphabet is divided.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// For how many pages of the whole site each stands.
    scale: usize,
}

impl Sample {
    /// Of so many pages.
    pub fn of(pages: usize) -> Sample {
        Sample { scale: (pages.next_power_of_two() / sample() / 2).max(1) }
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
    let (part, mut filled, mut letter) = (part(), 0, None);
    for (begin, size) in pieces {
        // A bound at a new letter is one that the bounds before it do not move.
        let is_letter = filled > part / 2 && begin.chars().next() != letter;
        letter = begin.chars().next();
        if filled > 0 && (filled + size > part || is_letter) {
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
    for run in heads.chunk_by(|a, b| a == b || cut(*a, characters) == cut(*b, characters)) {
        let Some(first) = run.first() else { continue };
        let size = about(run.len()) * scale;
        if size > part() && characters < DEEPEST && run.first() != run.last() {
            divide(run, characters + 1, scale, pieces);
        } else {
            pieces.push((begin(*first, characters), size));
        }
    }
}

/// The first characters of a word.
fn begin(head: u64, characters: usize) -> String {
    let bytes = cut(head, characters).to_be_bytes();
    String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned()
}

/// The first characters of a word, as far as its head has them whole.
fn cut(head: u64, characters: usize) -> u64 {
    let bytes = head.to_be_bytes();
    let mut end = 0;
    for _ in 0..characters {
        let length = match bytes.get(end) {
            None | Some(0) => break,
            Some(..0x80) => 1,
            Some(..0xe0) => 2,
            Some(..0xf0) => 3,
            Some(_) => 4,
        };
        if end + length > bytes.len() {
            break;
        }
        end += length;
    }
    head & !u64::MAX.checked_shr(8 * end as u32).unwrap_or_default()
}
