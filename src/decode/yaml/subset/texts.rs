//! Texts: without quotes, in quotes, and in lines of their own.

use super::scalar::{self, Style, Tracer};
use super::{Node, Reader, Value, find, plain};
use crate::text::{SourceMap, Text};

impl Reader<'_> {
    /// Whether a text without quotes begins here.
    pub(super) fn begins_plain(&self) -> bool {
        match self.byte() {
            Some(b'-') => !self.is_blank(self.at + 1),
            Some(byte) => !b" \n#&*!|>'\"%@`[]{},?:".contains(&byte),
            None => false,
        }
    }

    /// The end of the text without quotes that begins at `start`: a comment, a colon or the line ends it.
    pub(super) fn plain_end(&self, start: usize) -> usize {
        let mut at = start;
        loop {
            at = find(self.bytes, at, [b'\n', b':', b'#']);
            match self.bytes.get(at) {
                Some(b':') if !self.is_blank(at + 1) => at += 1,
                Some(b'#') if at == start || self.bytes[at - 1] != b' ' => at += 1,
                _ => return self.without_spaces(start, at),
            }
        }
    }

    /// Where the bytes from `start` to `end` end without the spaces behind them.
    pub(super) fn without_spaces(&self, start: usize, end: usize) -> usize {
        self.bytes[start..end].iter().rposition(|byte| *byte != b' ').map_or(start, |last| start + last + 1)
    }

    /// The value of a text without quotes.
    pub(super) fn plain(&self, start: usize, end: usize) -> Node {
        let written = &self.text[start..end];
        let span = self.span(start, end);
        let value = plain::value(written).unwrap_or_else(|| {
            let map = SourceMap::copied_from(self.offset + start, written.len());
            Value::Text(Text { value: written.to_owned(), map, span })
        });
        Node::new(value, span)
    }

    /// The text in quotes that begins here; goes behind the closing quote.
    pub(super) fn quoted(&mut self) -> Option<Text> {
        let start = self.at;
        let quote = self.byte()?;
        let mut value = String::new();
        let mut map = SourceMap::default();
        self.at += 1;
        loop {
            let run = self.at;
            self.at = match quote {
                b'"' => find(self.bytes, run, [b'"', b'\\', b'\n']),
                _ => find(self.bytes, run, [b'\'', b'\n']),
            };
            if self.at > run {
                map.copied(value.len(), self.span(run, self.at));
                value.push_str(&self.text[run..self.at]);
            }
            let (character, length) = match self.byte()? {
                b'\\' => scalar::escape(&self.text[self.at..])?,
                b'\'' if self.bytes.get(self.at + 1) == Some(&b'\'') => ('\'', 2),
                byte if byte == quote => break,
                _ => return None,
            };
            map.stands_for(value.len(), self.span(self.at, self.at + length));
            value.push(character);
            self.at += length;
        }
        self.at += 1;
        Some(Text { value, map, span: self.span(start, self.at) })
    }

    /// The lines behind `|` or `>`, which begins here; its key or dash stands in `column`.
    pub(super) fn lines(&mut self, column: usize) -> Option<Node> {
        let header = self.at;
        let style = if self.byte()? == b'|' { Style::Literal } else { Style::Folded };
        self.at += 1;
        let strip = self.byte()? == b'-';
        self.at += usize::from(strip);
        // The full reader looks for the header in its line from the end, and a comment ends that.
        let before = self.text[..header].rfind('\n').map_or(0, |at| at + 1);
        if self.byte()? != b'\n' || self.text[before..header].contains(" #") {
            return None;
        }
        let content = self.at + 1;
        let (indent, end, next) = self.extent(content)?;
        if indent <= column {
            return None;
        }
        let Tracer { out: mut value, map } =
            scalar::block(&self.text[content..end], self.offset + content, indent, style);
        value.truncate(value.trim_end_matches('\n').len());
        if !strip {
            value.push('\n');
        }
        let written = self.text[header..end].trim_end_matches([' ', '\n']).len();
        let span = self.span(header, header + written);
        self.go_to_content(next);
        Some(Node::new(Value::Text(Text { value, map, span }), span))
    }

    /// How far the lines from `content` on are indented, where they end, and where the first other line begins.
    ///
    /// They end in front of the text of that line, as the full reader has it.
    fn extent(&self, content: usize) -> Option<(usize, usize, usize)> {
        let mut indent = None;
        let mut line = content;
        while line < self.bytes.len() {
            let end = self.line_end(line);
            let spaces = self.bytes[line..end].iter().take_while(|byte| **byte == b' ').count();
            let blank = line + spaces == end;
            match indent {
                None if spaces > 0 && blank => return None,
                None if blank => {}
                None => indent = Some(spaces),
                Some(indent) if blank && (spaces > indent || (spaces > 0 && end == self.bytes.len())) => return None,
                Some(indent) if !blank && spaces < indent => return Some((indent, line + spaces, line)),
                Some(_) => {}
            }
            line = end + 1;
        }
        Some((indent?, self.bytes.len(), self.bytes.len()))
    }
}
