//! A diagnostic as the scripts of the preview show it.

use std::borrow::Cow;
use std::path::Path;

use serde::Serialize;

use super::editor;
use crate::diagnostics::{self, Diagnostic, SourceTexts};
use crate::error::Error;
use crate::fs::Folder;
use crate::text::RelPath;

/// The most that is read of a file for showing its lines, in bytes.
const LARGEST: u64 = 32 << 20;

/// A diagnostic; all texts are plain.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Problem {
    /// `error`, `warning` or `advice`.
    pub level: String,
    /// The code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The file.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// The line of the source.
    pub excerpt: String,
    /// What to type instead.
    pub help: Vec<String>,
    /// A link that opens the file.
    pub editor: Option<String>,
}

/// The files of a site, and the texts of those that are not on disk.
pub struct Texts<'a> {
    /// The folder of site.toml.
    pub root: &'a Path,
    /// The texts of files that are part of the program.
    pub built_in: &'a [(RelPath, String)],
}

impl SourceTexts for Texts<'_> {
    fn bytes(&self, path: &RelPath) -> Option<Cow<'_, [u8]>> {
        if let Some((_, text)) = self.built_in.iter().find(|(known, _)| known == path) {
            return Some(Cow::Borrowed(text.as_bytes()));
        }
        Folder::open(self.root).ok()?.read(path, LARGEST).ok().map(|(bytes, _)| Cow::Owned(bytes))
    }
}

/// Diagnostics in their order; `link` is site.toml's link for an editor.
pub fn problems<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    texts: &Texts<'_>,
    link: Option<&str>,
) -> Vec<Problem> {
    diagnostics::show(diagnostics, texts)
        .into_iter()
        .map(|shown| {
            let Diagnostic { code, level, message, place, label: _, related: _, help, fix: _ } = shown.diagnostic;
            let file = place.as_ref().map(|place| &place.path);
            let (line, column) = (shown.line, shown.column);
            let is_built_in = |file: &RelPath| texts.built_in.iter().any(|(known, _)| known == file);
            let opened = file.filter(|file| !is_built_in(file));
            Problem {
                level: level.to_string(),
                code: code.name().to_owned(),
                message: message.clone(),
                file: file.map(RelPath::to_string),
                line,
                column,
                excerpt: shown.excerpt,
                help: help.clone(),
                editor: opened
                    .and_then(|file| editor::link(link, texts.root, file, line.unwrap_or(1), column.unwrap_or(1))),
            }
        })
        .collect()
}

/// A failure of the machine.
pub fn of_machine(error: &Error) -> Problem {
    Problem {
        level: "error".to_owned(),
        code: "machine".to_owned(),
        message: error.to_string(),
        file: None,
        line: None,
        column: None,
        excerpt: String::new(),
        help: error.help.iter().cloned().collect(),
        editor: None,
    }
}
