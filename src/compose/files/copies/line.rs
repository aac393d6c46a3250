//! From pieces to a line of Markdown, in which no text reads as a mark.

use std::collections::{BTreeMap, BTreeSet};

use super::pieces::{Mark, Piece};

/// The most digits that the number of an item of a list has.
const LONGEST_NUMBER: usize = 9;

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    /// In a heading, which has one line.
    Heading,
    /// In a cell of a table, which has one line and no `|`.
    Cell,
}

/// How a character stands beside a mark (CommonMark's flanking).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Space,
    Punctuation,
    Letter,
    /// A sign that parsers may well see in another way.
    Sign,
}

impl Beside {
    fn of(c: Option<char>) -> Beside {
        match c {
            None => Beside::Space,
            Some(c) if c.is_whitespace() => Beside::Space,
            Some(c) if c.is_alphanumeric() => Beside::Letter,
            Some(c) if c.is_ascii_punctuation() => Beside::Punctuation,
            Some('\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '«' | '»' | '¿' | '¡') => Beside::Punctuation,
            Some(_) => Beside::Sign,
        }
    }

    fn parts(self) -> bool {
        matches!(self, Beside::Space | Beside::Punctuation)
    }
}

/// Writes a line.
pub(super) fn write(pieces: &[Piece], place: Place) -> String {
    let marks = Marks::chosen(pieces);
    let mut line = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => {
                // A mark that is not written parts nothing.
                let is_mark = |piece: &&Piece| matches!(piece, Piece::Open(..) | Piece::Close(..));
                let before = pieces.iter().take(at).rev().find(|piece| !is_mark(piece));
                let next = pieces.iter().skip(at + 1).find(|piece| !is_mark(piece));
                write_text(text, before, next, place, &mut line);
            }
            Piece::Markdown(markdown) => line.push_str(markdown),
            Piece::Code(code) => write_code(code, place, &mut line),
            Piece::Image { alt, src } => {
                line.push_str("![");
                write_text(alt, Some(&Piece::Break), None, place, &mut line);
                line.push_str("](");
                write_address(src, &mut line);
                line.push(')');
            }
            Piece::Break => line.push_str(if place == Place::Paragraph { "\\\n" } else { " " }),
            Piece::Open(mark, number) | Piece::Close(mark, number) => line.push_str(marks.sign(*mark, *number)),
            Piece::OpenLink => line.push('['),
            Piece::CloseLink(href) => {
                line.push_str("](");
                write_address(href, &mut line);
                line.push(')');
            }
        }
    }
    // A heading may end with such signs, which are no part of it.
    if place == Place::Heading && line.ends_with('#') {
        line.insert(line.len() - 1, '\\');
    }
    line
}

/// Which marks can be written so that they are read as marks, and how.
#[derive(Default)]
struct Marks {
    /// Those that are written.
    written: BTreeSet<usize>,
    /// Emphasis that is written as `*`, because it stands within a word.
    starred: BTreeSet<usize>,
}

impl Marks {
    fn sign(&self, mark: Mark, number: usize) -> &'static str {
        match mark {
            _ if !self.written.contains(&number) => "",
            Mark::Strong => "**",
            Mark::Struck => "~~",
            Mark::Emphasis if self.starred.contains(&number) => "*",
            Mark::Emphasis => "_",
        }
    }

    fn chosen(pieces: &[Piece]) -> Marks {
        let mut marks = Marks::default();
        let mut around: Vec<(Mark, usize)> = Vec::new();
        let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, piece) in pieces.iter().enumerate() {
            if let Piece::Close(_, number) = piece {
                ends.insert(*number, at);
            }
        }
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Open(mark, number) => {
                    let end = ends.get(number).copied().unwrap_or(at);
                    let is_inside =
                        around.iter().any(|(other, number)| other == mark && marks.written.contains(number));
                    if !is_inside {
                        marks.choose(pieces, at, end, *mark, *number, around.is_empty());
                    }
                    around.push((*mark, *number));
                }
                Piece::Close(..) => {
                    around.pop();
                }
                _ => {}
            }
        }
        marks
    }

    fn choose(&mut self, pieces: &[Piece], at: usize, end: usize, mark: Mark, number: usize, is_alone: bool) {
        let before = Edge::before(pieces, at);
        let after = Edge::after(pieces, end);
        let first = Edge::after(pieces, at);
        let last = Edge::before(pieces, end);
        // Signs of one kind side by side would be read as one.
        let touches = before.marks.iter().chain(&after.marks).any(|other| *other == mark);
        if end <= at || touches || first.beside == Beside::Space || last.beside == Beside::Space {
            return;
        }
        let touches_any = [&before, &after, &first, &last].iter().any(|edge| !edge.marks.is_empty());
        let parts = |edge: &Edge| edge.beside.parts();
        let is_letter = |edge: &Edge| edge.beside == Beside::Letter && edge.marks.is_empty();
        if parts(&before) && parts(&after) {
            self.written.insert(number);
            return;
        }
        let opens = is_letter(&first) || parts(&before);
        let closes = is_letter(&last) || parts(&after);
        if !opens || !closes || touches_any {
            return;
        }
        if mark == Mark::Emphasis {
            let holds = pieces.get(at + 1..end).unwrap_or_default();
            if !is_alone || holds.iter().any(|piece| matches!(piece, Piece::Open(..))) {
                return;
            }
            self.starred.insert(number);
        }
        self.written.insert(number);
    }
}

