//! Lists and mappings in brackets, on one line.

use super::{MAX_DEPTH, Node, Reader, Spanned, Value, find, has_equal_keys};

impl Reader<'_> {
    /// A list or mapping in brackets that begins here, within `depth` others.
    pub(super) fn brackets(&mut self, depth: usize) -> Option<Node> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let start = self.at;
        let value = match self.byte()? {
            b'[' => Value::List(self.bracketed(b']', |reader| reader.element(depth + 1))?),
            _ => {
                let entries = self.bracketed(b'}', |reader| reader.pair(depth + 1))?;
                if has_equal_keys(&entries) {
                    return None;
                }
                Value::Map(entries)
            }
        };
        // The full reader counts what stands behind a bracket as part of it.
        let behind = self.at;
        self.skip_spaces();
        if self.byte() == Some(b'#') && self.at > behind {
            self.at = self.line_end(self.at);
        }
        Some(Node::new(value, self.span(start, self.at)))
    }

    /// What stands between two brackets, with commas; goes behind the closing one.
    fn bracketed<T>(&mut self, close: u8, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        self.at += 1;
        self.skip_spaces();
        while self.byte()? != close {
            all.push(read(self)?);
            self.skip_spaces();
            match self.byte()? {
                b',' => self.at += 1,
                byte if byte == close => break,
                _ => return None,
            }
            self.skip_spaces();
            // The full reader takes the comma for the end of such a mapping.
            if close == b'}' && self.byte() == Some(close) {
                return None;
            }
        }
        self.at += 1;
        Some(all)
    }

    fn element(&mut self, depth: usize) -> Option<Node> {
        match self.byte()? {
            b'"' | b'\'' => {
                let text = self.quoted()?;
                let span = text.span;
                Some(Node::new(Value::Text(text), span))
            }
            b'[' | b'{' => self.brackets(depth),
            _ => {
                let (start, end) = self.word()?;
                Some(self.plain(start, end))
            }
        }
    }

    fn pair(&mut self, depth: usize) -> Option<(Spanned<String>, Node)> {
        let key = match self.byte()? {
            b'"' | b'\'' => {
                let text = self.quoted()?;
                Spanned::new(text.value, text.span)
            }
            _ => {
                let (start, end) = self.word()?;
                Spanned::new(self.text[start..end].to_owned(), self.span(start, end))
            }
        };
        if self.byte()? != b':' || self.bytes.get(self.at + 1) != Some(&b' ') {
            return None;
        }
        self.at += 1;
        self.skip_spaces();
        Some((key, self.element(depth)?))
    }

    /// A text without quotes: where it begins and ends.
    fn word(&mut self) -> Option<(usize, usize)> {
        let start = self.at;
        if !self.begins_plain() || (self.byte() == Some(b'-') && self.ends_word(start + 1)) {
            return None;
        }
        loop {
            self.at = find(self.bytes, self.at, [b',', b'[', b']', b'{', b'}', b':', b'#', b'\n']);
            match self.byte()? {
                b':' if self.ends_word(self.at + 1) => break,
                b':' => self.at += 1,
                b'#' if self.bytes[self.at - 1] != b' ' => self.at += 1,
                b',' | b']' | b'}' => break,
                _ => return None,
            }
        }
        // A word that is a dash cannot stand before a bracket or comma.
        if self.text[start..self.at].ends_with(" -") {
            return None;
        }
        Some((start, self.without_spaces(start, self.at)))
    }

    fn ends_word(&self, at: usize) -> bool {
        self.is_blank(at) || matches!(self.bytes.get(at), Some(b',' | b'[' | b']' | b'{' | b'}'))
    }
}
