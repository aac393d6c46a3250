//! What lies in a folder, links and times included.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::support::write;

/// What lies at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    File(Vec<u8>),
    Link(PathBuf),
    Folder,
}

/// All that lies in a folder, by path; its own content, not that of what links lead to.
pub type Things = BTreeMap<String, Thing>;

/// Lists a folder; nothing lies in one that is not there.
pub fn things(folder: &Path) -> Things {
    let mut things = Things::new();
    let mut below = vec![String::new()];
    while let Some(path) = below.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&path)) else { continue };
        for entry in entries {
            let entry = entry.expect("a readable folder");
            let name = entry.file_name().into_string().expect("a name in UTF-8");
            let path = if path.is_empty() { name } else { format!("{path}/{name}") };
            let kind = entry.file_type().expect("a kind");
            let thing = if kind.is_symlink() {
                Thing::Link(fs::read_link(entry.path()).expect("a readable link"))
            } else if kind.is_dir() {
                below.push(path.clone());
                Thing::Folder
            } else {
                Thing::File(fs::read(entry.path()).expect("a readable file"))
            };
            things.insert(path, thing);
        }
    }
    things
}

/// When each file was last written.
pub fn times(folder: &Path, things: &Things) -> BTreeMap<String, SystemTime> {
    let is_file = |(_, thing): &(&String, &Thing)| matches!(thing, Thing::File(_));
    let time = |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).expect("a time");
    things.iter().filter(is_file).map(|(path, _)| (path.clone(), time(path))).collect()
}

/// The folders that a path lies in.
pub fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Puts a thing at a path, in place of what is there, and the folders above it.
pub fn put(folder: &Path, path: &str, thing: &Thing) {
    remove(&folder.join(path));
    for above in folders_of(path) {
        if !folder.join(above).symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            remove(&folder.join(above));
        }
    }
    match thing {
        Thing::File(bytes) => write(&folder.join(path), bytes),
        Thing::Link(to) => link(to, &folder.join(path)),
        Thing::Folder => fs::create_dir_all(folder.join(path)).expect("a new folder"),
    }
}

/// Removes what lies at a path, if anything does.
pub fn remove(at: &Path) {
    match at.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(at).expect("a folder is removed"),
        Ok(_) => fs::remove_file(at).expect("a file is removed"),
        Err(_) => {}
    }
}

/// Removes the folders that a path lies in, where nothing is in them.
pub fn prune(folder: &Path, path: &str) {
    let above: Vec<&str> = folders_of(path).collect();
    for above in above.into_iter().rev() {
        // One that holds something stays.
        let _ = fs::remove_dir(folder.join(above));
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) {
    fs::create_dir_all(at.parent().expect("a link in a folder")).expect("a new folder");
    std::os::unix::fs::symlink(to, at).expect("a new link");
}

/// Where links need a privilege a file does instead.
#[cfg(not(unix))]
fn link(to: &Path, at: &Path) {
    write(at, to.to_string_lossy().as_bytes());
}
