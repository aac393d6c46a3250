//! The folder `.byline`: it carries a tag, and what has none is left alone.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::facts;
use super::program;
use super::state::{FactsFile, State};
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::fs::{Tick, same_file};
use crate::write::{CACHE_TAG, CACHE_TAG_FILE};

/// How a state begins; what follows are the hashes of the program and of the rest.
const MAGIC: &[u8] = b"byline-cache 1\n";
const STATE: &str = "state";
const LOCK: &str = "lock";
/// The folders of [`Named`](super::named::Named) files.
const SORTS: [&str; 3] = [PICTURES, PREPROCESSED, FINDINGS];
/// Copies of pictures, and social cards.
pub const PICTURES: &str = "pictures";
/// What pre-processors returned.
pub const PREPROCESSED: &str = "preprocessed";
/// What rules have found.
pub const FINDINGS: &str = "findings";
const IGNORED_BY_GIT: &str = ".gitignore";
/// More than any state has; it keeps a foreign file from filling the memory.
const LARGEST: u64 = 4 << 30;

/// The cache's folder, which need not be there.
pub struct Folder {
    path: PathBuf,
}

/// Held by the one build that may write.
pub struct Lock {
    file: File,
    /// The disk's clock when the lock was taken.
    pub tick: Option<Tick>,
}

impl Lock {
    /// Lets another build have it.
    pub fn release(&self) {
        // If the system does not give it back now, it does when the process ends.
        let _ = self.file.unlock();
    }
}

