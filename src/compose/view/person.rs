//! People: beside an article, on their pages, and the list of all.

use serde::Serialize;

use super::{CardView, ImageView, LinkView};
use crate::compose::shared::Shared;
use crate::html::Html;

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
