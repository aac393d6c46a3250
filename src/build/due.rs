//! `byline due`: the articles whose review falls due. Nothing is connected or built.

use std::sync::Arc;

use super::cache::Cache;
use super::documents::{self, Documents};
use super::inputs::Inputs;
use super::preprocessors::Preprocessors;
use super::{Options, Places, Progress, in_pool, settings, site};
use crate::config::Config;
use crate::date::{Date, Day, Instant};
use crate::diagnostics::{self, Diagnostic};
use crate::discover;
use crate::error::Error;
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, PersonRef};
use crate::resolve::{publish, review, routes};
use crate::text::RelPath;

/// When the reviews of a site fall due.
pub struct Due {
    /// The author's mistakes in settings and documents, sorted; with an error it is not known what falls due.
    pub diagnostics: Vec<Diagnostic>,
    /// What is known without an error.
    pub schedule: Option<Schedule>,
}

/// The reviews of a site, as of an instant.
#[derive(Debug)]
pub struct Schedule {
    /// The site's title.
    pub title: String,
    /// The site's address.
    pub base_url: String,
    /// The instant of now.
    pub now: Instant,
    /// Its day in the site's zone.
    pub today: Day,
    /// The last day that is looked at.
    pub until: Day,
    /// Those that fall due on that day or before, the longest due first.
    pub reviews: Vec<Review>,
    /// The first that falls due after it.
    pub next: Option<Review>,
    /// Articles with a `review_every` and without a date that it could count from, sorted.
    pub undated: Vec<RelPath>,
}

/// The review of an article.
#[derive(Debug)]
pub struct Review {
    /// The day on which it falls due.
    pub due: Day,
    /// The article's file.
    pub path: RelPath,
    /// The article's title.
    pub title: String,
    /// The article's whole address.
    pub address: String,
    /// When the article was reviewed, else changed, else published.
    pub last: Day,
    /// Whether that was a review.
    pub is_reviewed: bool,
    /// The names of those who reviewed it.
    pub reviewers: Vec<String>,
    /// The names of those who wrote it.
    pub authors: Vec<String>,
}

/// Finds the reviews that fall due on a day or before, by default today; the cache is read and not written.
///
/// # Errors
/// A failure of the machine.
pub fn due(options: &Options, until: Option<Date>, progress: &dyn Progress) -> Result<Due, Error> {
    let places = Places::of(options)?;
    in_pool(options, || run(options, &places, until, progress))
}

fn run(options: &Options, places: &Places, until: Option<Date>, progress: &dyn Progress) -> Result<Due, Error> {
    let mut diagnostics = Vec::new();
    let Some(settings) = settings::read(&places.root, options)?.collect(&mut diagnostics) else {
        return Ok(Due { diagnostics, schedule: None });
    };
    let cache = Arc::new(Cache::open_to_read(&places.cache));
    let inputs = Arc::new(Inputs::new(&places.root, &cache)?);
    let inventory = discover::discover(&places.root, &settings.config.exclude)?.collect(&mut diagnostics);
    let parse_options = site::parse_options(&settings);
    // Dates stand in front matter, which no program changes.
    let preprocessors = Preprocessors::default();
    let found = documents::look(&inputs, &inventory.documents, &parse_options, &preprocessors, progress)?;
    let documents =
        documents::join(&inputs, found, &parse_options, &preprocessors)?.documents.collect(&mut diagnostics);
    diagnostics::sort(&mut diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Ok(Due { diagnostics, schedule: None });
    }
    let now = site::instant(options, &settings);
    let editions = settings.config.editions();
    let mut reviews = Vec::new();
    let mut undated = Vec::new();
    for (config, documents) in editions.iter().zip(documents.of_editions(&editions)) {
        for facts in documents.articles.iter().map(|held| &held.facts) {
            if !is_public(&facts.fields, config, now, options) {
                continue;
            }
            match review(facts, config, &documents) {
                Some(review) => reviews.push(review),
                None if facts.fields.review_every.is_some() => undated.push(facts.path.clone()),
                None => {}
            }
        }
    }
    reviews.sort_by(|a, b| (a.due, &a.path).cmp(&(b.due, &b.path)));
    undated.sort();
    let zone = &settings.config.timezone;
    let today = now.day(zone);
    let until = until.map_or(today, |date| date.day(zone));
    let later = reviews.partition_point(|review| review.due <= until);
    let next = reviews.drain(later..).next();
    let Config { title, base_url, .. } = settings.config;
    let schedule = Schedule { title, base_url, now, today, until, reviews, next, undated };
    Ok(Due { diagnostics, schedule: Some(schedule) })
}

fn is_public(fields: &ArticleFields, config: &Config, now: Instant, options: &Options) -> bool {
    let period = publish::period(fields, &config.timezone, options.drafts, options.future);
    period.is_some_and(|(from, until)| from.is_none_or(|from| from <= now) && until.is_none_or(|until| now < until))
}

fn review(facts: &Facts<ArticleFields>, config: &Config, documents: &Documents) -> Option<Review> {
    let fields = &facts.fields;
    let zone = &config.timezone;
    let names = |people: &[PersonRef]| people.iter().map(|person| name(person, documents)).collect();
    Some(Review {
        due: review::due(fields, zone)?,
        path: facts.path.clone(),
        title: fields.title.value.clone(),
        address: format!("{}{}", config.base_url, routes::of_article(facts).href("")),
        last: review::last(fields, zone)?,
        is_reviewed: fields.reviewed.is_some(),
        reviewers: names(&fields.reviewers),
        authors: names(&fields.authors),
    })
}

/// The name of a person; of one without a file, the id.
fn name(person: &PersonRef, documents: &Documents) -> String {
    match person {
        PersonRef::Inline(fields, _) => fields.name.value.clone(),
        PersonRef::Id(id) => {
            let known = documents.people.iter().find(|person| person.facts.place().stem() == id.value);
            known.map_or_else(|| id.value.clone(), |person| person.facts.fields.name.value.clone())
        }
    }
}
