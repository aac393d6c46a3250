//! The instant that `byline next` prints is the next one at which a random site changes, and the first.

use std::path::Path;

use byline::date::{Instant, Zone};

use super::Case;
use super::bench::Bench;
use super::disk::{self, Things};
use super::documents as d;
use super::random::Random;
use super::runs::CleanBuilds;
use crate::support::{byline, told, write};

/// How many sites are tried.
const SITES: u64 = 8;
/// Before everything that is scheduled.
const BEGIN: &str = "2023-01-01T00:00:00Z";

#[test]
fn until_the_instant_that_next_prints_a_site_stays_as_it_is_and_then_it_changes() {
    let clean_builds = CleanBuilds::default();
    let mut changes = 0;
    for seed in 1..=SITES {
        let mut site = Bench::new(&Case::new(seed).first, None, &clean_builds).site;
        let mut random = Random::new(seed);
        for _ in 0..6 {
            d::set_date(&mut site, &mut random);
            d::set_expiry(&mut site, &mut random);
        }
        site.now = BEGIN.to_owned();
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, bytes) in site.to_files() {
            write(&folder.path().join(path), &bytes);
        }
        let mut now = BEGIN.to_owned();
        while let Some(next) = next(folder.path(), &now) {
            let (from, at) = (seconds(&now), seconds(&next));
            assert!(from < at, "seed {seed}: {next} is not after {now}");
            let before = built(folder.path(), &now);
            for between in [from + (at - from) / 3, at - 1] {
                let same = before == built(folder.path(), &iso(between));
                assert!(same, "seed {seed}: the site changes between {now} and {next}");
            }
            let after = built(folder.path(), &next);
            if let (Ok(before), Ok(after)) = (before, after) {
                assert!(before != after, "seed {seed}: nothing changes at {next}");
                changes += 1;
            }
            now = next;
        }
        let same = built(folder.path(), &now) == built(folder.path(), "2099-01-01");
        assert!(same, "seed {seed}: nothing was scheduled after {now}, and the site changed");
    }
    assert!(changes > 2 * SITES, "only {changes} changes were seen");
}

fn next(root: &Path, now: &str) -> Option<String> {
    let run = byline(root, &["next", "--now", now]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let text = String::from_utf8_lossy(&run.stdout).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// What a build leaves, or that it cannot be built.
fn built(root: &Path, now: &str) -> Result<Things, ()> {
    let run = byline(root, &["build", "--quiet", "--now", now]);
    if run.status.code() == Some(0) { Ok(disk::things(&root.join("public"))) } else { Err(()) }
}

fn seconds(text: &str) -> i64 {
    text.parse::<Instant>().expect("an instant").seconds()
}

fn iso(seconds: i64) -> String {
    Instant::from_seconds(seconds).expect("an instant").iso(&Zone::utc())
}
