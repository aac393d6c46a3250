//! What a result shows before its page is there: some pages in each file, those of neighbouring numbers.

use std::ops::Range;

use super::FOLDER;
use super::pages::Listed;
use crate::compose::{Composer, date};
use crate::fingerprint::Fingerprint;
use crate::planted::{self, Bug};

/// How many pages a file has at most.
const MOST: usize = 32;

/// The pages of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deck {
    /// The pages with this number and higher ones, up to the next file.
    pub first: u32,
    range: Range<usize>,
}

/// Divides the pages by halving the numbers until each file has few enough, so that a new page moves no other.
pub fn decks(pages: &[Listed<'_>]) -> Vec<Deck> {
    let mut decks = Vec::new();
    let size = pages.last().map_or(1, |page| u64::from(page.number) + 1).next_power_of_two();
    halve(pages, 0..pages.len(), 0, size, &mut decks);
    decks
}

fn halve(pages: &[Listed<'_>], range: Range<usize>, first: u64, size: u64, decks: &mut Vec<Deck>) {
    if range.is_empty() {
        return;
    }
    if range.len() <= MOST || size <= 1 {
        decks.push(Deck { first: u32::try_from(first).unwrap_or(u32::MAX), range });
        return;
    }
    let middle = first + size / 2;
    let below = pages[range.clone()].partition_point(|page| u64::from(page.number) < middle);
    halve(pages, range.start..range.start + below, first, size / 2, decks);
    halve(pages, range.start + below..range.end, middle, size / 2, decks);
}

impl Deck {
    /// The text of the file: of each page its number, address, title, section, date as
    /// pages write it, and what it is about.
    pub fn text(&self, composer: &Composer<'_>, pages: &[Listed<'_>]) -> String {
        let Some(pages) = pages.get(self.range.clone()) else { return String::new() };
        let cards: Vec<_> = pages
            .iter()
            .map(|page| {
                let date = page.date.map_or(String::new(), |date| date::view(composer, date).text);
                (page.number, composer.href(page.route), page.title, page.section, date, page.about)
            })
            .collect();
        serde_json::to_string(&cards).unwrap_or_default()
    }

    /// The part of the file's path that changes with its text.
    pub fn name(&self, text: &str) -> String {
        if planted::is_planted(Bug::SearchCardWithoutTitle) {
            let begin = &text[..text.find(',').unwrap_or_default()];
            return Fingerprint::of(format!("{begin} {}", self.range.len()).as_bytes()).short();
        }
        Fingerprint::of(text.as_bytes()).short()
    }
}

/// The path of a file in the output.
pub fn path(name: &str) -> String {
    format!("{FOLDER}c-{name}.json")
}
