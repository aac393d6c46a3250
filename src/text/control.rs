//! Control characters: they show nothing, and HTML and XML cannot hold most of them, not even escaped.

use std::borrow::Cow;

/// Whether a character is one that YAML, XML and HTML leave out: controls but tab and line breaks, and non-characters.
pub fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text has a control character ([`is_control`]).
pub fn has_control(text: &str) -> bool {
    let any = |bytes: &[u8]| bytes.iter().fold(0, |any, byte| any | u8::from(may_be_control(*byte))) != 0;
    let (chunks, rest) = text.as_bytes().as_chunks::<32>();
    (chunks.iter().any(|chunk| any(chunk)) || any(rest)) && text.contains(is_control)
}

/// Whether a control character ([`is_control`]) could begin with a byte; some other characters begin with it too.
pub fn may_be_control(byte: u8) -> bool {
    let ascii = (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f);
    ascii | (byte == 0xc2) | (byte == 0xef)
}

/// The text with each control character as so many spaces as it has bytes: no place moves.
pub fn blanked(text: &str) -> Cow<'_, str> {
    if !has_control(text) {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) {
            blanked.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            blanked.push(c);
        }
    }
    Cow::Owned(blanked)
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn blanking_control_characters_moves_no_place() {
        assert_eq!(blanked("a\0b\u{1b}c\u{92}d\u{ffff}e\t\r\n\u{85}é"), "a b c  d   e\t\r\n\u{85}é");
    }
}
