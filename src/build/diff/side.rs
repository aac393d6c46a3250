//! The files of one of the two sites that are compared.

use std::borrow::Cow;
use std::fs::File as DiskFile;
use std::path::Path;

use super::page;
use crate::build::preview::{File, Preview};
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::text::RelPath;
use crate::write::{self, Record};

/// More than any page has.
const LARGEST: u64 = 64 << 20;

/// A site whose files can be asked for.
pub enum Side<'a> {
    /// As a build makes them.
    Output(&'a Preview<'a>),
    /// As they lie in an output folder.
    Folder(&'a Path, Vec<String>),
}

/// A file of a site.
pub enum Held {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// Its bytes, and that it is a redirect to there.
    Redirect(Vec<u8>, String),
    /// What is known of a file that is copied or is no page.
    Known(Record),
}

impl<'a> Side<'a> {
    /// The files of an output folder that byline wrote.
    pub fn of_folder(folder: &'a Path) -> Result<Side<'a>, Error> {
        Ok(Side::Folder(folder, write::own_files(folder)?))
    }

    /// The paths of all files.
    pub fn paths(&self) -> Result<Vec<&str>, Error> {
        match self {
            Side::Output(preview) => preview.paths(),
            Side::Folder(_, paths) => Ok(paths.iter().map(String::as_str).collect()),
        }
    }

    /// A file; `None` if it is not there.
    pub fn file(&self, path: &str) -> Result<Option<Held>, Error> {
        match self {
            Side::Folder(folder, _) => from_disk(&folder.join(path), path),
            Side::Output(preview) => match preview.file(path, None)? {
                None => Ok(None),
                Some(File::Made(bytes)) => Ok(Some(match preview.redirect(path) {
                    Some(to) => Held::Redirect(bytes, to.to_owned()),
                    None => Held::Bytes(bytes),
                })),
                Some(File::Copied(from)) => Ok(Some(Held::Known(preview.output().inputs().state(&from)?.content))),
                Some(File::Broken(broken)) => {
                    let message = format!("a page cannot be rendered: {}", broken.diagnostic.message);
                    Err(Error::new(format!("make {path}"), message)
                        .with_help("`byline build` says where the mistake is"))
                }
            },
        }
    }

    /// The file that a page is made from, if that is known.
    pub fn document(&self, path: &str) -> Option<RelPath> {
        let Side::Output(preview) = self else { return None };
        let page = preview.page(path)?;
        preview.edition(page)?.document(page.key).map(|(document, _)| document.clone())
    }
}

/// A file of an output folder; one that somebody has removed is not there.
fn from_disk(on_disk: &Path, path: &str) -> Result<Option<Held>, Error> {
    let failed = |cause: std::io::Error| Error::io("read", on_disk, &cause);
    let metadata = match on_disk.symlink_metadata() {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        found => found.map_err(failed)?,
    };
    // What somebody else put in its place is nothing that byline wrote.
    if !metadata.is_file() {
        return Ok(None);
    }
    if path.ends_with(".html") && metadata.len() <= LARGEST {
        return Ok(Some(Held::Bytes(std::fs::read(on_disk).map_err(failed)?)));
    }
    let file = DiskFile::open(on_disk).map_err(failed)?;
    let (hash, size) = Fingerprint::of_reader(file, metadata.len()).map_err(failed)?;
    Ok(Some(Held::Known(Record { hash, size })))
}

impl Held {
    /// The hash and the size.
    pub fn record(&self) -> Record {
        match self {
            Held::Bytes(bytes) | Held::Redirect(bytes, _) => Record::of(bytes),
            Held::Known(record) => *record,
        }
    }

    /// Where it leads, if it is a redirect.
    pub fn redirect(&self) -> Option<String> {
        match self {
            Held::Bytes(bytes) => page::redirect(&String::from_utf8_lossy(bytes)),
            Held::Redirect(_, to) => Some(to.clone()),
            Held::Known(_) => None,
        }
    }

    /// The text of a page; `None` if it is not at hand.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Held::Bytes(bytes) | Held::Redirect(bytes, _) => Some(String::from_utf8_lossy(bytes)),
            Held::Known(_) => None,
        }
    }
}
