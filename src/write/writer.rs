//! Takes the files of the output, and stages what differs from what lies there.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::content::Content;
use super::entries::{ByPath, Entry, Staged, unpoisoned};
use super::existing::{Before, Existing, settled};
use super::manifest::{self, JOURNAL, NAME, Own};
use super::plan::{self, Plan};
use super::seen::{Record, Seen, SeenFile};
use super::staging::{self, Staging};
use super::step::{Step, carry_out};
use super::{Target, WriteReport, folder, tree};
use crate::error::Error;
use crate::fs::{Folder, Signature, Tick};
use crate::planted::{self, Bug};

/// A file up to so many bytes is copied through memory.
const SMALL: u64 = 1024 * 1024;

/// Takes the files of one build; [`Writer::commit`] puts them in place.
///
/// Dropped without a commit, it leaves everything as it was.
#[derive(Debug)]
pub struct Writer {
    /// The site and its cache: files may be copied from there.
    root: Folder,
    cache: PathBuf,
    site: String,
    mode: Mode,
    existing: Existing,
    kept: AtomicUsize,
    entries: ByPath<Entry>,
    /// The staged tree, unless each file is staged for itself.
    tree: PathBuf,
    /// Folders of the staged tree that are there.
    made: ByPath<()>,
    staged: AtomicUsize,
    staging: Mutex<Option<Staging>>,
    _lock: Option<File>,
}

/// How the files get into place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// There is no output: the staged tree becomes it.
    Whole,
    /// The output is empty: what is in the staged tree is moved there.
    MoveIn,
    /// The output has files: each is compared, and staged if it differs.
    Each,
}

/// What lies in the place of a file that an earlier build made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// The file with the recorded content; it is part of the build now.
    AsRecorded,
    /// No file of byline's.
    Missing,
    /// A file of byline's whose content somebody changed.
    Edited,
    /// A file as byline wrote it, with another content than the recorded one.
    Otherwise,
}

/// A build that is about to be put in place.
pub(super) struct Prepared {
    /// The files by path, sorted.
    pub entries: Vec<(String, Entry)>,
    /// What puts them in place, in order; all that has to be written is in the staging folder.
    pub steps: Vec<Step>,
    /// What they do.
    pub report: WriteReport,
}

impl Writer {
    /// Begins a build into an output folder; `seen` is what [`Writer::commit`] gave for this output, or nothing.
    ///
    /// # Errors
    /// If the output could do harm where it is, has files and was not made by byline, is in use by another build, or
    /// cannot be written to.
    pub fn open(target: &Target, seen: Seen) -> Result<Writer, Error> {
        let folder::Folder { path: output, exists, .. } = folder::judge(target, folder::BUILD)?;
        let lock = if exists { staging::lock(&output, folder::BUILD)? } else { None };
        if exists {
            staging::remove_leftover(&output.join(staging::INSIDE))?;
        }
        let own = if exists { Own::read(&output)? } else { Own::default() };
        let beside = staging::beside(&output);
        let (mode, staging) = if own.is_known() || (exists && !folder::is_empty(&output)?) {
            if !own.is_known() && (!target.force || own.damaged) {
                return Err(not_empty(&output, own.damaged));
            }
            // What is beside is not needed here: if it is not byline's, it is in nobody's way.
            let _ = staging::remove_leftover(&beside);
            (Mode::Each, None)
        } else if exists {
            (Mode::MoveIn, Some(staging_of_empty(&output, beside)?))
        } else {
            staging::remove_leftover(&beside)?;
            (Mode::Whole, Some(Staging::make(beside)?))
        };
        Ok(Writer {
            root: Folder::open(target.root)?,
            cache: target.cache.to_owned(),
            site: target.site.to_owned(),
            mode,
            existing: Existing::new(output, own, seen),
            kept: AtomicUsize::new(0),
            entries: ByPath::default(),
            tree: staging.as_ref().map(Staging::tree).unwrap_or_default(),
            made: ByPath::default(),
            staged: AtomicUsize::new(0),
            staging: Mutex::new(staging),
            _lock: lock,
        })
    }