impl Folder {
    pub fn new(path: &Path) -> Folder {
        Folder { path: path.to_owned() }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads a file of the cache as a whole; `None` if it cannot be read.
    pub fn read_own(&self, path: &Path) -> Option<Vec<u8>> {
        let file = own_file(OpenOptions::new().read(true), path).ok()?;
        let mut bytes = Vec::new();
        file.take(LARGEST).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Reads the state; `None` if there is none that this very program left whole.
    pub fn read_state(&self) -> Option<State> {
        if !self.is_own() {
            return None;
        }
        let file = own_file(OpenOptions::new().read(true), &self.path.join(STATE)).ok()?;
        let size = file.metadata().ok()?.len();
        let mut bytes = Vec::with_capacity(usize::try_from(size.min(LARGEST)).ok()?);
        file.take(LARGEST).read_to_end(&mut bytes).ok()?;
        let rest = bytes.strip_prefix(MAGIC)?;
        let (program, rest) = rest.split_at_checked(size_of::<u128>())?;
        let (sum, rest) = rest.split_at_checked(size_of::<u128>())?;
        if program != program::fingerprint()?.to_bytes() || sum != Fingerprint::of(rest).to_bytes() {
            return None;
        }
        postcard::from_bytes(rest).ok()
    }

    /// Puts a state in place, and removes files of facts that no state names any more.
    pub fn write_state(&self, state: &State) -> Result<(), Error> {
        let program = program::fingerprint().unwrap_or_default();
        let rest = postcard::to_stdvec(state).map_err(|cause| self.failed(&io::Error::other(cause)))?;
        let temporary = self.path.join(format!("{STATE}.{}", std::process::id()));
        let write = || {
            let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
            for part in [MAGIC, &program.to_bytes(), &Fingerprint::of(&rest).to_bytes(), &rest] {
                file.write_all(part)?;
            }
            std::fs::rename(&temporary, self.path.join(STATE))
        };
        let written = write();
        if written.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
        written.map_err(|cause| self.failed(&cause))?;
        self.remove_others(state.facts.number);
        Ok(())
    }

    /// Opens the facts that a state names, for reading.
    pub fn open_facts(&self, facts: &FactsFile) -> Option<File> {
        if facts.length == 0 {
            return None;
        }
        own_file(OpenOptions::new().read(true), &self.facts_path(facts.number)).ok()
    }

    /// Goes on where the state says that the facts end, or begins a new file.
    pub fn begin_facts(&self, facts: &FactsFile) -> Option<facts::Writer> {
        if facts.length > 0 && !facts.is_wasteful() {
            let open = || {
                let mut file = own_file(OpenOptions::new().read(true).write(true), &self.facts_path(facts.number))?;
                // What an interrupted build left behind it is named by no state.
                file.set_len(facts.length)?;
                file.seek(SeekFrom::Start(facts.length))?;
                Ok::<File, io::Error>(file)
            };
            return Some(facts::Writer::new(open().ok()?, *facts));
        }
        let number = facts.number + 1;
        let path = self.facts_path(number);
        // Nobody reads it: no state names it.
        let _ = std::fs::remove_file(&path);
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path).ok()?;
        Some(facts::Writer::new(file, FactsFile { number, ..FactsFile::default() }))
    }

    /// Leaves a file for people, and says where it is.
    pub fn leave(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
        let path = self.path.join(name);
        let write = || {
            self.make()?;
            let mut file = own_file(OpenOptions::new().create(true).truncate(false).write(true), &path)?;
            file.set_len(0)?;
            file.write_all(bytes)
        };
        write().map_err(|cause| self.failed(&cause))?;
        Ok(path)
    }

    /// Makes a new folder, whose name ends with a number if another has it.
    pub fn room(&self, name: &str) -> Result<PathBuf, Error> {
        let make = || {
            self.make()?;
            for number in 0_u32.. {
                let path = self.path.join(format!("{name}-{number}"));
                match std::fs::create_dir(&path) {
                    Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {}
                    made => return made.map(|()| path),
                }
            }
            Err(ErrorKind::AlreadyExists.into())
        };
        make().map_err(|cause| self.failed(&cause))
    }

    /// Makes a folder of a name, or empties it if it is there.
    pub fn empty(&self, name: &str) -> Result<PathBuf, Error> {
        let path = self.path.join(name);
        let make = || {
            self.make()?;
            match std::fs::remove_dir_all(&path) {
                Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
                _ => {}
            }
            std::fs::create_dir(&path)?;
            Ok(path.clone())
        };
        make().map_err(|cause: io::Error| self.failed(&cause))
    }

    /// Takes the lock; `None` if another build has it, or the folder cannot be used.
    pub fn lock(&self) -> Option<Lock> {
        program::fingerprint()?;
        self.make().ok()?;
        let path = self.path.join(LOCK);
        let mut file = own_file(OpenOptions::new().create(true).truncate(false).write(true), &path).ok()?;
        file.try_lock().ok()?;
        file.write_all(b"a build holds this file while it writes the cache\n").ok()?;
        let tick = Tick::of(&file).ok()?;
        Some(Lock { file, tick })
    }

    /// Whether the folder can be used, if the lock could not be taken.
    pub fn may_be_written(&self) -> Result<(), Error> {
        self.make().map_err(|cause| self.failed(&cause))?;
        let path = self.path.join(LOCK);
        own_file(OpenOptions::new().create(true).truncate(false).write(true), &path)
            .map(drop)
            .map_err(|cause| self.failed(&cause))
    }

    /// A failure to write the cache.
    pub fn failed(&self, cause: &io::Error) -> Error {
        Error::io("write the cache", &self.path, cause)
    }

    fn facts_path(&self, number: u64) -> PathBuf {
        self.path.join(format!("facts.{number}"))
    }

    /// Whether the folder is there and byline's: no link, and with the tag.
    pub fn is_own(&self) -> bool {
        self.path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
            && std::fs::read(self.path.join(CACHE_TAG_FILE)).is_ok_and(|tag| tag == CACHE_TAG.as_bytes())
    }

    /// Makes the folder, unless it is there; nothing in it may lead elsewhere.
    pub fn make(&self) -> io::Result<()> {
        if self.is_own() {
            for sort in SORTS {
                if self.path.join(sort).symlink_metadata().is_ok_and(|metadata| !metadata.is_dir()) {
                    return Err(io::Error::other(format!("`{sort}` in it is no folder")));
                }
            }
            return Ok(());
        }
        match self.path.symlink_metadata() {
            Ok(metadata) if !metadata.is_dir() => return Err(io::Error::other("it is no folder")),
            Ok(_) if !self.was_begun()? => return Err(io::Error::other("byline did not make this folder")),
            Ok(_) => {}
            Err(cause) if cause.kind() == ErrorKind::NotFound => std::fs::create_dir(&self.path)?,
            Err(cause) => return Err(cause),
        }
        std::fs::write(self.path.join(IGNORED_BY_GIT), "*\n")?;
        std::fs::write(self.path.join(CACHE_TAG_FILE), CACHE_TAG)
    }

    /// Whether a folder without the whole tag has nothing in it but what an interrupted build wrote before the tag.
    fn was_begun(&self) -> io::Result<bool> {
        for entry in self.path.read_dir()? {
            let entry = entry?;
            let text = match entry.file_name().to_str() {
                Some(IGNORED_BY_GIT) => "*\n",
                Some(CACHE_TAG_FILE) => CACHE_TAG,
                _ => return Ok(false),
            };
            let is_short = entry.metadata()?.is_file() && entry.metadata()?.len() <= text.len() as u64;
            if !is_short || !text.as_bytes().starts_with(&std::fs::read(entry.path())?) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn remove_others(&self, number: u64) {
        let Ok(entries) = self.path.read_dir() else { return };
        let current = format!("facts.{number}");
        for entry in entries.flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| name.starts_with("facts.") && name != current) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// Opens a file of the cache, but never what a link leads to.
fn own_file(options: &OpenOptions, path: &Path) -> io::Result<File> {
    match path.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => return Err(io::Error::other("it is no file")),
        _ => {}
    }
    let file = options.open(path)?;
    // Judged again once it is open, because it could be exchanged in between.
    if same_file(&file.metadata()?, &path.symlink_metadata()?) {
        Ok(file)
    } else {
        Err(io::Error::other("it was exchanged"))
    }
}
