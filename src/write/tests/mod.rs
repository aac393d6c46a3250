//! The writer as a whole: builds into real folders, with hand edits, foreign files and interruptions in between.

mod builds;
mod cleaning;
mod copies;
mod edits;
mod foreign_files;
mod history;
mod interruptions;
mod kept;
mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::error::Error;

/// A site in a folder of a temporary place, so that there is an outside.
struct Place {
    place: TempDir,
}

type Files = BTreeMap<String, String>;

impl Place {
    fn new() -> Place {
        let place = Place { place: tempfile::tempdir().unwrap() };
        fs::create_dir_all(place.root().join("content")).unwrap();
        fs::write(place.root().join("content/a.md"), "source").unwrap();
        place
    }

    fn root(&self) -> PathBuf {
        self.place.path().join("site")
    }

    fn output(&self) -> PathBuf {
        self.root().join("public")
    }

    fn open_at(&self, output: &Path, force: bool) -> Result<Writer, Error> {
        let (root, cache) = (self.root(), self.root().join(".byline"));
        Writer::open(&Target { root: &root, output, cache: &cache, site: "site", force }, Seen::default())
    }

    fn build_at(&self, output: &Path, force: bool, files: &Files) -> Result<WriteReport, Error> {
        let writer = self.open_at(output, force)?;
        for (path, text) in files {
            writer.put(path, text.as_bytes())?;
        }
        Ok(writer.commit()?.0)
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<WriteReport, Error> {
        self.build_at(&self.output(), false, &list(files))
    }

    fn clean(&self) -> CleanReport {
        let (root, output, cache) = (self.root(), self.output(), self.root().join(".byline"));
        super::clean(&Target { root: &root, output: &output, cache: &cache, site: "site", force: false }).unwrap()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.output().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The output's files but for the manifest, and nothing may be left over beside it.
    fn files(&self) -> Files {
        let beside: Vec<_> =
            self.root().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert!(!beside.iter().any(|name| name.contains("byline-tmp")), "{beside:?}");
        let mut files = tree_of(&self.output());
        assert!(files.remove(manifest::JOURNAL).is_none(), "a journal is left over");
        files.remove(manifest::NAME);
        files.retain(|path, _| !path.ends_with('/'));
        files
    }
}

fn list(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Every file with its text, every folder with a `/` behind its name, every link with its target.
fn tree_of(folder: &Path) -> Files {
    fn add(folder: &Path, prefix: &str, files: &mut Files) {
        for entry in folder.read_dir().unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                add(&entry.path(), &format!("{path}/"), files);
                files.insert(format!("{path}/"), String::new());
            } else if kind.is_symlink() {
                files.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
            } else {
                files.insert(path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned());
            }
        }
    }
    let mut files = Files::new();
    if folder.exists() {
        add(folder, "", &mut files);
    }
    files
}

/// The whole tree with the times of its files, to see that nothing at all was touched.
fn state_of(folder: &Path) -> BTreeMap<String, (String, Option<std::time::SystemTime>)> {
    tree_of(folder)
        .into_iter()
        .map(|(path, text)| {
            let time = folder.join(&path).symlink_metadata().and_then(|metadata| metadata.modified()).ok();
            (path, (text, time))
        })
        .collect()
}

fn fails<T: std::fmt::Debug>(result: Result<T, Error>, words: &[&str]) {
    let error = result.expect_err("it must fail");
    let shown = format!("{error} {}", error.help.clone().unwrap_or_default());
    for word in words {
        assert!(shown.contains(word), "`{word}` is not in: {shown}");
    }
}
