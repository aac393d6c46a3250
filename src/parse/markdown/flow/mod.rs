//! The walk over the parser's events that writes the HTML.
//!
//! - this file: the state and the order of events; [`output`] where all goes; [`blocks`] the plain blocks and inline
//!   elements;
//! - [`text`] runs of text: bare addresses, quotes, undefined footnotes;
//! - [`heading`] headings, [`heading_attributes`] what at their end is text, [`questions`] questions and answers;
//! - [`links`] links; [`figure`] pictures; [`call`] directives, [`marks`] those that got lost;
//! - [`printed`] and [`printed_blocks`] what looks like more than text, and is none;
//! - [`callout`], [`cite`], [`footnote`], [`code`]: as named; [`raw`] HTML of the author, [`tags`] what it opens and where
//!   it leads.
//!
//! Elements are kept on a stack of their own, so that no nesting of the input can exhaust the program's.

mod blocks;
mod call;
mod callout;
mod cite;
mod code;
mod figure;
mod footnote;
mod heading;
mod heading_attributes;
mod links;
mod marks;
mod output;
mod printed;
mod printed_blocks;
mod questions;
mod raw;
mod tags;
mod text;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Parser, Tag, TagEnd};

use self::callout::Marker;
use self::footnote::Footnotes;
use self::heading::HeadingFrame;
use self::links::LinkFrame;
use self::questions::FaqBlock;
pub(super) use self::raw::ids_of_html;
use super::draft::{Draft, MarkKind};
use super::ids::Ids;
use super::join::Joiner;
use super::parts::{Part, Parts};
use super::signs::Signs;
use super::{citation, directive, index, offset, parser_options};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::ParseOptions;
use crate::parse::document::{HoleKind, Markup, Prose, References, Spot};
use crate::text::{RelPath, Span, Text};

/// How deep elements may be nested.
const DEEPEST: usize = 100;

/// What all texts of one document share.
pub(super) struct Shared<'a> {
    pub path: &'a RelPath,
    pub options: &'a ParseOptions,
    pub diagnostics: Vec<Diagnostic>,
    pub references: References,
    pub prose: Prose,
    pub ids: Ids,
    /// How many footnotes have a number.
    pub footnotes: u32,
    /// The labels of footnote marks that stand where none can, which has been said.
    pub misplaced_notes: BTreeSet<String>,
    pub first_heading: Option<String>,
    /// The part of the document that is being read.
    pub spot: Spot,
    /// Whether links and pictures are written as they are, for a text that belongs to no site: the examples of the
    /// specifications.
    pub alone: bool,
}

impl<'a> Shared<'a> {
    /// Nothing read yet.
    pub fn new(path: &'a RelPath, options: &'a ParseOptions) -> Shared<'a> {
        Shared {
            path,
            options,
            diagnostics: Vec::new(),
            references: References::default(),
            prose: Prose::default(),
            ids: Ids::default(),
            footnotes: 0,
            misplaced_notes: BTreeSet::new(),
            first_heading: None,
            spot: Spot::Opening,
            alone: false,
        }
    }

    /// Reads a text as inline Markdown; also gives it as plain text. `depth` counts texts within texts.
    pub fn inline(&mut self, text: &Text, depth: u32) -> (Markup, String) {
        if let Some(plain) = plain_line(&text.value) {
            return (Markup { html: plain.to_owned(), holes: Vec::new() }, fold(plain));
        }
        self.parsed_inline(text, depth)
    }

    /// Reads a text as inline Markdown with the parser.
    pub fn parsed_inline(&mut self, text: &Text, depth: u32) -> (Markup, String) {
        let smart = self.options.markdown.smart_punctuation;
        let draft = Joiner { path: self.path, smart, diagnostics: &mut self.diagnostics }.inline(text);
        let written = Flow::new(self, &draft, Role::Inline, depth).run();
        (written.markup, written.plain)
    }

    /// Reads a text as blocks beside the body.
    pub fn aside(&mut self, text: &Text) -> Markup {
        let smart = self.options.markdown.smart_punctuation;
        let draft = directive::cut_text(self.path, text, smart, &mut self.diagnostics);
        Flow::new(self, &draft, Role::Aside, 0).run().markup
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::new(code, self.path, span, message));
    }
}

