//! Where the HTML, the plain text and the count of words go.

use super::{Flow, Role};
use crate::html::escape;
use crate::parse::document::{Hole, HoleKind, Markup};
use crate::parse::markdown::offset;

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

    pub(super) fn raw(&mut self, html: &str) {
        if self.muted == 0 {
            self.sink().html.push_str(html);
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
            self.count(text);
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

    /// Counts words: runs with a letter or digit between white space; each CJK character is one.
    pub(super) fn count(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            let (ascii, others) = rest.split_at(ascii);
            self.count_ascii(ascii.as_bytes());
            let mut chars = others.chars();
            let Some(c) = chars.next() else { return };
            if c.is_whitespace() {
                self.in_word = false;
            } else if is_cjk(c) {
                self.shared.prose.words += 1;
                self.in_word = false;
            } else if c.is_alphanumeric() && !self.in_word {
                self.shared.prose.words += 1;
                self.in_word = true;
            }
            rest = chars.as_str();
        }
    }

    fn count_ascii(&mut self, text: &[u8]) {
        let mut words = 0;
        let mut inside = u32::from(self.in_word);
        for byte in text {
            let (begins, stays) = ASCII[usize::from(*byte & 0x7f)];
            words += u32::from(begins) & !inside;
            inside = (inside | u32::from(begins)) & u32::from(stays);
        }
        self.shared.prose.words += words;
        self.in_word = inside != 0;
    }
}

/// Of each ASCII character, whether it begins a word, and whether a word goes on behind it.
const ASCII: [(u8, u8); 128] = {
    let mut classes = [(0, 1); 128];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        if c.is_ascii_alphanumeric() {
            classes[byte] = (1, 1);
        } else if (c as char).is_whitespace() {
            classes[byte] = (0, 0);
        }
        byte += 1;
    }
    classes
};

fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}
