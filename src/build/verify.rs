//! `--verify`: every byte of the output compared with what a clean build makes, in memory.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::cache::Cache;
use super::inputs::Inputs;
use super::output::{Broken, Content, Entry, Studio};
use super::{Options, Places, Progress, in_pool, search, settings, site};
use crate::compose::Composer;
use crate::compose::brief::{Briefs, Part};
use crate::compose::files::Files;
use crate::config::site::Compression;
use crate::diagnostics::Diagnostic;
use crate::discover;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::lint::Ran;
use crate::media::Copy;
use crate::write::{self, compressed};

/// How an output differs from a clean build's; all paths are relative to it and sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many files were compared.
    pub files: usize,
    /// Files that a clean build makes and that are missing or differ.
    pub different: Vec<String>,
    /// Files of byline's that a clean build does not make.
    pub left_over: Vec<String>,
}

impl Verified {
    /// Whether it is the very same.
    pub fn is_same(&self) -> bool {
        self.different.is_empty() && self.left_over.is_empty()
    }
}

/// Builds the site without the cache and compares the output with it; nothing is written.
///
/// # Errors
/// A failure of the machine, or a site that has errors, so that there is nothing to compare with.
pub fn verify(options: &Options, progress: &dyn Progress) -> Result<Verified, Error> {
    let places = Places::of(options)?;
    in_pool(options, || run(options, &places, progress))
}

fn run(options: &Options, places: &Places, progress: &dyn Progress) -> Result<Verified, Error> {
    progress.stage("verifying", 0);
    let broken =
        || Error::new("verify the output", "the site has errors, so there is no clean build to compare it with");
    let mut diagnostics = Vec::new();
    let settings = settings::read(&places.root, options)?.collect(&mut diagnostics).ok_or_else(broken)?;
    let cache = Arc::new(Cache::none());
    let inputs = Arc::new(Inputs::new(&places.root, &cache)?);
    let inventory = discover::discover(&places.root, &settings.config.exclude)?.collect(&mut diagnostics);
    let looked_at = site::look(&inputs, &settings, inventory, &diagnostics, options, progress)?;
    let checked = site::check(&inputs, settings, looked_at, site::Purpose::Build, options, progress)?;
    diagnostics.extend(checked.diagnostics);
    let diagnostics = checked.levels.judge(diagnostics, Ran::Build);
    let output = checked.output.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)).ok_or_else(broken)?;
    let (studios, briefs) = (output.studios(), output.briefs());
    let files = output.files(&briefs);
    let composers: Vec<[Composer<'_>; 2]> =
        studios.iter().map(|studio| [studio.composer(), studio.item_composer()]).collect();
    let entries = output.entries(&files);
    progress.stage("comparing", entries.len());
    let mut compared: Vec<(String, bool)> = entries
        .par_iter()
        .map(|(at, entry)| compare(entry, &inputs, &studios[*at], &briefs[*at], &files[*at], &composers[*at], places))
        .collect::<Result<Vec<Option<(String, bool)>>, Error>>()?
        .into_iter()
        .flatten()
        .collect();
    for set in output.copy_sets() {
        let copies: Vec<&Copy> = set.copies.copies.iter().collect();
        let made = output.copies(set, &copies)?.map_err(unmade)?;
        for (copy, made) in copies.into_iter().zip(made) {
            let same = std::fs::read(places.output.join(&copy.path)).is_ok_and(|bytes| bytes == made);
            compared.push((copy.path.clone(), same));
        }
    }
    let searched = Mutex::new(Vec::new());
    let keep = |_: &str, _: &[(Part, u64)]| Ok(None);
    let put = |path: &str, _: &[(Part, u64)], text: &str| {
        let same = std::fs::read(places.output.join(path)).is_ok_and(|bytes| bytes == text.as_bytes());
        searched.lock().unwrap_or_else(PoisonError::into_inner).push((path.to_owned(), same));
        Ok(())
    };
    let files = search::Files { keep: &keep, put: &put };
    for ((studio, briefs), [composer, _]) in studios.iter().zip(&briefs).zip(&composers) {
        search::make(studio, briefs, composer, &inputs, progress, None, &files)?;
    }
    compared.append(&mut searched.into_inner().unwrap_or_else(PoisonError::into_inner));
    compared.extend(copies(&compared, output.compress_formats(), &places.output)?);
    let mut paths: Vec<&str> = compared.iter().map(|(path, _)| path.as_str()).collect();
    paths.sort_unstable();
    let listed = write::own_files(&places.output)?;
    let left_over = listed.into_iter().filter(|path| paths.binary_search(&path.as_str()).is_err()).collect();
    let mut different: Vec<String> = compared.iter().filter(|(_, same)| !same).map(|(path, _)| path.clone()).collect();
    different.sort();
    Ok(Verified { files: compared.len(), different, left_over })
}

