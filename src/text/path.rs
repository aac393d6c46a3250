//! Paths of a site's files, relative to its root.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The path of a site's file relative to the root: UTF-8, `/` between parts, no `.` or `..`, never empty.
///
/// `content/coast/tides.md`, `site.toml`, `themes/plain/theme.toml`. Files of the built-in theme are
/// `themes/default/…` too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Takes a path that is already relative and clean; `.` and empty parts are dropped and `..` is resolved.
    ///
    /// `None` if it would leave the root, is absolute, or names nothing.
    pub fn new(path: &str) -> Option<RelPath> {
        if path.starts_with('/') || path.contains('\0') {
            return None;
        }
        if is_clean(path) {
            return Some(RelPath(path.into()));
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        if parts.is_empty() {
            return None;
        }
        Some(RelPath(parts.join("/").into()))
    }

    /// Resolves `path` against the folder of this file; `None` if it leaves the root.
    pub fn sibling(&self, path: &str) -> Option<RelPath> {
        match self.parent() {
            Some(parent) => RelPath::new(&format!("{parent}/{path}")),
            None => RelPath::new(path),
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last part without its extension; a leading dot begins no extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(at) if at > 0 => &name[..at],
            _ => name,
        }
    }

    /// The extension without its dot, as written; empty if there is none.
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(at) if at > 0 => &name[at + 1..],
            _ => "",
        }
    }

    /// The path without the code of a language before its extension, and the code as it was declared: that of
    /// `coast/tides.de.md` is `coast/tides.md`. `None` if its name has none of these codes.
    pub fn without_language<'l>(&self, codes: &'l [String]) -> Option<(RelPath, &'l str)> {
        let (name, written) = self.stem().rsplit_once('.')?;
        let code = codes.iter().find(|code| code.eq_ignore_ascii_case(written)).filter(|_| !name.is_empty())?;
        let folder = self.parent().map_or(String::new(), |parent| format!("{parent}/"));
        Some((RelPath::new(&format!("{folder}{name}.{}", self.extension()))?, code))
    }

    /// The folder, `None` at the root.
    pub fn parent(&self) -> Option<&str> {
        self.0.rfind('/').map(|at| &self.0[..at])
    }

    /// The path below `folder`, if it lies there.
    pub fn below<'a>(&'a self, folder: &str) -> Option<&'a str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// The path on disk.
    pub fn on_disk(&self, root: &Path) -> PathBuf {
        root.join(self.as_str())
    }
}

/// Whether a path has nothing to be dropped or resolved.
fn is_clean(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

impl Serialize for RelPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RelPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RelPath, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        RelPath::new(text).ok_or_else(|| de::Error::custom("not a path within a site"))
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::RelPath;

    fn path(path: &str) -> Option<String> {
        RelPath::new(path).map(|path| path.to_string())
    }

    #[test]
    fn a_path_is_clean_or_none() {
        assert_eq!(path("content//a/./b/../c.md").as_deref(), Some("content/a/c.md"));
        for outside in ["", ".", "/etc", "..", "a/../..", "a/../../b", "a\0b"] {
            assert_eq!(path(outside), None, "{outside:?}");
        }
    }

    #[test]
    fn a_sibling_never_leaves_the_root() {
        let here = RelPath::new("content/coast/tides.md").expect("a clean path");
        assert_eq!(
            here.sibling("../people/jane.md").map(|path| path.to_string()).as_deref(),
            Some("content/people/jane.md")
        );
        assert_eq!(here.sibling("../../../etc/passwd"), None);
    }

    #[test]
    fn stem_and_extension_split_at_the_last_dot_unless_it_comes_first() {
        let parts = |name: &str| RelPath::new(name).map(|path| (path.stem().to_owned(), path.extension().to_owned()));
        assert_eq!(parts("a/b.tar.gz"), Some(("b.tar".to_owned(), "gz".to_owned())));
        assert_eq!(parts("a/.hidden"), Some((".hidden".to_owned(), String::new())));
    }
}
