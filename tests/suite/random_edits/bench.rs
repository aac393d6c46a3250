//! A site on disk that is edited and built, step by step, and what has to be true after each step.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process;

use tempfile::TempDir;

use super::content;
use super::disk::{self, Thing, Things};
use super::edit::{self, Act, Edit};
use super::output::{self, JOURNAL, MANIFEST, Output};
use super::random::Random;
use super::site::{Kind, Site};
use crate::support::{byline, difference, repository, told, tree, write};

/// How many builds may fail one after the other before the author takes the mistakes back.
const PATIENCE: u64 = 3;

/// The folder of a site with its output, and what is known of both.
pub struct Bench {
    folder: TempDir,
    root: PathBuf,
    site: Site,
    /// The last site that could be built.
    valid: Site,
    output: Output,
    /// How many builds failed since the last that did not.
    failures: u64,
    /// Whether the last edit was built.
    is_built: bool,
    pub tally: Tally,
}

/// What the builds of a case were.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Builds that wrote.
    pub built: usize,
    /// Builds that an author's mistake kept from writing.
    pub mistaken: usize,
    /// Builds that something foreign in the output kept from writing.
    pub barred: usize,
    /// Files of all builds that wrote.
    pub files: usize,
    /// Edits that found nothing to change.
    pub idle: usize,
}

impl Tally {
    /// Both together.
    pub fn and(self, other: Tally) -> Tally {
        let Tally { built, mistaken, barred, files, idle } = other;
        Tally {
            built: self.built + built,
            mistaken: self.mistaken + mistaken,
            barred: self.barred + barred,
            files: self.files + files,
            idle: self.idle + idle,
        }
    }
}

/// How a build went.
struct Run {
    code: Option<i32>,
    /// The mistakes, but for files of the output that were changed by hand.
    mistakes: Vec<String>,
    /// Those files.
    edited: Vec<String>,
    /// Everything printed.
    told: String,
}

/// A word of an article that was changed.
struct Word {
    word: String,
    /// Whether the article is public, so that one page shows it.
    is_shown: bool,
}

impl Bench {
    /// A site that can be built and was not: of the edits that make it, those with a mistake are left out.
    pub fn new(first: &[Edit]) -> Bench {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("site");
        let canary = folder.path().join("outside/canary.txt");
        write(&canary, b"canary");
        let empty = Site::new(tree(&repository().join("tests/themes/plain")));
        let output = Output {
            folder: root.join("public"),
            foreign: Things::new(),
            edited: Default::default(),
            is_unknown: false,
            canary,
        };
        let mut bench = Bench {
            folder,
            root,
            site: empty.clone(),
            valid: empty,
            output,
            failures: 0,
            is_built: false,
            tally: Tally::default(),
        };
        for Edit { act, seed } in first {
            let mut random = Random::new(*seed);
            if let Act::Site(act) = act {
                act(&mut bench.site, &mut random);
            }
            match clean_build(&bench.site, &mut random).0.code {
                Some(0) => bench.valid = bench.site.clone(),
                _ => bench.site = bench.valid.clone(),
            }
        }
        bench
    }

    /// Edits and builds; gives what the edit did, and what is wrong with the build.
    pub fn step(&mut self, Edit { act, seed }: Edit) -> (String, Result<(), String>) {
        let mut random = Random::new(seed);
        let mut word = None;
        let edited = match act {
            Act::Site(act) => act(&mut self.site, &mut random),
            Act::Output(act) => act(&mut self.output, &mut random),
            Act::Nothing => "nothing".to_owned(),
            Act::Word => {
                word = change_word(&mut self.site, &mut random);
                word.as_ref().map_or("nothing".to_owned(), |Word { word, .. }| format!("the word {word}"))
            }
            Act::Interrupt => {
                let edited = edit::of_site(&mut random, &mut self.site);
                let (run, next) = clean_build(&self.site, &mut random);
                let interrupted = match run.code {
                    Some(0) => output::interrupt(&mut self.output, &mut random, &next),
                    _ => "nothing".to_owned(),
                };
                let again = if random.one_in(2) { edit::of_site(&mut random, &mut self.site) } else { String::new() };
                format!("{edited}; {interrupted}; {again}")
            }
        };
        self.tally.idle += usize::from(edited.ends_with("nothing"));
        (edited, self.build(&mut random, word))
    }

