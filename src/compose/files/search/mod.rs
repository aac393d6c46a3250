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
//!    name is the hash of its text.
//! 4. [`changes`] says of which parts a word changed since an earlier build: the others are as they were.
//! 5. [`cards`] makes the files that show a result, some pages in each: `c-HASH.json`.
//! 6. [`contents`] makes `index.json`, the one file with a name of its own, which says where all others are.
//!
//! A query reads `index.json` once, the parts of its words, and the cards of what it shows; the text around the words
//! found is taken from the page itself.

pub mod bounds;
pub mod cards;
pub mod changes;
pub mod contents;
mod digits;
pub mod pages;
pub mod shards;
mod stem;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::config::Config;
use crate::fingerprint::print;
use crate::parse::search::WordList;
use crate::planted;

use pages::Listed;
use shards::Group;

/// The folder of all files of the search.
pub const FOLDER: &str = "search/";

pub use crate::resolve::routes::BUILT_IN_SEARCH as BUILT_IN;

/// How many groups all parts of the alphabet make.
const GROUPS: usize = 32;

/// What the shards depend on besides their words.
#[derive(Clone, Debug, Hash)]
pub struct Seed {
    /// The site's language.
    pub language: String,
    /// In how many pages a word has to stand to be everywhere.
    pub everywhere: usize,
}

impl Seed {
    /// That of a site in which so many pages are found.
    pub fn new(pages: usize, config: &Config) -> Seed {
        Seed {
            language: config.language.clone(),
            everywhere: (pages.next_power_of_two() / 2).max(planted::limit(256, 4)),
        }
    }

    /// Its hash.
    pub fn print(&self) -> u64 {
        print(self)
    }
}

/// All words of the search, or those of some parts of the alphabet.
pub struct Index<'i> {
    /// Where the parts of the alphabet begin; the first is empty.
    pub bounds: &'i [String],
    /// By the number of their page: the words that it has, and the names of its people.
    pub lists: Vec<(u32, Arc<WordList>)>,
    /// What the shards depend on besides their words.
    pub seed: &'i Seed,
}

impl<'i> Index<'i> {
    /// Joins pages and their words, which are in the order of the pages.
    pub fn new(bounds: &'i [String], pages: &[Listed<'_>], words: Vec<WordList>, seed: &'i Seed) -> Index<'i> {
        let mut lists = Vec::with_capacity(2 * pages.len());
        for (page, words) in pages.iter().zip(words) {
            lists.push((page.number, Arc::new(words)));
            lists.push((page.number, Arc::clone(&page.names)));
        }
        lists.retain(|(_, list)| !list.0.is_empty());
        Index { bounds, lists, seed }
    }

    /// The parts of the alphabet that are wanted, some neighbours in each group, in order.
    pub fn groups(&self, wanted: &[bool]) -> Vec<Group<'_>> {
        let most = self.bounds.len().div_ceil(GROUPS).max(1);
        let mut groups: Vec<Group<'_>> = Vec::new();
        for at in wanted.iter().enumerate().filter_map(|(at, wanted)| wanted.then_some(at)) {
            match groups.last_mut() {
                Some(last) if last.shards.end == at && last.shards.len() < most => last.shards.end += 1,
                _ => {
                    groups.push(Group { bounds: self.bounds, shards: at..at + 1, lists: &self.lists, seed: self.seed })
                }
            }
        }
        groups
    }
}
