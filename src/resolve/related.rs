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
//!
//! All that is read is a [`Matter`], so what was found in equal matter before is found again without looking.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::library::without_scheme;
use super::publish::Public;
use super::sources::Ledger;
use super::{Article, ArticleId, NumberedSource, SeriesId, Term};
use crate::fingerprint;
use crate::parse::front_matter::{Kind, Source};
use crate::planted::{self, Bug};

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

/// What was found for each article, and the print of the matter it was found in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relations {
    matter: u64,
    /// Best first.
    found: Vec<Vec<u32>>,
}

impl Relations {
    /// By article: those that are about the same, best first.
    pub fn lists(&self) -> impl Iterator<Item = Vec<ArticleId>> {
        self.found.iter().map(|found| found.iter().map(|id| *id as ArticleId).collect())
    }

    /// Whether both were found in the same matter.
    pub fn are_of(&self, other: &Relations) -> bool {
        self.matter == other.matter
    }
}

/// Finds for each article those that are about the same, best first; those that the author names are not among them.
///
/// An article that names some has so many fewer. Plain pages have none. What is `known` stands if it was found in the
/// same matter.
pub fn relate(input: &Input<'_>, known: Option<&Relations>) -> Relations {
    let Input { public, articles, terms, ledger, limit } = *input;
    let library = Library::of(articles, ledger);
    let subjects = articles.par_iter().map(|article| Subject::of(article, &library)).collect();
    let terms = terms.iter().map(|term| term.articles.as_slice()).collect();
    let matter = Matter { subjects, terms, newest: &public.newest, limit };
    let print = fingerprint::print(&matter);
    if let Some(known) = known
        && (known.matter == print || planted::is_planted(Bug::RelationsOfOldMatter))
        && known.found.len() == articles.len()
    {
        return known.clone();
    }
    Relations { matter: print, found: matter.relate() }
}

/// All that tells what articles are about.
#[derive(Hash)]
struct Matter<'a> {
    subjects: Vec<Subject<'a>>,
    /// The articles of each term.
    terms: Vec<&'a [ArticleId]>,
    /// All articles, newest first.
    newest: &'a [ArticleId],
    /// How many articles to find.
    limit: usize,
}

/// What one article is about.
#[derive(Hash)]
struct Subject<'a> {
    words: &'a [u32],
    works: Vec<u64>,
    mentions: &'a [ArticleId],
    mentioned_in: &'a [ArticleId],
    named: &'a [ArticleId],
    series: Option<SeriesId>,
    is_page: bool,
}

impl<'a> Subject<'a> {
    fn of(article: &'a Article, library: &Library<'_>) -> Subject<'a> {
        Subject {
            words: &article.facts.words,
            works: article.connections.sources.iter().filter_map(|source| library.work(source)).collect(),
            mentions: &article.mentions,
            mentioned_in: &article.mentioned_in,
            named: &article.named,
            series: article.series.map(|(series, _)| series),
            is_page: article.facts.fields.kind == Kind::Page,
        }
    }
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

impl Matter<'_> {
    fn relate(&self) -> Vec<Vec<u32>> {
        let total = self.subjects.len();
        if self.limit == 0 {
            return vec![Vec::new(); total];
        }
        let features = Features::of(self);
        let mut rank = vec![0; total];
        for (place, article) in (0..).zip(self.newest) {
            rank[*article] = place;
        }
        let scratch = || Scores { of: vec![0; total], met: Vec::new() };
        (0..total)
            .into_par_iter()
            .map_init(scratch, |scores, article| self.best(&features, &rank, article, scores))
            .collect()
    }

    fn best(&self, features: &Features, rank: &[u32], article: ArticleId, scores: &mut Scores) -> Vec<u32> {
        let this = &self.subjects[article];
        let wanted = self.limit.saturating_sub(this.named.len());
        if wanted == 0 || this.is_page {
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
        for other in this.mentions.iter().chain(this.mentioned_in) {
            scores.add(*other, LINK, STRONG);
        }
        let mut found: Vec<(u32, u32, u32)> = Vec::with_capacity(wanted + 1);
        // Above this most need not be looked at any closer.
        let mut worst = u32::MAX;
        for other in scores.met.drain(..) {
            let score = std::mem::take(&mut scores.of[other as usize]);
            let (score, is_strong) = (score & !STRONG, score & STRONG != 0);
            let distance = u32::MAX - score;
            if distance > worst || (!is_strong && score < WORDS_ALONE) {
                continue;
            }
            let key = (distance, rank[other as usize], other);
            if found.len() == wanted && found.last().is_some_and(|last| *last < key) {
                continue;
            }
            let subject = &self.subjects[other as usize];
            let is_shown = other as usize == article
                || this.named.contains(&(other as usize))
                || subject.is_page
                || this.series.is_some_and(|series| subject.series == Some(series));
            if !is_shown {
                let at = found.partition_point(|one| *one < key);
                found.insert(at, key);
                found.truncate(wanted);
                if found.len() == wanted {
                    worst = found.last().map_or(u32::MAX, |last| last.0);
                }
            }
        }
        found.into_iter().map(|(.., id)| id).collect()
    }
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
    fn of(matter: &Matter<'_>) -> Features {
        let total = matter.subjects.len();
        let mut features =
            Features { all: Vec::new(), articles: Vec::new(), by_article: Vec::new(), starts: Vec::new() };
        for term in &matter.terms {
            features.add(term.iter().map(|article| *article as u32), total, THRICE, STRONG);
        }
        let subjects = || matter.subjects.par_iter().enumerate();
        let works =
            subjects().flat_map_iter(|(id, subject)| subject.works.iter().map(move |work| pair(*work as u32, id)));
        features.add_all(works.collect(), total, THRICE, STRONG);
        let words = subjects().flat_map_iter(|(id, subject)| subject.words.iter().map(move |word| pair(*word, id)));
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
    fn of(articles: &[Article], ledger: &'a Ledger<'a>) -> Library<'a> {
        let both = |numbered: &NumberedSource| {
            let Source { doi, url, .. } = &*numbered.source;
            let (doi, url) = (doi.as_ref()?, url.as_ref()?);
            Some((address_print(&url.value), doi_print(&doi.value)))
        };
        let sources = articles.par_iter().flat_map_iter(|article| &article.connections.sources);
        let mut dois: Vec<(u64, u64)> = sources.filter_map(both).collect();
        dois.par_sort_unstable();
        dois.dedup_by_key(|(address, _)| *address);
        Library { ledger, dois }
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
    let url = &url[..url.bytes().position(|byte| byte == b'#').unwrap_or(url.len())];
    let url = without_scheme(url).unwrap_or(url);
    let (host, path) = host_and_path(url);
    if !host.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        // Once it is in lower case it is read as it stands.
        return print_in_lower_case(&format!("{}{path}", host.to_lowercase()));
    }
    print_in_lower_case(url)
}

/// The same of an address without scheme and fragment whose host is in lower case.
fn print_in_lower_case(url: &str) -> u64 {
    let url = url.strip_prefix("www.").unwrap_or(url);
    let (host, path) = host_and_path(url);
    if matches!(host, "doi.org" | "dx.doi.org") {
        return doi_print(path.trim_matches('/'));
    }
    fingerprint::short(url.trim_end_matches('/').as_bytes())
}

fn host_and_path(url: &str) -> (&str, &str) {
    url.split_at(url.bytes().position(|byte| byte == b'/').unwrap_or(url.len()))
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
