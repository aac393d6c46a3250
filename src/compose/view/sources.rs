//! Sources: of an article, their own pages, and the list of all.

use serde::Serialize;

use crate::html::Html;

use super::{DateView, LinkView, PaginationView};

/// The sources. The argument `sources` of the component `sources`.
#[derive(Clone, Debug, Serialize)]
pub struct SourcesView {
    /// `numbered`, `author-date`, or `csl` if the entries are as another style has them: in `numbered` alone the list
    /// numbers them.
    pub style: &'static str,
    /// In the order of their numbers; by author and date in the style `author-date`; in `csl` as that style has them.
    pub items: Vec<SourceView>,
}

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// The number shown at its citations, from 1; in the style `author-date` its position in the list.
    pub number: usize,
    /// The entry's id: `source-KEY`.
    pub id: String,
    /// The whole entry as another style than our own two has it, with links; of the rest such an entry shows only `dead`,
    /// `archive`, `note` and what leads elsewhere.
    pub formatted: Option<Html>,
    /// In the style `author-date`: the year with its letter, or the theme's word `no_date`.
    pub year: Option<String>,
    /// The title.
    pub title: String,
    /// The authors, joined: `Jane Example, John Sample`; without any the editors, `Jane Example (ed.)`; may be empty.
    pub authors: String,
    /// The journal, publisher or site.
    pub publisher: Option<String>,
    /// When it appeared, for the reader.
    pub date: Option<String>,
    /// The address of the work (the DOI's, if there is no other).
    pub url: Option<String>,
    /// The DOI.
    pub doi: Option<String>,
    /// An archived copy.
    pub archive: Option<String>,
    /// Whether the address leads nowhere any more.
    pub dead: bool,
    /// When the address was last looked at, for the reader.
    pub accessed: Option<String>,
    /// `ed. by Jane Example, vol. 2, no. 3, pp. 4–5, 2nd ed., ISBN …`, in the reader's language; may be empty.
    pub details: String,
    /// A remark.
    pub note: Option<String>,
    /// Ids of the places that cite it, in reading order: `cite-KEY-1`, …
    pub uses: Vec<String>,
    /// The page of the work, if several articles cite it.
    pub page: Option<String>,
}

/// The page of a source that several articles cite (template `source`).
#[derive(Clone, Debug, Serialize)]
pub struct SourcePageView {
    /// The source: its `number` is 0, it has no `uses` and no `page`.
    pub source: SourceView,
    /// The home page, and the list of all sources.
    pub breadcrumbs: Vec<LinkView>,
    /// The articles that cite it, newest first.
    pub citing: Vec<CitingView>,
}

/// An article that cites a source.
#[derive(Clone, Debug, Serialize)]
pub struct CitingView {
    /// The headline.
    pub title: String,
    /// The entry of the source in the article's list.
    pub url: String,
    /// When it was published.
    pub published: Option<DateView>,
    /// The sentences that cite it, in reading order; empty if it stands in the article's list alone.
    pub uses: Vec<CitedView>,
}

/// A sentence that cites a source.
#[derive(Clone, Debug, Serialize)]
pub struct CitedView {
    /// Where it is.
    pub url: String,
    /// The heading or question that it stands below; null for one before the first.
    pub section: Option<String>,
}

/// A page of the list of all sources (template `sources`).
#[derive(Clone, Debug, Serialize)]
pub struct LibraryView {
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// This page's works, by author and title.
    pub works: Vec<WorkView>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// A work in the list of all sources.
#[derive(Clone, Debug, Serialize)]
pub struct WorkView {
    /// The title.
    pub title: String,
    /// Its page; the entry in the article's list if only one article cites it.
    pub url: String,
    /// The authors, or the editors if there are none, joined; may be empty.
    pub authors: String,
    /// The journal, publisher or site.
    pub publisher: Option<String>,
    /// When it appeared, for the reader.
    pub date: Option<String>,
    /// How many articles cite it; 0 if it is only listed.
    pub count: usize,
    /// The article that cites it, if it is only one; the first that lists it if none does.
    pub article: Option<LinkView>,
}
