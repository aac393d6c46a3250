//! Boxes beside and in a text: why to trust the site, the newsletter, call-outs.

use serde::Serialize;

use super::{DateView, PersonView, PublisherView};
use crate::compose::shared::Shared;
use crate::html::Html;

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
