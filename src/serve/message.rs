//! What the server and the watcher tell the desk, and what the desk answers.

use std::collections::BTreeSet;

use tokio::sync::oneshot;

use crate::text::RelPath;

/// What the desk is told.
pub enum Message {
    /// A request came in.
    Asked(Question, oneshot::Sender<Answer>),
    /// Something happened on the disk.
    Changed(Changes),
    /// The preview ends.
    End,
}

/// A hint of what may have changed on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and folders of the site.
    pub paths: BTreeSet<RelPath>,
    /// Whether anything may have changed.
    pub rescan: bool,
}

impl Changes {
    /// Whether nothing is said to have changed.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.rescan
    }

    /// Adds what else may have changed.
    pub fn add(&mut self, other: Changes) {
        self.paths.extend(other.paths);
        self.rescan |= other.rescan;
    }
}

/// What is asked for; addresses are decoded paths of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A file of the site.
    File(String),
    /// What the panel shows of a page.
    Page(String),
    /// What the start page shows.
    Desk,
    /// What the rules find, from so many articles on.
    Findings(usize),
    /// Where something on a page was written.
    Source {
        /// The address of the page.
        address: String,
        /// What it is.
        wanted: super::desk::Wanted,
    },
}

/// What is answered.
pub enum Answer {
    /// A file that was made.
    Made {
        /// The path in the output, for its type.
        path: String,
        /// Its bytes.
        bytes: Vec<u8>,
        /// Whether it is what the address names; else it is the page for addresses that do not exist.
        is_found: bool,
    },
    /// A file of the site as it is.
    File {
        /// The path in the output, for its type.
        path: String,
        /// The file.
        from: RelPath,
        /// As for what was made.
        is_found: bool,
    },
    /// The address with a slash at its end.
    Moved,
    /// The address of the home page: the site lies below a path of its host.
    Home(String),
    /// JSON.
    Json(String),
    /// There is nothing at this address, nor a page that says so.
    Nothing,
    /// There is no site to show yet, or this page of it cannot be made.
    Unmade(Vec<u8>),
}
