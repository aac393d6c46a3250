//! Words in the order of their bytes, each with a weight, in few bytes.
//!
//! A word is written as how many bytes it shares with the one before it, how many follow, these, and its weight. Both
//! numbers are the halves of one byte; `0xff` says that they follow as a byte each.

use super::table::{LONGEST, Table};

/// The words of an article, encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordList(pub Vec<u8>);

impl WordList {
    /// Encodes what a table has gathered, and clears it; `words` is how many the body has.
    pub(super) fn of(table: &mut Table, words: u32) -> WordList {
        let mut order: Vec<(u64, u32)> =
            (0..).zip(&table.entries).map(|(number, entry)| (entry.head, number)).collect();
        let word = |number: u32| table.word(number as usize);
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| word(a.1).cmp(word(b.1))));
        let mut bytes = Vec::with_capacity(order.len() * 7);
        let mut before: &[u8] = &[];
        for (_, number) in order {
            let word = word(number);
            let shared = before.iter().zip(word).take_while(|(a, b)| a == b).count();
            let rest = &word[shared..];
            // Both fit: no word is longer than `LONGEST`.
            match (shared as u8, rest.len() as u8) {
                (shared @ 0..16, length @ 0..15) => bytes.push(shared << 4 | length),
                (shared, length) => bytes.extend([0xff, shared, length]),
            }
            bytes.extend_from_slice(rest);
            bytes.push(table.entries[number as usize].weight(words));
            before = word;
        }
        table.clear();
        WordList(bytes)
    }

    /// Its words in order.
    pub fn words(&self) -> Words<'_> {
        Words::new(&self.0, &[])
    }
}

/// The first eight bytes of a word, which order most words.
pub fn head(word: &[u8]) -> u64 {
    if let Some(bytes) = word.first_chunk() {
        return u64::from_be_bytes(*bytes);
    }
    let bits = 64 - 8 * word.len();
    word.iter().fold(0, |head, byte| head << 8 | u64::from(*byte)).checked_shl(bits as u32).unwrap_or_default()
}

/// Reads the words of a list one by one.
#[derive(Clone)]
pub struct Words<'l> {
    rest: &'l [u8],
    word: [u8; LONGEST],
    length: usize,
    weight: u8,
}

impl<'l> Words<'l> {
    /// Reads from the middle of a list; `bound` is not above the first word there, and above the one before it.
    pub fn new(rest: &'l [u8], bound: &[u8]) -> Words<'l> {
        let mut word = [0; LONGEST];
        word.iter_mut().zip(bound).for_each(|(to, from)| *to = *from);
        Words { rest, word, length: 0, weight: 0 }
    }

    /// Goes to the next word; false if there is none.
    pub fn advance(&mut self) -> bool {
        self.step().is_some()
    }

    /// The word.
    pub fn word(&self) -> &[u8] {
        &self.word[..self.length]
    }

    /// Its first eight bytes, as [`head`] gives them.
    pub fn head(&self) -> u64 {
        let bytes = self.word.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        // Behind a short word stand the letters of longer ones before it.
        if self.length < 8 { bytes & !(u64::MAX >> (8 * self.length)) } else { bytes }
    }

    /// Its weight.
    pub fn weight(&self) -> u8 {
        self.weight
    }

    /// How many bytes are behind it.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// The bytes behind it.
    pub fn rest(&self) -> &'l [u8] {
        self.rest
    }

    #[inline]
    fn step(&mut self) -> Option<()> {
        let (halves, mut rest) = self.rest.split_first()?;
        let (mut shared, mut length) = (usize::from(halves >> 4), usize::from(halves & 15));
        if *halves == 0xff {
            let ([a, b], after) = rest.split_first_chunk()?;
            (shared, length, rest) = (usize::from(*a), usize::from(*b), after);
        }
        let (suffix, rest) = rest.split_at_checked(length)?;
        let (weight, rest) = rest.split_first()?;
        let into = self.word.get_mut(shared..shared + length)?;
        into.copy_from_slice(suffix);
        (self.rest, self.length, self.weight) = (rest, shared + length, *weight);
        Some(())
    }
}
