//! The new site → the folder.
//!
//! Everything is made in a folder within the folder first, and put in place when it is finished. What was written stands
//! in a list with the hash of each file, so that a second import knows what nobody has changed since.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::model::Imported;
use super::settle::text;
use super::source::Source;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::scaffold::NewFile;
use crate::scaffold::site::editors;
use crate::text::RelPath;

/// The list of what import wrote.
pub const LIST: &str = ".byline-import";
/// The folder in which everything is made first.
const STAGE: &str = ".byline-import.tmp";
/// The first line of the list.
const HEADER: &str = "byline import 1";
/// What editors keep their settings in.
const EDITORS: [&str; 4] = [".helix", ".taplo.toml", ".vscode", ".zed"];
/// What a site has that byline itself makes.
const MADE: [&str; 2] = ["public", ".byline"];

/// A folder that may be written to.
#[derive(Debug)]
pub struct Target {
    root: PathBuf,
    /// The files that an earlier import wrote and nobody has changed.
    own: Vec<String>,
    /// Files that somebody changed or added, which stay as they are.
    pub kept: BTreeSet<String>,
}

impl Target {
    /// Judges a folder: it is not there, or empty, or what import wrote and nobody changed; with `keep_edits`, what
    /// somebody changed stays as it is.
    ///
    /// # Errors
    /// If the folder holds anything else.
    pub fn open(root: &Path, keep_edits: bool) -> Result<Target, Error> {
        match root.symlink_metadata() {
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) => return Err(Error::io("use the folder", root, &cause)),
            Ok(_) if root.is_dir() => {}
            Ok(_) => {
                let error = Error::new(format!("import into {}", root.display()), "it is a file");
                return Err(error.with_help("name a folder that is not there yet"));
            }
        }
        let stage = root.join(STAGE);
        if stage.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            fs::remove_dir_all(&stage).map_err(|cause| Error::io("remove", &stage, &cause))?;
        }
        let list = match fs::read_to_string(root.join(LIST)) {
            Ok(text) => parse(&text),
            Err(cause) if cause.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(cause) => return Err(Error::io("read", &root.join(LIST), &cause)),
        };
        let mut files = Vec::new();
        walk(root, "", &mut files)?;
        let changed: BTreeSet<String> = files
            .par_iter()
            .filter(|(path, is_plain)| !is_plain || hash(&root.join(path)).as_ref() != list.get(path))
            .map(|(path, _)| path.clone())
            .collect();
        let own = list.keys().filter(|path| !changed.contains(*path)).cloned().collect();
        // Nobody's site is lost with the settings of an editor, so these stay without a question.
        let is_of_editor = |path: &String| EDITORS.contains(&path.split('/').next().unwrap_or_default());
        let (of_editors, changed): (BTreeSet<String>, BTreeSet<String>) = changed.into_iter().partition(is_of_editor);
        let target = |changed: BTreeSet<String>| Target {
            root: root.to_owned(),
            own,
            kept: changed.into_iter().chain(of_editors).collect(),
        };
        let Some(first) = changed.first() else { return Ok(target(BTreeSet::new())) };
        if list.is_empty() {
            let error = Error::new(
                format!("import into {}", root.display()),
                format!("the folder is not empty: it holds `{first}`"),
            );
            return Err(error.with_help("name a folder that is not there yet or is empty"));
        }
        if keep_edits {
            return Ok(target(changed));
        }
        let count = changed.len();
        let more = if count == 1 { String::new() } else { format!(" and {} more", count - 1) };
        let error = Error::new(
            format!("import into {}", root.display()),
            format!("`{first}`{more} was changed or added since the last import"),
        );
        Err(error.with_help("import into another folder, or keep what was changed as it is with `--keep-edits`"))
    }

    /// Makes the site in the stage, which is given.
    ///
    /// # Errors
    /// A failure of the machine.
    pub fn stage(&self, source: &Source, imported: &Imported) -> Result<PathBuf, Error> {
        let stage = self.root.join(STAGE);
        make(&stage)?;
        let documents: Vec<_> = documents(imported).collect();
        let paths = documents.iter().map(|(path, _)| *path).chain(imported.assets.iter().map(|(_, path)| path));
        let folders: BTreeSet<&str> = paths.filter_map(|path| path.parent()).collect();
        folders.into_iter().try_for_each(|folder| make(&stage.join(folder)))?;
        documents.par_iter().try_for_each(|(path, document)| put(&path.on_disk(&stage), text(document).as_bytes()))?;
        imported.assets.par_iter().try_for_each(|(from, path)| source.copy(from, &path.on_disk(&stage)))?;
        put(&stage.join("site.toml"), super::settings::toml(imported).as_bytes())?;
        let taxonomies = imported.settings.taxonomies.iter();
        for NewFile { path, text } in editors(taxonomies.map(|one| (one.name.as_str(), one.title.as_str()))) {
            let path = stage.join(path);
            path.parent().map_or(Ok(()), make)?;
            put(&path, text.as_bytes())?;
        }
        Ok(stage)
    }

    /// Puts what is staged in place, with the report; what an earlier import wrote and nobody changed goes.
    ///
    /// # Errors
    /// A failure of the machine.
    pub fn finish(&self, report: &str) -> Result<(), Error> {
        let stage = self.root.join(STAGE);
        put(&stage.join("import-report.md"), report.as_bytes())?;
        put(&stage.join(".gitignore"), b"/public/\n/.byline/\n")?;
        let mut files = Vec::new();
        walk(&stage, "", &mut files)?;
        files.sort();
        let lines: Vec<Option<String>> =
            files.par_iter().map(|(path, _)| hash(&stage.join(path)).map(|hash| format!("{hash} {path}\n"))).collect();
        let list = format!("{HEADER}\n{}", lines.into_iter().flatten().collect::<String>());
        let new: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        let mut emptied = BTreeSet::new();
        for path in self.own.iter().filter(|path| !new.contains(path.as_str())) {
            let on_disk = self.root.join(path);
            fs::remove_file(&on_disk).map_err(|cause| Error::io("remove", &on_disk, &cause))?;
            emptied.extend(on_disk.parent().map(Path::to_owned));
        }
        for folder in emptied.into_iter().rev() {
            // One that is not empty stays.
            let _ = fs::remove_dir(folder);
        }
        let mut made = BTreeSet::new();
        for path in new.into_iter().filter(|path| !self.keeps(path)) {
            let to = self.root.join(path);
            if let Some(folder) = to.parent().filter(|folder| !made.contains(*folder)) {
                make(folder)?;
                made.insert(folder.to_owned());
            }
            fs::rename(stage.join(path), &to).map_err(|cause| Error::io("write", &to, &cause))?;
        }
        fs::remove_dir_all(&stage).map_err(|cause| Error::io("remove", &stage, &cause))?;
        put(&self.root.join(LIST), list.as_bytes())
    }

    /// Removes the stage after a failure.
    pub fn abandon(&self) {
        let _ = fs::remove_dir_all(self.root.join(STAGE));
    }

    /// Whether a path is somebody's own, or lies below what is no folder any more.
    fn keeps(&self, path: &str) -> bool {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        self.kept.contains(path) || above.into_iter().any(|folder| self.kept.contains(folder))
    }
}

