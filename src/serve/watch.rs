//! What happens on the disk, as hints to look again.
//!
//! Folders are watched, not files, so every way of saving is seen: in place, by a temporary file and a rename, with a
//! backup. A hint only says where to look first; whatever it misses, the next look at all files finds. Where the
//! system cannot watch, files are looked at again and again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::message::{Changes, Message};
use crate::discover;
use crate::error::Error;
use crate::text::{Glob, RelPath};

/// How often files are looked at where they cannot be watched.
const POLL: Duration = Duration::from_millis(500);

/// The thread that watches a site.
pub struct Watch(Sender<Heard>);

impl Watch {
    /// Watches more files, and those that fit patterns, instead of those before: inputs that may lie in any folder.
    pub fn follow(&self, files: Vec<RelPath>, patterns: Vec<Glob>) {
        // Nobody hears it where files are polled.
        let _ = self.0.send(Heard::Named(files, patterns));
    }
}

/// What the thread is told.
enum Heard {
    /// Something happened on the disk.
    Happened(notify::Result<Event>),
    /// The site is made from these files, too, and from those that fit these patterns.
    Named(Vec<RelPath>, Vec<Glob>),
}

/// Watches a site from a thread of its own; `warn` is told once if the system cannot, and files are polled then.
///
/// # Errors
/// If no thread can be started.
pub fn watch(
    root: &Path,
    poll: bool,
    desk: Sender<Message>,
    warn: impl FnOnce(&str) + Send + 'static,
) -> Result<Watch, Error> {
    let (sender, heard) = mpsc::channel();
    let watch = Watch(sender.clone());
    let root = root.canonicalize().map_err(|cause| Error::io("read", root, &cause))?;
    let run = move || {
        if !poll {
            match watching(&root, sender, &heard, &desk) {
                Ok(()) => return,
                Err(cause) => warn(&said(&cause)),
            }
        }
        drop(heard);
        polling(&desk);
    };
    let started = thread::Builder::new().name("watch".to_owned()).spawn(run);
    started.map(|_| watch).map_err(|cause| Error::new("watch the site", cause.to_string()))
}

/// Asks the desk to look again and again, until it is gone.
fn polling(desk: &Sender<Message>) {
    loop {
        thread::sleep(POLL);
        let anything = Changes { rescan: true, ..Changes::default() };
        if desk.send(Message::Changed(anything)).is_err() {
            return;
        }
    }
}

/// Why the system cannot watch, and what happens instead.
fn said(cause: &notify::Error) -> String {
    let why = match &cause.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached (on Linux: `sysctl fs.inotify.max_user_watches`)"
                .to_owned()
        }
        _ => format!("the site cannot be watched: {cause}"),
    };
    format!("{why}; its files are looked at twice a second instead")
}

/// Watches until the desk is gone.
///
/// # Errors
/// If the system cannot watch, or not any more.
fn watching(
    root: &Path,
    sender: Sender<Heard>,
    heard: &Receiver<Heard>,
    desk: &Sender<Message>,
) -> Result<(), notify::Error> {
    let watcher = notify::recommended_watcher(move |event| {
        // If nobody listens any more, there is nothing to say.
        let _ = sender.send(Heard::Happened(event));
    })?;
    let mut watched = Watched { root: root.to_owned(), watcher, named: Vec::new(), patterns: Vec::new() };
    watched.watcher.watch(root, RecursiveMode::NonRecursive)?;
    for input in discover::INPUTS {
        watched.follow(input)?;
    }
    // What changed before a folder was watched was not seen.
    if desk.send(Message::Changed(Changes { rescan: true, ..Changes::default() })).is_err() {
        return Ok(());
    }
    forward(heard, &mut watched, desk)
}

