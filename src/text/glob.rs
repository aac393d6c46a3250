//! Patterns of paths.

use std::fmt;
use std::hash::{Hash, Hasher};

use globset::{GlobBuilder, GlobMatcher};

/// A pattern of paths such as `content/archive/**`: `*` and `?` stay within a part of the path, `**` does not.
#[derive(Clone)]
pub struct Glob(GlobMatcher);

impl Glob {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn new(pattern: &str) -> Result<Glob, String> {
        let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build();
        glob.map(|glob| Glob(glob.compile_matcher())).map_err(|error| error.kind().to_string())
    }

    /// The pattern as written.
    pub fn pattern(&self) -> &str {
        self.0.glob().glob()
    }

    /// The folder below which all lies that fits: the parts before the first that can stand for several names; empty if there is
    /// none.
    pub fn folder(&self) -> &str {
        let pattern = self.pattern();
        let sign = pattern.find(['*', '?', '[', ']', '{', '}', '\\']).unwrap_or(pattern.len());
        pattern[..sign].rfind('/').map_or("", |end| &pattern[..end])
    }

    /// Whether it can stand for several paths.
    pub fn has_signs(&self) -> bool {
        self.pattern().contains(['*', '?', '[', ']', '{', '}', '\\'])
    }

    /// Whether a path fits.
    pub fn fits(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

impl fmt::Debug for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Glob({:?})", self.pattern())
    }
}

impl Hash for Glob {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.pattern().hash(state);
    }
}

impl PartialEq for Glob {
    fn eq(&self, other: &Glob) -> bool {
        self.pattern() == other.pattern()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, path: &str) -> bool {
        Glob::new(pattern).expect("a pattern").fits(path)
    }

    #[test]
    fn one_star_stays_in_its_folder_and_two_do_not() {
        assert!(fits("content/archive/**", "content/archive/2019/storm.md"));
        assert!(fits("content/*/index.md", "content/coast/index.md"));
        assert!(!fits("content/*.md", "content/coast/tides.md"));
        assert!(fits("content/coast/tides.md", "content/coast/tides.md"));
        assert!(fits("content/{coast,harbour}/*.md", "content/harbour/ferries.md"));
    }

    #[test]
    fn what_fits_lies_below_the_folder_before_the_first_sign() {
        for (pattern, folder) in [("a/b/*.py", "a/b"), ("a/b*/c", "a"), ("a/b.py", "a"), ("*/a", ""), ("a?", "")] {
            assert_eq!(Glob::new(pattern).expect("a pattern").folder(), folder, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_read_is_an_error_in_words() {
        let error = Glob::new("content/[a").expect_err("an error");
        assert!(error.contains("class"), "{error}");
    }
}
