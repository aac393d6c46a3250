//! The single changes that put a build in place, and carrying them out in order.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::tree;
use crate::error::Error;

/// One change of the disk. After each of them every file is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Renames, in place of a file that is there.
    Move {
        /// From where, in the staging folder or the output.
        from: PathBuf,
        /// To where.
        to: PathBuf,
    },
    /// Removes a file or link.
    Remove(PathBuf),
    /// Removes a folder if it is empty.
    Prune(PathBuf),
    /// Makes a folder, unless it is there.
    Folder(PathBuf),
}

/// Carries out the steps, up to the first that fails.
pub fn carry_out(steps: &[Step]) -> Result<(), Error> {
    for step in steps {
        match step {
            Step::Move { from, to } => {
                std::fs::rename(from, to).map_err(|cause| Error::io("put in place", to, &cause))?;
            }
            Step::Remove(path) => match std::fs::remove_file(path) {
                Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(Error::io("remove", path, &cause)),
                _ => {}
            },
            // It stays if anything is in it. One that is empty and stays would be no part of a clean build, and no list
            // would name it any more: that is a failure from which the next build goes on.
            Step::Prune(path) => match std::fs::remove_dir(path) {
                Err(cause) if ![ErrorKind::NotFound, ErrorKind::DirectoryNotEmpty].contains(&cause.kind()) => {
                    return Err(Error::io("remove", path, &cause));
                }
                _ => {}
            },
            Step::Folder(path) => folder(path).map_err(|cause| Error::io("create", path, &cause))?,
        }
    }
    Ok(())
}

fn folder(path: &Path) -> io::Result<()> {
    match std::fs::create_dir(path) {
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => match tree::look(path)? {
            Some(metadata) if metadata.is_dir() => Ok(()),
            _ => Err(cause),
        },
        other => other,
    }
}
