//! However a site is edited, what is served when all is quiet is what a clean build writes.

use std::collections::BTreeMap;
use std::time::Instant;

use super::client::{PATIENCE, Preview, Visitor, without_line};
use crate::random_edits::watched::{Watched, same_files};

/// How many edits.
const EDITS: usize = 300;
/// How many of them one preview sees.
const OF_ONE: usize = 50;

#[test]
fn however_a_site_is_edited_what_is_served_is_what_a_clean_build_writes() {
    let mut compared = 0;
    for seed in 0..EDITS / OF_ONE {
        let mut watched = Watched::new(u64::try_from(seed).expect("a small number") + 1);
        let preview = Preview::start_lowered(watched.root(), &["--now", watched.now()]);
        for edit in 0..OF_ONE {
            let what = watched.edit();
            let Some(wanted) = watched.clean() else { continue };
            if let Err(difference) = see(&preview, &wanted) {
                panic!("case {seed}, edit {edit} ({what}): {difference}\n{}", preview.said());
            }
            compared += 1;
        }
    }
    assert!(compared > EDITS / 3, "most sites can be built: {compared}");
}

/// Waits until what is served is what is wanted.
fn see(preview: &Preview, wanted: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let started = Instant::now();
    let mut visitor = preview.visitor();
    loop {
        let served = wanted.keys().map(|path| (path.clone(), file(&mut visitor, path)));
        let served = served.filter_map(|(path, bytes)| Some((path, bytes?))).collect();
        match same_files(wanted, &served) {
            Ok(()) => return Ok(()),
            Err(difference) if started.elapsed() > PATIENCE => return Err(difference),
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(20)),
        }
    }
}

/// A file as it is served, without the preview's line.
fn file(visitor: &mut Visitor, path: &str) -> Option<Vec<u8>> {
    let mut address = String::from("/");
    byline::route::encode_path(path, &mut address);
    let answer = visitor.get(&address);
    (answer.status == 200).then(|| without_line(&answer.body))
}
