//! What of an output may be carried elsewhere: the files that byline wrote, as it wrote them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::manifest::Own;
use super::seen::Record;
use super::{Target, folder, tree};
use crate::error::Error;

/// The files of an output by path, and what they contain; `None` if no build has finished there.
///
/// # Errors
/// If byline's list of them cannot be read.
pub fn finished(output: &Path) -> Result<Option<BTreeMap<String, Record>>, Error> {
    Ok(Own::read(output)?.finished())
}

/// Whether a file of an output has that content, and is a file and no link.
///
/// # Errors
/// If it cannot be read.
pub fn has(output: &Path, path: &str, record: Record) -> Result<bool, Error> {
    let on_disk = output.join(path);
    match tree::look(&on_disk).map_err(|cause| Error::io("look at", &on_disk, &cause))? {
        Some(metadata) => tree::has(&on_disk, &metadata, &[record]),
        None => Ok(false),
    }
}

/// Whether byline would write a file to that path of an output: it stays within, and is not hidden.
pub fn may_be_published(path: &str) -> bool {
    tree::check(path).is_ok()
}

/// A folder with its links resolved, if an output may lie there without harm to the site; it need not exist.
///
/// # Errors
/// If it may not.
pub fn place_for(target: &Target) -> Result<PathBuf, Error> {
    Ok(folder::judge(target, folder::BUILD)?.path)
}
