//! One text that is parsed at once, with the way back to the file and with marks at known offsets.
//!
//! Directives, attribute blocks and headings from front matter are marks; the writer recognises them by their offset
//! alone, so that no text of an author can pass for one.

use std::borrow::Cow;
use std::ops::Range;

use super::attributes::Attributes;
use crate::config::theme::Form;
use crate::text::{SourceMap, Span, Spanned, Text};

/// A text to parse.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    /// The Markdown.
    pub text: Cow<'a, str>,
    /// Its way back to the file.
    pub map: SourceMap,
    /// By rising offset.
    pub marks: Vec<Mark>,
    /// Whether it may have control characters: those of a body are taken out before, those of YAML can be escapes.
    pub control: bool,
}

/// Something that byline put at, or took from, an offset of a draft.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// The offset into the draft's text.
    pub at: usize,
    /// What is there.
    pub kind: MarkKind,
}

/// What a mark stands for.
#[derive(Clone, Debug)]
pub(super) enum MarkKind {
    /// `::name` on a line of its own.
    Line(Directive),
    /// `:::name`; `None` for one that is never closed.
    Open(Directive, Option<u32>),
    /// The end of containers, innermost first.
    Close(Vec<u32>, Span),
    /// `:name[` begins an inline call.
    InlineOpen(Directive),
    /// `]` ends an inline call.
    InlineClose,
    /// The attribute block of the image that begins here.
    Attributes(Attributes),
    /// A heading of a section of the front matter.
    Heading(Option<Spanned<String>>, Span),
    /// A question of the front matter.
    Question(Option<Spanned<String>>, Span),
    /// The questions that stand at a place end here.
    FaqsEnd,
    /// The whole draft is inline text.
    Inline,
}

/// A directive as written.
#[derive(Clone, Debug)]
pub(super) struct Directive {
    /// Its name.
    pub name: Spanned<String>,
    /// How it was written.
    pub form: Form,
    /// What stands in braces.
    pub attributes: Attributes,
    /// `[label]`; for an inline call the text stays where it is.
    pub label: Option<Text>,
    /// The opening line, or the whole of an inline call.
    pub span: Span,
}

/// What takes the place of a directive's line.
pub(super) const BLOCK: &str = "<!-- -->";
/// What takes the place of the start of an inline call.
pub(super) const INLINE_OPEN: &str = "<i>";
/// What takes the place of the end of an inline call.
pub(super) const INLINE_CLOSE: &str = "</i>";

impl<'a> Draft<'a> {
    /// A draft without marks.
    pub fn plain(text: &'a str, map: SourceMap) -> Draft<'a> {
        Draft { text: Cow::Borrowed(text), map, marks: Vec::new(), control: false }
    }

    /// An empty draft to join others into, which will have about so many bytes.
    pub fn empty(len: usize) -> Draft<'static> {
        Draft {
            text: Cow::Owned(String::with_capacity(len)),
            map: SourceMap::default(),
            marks: Vec::new(),
            control: false,
        }
    }

    /// Appends a part of another draft with its marks; a mark at the very end of the part belongs to the next one.
    pub fn append(&mut self, other: &Draft<'_>, range: Range<usize>) {
        let at = self.text.len();
        self.control |= other.control;
        self.map.append_part(at, &other.map, range.clone());
        let first = other.marks.partition_point(|mark| mark.at < range.start);
        for mark in other.marks.iter().skip(first).take_while(|mark| mark.at < range.end) {
            self.marks.push(Mark { at: mark.at - range.start + at, kind: mark.kind.clone() });
        }
        self.text.to_mut().push_str(other.text.get(range).unwrap_or_default());
    }

    /// Appends text that byline makes, standing for a range of the file.
    pub fn made(&mut self, text: &str, stands_for: Span) {
        self.map.stands_for(self.text.len(), stands_for);
        self.text.to_mut().push_str(text);
    }

    /// Puts a mark at the end.
    pub fn mark(&mut self, kind: MarkKind) {
        self.marks.push(Mark { at: self.text.len(), kind });
    }

    /// The place in the file of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.map.span(range)
    }
}
