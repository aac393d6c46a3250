//! Raw HTML.

use std::ops::Range;

use super::{Flow, Frame, fold};
use crate::diagnostics::{Code, Diagnostic};
use crate::html::escape;
use crate::parse::document::Allowance;
use crate::parse::markdown::near;
use crate::text::Spanned;

/// Begins a comment that excuses the document from a rule; a colon follows, or a blank.
const ALLOW: &str = "byline-allow";

/// What has become of the lines of an HTML block so far.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Html {
    /// They were written, if there were any.
    Written,
    /// They are a mistake that has been named.
    Reported,
    /// They were a comment for byline, which ends at this offset of the draft.
    Dropped(usize),
}

impl Flow<'_, '_> {
    pub(super) fn html_block(&mut self, html: &str, range: Range<usize>) {
        // The end of the line of a comment that was dropped may come by itself, and so do its further lines.
        if let Some(Frame::Html(Html::Dropped(end))) = self.stack.last()
            && (html == "\n" || range.start < *end)
        {
            return;
        }
        // A comment may go on in the next lines, each of which comes by itself.
        let whole = self.draft.text.get(range.start..).unwrap_or_default();
        if leading_comment(html).is_none()
            && let Some((comment, rest)) = leading_comment(whole)
            && let Some(allowed) = allowed(comment)
            && rest.lines().next().is_none_or(|line| line.trim().is_empty())
        {
            self.allow(allowed, range.start + offset(whole, allowed));
            let end = range.start + whole.len() - rest.len();
            if let Some(Frame::Html(state)) = self.stack.last_mut() {
                *state = Html::Dropped(end);
            }
            return;
        }
        self.author_html(html, range, true);
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if !self.draft.marks.is_empty() && self.inline_mark(&range) {
            return;
        }
        self.touch(range.end);
        if self.muted > 0 || self.pictured > 0 {
            return;
        }
        self.author_html(html, range, false);
    }

    fn author_html(&mut self, html: &str, range: Range<usize>, block: bool) {
        let whole = html;
        let mut html = html;
        if let Some((comment, rest)) = leading_comment(html) {
            let more = is_more(comment);
            let allowed = allowed(comment);
            if more || allowed.is_some() {
                if more {
                    self.more();
                }
                if let Some(allowed) = allowed {
                    self.allow(allowed, range.start + offset(whole, allowed));
                }
                html = rest;
                if html.trim().is_empty() {
                    if let Some(Frame::Html(state)) = self.stack.last_mut() {
                        *state = Html::Dropped(range.end);
                    }
                    return;
                }
            }
        }
        if self.shared.options.markdown.raw_html {
            self.anchors(html, &range);
            self.tags(html, &range, block);
            return;
        }
        // A block comes line by line; one error is enough.
        let first = match self.stack.last_mut() {
            Some(Frame::Html(state)) if block => std::mem::replace(state, Html::Reported) != Html::Reported,
            _ => true,
        };
        if first {
            let end = range.start + self.draft.text.get(range.clone()).map_or(0, |text| text.trim_end().len());
            let diagnostic = Diagnostic::new(
                Code::RawHtml,
                self.shared.path,
                self.draft.span(range.start..end),
                "raw HTML, which this site forbids",
            )
            .help("write it in Markdown, or set `raw_html = \"allow\"` below `[markdown]` in site.toml");
            self.shared.report(diagnostic);
        }
        escape(html, &mut self.sink().html);
    }

    /// Notes what the document is excused from; the text begins at an offset of the draft.
    fn allow(&mut self, text: &str, at: usize) {
        let words = text.trim_start();
        let (rule, reason) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let start = at + (text.len() - words.len());
        let rule = Spanned::new(rule.to_owned(), self.draft.span(start..start + rule.len()));
        self.shared.references.allowances.push(Allowance { rule, reason: fold(reason) });
    }

    /// Ends the excerpt.
    fn more(&mut self) {
        if self.before_more.is_none() && self.role == super::Role::Body {
            self.before_more = Some(fold(&self.plains.concat()));
        }
    }

    /// Notes the ids of raw HTML: a link may point to them.
    fn anchors(&mut self, html: &str, range: &Range<usize>) {
        // It may be the end of what stands there: a comment before it is dropped.
        let begin = range.end.saturating_sub(html.len());
        for (at, id) in ids_of_html(html) {
            let place = begin + at..begin + at + id.len();
            let is_there = self.draft.text.get(place.clone()) == Some(id);
            let span = self.draft.span(if is_there { place } else { range.clone() });
            let written = self.shared.ids.write(id, span);
            self.refused(id, span, written);
            self.shared.references.further_anchors.push(id.to_owned());
        }
    }
}

/// The ids in raw HTML, each with where it begins.
pub(in crate::parse::markdown) fn ids_of_html(html: &str) -> impl Iterator<Item = (usize, &str)> {
    html.match_indices("id=").filter_map(|(at, name)| {
        let separated = html[..at].ends_with(|c: char| c.is_ascii_whitespace());
        let from = at + name.len();
        let value = &html[from..];
        let quote = value.chars().next().filter(|quote| separated && matches!(quote, '"' | '\''))?;
        // The bound keeps many that are never closed from being searched over and over.
        let (id, _) = near(&value[1..], 1024).split_once(quote)?;
        (!id.is_empty()).then_some((from + 1, id))
    })
}

/// What a comment excuses the document from, if it is one that does.
fn allowed(comment: &str) -> Option<&str> {
    let comment = comment.trim();
    let (_, rest) = comment.split_at_checked(ALLOW.len()).filter(|(name, _)| name.eq_ignore_ascii_case(ALLOW))?;
    let words = rest.trim_start();
    match words.strip_prefix(':') {
        Some(words) => Some(words),
        // Another word may begin like it.
        None => (rest.is_empty() || words.len() < rest.len()).then_some(words),
    }
}

/// Where a part of a text begins in it.
fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

/// Whether a text has a comment that ends the excerpt.
pub(super) fn has_more(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let html = &text[at..];
        html.starts_with("<!--") && leading_comment(html).is_some_and(|(comment, _)| is_more(comment))
    })
}

fn is_more(comment: &str) -> bool {
    comment.trim() == "more"
}

/// The text of the comment that some HTML begins with, and what follows it.
fn leading_comment(html: &str) -> Option<(&str, &str)> {
    let inside = html.trim_start().strip_prefix("<!--")?;
    // Long comments are never byline's; the bound keeps many unclosed ones from being searched over and over.
    let end = near(inside, 1024).find("-->")?;
    Some((&inside[..end], &inside[end + 3..]))
}
