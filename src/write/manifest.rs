//! byline's list of what it wrote, `.byline-site` in the output.
//!
//! ```text
//! byline-site 1
//! site 8f14e45f
//! 0123456789abcdef0123456789abcdef 5120 coast/index.html
//! sum fedcba9876543210fedcba9876543210
//! ```
//!
//! Paths are sorted; there are no times and no absolute paths. The sum is the hash of all that stands before it, so that
//! a list that was cut off or merged is never taken for the truth.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::seen::Record;
use super::tree;
use crate::error::Error;
use crate::fingerprint::Fingerprint;

/// The file's name.
pub const NAME: &str = ".byline-site";
/// The name of a manifest that is not yet true: what the running build puts in place.
pub const JOURNAL: &str = ".byline-site.next";

const HEADER: &str = "byline-site 1\n";
/// More than any site has; it keeps a foreign file of that name from filling the memory.
const LARGEST: u64 = 1 << 30;

/// The files of one build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub site: String,
    pub files: BTreeMap<String, Record>,
}

/// The text of a manifest; the files are sorted by path.
pub fn text<'a>(site: &str, files: impl Iterator<Item = (&'a str, Record)>) -> String {
    let site: String = site.chars().filter(|c| !c.is_control()).collect();
    let mut text = format!("{HEADER}site {site}\n");
    for (path, Record { hash, size }) in files {
        // Writing into a text never fails.
        let _ = writeln!(text, "{hash} {size} {path}");
    }
    let sum = Fingerprint::of(text.as_bytes());
    let _ = writeln!(text, "sum {sum}");
    text
}

impl Manifest {
    /// Reads a manifest; `None` if byline did not write it as it is, or it lists a path that byline would not write.
    pub fn parse(text: &str) -> Option<Manifest> {
        let at = text.strip_suffix('\n')?.rfind('\n')? + 1;
        let (body, sum) = text.split_at(at);
        if Fingerprint::from_hex(sum.strip_prefix("sum ")?.trim_end())? != Fingerprint::of(body.as_bytes()) {
            return None;
        }
        let mut lines = body.strip_prefix(HEADER)?.lines();
        let site = lines.next()?.strip_prefix("site ")?.to_owned();
        let file = |line: &str| {
            let (hash, rest) = line.split_once(' ')?;
            let (size, path) = rest.split_once(' ')?;
            let record = Record { hash: Fingerprint::from_hex(hash)?, size: size.parse().ok()? };
            // The list may be hostile: what it names is removed one day.
            tree::check(path).ok()?;
            Some((path.to_owned(), record))
        };
        let files = lines.map(file).collect::<Option<BTreeMap<String, Record>>>()?;
        Some(Manifest { site, files })
    }
}

/// What byline knows to have written into an output: the manifest and, after an interrupted build, the journal.
#[derive(Debug, Default)]
pub struct Own {
    manifest: Option<Manifest>,
    journal: Option<Manifest>,
    /// Whether one of the two is there but cannot be read as byline's.
    pub damaged: bool,
}

impl Own {
    /// Reads both lists of an output folder.
    pub fn read(output: &Path) -> Result<Own, Error> {
        let mut own = Own::default();
        for (name, list) in [(NAME, &mut own.manifest), (JOURNAL, &mut own.journal)] {
            match read(output, name)? {
                Found::Manifest(manifest) => *list = Some(manifest),
                Found::Damaged => own.damaged = true,
                Found::Nothing => {}
            }
        }
        Ok(own)
    }

    /// Whether byline made this output.
    pub fn is_known(&self) -> bool {
        self.manifest.is_some() || self.journal.is_some()
    }

    /// Whether a build that changed the output was interrupted.
    pub fn is_interrupted(&self) -> bool {
        self.journal.is_some()
    }

    /// The files of the output and what they contain, if the last build that wrote there was not interrupted.
    #[cfg(feature = "deploy")]
    pub fn finished(self) -> Option<BTreeMap<String, Record>> {
        let Own { manifest, journal, damaged } = self;
        manifest.filter(|_| journal.is_none() && !damaged).map(|manifest| manifest.files)
    }

    /// Whether the file that lies at a path of the output is byline's.
    ///
    /// What is in the journal alone may never have been put in place: then it is byline's only if it has that content.
    pub fn owns(&self, output: &Path, path: &str) -> Result<bool, Error> {
        if self.manifest.as_ref().is_some_and(|manifest| manifest.files.contains_key(path)) {
            return Ok(true);
        }
        let written = self.records(path);
        let on_disk = output.join(path);
        match tree::look(&on_disk).map_err(|cause| Error::io("look at", &on_disk, &cause))? {
            Some(metadata) if !written.is_empty() => tree::has(&on_disk, &metadata, &written),
            _ => Ok(false),
        }
    }

