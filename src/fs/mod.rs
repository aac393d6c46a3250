//! Reading the site's own files, and no others; and telling whether they have changed.
//!
//! Between listing and reading, a file can be exchanged for a symbolic link that leads out of the site. What has been
//! opened is therefore judged after it was opened, never before.

mod signature;

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::text::RelPath;

pub use signature::{Signature, Tick, Time};

/// Why a file could not be read.
#[derive(Debug)]
pub enum ReadFailure {
    /// The file has so many bytes, more than the limit. The author's mistake.
    TooLarge(u64),
    /// The machine's failure, or a file that is no longer one of the site's.
    Io(Error),
}

/// A folder whose files are read, such as the site's own; its place is resolved once.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// With its own links resolved.
    real: PathBuf,
}

impl Folder {
    /// Takes a folder, which may be reached through links.
    ///
    /// # Errors
    /// If it is not there.
    pub fn open(path: &Path) -> Result<Folder, Error> {
        let real = path.canonicalize().map_err(|cause| Error::io("read", path, &cause))?;
        Ok(Folder { path: path.to_owned(), real })
    }

    /// The folder as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads a file of the folder, if it has at most `limit` bytes, and the signature that it had before it was read.
    ///
    /// # Errors
    /// If the file is too large, is not a file, cannot be read, or lies outside once links are resolved.
    pub fn read(&self, path: &RelPath, limit: u64) -> Result<(Vec<u8>, Option<Signature>), ReadFailure> {
        let on_disk = path.on_disk(&self.path);
        let (mut file, metadata) = open(&on_disk, |at| Ok(at.starts_with(&self.real))).map_err(ReadFailure::Io)?;
        let size = metadata.len();
        if size > limit {
            return Err(ReadFailure::TooLarge(size));
        }
        let bytes = read_up_to(&mut file, size, limit.saturating_add(1));
        let bytes = bytes.map_err(|cause| ReadFailure::Io(Error::io("read", &on_disk, &cause)))?;
        let size = bytes.len() as u64;
        if size > limit { Err(ReadFailure::TooLarge(size)) } else { Ok((bytes, Signature::of(&metadata))) }
    }

    /// The signature of a file of the folder as it is now, links followed; `None` if it is gone, is not a file, or has
    /// no signature on this system.
    ///
    /// # Errors
    /// If the disk does not tell.
    pub fn look(&self, path: &RelPath) -> Result<Option<Signature>, Error> {
        let on_disk = path.on_disk(&self.path);
        match std::fs::metadata(&on_disk) {
            Ok(metadata) if metadata.is_file() => Ok(Signature::of(&metadata)),
            Ok(_) => Ok(None),
            Err(cause)
                if matches!(
                    cause.kind(),
                    ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename
                ) =>
            {
                Ok(None)
            }
            Err(cause) => Err(Error::io("read", &on_disk, &cause)),
        }
    }

    /// Opens a file for reading, by any path that leads into the folder or, if it is there, into `other`.
    ///
    /// # Errors
    /// If it is not a file (a pipe is never opened), cannot be opened, or lies in neither once links are resolved.
    pub fn open_file(&self, path: &Path, other: &Path) -> Result<(File, Metadata), Error> {
        open(path, |at| {
            if at.starts_with(&self.real) {
                return Ok(true);
            }
            match other.canonicalize() {
                Ok(other) => Ok(at.starts_with(other)),
                Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(false),
                Err(cause) => Err(Error::io("read", other, &cause)),
            }
        })
    }
}

/// Whether anything lies at a path, links followed.
///
/// # Errors
/// If the disk does not tell: what cannot be looked at is not taken for missing.
pub fn is_there(path: &Path) -> Result<bool, Error> {
    match path.try_exists() {
        Err(cause) if matches!(cause.kind(), ErrorKind::NotADirectory | ErrorKind::InvalidFilename) => Ok(false),
        told => told.map_err(|cause| Error::io("read", path, &cause)),
    }
}

