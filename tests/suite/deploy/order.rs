//! In which order a deploy changes what readers see.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::super::support::write;
use super::storage::Change;
use super::{LIST, Site};

/// The files of the site that a page shows, and the pages that it links to.
fn shown(page: &[u8]) -> Vec<String> {
    let page = String::from_utf8_lossy(page);
    let mut found = Vec::new();
    for attribute in [" href=\"", " src=\"", " srcset=\""] {
        for rest in page.split(attribute).skip(1) {
            let value = rest.split('"').next().unwrap_or_default();
            for address in value.split(", ").filter_map(|part| part.split([' ', '#', '?']).next()) {
                let Some(path) = address.strip_prefix('/') else { continue };
                let folder = path.is_empty() || path.ends_with('/');
                found.push(if folder { format!("{path}index.html") } else { path.to_owned() });
            }
        }
    }
    found
}

/// Sees that at no moment a page lacked a file, or a page that was there before linked to one that is not there.
fn check_every_moment(mut there: BTreeMap<String, Vec<u8>>, changes: &[Change], expected: &BTreeMap<String, Vec<u8>>) {
    let old_pages: BTreeSet<String> = there.keys().filter(|path| path.ends_with(".html")).cloned().collect();
    let mut looked_at = 0;
    for change in changes {
        match change {
            Change::Put(path, object) if path != LIST => {
                there.insert(path["review/".len()..].to_owned(), object.bytes.clone())
            }
            Change::Delete(path) => there.remove(&path["review/".len()..]),
            Change::Put(..) => None,
        };
        for (path, bytes) in there.iter().filter(|(path, _)| path.ends_with(".html")) {
            let is_front = path == "index.html";
            for shown in shown(bytes) {
                let is_page = shown.ends_with(".html");
                let is_list = ["feed.xml", "rss.xml", "feed.json"].iter().any(|name| shown.ends_with(name));
                if !is_list && (!is_page || is_front || old_pages.contains(path)) {
                    assert!(there.contains_key(&shown), "{path} shows {shown}, which is not there");
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 100, "{looked_at} links");
    assert_eq!(&there, expected);
}

#[test]
fn no_page_is_there_before_its_files_and_removals_come_last() {
    let site = Site::new();
    site.deployed(&[]);
    let first = site.output();
    check_every_moment(BTreeMap::new(), &site.storage.take_changes(), &first);

    // A new article with a picture, one that is gone, and a stylesheet with another name.
    let mut picture = fs::read(site.root().join("content/coast/quay.jpg")).expect("a picture");
    picture.push(0);
    write(&site.root().join("content/harbour/new.jpg"), &picture);
    site.article("new", "![A quay](new.jpg)\n\nSee [the wind](wind.md).");
    site.article("quay", "See [the new one](new.md).");
    fs::remove_file(site.root().join("content/harbour/tide.md")).expect("an article");
    let settings = fs::read_to_string(site.root().join("site.toml")).expect("settings");
    write(&site.root().join("site.toml"), format!("{settings}[theme.tokens]\naccent = \"#123456\"\n").as_bytes());
    site.build();
    site.deployed(&[]);
    let changes = site.storage.take_changes();
    check_every_moment(first, &changes, &site.output());
    let removals = changes.iter().filter(|change| matches!(change, Change::Delete(_))).count();
    assert!(removals > 1);
    let (list, before) = changes.split_last().expect("changes");
    assert!(matches!(list, Change::Put(path, _) if path == LIST));
    let removed = before[before.len() - removals..].iter().map(|change| match change {
        Change::Delete(path) => path.ends_with(".html"),
        Change::Put(path, _) => panic!("{path} is put after something was removed"),
    });
    let is_page: Vec<bool> = removed.collect();
    assert!(is_page.contains(&true) && is_page.contains(&false));
    assert!(is_page.is_sorted_by(|a, b| a >= b), "pages go before the files that they show");
}
