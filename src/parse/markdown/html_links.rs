//! Links that are written as HTML.

use std::ops::Range;

use crate::html::document::unescape;
use crate::html::tag::{DROPPED, Tag, Tags};

/// Where a tag leads, if it begins a link.
pub(super) fn destination(tag: &Tag<'_>) -> Option<String> {
    let leads = !tag.is_end && ["a", "area"].iter().any(|name| tag.name.eq_ignore_ascii_case(name));
    let mut attributes = tag.attributes.iter().filter(|_| leads);
    let (_, value) = attributes.find(|(attribute, _)| attribute.eq_ignore_ascii_case("href"))?;
    Some(unescape(value.as_deref()?).trim().to_owned())
}

/// The links that a block of HTML begins: where the tag of each stands in it, and where it leads.
pub(super) fn of_block(html: &str) -> Vec<(Range<usize>, String)> {
    let mut links = Vec::new();
    let mut tags = Tags::new(html);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let markup = rest.get(at..).unwrap_or_default();
        if let Some(comment) = markup.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let Some(tag) = tags.read(markup) else {
            rest = markup.get(1..).unwrap_or_default();
            continue;
        };
        rest = markup.get(tag.length..).unwrap_or_default();
        if let Some(destination) = destination(&tag) {
            let start = html.len() - markup.len();
            links.push((start..start + tag.length, destination));
        }
        if !tag.is_end && DROPPED.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            rest = tags.behind_element(rest, &tag, true);
        }
    }
    links
}
