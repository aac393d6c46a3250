//! The tags of raw HTML: what they leave open, where they lead, and what no browser knows.
//!
//! Links and files that HTML names are the site's like those of Markdown. What a text leaves open would go on in the page
//! around it, so it is told.

use std::ops::Range;

use super::{Flow, next};
use crate::diagnostics::{Code, Diagnostic, Level};
use crate::html::document::unescape;
use crate::html::tag::{Tag, is_void};
use crate::parse::document::{HoleKind, Link};
use crate::parse::markdown::link::{self, Destination};

/// What the HTML of a text has opened.
#[derive(Default)]
pub(super) struct Tags {
    open: Vec<Open>,
    /// Where a comment begins that has not ended.
    comment: Option<Range<usize>>,
    /// The unknown names that have been told.
    unknown: Vec<String>,
}

/// An element that has begun.
struct Open {
    /// In lower case.
    name: String,
    place: Range<usize>,
}

impl Tags {
    /// The element in which no tag is one.
    fn hiding(&self) -> Option<&str> {
        self.open.last().map(|open| open.name.as_str()).filter(|name| HIDING.contains(name))
    }

    /// Forgets what hides all that follows it, because it has been told.
    pub(super) fn forget_hiding(&mut self) {
        self.comment = None;
        if self.hiding().is_some() {
            self.open.pop();
        }
    }

    /// Whether names are those of another vocabulary.
    fn is_foreign(&self) -> bool {
        self.open.iter().any(|open| matches!(open.name.as_str(), "svg" | "math"))
    }
}

impl Flow<'_, '_> {
    /// Writes HTML of the author; where it leads within the site is filled in later. `range` ends where it does.
    pub(super) fn tags(&mut self, html: &str, range: &Range<usize>) {
        if self.shared.alone {
            return self.raw(html);
        }
        let begin = range.end.saturating_sub(html.len());
        let (mut written, mut at) = (0, 0);
        while let Some(start) = self.next_tag(html, at, begin) {
            let markup = &html[start..];
            let Some(tag) = Tag::read(markup) else {
                at = start + 1;
                continue;
            };
            let place = begin + start..begin + start + tag.length;
            let name = tag.name.to_ascii_lowercase();
            if tag.is_end {
                self.end_tag(&name, place);
            } else {
                for (_, value) in tag.attributes.iter().filter(|(attribute, _)| leads(&name, attribute)) {
                    let Some(value) = value else { continue };
                    // Attributes are parts of the tag as it is written.
                    let from = value.as_ptr() as usize - html.as_ptr() as usize;
                    let Some(number) = self.link_of_html(value, begin + from) else { continue };
                    self.raw(&html[written..from]);
                    self.hole(HoleKind::Link(number));
                    written = from + value.len();
                }
                self.start_tag(name, &tag, place);
            }
            at = start + tag.length;
        }
        self.raw(&html[written..]);
    }

    /// Where the next tag may begin, from `at` on; comments and what hides tags are passed over.
    fn next_tag(&mut self, html: &str, at: usize, begin: usize) -> Option<usize> {
        let mut at = at;
        loop {
            let rest = html.get(at..)?;
            if self.tags.comment.is_some() {
                at += rest.find("-->")? + "-->".len();
                self.tags.comment = None;
                continue;
            }
            if let Some(hiding) = self.tags.hiding() {
                let is_end = |(at, _): &(usize, &str)| {
                    let name = rest.get(at + 2..at + 2 + hiding.len());
                    name.is_some_and(|name| name.eq_ignore_ascii_case(hiding))
                };
                return rest.match_indices("</").find(is_end).map(|(end, _)| at + end);
            }
            let start = at + rest.find('<')?;
            if !html[start..].starts_with("<!--") {
                return Some(start);
            }
            at = start + "<!--".len();
            let line = html[start..].lines().next().map_or(at, |line| start + line.trim_end().len());
            self.tags.comment = Some(begin + start..begin + line);
        }
    }

