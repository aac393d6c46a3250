//! Pre-processors while somebody writes: nothing of the site runs unless the editor says so.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::super::support::{byline, told, tree, write};
use super::client::{Client, Watches};

const A: &str = "content/a.md";
const B: &str = "content/b.md";

/// An article whose heading a program makes, and one that links to it.
fn site(script: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |path: &str, text: &str| write(&folder.path().join(path), text.as_bytes());
    put(
        "site.toml",
        "title = \"Site\"\nbase_url = \"https://site.example\"\n[extensions]\nallow = [\"p\"]\n[preprocessors.p]\n\
         command = [\"sh\", \"tools/p.sh\"]\npaths = [\"content/a.md\"]\n",
    );
    put("tools/p.sh", script);
    put(A, "---\ntitle: A\n---\n\nHEADING\n\nBack to [B](b.md).\n");
    put(B, "---\ntitle: B\n---\n\nSee [it](a.md#made).\n");
    folder
}

const HEADING: &str = r#"echo run >> runs
sed -e 's/^.*,"body":/{"body":/' -e 's/HEADING/## Made/'
"#;

fn runs(site: &Path) -> usize {
    fs::read_to_string(site.join("runs")).map_or(0, |runs| runs.lines().count())
}

fn has(code: &str) -> impl Fn(&[Value]) -> bool {
    let code = code.to_owned();
    move |shown| shown.iter().any(|one| one["code"] == code.as_str())
}

#[test]
fn an_editor_starts_no_program_of_a_site_and_shows_what_a_build_kept() {
    let site = site(HEADING);
    let mut client = Client::start(site.path(), Watches::Files);
    client.open(B);
    client.wait_for(B, has("broken-anchor"));
    assert_eq!(runs(site.path()), 0);
    let built = byline(site.path(), &["build"]);
    assert_eq!(built.status.code(), Some(0), "{}", told(&built));
    assert_eq!(runs(site.path()), 1);
    client.save(B);
    client.wait_for(B, |shown| !has("broken-anchor")(shown));
    // What is typed and not built yet is as it is written.
    client.open(A);
    client.change(A, "Back", "Always back");
    client.wait_for(B, has("broken-anchor"));
    client.change(A, "Always back", "Back");
    client.wait_for(B, |shown| !has("broken-anchor")(shown));
    assert_eq!(runs(site.path()), 1);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_editor_that_is_told_to_runs_programs_for_what_is_typed_and_keeps_nothing_of_it() {
    let site = site(HEADING);
    let mut client = Client::spawn(site.path(), &["lsp", "--preprocessors"]);
    client.initialize(Watches::Files);
    client.quiet();
    assert_eq!(runs(site.path()), 1);
    let kept = tree(&site.path().join(".byline/preprocessed"));
    assert_eq!(kept.len(), 1);
    client.open(A);
    client.open(B);
    client.quiet();
    assert_eq!(client.codes(B), [""; 0]);
    client.change(A, "HEADING", "No HEADING");
    client.wait_for(B, has("broken-anchor"));
    client.change(A, "No HEADING", "HEADING");
    client.wait_for(B, |shown| !has("broken-anchor")(shown));
    assert_eq!(runs(site.path()), 2);
    assert_eq!(tree(&site.path().join(".byline/preprocessed")), kept);
    // What it says of an open article is shown there.
    write(&site.path().join("tools/p.sh"), b"exit 3\n");
    client.save(A);
    let shown = client.wait_for(A, has("preprocessor-failed"));
    assert!(shown[0]["message"].as_str().expect("a text").contains("ended with exit code 3"), "{shown:#?}");
    assert_eq!(client.end(), Some(0));
}