/// Opens a file for reading, if it may be read where it lies.
fn open(path: &Path, may_lie: impl Fn(&Path) -> Result<bool, Error>) -> Result<(File, Metadata), Error> {
    let failed = |cause: io::Error| Error::io("read", path, &cause);
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Error::io("read", path, &io::Error::other("it is not a file")));
    }
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !may_lie(&place_of(&file, path).map_err(failed)?)? {
        return Err(Error::io("read", path, &io::Error::other("it leads outside the site")));
    }
    Ok((file, metadata))
}

/// Reads a file that had `size` bytes when it was opened, and at most `most`, because it can grow meanwhile.
fn read_up_to(file: &mut File, size: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(size.saturating_add(1).min(most)).unwrap_or(usize::MAX)];
    let read = loop {
        match file.read(&mut bytes) {
            Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    bytes.truncate(read);
    // If that was the size, it was all; the disk need not be asked whether there is more.
    if read as u64 != size {
        file.take(most.saturating_sub(read as u64)).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
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
pub fn same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    a.dev() == b.dev() && a.ino() == b.ino()
}

/// Whether both are one file of the disk, as far as size and time tell.
#[cfg(not(unix))]
pub fn same_file(a: &Metadata, b: &Metadata) -> bool {
    a.file_type() == b.file_type() && a.len() == b.len() && a.modified().ok() == b.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a clean path")
    }

    fn read(root: &Path, path: &RelPath, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        Folder::open(root).map_err(ReadFailure::Io)?.read(path, limit).map(|(bytes, _)| bytes)
    }

    #[test]
    fn a_file_is_read_up_to_the_limit_and_not_beyond() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("a.md"), "12345").unwrap();
        assert_eq!(read(root.path(), &path("a.md"), 5).unwrap(), b"12345");
        assert!(matches!(read(root.path(), &path("a.md"), 4), Err(ReadFailure::TooLarge(5))));
    }

    #[test]
    fn a_file_that_grew_or_shrank_since_it_was_opened_is_read_as_it_is_now() {
        let root = tempfile::tempdir().unwrap();
        let at = root.path().join("a.md");
        std::fs::write(&at, "12345").unwrap();
        for (size, most, read) in [(5, 9, 5), (0, 9, 5), (2, 9, 5), (7, 9, 5), (2, 4, 4), (0, 4, 4), (9, 4, 4)] {
            let bytes = read_up_to(&mut File::open(&at).unwrap(), size, most).unwrap();
            assert_eq!(bytes, b"12345"[..read], "{size} {most}");
        }
    }

    #[test]
    fn a_missing_file_is_an_error_that_names_it() {
        let root = tempfile::tempdir().unwrap();
        match read(root.path(), &path("content/gone.md"), 5) {
            Err(ReadFailure::Io(error)) => assert!(error.to_string().contains("content/gone.md"), "{error}"),
            other => panic!("{other:?}"),
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_has_the_same_signature_read_and_looked_at_until_it_changes() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap();
        std::fs::write(root.path().join("a.md"), "12345").unwrap();
        std::os::unix::fs::symlink("a.md", root.path().join("b.md")).unwrap();
        let (_, read) = folder.read(&path("a.md"), 9).unwrap();
        assert!(read.is_some());
        for name in ["a.md", "b.md"] {
            assert_eq!(folder.look(&path(name)).unwrap(), read);
        }
        std::fs::write(root.path().join("a.md"), "123456").unwrap();
        assert_ne!(folder.look(&path("a.md")).unwrap(), read);
    }

    #[test]
    fn what_is_gone_or_is_no_file_has_no_signature() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap();
        std::fs::create_dir(root.path().join("folder")).unwrap();
        std::fs::write(root.path().join("file"), "x").unwrap();
        for name in ["gone", "folder", "file/x"] {
            assert_eq!(folder.look(&path(name)).unwrap(), None, "{name}");
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
