//! A site on disk that is edited and built, step by step, and what has to be true after each step.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tempfile::TempDir;

use super::cache::Cache;
use super::disk::{self, Thing, Things};
use super::edit::{self, Act, Edit};
use super::output::{self, JOURNAL, MANIFEST, Output};
use super::random::Random;
use super::runs::{self, CleanBuilds, Run};
use super::site::Site;
use super::word::{Word, change_word, see_one_page};
use crate::support::{difference, repository, tree, write};

/// After every which build the site is checked, too.
const CHECKED: usize = 3;
/// How many builds may fail one after the other before the author takes the mistakes back.
const PATIENCE: u64 = 3;

/// The folder of a site with its output and its cache, and what is known of them.
pub struct Bench<'a> {
    /// The bug in the builds that are not clean.
    planted: Option<&'a str>,
    clean_builds: &'a CleanBuilds,
    pub(super) folder: TempDir,
    pub(super) root: PathBuf,
    pub(super) site: Site,
    /// The last site that could be built.
    pub(super) valid: Site,
    pub(super) output: Output,
    pub(super) cache: Cache,
    /// How many builds failed since the last that did not.
    failures: u64,
    /// Whether the last edit was built.
    is_built: bool,
    steps: usize,
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

impl<'a> Bench<'a> {
    /// A site that can be built and was not: of the edits that make it, those with a mistake are left out.
    pub fn new(first: &[Edit], planted: Option<&'a str>, clean_builds: &'a CleanBuilds) -> Bench<'a> {
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
            planted,
            clean_builds,
            cache: Cache::new(root.join(".byline")),
            folder,
            root,
            site: empty.clone(),
            valid: empty,
            output,
            failures: 0,
            is_built: false,
            steps: 0,
            tally: Tally::default(),
        };
        for Edit { act, seed } in first {
            let mut random = Random::new(*seed);
            if let Act::Site(act) = act {
                act(&mut bench.site, &mut random);
            }
            match clean_builds.of(&bench.site, &mut random).0.code {
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
            Act::Cache(act) => act(&mut self.cache, &mut random),
            Act::Place(act) => act(self, &mut random),
            Act::Elsewhere => match self.build_elsewhere(&mut random) {
                Ok(()) => "another output".to_owned(),
                Err(what) => return ("another output".to_owned(), Err(what)),
            },
            Act::Nothing => "nothing".to_owned(),
            Act::Word => {
                word = change_word(&mut self.site, &mut random);
                word.as_ref().map_or("nothing".to_owned(), |Word { word, .. }| format!("the word {word}"))
            }
            Act::Interrupt => {
                let edited = edit::of_site(&mut random, &mut self.site);
                let clean = self.clean_builds.of(&self.site, &mut random);
                let (run, next) = &*clean;
                let interrupted = match run.code {
                    Some(0) => output::interrupt(&mut self.output, &mut random, next),
                    _ => "nothing".to_owned(),
                };
                let again = if random.one_in(2) { edit::of_site(&mut random, &mut self.site) } else { String::new() };
                format!("{edited}; {interrupted}; {again}")
            }
        };
        self.tally.idle += usize::from(edited.ends_with("nothing"));
        let built = self.build(&mut random, word);
        self.steps += 1;
        let checked = if self.steps.is_multiple_of(CHECKED) { self.check() } else { Ok(()) };
        (edited, built.and(checked))
    }

    /// A check says what one says that knows nothing of earlier ones.
    fn check(&self) -> Result<(), String> {
        self.save();
        let (run, clean) = (runs::check(&self.root, &self.site, self.planted), runs::clean_check(&self.site));
        if clean.code == Some(2) {
            return Err(format!("a check fails: {}", clean.told));
        }
        if (run.code, &run.mistakes) == (clean.code, &clean.mistakes) {
            return Ok(());
        }
        let wanted = clean.mistakes.iter().filter(|one| !run.mistakes.contains(one));
        let unwanted = run.mistakes.iter().filter(|one| !clean.mistakes.contains(one));
        let [wanted, unwanted] = [wanted.cloned().collect::<Vec<_>>(), unwanted.cloned().collect()];
        Err(format!("a first check also says\n{}\nand does not say\n{}", wanted.join("\n"), unwanted.join("\n")))
    }

    /// Builds over what lies there and in a fresh folder, and compares.
    fn build(&mut self, random: &mut Random, word: Option<Word>) -> Result<(), String> {
        let was_built = std::mem::replace(&mut self.is_built, false);
        self.save();
        let folder = self.output.folder.clone();
        let before = disk::things(&folder);
        let times = disk::times(&folder, &before);
        let run = self.run(&[]);
        let after = disk::things(&folder);
        let clean = self.clean_builds.of(&self.site, random);
        let (clean, wanted) = &*clean;
        self.see_that_nothing_else_changed()?;
        // A failure of the machine is told alone.
        if run.code != Some(2) && run.mistakes != clean.mistakes {
            return Err(format!("a clean build has other mistakes:\n{}\nthis one:\n{}", clean.told, run.told));
        }
        let mut obstacles = self.output.obstacles(wanted);
        if (run.code, clean.code) == (Some(2), Some(1)) {
            // A site with a mistake has no output that could tell what is in the way: the one before the mistake does.
            let valid = self.clean_builds.of(&self.valid, random);
            obstacles.extend(self.output.obstacles(&valid.1));
        }
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
        same(&self.output.with_foreign(wanted), &after)
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
        self.cache.copy(random);
        self.repeat(&after, clean)
    }

    fn run(&self, further: &[&str]) -> Run {
        runs::build(&self.root, &self.site, further, self.planted)
    }

    /// Builds once into another output, which is gone afterwards.
    fn build_elsewhere(&mut self, random: &mut Random) -> Result<(), String> {
        self.save();
        let folder = self.folder.path().join("elsewhere");
        let run = self.run(&["--output", &folder.to_string_lossy()]);
        let found = disk::things(&folder);
        disk::remove(&folder);
        let clean = self.clean_builds.of(&self.site, random);
        let (clean, wanted) = &*clean;
        if run.code != clean.code || run.mistakes != clean.mistakes {
            return Err(format!("a clean build says\n{}\nthis one:\n{}", clean.told, run.told));
        }
        let wanted = if run.code == Some(0) { wanted } else { &Things::new() };
        same(wanted, &found)
            .map_err(|what| format!("another output is not that of a clean build: {what}\n{}", run.told))
    }

    /// Makes the files on disk what the site is.
    pub(super) fn save(&self) {
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
        let place = self.root.file_name().unwrap_or_default().to_string_lossy();
        let mut things = disk::things(self.folder.path());
        let (output, cache) = (format!("{place}/public/"), format!("{place}/.byline/"));
        things.retain(|path, thing| *thing != Thing::Folder && !path.starts_with(&output) && !path.starts_with(&cache));
        let files = self.site.to_files().into_iter();
        let mut wanted: Things = files.map(|(path, bytes)| (format!("{place}/{path}"), Thing::File(bytes))).collect();
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

    /// A build without an edit writes nothing, and says again what is wrong.
    fn repeat(&self, after: &Things, clean: &Run) -> Result<(), String> {
        let times = disk::times(&self.output.folder, after);
        let run = self.run(&[]);
        if run.mistakes != clean.mistakes {
            return Err(format!("a clean build has other mistakes:\n{}\na second one:\n{}", clean.told, run.told));
        }
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

    /// Goes back to the last site that could be built.
    pub(super) fn take_back_mistakes(&mut self) {
        self.site = self.valid.clone();
    }

    /// Notes that the site could be built.
    pub(super) fn note_valid(&mut self) {
        self.valid = self.site.clone();
    }

    /// The folder, for who wants to look into it.
    pub fn into_folder(self) -> TempDir {
        self.folder
    }
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
