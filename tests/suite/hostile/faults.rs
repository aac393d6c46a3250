//! A build whose disk fails, or that is killed, at each of its operations, one after the other.
//!
//! The program is the one that is published: `tests/hostile/disk.c` is loaded before it and lets the n-th operation fail,
//! or kills the process there, until there is no n-th. Whatever happens, what is published is whole, there is one message
//! with the path, and the next build gives what a clean build gives.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use rayon::prelude::*;
use tempfile::TempDir;

use super::place::{Things, contents, difference, is_at_or_below, things};
use super::run::{self, Run};
use super::steps::program;
use crate::support::write;

/// Errors of the disk, by the words that people know and the numbers that Linux has.
const NO_ENTRY: i32 = 2;
const BROKEN: i32 = 5;
const DENIED: i32 = 13;
const TOO_MANY_FILES: i32 = 24;
const FULL: i32 = 28;
/// No error: the process is killed.
const KILLED: i32 = 0;

/// What fails, with which error, and whether it goes on failing.
const FAULTS: &[(&str, i32, bool)] = &[
    ("write", FULL, false),
    ("write", FULL, true),
    ("write", BROKEN, false),
    ("sync", BROKEN, false),
    ("open", NO_ENTRY, false),
    ("open", DENIED, false),
    ("open", TOO_MANY_FILES, true),
    ("read", BROKEN, false),
    ("list", DENIED, false),
    ("look", DENIED, false),
    ("rename", BROKEN, false),
    ("make", DENIED, false),
    ("remove", DENIED, false),
];

/// What lies there before the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// The earlier site's output, and its cache.
    Output,
    Nothing,
    EmptyFolder,
}

/// A site as it was and as it is, with what its builds give.
struct Bench {
    before: Before,
    folder: TempDir,
    old: Things,
    new: Things,
}

/// What a build with a fault did.
struct Faulted {
    run: Run,
    /// The operation that failed and its path; `None` if there were not so many.
    at: Option<String>,
    folder: TempDir,
}

impl Bench {
    fn new(before: Before) -> Bench {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("site");
        put_old(&root);
        if before == Before::Output {
            assert_eq!(build(&root).code, Some(0));
        }
        let old = published(&root);
        put_new(&root);
        if before == Before::EmptyFolder {
            std::fs::create_dir(root.join("public")).expect("a folder");
        }
        let clean = tempfile::tempdir().expect("a temporary folder");
        put_old(&clean.path().join("site"));
        put_new(&clean.path().join("site"));
        assert_eq!(build(&clean.path().join("site")).code, Some(0));
        let new = published(&clean.path().join("site"));
        assert_ne!(old, new);
        Bench { before, folder, old, new }
    }

