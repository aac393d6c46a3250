//! The editor's desk: what is known of a page and of the site, for the one who writes it.
//!
//! In: what is shown now, and the diagnostics. Out: JSON for the scripts of the preview.
//!
//! 1. [`page`] is the panel of one page: its problems, outline, dates, sources, links, and how it looks elsewhere.
//! 2. [`overview`] is the start page: every article with its state, and every problem.
//! 3. [`findings`] is what the rules find in the whole site, piece by piece.
//! 4. [`place`] finds where something on a page was written; [`editor`] makes the link that opens it there.
//! 5. [`problem`] is a diagnostic as the scripts show it.
//!
//! Invariant: nothing here is ever part of a page that a build writes.

pub mod editor;
pub mod findings;
pub mod overview;
pub mod page;
pub mod place;
pub mod problem;

pub use place::Wanted;

use crate::build::preview::{Preview, Revision};
use crate::config::Config;
use crate::date::Instant;
use crate::parse::front_matter::ArticleFields;
use crate::resolve::review;

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

/// When an article's review falls due, and whether that day has come.
fn due(fields: &ArticleFields, config: &Config, now: Instant) -> Option<(String, bool)> {
    let due = review::due(fields, &config.timezone)?;
    Some((due.to_string(), due <= now.day(&config.timezone)))
}
