//! Footnotes, numbered by their first reference.
//!
//! What a footnote says is written at the end, in the order of the numbers, so that its own references and citations
//! come in reading order; until then its events are kept. One that nothing refers to is never written.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Flow;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Markup, Spot};
use crate::parse::markdown::append;
use crate::text::Span;

/// The footnotes of one text.
#[derive(Default)]
pub(super) struct Footnotes<'f> {
    definitions: BTreeMap<String, Definition<'f>>,
    /// By label: its position in `order`.
    numbered: BTreeMap<String, usize>,
    /// Label, number, and how many references there are.
    order: Vec<(String, u32, u32)>,
    /// Marks that the parser took for something else, so that it has not asked whether there is such a footnote.
    beside: Vec<(String, Span)>,
}

struct Definition<'f> {
    label: CowStr<'f>,
    span: Span,
    events: Vec<(Event<'f>, Range<usize>)>,
}

impl<'f> Flow<'f, '_> {
    /// Keeps the events of a footnote up to its end.
    pub(super) fn hold_footnote(
        &mut self,
        label: CowStr<'f>,
        range: Range<usize>,
        events: &mut dyn Iterator<Item = (Event<'f>, Range<usize>)>,
    ) {
        let mut held = Vec::new();
        let mut depth = 0_usize;
        for (event, range) in events {
            match &event {
                Event::Start(Tag::FootnoteDefinition(_)) => depth += 1,
                Event::End(TagEnd::FootnoteDefinition) if depth == 0 => break,
                Event::End(TagEnd::FootnoteDefinition) => depth -= 1,
                _ => held.push((event, range)),
            }
        }
        let span = self.draft.span(range.start..range.start + "[^]:".len() + label.len());
        let definition = Definition { label: label.clone(), span, events: held };
        // The first of two with one label stands, as with links.
        self.footnotes.definitions.entry(label.to_lowercase()).or_insert(definition);
    }

    pub(super) fn footnote_reference(&mut self, label: &str, range: Range<usize>) {
        self.touch(range.end);
        if self.muted > 0 || self.pictured > 0 {
            return;
        }
        let key = label.to_lowercase();
        let footnotes = &mut self.footnotes;
        let position = match footnotes.numbered.get(&key) {
            Some(position) => *position,
            None => {
                self.shared.footnotes += 1;
                footnotes.numbered.insert(key.clone(), footnotes.order.len());
                footnotes.order.push((key, self.shared.footnotes, 0));
                footnotes.order.len() - 1
            }
        };
        let Some((_, number, references)) = footnotes.order.get_mut(position) else {
            return;
        };
        *references += 1;
        let id = reference_id(*number, *references);
        let html = format!(
            "<sup><a href=\"#fn-{number}\" id=\"{id}\" class=\"footnote-ref\" role=\"doc-noteref\">{number}</a></sup>"
        );
        self.raw(&html);
    }

    /// A mark at an offset directly before a citation.
    pub(super) fn footnote_beside(&mut self, label: &str, start: usize) {
        let end = start + "[^]".len() + label.len();
        self.footnotes.beside.push((label.to_owned(), self.draft.span(start..end)));
        self.footnote_reference(label, start..end);
    }

    /// Writes the footnotes that something refers to, and names the others.
    pub(super) fn write_footnotes(&mut self) {
        self.shared.spot = Spot::Opening;
        let mut written: Vec<Markup> = Vec::new();
        // A footnote may be the first to refer to another one, so the list may grow.
        while let Some((label, ..)) = self.footnotes.order.get(written.len()) {
            let events = self.footnotes.definitions.get_mut(label).map(|found| std::mem::take(&mut found.events));
            self.collect();
            let depth = self.stack.len();
            // A footnote is read out of its order: what was cut out behind it is no part of it.
            self.skip_until = 0;
            for (event, range) in events.unwrap_or_default() {
                self.event(event, range);
            }
            self.flush();
            self.close_down_to(depth);
            written.push(self.collected());
        }
        for (label, span) in std::mem::take(&mut self.footnotes.beside) {
            if !self.footnotes.definitions.contains_key(&label.to_lowercase()) {
                self.report_undefined(&label, span);
            }
        }
        self.report_unused();
        if written.is_empty() {
            return;
        }
        self.new_line();
        self.raw("<div class=\"footnotes\" role=\"doc-endnotes\">\n");
        let order = std::mem::take(&mut self.footnotes.order);
        match order.first() {
            Some((_, 1, _)) | None => self.raw("<ol>\n"),
            Some((_, first, _)) => self.raw(&format!("<ol start=\"{first}\">\n")),
        }
        for ((_, number, references), mut markup) in order.into_iter().zip(written) {
            self.raw(&format!("<li id=\"fn-{number}\">\n"));
            let end = if markup.html.ends_with("</p>\n") { "</p>\n" } else { "" };
            markup.html.truncate(markup.html.len() - end.len());
            append(self.sink(), markup);
            for reference in 1..=references {
                let id = reference_id(number, reference);
                let which = if reference == 1 { String::new() } else { format!("<sup>{reference}</sup>") };
                self.raw(&format!(
                    " <a href=\"#{id}\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}{which}</a>"
                ));
            }
            self.raw(end);
            self.new_line();
            self.raw("</li>\n");
        }
        self.raw("</ol>\n</div>\n");
    }

    /// Reports a footnote that is not written.
    pub(super) fn report_undefined(&mut self, label: &str, span: Span) {
        let message = format!("the footnote `{label}` is not written");
        let help = format!("write it as `[^{label}]: …` in the same text, or `\\[^{label}]` for plain text");
        let wrong = Diagnostic::new(Code::UndefinedFootnote, self.shared.path, span, message);
        self.shared.report(wrong.help(help));
    }

    fn report_unused(&mut self) {
        let mut unused: Vec<(Span, String)> = Vec::new();
        for (key, Definition { label, span, .. }) in &self.footnotes.definitions {
            if !self.footnotes.numbered.contains_key(key) {
                unused.push((*span, label.to_string()));
            }
        }
        unused.sort();
        for (span, label) in unused {
            let message = format!("nothing refers to the footnote `{label}`, and it is not shown");
            let diagnostic = Diagnostic::new(Code::UnusedFootnote, self.shared.path, span, message)
                .help(format!("write `[^{label}]` where it belongs, or remove it"));
            self.shared.report(diagnostic);
        }
    }
}

fn reference_id(number: u32, reference: u32) -> String {
    match reference {
        1 => format!("fnref-{number}"),
        again => format!("fnref-{number}-{again}"),
    }
}