/// What stands on one side of a mark.
struct Edge {
    /// Other marks in between, whether they are written or not.
    marks: Vec<Mark>,
    beside: Beside,
}

impl Edge {
    fn before(pieces: &[Piece], at: usize) -> Edge {
        Edge::of(pieces.get(..at).unwrap_or_default().iter().rev(), |piece| match piece {
            Piece::Text(text) | Piece::Markdown(text) => text.chars().next_back(),
            Piece::Code(_) => Some('`'),
            Piece::Break => None,
            Piece::OpenLink => Some('['),
            Piece::Image { .. } | Piece::CloseLink(..) | Piece::Open(..) | Piece::Close(..) => Some(')'),
        })
    }

    fn after(pieces: &[Piece], at: usize) -> Edge {
        Edge::of(pieces.get(at + 1..).unwrap_or_default().iter(), |piece| match piece {
            Piece::Text(text) | Piece::Markdown(text) => text.chars().next(),
            Piece::Code(_) => Some('`'),
            Piece::Break => None,
            Piece::CloseLink(..) => Some(']'),
            Piece::Image { .. } | Piece::OpenLink | Piece::Open(..) | Piece::Close(..) => Some('!'),
        })
    }

    fn of<'p>(pieces: impl Iterator<Item = &'p Piece>, character: impl Fn(&Piece) -> Option<char>) -> Edge {
        let mut marks = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Open(mark, _) | Piece::Close(mark, _) => marks.push(*mark),
                other => return Edge { marks, beside: Beside::of(character(other)) },
            }
        }
        Edge { marks, beside: Beside::Space }
    }
}

/// Writes text so that it is read as text; `before` and `next` are the pieces around it.
fn write_text(text: &str, before: Option<&Piece>, next: Option<&Piece>, place: Place, line: &mut String) {
    let follows_brackets = matches!(before, Some(Piece::Markdown(markdown)) if markdown.ends_with(']'));
    let is_alnum = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut last = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let following = rest.clone().next();
        let written = beginning(line);
        let is_special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => !(is_alnum(last) && is_alnum(following)),
            '&' => following.is_none_or(|c| c.is_ascii_alphanumeric() || c == '#'),
            '!' => following.is_none() && matches!(next, Some(Piece::OpenLink | Piece::Markdown(_))),
            '(' | ':' if last.is_none() && follows_brackets => true,
            '#' | '+' | '-' | '=' | '>' | '|' | ':' => written.is_some_and(str::is_empty) && place != Place::Cell,
            '.' | ')' if place == Place::Paragraph && following.is_none_or(char::is_whitespace) => {
                written.is_some_and(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
            }
            _ => false,
        };
        if c == '|' && place == Place::Cell {
            line.push_str("&#124;");
        } else {
            line.push_str(if is_special { "\\" } else { "" });
            line.push(c);
        }
        last = Some(c);
    }
}

/// What stands in the last line so far, unless that is more than the longest number of an item of a list. No more is
/// looked at, since this is asked for each character of a line that may be as long as a book.
fn beginning(line: &str) -> Option<&str> {
    let from = line.len().saturating_sub(LONGEST_NUMBER + 1);
    let near = line.as_bytes().get(from..)?;
    let start = match near.iter().rposition(|byte| *byte == b'\n') {
        Some(at) => from + at + 1,
        None if from == 0 => 0,
        None => return None,
    };
    line.get(start..).filter(|text| text.len() <= LONGEST_NUMBER)
}

fn write_code(code: &str, place: Place, line: &mut String) {
    if place == Place::Cell && code.contains('|') {
        write_text(code, None, None, place, line);
        return;
    }
    let fence = "`".repeat(longest_run(code) + 1);
    let room = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    line.push_str(&format!("{fence}{room}{code}{room}{fence}"));
}

/// The longest run of backticks in a text.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Writes an address so that it ends where it ends.
fn write_address(address: &str, line: &mut String) {
    for c in address.trim().chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '`' | '|' | '\0'..='\x1f' | '\x7f' => {
                line.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => line.push(c),
        }
    }
}
