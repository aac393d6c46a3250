//! Marks that did not come out where they were put: something above has swallowed them.

use std::ops::Range;

use super::Flow;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::markdown::draft::MarkKind;

impl Flow<'_, '_> {
    /// Headings and questions of the front matter that a block above them has swallowed.
    pub(super) fn report_swallowed(&mut self, range: &Range<usize>) {
        let first = self.draft.marks.partition_point(|mark| mark.at < range.start);
        let mut reported = false;
        for (mark, seen) in self.draft.marks.iter().zip(&mut self.seen).skip(first) {
            if mark.at >= range.end {
                break;
            }
            if *seen || !matches!(mark.kind, MarkKind::Heading(..) | MarkKind::Question(..) | MarkKind::FaqsEnd) {
                continue;
            }
            *seen = true;
            if !std::mem::replace(&mut reported, true) {
                let end = self.draft.text[range.start..].find('\n').map_or(range.end, |len| range.start + len);
                let mut diagnostic = Diagnostic::new(
                    Code::UnclosedBlock,
                    self.shared.path,
                    self.draft.map.span(range.start..end),
                    "this block is never closed, and what follows it would be part of it",
                );
                if let MarkKind::Heading(_, span) | MarkKind::Question(_, span) = &mark.kind {
                    diagnostic = diagnostic.related(self.shared.path, Some(*span), "this follows it");
                }
                self.shared.diagnostics.push(diagnostic.help("close the code or the HTML where it ends"));
            }
        }
    }

    pub(super) fn report_unseen(&mut self) {
        for (mark, seen) in self.draft.marks.iter().zip(&self.seen) {
            let (span, code) = match &mark.kind {
                _ if *seen => continue,
                MarkKind::Line(directive) | MarkKind::Open(directive, _) | MarkKind::InlineOpen(directive) => {
                    (directive.span, Code::DirectiveSyntax)
                }
                MarkKind::Heading(_, span) | MarkKind::Question(_, span) => (*span, Code::UnclosedBlock),
                _ => continue,
            };
            let message = match code {
                Code::UnclosedBlock => "this is taken for a part of a block above it that is never closed",
                _ => "a directive cannot stand here",
            };
            self.shared.error(code, span, message);
        }
    }
}
