//! The editor's desk: what is known of a page and of the site, for the one who writes it.
//!
//! In: what is shown now, and the diagnostics. Out: JSON for the scripts of the preview.
//!
//! 1. [`page`] is the panel of one page: its problems, outline, dates, sources, links, and how it looks elsewhere.
//! 2. [`overview`] is the start page: every article with its state, and every problem.
//! 3. [`place`] finds where something on a page was written; [`editor`] makes the link that opens it there.
//! 4. [`problem`] is a diagnostic as the scripts show it.
//!
//! Invariant: nothing here is ever part of a page that a build writes.

pub mod editor;
pub mod overview;
pub mod page;
pub mod place;
pub mod problem;

pub use place::Wanted;

use crate::build::preview::{Preview, Revision};
use crate::config::Config;
use crate::date::Instant;
use crate::parse::front_matter::ArticleFields;

use super::page::State;

/// What is shown of an article's page.
pub struct Shown<'a> {
    /// The files of the output.
    pub preview: &'a Preview<'a>,
    /// The article's words since then, if they have changed.
    pub revision: Option<&'a Revision>,
    /// The instant of the last pass.
    pub now: Instant,
}

/// What becomes of an article at an instant.
pub fn state(fields: &ArticleFields, config: &Config, now: Instant) -> State {
    let zone = &config.timezone;
    if fields.draft {
        State::Draft
    } else if fields.published.as_ref().is_some_and(|date| date.value.instant(zone) > now) {
        State::Scheduled
    } else if fields.expires.as_ref().is_some_and(|date| date.value.instant(zone) <= now) {
        State::Expired
    } else {
        State::Public
    }
}

/// When an article's review falls due: a period after it was reviewed, else changed, else published.
fn review(fields: &ArticleFields, config: &Config, now: Instant) -> Option<(String, bool)> {
    let period = fields.review_every.as_ref()?.value;
    let last = fields.reviewed.as_ref().or(fields.updated.as_ref()).or(fields.published.as_ref())?;
    let due = last.value.day(&config.timezone).after(period);
    let is_overdue = due <= now.day(&config.timezone);
    Some((crate::date::Date::Day(due).iso(&config.timezone), is_overdue))
}
