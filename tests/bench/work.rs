//! What a build of byline did, read from the line that it ends with.

use serde::Serialize;

/// How much a build did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Work {
    /// The pages of the site.
    pub pages: usize,
    /// How many of them were rendered, if byline says so.
    pub rendered: Option<usize>,
    /// How many files were written.
    pub written: usize,
    /// How many files were removed.
    pub removed: usize,
}

impl Work {
    /// What a build says in the last such line of its standard error:
    /// `built 42 pages (42 rendered, 44 written, 0 removed) in 120 ms into public`.
    pub fn read(told: &str) -> Option<Work> {
        let line = told.lines().rev().find_map(|line| line.trim_start().strip_prefix("built "))?;
        let (pages, rest) = line.split_once(" page")?;
        let (_, counts) = rest.split_once('(')?;
        let (counts, _) = counts.split_once(')')?;
        let count = |name: &str| {
            let named = counts.split(", ").find_map(|part| part.strip_suffix(name));
            named.and_then(|number| number.trim_end().parse().ok())
        };
        Some(Work {
            pages: pages.parse().ok()?,
            rendered: count("rendered"),
            written: count("written")?,
            removed: count("removed")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_of_a_build_is_read() {
        let told = "warning: something\nbuilt 10547 pages (10548 written, 0 removed) in 3.3 s into out · 2 warnings\n";
        assert_eq!(Work::read(told), Some(Work { pages: 10_547, rendered: None, written: 10_548, removed: 0 }));
    }

    #[test]
    fn the_number_of_rendered_pages_is_read_where_it_is_told() {
        let told = "built 10547 pages (12 rendered, 13 written, 1 removed) in 3.3 s into out\n";
        assert_eq!(Work::read(told), Some(Work { pages: 10_547, rendered: Some(12), written: 13, removed: 1 }));
        let told = "built 1 page (1 rendered, 1 written, 0 removed) in 9 ms into out";
        assert_eq!(Work::read(told), Some(Work { pages: 1, rendered: Some(1), written: 1, removed: 0 }));
    }

    #[test]
    fn a_build_that_says_something_else_did_nothing_known() {
        for told in
            ["", "nothing was written: 3 errors\n", "built it\n", "built 3 pages in 4 ms\n", "built 3 pages (4 wrote)"]
        {
            assert_eq!(Work::read(told), None, "{told}");
        }
    }
}
