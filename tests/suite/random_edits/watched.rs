//! A site on disk that is edited while somebody watches it.

use std::collections::BTreeMap;
use std::path::Path;

use super::bench::Bench;
use super::disk::Thing;
use super::output::{JOURNAL, MANIFEST};
use super::random::Random;
use super::runs::CleanBuilds;
use super::{Case, edit};

/// The site, and where its edits come from.
pub struct Watched {
    clean_builds: &'static CleanBuilds,
    bench: Bench<'static>,
    random: Random,
    /// What a preview is started with stays as it is.
    now: String,
    failures: usize,
}

impl Watched {
    pub fn new(seed: u64) -> Watched {
        // It lives as long as the test's process.
        let clean_builds: &'static CleanBuilds = Box::leak(Box::default());
        let mut bench = Bench::new(&Case::new(seed).first, None, clean_builds);
        bench.site.arguments.clear();
        bench.save();
        let now = bench.site.now.clone();
        Watched { clean_builds, bench, random: Random::new(seed), now, failures: 0 }
    }

    pub fn root(&self) -> &Path {
        &self.bench.root
    }

    pub fn now(&self) -> &str {
        &self.now
    }

    /// Edits the site, and says what it did.
    pub fn edit(&mut self) -> String {
        let what = edit::of_site(&mut self.random, &mut self.bench.site);
        self.bench.site.now.clone_from(&self.now);
        self.bench.site.arguments.clear();
        self.bench.save();
        what
    }

    /// What a clean build of the site writes; `None` if it has mistakes, which are taken back after a while.
    pub fn clean(&mut self) -> Option<BTreeMap<String, Vec<u8>>> {
        let clean = self.clean_builds.of(&self.bench.site, &mut self.random);
        let (run, things) = &*clean;
        if run.code != Some(0) {
            self.failures += 1;
            if self.failures.is_multiple_of(3) {
                self.bench.take_back_mistakes();
                self.bench.site.now.clone_from(&self.now);
                self.bench.site.arguments.clear();
                self.bench.save();
            }
            return None;
        }
        self.bench.note_valid();
        let files = things.iter().filter(|(path, _)| *path != MANIFEST && *path != JOURNAL);
        let files = files.filter_map(|(path, thing)| match thing {
            Thing::File(bytes) => Some((path.clone(), bytes.clone())),
            _ => None,
        });
        Some(files.collect())
    }
}

/// The first difference between the files that are wanted and those that are there.
pub fn same_files(wanted: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    for (path, bytes) in wanted {
        match found.get(path) {
            None => return Err(format!("{path} is not there")),
            Some(other) if other != bytes => {
                let (wanted, found) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(other));
                return Err(format!("{path} differs: {}", crate::support::difference(&wanted, &found)));
            }
            Some(_) => {}
        }
    }
    Ok(())
}