fn forward(heard: &Receiver<Heard>, watched: &mut Watched, desk: &Sender<Message>) -> Result<(), notify::Error> {
    while let Ok(heard) = heard.recv() {
        let changes = match heard {
            Heard::Happened(event) => watched.changes(event?)?,
            Heard::Named(files, patterns) => watched.add(files, patterns)?,
        };
        if !changes.is_empty() && desk.send(Message::Changed(changes)).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

struct Watched {
    root: PathBuf,
    watcher: RecommendedWatcher,
    /// Files of any folder that the site is made from.
    named: Vec<RelPath>,
    /// Patterns of more of them.
    patterns: Vec<Glob>,
}

impl Watched {
    /// Watches a folder of the root with all that is in it, if it is there.
    fn follow(&mut self, input: &str) -> Result<(), notify::Error> {
        let folder = self.root.join(input);
        if !folder.is_dir() {
            return Ok(());
        }
        match self.watcher.watch(&folder, RecursiveMode::Recursive) {
            // A folder that is gone again was noticed by its parent.
            Err(cause) if matches!(cause.kind, notify::ErrorKind::PathNotFound) || !folder.is_dir() => Ok(()),
            done => done,
        }
    }

    /// Watches files of any folder instead of those before.
    fn add(&mut self, files: Vec<RelPath>, patterns: Vec<Glob>) -> Result<Changes, notify::Error> {
        if self.named == files && self.patterns == patterns {
            return Ok(Changes::default());
        }
        let of_patterns = self.patterns.iter().filter_map(|pattern| folder_of(pattern));
        for folder in self.named.iter().flat_map(lonely_folders).chain(of_patterns) {
            let _ = self.watcher.unwatch(&self.root.join(folder));
        }
        (self.named, self.patterns) = (files, patterns);
        self.follow_named()?;
        // What happened to them before was not seen.
        Ok(Changes { rescan: true, ..Changes::default() })
    }

    /// Watches the folders on the way to the files, as far as they are there.
    fn follow_named(&mut self) -> Result<(), notify::Error> {
        for folder in self.named.iter().flat_map(lonely_folders) {
            let folder = self.root.join(folder);
            let _ = self.watcher.unwatch(&folder);
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Err(cause) if folder.is_dir() => return Err(cause),
                _ => {}
            }
        }
        // Afterwards, because a folder may be watched for a file in it alone, too.
        for folder in self.patterns.clone().iter().filter_map(folder_of) {
            self.follow(folder)?;
        }
        Ok(())
    }

    /// Whether something below the root fits a pattern, or is a folder that files may have come with.
    fn fits_pattern(&self, below: &RelPath) -> bool {
        let is_there = |folder: &str| below.as_str() == folder || below.below(folder).is_some();
        let mut folders = self.patterns.iter().filter_map(folder_of);
        self.patterns.iter().any(|pattern| pattern.fits(below.as_str()))
            || (folders.any(is_there) && below.on_disk(&self.root).is_dir())
            || self.patterns.iter().filter_map(folder_of).any(|folder| folder.starts_with(&format!("{below}/")))
    }

    /// What an event says of the site.
    fn changes(&mut self, event: Event) -> Result<Changes, notify::Error> {
        let mut changes = Changes { rescan: event.need_rescan(), ..Changes::default() };
        let reads = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        if reads {
            return Ok(changes);
        }
        for path in &event.paths {
            let Ok(below) = path.strip_prefix(&self.root) else { continue };
            let Some(below) =
                below.to_str().map(|below| below.replace('\\', "/")).and_then(|below| RelPath::new(&below))
            else {
                // The root itself, or a name that is no text: only a look at everything tells.
                changes.rescan |= below.as_os_str() != "" || !self.root.is_dir();
                continue;
            };
            if let Some(input) = discover::INPUTS.iter().find(|input| **input == below.as_str()) {
                // The folder itself came or went; a watch on what was there before says nothing of it.
                let _ = self.watcher.unwatch(path);
                self.follow(input)?;
                changes.rescan = true;
            } else if self.named.iter().any(|named| *named == below || named.below(below.as_str()).is_some()) {
                // The file itself, or a folder on the way to it.
                if !self.named.contains(&below) {
                    self.follow_named()?;
                }
                changes.rescan = true;
                changes.paths.insert(below);
            } else if self.fits_pattern(&below) {
                if below.on_disk(&self.root).is_dir() {
                    self.follow_named()?;
                }
                changes.rescan = true;
                changes.paths.insert(below);
            } else if concerns(&below) {
                changes.paths.insert(below);
            }
        }
        Ok(changes)
    }
}

/// The folder below which all lies that fits a pattern, unless it is watched anyway.
fn folder_of(pattern: &Glob) -> Option<&str> {
    let folder = pattern.folder();
    let first = folder.split('/').next().unwrap_or_default();
    (!folder.is_empty() && !discover::INPUTS.contains(&first)).then_some(folder)
}

/// The folders on the way from the root to a file that are not watched anyway, the outermost first.
fn lonely_folders(file: &RelPath) -> impl Iterator<Item = &str> {
    let folders = file.as_str().match_indices('/').map(|(at, _)| file.as_str().split_at(at).0);
    folders.filter(|_| discover::INPUTS.iter().all(|input| file.below(input).is_none()))
}

/// Whether a file or folder can be one of the site's: neither the output nor the cache, nor what editors leave behind.
pub(crate) fn concerns(path: &RelPath) -> bool {
    let of_input = discover::INPUTS.iter().find_map(|input| path.below(input).map(|below| (*input, below)));
    match of_input {
        Some((input, below)) => {
            let public = input == "static";
            below
                .split('/')
                .all(|name| !discover::is_left_out(name.as_ref(), false, public) || (public && name == ".well-known"))
        }
        // Of the root itself, files are inputs: site.toml, urls.lock.
        None => {
            path.parent().is_none()
                && path.extension() != ""
                && !discover::is_left_out(path.as_str().as_ref(), false, false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_on_the_way_to_a_file_are_watched_unless_they_are_anyway() {
        let folders = |path: &str| {
            let path = RelPath::new(path).expect("a clean path");
            lonely_folders(&path).map(str::to_owned).collect::<Vec<String>>()
        };
        assert_eq!(folders("a/b/house.csl"), ["a", "a/b"]);
        assert!(folders("house.csl").is_empty());
        assert!(folders("data/styles/house.csl").is_empty());
    }

    #[test]
    fn only_files_of_the_site_concern_it() {
        let concerns = |path: &str| concerns(&RelPath::new(path).expect("a clean path"));
        for path in [
            "content/a.md",
            "content/a",
            "static/.well-known/x",
            "static/a.css",
            "site.toml",
            "urls.lock",
            "themes/x/a.html",
        ] {
            assert!(concerns(path), "{path}");
        }
        for path in [
            "public",
            ".byline",
            ".git",
            "content/a.md~",
            "content/.a.md.swp",
            "content/4913",
            "content/.hidden/a.md",
            "public/index.html",
            ".byline/state",
            "content/a.md___jb_tmp___",
            "node_modules",
        ] {
            assert!(!concerns(path), "{path}");
        }
    }
}
