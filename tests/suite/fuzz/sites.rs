//! Whole sites, built in the process of the test: the pages of any Markdown, and a site of any bytes.

use std::path::Path;
use std::time::Instant;

use byline::build::{self, Now, Options, Progress, Report};
use byline::date::Date;

use super::documents::texts;
use super::run;
use crate::hostile::place::{Things, things};
use crate::hostile::rules::faults_of_output;
use crate::support::{copy, repository, write};

/// Nobody waits.
struct Unwatched;

impl Progress for Unwatched {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self, _: &str, _: Instant) {}
}

/// Builds the site of a folder.
pub fn build(root: &Path) -> Result<Report, byline::error::Error> {
    let options = Options {
        root: root.to_owned(),
        output: None,
        base_url: None,
        drafts: false,
        future: true,
        now: Now::Date("2026-01-15".parse::<Date>().expect("a date")),
        jobs: Some(1),
        force: false,
    };
    build::build(&options, &Unwatched)
}

/// What is wrong with an output, and with building it again.
fn judged(root: &Path, report: &Report) -> Result<(), String> {
    if report.done.is_none() {
        return if root.join("public").exists() { Err("a build with errors wrote".to_owned()) } else { Ok(()) };
    }
    let output: Things = things(&root.join("public"));
    if let Some(fault) = faults_of_output(&output).into_iter().next() {
        return Err(fault);
    }
    let again = build(root).map_err(|error| error.to_string())?;
    match again.done {
        Some(done) if (done.rendered, done.written, done.removed) == (0, 0, 0) => Ok(()),
        done => Err(format!("a second build did {done:?}")),
    }
}

fn settings(root: &Path) {
    let text = "title = \"S\"\nbase_url = \"https://s.example/sub\"\ntheme.name = \"plain\"\n[markdown]\nraw_html = \"deny\"\n\
        [machines]\nllms = true\nmarkdown = true\n[taxonomies.tags]\n[feeds]\nformats = [\"atom\", \"rss\", \"json\"]\n";
    write(&root.join("site.toml"), text.as_bytes());
    copy(&repository().join("tests/themes/plain"), &root.join("themes/plain"));
}

#[test]
fn of_any_markdown_come_pages_on_which_nothing_of_it_runs() {
    let mut seeds = texts("tests/sites", ".md");
    seeds.extend(texts("content", ".md"));
    seeds.extend(texts("tests/spec", ".txt"));
    run("markdown", seeds, 60, |bytes| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        settings(folder.path());
        // Front matter of its own, so that most of it is body.
        let text = if bytes.starts_with(b"---") { bytes.to_vec() } else { [b"---\ntitle: T\n---\n", bytes].concat() };
        write(&folder.path().join("content/a.md"), &text);
        match build(folder.path()) {
            Ok(report) => judged(folder.path(), &report),
            Err(error) => Err(format!("it is no failure of the machine: {error}")),
        }
    });
}

/// The files that the bytes of a site are divided among.
const PATHS: &[&str] = &[
    "content/a.md",
    "content/b/c.md",
    "content/b/_index.md",
    "content/people/x.md",
    "content/sources.yml",
    "content/x.svg",
    "content/x.svg.yml",
    "content/a.de.md",
    "templates/article.html",
    "i18n/en.yml",
    "static/b/index.html",
    "data/d.yml",
    "urls.lock",
    "site.toml",
];

#[test]
fn of_any_bytes_comes_a_site_or_a_message_and_never_a_panic() {
    let sections = |parts: &[(&str, &str)]| -> Vec<u8> {
        parts.iter().map(|(path, text)| format!("=== {path}\n{text}")).collect::<String>().into_bytes()
    };
    let mut seeds = texts("tests/problems", ".txt");
    seeds.extend(texts("tests/lints", ".txt"));
    seeds.push(sections(&[
        ("content/a.md", "---\ntitle: A\nauthors: [x]\nsources: [s]\n---\nText [@s]. ![x](x.svg)\n"),
        ("content/people/x.md", "---\nname: X\n---\n"),
        ("content/sources.yml", "- id: s\n  title: S\n"),
        ("content/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>\n"),
        ("i18n/en.yml", "sources: Works\n"),
        (
            "templates/article.html",
            "{% extends \"plain/article.html\" %}\n{% block main %}{{ page.title }}{% endblock main %}\n",
        ),
        ("site.toml", "title = \"S\"\nbase_url = \"https://s.example\"\n[urls]\nlock = true\n[languages.de]\n"),
        ("urls.lock", "/a/\n"),
    ]));
    run("site", seeds, 80, |bytes| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        settings(folder.path());
        let text = String::from_utf8_lossy(bytes);
        let mut has_file = false;
        for part in text.split("=== ").skip(1) {
            let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
            // A name that the change has spoilt is one of the others.
            let path = PATHS.iter().find(|path| **path == name).unwrap_or(&PATHS[name.len() % PATHS.len()]);
            write(&folder.path().join(path), rest.as_bytes());
            has_file = true;
        }
        if !has_file {
            write(&folder.path().join("content/a.md"), bytes);
        }
        let has_templates = folder.path().join("templates").exists() || folder.path().join("static").exists();
        let denies =
            std::fs::read_to_string(folder.path().join("site.toml")).is_ok_and(|text| text.contains("\"deny\""));
        match build(folder.path()) {
            // What a theme or raw HTML says is the author's.
            Ok(report) if has_templates || !denies => drop(report),
            Ok(report) => return judged(folder.path(), &report),
            Err(error) => return Err(format!("it is no failure of the machine: {error}")),
        }
        Ok(())
    });
}
