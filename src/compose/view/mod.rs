//! What templates see: for each page kind the complete list of what its page shows.
//!
//! A template is given four names:
//!
//! - `site`: [`SiteView`], the same on every page;
//! - `words`: the theme's words in the site's language, by key;
//! - `meta`: [`MetaView`], what stands in `<head>`;
//! - `page`: the view of its kind, [`HomeView`] to [`SearchPageView`].
//!
//! A template for which site.toml or the theme declares queries is given a fifth, `queries`: their rows, by name.
//!
//! Addresses are ready to print, with the path of `base_url` in front. Fields of type [`Html`](crate::html::Html) are
//! printed as they are; every other string is escaped. An `Option` that is `None` is null, which `{% if %}` takes for false.
//!
//! Each kind of page has a file, with the parts that are shown on other pages, too.

mod article;
mod boxes;
mod card;
mod corrections;
mod dataset;
mod figure;
mod home;
mod meta;
mod not_found;
mod pagination;
mod person;
mod questions;
mod search;
mod section;
mod series;
mod site;
mod social_card;
mod sources;
mod term;

pub use article::{ArticleView, MentionsView, RelatedView, TocEntryView, TocView};
pub use boxes::{CalloutView, NewsletterView, TrustView};
pub use card::CardView;
pub use corrections::{CorrectedView, CorrectionView, CorrectionsView};
pub use dataset::RowPageView;
pub use figure::{FigureView, ImageSourceView, ImageView};
pub use home::{HomeView, SectionFrontView};
pub use meta::{AlternateView, MetaView};
pub use not_found::NotFoundView;
pub use pagination::{PageOfListView, PaginationView};
pub use person::{PeopleView, PersonPageView, PersonView};
pub use questions::{FaqView, FaqsView, QuestionArticleView, QuestionSectionView, QuestionsView};
pub use search::{SearchPageView, SearchView};
pub use section::SectionView;
pub use series::{SeriesEntryView, SeriesPageView, SeriesPartView, SeriesView};
pub use site::{FeedView, IconView, PublisherView, SiteView};
pub use social_card::SocialCardView;
pub use sources::{CitedView, CitingView, LibraryView, SourcePageView, SourceView, SourcesView, WorkView};
pub use term::{TermCountView, TermPageView, TermView, TermsView};

use serde::Serialize;

/// A title and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// A date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// For `datetime=`: a date or an RFC 3339 instant.
    pub iso: String,
    /// For the reader, in the site's language: `6 June 2024`.
    pub text: String,
}
