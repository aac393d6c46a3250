//! Runs of byline on a random site.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::SystemTime;

use tempfile::TempDir;

use super::disk::{self, Things};
use super::random::Random;
use super::site::Site;
use crate::support::{command, told, write};

/// How a build went.
pub struct Run {
    pub code: Option<i32>,
    /// The mistakes, but for files of the output that were changed by hand.
    pub mistakes: Vec<String>,
    /// Those files.
    pub edited: Vec<String>,
    /// Everything printed.
    pub told: String,
}

/// Builds a site where it lies, with the bug that is planted.
pub fn build(root: &Path, site: &Site, further: &[&str], planted: Option<&str>) -> Run {
    run("build", root, site, further, planted)
}

/// Checks a site where it lies, with the bug that is planted.
pub fn check(root: &Path, site: &Site, planted: Option<&str>) -> Run {
    run("check", root, site, &[], planted)
}

/// How a check of a site goes that nobody has built or checked before.
pub fn clean_check(site: &Site) -> Run {
    let folder = TempDir::new().expect("a temporary folder");
    for (path, bytes) in site.to_files() {
        write(&folder.path().join(path), &bytes);
    }
    check(folder.path(), site, None)
}

fn run(name: &str, root: &Path, site: &Site, further: &[&str], planted: Option<&str>) -> Run {
    let mut arguments = vec![name, "--format", "short", "--now", &site.now];
    // Where a site is going to lie is nothing that a check is told.
    let is_told = |argument: &&str| name != "check" || !argument.starts_with("--base-url");
    arguments.extend(site.arguments.iter().map(String::as_str).filter(is_told));
    arguments.extend(further);
    let mut command = command(&PROGRAM, root, &arguments);
    command.env_remove("BYLINE_PLANTED").envs(planted.map(|bug| ("BYLINE_PLANTED", bug)));
    command.env("BYLINE_LOWERED", "1");
    let output = command.output().expect("byline starts");
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

/// Runs `byline urls accept`; gives the file that it wrote, if the site has no errors.
pub fn accept(root: &Path, site: &Site) -> Option<Vec<u8>> {
    let output = command(&PROGRAM, root, &["urls", "accept", "--now", &site.now]).output().expect("byline starts");
    let wrote = output.status.code() == Some(0);
    wrote.then(|| fs::read(root.join("urls.lock")).expect("the file that was written"))
}

static PROGRAM: LazyLock<PathBuf> = LazyLock::new(lean_program);

/// byline without what only a debugger reads, if that can be taken out here.
///
/// Every build hashes the program, which takes most of the time if the program is seven times as large.
fn lean_program() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_byline"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lean");
    let made = program.metadata().and_then(|file| file.modified()).expect("a time");
    let since = made.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
    let lean = folder.join(format!("byline-{since}"));
    if !lean.exists() {
        disk::remove(&folder);
        fs::create_dir_all(&folder).expect("a new folder");
        let beside = folder.join(process::id().to_string());
        let stripped = Command::new("strip").arg("-g").arg("-o").arg(&beside).arg(program).status();
        if !stripped.is_ok_and(|status| status.success()) || fs::rename(&beside, &lean).is_err() {
            return program.to_owned();
        }
    }
    lean
}

/// The clean builds of sites; one of the same site is made once.
#[derive(Default)]
pub struct CleanBuilds {
    known: Mutex<BTreeMap<u64, Arc<(Run, Things)>>>,
}

impl CleanBuilds {
    /// How a clean build of a site goes, and what it leaves in the output.
    pub fn of(&self, site: &Site, random: &mut Random) -> Arc<(Run, Things)> {
        // What follows is the same whether it was known or not.
        let mut order = Random::new(random.next());
        let mut hasher = DefaultHasher::new();
        (site.to_files(), &site.now, &site.arguments).hash(&mut hasher);
        let key = hasher.finish();
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(built) = known().get(&key) {
            return Arc::clone(built);
        }
        let built = Arc::new(clean_build(site, &mut order));
        known().insert(key, Arc::clone(&built));
        built
    }
}

/// Builds the site in a fresh folder, on one thread, its files made in another order.
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
    let run = build(&root, site, &["--jobs", "1"], None);
    (run, disk::things(&root.join("public")))
}
