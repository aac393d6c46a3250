//! `byline next`: when the output will change although nobody edits anything.

use std::sync::Arc;

use super::cache::Cache;
use super::inputs::Inputs;
use super::preprocessors::Preprocessors;
use super::{Options, Places, Progress, documents, in_pool, settings, site};
use crate::date::Instant;
use crate::diagnostics::{self, Diagnostic};
use crate::discover;
use crate::error::Error;
use crate::resolve::{feeds, publish};
use crate::text::RelPath;

/// What happens next.
#[derive(Default)]
pub struct Next {
    /// The author's mistakes in settings and documents, sorted; with an error nothing is known of what is next.
    pub diagnostics: Vec<Diagnostic>,
    /// What happens at the next instant; `None` if nothing is scheduled.
    pub change: Option<Change>,
}

/// What happens at one instant.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// The first whole second of which it is true.
    pub at: Instant,
    /// The same with the offset of the site's zone (RFC 3339).
    pub iso: String,
    /// The instant of now.
    pub now: Instant,
    /// Articles that come due, sorted.
    pub due: Vec<RelPath>,
    /// Articles that expire, sorted.
    pub expired: Vec<RelPath>,
    /// Articles that are no longer news, sorted.
    pub old: Vec<RelPath>,
}

/// What happens to an article.
enum Kind {
    Due,
    Expired,
    Old,
}

/// Finds what happens next; the cache is read and not written.
///
/// # Errors
/// A failure of the machine.
pub fn next(options: &Options, progress: &dyn Progress) -> Result<Next, Error> {
    let places = Places::of(options)?;
    in_pool(options, || run(options, &places, progress))
}

fn run(options: &Options, places: &Places, progress: &dyn Progress) -> Result<Next, Error> {
    let mut next = Next::default();
    let Some(settings) = settings::read(&places.root, options)?.collect(&mut next.diagnostics) else {
        return Ok(next);
    };
    let cache = Arc::new(Cache::open_to_read(&places.cache));
    let inputs = Arc::new(Inputs::new(&places.root, &cache)?);
    let inventory = discover::discover(&places.root, &settings.config.exclude)?.collect(&mut next.diagnostics);
    let parse_options = site::parse_options(&settings);
    // Dates stand in front matter, which no program changes.
    let preprocessors = Preprocessors::default();
    let found = documents::look(&inputs, &inventory.documents, &parse_options, &preprocessors, progress)?;
    let documents =
        documents::join(&inputs, found, &parse_options, &preprocessors)?.documents.collect(&mut next.diagnostics);
    diagnostics::sort(&mut next.diagnostics);
    if next.diagnostics.iter().any(Diagnostic::is_error) {
        return Ok(next);
    }
    let (zone, now) = (&settings.config.timezone, site::instant(options, &settings));
    let mut change: Option<Change> = None;
    for article in &documents.articles {
        let facts = &article.facts;
        let period = publish::period(&facts.fields, zone, options.drafts, options.future);
        let Some((from, until)) = period else { continue };
        // The sitemap of news has an article for some days, unless it expires before.
        let fields = &facts.fields;
        let is_listed = settings.config.sitemap.news && !fields.noindex && fields.canonical.is_none();
        let published = fields.published.as_ref().filter(|_| is_listed);
        let old = published.and_then(|date| feeds::news_until(fields, date.value, &settings.config));
        let old = old.filter(|old| until.is_none_or(|until| *old < until));
        for (bound, kind) in [(from, Kind::Due), (until, Kind::Expired), (old, Kind::Old)] {
            let Some(at) = bound.filter(|at| *at > now).map(whole) else { continue };
            if change.as_ref().is_none_or(|change| at < change.at) {
                let (due, expired, old) = (Vec::new(), Vec::new(), Vec::new());
                change = Some(Change { at, iso: at.iso(zone), now, due, expired, old });
            }
            if let Some(change) = change.as_mut().filter(|change| change.at == at) {
                let articles = match kind {
                    Kind::Due => &mut change.due,
                    Kind::Expired => &mut change.expired,
                    Kind::Old => &mut change.old,
                };
                articles.push(facts.path.clone());
            }
        }
    }
    next.change = change;
    Ok(next)
}

/// The first whole second that is not before an instant.
fn whole(instant: Instant) -> Instant {
    let seconds = instant.seconds();
    let at = |seconds: i64| Instant::from_seconds(seconds);
    match at(seconds) {
        Some(whole) if whole >= instant => whole,
        _ => at(seconds.saturating_add(1)).unwrap_or(instant),
    }
}
