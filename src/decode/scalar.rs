//! The way back from a YAML text to the bytes it was written with.
//!
//! The parser gives the text; here it is read a second time, noting which byte came from where. Should the two
//! readings differ, the text as a whole stands for what was written as a whole, which is never wrong.

use crate::text::{SourceMap, Span};

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
    Folded,
}

/// Where the text `value`, which the parser found in `text[start..end]`, was written: the bytes of `text` with quotes
/// or header and without the blank behind them, and the map from `value` to the file, in which `text` begins at
/// `offset`.
pub(super) fn trace(
    text: &str,
    offset: usize,
    style: Style,
    start: usize,
    end: usize,
    value: &str,
) -> (usize, usize, SourceMap) {
    let end = if matches!(style, Style::Literal | Style::Folded) { end } else { start + trimmed(&text[start..end]) };
    let written = &text[start..end];
    if style == Style::Plain && written == value {
        return (start, end, SourceMap::copied_from(offset + start, value.len()));
    }
    let (from, to, tracer) = match style {
        Style::Plain => (start, end, flow(written, offset + start, style)),
        Style::Single | Style::Double => {
            let quote = if style == Style::Single { '\'' } else { '"' };
            let inner = written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).unwrap_or("");
            (start, end, flow(inner, offset + start + 1, style))
        }
        Style::Literal | Style::Folded => {
            let header = header(text, start);
            let content = text[header..end].find('\n').map_or(end, |at| header + at + 1);
            let indent = start - text[..start].rfind('\n').map_or(0, |at| at + 1);
            let tracer = block(&text[content..end], offset + content, indent, style);
            (header, header + trimmed(&text[header..end]), tracer)
        }
    };
    let whole = Span::new(offset + from, offset + to);
    let same = match tracer.out.strip_prefix(value) {
        // A block's trailing line breaks depend on its header; the parser knows.
        Some(rest) => rest.bytes().all(|byte| byte == b'\n'),
        None => false,
    };
    (from, to, if same { tracer.map } else { standing_for(whole) })
}

/// The map from `value` to the file, for a TOML text that is `written` with its quotes at byte `at`.
pub(super) fn trace_toml(written: &str, at: usize, value: &str) -> SourceMap {
    let whole = Span::new(at, at + written.len());
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let inner = quotes.iter().find_map(|quote| {
        let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
        // A line break right behind the opening quotes does not count.
        let breaks = if quote.len() < 3 { 0 } else { inner.len() - strip_break(inner).len() };
        Some((quote.len() + breaks, &inner[breaks..]))
    });
    let Some((start, inner)) = inner else { return standing_for(whole) };
    let mut tracer = Tracer::default();
    let mut here = 0;
    while let Some(length) = inner[here..].find(if written.starts_with('"') { '\\' } else { '\r' }) {
        tracer.copy(&inner[here..here + length], at + start + here);
        here += length;
        let rest = &inner[here..];
        let (text, length) = if rest.starts_with('\r') {
            (String::new(), 1)
        } else if rest[1..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) {
            (String::new(), rest.len() - rest[1..].trim_start().len())
        } else {
            escaped(rest)
        };
        tracer.stand(&text, at + start + here, at + start + here + length);
        here += length;
    }
    tracer.copy(&inner[here..], at + start + here);
    if tracer.out == value { tracer.map } else { standing_for(whole) }
}

fn strip_break(text: &str) -> &str {
    text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')).unwrap_or(text)
}

/// The map of a text that stands for a range as a whole.
fn standing_for(whole: Span) -> SourceMap {
    let mut map = SourceMap::default();
    map.stands_for(0, whole);
    map
}

fn trimmed(text: &str) -> usize {
    text.trim_end_matches([' ', '\t', '\n', '\r']).len()
}

/// The `|` or `>` of a block whose content begins at `start`.
fn header(text: &str, start: usize) -> usize {
    let mut line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    while line_start > 0 {
        let line_end = line_start - 1;
        line_start = text[..line_end].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[line_start..line_end];
        if line.trim().is_empty() {
            continue;
        }
        let code = line.split(" #").next().unwrap_or(line);
        return code.rfind(['|', '>']).map_or(start, |at| line_start + at);
    }
    start
}

/// A text that is being read, and where it was written.
#[derive(Default)]
pub(super) struct Tracer {
    pub(super) out: String,
    pub(super) map: SourceMap,
}

impl Tracer {
    /// Adds text that stands in the file as it is, beginning at `at`.
    fn copy(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.map.copied(self.out.len(), Span::new(at, at + text.len()));
            self.out.push_str(text);
        }
    }

    /// Adds text that stands for a range of the file.
    fn stand(&mut self, text: &str, start: usize, end: usize) {
        if !text.is_empty() {
            self.map.stands_for(self.out.len(), Span::new(start, end));
            self.out.push_str(text);
        }
    }
}

