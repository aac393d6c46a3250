//! Edits of an article in every corpus, and what they leave on the pages.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Files as they were before they were edited.
#[derive(Default)]
pub struct Edits(Vec<(PathBuf, String)>);

impl Edits {
    /// Adds a sentence to the end of an article.
    pub fn add_sentence(&mut self, path: &Path, sentence: &str) -> io::Result<()> {
        self.edit(path, |text| format!("{text}\n{sentence}\n"))
    }

    /// Gives an article another title.
    pub fn retitle(&mut self, path: &Path, title: &str) -> io::Result<()> {
        self.edit(path, |text| {
            let lines = text.lines().map(|line| match line.strip_prefix("title: ") {
                Some(_) => format!("title: \"{title}\"\n"),
                None => format!("{line}\n"),
            });
            lines.collect()
        })
    }

    /// Gives byline's site the search.
    pub fn turn_search_on(&mut self, site: &Path) -> io::Result<()> {
        self.edit(&site.join("site.toml"), |text| text.replace("engine = \"none\"", "engine = \"built-in\""))
    }

    /// Takes all back.
    pub fn undo(self) -> io::Result<()> {
        self.0.into_iter().rev().try_for_each(|(path, text)| fs::write(path, text))
    }

    fn edit(&mut self, path: &Path, change: impl Fn(&str) -> String) -> io::Result<()> {
        let text = fs::read_to_string(path)?;
        fs::write(path, change(&text))?;
        self.0.push((path.to_owned(), text));
        Ok(())
    }
}

/// The pages of a built site, each with the hash of its bytes.
pub fn pages(site: &Path) -> io::Result<BTreeMap<PathBuf, u64>> {
    let mut pages = BTreeMap::new();
    for entry in WalkDir::new(site) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "html") {
            let mut hasher = DefaultHasher::new();
            fs::read(entry.path())?.hash(&mut hasher);
            pages.insert(entry.into_path(), hasher.finish());
        }
    }
    Ok(pages)
}

/// The page of an article, whose path is given below `content/`.
pub fn page(site: &Path, article: &Path) -> PathBuf {
    site.join(article.with_extension("")).join("index.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tides.md");
        let text = "---\ntitle: \"Tides\"\nsources:\n  - id: a\n    title: \"Almanac\"\n---\n\nTwice a day.\n";
        fs::write(&path, text).expect("a file");
        let mut edits = Edits::default();
        edits.add_sentence(&path, "And at night.").expect("an edit");
        edits.retitle(&path, "Ebb").expect("an edit");
        let edited = fs::read_to_string(&path).expect("the file");
        let expected = text.replace("\"Tides\"", "\"Ebb\"") + "\nAnd at night.\n";
        assert_eq!(edited, expected);
        edits.undo().expect("the files of before");
        assert_eq!(fs::read_to_string(&path).expect("the file"), text);
    }
}
