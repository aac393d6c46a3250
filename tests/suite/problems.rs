//! Every file of tests/problems is a small site as one text, then what byline says about it.
//!
//! `=== PATH` begins a file of the site, `=== expected` what is printed; site.toml may be left out. The name of a case is
//! the code it shows, with anything after a dot. Those of tests/lints are checked instead of built; one with `.fine` in its
//! name is right, and the code is not shown. `=== PATH @ DATE` is how a file was committed to git on a day, in order.
//! Those of tests/csl/problems need the feature `csl`, and those of
//! tests/csl/without are about its absence.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use byline::diagnostics::Code;

use super::support::{blesses, byline, difference, names, repository, told, without_cache, write};

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
    (Code::UnwrittenCard, "nobody draws cards without the feature `cards`: tests/suite/cards.rs tests it"),
    (Code::HugePicture, "its header is no text: tests/suite/pictures tests it"),
    (Code::OutputEdited, "the output is edited between two builds: src/write tests it"),
    (Code::CacheNotWritten, "something stands in the cache's place: tests/suite/incremental.rs tests it"),
    (Code::MissingConfig, "it is about a site without site.toml: tests/suite/cli.rs tests it"),
    (Code::DeadLink, "another site has to answer: tests/suite/external.rs tests it"),
    (Code::DeadSource, "another site has to answer: tests/suite/external.rs tests it"),
    (Code::MovedLink, "another site has to answer: tests/suite/external.rs tests it"),
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
    for case in cases(folder) {
        let run = byline(case.folder.path(), &["build", "--now", NOW, "--color", "never"]);
        let said = case.said(&run, "built ");
        let Case { name, code, .. } = &case;
        if !said.contains(&format!("[{code}]")) {
            failures.push(format!("{name}: `{code}` is not reported: {}", told(&run)));
            continue;
        }
        let is_error = said.contains("error[");
        let exit = if is_error { 1 } else { 0 };
        if run.status.code() != Some(exit) {
            failures.push(format!("{name}: exit code {exit} expected: {}", told(&run)));
        }
        if is_error && case.folder.path().join("public").exists() {
            failures.push(format!("{name}: something was written in spite of an error"));
        }
        failures.extend(case.compare(&said));
    }
    assert!(failures.is_empty(), "read the difference, then BLESS=1:\n{}", failures.join("\n"));
}

#[test]
fn every_rule_finds_what_it_is_for_and_leaves_alone_what_is_right() {
    let mut failures = Vec::new();
    let cases = cases("tests/lints");
    for case in &cases {
        let before = without_cache(case.folder.path());
        let check = || byline(case.folder.path(), &["check", "--now", NOW, "--color", "never"]);
        let run = check();
        let said = case.said(&run, "checked ");
        let Case { name, code, .. } = case;
        if case.said(&check(), "checked ") != said {
            failures.push(format!("{name}: a second check says something else"));
        }
        let is_found = said.contains(&format!("[{code}]"));
        if is_found == name.contains(".fine") {
            failures.push(format!(
                "{name}: `{code}` is{} reported: {}",
                if is_found { "" } else { " not" },
                told(&run)
            ));
            continue;
        }
        if run.status.code() != Some(i32::from(said.contains("error["))) {
            failures.push(format!("{name}: another exit code is expected: {}", told(&run)));
        }
        if without_cache(case.folder.path()) != before {
            failures.push(format!("{name}: a check wrote something"));
        }
        failures.extend(case.compare(&said));
    }
    assert!(failures.is_empty(), "read the difference, then BLESS=1:\n{}", failures.join("\n"));
    for rule in byline::lint::rules::ALL {
        let has =
            |fine: bool| cases.iter().any(|case| case.code == rule.code.name() && case.name.contains(".fine") == fine);
        assert!(has(false) && has(true), "tests/lints has {0}.txt and {0}.fine.txt", rule.code);
    }
}

/// A small site, written to a folder of its own.
struct Case {
    path: PathBuf,
    name: String,
    code: String,
    files: String,
    expected: String,
    folder: tempfile::TempDir,
}

