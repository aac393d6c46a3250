//! Call-outs: `> [!TIP] Optional *title*`, with `-` or `+` to fold.

use std::ops::Range;

use super::printed::{HARD_BLANK, trailing_block};
use super::{Flow, Frame, next};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Callout, Fold, HoleKind, Markup};

/// The marker that a quotation begins with.
pub(super) struct Marker {
    kind: String,
    fold: Fold,
    /// Where the kind is written.
    word: Range<usize>,
    /// Where the title begins.
    end: usize,
}

impl Flow<'_, '_> {
    pub(super) fn start_quote(&mut self, range: Range<usize>) {
        self.begin_block();
        if let Some(marker) = read(&self.draft.text, range.start) {
            let known: Vec<&str> = self.shared.options.markdown.callout_kinds().collect();
            if known.contains(&marker.kind.as_str()) {
                self.marker = Some(marker);
                self.stack.push(Frame::Callout);
                return;
            }
            let written = self.draft.text.get(marker.word.clone()).unwrap_or_default();
            let diagnostic = Diagnostic::new(
                Code::UnknownCallout,
                self.shared.path,
                self.draft.span(marker.word),
                format!("there is no call-out `{written}`"),
            )
            .did_you_mean(&marker.kind, known.iter().copied())
            .help(format!(
                "there are `{}`; declare more in site.toml: `[markdown] callouts = [\"{}\"]`",
                known.join("`, `"),
                marker.kind
            ));
            self.shared.report(diagnostic);
        } else if let Some((word, behind)) = word(&self.draft.text, range.start) {
            let written = self.draft.text[word.clone()].to_ascii_lowercase();
            if self.shared.options.markdown.callout_kinds().any(|kind| kind == written) {
                let sign = behind.chars().next().filter(|sign| *sign == ':');
                let end = word.end + 1 + sign.map_or(0, char::len_utf8);
                let place = self.draft.span(word.start - 2..end);
                let kind = written.to_ascii_uppercase();
                let wrong =
                    self.printed(place, format!("this is printed as it stands here, and is no call-out `{kind}`"));
                let is_kept_apart =
                    self.draft.text.get(range.start..word.start).is_some_and(|lead| lead.contains(HARD_BLANK));
                self.shared.report(wrong.help(if is_kept_apart {
                    format!("put an ordinary blank, not a no-break one, between `>` and `[`: `> [!{kind}] Title`")
                } else {
                    format!("put a blank and nothing else behind it: `> [!{kind}] Title`")
                }));
            }
        }
        self.raw("<blockquote>\n");
        self.stack.push(Frame::Block("</blockquote>\n"));
    }

    /// Begins the line after the marker.
    pub(super) fn begin_title(&mut self, marker: Marker) {
        self.skip_until = marker.end;
        let line = marker.end..self.line_end(marker.end);
        if let Some(block) = trailing_block(self.draft.text.get(line).unwrap_or_default()) {
            let place = self.draft.span(block.start + marker.end..block.end + marker.end);
            let wrong =
                self.printed(place, "this is printed as it stands here: the title of a call-out takes no attributes");
            self.shared.report(wrong.help("take it away; a heading takes `{#id .class}`, and a link can lead there"));
        }
        self.stack.push(Frame::CalloutTitle(marker));
        self.collect();
    }

    /// Ends the title; at a line break, a paragraph begins.
    pub(super) fn end_title(&mut self, marker: &Marker, at_break: bool) {
        let mut title = self.collected();
        Self::trimmed(&mut title);
        let title = (!title.html.is_empty() || !title.holes.is_empty()).then_some(title);
        self.open_callout(marker, title);
        if at_break {
            self.start_plain(pulldown_cmark::Tag::Paragraph);
        }
    }

    pub(super) fn open_callout(&mut self, marker: &Marker, title: Option<Markup>) {
        self.skip_until = marker.end;
        let callouts = &mut self.shared.prose.callouts;
        let number = next(callouts);
        callouts.push(Callout { kind: marker.kind.clone(), title, fold: marker.fold });
        self.hole(HoleKind::OpenCallout(number));
        self.plain(" ");
        self.in_word = false;
    }
}

/// What a quotation that begins at `start` has in the brackets of a marker, and what stands behind them.
fn word(text: &str, start: usize) -> Option<(Range<usize>, &str)> {
    let rest = text.get(start..)?;
    let inner = rest.trim_start_matches(' ').strip_prefix('>')?;
    let inner = inner.trim_start_matches([' ', '\t', HARD_BLANK]);
    let word = inner.strip_prefix("[!")?;
    let len =
        word.bytes().take(64).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
    let after = word.get(len..)?.strip_prefix(']').filter(|_| len > 0)?;
    let at = text.len() - word.len();
    Some((at..at + len, after))
}

/// The marker of the quotation that begins at `start`.
fn read(text: &str, start: usize) -> Option<Marker> {
    let (word, after) = word(text, start)?;
    if text.get(start..word.start)?.contains(HARD_BLANK) {
        return None;
    }
    let (fold, after) = match after.as_bytes().first() {
        Some(b'-') => (Fold::Closed, &after[1..]),
        Some(b'+') => (Fold::Open, &after[1..]),
        _ => (Fold::Never, after),
    };
    if !after.is_empty() && !after.starts_with([' ', '\t', '\n', '\r']) {
        return None;
    }
    let end = text.len() - after.trim_start_matches([' ', '\t']).len();
    Some(Marker { kind: text[word.clone()].to_ascii_lowercase(), fold, word, end })
}
