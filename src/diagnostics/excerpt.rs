//! The line that is shown for a place, cut to what fits.

use std::ops::Range;

use super::visible;
use crate::text::LineIndex;

/// Columns of a source line that are shown; a paragraph is often one line of a thousand.
const WIDTH: usize = 100;
/// Columns shown before the place where a line is cut.
const BEFORE: usize = 36;

/// A line with its place, ready for a terminal: control characters visible, tabs as spaces, cut around the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is shown of it.
    pub text: String,
    /// The bytes of the line that `text` shows.
    pub window: Range<usize>,
    /// The place in `text`; of a place of several lines, its part on the first.
    pub mark: Range<usize>,
    /// The line below, from its start.
    pub below: String,
}

impl Excerpt {
    /// The excerpt of a line for a place in it, given in bytes from the line's start; the place may end on a later line.
    pub fn new(index: &LineIndex<'_>, line: usize, place: Range<usize>) -> Excerpt {
        let whole = index.line(line);
        let start = whole.floor_char_boundary(place.start.min(whole.len()));
        let end = whole.floor_char_boundary(place.end.clamp(start, whole.len()));
        let Range { start: from, end: to } = window(whole, start);

        let mut text = String::new();
        if from > 0 {
            text.push('…');
        }
        push_shown(&whole[from..start], &mut text);
        let mark_start = text.len();
        push_shown(&whole[start..end.min(to)], &mut text);
        let mark_end = text.len();
        push_shown(&whole[end.min(to)..to], &mut text);
        if to < whole.len() {
            text.push('…');
        }
        let below = beginning(index.line(line + 1));
        Excerpt { line, text, window: from..to, mark: mark_start..mark_end, below }
    }
}

/// The bytes of a line that are shown if `start` must be among them.
fn window(line: &str, start: usize) -> Range<usize> {
    let to = ahead(line, 0, WIDTH);
    if to == line.len() {
        return 0..to;
    }
    let from = behind(line, start, BEFORE);
    let to = ahead(line, from, WIDTH);
    if to < line.len() {
        return from..to;
    }
    behind(line, line.len(), WIDTH).min(from)..to
}

/// The offset that is at most `columns` after `from`.
fn ahead(line: &str, from: usize, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in line[from..].char_indices() {
        match left.checked_sub(width(c)) {
            Some(rest) => left = rest,
            None => return from + at,
        }
    }
    line.len()
}

/// The offset that is at most `columns` before `to`.
fn behind(line: &str, to: usize, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in line[..to].char_indices().rev() {
        match left.checked_sub(width(c)) {
            Some(rest) => left = rest,
            None => return at + c.len_utf8(),
        }
    }
    0
}

fn beginning(line: &str) -> String {
    let to = ahead(line, 0, WIDTH);
    let mut text = String::new();
    push_shown(&line[..to], &mut text);
    if to < line.len() {
        text.push('…');
    }
    text
}

/// About how many columns a character takes; never 0, so that a cut line has a bounded length too.
fn width(c: char) -> usize {
    match c {
        '\t' => 4,
        c if visible::is_hidden(c) => 8,
        c if c >= '\u{1100}' => 2,
        _ => 1,
    }
}

fn push_shown(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '\t' => into.push_str("    "),
            c => visible::push(c, into),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(line: &str, range: Range<usize>) -> (String, String) {
        let excerpt = Excerpt::new(&LineIndex::new(line), 1, range);
        let mark = excerpt.text[excerpt.mark].to_owned();
        (excerpt.text, mark)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(marked("one two\n", 4..7), ("one two".into(), "two".into()));
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_the_place() {
        let line = format!("{}NEEDLE{}", "a".repeat(500_000), "b".repeat(500_000));
        let (text, mark) = marked(&line, 500_000..500_006);
        assert_eq!(mark, "NEEDLE");
        assert_eq!(text, format!("…{}NEEDLE{}…", "a".repeat(36), "b".repeat(58)));
    }

    #[test]
    fn a_long_line_that_ends_soon_after_the_place_is_cut_on_the_left_alone() {
        let line = format!("{}END", "a".repeat(300));
        let (text, mark) = marked(&line, 300..303);
        assert_eq!((text, mark), (format!("…{}END", "a".repeat(97)), "END".into()));
    }

    #[test]
    fn a_place_longer_than_the_window_is_marked_up_to_the_cut() {
        let (text, mark) = marked(&"a".repeat(300), 10..290);
        assert_eq!(text, format!("{}…", "a".repeat(100)));
        assert_eq!(mark.len(), 90);
    }

    #[test]
    fn the_mark_covers_an_escape_whole() {
        assert_eq!(marked("a\t\u{1b}[0m", 2..3), (r"a    \u{1b}[0m".into(), r"\u{1b}".into()));
    }
}