/// What a text is to its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The body with all that was joined to it.
    Body,
    /// Blocks beside it.
    Aside,
    /// A line of inline Markdown.
    Inline,
}

/// What a walk gives.
pub(super) struct Written {
    pub markup: Markup,
    /// Of an inline text, its plain text.
    pub plain: String,
    /// Of a body, the plain text before `<!-- more -->`.
    pub before_more: Option<String>,
    /// Of a body, the plain text of its first paragraph.
    pub first_paragraph: Option<String>,
}

/// An open element. Those of the parser are pushed by a start and popped by its end, one each.
enum Frame<'f> {
    /// One without output of its own.
    Nothing,
    /// An inline element with its end tag.
    Inline(&'static str),
    /// A block with its end tag.
    Block(&'static str),
    Paragraph(Paragraph),
    Heading(Box<HeadingFrame>),
    Item {
        /// Where its tag begins.
        at: usize,
        /// How many holes there were before it.
        holes: usize,
        /// Whether a task's label is open.
        label: bool,
    },
    Code {
        /// What stands behind the fence.
        info: CowStr<'f>,
        code: String,
        fenced: bool,
    },
    Html(raw::Html),
    Cell(&'static str),
    Link(LinkFrame),
    Picture(Box<figure::Picture<'f>>),
    Citation(Option<HoleKind>),
    Callout,
    /// The first line of a call-out, after its marker.
    CalloutTitle(Marker),
    /// A container; not the parser's.
    Container(u32, Span),
    /// An inline call; not the parser's.
    Call(usize),
}

/// An open paragraph, as it was when it began.
struct Paragraph {
    html: usize,
    holes: usize,
    label: bool,
    first: bool,
}

/// The walk over one draft.
pub(super) struct Flow<'f, 'a> {
    shared: &'f mut Shared<'a>,
    draft: &'f Draft<'f>,
    /// Of the draft's text.
    signs: Signs,
    /// The texts that the draft was joined of.
    parts: Parts,
    role: Role,
    depth: u32,
    /// Where output goes: the text, or the part of it that is being collected.
    sinks: Vec<Markup>,
    stack: Vec<Frame<'f>>,
    /// Text that has not been written yet: neighbouring pieces belong together.
    run: Vec<(CowStr<'f>, Range<usize>)>,
    /// Plain text being collected, innermost last.
    plains: Vec<String>,
    /// Inline HTML of the heading being read, without links.
    bare: Option<String>,
    /// Which marks have been met.
    seen: Vec<bool>,
    /// Text before this offset is a call-out's marker.
    skip_until: usize,
    /// More than 0 within a citation: nothing is written.
    muted: usize,
    /// More than 0 within a picture's text.
    pictured: usize,
    marker: Option<Marker>,
    /// The mark in whose place the HTML block being read stands.
    marked: Option<&'f MarkKind>,
    faqs: Option<FaqBlock>,
    footnotes: Footnotes<'f>,
    tags: tags::Tags,
    /// The figures of this text, without those of their captions.
    pictures: Vec<u32>,
    table: blocks::Table,
    in_word: bool,
    /// Whether a double quotation mark of the block being read is not closed yet.
    double_open: bool,
    /// Whether a single one is not.
    single_open: bool,
    too_deep: bool,
    before_more: Option<String>,
    first_paragraph: Option<String>,
}

impl<'f, 'a> Flow<'f, 'a> {
    /// A walk that has not begun.
    pub fn new(shared: &'f mut Shared<'a>, draft: &'f Draft<'f>, role: Role, depth: u32) -> Flow<'f, 'a> {
        Flow {
            shared,
            draft,
            signs: Signs::of(&draft.text),
            parts: Parts::of(draft),
            role,
            depth,
            sinks: vec![Markup {
                html: String::with_capacity(draft.text.len() + draft.text.len() / 4),
                holes: Vec::new(),
            }],
            stack: Vec::new(),
            run: Vec::new(),
            plains: Vec::new(),
            bare: None,
            seen: vec![false; draft.marks.len()],
            skip_until: 0,
            muted: 0,
            pictured: 0,
            marker: None,
            marked: None,
            faqs: None,
            footnotes: Footnotes::default(),
            tags: tags::Tags::default(),
            pictures: Vec::new(),
            table: blocks::Table::default(),
            in_word: false,
            double_open: false,
            single_open: false,
            too_deep: false,
            before_more: None,
            first_paragraph: None,
        }
    }

    /// Walks all of it.
    pub fn run(mut self) -> Written {
        if self.role == Role::Inline || (self.signs.angle && raw::has_more(&self.draft.text)) {
            self.plains.push(String::new());
        }
        let draft = self.draft;
        let text: &'f str = &draft.text;
        let is_citation = |link: BrokenLink<'f>| {
            citation::is_citation(text, link.span).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
        };
        let options = parser_options(self.shared.options.markdown.smart_punctuation);
        self.plan_footnotes();
        let mut events = Parser::new_with_broken_link_callback(text, options, Some(is_citation)).into_offset_iter();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    self.flush();
                    self.hold_footnote(label, range, &mut events);
                }
                event => self.event(event, range),
            }
        }
        self.flush();
        self.close_down_to(0);
        self.end_faqs();
        self.write_footnotes();
        self.end_tags();
        self.report_hidden_credits();
        self.report_unseen();
        let plain =
            if self.role == Role::Inline { fold(&self.plains.pop().unwrap_or_default()) } else { String::new() };
        Written {
            markup: self.sinks.into_iter().next().unwrap_or_default(),
            plain,
            before_more: self.before_more,
            first_paragraph: self.first_paragraph,
        }
    }

    fn event(&mut self, event: Event<'f>, range: Range<usize>) {
        if let Event::Text(text) = event {
            return self.piece(text, range);
        }
        self.flush();
        match event {
            Event::Start(Tag::HtmlBlock) if self.starts_marked(&range) => {}
            Event::Html(_) if self.marked.is_some() => {}
            Event::End(TagEnd::HtmlBlock) if self.marked.is_some() => self.end_marked(),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Code(code) => {
                self.report_marked_words(&range);
                self.code_span(&code);
            }
            Event::Html(html) => self.html_block(&html, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::SoftBreak => self.line_break(false),
            Event::HardBreak => self.line_break(true),
            Event::Rule => {
                self.begin_block();
                self.raw("<hr>\n");
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label, range),
            Event::TaskListMarker(done) => self.task(done),
            // The options that would give these are off; their text is kept all the same.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::Text(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'f>, range: Range<usize>) {
        if let Some(marker) = self.marker.take() {
            if matches!(tag, Tag::Paragraph) {
                self.begin_title(marker);
                return;
            }
            self.open_callout(&marker, None);
        }
        if self.stack.len() >= DEEPEST {
            if !self.too_deep {
                self.too_deep = true;
                let span = self.draft.span(range.start..self.line_end(range.start));
                self.shared.error(Code::TooDeep, span, format!("this is nested deeper than {DEEPEST} levels"));
            }
            self.stack.push(Frame::Nothing);
            return;
        }
        if matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough) {
            self.report_marked_words(&range);
        }
        match tag {
            Tag::Heading { level, id, classes, attrs } => self.start_heading(level, id, classes, attrs, range),
            Tag::BlockQuote(_) => self.start_quote(range),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image { link_type, dest_url, title, .. } => self.start_picture(link_type, dest_url, title, range),
            Tag::TableRow => {
                self.report_lost_cells(&range);
                self.start_plain(Tag::TableRow);
            }
            tag => self.start_plain(tag),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.end_strays();
        match self.stack.pop() {
            None | Some(Frame::Nothing | Frame::Container(..) | Frame::Call(_)) => {}
            Some(Frame::Inline(end)) => self.inline(end),
            Some(Frame::Block(end)) => self.end_block(end),
            Some(Frame::Paragraph(paragraph)) => {
                self.report_printed_blocks(&range);
                self.end_paragraph(&paragraph);
            }
            Some(Frame::Heading(heading)) => self.end_heading(*heading, &range),
            Some(Frame::Item { at, holes, label }) => self.end_item(at, holes, label),
            Some(Frame::Code { info, code, fenced }) => {
                self.end_code(&info, &code);
                if fenced {
                    self.report_unclosed(&range);
                }
            }
            Some(Frame::Html(_)) => {
                self.end_block_of_tags();
                self.new_line();
                self.report_unclosed(&range);
            }
            Some(Frame::Cell(end)) => self.end_cell(end),
            Some(Frame::Link(link)) => self.end_link(link, &range),
            Some(Frame::Picture(picture)) => self.end_picture(*picture, &range),
            Some(Frame::Citation(hole)) => self.end_citation(hole),
            Some(Frame::Callout) => self.hole(HoleKind::Close),
            Some(Frame::CalloutTitle(marker)) => self.end_title(&marker, false),
        }
        if let Some(Frame::Link(LinkFrame { child_end, .. })) = self.stack.last_mut() {
            *child_end = range.end;
        }
        if let Some(Frame::Picture(picture)) = self.stack.last_mut() {
            picture.child_end = range.end;
        }
        if !is_inline(tag) {
            self.plain(" ");
            self.in_word = false;
        }
    }

    /// Notes how far the innermost link or picture has come, to find its destination in the source.
    fn touch(&mut self, end: usize) {
        match self.stack.last_mut() {
            Some(Frame::Link(link)) => link.child_end = end,
            Some(Frame::Picture(picture)) => picture.child_end = end,
            _ => {}
        }
    }

    /// The mark at an offset, met now.
    fn mark_at(&mut self, range: &Range<usize>) -> Option<&'f MarkKind> {
        let marks = &self.draft.marks;
        let found = marks.partition_point(|mark| mark.at < range.start);
        let mark = marks.get(found).filter(|mark| mark.at == range.start)?;
        if let Some(seen) = self.seen.get_mut(found) {
            *seen = true;
        }
        Some(&mark.kind)
    }

    fn line_end(&self, from: usize) -> usize {
        self.draft.text[from..].find('\n').map_or(self.draft.text.len(), |len| from + len)
    }
}

/// The line that a text is if nothing in it means anything in Markdown or HTML.
fn plain_line(text: &str) -> Option<&str> {
    let mut before = ' ';
    for c in text.chars() {
        match c {
            ' ' | ',' | ';' | '?' | '(' | ')' | '%' | '/' | '–' | '—' => {}
            // Three are an ellipsis; `www.` begins an address.
            '.' if !matches!(before, '.' | 'w') => {}
            c if c.is_alphanumeric() => {}
            _ => return None,
        }
        before = c;
    }
    Some(text.trim_matches(' ')).filter(|line| !line.is_empty())
}

/// Whether the end of a tag ends no line.
fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

/// Folds white space and trims.
pub(super) fn fold(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Whether a text is known to have nothing to fold.
fn is_folded(text: &str) -> bool {
    let pairs = text.as_bytes().windows(2);
    let odd = |byte: u8, after: u8| !(b' '..=b'~').contains(&byte) | ((byte == b' ') & (after == b' '));
    let any = pairs.fold(false, |any, pair| any | odd(pair[0], pair[1]));
    let edge = |byte: Option<&u8>| byte.is_some_and(|byte| odd(*byte, b' '));
    !any && !edge(text.as_bytes().first()) && !edge(text.as_bytes().last())
}

/// The index that the next of these will have.
fn next<T>(list: &[T]) -> u32 {
    index(list.len())
}
