//! Counting words.

/// How many words a text begins: runs with a letter or digit between white space; each CJK character is one.
///
/// `in_word` says whether the text before it ended within a word, and then whether this one does.
pub(super) fn count(text: &str, in_word: &mut bool) -> u32 {
    let mut words = 0;
    let mut rest = text;
    loop {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (ascii, others) = rest.split_at(ascii);
        words += count_ascii(ascii.as_bytes(), in_word);
        let mut chars = others.chars();
        let Some(c) = chars.next() else { return words };
        if c.is_whitespace() {
            *in_word = false;
        } else if is_cjk(c) {
            words += 1;
            *in_word = false;
        } else if c.is_alphanumeric() && !*in_word {
            words += 1;
            *in_word = true;
        }
        rest = chars.as_str();
    }
}

fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

fn count_ascii(text: &[u8], in_word: &mut bool) -> u32 {
    let (first, _) = text.split_at(text.len().min(1));
    let mut words = one_by_one(first, in_word);
    let mut at = first.len();
    while at < text.len() {
        let simple = *in_word == (text[at - 1] != b' ');
        if let (Some(before), Some(chunk)) = (text[at - 1..].first_chunk(), text[at..].first_chunk())
            && let Some(begun) = begun(before, chunk).filter(|_| simple)
        {
            words += begun;
            *in_word = chunk[31] != b' ';
            at += 32;
        } else {
            let end = (at + 32).min(text.len());
            words += one_by_one(&text[at..end], in_word);
            at = end;
        }
    }
    words
}

/// How many words begin in a chunk, `before` being what stands before each of its bytes; `None` if one begins with a
/// sign, or if there is a control character.
fn begun(before: &[u8; 32], chunk: &[u8; 32]) -> Option<u32> {
    let mut words = 0_u8;
    let mut odd = 0_u8;
    for (before, byte) in before.iter().zip(chunk) {
        let gap = u8::from(*before == b' ');
        let blank = u8::from(*byte == b' ');
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        let word = u8::from(letter | digit);
        odd |= (gap & !word & !blank) | u8::from(*byte < b' ');
        words += gap & word;
    }
    (odd & 1 == 0).then_some(u32::from(words))
}

fn one_by_one(text: &[u8], in_word: &mut bool) -> u32 {
    let mut words = 0;
    let mut inside = u32::from(*in_word);
    for byte in text {
        let (begins, stays) = ASCII[usize::from(*byte & 0x7f)];
        words += u32::from(begins) & !inside;
        inside = (inside | u32::from(begins)) & u32::from(stays);
    }
    *in_word = inside != 0;
    words
}

/// Of each ASCII character, whether it begins a word, and whether a word goes on behind it.
const ASCII: [(u8, u8); 128] = {
    let mut classes = [(0, 1); 128];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        if c.is_ascii_alphanumeric() {
            classes[byte] = (1, 1);
        } else if (c as char).is_whitespace() {
            classes[byte] = (0, 0);
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
