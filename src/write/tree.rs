//! Paths within the output, and what lies at them. Links are never followed.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Component, Path};

use super::seen::Record;
use crate::error::Error;
use crate::fingerprint::Fingerprint;

/// The longest part of a path, in bytes.
const LONGEST_PART: usize = 255;

/// Whether byline writes to such a path: relative, `/` between its parts, nothing hidden but what is meant to be
/// published, nothing that cannot be printed.
pub fn check(path: &str) -> Result<(), &'static str> {
    if !path.bytes().all(|byte| matches!(byte, b' '..=b'~')) && path.chars().any(char::is_control) {
        return Err("the path has a control character");
    }
    for part in path.split('/') {
        if part.is_empty() {
            return Err("the path has an empty part");
        }
        if part.len() > LONGEST_PART {
            return Err("a part of the path is longer than 255 bytes");
        }
        if part.starts_with('.') && part != ".well-known" && part != ".nojekyll" {
            return Err("a part of the path begins with a dot");
        }
        // On some systems more than `/` parts a path.
        if cfg!(unix) {
            continue;
        }
        let mut components = Path::new(part).components();
        if !matches!((components.next(), components.next()), (Some(Component::Normal(_)), None)) {
            return Err("the path cannot be used on this system");
        }
    }
    Ok(())
}

/// The folders that a path lies in, the outermost first: `a/b/c` → `a`, `a/b`.
pub fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The metadata of what lies at a path itself; `None` if nothing does.
pub fn look(path: &Path) -> io::Result<Option<Metadata>> {
    match path.symlink_metadata() {
        Ok(metadata) => Ok(Some(metadata)),
        Err(cause)
            if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename) =>
        {
            Ok(None)
        }
        Err(cause) => Err(cause),
    }
}

/// What a file of the output contains, if it can be one of these contents; `None` if its size is none of theirs, or it
/// is a link or anything else that is no file.
pub fn content(on_disk: &Path, metadata: &Metadata, may_have: &[Record]) -> Result<Option<Record>, Error> {
    let size = metadata.len();
    if !metadata.is_file() || !may_have.iter().any(|record| record.size == size) {
        return Ok(None);
    }
    let failed = |cause: io::Error| Error::io("read", on_disk, &cause);
    let file = File::open(on_disk).map_err(failed)?;
    let (hash, size) = Fingerprint::of_reader(file, size).map_err(failed)?;
    Ok(Some(Record { hash, size }))
}

/// Whether the file of the output has one of these contents.
pub fn has(on_disk: &Path, metadata: &Metadata, written: &[Record]) -> Result<bool, Error> {
    Ok(content(on_disk, metadata, written)?.is_some_and(|now| written.contains(&now)))
}

/// Removes a folder that a file marks as byline's. The mark goes last, so that what an interruption leaves is known, too.
pub fn remove_marked(folder: &Path, mark: &str) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        if entry.file_name() == mark {
            continue;
        }
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else {
            std::fs::remove_file(entry.path())?;
        }
    }
    match std::fs::remove_file(folder.join(mark)) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
        _ => {}
    }
    std::fs::remove_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_output_or_hide_in_it_are_refused() {
        let long = "x".repeat(256);
        for path in [
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/..",
            "a/../b",
            "./a",
            ".git/config",
            "a/.env",
            "a\0b",
            "a\nb",
            ".byline-site",
            ".byline-tmp/x",
            long.as_str(),
        ] {
            assert!(check(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn paths_of_pages_and_files_are_taken() {
        let long = "x".repeat(255);
        for path in [
            "index.html",
            "a/b/index.html",
            "é/漢/🙂.jpg",
            ".nojekyll",
            ".well-known/security.txt",
            "a..b",
            "x y",
            &long,
        ] {
            assert_eq!(check(path), Ok(()), "{path:?}");
        }
    }

    #[test]
    fn the_folders_of_a_path_come_outermost_first() {
        assert_eq!(folders_of("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(folders_of("c").count(), 0);
    }
}
