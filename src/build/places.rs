//! The folders of a build.

use std::path::{Path, PathBuf};

use super::Options;
use crate::error::Error;
use crate::write::Target;

/// The name of the output folder below the root, unless another is asked for.
const OUTPUT: &str = "public";

/// The name of the cache folder below the root.
const CACHE: &str = ".byline";

/// The folders of a build.
pub struct Places {
    /// The folder of site.toml.
    pub root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// The cache.
    pub cache: PathBuf,
}

impl Places {
    /// The folders that the options name.
    ///
    /// # Errors
    /// If the root is not a folder.
    pub fn of(options: &Options) -> Result<Places, Error> {
        Places::new(&options.root, options.output.as_deref())
    }

    /// The folders of a root, and of an output if it is not the usual one.
    ///
    /// # Errors
    /// If the root is not a folder.
    pub fn new(root: &Path, output: Option<&Path>) -> Result<Places, Error> {
        let metadata = root.metadata().map_err(|cause| Error::io("read the folder", root, &cause))?;
        if !metadata.is_dir() {
            let error = Error { path: Some(root.to_owned()), ..Error::new("read the folder", "it is a file") };
            return Err(error.with_help("name the folder of site.toml: `--root DIR`"));
        }
        let output = output.map_or_else(|| root.join(OUTPUT), Path::to_owned);
        Ok(Places { root: root.to_owned(), output, cache: root.join(CACHE) })
    }

    /// The folders as `write` takes them, with the site's title.
    pub fn target<'a>(&'a self, site: &'a str, force: bool) -> Target<'a> {
        Target { root: &self.root, output: &self.output, cache: &self.cache, site, force }
    }
}
