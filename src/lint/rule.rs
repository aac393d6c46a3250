//! What a rule is, and what it may look at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Index;
use super::history::History;
use super::origin::Wrong;
use super::page::PageSubject;
use super::picture::PictureSubject;
use super::words::{MentionsSubject, WordsSubject};
use crate::config::Config;
use crate::date::Instant;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::discover::Inventory;
use crate::parse::document::{Facts, References};
use crate::parse::front_matter::{ArticleFields, ImageFields, Source};
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
    Words(fn(&WordsSubject<'_>, &[Passage], &mut Vec<Diagnostic>)),
    /// What the words of one article say of others.
    Mentions(fn(&MentionsSubject<'_>, &[Passage], &mut Vec<Diagnostic>)),
    /// One article and what it was, by the git history of the site.
    History(fn(&ArticleSubject<'_>, &History, &mut Vec<Diagnostic>)),
    /// One picture that a page shows: a lead image, or one in the text.
    Picture(fn(&PictureSubject<'_>, &mut Vec<Diagnostic>)),
    /// One page as it is built.
    Page(fn(&PageSubject<'_>, &mut Vec<Wrong>)),
}

/// The site in one language.
pub struct Subject<'a> {
    /// What is public, as connected.
    pub site: &'a Site,
    /// The site in every language.
    pub all_sites: Vec<&'a Site>,
    /// Its settings.
    pub config: &'a Config,
    /// The files of the site.
    pub inventory: &'a Inventory,
    /// The ledger, file by file.
    pub ledger: &'a [(RelPath, Vec<Arc<Source>>)],
    /// What is looked up in it.
    pub index: &'a Index,
    /// What sidecars say of pictures, by the path of the picture.
    pub sidecars: &'a BTreeMap<RelPath, ImageFields>,
    /// How many bytes each picture has that a page shows.
    pub weights: &'a BTreeMap<RelPath, u64>,
    /// What the theme's tokens are in this site.
    pub tokens: &'a [Token],
    /// The instant of the check.
    pub now: Instant,
}

/// A token of the theme: a custom property of its stylesheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Without the dashes in front.
    pub name: String,
    /// Its value, as CSS.
    pub value: String,
    /// Where it is set: in site.toml or by a theme.
    pub place: Place,
}

impl<'a> Subject<'a> {
    /// Every document, and what its Markdown refers to.
    pub fn documents(&self) -> impl Iterator<Item = (&'a RelPath, &'a References)> + use<'a> {
        fn of<F>(facts: &Facts<F>) -> (&RelPath, &References) {
            (&facts.path, &facts.references)
        }
        let Site { articles, sections, people, people_section, taxonomies, terms, series, .. } = self.site;
        let lists = taxonomies.iter().map(|one| &one.introduction).chain(terms.iter().map(|one| &one.introduction));
        let lists = lists.chain(series.iter().map(|one| &one.introduction)).flatten();
        let articles = articles.iter().map(|one| of(&*one.facts));
        let sections = sections.iter().map(|one| of(&*one.facts));
        let people = people.iter().map(|one| of(&*one.facts));
        let others = people_section.iter().map(|one| of(&*one.facts)).chain(lists.map(|one| of(&*one.facts)));
        articles.chain(sections).chain(people).chain(others)
    }

    /// Every source that a page shows, once, with the file that describes it.
    pub fn shown_sources(&self) -> Vec<(&'a RelPath, &'a Source)> {
        let shown = self.site.referring().flat_map(|(_, connections)| &connections.sources);
        let shared: BTreeSet<&str> =
            shown.filter(|source| source.shared).map(|source| source.source.id.value.as_str()).collect();
        let mut sources = Vec::new();
        for Article { facts, .. } in &self.site.articles {
            // One without a title only names a source of the ledger.
            let own = facts.fields.sources.iter().filter(|source| !source.title.is_empty());
            sources.extend(own.map(|source| (&facts.path, &**source)));
        }
        for (path, entries) in self.ledger {
            let shown = entries.iter().filter(|source| shared.contains(source.id.value.as_str()));
            sources.extend(shown.map(|source| (path, &**source)));
        }
        sources
    }

    /// The file that describes a source of the ledger.
    pub fn ledger_file(&self, source: &Source) -> Option<&'a RelPath> {
        let has = |(_, entries): &&(RelPath, Vec<Arc<Source>>)| entries.iter().any(|one| std::ptr::eq(&**one, source));
        self.ledger.iter().find(has).map(|(path, _)| path)
    }
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
