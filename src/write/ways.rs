//! Whether the folders on the way to a file are there. Links are never followed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;

use super::entries::unpoisoned;
use super::tree::{folders_of, look};
use crate::error::Error;

/// So many folders in one folder are found faster by listing it than by looking at each.
const MANY: usize = 8;

/// How far one gets on the way to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Every folder is there.
    Open,
    /// Some folder is not there, and nothing stands in its place.
    Ends,
    /// Something that is no folder stands at this path, which is part of the way.
    Blocked(String),
}

/// What was found on the ways to files, so that each folder is looked at once.
#[derive(Debug, Default)]
pub struct Ways {
    /// Folders that were found when the folders that they lie in were listed, sorted.
    found: Vec<String>,
    /// All others that were looked at.
    seen: Mutex<BTreeMap<String, Way>>,
}

impl Ways {
    /// Lists the folders that hold many of those on the ways to `paths`, which are sorted.
    pub fn open(output: &Path, paths: &[&str]) -> Ways {
        let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut last = "";
        for path in paths {
            let Some((folder, _)) = path.rsplit_once('/').filter(|(folder, _)| *folder != last) else { continue };
            // Those that hold the folder before have been noted with it.
            let is_shared = |folder: &&str| last.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            for folder in folders_of(path).filter(|folder| !is_shared(folder)) {
                let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
                wanted.entry(parent).or_default().insert(name);
            }
            last = folder;
        }
        let mut found: Vec<String> = Vec::new();
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let listed: Vec<Vec<String>> = level
                .par_iter()
                .filter_map(|parent| wanted.get(parent.as_str()).map(|names| folders_in(output, parent, names)))
                .collect();
            level = listed.into_iter().flatten().collect();
            found.extend(level.iter().cloned());
            level.retain(|folder| wanted.contains_key(folder.as_str()));
        }
        found.sort();
        Ways { found, seen: Mutex::default() }
    }

    /// How far one gets on the way to `path` in `output`.
    pub fn to(&self, output: &Path, path: &str) -> Result<Way, Error> {
        let Some((parent, _)) = path.rsplit_once('/') else { return Ok(Way::Open) };
        if self.found.binary_search_by(|found| found.as_str().cmp(parent)).is_ok() {
            return Ok(Way::Open);
        }
        let mut seen = unpoisoned(&self.seen);
        if let Some(way) = seen.get(parent) {
            return Ok(way.clone());
        }
        let mut way = Way::Open;
        for folder in folders_of(path) {
            way = match seen.get(folder) {
                Some(way) => way.clone(),
                None if way == Way::Open => step_into(output, folder)?,
                None => way,
            };
            seen.insert(folder.to_owned(), way.clone());
        }
        Ok(way)
    }
}

/// Those of the `names` in `parent` that are folders. Whatever is not found here is looked at when it is asked for.
fn folders_in(output: &Path, parent: &str, names: &BTreeSet<&str>) -> Vec<String> {
    let path = |name: &str| if parent.is_empty() { name.to_owned() } else { format!("{parent}/{name}") };
    if names.len() < MANY {
        let folders = names.iter().map(|name| path(name));
        return folders.filter(|folder| step_into(output, folder).is_ok_and(|way| way == Way::Open)).collect();
    }
    let Ok(listed) = output.join(parent).read_dir() else { return Vec::new() };
    let folders = listed.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let wanted = |name: &str| names.contains(name).then(|| path(name));
    folders.filter_map(|entry| entry.file_name().to_str().and_then(wanted)).collect()
}

fn step_into(output: &Path, folder: &str) -> Result<Way, Error> {
    let on_disk = output.join(folder);
    Ok(match look(&on_disk).map_err(|cause| Error::io("look at", &on_disk, &cause))? {
        Some(metadata) if metadata.is_dir() => Way::Open,
        Some(_) => Way::Blocked(folder.to_owned()),
        None => Way::Ends,
    })
}
