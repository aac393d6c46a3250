//! The site in one language, and the documents that its pages are made from.

use std::sync::Arc;

use crate::build::documents::{Documents, Held, Origin};
use crate::compose::brief::Briefs;
use crate::compose::csl::Style;
use crate::compose::{PageKey, Setting};
use crate::config::Config;
use crate::lint::Index;
use crate::resolve::{Article, Introduction, Site};
use crate::text::RelPath;

/// The site in one language.
pub struct Edition {
    pub(super) config: Config,
    pub(super) settings: Vec<Setting>,
    pub(super) documents: Documents,
    pub(super) site: Site,
    /// The style of its references, if it is none of our own.
    pub(super) style: Option<Style>,
    /// By article of the site: its index among the documents, where drafts are counted too.
    pub(super) articles: Vec<usize>,
    /// What the rules look up in it.
    index: Index,
}

impl Edition {
    /// Joins what the stages made.
    pub fn new(
        config: Config,
        settings: Vec<Setting>,
        documents: Documents,
        site: Site,
        style: Option<Style>,
        index: Index,
    ) -> Edition {
        // Both are sorted by path, and what is public is among what was read.
        let mut read = documents.articles.iter().enumerate();
        let mut place_of = |article: &Article| read.find(|(_, held)| Arc::ptr_eq(&held.facts, &article.facts));
        let articles = site.articles.iter().map(|article| place_of(article).map_or(0, |(at, _)| at)).collect();
        Edition { config, settings, documents, site, style, articles, index }
    }

    /// Its settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The Markdown texts of its settings.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The articles, to note which get a card.
    pub(in crate::build) fn articles_mut(&mut self) -> impl Iterator<Item = &mut Article> {
        self.site.articles.iter_mut()
    }

    /// What the rules look up in it.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The documents, drafts among them.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// What each of its pages shows of it.
    pub(super) fn briefs(&self) -> Briefs<'_> {
        Briefs::new(&self.site, &self.config)
    }

    /// The path in the output of a file of the edition.
    pub(super) fn path(&self, below: String) -> String {
        match self.config.edition.as_str() {
            "" => below,
            edition => format!("{edition}/{below}"),
        }
    }

    /// The file that a page is made from, and what it contains; a folder without `_index.md` has none.
    pub fn document(&self, key: PageKey) -> Option<(&RelPath, Source<'_>)> {
        match key {
            PageKey::Article(id) => {
                let held = self.documents.articles.get(*self.articles.get(id)?)?;
                Some((&held.facts.path, Source::Article(held)))
            }
            PageKey::Section(id, _) => self.section(&self.site.sections.get(id)?.facts.path),
            PageKey::Person(id) => {
                let held = self.documents.people.get(id)?;
                Some((&held.facts.path, Source::Person(held)))
            }
            PageKey::People => self.section(&self.site.people_section.as_ref()?.facts.path),
            PageKey::Term(id, _) => self.introduction(self.site.terms.get(id)?.introduction.as_ref()),
            PageKey::Terms(id) => self.introduction(self.site.taxonomies.get(id)?.introduction.as_ref()),
            PageKey::Series(id) => self.introduction(self.site.series.get(id)?.introduction.as_ref()),
            PageKey::Source(_)
            | PageKey::Sources(_)
            | PageKey::Questions(_)
            | PageKey::Corrections(_)
            | PageKey::Row(_)
            | PageKey::NotFound
            | PageKey::Search => None,
        }
    }

    fn introduction(&self, introduction: Option<&Introduction>) -> Option<(&RelPath, Source<'_>)> {
        self.section(&introduction?.facts.path)
    }

    fn section(&self, path: &RelPath) -> Option<(&RelPath, Source<'_>)> {
        let sections = &self.documents.sections;
        let at = sections.binary_search_by(|section| section.facts.path.cmp(path)).ok()?;
        let held = sections.get(at)?;
        Some((&held.facts.path, Source::Section(held)))
    }
}

/// A document that a page is made from.
pub enum Source<'a> {
    /// An article or a plain page.
    Article(&'a Held<crate::parse::front_matter::ArticleFields>),
    /// An `_index.md`.
    Section(&'a Held<crate::parse::front_matter::SectionFields>),
    /// A person.
    Person(&'a Held<crate::parse::front_matter::PersonFields>),
}

impl Source<'_> {
    /// What it is made from.
    pub fn origin(&self) -> Origin {
        match self {
            Source::Article(held) => held.origin,
            Source::Section(held) => held.origin,
            Source::Person(held) => held.origin,
        }
    }
}
