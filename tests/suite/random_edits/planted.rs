//! The test of this test: it finds every bug that is planted on purpose.
//!
//! `planted.tsv` has the case that caught each bug the last time, which is tried first: a bug that only one edit in
//! thousands shows would take minutes otherwise. `BLESS=1` writes it anew.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use byline::planted::Bug;

use super::runs::CleanBuilds;
use super::{Case, EDITS_OF_CASE};
use crate::serve::random_edits::watch;
use crate::support::{blesses, repository};

/// After how many edits a bug must have been caught.
const WITHIN: u64 = 4000;
/// After how many edits one of previews must have been.
const WATCHED: u64 = 300;
/// How long a preview may take to show what a build writes.
const PATIENCE: Duration = Duration::from_secs(4);

/// What caught a bug.
struct Catch {
    /// The case.
    seed: u64,
    /// How many of its edits it took.
    edits: usize,
    /// What was seen.
    what: String,
}

/// With `BYLINE_PLANTED` that bug alone is planted.
#[test]
fn every_planted_bug_is_caught_by_the_random_edits() {
    let alone = std::env::var("BYLINE_PLANTED").ok();
    let is_meant = |bug: &&Bug| alone.as_ref().is_none_or(|name| bug.name() == name);
    let bugs: Vec<Bug> = Bug::OF_SESSIONS.iter().chain(Bug::OF_BUILDS).filter(is_meant).copied().collect();
    let seeds = seeds();
    let clean_builds = CleanBuilds::default();
    let next = AtomicUsize::new(0);
    let (caught, missed) = (Mutex::new(BTreeMap::new()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(bug) = bugs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let catch_in = if Bug::OF_SESSIONS.contains(bug) { seen_in } else { caught_in };
                    let cases = if Bug::OF_SESSIONS.contains(bug) { WATCHED } else { WITHIN } / EDITS_OF_CASE;
                    let first = seeds.get(bug.name()).copied();
                    let catch = first.into_iter().chain(1..=cases).find_map(|seed| catch_in(*bug, seed, &clean_builds));
                    match catch {
                        Some(Catch { seed, edits, what }) => {
                            println!("{} is caught by edit {edits} of case {seed}: {what}", bug.name());
                            caught.lock().unwrap_or_else(PoisonError::into_inner).insert(bug.name(), seed);
                        }
                        None => missed.lock().unwrap_or_else(PoisonError::into_inner).push(bug.name()),
                    }
                }
            });
        }
    });
    let missed = missed.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(!bugs.is_empty() && missed.is_empty(), "{WITHIN} edits, {WATCHED} of previews, do not catch {missed:?}");
    if blesses() && alone.is_none() {
        let caught = caught.into_inner().unwrap_or_else(PoisonError::into_inner);
        let text: String = caught.into_iter().map(|(name, seed)| format!("{name}\t{seed}\n")).collect();
        std::fs::write(repository().join("tests/suite/random_edits/planted.tsv"), text).expect("a writable file");
    }
}

/// The case that caught each bug the last time.
fn seeds() -> BTreeMap<&'static str, u64> {
    let line = |line: &'static str| {
        let (name, seed) = line.split_once('\t')?;
        Some((name, seed.parse().ok()?))
    };
    include_str!("planted.tsv").lines().map(|text| line(text).expect("a name, a tab and a number")).collect()
}

/// What a case sees of a bug while a preview shows its site.
fn seen_in(bug: Bug, seed: u64, clean_builds: &CleanBuilds) -> Option<Catch> {
    let of_one = usize::try_from(EDITS_OF_CASE).expect("a small number");
    let (edits, what) = watch(seed, of_one, Some(bug.name()), PATIENCE, clean_builds).err()?;
    Some(Catch { seed, edits, what: first_line(&what) })
}

/// What a case finds of a bug.
fn caught_in(bug: Bug, seed: u64, clean_builds: &CleanBuilds) -> Option<Catch> {
    let failure = Case::new(seed).run(Some(bug.name()), clean_builds).err()?;
    Some(Catch { seed, edits: failure.edits.len(), what: first_line(&failure.what) })
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
