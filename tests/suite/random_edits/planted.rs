//! The test of this test: it finds every bug that is planted on purpose.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use byline::planted::Bug;

use super::runs::CleanBuilds;
use super::{Case, EDITS_OF_CASE};

/// After how many edits a bug must have been caught.
const WITHIN: u64 = 4000;

/// With `BYLINE_PLANTED` that bug alone is planted.
#[test]
fn every_planted_bug_is_caught_by_the_random_edits() {
    let alone = std::env::var("BYLINE_PLANTED").ok();
    let is_meant = |bug: &&Bug| alone.as_ref().is_none_or(|name| bug.name() == name);
    let bugs: Vec<Bug> = Bug::ALL.iter().filter(is_meant).copied().collect();
    let clean_builds = CleanBuilds::default();
    let next = AtomicUsize::new(0);
    let missed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(bug) = bugs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match edits_until_caught(*bug, &clean_builds) {
                        Some((edits, what)) => println!("{} is caught by edit {edits}: {what}", bug.name()),
                        None => missed.lock().unwrap_or_else(PoisonError::into_inner).push(bug.name()),
                    }
                }
            });
        }
    });
    let missed = missed.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(!bugs.is_empty() && missed.is_empty(), "{WITHIN} edits do not catch {missed:?}");
}

/// How many edits it takes, and what they find.
fn edits_until_caught(bug: Bug, clean_builds: &CleanBuilds) -> Option<(u64, String)> {
    (0..WITHIN / EDITS_OF_CASE).find_map(|cases| {
        let failure = Case::new(1 + cases).run(Some(bug.name()), clean_builds).err()?;
        let found = failure.what.lines().next().unwrap_or_default().to_owned();
        Some((cases * EDITS_OF_CASE + failure.edits.len() as u64, found))
    })
}
