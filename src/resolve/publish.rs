//! Which articles are public at the instant of the build.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{ArticleId, Input};
use crate::config::Config;
use crate::date::{Instant, Zone};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::Facts;
use crate::parse::front_matter::ArticleFields;
use crate::text::RelPath;

/// The public articles, and why the others are not.
pub struct Public {
    /// Sorted by path.
    pub articles: Vec<Arc<Facts<ArticleFields>>>,
    /// All of them: newest first, those without a date last, then by title.
    pub newest: Vec<ArticleId>,
    /// Why an article is left out: `a draft`, `not due yet`, `expired`.
    pub withheld: BTreeMap<RelPath, &'static str>,
}

/// Why an article is left out.
pub const DRAFT: &str = "a draft";
/// Why an article is left out.
pub const NOT_DUE: &str = "not due yet";
/// Why an article is left out.
pub const EXPIRED: &str = "expired";

/// Leaves out drafts, articles that are not yet due and those that have expired.
pub fn publish(input: &Input<'_>) -> Public {
    publish_with(input, &[])
}

/// As [`publish`], but what would be left out for one of these reasons is public.
pub fn publish_with(input: &Input<'_>, with: &[&str]) -> Public {
    let zone = &input.config.timezone;
    let mut public = Public { articles: Vec::new(), newest: Vec::new(), withheld: BTreeMap::new() };
    for facts in &input.articles {
        let fields = &facts.fields;
        let due = fields.published.as_ref().is_none_or(|date| date.value.instant(zone) <= input.now);
        let expired = fields.expires.as_ref().is_some_and(|date| date.value.instant(zone) <= input.now);
        let reason = if fields.draft && !input.drafts {
            Some(DRAFT)
        } else if !due && !input.future {
            Some(NOT_DUE)
        } else if expired {
            Some(EXPIRED)
        } else {
            None
        };
        match reason {
            Some(reason) if !with.contains(&reason) => {
                public.withheld.insert(facts.path.clone(), reason);
            }
            _ => public.articles.push(Arc::clone(facts)),
        }
    }
    public.newest = newest_first(&public.articles, input.config);
    public
}

/// Warns of articles that nobody will ever see.
pub fn check(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let zone = &input.config.timezone;
    for facts in &input.articles {
        let (Some(published), Some(expires)) = (&facts.fields.published, &facts.fields.expires) else { continue };
        if period(&facts.fields, zone, true, false).is_some() {
            continue;
        }
        let (first, last) = (published.value.iso(zone), expires.value.iso(zone));
        let message = format!("this article expires on {last}, and is published only on {first}: nobody will see it");
        diagnostics.push(
            Diagnostic::new(Code::NeverPublished, &facts.path, expires.span, message)
                .related(&facts.path, Some(published.span), "published")
                .help("write a later `expires`, or delete it"),
        );
    }
}

fn newest_first(articles: &[Arc<Facts<ArticleFields>>], config: &Config) -> Vec<ArticleId> {
    let instant = |facts: &Arc<Facts<ArticleFields>>| {
        facts.fields.published.as_ref().map(|date| date.value.instant(&config.timezone))
    };
    let instants: Vec<_> = articles.iter().map(instant).collect();
    let mut ids: Vec<ArticleId> = (0..articles.len()).collect();
    ids.par_sort_unstable_by_key(|id| {
        (instants[*id].is_none(), Reverse(instants[*id]), &articles[*id].fields.title.value, *id)
    });
    ids
}

/// From when on and until before when an article is public; `None` if it never is.
pub fn period(
    fields: &ArticleFields,
    zone: &Zone,
    drafts: bool,
    future: bool,
) -> Option<(Option<Instant>, Option<Instant>)> {
    let from = fields.published.as_ref().filter(|_| !future).map(|date| date.value.instant(zone));
    let until = fields.expires.as_ref().map(|date| date.value.instant(zone));
    let is_empty = from.zip(until).is_some_and(|(from, until)| until <= from);
    (!is_empty && (drafts || !fields.draft)).then_some((from, until))
}
