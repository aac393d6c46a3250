//! A text, cut into what is compared when words are looked for in it.
//!
//! A token is a word, or a sign that is no blank. In scripts that are written without blanks each letter is one. They are
//! cut once for each passage, because many rules ask for them.

use std::ops::Range;

/// A token of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub range: Range<usize>,
    /// The hash of what it is when folded.
    pub hash: u64,
    /// Whether a word begins with it.
    pub begins_word: bool,
}

/// The tokens of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut add = |range: Range<usize>, begins_word: bool| {
        tokens.push(Token { hash: hash(text, &range), range, begins_word });
    };
    let mut from = 0;
    let end = std::iter::once((text.len()..text.len(), ""));
    for (word, letters) in words(text).chain(end) {
        // Between two words stands a blank and nothing else, as a rule.
        let is_blank = word.start == from + 1 && text.as_bytes().get(from) == Some(&b' ');
        let between = text.get(from..word.start).filter(|_| !is_blank).unwrap_or_default();
        for (at, sign) in between.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            add(from + at..from + at + sign.len_utf8(), false);
        }
        from = word.end;
        if letters.is_ascii() {
            if !letters.is_empty() {
                add(word, true);
            }
            continue;
        }
        let mut start = word.start;
        while let Some(c) = text.get(start..word.end).and_then(|rest| rest.chars().next()) {
            let rest = text.get(start..word.end).unwrap_or_default();
            let length = if is_unspaced(c) { c.len_utf8() } else { rest.find(is_unspaced).unwrap_or(rest.len()) };
            add(start..start + length, start == word.start);
            start += length;
        }
    }
    tokens
}

/// Gives a token as it is compared: in small letters, with plain apostrophes, quotation marks and hyphens.
pub fn fold(token: &str, mut give: impl FnMut(char)) {
    for c in token.chars() {
        match typed(c) {
            c if c.is_ascii() => give(c.to_ascii_lowercase()),
            c => c.to_lowercase().for_each(&mut give),
        }
    }
}

/// The hash of a token as it is compared, which stands in a text.
fn hash(text: &str, token: &Range<usize>) -> u64 {
    let written = text.get(token.clone()).unwrap_or_default();
    if written.is_ascii() {
        return hash_of_plain(text.as_bytes(), token);
    }
    let mut folded = String::with_capacity(written.len());
    fold(written, |c| folded.push(c));
    hash_of_plain(folded.as_bytes(), &(0..folded.len()))
}

/// The hash of some bytes of a text, of which plain letters are taken as small ones: eight at a time, since most words are
/// short.
fn hash_of_plain(text: &[u8], token: &Range<usize>) -> u64 {
    let mut hash = token.len() as u64;
    for at in token.clone().step_by(8) {
        let behind = (at + 8).saturating_sub(token.end);
        let eight = match text.get(at..at + 8).and_then(|eight| <&[u8; 8]>::try_from(eight).ok()) {
            Some(eight) => u64::from_le_bytes(*eight) << (8 * behind) >> (8 * behind),
            None => {
                text.get(at..token.end).unwrap_or_default().iter().rfold(0, |rest, byte| rest << 8 | u64::from(*byte))
            }
        };
        hash = mixed(hash, small(eight));
    }
    hash
}

/// Eight bytes, each large plain letter as a small one.
fn small(bytes: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // The uppermost bit of each byte is free to say what that byte is: other than plain ones are left alone.
    let plain = bytes & (0x7f * EACH);
    let from_a = plain + u64::from(0x80 - b'A') * EACH;
    let behind_z = plain + u64::from(0x7f - b'Z') * EACH;
    bytes | ((from_a & !behind_z & !bytes & (0x80 * EACH)) >> 2)
}

/// One hash of two.
pub fn mixed(a: u64, b: u64) -> u64 {
    let mixed = (a ^ b.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// The character that is typed for a typographic one.
pub fn typed(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2018}' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '\u{2010}' | '\u{2011}' | '–' | '—' => '-',
        c => c,
    }
}

/// Whether a letter is a token of its own: its script puts no blanks between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The words of a text with their ranges: runs of letters and digits, with apostrophes and hyphens within them.
pub fn words(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = next_letter(text, rest)?;
        rest = end_of_word(text, start);
        Some((start..rest, text.get(start..rest)?))
    })
}

/// Where the first letter or digit stands from an offset on.
fn next_letter(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let byte = text.as_bytes().get(at)?;
        // Most letters are plain ones, which one byte tells.
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
            continue;
        }
        let c = text.get(at..)?.chars().next()?;
        if c.is_alphanumeric() {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Where the word ends that has a letter at an offset.
fn end_of_word(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        // Most words end with a blank.
        if bytes.get(at).is_none_or(|byte| *byte == b' ') {
            return at;
        }
        let mut letters = text.get(at..).unwrap_or_default().chars();
        let Some(c) = letters.next() else { return at };
        let joins = || matches!(c, '\'' | '\u{2019}' | '-' | '\u{2011}');
        let goes_on = c.is_alphanumeric() || (joins() && letters.next().is_some_and(char::is_alphanumeric));
        if !goes_on {
            return at;
        }
        at += c.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_plain_letters_alone_the_case_is_left_out_of_a_hash() {
        for byte in 0..=u8::MAX {
            let expected = u64::from_le_bytes([byte.to_ascii_lowercase(); 8]);
            assert_eq!(small(u64::from_le_bytes([byte; 8])), expected, "{byte}");
        }
        let hash = |text: &str, word: &str| {
            let at = text.find(word).expect("the word");
            hash(text, &(at..at + word.len()))
        };
        for around in ["", "x", " behind it, and on it goes"] {
            let text = format!("Water-Levels{around}");
            assert_eq!(hash(&text, "Water-Levels"), hash("at water-levels", "water-levels"));
            assert_ne!(hash(&text, "Water-Level"), hash("at water-levels", "water-levels"));
            assert_eq!(hash(&text, "Water"), hash("water", "water"));
        }
    }

    #[test]
    fn words_keep_their_apostrophes_and_hyphens() {
        let found: Vec<&str> = words("It’s a well-known 3.5 “fact” - isn't it?").map(|(_, word)| word).collect();
        assert_eq!(found, ["It’s", "a", "well-known", "3", "5", "fact", "isn't", "it"]);
    }

    #[test]
    fn a_text_has_as_many_words_by_its_tokens_as_it_has() {
        for text in ["", " - ", "It’s 3.5 m, “isn't” it?", "這是潮汐表。 Tide!", "a潮b", "Größe-潮汐’s"]
        {
            let tokens = tokens(text);
            assert_eq!(tokens.iter().filter(|token| token.begins_word).count(), words(text).count(), "{text}");
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            let cut: String = tokens.iter().map(|token| &text[token.range.clone()]).collect();
            assert_eq!(cut, letters(text), "{text}");
        }
    }
}
