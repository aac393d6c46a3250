//! What a rule is, and what it may look at.

use std::sync::Arc;

use super::Index;
use crate::config::Config;
use crate::date::Instant;
use crate::diagnostics::{Code, Diagnostic};
use crate::discover::Inventory;
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, Source};
use crate::parse::passages::Passage;
use crate::resolve::{Article, Site};
use crate::text::{RelPath, Span};

/// A rule.
pub struct Rule {
    /// What it finds.
    pub code: Code,
    /// What it looks at.
    pub looks: Looks,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Looks {
    /// The site as a whole.
    Site(fn(&Subject<'_>, &mut Vec<Diagnostic>)),
    /// One article: what it says of itself and what it is connected to.
    Article(fn(&ArticleSubject<'_>, &mut Vec<Diagnostic>)),
    /// The words of one article.
    Words(fn(&ArticleSubject<'_>, &[Passage], &mut Vec<Diagnostic>)),
}

/// The site in one language.
pub struct Subject<'a> {
    /// What is public, as connected.
    pub site: &'a Site,
    /// Its settings.
    pub config: &'a Config,
    /// The files of the site.
    pub inventory: &'a Inventory,
    /// The ledger, file by file.
    pub ledger: &'a [(RelPath, Vec<Arc<Source>>)],
    /// What is looked up in it.
    pub index: &'a Index,
    /// The instant of the check.
    pub now: Instant,
}

/// An article, and the site that it belongs to.
pub struct ArticleSubject<'a> {
    /// The site.
    pub subject: &'a Subject<'a>,
    /// The article.
    pub article: &'a Article,
}

impl<'a> ArticleSubject<'a> {
    /// What it says of itself.
    pub fn facts(&self) -> &'a Facts<ArticleFields> {
        &self.article.facts
    }

    /// Its front matter.
    pub fn fields(&self) -> &'a ArticleFields {
        &self.facts().fields
    }

    /// Its file.
    pub fn path(&self) -> &'a RelPath {
        &self.facts().path
    }

    /// A diagnostic at a place of its file.
    pub fn at(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.path(), span, message)
    }
}
