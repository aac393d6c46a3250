//! Inline directives, and the attribute blocks of pictures.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Parts;
use crate::parse::document::Place;
use crate::parse::markdown::attributes;

/// What was found in a text; all offsets are into that text.
#[derive(Default)]
pub(super) struct Found {
    /// Where HTML begins, rising.
    pub html: Vec<usize>,
    /// Blocks of HTML, rising.
    pub html_blocks: Vec<Range<usize>>,
    /// Inline directives.
    pub calls: Vec<Call>,
    /// Where a picture begins, and its attribute block.
    pub pictures: Vec<(usize, Range<usize>)>,
    /// What is almost one of these, and what is wrong with it.
    pub broken: Vec<(Range<usize>, &'static str)>,
    /// Directives without a text, `:name{key="value"}`, which are none.
    pub printed: Vec<Range<usize>>,
}

impl Found {
    /// Whether an offset stands within a block of HTML.
    pub fn is_in_html(&self, at: usize) -> bool {
        let next = self.html_blocks.partition_point(|block| block.start <= at);
        next.checked_sub(1).and_then(|last| self.html_blocks.get(last)).is_some_and(|block| at < block.end)
    }
}

/// `:name[text]{attributes}`
pub(super) struct Call {
    /// `:name[` and white space after it.
    pub open: Range<usize>,
    /// Where the text ends.
    pub close: usize,
    /// Where all of it ends.
    pub attributes_end: usize,
    /// Its parts.
    pub parts: Parts,
}

/// Whether a text could hold an inline directive or a picture's attribute block.
pub(super) fn possible(text: &str) -> bool {
    let bytes = text.as_bytes();
    let before = |at: usize| at.checked_sub(1).and_then(|at| bytes.get(at));
    text.match_indices('{').any(|(at, _)| matches!(before(at), Some(b']' | b')')) || call_at(bytes, at).is_some())
        || text.match_indices('[').any(|(at, _)| call_at(bytes, at).is_some())
}

/// If the bracket or brace at `at` follows `:name`, where the colon is.
fn call_at(bytes: &[u8], at: usize) -> Option<usize> {
    let before = bytes.get(..at)?;
    let len = before.iter().rev().take(65).take_while(|byte| attributes::is_name(**byte)).count();
    let colon = at.checked_sub(len + 1)?;
    if len == 0 || len > 64 || bytes.get(colon) != Some(&b':') || !bytes.get(colon + 1)?.is_ascii_alphabetic() {
        return None;
    }
    // `a:b[c]`, `std::fmt[0]`, `10:30[a]` and `\:x[y]` are text.
    match colon.checked_sub(1).and_then(|at| bytes.get(at)) {
        Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'\\') || *byte >= 0x80 => None,
        _ => Some(colon),
    }
}

/// Walks a text's events and searches its inline text.
pub(super) fn find<'a>(text: &str, events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Found {
    let mut search = Search { text, found: Found::default(), leaf: Leaf::default() };
    // For every open link or picture: where its last child ends.
    let mut open: Vec<usize> = Vec::new();
    let mut images = 0_usize;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Image { .. }) => {
                search.leaf.hold(&range);
                open.push(range.start);
                images += 1;
            }
            Event::Start(Tag::Link { .. }) => {
                search.leaf.hold(&range);
                open.push(range.start);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript) => {
                search.leaf.hold(&range);
            }
            Event::End(TagEnd::Image | TagEnd::Link) => {
                let child = open.pop().unwrap_or(range.end);
                search.leaf.skips.push((child + 1).min(range.end)..range.end);
                if matches!(event, Event::End(TagEnd::Image)) {
                    images -= 1;
                    if images == 0 && text.as_bytes().get(range.end) == Some(&b'{') {
                        search.leaf.images.push(range.clone());
                    }
                }
                touch(&mut open, range.end);
            }
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript,
            ) => touch(&mut open, range.end),
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                if matches!(event, Event::InlineHtml(_)) {
                    search.found.html.push(range.start);
                }
                search.leaf.hold(&range);
                search.leaf.skips.push(range.clone());
                touch(&mut open, range.end);
            }
            Event::Text(_) | Event::SoftBreak | Event::HardBreak => {
                search.leaf.hold(&range);
                touch(&mut open, range.end);
            }
            Event::Start(tag) => {
                search.flush();
                search.leaf.closed = matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_));
                if matches!(tag, Tag::HtmlBlock) {
                    let indent = text.get(range.clone()).map_or(0, |html| html.len() - html.trim_start().len());
                    search.found.html.push(range.start + indent);
                    search.found.html_blocks.push(range);
                }
            }
            Event::End(_) => {
                search.flush();
                search.leaf.closed = false;
            }
            _ => {}
        }
    }
    search.flush();
    search.found
}

