//! Where a site is published.
//!
//! - [`folder`] is a folder of this machine.
//! - [`bucket`] is a bucket of a storage; it is the door of the library that speaks with them. [`access`] sees that there
//!   is something to log in with.

mod access;
pub mod bucket;
pub mod folder;

use std::collections::BTreeMap;
use std::path::Path;

use super::output::Output;
use super::plan::Upload;
use crate::build::Progress;
use crate::config::site::Deploy;
use crate::config::site::deploy::Storage;
use crate::error::Error;

use bucket::Bucket;
use folder::Folder;

/// A place that a site is published to.
#[derive(Debug)]
pub enum Destination {
    /// A folder of this machine.
    Folder(Folder),
    /// A bucket of a storage.
    Bucket(Bucket),
}

impl Destination {
    /// A folder, relative to the site's; it need not exist.
    ///
    /// # Errors
    /// If it lies where it could harm the site.
    pub fn folder(root: &Path, output: &Path, cache: &Path, folder: &str) -> Result<Destination, Error> {
        Ok(Destination::Folder(Folder::open(root, output, cache, folder)?))
    }

    /// A bucket, and what the paths of all files there begin with.
    ///
    /// # Errors
    /// If nothing is there to log in with.
    pub fn bucket(storage: Storage, bucket: &str, prefix: &str, settings: &Deploy) -> Result<Destination, Error> {
        Ok(Destination::Bucket(Bucket::open(storage, bucket, prefix, settings)?))
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        match self {
            Destination::Folder(folder) => folder.name(),
            Destination::Bucket(bucket) => bucket.name(),
        }
    }

    /// byline's list of what it published there, as it stands.
    ///
    /// # Errors
    /// If the place cannot be reached.
    pub fn manifest(&self) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Destination::Folder(folder) => folder.manifest(),
            Destination::Bucket(bucket) => bucket.manifest(),
        }
    }

    /// Everything that is there by path, and its size in bytes, without what byline would never publish.
    ///
    /// # Errors
    /// If the place cannot be listed.
    pub fn list(&self) -> Result<BTreeMap<String, u64>, Error> {
        match self {
            Destination::Folder(folder) => folder.list(),
            Destination::Bucket(bucket) => bucket.list(),
        }
    }

    /// Puts byline's list in place.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_manifest(&self, text: &str) -> Result<(), Error> {
        match self {
            Destination::Folder(folder) => folder.write_manifest(text),
            Destination::Bucket(bucket) => bucket.write_manifest(text),
        }
    }

    /// Publishes files, in any order.
    ///
    /// # Errors
    /// At the first that cannot be published, or if `progress` is interrupted.
    pub fn publish(&self, group: &[Upload], output: &Output, progress: &dyn Progress) -> Result<(), Error> {
        match self {
            Destination::Folder(folder) => folder.publish(group, output, progress),
            Destination::Bucket(bucket) => bucket.publish(group, output, progress),
        }
    }

    /// Removes files, in any order; that one is gone is no failure.
    ///
    /// # Errors
    /// At the first that cannot be removed, or if `progress` is interrupted.
    pub fn remove(&self, paths: &[String], progress: &dyn Progress) -> Result<(), Error> {
        match self {
            Destination::Folder(folder) => {
                folder.remove(&paths.iter().map(String::as_str).collect::<Vec<_>>(), progress)
            }
            Destination::Bucket(bucket) => bucket.remove(paths, progress),
        }
    }
}
