//! Reading the site's own files, and no others.
//!
//! Between listing and reading, a file can be exchanged for a symbolic link that leads out of the site. What has been
//! opened is therefore judged after it was opened, never before.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::text::RelPath;

/// Why a file could not be read.
#[derive(Debug)]
pub enum ReadFailure {
    /// The file has so many bytes, more than the limit. The author's mistake.
    TooLarge(u64),
    /// The machine's failure, or a file that is no longer one of the site's.
    Io(Error),
}

/// Reads a file of the site, if it has at most `limit` bytes.
///
/// # Errors
/// If the file is too large, is not a file, cannot be read, or lies outside `root` once links are resolved.
pub fn read(root: &Path, path: &RelPath, limit: u64) -> Result<Vec<u8>, ReadFailure> {
    let on_disk = path.on_disk(root);
    let (file, size) = open(&[root], &on_disk).map_err(ReadFailure::Io)?;
    if size > limit {
        return Err(ReadFailure::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    // One byte more than allowed is asked for, because a file can grow while it is read.
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|cause| ReadFailure::Io(Error::io("read", &on_disk, &cause)))?;
    let size = bytes.len() as u64;
    if size > limit { Err(ReadFailure::TooLarge(size)) } else { Ok(bytes) }
}

/// Opens a file for reading that lies in one of the `folders` once links are resolved, and gives its size in bytes.
///
/// # Errors
/// If it is not a file (a pipe is never opened), cannot be opened, or lies elsewhere.
pub fn open(folders: &[&Path], path: &Path) -> Result<(File, u64), Error> {
    let failed = |cause: io::Error| Error::io("read", path, &cause);
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Error::io("read", path, &io::Error::other("it is not a file")));
    }
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    let at = place_of(&file, path).map_err(failed)?;
    for folder in folders {
        match folder.canonicalize() {
            Ok(folder) if at.starts_with(&folder) => return Ok((file, metadata.len())),
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(Error::io("read", folder, &cause)),
            _ => {}
        }
    }
    Err(Error::io("read", path, &io::Error::other("it leads outside the site")))
}

/// Where an open file lies, links resolved.
#[cfg(target_os = "linux")]
fn place_of(file: &File, path: &Path) -> io::Result<PathBuf> {
    use std::os::fd::AsRawFd;
    match std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())) {
        Ok(at) => Ok(at),
        // A machine without /proc.
        Err(_) => resolved(file, path),
    }
}

/// Where an open file lies, links resolved.
#[cfg(not(target_os = "linux"))]
fn place_of(file: &File, path: &Path) -> io::Result<PathBuf> {
    resolved(file, path)
}

/// The resolved path, if the open file is what lies there now.
fn resolved(file: &File, path: &Path) -> io::Result<PathBuf> {
    let at = path.canonicalize()?;
    if same_file(&file.metadata()?, &std::fs::symlink_metadata(&at)?) {
        Ok(at)
    } else {
        Err(io::Error::other("it was exchanged while it was read"))
    }
}

/// Whether both are one file of the disk; `false` where the system cannot tell from these.
#[cfg(unix)]
pub fn same_file(a: &std::fs::Metadata, b: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    a.dev() == b.dev() && a.ino() == b.ino()
}

/// Whether both are one file of the disk, as far as size and time tell.
#[cfg(not(unix))]
pub fn same_file(a: &std::fs::Metadata, b: &std::fs::Metadata) -> bool {
    a.file_type() == b.file_type() && a.len() == b.len() && a.modified().ok() == b.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a clean path")
    }

    #[test]
    fn a_file_is_read_up_to_the_limit_and_not_beyond() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("a.md"), "12345").unwrap();
        assert_eq!(read(root.path(), &path("a.md"), 5).unwrap(), b"12345");
        assert!(matches!(read(root.path(), &path("a.md"), 4), Err(ReadFailure::TooLarge(5))));
    }

    #[test]
    fn a_missing_file_is_an_error_that_names_it() {
        let root = tempfile::tempdir().unwrap();
        match read(root.path(), &path("content/gone.md"), 5) {
            Err(ReadFailure::Io(error)) => assert!(error.to_string().contains("content/gone.md"), "{error}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_folder_is_not_read() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("a.md")).unwrap();
        assert!(matches!(read(root.path(), &path("a.md"), 5), Err(ReadFailure::Io(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_outside_is_not_read_even_if_nobody_looked_before() {
        let outside = tempfile::tempdir().unwrap();
        let root = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "secret").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret"), root.path().join("a.md")).unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join("folder")).unwrap();
        for link in ["a.md", "folder/secret"] {
            match read(root.path(), &path(link), 100) {
                Err(ReadFailure::Io(error)) => assert!(error.cause.contains("outside"), "{error}"),
                other => panic!("{other:?}"),
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_within_the_site_is_read_and_the_root_may_be_a_link_itself() {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir(place.path().join("site")).unwrap();
        std::fs::write(place.path().join("site/a.md"), "text").unwrap();
        std::os::unix::fs::symlink("a.md", place.path().join("site/b.md")).unwrap();
        std::os::unix::fs::symlink("site", place.path().join("link")).unwrap();
        assert_eq!(read(&place.path().join("link"), &path("b.md"), 100).unwrap(), b"text");
    }

    #[test]
    fn an_opened_file_that_is_no_longer_at_its_path_is_told_apart() {
        let root = tempfile::tempdir().unwrap();
        let at = root.path().join("a");
        std::fs::write(&at, "one").unwrap();
        let file = File::open(&at).unwrap();
        assert!(resolved(&file, &at).is_ok());
        std::fs::write(root.path().join("b"), "two").unwrap();
        std::fs::rename(root.path().join("b"), &at).unwrap();
        assert!(resolved(&file, &at).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_exchanged_for_a_link_outside_while_it_is_read_gives_nothing_away() {
        use std::sync::atomic::{AtomicBool, Ordering};
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("site");
        std::fs::create_dir(&root).unwrap();
        std::fs::write(place.path().join("canary"), "canary").unwrap();
        let at = root.join("a.md");
        std::fs::write(&at, "page").unwrap();
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    std::os::unix::fs::symlink("../canary", root.join("link")).unwrap();
                    std::fs::rename(root.join("link"), &at).unwrap();
                    std::fs::write(root.join("file"), "page").unwrap();
                    std::fs::rename(root.join("file"), &at).unwrap();
                }
            });
            let (mut pages, mut refused, mut leaked) = (0, 0, 0);
            for _ in 0..1_000_000 {
                match read(&root, &path("a.md"), 100) {
                    Ok(bytes) if bytes == b"page" => pages += 1,
                    Ok(_) => leaked += 1,
                    Err(_) => refused += 1,
                }
                if leaked > 0 || (pages > 500 && refused > 500) {
                    break;
                }
            }
            done.store(true, Ordering::Relaxed);
            assert_eq!(leaked, 0);
            assert!(pages > 0 && refused > 0, "the file was never exchanged");
        });
    }
}
