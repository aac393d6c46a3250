//! The test of this test: it finds every bug that is planted on purpose.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use byline::planted::Bug;

use super::runs::CleanBuilds;
use super::{Case, EDITS_OF_CASE};
use crate::serve::random_edits::watch;

/// After how many edits a bug must have been caught.
const WITHIN: u64 = 4000;
/// After how many edits one of previews must have been.
const WATCHED: usize = 300;
/// How long a preview may take to show what a build writes.
const PATIENCE: Duration = Duration::from_secs(4);

/// With `BYLINE_PLANTED` that bug alone is planted.
#[test]
fn every_planted_bug_is_caught_by_the_random_edits() {
    let alone = std::env::var("BYLINE_PLANTED").ok();
    let is_meant = |bug: &&Bug| alone.as_ref().is_none_or(|name| bug.name() == name);
    let bugs: Vec<Bug> = Bug::OF_SESSIONS.iter().chain(Bug::OF_BUILDS).filter(is_meant).copied().collect();
    let clean_builds = CleanBuilds::default();
    let next = AtomicUsize::new(0);
    let missed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(bug) = bugs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let is_of_sessions = Bug::OF_SESSIONS.contains(bug);
                    let caught = if is_of_sessions { edits_until_seen } else { edits_until_caught };
                    match caught(*bug, &clean_builds) {
                        Some((edits, what)) => println!("{} is caught by edit {edits}: {what}", bug.name()),
                        None => missed.lock().unwrap_or_else(PoisonError::into_inner).push(bug.name()),
                    }
                }
            });
        }
    });
    let missed = missed.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(!bugs.is_empty() && missed.is_empty(), "{WITHIN} edits, {WATCHED} of previews, do not catch {missed:?}");
}

/// How many edits it takes while a preview shows the site, and what is seen.
fn edits_until_seen(bug: Bug, clean_builds: &CleanBuilds) -> Option<(u64, String)> {
    let of_one = usize::try_from(EDITS_OF_CASE).expect("a small number");
    (0..WATCHED / of_one).find_map(|cases| {
        let seed = u64::try_from(cases).expect("a small number") + 1;
        let (edits, what) = watch(seed, of_one, Some(bug.name()), PATIENCE, clean_builds).err()?;
        let found = what.lines().next().unwrap_or_default().to_owned();
        Some(((cases * of_one + edits) as u64, found))
    })
}

/// How many edits it takes, and what they find.
fn edits_until_caught(bug: Bug, clean_builds: &CleanBuilds) -> Option<(u64, String)> {
    (0..WITHIN / EDITS_OF_CASE).find_map(|cases| {
        let failure = Case::new(1 + cases).run(Some(bug.name()), clean_builds).err()?;
        let found = failure.what.lines().next().unwrap_or_default().to_owned();
        Some((cases * EDITS_OF_CASE + failure.edits.len() as u64, found))
    })
}
