//! Links and pictures of a text → where they lead in the new site.

use std::collections::BTreeSet;

use super::body::{Body, Edit};
use super::lookup::{Lookup, Target};
use super::model::{Finding, Page};
use super::notes;
use super::places::Place;
use crate::parse::markdown::{LinkSpot, spots};
use crate::route;

/// What a site means by two brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wiki {
    /// A link to a page by its name.
    Link,
    /// Text.
    Text,
}

/// Lets every link of a page lead to the new site; gives the files that it refers to.
pub fn rewrite(
    page: &Page,
    place: &Place,
    body: &mut Body,
    wiki: Wiki,
    lookup: &Lookup<'_>,
    findings: &mut Vec<Finding>,
) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    if !body.text.contains(['[', '<']) {
        return used;
    }
    let mut edits = Vec::new();
    for link in spots(&body.text).links {
        let line = body.line(link.destination.start);
        if link.is_wiki {
            edits.extend(of_wiki(page, place, &body.text, &link, wiki, lookup, &mut used, findings, line));
            continue;
        }
        let written = &body.text[link.destination.clone()];
        if let Some(with) = address(page, place, &link.address, link.is_picture, lookup, &mut used, findings, line)
            && with != written
        {
            edits.push(Edit::new(link.destination.clone(), with));
        }
    }
    body.edit(edits);
    used
}

/// The address that an address of the old site has in a file of the new one; `None` if it stays as it is.
#[expect(clippy::too_many_arguments, reason = "each is one of the things that a link depends on")]
pub fn address(
    page: &Page,
    place: &Place,
    old: &str,
    is_picture: bool,
    lookup: &Lookup<'_>,
    used: &mut BTreeSet<usize>,
    findings: &mut Vec<Finding>,
    line: u32,
) -> Option<String> {
    let (target, fragment) = lookup.follow(page, old);
    Some(match target {
        Target::Elsewhere => return None,
        Target::Page(at) => {
            if at < lookup.pages.len() && lookup.places[at].path == place.path && !fragment.is_empty() {
                return Some(fragment);
            }
            format!("{}{fragment}", relative(place.path.as_str(), lookup.places[at].path.as_str()))
        }
        Target::Asset(at) => {
            used.insert(at);
            let asset = &lookup.assets[at];
            match (&asset.beside, &asset.old) {
                (Some(beside), _) => relative(place.path.as_str(), &format!("content/{beside}")),
                (None, Some(old)) => encoded(old),
                (None, None) => encoded(&format!("/{}", asset.names.first().map_or("", String::as_str))),
            }
        }
        Target::List(address) => encoded(&address),
        Target::Missing(address) => {
            let kind = if is_picture { "picture that is not there" } else { "link to nothing" };
            findings.push(Finding::new(kind, &page.source, line, old));
            format!("{}{fragment}", at_old_site(lookup, &address))
        }
    })
}

/// An address of the old site, whole: where something may still be that was not imported.
pub fn at_old_site(lookup: &Lookup<'_>, address: &str) -> String {
    let origin = lookup.base_url.strip_suffix(lookup.base_path).unwrap_or(lookup.base_url);
    let is_below = !lookup.base_path.is_empty() && address.starts_with(lookup.base_path);
    let base = if is_below { origin } else { lookup.base_url };
    format!("{base}{}", encoded(address))
}

fn encoded(path: &str) -> String {
    let mut address = String::new();
    route::encode_path(path, &mut address);
    address.replace('(', "%28").replace(')', "%29")
}

/// The way from a file to another, both below the root.
pub fn relative(from: &str, to: &str) -> String {
    let here: Vec<&str> = from.split('/').collect();
    let here = &here[..here.len() - 1];
    let there: Vec<&str> = to.split('/').collect();
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count().min(there.len() - 1);
    let mut parts = vec![".."; here.len() - shared];
    parts.extend(&there[shared..]);
    let path = encoded(&parts.join("/"));
    // A name with a colon would be taken for a scheme.
    if path.split('/').next().is_some_and(|first| first.contains(':')) { format!("./{path}") } else { path }
}

