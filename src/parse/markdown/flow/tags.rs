//! The tags of raw HTML: what they leave open, where they lead, and what no browser knows.
//!
//! Links and files that HTML names are the site's like those of Markdown. What a text leaves open would go on in the page
//! around it, so it is told.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Flow, next};
use crate::diagnostics::{Code, Diagnostic, Level};
use crate::html::document::unescape;
use crate::html::elements::{ELEMENTS, ends_by_itself, hides_tags, is_known};
use crate::html::tag::{Tag, is_void};
use crate::parse::document::{HoleKind, Link};
use crate::parse::markdown::link::{self, Destination};
use crate::parse::markdown::shifted;

/// What the HTML of a text has opened.
#[derive(Default)]
pub(super) struct Tags {
    open: Vec<Open>,
    /// Where a comment begins that has not ended.
    comment: Option<Range<usize>>,
    /// The beginning of a tag that goes on in the next line, and where it stands.
    begun: Option<(String, usize)>,
    /// How many elements were opened deeper than is looked at.
    deeper: usize,
    /// The unknown names that have been told.
    unknown: BTreeSet<String>,
}

/// How deep elements are looked at.
const DEEPEST: usize = 200;
/// How many unknown names of one text are told.
const MOST_UNKNOWN: usize = 50;
/// How often something in a piece of HTML may look like a tag and be none, until the rest of it is left as it is.
const MISSES: usize = 100;
/// How long a tag of several lines is, in bytes.
const LONGEST: usize = 4096;

/// An element that has begun.
struct Open {
    /// In lower case.
    name: String,
    place: Range<usize>,
}

impl Tags {
    /// The element in which no tag is one.
    fn hiding(&self) -> Option<&str> {
        self.open.last().map(|open| open.name.as_str()).filter(|name| hides_tags(name))
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
    /// Writes HTML of the author; where it leads within the site is filled in later. `range` ends where it does. A block comes
    /// line by line, so a tag in it may be there only with the next.
    pub(super) fn tags(&mut self, html: &str, range: &Range<usize>, block: bool) {
        if self.shared.alone {
            return self.raw(html);
        }
        let begun = self.tags.begun.take();
        let joined = begun.as_ref().map(|(begun, _)| format!("{begun}{html}"));
        let html = joined.as_deref().unwrap_or(html);
        let range = begun.map_or(range.start, |(_, from)| from)..range.end;
        let begin = range.end.saturating_sub(html.len());
        let is_copy = self.draft.text.get(begin..range.end) == Some(html);
        let place = |part: Range<usize>| if is_copy { shifted(part, begin) } else { range.clone() };
        let (mut written, mut at, mut misses) = (0, 0, 0);
        while let Some(start) = self.next_tag(html, at, &place) {
            let Some(tag) = Tag::read(&html[start..]) else {
                if block && html.len() - start < LONGEST && may_be_begun(&html[start..]) {
                    self.raw(&html[written..start]);
                    self.tags.begun = Some((html[start..].to_owned(), place(start..html.len()).start));
                    return;
                }
                at = start + 1;
                misses += 1;
                if misses == MISSES {
                    break;
                }
                continue;
            };
            let of_tag = place(start..start + tag.length);
            let name = tag.name.to_ascii_lowercase();
            if tag.is_end {
                self.end_tag(&name, of_tag);
            } else {
                let shown = matches!(name.as_str(), "img" | "source" | "video");
                for (_, value) in tag.attributes.iter().filter(|(attribute, _)| leads(&name, attribute)) {
                    let Some(value) = value else { continue };
                    // Attributes are parts of the tag as it is written.
                    let from = value.as_ptr() as usize - html.as_ptr() as usize;
                    let Some(number) = self.link_of_html(value, shown, place(from..from + value.len())) else {
                        continue;
                    };
                    self.raw(&html[written..from]);
                    self.hole(HoleKind::Link(number));
                    written = from + value.len();
                }
                self.start_tag(name, &tag, of_tag);
            }
            at = start + tag.length;
        }
        self.raw(&html[written..]);
    }

    /// Writes what a block has begun as a tag and not ended.
    pub(super) fn end_block_of_tags(&mut self) {
        if let Some((begun, _)) = self.tags.begun.take() {
            self.raw(&begun);
        }
    }

    /// Where the next tag may begin, from `at` on; comments and what hides tags are passed over.
    fn next_tag(&mut self, html: &str, at: usize, place: &dyn Fn(Range<usize>) -> Range<usize>) -> Option<usize> {
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
            self.tags.comment = Some(place(start..line));
        }
    }

    fn start_tag(&mut self, name: String, tag: &Tag<'_>, place: Range<usize>) {
        let is_known = is_known(&name);
        let is_told = self.tags.unknown.len() >= MOST_UNKNOWN || self.tags.unknown.contains(&name);
        if !is_known && !is_told && !self.tags.is_foreign() {
            let written = self.draft.text.get(place.clone()).unwrap_or(tag.name);
            let message = format!("`{written}` is taken for a tag, and no browser knows it: readers do not see it");
            let span = self.draft.span(place.clone());
            let mut wrong = Diagnostic::new(Code::UnknownElement, self.shared.path, span, message);
            // `<Enter>` is a key, and no slip.
            if name == tag.name {
                wrong = wrong.did_you_mean(&name, ELEMENTS.iter().copied().filter(|known| known.len() > 2));
            }
            self.shared.report(wrong.help(format!("write `\\{written}` for the text, or put it into backticks")));
            self.tags.unknown.insert(name.clone());
        }
        let is_whole = tag.is_closed && (self.tags.is_foreign() || name == "svg" || name == "math");
        if is_void(&name) || is_whole || !is_known {
            return;
        }
        if self.tags.open.len() < DEEPEST {
            self.tags.open.push(Open { name, place });
        } else {
            self.tags.deeper += 1;
        }
    }

    fn end_tag(&mut self, name: &str, place: Range<usize>) {
        if self.tags.deeper > 0 {
            self.tags.deeper -= 1;
            return;
        }
        let Some(depth) = self.tags.open.iter().rposition(|open| open.name == name) else {
            // What ends by itself, and what is no element at all, ends nothing else.
            if !ends_by_itself(name) && is_known(name) && !is_void(name) {
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
        let Tags { open, comment, begun: _, deeper: _, unknown: _ } = std::mem::take(&mut self.tags);
        if let Some(place) = comment {
            self.hides("comment", "-->", place);
        }
        for open in open {
            if hides_tags(&open.name) {
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
        if !ends_by_itself(&name) {
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
    fn link_of_html(&mut self, value: &str, shown: bool, place: Range<usize>) -> Option<u32> {
        let destination = unescape(value);
        let destination = destination.trim();
        // The page itself, its beginning, and what a script is still to fill in.
        if matches!(destination, "" | "#" | "#top") || destination.starts_with('?') || destination.contains(['{', '}'])
        {
            return None;
        }
        let Destination::Inside(target) = link::classify(destination, true) else { return None };
        let span = self.draft.span(place);
        let links = &mut self.shared.references.links;
        let number = next(links);
        links.push(Link { target, empty: false, shown, span });
        Some(number)
    }
}

/// Whether a text may be the beginning of a tag.
fn may_be_begun(markup: &str) -> bool {
    let name = markup.strip_prefix("</").or_else(|| markup.strip_prefix('<')).unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && !markup.contains('>')
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