/// Every document of the new site with its path.
pub fn documents(imported: &Imported) -> impl Iterator<Item = (&RelPath, &super::model::Document)> {
    let Imported { articles, sections, people, .. } = imported;
    articles.iter().chain(sections).chain(people).map(|(path, document)| (path, document))
}

/// The files below a folder, each with whether it is one and no link; what byline makes, the lists of import and what
/// stands hidden in the folder itself is left out.
fn walk(root: &Path, below: &str, files: &mut Vec<(String, bool)>) -> Result<(), Error> {
    let folder = root.join(below);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(Error::io("list", &folder, &cause)),
    };
    for entry in entries {
        let entry = entry.map_err(|cause| Error::io("list", &folder, &cause))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_own = name == ".gitignore" || EDITORS.contains(&name.as_str());
        if below.is_empty() && (MADE.contains(&name.as_str()) || (name.starts_with('.') && !is_own)) {
            continue;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type().map_err(|cause| Error::io("list", &folder, &cause))?;
        if kind.is_dir() {
            walk(root, &path, files)?;
        } else {
            files.push((path, kind.is_file()));
        }
    }
    Ok(())
}

fn parse(list: &str) -> BTreeMap<String, String> {
    let mut lines = list.lines();
    if lines.next() != Some(HEADER) {
        return BTreeMap::new();
    }
    // A path that leads out of the folder is none of import's.
    let own = |path: &str| RelPath::new(path).is_some_and(|clean| clean.as_str() == path);
    let entries = lines.filter_map(|line| line.split_once(' ')).filter(|(_, path)| own(path));
    entries.map(|(hash, path)| (path.to_owned(), hash.to_owned())).collect()
}

fn hash(path: &Path) -> Option<String> {
    let file = fs::File::open(path).ok()?;
    let size = file.metadata().ok()?.len();
    Fingerprint::of_reader(file, size).ok().map(|(hash, _)| hash.to_string())
}

fn make(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|cause| Error::io("make the folder", folder, &cause))
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|cause| Error::io("write", path, &cause))
}
