//! `byline diff`: what a change does to what readers see.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::support::{byline, command, tree, write};

const DAY: [&str; 2] = ["--now", "2026-06-15"];

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = byline(folder, &[&["diff"], arguments, &DAY].concat());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("byline was not killed"), text(&output.stdout), text(&output.stderr))
}

const QUAY: &str = "---\ntitle: The quay\npublished: 2026-01-01\nupdated: 2026-02-01\nsources:\n  - {id: a, title: Almanac}\n---\n\n\
The lead.\n\n## Why\n\nTwice a day the quay is a cliff of stone.[@a]\n\nThe boats lie aground.\n";

/// A site with three articles and the file of its own that one of them shows.
fn site(root: &Path) {
    let settings =
        "title = \"S\"\nbase_url = \"https://s.example\"\n[search]\nengine = \"none\"\n[feeds]\nformats = []\n";
    write(&root.join("site.toml"), settings.as_bytes());
    write(&root.join("content/coast/quay.md"), QUAY.as_bytes());
    for name in ["tides", "boats"] {
        let text = format!("---\ntitle: On {name}\npublished: 2026-01-02\n---\n\nText.\n");
        write(&root.join(format!("content/coast/{name}.md")), text.as_bytes());
    }
    write(&root.join("static/map.svg"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
}

/// What readers notice: words, a date, a source, an article that moved, one that is gone, one that is new, and a file.
fn edit(root: &Path) {
    let quay = QUAY.replace("cliff", "wall").replace("2026-02-01", "2026-06-01").replace("Almanac", "Tide tables");
    write(&root.join("content/coast/quay.md"), format!("{quay}\nThe gulls wait.\n").as_bytes());
    let moved = "---\ntitle: On tides\npublished: 2026-01-02\naliases: [/coast/tides/]\n---\n\nText.\n";
    write(&root.join("content/coast/water.md"), moved.as_bytes());
    std::fs::remove_file(root.join("content/coast/tides.md")).expect("the article is there");
    std::fs::remove_file(root.join("content/coast/boats.md")).expect("the article is there");
    write(&root.join("static/map.svg"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>");
}

fn built() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    site(folder.path());
    let output = byline(folder.path(), &["build", "--quiet", "--now", "2026-06-15"]);
    assert!(output.status.success(), "{}", super::support::told(&output));
    folder
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["-c", "user.name=T", "-c", "user.email=t@t.example"]).args(arguments);
    let output = git.env("GIT_CONFIG_GLOBAL", "/dev/null").output().expect("git is installed");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with a site in a folder of it, committed.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    site(&folder.path().join("docs"));
    write(&folder.path().join("other.txt"), b"no part of the site");
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message=one"]);
    folder
}

#[test]
fn what_readers_notice_is_told_for_a_terminal() {
    let site = built();
    edit(site.path());
    let before = tree(site.path());
    let (code, out, err) = run(site.path(), &["public"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("since public: 1 address added, "), "{out}");
    for part in [
        " removed (1 without a redirect) · 2 other files",
        "\nremoved, and nothing leads on from there\n  /coast/boats/  On boats (was ",
        "\nremoved\n  /coast/tides/  On tides (",
        "\n    leads to /coast/water/\n",
        "\nadded\n  /coast/water/  On tides (content/coast/water.md, ",
        "\n  /coast/quay/  The quay (content/coast/quay.md, +",
        "\n    updated: 2026-02-01 → 2026-06-01\n",
        "\n    source added: Tide tables\n    source removed: Almanac\n",
        "\n    Why\n    - Twice a day the quay is a cliff of stone.",
        "\n    + Twice a day the quay is a wall of stone.",
        "\n    + The gulls wait.\n",
        "\n  changed map.svg (+",
    ] {
        assert!(out.contains(part), "{part:?} in {out}");
    }
    assert_eq!(tree(site.path()), before, "nothing is written");
}

#[test]
fn a_pull_request_gets_the_same_as_markdown_and_programs_as_json() {
    let site = built();
    edit(site.path());
    let (_, out, _) = run(site.path(), &["public", "--format", "markdown"]);
    for part in [
        "**Since public:** 1 address added, ",
        "\n### Removed, and nothing leads on from there :warning:\n\n- <code>/coast/boats/</code> On boats\n",
        "\n- <code>/coast/tides/</code> On tides leads to <code>/coast/water/</code>\n",
        "\n<details><summary><code>/coast/quay/</code> The quay (",
        "\n- updated&#58; 2026-02-01 → 2026-06-01\n",
        "\n```diff\n",
        "\n@@ Why @@\n- Twice a day the quay is a cliff of stone.",
    ] {
        assert!(out.contains(part), "{part:?} in {out}");
    }
    let (_, out, _) = run(site.path(), &["public", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(found["same"], false);
    let page = |address: &str| {
        let pages = found["pages"].as_array().expect("pages").iter();
        pages.clone().find(|page| page["address"] == address).expect(address).clone()
    };
    assert_eq!(page("/coast/boats/")["lost"], true);
    assert_eq!(
        (page("/coast/tides/")["lost"].clone(), page("/coast/tides/")["leads_to"].clone()),
        (false.into(), "/coast/water/".into())
    );
    let dates = serde_json::json!([{"name": "updated", "before": "2026-02-01", "after": "2026-06-01"}]);
    assert_eq!(page("/coast/quay/")["dates"], dates);
}

#[test]
fn of_no_change_there_is_one_line_in_each_format() {
    let site = built();
    let files = std::fs::read_dir(site.path().join("public")).expect("an output").count();
    assert!(files > 0);
    let (code, out, err) = run(site.path(), &["public"]);
    assert_eq!((code, err.as_str(), out.lines().count()), (0, "", 1), "{out}");
    assert!(out.starts_with("no change since public: ") && out.ends_with(" are the same\n"), "{out}");
    let (_, out, _) = run(site.path(), &["public", "--format", "markdown"]);
    assert!(out.starts_with("**No change** since public: ") && out.lines().count() == 1, "{out}");
    let (_, out, _) = run(site.path(), &["public", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&found["same"], &found["before"]), (&true.into(), &found["after"]));
}

#[test]
fn a_revision_is_compared_with_the_files_as_they_are_and_the_repository_stays_as_it_was() {
    let folder = repository();
    let root = folder.path().join("docs");
    let (code, out, err) = run(&root, &["HEAD"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("no change since HEAD: "), "{out}");
    edit(&root);
    write(&folder.path().join("other.txt"), b"changed");
    let files = || {
        let mut files = tree(folder.path());
        files.retain(|path, _| !path.starts_with("docs/.byline/"));
        files
    };
    let before = files();
    for name in ["HEAD", "main", "main~0"] {
        let (code, out, _) = run(folder.path(), &[name, "--root", "docs"]);
        assert_eq!(code, 0);
        assert!(out.contains("is a cliff of stone") && out.contains("/coast/boats/  On boats (was "), "{out}");
    }
    assert!(files() == before, "neither the files nor what git has of them changed");
    let cache = root.join(".byline");
    let left = std::fs::read_dir(&cache).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir()).count();
    assert_eq!(left, 0, "the folder of the revision is removed");
}

#[test]
fn a_scheduled_article_that_has_come_due_since_a_revision_is_no_change() {
    let folder = repository();
    let root = folder.path().join("docs");
    write(&root.join("content/coast/soon.md"), b"---\ntitle: Soon\npublished: 2026-03-01\n---\n\nText.\n");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message=two"]);
    let (_, out, _) = run(&root, &["HEAD"]);
    assert!(out.starts_with("no change since HEAD: "), "{out}");
    let (_, out, _) = run(&root, &["HEAD~1"]);
    assert!(out.contains("\nadded\n  /coast/soon/  Soon"), "{out}");
}

#[test]
fn what_is_neither_a_folder_nor_a_revision_is_said_with_a_way_out() {
    let folder = repository();
    let root = folder.path().join("docs");
    for name in ["nowhere", "HEAD~9", "-x", "HEAD:docs", "", "a b"] {
        let output = byline(&root, &["diff", "--", name]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{name}");
    }
    let (_, _, err) = run(&root, &["nowhere"]);
    assert!(err.contains("there is no such folder, and git knows no such revision here\nhelp: name a folder"), "{err}");
    let (code, _, err) = run(&root, &["content"]);
    assert_eq!(code, 2);
    assert!(err.contains("byline has not built it"), "{err}");
    let site = tempfile::tempdir().expect("a temporary folder");
    self::site(site.path());
    let (code, _, err) = run(site.path(), &["main"]);
    assert_eq!(code, 2);
    assert!(err.contains("the site is in no git repository"), "{err}");
}

#[test]
fn without_git_a_revision_cannot_be_had_and_a_folder_can() {
    let site = built();
    let without = |with: &str| {
        let program = Path::new(env!("CARGO_BIN_EXE_byline"));
        let mut command = command(program, site.path(), &["diff", with, "--now", "2026-06-15"]);
        let output = command.env("PATH", "/nowhere").output().expect("byline starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, err) = without("main");
    assert_eq!(code, Some(2));
    assert!(err.contains("the program `git` is not installed\nhelp: install it, or name a folder"), "{err}");
    assert_eq!(without("public"), (Some(0), String::new()));
}

#[test]
fn a_site_with_errors_now_or_then_is_not_compared() {
    let folder = repository();
    let root = folder.path().join("docs");
    let broken = b"---\ntitle: T\n---\n\n[x](nowhere.md)\n";
    write(&root.join("content/coast/broken.md"), broken);
    let (code, out, err) = run(&root, &["HEAD"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("error[broken-link]") && err.ends_with("while the site has errors\n"), "{err}");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message=two"]);
    write(&root.join("content/coast/broken.md"), b"---\ntitle: T\n---\n\nWhole.\n");
    let (code, out, err) = run(&root, &["HEAD"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("error[broken-link]") && err.contains("had these errors in `HEAD`"), "{err}");
    git(folder.path(), &["rm", "--quiet", "-r", "--cached", "."]);
    git(folder.path(), &["commit", "--quiet", "--message=three"]);
    let (code, _, err) = run(&root, &["HEAD"]);
    assert_eq!(code, 2);
    assert!(err.contains("there was no site.toml in this folder then"), "{err}");
}

#[test]
fn a_lost_address_that_is_promised_is_shown_and_no_error() {
    let site = built();
    write(&site.path().join("urls.lock"), b"/coast/boats/\n");
    let settings = std::fs::read_to_string(site.path().join("site.toml")).expect("settings");
    write(&site.path().join("site.toml"), format!("{settings}[urls]\nlock = true\n").as_bytes());
    edit(site.path());
    let (code, out, _) = run(site.path(), &["public"]);
    assert_eq!(code, 0);
    assert!(out.contains("nothing leads on from there\n  /coast/boats/"), "{out}");
}

#[test]
fn a_page_that_moved_without_a_redirect_comes_with_the_line_that_makes_one() {
    let site = built();
    let content = site.path().join("content/coast");
    std::fs::rename(content.join("boats.md"), content.join("ships.md")).expect("the article is there");
    let (_, out, _) = run(site.path(), &["public"]);
    let way_out = "help: if it has moved, write `aliases: [/coast/boats/]` in content/coast/ships.md\n";
    assert!(out.contains(way_out), "{out}");
    let text = "---\ntitle: On boats\npublished: 2026-01-02\naliases: [/coast/boats/]\n---\n\nText.\n";
    write(&content.join("ships.md"), text.as_bytes());
    let (_, out, _) = run(site.path(), &["public"]);
    assert!(out.contains("1 removed · ") && !out.contains("help:"), "{out}");
}
