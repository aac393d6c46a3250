//! The files of one build, taken from every core.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::seen::Record;
use crate::fs::Signature;

/// More than the cores that take files at the same time, so that they seldom wait for each other.
const SHARDS: usize = 32;

/// One file of this build.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it contains.
    pub record: Record,
    /// Where it is until the build is put in place.
    pub staged: Staged,
    /// Of the file that the output has, if it can stand for the record; otherwise of the staged one, if it is renamed.
    pub signature: Option<Signature>,
    /// Whether what it replaces was changed by hand.
    pub edited: bool,
    /// Whether a folder stands in its place.
    pub over_folder: bool,
}

/// Where a file of this build is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Staged {
    /// The output has it already.
    InPlace,
    /// At its path in the staged tree.
    InTree,
    /// In a file of its own.
    At(PathBuf),
}

impl Entry {
    /// A file that the output has already.
    pub fn in_place(record: Record, signature: Option<Signature>) -> Entry {
        Entry { record, staged: Staged::InPlace, signature, edited: false, over_folder: false }
    }

    /// Whether it is new or has changed.
    pub fn is_written(&self) -> bool {
        self.staged != Staged::InPlace
    }
}

/// Values by path, in parts that are locked one by one.
#[derive(Debug)]
pub struct ByPath<T>([Mutex<BTreeMap<String, T>>; SHARDS]);

impl<T> Default for ByPath<T> {
    fn default() -> ByPath<T> {
        ByPath(std::array::from_fn(|_| Mutex::default()))
    }
}

impl<T> ByPath<T> {
    /// Notes a value; `false` if the path has one already.
    pub fn insert(&self, path: &str, value: T) -> bool {
        self.part(path).insert(path.to_owned(), value).is_none()
    }

    /// Whether the path has a value.
    pub fn contains(&self, path: &str) -> bool {
        self.part(path).contains_key(path)
    }

    /// What each value has to say, sorted by path.
    pub fn list<U>(&self, said: impl Fn(&T) -> U) -> Vec<(String, U)> {
        let mut all = Vec::new();
        for part in &self.0 {
            all.extend(unpoisoned(part).iter().map(|(path, value)| (path.clone(), said(value))));
        }
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    /// What the value of a path has to say.
    pub fn get<U>(&self, path: &str, said: impl Fn(&T) -> U) -> Option<U> {
        self.part(path).get(path).map(said)
    }

    /// Takes all values out, sorted by path.
    pub fn take(&self) -> Vec<(String, T)> {
        let parts = self.0.iter().map(|part| std::mem::take(&mut *unpoisoned(part)));
        let mut all: Vec<(String, T)> = parts.flatten().collect();
        // Stable, because that is the fast one for parts that are sorted.
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    fn part(&self, path: &str) -> MutexGuard<'_, BTreeMap<String, T>> {
        let mix = path.bytes().fold(0usize, |mix, byte| mix.wrapping_mul(31).wrapping_add(usize::from(byte)));
        unpoisoned(&self.0[mix % SHARDS])
    }
}

/// The value of a path in a sorted list.
pub fn find<'a>(entries: &'a [(String, Entry)], path: &str) -> Option<&'a Entry> {
    let at = entries.binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()?;
    entries.get(at).map(|(_, entry)| entry)
}

/// What a thread that panicked leaves behind a lock is whole: each is one map or one value.
pub fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
