//! Pictures: figures of their own, or within a line.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::printed::HARD_BLANK;
use super::{Flow, Frame, fold, next};
use crate::diagnostics::{Code, Diagnostic};
use crate::html::escape;
use crate::media::credit::{TERMS, is_made_by_ai};
use crate::parse::document::{Figure, HoleKind, Markup};
use crate::parse::front_matter::link_fault;
use crate::parse::markdown::attributes::{self, Attributes};
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
        self.pictures.push(number);
        self.stray_attributes(range.end);
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
        for (at, (name, value)) in pairs.iter().enumerate() {
            let text = Some(value.value.clone());
            match name.as_str() {
                "credit" => figure.credit = text,
                "credit_url" => match link_fault(&value.value) {
                    None => figure.credit_url = text,
                    Some((code, wrong)) => self.shared.report(
                        Diagnostic::new(code, self.shared.path, value.span, format!("`credit_url` {wrong}"))
                            .help("write the whole address, such as `https://agency.example/`"),
                    ),
                },
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
                unknown => {
                    let message = format!("a picture has no attribute `{unknown}`");
                    let wrong = Diagnostic::new(Code::UnknownAttribute, self.shared.path, name.span, message);
                    // A word without a value behind another: `credit=Jo Doe`.
                    let before = at.checked_sub(1).and_then(|at| pairs.get(at)).filter(|_| name.span == value.span);
                    let wrong = match before {
                        Some((name, before)) => wrong.help(format!(
                            "put several words in quotes: `{}=\"{} {unknown}\"`",
                            name.value, before.value
                        )),
                        None => wrong.did_you_mean(unknown, ATTRIBUTES),
                    };
                    let known = ATTRIBUTES.join("`, `");
                    self.shared.report(wrong.help(format!("it takes `{known}`, `#id` and `.class`")));
                }
            }
        }
        figure.classes.clone_from(classes);
        if let Some(id) = id {
            self.choose_id(&id.value, id.span);
            self.shared.references.further_anchors.push(id.value.clone());
            figure.id = Some(id.value.clone());
        }
    }

    /// Reports attributes that a blank keeps from the picture before them.
    fn stray_attributes(&mut self, at: usize) {
        let rest = self.draft.text.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', HARD_BLANK]).len();
        if blank == 0 || !rest[blank..].starts_with('{') {
            return;
        }
        let line = rest[blank..].lines().next().unwrap_or_default();
        let Some((attributes, len)) = attributes::read(line, &|part| part.into()) else { return };
        if attributes.pairs.iter().any(|(name, _)| ATTRIBUTES.contains(&name.as_str())) {
            let place = self.draft.span(at + blank..at + blank + len);
            let message = "these attributes are printed: a blank keeps them from the picture before them";
            let wrong = self.printed(place, message).help("take the blank out: `![…](…){…}`");
            self.shared.report(wrong);
        }
    }

    /// Reports pictures whose credit is not shown: only a figure of its own has a place for it.
    pub(super) fn report_hidden_credits(&mut self) {
        for number in std::mem::take(&mut self.pictures) {
            let Some(figure) = self.shared.references.figures.get(number as usize) else { continue };
            let Figure { credit, creator, copyright, license, digital_source, block, span, .. } = figure;
            if digital_source.as_deref().is_some_and(is_made_by_ai) && !*block {
                let message =
                    "that this picture was made by AI is shown nowhere: within a line there is no room for it";
                let wrong = Diagnostic::new(Code::HiddenCredit, self.shared.path, *span, message);
                self.shared.report(wrong.help("give the picture a paragraph of its own, or say so in the text"));
                continue;
            }
            let named = [("credit", credit), ("creator", creator), ("copyright", copyright), ("license", license)];
            let Some((name, _)) = named.into_iter().find(|(_, value)| value.is_some() && !*block) else { continue };
            let message =
                format!("the `{name}` of this picture is shown nowhere: within a line there is no room for it");
            let wrong = Diagnostic::new(Code::HiddenCredit, self.shared.path, *span, message);
            self.shared.report(wrong.help("give the picture a paragraph of its own, or name whose it is in the text"));
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
