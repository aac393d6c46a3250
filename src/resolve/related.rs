//! Which articles are about the same.
//!
//! The score of two articles is a sum of what they share, each worth the more the fewer articles have it: a feature that
//! `n` of `N` articles have is worth `log2((N + 1) / n)` bits.
//!
//! - A term counts thrice, and so does a work that both cite (see [`Library`]).
//! - A word of title, dek or headings counts once.
//! - A link from one to the other counts [`LINK`], in each direction.
//!
//! Words alone relate articles from [`WORDS_ALONE`] on. Of equal scores the newest article comes first. All is in whole
//! numbers, sixteenths of a bit, so it is the same on every machine. For each article its features are followed from the
//! most worth down, until [`WALK`] articles have been met: so the work grows with the site, never with its square.

use rayon::prelude::*;

use super::publish::Public;
use super::sources::Ledger;
use super::{Article, ArticleId, NumberedSource, Term};
use crate::fingerprint;
use crate::parse::front_matter::{Kind, Source};

/// What a link is worth, in sixteenths of a bit.
const LINK: u32 = 8 * 16;

/// What shared words must be worth if nothing else is shared, in sixteenths of a bit.
const WORDS_ALONE: u32 = 6 * 16;

/// How often a term or a work counts.
const THRICE: u32 = 3;

/// How many articles are looked at for one, at most.
const WALK: usize = 1000;

/// Marks a score that not only words made.
const STRONG: u32 = 1 << 31;

/// What relates articles besides their facts.
pub struct Input<'a> {
    /// The public articles.
    pub public: &'a Public,
    /// The same, connected: their works, and the articles that they mention and name.
    pub articles: &'a [Article],
    /// The terms.
    pub terms: &'a [Term],
    /// The ledger.
    pub ledger: &'a Ledger<'a>,
    /// How many articles to find.
    pub limit: usize,
}

/// Finds for each article those that are about the same, best first; those that the author names are not among them.
///
/// An article that names some has so many fewer. Plain pages have none.
pub fn relate(input: &Input<'_>) -> Vec<Vec<ArticleId>> {
    if input.limit == 0 {
        return vec![Vec::new(); input.articles.len()];
    }
    let features = Features::of(input);
    let mut rank = vec![0; input.articles.len()];
    for (place, article) in input.public.newest.iter().enumerate() {
        rank[*article] = place;
    }
    let scratch = || Scores { of: vec![0; input.articles.len()], met: Vec::new() };
    (0..input.articles.len())
        .into_par_iter()
        .map_init(scratch, |scores, article| best(input, &features, &rank, article, scores))
        .collect()
}

/// The scores of those articles that share something with one.
struct Scores {
    of: Vec<u32>,
    met: Vec<u32>,
}

impl Scores {
    fn add(&mut self, article: usize, worth: u32, strong: u32) {
        let score = &mut self.of[article];
        if *score == 0 {
            self.met.push(article as u32);
        }
        *score = (*score + worth) | strong;
    }
}

fn best(
    input: &Input<'_>,
    features: &Features,
    rank: &[usize],
    article: ArticleId,
    scores: &mut Scores,
) -> Vec<ArticleId> {
    let this = &input.articles[article];
    let wanted = input.limit.saturating_sub(this.named.len());
    if wanted == 0 || is_page(input, article) {
        return Vec::new();
    }
    let mut left = WALK;
    for feature in features.of_article(article) {
        let Feature { first, count, worth, strong } = features.all[*feature as usize];
        let Some(rest) = left.checked_sub(count as usize) else { break };
        left = rest;
        for other in &features.articles[first as usize..(first + count) as usize] {
            scores.add(*other as usize, worth, strong);
        }
    }
    for other in this.mentions.iter().chain(&this.mentioned_in) {
        scores.add(*other, LINK, STRONG);
    }
    let mut found: Vec<(u32, usize, ArticleId)> = Vec::with_capacity(wanted + 1);
    for other in scores.met.drain(..) {
        let other = other as usize;
        let score = std::mem::take(&mut scores.of[other]);
        let (score, is_strong) = (score & !STRONG, score & STRONG != 0);
        let key = (u32::MAX - score, rank[other], other);
        let is_weak = !is_strong && score < WORDS_ALONE;
        if is_weak || (found.len() == wanted && found.last().is_some_and(|last| *last < key)) {
            continue;
        }
        let is_shown = other == article
            || this.named.contains(&other)
            || is_page(input, other)
            || this
                .series
                .is_some_and(|(series, _)| input.articles[other].series.is_some_and(|(others, _)| others == series));
        if !is_shown {
            let at = found.partition_point(|one| *one < key);
            found.insert(at, key);
            found.truncate(wanted);
        }
    }
    found.into_iter().map(|(.., id)| id).collect()
}

