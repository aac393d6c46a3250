//! Where the HTML, the plain text and the count of words go.

use super::{Flow, Role};
use crate::html::escape;
use crate::parse::document::{Hole, HoleKind, Markup};
use crate::parse::markdown::{offset, words};

impl Flow<'_, '_> {
    pub(super) fn sink(&mut self) -> &mut Markup {
        if self.sinks.is_empty() {
            self.sinks.push(Markup::default());
        }
        let last = self.sinks.len() - 1;
        &mut self.sinks[last]
    }

    /// Takes what was collected since the last [`collect`](Flow::collect).
    pub(super) fn collected(&mut self) -> Markup {
        if self.sinks.len() > 1 { self.sinks.pop().unwrap_or_default() } else { Markup::default() }
    }

    pub(super) fn collect(&mut self) {
        self.sinks.push(Markup::default());
    }

    /// Collects something that will not be much longer than its source.
    pub(super) fn collect_about(&mut self, len: usize) {
        self.sinks.push(Markup { html: String::with_capacity(len), holes: Vec::new() });
    }

    pub(super) fn raw(&mut self, html: &str) {
        if self.muted == 0 {
            self.sink().html.push_str(html);
        }
    }

    /// Writes text or the value of an attribute, which is not counted.
    pub(super) fn escaped(&mut self, text: &str) {
        if self.muted == 0 {
            escape(text, &mut self.sink().html);
        }
    }

    /// Writes inline HTML, also to the heading's bare form.
    pub(super) fn inline(&mut self, html: &str) {
        self.raw(html);
        if self.muted == 0
            && self.pictured == 0
            && let Some(bare) = &mut self.bare
        {
            bare.push_str(html);
        }
    }

    pub(super) fn hole(&mut self, kind: HoleKind) {
        if self.muted == 0 {
            let sink = self.sink();
            let at = offset(&sink.html);
            sink.holes.push(Hole { at, kind });
        }
    }

    /// Begins a new line unless one has just begun.
    pub(super) fn new_line(&mut self) {
        let html = &self.sink().html;
        if !html.is_empty() && !html.ends_with('\n') {
            self.raw("\n");
        }
    }

    /// Writes text: escaped, counted, and kept as plain text.
    pub(super) fn text(&mut self, text: &str) {
        if self.muted > 0 {
            return;
        }
        self.plain(text);
        if self.pictured > 0 {
            return;
        }
        if self.role == Role::Body {
            self.shared.prose.words += words::count(text, &mut self.in_word);
        }
        escape(text, &mut self.sink().html);
        if let Some(bare) = &mut self.bare {
            escape(text, bare);
        }
    }

    pub(super) fn plain(&mut self, text: &str) {
        if self.muted == 0
            && let Some(plain) = self.plains.last_mut()
        {
            plain.push_str(text);
        }
    }

    /// Ends the innermost plain text, which is a part of the one around it unless it is a picture's.
    pub(super) fn take_plain(&mut self, keep: bool) -> String {
        let plain = self.plains.pop().unwrap_or_default();
        if keep {
            self.plain(&plain);
        }
        plain
    }
}
