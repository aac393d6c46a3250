//! Files with names: copies of pictures and social cards in `.byline/pictures/`, what pre-processors returned in
//! `.byline/preprocessed/`, what rules have found in `.byline/findings/`.
//!
//! The names of the first two say all that they are made from: such a file is as good in another build, of another program
//! and on another machine. Each file is put in place by one rename and carries the hash of its bytes; one that is damaged is
//! none.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::folder::Folder;
use crate::fingerprint::Fingerprint;

/// How names of files end that are not whole yet.
const UNFINISHED: &str = ".part";

/// How names of social cards begin.
pub const CARD: &str = "card-";

/// How many digits a hash in a name has at least: leading zeros may be missing.
const SHORTEST_HASH: usize = 12;

/// The files of one sort that are kept.
pub struct Named<'c> {
    folder: &'c Folder,
    path: PathBuf,
    is_kept: bool,
}

impl<'c> Named<'c> {
    /// The files in a folder `sort` of a cache; unless `is_kept`, nothing is added.
    pub(super) fn new(folder: &'c Folder, sort: &str, is_kept: bool) -> Named<'c> {
        Named { folder, path: folder.path().join(sort), is_kept }
    }

    /// A file, if it is there and whole.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        if !self.is_own() {
            return None;
        }
        let mut bytes = self.folder.read_own(&self.path.join(name))?;
        let (sum, content) = bytes.split_at_checked(size_of::<u128>())?;
        if sum != Fingerprint::of(content).to_bytes() {
            return None;
        }
        Some(bytes.split_off(size_of::<u128>()))
    }

    /// Keeps a file; that this fails costs time alone.
    pub fn keep(&self, name: &str, content: &[u8]) {
        // Two threads, and two programs, may keep the same one.
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        if !self.is_kept || self.folder.make().is_err() {
            return;
        }
        let _ = std::fs::create_dir(&self.path);
        if !self.is_own() {
            return;
        }
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let temporary = self.path.join(format!("{name}.{}-{number}{UNFINISHED}", std::process::id()));
        let write = || {
            let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
            file.write_all(&Fingerprint::of(content).to_bytes())?;
            file.write_all(content)?;
            std::fs::rename(&temporary, self.path.join(name))
        };
        if write().is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
    }

    /// Removes all files but those that are used, and what an interrupted build left; what has another sort of name is not
    /// byline's.
    pub fn prune(&self, is_used: impl Fn(&str) -> bool) {
        if !self.is_kept || !self.is_own() {
            return;
        }
        let Ok(entries) = self.path.read_dir() else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is_unused = name.to_str().is_some_and(|name| begins_with_hash(name) && !is_used(name));
            if is_unused && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
        // It goes only if nothing is in it.
        let _ = std::fs::remove_dir(&self.path);
    }

    /// Whether the files lie in the cache, and not where a link leads to.
    fn is_own(&self) -> bool {
        self.folder.is_own() && self.path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
    }
}

/// Whether a name begins as all those that are given here, those of cards with [`CARD`] in front.
fn begins_with_hash(name: &str) -> bool {
    let name = name.strip_prefix(CARD).unwrap_or(name);
    let hash = name.split(['-', '.']).next().unwrap_or_default();
    hash.len() >= SHORTEST_HASH && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}