    /// What a file that is there may contain if nobody changed it; `None` if it is not byline's.
    pub fn written(&self, on_disk: &Path, path: &str, metadata: &Metadata) -> Result<Option<Vec<Record>>, Error> {
        let listed = |list: &Option<Manifest>| list.as_ref().and_then(|manifest| manifest.files.get(path).copied());
        let (in_place, planned) = (listed(&self.manifest), listed(&self.journal));
        let written: Vec<Record> = in_place.into_iter().chain(planned).collect();
        let is_own = in_place.is_some() || (!written.is_empty() && tree::has(on_disk, metadata, &written)?);
        Ok(is_own.then_some(written))
    }

    /// What a file may contain if nobody changed it.
    pub fn records(&self, path: &str) -> Vec<Record> {
        self.lists().filter_map(|manifest| manifest.files.get(path).copied()).collect()
    }

    /// Every file that is or may be byline's, sorted.
    pub fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<&str> =
            self.lists().flat_map(|manifest| manifest.files.keys().map(String::as_str)).collect();
        if self.manifest.is_some() && self.journal.is_some() {
            paths.sort();
            paths.dedup();
        }
        paths
    }

    /// Whether the output says exactly this already; the files are sorted by path.
    pub fn says<'a>(&'a self, site: &str, files: impl Iterator<Item = (&'a str, Record)>) -> bool {
        let Some(manifest) = self.manifest.as_ref().filter(|_| !self.damaged && self.journal.is_none()) else {
            return false;
        };
        manifest.site == site && manifest.files.iter().map(|(path, record)| (path.as_str(), *record)).eq(files)
    }

    fn lists(&self) -> impl Iterator<Item = &Manifest> {
        self.manifest.iter().chain(&self.journal)
    }
}

/// The files that byline has written into an output, sorted.
pub fn own_files(output: &Path) -> Result<Vec<String>, Error> {
    let own = Own::read(output)?;
    Ok(own.paths().into_iter().map(str::to_owned).collect())
}

/// Whether byline made the folder.
pub fn is_output(output: &Path) -> Result<bool, Error> {
    Ok(Own::read(output)?.is_known())
}

enum Found {
    Manifest(Manifest),
    Damaged,
    Nothing,
}

fn read(output: &Path, name: &str) -> Result<Found, Error> {
    let path = output.join(name);
    let failed = |cause: io::Error| Error::io("read", &path, &cause);
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(cause) => return Err(failed(cause)),
    };
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Ok(Found::Damaged);
    }
    let mut bytes = Vec::new();
    File::open(&path).map_err(failed)?.take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    let manifest = String::from_utf8(bytes).ok().and_then(|text| Manifest::parse(&text));
    Ok(manifest.map_or(Found::Damaged, Found::Manifest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        let record = Record { hash: Fingerprint::of(b"x"), size: 1 };
        Manifest {
            site: "id of the site".to_owned(),
            files: paths.iter().map(|path| ((*path).to_owned(), record)).collect(),
        }
    }

    impl Manifest {
        fn to_text(&self) -> String {
            text(&self.site, self.files.iter().map(|(path, record)| (path.as_str(), *record)))
        }
    }

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        for paths in [&[][..], &["index.html"], &["a b/é/index.html", "a/x  y", "sum 1", ".well-known/z"]] {
            let manifest = manifest(paths);
            assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest));
        }
    }

    #[test]
    fn a_manifest_that_was_changed_or_cut_off_anywhere_is_no_manifest() {
        let text = manifest(&["a/index.html", "b"]).to_text();
        for end in 0..text.len() {
            assert_eq!(Manifest::parse(&text[..end]), None, "cut off at {end}");
        }
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert_eq!(Manifest::parse(&String::from_utf8(bytes).unwrap()), None, "changed at {at}");
        }
    }

    #[test]
    fn a_manifest_with_a_hostile_path_is_no_manifest() {
        for path in ["../x", "a/../../x", "/etc/x", "", "a//b", ".git/config", "a/.", ".byline-site"] {
            assert_eq!(Manifest::parse(&manifest(&[path]).to_text()), None, "{path}");
        }
    }

    #[test]
    fn a_line_break_in_the_id_of_the_site_forges_no_line() {
        let mut forged = manifest(&[]);
        forged.site = "x\n0123456789abcdef0123456789abcdef 1 a".to_owned();
        assert_eq!(Manifest::parse(&forged.to_text()).unwrap().files, BTreeMap::new());
    }
}
