//! Runs a target over its corpus and over random changes of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::mutation::changed;
use crate::random_edits::random::Random;
use crate::support::{repository, tree};

/// An input that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs a target: its kept corpus, `seeds`, and so many changes of both, or as long as `BYLINE_FUZZ_SECONDS` says.
///
/// `holds` says what is wrong with an input, if anything is.
pub fn run(target: &str, seeds: Vec<Vec<u8>>, count: u64, holds: impl Fn(&[u8]) -> Result<(), String>) {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    if let Some(path) = std::env::var_os("BYLINE_FUZZ_INPUT") {
        return holds(&std::fs::read(path).expect("the input")).expect("the input is taken");
    }
    let kept = tree(&repository().join("tests/fuzz").join(target)).into_values();
    let inputs: Vec<Vec<u8>> = kept.chain(seeds).collect();
    assert!(!inputs.is_empty(), "{target} has no corpus");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    std::fs::create_dir_all(&folder).expect("a folder");
    // What makes the whole process die is found here afterwards.
    let last = folder.join(format!("{target}.last"));
    let guard = guard(target.to_owned());
    let judge = |bytes: &[u8], of: &str| {
        std::fs::write(&last, bytes).expect("a file");
        let _ = guard.send(());
        let judged = catch_unwind(AssertUnwindSafe(|| holds(bytes)));
        let fault = match judged {
            Ok(Ok(())) => return,
            Ok(Err(fault)) => fault,
            Err(_) => "it panicked".to_owned(),
        };
        let found = folder.join(format!("{target}.found"));
        std::fs::copy(&last, &found).expect("a copy");
        panic!("{target}, {of}: {fault}\nthe input is {}", found.display());
    };
    for (at, input) in inputs.iter().enumerate() {
        judge(input, &format!("input {at} of the corpus"));
    }
    let seed = number("BYLINE_FUZZ_SEED").unwrap_or(1);
    let mut random = Random::new(seed);
    let (began, seconds) = (Instant::now(), number("BYLINE_FUZZ_SECONDS"));
    let mut made = 0;
    while seconds.map_or(made < count, |seconds| began.elapsed() < Duration::from_secs(seconds)) {
        judge(&changed(&mut random, &inputs), &format!("change {made} of seed {seed}"));
        made += 1;
    }
    println!("{target}: {} inputs of the corpus, {made} changed ones in {} s", inputs.len(), began.elapsed().as_secs());
}

/// A thread that ends the process if nothing is told to it for too long.
fn guard(target: String) -> mpsc::Sender<()> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        loop {
            match receiver.recv_timeout(PATIENCE) {
                Ok(()) => {}
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{target} hangs\n").as_bytes());
                    std::process::abort();
                }
            }
        }
    });
    sender
}