    /// Takes one file of the output; `path` is relative to it, such as `coast/index.html`.
    ///
    /// # Errors
    /// If the path cannot be used or was taken before, if a foreign file is in the way, or if the disk fails.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.take(path, Content::Bytes(bytes))
    }

    /// Takes one file that is a copy of a file of the site or its cache.
    ///
    /// # Errors
    /// As [`Writer::put`], and if `from` cannot be read or lies elsewhere once links are resolved.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), Error> {
        let (mut file, metadata) = self.root.open_file(from, &self.cache)?;
        let size = metadata.len();
        if size > SMALL {
            return self.take(path, Content::File(file, from));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        file.read_to_end(&mut bytes).map_err(|cause| Error::io("read", from, &cause))?;
        self.take(path, Content::Bytes(&bytes))
    }

    /// Takes a file of the output as it is, if what lies there is byline's and has the content `record`.
    ///
    /// Unless it is [`Lies::AsRecorded`], the file is not part of the build yet. It is read only if an earlier build has
    /// not seen it like this.
    ///
    /// # Errors
    /// As [`Writer::put`].
    pub fn keep(&self, path: &str, record: Record) -> Result<Lies, Error> {
        check(path)?;
        if self.mode != Mode::Each {
            return Ok(Lies::Missing);
        }
        let Before::File(metadata, written) = self.existing.before(path)? else { return Ok(Lies::Missing) };
        let mut known = written.clone();
        known.push(record);
        let now = self.existing.now(path, &metadata, &known)?;
        match planted::either(Bug::OutputTrusted, Some(record), now.record) {
            Some(now_has) if now_has == record => {
                self.enter(path, Entry::in_place(record, now.signature))?;
                self.kept.fetch_add(1, Ordering::Relaxed);
                Ok(Lies::AsRecorded)
            }
            Some(now_has) if written.contains(&now_has) => Ok(Lies::Otherwise),
            _ => Ok(Lies::Edited),
        }
    }

    /// The files that were taken so far, sorted by path.
    pub fn taken(&self) -> Vec<(String, Record)> {
        self.entries.list(|entry| entry.record)
    }

    /// The bytes of a file that was taken; `record` is what it contains.
    ///
    /// # Errors
    /// If it cannot be read, or somebody has changed it since.
    pub fn read(&self, path: &str, record: Record) -> Result<Vec<u8>, Error> {
        let staged = self.entries.get(path, |entry| entry.staged.clone());
        let from = match staged {
            Some(Staged::At(from)) => from,
            Some(Staged::InTree) => self.tree.join(path),
            Some(Staged::InPlace) | None => self.output().join(path),
        };
        let failed = |cause: io::Error| Error::io("read", &from, &cause);
        let bytes = std::fs::read(&from).map_err(failed)?;
        if Record::of(&bytes) != record {
            return Err(failed(io::Error::other("it was changed during the build"))
                .with_help("build again, and let nothing else write to the output meanwhile"));
        }
        Ok(bytes)
    }

    /// Puts everything in place, removes what is no longer part of the site, and writes the manifest last.
    ///
    /// Gives what the next build may know of the output, too.
    ///
    /// # Errors
    /// If something foreign is in the way, and then nothing was changed; or if the disk fails, and then every file in
    /// place is whole and the next build goes on from there.
    pub fn commit(self) -> Result<(WriteReport, Seen), Error> {
        let Prepared { entries, steps, report } = self.prepare()?;
        // Files that are not renamed one by one were in place, as far as their times go, when they were staged.
        let before = if self.mode == Mode::Each { None } else { self.tick() };
        // There was no output when this build began.
        let overtaken = |error| match self.mode == Mode::Whole && self.output().exists() {
            true => staging::busy(folder::BUILD, self.output(), Some("build again")),
            false => error,
        };
        carry_out(&steps).map_err(overtaken)?;
        let tick = if report.written == 0 { None } else { before.or_else(|| self.tick()) };
        let files = entries.into_par_iter().map(|(path, entry)| {
            let signature = match &entry.staged {
                Staged::InPlace => entry.signature,
                _ => tick.and_then(|tick| settled(&self.output().join(&path), entry.signature, &tick)),
            };
            SeenFile { path, record: entry.record, signature }
        });
        Ok((report, Seen::new(files.collect())))
    }

    /// Stages what is still to be written, and plans how everything gets into place; nothing is there yet.
    pub(super) fn prepare(&self) -> Result<Prepared, Error> {
        let entries = self.entries.take();
        let mut plan = match self.mode {
            Mode::Each => plan::plan(self.output(), &self.existing.own, &self.existing.ways, &entries)?,
            Mode::Whole | Mode::MoveIn => Plan::default(),
        };
        let written_paths: Vec<String> =
            entries.iter().filter(|(_, entry)| entry.is_written()).map(|(path, _)| path.clone()).collect();
        let report = WriteReport {
            files: entries.len(),
            kept: self.kept.load(Ordering::Relaxed),
            written: written_paths.len(),
            removed: plan.removed,
            written_paths,
            edited: plan.edited,
        };
        let files = || entries.iter().map(|(path, entry)| (path.as_str(), entry.record));
        if self.mode == Mode::Each && plan.steps.is_empty() && self.existing.own.says(&self.site, files()) {
            return Ok(Prepared { entries, steps: Vec::new(), report });
        }
        let text = manifest::text(&self.site, files());
        let manifest = Content::Bytes(text.as_bytes());
        match self.mode {
            Mode::Each => {}
            Mode::Whole => {
                self.write_new(&self.tree.join(NAME), NAME, manifest, None)?;
                let steps = vec![Step::Move { from: self.tree.clone(), to: self.output().to_owned() }];
                return Ok(Prepared { entries, steps, report });
            }
            Mode::MoveIn => plan.steps = self.move_in()?,
        }
        let staged = self.staging(|staging| staging.folder().join(NAME))?;
        self.write_new(&staged, NAME, manifest, None)?;
        let journal = self.output().join(JOURNAL);
        // A journal that an interrupted build left is the only list of what that build has made: it is replaced when what it
        // made and this build does not have is gone. Until then it says as well that the output is not finished.
        let goes = |step: &&Step| matches!(step, Step::Remove(_) | Step::Prune(_));
        let is_interrupted = self.existing.own.is_interrupted();
        let at = if is_interrupted { plan.steps.iter().take_while(goes).count() } else { 0 };
        plan.steps.insert(at, Step::Move { from: staged, to: journal.clone() });
        plan.steps.push(Step::Move { from: journal, to: self.output().join(NAME) });
        Ok(Prepared { entries, steps: plan.steps, report })
    }

    fn output(&self) -> &Path {
        &self.existing.output
    }

    /// The disk's clock, as far as it can be asked in the staging folder.
    fn tick(&self) -> Option<Tick> {
        unpoisoned(&self.staging).as_ref().and_then(Staging::tick)
    }

    fn take(&self, path: &str, content: Content) -> Result<(), Error> {
        check(path)?;
        let entry =
            if self.mode == Mode::Each { self.compare(path, content)? } else { self.stage_whole(path, content)? };
        self.enter(path, entry)
    }

    fn enter(&self, path: &str, entry: Entry) -> Result<(), Error> {
        if self.entries.insert(path, entry) { Ok(()) } else { Err(self.twice(path)) }
    }

    /// Writes a file into the staged tree.
    fn stage_whole(&self, path: &str, content: Content) -> Result<Entry, Error> {
        let staged = self.tree.join(path);
        if let (Some((folder, _)), Some(on_disk)) = (path.rsplit_once('/'), staged.parent()) {
            self.make_folder(on_disk, folder)?;
        }
        let (record, _) = self.write_new(&staged, path, content, None)?;
        Ok(Entry { record, staged: Staged::InTree, signature: None, edited: false, over_folder: false })
    }

    /// Compares a file with what lies in its place, and stages it if that is not the same.
    fn compare(&self, path: &str, mut content: Content) -> Result<Entry, Error> {
        let before = self.existing.before(path)?;
        let record = content.record()?;
        let mut edited = false;
        if let Before::File(metadata, written) = &before {
            let mut known = written.clone();
            known.push(record);
            let now = self.existing.now(path, metadata, &known)?;
            if now.record == Some(record) {
                return Ok(Entry::in_place(record, now.signature));
            }
            edited = !now.record.is_some_and(|now| written.contains(&now));
        }
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let staged = self.staging(|staging| staging.folder().join(number.to_string()))?;
        let (record, file) = self.write_new(&staged, path, content, Some(record))?;
        let signature = file.metadata().ok().and_then(|metadata| Signature::of(&metadata));
        let over_folder = matches!(before, Before::Folder);
        Ok(Entry { record, staged: Staged::At(staged), signature, edited, over_folder })
    }

    /// The steps that move what is in the staged tree into an empty output.
    fn move_in(&self) -> Result<Vec<Step>, Error> {
        if !folder::is_empty(self.output())? {
            return Err(not_empty(self.output(), false));
        }
        let failed = |cause: io::Error| Error::io("list", &self.tree, &cause);
        let mut steps = Vec::new();
        for entry in self.tree.read_dir().map_err(failed)? {
            let entry = entry.map_err(failed)?;
            steps.push(Step::Move { from: entry.path(), to: self.output().join(entry.file_name()) });
        }
        Ok(steps)
    }

    /// A path in the staging folder, which is made when it is first needed.
    fn staging(&self, path: impl Fn(&Staging) -> PathBuf) -> Result<PathBuf, Error> {
        let mut staging = unpoisoned(&self.staging);
        match &mut *staging {
            Some(staging) => Ok(path(staging)),
            none => Ok(path(none.insert(Staging::make(self.output().join(staging::INSIDE))?))),
        }
    }

    /// Makes a folder of the staged tree and those that it lies in, unless that was done before.
    fn make_folder(&self, on_disk: &Path, folder: &str) -> Result<(), Error> {
        if self.made.contains(folder) {
            return Ok(());
        }
        let mut made = std::fs::create_dir(on_disk);
        if let (Err(cause), Some((parent, _)), Some(above)) = (&made, folder.rsplit_once('/'), on_disk.parent())
            && cause.kind() == ErrorKind::NotFound
        {
            self.make_folder(above, parent)?;
            made = std::fs::create_dir(on_disk);
        }
        match made {
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists && on_disk.is_dir() => {}
            Err(cause) if is_taken(&cause) => return Err(self.twice(folder)),
            made => made.map_err(|cause| Error::io("create", &self.output().join(folder), &cause))?,
        }
        self.made.insert(folder, ());
        Ok(())
    }

    /// Writes a file that is not there yet; `path` is where it will stand in the output, `record` what it contains, if
    /// that is known.
    fn write_new(
        &self,
        staged: &Path,
        path: &str,
        content: Content,
        record: Option<Record>,
    ) -> Result<(Record, File), Error> {
        let failed = |cause: io::Error| {
            if is_taken(&cause) { self.twice(path) } else { Error::io("write", &self.output().join(path), &cause) }
        };
        let mut file = OpenOptions::new().write(true).create_new(true).open(staged).map_err(failed)?;
        let record = content.write(&mut file, record, failed)?;
        Ok((record, file))
    }

    fn twice(&self, path: &str) -> Error {
        Error::io("write", &self.output().join(path), &io::Error::other("two files of the site want this place"))
    }
}