    /// Builds over what lies there and in a fresh folder, and compares.
    fn build(&mut self, random: &mut Random, word: Option<Word>) -> Result<(), String> {
        let was_built = std::mem::replace(&mut self.is_built, false);
        self.save();
        let folder = self.output.folder.clone();
        let before = disk::things(&folder);
        let times = disk::times(&folder, &before);
        let run = build(&self.root, &self.site, &[]);
        let after = disk::things(&folder);
        let (clean, wanted) = clean_build(&self.site, random);
        self.see_that_nothing_else_changed()?;
        // A failure of the machine is told alone.
        if run.code != Some(2) && run.mistakes != clean.mistakes {
            return Err(format!("a clean build has other mistakes:\n{}\nthis one:\n{}", clean.told, run.told));
        }
        let obstacles = self.output.obstacles(&wanted);
        let is_barred = self.output.is_unknown || !obstacles.is_empty();
        match (run.code, clean.code) {
            (Some(0), Some(0)) if !is_barred => {}
            (Some(1), Some(1)) | (Some(2), Some(0 | 1)) if run.code == Some(1) || is_barred => {
                same(&before, &after)
                    .map_err(|what| format!("a failed build changed the output: {what}\n{}", run.told))?;
                match run.code {
                    Some(1) => self.tally.mistaken += 1,
                    _ => self.tally.barred += 1,
                }
                self.take_back(run.code, &obstacles);
                return Ok(());
            }
            _ => return Err(format!("barred: {is_barred}; {}\na clean build: {}", run.told, clean.told)),
        }
        same(&self.output.with_foreign(&wanted), &after)
            .map_err(|what| format!("the output is not that of a clean build: {what}\n{}", run.told))?;
        self.see_the_work(&run, &before, &after, &times)?;
        if let Some(word) = word.filter(|_| was_built) {
            see_one_page(&word, &before, &after)?;
        }
        self.valid = self.site.clone();
        self.failures = 0;
        self.is_built = true;
        self.tally.built += 1;
        self.tally.files += wanted.values().filter(|thing| **thing != Thing::Folder).count();
        self.output.edited.clear();
        self.repeat(&after)
    }

    /// Makes the files on disk what the site is.
    fn save(&self) {
        let wanted = self.site.to_files();
        let found = disk::things(&self.root);
        let is_input = |path: &str| path != "public" && !path.starts_with("public/") && !path.starts_with(".byline");
        for (path, thing) in found.iter().filter(|(path, _)| is_input(path)) {
            if *thing != Thing::Folder && !wanted.contains_key(path) {
                disk::remove(&self.root.join(path));
                disk::prune(&self.root, path);
            }
        }
        for (path, bytes) in &wanted {
            if found.get(path) != Some(&Thing::File(bytes.clone())) {
                disk::put(&self.root, path, &Thing::File(bytes.clone()));
            }
        }
    }

    /// Nothing outside the output and the cache was written.
    fn see_that_nothing_else_changed(&self) -> Result<(), String> {
        let mut things = disk::things(self.folder.path());
        things.retain(|path, thing| {
            *thing != Thing::Folder && !path.starts_with("site/public/") && !path.starts_with("site/.byline/")
        });
        let files = self.site.to_files().into_iter().map(|(path, bytes)| (format!("site/{path}"), Thing::File(bytes)));
        let mut wanted: Things = files.collect();
        wanted.insert("outside/canary.txt".to_owned(), Thing::File(b"canary".to_vec()));
        same(&wanted, &things).map_err(|what| format!("something outside the output changed: {what}"))
    }

