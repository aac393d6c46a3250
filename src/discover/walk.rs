//! Lists the files below one input folder, following the links that stay in the site.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::list::{Entry, Kind, Listing, list};
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
    // Stable, because that is the fast one for lists that are sorted folder by folder.
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
        let mut level = vec![Entry { on_disk: on_disk.to_owned(), path: path.to_owned() }];
        let mut links = Vec::new();
        while !level.is_empty() {
            let keep_public = self.keep_public;
            let listed: Vec<io::Result<Listing>> = match level.as_slice() {
                // Links can lead to very many folders of few files.
                [folder] => vec![list(folder, keep_public)],
                folders => folders.par_iter().map(|folder| list(folder, keep_public)).collect(),
            };
            for (folder, listing) in std::mem::take(&mut level).into_iter().zip(listed) {
                let mut listing = match listing {
                    Ok(listing) => listing,
                    Err(cause) => {
                        self.unlisted(&folder.on_disk, path, &cause)?;
                        continue;
                    }
                };
                if !chain.is_empty() && !self.counted(&folder.path, listing.entries) {
                    return Ok(());
                }
                for (message, help) in listing.unusable {
                    // The place is the folder, because the name cannot be printed as it is.
                    self.report(Code::BadFileName, &folder.path, message, help);
                }
                for path in listing.special {
                    self.file(Kind::Special, &path);
                }
                self.files.append(&mut listing.files);
                level.append(&mut listing.folders);
                links.append(&mut listing.links);
            }
        }
        for Entry { on_disk, path } in links {
            self.link(&on_disk, &path, chain)?;
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
            self.file(if kind.is_file() { Kind::File } else { Kind::Special }, path);
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

    fn file(&mut self, kind: Kind, path: &str) {
        if kind == Kind::Special {
            let message = format!("`{path}` is neither a file nor a folder and is left out");
            self.report(Code::SpecialFile, path, message, "remove the pipe, socket or device");
        } else if let Some(path) = RelPath::new(path) {
            self.files.push(path);
        }
    }

    /// Counts entries that were reached through a link; `false` if there are too many, which is said once.
    fn counted(&mut self, folder: &str, entries: usize) -> bool {
        let before = self.through_links;
        self.through_links += entries;
        if before <= THROUGH_LINKS && self.through_links > THROUGH_LINKS {
            let message = format!("symbolic links lead to more than {THROUGH_LINKS} files and folders");
            self.report(Code::BrokenSymlink, folder, message, "remove links to folders that hold links themselves");
        }
        self.through_links <= THROUGH_LINKS
    }

    /// Judges a folder that could not be listed; `top` is the one that all of this began with.
    fn unlisted(&mut self, on_disk: &Path, top: &str, cause: &io::Error) -> Result<(), Error> {
        match cause.kind() {
            // It went away in between.
            ErrorKind::NotFound => Ok(()),
            ErrorKind::InvalidFilename => {
                let message = "a path below this folder is too long for this machine";
                self.report(Code::BadFileName, top, message.to_owned(), "nest the folders less deeply");
                Ok(())
            }
            _ => Err(Error::io("list", on_disk, cause)),
        }
    }

    fn report(&mut self, code: Code, path: &str, message: String, help: &str) {
        let place = RelPath::new(path).map(|path| Place { path, span: None });
        self.diagnostics.push(Diagnostic::at(code, place, message).help(help));
    }
}
