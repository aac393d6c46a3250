//! The pages of a list.

use super::Composer;
use super::view::{PageOfListView, PaginationView};
use crate::resolve::routes::page_of;
use crate::route::Route;

/// How many pages before this one, and behind it, are listed besides the first and the last.
const AROUND: usize = 2;

/// The pages of a list that begins at `first`, as seen from one of them.
pub fn view(composer: &Composer<'_>, first: &Route, current: usize, total: usize) -> PaginationView {
    let url = |page: usize| composer.href(&page_of(first, page));
    let listed = shown(current, total).map(|(page, gap)| PageOfListView {
        title: page.to_string(),
        url: url(page),
        current: page == current,
        gap,
    });
    PaginationView {
        current,
        total,
        pages: listed.collect(),
        previous: (current > 1).then(|| url(current - 1)),
        next: (current < total).then(|| url(current + 1)),
    }
}

/// The pages that are listed on one of them, each with whether pages before it are left out.
fn shown(current: usize, total: usize) -> impl Iterator<Item = (usize, bool)> {
    let around = current.saturating_sub(AROUND).max(1)..=(current + AROUND).min(total);
    let first = (*around.start() > 1).then_some(1);
    let last = (*around.end() < total).then_some(total);
    first.into_iter().chain(around).chain(last).scan(0, |before, page| {
        let gap = page > *before + 1;
        *before = page;
        Some((page, gap))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page_lists_the_first_the_last_and_those_around_it() {
        let shown = |current, total| {
            let one = |(page, gap): (usize, bool)| if gap { format!("… {page}") } else { page.to_string() };
            super::shown(current, total).map(one).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(1, 1), "1");
        assert_eq!(shown(1, 3), "1 2 3");
        assert_eq!(shown(1, 9), "1 2 3 … 9");
        assert_eq!(shown(4, 9), "1 2 3 4 5 6 … 9");
        assert_eq!(shown(5, 9), "1 … 3 4 5 6 7 … 9");
        assert_eq!(shown(9, 9), "1 … 7 8 9");
    }
}
