//! Headings and sections.

use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::questions::{BELOW_QUESTION, FaqBlock};
use super::{Flow, Frame, Part, Role, fold, next, offset};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Heading, Markup, Place, Question, Spot};
use crate::parse::markdown::append;
use crate::parse::markdown::draft::MarkKind;
use crate::parse::markdown::ids::Refused;
use crate::text::Span;

/// A heading being read.
pub(super) struct HeadingFrame {
    level: u8,
    id: Option<String>,
    id_span: Span,
    classes: Vec<String>,
    what: What,
    span: Span,
    top_level: bool,
    /// Whether attributes were found at its end.
    has_block: bool,
    /// Whether it was made of a title or a question of the front matter.
    is_made: bool,
    /// A block at its end that a backslash keeps as text, which the parser takes for attributes all the same.
    kept: Option<Range<usize>>,
}

/// What a heading is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Heading,
    /// The title of the body's questions.
    FaqsTitle,
    Question,
    /// No heading at all: the frame of an inline text.
    Inline,
}

impl<'f> Flow<'f, '_> {
    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'f>>,
        classes: Vec<CowStr<'f>>,
        attributes: Vec<(CowStr<'f>, Option<CowStr<'f>>)>,
        range: Range<usize>,
    ) {
        self.begin_block();
        let mark = self.mark_at(&range);
        if matches!(mark, Some(MarkKind::Inline)) {
            let frame = HeadingFrame {
                level: 0,
                id: None,
                id_span: Span::default(),
                classes: Vec::new(),
                what: What::Inline,
                span: Span::default(),
                top_level: false,
                has_block: false,
                is_made: false,
                kept: None,
            };
            self.stack.push(Frame::Heading(Box::new(frame)));
            return;
        }
        let trimmed = range.start + self.draft.text.get(range.clone()).map_or(0, |text| text.trim_end().len());
        let mut span = self.draft.span(range.start..trimmed);
        let mut id_span = span;
        let has_block = id.is_some() || !classes.is_empty() || !attributes.is_empty();
        let kept = if has_block && mark.is_none() { self.kept_block(&range) } else { None };
        let (id, classes, attributes) =
            if kept.is_some() { (None, Vec::new(), Vec::new()) } else { (id, classes, attributes) };
        let mut id = id.map(|id| id.to_string());
        let mut top_level = self.role == Role::Body && self.stack.is_empty();
        let written = level as u8;
        let mut level = written.max(2);
        // What an answer of the front matter holds stays in it.
        let in_answer = mark.is_none() && matches!(self.parts.at(range.start), Part::Answer(_));
        if in_answer && let Some(faqs) = &mut self.faqs {
            let lowered = *faqs.lowered.get_or_insert(BELOW_QUESTION.saturating_sub(written));
            level = (written + lowered).clamp(BELOW_QUESTION, 6);
            top_level = false;
        }
        let mut what = What::Heading;
        match mark {
            Some(MarkKind::Heading(given, place)) => {
                span = *place;
                id = given.as_ref().map(|id| id.value.clone());
                id_span = given.as_ref().map_or(*place, |id| id.span);
            }
            Some(MarkKind::Question(given, place)) => {
                span = *place;
                id = given.as_ref().map(|id| id.value.clone());
                id_span = given.as_ref().map_or(*place, |id| id.span);
                what = What::Question;
            }
            _ => {
                if let Some(name) = &id
                    && let Some(at) =
                        self.draft.text.get(range.clone()).and_then(|text| text.rfind(&format!("#{name}")))
                {
                    id_span = self.draft.span(range.start + at..range.start + at + 1 + name.len());
                }
                self.report_attributes(&attributes, span);
                if written == 1 && self.role == Role::Body && !in_answer {
                    self.shared.report(
                        Diagnostic::new(
                            Code::BodyH1,
                            self.shared.path,
                            span,
                            "a level-1 heading in the body, where the headline is the only one; it is shown as level 2",
                        )
                        .help("begin it with `##`"),
                    );
                }
            }
        }
        if top_level && what == What::Heading {
            if level <= 2 {
                self.end_faqs();
                if classes.iter().any(|class| &**class == "faqs") && mark.is_none() && self.place(Place::Faqs, span) {
                    what = What::FaqsTitle;
                }
            } else if level == 3 && mark.is_none() && self.faqs.as_ref().is_some_and(|faqs| faqs.of_body) {
                what = What::Question;
            } else if self.faqs.as_ref().is_some_and(|faqs| faqs.open.is_some()) {
                top_level = false;
            }
        }
        if mark.is_none() && !(top_level && level == 2) && classes.iter().any(|class| &**class == "faqs") {
            let message = "questions begin at a level-2 heading that stands in no list, quotation or container";
            self.shared.error(Code::IncompleteFaq, span, message);
        }
        if what == What::Question {
            self.end_answer();
            self.begin_faqs();
        }
        let classes = classes.iter().filter(|_| what == What::Heading && mark.is_none());
        let frame = HeadingFrame {
            level,
            id,
            id_span,
            classes: classes.map(ToString::to_string).collect(),
            what,
            span,
            top_level,
            has_block,
            is_made: mark.is_some(),
            kept,
        };
        self.stack.push(Frame::Heading(Box::new(frame)));
        self.plains.push(String::with_capacity(range.len()));
        self.bare = Some(String::with_capacity(range.len()));
        self.collect_about(range.len());
    }

    pub(super) fn end_heading(&mut self, heading: HeadingFrame, range: &Range<usize>) {
        let HeadingFrame { level, id, id_span, classes, what, span, top_level, has_block, is_made, kept } = heading;
        if what == What::Inline {
            Self::trimmed(self.sink());
            return;
        }
        match kept {
            Some(block) => self.keep_block(block),
            None => self.report_printed_attributes(range, has_block, is_made, what == What::Question),
        }
        let mut content = self.collected();
        Self::trimmed(&mut content);
        let bare = self.bare.take().unwrap_or_default();
        let text = fold(&self.take_plain(true));
        let id = match id {
            Some(id) => {
                self.choose_id(&id, id_span);
                id
            }
            None => self.shared.ids.make(&text),
        };
        if self.shared.first_heading.is_none() && self.role == Role::Body {
            self.shared.first_heading = Some(text.clone());
        }
        match what {
            What::FaqsTitle => {
                self.shared.references.further_anchors.push(id.clone());
                self.shared.prose.faqs_title = Some((content, id));
                let place = next(&self.shared.references.places).checked_sub(1);
                let place = place.map(|place| (place, span));
                self.faqs = Some(FaqBlock { place, of_body: true, open: None, lowered: None });
                self.collect();
            }
            What::Question => self.begin_answer(Question { id, text, span }, content),
            What::Heading | What::Inline => {
                self.write_heading(Written { level, id, classes, text, bare, content, span, top_level })
            }
        }
    }

    fn write_heading(&mut self, heading: Written) {
        let Written { level, id, classes, text, bare, content, span, top_level } = heading;
        if top_level && level == 2 && self.sinks.len() == 1 && self.shared.prose.first_section.is_none() {
            self.shared.prose.first_section = Some(offset(&self.sink().html));
        }
        let (open, close) = match level {
            2 => ("<h2 id=\"", "</h2>\n"),
            3 => ("<h3 id=\"", "</h3>\n"),
            4 => ("<h4 id=\"", "</h4>\n"),
            5 => ("<h5 id=\"", "</h5>\n"),
            _ => ("<h6 id=\"", "</h6>\n"),
        };
        self.raw(open);
        self.escaped(&id);
        if !classes.is_empty() {
            self.raw("\" class=\"");
            self.escaped(&classes.join(" "));
        }
        self.raw("\">");
        append(self.sink(), content);
        self.raw(close);
        if self.role == Role::Body {
            let html = bare.trim();
            let markup = (html != text).then(|| html.to_owned());
            self.shared.spot = Spot::Heading(next(&self.shared.references.headings));
            self.shared.references.headings.push(Heading { level, id, text, markup, top_level, span });
        } else {
            self.shared.references.further_anchors.push(id);
        }
    }

    /// Takes an id that the author chose; says what is wrong with it.
    pub(super) fn choose_id(&mut self, id: &str, span: Span) {
        let chosen = self.shared.ids.choose(id, span);
        self.refused(id, span, chosen);
    }

    /// Says why an id cannot be used, if it cannot.
    pub(super) fn refused(&mut self, id: &str, span: Span, taken: Result<(), Refused>) {
        let path = self.shared.path;
        match taken {
            Ok(()) => {}
            Err(Refused::Twice(first)) => self.shared.report(
                Diagnostic::new(Code::DuplicateId, path, span, format!("the id `{id}` is used twice")).related(
                    path,
                    Some(first),
                    "first used here",
                ),
            ),
            Err(Refused::Reserved(prefix)) => self.shared.report(
                Diagnostic::new(
                    Code::DuplicateId,
                    path,
                    span,
                    format!("the id `{id}` could clash with one that byline makes: these begin with `{prefix}`"),
                )
                .help("begin it with another word"),
            ),
        }
    }

    fn report_attributes(&mut self, attributes: &[(CowStr<'f>, Option<CowStr<'f>>)], span: Span) {
        for (name, _) in attributes {
            self.shared.report(
                Diagnostic::new(
                    Code::UnknownAttribute,
                    self.shared.path,
                    span,
                    format!("a heading has no attribute `{name}`"),
                )
                .help("a heading takes `{#id .class}`"),
            );
        }
    }

    /// Records a place; false if it stands there already.
    pub(super) fn place(&mut self, place: Place, span: Span) -> bool {
        let places = &self.shared.references.places;
        if let Some(first) = places.iter().find(|known| known.value == place) {
            let (first, path, name) = (first.span, self.shared.path, place.name());
            self.shared.report(
                Diagnostic::new(Code::DuplicatePlace, path, span, format!("the place `{name}` stands twice")).related(
                    path,
                    Some(first),
                    "it stands here already",
                ),
            );
            return false;
        }
        self.shared.references.places.push(crate::text::Spanned::new(place, span));
        true
    }
}

/// A heading that has been read.
struct Written {
    level: u8,
    id: String,
    classes: Vec<String>,
    text: String,
    bare: String,
    content: Markup,
    span: Span,
    top_level: bool,
}
