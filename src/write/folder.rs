//! Judges the output folder: nothing is written where it could do harm.

use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::{Target, staging, tree};
use crate::discover::INPUTS;
use crate::error::Error;

/// An output folder that may be written to, as far as its place goes.
#[derive(Debug)]
pub struct Folder {
    /// The absolute path, links resolved.
    pub path: PathBuf,
    /// Whether the folder is there.
    pub exists: bool,
    /// Whether somebody named it by a link that leads to it, so that the folder itself is not byline's.
    pub is_linked: bool,
}

/// What an output folder is wanted for, in the words of an error.
pub const BUILD: &str = "build into";

/// Resolves the output and refuses places where it could do harm; `doing` is what it is wanted for.
pub fn judge(target: &Target, doing: &str) -> Result<Folder, Error> {
    let Target { root, output, cache, .. } = *target;
    let Folder { path, exists, is_linked } = resolve(output, doing)?;
    let root = resolve(root, doing)?.path;
    let cache = resolve(cache, doing)?.path;
    let refuse = |why: String| Err(refused(doing, &path, &why));
    if path.parent().is_none() {
        return refuse("the output would be the root of the file system".to_owned());
    }
    if root == path {
        return refuse("the output would be the site's own folder, which holds its source".to_owned());
    }
    if root.starts_with(&path) {
        return refuse("the output would hold the site's own folder with its source".to_owned());
    }
    for input in INPUTS {
        let real = resolve(&root.join(input), doing)?.path;
        if path.starts_with(&real) || path.starts_with(root.join(input)) {
            return refuse(format!("the output would lie in `{input}`, which holds the site's source"));
        }
        if real.starts_with(&path) {
            return refuse(format!("the output would hold `{input}`, the site's source"));
        }
    }
    if path.starts_with(&cache) {
        return refuse("the output would lie in the cache".to_owned());
    }
    if cache.starts_with(&path) {
        return refuse("the output would hold the cache".to_owned());
    }
    if path.iter().any(|part| part == ".git") {
        return refuse("the output would lie in `.git`, which belongs to git".to_owned());
    }
    if let Some(home) = std::env::home_dir().and_then(|home| home.canonicalize().ok())
        && home.starts_with(&path)
    {
        return refuse("the output would be or hold your home folder".to_owned());
    }
    if exists && !path.is_dir() {
        return refuse("the output must be a folder, and this is a file".to_owned());
    }
    Ok(Folder { path, exists, is_linked })
}

/// Whether a folder has nothing in it but what byline itself leaves there while it builds.
pub fn is_empty(folder: &Path) -> Result<bool, Error> {
    let failed = |cause: io::Error| Error::io("list", folder, &cause);
    for entry in folder.read_dir().map_err(failed)? {
        if entry.map_err(failed)?.file_name() != staging::INSIDE {
            return Ok(false);
        }
    }
    Ok(true)
}

fn refused(doing: &str, path: &Path, why: &str) -> Error {
    Error {
        doing: doing.to_owned(),
        path: Some(path.to_owned()),
        cause: why.to_owned(),
        help: Some("choose another folder with `--output`, such as `public`".to_owned()),
    }
}

/// The absolute path with every link resolved; the last parts may be missing.
fn resolve(path: &Path, doing: &str) -> Result<Folder, Error> {
    let failed = |cause: io::Error| Error::io("resolve", path, &cause);
    let mut resolved = PathBuf::new();
    let mut exists = true;
    let mut is_linked = false;
    for component in std::path::absolute(path).map_err(failed)?.components() {
        match component {
            Component::CurDir => {}
            // Behind a link, the folder above is not one that the path names.
            Component::ParentDir if exists => {
                is_linked = true;
                resolved.pop();
            }
            Component::ParentDir => {
                return Err(refused(doing, path, "the output has `..` behind a folder that is not there"));
            }
            Component::Prefix(_) | Component::RootDir => resolved.push(component),
            Component::Normal(name) => {
                resolved.push(name);
                is_linked = false;
                if !exists {
                    continue;
                }
                let Some(metadata) = tree::look(&resolved).map_err(failed)? else {
                    exists = false;
                    continue;
                };
                is_linked = metadata.is_symlink();
                // Also where no link is, because a disk that ignores case knows how the name is really written.
                resolved = match resolved.canonicalize() {
                    Ok(real) => real,
                    Err(cause) if cause.kind() == ErrorKind::NotFound => {
                        return Err(refused(doing, path, "the output is a symbolic link that leads nowhere"));
                    }
                    Err(cause) => return Err(failed(cause)),
                };
            }
        }
    }
    Ok(Folder { path: resolved, exists, is_linked })
}
