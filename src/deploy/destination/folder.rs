//! A folder of this machine. Links in it are never followed.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::build::Progress;
use crate::deploy::go_on;
use crate::deploy::manifest::NAME;
use crate::deploy::output::Output;
use crate::deploy::plan::Upload;
use crate::error::Error;
use crate::write::{self, Target};

/// The file that is written before it is renamed; what an interruption left of it is replaced.
const TEMPORARY: &str = ".byline-deploy.tmp";

/// A folder that a site is published to.
#[derive(Debug)]
pub struct Folder {
    /// With its links resolved; need not exist.
    path: PathBuf,
    name: String,
}

impl Folder {
    /// Takes a folder, relative to the site's.
    ///
    /// # Errors
    /// If it is, holds or lies in the site's source, its output or its cache.
    pub fn open(root: &Path, output: &Path, cache: &Path, folder: &str) -> Result<Folder, Error> {
        let named = root.join(folder);
        let refused = |cause: String| {
            Error { path: Some(named.clone()), ..Error::new("deploy to", cause) }
                .with_help("name a folder outside the site's, such as `../live`")
        };
        let target = Target { root, output: &named, cache, site: "", force: false };
        let path = write::place_for(&target).map_err(|error| refused(error.cause))?;
        let output = output.canonicalize().map_err(|cause| Error::io("read", output, &cause))?;
        if path.starts_with(&output) || output.starts_with(&path) {
            return Err(refused("the site was built there".to_owned()));
        }
        let name = path.to_string_lossy().into_owned();
        Ok(Folder { path, name })
    }

    /// Its absolute path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// byline's list of what it published there.
    pub fn manifest(&self) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path.join(NAME);
        match look(&path)? {
            Some(metadata) if metadata.is_file() => {
                fs::read(&path).map(Some).map_err(|cause| Error::io("read", &path, &cause))
            }
            Some(_) => Err(Error::io("read", &path, &io::Error::other("it is not a file"))),
            None => Ok(None),
        }
    }

    /// Everything that is there; what is no file, such as a link, has a size that no file has.
    pub fn list(&self) -> Result<BTreeMap<String, u64>, Error> {
        let mut present = BTreeMap::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let on_disk = self.path.join(&folder);
            let failed = |cause: io::Error| Error::io("list", &on_disk, &cause);
            let entries = match on_disk.read_dir() {
                Err(cause) if cause.kind() == ErrorKind::NotFound && folder.is_empty() => return Ok(present),
                entries => entries.map_err(failed)?,
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                if !write::may_be_published(&path) {
                    continue;
                }
                // Of the entry itself, not of what a link leads to.
                let metadata = entry.metadata().map_err(failed)?;
                if metadata.is_dir() {
                    folders.push(path);
                } else {
                    present.insert(path, if metadata.is_file() { metadata.len() } else { u64::MAX });
                }
            }
        }
        Ok(present)
    }

    /// Puts byline's list in place.
    pub fn write_manifest(&self, text: &str) -> Result<(), Error> {
        fs::create_dir_all(&self.path).map_err(|cause| Error::io("create", &self.path, &cause))?;
        self.write(NAME, text.as_bytes())
    }

    /// Publishes files one by one, each whole or not at all.
    pub fn publish(&self, group: &[Upload], output: &Output, progress: &dyn Progress) -> Result<(), Error> {
        for Upload { file, replaces: _ } in group {
            let started = Instant::now();
            go_on(progress)?;
            self.make_folders(&file.path)?;
            self.write(&file.path, &output.read(&file.from, file.record)?)?;
            progress.step(&file.path, started);
        }
        Ok(())
    }

    /// Removes files, and the folders that this leaves empty.
    pub fn remove(&self, paths: &[&str], progress: &dyn Progress) -> Result<(), Error> {
        for path in paths {
            let started = Instant::now();
            go_on(progress)?;
            let on_disk = self.path.join(path);
            if self.holds(path)? {
                match fs::remove_file(&on_disk) {
                    Err(cause) if cause.kind() != ErrorKind::NotFound => {
                        return Err(Error::io("remove", &on_disk, &cause));
                    }
                    _ => {}
                }
                // The innermost first; one that is not empty stays, and so do those that hold it.
                let parents = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
                let _ = parents.map(|parent| fs::remove_dir(self.path.join(parent))).find(Result::is_err);
            }
            progress.step(path, started);
        }
        Ok(())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let temporary = self.path.join(TEMPORARY);
        let on_disk = self.path.join(path);
        let write = || {
            match fs::remove_file(&temporary) {
                Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
                _ => {}
            }
            // New, so that no link is followed that somebody puts there.
            OpenOptions::new().write(true).create_new(true).open(&temporary)?.write_all(bytes)?;
            fs::rename(&temporary, &on_disk)
        };
        let written = write();
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written.map_err(|cause| Error::io("write", &on_disk, &cause))
    }

    /// Makes the folders that a file lies in, unless they are there.
    fn make_folders(&self, path: &str) -> Result<(), Error> {
        for (at, _) in path.match_indices('/') {
            let on_disk = self.path.join(&path[..at]);
            match look(&on_disk)? {
                Some(metadata) if metadata.is_dir() => {}
                Some(_) => return Err(in_the_way(&on_disk)),
                None => fs::create_dir(&on_disk).map_err(|cause| Error::io("create", &on_disk, &cause))?,
            }
        }
        Ok(())
    }

    /// Whether a file or a link is there, and all on the way to it are folders.
    fn holds(&self, path: &str) -> Result<bool, Error> {
        for (at, _) in path.match_indices('/') {
            if !look(&self.path.join(&path[..at]))?.is_some_and(|metadata| metadata.is_dir()) {
                return Ok(false);
            }
        }
        Ok(look(&self.path.join(path))?.is_some_and(|metadata| !metadata.is_dir()))
    }
}

fn in_the_way(on_disk: &Path) -> Error {
    Error::io("publish below", on_disk, &io::Error::other("it is a link or a file, where a folder is needed"))
        .with_help("remove it, if nobody needs it")
}

/// The metadata of what lies at a path itself.
fn look(path: &Path) -> Result<Option<fs::Metadata>, Error> {
    match path.symlink_metadata() {
        Ok(metadata) => Ok(Some(metadata)),
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(cause) => Err(Error::io("look at", path, &cause)),
    }
}
