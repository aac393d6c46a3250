//! Many phrases, looked for in running text at once, as whole words and whatever their case.
//!
//! A phrase is found where the same [tokens](crate::parse::passages::Token) follow each other. The cost does not depend on
//! how many phrases there are: of most tokens of a text a look at a table of bits tells that no phrase begins with them and
//! the next.

use std::ops::Range;

use crate::parse::passages::{Token, fold, mixed, tokens};

/// How many bits of the table there are for each phrase: one place in so many begins a phrase by mere chance.
const BITS: usize = 16;

/// Phrases by number.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// From a node with the hash of a token to the next node; node 0 is the beginning of all phrases.
    steps: Steps,
    /// The phrases that end at each node.
    ends: Vec<Vec<usize>>,
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

impl Phrases {
    /// Phrases, numbered from 0; one of no words is never found. Of phrases with the same words the first is asked for first.
    pub fn new<'p>(phrases: impl ExactSizeIterator<Item = &'p str>) -> Phrases {
        let mut all = Phrases { beginnings: Beginnings::of(phrases.len()), ..Phrases::default() };
        all.ends.push(Vec::new());
        for (number, phrase) in phrases.enumerate() {
            let tokens = tokens(phrase);
            let mut node = 0;
            for token in &tokens {
                node = all.steps.add(node, token);
                if node == all.ends.len() {
                    all.ends.push(Vec::new());
                }
            }
            all.folded.push(folded(phrase, &tokens).into());
            if let Some(first) = tokens.first() {
                all.beginnings.add(first, tokens.get(1));
            }
            if let Some(ending) = all.ends.get_mut(node).filter(|_| node > 0) {
                ending.push(number);
            }
        }
        all
    }

    /// The phrases in a text, which has these tokens, none within another, those that begin first and of these the longest;
    /// `is_meant` may refuse one at its place.
    pub fn find(&self, text: &str, tokens: &[Token], is_meant: impl Fn(usize, &Range<usize>) -> bool) -> Vec<Found> {
        let mut found = Vec::new();
        // The beginning is no phrase.
        if self.ends.len() < 2 {
            return found;
        }
        let mut rest = tokens;
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
            let Some(next) = self.steps.get(node, token) else { break };
            node = next;
            let Some(numbers) = self.ends.get(node).filter(|numbers| !numbers.is_empty()) else { continue };
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

/// A hash table of the ways from node to node.
#[derive(Clone, Debug, Default)]
struct Steps {
    /// At least half of them are free, and they are a power of two many, or none.
    slots: Vec<Step>,
    taken: usize,
}

/// The hash of a node and a token, and the node that they lead to; 0 in a free slot.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    hash: u64,
    to: usize,
}

impl Steps {
    /// Where a token leads from a node.
    fn get(&self, from: usize, token: &Token) -> Option<usize> {
        let slot = self.slots.get(self.find(mixed(token.hash, from as u64))?)?;
        (slot.to != 0).then_some(slot.to)
    }

    /// As [`get`](Steps::get), to a new node, the next number, if it leads nowhere yet.
    fn add(&mut self, from: usize, token: &Token) -> usize {
        if self.slots.len() < (self.taken + 1) * 2 {
            let former = std::mem::take(&mut self.slots);
            self.slots = vec![Step::default(); (former.len() * 2).max(16)];
            for step in former.into_iter().filter(|step| step.to != 0) {
                self.put(step);
            }
        }
        if let Some(to) = self.get(from, token) {
            return to;
        }
        self.taken += 1;
        self.put(Step { hash: mixed(token.hash, from as u64), to: self.taken });
        self.taken
    }

    fn put(&mut self, step: Step) {
        if let Some(slot) = self.find(step.hash).and_then(|at| self.slots.get_mut(at)) {
            *slot = step;
        }
    }

    /// The slot of a hash, or the free one that it would take.
    fn find(&self, hash: u64) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & last;
        loop {
            let slot = self.slots.get(at)?;
            if slot.to == 0 || slot.hash == hash {
                return Some(at);
            }
            at = (at + 1) & last;
        }
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
    mixed(first.hash, second.map_or(0, |second| second.hash))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let found = Phrases::new(phrases.iter().copied()).find(text, &tokens(text), |_, _| true);
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
        let text = "A spring tide.";
        let found = all.find(text, &tokens(text), |number, _| number != 0);
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
