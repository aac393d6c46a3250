//! The files of a finished output, as the build left them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;

use super::go_on;
use super::headers::Headers;
use super::plan::File;
use crate::build::Progress;
use crate::config::site::Compression;
use crate::error::Error;
use crate::write::{self, Record, compressed};

/// How many files are named that are not as the build left them.
const NAMED: usize = 3;

/// A finished output.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    files: BTreeMap<String, Record>,
}

impl Output {
    /// Takes a folder that a build has finished, with the files that it wrote and no others.
    ///
    /// # Errors
    /// If no build has finished there, or if one of its files is gone or was changed.
    pub fn open(folder: &Path, progress: &dyn Progress) -> Result<Output, Error> {
        let unfit = |cause: String| {
            Error { path: Some(folder.to_owned()), ..Error::new("deploy", cause) }.with_help("run `byline build` first")
        };
        let files = write::finished(folder)?.ok_or_else(|| unfit("no build has finished there".to_owned()))?;
        progress.stage("reading", files.len());
        let changed = |(path, record): (&String, &Record)| {
            let started = Instant::now();
            go_on(progress)?;
            let is_same = write::has(folder, path, *record)?;
            progress.step(path, started);
            Ok((!is_same).then(|| path.clone()))
        };
        let changed: Vec<Option<String>> = files.par_iter().map(changed).collect::<Result<_, Error>>()?;
        let changed: Vec<String> = changed.into_iter().flatten().collect();
        if changed.is_empty() {
            return Ok(Output { folder: folder.to_owned(), files });
        }
        let mut named: Vec<String> = changed.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
        match changed.len().saturating_sub(NAMED) {
            0 => {}
            more => named.push(format!("{more} more")),
        }
        Err(unfit(format!("since it was built there were changed or removed: {}", named.join(", "))))
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its files as they lie there, sorted by path.
    pub fn files(&self) -> Vec<File> {
        let file = |(path, record): (&String, &Record)| File {
            path: path.clone(),
            from: path.clone(),
            record: *record,
            headers: Headers::of(path, *record, None),
        };
        self.files.iter().map(file).collect()
    }

    /// Its files, each as its copy in a format if there is one, and without the copies that the build made.
    ///
    /// # Errors
    /// If there is no copy in that format, or if a file cannot be read.
    pub fn files_compressed(&self, format: Compression) -> Result<Vec<File>, Error> {
        let copies = self.copies()?;
        let file = |(path, record): (&String, &Record)| {
            let copy = compressed::path(path, format).filter(|copy| copies.contains(copy.as_str()));
            let of_copy = copy.and_then(|copy| Some((copy.clone(), *self.files.get(&copy)?)));
            let headers = Headers::of(path, *record, of_copy.is_some().then_some(format));
            let (from, record) = of_copy.unwrap_or_else(|| (path.clone(), *record));
            File { path: path.clone(), from, record, headers }
        };
        let files: Vec<File> =
            self.files.iter().filter(|(path, _)| !copies.contains(path.as_str())).map(file).collect();
        if files.iter().any(|file| file.from != file.path) {
            return Ok(files);
        }
        let name = format.extension();
        let cause = format!("`compressed` wants files in the format `{name}`, and the output has none");
        Err(Error { path: Some(self.folder.clone()), ..Error::new("deploy", cause) }.with_help(format!(
            "write `formats = [\"{name}\"]` below `[compress]` in site.toml, then run `byline build`"
        )))
    }

    /// The paths of copies that the build made; a file of the site's own that has such a name is none.
    fn copies<'o>(&'o self) -> Result<BTreeSet<&'o str>, Error> {
        let copy = |(path, record): (&'o String, &Record)| {
            let Some((original, format)) = original(path) else { return Ok(None) };
            let Some(of_original) = self.files.get(original) else { return Ok(None) };
            if !compressed::is_tried(original, of_original.size) {
                return Ok(None);
            }
            // The same bytes give the same copy, so a copy is known by what it contains.
            let made = compressed::compress(&self.read(original, *of_original)?, format);
            Ok((made.as_deref().map(Record::of) == Some(*record)).then_some(path.as_str()))
        };
        let found: Vec<Option<&str>> = self.files.par_iter().map(copy).collect::<Result<_, Error>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The content of one of its files.
    ///
    /// # Errors
    /// If it is no longer what it was.
    pub fn read(&self, path: &str, record: Record) -> Result<Vec<u8>, Error> {
        let on_disk = self.folder.join(path);
        let bytes = std::fs::read(&on_disk).map_err(|cause| Error::io("read", &on_disk, &cause))?;
        if Record::of(&bytes) == record {
            return Ok(bytes);
        }
        let error = Error::new("publish", "it was changed while the site was being published");
        Err(Error { path: Some(on_disk), ..error }.with_help("run `byline build`, then deploy again"))
    }
}

/// The file of which a copy would lie at a path, and the copy's format.
fn original(path: &str) -> Option<(&str, Compression)> {
    let (original, extension) = path.rsplit_once('.')?;
    let format = Compression::ALL.into_iter().find(|format| format.extension() == extension)?;
    Some((original, format))
}
