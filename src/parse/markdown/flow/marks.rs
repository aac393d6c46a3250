//! Blocks that are never closed, and marks that did not come out where they were put: such a block has swallowed them.

use std::ops::Range;

use super::Flow;
use crate::diagnostics::{Code, Diagnostic, Level};
use crate::parse::markdown::draft::MarkKind;

impl Flow<'_, '_> {
    /// Reports code that runs on to the end of the text, and what else a block has swallowed.
    pub(super) fn report_unclosed(&mut self, range: &Range<usize>) {
        let block = self.draft.text.get(range.clone()).unwrap_or_default();
        let Some(fence) = fence(block) else {
            if self.report_swallowed(range) {
                self.tags.forget_hiding();
            }
            return;
        };
        if closes(block, fence) || self.report_swallowed(range) {
            return;
        }
        let line = block.find('\n').map_or(range.end, |len| range.start + len);
        let message = "this fence is never closed, so all that follows it is part of it";
        let mut warning =
            Diagnostic::new(Code::UnclosedBlock, self.shared.path, self.draft.map.span(range.start..line), message);
        warning.level = Level::Warning;
        self.shared.diagnostics.push(warning.help(format!("put a line of nothing but {fence} where it ends")));
    }

    /// Reports headings and questions of the front matter that a block above them has swallowed; whether there are any.
    fn report_swallowed(&mut self, range: &Range<usize>) -> bool {
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

/// The fence that a code block begins with; `None` for indented code.
fn fence(block: &str) -> Option<&str> {
    let mark = block.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = block.len() - block.trim_start_matches(mark).len();
    block.get(..len)
}

/// Whether the last line of a block closes its fence; the line may begin with the marks of a quote.
fn closes(block: &str, fence: &str) -> bool {
    let Some((_, last)) = block.trim_end().rsplit_once('\n') else { return false };
    let last = last.trim_start_matches([' ', '\t', '>']);
    last.starts_with(fence) && last.chars().all(|c| fence.starts_with(c))
}