    fn start_tag(&mut self, name: String, tag: &Tag<'_>, place: Range<usize>) {
        let is_known = name.contains('-') || ELEMENTS.binary_search(&name.as_str()).is_ok();
        if !is_known && !self.tags.is_foreign() && !self.tags.unknown.contains(&name) {
            let written = self.draft.text.get(place.clone()).unwrap_or(tag.name);
            let message = format!("`{written}` is taken for a tag, and no browser knows it: readers do not see it");
            let span = self.draft.span(place.clone());
            let mut wrong = Diagnostic::new(Code::UnknownElement, self.shared.path, span, message);
            // `<Enter>` is a key, and no slip.
            if name == tag.name {
                wrong = wrong.did_you_mean(&name, ELEMENTS.iter().copied().filter(|known| known.len() > 2));
            }
            self.shared.report(wrong.help(format!("write `\\{written}` for the text, or put it into backticks")));
            self.tags.unknown.push(name.clone());
        }
        let is_whole = tag.is_closed && (self.tags.is_foreign() || name == "svg" || name == "math");
        if !(is_void(&name) || is_whole || !is_known) {
            self.tags.open.push(Open { name, place });
        }
    }

    fn end_tag(&mut self, name: &str, place: Range<usize>) {
        let Some(depth) = self.tags.open.iter().rposition(|open| open.name == name) else {
            // What ends by itself, and what is no element at all, ends nothing else.
            if !ENDS_BY_ITSELF.contains(&name) && ELEMENTS.binary_search(&name).is_ok() && !is_void(name) {
                let message =
                    format!("this `</{name}>` ends nothing in the text, and may end a part of the page around it");
                self.unbalanced(place, message, "take it out, or write what it ends".to_owned());
            }
            return;
        };
        let within = self.tags.open.split_off(depth + 1);
        self.tags.open.pop();
        within.into_iter().for_each(|open| self.never_closed(open));
    }

    /// Tells of what the text has left open.
    pub(super) fn end_tags(&mut self) {
        let Tags { open, comment, unknown: _ } = std::mem::take(&mut self.tags);
        if let Some(place) = comment {
            self.hides("comment", "-->", place);
        }
        for open in open {
            if HIDING.contains(&open.name.as_str()) {
                self.hides(&format!("`<{}>`", open.name), &format!("</{}>", open.name), open.place);
            } else {
                self.never_closed(open);
            }
        }
    }

    fn hides(&mut self, what: &str, end: &str, place: Range<usize>) {
        let span = self.draft.span(place);
        let message = format!("this {what} is never closed, so readers see nothing of what follows it on the page");
        self.shared.report(
            Diagnostic::new(Code::UnclosedBlock, self.shared.path, span, message)
                .help(format!("put `{end}` where it ends")),
        );
    }

    fn never_closed(&mut self, Open { name, place }: Open) {
        if !ENDS_BY_ITSELF.contains(&name.as_str()) {
            let message = format!("this `<{name}>` is never closed, so it may go on in the page around the text");
            self.unbalanced(place, message, format!("put `</{name}>` where it ends"));
        }
    }

    fn unbalanced(&mut self, place: Range<usize>, message: String, help: String) {
        let mut warning = Diagnostic::new(Code::UnclosedBlock, self.shared.path, self.draft.span(place), message);
        warning.level = Level::Warning;
        self.shared.report(warning.help(help));
    }

    /// Notes a link or file of the site that HTML names; `None` if it leads elsewhere.
    fn link_of_html(&mut self, value: &str, at: usize) -> Option<u32> {
        let destination = unescape(value);
        let destination = destination.trim();
        // The page itself, its beginning, and what a script is still to fill in.
        if matches!(destination, "" | "#" | "#top") || destination.contains(['{', '}']) {
            return None;
        }
        let Destination::Inside(target) = link::classify(destination, true) else { return None };
        let span = self.draft.span(at..at + value.len());
        let links = &mut self.shared.references.links;
        let number = next(links);
        links.push(Link { target, empty: false, span });
        Some(number)
    }
}

/// Whether an attribute names a page or a file.
fn leads(element: &str, attribute: &str) -> bool {
    let is = |name: &str| attribute.eq_ignore_ascii_case(name);
    match element {
        "a" | "area" | "link" => is("href"),
        "video" => is("src") || is("poster"),
        "img" | "audio" | "source" | "track" | "embed" | "iframe" | "script" => is("src"),
        _ => false,
    }
}

/// Elements in which no tag is one but their own end.
const HIDING: [&str; 8] = ["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];

/// Elements that end where others begin or end (HTML, section 13.1.2.4).
const ENDS_BY_ITSELF: [&str; 21] = [
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt",
    "rtc", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// The elements of HTML, those that it once had included.
const ELEMENTS: [&str; 141] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "portal",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "selectedcontent",
    "slot",
    "small",
    "source",
    "spacer",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_so_that_each_is_found() {
        assert!(ELEMENTS.is_sorted());
    }
}
