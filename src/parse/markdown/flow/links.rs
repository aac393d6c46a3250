//! Links.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::{Flow, Frame, next};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{HoleKind, Link, LinkTarget};
use crate::parse::markdown::link::{self, Destination};
use crate::parse::markdown::shifted;

/// An open link.
pub(super) struct LinkFrame {
    /// The link within the site; `None` for one to another site.
    inside: Option<u32>,
    kind: LinkType,
    /// The length of what was written when it began.
    html: usize,
    holes: usize,
    /// Where its last child ends in the source.
    pub(super) child_end: usize,
}

impl LinkFrame {
    /// Whether it is a wiki link without a text of its own.
    pub(super) fn named(&self) -> bool {
        self.kind == LinkType::WikiLink { has_pothole: false }
    }
}

impl<'f> Flow<'f, '_> {
    pub(super) fn start_link(&mut self, kind: LinkType, destination: &str, title: &str, range: Range<usize>) {
        if matches!(kind, LinkType::ShortcutUnknown | LinkType::ReferenceUnknown | LinkType::CollapsedUnknown) {
            return self.start_citation(range);
        }
        if self.pictured > 0 || self.muted > 0 {
            self.stack.push(Frame::Nothing);
            return;
        }
        let place = match kind {
            LinkType::Email => Destination::Outside,
            // Within a table the bar is escaped: `[[page\|text]]`.
            LinkType::WikiLink { has_pothole } => {
                let escaped = destination.strip_suffix('\\').filter(|_| has_pothole);
                Destination::Inside(link::wiki(escaped.unwrap_or(destination)))
            }
            _ => link::classify(destination, false),
        };
        let inside = match place {
            Destination::Unsafe => {
                let span = self.draft.span(range);
                self.shared.report(
                    Diagnostic::new(
                        Code::UnsafeLink,
                        self.shared.path,
                        span,
                        "this link would run a program or show hidden content",
                    )
                    .help("link to a page or a file of the site, or to an address that begins with `https://`"),
                );
                self.stack.push(Frame::Nothing);
                return;
            }
            Destination::Inside(target) if !self.shared.alone => {
                let span = self.draft.span(range.clone());
                if destination.is_empty() {
                    self.shared.report(
                        Diagnostic::new(Code::BrokenLink, self.shared.path, span, "this link has no address")
                            .help("write it between the brackets: `[text](../coast/tides.md)`"),
                    );
                }
                let links = &mut self.shared.references.links;
                let number = next(links);
                links.push(Link { target, empty: false, shown: false, span });
                self.raw("<a href=\"");
                self.hole(HoleKind::Link(number));
                Some(number)
            }
            _ => {
                self.raw(if kind == LinkType::Email { "<a href=\"mailto:" } else { "<a href=\"" });
                link::escape_href(destination, &mut self.sink().html);
                None
            }
        };
        if !title.is_empty() {
            self.raw("\" title=\"");
            self.escaped(title);
        }
        self.raw("\">");
        let child_end = range.start;
        let sink = self.sink();
        let (html, holes) = (sink.html.len(), sink.holes.len());
        self.stack.push(Frame::Link(LinkFrame { inside, kind, html, holes, child_end }));
    }

    pub(super) fn end_link(&mut self, link: LinkFrame, range: &Range<usize>) {
        let LinkFrame { inside, kind, html, holes, child_end } = link;
        let sink = self.sink();
        let empty = sink.html.len() == html && sink.holes.len() == holes;
        if let Some(number) = inside {
            let span = self.destination(kind, child_end, range);
            if let Some(link) = self.shared.references.links.get_mut(number as usize) {
                link.empty = empty;
                if let Some(span) = span {
                    link.span = span;
                }
                // A name in brackets that leads to this very page has no title to show.
                if empty && let (LinkTarget::Anchor(anchor), LinkType::WikiLink { .. }) = (&link.target, kind) {
                    let anchor = anchor.clone();
                    link.empty = false;
                    self.text(&anchor);
                    self.raw("</a>");
                    return;
                }
            }
            if empty {
                self.hole(HoleKind::LinkTitle(number));
                // Plain text is made before titles are known: a part of the path stands for it.
                let name = self.shared.references.links.get(number as usize).map(|link| link.target.name().to_owned());
                self.plain(&name.unwrap_or_default());
            }
        }
        self.raw("</a>");
    }

    /// Where the destination of a link or picture is written, if it stands with it.
    pub(super) fn destination(
        &self,
        kind: LinkType,
        child_end: usize,
        range: &Range<usize>,
    ) -> Option<crate::text::Span> {
        let text = &*self.draft.text;
        let found = match kind {
            LinkType::Inline => {
                let from = child_end.clamp(range.start, range.end);
                shifted(link::destination_range(text.get(from..range.end)?)?, from)
            }
            LinkType::Autolink | LinkType::Email => range.start + 1..range.end.saturating_sub(1),
            LinkType::WikiLink { .. } => {
                let whole = text.get(range.clone())?;
                let start = whole.find("[[")? + 2;
                let end = whole.find(['|', ']']).filter(|end| *end >= start)?;
                let end = start + whole[start..end].trim_end_matches('\\').len();
                shifted(start..end, range.start)
            }
            _ => return None,
        };
        Some(self.draft.span(found))
    }
}
