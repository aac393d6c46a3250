//! Files as an editor holds them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::text::RelPath;
use crate::write::Record;

/// A file as it is held, and what tells that from anything else that it could say.
type Held = (Record, Arc<[u8]>);

/// Files that are not saved yet: each goes before the one on the disk, which need not be there.
#[derive(Clone, Debug, Default)]
pub struct Overlay(Arc<BTreeMap<RelPath, Held>>);

impl Overlay {
    /// Holds what each file says.
    pub fn new(files: impl IntoIterator<Item = (RelPath, Arc<[u8]>)>) -> Overlay {
        let held = |(path, bytes): (RelPath, Arc<[u8]>)| (path, (Record::of(&bytes), bytes));
        Overlay(Arc::new(files.into_iter().map(held).collect()))
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The files.
    pub fn paths(&self) -> impl Iterator<Item = &RelPath> {
        self.0.keys()
    }

    /// What a file says, if it is held.
    pub fn bytes(&self, path: &RelPath) -> Option<&Arc<[u8]>> {
        self.0.get(path).map(|(_, bytes)| bytes)
    }

    /// What tells that from anything else that it could say.
    pub fn content(&self, path: &RelPath) -> Option<Record> {
        self.0.get(path).map(|(content, _)| *content)
    }
}
