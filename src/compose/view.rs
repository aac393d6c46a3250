//! What templates see: for each page kind the complete list of what its page shows.
//!
//! A template is given four names:
//!
//! - `site`: [`SiteView`], the same on every page;
//! - `words`: the theme's words in the site's language, by key;
//! - `meta`: [`MetaView`], what stands in `<head>`;
//! - `page`: the view of its kind, [`HomeView`] to [`SearchPageView`].
//!
//! Addresses are ready to print, with the path of `base_url` in front. Fields of type [`Html`] are printed as they are;
//! every other string is escaped. An `Option` that is `None` is null, which `{% if %}` takes for false.

use serde::Serialize;

use super::shared::Shared;
use crate::html::{Html, Value};

/// The site, the same on every page.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// What the site is, in a sentence; may be empty.
    pub description: String,
    /// The language, such as `en-GB`.
    pub language: String,
    /// The language for Open Graph, such as `en_GB`; null if it names no country.
    pub locale: Option<String>,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The address of the home page within the host, such as `/`.
    pub home: String,
    /// The navigation.
    pub nav: Vec<LinkView>,
    /// The publisher.
    pub publisher: Shared<PublisherView>,
    /// The address of the stylesheet.
    pub stylesheet: String,
    /// The address of the list of all people; null if there are none.
    pub people_url: Option<String>,
    /// The address of the list of all sources; null if there are none.
    pub sources_url: Option<String>,
    /// The address of the list of all questions; null if there are none.
    pub questions_url: Option<String>,
    /// The address of the list of all corrections; null if there are none.
    pub corrections_url: Option<String>,
    /// The feeds of the whole site, one for each format.
    pub feeds: Vec<FeedView>,
    /// How the site is searched; null if it is not.
    pub search: Option<SearchView>,
}

/// How the site is searched.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The address of the search page; a form sends it the query as `q`.
    pub url: String,
    /// `built-in` or `pagefind`.
    pub engine: String,
    /// The address of the folder with the files that the script reads.
    pub files: String,
    /// The address of the script, `js/search.js` or `js/pagefind.js` of the theme; null if it has none.
    pub script: Option<String>,
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedView {
    /// What it is called, with its format: `The Harbour Review (Atom)`.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Its media type: `application/atom+xml`, `application/rss+xml` or `application/feed+json`.
    pub media_type: &'static str,
}

/// The publisher.
#[derive(Clone, Debug, Serialize)]
pub struct PublisherView {
    /// The name.
    pub name: String,
    /// The year of its foundation.
    pub founded: Option<i64>,
    /// The logo.
    pub logo: Option<ImageView>,
    /// The policies: their pages' titles and addresses.
    pub policies: Vec<LinkView>,
}

/// A title and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// What stands in `<head>`.
#[derive(Clone, Debug, Serialize)]
pub struct MetaView {
    /// For `<title>`: the page's title and the site's.
    pub title: String,
    /// For `og:title`: the page's title alone.
    pub headline: String,
    /// For `<meta name="description">`; empty if there is none.
    pub description: String,
    /// The absolute address of the page; null for a page that has none (404).
    pub canonical: Option<String>,
    /// Whether search engines are asked to leave the page out.
    pub noindex: bool,
    /// The type for Open Graph: `article`, `profile` or `website`.
    pub kind: &'static str,
    /// The page's picture, with an absolute address.
    pub image: Option<ImageView>,
    /// When it was published, RFC 3339 or a date.
    pub published: Option<String>,
    /// When it was changed, RFC 3339 or a date.
    pub modified: Option<String>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// The absolute addresses of the authors' pages, as far as they have some.
    pub author_pages: Vec<String>,
    /// The title of the section, for an article.
    pub section: Option<String>,
    /// The terms of an article.
    pub tags: Vec<String>,
    /// The address of the previous page of a list.
    pub previous: Option<String>,
    /// The address of the next page of a list.
    pub next: Option<String>,
    /// The page's own feeds, besides those of the site.
    pub feeds: Vec<FeedView>,
    /// The address of a copy of the article in Markdown; null if there is none.
    pub markdown: Option<String>,
    /// JSON-LD for `<script type="application/ld+json">`, safe to print there; null if there is none.
    pub structured_data: Option<Html>,
    /// The page in every language that it is in, itself included, the site's first language first; empty if it is in
    /// one alone. For readers.
    pub languages: Vec<AlternateView>,
    /// Those of `languages` that search engines may show; empty if they may not show this page, or no other. For
    /// `hreflang`.
    pub alternates: Vec<AlternateView>,
    /// The absolute address of the one of `alternates` that is in the site's first language, for readers of other
    /// languages; null if there is none.
    pub default_alternate: Option<String>,
}

