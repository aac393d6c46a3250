//! Counting words.

/// How many words a text begins: runs with a letter or digit between white space; each CJK character is one.
///
/// `in_word` says whether the text before it ended within a word, and then whether this one does.
pub(super) fn count(text: &str, in_word: &mut bool) -> u32 {
    let bytes = text.as_bytes();
    let mut words = 0;
    let mut at = 0;
    while at < bytes.len() {
        let (chunk, end) = match bytes[at..].first_chunk() {
            Some(chunk) => (u64::from_le_bytes(*chunk), at + CHUNK),
            None => (last(&bytes[at..]), bytes.len()),
        };
        if let Some((begun, within)) = begun(chunk, *in_word, end - at) {
            words += begun;
            *in_word = within;
            at = end;
        } else {
            while at < end {
                at += one(text, at, &mut words, in_word);
            }
        }
    }
    words
}

/// How many bytes are looked at in one go.
const CHUNK: usize = 8;

/// In each byte of a chunk, one.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each byte of a chunk.
const HIGH: u64 = 0x80 * ONES;

/// Fewer bytes than a chunk has, with spaces behind them.
fn last(bytes: &[u8]) -> u64 {
    let mut chunk = [b' '; CHUNK];
    chunk[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(chunk)
}

/// How many words begin in a chunk, `in_word` saying whether one goes on into it, and whether one goes on behind its first
/// `length` bytes, those after which are spaces; `None` if there is anything but ASCII without control characters.
///
/// The chunk is a number with its first byte lowest, so that a carry runs from a byte to the next.
fn begun(chunk: u64, in_word: bool, length: usize) -> Option<(u32, bool)> {
    // The highest bit of each byte tells whether it is as great as a bound; the other bits tell nothing.
    let from = |bytes: u64, bound: u8| bytes + (0x80 - u64::from(bound)) * ONES;
    if chunk & HIGH != 0 || !from(chunk, b' ') & HIGH != 0 {
        return None;
    }
    let lower = chunk | (0x20 * ONES);
    let letters = from(lower, b'a') & !from(lower, b'z' + 1);
    let digits = from(chunk, b'0') & !from(chunk, b'9' + 1);
    let spaces = !from(chunk, b' ' + 1) & HIGH;
    // Of all bytes but spaces every bit is set: what is added to one of them is carried on to the next space, which thereby
    // says that the run before it had a letter or a digit.
    let runs = !((spaces >> 7) * 0xff);
    let (sum, stays) = runs.overflowing_add(u64::from(in_word));
    let (sum, begins) = sum.overflowing_add((letters | digits) & HIGH);
    let goes_on = stays | begins;
    let ended = sum & (spaces >> 7);
    // Its bytes, each one or none, added up in the highest.
    let words = (ended.wrapping_mul(ONES) >> 56) as u32 + u32::from(goes_on) - u32::from(in_word);
    Some((words, goes_on || (length < CHUNK && (ended >> (8 * length)) & 1 != 0)))
}

/// Looks at the character at `at`, and gives its length.
fn one(text: &str, at: usize, words: &mut u32, in_word: &mut bool) -> usize {
    let byte = text.as_bytes()[at];
    if let Some(&(begins, stays)) = ASCII.get(usize::from(byte)) {
        *words += u32::from(begins & !*in_word);
        *in_word = (*in_word | begins) & stays;
        return 1;
    }
    let Some(c) = text[at..].chars().next() else { return 1 };
    if c.is_whitespace() {
        *in_word = false;
    } else if is_cjk(c) {
        *words += 1;
        *in_word = false;
    } else if c.is_alphanumeric() && !*in_word {
        *words += 1;
        *in_word = true;
    }
    c.len_utf8()
}

fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// Of each ASCII character, whether it begins a word, and whether a word goes on behind it.
const ASCII: [(bool, bool); 128] = {
    let mut classes = [(false, true); 128];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        if c.is_ascii_alphanumeric() {
            classes[byte] = (true, true);
        } else if (c as char).is_whitespace() {
            classes[byte] = (false, false);
        }
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::count;
    use proptest::prelude::*;

    /// What a word is, said for one character at a time.
    fn slowly(text: &str, in_word: &mut bool) -> u32 {
        let mut words = 0;
        for c in text.chars() {
            if c.is_whitespace() {
                *in_word = false;
            } else if super::is_cjk(c) {
                words += 1;
                *in_word = false;
            } else if c.is_alphanumeric() && !*in_word {
                words += 1;
                *in_word = true;
            }
        }
        words
    }

    #[test]
    fn a_word_has_a_letter_or_a_digit_and_each_cjk_character_is_one() {
        assert_eq!(count("It's 9 o'clock – \"so\" (they) say, & 漢字 too.", &mut false), 9);
        assert_eq!(count("side of a word", &mut true), 3);
    }

    proptest! {
        #[test]
        fn chunks_give_what_single_characters_give(
            text in "[a-c9 .,'\"\t\u{b}\u{1c}\u{85}é漢–]{0,8}[a-d ]{0,90}[a-c9 .,'\"–]{0,60}",
            inside: bool,
        ) {
            let (mut fast, mut slow) = (inside, inside);
            prop_assert_eq!(count(&text, &mut fast), slowly(&text, &mut slow));
            prop_assert_eq!(fast, slow);
        }
    }
}
