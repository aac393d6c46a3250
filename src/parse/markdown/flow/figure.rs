//! Pictures: figures of their own, or within a line.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::{Flow, Frame, fold, next};
use crate::diagnostics::{Code, Diagnostic};
use crate::html::escape;
use crate::media::credit::TERMS;
use crate::parse::document::{Figure, HoleKind, Markup};
use crate::parse::markdown::attributes::Attributes;
use crate::parse::markdown::draft::MarkKind;
use crate::parse::markdown::link::{self, Destination};
use crate::text::{SourceMap, Span, Spanned, Text};

/// The attributes that a picture takes.
const ATTRIBUTES: [&str; 7] = ["credit", "credit_url", "creator", "copyright", "license", "digital_source", "width"];

/// A picture whose alternative text is being read.
pub(super) struct Picture<'f> {
    kind: LinkType,
    source: CowStr<'f>,
    title: CowStr<'f>,
    attributes: Option<&'f Attributes>,
    /// Where its last child ends in the source.
    pub(super) child_end: usize,
}

impl<'f> Flow<'f, '_> {
    pub(super) fn start_picture(&mut self, kind: LinkType, source: CowStr<'f>, title: CowStr<'f>, range: Range<usize>) {
        if self.pictured > 0 || self.muted > 0 {
            // A picture in a picture's text is its alternative text.
            self.stack.push(Frame::Nothing);
            return;
        }
        let attributes = match self.mark_at(&range) {
            Some(MarkKind::Attributes(attributes)) => Some(attributes),
            _ => None,
        };
        self.stack.push(Frame::Picture(Box::new(Picture { kind, source, title, attributes, child_end: range.start })));
        self.pictured += 1;
        self.plains.push(String::new());
        self.collect();
    }

    pub(super) fn end_picture(&mut self, picture: Picture<'f>, range: &Range<usize>) {
        let Picture { kind, source, title, attributes, child_end } = picture;
        self.pictured = self.pictured.saturating_sub(1);
        self.collected();
        let alt = self.take_plain(false);
        let alt = if kind == (LinkType::WikiLink { has_pothole: false }) { String::new() } else { fold(&alt) };
        if self.shared.alone {
            return self.write_picture(&source, &alt, &title);
        }
        let span = self.draft.span(range.clone());
        let place = self.destination(kind, child_end, range).unwrap_or(span);
        let source = match link::classify(&source, true) {
            Destination::Unsafe => {
                let message = "this picture's address would run a program or show hidden content";
                self.shared.error(Code::UnsafeLink, place, message);
                return;
            }
            Destination::Outside => source.to_string(),
            Destination::Inside(_) => link::decode(&source),
        };
        let number = next(&self.shared.references.figures);
        let mut figure = Figure {
            src: Spanned::new(source, place),
            alt,
            credit: None,
            credit_url: None,
            license: None,
            creator: None,
            copyright: None,
            digital_source: None,
            width: None,
            id: None,
            classes: Vec::new(),
            block: false,
            span,
        };
        if let Some(attributes) = attributes {
            self.attributes(&mut figure, attributes);
        }
        self.shared.references.figures.push(figure);
        self.hole(HoleKind::Figure(number));
        self.shared.prose.captions.push(None);
        if !title.is_empty() {
            let caption = self.caption(&title, child_end, range);
            if let Some(slot) = self.shared.prose.captions.get_mut(number as usize) {
                *slot = Some(caption);
            }
        }
    }

    fn attributes(&mut self, figure: &mut Figure, attributes: &Attributes) {
        let Attributes { id, classes, pairs } = attributes;
        for (name, value) in pairs {
            let text = Some(value.value.clone());
            match name.as_str() {
                "credit" => figure.credit = text,
                "credit_url" => figure.credit_url = text,
                "license" => figure.license = text,
                "creator" => figure.creator = text,
                "copyright" => figure.copyright = text,
                "digital_source" => {
                    let terms = || TERMS.iter().map(|(term, _)| *term);
                    if terms().any(|term| term == value.value) {
                        figure.digital_source = text;
                    } else {
                        let message = format!("`digital_source` cannot be `{}`", value.value);
                        let wrong = Diagnostic::new(Code::InvalidValue, self.shared.path, value.span, message);
                        let wrong = wrong.did_you_mean(&value.value, terms());
                        self.shared.report(
                            wrong.help(format!("choose one of `{}`", terms().collect::<Vec<_>>().join("`, `"))),
                        );
                    }
                }
                "width" => match value.parse::<u32>() {
                    Ok(width) if width > 0 => figure.width = Some(width),
                    _ => self.shared.report(
                        Diagnostic::new(
                            Code::InvalidValue,
                            self.shared.path,
                            value.span,
                            format!("`{}` is no width", value.value),
                        )
                        .help("write a number of pixels, such as `width=640`"),
                    ),
                },
                unknown => self.shared.report(
                    Diagnostic::new(
                        Code::UnknownAttribute,
                        self.shared.path,
                        name.span,
                        format!("a picture has no attribute `{unknown}`"),
                    )
                    .did_you_mean(unknown, ATTRIBUTES)
                    .help(format!("it takes `{}`, `#id` and `.class`", ATTRIBUTES.join("`, `"))),
                ),
            }
        }
        figure.classes.clone_from(classes);
        if let Some(id) = id {
            self.choose_id(&id.value, id.span);
            self.shared.references.further_anchors.push(id.value.clone());
            figure.id = Some(id.value.clone());
        }
    }

    /// The title as a caption; within a caption it is plain text, so that captions do not nest without end.
    fn caption(&mut self, title: &str, child_end: usize, range: &Range<usize>) -> Markup {
        if self.depth > 0 {
            let mut html = String::new();
            escape(title, &mut html);
            return Markup { html, holes: Vec::new() };
        }
        let whole = self.draft.span(range.clone());
        let from = child_end.clamp(range.start, range.end);
        let written = self.draft.text.get(from..range.end).and_then(|rest| rest.rfind(title)).map(|at| from + at);
        let text = match written {
            Some(at) => {
                let mut map = SourceMap::default();
                map.append_part(0, &self.draft.map, at..at + title.len());
                Text { value: title.to_owned(), map, span: self.draft.span(at..at + title.len()) }
            }
            None => text_of(title, whole),
        };
        self.shared.inline(&text, self.depth + 1).0
    }

    fn write_picture(&mut self, source: &str, alt: &str, title: &str) {
        let mut tag = String::from("<img src=\"");
        link::escape_href(source, &mut tag);
        tag.push_str("\" alt=\"");
        escape(alt, &mut tag);
        if !title.is_empty() {
            tag.push_str("\" title=\"");
            escape(title, &mut tag);
        }
        tag.push_str("\" />");
        self.raw(&tag);
    }
}

fn text_of(value: &str, span: Span) -> Text {
    let mut map = SourceMap::default();
    map.stands_for(0, span);
    Text { value: value.to_owned(), map, span }
}