fn check(path: &str) -> Result<(), Error> {
    tree::check(path).map_err(|why| Error::new(format!("write `{}`", path.escape_debug()), why))
}

/// Beside the output, so that nobody who serves it sees what is not finished; in it where that cannot be.
fn staging_of_empty(output: &Path, beside: PathBuf) -> Result<Staging, Error> {
    if on_one_disk(output)
        && staging::remove_leftover(&beside).is_ok()
        && let Ok(staging) = Staging::make(beside)
    {
        return Ok(staging);
    }
    Staging::make(output.join(staging::INSIDE))
}

/// Whether files can be renamed from beside a folder into it.
#[cfg(unix)]
fn on_one_disk(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| path.metadata().map(|metadata| metadata.dev()).ok();
    folder.parent().is_some_and(|parent| disk(parent) == disk(folder))
}

/// Whether files can be renamed from beside a folder into it.
#[cfg(not(unix))]
fn on_one_disk(_: &Path) -> bool {
    false
}

fn is_taken(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

fn not_empty(output: &Path, damaged: bool) -> Error {
    let (cause, help) = if damaged {
        (
            format!("the output folder is not empty, and byline's list of its files, `{NAME}`, is damaged"),
            "remove the folder, or choose another one with `--output`",
        )
    } else {
        (
            "the output folder is not empty, and byline did not make it".to_owned(),
            "choose another folder with `--output`, or build beside these files with `--force`",
        )
    };
    Error { doing: folder::BUILD.to_owned(), path: Some(output.to_owned()), cause, help: Some(help.to_owned()) }
}