/// A page in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlternateView {
    /// The code of the language, for `hreflang` and `lang`: `de`.
    pub language: String,
    /// The language for Open Graph, such as `de_AT`; null if it names no country.
    pub locale: Option<String>,
    /// What the language calls itself: `Deutsch`.
    pub name: String,
    /// The absolute address.
    pub url: String,
    /// Whether it is this page.
    pub current: bool,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImageView {
    /// The address.
    pub url: String,
    /// The alternative text; empty for decoration.
    pub alt: String,
    /// The width in pixels, if it is known.
    pub width: Option<u32>,
    /// The height in pixels, if it is known.
    pub height: Option<u32>,
}

/// A figure: a picture with what belongs to it. The argument `figure` of the component `figure`.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// The picture.
    pub image: ImageView,
    /// The caption, inline.
    pub caption: Option<Html>,
    /// The credit line, else who made the picture.
    pub credit: Option<String>,
    /// Where the credit leads.
    pub credit_url: Option<String>,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// The licence's name; null if only its address is known.
    pub license: Option<String>,
    /// Where the licence is.
    pub license_url: Option<String>,
    /// How wide to show it, in CSS pixels.
    pub display_width: Option<u32>,
    /// The id.
    pub id: Option<String>,
    /// The classes, joined by spaces; may be empty.
    pub classes: String,
    /// Whether it is the page's lead image, which loads at once.
    pub lead: bool,
}

/// A date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// For `datetime=`: a date or an RFC 3339 instant.
    pub iso: String,
    /// For the reader, in the site's language: `6 June 2024`.
    pub text: String,
}

/// A person beside an article, or in a list.
#[derive(Clone, Debug, Serialize)]
pub struct PersonView {
    /// The name.
    pub name: String,
    /// The person's page; null for one without.
    pub url: Option<String>,
    /// What the person does.
    pub role: Option<String>,
    /// Why the person can be trusted with the subject.
    pub credentials: Option<String>,
    /// A portrait.
    pub image: Option<ImageView>,
    /// Whether it is an organization.
    pub organization: bool,
}

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// The headline.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// The excerpt, plain; may be empty.
    pub excerpt: String,
    /// When it was published.
    pub published: Option<DateView>,
    /// When it was changed, if it was.
    pub updated: Option<DateView>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// The section; null for an article of the home folder.
    pub section: Option<LinkView>,
    /// The lead image.
    pub image: Option<ImageView>,
    /// `explainer`, `news`, …
    pub kind: &'static str,
}

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

/// The questions. The argument `faqs` of the component `faqs`.
#[derive(Clone, Debug, Serialize)]
pub struct FaqsView {
    /// The id of the block's heading.
    pub id: String,
    /// The title that the article gives, inline; null means the theme's word `faqs`.
    pub title: Option<Html>,
    /// What the article says before the first question, blocks.
    pub intro: Option<Html>,
    /// At least one.
    pub items: Vec<FaqView>,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct FaqView {
    /// The question's id.
    pub id: String,
    /// The question, inline.
    pub question: Html,
    /// The answer, blocks.
    pub answer: Html,
}

/// The "why trust us" box. The argument `trust` of the component `trust`.
#[derive(Clone, Debug, Serialize)]
pub struct TrustView {
    /// The title from site.toml; null means the theme's word `trust`.
    pub title: Option<String>,
    /// The text from site.toml, blocks.
    pub text: Option<Html>,
    /// Who wrote the article.
    pub authors: Vec<Shared<PersonView>>,
    /// Who reviewed it.
    pub reviewers: Vec<Shared<PersonView>>,
    /// Who checked its facts.
    pub fact_checkers: Vec<Shared<PersonView>>,
    /// When it was reviewed.
    pub reviewed: Option<DateView>,
    /// The publisher, with its policies.
    pub publisher: Shared<PublisherView>,
}

/// The sources. The argument `sources` of the component `sources`.
#[derive(Clone, Debug, Serialize)]
pub struct SourcesView {
    /// `numbered` or `author-date`: what site.toml says.
    pub style: &'static str,
    /// In the order of their numbers; by author and date in the style `author-date`.
    pub items: Vec<SourceView>,
}

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// The number shown at its citations, from 1; in the style `author-date` its position in the list.
    pub number: usize,
    /// The entry's id: `source-KEY`.
    pub id: String,
    /// In the style `author-date`: the year with its letter, or the theme's word `no_date`.
    pub year: Option<String>,
    /// The title.
    pub title: String,
    /// The authors, joined: `Jane Example, John Sample`; may be empty.
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
    /// `vol. 2, no. 3, pp. 4–5, 2nd ed., ISBN …`, in the reader's language; may be empty.
    pub details: String,
    /// A remark.
    pub note: Option<String>,
    /// Ids of the places that cite it, in reading order: `cite-KEY-1`, …
    pub uses: Vec<String>,
    /// The page of the work, if several articles cite it.
    pub page: Option<String>,
}

