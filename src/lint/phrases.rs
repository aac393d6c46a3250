//! Many phrases, looked for in running text at once, as whole words and whatever their case.
//!
//! A text is cut into tokens: a word, or a sign that is no blank. In scripts that are written without blanks each letter
//! is one. A phrase is found where the same tokens follow each other. The cost does not depend on how many phrases there
//! are: most words of a text are seen to begin none by a look at a table of bits.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::parse::passages::words;

/// How many bits tell which words begin a phrase: enough for some thousands.
const BITS: u32 = 1 << 16;

/// Phrases by number.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// Every word of a phrase, folded.
    words: BTreeMap<Box<str>, u32>,
    /// From a node with a word to the next node; node 0 is the beginning of all phrases.
    next: BTreeMap<(u32, u32), u32>,
    /// The phrases that end at a node.
    ends: BTreeMap<u32, Vec<usize>>,
    nodes: u32,
    beginnings: Vec<u64>,
}

/// A phrase in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub number: usize,
    /// Where.
    pub range: Range<usize>,
}

impl Phrases {
    /// Adds a phrase; one of no words is never found. Of phrases with the same words those added first are asked for first.
    pub fn add(&mut self, phrase: &str, number: usize) {
        let (mut node, mut folded) = (0, String::new());
        for range in tokens(phrase) {
            fold(phrase.get(range).unwrap_or_default(), &mut folded);
            if node == 0 {
                self.beginnings.resize((BITS / u64::BITS) as usize, 0);
                let (at, bit) = place(&folded);
                if let Some(bits) = self.beginnings.get_mut(at) {
                    *bits |= bit;
                }
            }
            let fresh = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let word = *self.words.entry(folded.as_str().into()).or_insert(fresh);
            let nodes = &mut self.nodes;
            node = *self.next.entry((node, word)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
        }
        if node != 0 {
            self.ends.entry(node).or_default().push(number);
        }
    }

    /// The phrases in a text, none within another, those that begin first and of these the longest; `is_meant` may refuse
    /// one at its place.
    pub fn find(&self, text: &str, is_meant: impl Fn(usize, &Range<usize>) -> bool) -> Vec<Found> {
        let mut found = Vec::new();
        if self.ends.is_empty() {
            return found;
        }
        let tokens: Vec<Range<usize>> = tokens(text).collect();
        let (mut rest, mut folded) = (tokens.as_slice(), String::new());
        while let Some((_, after)) = rest.split_first() {
            match self.longest(text, rest, &mut folded, &is_meant) {
                Some((length, one)) => {
                    found.push(one);
                    rest = rest.get(length..).unwrap_or_default();
                }
                None => rest = after,
            }
        }
        found
    }

    /// The longest phrase that begins with the first token, and how many tokens it has.
    fn longest(
        &self,
        text: &str,
        tokens: &[Range<usize>],
        folded: &mut String,
        is_meant: &impl Fn(usize, &Range<usize>) -> bool,
    ) -> Option<(usize, Found)> {
        let first = tokens.first()?;
        fold(text.get(first.clone())?, folded);
        let (at, bit) = place(folded);
        if self.beginnings.get(at)? & bit == 0 {
            return None;
        }
        let (mut node, mut longest) = (0, None);
        for (index, token) in tokens.iter().enumerate() {
            fold(text.get(token.clone())?, folded);
            let Some(next) = self.words.get(folded.as_str()).and_then(|word| self.next.get(&(node, *word))) else {
                break;
            };
            node = *next;
            let range = first.start..token.end;
            let meant =
                self.ends.get(&node).and_then(|numbers| numbers.iter().find(|number| is_meant(**number, &range)));
            if let Some(number) = meant {
                longest = Some((index + 1, Found { number: *number, range }));
            }
        }
        longest
    }
}

/// Where in the table of bits a word has its own.
fn place(folded: &str) -> (usize, u64) {
    let hash = folded.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let bit = (hash ^ (hash >> 16)) % BITS;
    ((bit / u64::BITS) as usize, 1 << (bit % u64::BITS))
}

/// A token as it is compared: in small letters, with plain apostrophes, quotation marks and hyphens.
fn fold(token: &str, into: &mut String) {
    into.clear();
    for c in token.chars() {
        match plain(c) {
            c if c.is_ascii() => into.push(c.to_ascii_lowercase()),
            c => into.extend(c.to_lowercase()),
        }
    }
}

/// The character that is typed for a typographic one.
pub fn plain(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2018}' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '\u{2010}' | '\u{2011}' | '–' | '—' => '-',
        c => c,
    }
}

/// The ranges of the tokens of a text.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut words = words(text).map(|(range, _)| range).peekable();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let c = text.get(at..)?.chars().next()?;
            let start = at;
            at += c.len_utf8();
            while words.next_if(|word| word.end <= start).is_some() {}
            if let Some(word) = words.peek().filter(|word| word.start <= start) {
                if !is_alone(c) {
                    let inside = text.get(start..word.end).unwrap_or_default();
                    at = start + inside.find(is_alone).unwrap_or(inside.len());
                }
                return Some(start..at);
            }
            if !c.is_whitespace() {
                return Some(start..at);
            }
        }
    })
}

/// Whether a letter is a token of its own: its script puts no blanks between words.
fn is_alone(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let mut all = Phrases::default();
        phrases.iter().enumerate().for_each(|(number, phrase)| all.add(phrase, number));
        let found = all.find(text, |_, _| true);
        found.iter().map(|found| format!("{}: {}", found.number, &text[found.range.clone()])).collect()
    }

    #[test]
    fn phrases_are_found_as_whole_words_whatever_their_case() {
        assert_eq!(found(&["tide"], "Tide, TIDES and low-tide: a tide."), ["0: Tide", "0: tide"]);
        assert_eq!(found(&["C++", "e.g."], "In C++, e.g. C+ or e.g"), ["0: C++", "1: e.g."]);
        assert_eq!(found(&["don't"], "We don’t."), ["0: don’t"]);
        assert_eq!(found(&["ÉTÉ"], "un été"), ["0: été"]);
    }

    #[test]
    fn the_longest_phrase_is_taken_and_what_it_covers_is_not_looked_at_again() {
        let phrases = ["tide", "spring tide", "tide table", "spring tide of the year"];
        assert_eq!(found(&phrases, "A spring tide table and the tide."), ["1: spring tide", "0: tide"]);
        assert_eq!(found(&phrases, "spring tide of the"), ["1: spring tide"]);
    }

    #[test]
    fn a_refused_phrase_leaves_its_place_to_a_shorter_one() {
        let mut all = Phrases::default();
        all.add("spring tide", 0);
        all.add("spring", 1);
        let found = all.find("A spring tide.", |number, _| number != 0);
        assert_eq!(found, [Found { number: 1, range: 2..8 }]);
    }

    #[test]
    fn words_without_blanks_between_them_are_found() {
        assert_eq!(found(&["潮汐"], "這是潮汐表。"), ["0: 潮汐"]);
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        assert!(found(&["", "  "], "a b").is_empty());
        assert!(found(&[], "a b").is_empty());
        assert!(found(&["a"], "").is_empty());
    }
}
