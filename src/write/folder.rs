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
}

/// What an output folder is wanted for, in the words of an error.
pub const BUILD: &str = "build into";

/// Resolves the output and refuses places where it could do harm; `doing` is what it is wanted for.
pub fn judge(target: &Target, doing: &str) -> Result<Folder, Error> {
    let Target { root, output, cache, .. } = *target;
    let (path, exists) = resolve(output, doing)?;
    let (root, _) = resolve(root, doing)?;
    let (cache, _) = resolve(cache, doing)?;
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
        let (real, _) = resolve(&root.join(input), doing)?;
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
    Ok(Folder { path, exists })
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

/// The absolute path with every link resolved, and whether something lies there; the last parts may be missing.
fn resolve(path: &Path, doing: &str) -> Result<(PathBuf, bool), Error> {
    let failed = |cause: io::Error| Error::io("resolve", path, &cause);
    let mut resolved = PathBuf::new();
    let mut exists = true;
    for component in std::path::absolute(path).map_err(failed)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if exists => {
                resolved.pop();
            }
            Component::ParentDir => {
                return Err(refused(doing, path, "the output has `..` behind a folder that is not there"));
            }
            Component::Prefix(_) | Component::RootDir => resolved.push(component),
            Component::Normal(name) => {
                resolved.push(name);
                if !exists {
                    continue;
                }
                let Some(_) = tree::look(&resolved).map_err(failed)? else {
                    exists = false;
                    continue;
                };
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
    Ok((resolved, exists))
}
