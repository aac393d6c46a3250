//! An article.

use serde::Serialize;

use super::{
    CardView, CorrectionView, DateView, FaqsView, FigureView, LinkView, PersonView, SeriesView, SourcesView, TermView,
    TrustView,
};
use crate::compose::shared::Shared;
use crate::html::{Html, Value};

/// An article's page, also that of a plain page (template `page`), where most fields are empty.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView {
    /// The headline.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// `explainer`, `news`, `analysis`, `opinion`, `review`, `guide` or `page`.
    pub kind: &'static str,
    /// From the home page to the section; the article itself is not among them.
    pub breadcrumbs: Vec<LinkView>,
    /// The section; null for an article of the home folder.
    pub section: Option<LinkView>,
    /// Who wrote it.
    pub authors: Vec<Shared<PersonView>>,
    /// Who reviewed it.
    pub reviewers: Vec<Shared<PersonView>>,
    /// Who edited it.
    pub editors: Vec<Shared<PersonView>>,
    /// Who checked its facts.
    pub fact_checkers: Vec<Shared<PersonView>>,
    /// Who helped.
    pub contributors: Vec<Shared<PersonView>>,
    /// When it was published.
    pub published: Option<DateView>,
    /// When it was changed.
    pub updated: Option<DateView>,
    /// When it was reviewed.
    pub reviewed: Option<DateView>,
    /// How long it takes to read, in minutes, at least 1.
    pub reading_minutes: u32,
    /// The lead image.
    pub lead_image: Option<FigureView>,
    /// The disclosure, blocks.
    pub disclosure: Option<Html>,
    /// The body up to its first section.
    pub lead: Html,
    /// The contents, unless the article places them or has too few headings.
    pub toc: Option<TocView>,
    /// The body from its first section on.
    pub body: Html,
    /// The questions, unless the article places them.
    pub faqs: Option<FaqsView>,
    /// The trust box, unless the article places it.
    pub trust: Option<TrustView>,
    /// The sources, unless the article places them.
    pub sources: Option<SourcesView>,
    /// Corrections, newest first.
    pub corrections: Vec<CorrectionView>,
    /// The series; null if it is in none.
    pub series: Option<SeriesView>,
    /// Related articles, unless the article places them.
    pub related: Option<RelatedView>,
    /// The articles that link to it.
    pub mentions: Option<MentionsView>,
    /// Tags and other terms, each once.
    pub terms: Vec<TermView>,
    /// The article before it in its section.
    pub previous: Option<LinkView>,
    /// The article after it in its section.
    pub next: Option<LinkView>,
    /// `extra` from the front matter, as it stands there; null if there is none.
    pub extra: Option<Value>,
}

/// The contents. The argument `toc` of the component `toc`.
#[derive(Clone, Debug, Serialize)]
pub struct TocView {
    /// Sections.
    pub entries: Vec<TocEntryView>,
}

/// A section in the contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocEntryView {
    /// The heading's id.
    pub id: String,
    /// The heading, inline.
    pub title: Html,
    /// Sections one level deeper.
    pub entries: Vec<TocEntryView>,
}

/// Related articles. The argument `related` of the component `related`.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedView {
    /// At least one: those that the author names, then others, best first.
    pub articles: Vec<Shared<CardView>>,
}

/// The articles that link to an article.
#[derive(Clone, Debug, Serialize)]
pub struct MentionsView {
    /// The newest ten.
    pub articles: Vec<LinkView>,
    /// How many there are.
    pub count: usize,
    /// How many there are besides those.
    pub more: usize,
}