#[expect(clippy::too_many_arguments, reason = "each is one of the things that a link depends on")]
fn of_wiki(
    page: &Page,
    place: &Place,
    text: &str,
    link: &LinkSpot,
    wiki: Wiki,
    lookup: &Lookup<'_>,
    used: &mut BTreeSet<usize>,
    findings: &mut Vec<Finding>,
    line: u32,
) -> Option<Edit> {
    let written = &text[link.range.clone()];
    if wiki == Wiki::Text {
        return Some(Edit::new(link.range.clone(), written.replace("[[", "\\[\\[")));
    }
    let (name, fragment) = link.address.split_once('#').unwrap_or((&link.address, ""));
    let shown = written.split_once('|').map(|(_, rest)| rest.trim_end_matches("]]")).filter(|shown| !shown.is_empty());
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{}", crate::slug::slugify(fragment)) };
    let name = name.trim();
    if name.is_empty() {
        let shown = shown.unwrap_or(link.address.trim_start_matches('#'));
        return Some(Edit::new(link.range.clone(), format!("[{shown}]({fragment})")));
    }
    let target = lookup.follow(page, name).0;
    let target = match target {
        Target::Missing(_) => lookup.only(name.rsplit('/').next().unwrap_or(name)),
        target => Some(target),
    };
    Some(Edit::new(
        link.range.clone(),
        match target {
            Some(Target::Page(at)) => {
                let shown = shown.map(str::to_owned).unwrap_or_else(|| name.to_owned());
                format!("[{shown}]({}{fragment})", relative(place.path.as_str(), lookup.places[at].path.as_str()))
            }
            Some(Target::Asset(at)) => {
                used.insert(at);
                let asset = &lookup.assets[at];
                let to =
                    asset.beside.as_ref().map(|beside| relative(place.path.as_str(), &format!("content/{beside}")));
                let to = to.or_else(|| asset.old.as_deref().map(encoded)).unwrap_or_default();
                if link.is_picture {
                    let (alt, width) = notes::width(shown.unwrap_or_default());
                    format!("![{alt}]({to}){}", width.unwrap_or_default())
                } else {
                    format!("[{}]({to})", shown.unwrap_or(name))
                }
            }
            _ => {
                findings.push(Finding::new("link to nothing", &page.source, line, written));
                shown.unwrap_or(name).to_owned()
            }
        },
    ))
}

/// Lets the addresses in raw HTML lead to the new site; `public` gives the address of a file, if it has one.
pub fn rewrite_html(
    page: &Page,
    body: &mut Body,
    lookup: &Lookup<'_>,
    public: &dyn Fn(usize) -> Option<String>,
    findings: &mut Vec<Finding>,
) {
    if !body.text.contains('<') {
        return;
    }
    let mut edits = Vec::new();
    for range in spots(&body.text).html {
        for value in attributes(&body.text[range.clone()]) {
            let place = range.start + value.start..range.start + value.end;
            let old = body.text[place.clone()].replace("&amp;", "&");
            let (target, fragment) = lookup.follow(page, &old);
            let with = match target {
                Target::Elsewhere => continue,
                Target::Page(at) => format!("{}{}{fragment}", lookup.base_path, encoded(&lookup.places[at].address)),
                Target::List(address) => format!("{}{}", lookup.base_path, encoded(&address)),
                Target::Asset(at) => match public(at) {
                    Some(address) => format!("{}{}", lookup.base_path, encoded(&address)),
                    None => continue,
                },
                Target::Missing(address) => {
                    let line = body.line(place.start);
                    findings.push(Finding::new("address in HTML that leads nowhere", &page.source, line, &old));
                    format!("{}{fragment}", at_old_site(lookup, &address))
                }
            };
            if with != old {
                edits.push(Edit::new(place, with));
            }
        }
    }
    body.edit(edits);
}

/// The files that raw HTML of a page refers to.
pub fn used_by_html(page: &Page, body: &Body, lookup: &Lookup<'_>) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    if body.text.contains("src=") || body.text.contains("href=") {
        for range in spots(&body.text).html {
            let html = &body.text[range];
            for value in attributes(html) {
                if let (Target::Asset(at), _) = lookup.follow(page, &html[value]) {
                    used.insert(at);
                }
            }
        }
    }
    used
}

/// Where the values of `src` and `href` stand.
fn attributes(html: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for name in ["src=", "href=", "poster="] {
        for (at, _) in html.match_indices(name) {
            let parted = html[..at].ends_with(|c: char| c.is_ascii_whitespace());
            let start = at + name.len();
            let Some(quote) = html[start..].chars().next().filter(|c| parted && matches!(c, '"' | '\'')) else {
                continue;
            };
            if let Some(length) = html[start + 1..].find(quote).filter(|length| *length > 0) {
                found.push(start + 1..start + 1 + length);
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn the_way_from_file_to_file_is_relative() {
        assert_eq!(relative("content/a/b.md", "content/a/c/d e.jpg"), "c/d%20e.jpg");
        assert_eq!(relative("content/a/b.md", "content/b.md"), "../b.md");
        assert_eq!(relative("content/_index.md", "content/a:b.md"), "./a:b.md");
    }
}
