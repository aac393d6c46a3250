//! The running text of a document, without the rest: see [`passages`](crate::parse::passages).

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::directive::cut_text;
use super::draft::{Draft, MarkKind};
use super::join::Joiner;
use super::{Manuscript, citation, html_links, parser_options};
use crate::html::tag;
use crate::parse::ParseOptions;
use crate::parse::passages::{OBJECT, Passage, PassageKind, PassageLink, tokens};
use crate::text::{RelPath, SourceMap, Text};

/// Appends the passages of a document in reading order.
pub fn passages(manuscript: &Manuscript<'_>, options: &ParseOptions, into: &mut Vec<Passage>) {
    let Manuscript { path, dek, image_caption, disclosure, corrections, .. } = *manuscript;
    let smart = options.markdown.smart_punctuation;
    // What is wrong with the text has been said when it was parsed.
    let mut said = Vec::new();
    let mut alone = |text: &Text, kind| {
        let draft = cut_text(path, text, smart, &mut said);
        Walk::new(path, &draft, Some(kind), into).run(smart);
    };
    dek.into_iter().for_each(|text| alone(text, PassageKind::Dek));
    image_caption.into_iter().chain(disclosure).for_each(|text| alone(text, PassageKind::Aside));
    let body = Joiner { path, smart, diagnostics: &mut Vec::new() }.body(manuscript);
    Walk::new(path, &body, None, into).run(smart);
    let mut alone = |text: &Text| {
        let draft = cut_text(path, text, smart, &mut said);
        Walk::new(path, &draft, Some(PassageKind::Aside), into).run(smart);
    };
    corrections.iter().for_each(|correction| alone(&correction.text));
}

/// The elements of HTML that hold code.
const CODE: [&str; 6] = ["code", "kbd", "samp", "var", "pre", "tt"];

/// Components whose content somebody else said.
const QUOTING: [&str; 2] = ["pullquote", "post"];

/// A link whose end has not been seen.
#[derive(Default)]
struct OpenLink {
    /// Where its text begins in the passage.
    at: usize,
    destination: String,
    /// Where it stands in the draft; empty for a citation.
    place: Range<usize>,
    /// Where the definition stands that it refers to, if it does.
    definition: Option<Range<usize>>,
    /// Whether it shows a title, `[[name]]`.
    is_name: bool,
    /// Whether a picture was seen in it.
    pictured: bool,
    /// Whether it is written as HTML.
    is_html: bool,
    /// Whether its text names the reference.
    is_label: bool,
}

/// Whether a link has no text but the name that it leads to.
fn is_name(link: LinkType) -> bool {
    matches!(link, LinkType::WikiLink { has_pothole: false })
}

/// Whether no definition has the name of a link: it is a citation.
fn is_unknown(link: LinkType) -> bool {
    matches!(link, LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown)
}

/// One walk over a draft.
struct Walk<'d, 'o> {
    path: &'d RelPath,
    draft: &'d Draft<'d>,
    /// What every passage is, if the draft is no body.
    kind: Option<PassageKind>,
    /// The containers around, innermost last.
    around: Vec<PassageKind>,
    /// The containers of components around that quote somebody, innermost last.
    quoting: Vec<u32>,
    open: Option<Passage>,
    /// The links around, innermost last.
    links: Vec<OpenLink>,
    /// How deep within something that is no text: code, a picture, a citation.
    muted: usize,
    /// How deep within code that is written as HTML, in the passage that is open.
    code: usize,
    /// Something that shows and is no text, seen since the last passage.
    object: Option<Range<usize>>,
    headings: usize,
    into: &'o mut Vec<Passage>,
}

impl<'d, 'o> Walk<'d, 'o> {
    fn new(
        path: &'d RelPath,
        draft: &'d Draft<'d>,
        kind: Option<PassageKind>,
        into: &'o mut Vec<Passage>,
    ) -> Walk<'d, 'o> {
        let (around, quoting, links) = (Vec::new(), Vec::new(), Vec::new());
        Walk {
            path,
            draft,
            kind,
            around,
            quoting,
            open: None,
            links,
            muted: 0,
            code: 0,
            object: None,
            headings: 0,
            into,
        }
    }

