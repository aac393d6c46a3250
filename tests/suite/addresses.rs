//! `byline urls` and `urls.lock`: which addresses are promised, and what a build says when one is gone.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::support::{byline, told, tree, write};

const NOW: [&str; 2] = ["--now", "2026-01-15T12:00:00Z"];

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = byline(folder, &[arguments, &NOW].concat());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("byline was not killed"), text(&output.stdout), text(&output.stderr))
}

fn put(folder: &TempDir, path: &str, text: &str) {
    write(&folder.path().join(path), text.as_bytes());
}

fn lock(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("urls.lock")).expect("a lock file")
}

/// A site that locks its addresses, with what is not public, too.
fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = "title = \"S\"\nbase_url = \"https://s.example\"\n[urls]\nlock = true\n[pagination]\nper_page = 1\n";
    put(&folder, "site.toml", settings);
    put(
        &folder,
        "content/coast/tides.md",
        "---\ntitle: Tides\naliases: [/old/]\n---\n\n## Why *so*?\n\n### Ebb {#ebb}\n",
    );
    put(&folder, "content/coast/quay.md", "---\ntitle: Quay\n---\n\n![A quay](quay.svg){#plan}\n");
    put(&folder, "content/coast/quay.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    put(&folder, "content/coast/draft.md", "---\ntitle: Draft\ndraft: true\n---\n");
    put(&folder, "content/coast/soon.md", "---\ntitle: Soon\npublished: 2026-02-01\n---\n");
    put(&folder, "content/past/was.md", "---\ntitle: Was\nexpires: 2026-01-16\n---\n\n## Then\n");
    put(&folder, "content/people/jane.md", "---\nname: Jane\n---\n");
    put(&folder, "static/paper.txt", "x");
    folder
}

/// All that is promised of it.
const LINES: &str = "\
/
/coast/
/coast/quay/
/coast/quay/#plan
/coast/tides/
/coast/tides/#ebb
/coast/tides/#why-so
/old/
/past/
/past/was/
/past/was/#then
/people/
/people/jane/
/search/
";

#[test]
fn urls_lists_every_public_address_and_id_and_writes_nothing() {
    let site = site();
    let before = tree(site.path());
    let (code, out, err) = run(site.path(), &["urls"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, LINES, ""));
    assert_eq!(tree(site.path()), before);
}

