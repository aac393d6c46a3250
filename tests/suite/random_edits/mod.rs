//! However a site and its output are edited, a build over the earlier output leaves what a clean build leaves.
//!
//! A case is a seed: the edits that make a site, and those that follow, each followed by a build over what lies there
//! and by a clean build in a fresh folder (`bench`). A case that fails is told by its seed and by the fewest edits that
//! fail as well.
//!
//! `BYLINE_RANDOM_EDITS=10000` makes so many edits, `BYLINE_RANDOM_SEED=17` runs that case alone.

mod bench;
mod cache;
mod content;
mod disk;
mod documents;
mod edit;
mod files;
mod output;
mod places;
#[cfg(feature = "planted-bugs")]
mod planted;
mod publishing;
pub mod random;
mod runs;
mod site;
pub mod watched;
mod word;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use tempfile::TempDir;

use bench::{Bench, Tally};
use edit::Edit;
use random::Random;
use runs::CleanBuilds;

/// How many edits a run makes unless it is asked for more.
const EDITS: u64 = 300;
/// How many of them one site gets.
const EDITS_OF_CASE: u64 = 50;
/// In every fifth case little happens but that time passes.
const TIME_PASSES: u64 = 5;
/// How often a failing case is run again to find fewer edits.
const ATTEMPTS: usize = 200;

/// The edits of one site.
#[derive(Clone)]
struct Case {
    /// Those that make it.
    first: Vec<Edit>,
    /// Those that are built one by one.
    later: Vec<Edit>,
}

/// What went wrong, after which edits.
struct Failure {
    edits: Vec<String>,
    what: String,
    /// Where the site lies.
    folder: TempDir,
}

#[test]
fn however_a_site_and_its_output_are_edited_a_build_leaves_what_a_clean_build_leaves() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let cases = number("BYLINE_RANDOM_EDITS").unwrap_or(EDITS).div_ceil(EDITS_OF_CASE);
    let alone = number("BYLINE_RANDOM_SEED");
    let are_few = alone.is_some() || cases < EDITS / EDITS_OF_CASE;
    let seeds = match alone {
        Some(seed) => seed..seed + 1,
        None => 1..cases + 1,
    };
    let (tally, failure) = run_all(seeds);
    if let Some((seed, failure)) = failure {
        let Failure { edits, what, folder } = shrink(Case::new(seed), *failure);
        let (edits, folder) = (edits.join("\n  "), folder.keep());
        let folder = folder.display();
        panic!(
            "seed {seed} (run it again with BYLINE_RANDOM_SEED={seed}), after these edits in {folder}:\n  {edits}\n{what}"
        );
    }
    println!("{tally:?}");
    let Tally { built, mistaken, barred, files, idle } = tally;
    assert!(are_few || built > 2 * (mistaken + barred), "most edits are built: {tally:?}");
    assert!(are_few || (mistaken > 0 && barred > 0), "some cannot be: {tally:?}");
    assert!(are_few || (files > 15 * built && built > 5 * idle), "sites are large enough: {tally:?}");
}

/// Runs the cases on all cores; gives what the builds were, and the failure of the lowest seed that failed.
fn run_all(seeds: std::ops::Range<u64>) -> (Tally, Option<(u64, Box<Failure>)>) {
    let next = AtomicU64::new(seeds.start);
    let has_failed = AtomicBool::new(false);
    let results = Mutex::new((Tally::default(), Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while !has_failed.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    let result = Case::new(seed).run(None, &CleanBuilds::default());
                    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                    match result {
                        Ok(tally) => results.0 = results.0.and(tally),
                        Err(failure) => {
                            has_failed.store(true, Ordering::Relaxed);
                            results.1.push((seed, failure));
                        }
                    }
                }
            });
        }
    });
    let (tally, failures) = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    (tally, failures.into_iter().min_by_key(|(seed, _)| *seed))
}

impl Case {
    /// The case of a seed.
    fn new(seed: u64) -> Case {
        let mut random = Random::new(seed);
        let first = edit::first(&mut random);
        let later = if seed.is_multiple_of(TIME_PASSES) { edit::while_time_passes } else { edit::later };
        Case { first, later: (0..EDITS_OF_CASE).map(|_| later(&mut random)).collect() }
    }

    /// Builds after each edit up to the first failure, with a bug if one is planted; gives what the builds were.
    fn run(&self, planted: Option<&str>, clean_builds: &CleanBuilds) -> Result<Tally, Box<Failure>> {
        let mut bench = Bench::new(&self.first, planted, clean_builds);
        let mut edits = Vec::new();
        for edit in &self.later {
            let (edited, result) = bench.step(*edit);
            edits.push(edited);
            if let Err(what) = result {
                return Err(Box::new(Failure { edits, what, folder: bench.into_folder() }));
            }
        }
        Ok(bench.tally)
    }
}

/// Leaves out edits while it still fails: half of them, then a quarter, down to each alone.
fn shrink(mut case: Case, mut failure: Failure) -> Failure {
    let mut attempts = 0;
    let clean_builds = CleanBuilds::default();
    case.later.truncate(failure.edits.len());
    let parts: [fn(&mut Case) -> &mut Vec<Edit>; 2] = [|case| &mut case.later, |case| &mut case.first];
    for part in parts {
        let mut size = part(&mut case).len().div_ceil(2);
        while size > 0 {
            let mut at = 0;
            while at < part(&mut case).len() && attempts < ATTEMPTS {
                let mut smaller = case.clone();
                let edits = part(&mut smaller);
                edits.drain(at..(at + size).min(edits.len()));
                attempts += 1;
                match smaller.run(None, &clean_builds) {
                    Err(found) => {
                        smaller.later.truncate(found.edits.len());
                        (case, failure) = (smaller, *found);
                    }
                    Ok(_) => at += size,
                }
            }
            size /= 2;
        }
    }
    failure
}
