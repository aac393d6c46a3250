//! Between the positions of the protocol, which count lines and code units, and offsets into a text.
//!
//! Every position goes through here. One that lies outside of the text is moved to the nearest place in it, and one
//! within a character to where that begins: a client may be a moment ahead or behind.

use gen_lsp_types::{Position, Range};

use crate::text::Span;

/// What the columns of a client count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what a client counts unless it says otherwise.
    Utf16,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    /// Reads a text once. A line ends with `\n`, `\r\n` or `\r`, as the protocol says.
    pub fn new(text: &str, encoding: Encoding) -> Lines {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        Lines { starts, encoding }
    }

    /// The offset of a position; `text` is the one that was read.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line) else { return text.len() };
        let end = line.checked_add(1).and_then(|next| self.starts.get(next)).copied().unwrap_or(text.len());
        let line = text.get(*start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut units = 0;
        for (at, c) in line.char_indices() {
            units += self.units(c);
            if units > wanted {
                return start + at;
            }
        }
        start + line.len()
    }

    /// The position of an offset.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let units: usize = text.get(start..offset).unwrap_or_default().chars().map(|c| self.units(c)).sum();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { line: count(line), character: count(units) }
    }

    /// The range of a span.
    pub fn range(&self, text: &str, span: Span) -> Range {
        let Span { start, end } = span;
        Range { start: self.position(text, start as usize), end: self.position(text, end as usize) }
    }

    /// The span of a range.
    pub fn span(&self, text: &str, range: Range) -> Span {
        Span::new(self.offset(text, range.start), self.offset(text, range.end))
    }

    fn units(&self, c: char) -> usize {
        match self.encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_what_the_client_counts() {
        let text = "a😀é\r\nb\n";
        let (short, long) = (Lines::new(text, Encoding::Utf8), Lines::new(text, Encoding::Utf16));
        assert_eq!(long.position(text, 5), at(0, 3));
        assert_eq!(short.position(text, 5), at(0, 5));
        assert_eq!((long.offset(text, at(0, 3)), short.offset(text, at(0, 5))), (5, 5));
        assert_eq!((long.offset(text, at(0, 4)), long.position(text, 7)), (7, at(0, 4)));
        assert_eq!((long.offset(text, at(1, 1)), long.position(text, 10)), (10, at(1, 1)));
    }

    #[test]
    fn a_position_within_a_character_or_outside_of_the_text_is_moved_into_it() {
        let text = "a😀\r\nb";
        let lines = Lines::new(text, Encoding::Utf16);
        assert_eq!(lines.offset(text, at(0, 2)), 1, "between the halves of a pair");
        assert_eq!(lines.offset(text, at(0, 99)), 5, "before the break");
        assert_eq!(lines.offset(text, at(1, 99)), 8);
        assert_eq!(lines.offset(text, at(u32::MAX, u32::MAX)), 8);
        assert_eq!(lines.position(text, 3), at(0, 1));
        assert_eq!(lines.position(text, 999), at(1, 1));
    }

    #[test]
    fn every_way_to_end_a_line_ends_one() {
        let text = "a\nb\rc\r\nd";
        let lines = Lines::new(text, Encoding::Utf16);
        let offsets: Vec<usize> = (0..4).map(|line| lines.offset(text, at(line, 0))).collect();
        assert_eq!(offsets, [0, 2, 4, 7]);
    }

    #[test]
    fn an_offset_comes_back_from_its_position() {
        let text = "ä\r\n\n漢字😀x\rz\n";
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let lines = Lines::new(text, encoding);
            for (offset, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
                // Behind `\r` of `\r\n` there is no place of its own.
                assert_eq!(lines.offset(text, lines.position(text, offset)), offset, "{c:?}");
            }
        }
    }
}
