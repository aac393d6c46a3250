//! From the bytes of a file to its text.

use std::borrow::Cow;
use std::ops::Range;

use super::front_matter;
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{RelPath, Span, Text, blanked, is_control};

/// How many bytes a file may have.
pub const MAX_LENGTH: usize = 32 << 20;

/// How many control characters of a body are reported: a file with more is no text.
const MAX_CONTROLS: usize = 20;

/// The file as text, its offsets those of the file: each byte that is no text becomes a question mark.
pub(super) fn read_text<'b>(path: &RelPath, bytes: &'b [u8], diagnostics: &mut Vec<Diagnostic>) -> Cow<'b, str> {
    if bytes.len() > MAX_LENGTH {
        let message = format!("this file has {} bytes, and at most {MAX_LENGTH} (32 MiB) are read", bytes.len());
        diagnostics.push(Diagnostic::in_file(Code::TooLarge, path, message).help("split it into several articles"));
        return Cow::Borrowed("");
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let line = 1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    diagnostics.push(
        Diagnostic::new(Code::InvalidUtf8, path, Span::new(at, at + 1), format!("line {line} is not text in UTF-8"))
            .help(match bytes {
                [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file is in UTF-16: save it with the encoding UTF-8",
                _ => "save the file with the encoding UTF-8",
            }),
    );
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

/// The text with blanks for the control characters of the body; those of the front matter are mistakes of its YAML.
pub(super) fn without_controls(path: &RelPath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let (front_matter, body) = text.split_at(front_matter::split(path, text).value.body_start);
    let start = front_matter.len();
    report(path, body, |range| Span::new(start + range.start, start + range.end), diagnostics);
    format!("{front_matter}{}", blanked(body))
}

/// A body with blanks for its control characters.
pub(super) fn body_without_controls(path: &RelPath, body: &Text, diagnostics: &mut Vec<Diagnostic>) -> Text {
    report(path, &body.value, |range| body.map.span(range), diagnostics);
    Text { value: blanked(&body.value).into_owned(), map: body.map.clone(), span: body.span }
}

fn report(path: &RelPath, body: &str, place: impl Fn(Range<usize>) -> Span, diagnostics: &mut Vec<Diagnostic>) {
    for (at, c) in body.char_indices().filter(|(_, c)| is_control(*c)).take(MAX_CONTROLS) {
        let message =
            format!("the control character U+{:04X} stands in the text, and no page can hold it", u32::from(c));
        diagnostics.push(
            Diagnostic::new(Code::ControlCharacter, path, place(at..at + c.len_utf8()), message)
                .help("delete it; it counts as a space, and editors often do not show it"),
        );
    }
}
