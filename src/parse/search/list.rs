//! Words in the order of their bytes, each with a weight, in few bytes.
//!
//! A word is written as how many bytes it shares with the one before it, how many follow, these, and its weight. Both
//! numbers are the halves of one byte; `0xff` says that they follow as a byte each.
//!
//! Before the words stand marks, so that a part of the alphabet is found without all that is before it: how many there
//! are, and of every [`STEP`]th word, which shares nothing, its first four bytes and where it is, four bytes each.

use super::table::{LONGEST, Table};

/// How many words there are from one mark to the next.
const STEP: usize = 32;

/// The words of an article, encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordList(pub Vec<u8>);

impl WordList {
    /// Encodes what a table has gathered, and clears it; `words` is how many the body has.
    pub(super) fn of(table: &mut Table, words: u32) -> WordList {
        let mut order: Vec<(u64, u32)> =
            (0..).zip(&table.entries).map(|(number, entry)| (entry.head, number)).collect();
        let word = |number: u32| table.word(number as usize);
        // Few words have their first eight bytes in common, and numbers compare fast.
        order.sort_unstable_by_key(|(head, _)| *head);
        for alike in order.chunk_by_mut(|(one, _), (other, _)| one == other).filter(|alike| alike.len() > 1) {
            alike.sort_unstable_by(|(_, one), (_, other)| word(*one).cmp(word(*other)));
        }
        let mut encoder = Encoder::new(order.len());
        let mut before: &[u8] = &[];
        for (head, number) in order {
            let word = word(number);
            encoder.push(before, word, head, table.entries[number as usize].weight(words));
            before = word;
        }
        table.clear();
        encoder.finish()
    }

    /// Its words in order.
    pub fn words(&self) -> Words<'_> {
        Words::new(&self.0)
    }
}

/// The words of an encoded list that lie in some ranges of heads, each up to before its end; the ranges are in order.
pub fn pick(list: &[u8], ranges: &[(u64, Option<u64>)]) -> WordList {
    let mut encoder = Encoder::new(0);
    let (mut before, mut length) = ([0; LONGEST], 0);
    for (start, end) in ranges {
        let mut words = Words::new(list);
        let mut more = words.seek(*start);
        while more && end.is_none_or(|end| words.head() < end) {
            let word = words.word();
            encoder.push(&before[..length], word, words.head(), words.weight());
            before[..word.len()].copy_from_slice(word);
            length = word.len();
            more = words.advance();
        }
    }
    encoder.finish()
}

/// Writes a list.
struct Encoder {
    marks: Vec<(u32, u32)>,
    words: Vec<u8>,
    count: usize,
    /// The head of the word before.
    head: u64,
}

impl Encoder {
    fn new(words: usize) -> Encoder {
        let (marks, bytes) = (Vec::with_capacity(words.div_ceil(STEP)), Vec::with_capacity(words * 7));
        Encoder { marks, words: bytes, count: 0, head: 0 }
    }

    /// Adds a word, of which neither is longer than [`LONGEST`].
    fn push(&mut self, before: &[u8], word: &[u8], head: u64, weight: u8) {
        let bytes = &mut self.words;
        let is_marked = self.count.is_multiple_of(STEP);
        let shared = if is_marked { 0 } else { shared(before, self.head, word, head) };
        self.head = head;
        if is_marked {
            self.marks.push(((head >> 32) as u32, u32::try_from(bytes.len()).unwrap_or(u32::MAX)));
        }
        let rest = &word[shared..];
        match (shared as u8, rest.len() as u8) {
            (shared @ 0..16, length @ 0..15) => bytes.push(shared << 4 | length),
            (shared, length) => bytes.extend([0xff, shared, length]),
        }
        bytes.extend_from_slice(rest);
        bytes.push(weight);
        self.count += 1;
    }

    fn finish(self) -> WordList {
        if self.count == 0 {
            return WordList::default();
        }
        let mut bytes = Vec::with_capacity(4 + 8 * self.marks.len() + self.words.len());
        bytes.extend((self.marks.len() as u32).to_le_bytes());
        for (head, at) in self.marks {
            bytes.extend(head.to_le_bytes());
            bytes.extend(at.to_le_bytes());
        }
        bytes.extend(self.words);
        WordList(bytes)
    }
}

/// The first eight bytes of a word, which order most words.
pub fn head(word: &[u8]) -> u64 {
    if let Some(bytes) = word.first_chunk() {
        return u64::from_be_bytes(*bytes);
    }
    // Two pieces that may overlap, because most words are short and a loop over their bytes takes longer.
    let at = |byte: u8, place: usize| u64::from(byte) << (56 - 8 * place);
    match (word.first_chunk::<4>(), word.last_chunk::<4>(), word) {
        (Some(first), Some(last), _) => {
            let [first, last] = [first, last].map(|bytes| u64::from(u32::from_be_bytes(*bytes)));
            first << 32 | last << (64 - 8 * word.len())
        }
        (.., [one]) => at(*one, 0),
        (.., [one, two]) => at(*one, 0) | at(*two, 1),
        (.., [one, two, three]) => at(*one, 0) | at(*two, 1) | at(*three, 2),
        _ => 0,
    }
}

/// How many bytes two words with these heads have in common.
fn shared(one: &[u8], one_head: u64, other: &[u8], other_head: u64) -> usize {
    let in_heads = (one_head ^ other_head).leading_zeros() as usize / 8;
    if in_heads < size_of::<u64>() {
        return in_heads.min(one.len()).min(other.len());
    }
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

/// Reads the words of a list one by one.
#[derive(Clone)]
pub struct Words<'l> {
    marks: &'l [[u8; 8]],
    all: &'l [u8],
    rest: &'l [u8],
    word: [u8; LONGEST],
    length: usize,
    weight: u8,
}

impl<'l> Words<'l> {
    /// Reads an encoded list from its begin.
    pub fn new(list: &'l [u8]) -> Words<'l> {
        let (marks, all) = parts(list).unwrap_or_default();
        Words { marks, all, rest: all, word: [0; LONGEST], length: 0, weight: 0 }
    }

    /// Goes to the first word that is not before a head; false if there is none.
    pub fn seek(&mut self, from: u64) -> bool {
        let is_before = |[a, b, c, d, ..]: &[u8; 8]| u64::from(u32::from_le_bytes([*a, *b, *c, *d])) < from >> 32;
        let mark = self.marks.partition_point(is_before).checked_sub(1).and_then(|at| self.marks.get(at));
        let at = mark.map_or(0, |[.., a, b, c, d]| u32::from_le_bytes([*a, *b, *c, *d]) as usize);
        self.rest = self.all.get(at..).unwrap_or_default();
        while self.advance() {
            if self.head() >= from {
                return true;
            }
        }
        false
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

/// The marks and the words of an encoded list.
fn parts(list: &[u8]) -> Option<(&[[u8; 8]], &[u8])> {
    let (count, rest) = list.split_first_chunk()?;
    let (marks, words) = rest.split_at_checked((u32::from_le_bytes(*count) as usize).checked_mul(8)?)?;
    Some((marks.as_chunks().0, words))
}
