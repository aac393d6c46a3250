//! New files, put in place.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::NewFile;
use crate::error::Error;

/// Makes the files, and the folders that they lie in.
///
/// # Errors
/// If one of them is there already, or cannot be made. What was made until then is removed again.
pub fn place(folder: &Path, files: &[NewFile]) -> Result<(), Error> {
    if let Some(there) = files.iter().map(|file| folder.join(&file.path)).find(|path| path.symlink_metadata().is_ok()) {
        return Err(Error::new(format!("make {}", there.display()), "it is there already, and stays as it is"));
    }
    let mut made = Made::default();
    for file in files {
        made.file(&folder.join(&file.path), file.text.as_bytes())?;
    }
    made.keep();
    Ok(())
}

/// What was made so far; removed again unless it is kept.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    /// Each after the one that it lies in.
    folders: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        let failed = |cause: &std::io::Error| Error::io("make", path, cause);
        let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|cause| failed(&cause))?;
        self.files.push(path.to_owned());
        file.write_all(bytes).map_err(|cause| failed(&cause))
    }

    fn folder(&mut self, path: &Path) -> Result<(), Error> {
        if path.as_os_str().is_empty() || path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        match fs::create_dir(path) {
            Ok(()) => self.folders.push(path.to_owned()),
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
            Err(cause) => return Err(Error::io("make the folder", path, &cause)),
        }
        Ok(())
    }

    fn keep(mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // What cannot be removed stays: the failure that led here is the one to be told.
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_finished_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        // A file cannot be a folder, which shows only when the second file is made.
        let files = [NewFile::new("a/b/one", "1"), NewFile::new("a/b/one/two", "2")];
        place(folder.path(), &files).expect_err("one is a file");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }

    #[test]
    fn what_is_there_already_is_never_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("b"), "mine").expect("a file");
        let error = place(folder.path(), &[NewFile::new("a", "1"), NewFile::new("b", "2")]).expect_err("b is there");
        assert!(error.to_string().ends_with("b: it is there already, and stays as it is"), "{error}");
        assert_eq!(fs::read(folder.path().join("b")).expect("the file"), b"mine");
        assert!(!folder.path().join("a").exists());
    }
}
