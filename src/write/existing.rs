//! What lies in the output before a build puts anything in place.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::manifest::Own;
use super::plan::foreign;
use super::seen::{Record, Seen};
use super::staging::{self, Staging};
use super::tree;
use super::ways::{Way, Ways};
use crate::error::Error;
use crate::fs::{Signature, Tick};

/// An output and what is known of the files in it.
#[derive(Debug)]
pub struct Existing {
    /// The output folder.
    pub output: PathBuf,
    /// Which files are byline's.
    pub own: Own,
    /// The folders on the way to them.
    pub ways: Ways,
    seen: Seen,
    tick: OnceLock<Option<Tick>>,
}

/// What lies in the place of a file.
pub enum Before {
    Nothing,
    Folder,
    /// A file of byline's, with what it may contain if nobody changed it.
    File(Metadata, Vec<Record>),
    /// A file of byline's whose name differs in case alone, on a disk that ignores case.
    OtherCase,
}

/// What a file of the output contains now.
pub struct Now {
    /// `None` if it is none of the contents that it may have, or no file.
    pub record: Option<Record>,
    /// The file's signature, if that can stand for its content.
    pub signature: Option<Signature>,
}

impl Existing {
    /// Takes an output, what is byline's in it, and what an earlier build saw there.
    pub fn new(output: PathBuf, own: Own, seen: Seen) -> Existing {
        let ways = Ways::open(&output, &own.paths());
        Existing { output, own, ways, seen, tick: OnceLock::new() }
    }

    /// What lies in the place of a file; an error if it is foreign.
    pub fn before(&self, path: &str) -> Result<Before, Error> {
        match self.ways.to(&self.output, path)? {
            Way::Ends => return Ok(Before::Nothing),
            // If it is byline's it goes away, unless it is part of this build too, which the plan sees.
            Way::Blocked(at) if self.own.owns(&self.output, &at)? => return Ok(Before::Nothing),
            Way::Blocked(at) => return Err(foreign(&self.output.join(at))),
            Way::Open => {}
        }
        let on_disk = self.output.join(path);
        let metadata = tree::look(&on_disk).map_err(|cause| Error::io("look at", &on_disk, &cause))?;
        let Some(metadata) = metadata else { return Ok(Before::Nothing) };
        if metadata.is_dir() {
            return Ok(Before::Folder);
        }
        match self.own.written(&on_disk, path, &metadata)? {
            Some(written) => Ok(Before::File(metadata, written)),
            None if self.is_own_in_other_case(path, &metadata)? => Ok(Before::OtherCase),
            None => Err(foreign(&on_disk)),
        }
    }

    /// What a file contains, if it can be one of these contents; it is read unless its signature was seen before.
    pub fn now(&self, path: &str, metadata: &Metadata, may_have: &[Record]) -> Result<Now, Error> {
        let signature = Signature::of(metadata).filter(|_| metadata.is_file());
        if signature.is_some()
            && let Some(seen) = self.seen.get(path)
            && seen.signature == signature
        {
            return Ok(Now { record: Some(seen.record), signature });
        }
        // The clock is asked before the file is read.
        let signature = signature.filter(|signature| self.tick().is_some_and(|tick| signature.is_settled(&tick)));
        Ok(Now { record: tree::content(&self.output.join(path), metadata, may_have)?, signature })
    }

    /// The disk's clock at some moment of this build.
    fn tick(&self) -> Option<Tick> {
        // Beside the output, because a build that changes nothing leaves the times of the folder alone.
        *self.tick.get_or_init(|| Staging::make(staging::beside(&self.output)).ok().and_then(|staging| staging.tick()))
    }

    /// Whether a file of byline's is found under a name that differs in case or normal form: some disks ignore both.
    fn is_own_in_other_case(&self, path: &str, metadata: &Metadata) -> Result<bool, Error> {
        let folded = crate::slug::fold(path);
        for own in self.own.paths() {
            if own != path
                && crate::slug::fold(own) == folded
                && self.output.join(own).symlink_metadata().is_ok_and(|other| crate::fs::same_file(metadata, &other))
                && self.own.owns(&self.output, own)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The signature of a file that this build has put in place, if it can stand for what was written.
///
/// `staged` is its signature when it was written, if it was renamed since; `tick` is from before the rename if not.
pub fn settled(on_disk: &Path, staged: Option<Signature>, tick: &Tick) -> Option<Signature> {
    let metadata = tree::look(on_disk).ok().flatten().filter(Metadata::is_file)?;
    let signature = Signature::of(&metadata)?;
    let untouched = staged.is_none_or(|staged| signature.is_renamed(&staged));
    (untouched && signature.is_settled(tick)).then_some(signature)
}
