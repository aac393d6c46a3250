//! Removes what byline made: the output's files and the cache.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use super::manifest::{JOURNAL, NAME, Own};
use super::staging;
use super::step::{Step, carry_out};
use super::tree::{self, folders_of};
use super::ways::{Way, Ways};
use super::{Target, folder};
use crate::error::Error;

/// The file that tells byline's cache from a foreign folder; backup programs know it too.
pub const CACHE_TAG_FILE: &str = "CACHEDIR.TAG";

/// What is in [`CACHE_TAG_FILE`].
pub const CACHE_TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# byline's cache: it may be removed.\n";

/// What an output folder is wanted for, in the words of an error.
const CLEAN: &str = "clean";

/// What was removed, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CleanReport {
    /// How many files of the output were removed.
    pub removed: usize,
    /// Files of the output that were changed by hand and therefore stay; relative to it.
    pub edited: Vec<String>,
    /// Whether the output folder stays, because it holds files that byline did not write.
    pub foreign: bool,
    /// Whether the cache was removed.
    pub cache: bool,
}

/// Removes the files that the manifest lists and nobody changed, folders that this leaves empty, the manifest, and the
/// cache if it carries [`CACHE_TAG`]. A folder that a link leads to stays, with the link.
///
/// # Errors
/// If the output could not be built into either, if its manifest is damaged, or if the disk fails.
pub fn clean(target: &Target) -> Result<CleanReport, Error> {
    let folder::Folder { path: output, exists, is_linked } = folder::judge(target, CLEAN)?;
    let mut report = CleanReport::default();
    let lock = if exists { staging::lock(&output, CLEAN)? } else { None };
    // What is beside may be foreign, and then it stays.
    let _ = staging::remove_leftover(&staging::beside(&output));
    if exists {
        let _ = staging::remove_leftover(&output.join(staging::INSIDE));
        clean_output(&output, &mut report)?;
        // Whoever put a link in place of the output made the folder that it leads to, and wants both again.
        let is_removed = !is_linked && std::fs::remove_dir(&output).is_ok();
        report.foreign = !is_removed && !folder::is_empty(&output)?;
    }
    drop(lock);
    report.cache = remove_cache(target.cache)?;
    Ok(report)
}

fn clean_output(output: &Path, report: &mut CleanReport) -> Result<(), Error> {
    let own = Own::read(output)?;
    if !own.is_known() {
        if own.damaged {
            return Err(Error {
                doing: CLEAN.to_owned(),
                path: Some(output.to_owned()),
                cause: format!("byline's list of its files, `{NAME}`, is damaged"),
                help: Some("remove the folder yourself".to_owned()),
            });
        }
        return Ok(());
    }
    let ways = Ways::default();
    let paths = own.paths();
    let mut steps = Vec::new();
    for path in &paths {
        let on_disk = output.join(path);
        if ways.to(output, path)? != Way::Open {
            continue;
        }
        let metadata = tree::look(&on_disk).map_err(|cause| Error::io("look at", &on_disk, &cause))?;
        let Some(metadata) = metadata.filter(|metadata| !metadata.is_dir()) else { continue };
        if tree::has(&on_disk, &metadata, &own.records(path))? {
            steps.push(Step::Remove(on_disk));
            report.removed += 1;
        } else if own.owns(output, path)? {
            report.edited.push((*path).to_owned());
        }
    }
    let folders: BTreeSet<&str> = paths.iter().copied().flat_map(folders_of).collect();
    for folder in folders.iter().rev() {
        if ways.to(output, &format!("{folder}/file"))? == Way::Open {
            steps.push(Step::Prune(output.join(folder)));
        }
    }
    // Last, so that what an interruption leaves is still known.
    steps.push(Step::Remove(output.join(JOURNAL)));
    steps.push(Step::Remove(output.join(NAME)));
    carry_out(&steps)
}

/// Removes the cache if it is byline's own folder.
fn remove_cache(cache: &Path) -> Result<bool, Error> {
    let is_own = cache.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
        && std::fs::read(cache.join(CACHE_TAG_FILE)).is_ok_and(|tag| tag == CACHE_TAG.as_bytes());
    if !is_own {
        return Ok(false);
    }
    match tree::remove_marked(cache, CACHE_TAG_FILE) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::io("remove", cache, &cause)),
        _ => Ok(true),
    }
}
