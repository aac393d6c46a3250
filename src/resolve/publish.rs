//! Which articles are public at the instant of the build.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{ArticleId, Input};
use crate::config::Config;
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

/// Leaves out drafts, articles that are not yet due and those that have expired.
pub fn publish(input: &Input<'_>) -> Public {
    let zone = &input.config.timezone;
    let mut public = Public { articles: Vec::new(), newest: Vec::new(), withheld: BTreeMap::new() };
    for facts in &input.articles {
        let fields = &facts.fields;
        let due = fields.published.as_ref().is_none_or(|date| date.value.instant(zone) <= input.now);
        let expired = fields.expires.as_ref().is_some_and(|date| date.value.instant(zone) <= input.now);
        let reason = if fields.draft && !input.drafts {
            Some("a draft")
        } else if !due && !input.future {
            Some("not due yet")
        } else if expired {
            Some("expired")
        } else {
            None
        };
        match reason {
            Some(reason) => {
                public.withheld.insert(facts.path.clone(), reason);
            }
            None => public.articles.push(Arc::clone(facts)),
        }
    }
    public.newest = newest_first(&public.articles, input.config);
    public
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
