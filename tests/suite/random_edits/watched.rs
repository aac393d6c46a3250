//! A site on disk that is edited while somebody watches it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::bench::Bench;
use super::disk::Thing;
use super::output::{JOURNAL, MANIFEST, is_compressed};
use super::random::Random;
pub use super::runs::CleanBuilds;
use super::site::Site;
use super::word::change_word;
use super::{Case, documents, edit, files};

/// How often an edit is one of words alone, as most are that an author saves.
const WORDS: usize = 3;
/// How often it is a mistake in an article that says the same as before to all others.
const MISTAKES: usize = 20;
/// How often it is a document that goes, and nothing else happens.
const REMOVALS: usize = 12;
/// How often it is a file that is published as it is.
const COPIES: usize = 20;
/// How often a mistake is taken back by the next edit.
const MENDED: usize = 3;

/// After how many failures mistakes are taken back at the latest.
const PATIENCE: usize = 3;
/// The code of what a theme does wrong, which may be found only when a page is rendered.
const RENDERED: &str = "template-error";

/// The site, and where its edits come from.
pub struct Watched<'a> {
    clean_builds: &'a CleanBuilds,
    bench: Bench<'a>,
    random: Random,
    /// What a preview is started with stays as it is.
    now: String,
    failures: usize,
}

/// What an edit did.
pub struct Edited {
    pub what: String,
    /// Whether it changed one article and no other file.
    pub is_of_article: bool,
}

/// What a clean build of the site comes to.
pub struct Clean {
    /// The codes of what is wrong with it, sorted, but for what is found only when pages are rendered.
    pub codes: Vec<String>,
    /// Its files, if it has no mistakes.
    pub files: Option<Files>,
    /// Whether there are mistakes that keep it from being shown, and not only pages that cannot be rendered.
    pub is_barred: bool,
}

/// The files of an output.
pub type Files = BTreeMap<String, Vec<u8>>;

impl<'a> Watched<'a> {
    pub fn new(seed: u64, clean_builds: &'a CleanBuilds) -> Watched<'a> {
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

    /// Edits the site, or takes back its mistakes.
    pub fn edit(&mut self) -> Edited {
        let before = self.bench.site.to_files();
        let is_mended = self.failures > 0 && (self.failures >= PATIENCE || self.random.one_in(MENDED));
        let what = if is_mended {
            self.failures = 0;
            self.bench.take_back_mistakes();
            "the mistakes taken back".to_owned()
        } else if self.random.one_in(MISTAKES) {
            documents::miss_footnote(&mut self.bench.site, &mut self.random)
        } else if self.random.one_in(REMOVALS) {
            documents::delete(&mut self.bench.site, &mut self.random)
        } else if self.random.one_in(COPIES) {
            files::replace_static(&mut self.bench.site, &mut self.random)
        } else if self.random.one_in(WORDS) {
            let word = change_word(&mut self.bench.site, &mut self.random);
            word.map_or("nothing".to_owned(), |word| format!("the word {}", word.word))
        } else {
            edit::of_site(&mut self.random, &mut self.bench.site)
        };
        self.bench.site.now.clone_from(&self.now);
        self.bench.site.arguments.clear();
        self.bench.save();
        let after = self.bench.site.to_files();
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let changed: Vec<&String> = paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).collect();
        let is_article = |path: &String| path.starts_with("content/") && path.ends_with(".md");
        Edited { what, is_of_article: changed.len() == 1 && changed.iter().all(|path| is_article(path)) }
    }

    /// Builds the site in a folder of its own.
    pub fn clean(&mut self) -> Clean {
        let clean = self.clean_builds.of(&self.bench.site, &mut self.random);
        let (run, things) = &*clean;
        let code = |line: &String| {
            line.split_once("[").and_then(|(_, rest)| rest.split_once("]: ")).map(|(code, _)| code.to_owned())
        };
        let mut codes: Vec<String> = run.mistakes.iter().filter_map(code).collect();
        codes.retain(|code| code != RENDERED);
        codes.sort();
        if run.code != Some(0) {
            self.failures += 1;
            let is_barred = run.mistakes.iter().any(|line| line.contains("error["))
                && !run.mistakes.iter().any(|line| line.contains(RENDERED));
            return Clean { codes, files: None, is_barred };
        }
        self.failures = 0;
        self.bench.note_valid();
        // A preview sends what a file says, and no compressed copy of it.
        let is_served = |path: &String| path != MANIFEST && path != JOURNAL && !is_compressed(path, things);
        let files = things.iter().filter(|(path, _)| is_served(path));
        let files = files.filter_map(|(path, thing)| match thing {
            Thing::File(bytes) => Some((path.clone(), bytes.clone())),
            _ => None,
        });
        Clean { codes, files: Some(files.collect()), is_barred: false }
    }

    /// Whether a file of the output is a copy, which is as it lies there now, or was one when the site had no mistakes.
    pub fn is_copied(&self, path: &str) -> bool {
        let of = |site: &Site| site.files.contains_key(&format!("static/{path}"));
        of(&self.bench.site) || of(&self.bench.valid)
    }
}

/// The first difference between the files that are wanted and those that are there.
pub fn same_files(wanted: &Files, found: &Files) -> Result<(), String> {
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
