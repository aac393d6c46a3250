//! Which articles link to which.

use super::{Article, ArticleId, PageId};

/// The articles among the pages that an article links to: sorted, each once, without itself.
pub fn of(article: ArticleId, pages: Vec<PageId>) -> Vec<ArticleId> {
    let articles = pages.into_iter().filter_map(|page| match page {
        PageId::Article(id) if id != article => Some(id),
        _ => None,
    });
    let mut articles: Vec<ArticleId> = articles.collect();
    articles.sort_unstable();
    articles.dedup();
    articles.shrink_to_fit();
    articles
}

/// Notes with each article which ones link to it, in the order of `newest`.
pub fn note(articles: &mut [Article], newest: &[ArticleId]) {
    let mut mentioned_in: Vec<Vec<ArticleId>> = vec![Vec::new(); articles.len()];
    for from in newest {
        for to in &articles[*from].mentions {
            mentioned_in[*to].push(*from);
        }
    }
    for (article, mentioned_in) in articles.iter_mut().zip(mentioned_in) {
        article.mentioned_in = mentioned_in;
    }
}
