//! What many pages show: links to other pages, people, and articles in lists.

use std::sync::OnceLock;

use crate::compose::shared::Shared;
use crate::compose::structured_data::Described;
use crate::compose::view::{CardView, PersonView};
use crate::parse::front_matter::PersonFields;
use crate::resolve::{Article, Person};
use crate::route::Route;

/// A page that another one links to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Crumb<'b> {
    /// The title for navigation; `None` for the home page, which the theme has a word for.
    pub title: Option<&'b str>,
    /// Where it is.
    pub route: &'b Route,
}

/// A person beside an article.
pub enum Credited<'b> {
    /// With a page.
    Member(&'b Member<'b>),
    /// Written inline in the article.
    Inline(&'b PersonFields),
}

/// The people of an article.
#[derive(Default, Hash)]
pub struct Credits<'b> {
    /// Who wrote it.
    pub authors: Vec<Credited<'b>>,
    /// Who reviewed it.
    pub reviewers: Vec<Credited<'b>>,
    /// Who edited it.
    pub editors: Vec<Credited<'b>>,
    /// Who checked its facts.
    pub fact_checkers: Vec<Credited<'b>>,
    /// Who helped.
    pub contributors: Vec<Credited<'b>>,
}

/// A person with a page.
pub struct Member<'b> {
    /// As connected.
    pub person: &'b Person,
    /// What tells it from others.
    pub(super) print: u64,
    /// As shown, made when a page first shows it.
    pub shown: OnceLock<Shared<PersonView>>,
    /// As described to machines, made when a page first names it.
    pub described: OnceLock<Described>,
}

/// An article in a list.
pub struct Card<'b> {
    /// As connected.
    pub article: &'b Article,
    /// The names of its authors.
    pub authors: Vec<&'b str>,
    /// Its section; `None` for an article of the home folder.
    pub section: Option<Crumb<'b>>,
    /// What tells it from others.
    pub(super) print: u64,
    /// As shown, made when a page first shows it.
    pub shown: OnceLock<Shared<CardView>>,
}
