//! Citations in the text.

use std::ops::Range;

use super::{Flow, Frame, next};
use crate::parse::document::{Citation, CitationItem, HoleKind};
use crate::parse::markdown::{citation, shifted};
use crate::text::Spanned;

impl Flow<'_, '_> {
    pub(super) fn start_citation(&mut self, range: Range<usize>) {
        let text = self.draft.text.get(range.clone()).unwrap_or_default();
        let parts = citation::read(text);
        if self.pictured > 0 || self.muted > 0 || parts.items.is_empty() {
            self.muted += 1;
            self.stack.push(Frame::Citation(None));
            return;
        }
        let note = citation::footnote(text);
        if let Some(label) = note {
            self.footnote_beside(label, range.start);
        }
        let items = parts.items.into_iter().map(|item| {
            let span = self.draft.span(shifted(item.key.clone(), range.start));
            let key = text.get(item.key.clone()).unwrap_or_default().to_owned();
            let citation::Item { key: _, year_only, prefix, locator } = item;
            CitationItem { key: Spanned::new(key, span), year_only, prefix, locator }
        });
        let items = items.collect();
        let span = self.draft.span(range.start + parts.start..range.end);
        let spot = self.shared.spot;
        let citations = &mut self.shared.references.citations;
        let hole = HoleKind::Citation(next(citations));
        citations.push(Citation { items, span, spot });
        if parts.text_first && note.is_none() {
            // The brackets before it are text, and so is what is in them.
            self.text("[");
            self.stack.push(Frame::Citation(Some(hole)));
            return;
        }
        self.hole(hole);
        // Plain text and contents have no marks, and the blank before a mark belongs to it.
        for plain in self.plains.iter_mut().chain(&mut self.bare) {
            plain.truncate(plain.trim_end().len());
        }
        self.muted += 1;
        self.stack.push(Frame::Citation(None));
    }

    /// Reports marks of emphasis or code within a citation, whose words are shown as they are written.
    pub(super) fn report_marked_words(&mut self, range: &Range<usize>) {
        if self.muted == 0 || self.pictured > 0 {
            return;
        }
        let place = self.draft.span(range.clone());
        let message = "this is printed as it stands here: the words of a citation are plain text";
        let wrong = self.printed(place, message);
        self.shared.report(wrong.help("take the signs out, or put the words into the sentence before the brackets"));
    }

    /// Ends a citation; one with text before it is written only now.
    pub(super) fn end_citation(&mut self, hole: Option<HoleKind>) {
        match hole {
            Some(hole) => {
                self.text("]");
                self.hole(hole);
            }
            None => self.muted = self.muted.saturating_sub(1),
        }
    }
}
