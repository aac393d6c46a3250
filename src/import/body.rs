//! The text of a page while it is changed: every line knows where it comes from.

use std::ops::Range;

/// A text of which every line has the number of the line of the old file that it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The text, with line feeds alone.
    pub text: String,
    /// The old line of each line.
    lines: Vec<u32>,
}

/// A change of a text: what stands instead of a range, which may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What comes.
    pub with: String,
}

impl Edit {
    /// A change.
    pub fn new(range: Range<usize>, with: impl Into<String>) -> Edit {
        Edit { range, with: with.into() }
    }
}

impl Body {
    /// A text whose first line is line `first` of its file.
    pub fn new(text: impl Into<String>, first: u32) -> Body {
        let text = text.into();
        let breaks = u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX);
        Body { text, lines: (first..=first.saturating_add(breaks)).collect() }
    }

    /// A text of which the old line of each line is known.
    pub fn with_lines(text: impl Into<String>, lines: Vec<u32>) -> Body {
        Body { text: text.into(), lines }
    }

    /// The old line of a place.
    pub fn line(&self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        let before = self.text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
        self.lines.get(before).or(self.lines.last()).copied().unwrap_or(1)
    }

    /// Makes changes. Of two that overlap, the one that begins first is made; those at one place stand in their order.
    pub fn edit(&mut self, mut edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        edits.sort_by_key(|edit| edit.range.start);
        let mut text = String::with_capacity(self.text.len() + 64);
        let mut lines = vec![self.lines.first().copied().unwrap_or(1)];
        let (mut from, mut line) = (0, 0);
        for Edit { range, with } in edits {
            if range.start < from {
                continue;
            }
            copy(&self.text[from..range.start], &self.lines, &mut line, &mut text, &mut lines);
            let here = self.lines.get(line).copied().unwrap_or(1);
            lines.extend(with.matches('\n').map(|_| here));
            text.push_str(&with);
            line += self.text[range.clone()].matches('\n').count();
            // What follows on the line that the change ends on is of the old line that it stood on.
            if let Some(last) = lines.last_mut().filter(|_| with.ends_with('\n') || with.is_empty()) {
                *last = self.lines.get(line).copied().unwrap_or(here);
            }
            from = range.end;
        }
        copy(&self.text[from..], &self.lines, &mut line, &mut text, &mut lines);
        *self = Body { text, lines };
    }
}

fn copy(part: &str, old: &[u32], line: &mut usize, text: &mut String, lines: &mut Vec<u32>) {
    for _ in part.matches('\n') {
        *line += 1;
        lines.push(old.get(*line).copied().unwrap_or(1));
    }
    text.push_str(part);
}

/// Text that is shown as it is written, as inline code.
pub fn as_code(text: &str) -> String {
    let text = text.split('\n').map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// Text that is shown as it is written, as a block of code of a language.
pub fn as_block(text: &str, language: &str) -> String {
    let text = text.trim_matches('\n');
    let longest = text.lines().map(|line| line.trim_start()).filter(|line| line.starts_with("```"));
    let longest = longest.map(|line| line.len() - line.trim_start_matches('`').len()).max().unwrap_or(2);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_knows_where_it_comes_from_after_changes() {
        let mut body = Body::new("a\nb {{x\ny}} c\nd\n", 5);
        let at = body.text.find("{{").expect("a call");
        let end = body.text.find("}}").expect("a call") + 2;
        body.edit(vec![Edit::new(0..0, "new\n"), Edit::new(at..end, "1\n2\n3")]);
        assert_eq!(body.text, "new\na\nb 1\n2\n3 c\nd\n");
        assert_eq!(body.line(body.text.find('d').expect("it stayed")), 8);
        assert_eq!(body.line(body.text.find('b').expect("it stayed")), 6);
    }

    #[test]
    fn changes_that_overlap_are_not_made_twice() {
        let mut body = Body::new("abcdef", 1);
        body.edit(vec![Edit::new(1..4, "X"), Edit::new(2..3, "Y"), Edit::new(4..4, "Z")]);
        assert_eq!(body.text, "aXZef");
    }

    #[test]
    fn text_is_shown_as_it_is_written() {
        assert_eq!(as_code("{{< x >}}"), "`{{< x >}}`");
        assert_eq!(as_code("a `b`"), "`` a `b` ``");
        assert_eq!(as_block("```\nx\n```\n", "go"), "````go\n```\nx\n```\n````");
    }
}
