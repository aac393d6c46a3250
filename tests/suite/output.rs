//! byline's own site: what a reader, a browser and a search engine get.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scraper::{Html, Selector};

use super::support::{byline, copy, repository, told, tree, write};

/// A built site.
pub struct Site {
    folder: tempfile::TempDir,
    /// Every page by its path in the output.
    pub pages: BTreeMap<String, Html>,
    files: BTreeSet<String>,
}

impl Site {
    /// A file of the output as text.
    pub fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join("site/public").join(path)).expect("a file of text")
    }
}

/// Builds byline's own content.
pub fn own_site() -> Site {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    copy(&repository().join("content"), &root.join("content"));
    std::fs::copy(repository().join("site.toml"), root.join("site.toml")).expect("a copy");
    built(folder, &root)
}

/// Builds byline's own content with a theme of the repository, of which nothing but its folder is there.
fn own_site_in(theme: &str) -> Site {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    copy(&repository().join("content"), &root.join("content"));
    copy(&repository().join("themes").join(theme), &root.join("themes").join(theme));
    let settings = std::fs::read_to_string(repository().join("site.toml")).expect("settings");
    write(&root.join("site.toml"), format!("{settings}\n[theme]\nname = \"{theme}\"\n").as_bytes());
    built(folder, &root)
}

/// Builds the golden site of a name with the default theme.
pub fn golden_site(name: &str) -> Site {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    for (path, bytes) in tree(&repository().join("tests/sites").join(name)) {
        if !path.starts_with("expected/") {
            write(&root.join(path), &bytes);
        }
    }
    let settings = std::fs::read_to_string(root.join("site.toml")).expect("settings");
    write(&root.join("site.toml"), settings.replace("\"plain\"", "\"default\"").as_bytes());
    built(folder, &root)
}

fn built(folder: tempfile::TempDir, root: &Path) -> Site {
    let run = byline(root, &["build"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert!(!told(&run).contains("warning"), "the site builds without a warning: {}", told(&run));
    let output = tree(&root.join("public"));
    let files = output.keys().cloned().collect();
    let pages = output
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "html"))
        .map(|(path, bytes)| (path, Html::parse_document(&String::from_utf8(bytes).expect("pages are UTF-8"))))
        .collect();
    Site { folder, pages, files }
}

/// The elements of a page that a selector finds.
pub fn all<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// The file that answers at an address as seen from a page, and the fragment.
fn target(from: &str, href: &str) -> Option<(String, String)> {
    let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
    if address.starts_with("//") || address.contains(':') {
        return None;
    }
    let decode = |text: &str| byline::route::decode(text).expect("addresses are encoded rightly");
    let fragment = decode(fragment);
    if address.is_empty() {
        return Some((from.to_owned(), fragment));
    }
    assert!(address.starts_with('/'), "{from}: {href} is not an address of the site");
    let path = decode(address.split('?').next().unwrap_or(address));
    let path = path.trim_start_matches('/');
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    Some((file, fragment))
}

#[test]
fn no_link_or_anchor_of_the_own_site_is_dead_and_no_id_stands_twice() {
    let site = own_site();
    assert!(site.pages.len() >= 20, "the handbook is there");
    check_links(&site);
}

#[test]
fn a_theme_that_stands_alone_shows_each_page_of_the_own_site_and_no_link_or_anchor_of_it_is_dead() {
    let (site, other) = (own_site(), own_site_in("wire"));
    check_links(&other);
    // It has no search, and asks for no script.
    let shown: BTreeSet<&String> = site.pages.keys().filter(|path| *path != "search/index.html").collect();
    assert_eq!(shown, other.pages.keys().collect());
    for (path, page) in &other.pages {
        // What leads on from a former address is no page of the theme.
        if other.text(path).contains("http-equiv=\"refresh\"") {
            continue;
        }
        assert_eq!((all(page, "h1").len(), all(page, "header.slug").len()), (1, 1), "{path}");
        assert!(all(page, "script:not([type='application/ld+json'])").is_empty(), "{path}");
        assert!(all(page, "[style]").is_empty(), "{path}: a strict policy allows no style within the page");
    }
}

/// No link leads nowhere, and no page has an id twice.
fn check_links(site: &Site) {
    let ids: BTreeMap<&String, BTreeSet<String>> = site
        .pages
        .iter()
        .map(|(path, page)| {
            let mut seen = BTreeSet::new();
            for element in all(page, "[id]") {
                let id = element.value().attr("id").unwrap_or_default().to_owned();
                assert!(seen.insert(id.clone()), "{path}: the id `{id}` stands twice");
            }
            (path, seen)
        })
        .collect();
    for (path, page) in &site.pages {
        for element in all(page, "[href], [src]") {
            let value = element.value();
            let href = value.attr("href").or(value.attr("src")).unwrap_or_default();
            let Some((file, fragment)) = target(path, href) else { continue };
            assert!(site.files.contains(&file), "{path}: `{href}` leads nowhere");
            if !fragment.is_empty() {
                assert!(
                    ids.get(&file).is_some_and(|ids| ids.contains(&fragment)),
                    "{path}: `{href}` has no such anchor"
                );
            }
        }
    }
}

#[test]
fn every_page_of_the_own_site_is_reached_from_the_home_page_by_links() {
    let site = own_site();
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut queue = vec!["index.html".to_owned()];
    while let Some(path) = queue.pop() {
        let Some(page) = site.pages.get(&path) else { continue };
        for element in all(page, "a[href], form[action]") {
            let value = element.value();
            let href = value.attr("href").or(value.attr("action")).unwrap_or_default();
            if let Some((file, _)) = target(&path, href)
                && reached.insert(file.clone())
            {
                queue.push(file);
            }
        }
    }
    // Neither the page for missing addresses nor those of former ones are part of the site.
    let is_shown = |page: &Html| all(page, "meta[name=robots][content=noindex]").is_empty();
    let shown = site.pages.iter().filter(|(path, page)| path.as_str() != "404.html" && is_shown(page));
    let missed: Vec<&String> = shown.map(|(path, _)| path).filter(|path| !reached.contains(*path)).collect();
    assert!(missed.is_empty(), "no chain of links leads to {missed:?}");
}

#[test]
fn no_page_holds_a_control_character() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    std::fs::create_dir(root.join("content")).expect("a folder");
    std::fs::write(root.join("site.toml"), "title = \"S\\u0000\"\nbase_url = \"https://s.example\"\n").expect("a file");
    let article =
        "---\ntitle: \"T\\e[2J\"\ndek: \"a\\0 `b\\0`\"\n---\nx\0 `y\u{1b}` &#1; [z](https://z.example/&#2;)\n";
    std::fs::write(root.join("content/a.md"), article).expect("a file");
    let run = byline(root, &["build"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    for (path, bytes) in tree(&root.join("public")) {
        let found = bytes.iter().find(|byte| **byte < b' ' && **byte != b'\n');
        assert_eq!(found, None, "{path}");
    }
}
