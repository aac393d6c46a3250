//! The YAML that people write, read in one pass.
//!
//! The parser that reads all of YAML takes longer for the front matter of an article than Markdown takes for its body.
//! Nearly all front matter needs little of YAML, and that little is read here:
//!
//! - block mappings and lists, `- key: value` and `- - item` among them, and a list that is not indented below its key;
//! - texts on one line, without quotes, in single or in double quotes with escapes;
//! - blocks of text behind `|`, `|-`, `>` and `>-`;
//! - lists and mappings in brackets on one line, without empty values;
//! - comments and blank lines.
//!
//! Everything else is `None`: anchors, aliases, tags, texts over several lines, tabs, carriage returns, control
//! characters, document markers, complex keys, equal keys, too many levels, and whatever is odd or wrong. The full
//! reader then reads the text from its beginning and says what is wrong.
//!
//! Invariant: what is read here equals, with all places, what the full reader makes of the same text, and the full
//! reader has nothing to say about it. In doubt the answer is `None`. The tests hold both readers against each other.

mod block;
mod flow;
mod texts;

#[cfg(test)]
mod tests;

use super::{MAX_DEPTH, Node, Value, plain, scalar};
use crate::text::{Span, Spanned};

/// The tree of a text that begins at byte `offset` of its file; `None` if the full reader has to read it.
pub(super) fn read(text: &str, offset: usize) -> Option<Node> {
    if !has_plain_bytes(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader { text, bytes: text.as_bytes(), offset, at: 0, column: 0 };
    reader.go_to_content(0);
    let root = reader.block(0)?;
    reader.has_ended().then_some(root)
}

/// Whether a text holds no tab, carriage return, control character or byte order mark.
fn has_plain_bytes(bytes: &[u8]) -> bool {
    // Without a branch, so that many bytes are compared at once.
    let doubtful = |byte: u8| (byte < b' ' && byte != b'\n') || matches!(byte, 0x7f | 0xc2 | 0xef);
    let in_doubt = bytes.iter().fold(false, |found, byte| found | doubtful(*byte));
    !in_doubt || (0..bytes.len()).all(|at| !begins_forbidden(&bytes[at..]))
}

/// Whether text begins with a character that the full reader has to look at.
fn begins_forbidden(bytes: &[u8]) -> bool {
    match bytes {
        [0xc2, 0x80..=0x9f, ..] | [0xef, 0xbb, 0xbf, ..] | [0xef, 0xbf, 0xbe | 0xbf, ..] => true,
        [byte, ..] => (*byte < b' ' && *byte != b'\n') || *byte == 0x7f,
        [] => false,
    }
}

/// Where reading is.
///
/// What reads a value leaves `at` on the first character of the next line with content, and `column` beside it.
struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Where the text begins in its file.
    offset: usize,
    at: usize,
    /// How far `at` is indented, dashes counted, if a value may begin there.
    column: usize,
}

impl Reader<'_> {
    fn has_ended(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Whether nothing, a space or a line break is at `at`.
    fn is_blank(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b' ' | b'\n'))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.offset + start, self.offset + end)
    }

    fn skip_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// The end of the line that holds byte `at`.
    fn line_end(&self, at: usize) -> usize {
        find(self.bytes, at, [b'\n'])
    }

    /// Goes from behind a value to the next line with content; `None` if more than a comment stands behind the value.
    fn finish_line(&mut self) -> Option<()> {
        let behind = self.at;
        self.skip_spaces();
        match self.byte() {
            None | Some(b'\n') => {}
            Some(b'#') if self.at > behind => self.at = self.line_end(self.at),
            Some(_) => return None,
        }
        self.go_to_content(self.at + 1);
        Some(())
    }

    /// Goes to the first content in the lines from `line` on, where a line begins.
    fn go_to_content(&mut self, line: usize) {
        let mut line = line;
        loop {
            self.at = line.min(self.bytes.len());
            self.skip_spaces();
            match self.byte() {
                None => break,
                Some(b'\n') => line = self.at + 1,
                Some(b'#') => line = self.line_end(self.at) + 1,
                Some(_) => break,
            }
        }
        self.column = self.at - line.min(self.at);
    }

    /// Whether an item of a block list begins here.
    fn is_dash(&self) -> bool {
        self.byte() == Some(b'-') && self.is_blank(self.at + 1)
    }
}

/// Where the first of the `wanted` bytes from `at` on is, or else the end.
fn find<const N: usize>(bytes: &[u8], at: usize, wanted: [u8; N]) -> usize {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut from = at.min(bytes.len());
    // Eight bytes at once; the lowest bit that is found is never a false one.
    while let Some(chunk) = bytes[from..].first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        let found = wanted.iter().fold(0, |found, byte| {
            let zero_where_equal = word ^ (LOW * u64::from(*byte));
            found | (zero_where_equal.wrapping_sub(LOW) & !zero_where_equal & HIGH)
        });
        if found != 0 {
            return from + found.trailing_zeros() as usize / 8;
        }
        from += 8;
    }
    bytes[from..].iter().position(|byte| wanted.contains(byte)).map_or(bytes.len(), |length| from + length)
}

/// Whether two entries have the same key.
fn has_equal_keys(entries: &[(Spanned<String>, Node)]) -> bool {
    const FEW: usize = 16;
    if entries.len() <= FEW {
        return entries.iter().enumerate().any(|(index, (key, _))| {
            entries[..index].iter().any(|(other, _)| other.value.len() == key.value.len() && other.value == key.value)
        });
    }
    let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.value.as_str()).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| pair[0] == pair[1])
}
