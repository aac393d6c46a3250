//! Block mappings, block lists, and what their entries hold.

use super::{MAX_DEPTH, Node, Reader, Value, has_equal_keys};
use crate::text::{Span, Spanned, Text};

/// How long a key may be, in bytes; the full reader takes at most 1,024 characters for one.
const MAX_KEY: usize = 1000;

impl Reader<'_> {
    /// A list or mapping that begins here, within `depth` others.
    pub(super) fn block(&mut self, depth: usize) -> Option<Node> {
        if self.is_dash() {
            return self.list(false, depth);
        }
        let key = self.key()?;
        self.map(key, depth)
    }

    /// A mapping whose first key, which stands in the current column, has been read.
    fn map(&mut self, first: Spanned<String>, depth: usize) -> Option<Node> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let column = self.column;
        let start = first.span;
        let mut entries = Vec::new();
        let mut key = first;
        loop {
            let node = self.value(&key, column, depth + 1)?;
            let span = start.to(node.span);
            entries.push((key, node));
            if self.has_ended() || self.column < column {
                return (!has_equal_keys(&entries)).then(|| Node::new(Value::Map(entries), span));
            }
            if self.column > column {
                return None;
            }
            key = self.key()?;
        }
    }

    /// The key that begins here; goes behind its colon.
    fn key(&mut self) -> Option<Spanned<String>> {
        match self.byte()? {
            b'"' | b'\'' => {
                let text = self.quoted()?;
                self.quoted_key(text)
            }
            _ => {
                let start = self.at;
                self.at = self.plain_end(start);
                self.plain_key(start)
            }
        }
    }

    fn quoted_key(&mut self, text: Text) -> Option<Spanned<String>> {
        self.skip_colon(text.span.range().len())?;
        Some(Spanned::new(text.value, text.span))
    }

    /// The key without quotes from `start` to here.
    fn plain_key(&mut self, start: usize) -> Option<Spanned<String>> {
        if !matches!(self.bytes[start], b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80..) {
            return None;
        }
        let end = self.at;
        self.skip_colon(end - start)?;
        Some(Spanned::new(self.text[start..end].to_owned(), self.span(start, end)))
    }

    /// Goes behind the colon of a key that has `length` bytes.
    fn skip_colon(&mut self, length: usize) -> Option<()> {
        let is_key = self.byte() == Some(b':') && self.is_blank(self.at + 1) && length <= MAX_KEY;
        self.at += 1;
        is_key.then_some(())
    }

    /// The value of `key`, which stands in `column`.
    fn value(&mut self, key: &Spanned<String>, column: usize, depth: usize) -> Option<Node> {
        self.skip_spaces();
        if !matches!(self.byte(), None | Some(b'\n' | b'#')) {
            return self.inline(column, depth);
        }
        self.go_to_content(self.line_end(self.at) + 1);
        if !self.has_ended() {
            if self.column > column {
                return self.block(depth);
            }
            if self.column == column && self.is_dash() {
                return self.list(true, depth);
            }
        }
        Some(Node::new(Value::Null, key.span))
    }

    /// A list; `flush` if it is not indented below its key.
    fn list(&mut self, flush: bool, depth: usize) -> Option<Node> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let column = self.column;
        let mut start = self.at;
        let mut items: Vec<Node> = Vec::new();
        loop {
            let dash = self.at;
            self.at += 1;
            self.skip_spaces();
            if flush && items.is_empty() {
                // The full reader has no token for the beginning of such a list.
                start = self.at;
            }
            let item = self.item(dash, column, depth + 1)?;
            let end = item.span.end;
            items.push(item);
            if self.has_ended() || self.column < column || (flush && self.column == column && !self.is_dash()) {
                let start = self.span(start, start).start;
                return Some(Node::new(Value::List(items), Span { start, end: end.max(start) }));
            }
            if self.column > column || !self.is_dash() {
                return None;
            }
        }
    }

    /// What stands behind a dash at byte `dash`, in `column`.
    fn item(&mut self, dash: usize, column: usize, depth: usize) -> Option<Node> {
        if matches!(self.byte(), None | Some(b'\n')) {
            self.go_to_content(self.at + 1);
            if !self.has_ended() && self.column > column {
                return self.block(depth);
            }
            return Some(Node::new(Value::Null, self.span(dash, dash + 1)));
        }
        let start = self.at;
        self.column = column + (start - dash);
        if self.is_dash() {
            return self.list(false, depth);
        }
        match self.byte()? {
            b'"' | b'\'' => {
                let text = self.quoted()?;
                if self.byte() != Some(b':') {
                    return self.finish_quoted(text);
                }
                let key = self.quoted_key(text)?;
                self.map(key, depth)
            }
            _ if self.begins_plain() => {
                self.at = self.plain_end(start);
                if self.byte() != Some(b':') {
                    return self.finish_plain(start);
                }
                let key = self.plain_key(start)?;
                self.map(key, depth)
            }
            _ => self.inline(column, depth),
        }
    }

    /// A value that begins here, behind its key or dash, which stands in `column`.
    fn inline(&mut self, column: usize, depth: usize) -> Option<Node> {
        match self.byte()? {
            b'"' | b'\'' => {
                let text = self.quoted()?;
                self.finish_quoted(text)
            }
            b'[' | b'{' => {
                let node = self.brackets(depth)?;
                self.finish_line()?;
                Some(node)
            }
            b'|' | b'>' => self.lines(column),
            _ if self.begins_plain() => {
                let start = self.at;
                self.at = self.plain_end(start);
                self.finish_plain(start)
            }
            _ => None,
        }
    }

    fn finish_plain(&mut self, start: usize) -> Option<Node> {
        let node = self.plain(start, self.at);
        self.finish_line()?;
        Some(node)
    }

    fn finish_quoted(&mut self, text: Text) -> Option<Node> {
        self.skip_spaces();
        // The full reader takes a comment behind the quotes for a part of the text.
        if self.byte() == Some(b'#') {
            return None;
        }
        self.finish_line()?;
        let span = text.span;
        Some(Node::new(Value::Text(text), span))
    }
}
