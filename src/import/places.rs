//! Where each page lies in the new site, and its address there; no two want the same.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Finding, Page, Role};
use crate::slug::{fold, slugify};
use crate::text::RelPath;

/// Folders at the top that byline makes pages in.
const TAKEN: &[&str] = &["people", "sources", "questions", "corrections", "search", "series"];

/// The place of each page: its file, and its address.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub path: RelPath,
    /// The address.
    pub address: String,
}

/// Leaves each folder one page that introduces it; what others say of it becomes an article in it.
fn one_introduction_each(pages: &mut [Page], findings: &mut Vec<Finding>) {
    let stem = |source: &str| {
        let name = source.rsplit('/').next().unwrap_or(source);
        name.split('.').next().unwrap_or(name).to_ascii_lowercase()
    };
    let rank = |page: &Page| ["_index", "index"].iter().position(|name| *name == stem(&page.source)).unwrap_or(2);
    let mut first: BTreeMap<(Option<String>, String), usize> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate().filter(|(_, page)| page.role == Role::Section) {
        let known = first.entry((page.language.clone(), page.place.clone())).or_insert(at);
        if rank(page) < rank(&pages[*known]) {
            *known = at;
        }
    }
    for (at, page) in pages.iter_mut().enumerate().filter(|(_, page)| page.role == Role::Section) {
        if first.get(&(page.language.clone(), page.place.clone())) == Some(&at) {
            continue;
        }
        let name = stem(&page.source);
        page.role = Role::Article;
        page.place = if page.place.is_empty() { name } else { format!("{}/{name}", page.place) };
        let text = format!("its folder has another introduction, so it is the article `{}` now", page.place);
        findings.push(Finding::new("name taken", &page.source, 0, text));
    }
}

/// Gives every page a file of its own; what had to be named anew is reported.
pub fn assign(pages: &mut [Page], taxonomies: &[String], findings: &mut Vec<Finding>) -> Vec<Place> {
    let folders = above(pages);
    let lists: BTreeSet<(Option<String>, String)> = pages
        .iter()
        .filter(|page| page.role == Role::Section)
        .map(|page| (page.language.clone(), page.place.clone()))
        .collect();
    for page in pages.iter_mut().filter(|page| page.role != Role::Section) {
        let place = (page.language.clone(), page.place.clone());
        if folders.contains(&place) && !lists.contains(&place) {
            // It has pages below it: it introduces them.
            page.role = Role::Section;
        }
    }
    one_introduction_each(pages, findings);
    let mut taken: BTreeSet<String> =
        folders.iter().map(|(language, folder)| fold(&address_of(language, folder))).collect();
    // Lists go first: an article can have another name, a folder cannot.
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by_key(|at| (pages[*at].role != Role::Section, *at));
    let mut places: Vec<Option<Place>> = vec![None; pages.len()];
    for at in order {
        let page = &mut pages[at];
        let (place, address, wanted) = find(page, taxonomies, &taken);
        if place != wanted {
            let text = format!("`{wanted}` was taken or is one of byline's own, so it is `{place}` now");
            findings.push(Finding::new("name taken", &page.source, 0, text));
        }
        taken.insert(fold(&address));
        page.place.clone_from(&place);
        let code = page.language.as_ref().map_or(String::new(), |code| format!(".{code}"));
        let below = match page.role {
            Role::Section if place.is_empty() => format!("content/_index{code}.md"),
            Role::Section => format!("content/{place}/_index{code}.md"),
            _ if page.bundle => format!("content/{place}/index{code}.md"),
            _ => format!("content/{place}{code}.md"),
        };
        let path = RelPath::new(&below).unwrap_or_else(|| RelPath::new("content/page.md").expect("a path"));
        places[at] = Some(Place { path, address });
    }
    places.into_iter().flatten().collect()
}

/// Every folder that pages lie in, by its language.
fn above(pages: &[Page]) -> BTreeSet<(Option<String>, String)> {
    let mut folders = BTreeSet::new();
    for page in pages {
        for (at, _) in page.place.match_indices('/') {
            folders.insert((page.language.clone(), page.place[..at].to_owned()));
        }
    }
    folders
}

fn address_of(language: &Option<String>, place: &str) -> String {
    let language = language.as_ref().map_or(String::new(), |code| format!("/{}", code.to_ascii_lowercase()));
    let path: String =
        place.split('/').filter(|part| !part.is_empty()).map(|part| format!("{}/", name(part))).collect();
    format!("{language}/{path}")
}

