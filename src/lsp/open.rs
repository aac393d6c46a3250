//! What the editor has open, as it stands there now.

use std::sync::Arc;

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::positions::{Encoding, Lines};
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::parse::document::{Document, Facts, References};
use crate::parse::front_matter::ArticleFields;
use crate::parse::{self, ParseOptions};
use crate::text::{RelPath, Span};

/// A file that is open in the editor.
pub struct Open {
    /// The address by which the editor calls it.
    pub uri: Uri,
    /// Where it lies in the site.
    pub path: RelPath,
    /// The editor's count of its changes.
    pub version: i32,
    /// What it says.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: Lines,
    encoding: Encoding,
    /// The changes since the last pass that knew of it.
    shifts: Vec<(i32, Shift)>,
    /// What it is, once that is known of this version.
    live: Option<Arc<Live>>,
    /// What it was when its front matter could last be read.
    whole: Option<Arc<Live>>,
}

/// A document that was read by itself.
pub struct Live {
    /// The document; `None` for a file that is none.
    pub document: Option<Document>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Live {
    /// What its Markdown refers to and offers.
    pub fn references(&self) -> Option<&References> {
        match self.document.as_ref()? {
            Document::Article(article) => Some(&article.facts.references),
            Document::Section(section) => Some(&section.facts.references),
            Document::Person(person) => Some(&person.facts.references),
            Document::Sources(..) | Document::Sidecar(..) => None,
        }
    }

    /// Its facts, if it is an article.
    pub fn article(&self) -> Option<&Arc<Facts<ArticleFields>>> {
        match self.document.as_ref()? {
            Document::Article(article) => Some(&article.facts),
            _ => None,
        }
    }
}

/// A change of a text: these bytes became so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    start: u32,
    end: u32,
    length: u32,
}

impl Shift {
    /// Where a span is after the change; `None` if what it covered has changed.
    pub fn moved(self, span: Span) -> Option<Span> {
        let Shift { start, end, length } = self;
        if span.end <= start {
            return Some(span);
        }
        if span.start < end || (start == end && span.start < start) {
            return None;
        }
        let moved = |at: u32| (at - end).checked_add(start)?.checked_add(length);
        Some(Span { start: moved(span.start)?, end: moved(span.end)? })
    }
}

impl Open {
    /// Takes a file that the editor opens.
    pub fn new(uri: Uri, path: RelPath, version: i32, text: String, encoding: Encoding) -> Open {
        let lines = Lines::new(&text, encoding);
        let text = text.into();
        Open { uri, path, version, text, lines, encoding, shifts: Vec::new(), live: None, whole: None }
    }

