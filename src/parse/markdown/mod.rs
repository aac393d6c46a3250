//! Markdown → HTML with holes, and the facts found on the way, in one pass.
//!
//! In: a [`Manuscript`], all Markdown of one document. Out: a [`Reading`].
//!
//! 1. [`directive`] cuts directives and the attributes of pictures out of each text and leaves marks.
//! 2. [`join`] makes one text of the body, the sections and the questions; a [`draft`] knows the way back to the file.
//! 3. [`flow`] walks the parser's events once and writes HTML as CommonMark says, with ids, footnotes, call-outs,
//!    figures and the rest; what only the site can fill in is a hole. [`parts`] tells which of the joined texts it is in.
//!
//! Beside that, [`mod@passages`] are what a document says, for those who read its words; [`html_links`] finds links in its HTML.
//!
//! Invariant: marks are recognised by their offset, so no text of an author can pass for one; every place in a
//! diagnostic or a fact is one of the file that the author edits.

mod attributes;
mod autolink;
mod citation;
mod directive;
mod draft;
mod flow;
mod highlight;
mod html_links;
mod ids;
mod join;
mod link;
mod parts;
mod passages;
mod signs;
#[cfg(test)]
mod spec;
mod spots;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use self::draft::{Draft, MarkKind};
use self::flow::{Flow, Role, Shared};
use self::join::Joiner;
pub use self::passages::passages;
pub use self::spots::{LinkSpot, Spots, spots};
use super::ParseOptions;
use super::document::{Markup, Prose, References};
use super::front_matter::{Correction, FaqField, SectionField};
use crate::diagnostics::Diagnosed;
use crate::html::run_without;
use crate::text::{RelPath, SourceMap, Text};

/// All Markdown of one document, in reading order.
pub struct Manuscript<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// The standfirst, inline.
    pub dek: Option<&'a Text>,
    /// The lead image's caption, inline.
    pub image_caption: Option<&'a Text>,
    /// Blocks.
    pub disclosure: Option<&'a Text>,
    /// The text below the front matter, without control characters.
    pub body: &'a str,
    /// The body's way back to the file.
    pub map: SourceMap,
    /// Sections that follow the body.
    pub sections: &'a [SectionField],
    /// Questions of the front matter.
    pub faqs: &'a [FaqField],
    /// Corrections, their texts inline.
    pub corrections: &'a [Correction],
}

/// What reading a manuscript gives.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What the text refers to and offers.
    pub references: References,
    /// The text.
    pub prose: Prose,
    /// The dek as plain text.
    pub dek_text: Option<String>,
    /// The text before `<!-- more -->`, else the dek, else the first paragraph, as plain text.
    pub excerpt: String,
    /// The first heading's text, for a document without front matter.
    pub first_heading: Option<String>,
    /// The corrections as plain text.
    pub correction_texts: Vec<String>,
}

/// Reads all Markdown of one document.
pub fn read(manuscript: &Manuscript<'_>, options: &ParseOptions) -> Diagnosed<Reading> {
    let Manuscript { path, dek, image_caption, disclosure, sections, corrections, .. } = *manuscript;
    let mut shared = Shared::new(path, options);
    let smart = options.markdown.smart_punctuation;
    let body = Joiner { path, smart, diagnostics: &mut shared.diagnostics }.body(manuscript);
    plan_ids(&body, manuscript.body, sections, &mut shared);
    let (dek, dek_text) = match dek {
        Some(text) => {
            let (markup, plain) = shared.inline(text, 0);
            (Some(markup), Some(plain))
        }
        None => (None, None),
    };
    let image_caption = image_caption.map(|text| shared.inline(text, 0).0);
    let disclosure = disclosure.map(|text| shared.aside(text));
    let written = Flow::new(&mut shared, &body, Role::Body, 0).run();
    let (corrections, correction_texts) =
        corrections.iter().map(|correction| shared.inline(&correction.text, 0)).unzip();
    let excerpt = match (written.before_more, &dek_text) {
        (Some(text), _) => text,
        (None, Some(dek)) if !dek.is_empty() => dek.clone(),
        _ => written.first_paragraph.unwrap_or_default(),
    };
    let Shared { diagnostics, references, prose, first_heading, .. } = shared;
    let prose = Prose { dek, image_caption, disclosure, body: written.markup, corrections, ..prose };
    Diagnosed { value: Reading { references, prose, dek_text, excerpt, first_heading, correction_texts }, diagnostics }
}

