//! Lists one folder, without what is below the folders in it.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use walkdir::{DirEntry, WalkDir};

use super::name;
use crate::text::RelPath;

/// A folder or a link.
pub struct Entry {
    /// Where it is.
    pub on_disk: PathBuf,
    /// Relative to the root.
    pub path: String,
}

/// What is listed, as far as it is no folder and no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A pipe, a socket, a device.
    Special,
}

/// What lies in one folder; each list is sorted.
#[derive(Default)]
pub struct Listing {
    /// The files.
    pub files: Vec<RelPath>,
    /// The folders.
    pub folders: Vec<Entry>,
    /// The symbolic links.
    pub links: Vec<Entry>,
    /// The paths of what is neither.
    pub special: Vec<String>,
    /// What is wrong with names that cannot be used, and what to do instead.
    pub unusable: Vec<(String, &'static str)>,
    /// How many entries all of these are.
    pub entries: usize,
}

/// Lists a folder; `keep_public` is whether `.well-known` and `.nojekyll` stay.
pub fn list(folder: &Entry, keep_public: bool) -> io::Result<Listing> {
    let mut listing = Listing::default();
    for entry in WalkDir::new(&folder.on_disk).min_depth(1).max_depth(1) {
        match entry.map_err(unlisted) {
            Ok(entry) => listing.add(folder, &entry, keep_public),
            // It went away in between.
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) => return Err(cause),
        }
    }
    listing.files.sort_unstable();
    listing.folders.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    listing.links.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    listing.special.sort_unstable();
    listing.unusable.sort_unstable();
    Ok(listing)
}

fn unlisted(error: walkdir::Error) -> io::Error {
    error.into_io_error().unwrap_or_else(|| io::Error::other("it cannot be listed"))
}

impl Listing {
    fn add(&mut self, folder: &Entry, entry: &DirEntry, keep_public: bool) {
        let kind = entry.file_type();
        let name = entry.file_name();
        let leads_to_folder = kind.is_symlink() && entry.path().is_dir();
        if name::is_left_out(name, kind.is_dir() || leads_to_folder, keep_public) {
            return;
        }
        self.entries += 1;
        let name = match name::usable(name) {
            Ok(name) => name,
            Err(mistake) => {
                self.unusable.push(mistake);
                return;
            }
        };
        let path = [&folder.path, "/", name].concat();
        if kind.is_dir() {
            self.folders.push(Entry { on_disk: entry.path().to_owned(), path });
        } else if kind.is_symlink() {
            self.links.push(Entry { on_disk: entry.path().to_owned(), path });
        } else if kind.is_file() {
            self.files.extend(RelPath::new(&path));
        } else {
            self.special.push(path);
        }
    }
}