    /// What was written and removed is what had to be, and byline says so.
    fn see_the_work(
        &self,
        run: &Run,
        before: &Things,
        after: &Things,
        times: &BTreeMap<String, std::time::SystemTime>,
    ) -> Result<(), String> {
        let is_own = |path: &String, thing: &Thing| {
            *thing != Thing::Folder && path != MANIFEST && path != JOURNAL && !self.output.foreign.contains_key(path)
        };
        let count = |of: &Things, other: &Things, counts: fn(&Thing, Option<&Thing>) -> bool| {
            of.iter().filter(|(path, thing)| is_own(path, thing) && counts(thing, other.get(*path))).count()
        };
        let written = count(after, before, |now, then| then != Some(now));
        let removed = count(before, after, |_, now| now.is_none_or(|now| *now == Thing::Folder));
        if !run.told.contains(&format!(" rendered, {written} written, {removed} removed)")) {
            return Err(format!("{written} had to be written and {removed} removed:\n{}", run.told));
        }
        let edited: Vec<String> = self.output.edited.iter().cloned().collect();
        if run.edited != edited {
            return Err(format!("{edited:?} were changed by hand:\n{}", run.told));
        }
        let now = disk::times(&self.output.folder, after);
        let is_list_new = written + removed > 0 || before.contains_key(JOURNAL);
        let stays = |path: &String| path != MANIFEST || !is_list_new;
        let is_touched = |(path, thing): &(&String, &Thing)| {
            stays(path) && before.get(*path) == Some(*thing) && times.get(*path) != now.get(*path)
        };
        match after.iter().find(is_touched) {
            Some((path, _)) => Err(format!("{path} was written although it did not change")),
            None => Ok(()),
        }
    }

    /// A build without an edit writes nothing.
    fn repeat(&self, after: &Things) -> Result<(), String> {
        let times = disk::times(&self.output.folder, after);
        let run = build(&self.root, &self.site, &[]);
        if !run.told.contains("(0 rendered, 0 written, 0 removed)") || !run.edited.is_empty() {
            return Err(format!("a second build says\n{}", run.told));
        }
        let again = disk::things(&self.output.folder);
        same(after, &again).map_err(|what| format!("a second build changed the output: {what}"))?;
        if times != disk::times(&self.output.folder, &again) {
            return Err("a second build wrote files that did not change".to_owned());
        }
        Ok(())
    }

    /// What people do when a build failed: make room for it, or take the mistakes back, if not at once.
    fn take_back(&mut self, code: Option<i32>, obstacles: &[String]) {
        self.failures += 1;
        if code == Some(2) {
            if self.output.is_unknown {
                self.output.remove();
            }
            self.output.remove_foreign(obstacles);
        } else if self.failures >= PATIENCE {
            self.site = self.valid.clone();
        }
    }

    /// Keeps the folder, for who wants to look into it.
    pub fn keep(self) -> PathBuf {
        let Bench { folder, .. } = self;
        folder.keep()
    }
}

/// Runs byline.
fn build(root: &Path, site: &Site, further: &[&str]) -> Run {
    let mut arguments = vec!["build", "--format", "short", "--now", &site.now];
    arguments.extend(site.arguments.iter().map(String::as_str));
    arguments.extend(further);
    let output: process::Output = byline(root, &arguments);
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let (edited, mistakes): (Vec<&str>, Vec<&str>) = lines.lines().partition(|line| line.contains("[output-edited]"));
    let path = |line: &str| line.split('`').nth(1).unwrap_or(line).to_owned();
    Run {
        code: output.status.code(),
        mistakes: mistakes.into_iter().map(str::to_owned).collect(),
        edited: edited.into_iter().map(path).collect(),
        told: told(&output),
    }
}

