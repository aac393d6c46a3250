//! What is wrong with one file, gathered while it is taken apart.

use std::cell::{Cell, RefCell};

use super::fields::shown;
use super::{Node, Value};
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::text::{RelPath, Span, Spanned};

/// Which language a file's settings are written in: it decides the words and the examples of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Front matter, people, ledgers: an unknown field is a warning.
    Yaml,
    /// `site.toml` and `theme.toml`: an unknown setting is an error.
    Toml,
    /// A ledger in BibTeX.
    Bibtex,
    /// A ledger in CSL-JSON, or data.
    Json,
    /// Data in CSV.
    Csv,
}

impl Syntax {
    /// What an entry of a mapping is called.
    pub(super) fn entry(self) -> &'static str {
        match self {
            Syntax::Yaml | Syntax::Bibtex | Syntax::Json => "field",
            Syntax::Toml => "setting",
            Syntax::Csv => "column",
        }
    }

    /// What a mapping is called.
    pub fn mapping(self) -> &'static str {
        match self {
            Syntax::Yaml => "a mapping",
            Syntax::Toml => "a table",
            Syntax::Bibtex => "an entry",
            Syntax::Json => "an object",
            Syntax::Csv => "a row",
        }
    }

    /// An entry as it is typed; `value` is written as in YAML and TOML alike.
    pub(super) fn example(self, key: &str, value: &str) -> String {
        match self {
            Syntax::Yaml => format!("{key}: {value}"),
            Syntax::Toml => format!("{key} = {value}"),
            Syntax::Bibtex => format!("{key} = {{{value}}},"),
            Syntax::Json => format!("\"{key}\": \"{value}\""),
            // A row has what its columns say.
            Syntax::Csv => format!("{key}\\n{value}"),
        }
    }

    /// What a node holds, in the language's words.
    pub(super) fn describe(self, node: &Node) -> &'static str {
        match &node.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => self.mapping(),
        }
    }
}

/// What is wrong with one file, gathered while it is taken apart.
///
/// Shared by reference, so that all parts of a tree can report.
pub struct Mistakes<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// What it is written in.
    pub syntax: Syntax,
    found: RefCell<Vec<Diagnostic>>,
    incomplete: Cell<bool>,
}

impl<'a> Mistakes<'a> {
    /// No mistakes so far.
    pub fn new(path: &'a RelPath, syntax: Syntax) -> Mistakes<'a> {
        Mistakes { path, syntax, found: RefCell::new(Vec::new()), incomplete: Cell::new(false) }
    }

    /// Adds one.
    pub fn add(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Adds all that were found elsewhere.
    pub fn add_all(&self, diagnostics: Vec<Diagnostic>) {
        self.found.borrow_mut().extend(diagnostics);
    }

    /// Adds what reading the file found, and gives the tree.
    ///
    /// After a fault of the syntax, absent fields are not reported: they may stand in what could not be read.
    pub fn read(&self, tree: Diagnosed<Option<Node>>) -> Option<Node> {
        let faulty = |code| {
            matches!(
                code,
                Code::YamlSyntax
                    | Code::TomlSyntax
                    | Code::JsonSyntax
                    | Code::CsvSyntax
                    | Code::TooDeep
                    | Code::TooLarge
            )
        };
        if tree.diagnostics.iter().any(|diagnostic| faulty(diagnostic.code)) {
            self.incomplete.set(true);
        }
        self.add_all(tree.diagnostics);
        tree.value
    }

    /// Keeps the first entry of each key and reports the others.
    pub(super) fn drop_duplicates(&self, entries: &mut Vec<(Spanned<String>, Node)>) {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by(|a, b| entries[*a].0.value.cmp(&entries[*b].0.value).then(a.cmp(b)));
        let mut dropped = vec![false; entries.len()];
        for same in order.chunk_by(|a, b| entries[*a].0.value == entries[*b].0.value) {
            let [first, again @ ..] = same else { continue };
            for index in again {
                dropped[*index] = true;
                let (key, first) = (&entries[*index].0, &entries[*first].0);
                self.add(
                    self.at(
                        Code::DuplicateField,
                        key.span,
                        format!("duplicate {} `{}`", self.syntax.entry(), shown(&key.value)),
                    )
                    .related(self.path, Some(first.span), "the first is here")
                    .help("keep one of the two"),
                );
            }
        }
        let mut index = 0;
        entries.retain(|_| {
            index += 1;
            !dropped[index - 1]
        });
    }

    /// Whether a fault of the syntax kept part of the file from being read.
    pub fn is_incomplete(&self) -> bool {
        self.incomplete.get()
    }

    /// A diagnostic of this file, to be completed and added.
    pub fn at(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.path, span, message)
    }

    /// The result with all that was wrong, in the order of the file.
    pub fn with<T>(self, value: T) -> Diagnosed<T> {
        let mut diagnostics = self.found.into_inner();
        diagnostics.sort_by_key(|diagnostic| diagnostic.place.as_ref().and_then(|place| place.span));
        Diagnosed { value, diagnostics }
    }
}