fn touch(open: &mut [usize], end: usize) {
    if let Some(last) = open.last_mut() {
        *last = end;
    }
}

/// A stretch of inline text: a paragraph, a heading, a cell.
#[derive(Default)]
struct Leaf {
    range: Option<Range<usize>>,
    /// Code, HTML, destinations: not searched.
    skips: Vec<Range<usize>>,
    /// Pictures that a brace follows.
    images: Vec<Range<usize>>,
    /// Whether it is code or HTML.
    closed: bool,
}

impl Leaf {
    fn hold(&mut self, part: &Range<usize>) {
        match &mut self.range {
            Some(range) => range.end = range.end.max(part.end),
            None => self.range = Some(part.clone()),
        }
    }
}

struct Search<'t> {
    text: &'t str,
    found: Found,
    leaf: Leaf,
}

impl Search<'_> {
    fn flush(&mut self) {
        let Leaf { range, mut skips, images, closed } = std::mem::take(&mut self.leaf);
        let Some(range) = range.filter(|_| !closed) else {
            return;
        };
        for image in images {
            let block = image.end..range.end;
            match self.text.get(block.clone()).and_then(|text| attributes::read(text, &|part| part.into())) {
                Some((_, len)) => {
                    let block = image.end..image.end + len;
                    skips.push(block.clone());
                    self.found.pictures.push((image.start, block));
                }
                None => self.found.broken.push((
                    image.end..image.end + 1,
                    "the braces after this picture are no attributes: write `{key=\"value\" #id .class}`, or `\\{` for text",
                )),
            }
        }
        skips.sort_by_key(|skip| (skip.start, skip.end));
        self.search(&range, &skips);
    }

    fn search(&mut self, range: &Range<usize>, skips: &[Range<usize>]) {
        let bytes = self.text.as_bytes();
        // Open brackets, each with the colon of its directive if it has one.
        let mut open: Vec<(usize, Option<usize>)> = Vec::new();
        let mut skips = skips.iter().peekable();
        let mut at = range.start;
        while at < range.end {
            while let Some(skip) = skips.peek()
                && skip.start <= at
            {
                at = at.max(skip.end);
                skips.next();
            }
            match bytes.get(at) {
                Some(b'\\') => at += 1,
                Some(b'[') => open.push((at, call_at(bytes, at).filter(|colon| *colon >= range.start))),
                Some(b'{') => {
                    if let Some(colon) = call_at(bytes, at).filter(|colon| *colon >= range.start)
                        && let Some(text) = self.text.get(at..range.end)
                        && let Some((_, length)) = attributes::read(text, &|part| part.into())
                        && length > 2
                    {
                        self.found.printed.push(colon..at + length);
                    }
                }
                Some(b']') => {
                    if let Some((bracket, Some(colon))) = open.pop() {
                        at = self.call(colon, bracket, at, range.end);
                        continue;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        for (bracket, colon) in open {
            if let Some(colon) = colon {
                self.found.broken.push((colon..bracket + 1, "this inline directive is never closed with `]`"));
            }
        }
    }

    /// Notes the directive between two brackets; gives where all of it ends.
    fn call(&mut self, colon: usize, bracket: usize, close: usize, limit: usize) -> usize {
        let name = colon + 1..bracket;
        let after = close + 1;
        if Place::from_name(&self.text[name.clone()]).is_some() {
            self.found
                .broken
                .push((colon..after, "this is the name of a place: write `::` and the name on a line of its own"));
            return after;
        }
        let mut attributes = None;
        let mut end = after;
        if self.text.as_bytes().get(after) == Some(&b'{') && after < limit {
            match self.text.get(after..limit).and_then(|text| attributes::read(text, &|part| part.into())) {
                Some((_, len)) => {
                    attributes = Some(after..after + len);
                    end = after + len;
                }
                None => self
                    .found
                    .broken
                    .push((after..after + 1, "the attributes of this directive are broken: write `{key=\"value\"}`")),
            }
        }
        let inner = &self.text[bracket + 1..close];
        let lead = inner.len() - inner.trim_start().len();
        let text_end = (bracket + 1 + lead).max(bracket + 1 + inner.trim_end_matches(' ').len());
        self.found.calls.push(Call {
            open: colon..bracket + 1 + lead,
            close: text_end,
            attributes_end: end,
            parts: Parts { name, label: None, attributes },
        });
        end
    }
}
