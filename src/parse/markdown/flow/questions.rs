//! Questions and their answers, of the body and of the front matter.

use super::{Flow, next};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{HoleKind, Markup, Question, Spot};
use crate::parse::markdown::append;
use crate::text::Span;

/// The questions being read.
pub(super) struct FaqBlock {
    /// Their place and the heading that it is, while its hole has not been written.
    pub(super) place: Option<(u32, Span)>,
    /// Whether every level-3 heading is a question.
    pub(super) of_body: bool,
    /// The question whose answer is being collected.
    pub(super) open: Option<usize>,
    /// By how many levels the headings of that answer are shown lower than they are written.
    pub(super) lowered: Option<u8>,
}

/// The level of the highest heading within an answer: questions are of level 3.
pub(super) const BELOW_QUESTION: u8 = 4;

impl Flow<'_, '_> {
    /// Begins the questions at the line `::faqs`; its hole has been written.
    pub(super) fn faqs_line(&mut self) {
        self.end_faqs();
        self.faqs = Some(FaqBlock { place: None, of_body: false, open: None, lowered: None });
    }

    pub(super) fn begin_faqs(&mut self) {
        let faqs = self.faqs.get_or_insert(FaqBlock { place: None, of_body: false, open: None, lowered: None });
        if let Some((place, _)) = faqs.place.take() {
            self.end_intro(place);
        }
    }

    /// Ends what stands between the title of the questions and the first one.
    fn end_intro(&mut self, place: u32) {
        let mut intro = self.collected();
        Self::trimmed(&mut intro);
        if !intro.html.is_empty() || !intro.holes.is_empty() {
            intro.html.push('\n');
            self.shared.prose.faqs_intro = Some(intro);
        }
        self.hole(HoleKind::Place(place));
    }

    pub(super) fn begin_answer(&mut self, question: Question, markup: Markup) {
        if question.text.is_empty() {
            self.shared.error(Code::IncompleteFaq, question.span, "a question without words");
        }
        let number = self.shared.references.questions.len();
        self.shared.spot = Spot::Question(next(&self.shared.references.questions));
        self.shared.references.questions.push(question);
        self.shared.prose.faqs.push((markup, Markup::default()));
        if let Some(faqs) = &mut self.faqs {
            faqs.open = Some(number);
            faqs.lowered = None;
        }
        self.collect();
    }

    pub(super) fn end_answer(&mut self) {
        let Some(number) = self.faqs.as_mut().and_then(|faqs| faqs.open.take()) else {
            return;
        };
        let above = next(&self.shared.references.headings).checked_sub(1);
        self.shared.spot = above.map_or(Spot::Opening, Spot::Heading);
        let mut answer = self.collected();
        Self::trimmed(&mut answer);
        if answer.html.is_empty() && answer.holes.is_empty() {
            let question =
                self.shared.references.questions.get(number).map(|question| (question.span, question.text.clone()));
            if let Some((span, text)) = question {
                self.shared.error(Code::IncompleteFaq, span, format!("the question `{text}` has no answer"));
            }
        }
        if !answer.html.is_empty() && !answer.html.ends_with('\n') {
            answer.html.push('\n');
        }
        if let Some((_, slot)) = self.shared.prose.faqs.get_mut(number) {
            *slot = answer;
        }
    }

    /// Ends the questions, if they are being read.
    pub(super) fn end_faqs(&mut self) {
        self.end_answer();
        if let Some(FaqBlock { place: Some((place, span)), .. }) = self.faqs.take() {
            self.end_without_questions(place, span);
        }
    }

    /// Ends a list of questions that has none: its text is shown as that of any section.
    fn end_without_questions(&mut self, place: u32, span: Span) {
        let message = "there is no question below this heading";
        let wrong = Diagnostic::new(Code::IncompleteFaq, self.shared.path, span, message);
        self.shared.report(
            wrong
                .help("put each question in a heading of level 3: `### Why?`, and its answer below it")
                .help("or take `{.faqs}` away"),
        );
        let places = &mut self.shared.references.places;
        if next(places).checked_sub(1) != Some(place) {
            // Another place stands in the text, and their numbers must hold.
            return self.end_intro(place);
        }
        places.pop();
        let text = self.collected();
        if let Some((title, id)) = self.shared.prose.faqs_title.take() {
            self.raw("<h2 id=\"");
            self.escaped(&id);
            self.raw("\">");
            append(self.sink(), title);
            self.raw("</h2>\n");
        }
        append(self.sink(), text);
    }
}
