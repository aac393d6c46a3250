//! What the search on the site reads in the reader's browser: full text, without a server.
//!
//! In: the pages that are found, each with its [word list](crate::parse::search). Out: files below `search/`, which
//! are all text, because hosts compress that:
//!
//! 1. [`pages`] lists what is found and numbers it: by day, and within a day by a hash of the address, so that a new or
//!    a changed page leaves the others their numbers.
//! 2. [`bounds`] divides the alphabet into parts of about as many words, always between two beginnings of words, so
//!    that all words that begin alike lie together.
//! 3. [`shards`] makes a file of each part: `w-HASH.txt`, the words with the numbers of the pages that have them. Its
//!    name is made from what it is made from, so an unchanged one is known by its name alone.
//! 4. [`cards`] makes the files that show a result, some pages in each: `c-HASH.json`.
//! 5. [`contents`] makes `index.json`, the one file with a name of its own, which says where all others are.
//!
//! A query reads `index.json` once, the parts of its words, and the cards of what it shows; the text around the words
//! found is taken from the page itself.

pub mod bounds;
pub mod cards;
pub mod contents;
mod digits;
pub mod pages;
pub mod shards;
mod stem;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::parse::search::WordList;
use crate::parse::search::list::head;

use pages::Listed;
use shards::Group;

/// The folder of all files of the search.
pub const FOLDER: &str = "search/";

/// The value of `[search] engine` with which they are made.
pub const BUILT_IN: &str = "built-in";

/// How many parts of the alphabet are walked through on their own.
const GROUPS: usize = 32;

/// All that the search finds.
pub struct Index<'b> {
    /// By number.
    pages: Vec<Listed<'b>>,
    /// By the number of their page: the words that it has, and the names of its people.
    lists: Vec<(u32, Arc<WordList>)>,
    /// Where the parts of the alphabet begin; the first is empty.
    bounds: Vec<String>,
    /// Where each group begins in each list: an offset, group by group.
    starts: Vec<Vec<u32>>,
    /// What the shards depend on besides their words.
    seed: Seed,
}

/// What the shards depend on besides their words.
pub struct Seed {
    /// The site's language.
    pub language: String,
    /// In how many pages a word has to stand to be everywhere.
    pub everywhere: usize,
}

impl<'b> Index<'b> {
    /// Joins pages and their words, which are in the order of the pages.
    pub fn new(pages: Vec<Listed<'b>>, words: Vec<WordList>, config: &Config) -> Index<'b> {
        let sample = bounds::sample(&pages, &words);
        let bounds = bounds::bounds(sample);
        let mut lists = Vec::with_capacity(2 * pages.len());
        for (page, words) in pages.iter().zip(words) {
            lists.push((page.number, Arc::new(words)));
            lists.push((page.number, Arc::clone(&page.names)));
        }
        lists.retain(|(_, list)| !list.0.is_empty());
        let everywhere = (pages.len().next_power_of_two() / 2).max(256);
        let seed = Seed { language: config.language.clone(), everywhere };
        let mut index = Index { pages, lists, bounds, starts: Vec::new(), seed };
        index.starts = index.find_starts();
        index
    }

    /// How many pages are found.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether nothing is found.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The pages by number.
    pub fn pages(&self) -> &[Listed<'b>] {
        &self.pages
    }

    /// The parts of the alphabet, some in each group, in order.
    pub fn groups(&self) -> Vec<Group<'_>> {
        self.starts
            .iter()
            .enumerate()
            .map(|(at, starts)| Group {
                bounds: &self.bounds,
                shards: self.shards(at),
                lists: &self.lists,
                starts,
                seed: &self.seed,
            })
            .collect()
    }

    /// Which parts a group has.
    fn shards(&self, group: usize) -> std::ops::Range<usize> {
        let (parts, groups) = (self.bounds.len(), self.bounds.len().min(GROUPS));
        group * parts / groups..(group + 1) * parts / groups
    }

    /// Finds where each group begins in each list.
    fn find_starts(&self) -> Vec<Vec<u32>> {
        let groups = self.bounds.len().min(GROUPS);
        let firsts: Vec<u64> =
            (0..groups).map(|group| head(self.bounds[self.shards(group).start].as_bytes())).collect();
        let of_list: Vec<[u32; GROUPS]> = self.lists.par_iter().map(|(_, list)| starts(list, &firsts)).collect();
        (0..groups).map(|group| of_list.iter().map(|starts| starts[group]).collect()).collect()
    }
}

/// Where the words from each bound on begin in a list.
fn starts(list: &WordList, bounds: &[u64]) -> [u32; GROUPS] {
    let mut starts = [u32::MAX; GROUPS];
    let length = list.0.len();
    let mut words = list.words();
    let mut at = 0;
    let mut group = 0;
    while group < bounds.len() && words.advance() {
        while bounds.get(group).is_some_and(|bound| words.head() >= *bound) {
            starts[group] = at;
            group += 1;
        }
        at = u32::try_from(length - words.left()).unwrap_or(u32::MAX);
    }
    starts[group..].fill(u32::try_from(length).unwrap_or(u32::MAX));
    starts
}
