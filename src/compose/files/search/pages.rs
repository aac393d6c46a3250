//! The pages that the search finds, and their numbers.

use std::sync::Arc;

use rayon::prelude::*;

use crate::compose::PageKey;
use crate::compose::brief::{Brief, Briefs, Credited, Credits};
use crate::compose::meta;
use crate::config::Config;
use crate::date::{Date, Zone};
use crate::fingerprint;
use crate::parse::search::{self, WordList};
use crate::route::Route;

/// How many numbers a day has before it takes those of the next.
const A_DAY: u64 = 16;

const SECONDS_A_DAY: i64 = 86_400;

/// A page that is found.
pub struct Listed<'b> {
    /// Which page.
    pub key: PageKey,
    /// Its number: the later the page, the higher.
    pub number: u32,
    /// Where it is.
    pub route: &'b Route,
    /// Its title.
    pub title: &'b str,
    /// The title of its section; empty if it has none.
    pub section: &'b str,
    /// The date that it shows, if any.
    pub date: Option<Date>,
    /// What it is about.
    pub about: &'b str,
    /// The words that are not in its own word list.
    pub names: Arc<WordList>,
    /// The hash of its address.
    pub(super) hash: u64,
}

/// Lists the pages that are found, by number: articles, plain pages, people and pages of rows, but for those that search engines are
/// to leave out.
pub fn list<'b>(briefs: &'b Briefs<'_>, keys: &[PageKey], config: &Config) -> Vec<Listed<'b>> {
    let mut pages: Vec<(u64, Listed<'b>)> =
        keys.par_iter().filter_map(|key| listed(*key, briefs.of(*key), config)).collect();
    pages.par_sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.route.cmp(other.route)));
    let mut next = 0;
    for (wanted, page) in &mut pages {
        page.number = u32::try_from(*wanted).unwrap_or(u32::MAX).max(next);
        next = page.number.saturating_add(1);
    }
    pages.into_iter().map(|(_, page)| page).collect()
}

/// A page with the number that it would have if it were the only one.
fn listed<'b>(key: PageKey, brief: Brief<'b>, config: &Config) -> Option<(u64, Listed<'b>)> {
    let page = |route: &'b Route, title, names| Listed {
        key,
        number: 0,
        route,
        title,
        section: "",
        date: None,
        about: "",
        names: Arc::new(names),
        hash: fingerprint::short(route.as_str().as_bytes()),
    };
    match brief {
        Brief::Article(brief) => {
            let article = brief.article;
            if article.facts.fields.noindex {
                return None;
            }
            let names = names(&brief.credits);
            let page = page(&article.route, &article.facts.fields.title.value, names);
            let day = article.published.map(|date| date.day(&config.timezone));
            let section = brief.section.and_then(|section| section.title).unwrap_or_default();
            let days = day.map_or(0, |day| Date::Day(day).instant(&Zone::utc()).seconds() / SECONDS_A_DAY);
            let wanted = u64::try_from(days).unwrap_or_default() * A_DAY + page.hash % A_DAY;
            let about = meta::description(article);
            Some((wanted, Listed { section, date: article.published, about, ..page }))
        }
        Brief::Person(brief) => {
            let person = brief.member.person;
            let fields = &person.facts.fields;
            let about = fields.role.as_deref().or(fields.credentials.as_deref()).unwrap_or_default();
            let page = page(&person.route, &fields.name.value, search::of_person(fields));
            Some((page.hash % A_DAY, Listed { about, ..page }))
        }
        Brief::Row(brief) => {
            let row = brief.page;
            let page = page(&row.route, &row.title, search::of_row(&row.title, &row.description));
            Some((page.hash % A_DAY, Listed { about: &row.description, ..page }))
        }
        // Lists hold what is found by itself.
        Brief::Home(_)
        | Brief::Section(_)
        | Brief::People(_)
        | Brief::Term(_)
        | Brief::Terms(_)
        | Brief::Series(_)
        | Brief::Source(_)
        | Brief::Sources(_)
        | Brief::Questions(_)
        | Brief::Corrections(_)
        | Brief::NotFound(_)
        | Brief::Search(_) => None,
    }
}

/// The names of all people of an article.
fn names(credits: &Credits<'_>) -> WordList {
    let Credits { authors, reviewers, editors, fact_checkers, contributors } = credits;
    let all = [authors, reviewers, editors, fact_checkers, contributors].into_iter().flatten();
    search::of_names(all.map(|credited| match credited {
        Credited::Member(member) => member.person.facts.fields.name.value.as_str(),
        Credited::Inline(fields) => fields.name.value.as_str(),
    }))
}
