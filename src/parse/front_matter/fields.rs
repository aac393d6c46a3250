//! The fields of front matter, people, ledgers and sidecars, typed.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::date::{Date, PartialDate, Period};
use crate::text::{Span, Spanned, Text};

/// The front matter of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleFields {
    /// The headline.
    pub title: Spanned<String>,
    /// The headline for navigation and breadcrumbs.
    pub short_title: Option<Spanned<String>>,
    /// The standfirst, Markdown inline.
    pub dek: Option<Text>,
    /// The plain meta description.
    pub description: Option<Spanned<String>>,
    /// When it was published; later than the build means scheduled.
    pub published: Option<Spanned<Date>>,
    /// When it was last changed.
    pub updated: Option<Spanned<Date>>,
    /// When it was last reviewed.
    pub reviewed: Option<Spanned<Date>>,
    /// When it stops being public.
    pub expires: Option<Spanned<Date>>,
    /// How often a review is due.
    pub review_every: Option<Spanned<Period>>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Who wrote it.
    pub authors: Vec<PersonRef>,
    /// Who reviewed it.
    pub reviewers: Vec<PersonRef>,
    /// Who edited it.
    pub editors: Vec<PersonRef>,
    /// Who checked its facts.
    pub fact_checkers: Vec<PersonRef>,
    /// Who helped.
    pub contributors: Vec<PersonRef>,
    /// Terms by taxonomy, in the order of the options.
    pub terms: Vec<(String, Vec<Spanned<String>>)>,
    /// The series.
    pub series: Option<Series>,
    /// Articles that a reader may go on with: paths of their files.
    pub related: Vec<Spanned<String>>,
    /// What sort of article it is.
    pub kind: Kind,
    /// The lead image.
    pub image: Option<ImageFields>,
    /// Sections written in front matter.
    pub sections: Vec<SectionField>,
    /// Questions written in front matter.
    pub faqs: Vec<FaqField>,
    /// The works it cites.
    pub sources: Vec<Arc<Source>>,
    /// Corrections.
    pub corrections: Vec<Correction>,
    /// Markdown shown above the body.
    pub disclosure: Option<Text>,
    /// What feeds call it for ever: a name, or a whole URI.
    pub id: Option<Spanned<String>>,
    /// The last part of the address.
    pub slug: Option<Spanned<String>>,
    /// Former addresses.
    pub aliases: Vec<Spanned<String>>,
    /// The template.
    pub template: Option<Spanned<String>>,
    /// Whether the contents are shown; by default from three headings on.
    pub toc: Option<bool>,
    /// The order in its section: smaller first.
    pub weight: Option<i64>,
    /// The canonical address, if it is elsewhere.
    pub canonical: Option<Spanned<String>>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The theme's business, as JSON; never looked into.
    #[serde(with = "as_text")]
    pub extra: Option<serde_json::Value>,
}

impl ArticleFields {
    /// The fields without the texts that are in the document's prose once they have been read.
    ///
    /// Facts are what other pages may depend on: an edit of an answer is none, and no text is kept twice.
    #[must_use]
    pub fn without_prose(mut self) -> ArticleFields {
        self.dek = None;
        self.disclosure = None;
        self.sections = Vec::new();
        self.faqs = Vec::new();
        for correction in &mut self.corrections {
            correction.text = Text::default();
        }
        if let Some(caption) = self.image.as_mut().and_then(|image| image.caption.as_mut()) {
            *caption = Text::default();
        }
        self
    }
}

/// A person by id, or written inline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonRef {
    /// The name of a file below content/people/, without `.md`.
    Id(Spanned<String>),
    /// `{name: …}`: a person without a page.
    Inline(Box<PersonFields>, Span),
}

/// The fields of a person's file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonFields {
    /// The name.
    pub name: Spanned<String>,
    /// Whether it is an organization.
    pub organization: bool,
    /// What the person does.
    pub role: Option<String>,
    /// Why the person can be trusted with the subject.
    pub credentials: Option<String>,
    /// A portrait.
    pub image: Option<ImageFields>,
    /// Addresses that are the person elsewhere.
    pub same_as: Vec<Spanned<String>>,
    /// Subjects.
    pub knows_about: Vec<String>,
    /// An address for mail.
    pub email: Option<Spanned<String>>,
    /// Former addresses of the person's page.
    pub aliases: Vec<Spanned<String>>,
}

/// `series: {id: …, part: 2}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The series.
    pub id: Spanned<String>,
    /// The part, from 1.
    pub part: Option<Spanned<i64>>,
}

/// What sort of article it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    #[default]
    Explainer,
    News,
    Analysis,
    Opinion,
    Review,
    Guide,
    /// A plain page: no byline, no dates, in no list of articles.
    Page,
}

impl Kind {
    /// The name, as in the front matter.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Explainer => "explainer",
            Kind::News => "news",
            Kind::Analysis => "analysis",
            Kind::Opinion => "opinion",
            Kind::Review => "review",
            Kind::Guide => "guide",
            Kind::Page => "page",
        }
    }
}