/// Builds the site in a fresh folder, on one thread, its files made in another order; gives what lies in the output.
fn clean_build(site: &Site, random: &mut Random) -> (Run, Things) {
    // A disk in memory lists files in the order in which they were made, and others do not.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { TempDir::new_in(memory).or_else(|_| TempDir::new()) } else { TempDir::new() };
    let folder = folder.expect("a temporary folder");
    let root = folder.path().join("elsewhere").join("copy");
    let mut files: Vec<(String, Vec<u8>)> = site.to_files().into_iter().collect();
    while !files.is_empty() {
        let (path, bytes) = files.swap_remove(random.below(files.len()));
        write(&root.join(path), &bytes);
    }
    let run = build(&root, site, &["--jobs", "1"]);
    (run, disk::things(&root.join("public")))
}

/// Changes one word of an article, where no other page shows it.
fn change_word(site: &mut Site, random: &mut Random) -> Option<Word> {
    let word = content::fresh(random);
    let has_prose = |path: &&String| prose_of(&site.documents[*path].blocks).is_some();
    let path = random.pick(site.paths(Kind::Article).filter(has_prose))?;
    let is_shown = site.is_public(&site.documents[&path]);
    let blocks = &mut site.documents.get_mut(&path)?.blocks;
    let at = prose_of(blocks)?;
    let (start, end) = blocks[at].rsplit_once(" and ")?;
    // At times of the same length, so that the size of the page tells nothing.
    let old = end.trim_end_matches('.');
    let word =
        if random.one_in(2) && old.len() < word.len() { word[word.len() - old.len()..].to_owned() } else { word };
    blocks[at] = format!("{start} and {word}.");
    Some(Word { word, is_shown })
}

/// The place of a paragraph that is neither the excerpt nor part of an answer.
fn prose_of(blocks: &[String]) -> Option<usize> {
    let at = blocks.iter().rposition(|block| block.starts_with("Prose "))?;
    let is_excerpt = blocks[at..].iter().any(|block| block.starts_with("<!-- more"));
    let is_answer = blocks[..at].iter().any(|block| block.contains("{.faqs}"));
    (at > 0 && !is_excerpt && !is_answer).then_some(at)
}

/// The edit of one body's word wrote the page of that article and nothing else.
fn see_one_page(Word { word, is_shown }: &Word, before: &Things, after: &Things) -> Result<(), String> {
    let shows = |thing: &Thing| matches!(thing, Thing::File(bytes) if bytes.windows(word.len()).any(|at| at == word.as_bytes()));
    let shown: Vec<&String> = after.iter().filter(|(_, thing)| shows(thing)).map(|(path, _)| path).collect();
    let changed = |(path, thing): &(&String, &Thing)| *path != MANIFEST && before.get(*path) != Some(thing);
    let changed: Vec<&String> = after.iter().filter(changed).map(|(path, _)| path).collect();
    if shown != changed || shown.len() > 1 || (*is_shown && shown.is_empty()) {
        return Err(format!("`{word}` is on {shown:?}, and {changed:?} changed"));
    }
    Ok(())
}

/// The first difference between what should lie in a folder and what does.
fn same(wanted: &Things, found: &Things) -> Result<(), String> {
    let paths = wanted.keys().chain(found.keys());
    let Some(path) = paths.into_iter().find(|path| wanted.get(*path) != found.get(*path)) else { return Ok(()) };
    Err(match (wanted.get(path), found.get(path)) {
        (Some(Thing::File(a)), Some(Thing::File(b))) => {
            let what = difference(&String::from_utf8_lossy(a), &String::from_utf8_lossy(b));
            format!("{path}, {} bytes expected, {} found, {what}", a.len(), b.len())
        }
        (wanted, found) => format!("{path} should be {}, and is {}", kind(wanted), kind(found)),
    })
}

fn kind(thing: Option<&Thing>) -> &'static str {
    match thing {
        None => "nothing",
        Some(Thing::File(_)) => "a file",
        Some(Thing::Link(_)) => "a link",
        Some(Thing::Folder) => "a folder",
    }
}
