//! This repository's own history, built commit after commit over what the one before left.
//!
//! `BYLINE_HISTORY=200 cargo test --test suite history -- --nocapture` goes back further.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use super::support::{byline, repository, told, tree};

/// How many commits a usual run goes back.
const COMMITS: usize = 5;
/// What of a commit is the site.
const INPUTS: [&str; 3] = ["content", "themes", "site.toml"];

/// How many commits this run goes back.
fn wanted() -> usize {
    std::env::var("BYLINE_HISTORY").ok().map_or(COMMITS, |text| text.parse().expect("a number"))
}

/// Whether the repository was cloned without its older commits.
fn is_shallow() -> bool {
    let mut git = Command::new("git");
    git.arg("-C").arg(repository()).args(["rev-parse", "--is-shallow-repository"]);
    git.output().is_ok_and(|told| told.stdout.starts_with(b"true"))
}

/// The last commits that changed the site, the oldest first; none where this is no repository.
fn commits() -> Vec<String> {
    let count = wanted();
    let mut git = Command::new("git");
    git.arg("-C").arg(repository()).args(["rev-list", "--reverse", &format!("--max-count={count}"), "HEAD", "--"]);
    match git.args(INPUTS).output() {
        Ok(told) if told.status.success() => String::from_utf8_lossy(&told.stdout).lines().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Puts the site of a commit into a folder, in place of the one that is there.
fn check_out(commit: &str, root: &Path) {
    for input in INPUTS {
        let path = root.join(input);
        let gone = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        // In the first round nothing is there.
        drop(gone);
    }
    std::fs::create_dir_all(root).expect("a folder");
    let line = "git -C \"$1\" archive \"$2\" -- content themes site.toml | tar -x -C \"$3\"";
    let mut shell = Command::new("sh");
    let done = shell.args(["-c", line, "sh"]).arg(repository()).arg(commit).arg(root).status().expect("a shell");
    assert!(done.success(), "{commit} cannot be taken out");
}

#[test]
fn commit_after_commit_of_this_repository_a_build_over_the_last_one_equals_a_clean_build() {
    let commits = commits();
    if commits.is_empty() {
        let _ = writeln!(std::io::stderr(), "NOT PROVEN HERE: this is no repository with a history");
        return;
    }
    assert!(
        commits.len() >= wanted() || !is_shallow(),
        "this clone is shallow and has {} of {} commits: get the rest with `git fetch --unshallow`",
        commits.len(),
        wanted()
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    let mut built = 0;
    for commit in &commits {
        check_out(commit, &root);
        let clean_folder = tempfile::tempdir().expect("a temporary folder");
        let clean_root = clean_folder.path().join("site");
        check_out(commit, &clean_root);
        // An article may be due later than this test is run.
        let now = ["build", "--now", "2027-01-01", "--future"];
        let (over, clean) = (byline(&root, &now), byline(&clean_root, &now));
        assert_eq!(over.status.code(), clean.status.code(), "{commit}: {}\n{}", told(&over), told(&clean));
        // A site of another time may have what is a mistake by now.
        if clean.status.success() {
            let (over, clean) = (tree(&root.join("public")), tree(&clean_root.join("public")));
            let paths = over.keys().chain(clean.keys());
            let different: Vec<&String> = paths.filter(|path| over.get(*path) != clean.get(*path)).collect();
            assert!(different.is_empty(), "{commit}: {different:?}");
            built += 1;
        }
    }
    println!("{built} of {} commits were built over each other", commits.len());
    assert!(built > 1, "{built} commits could be built: none over another one");
}
