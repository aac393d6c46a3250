//! The folder where everything is made before it is put in place.
//!
//! It carries a mark, so that the next build can remove what an interrupted one left, and nothing else.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::tree;
use crate::error::Error;
use crate::fs::Tick;

/// The name of the staging folder where it lies in the output.
pub const INSIDE: &str = ".byline-tmp";

const MARK: &str = ".byline-staging";
const MARK_TEXT: &str = "byline makes a site here while it builds; this folder may be removed\n";

/// A staging folder that is there; dropping it removes it.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    /// Folders that had to be made for it, the outermost first.
    parents: Vec<PathBuf>,
    _lock: Option<File>,
}

impl Staging {
    /// Makes the folder, and those that it lies in.
    pub fn make(folder: PathBuf) -> Result<Staging, Error> {
        // Its own path is noted once it is there, so that dropping it never removes what another build made.
        let mut staging = Staging { folder: PathBuf::new(), parents: Vec::new(), _lock: None };
        let mut missing: Vec<&Path> = Vec::new();
        for ancestor in folder.ancestors().skip(1) {
            match tree::look(ancestor).map_err(|cause| Error::io("look at", ancestor, &cause))? {
                Some(_) => break,
                None => missing.push(ancestor),
            }
        }
        for ancestor in missing.into_iter().rev() {
            create(ancestor)?;
            staging.parents.push(ancestor.to_owned());
        }
        create(&folder)?;
        // Until it is locked, another build may take it for a leftover and remove it.
        staging._lock = lock(&folder, super::folder::BUILD)?;
        if !is_still(&folder, staging._lock.as_ref()) {
            return Err(busy("create", &folder, None));
        }
        staging.folder = folder;
        let mark = staging.folder.join(MARK);
        std::fs::write(&mark, MARK_TEXT).map_err(|cause| Error::io("write", &mark, &cause))?;
        create(&staging.tree())?;
        Ok(staging)
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder in which a first build makes the whole output.
    pub fn tree(&self) -> PathBuf {
        self.folder.join("site")
    }

    /// What the disk's clock says now; `None` if it cannot be asked.
    pub fn tick(&self) -> Option<Tick> {
        let mut fresh = File::create(self.folder.join(".tick")).ok()?;
        fresh.write_all(b"\n").ok()?;
        Tick::of(&fresh).ok().flatten()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing more can be done about a failure; the next build tries again.
        if !self.folder.as_os_str().is_empty() {
            let _ = tree::remove_marked(&self.folder, MARK);
        }
        // Those that hold an output by now are not empty and stay.
        for parent in self.parents.iter().rev() {
            let _ = std::fs::remove_dir(parent);
        }
    }
}

/// The staging folder beside an output: `.public.byline-tmp`.
pub fn beside(output: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(output.file_name().unwrap_or_default());
    name.push(".byline-tmp");
    output.with_file_name(name)
}

/// Removes what an interrupted build left at the place of a staging folder.
///
/// # Errors
/// If something else is there, or another build works there now.
pub fn remove_leftover(staging: &Path) -> Result<(), Error> {
    let failed = |cause: io::Error| Error::io("remove", staging, &cause);
    let Some(metadata) = tree::look(staging).map_err(failed)? else { return Ok(()) };
    if metadata.is_dir() {
        // Held until it is gone, so that a build which begins here now sees that it is not alone; and only now what is in it
        // stays as it is.
        let lock = lock(staging, super::folder::BUILD)?;
        if !is_still(staging, lock.as_ref()) {
            // Another build has removed it; what lies there now may be that of a third.
            return Ok(());
        }
        if is_marked(staging).map_err(failed)? {
            return tree::remove_marked(staging, MARK).map_err(failed);
        }
    }
    Err(Error::io("build at", staging, &io::Error::other("byline needs this name, and what is there is not byline's"))
        .with_help("rename it, or choose another `--output`"))
}

/// Whether a folder carries the mark, or was interrupted before it got it.
fn is_marked(staging: &Path) -> io::Result<bool> {
    let mark = staging.join(MARK);
    let Some(metadata) = tree::look(&mark)? else {
        return Ok(staging.read_dir()?.next().is_none());
    };
    if !metadata.is_file() || metadata.len() > MARK_TEXT.len() as u64 {
        return Ok(false);
    }
    let text = std::fs::read(&mark)?;
    let begun = MARK_TEXT.as_bytes().starts_with(&text) && staging.read_dir()?.count() == 1;
    Ok(begun || text == MARK_TEXT.as_bytes())
}

/// Keeps other builds out of a folder while the result lives; `None` where the system has no such locks. `doing` is what
/// the folder is wanted for.
pub fn lock(folder: &Path, doing: &str) -> Result<Option<File>, Error> {
    let Ok(file) = File::open(folder) else { return Ok(None) };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            Err(busy(doing, folder, Some("wait until it has ended, or choose another `--output`")))
        }
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn create(folder: &Path) -> Result<(), Error> {
    match std::fs::create_dir(folder) {
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Err(busy("create", folder, None)),
        other => other.map_err(|cause| Error::io("create", folder, &cause)),
    }
}

/// Whether the folder that was locked is the one that lies there.
fn is_still(folder: &Path, locked: Option<&File>) -> bool {
    let there = folder.symlink_metadata();
    match locked.map(File::metadata) {
        Some(Ok(locked)) => there.is_ok_and(|there| crate::fs::same_file(&locked, &there)),
        Some(Err(_)) => false,
        // A system without such locks.
        None => there.is_ok(),
    }
}

/// The refusal to work where another build does.
pub fn busy(doing: &str, folder: &Path, help: Option<&str>) -> Error {
    Error {
        doing: doing.to_owned(),
        path: Some(folder.to_owned()),
        cause: "another build is writing there".to_owned(),
        help: help.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn builds_that_begin_and_end_at_once_are_told_of_each_other_and_of_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join(".public.byline-tmp");
        let begin = || -> Result<(), Error> {
            for _ in 0..500 {
                let made = remove_leftover(&place).and_then(|()| Staging::make(place.clone()));
                match made {
                    // Whoever was told that the place is free has it until it lets go.
                    Ok(staging) => assert!(staging.tree().is_dir()),
                    Err(error) if error.cause == "another build is writing there" => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        };
        let ended: Vec<Result<(), Error>> = thread::scope(|scope| {
            let builds: Vec<_> = (0..4).map(|_| scope.spawn(begin)).collect();
            builds.into_iter().map(|build| build.join().expect("a build")).collect()
        });
        for ended in ended {
            ended.expect("nothing else is told");
        }
        assert!(!place.exists());
    }
}
