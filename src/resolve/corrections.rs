//! The corrections of the whole site.

use std::cmp::Reverse;

use super::{ArticleId, Input};
use crate::resolve::publish::Public;

/// A correction of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The article.
    pub article: ArticleId,
    /// Which of its corrections: an index into its front matter's.
    pub correction: usize,
}

/// All corrections of public articles, newest first; those of one instant in the order of their articles.
pub fn list(input: &Input<'_>, public: &Public) -> Vec<Corrected> {
    let zone = &input.config.timezone;
    let mut dated = Vec::new();
    for (article, facts) in public.articles.iter().enumerate() {
        for (correction, written) in facts.fields.corrections.iter().enumerate() {
            dated.push((Reverse(written.date.value.instant(zone)), Corrected { article, correction }));
        }
    }
    dated.sort_by_key(|(instant, _)| *instant);
    dated.into_iter().map(|(_, corrected)| corrected).collect()
}
