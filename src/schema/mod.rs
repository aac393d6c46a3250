//! JSON Schemas of what an author writes beside prose, so that an editor completes and checks it.
//!
//! In: the names of the site's taxonomies. Out: a schema for each kind of file.
//!
//! 1. [`table`] has the words for saying which fields a mapping has: [`Table`](table::Table), [`Entry`](table::Entry), [`Kind`].
//! 2. [`article`], [`people`], [`sources`], [`pictures`], [`site`] and [`theme`] declare the tables.
//! 3. [`json`] makes a schema of a table.
//!
//! The schemas are draft-07, because that is what the language servers for YAML and TOML read best.
//!
//! The readers in `parse` and `config` take their fields one by one and know nothing of the tables. That both say the same
//! is held by tests: every field that a reader asks for is in its table, with its other names, and the reverse; and what a
//! schema refuses a reader refuses, too, while of what a reader takes for a wrong type the schema accepts nothing.
//!
//! Invariant: a schema never refuses what a build accepts without a word.

pub mod article;
mod json;
pub mod people;
pub mod pictures;
pub mod site;
pub mod sources;
pub mod table;
#[cfg(test)]
mod tests;
pub mod theme;

use serde_json::Value;

use table::Kind;

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The front matter of an article.
    FrontMatter,
    /// The front matter of an `_index.md`.
    Section,
    /// The front matter of a person's file.
    Person,
    /// A ledger of sources.
    Sources,
    /// The credits beside a picture.
    Picture,
    /// `site.toml`.
    Site,
    /// `theme.toml`.
    Theme,
}

impl Subject {
    /// All of them.
    pub const ALL: [Subject; 7] = [
        Subject::FrontMatter,
        Subject::Section,
        Subject::Person,
        Subject::Sources,
        Subject::Picture,
        Subject::Site,
        Subject::Theme,
    ];

    /// The name, as on the command line and in the names of files.
    pub fn name(self) -> &'static str {
        match self {
            Subject::FrontMatter => "front-matter",
            Subject::Section => "section",
            Subject::Person => "person",
            Subject::Sources => "sources",
            Subject::Picture => "picture",
            Subject::Site => "site",
            Subject::Theme => "theme",
        }
    }

    /// What the file is.
    pub fn kind(self) -> Kind {
        match self {
            Subject::FrontMatter => Kind::Map(&article::ARTICLE),
            Subject::Section => Kind::Map(&article::INDEX),
            Subject::Person => Kind::Map(&people::FILE),
            Subject::Sources => sources::LEDGER,
            Subject::Picture => Kind::Map(&pictures::SIDECAR),
            Subject::Site => Kind::Map(&site::SITE),
            Subject::Theme => Kind::Map(&theme::THEME),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Subject::FrontMatter => "The front matter of an article",
            Subject::Section => "The front matter of a section, `_index.md`",
            Subject::Person => "The front matter of a person, `content/people/ID.md`",
            Subject::Sources => "A ledger of sources, `content/sources.yml`",
            Subject::Picture => "The credits of a picture, `photo.jpg.yml` beside `photo.jpg`",
            Subject::Site => "The settings of a site, `site.toml`",
            Subject::Theme => "What a theme declares, `theme.toml`",
        }
    }
}

/// A schema; `taxonomies` are those of the site, each with its title: they are fields of an article.
pub fn schema<'t>(subject: Subject, taxonomies: impl Iterator<Item = (&'t str, &'t str)>) -> Value {
    let taxonomies = match subject {
        Subject::FrontMatter => taxonomies.collect(),
        _ => Vec::new(),
    };
    json::schema(subject.title(), &subject.kind(), &taxonomies)
}
