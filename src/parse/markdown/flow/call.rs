//! Directives: components and places.

use std::ops::Range;

use super::{Flow, Frame, next};
use crate::diagnostics::Code;
use crate::parse::document::{Call, HoleKind, Place};
use crate::parse::markdown::attributes::Attributes;
use crate::parse::markdown::draft::{Directive, MarkKind};
use crate::text::Span;

impl<'f> Flow<'f, '_> {
    /// Whether the HTML block that begins here stands in the place of a line that was cut out.
    pub(super) fn starts_marked(&mut self, range: &Range<usize>) -> bool {
        if self.draft.marks.is_empty() {
            return false;
        }
        let html = self.draft.text.get(range.clone()).unwrap_or_default();
        let indent = html.len() - html.trim_start().len();
        self.marked = self.mark_at(&(range.start + indent..range.end));
        self.marked.is_some()
    }

    /// Writes what the mark of the HTML block that ends stands for.
    pub(super) fn end_marked(&mut self) {
        if let Some(marker) = self.marker.take() {
            self.open_callout(&marker, None);
        }
        self.begin_block();
        match self.marked.take() {
            Some(MarkKind::Line(directive)) => self.line(directive),
            Some(MarkKind::Open(directive, container)) => self.open_container(directive, *container),
            Some(MarkKind::Close(containers, span)) => self.close_containers(containers, *span),
            Some(MarkKind::FaqsEnd) => self.end_faqs(),
            _ => {}
        }
    }

    /// Writes what a mark within a line stands for; false if there is none.
    pub(super) fn inline_mark(&mut self, range: &Range<usize>) -> bool {
        let Some(mark) = self.mark_at(range) else {
            return false;
        };
        match mark {
            MarkKind::InlineOpen(directive) => self.open_call(directive),
            MarkKind::InlineClose => self.close_call(),
            MarkKind::Line(Directive { span, .. }) | MarkKind::Open(Directive { span, .. }, _) => {
                self.shared.error(
                    Code::DirectiveSyntax,
                    *span,
                    "a directive of this kind needs a line of its own between blocks",
                );
            }
            MarkKind::Close(containers, span) => self.close_containers(containers, *span),
            _ => return false,
        }
        true
    }

    fn line(&mut self, directive: &Directive) {
        let Some(place) = Place::from_name(&directive.name.value) else {
            let call = self.call(directive);
            self.hole(HoleKind::Call(call));
            return;
        };
        let Directive { attributes: Attributes { id, classes, pairs }, label, span, .. } = directive;
        if id.is_some() || !classes.is_empty() || !pairs.is_empty() || label.is_some() {
            let message = format!("the place `{}` takes neither a label nor attributes", place.name());
            self.shared.error(Code::DirectiveSyntax, *span, message);
        }
        if self.place(place, *span) {
            let number = next(&self.shared.references.places).saturating_sub(1);
            self.hole(HoleKind::Place(number));
            if place == Place::Faqs && self.sinks.len() == 1 {
                self.faqs_line();
            }
        }
    }

    fn call(&mut self, directive: &Directive) -> u32 {
        let Directive { name, form, attributes: Attributes { id, classes, pairs }, label, span } = directive;
        let number = next(&self.shared.references.calls);
        if let Some(id) = id {
            self.choose_id(&id.value, id.span);
            self.shared.references.further_anchors.push(id.value.clone());
        }
        self.shared.references.calls.push(Call {
            name: name.clone(),
            form: *form,
            attributes: pairs.clone(),
            labelled: label.is_some(),
            id: id.as_ref().map(|id| id.value.clone()),
            classes: classes.clone(),
            span: *span,
        });
        self.shared.prose.labels.push(None);
        if let Some(label) = label {
            let markup = self.shared.inline(label, self.depth + 1).0;
            self.label(number as usize, markup);
        }
        number
    }

    fn label(&mut self, number: usize, markup: crate::parse::document::Markup) {
        if let Some(slot) = self.shared.prose.labels.get_mut(number) {
            *slot = Some(markup);
        }
    }

    fn open_container(&mut self, directive: &Directive, container: Option<u32>) {
        let number = self.call(directive);
        self.hole(HoleKind::OpenCall(number));
        match container {
            Some(id) => self.stack.push(Frame::Container(id, directive.span)),
            // It is never closed, which has been said: what follows stands beside it.
            None => self.hole(HoleKind::Close),
        }
    }

    fn close_containers(&mut self, containers: &[u32], span: Span) {
        for id in containers {
            match self.stack.last() {
                Some(Frame::Container(top, _)) if top == id => {
                    self.stack.pop();
                    self.hole(HoleKind::Close);
                }
                _ if self.stack.iter().any(|frame| matches!(frame, Frame::Container(open, _) if open == id)) => {
                    let message =
                        "this closes a container that was opened outside of the list or quotation it stands in";
                    self.shared.error(Code::DirectiveSyntax, span, message);
                }
                // It crossed a boundary, which has been said.
                _ => {}
            }
        }
    }

    fn open_call(&mut self, directive: &Directive) {
        if self.pictured > 0 || self.muted > 0 {
            let message = "a directive cannot stand in a picture's text or in a citation";
            self.shared.error(Code::DirectiveSyntax, directive.span, message);
            return;
        }
        let number = self.call(directive);
        if let Some(call) = self.shared.references.calls.get_mut(number as usize) {
            call.labelled = true;
        }
        self.stack.push(Frame::Call(number as usize));
        self.collect();
    }

    fn close_call(&mut self) {
        if let Some(Frame::Call(_)) = self.stack.last() {
            self.end_call();
        }
    }

    fn end_call(&mut self) {
        if let Some(Frame::Call(number)) = self.stack.pop() {
            let markup = self.collected();
            self.label(number, markup);
            self.hole(HoleKind::Call(super::index(number)));
        }
    }

    /// Closes directives that reach beyond the element that ends.
    pub(super) fn end_strays(&mut self) {
        loop {
            match self.stack.last() {
                Some(Frame::Container(_, span)) => {
                    let span = *span;
                    self.stack.pop();
                    self.hole(HoleKind::Close);
                    let message = "this container is closed outside of the list or quotation it was opened in";
                    self.shared.error(Code::DirectiveSyntax, span, message);
                }
                Some(Frame::Call(number)) => {
                    let span = self.shared.references.calls.get(*number).map(|call| call.span);
                    self.end_call();
                    if let Some(span) = span {
                        let message = "this directive ends within another element than it began in";
                        self.shared.error(Code::DirectiveSyntax, span, message);
                    }
                }
                _ => return,
            }
        }
    }

    /// Closes what is still open above a depth of the stack.
    pub(super) fn close_down_to(&mut self, depth: usize) {
        while self.stack.len() > depth {
            self.end_strays();
            if self.stack.len() > depth {
                self.stack.pop();
            }
        }
    }
}
