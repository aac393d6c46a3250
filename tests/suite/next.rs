//! `byline next`: the instant at which the output changes by itself.

use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;

use super::support::{byline, told, tree, write};

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = byline(folder, arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("byline was not killed"), text(&output.stdout), text(&output.stderr))
}

/// A site in Berlin with one article of each field given.
fn site(articles: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = "title = \"S\"\nbase_url = \"https://s.example\"\ntimezone = \"Europe/Berlin\"\n";
    write(&folder.path().join("site.toml"), settings.as_bytes());
    for (path, fields) in articles {
        let text = format!("---\ntitle: T {path}\n{fields}\n---\n\nText.\n");
        write(&folder.path().join(format!("content/{path}.md")), text.as_bytes());
    }
    folder
}

#[test]
fn the_instant_is_on_standard_output_and_what_happens_then_on_standard_error() {
    let site = site(&[
        ("past", "published: 2025-01-01"),
        ("a/soon", "published: 2026-01-17"),
        ("a/also", "published: 2026-01-16T23:00:00Z"),
        ("b/ends", "published: 2025-01-01\nexpires: 2026-01-17"),
        ("later", "published: 2026-03-01"),
    ]);
    let before = tree(site.path());
    let (code, out, err) = run(site.path(), &["next", "--now", "2026-01-15T12:00:00Z"]);
    assert_eq!((code, out.as_str()), (0, "2026-01-17T00:00:00+01:00\n"));
    assert_eq!(
        err,
        "in 1 day and 11 hours: content/a/also.md and content/a/soon.md come due; content/b/ends.md expires\n"
    );
    assert_eq!(tree(site.path()), before, "nothing is written");
    let (_, out, _) = run(site.path(), &["next", "--now", "2026-01-17T00:00:00+01:00"]);
    assert_eq!(out, "2026-03-01T00:00:00+01:00\n");
    assert_eq!(
        run(site.path(), &["next", "--now", "2026-03-01"]),
        (0, String::new(), "nothing is scheduled\n".to_owned())
    );
}

#[test]
fn an_article_that_is_not_public_before_or_after_an_instant_is_none_of_it() {
    let site = site(&[
        ("draft", "draft: true\npublished: 2026-02-01"),
        ("never", "published: 2026-02-02\nexpires: 2026-02-02"),
        ("fraction", "published: 2026-02-03T00:00:00.25Z"),
    ]);
    let next = |further: &[&str]| run(site.path(), &[&["next", "--now", "2026-01-15"], further].concat()).1;
    assert_eq!(next(&[]), "2026-02-03T01:00:01+01:00\n");
    assert_eq!(next(&["--drafts"]), "2026-02-01T00:00:00+01:00\n");
    assert_eq!(next(&["--future"]), "2026-02-02T00:00:00+01:00\n");
}

#[test]
fn what_cannot_be_read_is_said_and_no_instant_is_guessed() {
    let site = site(&[("a", "published: soon"), ("b", "published: 2026-02-01")]);
    let (code, out, err) = run(site.path(), &["next", "--now", "2026-01-15"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("error[invalid-date]"), "{err}");
}

#[test]
fn two_builds_a_second_apart_differ_in_the_due_pages_and_the_lists_that_show_them_alone() {
    let site = site(&[
        ("a/one", "published: 2025-01-01"),
        ("a/soon", "published: 2026-01-17\ntags: [x]"),
        ("b/one", "published: 2025-01-01"),
        ("b/ends", "published: 2025-01-02\nexpires: 2026-01-17"),
        ("c/one", "published: 2025-01-01"),
    ]);
    write(&site.path().join("content/a/_index.md"), b"---\ntitle: A\nsort: title\n---\n");
    let build = |now: &str| {
        let run = byline(site.path(), &["build", "--now", now]);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        tree(&site.path().join("public"))
    };
    let before = build("2026-01-16T23:59:59+01:00");
    let after = build("2026-01-17T00:00:00+01:00");
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let different: Vec<&str> =
        paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).map(String::as_str).collect();
    // The files of the search are named by what they hold.
    let (search, different): (Vec<&str>, Vec<&str>) =
        different.into_iter().partition(|path| path.starts_with("search/"));
    assert!(search.contains(&"search/index.json"), "{search:?}");
    // The neighbours of both name them as the one before or the one after.
    let expected = [
        "a/index.html",
        "a/one/index.html",
        "a/soon/index.html",
        "b/ends/index.html",
        "b/index.html",
        "b/one/index.html",
        "feed.json",
        "feed.xml",
        "index.html",
        "rss.xml",
        "sitemap.xml",
        "tags/index.html",
        "tags/x/index.html",
    ];
    assert_eq!(different, expected);
}

#[test]
fn an_article_that_leaves_the_sitemap_of_news_is_what_happens_next() {
    let site = site(&[
        ("news", "kind: news\npublished: 2026-01-15T10:00:00Z"),
        ("brief", "kind: news\npublished: 2026-01-15T11:00:00Z\nexpires: 2026-01-15T12:00:00Z"),
        ("hidden", "kind: news\nnoindex: true\npublished: 2026-01-15T09:00:00Z"),
        ("post", "published: 2026-01-15T10:00:00Z"),
    ]);
    let next = |now: &str| run(site.path(), &["next", "--now", now]);
    let silent = (0, String::new(), "nothing is scheduled\n".to_owned());
    assert_eq!(next("2026-01-16T00:00:00Z"), silent, "there is no such sitemap");
    let mut settings = std::fs::read_to_string(site.path().join("site.toml")).expect("a file");
    settings.push_str("[sitemap]\nnews = true\n");
    write(&site.path().join("site.toml"), settings.as_bytes());
    let (code, out, err) = next("2026-01-16T00:00:00Z");
    assert_eq!((code, out.as_str()), (0, "2026-01-17T11:00:00+01:00\n"));
    assert_eq!(err, "in 1 day and 10 hours: content/news.md is no longer news\n");
    assert_eq!(next("2026-01-17T10:00:00Z"), silent);
    let built = |now: &str| {
        let run = byline(site.path(), &["build", "--now", now]);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        (told(&run), tree(&site.path().join("public")))
    };
    let before = built("2026-01-16T00:00:00Z").1;
    assert!(built("2026-01-17T09:59:59Z").1 == before, "nothing happens before that instant");
    let (said, after) = built("2026-01-17T10:00:00Z");
    let different: Vec<&String> = before.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    assert_eq!(different, ["news-sitemap.xml"], "{said}");
}