/// Reads one short Markdown text by itself, such as a setting of site.toml: blocks, and facts of its own.
pub fn read_alone(path: &RelPath, text: &Text, options: &ParseOptions) -> Diagnosed<Reading> {
    let mut shared = Shared::new(path, options);
    let smart = options.markdown.smart_punctuation;
    let draft = directive::cut_text(path, text, smart, &mut shared.diagnostics);
    plan_ids(&draft, &text.value, &[], &mut shared);
    let written = Flow::new(&mut shared, &draft, Role::Body, 0).run();
    let Shared { diagnostics, references, prose, first_heading, .. } = shared;
    let excerpt = written.before_more.or(written.first_paragraph).unwrap_or_default();
    let prose = Prose { body: written.markup, ..prose };
    Diagnosed { value: Reading { references, prose, excerpt, first_heading, ..Reading::default() }, diagnostics }
}

/// The level-1 heading that a body begins with: its text, and where what follows it begins.
pub fn leading_title(body: &str) -> Option<(String, usize)> {
    let mut title = String::new();
    let mut inside = false;
    for (event, range) in Parser::new_ext(body, parser_options(false)).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => inside = true,
            Event::End(TagEnd::Heading(_)) => return Some((flow::fold(&title), range.end)),
            Event::Text(text) | Event::Code(text) if inside => title.push_str(&text),
            Event::SoftBreak | Event::HardBreak if inside => title.push(' '),
            _ if inside => {}
            _ => return None,
        }
    }
    None
}

/// Notes every id that is chosen by hand, so that no heading above it is given it.
fn plan_ids(draft: &Draft<'_>, body: &str, sections: &[SectionField], shared: &mut Shared<'_>) {
    let braced = run_without(body.as_bytes(), |byte| byte == b'{') < body.len();
    if braced && (body.contains("{#") || body.contains(" #")) {
        shared.ids.plan_all(body);
    }
    // Most texts have no such HTML, and are not read twice.
    if shared.options.markdown.raw_html && draft.text.contains("id=") && draft.text.contains('<') {
        for event in Parser::new_ext(&draft.text, parser_options(false)) {
            if let Event::Html(html) | Event::InlineHtml(html) = event {
                flow::ids_of_html(&html).for_each(|(_, id)| shared.ids.plan(id));
            }
        }
    }
    let mut rest: Vec<&SectionField> = sections.iter().collect();
    while let Some(section) = rest.pop() {
        if let Some(text) = &section.body {
            shared.ids.plan_all(&text.value);
        }
        rest.extend(&section.sections);
    }
    for mark in &draft.marks {
        match &mark.kind {
            MarkKind::Heading(Some(id), _) | MarkKind::Question(Some(id), _) => shared.ids.plan(id),
            MarkKind::Line(directive) | MarkKind::Open(directive, _) | MarkKind::InlineOpen(directive) => {
                if let Some(id) = &directive.attributes.id {
                    shared.ids.plan(id);
                }
            }
            MarkKind::Attributes(attributes) => {
                if let Some(id) = &attributes.id {
                    shared.ids.plan(id);
                }
            }
            _ => {}
        }
    }
}

/// The parser's options, by name: `all()` would change how footnotes are read.
fn parser_options(smart: bool) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_SMART_PUNCTUATION, smart);
    options
}

/// Appends a piece with its holes.
fn append(into: &mut Markup, piece: Markup) {
    let shift = offset(&into.html);
    into.html.push_str(&piece.html);
    into.holes.extend(piece.holes.into_iter().map(|hole| super::document::Hole { at: hole.at + shift, ..hole }));
}

/// The end of a text as an offset of a hole; HTML of a file of at most 32 MiB stays below 4 GiB.
fn offset(html: &str) -> u32 {
    u32::try_from(html.len()).unwrap_or(u32::MAX)
}

/// A number of things as an index.
fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// A range moved by an offset.
fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The beginning of a text, at most `limit` bytes, for searches that must not go far.
fn near(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
