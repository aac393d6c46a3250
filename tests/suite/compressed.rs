//! Compressed copies: which files have them, when they are made, and when they go.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::support::{byline, told, tree, write};

const SITE: &str = "title = \"The Harbour Review\"\nbase_url = \"https://s.example\"\n";
const ALL: &str = "[compress]\nformats = [\"gz\", \"br\", \"zst\"]\n";
const NOW: [&str; 2] = ["--now", "2026-01-15T12:00:00Z"];
const COPIES: [&str; 3] = [".gz", ".br", ".zst"];

fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    settings(folder.path(), ALL);
    for name in ["tides", "quay", "light"] {
        article(folder.path(), name, "The tide comes an hour later every day.");
    }
    write(&folder.path().join("static/noise.txt"), &noise());
    write(&folder.path().join("static/tiny.css"), b"a{color:red}");
    write(&folder.path().join("static/long.css"), "a { color: red }\n".repeat(200).as_bytes());
    write(&folder.path().join("static/film.mp4"), "film".repeat(1000).as_bytes());
    folder
}

fn settings(folder: &Path, further: &str) {
    write(&folder.join("site.toml"), format!("{SITE}{further}").as_bytes());
}

fn article(folder: &Path, name: &str, text: &str) {
    let text = format!("---\ntitle: About {name}\npublished: 2026-01-02\n---\n{text}\n");
    write(&folder.join(format!("content/coast/{name}.md")), text.as_bytes());
}

/// Text that no format makes smaller.
fn noise() -> Vec<u8> {
    let mut state = 7u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..3000).map(|_| next()).collect()
}

/// How many times a build compressed something.
fn build(folder: &Path, arguments: &[&str]) -> usize {
    let run = byline(folder, &[&["build"], &NOW[..], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let told = told(&run);
    let counted = told.split(" · ").find_map(|part| part.split_once(" compression")?.0.parse().ok());
    counted.unwrap_or_default()
}

fn output(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(&folder.join("public"))
}

fn copies(folder: &Path) -> Vec<String> {
    output(folder).into_keys().filter(|path| COPIES.iter().any(|copy| path.ends_with(copy))).collect()
}

/// Sees that the output is what a build from nothing makes, and that `--verify` says so.
fn see_clean(folder: &Path) {
    let found = output(folder);
    let clean = folder.join("clean");
    fs::rename(folder.join(".byline"), folder.join("kept")).expect("moved");
    build(folder, &["--output", &clean.display().to_string()]);
    let same = tree(&clean) == found;
    fs::remove_dir_all(&clean).expect("removed");
    fs::remove_dir_all(folder.join(".byline")).expect("removed");
    fs::rename(folder.join("kept"), folder.join(".byline")).expect("moved");
    assert!(same, "the output is not that of a clean build");
    build(folder, &["--verify"]);
}

#[test]
fn copies_lie_beside_text_that_becomes_smaller_and_beside_nothing_else() {
    let folder = site();
    assert!(build(folder.path(), &[]) > 0);
    let output = output(folder.path());
    for copy in COPIES {
        for file in ["coast/tides/index.html", "long.css", "index.html"] {
            let made = output.get(&format!("{file}{copy}")).unwrap_or_else(|| panic!("no {file}{copy}"));
            assert!(made.len() < output[file].len());
        }
        for file in ["noise.txt", "tiny.css", "film.mp4"] {
            assert!(output.contains_key(file) && !output.contains_key(&format!("{file}{copy}")), "{file}{copy}");
        }
    }
    see_clean(folder.path());
}

#[test]
fn without_the_setting_there_are_no_copies_and_those_of_before_are_removed() {
    let folder = site();
    settings(folder.path(), "");
    assert_eq!(build(folder.path(), &[]), 0);
    assert_eq!(copies(folder.path()), [""; 0]);
    let without = output(folder.path());
    settings(folder.path(), ALL);
    assert!(build(folder.path(), &[]) > 0);
    settings(folder.path(), "[compress]\nformats = [\"gz\"]\n");
    assert_eq!(build(folder.path(), &[]), 0, "the gzip copies are there");
    assert!(copies(folder.path()).iter().all(|path| path.ends_with(".gz")));
    settings(folder.path(), "");
    build(folder.path(), &[]);
    assert_eq!(output(folder.path()), without);
}

#[test]
fn no_page_is_rendered_again_because_copies_are_asked_for_or_a_place_is_named() {
    let folder = site();
    settings(folder.path(), "");
    build(folder.path(), &[]);
    for further in [ALL, "[deploy]\nto = \"../live\"\n", "[compress]\nformats = [\"br\"]\n"] {
        settings(folder.path(), further);
        let run = byline(folder.path(), &[&["build"], &NOW[..]].concat());
        assert!(told(&run).contains("(0 rendered"), "{further}: {}", told(&run));
        see_clean(folder.path());
    }
}

#[test]
fn a_build_compresses_only_what_changed() {
    let folder = site();
    build(folder.path(), &[]);
    assert_eq!(build(folder.path(), &[]), 0, "nothing changed");
    write(&folder.path().join("static/long.css"), "b { color: blue }\n".repeat(200).as_bytes());
    assert_eq!(build(folder.path(), &[]), 3, "one file, three formats; what did not become smaller is not tried again");
    see_clean(folder.path());
    fs::remove_file(folder.path().join("static/long.css")).expect("removed");
    assert_eq!(build(folder.path(), &[]), 0);
    assert!(!copies(folder.path()).iter().any(|path| path.starts_with("long.css")), "they go with their file");
    see_clean(folder.path());
}

#[test]
fn a_copy_that_is_lost_or_edited_is_made_again() {
    let folder = site();
    build(folder.path(), &[]);
    let before = output(folder.path());
    fs::remove_file(folder.path().join("public/long.css.gz")).expect("removed");
    write(&folder.path().join("public/index.html.br"), b"edited");
    assert_eq!(build(folder.path(), &[]), 2);
    assert_eq!(output(folder.path()), before);
}

#[test]
fn a_file_of_the_site_stands_in_the_place_of_a_copy_and_a_copy_comes_when_it_is_gone() {
    let folder = site();
    let own = folder.path().join("static/long.css.gz");
    write(&own, b"the site's own");
    write(&folder.path().join("static/long.css.br/inside.txt"), b"a folder of the site's own");
    build(folder.path(), &[]);
    assert_eq!(output(folder.path())["long.css.gz"], b"the site's own");
    see_clean(folder.path());
    fs::remove_file(own).expect("removed");
    fs::remove_dir_all(folder.path().join("static/long.css.br")).expect("removed");
    assert_eq!(build(folder.path(), &[]), 2);
    assert_eq!(output(folder.path())["long.css.gz"][..2], [0x1f, 0x8b]);
    see_clean(folder.path());
}

#[test]
fn verify_compares_the_copies_too() {
    let folder = site();
    build(folder.path(), &[]);
    let run = byline(folder.path(), &[&["build", "--verify"], &NOW[..]].concat());
    assert_eq!(output(folder.path()).len(), verified_files(&told(&run)), "all files");
}

/// How many files `--verify` compared.
fn verified_files(told: &str) -> usize {
    let number = told.split("verified ").nth(1).and_then(|rest| rest.split(' ').next());
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{told}"))
}

#[test]
fn diff_tells_of_files_and_not_of_their_copies() {
    let folder = site();
    build(folder.path(), &[]);
    let run = byline(folder.path(), &[&["diff", "public"], &NOW[..]].concat());
    assert!(!COPIES.iter().any(|copy| told(&run).contains(copy)), "{}", told(&run));
}
