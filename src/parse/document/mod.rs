//! The types of this stage: what an author wrote, with the place of everything that another file could contradict.
//!
//! A [`Document`] is front matter, what its Markdown [refers to](references), and the [`prose`] that only its own page
//! shows.

mod prose;
mod references;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields, Source};
use crate::text::RelPath;

pub use prose::{Callout, Fold, Hole, HoleKind, Markup, Prose};
pub use references::{
    Allowance, Call, Citation, CitationItem, Figure, Heading, Link, LinkTarget, Place, Question, References, Spot,
};

/// What one file below content/ holds.
#[derive(Clone, Debug)]
pub enum Document {
    /// An article or a plain page.
    Article(Parsed<ArticleFields>),
    /// The `_index.md` of a folder; the one of content/ itself is the home page.
    Section(Parsed<SectionFields>),
    /// A file below content/people/.
    Person(Parsed<PersonFields>),
    /// A ledger of sources: `sources.yml` or a file of `sources/`.
    Sources(RelPath, Vec<Arc<Source>>),
    /// The credits of a picture: `photo.jpg.yml` beside `photo.jpg`.
    Sidecar(RelPath, ImageFields),
}

/// A document with front matter and a body.
#[derive(Clone, Debug)]
pub struct Parsed<F> {
    /// All that other pages may depend on; a change of the body's words leaves them equal.
    pub facts: Arc<Facts<F>>,
    /// The rest.
    pub prose: Prose,
}

/// All of a document that `resolve` may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts<F> {
    /// The file.
    pub path: RelPath,
    /// Where the file would be in the site's first language, if it is in a further one: `coast/tides.md` for
    /// `coast/tides.de.md`.
    pub translates: Option<RelPath>,
    /// The front matter.
    pub fields: F,
    /// The dek as plain text.
    pub dek_text: Option<String>,
    /// The text before `<!-- more -->`, else the dek, else the first paragraph, as plain text.
    pub excerpt: String,
    /// Whether nothing stands below the front matter.
    pub is_blank: bool,
    /// What the Markdown refers to and offers.
    pub references: References,
    /// Of an article: what its title, dek and headings are about (see [`super::related::words`]).
    pub words: Vec<u32>,
}

impl<F: PartialEq> Facts<F> {
    /// Whether both say the same to the rest of the site: at most the words of the body differ, and where things stand.
    pub fn says_the_same(&self, other: &Facts<F>) -> bool {
        let Facts { path, fields, dek_text, excerpt, is_blank, references, words, translates } = self;
        *path == other.path
            && *translates == other.translates
            && *fields == other.fields
            && *dek_text == other.dek_text
            && *excerpt == other.excerpt
            && *is_blank == other.is_blank
            && references.says_the_same(&other.references)
            && *words == other.words
    }
}

impl<F: Default> Facts<F> {
    /// The facts of a document that nobody wrote.
    pub fn empty(path: RelPath) -> Facts<F> {
        Facts {
            path,
            translates: None,
            fields: F::default(),
            dek_text: None,
            excerpt: String::new(),
            is_blank: true,
            references: References::default(),
            words: Vec::new(),
        }
    }
}

impl<F> Facts<F> {
    /// Where the document stands in its edition, whatever its language.
    pub fn place(&self) -> &RelPath {
        self.translates.as_ref().unwrap_or(&self.path)
    }
}
