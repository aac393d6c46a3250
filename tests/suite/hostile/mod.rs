//! The list of hostile inputs, case by case: `tests/hostile/README.md` says how it is read.
//!
//! 1. `list` reads the cases and what was decided about them; `content` makes their bytes, `place` their folders.
//! 2. `steps` carries out what a case runs; `run` is one run with its limits.
//! 3. `rules` are what holds of every output and of everything that is printed.
//!
//! Every case is counted. One that this machine cannot run, because it lacks a right such as that to mount a disk, is
//! printed and counted, too.

mod canary;
mod content;
mod escapes;
mod faults;
mod limits;
mod list;
pub mod place;
mod processes;
pub mod rules;
mod run;
mod soak;
mod steps;
mod traced;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::random_edits::random::Random;
use list::{Case, Expected, cases};
use place::{Place, contents, difference, things};
use run::Run;
use steps::Ended;

/// So many cases the list has.
const CASES: usize = 160;

/// How a case went.
enum Verdict {
    Passed,
    /// It could not be run here, and why.
    NotHere(String),
    Failed(Vec<String>),
}

#[test]
fn every_hostile_input_of_the_list_ends_as_the_list_says_and_harms_nothing() {
    let only = std::env::var("BYLINE_HOSTILE").ok();
    let cases: Vec<Case> = cases().into_iter().filter(|case| only.as_ref().is_none_or(|id| *id == case.id)).collect();
    assert!(only.is_some() || cases.len() == CASES, "{} cases, and the list has {CASES}", cases.len());
    let verdicts: Vec<(&Case, Verdict)> = cases.par_iter().map(|case| (case, judged(case))).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for (case, verdict) in &verdicts {
        let word = match verdict {
            Verdict::Passed => "passed",
            Verdict::NotHere(why) => {
                println!("{} CANNOT RUN HERE: {why}", case.id);
                "not run here"
            }
            Verdict::Failed(faults) => {
                failures.push(format!("{} ({}):\n  {}", case.id, case.class, faults.join("\n  ")));
                "failed"
            }
        };
        *counts.entry(word).or_default() += 1;
    }
    println!("{} hostile inputs: {counts:?}", verdicts.len());
    assert!(failures.is_empty(), "{} of {} failed:\n{}", failures.len(), verdicts.len(), failures.join("\n"));
    assert_eq!(counts.values().sum::<usize>(), cases.len());
}

fn judged(case: &Case) -> Verdict {
    let seeds = if case.rows.iter().any(|row| row.content.contains("seed=")) { 1..=20 } else { 1..=1 };
    let mut faults = Vec::new();
    for seed in seeds {
        let place = Place::new(case, 1, seed);
        match steps::carry_out(case, &place) {
            Ended::NotHere(why) => return Verdict::NotHere(why),
            Ended::Failed(what) => faults.push(what),
            Ended::Ran(last) => faults.extend(faults_of_case(case, &place, &last)),
        }
        if !faults.is_empty() {
            faults.iter_mut().for_each(|fault| *fault = format!("{fault:.1500} (seed {seed})"));
            break;
        }
    }
    if faults.is_empty() && case.class == "md/quadratic" {
        faults.extend(cost(case));
    }
    if faults.is_empty() { Verdict::Passed } else { Verdict::Failed(faults) }
}

/// What is wrong with how a case ended.
fn faults_of_case(case: &Case, place: &Place, last: &Run) -> Vec<String> {
    let mut faults = Vec::new();
    let text = last.text();
    let folded = text.to_lowercase();
    let code = last.code.unwrap_or(-1);
    // Random text may hold mistakes; they name a line then.
    let is_random = case.class == "md/random";
    let is_as_expected = match case.expected {
        _ if is_random => code == 0 || (code == 1 && text.contains("content/a.md:")),
        Expected::Ok => code == 0 && !says_something_about_files(case, &text),
        Expected::Warning => code == 0 && text.contains("warning"),
        Expected::OkOrError => matches!(code, 0 | 1),
        Expected::Error => case.error_codes().contains(&code),
    };
    if !is_as_expected {
        faults.push(format!("it should end with {:?}: exit code {code}\n{text:.1200}", case.expected));
    }
    for part in &case.mentioned {
        let part = String::from_utf8_lossy(&place.filled(part.as_bytes())).to_lowercase();
        if !folded.contains(&part) {
            faults.push(format!("`{part}` is not mentioned:\n{text:.1200}"));
        }
    }
    faults.extend(rules::faults_of_output(&things(&place.output())));
    if code == 0
        && case.steps.iter().all(|step| step == "build" || step.starts_with("apply ") || step.starts_with("mv "))
    {
        faults.extend(steps::built_again(place));
    }
    faults
}

/// Whether there is a message about one of the case's files.
fn says_something_about_files(case: &Case, text: &str) -> bool {
    let is_check = case.steps.iter().any(|step| step.starts_with("check"));
    // What `check` would like to be better is not what the case is about.
    if is_check { text.contains("error[") } else { text.contains("error[") || text.contains("warning[") }
}

/// Whether a case of four times the size costs much more than four times as much.
fn cost(case: &Case) -> Vec<String> {
    let computed = |times: usize| {
        let place = Place::new(case, times, 1);
        let least = |_| steps::byline(&place, &["build"]).computed;
        (0..2).map(least).min().expect("two runs").as_secs_f64()
    };
    let (once, four_times) = (computed(1).max(0.1), computed(4));
    if four_times > 10.0 * once {
        vec![format!("four times the input costs {four_times:.2} s, and once {once:.2} s")]
    } else {
        Vec::new()
    }
}

#[test]
fn the_rows_of_the_list_are_read_as_its_reader_reads_them() {
    assert_eq!(content::unescaped(r"a\n\t\\n\x41\xff\u{E9}\q"), b"a\n\t\\nA\xff\xc3\xa9\\q");
    let content::Made::Bytes(bytes) = content::made("body(repeat('[ (](',2))", 1, 1) else { panic!("bytes") };
    assert_eq!(bytes, b"---\ntitle: T\ndate: 2026-01-02\n---\n[ (]([ (](\n");
    let content::Made::Bytes(bytes) = content::made("body(code(rust,repeat('((',2)))", 1, 1) else { panic!("bytes") };
    assert_eq!(bytes, b"---\ntitle: T\ndate: 2026-01-02\n---\n```rust\n((((\n```\n");
    let picture = content::png(3, 2, false);
    let size = imagesize::blob_size(&picture).expect("a picture");
    assert_eq!((size.width, size.height), (3, 2));
    let same = |a: &std::path::Path| contents(things(a));
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(difference(&same(folder.path()), &same(folder.path())), None);
}
