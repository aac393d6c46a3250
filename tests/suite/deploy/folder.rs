//! `byline deploy` to a folder.

use std::fs;
use std::os::unix::fs::symlink;

use super::super::support::{told, tree, write};
use super::Site;

/// What is in the folder without byline's list.
fn live(site: &Site) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = tree(&site.place.path().join("live"));
    files.remove(".byline-deploy.json");
    files
}

#[test]
fn a_folder_has_the_same_files_and_only_what_changed_is_written() {
    let site = Site::new();
    site.settings("to = \"../live\"");
    site.deployed(&[]);
    assert_eq!(live(&site), site.output());
    let said = site.deployed(&[]);
    assert!(said.contains("0 uploaded, 0 replaced, 0 removed"), "{said}");

    fs::remove_file(site.root().join("content/harbour/tide.md")).expect("an article");
    site.build();
    site.deployed(&[]);
    assert_eq!(live(&site), site.output());
    assert!(!site.place.path().join("live/harbour/tide").exists(), "a folder that is left empty goes, too");
}

#[test]
fn a_folder_with_foreign_files_is_refused_and_git_is_none() {
    let site = Site::new();
    let live_folder = site.place.path().join("live");
    write(&live_folder.join(".git/config"), b"git");
    site.deployed(&["../live"]);
    assert_eq!(fs::read(live_folder.join(".git/config")).expect("a file"), b"git");

    let other = site.place.path().join("other");
    write(&other.join("notes.txt"), b"notes");
    site.refused(&["../other"], "such as `notes.txt`");
    assert_eq!(tree(&other).len(), 1);
    site.deployed(&["../other", "--adopt"]);
    assert_eq!(fs::read(other.join("notes.txt")).expect("a file"), b"notes");
}

#[test]
fn links_in_a_folder_are_never_followed() {
    let site = Site::new();
    let live_folder = site.place.path().join("live");
    let outside = site.place.path().join("outside");
    write(&outside.join("canary"), b"canary");
    site.deployed(&["../live"]);

    // A file that was exchanged for a link is replaced, and what it leads to stays.
    fs::remove_file(live_folder.join("index.html")).expect("a page");
    symlink(outside.join("canary"), live_folder.join("index.html")).expect("a link");
    symlink(outside.join("canary"), live_folder.join(".byline-deploy.tmp")).expect("a link");
    site.deployed(&["../live"]);
    assert!(fs::symlink_metadata(live_folder.join("index.html")).expect("a page").is_file());
    assert_eq!(live(&site), site.output());

    // A folder that was exchanged for one is in the way.
    fs::remove_dir_all(live_folder.join("harbour")).expect("a folder");
    symlink(&outside, live_folder.join("harbour")).expect("a link");
    let refused = site.deploy(&["../live"]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(told(&refused).contains("it is a link or a file, where a folder is needed"), "{}", told(&refused));
    assert_eq!(tree(&outside).len(), 1);
    assert_eq!(fs::read(outside.join("canary")).expect("a file"), b"canary");
}

#[test]
fn a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file() {
    let site = Site::new();
    write(&site.root().join("static/a"), b"a file");
    write(&site.root().join("static/b/c/d.txt"), b"in folders");
    site.build();
    site.deployed(&["../live"]);
    fs::remove_file(site.root().join("static/a")).expect("a file");
    fs::remove_dir_all(site.root().join("static/b")).expect("a folder");
    write(&site.root().join("static/a/d.txt"), b"in a folder");
    write(&site.root().join("static/b"), b"a file");
    site.build();
    site.deployed(&["../live"]);
    assert_eq!(live(&site), site.output());
}

#[test]
fn a_folder_that_holds_the_site_or_is_part_of_it_is_refused() {
    let site = Site::new();
    let before = tree(&site.root());
    for to in [".", "..", "content", "content/x", "static/x", "public", "public/x", ".byline/x"] {
        site.refused(&[to], "cannot deploy to");
        assert_eq!(tree(&site.root()), before, "{to}");
    }
    site.deployed(&["docs"]);
}