    /// Builds in a copy of the site; the n-th of some operations fails, or those from there on.
    fn build(&self, of: &str, at: usize, error: i32, stays: bool) -> Faulted {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let copied = Command::new("cp").arg("-a").arg(self.root()).arg(folder.path()).status().expect("cp runs");
        assert!(copied.success());
        let log = folder.path().join("log");
        let mut command = run::command(program(), &folder.path().join("site"), &["build".into(), "--jobs=1".into()]);
        command
            .env("LD_PRELOAD", disk())
            .env("DISK_BELOW", folder.path().join("site"))
            .env("DISK_LOG", &log)
            .env("DISK_OF", of)
            .env("DISK_AT", at.to_string())
            .env("DISK_ERROR", error.to_string());
        if stays {
            command.env("DISK_STAYS", "1");
        }
        let run = run::run(command, |_| {});
        Faulted { run, at: std::fs::read_to_string(log).ok(), folder }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// What is wrong with the output and with the next build.
    fn faults_after(&self, root: &Path) -> Vec<String> {
        let mut faults = Vec::new();
        for (path, thing) in published(root) {
            let name = String::from_utf8_lossy(&path).into_owned();
            if thing.is_file() && !name.starts_with('.') {
                let is_whole = [&self.old, &self.new].iter().any(|of| of.get(&path) == Some(&thing));
                faults.extend((!is_whole).then(|| format!("{name} is neither the old file nor the new one")));
            }
        }
        let next = build(root);
        if next.code != Some(0) || next.text().contains("error") || next.text().contains("warning") {
            faults.push(format!("the next build: {:?} {}", next.code, next.text()));
        }
        faults.extend(difference(&self.new, &published(root)).map(|what| format!("after the next build {what}")));
        let left_over = std::fs::read_dir(root).expect("a folder").flatten().map(|entry| entry.file_name());
        let left_over = left_over.filter(|name| name.to_string_lossy().contains("tmp"));
        faults.extend(left_over.map(|name| format!("{} is left over", name.to_string_lossy())));
        if self.before != Before::Output {
            return faults;
        }
        let after = build(root);
        if !after.text().contains("(0 rendered, 0 written, 0 removed)") {
            faults.push(format!("the build after the next: {}", after.text()));
        }
        faults
    }

    /// Lets each of some operations fail; gives how many there were.
    fn sweep(&self, of: &str, error: i32, stays: bool, judge: impl Fn(&Faulted) -> Vec<String> + Sync) -> usize {
        let mut from = 1;
        loop {
            let some: Vec<(usize, Faulted)> =
                (from..from + 16).into_par_iter().map(|at| (at, self.build(of, at, error, stays))).collect();
            let faults: Vec<String> = some
                .par_iter()
                .flat_map_iter(|(at, faulted)| {
                    let mut faults = faulted.run_faults(error);
                    if faulted.at.is_some() {
                        faults.extend(judge(faulted));
                        faults.extend(self.faults_after(&faulted.folder.path().join("site")));
                    }
                    let told = faulted.at.clone().unwrap_or_default();
                    let before = self.before;
                    faults
                        .into_iter()
                        .map(move |fault| format!("{before:?}, error {error}, {of} {at}: {}: {fault}", told.trim_end()))
                })
                .collect();
            assert!(faults.is_empty(), "{}", faults.join("\n"));
            if let Some((at, _)) = some.iter().find(|(_, faulted)| faulted.at.is_none()) {
                return at - 1;
            }
            from += 16;
        }
    }
}

impl Faulted {
    fn run_faults(&self, error: i32) -> Vec<String> {
        if error == KILLED && self.at.is_some() && self.run.code.is_none() { Vec::new() } else { self.run.faults() }
    }
}

/// Some versions of a site with the clean build of each.
pub struct Versions(Vec<Things>);

impl Versions {
    pub fn new(count: usize) -> Versions {
        let built = |version: usize| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            put_version(folder.path(), version);
            assert_eq!(build(folder.path()).code, Some(0));
            published(folder.path())
        };
        Versions((0..count).map(built).collect())
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What is not whole in an output: neither of any version nor byline's own list.
    pub fn broken(&self, root: &Path) -> Option<String> {
        let is_whole =
            |path: &[u8], thing| path.starts_with(b".") || self.0.iter().any(|of| of.get(path) == Some(thing));
        let published = published(root);
        let mut broken = published.iter().filter(|(path, thing)| thing.is_file() && !is_whole(path, thing));
        broken.next().map(|(path, _)| String::from_utf8_lossy(path).into_owned())
    }

    /// How an output differs from the clean build of a version.
    pub fn unlike(&self, version: usize, root: &Path) -> Option<String> {
        difference(&self.0[version], &published(root))
    }
}

/// A version of a site with some pages that all change, some that come and some that go.
pub fn put_version(root: &Path, version: usize) {
    put_old(root);
    // A folder that is there from the version before.
    let _ = std::fs::remove_dir_all(root.join("content/changing"));
    for number in 0..6 {
        let path = format!("content/changing/{}.md", (number * (version + 1)) % 7);
        put(
            root,
            &path,
            &article(&format!("Page {number} of version {version}"), &"Text. ".repeat(200 * (version + 1))),
        );
    }
}

/// Puts a file in place at once: nobody sees it empty who looks while it is written.
fn put(root: &Path, path: &str, text: &str) {
    let (saving, saved) = (root.join(".saving"), root.join(path));
    write(&saving, text.as_bytes());
    std::fs::create_dir_all(saved.parent().expect("a file in a folder")).expect("a new folder");
    std::fs::rename(&saving, &saved).expect("the file is put in place");
}

fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-01-02\ntags: [tide]\n---\n{text}\n")
}

/// The site before the edit.
fn put_old(root: &Path) {
    put(root, "site.toml", "title = \"Site\"\nbase_url = \"https://site.example\"\n[taxonomies.tags]\n");
    put(root, "content/a.md", &article("First", "Text. ![A quay](quay.svg)"));
    put(root, "content/quay.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>\n");
    put(root, "content/coast/b.md", &article("Second", "See [the first](../a.md)."));
    put(root, "content/gone/c.md", &article("Third", "It goes away."));
    put(root, "static/plain.txt", "old\n");
    put(root, "static/turned", "a file\n");
    put(root, "i18n/en.yml", "sources: Sources\n");
}

/// What the edit changes: a title that others show, an article that goes, one that comes, a file that becomes a folder.
fn put_new(root: &Path) {
    put(root, "content/a.md", &article("First of all", "Another text. ![A quay](quay.svg)"));
    put(root, "content/new/d.md", &article("Fourth", "It is new, see [the second](../coast/b.md)."));
    put(root, "static/plain.txt", "new\n");
    std::fs::remove_dir_all(root.join("content/gone")).expect("a folder is removed");
    std::fs::remove_file(root.join("static/turned")).expect("a file is removed");
    put(root, "static/turned/inside.txt", "in a folder\n");
}