/// A correction.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView {
    /// When.
    pub date: DateView,
    /// What, inline.
    pub text: Html,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// The term as the reader sees it.
    pub title: String,
    /// Its page; null if there is none.
    pub url: Option<String>,
}

/// The series of an article.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesView {
    /// The title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Which part the article is.
    pub number: usize,
    /// How many parts there are, or will be.
    pub total: usize,
    /// All parts that are there, in order; empty if they are more than 50.
    pub parts: Vec<SeriesPartView>,
    /// The part before.
    pub previous: Option<LinkView>,
    /// The part after.
    pub next: Option<LinkView>,
}

/// A part in the series of an article.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPartView {
    /// The title for navigation.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Its number.
    pub number: usize,
    /// Whether it is the article itself.
    pub current: bool,
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

/// The newsletter call-out. The argument `newsletter` of the component `newsletter`.
#[derive(Clone, Debug, Serialize)]
pub struct NewsletterView {
    /// The title from site.toml; null means the theme's word `newsletter`.
    pub title: Option<String>,
    /// The text, blocks.
    pub text: Option<Html>,
    /// Where it leads.
    pub action: Option<String>,
}

/// A call-out. The argument `callout` of the component `callout`; its content is `body`.
#[derive(Clone, Debug, Serialize)]
pub struct CalloutView {
    /// `note`, `tip`, `important`, `warning`, `caution`, or one that site.toml declares.
    pub kind: String,
    /// The title, inline; null means the theme's word `callout_KIND`.
    pub title: Option<Html>,
    /// The word of the kind: the theme's `callout_KIND`, or the kind with a capital.
    pub kind_title: String,
    /// Whether it can be folded.
    pub foldable: bool,
    /// Whether it begins open.
    pub open: bool,
}

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The title of content/_index.md, else the site's.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The introduction, blocks; may be empty.
    pub body: Html,
    /// The newest articles of the whole site, at most `[pagination] per_page`.
    pub latest: Vec<Shared<CardView>>,
    /// The sections directly below, each with its first articles.
    pub sections: Vec<SectionFrontView>,
    /// The plain pages of the home folder.
    pub pages: Vec<LinkView>,
}

/// A section on the page above it.
#[derive(Clone, Debug, Serialize)]
pub struct SectionFrontView {
    /// The title.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// The standfirst as plain text; may be empty.
    pub dek: String,
    /// The first four articles in the section's order, those of sections below it included.
    pub articles: Vec<Shared<CardView>>,
    /// How many articles it has, those of sections below it included.
    pub count: usize,
}

/// A section, or a further page of its list.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    /// The title.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// From the home page to the section above.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction, blocks, on the first page; may be empty.
    pub body: Html,
    /// The lead image, on the first page.
    pub lead_image: Option<FigureView>,
    /// The sections directly below, on the first page.
    pub sections: Vec<SectionFrontView>,
    /// This page's articles, in the section's order.
    pub articles: Vec<Shared<CardView>>,
    /// The section's plain pages, on the first page.
    pub pages: Vec<LinkView>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// The pages of a list.