    /// Takes the editor's changes, one after the other.
    pub fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        self.version = version;
        for change in changes {
            let (span, new) = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    (self.lines.span(&self.text, part.range), part.text)
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    (Span::new(0, self.text.len()), whole.text)
                }
            };
            let Span { start, end } = Span::new(span.start as usize, span.end.max(span.start) as usize);
            let mut text = String::with_capacity(self.text.len() + new.len());
            text.push_str(self.text.get(..start as usize).unwrap_or_default());
            text.push_str(&new);
            text.push_str(self.text.get(end as usize..).unwrap_or_default());
            self.lines = Lines::new(&text, self.encoding);
            self.text = text.into();
            let length = u32::try_from(new.len()).unwrap_or(u32::MAX);
            self.shifts.push((version, Shift { start, end, length }));
        }
        self.live = None;
    }

    /// Forgets the changes that a pass has seen.
    pub fn seen(&mut self, version: i32) {
        self.shifts.retain(|(of, _)| *of > version);
    }

    /// Where something is now that the last pass found; `None` if what it covered has changed since.
    pub fn moved(&self, span: Span) -> Option<Span> {
        self.shifts.iter().try_fold(span, |span, (_, shift)| shift.moved(span))
    }

    /// What it is now, and whether it had to be read for that.
    pub fn read(&mut self, options: &ParseOptions) -> (Arc<Live>, bool) {
        if let Some(live) = &self.live {
            return (Arc::clone(live), false);
        }
        let Diagnosed { value, diagnostics } = parse::parse(&self.path, self.text.as_bytes(), options);
        let live = Arc::new(Live { document: value, diagnostics });
        if live.article().is_none_or(|facts| !facts.fields.title.value.is_empty()) {
            self.whole = Some(Arc::clone(&live));
        }
        self.live = Some(Arc::clone(&live));
        (live, true)
    }

    /// What it is now, if it has been read.
    pub fn live(&self) -> Option<&Arc<Live>> {
        self.live.as_ref()
    }

    /// What it was when its front matter could last be read: while somebody writes there, it mostly cannot.
    pub fn whole(&self) -> Option<&Arc<Live>> {
        self.whole.as_ref()
    }

    /// Forgets how it was read, because documents are read in another way now.
    pub fn forget(&mut self) {
        self.live = None;
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial};
    use proptest::prelude::*;

    use super::*;

    fn open(text: &str, encoding: Encoding) -> Open {
        let path = RelPath::new("content/a.md").expect("a clean path");
        Open::new(Uri("file:///a.md".to_owned()), path, 0, text.to_owned(), encoding)
    }

    fn part(range: Range, text: &str) -> Vec<TextDocumentContentChangeEvent> {
        let text = text.to_owned();
        let part = TextDocumentContentChangePartial { range, text, ..TextDocumentContentChangePartial::default() };
        vec![TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part)]
    }

    /// A client that holds its text as lines of UTF-16, as many editors do.
    fn at(text: &[u16], offset: usize) -> Position {
        let before = &text[..offset];
        let breaks = |at: usize| {
            before[at] == u16::from(b'\n') || (before[at] == u16::from(b'\r') && text.get(at + 1) != Some(&10))
        };
        let start = (0..offset).rev().find(|at| breaks(*at)).map_or(0, |at| at + 1);
        let line = (0..offset).filter(|at| breaks(*at)).count();
        let count = |number: usize| u32::try_from(number).expect("a short text");
        Position { line: count(line), character: count(offset - start) }
    }

    proptest! {
        #[test]
        fn changes_give_the_text_that_the_client_has(
            first in "[aé😀\r\n ]{0,30}",
            edits in proptest::collection::vec((0_usize..60, 0_usize..20, "[bß漢🌊\r\n]{0,8}"), 0..12),
        ) {
            let mut client: Vec<char> = first.chars().collect();
            let mut server = open(&first, Encoding::Utf16);
            for (version, (from, length, new)) in (1..).zip(edits) {
                let mut start = from.min(client.len());
                // Between `\r` and `\n` no client has a place.
                if start > 0 && client[start - 1] == '\r' && client.get(start) == Some(&'\n') {
                    start -= 1;
                }
                let mut end = (start + length).min(client.len());
                if end > 0 && client[end - 1] == '\r' && client.get(end) == Some(&'\n') {
                    end += 1;
                }
                let text: String = client.iter().collect();
                let units: Vec<u16> = text.encode_utf16().collect();
                let unit = |chars: usize| client[..chars].iter().map(|c| c.len_utf16()).sum::<usize>();
                let range = Range { start: at(&units, unit(start)), end: at(&units, unit(end)) };
                server.change(version, part(range, &new));
                client.splice(start..end, new.chars());
                prop_assert_eq!(&*server.text, client.iter().collect::<String>());
            }
        }
    }

    #[test]
    fn what_was_found_moves_with_the_text_and_goes_with_what_it_covered() {
        let mut server = open("one two three", Encoding::Utf8);
        let two = Span::new(4, 7);
        let edit = |start: u32, end: u32, text: &str| {
            let at = |character| Position { line: 0, character };
            part(Range { start: at(start), end: at(end) }, text)
        };
        server.change(1, edit(0, 0, "zero "));
        assert_eq!(server.moved(two), Some(Span::new(9, 12)));
        server.change(2, edit(12, 12, "!"));
        assert_eq!(server.moved(two), Some(Span::new(9, 12)));
        server.change(3, edit(10, 11, ""));
        assert_eq!(server.moved(two), None);
        server.seen(3);
        assert_eq!(server.moved(two), Some(two));
    }
}
