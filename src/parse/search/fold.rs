//! The form in which words are compared. The script of the search page has the same rules.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: compatible forms become one, marks fall off Latin and Greek letters, ligatures are taken apart.
pub fn fold(text: &str, into: &mut String) {
    let mut bare = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.to_lowercase().nfkd() {
        if is_nothing(c) {
            continue;
        }
        if ('\u{300}'..='\u{36f}').contains(&c) && (loses_marks(before) || (before == 'е' && c == '\u{308}')) {
            continue;
        }
        before = c;
        match c {
            'ß' => bare.push_str("ss"),
            'æ' => bare.push_str("ae"),
            'œ' => bare.push_str("oe"),
            'þ' => bare.push_str("th"),
            'ø' => bare.push('o'),
            'đ' | 'ð' => bare.push('d'),
            'ł' => bare.push('l'),
            'ħ' => bare.push('h'),
            'ı' => bare.push('i'),
            'ς' => bare.push('σ'),
            c => bare.push(c),
        }
    }
    into.extend(bare.nfc());
}

/// Whether a character is part of a word.
pub fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether a character belongs to a script that is written without blanks between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// Latin and Greek letters: what is above and below them is left out.
fn loses_marks(c: char) -> bool {
    matches!(u32::from(c),
        0x61..=0x7a | 0xdf..=0x2af | 0x370..=0x3ff | 0x1e00..=0x1fff | 0x2c60..=0x2c7f | 0xa720..=0xa7ff
        | 0xab30..=0xab6f)
}

/// Characters that are not seen, and the vowel signs of Arabic and Hebrew, which most texts leave out.
fn is_nothing(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x591..=0x5bd | 0x5bf | 0x5c1..=0x5c2 | 0x5c4..=0x5c5 | 0x5c7 | 0x640 | 0x64b..=0x65f | 0x670
        | 0x200b..=0x200f | 0x2060..=0x2064 | 0xfe00..=0xfe0f | 0xfeff)
}
