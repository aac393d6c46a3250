//! Articles that no link leads to.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{ArticleId, PageId};

/// Which articles a link leads to, noted from all cores.
pub struct Linked(Vec<AtomicBool>);

impl Linked {
    /// None of so many articles.
    pub fn new(articles: usize) -> Linked {
        Linked((0..articles).map(|_| AtomicBool::new(false)).collect())
    }

    /// Notes that a link leads to a page.
    pub fn note(&self, page: PageId) {
        if let PageId::Article(id) = page
            && let Some(linked) = self.0.get(id)
        {
            linked.store(true, Ordering::Relaxed);
        }
    }

    /// The articles to which none does.
    pub fn orphans(&self) -> Vec<ArticleId> {
        let orphans = self.0.iter().enumerate().filter(|(_, linked)| !linked.load(Ordering::Relaxed));
        orphans.map(|(id, _)| id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_an_orphan_until_a_link_leads_to_it_and_other_pages_are_none() {
        let linked = Linked::new(3);
        assert_eq!(linked.orphans(), [0, 1, 2]);
        for page in [PageId::Article(1), PageId::Section(0), PageId::Person(2), PageId::Article(1), PageId::Article(3)]
        {
            linked.note(page);
        }
        assert_eq!(linked.orphans(), [0, 2]);
        assert!(Linked::new(0).orphans().is_empty());
    }
}
