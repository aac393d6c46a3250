//! What byline writes to a pre-processor and reads from it: one JSON value each way, version 1 of the protocol.

use serde::{Deserialize, Serialize};

/// The version of the protocol; part of what results are kept by.
pub const VERSION: u32 = 1;

/// What a program is given.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Given<'a> {
    /// The version of the protocol.
    pub byline: u32,
    /// What site.toml calls the program.
    pub preprocessor: &'a str,
    /// The article, relative to site.toml.
    pub path: &'a str,
    /// The YAML between the lines of dashes, as it stands there; empty without front matter.
    pub front_matter: &'a str,
    /// The Markdown below it.
    pub body: &'a str,
}

/// What a program returns.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// The Markdown instead.
    pub body: String,
    /// What is wrong in the article.
    #[serde(default)]
    pub diagnostics: Vec<Finding>,
}

/// What is wrong at a line of the body that was given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The line, counted from 1; the whole file without it.
    #[serde(default)]
    pub line: Option<usize>,
    /// What is wrong, in words.
    pub message: String,
    /// How much it matters.
    #[serde(default)]
    pub level: FindingLevel,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingLevel {
    /// Nothing is written.
    #[default]
    Error,
    /// The site is written.
    Warning,
}

/// Reads what a program wrote.
///
/// # Errors
/// Why that is no answer, in words.
pub fn read(written: &[u8]) -> Result<Returned, String> {
    if written.iter().all(u8::is_ascii_whitespace) {
        return Err("it wrote nothing".to_owned());
    }
    serde_json::from_slice(written).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => format!("what it wrote has another shape: {error}"),
        _ => format!("what it wrote is not JSON: {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_a_body_and_may_say_what_is_wrong() {
        assert_eq!(read(b"{\"body\": \"x\"}"), Ok(Returned { body: "x".to_owned(), diagnostics: Vec::new() }));
        let found =
            read(b"{\"body\": \"\", \"diagnostics\": [{\"message\": \"m\", \"line\": 2, \"level\": \"warning\"}]}");
        let finding = Finding { line: Some(2), message: "m".to_owned(), level: FindingLevel::Warning };
        assert_eq!(found.map(|found| found.diagnostics), Ok(vec![finding]));
    }

    #[test]
    fn anything_else_is_refused_in_words() {
        for (written, why) in [
            ("", "it wrote nothing"),
            (" \n", "it wrote nothing"),
            ("# Title", "is not JSON"),
            ("{\"body\": \"x\"} more", "is not JSON"),
            ("{\"body\": \"x\"", "is not JSON"),
            ("{}", "missing field `body`"),
            ("{\"body\": 1}", "another shape"),
            ("[]", "another shape"),
            ("{\"body\": \"x\", \"title\": \"y\"}", "unknown field `title`"),
            ("{\"body\": \"x\", \"diagnostics\": [{\"line\": -1, \"message\": \"\"}]}", "another shape"),
        ] {
            let said = read(written.as_bytes()).expect_err(written);
            assert!(said.contains(why), "{written}: {said}");
        }
    }

    #[test]
    fn nesting_without_end_is_no_answer_and_no_panic() {
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}