/// A free place, its address, and the place that was wanted.
fn find(page: &Page, taxonomies: &[String], taken: &BTreeSet<String>) -> (String, String, String) {
    let mut parts: Vec<String> = page.place.split('/').filter(|part| !part.is_empty()).map(name).collect();
    let wanted = parts.join("/");
    let in_folder = page.role == Role::Section || parts.len() > 1;
    let is_list = |name: &str| page.role == Role::Section && taxonomies.iter().any(|taxonomy| taxonomy == name);
    if let Some(first) = parts.first_mut() {
        let own = TAKEN.contains(&first.as_str()) || taxonomies.contains(first);
        let single = !in_folder && matches!(first.as_str(), "404" | "_index" | "index");
        if (own && !is_list(first)) || single {
            *first = if in_folder { format!("{first}-pages") } else { format!("{first}-page") };
        }
    }
    let mut slug = page.text("slug").map(name).filter(|_| page.role != Role::Section);
    let language = page.language.as_ref().map_or(String::new(), |code| format!("/{}", code.to_ascii_lowercase()));
    let address = |parts: &[String], slug: Option<&String>| {
        let mut shown: Vec<&str> = parts.iter().map(String::as_str).collect();
        if let (Some(slug), Some(last)) = (slug, shown.last_mut()) {
            *last = slug;
        }
        let path: String = shown.iter().map(|part| format!("{part}/")).collect();
        format!("{language}/{path}")
    };
    let mut found = address(&parts, slug.as_ref());
    let (first, first_slug) = (parts.last().cloned(), slug.clone());
    let mut number = 2;
    while taken.contains(&fold(&found)) && page.role != Role::Section {
        if let (Some(last), Some(first)) = (parts.last_mut(), &first) {
            *last = format!("{first}-{number}");
        }
        slug = first_slug.as_ref().map(|slug| format!("{slug}-{number}"));
        found = address(&parts, slug.as_ref());
        number += 1;
    }
    (parts.join("/"), found, wanted)
}

/// A part of a path as byline would write it in an address; one without letters keeps its code points.
pub fn name(part: &str) -> String {
    let mut slug = slugify(part);
    if slug.is_empty() {
        slug = part.chars().map(|c| format!("u{:x}", u32::from(c))).collect::<Vec<_>>().join("-");
    }
    while slug.len() > 120 {
        slug.pop();
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::body::Body;

    fn page(place: &str, role: Role) -> Page {
        Page {
            source: place.to_owned(),
            front: Vec::new(),
            unread: None,
            body: Body::default(),
            role,
            place: place.to_owned(),
            bundle: false,
            language: None,
            old: Vec::new(),
            names: Vec::new(),
        }
    }

    #[test]
    fn a_folder_with_two_introductions_keeps_what_both_say() {
        let mut pages = vec![page("notes", Role::Section), page("notes", Role::Section), page("", Role::Section)];
        for (page, source) in pages.iter_mut().zip(["notes/README.md", "notes/index.md", "README.md"]) {
            page.source = source.to_owned();
        }
        let mut findings = Vec::new();
        let places = assign(&mut pages, &[], &mut findings);
        let paths: Vec<&str> = places.iter().map(|place| place.path.as_str()).collect();
        assert_eq!(paths, ["content/notes/readme.md", "content/notes/_index.md", "content/_index.md"]);
        assert_eq!((findings.len(), findings[0].file.as_str()), (1, "notes/README.md"));
    }

    #[test]
    fn no_two_pages_want_one_address() {
        let mut pages: Vec<Page> = ["posts/My Post", "posts/my-post", "posts/MY POST", "people/jane", "tags/sea", "🙂"]
            .map(|place| page(place, Role::Article))
            .to_vec();
        pages.push(page("tags", Role::Section));
        pages.push(page("posts/my-post", Role::Section));
        let places = assign(&mut pages, &["tags".to_owned()], &mut Vec::new());
        let paths: Vec<&str> = places.iter().map(|place| place.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "content/posts/my-post-2.md",
                "content/posts/my-post-3.md",
                "content/posts/my-post-4.md",
                "content/people-pages/jane.md",
                "content/tags-pages/sea.md",
                "content/u1f642.md",
                "content/tags/_index.md",
                "content/posts/my-post/_index.md",
            ]
        );
    }
}
