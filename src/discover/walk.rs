//! Lists the files below one input folder, following the links that stay in the site.

use std::fs::FileType;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::name;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::error::Error;
use crate::text::RelPath;

/// How many files and folders may be reached through links: links to folders of links multiply without a circle.
const THROUGH_LINKS: usize = 100_000;

/// The files below the folder `input` of `root`, sorted by path.
pub fn files(root: &Path, input: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<RelPath>, Error> {
    let top = root.join(input);
    let kind = match top.symlink_metadata() {
        Ok(metadata) => metadata.file_type(),
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Error::io("list", &top, &cause)),
    };
    let real_root = root.canonicalize().map_err(|cause| Error::io("list", root, &cause))?;
    let mut walk = Walk { real_root, keep_public: input == "static", files: Vec::new(), through_links: 0, diagnostics };
    if kind.is_symlink() {
        walk.link(&top, input, &mut Vec::new())?;
    } else if kind.is_dir() {
        walk.folder(&top, input, &mut Vec::new())?;
    } else {
        let message = format!("`{input}` must be a folder, and it is a file");
        walk.report(Code::BadFileName, input, message, "rename the file");
    }
    let mut files = walk.files;
    files.sort();
    Ok(files)
}

struct Walk<'a> {
    /// The root with its own links resolved.
    real_root: PathBuf,
    /// Whether `.well-known` and `.nojekyll` stay.
    keep_public: bool,
    files: Vec<RelPath>,
    through_links: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Lists a folder. `chain` holds the resolved folder of every link on the way here, the outermost first.
    fn folder(&mut self, on_disk: &Path, path: &str, chain: &mut Vec<PathBuf>) -> Result<(), Error> {
        // One path per folder on the way down; walkdir gives a folder before what is in it.
        let mut paths: Vec<String> = vec![path.to_owned()];
        let mut entries = WalkDir::new(on_disk).min_depth(1).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unlisted(on_disk, path, error)?;
                    continue;
                }
            };
            paths.truncate(entry.depth());
            let parent = paths.last().map_or(path, String::as_str).to_owned();
            let kind = entry.file_type();
            let leads_to_folder = kind.is_symlink() && entry.path().is_dir();
            if name::is_left_out(entry.file_name(), kind.is_dir() || leads_to_folder, self.keep_public) {
                skip(&mut entries, kind);
                continue;
            }
            if !chain.is_empty() && !self.counted(&parent) {
                return Ok(());
            }
            let path = match name::usable(entry.file_name()) {
                Ok(name) => format!("{parent}/{name}"),
                Err((message, help)) => {
                    // The place is the folder, because the name cannot be printed as it is.
                    self.report(Code::BadFileName, &parent, message, help);
                    skip(&mut entries, kind);
                    continue;
                }
            };
            if kind.is_dir() {
                paths.push(path);
            } else if kind.is_symlink() {
                self.link(entry.path(), &path, chain)?;
            } else {
                self.file(kind, &path);
            }
        }
        Ok(())
    }

    /// Lists what a link leads to, if that lies in the site.
    fn link(&mut self, on_disk: &Path, path: &str, chain: &mut Vec<PathBuf>) -> Result<(), Error> {
        let target = match on_disk.canonicalize() {
            Ok(target) => target,
            Err(cause) if cause.kind() == ErrorKind::PermissionDenied => {
                return Err(Error::io("follow the link", on_disk, &cause));
            }
            Err(cause) => {
                let why = if cause.kind() == ErrorKind::NotFound { "nowhere" } else { "round in a circle" };
                let message = format!("the symbolic link `{path}` leads {why}");
                self.report(
                    Code::BrokenSymlink,
                    path,
                    message,
                    "remove the link, or make it lead to a file of the site",
                );
                return Ok(());
            }
        };
        let Ok(inside) = target.strip_prefix(&self.real_root) else {
            let message = format!("the symbolic link `{path}` leads outside the site");
            self.report(Code::LinkOutside, path, message, "put a copy of what it leads to into the site");
            return Ok(());
        };
        // A link must not publish what a repository keeps hidden, such as the access token in .git/config.
        let public = |part: &std::ffi::OsStr| self.keep_public && (part == ".well-known" || part == ".nojekyll");
        if inside.iter().any(|part| part.as_encoded_bytes().starts_with(b".") && !public(part)) {
            let message =
                format!("the symbolic link `{path}` leads to a hidden file or folder, outside what a site shows");
            self.report(Code::LinkOutside, path, message, "put a copy of what it leads to into the site");
            return Ok(());
        }
        let kind = match target.symlink_metadata() {
            Ok(metadata) => metadata.file_type(),
            Err(cause) => return Err(Error::io("follow the link", on_disk, &cause)),
        };
        if !kind.is_dir() {
            self.file(kind, path);
            return Ok(());
        }
        let here = on_disk.parent().unwrap_or(on_disk);
        let here = here.canonicalize().map_err(|cause| Error::io("list", here, &cause))?;
        chain.push(here);
        // Whoever lists a folder above a link that is being followed will meet that link again.
        if chain.iter().any(|link| link.starts_with(&target)) {
            let message = format!("the symbolic link `{path}` leads round in a circle");
            self.report(Code::BrokenSymlink, path, message, "remove the link");
        } else {
            self.folder(on_disk, path, chain)?;
        }
        chain.pop();
        Ok(())
    }

    fn file(&mut self, kind: FileType, path: &str) {
        if !kind.is_file() {
            let message = format!("`{path}` is neither a file nor a folder and is left out");
            self.report(Code::SpecialFile, path, message, "remove the pipe, socket or device");
        } else if let Some(path) = RelPath::new(path) {
            self.files.push(path);
        }
    }

    /// Counts an entry that was reached through a link; `false` if there are too many, which is said once.
    fn counted(&mut self, folder: &str) -> bool {
        self.through_links += 1;
        if self.through_links == THROUGH_LINKS + 1 {
            let message = format!("symbolic links lead to more than {THROUGH_LINKS} files and folders");
            self.report(Code::BrokenSymlink, folder, message, "remove links to folders that hold links themselves");
        }
        self.through_links <= THROUGH_LINKS
    }

    /// Judges a folder that could not be listed.
    fn unlisted(&mut self, top: &Path, path: &str, error: walkdir::Error) -> Result<(), Error> {
        let on_disk = error.path().unwrap_or(top).to_owned();
        let cause = error.into_io_error().unwrap_or_else(|| io::Error::other("it cannot be listed"));
        match cause.kind() {
            // It went away in between.
            ErrorKind::NotFound => Ok(()),
            ErrorKind::InvalidFilename => {
                let message = "a path below this folder is too long for this machine";
                self.report(Code::BadFileName, path, message.to_owned(), "nest the folders less deeply");
                Ok(())
            }
            _ => Err(Error::io("list", &on_disk, &cause)),
        }
    }

    fn report(&mut self, code: Code, path: &str, message: String, help: &str) {
        let place = RelPath::new(path).map(|path| Place { path, span: None });
        self.diagnostics.push(Diagnostic::at(code, place, message).help(help));
    }
}

/// Leaves out what is below a folder that is left out.
fn skip(entries: &mut walkdir::IntoIter, kind: FileType) {
    if kind.is_dir() {
        entries.skip_current_dir();
    }
}