fn is_page(input: &Input<'_>, article: ArticleId) -> bool {
    input.public.articles[article].fields.kind == Kind::Page
}

/// Something that several articles share.
#[derive(Clone, Copy)]
struct Feature {
    /// Where its articles begin in the list of all.
    first: u32,
    count: u32,
    worth: u32,
    /// [`STRONG`] for what relates by itself.
    strong: u32,
}

/// What articles share, both ways round.
struct Features {
    all: Vec<Feature>,
    /// By feature.
    articles: Vec<u32>,
    /// By article, from the most worth down; those of the article `n` end where those of the next begin.
    by_article: Vec<u32>,
    starts: Vec<u32>,
}

impl Features {
    fn of(input: &Input<'_>) -> Features {
        let total = input.articles.len();
        let mut features =
            Features { all: Vec::new(), articles: Vec::new(), by_article: Vec::new(), starts: Vec::new() };
        for term in input.terms {
            features.add(term.articles.iter().map(|article| *article as u32), total, THRICE, STRONG);
        }
        let library = Library::of(input);
        let works = input.articles.par_iter().enumerate().flat_map_iter(|(id, article)| {
            let works = article.connections.sources.iter().filter_map(|source| library.work(source));
            works.map(move |work| pair(work as u32, id))
        });
        features.add_all(works.collect(), total, THRICE, STRONG);
        let words = input.articles.par_iter().enumerate();
        let words = words.flat_map_iter(|(id, article)| article.facts.words.iter().map(move |word| pair(*word, id)));
        features.add_all(words.collect(), total, 1, 0);
        features.turn_round(total);
        features
    }

    /// Adds what the pairs share: each is a feature and an article that has it.
    fn add_all(&mut self, mut pairs: Vec<u64>, total: usize, times: u32, strong: u32) {
        pairs.par_sort_unstable();
        pairs.dedup();
        for of_one in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
            // What more articles have than are looked at is never followed.
            if (2..=WALK).contains(&of_one.len()) {
                self.add(of_one.iter().map(|pair| *pair as u32), total, times, strong);
            }
        }
    }

    fn add(&mut self, articles: impl Iterator<Item = u32>, total: usize, times: u32, strong: u32) {
        let first = self.articles.len();
        self.articles.extend(articles);
        let count = self.articles.len() - first;
        if !(2..=WALK).contains(&count) {
            self.articles.truncate(first);
            return;
        }
        let worth = times * rarity(count, total);
        self.all.push(Feature { first: first as u32, count: count as u32, worth, strong });
    }

    /// Lists the features of each article.
    fn turn_round(&mut self, total: usize) {
        let mut order: Vec<u32> = (0..).take(self.all.len()).collect();
        order.sort_by_key(|feature| u32::MAX - self.all[*feature as usize].worth);
        let mut starts = vec![0_u32; total + 1];
        for article in &self.articles {
            starts[*article as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        self.by_article = vec![0; self.articles.len()];
        for feature in order {
            let Feature { first, count, .. } = self.all[feature as usize];
            for article in &self.articles[first as usize..(first + count) as usize] {
                let place = &mut next[*article as usize];
                self.by_article[*place as usize] = feature;
                *place += 1;
            }
        }
        self.starts = starts;
    }

    fn of_article(&self, article: ArticleId) -> &[u32] {
        &self.by_article[self.starts[article] as usize..self.starts[article + 1] as usize]
    }
}

fn pair(feature: u32, article: ArticleId) -> u64 {
    u64::from(feature) << 32 | article as u64
}

/// `log2((total + 1) / count)` in sixteenths, at least 1; between two powers of two along a straight line.
fn rarity(count: usize, total: usize) -> u32 {
    let ratio = ((total as u64 + 1) << 16) / (count as u64).max(1);
    let power = ratio.max(1).ilog2();
    let beyond = (ratio << 4 >> power) as u32 & 15;
    (power * 16 + beyond).saturating_sub(16 * 16).max(1)
}

/// What tells one work from another: its DOI, else its address, else its key in the ledger.
struct Library<'a> {
    ledger: &'a Ledger<'a>,
    /// The DOIs of works that have an address, too, by that: who gives but the address means the same.
    dois: Vec<(u64, u64)>,
}

