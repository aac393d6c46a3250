//! The texts that new files begin with.

use std::path::Path;

use super::fill::{Values, fill};
use crate::error::Error;
use crate::fs::{Folder, ReadFailure};
use crate::text::RelPath;

/// The largest archetype, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// What byline has for a site without archetypes of its own.
const BUILT_IN: [(&str, &str); 4] = [
    ("article.md", include_str!("archetypes/article.md")),
    ("person.md", include_str!("archetypes/person.md")),
    ("section.md", include_str!("archetypes/section.md")),
    ("source.yml", include_str!("archetypes/source.yml")),
];

/// The first of these archetypes that there is, filled in: the site's own in `archetypes/`, else the built-in one.
///
/// # Errors
/// An archetype that cannot be read or filled in.
pub fn filled(root: &Path, names: &[&str], values: &Values) -> Result<String, Error> {
    for name in names {
        let path = RelPath::new(&format!("archetypes/{name}")).filter(|path| path.on_disk(root).exists());
        if let Some(path) = path {
            return fill(path.as_str(), &read(root, &path)?, values);
        }
    }
    let built_in = BUILT_IN.into_iter().find(|(name, _)| names.contains(name));
    let (name, text) = built_in.expect("the last of the names is always one of byline's own");
    fill(name, text, values)
}

fn read(root: &Path, path: &RelPath) -> Result<String, Error> {
    let doing = format!("use {path}");
    match Folder::open(root)?.read(path, LARGEST) {
        Ok((bytes, _)) => String::from_utf8(bytes)
            .map_err(|_| Error::new(doing, "it is not text in UTF-8").with_help("save it as UTF-8")),
        Err(ReadFailure::TooLarge(_)) => Err(Error::new(doing, "it is larger than 1 MiB")),
        Err(ReadFailure::Io(error)) => Err(error),
    }
}
