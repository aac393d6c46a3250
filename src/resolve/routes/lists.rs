//! The addresses of the lists of the whole site and of their pages.

use super::claims::PAGE_OF_LIST;
use super::page_of;
use crate::config::Config;
use crate::resolve::dataset::RowPage;
use crate::resolve::library::Library;
use crate::resolve::series::AllSeries;
use crate::resolve::taxonomies::Terms;
use crate::route::Route;

/// What the lists of the whole site are made of.
pub struct Lists<'a> {
    /// The terms of articles.
    pub terms: &'a Terms,
    /// The series of articles.
    pub series: &'a AllSeries,
    /// The works that articles cite.
    pub library: &'a Library,
    /// How many questions there are.
    pub questions: usize,
    /// How many corrections there are.
    pub corrections: usize,
    /// The pages that are made of rows of data.
    pub rows: &'a [RowPage],
}

/// The list of all works.
pub const SOURCES: &str = "/sources/";
/// The list of all questions.
pub const QUESTIONS: &str = "/questions/";
/// The list of all corrections.
pub const CORRECTIONS: &str = "/corrections/";

/// How many works, questions or corrections stand in the place of an article on a page of their list: each is a line.
const LINES: usize = 10;

fn lines_of_page(config: &Config) -> usize {
    config.per_page.max(1) * LINES
}

/// The part of a list of the whole site that one of its pages shows, counted from 1.
pub fn lines<'a, T>(all: &'a [T], page: usize, config: &Config) -> &'a [T] {
    let length = lines_of_page(config);
    let start = (page.saturating_sub(1) * length).min(all.len());
    &all[start..(start + length).min(all.len())]
}

/// How many pages a list of so many articles has, at least one.
pub fn pages_of_list(articles: usize, config: &Config) -> usize {
    articles.div_ceil(config.per_page.max(1)).max(1)
}

/// How many pages a list of the whole site has: none if it is empty.
pub fn pages_of_lines(count: usize, config: &Config) -> usize {
    count.div_ceil(lines_of_page(config))
}

/// The addresses of the lists of the whole site and of sources, each with what claims it.
pub(super) fn claimed_lists(lists: &Lists<'_>, config: &Config) -> Vec<(&'static str, Route)> {
    let Lists { terms: _, series: _, library, questions, corrections, rows: _ } = lists;
    let mut routes = Vec::new();
    for (what, first, count) in [
        ("the list of sources", SOURCES, library.works.len()),
        ("the list of questions", QUESTIONS, *questions),
        ("the list of corrections", CORRECTIONS, *corrections),
    ] {
        routes.extend(
            (1..=pages_of_lines(count, config))
                .map(|page| (if page == 1 { what } else { PAGE_OF_LIST }, page_of(&Route::new(first), page))),
        );
    }
    let sources = library.works.iter().filter_map(|work| work.page.as_deref());
    routes.extend(sources.map(|route| ("the page of a source", route.clone())));
    routes
}
