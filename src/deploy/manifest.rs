//! byline's list of what it has published, `.byline-deploy.json` in the destination.
//!
//! ```json
//! {"version": 1, "site": "https://review.example", "files": {
//!   "coast/index.html": {"hash": "0123456789abcdef0123456789abcdef", "size": 5120, "headers": "0123456789"},
//!   "index.html": null
//! }}
//! ```
//!
//! `null` stands for a file that is being published: it may be there or not, and have the old content or the new one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::headers::Headers;
use crate::write::{Record, may_be_published};

/// The file's name.
pub const NAME: &str = ".byline-deploy.json";

const VERSION: u32 = 1;

/// What one deploy has published, or is publishing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    version: u32,
    /// The address of the site's home page.
    pub site: String,
    /// By path; `None` while a file is being published.
    pub files: BTreeMap<String, Option<Entry>>,
}

/// One published file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    hash: String,
    /// How many bytes it has.
    pub size: u64,
    headers: String,
}

impl Entry {
    /// A file with a content and what is said of it.
    pub fn of(record: Record, headers: Headers) -> Entry {
        Entry { hash: record.hash.to_string(), size: record.size, headers: headers.print() }
    }
}

impl Manifest {
    /// A list of files.
    pub fn new(site: &str, files: BTreeMap<String, Option<Entry>>) -> Manifest {
        Manifest { version: VERSION, site: site.to_owned(), files }
    }

    /// The list as it stands in the destination.
    pub fn text(&self) -> String {
        // Texts and numbers alone: there is nothing that JSON has no words for.
        serde_json::to_string(self).map_or_else(|_| String::new(), |text| text + "\n")
    }

    /// Reads a list.
    ///
    /// # Errors
    /// Why it is none. Each path that it names is one that byline would publish to: they are removed one day.
    pub fn parse(bytes: &[u8]) -> Result<Manifest, String> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|cause| format!("it is damaged: {cause}"))?;
        if manifest.version != VERSION {
            return Err(format!("it is of version {}, which this byline does not know", manifest.version));
        }
        match manifest.files.keys().find(|path| !may_be_published(path)) {
            Some(path) => Err(format!("it is damaged: `{path}` is no path of a site")),
            None => Ok(manifest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        let record = Record::of(b"x");
        let entry = |path: &&str| ((*path).to_owned(), Some(Entry::of(record, Headers::of(path, record, None))));
        Manifest::new("https://review.example", paths.iter().map(entry).collect())
    }

    #[test]
    fn a_list_reads_back_as_it_was_written() {
        let mut written = manifest(&["a b/é/index.html", "index.html", ".well-known/x"]);
        written.files.insert("being-published".to_owned(), None);
        assert_eq!(Manifest::parse(written.text().as_bytes()), Ok(written));
    }

    #[test]
    fn a_list_that_is_cut_off_hostile_or_newer_is_refused() {
        let text = manifest(&["index.html"]).text();
        for end in 0..text.len() - 1 {
            assert!(Manifest::parse(&text.as_bytes()[..end]).is_err(), "cut off at {end}");
        }
        for path in ["../x", "/etc/passwd", "a/../../x", "", ".git/config", NAME] {
            assert!(Manifest::parse(manifest(&[path]).text().as_bytes()).is_err(), "{path}");
        }
        let newer = text.replace("\"version\":1", "\"version\":2");
        assert!(Manifest::parse(newer.as_bytes()).is_err_and(|why| why.contains("version 2")));
    }
}
