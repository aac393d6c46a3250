//! Counting words.

/// How many words a text begins: runs with a letter or digit between white space; each CJK character is one.
///
/// `in_word` says whether the text before it ended within a word, and then whether this one does.
pub(super) fn count(text: &str, in_word: &mut bool) -> u32 {
    let bytes = text.as_bytes();
    let mut words = 0;
    let mut at = 0;
    while at < bytes.len() {
        let simple = at > 0 && *in_word == (bytes[at - 1] != b' ');
        if simple
            && let (Some(before), Some(chunk)) = (bytes[at - 1..].first_chunk(), bytes[at..].first_chunk())
            && let Some(begun) = begun(before, chunk)
        {
            words += begun;
            *in_word = chunk[CHUNK - 1] != b' ';
            at += CHUNK;
            continue;
        }
        let end = if at == 0 { 1 } else { at + CHUNK };
        while at < bytes.len().min(end) {
            at += one(text, at, &mut words, in_word);
        }
    }
    words
}

const CHUNK: usize = 16;

/// How many words begin in a chunk, `before` being what stands before each of its bytes; `None` if one begins with a
/// sign, or if there is anything but ASCII without control characters.
fn begun(before: &[u8; CHUNK], chunk: &[u8; CHUNK]) -> Option<u32> {
    let mut words = 0_u8;
    let mut odd = 0_u8;
    for (before, byte) in before.iter().zip(chunk) {
        let gap = u8::from(*before == b' ');
        let blank = u8::from(*byte == b' ');
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        let word = u8::from(letter | digit);
        odd |= (gap & !word & !blank) | u8::from(byte.wrapping_sub(b' ') >= 0x60);
        words += gap & word;
    }
    (odd & 1 == 0).then_some(u32::from(words))
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
