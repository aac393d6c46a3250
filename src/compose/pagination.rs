//! The pages of a list.

use super::Composer;
use super::view::{LinkView, PaginationView};
use crate::resolve::routes::page_of;
use crate::route::Route;

/// The pages of a list that begins at `first`, as seen from one of them.
pub fn view(composer: &Composer<'_>, first: &Route, current: usize, total: usize) -> PaginationView {
    let url = |page: usize| composer.href(&page_of(first, page));
    PaginationView {
        current,
        total,
        pages: (1..=total).map(|page| LinkView { title: page.to_string(), url: url(page) }).collect(),
        previous: (current > 1).then(|| url(current - 1)),
        next: (current < total).then(|| url(current + 1)),
    }
}