#[test]
fn the_first_accept_makes_the_file_and_the_next_one_says_what_was_added_and_removed() {
    let site = site();
    let (code, out, err) = run(site.path(), &["urls", "accept"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert_eq!(err, "wrote urls.lock: 14 lines, to be committed\n");
    let first = lock(&site);
    let (header, lines) = first.split_at(first.find("\n/").expect("a line") + 1);
    assert_eq!(lines, LINES);
    assert!(header.lines().all(|line| line.starts_with("# ")) && header.contains("byline urls accept"), "{header}");
    let (code, out, err) = run(site.path(), &["urls", "accept"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", "urls.lock has every address: 14 lines\n"));

    fs::rename(site.path().join("content/coast/quay.md"), site.path().join("content/coast/pier.md"))
        .expect("a new name");
    let (code, out, err) = run(site.path(), &["urls", "accept", "--dry-run"]);
    let changes = "+ /coast/pier/\n+ /coast/pier/#plan\n- /coast/quay/\n- /coast/quay/#plan\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, changes, "would write urls.lock: 2 added, 2 removed\n"));
    assert_eq!(lock(&site), first);
    let (code, out, err) = run(site.path(), &["urls", "accept"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, changes, "wrote urls.lock: 2 added, 2 removed\n"));
    assert!(lock(&site).contains("\n/coast/pier/#plan\n"));
}

#[test]
fn a_renamed_article_fails_the_build_until_it_has_the_alias_that_the_build_asks_for() {
    let site = site();
    run(site.path(), &["urls", "accept"]);
    assert_eq!(run(site.path(), &["build"]).0, 0);
    fs::rename(site.path().join("content/coast/tides.md"), site.path().join("content/tide.md")).expect("a new name");
    let before = tree(&site.path().join("public"));
    let (code, _, err) = run(site.path(), &["build"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("error[address-gone]: nothing answers at `/coast/tides/` any more"), "{err}");
    assert!(err.contains("add `/coast/tides/` to the `aliases` of `content/tide.md`"), "{err}");
    assert_eq!(tree(&site.path().join("public")), before, "nothing was written");
    put(
        &site,
        "content/tide.md",
        "---\ntitle: Tides\naliases: [/old/, /coast/tides/]\n---\n\n## Why so?\n\n### Ebb {#ebb}\n",
    );
    let (code, _, err) = run(site.path(), &["build"]);
    assert_eq!(code, 0, "{err}");
    let locked = lock(&site);
    assert!(!locked.contains("/tide/"), "a build reads the file and never writes it");
    run(site.path(), &["urls", "accept"]);
    assert!(lock(&site).contains("\n/coast/tides/\n"), "an address that redirects is one that stays");
}

#[test]
fn a_redirect_that_is_taken_away_is_an_address_that_is_gone() {
    let site = site();
    run(site.path(), &["urls", "accept"]);
    put(&site, "content/coast/tides.md", "---\ntitle: Tides\n---\n\n## Why so?\n\n### Ebb {#ebb}\n");
    let (code, _, err) = run(site.path(), &["build"]);
    assert!(code == 1 && err.contains("nothing answers at `/old/` any more"), "{err}");
}

#[test]
fn what_expires_is_meant_to_go_with_the_list_that_only_it_was_in() {
    let site = site();
    run(site.path(), &["urls", "accept"]);
    let later = byline(site.path(), &["build", "--now", "2026-01-17"]);
    assert_eq!(later.status.code(), Some(0), "{}", told(&later));
    assert!(!site.path().join("public/past/index.html").exists());
}

#[test]
fn a_file_below_static_may_answer_in_the_place_of_a_page() {
    let site = site();
    run(site.path(), &["urls", "accept"]);
    fs::remove_file(site.path().join("content/coast/quay.md")).expect("a file less");
    assert_eq!(run(site.path(), &["build"]).0, 1);
    put(&site, "static/coast/quay/index.html", "<p id=plan>by hand</p>");
    assert_eq!(run(site.path(), &["build"]).0, 0);
}

#[test]
fn a_changed_lock_is_seen_by_a_build_of_which_nothing_else_changed() {
    let site = site();
    run(site.path(), &["urls", "accept"]);
    for _ in 0..2 {
        assert_eq!(run(site.path(), &["build"]).0, 0);
    }
    put(&site, "urls.lock", &format!("{}/gone/\n", lock(&site)));
    assert_eq!(run(site.path(), &["build"]).0, 1);
    fs::remove_file(site.path().join("urls.lock")).expect("a file less");
    let (code, _, err) = run(site.path(), &["build"]);
    assert!(code == 0 && err.contains("warning[missing-lock]"), "{err}");
}

#[test]
fn addresses_of_a_site_with_errors_are_not_accepted() {
    let site = site();
    put(&site, "content/coast/quay.md", "---\ntitle: Quay\nslug: tides\n---\n");
    for arguments in [&["urls"][..], &["urls", "accept"]] {
        let (code, out, err) = run(site.path(), arguments);
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(err.contains("error[address-clash]") && err.contains("not known"), "{err}");
    }
    assert!(!site.path().join("urls.lock").exists());
}

#[test]
fn accept_mends_a_file_that_was_merged_badly_and_says_what_it_let_go() {
    let site = site();
    put(&site, "urls.lock", "<<<<<<< a\n/gone/\n=======\n/coast/\n>>>>>>> b\n");
    let (code, out, _) = run(site.path(), &["urls", "accept"]);
    assert!(
        code == 0 && out.contains("- /gone/\n") && out.contains("+ /old/\n") && !out.contains(" /coast/\n"),
        "{out}"
    );
    assert_eq!(run(site.path(), &["build"]).0, 0);
}

#[test]
fn accept_says_that_no_build_looks_at_the_file_before_site_toml_asks_for_it() {
    let site = site();
    put(&site, "site.toml", "title = \"S\"\nbase_url = \"https://s.example\"\n");
    let (code, _, err) = run(site.path(), &["urls", "accept"]);
    assert!(code == 0 && err.contains("no build looks at it before site.toml says `lock = true`"), "{err}");
    put(&site, "urls.lock", "/gone/\n");
    assert_eq!(run(site.path(), &["build"]).0, 0);
}

#[test]
fn a_locked_site_can_be_built_with_its_drafts() {
    let site = site();
    run(site.path(), &["urls", "accept"]);
    assert_eq!(run(site.path(), &["build", "--drafts", "--future", "--verify"]).0, 0);
    assert!(!lock(&site).contains("draft"));
}
