//! Many phrases, looked for in running text at once, as whole words and whatever their case.
//!
//! A text is cut into tokens: a word, or a sign that is no blank. In scripts that are written without blanks each letter
//! is one. A phrase is found where the same tokens follow each other. The cost does not depend on how many phrases there
//! are: of most tokens of a text a look at a table of bits tells that no phrase begins with them and the next.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::parse::passages::words;

/// How many bits of the table there are for each phrase: one place in so many begins a phrase by mere chance.
const BITS: usize = 16;

/// Phrases by number.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// From a node with the hash of a token to the next node; node 0 is the beginning of all phrases.
    next: BTreeMap<(u32, u64), u32>,
    /// The phrases that end at a node.
    ends: BTreeMap<u32, Vec<usize>>,
    /// The phrases, folded.
    folded: Vec<Box<str>>,
    beginnings: Beginnings,
}

/// A phrase in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub number: usize,
    /// Where.
    pub range: Range<usize>,
}

/// A token of a text.
struct Token {
    range: Range<usize>,
    /// Of what it is when folded.
    hash: u64,
}

impl Phrases {
    /// Phrases, numbered from 0; one of no words is never found. Of phrases with the same words the first is asked for first.
    pub fn new<'p>(phrases: impl ExactSizeIterator<Item = &'p str>) -> Phrases {
        let mut all = Phrases { beginnings: Beginnings::of(phrases.len()), ..Phrases::default() };
        let mut nodes = 0;
        for (number, phrase) in phrases.enumerate() {
            let tokens = tokens(phrase);
            let mut node = 0;
            for token in &tokens {
                node = *all.next.entry((node, token.hash)).or_insert_with(|| {
                    nodes += 1;
                    nodes
                });
            }
            all.folded.push(folded(phrase, &tokens).into());
            if let Some(first) = tokens.first() {
                all.beginnings.add(first, tokens.get(1));
                all.ends.entry(node).or_default().push(number);
            }
        }
        all
    }

    /// The phrases in a text, none within another, those that begin first and of these the longest; `is_meant` may refuse
    /// one at its place.
    pub fn find(&self, text: &str, is_meant: impl Fn(usize, &Range<usize>) -> bool) -> Vec<Found> {
        let mut found = Vec::new();
        if self.ends.is_empty() {
            return found;
        }
        let tokens = tokens(text);
        let mut rest = tokens.as_slice();
        while let [first, after @ ..] = rest {
            let may_begin = self.beginnings.may_have(first, after.first());
            match may_begin.then(|| self.longest(text, rest, &is_meant)).flatten() {
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
        tokens: &[Token],
        is_meant: &impl Fn(usize, &Range<usize>) -> bool,
    ) -> Option<(usize, Found)> {
        let start = tokens.first()?.range.start;
        let (mut node, mut longest) = (0, None);
        for (index, token) in tokens.iter().enumerate() {
            let Some(next) = self.next.get(&(node, token.hash)) else { break };
            node = *next;
            let Some(numbers) = self.ends.get(&node) else { continue };
            let range = start..token.range.end;
            let written = folded(text, tokens.get(..=index).unwrap_or_default());
            // Two tokens may have one hash.
            let is_written = |number: usize| self.folded.get(number).is_some_and(|phrase| **phrase == *written);
            if let Some(number) = numbers.iter().find(|number| is_written(**number) && is_meant(**number, &range)) {
                longest = Some((index + 1, Found { number: *number, range }));
            }
        }
        longest
    }
}

/// A table of bits that tells of most tokens that no phrase begins with them.
#[derive(Clone, Debug, Default)]
struct Beginnings(Vec<u64>);

impl Beginnings {
    /// One for so many phrases.
    fn of(phrases: usize) -> Beginnings {
        Beginnings(vec![0; (phrases * BITS / u64::BITS as usize).next_power_of_two()])
    }

    /// Adds the first two tokens of a phrase, or the only one.
    fn add(&mut self, first: &Token, second: Option<&Token>) {
        let (at, bit) = self.place(pair(first, second));
        if let Some(bits) = self.0.get_mut(at) {
            *bits |= bit;
        }
    }

    /// Whether a phrase may begin with a token, or with it and the next; `false` is certain.
    fn may_have(&self, first: &Token, second: Option<&Token>) -> bool {
        let has = |hash| {
            let (at, bit) = self.place(hash);
            self.0.get(at).is_some_and(|bits| bits & bit != 0)
        };
        has(pair(first, None)) || (second.is_some() && has(pair(first, second)))
    }

    /// Where a hash has its bit.
    fn place(&self, hash: u64) -> (usize, u64) {
        let place = (hash >> 6) as usize & (self.0.len() - 1);
        (place, 1 << (hash % u64::from(u64::BITS)))
    }
}

/// The hash of two tokens.
fn pair(first: &Token, second: Option<&Token>) -> u64 {
    let second = second.map_or(0, |second| second.hash);
    let mixed = (first.hash ^ second.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// What tokens are when they are compared, one behind the other.
fn folded(text: &str, tokens: &[Token]) -> String {
    let mut folded = String::new();
    for token in tokens {
        fold(text.get(token.range.clone()).unwrap_or_default(), |c| folded.push(c));
        // No token has one.
        folded.push('\n');
    }
    folded
}

/// Gives a token as it is compared: in small letters, with plain apostrophes, quotation marks and hyphens.
fn fold(token: &str, mut give: impl FnMut(char)) {
    for c in token.chars() {
        match plain(c) {
            c if c.is_ascii() => give(c.to_ascii_lowercase()),
            c => c.to_lowercase().for_each(&mut give),
        }
    }
}

/// The FNV-1a hash of a token as it is compared, over its characters.
fn hash(token: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    fold(token, |c| hash = (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3));
    hash
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

/// The tokens of a text.
fn tokens(text: &str) -> Vec<Token> {
    let mut words = words(text).map(|(range, _)| range).peekable();
    let mut at = 0;
    let mut tokens = Vec::new();
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at;
        at += c.len_utf8();
        while words.next_if(|word| word.end <= start).is_some() {}
        if let Some(word) = words.peek().filter(|word| word.start <= start) {
            if !is_alone(c) {
                let inside = text.get(start..word.end).unwrap_or_default();
                at = start + if inside.is_ascii() { None } else { inside.find(is_alone) }.unwrap_or(inside.len());
            }
        } else if c.is_whitespace() {
            continue;
        }
        tokens.push(Token { range: start..at, hash: hash(text.get(start..at).unwrap_or_default()) });
    }
    tokens
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
        let found = Phrases::new(phrases.iter().copied()).find(text, |_, _| true);
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
        let all = Phrases::new(["spring tide", "spring"].into_iter());
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
