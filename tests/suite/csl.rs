//! Styles of references that are not our own: the file of one is an input of the build.

use std::fs;
use std::path::Path;

use super::support::{byline, copy, repository, told, tree};

/// The instant of every build.
const NOW: &str = "2026-01-15T12:00:00Z";

/// A golden site as a folder of its own.
fn site(folder: &Path, name: &str) -> std::path::PathBuf {
    let site = folder.join("site");
    copy(&repository().join("tests/csl/sites").join(name), &site);
    fs::remove_dir_all(site.join("expected")).expect("what is expected is there");
    copy(&repository().join("tests/themes/plain"), &site.join("themes/plain"));
    site
}

/// What a build says and how many pages it rendered.
fn build(site: &Path) -> (String, usize) {
    let run = byline(site, &["build", "--now", NOW, "--verify", "--explain"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let said = told(&run);
    let rendered = said.lines().filter(|line| line.contains("changed") || line.contains(": new")).count();
    (said, rendered)
}

#[test]
fn a_changed_csl_file_renders_the_pages_anew_and_an_unchanged_one_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path(), "numeric");
    build(&site);
    let (said, rendered) = build(&site);
    assert_eq!(rendered, 0, "{said}");
    let style = site.join("styles/house.csl");
    let text = fs::read_to_string(&style).expect("a style");
    fs::write(&style, text.replace("prefix=\"(\" suffix=\")\"", "suffix=\".\"")).expect("a new style");
    let (said, rendered) = build(&site);
    assert!(rendered > 0, "{said}");
    let pages = tree(&site.join("public"));
    let page = String::from_utf8_lossy(&pages["one/index.html"]).into_owned();
    assert!(page.contains("3. <a href"), "{page}");
}

#[test]
fn a_csl_style_of_another_name_or_language_renders_the_pages_anew() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path(), "author-date");
    build(&site);
    let settings = site.join("site.toml");
    for (from, to, shown) in [("\"apa\"", "\"ieee\"", "„Gezeiten"), ("\"de\"", "\"en\"", "“Gezeiten")] {
        let text = fs::read_to_string(&settings).expect("settings");
        fs::write(&settings, text.replace(from, to)).expect("new settings");
        build(&site);
        let pages = tree(&site.join("public"));
        let page = String::from_utf8_lossy(&pages["one/index.html"]).into_owned();
        assert!(page.contains(shown), "{page}");
    }
}

#[cfg(unix)]
#[test]
fn a_csl_file_outside_of_the_site_is_not_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path(), "numeric");
    let style = site.join("styles/house.csl");
    fs::rename(&style, folder.path().join("house.csl")).expect("moved");
    std::os::unix::fs::symlink(folder.path().join("house.csl"), &style).expect("a link");
    let run = byline(&site, &["build", "--now", NOW]);
    assert_eq!(run.status.code(), Some(2), "{}", told(&run));
    assert!(!site.join("public").exists());
}