    fn run(mut self, smart: bool) {
        let text: &str = &self.draft.text;
        let is_citation = |link: BrokenLink<'_>| {
            citation::is_citation(text, link.span).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(text, parser_options(smart), Some(is_citation));
        let mut events = parser.into_offset_iter();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Link { link_type, dest_url, id, .. }) if !is_unknown(link_type) => {
                    let definition = events.reference_definitions().get(&id).filter(|_| !id.is_empty());
                    let definition = definition.map(|definition| definition.span.clone());
                    self.link(link_type, dest_url.into_string(), (range, definition));
                }
                Event::Start(Tag::Image { title, .. }) => {
                    self.caption(&title, range.clone(), smart);
                    self.object = Some(range);
                    self.muted += 1;
                    self.links.iter_mut().for_each(|link| link.pictured = true);
                }
                Event::Start(tag) => self.start(tag, range),
                Event::End(tag) => self.end(tag),
                Event::Text(text) => self.text(&text, range),
                Event::Code(_) => self.text(OBJECT.encode_utf8(&mut [0; 4]), range),
                Event::SoftBreak | Event::HardBreak => self.text(" ", range),
                Event::InlineHtml(html) => {
                    self.tag(&html, &range);
                    if self.shows(&range) {
                        self.object = Some(range);
                    }
                }
                Event::FootnoteReference(_) => {
                    if let Some(passage) = &mut self.open {
                        passage.notes.push(passage.text.len());
                    }
                }
                _ => {}
            }
        }
        self.flush();
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.flush(),
            Tag::Heading { level, .. } => {
                self.flush();
                self.headings += 1;
                self.begin(PassageKind::Heading(level as u8));
            }
            Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.enter(PassageKind::Item),
            // A call-out is the author's own.
            Tag::BlockQuote(_) if self.is_callout(&range) => self.enter(PassageKind::Item),
            Tag::BlockQuote(_) => self.enter(PassageKind::Quotation),
            Tag::FootnoteDefinition(_) => self.enter(PassageKind::Footnote),
            Tag::TableCell => self.enter(PassageKind::Cell),
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.flush();
                self.quote(&range);
                let shows = self.shows(&range);
                let links = if matches!(tag, Tag::HtmlBlock) { self.links_of_block(&range) } else { Vec::new() };
                self.object = shows.then_some(range);
                let objects = self.into.len();
                self.flush();
                if let Some(object) = self.into.get_mut(objects) {
                    object.links = links;
                }
                self.muted += 1;
            }
            // Of the others `link` is told.
            Tag::Link { .. } => {
                if self.muted == 0
                    && let Some(passage) = &mut self.open
                {
                    passage.citations.push(passage.text.len());
                    if self.draft.text.get(range).and_then(citation::footnote).is_some() {
                        passage.notes.push(passage.text.len());
                    }
                }
                self.muted += 1;
                self.links.push(OpenLink::default());
            }
            _ => {}
        }
    }

    /// A link that leads somewhere: where it stands, and the definition that it refers to.
    fn link(&mut self, kind: LinkType, destination: String, (place, definition): (Range<usize>, Option<Range<usize>>)) {
        let is_name = is_name(kind);
        // What is shown is the title of another page, and the name that leads there is an address.
        self.code += usize::from(is_name);
        if self.open.is_none() {
            self.begin(self.innermost());
        }
        let at = self.open.as_ref().map_or(0, |passage| passage.text.len());
        let is_label = matches!(kind, LinkType::Collapsed | LinkType::Shortcut);
        let (pictured, is_html) = (false, false);
        self.links.push(OpenLink { at, destination, place, definition, is_name, pictured, is_html, is_label });
    }

    /// The title of a picture is its caption; those of pictures in captions are left out.
    fn caption(&mut self, title: &str, range: Range<usize>, smart: bool) {
        if title.is_empty() || self.kind.is_some() || self.muted > 0 {
            return;
        }
        let written = self.draft.text.get(range.clone()).and_then(|whole| whole.rfind(title));
        let mut map = SourceMap::default();
        let span = match written.map(|at| range.start + at..range.start + at + title.len()) {
            Some(place) => {
                map.append_part(0, &self.draft.map, place.clone());
                self.draft.span(place)
            }
            // It has escapes, so that it is nowhere as it is.
            None => {
                let span = self.draft.span(range);
                map.stands_for(0, span);
                span
            }
        };
        let text = Text { value: title.to_owned(), map, span };
        let draft = cut_text(self.path, &text, smart, &mut Vec::new());
        let mut walk = Walk::new(self.path, &draft, Some(PassageKind::Aside), self.into);
        walk.headings = self.headings;
        walk.run(smart);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.flush(),
            TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::TableCell => {
                self.flush();
                self.around.pop();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {
                self.muted = self.muted.saturating_sub(1);
            }
            TagEnd::Link => {
                self.close_html();
                match self.links.pop() {
                    // A citation has no place of its own.
                    Some(link) if link.place.is_empty() => self.muted = self.muted.saturating_sub(1),
                    Some(link) => {
                        self.code = self.code.saturating_sub(usize::from(link.is_name));
                        self.close(link);
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// Notes a link that ends here.
    fn close(&mut self, link: OpenLink) {
        let OpenLink { at, destination, place, definition, is_name: _, pictured, is_html: _, is_label } = link;
        let span = self.draft.span(place);
        let written = definition.map_or(span, |definition| self.draft.span(definition));
        if let Some(passage) = &mut self.open {
            let range = at.min(passage.text.len())..passage.text.len();
            passage.links.push(PassageLink { range, destination, span, written, pictured, is_label });
        }
    }

    /// Ends what HTML has opened: it goes no further than the link or the paragraph around.
    fn close_html(&mut self) {
        while let Some(link) = self.links.pop_if(|link| link.is_html) {
            self.close(link);
        }
    }

    /// The links of a block of HTML, whose texts are no part of a passage.
    fn links_of_block(&self, block: &Range<usize>) -> Vec<PassageLink> {
        let html = self.draft.text.get(block.clone()).unwrap_or_default();
        let link = |(tag, destination): (Range<usize>, String)| {
            let span = self.draft.span(block.start + tag.start..block.start + tag.end);
            PassageLink { range: 0..0, destination, span, written: span, pictured: false, is_label: false }
        };
        html_links::of_block(html).into_iter().map(link).collect()
    }

    /// Whether a quotation begins as call-outs do, `> [!NOTE]`.
    fn is_callout(&self, range: &Range<usize>) -> bool {
        let text = self.draft.text.get(range.clone()).unwrap_or_default();
        text.trim_start_matches(['>', ' ']).starts_with("[!")
    }

    /// Notes where the container of a component that quotes somebody begins, or ends.
    fn quote(&mut self, range: &Range<usize>) {
        match self.mark(range) {
            Some(MarkKind::Open(directive, Some(id))) if QUOTING.contains(&directive.name.value.as_str()) => {
                self.quoting.push(*id);
            }
            Some(MarkKind::Close(ids, _)) => self.quoting.retain(|id| !ids.contains(id)),
            _ => {}
        }
    }

    /// What stands at a piece of the draft that byline put there.
    fn mark(&self, range: &Range<usize>) -> Option<&'d MarkKind> {
        let first = self.draft.marks.partition_point(|mark| mark.at < range.start);
        self.draft.marks.get(first).filter(|mark| mark.at < range.end).map(|mark| &mark.kind)
    }

    /// A tag in the text: what stands in code is no text, however it is written, and a link is one.
    fn tag(&mut self, html: &str, range: &Range<usize>) {
        let Some(tag) = tag::Tag::read(html) else { return };
        if CODE.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            self.code = if tag.is_end { self.code.saturating_sub(1) } else { self.code + 1 };
        } else if tag.is_end && tag.name.eq_ignore_ascii_case("a") {
            if let Some(link) = self.links.pop_if(|link| link.is_html) {
                let place = link.place.start..range.end;
                self.close(OpenLink { place, ..link });
            }
        } else if let Some(destination) = html_links::destination(&tag).filter(|_| self.muted == 0) {
            if self.open.is_none() {
                self.begin(self.innermost());
            }
            let at = self.open.as_ref().map_or(0, |passage| passage.text.len());
            self.links.push(OpenLink { at, destination, place: range.clone(), is_html: true, ..OpenLink::default() });
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let mut object = [0; 4];
        let text = if self.code > 0 { OBJECT.encode_utf8(&mut object) } else { text };
        if self.muted > 0 {
            return;
        }
        if self.open.is_none() {
            self.begin(self.innermost());
        }
        let Some(passage) = &mut self.open else { return };
        let at = passage.text.len();
        if self.draft.text.get(range.clone()) == Some(text) {
            passage.map.append_part(at, &self.draft.map, range);
        } else {
            passage.map.stands_for(at, self.draft.span(range));
        }
        passage.text.push_str(text);
    }

    fn enter(&mut self, kind: PassageKind) {
        self.flush();
        self.around.push(kind);
    }

    /// What text is that stands here without a paragraph of its own; within a quotation all is quoted.
    fn innermost(&self) -> PassageKind {
        let is_quoted = self.around.contains(&PassageKind::Quotation) || !self.quoting.is_empty();
        let quoted = is_quoted.then_some(PassageKind::Quotation);
        self.kind.or(quoted).or(self.around.last().copied()).unwrap_or(PassageKind::Paragraph)
    }

    fn begin(&mut self, kind: PassageKind) {
        let kind = self.kind.unwrap_or(kind);
        self.open = Some(Passage::empty(kind, self.headings));
    }

    fn flush(&mut self) {
        self.code = 0;
        self.close_html();
        let object = self.object.take();
        let passage = self.open.take().filter(|passage| !(passage.text.trim().is_empty() && passage.links.is_empty()));
        let is_of_body = self.kind.is_none() && !self.around.contains(&PassageKind::Footnote);
        let alone = || {
            let place = self.draft.span(object.filter(|_| is_of_body)?);
            let mut passage = Passage::empty(PassageKind::Object, self.headings);
            passage.map.stands_for(0, place);
            Some(passage)
        };
        let cut = |passage: Passage| Passage { tokens: tokens(&passage.text), ..passage };
        self.into.extend(passage.map(cut).or_else(alone));
    }

    /// Whether a piece of code or HTML shows: a comment does not, nor does the end of a container; what stands in a
    /// draft for a directive does.
    fn shows(&self, range: &Range<usize>) -> bool {
        match self.mark(range) {
            Some(MarkKind::Close(..) | MarkKind::FaqsEnd | MarkKind::InlineClose) => false,
            Some(_) => true,
            None => {
                let text = self.draft.text.get(range.clone()).unwrap_or_default().trim();
                let comment = text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->"));
                comment.is_none_or(|(_, rest)| !rest.trim().is_empty())
            }
        }
    }
}
