//! What is to be done, and in which order: decided before anything is, from lists alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::headers::Headers;
use super::manifest::{Entry, Manifest};
use super::order::{self, Rank};
use crate::write::Record;

/// A file of the site as it is to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the destination.
    pub path: String,
    /// Where it lies in the output: elsewhere if a compressed copy is published in its place.
    pub from: String,
    /// What it contains there.
    pub record: Record,
    /// What a host is told of it.
    pub headers: Headers,
}

/// What lies in the destination.
#[derive(Debug)]
pub struct Found {
    /// byline's list of what it published there.
    pub manifest: Option<Manifest>,
    /// Everything that is there by path, and its size in bytes; without the list.
    pub present: BTreeMap<String, u64>,
}

/// Why nothing may be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There are files, such as this one, and none that byline published.
    Foreign(String),
    /// Files that byline did not publish are in the way.
    InTheWay(Vec<String>),
    /// What is published there is another site, with this address.
    OtherSite(String),
}

/// A file to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The file.
    pub file: File,
    /// Whether another one lies in its place.
    pub replaces: bool,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is published, in groups of which each is finished before the next begins.
    pub groups: Vec<Vec<Upload>>,
    /// The paths that are removed when all is published, in groups as above: pages before the files that they show.
    pub removals: Vec<Vec<String>>,
    /// How many files are there as they should be.
    pub unchanged: usize,
    /// How many files byline had published.
    pub published: usize,
    /// The list while files are published; `None` if the one that is there says as much.
    pub meanwhile: Option<Manifest>,
    /// The list afterwards; `None` if it is the one that is there.
    pub afterwards: Option<Manifest>,
}

impl Plan {
    /// What is published, in order.
    pub fn uploads(&self) -> impl Iterator<Item = &Upload> {
        self.groups.iter().flatten()
    }

    /// What is removed, in order.
    pub fn removed(&self) -> impl Iterator<Item = &str> {
        self.removals.iter().flatten().map(String::as_str)
    }

    /// How many files may be removed unless somebody says otherwise.
    pub fn most_removals(&self) -> usize {
        FEW.max(self.published / 10)
    }
}

/// So many removals need no reason.
const FEW: usize = 50;

/// Decides what to do so that the destination has these files and no others of byline's.
///
/// A file counts as unchanged if byline's list has it as it is now, and a file of that size is there. With `adopt` what
/// is in the way is replaced and taken for byline's, whoever put it there.
///
/// # Errors
/// If something is there that byline did not publish, or another site; never with `adopt`.
pub fn plan(site: &str, files: Vec<File>, found: &Found, adopt: Adopt) -> Result<Plan, Refusal> {
    let Found { manifest, present } = found;
    let known = manifest.as_ref().map_or(&NONE, |manifest| &manifest.files);
    if adopt == Adopt::Nothing {
        refuse(site, &files, found)?;
    }
    let mut afterwards = BTreeMap::new();
    let mut meanwhile = known.clone();
    let mut ranked: BTreeMap<Rank, Vec<Upload>> = BTreeMap::new();
    let mut unchanged = 0;
    for file in files {
        let entry = Entry::of(file.record, file.headers);
        let is_there = present.get(&file.path) == Some(&entry.size);
        if is_there && known.get(&file.path).and_then(Option::as_ref) == Some(&entry) {
            unchanged += 1;
        } else {
            meanwhile.insert(file.path.clone(), None);
            let replaces = present.contains_key(&file.path);
            ranked.entry(order::rank(&file.path, replaces)).or_default().push(Upload { file: file.clone(), replaces });
        }
        afterwards.insert(file.path, Some(entry));
    }
    let is_left = |path: &&String| !afterwards.contains_key(*path) && present.contains_key(*path);
    let mut removals: BTreeMap<Reverse<Rank>, Vec<String>> = BTreeMap::new();
    for path in known.keys().filter(is_left) {
        removals.entry(Reverse(order::rank(path, true))).or_default().push(path.clone());
    }
    let unless_there = |files| {
        let manifest = Manifest::new(site, files);
        (found.manifest.as_ref() != Some(&manifest)).then_some(manifest)
    };
    Ok(Plan {
        groups: ranked.into_values().collect(),
        removals: removals.into_values().collect(),
        unchanged,
        published: known.len(),
        meanwhile: if meanwhile == *known { None } else { unless_there(meanwhile) },
        afterwards: unless_there(afterwards),
    })
}

static NONE: BTreeMap<String, Option<Entry>> = BTreeMap::new();

/// What is taken for byline's though it is not in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adopt {
    /// Nothing.
    Nothing,
    /// What lies where a file of the site goes, and another site that byline published.
    WhatIsInTheWay,
}

fn refuse(site: &str, files: &[File], found: &Found) -> Result<(), Refusal> {
    let Found { manifest, present } = found;
    let Some(manifest) = manifest else {
        return present.keys().next().map_or(Ok(()), |path| Err(Refusal::Foreign(path.clone())));
    };
    if manifest.site != site {
        return Err(Refusal::OtherSite(manifest.site.clone()));
    }
    let is_foreign = |path: &&String| present.contains_key(*path) && !manifest.files.contains_key(*path);
    let foreign: Vec<String> = files.iter().map(|file| &file.path).filter(is_foreign).cloned().collect();
    if foreign.is_empty() { Ok(()) } else { Err(Refusal::InTheWay(foreign)) }
}

/// The removals that must come first in a folder, because a file cannot lie where a folder is needed, nor the reverse.
pub fn in_the_way(plan: &Plan) -> Vec<&str> {
    let mut paths: Vec<&str> = plan.uploads().map(|upload| upload.file.path.as_str()).collect();
    paths.sort_unstable();
    let stands = |removed: &&str| {
        // What lies below `removed` sorts right behind `removed/`.
        let below = format!("{removed}/");
        let at = paths.partition_point(|path| *path < below.as_str());
        let holds = paths.get(at).is_some_and(|path| path.starts_with(&below));
        holds || removed.match_indices('/').any(|(at, _)| paths.binary_search(&&removed[..at]).is_ok())
    };
    plan.removed().filter(stands).collect()
}
