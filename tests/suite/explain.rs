//! The pages of the codes: what `byline explain` and the handbook say of each is true.

use byline::diagnostics::Code;

use super::support::{byline, told, write};

/// The instant of every check.
const NOW: &str = "2026-01-15T12:00:00Z";

/// Years afterwards, when the handbook is still read.
const LATER: &str = "2031-01-15T12:00:00Z";

const SETTINGS: &str = "title = \"Site\"\nbase_url = \"https://site.example\"\n";

/// The files that a part of a page shows: path and text. A block without a path is no file.
fn files(part: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut open: Option<(usize, Option<String>, String)> = None;
    for line in part.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match open.take() {
            Some((wanted, path, text)) if ticks >= wanted && line.len() == ticks => {
                files.extend(path.map(|path| (path, text)));
            }
            Some((wanted, path, text)) => open = Some((wanted, path, format!("{text}{line}\n"))),
            None if ticks >= 3 => {
                let path = line.split_once(' ').map(|(_, path)| path.trim().to_owned());
                open = Some((ticks, path, String::new()));
            }
            None => {}
        }
    }
    files
}

/// What a check says of some files at an instant: the codes.
fn codes(files: &[(String, String)], now: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder.path().join("site.toml"), SETTINGS.as_bytes());
    for (path, text) in files {
        write(&folder.path().join(path), text.as_bytes());
    }
    let run = byline(folder.path(), &["check", "--now", now, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}", told(&run)));
    let found = found.as_array().expect("a list");
    found.iter().map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn every_code_has_a_page_whose_wrong_example_shows_it_and_whose_right_example_does_not() {
    let mut failures = Vec::new();
    let mut shown = 0;
    for code in Code::ALL {
        let page = code.page();
        let head = format!("---\ntitle: {code}\ndek: ");
        let Some((_, rest)) = page.split_once("## Wrong\n") else {
            failures.push(format!("{code}: there is no `## Wrong`"));
            continue;
        };
        let Some((wrong, right)) = rest.split_once("## Right\n") else {
            failures.push(format!("{code}: there is no `## Right` behind it"));
            continue;
        };
        if !page.starts_with(&head) || !page.contains(code.summary()) {
            failures.push(format!("{code}: the front matter has another title, or a dek that is not the summary"));
        }
        let (wrong, right) = (files(wrong), files(right));
        // What no text can show, such as bytes that are no text, is shown as a session in a terminal.
        if wrong.is_empty() && right.is_empty() {
            continue;
        }
        let needs_csl = matches!(code, Code::UnknownStyle | Code::BadStyle);
        if needs_csl && cfg!(not(feature = "csl")) {
            continue;
        }
        if *code == Code::NotSupported && cfg!(feature = "cards") {
            continue;
        }
        shown += 1;
        let name = code.name().to_owned();
        if !codes(&wrong, NOW).contains(&name) {
            failures.push(format!("{code}: the wrong example does not show it: {:?}", codes(&wrong, NOW)));
        }
        let is_dated = right.iter().any(|(_, text)| text.contains(": 20"));
        for now in std::iter::once(NOW).chain(is_dated.then_some(LATER)) {
            if codes(&right, now).contains(&name) {
                failures.push(format!("{code}: the right example shows it in {now}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(shown * 4 > Code::ALL.len() * 3, "only {shown} pages have examples that can be checked");
}

#[test]
fn a_code_is_explained_and_a_misspelt_one_is_guessed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = byline(folder.path(), &["explain", "broken-link"]);
    assert!(String::from_utf8_lossy(&run.stdout).starts_with("error[broken-link]: "), "{}", told(&run));
    let run = byline(folder.path(), &["explain", "broken-lnik"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(told(&run).contains("did you mean `broken-link`?"), "{}", told(&run));
    let run = byline(folder.path(), &["explain"]);
    assert_eq!(String::from_utf8_lossy(&run.stdout).lines().count(), Code::ALL.len(), "{}", told(&run));
}