#[derive(Clone, Debug, Serialize)]
pub struct PaginationView {
    /// This page, from 1.
    pub current: usize,
    /// How many there are, at least 1.
    pub total: usize,
    /// Every page: its number as the title, and its address.
    pub pages: Vec<LinkView>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// A person's page (template `person`).
#[derive(Clone, Debug, Serialize)]
pub struct PersonPageView {
    /// The person.
    pub person: Shared<PersonView>,
    /// From the home page to the list of people.
    pub breadcrumbs: Vec<LinkView>,
    /// The biography, blocks; may be empty.
    pub body: Html,
    /// The language of the biography, if it is not that of the page: an edition has none of its own.
    pub body_language: Option<String>,
    /// Where the person is elsewhere: address without scheme as title.
    pub same_as: Vec<LinkView>,
    /// Subjects.
    pub knows_about: Vec<String>,
    /// An address for mail.
    pub email: Option<String>,
    /// Articles that the person wrote, newest first.
    pub written: Vec<Shared<CardView>>,
    /// Articles that the person reviewed, newest first.
    pub reviewed: Vec<Shared<CardView>>,
    /// Articles that the person edited, checked or helped with, newest first.
    pub contributed: Vec<Shared<CardView>>,
}

/// The list of all people (template `people`).
#[derive(Clone, Debug, Serialize)]
pub struct PeopleView {
    /// The title of content/people/_index.md; null means the theme's word `people`.
    pub title: Option<String>,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction of content/people/_index.md, blocks; may be empty.
    pub body: Html,
    /// By name.
    pub people: Vec<Shared<PersonView>>,
}

/// A term's page, or a further page of its list (template `term`).
#[derive(Clone, Debug, Serialize)]
pub struct TermPageView {
    /// The title: its introduction's, else the term as most articles write it.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The home page and the list of all terms.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction, blocks, on the first page; may be empty.
    pub body: Html,
    /// The lead image, on the first page.
    pub lead_image: Option<FigureView>,
    /// The taxonomy: its title, and the list of all its terms.
    pub taxonomy: LinkView,
    /// How many articles have the term.
    pub count: usize,
    /// This page's articles, newest first.
    pub articles: Vec<Shared<CardView>>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// The list of all terms of a taxonomy (template `terms`).
#[derive(Clone, Debug, Serialize)]
pub struct TermsView {
    /// The title: its introduction's, else the taxonomy's.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction, blocks; may be empty.
    pub body: Html,
    /// The lead image.
    pub lead_image: Option<FigureView>,
    /// By title.
    pub terms: Vec<TermCountView>,
}

/// A term in the list of all.
#[derive(Clone, Debug, Serialize)]
pub struct TermCountView {
    /// The term as the reader sees it.
    pub title: String,
    /// Its page.
    pub url: String,
    /// How many articles have it.
    pub count: usize,
}

/// The page of a series (template `series`).
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPageView {
    /// The title: its introduction's, else its id in words.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction, blocks; may be empty.
    pub body: Html,
    /// The lead image.
    pub lead_image: Option<FigureView>,
    /// How many parts there are, or will be.
    pub total: usize,
    /// In order.
    pub parts: Vec<SeriesEntryView>,
}

/// A part on the page of its series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesEntryView {
    /// Its number.
    pub number: usize,
    /// The article.
    pub card: Shared<CardView>,
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
    /// The authors, joined; may be empty.
    pub authors: String,
    /// The journal, publisher or site.
    pub publisher: Option<String>,
    /// When it appeared, for the reader.
    pub date: Option<String>,
    /// How many articles cite it.
    pub count: usize,
    /// The article, if it is only one.
    pub article: Option<LinkView>,
}

/// A page of the list of all questions (template `questions`).
#[derive(Clone, Debug, Serialize)]
pub struct QuestionsView {
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// This page's questions, section by section.
    pub sections: Vec<QuestionSectionView>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// The questions of a section.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionSectionView {
    /// The section.
    pub section: LinkView,
    /// Its articles with questions.
    pub articles: Vec<QuestionArticleView>,
}

/// The questions of an article.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionArticleView {
    /// The article.
    pub article: LinkView,
    /// Each question, and where its answer is.
    pub questions: Vec<LinkView>,
}

/// A page of the list of all corrections (template `corrections`).
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionsView {
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// This page's corrections, newest first.
    pub corrections: Vec<CorrectedView>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// A correction in the list of all corrections.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectedView {
    /// When.
    pub date: DateView,
    /// What, as plain text.
    pub text: String,
    /// The article.
    pub article: LinkView,
}

/// The page for an address that does not exist (template `404`).
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// Where a reader may go on: the sections.
    pub sections: Vec<LinkView>,
}

/// The search page (template `search`).
#[derive(Clone, Debug, Serialize)]
pub struct SearchPageView {
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
}
