//! Marks that did not come out where they were put: something above has swallowed them.

use std::ops::Range;

use super::Flow;
use crate::diagnostics::{Code, Diagnostic, Level};
use crate::parse::markdown::draft::MarkKind;

impl Flow<'_, '_> {
    /// Headings and questions of the front matter that a block above them has swallowed.
    /// Whether it did is the result.
    pub(super) fn report_swallowed(&mut self, range: &Range<usize>) -> bool {
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
        reported
    }

    /// Warns of a fenced code block that only the end of the text closes: what follows the code would be lost in it.
    pub(super) fn report_unclosed_fence(&mut self, range: &Range<usize>) {
        let text = self.draft.text.get(range.clone()).unwrap_or_default();
        let mut lines = text.lines();
        let opening = lines.next().unwrap_or_default();
        let Some(fence) = opening.trim_start().chars().next().filter(|c| matches!(c, '`' | '~')) else { return };
        let length = opening.trim_start().chars().take_while(|c| *c == fence).count();
        let closing = lines.last().unwrap_or_default().trim_start_matches([' ', '\t', '>']).trim_end();
        if length < 3 || (closing.chars().all(|c| c == fence) && closing.len() >= length) {
            return;
        }
        let span = self.draft.map.span(range.start..range.start + opening.len());
        let mut diagnostic =
            Diagnostic::new(Code::UnclosedBlock, self.shared.path, span, "this code fence is never closed")
                .help(format!("end the code with a line of nothing but {}", fence.to_string().repeat(length)));
        diagnostic.level = Level::Warning;
        self.shared.diagnostics.push(diagnostic);
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
