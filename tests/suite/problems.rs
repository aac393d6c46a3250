//! Every file of tests/problems is a small site as one text, then what byline says about it.
//!
//! `=== PATH` begins a file of the site, `=== expected` what is printed; site.toml may be left out. The name of a case is
//! the code it shows, with anything after a dot. Those of tests/csl/problems need the feature `csl`, and those of
//! tests/csl/without are about its absence.

use std::collections::BTreeSet;

use byline::diagnostics::Code;

use super::support::{blesses, byline, difference, names, repository, told, write};

/// The instant of every build.
const NOW: &str = "2026-01-15T12:00:00Z";

/// A site.toml for cases that are not about it.
const SETTINGS: &str = "title = \"Site\"\nbase_url = \"https://site.example\"\n";

/// Codes that no small text can show, each with the reason.
const ELSEWHERE: &[(Code, &str)] = &[
    (Code::InvalidUtf8, "the file is no text: src/parse tests it"),
    (Code::TooLarge, "the file would be too large: src/decode tests it"),
    (Code::BadFileName, "the name cannot be checked out everywhere: src/discover tests it"),
    (Code::SpecialFile, "a pipe cannot be checked out: src/discover tests it"),
    (Code::LinkOutside, "links are made by the test: src/discover tests it"),
    (Code::BrokenSymlink, "links are made by the test: src/discover tests it"),
    (Code::OutputEdited, "the output is edited between two builds: src/write tests it"),
    (Code::CacheNotWritten, "something stands in the cache's place: tests/suite/incremental.rs tests it"),
    (Code::MissingConfig, "it is about a site without site.toml: tests/suite/cli.rs tests it"),
    (Code::TooDeep, "the text would be long: src/decode and src/parse test it"),
];

#[test]
fn every_problem_is_reported_with_its_place_and_a_way_out() {
    check("tests/problems");
}

#[cfg(feature = "csl")]
#[test]
fn every_problem_with_a_csl_style_is_reported_with_its_place_and_a_way_out() {
    check("tests/csl/problems");
}

#[cfg(not(feature = "csl"))]
#[test]
fn a_csl_style_that_this_byline_cannot_read_is_reported_with_the_way_to_one_that_can() {
    check("tests/csl/without");
}

fn check(folder: &str) {
    let mut failures = Vec::new();
    let cases = names(&repository().join(folder));
    assert!(!cases.is_empty(), "the cases of {folder} are there");
    for case in &cases {
        let name = case.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(case).expect("a readable case");
        let (files, expected) = text.split_once("=== expected\n").unwrap_or((text.as_str(), ""));
        let folder = tempfile::tempdir().expect("a temporary folder");
        if !files.contains("=== site.toml\n") {
            write(&folder.path().join("site.toml"), SETTINGS.as_bytes());
        }
        for file in files.split("=== ").skip(1) {
            let (path, content) = file.split_once('\n').expect("a path and a content");
            write(&folder.path().join(path.trim()), content.as_bytes());
        }
        let run = byline(folder.path(), &["build", "--now", NOW, "--color", "never"]);
        let said: String = String::from_utf8_lossy(&run.stderr)
            .lines()
            .filter(|line| !line.starts_with("built "))
            .map(|line| format!("{}\n", line.trim_end()))
            .collect();
        let code = name.split('.').next().unwrap_or(&name);
        if !said.contains(&format!("[{code}]")) {
            failures.push(format!("{name}: `{code}` is not reported: {}", told(&run)));
            continue;
        }
        let is_error = said.contains("error[");
        let exit = if is_error { 1 } else { 0 };
        if run.status.code() != Some(exit) {
            failures.push(format!("{name}: exit code {exit} expected: {}", told(&run)));
        }
        if is_error && folder.path().join("public").exists() {
            failures.push(format!("{name}: something was written in spite of an error"));
        }
        if blesses() {
            std::fs::write(case, format!("{files}=== expected\n{said}")).expect("a writable case");
        } else if said != expected {
            failures.push(format!("{name}: {}", difference(expected, &said)));
        }
    }
    assert!(failures.is_empty(), "read the difference, then BLESS=1:\n{}", failures.join("\n"));
}

#[test]
fn every_code_of_the_catalogue_has_a_problem_file_or_a_stated_reason() {
    let shown: BTreeSet<String> = ["tests/problems", "tests/csl/problems"]
        .iter()
        .flat_map(|folder| names(&repository().join(folder)))
        .filter_map(|case| Some(case.file_stem()?.to_string_lossy().split('.').next()?.to_owned()))
        .collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !shown.contains(code.name()) && !ELSEWHERE.iter().any(|(other, _)| other == *code))
        .map(|code| code.name())
        .collect();
    assert!(missing.is_empty(), "no file in tests/problems shows {missing:?}");
    let unknown: Vec<&String> =
        shown.iter().filter(|name| !Code::ALL.iter().any(|code| code.name() == *name)).collect();
    assert!(unknown.is_empty(), "these problem files show no code of the catalogue: {unknown:?}");
}
