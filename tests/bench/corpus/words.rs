//! Words, phrases and sentences of a language that does not exist.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::random::{Random, Weights};

const FUNCTION_WORDS: [&str; 62] = [
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "not",
    "this", "are", "at", "from", "an", "or", "which", "but", "they", "their", "more", "has", "when", "can", "than",
    "been", "one", "would", "also", "may", "other", "some", "could", "its", "most", "into", "these", "after", "only",
    "over", "between", "each", "many", "where", "before", "under", "while", "through", "both", "during", "such",
    "because", "about", "upon", "so",
];
const ONSETS: [&str; 24] = [
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "l", "m", "n", "p", "pl", "pr", "r", "s", "st", "t",
    "tr", "v", "w",
];
const VOWELS: [&str; 9] = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"];
const CODAS: [&str; 12] = ["", "", "", "", "n", "r", "s", "t", "l", "m", "nd", "st"];
const ENDINGS: [&str; 13] = ["", "", "", "", "", "", "", "ing", "ed", "er", "al", "ly", "s"];
const SYLLABLES: [usize; 5] = [1, 2, 2, 2, 3];

const WORDS: usize = 2_500;
const SENTENCES: usize = 10_000;

/// The words of a site, and a pool of sentences that its articles draw from.
///
/// The pool is made when it is first asked for: titles need none.
pub struct Words {
    seed: u64,
    words: Vec<String>,
    weights: Weights,
    function_weights: Weights,
    pool: OnceCell<Vec<String>>,
}

impl Words {
    /// The words of a seed.
    pub fn new(seed: u64) -> Words {
        Words {
            seed,
            words: invented(&mut Random::new(seed, WORDS as u64)),
            weights: Weights::new(WORDS, 12),
            function_weights: Weights::new(FUNCTION_WORDS.len(), 4),
            pool: OnceCell::new(),
        }
    }

    fn content_word(&self, random: &mut Random) -> &str {
        &self.words[random.weighted(&self.weights)]
    }

    /// A word such as "the".
    pub fn function_word(&self, random: &mut Random) -> &'static str {
        FUNCTION_WORDS[random.weighted(&self.function_weights)]
    }

    /// From `low` to `high` words, in lower case.
    pub fn phrase(&self, random: &mut Random, low: usize, high: usize) -> String {
        let words: Vec<&str> = (0..random.between(low, high)).map(|_| self.content_word(random)).collect();
        words.join(" ")
    }

    /// A phrase that begins with a capital.
    pub fn heading(&self, random: &mut Random, low: usize, high: usize) -> String {
        capitalised(&self.phrase(random, low, high))
    }

    /// A sentence of the pool.
    pub fn pooled(&self, random: &mut Random) -> &str {
        let pool = self.pool.get_or_init(|| {
            let mut random = Random::new(self.seed, SENTENCES as u64);
            (0..SENTENCES).map(|_| self.sentence(&mut random, true)).collect()
        });
        &pool[random.below(pool.len())]
    }

    /// A sentence of about 18 words, now and then with emphasis or code if `marked`.
    pub fn sentence(&self, random: &mut Random, marked: bool) -> String {
        let tail = if random.chance(220) { random.between(2, 12) } else { 0 };
        let count = (0..3).map(|_| random.between(2, 9)).sum::<usize>() + tail;
        let mut words: Vec<String> = (0..count)
            .map(|_| if random.chance(440) { self.function_word(random) } else { self.content_word(random) }.to_owned())
            .collect();
        let first = capitalised(&words[0]);
        words[0] = first;
        if marked && count > 9 {
            mark(&mut words, random);
        }
        for place in 5..words.len().saturating_sub(4) {
            if random.chance(70) {
                words[place].push_str(random.of(&[",", ",", ",", ";", " –"]));
            }
        }
        if random.chance(30) {
            words.push(format!("{} percent", random.between(2, 989)));
        }
        words.join(" ") + if random.chance(90) { "?" } else { "." }
    }
}

fn invented(random: &mut Random) -> Vec<String> {
    let mut seen: BTreeSet<String> = FUNCTION_WORDS.iter().map(|word| (*word).to_owned()).collect();
    let mut words = Vec::with_capacity(WORDS);
    while words.len() < WORDS {
        let mut word = String::new();
        for _ in 0..random.of(&SYLLABLES) {
            for part in [random.of(&ONSETS), random.of(&VOWELS), random.of(&CODAS)] {
                word.push_str(part);
            }
        }
        word.push_str(random.of(&ENDINGS));
        if (3..=13).contains(&word.len()) && seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn mark(words: &mut [String], random: &mut Random) {
    let place = random.between(2, words.len() - 5);
    match random.below(200) {
        0..16 => {
            words[place].insert(0, '*');
            words[place + 1].push('*');
        }
        16..28 => words[place] = format!("**{}**", words[place]),
        28..31 => words[place] = format!("`{}`", words[place]),
        _ => {}
    }
}

/// The text with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text as a part of an address.
pub fn slug(text: &str) -> String {
    let parts: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.join("-").to_lowercase()
}