/// Reads plain and quoted text: escapes, and line breaks folded to blanks. `at` is where it begins in the file.
fn flow(written: &str, at: usize, style: Style) -> Tracer {
    let mut tracer = Tracer::default();
    let mut here = 0;
    while here < written.len() {
        let rest = &written[here..];
        let special = match style {
            Style::Single => rest.find(['\'', '\n', '\r']),
            Style::Double => rest.find(['\\', '\n', '\r']),
            Style::Plain | Style::Literal | Style::Folded => rest.find(['\n', '\r']),
        };
        let run = special.unwrap_or(rest.len());
        let Some(next) = rest[run..].chars().next() else {
            tracer.copy(rest, at + here);
            break;
        };
        let breaks = matches!(next, '\n' | '\r');
        let copied = if breaks { rest[..run].trim_end_matches([' ', '\t']) } else { &rest[..run] };
        tracer.copy(copied, at + here);
        let from = here + copied.len();
        here += run;
        let rest = &written[here..];
        let (text, length) = match next {
            '\'' => ("'".to_owned(), if rest.starts_with("''") { 2 } else { 1 }),
            '\\' => escaped(rest),
            _ => folded_break(rest),
        };
        here = (here + length).min(written.len());
        tracer.stand(&text, at + from, at + here);
    }
    tracer
}

/// What line breaks at the start of `rest`, with the blank around them, fold to, and how many bytes they are.
fn folded_break(rest: &str) -> (String, usize) {
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    let breaks = count_breaks(&rest[..blank]);
    let text = if breaks > 1 { "\n".repeat(breaks - 1) } else { " ".to_owned() };
    (text, blank)
}

fn count_breaks(blank: &str) -> usize {
    let lone_returns = blank.matches('\r').count() - blank.matches("\r\n").count();
    blank.matches('\n').count() + lone_returns
}

/// What the backslash at the start of `rest` and what belongs to it mean, and how many bytes they are.
fn escaped(rest: &str) -> (String, usize) {
    if rest[1..].starts_with(['\n', '\r']) {
        let (_, length) = folded_break(&rest[1..]);
        let breaks = count_breaks(&rest[1..1 + length]);
        return ("\n".repeat(breaks - 1), 1 + length);
    }
    // The parsers accept no other escape; with nothing in its place the readings differ.
    escape(rest).map_or((String::new(), rest.len()), |(character, length)| (character.to_string(), length))
}

/// What the escape at the start of `rest` means, and how many bytes it is; `None` for one that YAML does not know, or
/// that stands for nothing.
pub(super) fn escape(rest: &str) -> Option<(char, usize)> {
    let kind = *rest.as_bytes().get(1)?;
    let hex = |digits: usize| {
        let code = rest.get(2..2 + digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, 2 + digits))
    };
    let one = match kind {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return hex(2),
        b'u' => return hex(4),
        b'U' => return hex(8),
        b' ' | b'"' | b'/' | b'\\' => char::from(kind),
        _ => return None,
    };
    Some((one, 2))
}

/// Reads the lines of a block, indented by `indent` bytes; all trailing line breaks are kept.
pub(super) fn block(lines: &str, at: usize, indent: usize, style: Style) -> Tracer {
    let mut tracer = Tracer::default();
    let mut here = at;
    // Line breaks that wait for the next line with content, and where they begin.
    let mut breaks = 0;
    let mut broken_at = at;
    let mut previous: Option<bool> = None;
    for line in lines.split_inclusive('\n') {
        let begins = here;
        here += line.len();
        let bare = line.trim_end_matches(['\n', '\r']);
        let spaces = bare.len() - bare.trim_start_matches(' ').len();
        let content = &bare[spaces.min(indent)..];
        if content.is_empty() {
            breaks += 1;
            continue;
        }
        let content_at = begins + bare.len() - content.len();
        let deeper = content.starts_with([' ', '\t']);
        let folds = style == Style::Folded && previous == Some(false) && !deeper;
        match (folds, breaks) {
            (true, 1) => tracer.stand(" ", broken_at, content_at),
            (true, breaks) => tracer.stand(&"\n".repeat(breaks - 1), broken_at, content_at),
            (false, 1) => tracer.stand("\n", broken_at, content_at),
            (false, breaks) => tracer.stand(&"\n".repeat(breaks), broken_at, content_at),
        }
        tracer.copy(content, content_at);
        previous = Some(deeper);
        breaks = 1;
        broken_at = begins + bare.len();
    }
    tracer.stand(&"\n".repeat(breaks.max(1)), broken_at, here);
    tracer
}