impl<'a> Library<'a> {
    fn of(input: &Input<'a>) -> Library<'a> {
        let both = |numbered: &NumberedSource| {
            let Source { doi, url, .. } = &*numbered.source;
            Some((address_print(&url.as_ref()?.value), doi_print(&doi.as_ref()?.value)))
        };
        let sources = input.articles.par_iter().flat_map_iter(|article| &article.connections.sources);
        let mut dois: Vec<(u64, u64)> = sources.filter_map(both).collect();
        dois.par_sort_unstable();
        dois.dedup_by_key(|(address, _)| *address);
        Library { ledger: input.ledger, dois }
    }

    /// The print of a work; `None` for one that no other article can mean.
    fn work(&self, NumberedSource { source, .. }: &NumberedSource) -> Option<u64> {
        let Source { id, doi, url, .. } = &**source;
        if let Some(doi) = doi {
            return Some(doi_print(&doi.value));
        }
        if let Some(url) = url {
            let address = address_print(&url.value);
            let doi = self.dois.binary_search_by_key(&address, |(address, _)| *address);
            return Some(doi.map_or(address, |at| self.dois[at].1));
        }
        self.ledger.holds(source).then(|| fingerprint::short(format!("key:{}", id.value).as_bytes()))
    }
}

fn doi_print(doi: &str) -> u64 {
    fingerprint::short(format!("doi:{}", doi.to_lowercase()).as_bytes())
}

/// The print of an address without scheme, `www.`, fragment and last slash, its host in lower case.
fn address_print(url: &str) -> u64 {
    let url = url.split('#').next().unwrap_or_default();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = url.find('/').map_or((url, ""), |at| url.split_at(at));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if matches!(host, "doi.org" | "dx.doi.org") {
        return doi_print(path.trim_matches('/'));
    }
    fingerprint::short(format!("{host}{}", path.trim_end_matches('/')).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fewer_articles_have_is_worth_more_and_what_all_have_almost_nothing() {
        assert_eq!(rarity(1, 15), 4 * 16);
        assert_eq!(rarity(2, 15), 3 * 16);
        assert_eq!(rarity(5000, 5000), 1);
        let worth: Vec<u32> = (1..=10_000).map(|count| rarity(count, 10_000)).collect();
        assert!(worth.is_sorted_by(|rarer, other| rarer >= other));
    }

    #[test]
    fn one_address_is_one_work_however_it_is_written() {
        let print = address_print("https://www.journal.example/a/Paper/");
        for same in
            ["http://Journal.example/a/Paper", "https://journal.example/a/Paper#page-3", "journal.example/a/Paper"]
        {
            assert_eq!(address_print(same), print, "{same}");
        }
        for other in ["https://journal.example/a/paper", "https://journal.example/a/Paper?page=2"] {
            assert_ne!(address_print(other), print, "{other}");
        }
        assert_eq!(address_print("https://doi.org/10.1000/ABC"), doi_print("10.1000/abc"));
    }
}
