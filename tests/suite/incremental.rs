//! A build over an earlier one leaves what a clean build leaves, and touches nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::support::{byline, copy, repository, told, tree, write};

/// The instant of every build.
const NOW: &str = "2026-01-15T12:00:00Z";

fn site(folder: &Path) -> std::path::PathBuf {
    let site = folder.join("site");
    let from = repository().join("tests/sites/article");
    fs::create_dir_all(&site).expect("a new folder");
    fs::copy(from.join("site.toml"), site.join("site.toml")).expect("a copy");
    for name in ["content", "static"] {
        copy(&from.join(name), &site.join(name));
    }
    copy(&repository().join("tests/themes/plain"), &site.join("themes/plain"));
    site
}

/// Builds and gives the output.
fn build(site: &Path, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let run = byline(site, &[&["build", "--now", NOW], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    tree(&site.join("public"))
}

/// Builds a copy of the site in a new folder.
fn clean_build(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copied = folder.path().join("elsewhere").join("copy");
    for (path, bytes) in tree(site) {
        if !path.starts_with("public/") && !path.starts_with(".byline/") {
            write(&copied.join(path), &bytes);
        }
    }
    build(&copied, &["--jobs", "1"])
}

#[test]
fn an_incremental_build_is_byte_for_byte_a_clean_build() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    build(&site, &[]);
    let tides = site.join("content/coast/tides/index.md");
    let replace = |path: &Path, from: &str, to: &str| {
        let text = fs::read_to_string(path).expect("a text");
        assert!(text.contains(from), "`{from}` is there to be replaced");
        fs::write(path, text.replace(from, to)).expect("a new text");
    };
    type Edit<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let edits: Vec<Edit<'_>> = vec![
        ("a word", Box::new(|| replace(&tides, "Silt.", "Silt and sand."))),
        ("a title", Box::new(|| replace(&tides, "How tides shape a harbour town", "How tides shape a town"))),
        ("a slug", Box::new(|| replace(&tides, "tags: [tides, towns]", "tags: [tides]\nslug: moon"))),
        ("a person", Box::new(|| replace(&site.join("content/people/jane-example.md"), "Jane Example", "Jane Doe"))),
        ("a source", Box::new(|| replace(&site.join("content/sources.yml"), "A work that", "The work that"))),
        ("a picture", Box::new(|| write(&site.join("content/coast/tides/quay.png"), b"no picture any more"))),
        (
            "a new article",
            Box::new(|| {
                write(&site.join("content/coast/new.md"), b"---\ntitle: New\npublished: 2025-01-01\n---\n\nText.\n")
            }),
        ),
        ("a removed article", Box::new(|| fs::remove_file(site.join("content/coast/new.md")).expect("removed"))),
        (
            "an article that becomes a folder",
            Box::new(|| {
                let text = fs::read(site.join("content/coast/storms.md")).expect("a text");
                fs::remove_file(site.join("content/coast/storms.md")).expect("removed");
                write(&site.join("content/coast/storms/index.md"), &text);
            }),
        ),
        ("the settings", Box::new(|| replace(&site.join("site.toml"), "Read on", "Read more"))),
        ("a template", Box::new(|| write(&site.join("templates/404.html"), b"Not here.\n"))),
        (
            "a page removed from the output",
            Box::new(|| fs::remove_file(site.join("public/index.html")).expect("removed")),
        ),
        (
            "a page edited in the output",
            Box::new(|| fs::write(site.join("public/404.html"), "edited").expect("edited")),
        ),
    ];
    for (name, edit) in edits {
        edit();
        assert!(build(&site, &[]) == clean_build(&site), "after {name} the output differs from a clean build's");
    }
}

#[test]
fn a_second_build_writes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    build(&site, &[]);
    let times = |folder: &Path| -> BTreeMap<String, std::time::SystemTime> {
        let modified = |name: &str| fs::metadata(folder.join(name)).and_then(|file| file.modified()).expect("a time");
        tree(folder).keys().chain([&".byline-site".to_owned()]).map(|name| (name.clone(), modified(name))).collect()
    };
    let before = times(&site.join("public"));
    let run = byline(&site, &["build", "--now", NOW]);
    assert!(told(&run).contains("0 written"), "{}", told(&run));
    assert_eq!(before, times(&site.join("public")), "no file was touched");
}

#[test]
fn a_failed_build_changes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let before = build(&site, &[]);
    write(&site.join("content/coast/broken.md"), b"---\ntitle: Broken\nauthors: [nobody]\n---\n\n[x](gone.md)\n");
    write(&site.join("content/coast/fine.md"), b"---\ntitle: Fine\n---\n\nText.\n");
    let run = byline(&site, &["build", "--now", NOW]);
    assert_eq!(run.status.code(), Some(1), "{}", told(&run));
    assert!(before == tree(&site.join("public")), "the output is what it was");
}

#[test]
fn a_mistake_that_is_taken_back_leaves_nothing_to_build() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    build(&site, &[]);
    for (path, mistake) in [("templates/article.html", "{{ page.nothing }}"), ("content/broken.md", "[x](gone.md)")] {
        write(&site.join(path), mistake.as_bytes());
        let run = byline(&site, &["build", "--now", NOW]);
        assert_eq!(run.status.code(), Some(1), "{}", told(&run));
        fs::remove_file(site.join(path)).expect("removed");
        let run = byline(&site, &["build", "--now", NOW]);
        assert!(told(&run).contains("(0 rendered, 0 written, 0 removed)"), "{}", told(&run));
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_in_another_folder_zone_and_locale() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let here = build(&site, &[]);
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_byline"))
        .args(["build", "--now", NOW, "--jobs", "3", "--output", "out", "--root"])
        .arg(&site)
        .current_dir(folder.path())
        .env("TZ", "Pacific/Apia")
        .env("LC_ALL", "tr_TR.UTF-8")
        .output()
        .expect("byline starts");
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert!(here == tree(&folder.path().join("out")), "the bytes are the same");
}
