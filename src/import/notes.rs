//! What notes of Obsidian have of their own → what says the same here: comments, marked words, notes within a line, and
//! widths of pictures.

use std::ops::Range;

use super::body::{Body, Edit};
use super::calls::lies_in;
use crate::parse::markdown::spots;

/// Converts all of it in a text.
pub fn convert(body: &mut Body) {
    comments(body);
    widths(body);
    marked(body);
    footnotes(body);
}

/// The text of a picture, and its width as an attribute: `A quay|300x200` is a quay of 300 pixels, `300` has no text.
pub fn width(text: &str) -> (&str, Option<String>) {
    let (alt, last) = text.rsplit_once('|').unwrap_or(("", text));
    let digits = last.trim().split('x').next().unwrap_or_default();
    let is_size = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_width = last.trim().split('x').count() <= 2 && last.trim().split('x').all(is_size);
    match digits.parse::<u32>() {
        Ok(width) if is_width && width > 0 => (alt, Some(format!("{{width={width}}}"))),
        _ => (text, None),
    }
}

/// `%%` around what only the author of notes sees.
fn comments(body: &mut Body) {
    replace_pairs(body, "%%", ["<!-- ", " -->"], |_| true);
}

/// `![A quay|300](quay.png)`; those in two brackets are converted with their address.
fn widths(body: &mut Body) {
    if !body.text.contains("![") {
        return;
    }
    let found = spots(&body.text);
    let mut edits = Vec::new();
    for picture in found.links.iter().filter(|link| link.is_picture && !link.is_wiki) {
        let written = &body.text[picture.range.clone()];
        let Some(text) = written.strip_prefix("![").and_then(|rest| rest.split(']').next()) else { continue };
        let (alt, Some(attribute)) = width(text) else { continue };
        let has_bar = text.contains('|');
        if !has_bar || body.text[picture.range.end..].starts_with('{') {
            continue;
        }
        let start = picture.range.start + 2;
        edits.push(Edit::new(start + alt.len()..start + text.len(), ""));
        edits.push(Edit::new(picture.range.end..picture.range.end, attribute));
    }
    body.edit(edits);
}

/// `==marked==` → `:mark[marked]`.
fn marked(body: &mut Body) {
    let is_words = |inner: &str| !inner.is_empty() && inner.trim() == inner && !inner.contains(['\n', '[', ']', '=']);
    replace_pairs(body, "==", [":mark[", "]"], is_words);
}

/// `^[A note.]` → a footnote that stands at the end.
fn footnotes(body: &mut Body) {
    if !body.text.contains("^[") {
        return;
    }
    let code = spots(&body.text).code;
    let mut edits = Vec::new();
    let mut notes = String::new();
    let mut number = 1;
    // A note within another stays a part of it.
    let mut end = 0;
    for (at, _) in body.text.match_indices("^[").filter(|(at, _)| !lies_in(&code, *at)) {
        let Some(length) = (at >= end).then(|| closing(&body.text[at + 2..])).flatten() else { continue };
        end = at + length + 3;
        while body.text.contains(&format!("[^note-{number}]")) {
            number += 1;
        }
        edits.push(Edit::new(at..end, format!("[^note-{number}]")));
        notes.push_str(&format!("\n[^note-{number}]: {}\n", body.text[at + 2..at + 2 + length].replace('\n', " ")));
        number += 1;
    }
    if notes.is_empty() {
        return;
    }
    let end = body.text.len();
    let blank = if body.text.ends_with('\n') { "" } else { "\n" };
    edits.push(Edit::new(end..end, format!("{blank}{notes}")));
    body.edit(edits);
}

/// No note within a line is longer, in bytes.
const LONGEST: usize = 2000;

/// How long a text is up to the bracket that closes one before it, within a paragraph.
fn closing(text: &str) -> Option<usize> {
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let paragraph = near.split("\n\n").next().unwrap_or_default();
    let mut depth = 0_usize;
    for (at, byte) in paragraph.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Puts other signs in the place of those that open and close.
fn replace_pairs(body: &mut Body, sign: &str, [open, close]: [&str; 2], is_meant: impl Fn(&str) -> bool) {
    let pairs = pairs(&body.text, sign, is_meant).into_iter();
    body.edit(pairs.flat_map(|(opens, closes)| [Edit::new(opens, open), Edit::new(closes, close)]).collect());
}

/// Where a sign opens and closes, outside of code, around what it may mark.
fn pairs(text: &str, sign: &str, is_meant: impl Fn(&str) -> bool) -> Vec<(Range<usize>, Range<usize>)> {
    if !text.contains(sign) {
        return Vec::new();
    }
    let code = spots(text).code;
    let marks: Vec<usize> = text.match_indices(sign).map(|(at, _)| at).filter(|at| !lies_in(&code, *at)).collect();
    let range = |at: usize| at..at + sign.len();
    let mut found = Vec::new();
    let mut rest = marks.as_slice();
    while let [open, close, ..] = *rest {
        let is_pair = is_meant(&text[open + sign.len()..close]);
        if is_pair {
            found.push((range(open), range(close)));
        }
        rest = &rest[if is_pair { 2 } else { 1 }..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter;

    fn converted(text: &str) -> String {
        let mut body = front_matter::read("a.md", text, &mut Vec::new()).body;
        convert(&mut body);
        body.text
    }

    #[test]
    fn what_notes_have_of_their_own_becomes_what_says_the_same() {
        for (text, expected) in [
            ("A ==marked word== and ==2==.\n", "A :mark[marked word] and :mark[2].\n"),
            ("A == b, ==c== d; `==e==`\n", "A == b, :mark[c] d; `==e==`\n"),
            ("Tide\n====\n\n=== x ===\n", "Tide\n====\n\n=== x ===\n"),
            ("A %%secret%% b\n", "A <!-- secret --> b\n"),
            (
                "![A quay|300](q.png) ![300](q.png) ![A|b](q.png)\n",
                "![A quay](q.png){width=300} ![300](q.png) ![A|b](q.png)\n",
            ),
            ("![A|30x20](q.png)\n", "![A](q.png){width=30}\n"),
            (
                "Tide^[By [Jo](jo.md), *1953*.] and ^[two]. `^[x]`\n",
                "Tide[^note-1] and [^note-2]. `^[x]`\n\n[^note-1]: By [Jo](jo.md), *1953*.\n\n[^note-2]: two\n",
            ),
            ("A^[b ^[c] d] e\n", "A[^note-1] e\n\n[^note-1]: b ^[c] d\n"),
            ("Open ^[for ever\n\nand ]\n", "Open ^[for ever\n\nand ]\n"),
        ] {
            assert_eq!(converted(text), expected);
        }
    }

    #[test]
    fn the_width_of_a_picture_is_told_from_its_text() {
        assert_eq!(width("200"), ("", Some("{width=200}".to_owned())));
        assert_eq!(width("A quay|300x200"), ("A quay", Some("{width=300}".to_owned())));
        for text in ["A quay", "A|b", "", "x", "0", "A|1x2x3", "12 boats"] {
            assert_eq!(width(text), (text, None));
        }
    }
}