/// Commits everything in a folder at an instant.
fn commit(folder: &Path, at: &str) {
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@site.example", "-c", "commit.gpgsign=false"];
        let mut git = Command::new("git");
        git.arg("-C").arg(folder).args(identity).args(arguments);
        let run = git.env("GIT_AUTHOR_DATE", at).env("GIT_COMMITTER_DATE", at).output().expect("git runs");
        assert!(run.status.success(), "{}", told(&run));
    };
    if !folder.join(".git").is_dir() {
        git(&["init", "-q", "-b", "main"]);
    }
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "a day's work"]);
}

/// Beside the cases of tests/lints lie the paragraphs that a rule is measured on.
fn is_case(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "txt")
}

fn cases(folder: &str) -> Vec<Case> {
    // What a byline with cards can do is no problem of it.
    let is_shown = |file: &PathBuf| !(cfg!(feature = "cards") && file.ends_with("not-supported.txt"));
    let files = names(&repository().join(folder)).into_iter().filter(|file| is_case(file)).filter(is_shown);
    let cases: Vec<Case> = files.map(Case::new).collect();
    assert!(!cases.is_empty(), "the cases of {folder} are there");
    cases
}

impl Case {
    fn new(path: PathBuf) -> Case {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a readable case");
        let (files, expected) = text.split_once("=== expected\n").unwrap_or((text.as_str(), ""));
        let folder = tempfile::tempdir().expect("a temporary folder");
        if !files.contains("=== site.toml\n") {
            write(&folder.path().join("site.toml"), SETTINGS.as_bytes());
        }
        for file in files.split("=== ").skip(1) {
            let (path, content) = file.split_once('\n').expect("a path and a content");
            match path.split_once(" @ ") {
                Some((path, date)) => {
                    write(&folder.path().join(path.trim()), content.as_bytes());
                    commit(folder.path(), &format!("{}T12:00:00Z", date.trim()));
                }
                None => write(&folder.path().join(path.trim()), content.as_bytes()),
            }
        }
        let code = name.split('.').next().unwrap_or(&name).to_owned();
        Case { path, code, files: files.to_owned(), expected: expected.to_owned(), folder, name }
    }

    /// What was printed but for the summary, which says how long it took.
    fn said(&self, run: &Output, summary: &str) -> String {
        let said = String::from_utf8_lossy(&run.stderr);
        let lines = said.lines().filter(|line| !line.starts_with(summary));
        lines.map(|line| format!("{}\n", line.trim_end())).collect()
    }

    /// What differs from what is expected; when blessing nothing does.
    fn compare(&self, said: &str) -> Option<String> {
        if blesses() {
            std::fs::write(&self.path, format!("{}=== expected\n{said}", self.files)).expect("a writable case");
            return None;
        }
        (said != self.expected).then(|| format!("{}: {}", self.name, difference(&self.expected, said)))
    }
}

#[test]
fn every_code_of_the_catalogue_has_a_problem_file_or_a_stated_reason() {
    let shown: BTreeSet<String> = ["tests/problems", "tests/csl/problems", "tests/lints"]
        .iter()
        .flat_map(|folder| names(&repository().join(folder)))
        .filter(|file| is_case(file))
        .filter_map(|case| Some(case.file_stem()?.to_string_lossy().split('.').next()?.to_owned()))
        .collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !byline::lint::rules::ALL.iter().any(|rule| rule.code == **code))
        .filter(|code| !shown.contains(code.name()) && !ELSEWHERE.iter().any(|(other, _)| other == *code))
        .map(|code| code.name())
        .collect();
    assert!(missing.is_empty(), "no file in tests/problems shows {missing:?}");
    let unknown: Vec<&String> =
        shown.iter().filter(|name| !Code::ALL.iter().any(|code| code.name() == *name)).collect();
    assert!(unknown.is_empty(), "these problem files show no code of the catalogue: {unknown:?}");
}
