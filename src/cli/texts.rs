//! The files that diagnostics point into, read from the site's folder, and how paths are printed.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::diagnostics::{SourceTexts, escaped};
use crate::text::RelPath;

/// The most that is read of a file for showing its lines; larger than any file that a build reads.
const LIMIT: u64 = 64 * 1024 * 1024;

/// The texts of a site: the files of the root, and those that are part of the program.
pub struct Texts<'a> {
    root: &'a Path,
    built_in: &'a [(RelPath, String)],
    /// What leads from the reader to the root: empty or ending with `/`.
    way: String,
}

impl<'a> Texts<'a> {
    /// Paths are printed as they lead there from `reader`, a folder.
    pub fn new(root: &'a Path, built_in: &'a [(RelPath, String)], reader: &Path) -> Texts<'a> {
        Texts { root, built_in, way: way(root, reader) }
    }

    fn built_in(&self, path: &RelPath) -> Option<&'a str> {
        self.built_in.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str())
    }
}

impl SourceTexts for Texts<'_> {
    fn bytes(&self, path: &RelPath) -> Option<Cow<'_, [u8]>> {
        if let Some(text) = self.built_in(path) {
            return Some(Cow::Borrowed(text.as_bytes()));
        }
        let path = path.on_disk(self.root);
        // Opening a pipe would wait for somebody to write into it.
        if !path.metadata().ok()?.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        File::open(path).ok()?.take(LIMIT).read_to_end(&mut bytes).ok()?;
        Some(Cow::Owned(bytes))
    }

    fn shown(&self, path: &RelPath) -> String {
        match self.built_in(path) {
            Some(_) => path.to_string(),
            None => format!("{}{path}", self.way),
        }
    }
}

/// A path on disk as seen from the current folder.
pub fn shown(folder: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let below = folder.strip_prefix(&here).unwrap_or(folder);
    let below = below.strip_prefix(".").unwrap_or(below);
    let text = below.to_string_lossy();
    if text.is_empty() { ".".to_owned() } else { escaped(&text).into_owned() }
}

/// The way from a folder to the root, or the root's own path if it does not lie below.
fn way(root: &Path, reader: &Path) -> String {
    let from_here = std::path::absolute(root).ok();
    let root = match from_here.as_deref().and_then(|root| root.strip_prefix(reader).ok()) {
        Some(below) => below,
        None => root,
    };
    let clean: PathBuf = root.components().filter(|part| *part != Component::CurDir).collect();
    match clean.to_string_lossy() {
        clean if clean.is_empty() || clean.ends_with('/') => clean.into_owned(),
        clean => format!("{clean}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_the_file_from_where_the_reader_is() {
        let here = std::env::current_dir().expect("tests run in a folder");
        let above = here.parent().expect("tests run below a folder");
        assert_eq!(way(Path::new("."), &here), "");
        assert_eq!(way(Path::new("./docs/"), &here), "docs/");
        assert_eq!(way(&here.join("docs"), &here), "docs/");
        assert_eq!(way(Path::new("../site"), &here), "../site/");
        assert_eq!(way(Path::new("/srv/site"), &here), "/srv/site/");
        let name = here.file_name().expect("the folder has a name").to_string_lossy();
        assert_eq!(way(Path::new("docs"), above), format!("{name}/docs/"));
    }

    #[test]
    fn a_file_of_the_program_is_shown_by_its_own_path() {
        let theme = RelPath::new("themes/default/theme.toml").expect("a clean path");
        let built_in = [(theme.clone(), "name = 1\n".to_owned())];
        let texts = Texts::new(Path::new("docs"), &built_in, &std::env::current_dir().expect("tests run in a folder"));
        assert_eq!(texts.shown(&theme), "themes/default/theme.toml");
        assert_eq!(texts.bytes(&theme).as_deref(), Some(b"name = 1\n".as_slice()));
        let article = RelPath::new("content/a.md").expect("a clean path");
        assert_eq!(texts.shown(&article), "docs/content/a.md");
        assert_eq!(texts.bytes(&article), None);
    }
}
