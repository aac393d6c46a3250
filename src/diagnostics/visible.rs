//! Control characters made visible.
//!
//! Content and file names may hold escape sequences that would drive a terminal, or characters that turn the reading
//! direction round; both must reach people as text.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character acts instead of showing: controls (C0, DEL, C1), bidirectional marks, line separators, and
/// the invisible characters that make equal-looking texts differ.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'
            | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Appends a character, `\u{…}` if it is hidden.
pub(super) fn push(c: char, into: &mut String) {
    if is_hidden(c) {
        let _ = write!(into, "\\u{{{:x}}}", u32::from(c));
    } else {
        into.push(c);
    }
}

/// The text with every hidden character written as `\u{…}`, line breaks and tabs too: right for paths.
pub fn escaped(text: &str) -> Cow<'_, str> {
    replace(text, is_hidden, push)
}

/// The text with line breaks kept, tabs as a space, and every other hidden character written as `\u{…}`.
pub(super) fn paragraph(text: &str) -> Cow<'_, str> {
    replace(
        text,
        |c| c != '\n' && is_hidden(c),
        |c, into| match c {
            '\t' => into.push(' '),
            '\r' => {}
            c => push(c, into),
        },
    )
}

/// The text in one line: each run of white space with a line break in it is a space.
pub(super) fn one_line(text: &str) -> String {
    let text = paragraph(text);
    let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// JSON with every hidden character escaped, which changes no value: hidden characters stand only within strings.
pub fn json(text: &str) -> Cow<'_, str> {
    replace(text, is_hidden, |c, into| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(into, "\\u{unit:04x}");
        }
    })
}

fn replace(text: &str, which: impl Fn(char) -> bool, by: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let Some(first) = text.find(&which) else {
        return Cow::Borrowed(text);
    };
    let (clean, rest) = text.split_at(first);
    let mut visible = String::with_capacity(text.len() + 16);
    visible.push_str(clean);
    for c in rest.chars() {
        if which(c) {
            by(c, &mut visible);
        } else {
            visible.push(c);
        }
    }
    Cow::Owned(visible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_marks_of_direction_are_shown_as_escapes() {
        assert_eq!(
            escaped("a\u{1b}[31m\u{7}\u{7f}\u{9b}\u{202e}\n\tb"),
            r"a\u{1b}[31m\u{7}\u{7f}\u{9b}\u{202e}\u{a}\u{9}b"
        );
    }

    #[test]
    fn text_of_every_script_stays_as_it_is() {
        let text = "Überraschung 東京 שלום e\u{301} 👩\u{200d}🚀 `a`";
        assert!(matches!(escaped(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn a_paragraph_keeps_its_lines() {
        assert_eq!(paragraph("a\tb\r\nc\u{8}"), "a b\nc\\u{8}");
    }

    #[test]
    fn one_line_folds_line_breaks() {
        assert_eq!(one_line("a\n   b\r\n\n c \n"), "a b c");
    }

    #[test]
    fn json_keeps_its_value() {
        let value = "a\u{7f}\u{85}\u{202e}\u{feff}b";
        let text = serde_json::to_string(value).expect("a string can be serialised");
        let clean = json(&text);
        assert!(clean.is_ascii());
        assert_eq!(serde_json::from_str::<String>(&clean).expect("still JSON"), value);
    }
}
