//! Footnotes, numbered by their first reference.
//!
//! What a footnote says is written at the end, in the order of the numbers, so that its own references and citations
//! come in reading order; until then its events are kept. One that nothing refers to is never written.
//!
//! A mark leads to the footnote of its own text, so that each section and each answer of the front matter may have its
//! own `[^1]`; only if there is none it leads to one of the body or of another text.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::{Flow, Part, Role, parser_options};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Markup, Spot};
use crate::parse::markdown::append;
use crate::text::Span;

/// The footnotes of one text.
#[derive(Default)]
pub(super) struct Footnotes<'f> {
    definitions: BTreeMap<Key, Definition<'f>>,
    /// Of several texts: which of them write a footnote of a label.
    homes: BTreeMap<String, BTreeSet<Part>>,
    /// By footnote: its position in `order`.
    numbered: BTreeMap<Key, usize>,
    /// Footnote, number, and how many references there are.
    order: Vec<(Key, u32, u32)>,
    /// Marks that the parser took for something else, so that it has not asked whether there is such a footnote.
    beside: Vec<(Key, String, Span)>,
}

/// The text that a footnote stands in, and its label in lower case.
type Key = (Part, String);

struct Definition<'f> {
    label: CowStr<'f>,
    span: Span,
    events: Vec<(Event<'f>, Range<usize>)>,
}

impl<'f> Flow<'f, '_> {
    /// Notes which text has which footnotes, since a mark may stand before any of them.
    pub(super) fn plan_footnotes(&mut self) {
        // Most articles are one text.
        if self.parts.is_one() || !self.draft.text.contains("[^") {
            return;
        }
        for (event, range) in Parser::new_ext(&self.draft.text, parser_options(false)).into_offset_iter() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                self.footnotes.homes.entry(label.to_lowercase()).or_default().insert(self.parts.at(range.start));
            }
        }
    }

    /// The footnote that a mark at an offset leads to.
    fn footnote_of(&self, label: &str, at: usize) -> Key {
        let label = label.to_lowercase();
        let own = self.parts.at(at);
        let home = match self.footnotes.homes.get(&label) {
            Some(homes) if !homes.contains(&own) => homes.first().copied().unwrap_or(own),
            _ => own,
        };
        (home, label)
    }

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
        match self.footnotes.definitions.entry((self.parts.at(range.start), label.to_lowercase())) {
            Entry::Vacant(entry) => {
                entry.insert(definition);
            }
            // The first of two with one label stands, as with links.
            Entry::Occupied(entry) => {
                let message = format!("the footnote `{label}` is written twice, and this one is not shown");
                let wrong = Diagnostic::new(Code::UnusedFootnote, self.shared.path, span, message)
                    .related(self.shared.path, Some(entry.get().span), "this one is shown")
                    .help(format!("give it a label of its own, such as `[^{label}-2]`, here and at its mark"));
                self.shared.report(wrong);
            }
        }
    }

    pub(super) fn footnote_reference(&mut self, label: &str, range: Range<usize>) {
        self.touch(range.end);
        if self.muted > 0 || self.pictured > 0 {
            return;
        }
        let key = self.footnote_of(label, range.start);
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
        let key = self.footnote_of(label, start);
        self.footnotes.beside.push((key, label.to_owned(), self.draft.span(start..end)));
        self.footnote_reference(label, start..end);
    }

    /// Writes the footnotes that something refers to, and names the others.
    pub(super) fn write_footnotes(&mut self) {
        self.shared.spot = Spot::Opening;
        let mut written: Vec<Markup> = Vec::new();
        // A footnote may be the first to refer to another one, so the list may grow.
        while let Some((key, ..)) = self.footnotes.order.get(written.len()) {
            let events = self.footnotes.definitions.get_mut(key).map(|found| std::mem::take(&mut found.events));
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
        for (key, label, span) in std::mem::take(&mut self.footnotes.beside) {
            if !self.footnotes.definitions.contains_key(&key) {
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
            // What ends with a call-out or a component ends with a hole, behind the last paragraph's end.
            let last = markup.holes.last().map_or(0, |hole| hole.at as usize);
            let before = markup.html.strip_suffix("</p>\n").map_or(0, str::len);
            let end = if before > 0 && last <= before { "</p>\n" } else { "" };
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
        if self.role == Role::Inline {
            self.shared.misplaced_notes.insert(label.to_lowercase());
            let message =
                format!("the footnote `{label}` is marked in a line that takes none, such as a caption or a label");
            let help = format!("put the mark `[^{label}]` into the text, or write `\\[^{label}]` for plain text");
            let wrong = Diagnostic::new(Code::UndefinedFootnote, self.shared.path, span, message);
            return self.shared.report(wrong.help(help));
        }
        let message = format!("the footnote `{label}` is not written");
        let help = format!("write it as `[^{label}]: …` in the same text, or `\\[^{label}]` for plain text");
        let wrong = Diagnostic::new(Code::UndefinedFootnote, self.shared.path, span, message);
        self.shared.report(wrong.help(help));
    }

    fn report_unused(&mut self) {
        let mut unused: Vec<(Span, String)> = Vec::new();
        for (key, Definition { label, span, .. }) in &self.footnotes.definitions {
            if !self.footnotes.numbered.contains_key(key) && !self.shared.misplaced_notes.contains(&key.1) {
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