/// A picture and its credits; also the fields of a sidecar (then `src` is empty).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageFields {
    /// A path relative to the file, an address of the site, or one of another site.
    pub src: Spanned<String>,
    /// The alternative text; empty if the picture is a mere decoration.
    pub alt: Option<Spanned<String>>,
    /// The caption, Markdown inline.
    pub caption: Option<Text>,
    /// The credit line.
    pub credit: Option<Spanned<String>>,
    /// Where the credit leads.
    pub credit_url: Option<Spanned<String>>,
    /// Who made it.
    pub creator: Option<Spanned<String>>,
    /// The copyright notice.
    pub copyright: Option<Spanned<String>>,
    /// The licence: a name or an address.
    pub license: Option<Spanned<String>>,
    /// How it was made (IPTC digital source type).
    pub digital_source: Option<Spanned<String>>,
    /// Of a sidecar: its caption as inline HTML. It belongs to no page, so nothing in it depends on one.
    pub caption_html: Option<String>,
}

/// A section written in front matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionField {
    /// Its heading.
    pub title: Text,
    /// The heading's id.
    pub id: Option<Spanned<String>>,
    /// Markdown.
    pub body: Option<Text>,
    /// Sections one level deeper.
    pub sections: Vec<SectionField>,
}

/// A question written in front matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaqField {
    /// Markdown inline.
    pub question: Text,
    /// Markdown.
    pub answer: Text,
    /// The question's id.
    pub id: Option<Spanned<String>>,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When it was made.
    pub date: Spanned<Date>,
    /// Markdown inline.
    pub text: Text,
    /// The text without markup, once the Markdown has been read.
    pub plain: String,
}

/// A work that articles cite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The key, as in `[@key]`.
    pub id: Spanned<String>,
    /// The title; empty only for `{id: KEY, listed: true}`, which refers to the ledger.
    pub title: String,
    /// The authors as written: `Family, Given` or `Given Family`.
    pub authors: Vec<String>,
    /// The journal, book or site that it stands in, else who published it.
    pub publisher: Option<String>,
    /// When it appeared.
    pub date: Option<PartialDate>,
    /// The address.
    pub url: Option<Spanned<String>>,
    /// The DOI without a prefix.
    pub doi: Option<Spanned<String>>,
    /// Its kind.
    pub kind: Option<SourceKind>,
    /// Whether it is shown although nothing cites it.
    pub listed: bool,
    /// The whole entry.
    pub span: Span,
    /// What few sources have, apart, because a site has many sources.
    pub details: Option<Box<SourceDetails>>,
}

/// What few sources have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceDetails {
    /// Who edited it, written like the authors.
    pub editors: Vec<String>,
    /// Who published the whole that the source's `publisher` names.
    pub house: Option<String>,
    /// The ISBN.
    pub isbn: Option<String>,
    /// Pages.
    pub pages: Option<String>,
    /// Volume.
    pub volume: Option<String>,
    /// Issue.
    pub issue: Option<String>,
    /// Edition.
    pub edition: Option<String>,
    /// When the address was last looked at.
    pub accessed: Option<PartialDate>,
    /// An archived copy.
    pub archive: Option<Spanned<String>>,
    /// Whether its address leads nowhere any more.
    pub dead: bool,
    /// A remark.
    pub note: Option<String>,
}

/// What sort of work a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum SourceKind {
    Article,
    Book,
    Chapter,
    Web,
    Report,
    Standard,
    Dataset,
    Video,
    Interview,
}

impl Source {
    /// Whose name it goes by: the authors, else the editors.
    pub fn makers(&self) -> &[String] {
        if self.goes_by_editors() { &self.details().editors } else { &self.authors }
    }

    /// Whether the editors stand where authors do. Who edited a book has not made the chapter.
    pub fn goes_by_editors(&self) -> bool {
        self.authors.is_empty() && self.kind != Some(SourceKind::Chapter)
    }

    /// What few sources have.
    pub fn details(&self) -> &SourceDetails {
        const NONE: &SourceDetails = &SourceDetails {
            editors: Vec::new(),
            house: None,
            isbn: None,
            pages: None,
            volume: None,
            issue: None,
            edition: None,
            accessed: None,
            archive: None,
            dead: false,
            note: None,
        };
        self.details.as_deref().unwrap_or(NONE)
    }
}

/// Hashes what a page shows of it; where it was written is nothing of that.
impl Hash for Source {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Source { id, title, authors, publisher, date, url, doi, kind, listed, span: _, details } = self;
        (id, title, authors, publisher, date, url).hash(state);
        (doi, kind, listed, details).hash(state);
    }
}

/// The front matter of `_index.md`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SectionFields {
    /// The title; `None` without front matter.
    pub title: Option<Spanned<String>>,
    /// The standfirst, Markdown inline.
    pub dek: Option<Text>,
    /// The plain meta description.
    pub description: Option<Spanned<String>>,
    /// The order among its siblings: smaller first.
    pub weight: Option<i64>,
    /// The lead image.
    pub image: Option<ImageFields>,
    /// The template.
    pub template: Option<Spanned<String>>,
    /// The schema.org type of its pages, such as `MedicalWebPage`.
    pub page_type: Option<Spanned<String>>,
    /// How its articles are sorted.
    pub sort: Sort,
    /// Former addresses.
    pub aliases: Vec<Spanned<String>>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
}

/// How a section's articles are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sort {
    /// By weight, then newest, then title.
    #[default]
    Usual,
    /// Newest first.
    Date,
    /// By weight.
    Weight,
    /// By title.
    Title,
}

/// JSON as a text within a binary format, which cannot tell by itself what comes next.
mod as_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub fn serialize<S: Serializer>(value: &Option<serde_json::Value>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().map(serde_json::Value::to_string).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<serde_json::Value>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| serde_json::from_str(&text).map_err(de::Error::custom)).transpose()
    }
}
