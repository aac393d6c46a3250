//! Directives at the start of a line.

use std::ops::Range;

use super::Parts;
use crate::parse::document::Place;
use crate::parse::markdown::attributes;

/// A line that looks like a directive.
pub(super) struct Line {
    /// From its colons to its last character.
    pub range: Range<usize>,
    /// How many colons.
    pub colons: usize,
    /// What it is.
    pub kind: LineKind,
}

/// What a line that looks like a directive is.
pub(super) enum LineKind {
    /// `::name…` or `:::name…`
    Directive(Parts),
    /// `:::`
    Close,
    /// Almost a directive; says what is wrong.
    Broken(String),
    /// Text that begins with a colon, which the parser would take for a definition.
    Text,
}

/// Finds the lines that look like directives, whatever they stand in.
pub(super) fn find(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    // Where the line begins that a colon stands in, or its last definition; each line is read once.
    let mut start = 0;
    let mut known = 0;
    let mut done = false;
    for (at, _) in text.match_indices(':') {
        if at.checked_sub(1).is_some_and(|before| !matches!(bytes[before], b' ' | b'\t' | b'>' | b'\n')) {
            continue;
        }
        if let Some(end) = bytes[known..at].iter().rposition(|byte| *byte == b'\n') {
            start = known + end + 1;
            done = false;
        }
        known = at;
        if done || start + prefix_len(&bytes[start..=at]) != at {
            done = true;
            continue;
        }
        if matches!(bytes.get(at + 1), Some(b' ' | b'\t')) {
            // The mark of a definition: what follows it is looked at for itself, and what precedes it not again.
            start = at;
            continue;
        }
        done = true;
        let rest = text[at..].split('\n').next().unwrap_or_default().trim_end();
        if rest.starts_with("::")
            && let Some((colons, kind)) = read(rest, at)
        {
            found.push(Line { range: at..at + rest.len(), colons, kind });
        } else if is_text(rest) {
            found.push(Line { range: at..at, colons: 1, kind: LineKind::Text });
        }
    }
    found
}

/// Whether a line begins with a colon and is neither a definition (`: text`) nor the second line of a table.
fn is_text(rest: &str) -> bool {
    rest.strip_prefix(':').is_some_and(|after| {
        !after.is_empty()
            && !after.starts_with([' ', '\t'])
            && after.contains(|c| !matches!(c, ':' | '-' | '|' | ' ' | '\t'))
    })
}

/// The length of what may stand before a block: white space, `>`, and the marks of list items, definitions and footnotes.
fn prefix_len(line: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match line.get(at) {
            Some(b' ' | b'\t' | b'>') => at += 1,
            Some(b'-' | b'+' | b'*' | b':') if matches!(line.get(at + 1), Some(b' ' | b'\t')) => at += 2,
            Some(b'0'..=b'9') => {
                let digits = line[at..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
                let mark = matches!(line.get(at + digits), Some(b'.' | b')'));
                if digits > 9 || !mark || !matches!(line.get(at + digits + 1), Some(b' ' | b'\t')) {
                    return at;
                }
                at += digits + 2;
            }
            Some(b'[') => match note_len(&line[at..]) {
                Some(len) => at += len,
                None => return at,
            },
            _ => return at,
        }
    }
}

/// The length of the mark of a footnote's text: `[^label]:`.
fn note_len(line: &[u8]) -> Option<usize> {
    let label = line.strip_prefix(b"[^")?;
    let len = label.iter().take(200).position(|byte| matches!(byte, b']' | b'['))?;
    (len > 0 && label.get(len..len + 2)? == b"]:").then_some(len + "[^]:".len())
}

/// Reads the line from its colons on; `None` if it is text.
fn read(rest: &str, offset: usize) -> Option<(usize, LineKind)> {
    let colons = rest.bytes().take_while(|byte| *byte == b':').count();
    let after = &rest[colons..];
    if colons > 2 && after.is_empty() {
        return Some((colons, LineKind::Close));
    }
    let len = attributes::name_len(after.as_bytes());
    if len == 0 {
        let word = after.trim_start();
        let word = &word[..attributes::name_len(word.as_bytes())];
        if colons == 2 && Place::from_name(word).is_none() {
            return None;
        }
        let message = format!("`{}` is no directive: a name must follow the colons at once", shorten(rest));
        return Some((colons, LineKind::Broken(message)));
    }
    let name = &after[..len];
    if let Some((label, block)) = tail(&after[len..]) {
        let base = offset + colons;
        if colons > 2 && Place::from_name(name).is_some() {
            return Some((
                colons,
                LineKind::Broken(format!(
                    "`{name}` is a place, not a container: write `::{name}` on a line of its own"
                )),
            ));
        }
        let shift = |range: Range<usize>| range.start + base + len..range.end + base + len;
        let parts = Parts { name: base..base + len, label: label.map(shift), attributes: block.map(shift) };
        return Some((colons, LineKind::Directive(parts)));
    }
    let next = after.as_bytes().get(len).copied();
    let meant = colons > 2 || matches!(next, Some(b'[' | b'{')) || Place::from_name(name).is_some();
    if !meant || (colons == 2 && next == Some(b':')) {
        return None;
    }
    let form = ":".repeat(colons);
    let block = after.find('{').and_then(|at| after.get(at..)).unwrap_or_default();
    if let Some(twice) = attributes::repeated(block) {
        return Some((
            colons,
            LineKind::Broken(format!("`{form}{name}` is given `{twice}` twice: take one of them away")),
        ));
    }
    Some((
        colons,
        LineKind::Broken(format!(
            "the directive `{form}{name}` is broken: after the name comes `[label]`, then `{{key=\"value\"}}`, and nothing else"
        )),
    ))
}

/// The label and the attribute block of a directive's line; `None` if there is anything else.
#[expect(clippy::type_complexity, reason = "two optional ranges, used in one place")]
fn tail(text: &str) -> Option<(Option<Range<usize>>, Option<Range<usize>>)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut label = None;
    if bytes.first() == Some(&b'[') {
        let mut depth = 0_usize;
        let mut escaped = false;
        let close = bytes.iter().position(|byte| {
            let plain = std::mem::take(&mut escaped);
            match byte {
                _ if plain => false,
                b'\\' => {
                    escaped = true;
                    false
                }
                b'[' => {
                    depth += 1;
                    false
                }
                b']' => {
                    depth -= 1;
                    depth == 0
                }
                _ => false,
            }
        })?;
        label = Some(1..close);
        at = close + 1;
    }
    let mut block = None;
    if bytes.get(at) == Some(&b'{') {
        let (_, len) = attributes::read(text.get(at..)?, &|range| range.into())?;
        block = Some(at..at + len);
        at += len;
    }
    (at == text.len()).then_some((label, block))
}

fn shorten(text: &str) -> &str {
    match text.char_indices().nth(40) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}
