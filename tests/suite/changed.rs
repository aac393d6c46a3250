//! `byline check --changed-since`: what concerns the files that a branch changes.

use std::path::Path;
use std::process::Command;

use super::support::{byline, told, write};

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@site.example", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output().expect("git runs");
    assert!(run.status.success(), "{}", told(&run));
}

/// A committed site in a folder of a repository, with an old mistake.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path().join("site");
    write(&site.join("site.toml"), b"title = \"Site\"\nbase_url = \"https://site.example\"\n");
    write(
        &site.join("content/old.md"),
        b"---\ntitle: Old\ntitel: Older\n---\nTo [tides](coast/tides.md#why) and [moon](moon.md).\n",
    );
    write(&site.join("content/coast/tides.md"), b"---\ntitle: Tides\n---\n[Old](../old.md)\n\n## Why\n\nThe moon.\n");
    write(&site.join("content/moon.md"), b"---\ntitle: Moon\n---\n[Old](old.md)\n");
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "the site"]);
    folder
}

fn found(folder: &Path) -> String {
    let run = byline(&folder.join("site"), &["check", "--changed-since", "main", "--format", "short"]);
    assert_ne!(run.status.code(), Some(2), "{}", told(&run));
    String::from_utf8_lossy(&run.stdout).into_owned()
}

#[test]
fn an_old_mistake_in_an_unchanged_file_is_not_reported() {
    let folder = site();
    assert_eq!(found(folder.path()), "");
    let all = byline(&folder.path().join("site"), &["check", "--format", "short"]);
    assert!(String::from_utf8_lossy(&all.stdout).contains("unknown-field"), "{}", told(&all));
}

#[test]
fn a_mistake_in_a_changed_or_new_file_is_reported() {
    let folder = site();
    let site = folder.path().join("site");
    write(&site.join("content/moon.md"), b"---\ntitle: Moon\ndekk: x\n---\n[Old](old.md)\n");
    write(&site.join("content/new.md"), b"---\ntitle: New\npublishd: x\n---\n[Old](old.md)\n");
    let said = found(folder.path());
    assert!(said.contains("content/moon.md:3:1: warning[unknown-field]"), "{said}");
    assert!(said.contains("content/new.md:3:1: warning[unknown-field]") && !said.contains("old.md"), "{said}");
}

#[test]
fn a_link_of_an_unchanged_file_to_one_that_is_gone_or_lost_its_heading_is_reported() {
    let folder = site();
    let site = folder.path().join("site");
    std::fs::remove_file(site.join("content/moon.md")).expect("a file");
    write(
        &site.join("content/coast/tides.md"),
        b"---\ntitle: Tides\n---\n[Old](../old.md)\n\n## Because\n\nThe moon.\n",
    );
    let said = found(folder.path());
    assert!(said.contains("content/old.md:5:") && said.contains("broken-link"), "{said}");
    assert!(said.contains("broken-anchor") && !said.contains("unknown-field"), "{said}");
}

#[test]
fn whatever_a_change_keeps_from_being_built_is_reported() {
    let folder = site();
    let site = folder.path().join("site");
    let article = "---\ntitle: Surge\nauthors: jo\nimage: {src: q.svg, alt: Seen}\ntemplate: special\n---\n\
        [Old](old.md).[@led]\n\n:badge[new]\n";
    write(&site.join("content/surge.md"), article.as_bytes());
    write(&site.join("content/people/jo.md"), b"---\nname: Jo\n---\n");
    write(&site.join("content/q.svg"), b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    write(&site.join("content/sources.yml"), b"- {id: led, title: Tables}\n");
    write(&site.join("templates/special.html"), b"{% extends \"article.html\" %}");
    let badge =
        b"{% component badge(label: string) {\"directive\": [\"inline\"]} %}{{ label }}{% endcomponent badge %}";
    write(&site.join("templates/components/badge.html"), badge);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "more"]);
    assert_eq!(found(folder.path()), "");
    for (gone, code) in [
        ("content/people/jo.md", "unknown-person"),
        ("content/q.svg", "missing-asset"),
        ("content/sources.yml", "unknown-source"),
        ("templates/special.html", "unknown-template"),
        ("templates/components/badge.html", "unknown-component"),
    ] {
        let before = std::fs::read(site.join(gone)).expect("a file");
        std::fs::remove_file(site.join(gone)).expect("a file");
        let said = found(folder.path());
        assert!(said.contains(&format!("error[{code}]")), "{gone}: {said}");
        assert!(!said.contains("unknown-field"), "{gone}: {said}");
        write(&site.join(gone), &before);
    }
}

#[test]
fn a_revision_that_git_does_not_know_is_an_error_with_a_way_out() {
    let folder = site();
    let run = byline(&folder.path().join("site"), &["check", "--changed-since", "mian"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(told(&run).contains("git knows no such revision here"), "{}", told(&run));
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    write(&elsewhere.path().join("site.toml"), b"title = \"Site\"\nbase_url = \"https://site.example\"\n");
    let run = byline(elsewhere.path(), &["check", "--changed-since", "main"]);
    assert!(run.status.code() == Some(2) && told(&run).contains("in no git repository"), "{}", told(&run));
}
