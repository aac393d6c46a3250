//! Where the front matter ends and the body begins.

use std::ops::Range;

use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::text::{RelPath, Span};

/// The parts of a document, as byte ranges of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The YAML between the two lines of dashes; `None` without front matter.
    pub yaml: Option<Range<usize>>,
    /// Where the body begins.
    pub body_start: usize,
}

/// Finds the front matter: from a first line `---` to the next line `---` or `...`.
///
/// A byte order mark, spaces behind the dashes and Windows line endings are allowed. Front matter that is never closed
/// is a mistake at its first line; then all of the file is body.
pub fn split(path: &RelPath, text: &str) -> Diagnosed<Split> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Split { yaml: None, body_start: bom };
    let rest = &text[bom..];
    let first = rest.split('\n').next().unwrap_or(rest);
    let opener = Span::new(bom, bom + 3);
    let mistake = |message: &str| Diagnostic::new(Code::YamlSyntax, path, opener, message);
    if first.contains('\r') && (first.starts_with("---\r") && first != "---\r") {
        let diagnostic =
            mistake("the line endings of this file are single carriage returns, which nothing reads today")
                .help("save the file with Unix (LF) or Windows (CRLF) line endings");
        return Diagnosed { value: none, diagnostics: vec![diagnostic] };
    }
    if first.trim_end() == "+++" {
        let diagnostic = mistake("front matter in TOML (`+++`) is not read")
            .help("write it as YAML: a line `---`, then `title: …`, then a line `---`");
        return Diagnosed { value: none, diagnostics: vec![diagnostic] };
    }
    if first.trim_end() != "---" {
        return Diagnosed::clean(none);
    }
    let start = bom + (first.len() + 1).min(rest.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Diagnosed::clean(Split { yaml: Some(start..at), body_start: end });
        }
        at = end;
    }
    let diagnostic = mistake("the front matter is never closed")
        .label("opened here")
        .help("put a line `---` below the last field, before the text of the article");
    Diagnosed { value: none, diagnostics: vec![diagnostic] }
}
