//! Decides what to remove and to place, and sees that nothing foreign is in the way.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::entries::{Entry, Staged, find};
use super::manifest::Own;
use super::step::Step;
use super::tree::{self, folders_of};
use super::ways::{Way, Ways};
use crate::error::Error;

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// In this order; without the journal and the manifest.
    pub steps: Vec<Step>,
    /// How many files are removed.
    pub removed: usize,
    /// Files that were changed by hand and are replaced or removed, sorted.
    pub edited: Vec<String>,
}

/// Plans how the output becomes `entries`; nothing is changed yet.
///
/// # Errors
/// If two entries want one place, or something foreign is in the way.
pub fn plan(output: &Path, own: &Own, ways: &Ways, entries: &[(String, Entry)]) -> Result<Plan, Error> {
    let mut plan = Plan::default();
    // What is in place already is a file in folders.
    for (path, entry) in entries.iter().filter(|(_, entry)| entry.is_written()) {
        if let Some(taken) = folders_of(path).find(|folder| find(entries, folder).is_some()) {
            return Err(both(output, taken, path));
        }
        if entry.over_folder
            && let Some(below) = first_below(entries, path)
        {
            return Err(both(output, path, below));
        }
        if entry.edited {
            plan.edited.push(path.clone());
        }
    }
    let stale = stale(own, entries);
    let folders: BTreeSet<&str> = stale.iter().copied().flat_map(folders_of).collect();
    for (path, _) in entries.iter().filter(|(_, entry)| entry.over_folder) {
        see_that_all_goes_away(output, path, own, &folders)?;
    }
    remove(&mut plan, output, own, ways, &stale)?;
    prune(&mut plan, output, ways, &folders, entries)?;
    place(&mut plan, output, ways, entries)?;
    plan.edited.sort();
    Ok(plan)
}

/// The files of byline's that are not part of this build, sorted.
fn stale<'a>(own: &'a Own, entries: &[(String, Entry)]) -> Vec<&'a str> {
    let mut entries = entries.iter().map(|(path, _)| path.as_str()).peekable();
    let mut is_stale = |path: &&str| {
        while entries.next_if(|entry| entry < path).is_some() {}
        entries.peek() != Some(path)
    };
    own.paths().into_iter().filter(|path| is_stale(path)).collect()
}

/// A file of this build that lies below a path.
fn first_below<'a>(entries: &'a [(String, Entry)], path: &str) -> Option<&'a str> {
    let folder = format!("{path}/");
    let at = entries.partition_point(|(other, _)| *other < folder);
    entries.get(at).map(|(other, _)| other.as_str()).filter(|other| other.starts_with(&folder))
}

fn both(output: &Path, file: &str, path: &str) -> Error {
    let cause = format!("the site has a file `{file}`, and `{path}` needs a folder of that name");
    Error::io("write", &output.join(path), &io::Error::other(cause))
}

/// A foreign file in the way.
pub fn foreign(on_disk: &Path) -> Error {
    Error::io("write", on_disk, &io::Error::other("a file or folder that byline did not make is in the way"))
        .with_help("move it away, or choose another folder with `--output`")
}

/// Removes what is no longer part of the site, where no link leads elsewhere.
fn remove(plan: &mut Plan, output: &Path, own: &Own, ways: &Ways, stale: &[&str]) -> Result<(), Error> {
    for path in stale {
        if ways.to(output, path)? != Way::Open {
            continue;
        }
        let on_disk = output.join(path);
        let Some(metadata) = tree::look(&on_disk).map_err(|cause| Error::io("look at", &on_disk, &cause))? else {
            continue;
        };
        // Somebody put a folder there: it is not byline's.
        if metadata.is_dir() {
            continue;
        }
        if !own.owns(output, path)? {
            continue;
        }
        if !tree::has(&on_disk, &metadata, &own.records(path))? {
            plan.edited.push((*path).to_owned());
        }
        plan.steps.push(Step::Remove(on_disk));
        plan.removed += 1;
    }
    Ok(())
}

/// Removes folders that nothing of this build lies in, the innermost first, if they are empty by then.
fn prune(
    plan: &mut Plan,
    output: &Path,
    ways: &Ways,
    folders: &BTreeSet<&str>,
    entries: &[(String, Entry)],
) -> Result<(), Error> {
    if folders.is_empty() {
        return Ok(());
    }
    let needed: BTreeSet<&str> = entries.iter().flat_map(|(path, _)| folders_of(path)).collect();
    // What lies in a folder sorts behind it.
    for folder in folders.iter().rev().filter(|folder| !needed.contains(*folder)) {
        if ways.to(output, &format!("{folder}/file"))? == Way::Open {
            plan.steps.push(Step::Prune(output.join(folder)));
        }
    }
    Ok(())
}

/// Moves the staged files into place, each after the folders that it needs and that are not there.
fn place(plan: &mut Plan, output: &Path, ways: &Ways, entries: &[(String, Entry)]) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for (path, entry) in entries {
        let Staged::At(staged) = &entry.staged else { continue };
        for folder in folders_of(path) {
            if seen.insert(folder) && ways.to(output, &format!("{folder}/file"))? != Way::Open {
                plan.steps.push(Step::Folder(output.join(folder)));
            }
        }
        plan.steps.push(Step::Move { from: staged.clone(), to: output.join(path) });
    }
    Ok(())
}

/// Sees that a folder which stands in a file's place holds nothing but what is removed anyway.
fn see_that_all_goes_away(output: &Path, folder: &str, own: &Own, folders: &BTreeSet<&str>) -> Result<(), Error> {
    let on_disk = output.join(folder);
    if !folders.contains(folder) {
        return Err(foreign(&on_disk));
    }
    let failed = |cause: io::Error| Error::io("list", &on_disk, &cause);
    for entry in on_disk.read_dir().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let path = name.to_str().map(|name| format!("{folder}/{name}")).ok_or_else(|| foreign(&entry.path()))?;
        if entry.file_type().map_err(failed)?.is_dir() {
            see_that_all_goes_away(output, &path, own, folders)?;
        } else if !own.owns(output, &path)? {
            return Err(foreign(&entry.path()));
        }
    }
    Ok(())
}
