//! Links that lead somewhere today and will lead nowhere, once dates of publication have passed.

use std::collections::{BTreeMap, BTreeSet};

use super::Input;
use super::publish::period;
use crate::date::Instant;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Facts, Link, LinkTarget};
use crate::parse::front_matter::ArticleFields;
use crate::text::RelPath;

/// From when on and until before when an article is public.
type Period = (Option<Instant>, Option<Instant>);

/// Warns of links by file that a later build will not find, though nobody changes a word: to an article that is published
/// after the one that links to it, or expires before it.
///
/// What is wrong already is told where links are followed.
pub fn check(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let changing = changing(input);
    if changing.is_empty() {
        return;
    }
    for facts in &input.articles {
        let Some(own) = period_of(input, facts) else { continue };
        if own.1.is_some_and(|until| until <= input.now) {
            continue;
        }
        let mut told = BTreeSet::new();
        for link in &facts.references.links {
            let Some((other, theirs)) = changing_target(facts, link, &changing) else { continue };
            if other.path != facts.path
                && let Some((message, help)) = mistake(input, (facts, own), (other, theirs))
                && told.insert(&other.path)
            {
                diagnostics.push(Diagnostic::new(Code::LinkWillBreak, &facts.path, link.span, message).help(help));
            }
        }
    }
}

/// The articles that come or go in the time to come, by their paths and by those that they have without a language.
fn changing<'a>(input: &'a Input<'_>) -> BTreeMap<&'a RelPath, (&'a Facts<ArticleFields>, Period)> {
    let is_later = |instant: Option<Instant>| instant.is_some_and(|instant| instant > input.now);
    let mut changing = BTreeMap::new();
    for facts in &input.articles {
        if let Some((from, until)) = period_of(input, facts).filter(|(from, until)| is_later(*from) || is_later(*until))
        {
            for path in [&facts.path, facts.place()] {
                changing.insert(path, (&**facts, (from, until)));
            }
        }
    }
    changing
}

fn period_of(input: &Input<'_>, facts: &Facts<ArticleFields>) -> Option<Period> {
    period(&facts.fields, &input.config.timezone, input.drafts, input.future)
}

/// The article that a link by file leads to, if it is one of those.
fn changing_target<'a>(
    from: &Facts<ArticleFields>,
    link: &Link,
    changing: &BTreeMap<&'a RelPath, (&'a Facts<ArticleFields>, Period)>,
) -> Option<(&'a Facts<ArticleFields>, Period)> {
    let LinkTarget::File { path, .. } = &link.target else { return None };
    let path = from.path.sibling(path)?;
    let of_bundle = || changing.get(&RelPath::new(&format!("{path}/index.md"))?);
    changing.get(&path).or_else(of_bundle).copied()
}

/// What is wrong with a link from one article to another, and what to do about it.
fn mistake(
    input: &Input<'_>,
    (own, (from, until)): (&Facts<ArticleFields>, Period),
    (other, (their_from, their_until)): (&Facts<ArticleFields>, Period),
) -> Option<(String, &'static str)> {
    let zone = &input.config.timezone;
    let path = &other.path;
    let comes = from.filter(|from| *from > input.now);
    // A link from what is public to what is not yet is an error today.
    if comes.is_none() && their_from.is_some_and(|theirs| theirs > input.now) {
        return None;
    }
    if let (Some(comes), Some(published)) = (comes, &own.fields.published)
        && their_from.is_some_and(|theirs| theirs > comes)
    {
        let theirs = other.fields.published.as_ref()?.value.iso(zone);
        let message = format!(
            "this article is published on {}, and `{path}` only on {theirs}: the link would lead nowhere until then",
            published.value.iso(zone)
        );
        return Some((message, "publish the other one first, or take the link out until then"));
    }
    let expires = their_until.filter(|theirs| *theirs > input.now && until.is_none_or(|until| until > *theirs))?;
    let date = other.fields.expires.as_ref()?.value.iso(zone);
    let message = match comes.is_some_and(|comes| comes >= expires) {
        true => format!("`{path}` expires on {date}, before this article is published: the link would lead nowhere"),
        false => format!("`{path}` expires on {date}: the link will lead nowhere from then on"),
    };
    Some((message, "link to what stays, or take the link out before that day"))
}