fn published(root: &Path) -> Things {
    contents(things(&root.join("public")))
}

/// Builds a site.
pub fn build(root: &Path) -> Run {
    run::run(run::command(program(), root, &["build".to_owned()]), |_| {})
}

/// Lets a file not be opened by a command that calls it by its whole path: the first time, or `always`. It is noted in
/// `log` that it was not.
pub fn refuse(command: &mut Command, file: &Path, always: bool, log: &Path) {
    command.env("LD_PRELOAD", disk()).env("DISK_BELOW", file).env("DISK_OF", "open").env("DISK_AT", "1");
    command.env("DISK_LOG", log);
    command.env("DISK_ERROR", DENIED.to_string()).envs(always.then_some(("DISK_STAYS", "1")));
}

/// The library that lets the disk fail.
fn disk() -> &'static Path {
    static DISK: OnceLock<PathBuf> = OnceLock::new();
    DISK.get_or_init(|| {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("disk.{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/disk.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
        let compiled = compiler.output().expect("cc is there: tests/run installs it");
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        library
    })
}

#[test]
fn a_build_that_is_killed_at_any_change_of_the_disk_leaves_whole_files_and_the_next_one_heals() {
    for before in [Before::Output, Before::Nothing, Before::EmptyFolder] {
        let killed = Bench::new(before).sweep("write rename remove make", KILLED, false, |_| Vec::new());
        println!("{before:?}: killed at each of {killed} changes");
        assert!(killed > 30, "{before:?}: only {killed} changes");
    }
}

#[test]
fn whatever_the_disk_refuses_there_is_one_message_with_the_path_and_nothing_is_lost() {
    // By hand: one kind of operation.
    let only = std::env::var("BYLINE_FAULTS").ok();
    for before in [Before::Output, Before::Nothing] {
        let bench = Bench::new(before);
        // What is read does not depend on what lies in the output.
        let changes = |of: &str| ["write", "sync", "rename", "make", "remove"].contains(&of);
        let tried = FAULTS.iter().filter(|(of, ..)| before == Before::Output || changes(of));
        for (of, error, stays) in tried.filter(|(of, ..)| only.as_ref().is_none_or(|only| only == of)) {
            let refused = bench.sweep(of, *error, *stays, |faulted| {
                let (text, root) = (faulted.run.text(), faulted.folder.path().join("site"));
                match faulted.run.code {
                    // What only the cache would have kept, or what byline can do without.
                    Some(0) => difference(&bench.new, &finished(published(&root))).into_iter().collect(),
                    Some(2) => refusal(&bench, faulted, &text, &root),
                    code => vec![format!("it ended with {code:?}: {text}")],
                }
            });
            println!(
                "{before:?}: {of} refused {refused} times with error {error}{}",
                if *stays { " and after" } else { "" }
            );
            // A first build removes nothing, and byline forces nothing onto the disk.
            assert!(refused > 0 || ["remove", "sync"].contains(of), "{before:?}: there is no {of}");
        }
    }
}

/// What is wrong with how a failure was told, and with what it left.
fn refusal(bench: &Bench, faulted: &Faulted, text: &str, root: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    let errors = text.lines().filter(|line| line.starts_with("error")).count();
    let root_text = root.to_string_lossy();
    if errors != 1
        || !text.contains("error: cannot ")
        || !(text.contains(" ./") || text.contains(" .:") || text.contains(&*root_text))
    {
        faults.push(format!("it is not one message with a path: {text}"));
    }
    // Once files are put in place one by one, a failure leaves some old and some new ones, all whole.
    let at = faulted.at.as_deref().unwrap_or_default();
    let in_place = at.contains("/site/public/") && !at.contains("/.byline-tmp/");
    let is_change = ["rename ", "remove ", "make "].iter().any(|kind| at.starts_with(kind));
    if !(in_place && is_change) {
        let (old, now) = (files(&bench.old), files(&finished(published(root))));
        faults.extend(difference(&old, &now).map(|what| format!("a build that failed changed {what}")));
    }
    faults
}

/// The output without a staging folder that could not be removed, which the next build does.
fn finished(mut output: Things) -> Things {
    output.retain(|path, _| !is_at_or_below(path, b".byline-tmp"));
    output
}

fn files(of: &Things) -> Things {
    of.iter().filter(|(_, thing)| thing.is_file()).map(|(path, thing)| (path.clone(), thing.clone())).collect()
}
