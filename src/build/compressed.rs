//! Compressed copies of the files of an output, in the formats that site.toml asks for.
//!
//! A copy is made of the bytes of its file and of nothing else. So the record of a file tells whether its copies are what
//! they were, and the state says so, too, of a file that has none because it would not be smaller.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::cache::{Cache, Compressed};
use super::{Progress, go_on};
use crate::config::site::Compression;
use crate::error::Error;
use crate::write::{self, Lies, Record, Writer};

/// What was made.
pub struct Made {
    /// How many times a file was compressed.
    pub compressed: usize,
    /// What the next build may know of it.
    pub known: BTreeMap<String, Compressed>,
}

/// Makes the copies of all files that the writer has taken; a file of the site's own stands in the place of a copy.
///
/// # Errors
/// A failure of the machine.
pub fn make(writer: &Writer, cache: &Cache, formats: &[Compression], progress: &dyn Progress) -> Result<Made, Error> {
    if formats.is_empty() {
        return Ok(Made { compressed: 0, known: BTreeMap::new() });
    }
    let taken = writer.taken();
    let paths: BTreeSet<&str> = taken.iter().map(|(path, _)| path.as_str()).collect();
    let tried: Vec<&(String, Record)> =
        taken.iter().filter(|(path, record)| write::compressed::is_tried(path, record.size)).collect();
    progress.stage("compressing", tried.len());
    let made = tried
        .par_iter()
        .map(|(path, record)| {
            go_on(progress)?;
            let known = cache.state().compressed.get(path).filter(|known| known.from == *record);
            let wanted = formats.iter().filter_map(|format| Some((*format, write::compressed::path(path, *format)?)));
            let wanted = wanted.filter(|(_, copy)| write::compressed::is_free(&paths, copy));
            let mut now = Compressed { from: *record, copies: Vec::new() };
            let mut bytes = None;
            let mut compressed = 0;
            for (format, copy) in wanted {
                let before = known.and_then(|known| known.copies.iter().find(|(of, _)| *of == format));
                let is_kept = match before {
                    Some((_, None)) => true,
                    Some((_, Some(before))) => writer.keep(&copy, *before)? == Lies::AsRecorded,
                    None => false,
                };
                if let (true, Some(before)) = (is_kept, before) {
                    now.copies.push(*before);
                    continue;
                }
                if bytes.is_none() {
                    bytes = Some(writer.read(path, *record)?);
                }
                let made = write::compressed::compress(bytes.as_deref().unwrap_or_default(), format);
                compressed += 1;
                if let Some(made) = &made {
                    writer.put(&copy, made)?;
                }
                now.copies.push((format, made.as_deref().map(Record::of)));
            }
            Ok((path.clone(), now, compressed))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let compressed = made.iter().map(|(_, _, compressed)| compressed).sum();
    Ok(Made { compressed, known: made.into_iter().map(|(path, now, _)| (path, now)).collect() })
}
