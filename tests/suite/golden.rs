//! Every folder of tests/sites is a small site with the output expected of it; so is every one of tests/csl/sites, which
//! needs the feature `csl`.

use super::support::{blesses, byline, copy, difference, names, repository, told, tree, write};

/// The instant of every golden build.
const NOW: &str = "2026-01-15T12:00:00Z";

#[test]
fn every_golden_site_builds_to_the_bytes_expected_of_it() {
    check("tests/sites", 5);
}

#[cfg(feature = "csl")]
#[test]
fn every_golden_site_with_a_csl_style_builds_to_the_bytes_expected_of_it() {
    check("tests/csl/sites", 4);
}

/// Builds the sites of a folder, of which there are at least so many.
fn check(folder: &str, fewest: usize) {
    let mut failures = Vec::new();
    let cases = names(&repository().join(folder));
    assert!(cases.len() >= fewest, "the golden sites are there");
    for case in &cases {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let site = folder.path().join("site");
        for (path, bytes) in tree(case).into_iter().filter(|(path, _)| !path.starts_with("expected/")) {
            write(&site.join(path), &bytes);
        }
        copy(&repository().join("tests/themes/plain"), &site.join("themes/plain"));
        let run = byline(&site, &["build", "--now", NOW]);
        if run.status.code() != Some(0) {
            failures.push(format!("{name}: {}", told(&run)));
            continue;
        }
        let found = tree(&site.join("public"));
        let expected_folder = case.join("expected");
        if blesses() {
            let _ = std::fs::remove_dir_all(&expected_folder);
            copy(&site.join("public"), &expected_folder);
            continue;
        }
        let expected = tree(&expected_folder);
        for path in expected.keys().filter(|path| !found.contains_key(*path)) {
            failures.push(format!("{name}: {path} is missing"));
        }
        for (path, bytes) in &found {
            match expected.get(path) {
                Some(wanted) if wanted == bytes => {}
                Some(wanted) => failures.push(format!(
                    "{name}: {path}: {}",
                    difference(&String::from_utf8_lossy(wanted), &String::from_utf8_lossy(bytes))
                )),
                None => failures.push(format!("{name}: {path} is not expected")),
            }
        }
    }
    assert!(failures.is_empty(), "read the difference, then BLESS=1:\n{}", failures.join("\n"));
}