/// The path of each compressed copy of the files that were compared, and whether the output has it byte for byte.
fn copies(compared: &[(String, bool)], formats: &[Compression], folder: &Path) -> Result<Vec<(String, bool)>, Error> {
    let own: BTreeSet<&str> = compared.iter().map(|(path, _)| path.as_str()).collect();
    let of_file = |(path, is_same): &(String, bool)| {
        let on_disk = folder.join(path);
        // Of a file that differs or is missing it is not known what its copies would be.
        let size = on_disk.metadata().map(|metadata| metadata.len()).unwrap_or_default();
        if !is_same || formats.is_empty() || !compressed::is_tried(path, size) {
            return Ok(Vec::new());
        }
        let bytes = std::fs::read(&on_disk).map_err(|cause| Error::io("read", &on_disk, &cause))?;
        let free = formats.iter().filter_map(|format| Some((*format, compressed::path(path, *format)?)));
        let free = free.filter(|(_, copy)| compressed::is_free(&own, copy));
        let compare = |(format, copy): (Compression, String)| {
            let wanted = compressed::compress(&bytes, format)?;
            let is_same = std::fs::read(folder.join(&copy)).is_ok_and(|found| found == wanted);
            Some((copy, is_same))
        };
        Ok(free.filter_map(compare).collect())
    };
    let all = compared.par_iter().map(of_file).collect::<Result<Vec<Vec<(String, bool)>>, Error>>()?;
    Ok(all.into_iter().flatten().collect())
}

fn unmade(broken: Broken) -> Error {
    Error::new("verify the output", format!("a page cannot be rendered: {}", broken.diagnostic.message))
}

/// The path of a file and whether the output has it byte for byte.
fn compare(
    entry: &Entry,
    inputs: &Inputs,
    studio: &Studio<'_>,
    briefs: &Briefs<'_>,
    files: &Files<'_>,
    [composer, items]: &[Composer<'_>; 2],
    places: &Places,
) -> Result<Option<(String, bool)>, Error> {
    if let Entry::Page(key) = entry {
        let brief = briefs.of(*key);
        let path = studio.page_path(&brief);
        let html = studio.render(*key, &brief, composer, files)?.map_err(unmade)?;
        let same = std::fs::read(places.output.join(&path)).is_ok_and(|bytes| bytes == html);
        return Ok(Some((path, same)));
    }
    if let Entry::File(key) = entry {
        let Some(brief) = files.of(*key) else { return Ok(None) };
        let path = studio.path(brief.path());
        let text = studio.file(&brief, composer, items)?.map_err(unmade)?;
        let same = std::fs::read(places.output.join(&path)).is_ok_and(|bytes| bytes == text.as_bytes());
        return Ok(Some((path, same)));
    }
    if let Entry::Card(id) = entry {
        let Some(path) = studio.path_of(entry) else { return Ok(None) };
        let card = studio.card(&briefs.article(*id), composer).map_err(|broken| unmade(*broken))?;
        let same = std::fs::read(places.output.join(&path)).is_ok_and(|bytes| bytes == card.bytes);
        return Ok(Some((path, same)));
    }
    let Some((path, content)) = studio.other(entry, composer) else { return Ok(None) };
    let on_disk = places.output.join(&path);
    let same = match content {
        Content::Bytes(wanted) => std::fs::read(on_disk).is_ok_and(|bytes| bytes == *wanted),
        Content::File(from) => {
            let wanted = inputs.state(from)?.content;
            let found = std::fs::File::open(on_disk).and_then(|file| Fingerprint::of_reader(file, wanted.size));
            found.is_ok_and(|found| found == (wanted.hash, wanted.size))
        }
    };
    Ok(Some((path, same)))
}
