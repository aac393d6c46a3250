//! Folders, runs of byline, and trees of files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expected results are rewritten instead of compared.
pub fn blesses() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Runs byline in a folder, without colours.
pub fn byline(folder: &Path, arguments: &[&str]) -> Output {
    command(Path::new(env!("CARGO_BIN_EXE_byline")), folder, arguments).output().expect("byline starts")
}

/// What [`byline`] runs.
pub fn command(program: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    command
}

/// The exit code, standard output and standard error of a run, for messages.
pub fn told(output: &Output) -> String {
    format!(
        "exit code {:?}\n{}{}",
        output.status.code(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Every file of a site by its path, but for those of the cache.
pub fn without_cache(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(site);
    files.retain(|path, _| !path.starts_with(".byline/"));
    files
}

/// Every file below a folder by its path, but for byline's manifest.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below the folder").to_string_lossy().replace('\\', "/");
                if name != ".byline-site" {
                    files.insert(name, fs::read(&path).expect("a readable file"));
                }
            }
        }
    }
    files
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        write(&to.join(name), &bytes);
    }
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a new folder");
    fs::write(path, bytes).expect("a new file");
}

/// The names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    paths
}

/// The folders of all golden sites, those with a CSL style among them: what is expected of them is there without it.
pub fn golden_sites() -> Vec<PathBuf> {
    ["tests/sites", "tests/csl/sites"].iter().flat_map(|folder| names(&repository().join(folder))).collect()
}

/// The first line in which two texts differ, both sides shown.
pub fn difference(expected: &str, found: &str) -> String {
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    match lines.find(|(_, (a, b))| a != b) {
        Some((number, (a, b))) => format!("line {}:\n  expected: {a}\n  found:    {b}", number + 1),
        None => format!("{} lines expected, {} found", expected.lines().count(), found.lines().count()),
    }
}
