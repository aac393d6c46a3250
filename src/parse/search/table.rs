//! Words, each held once and numbered.

use super::Part;
use super::list::head;
use crate::fingerprint;

/// Words longer than this, in bytes, are none that anybody types.
pub const LONGEST: usize = 48;

/// Words with what is known of each.
#[derive(Default)]
pub struct Table {
    /// The words, one behind the other.
    text: Vec<u8>,
    /// In the order in which they first came.
    pub(super) entries: Vec<Entry>,
    /// Numbers of entries from 1, at the place of their hash or behind it; 0 is none.
    slots: Vec<u32>,
    /// How many of the low bits of a hash say nothing of its place.
    low: u32,
}

/// A word and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The first eight bytes, which are most words as a whole.
    pub(super) head: u64,
    start: u32,
    length: u8,
    hash: u32,
    /// A bit for each part but the body.
    parts: u8,
    /// How often in the body.
    count: u16,
}

impl Entry {
    /// What the parts weigh, the body's word count being `words`.
    pub(super) fn weight(&self, words: u32) -> u8 {
        let once = Part::ONCE.iter().filter(|(part, _)| self.parts & bit(*part) != 0).map(|(_, weight)| *weight);
        let weight = once.sum::<u8>() + self.weight_in_body(words);
        weight.min(super::HEAVIEST)
    }

    /// 1 for a word that stands there once, one more for each doubling; the longer the text, the later it begins.
    fn weight_in_body(&self, words: u32) -> u8 {
        if self.count == 0 {
            return 0;
        }
        let long = 1 + (words / 1_024).checked_ilog2().map_or(0, |log| log + 1);
        let often = (u32::from(self.count) * 2 / long).max(1).ilog2();
        u8::try_from(1 + often).unwrap_or(u8::MAX).min(super::HEAVIEST_IN_BODY)
    }
}

fn bit(part: Part) -> u8 {
    Part::ONCE.iter().position(|(known, _)| *known == part).map_or(0, |at| 1 << at)
}

/// Spreads words over the slots, by its high bits: all of a short word is in the high bits of its head, and a product
/// carries nothing down.
fn hash(word: &[u8], head: u64) -> u32 {
    let whole = if word.len() <= size_of::<u64>() { head } else { fingerprint::short(word) };
    (whole.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

impl Table {
    /// Notes a word of a part.
    pub fn add(&mut self, word: &str, part: Part) {
        let Some(at) = self.number(word.as_bytes()) else { return };
        let entry = &mut self.entries[at];
        if part == Part::Body {
            entry.count = entry.count.saturating_add(1);
        } else {
            entry.parts |= bit(part);
        }
    }

    /// The number of a word, from 0 in the order in which they first came; `None` for one that is too long.
    pub fn number(&mut self, word: &[u8]) -> Option<usize> {
        self.number_of(word, head(word))
    }

    /// As [`Table::number`], of a word with this [`head`].
    pub fn number_of(&mut self, word: &[u8], head: u64) -> Option<usize> {
        let length = u8::try_from(word.len()).ok().filter(|length| usize::from(*length) <= LONGEST)?;
        if self.entries.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(word, head);
        let mut at = self.place(hash);
        while let Some(index) = (self.slots[at] as usize).checked_sub(1) {
            let entry = &self.entries[index];
            let alike = entry.head == head && entry.length == length;
            if alike && (word.len() <= size_of::<u64>() || self.word_of(entry) == word) {
                return Some(index);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        let start = u32::try_from(self.text.len()).ok()?;
        self.text.extend_from_slice(word);
        self.entries.push(Entry { head, start, length, hash, parts: 0, count: 0 });
        self.slots[at] = u32::try_from(self.entries.len()).ok()?;
        Some(self.entries.len() - 1)
    }

    /// The word of a number.
    pub fn word(&self, index: usize) -> &[u8] {
        self.entries.get(index).map_or(&[], |entry| self.word_of(entry))
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Forgets all words and keeps the room.
    pub fn clear(&mut self) {
        // A name has few words, and the room may be that of a long article.
        if self.entries.len() < self.slots.len() / 16 {
            for entry in &self.entries {
                let mut at = self.place(entry.hash);
                while self.slots[at] != 0 {
                    self.slots[at] = 0;
                    at = (at + 1) & (self.slots.len() - 1);
                }
            }
        } else {
            self.slots.fill(0);
        }
        self.text.clear();
        self.entries.clear();
    }

    pub(super) fn word_of(&self, entry: &Entry) -> &[u8] {
        let start = entry.start as usize;
        &self.text[start..start + usize::from(entry.length)]
    }

    /// The first slot that is looked at.
    fn place(&self, hash: u32) -> usize {
        (hash >> self.low) as usize
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1_024);
        self.slots.clear();
        self.slots.resize(size, 0);
        self.low = u32::BITS.saturating_sub(size.ilog2());
        for (number, entry) in (1..).zip(&self.entries) {
            let mut at = self.place(entry.hash);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = number;
        }
    }
}
