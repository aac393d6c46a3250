//! A part of the alphabet: its words, and the pages that have them.
//!
//! A line of the file is a stem and the forms of it that the site uses, then the pages, by rising number:
//!
//! ```text
//! tide tides tidal:BQCAE…
//! ```
//!
//! A stem that is no form itself has `-` before it. Of each page stands how far its number is from the one before,
//! doubled, and one more if the word weighs more than 1 there: then the weight less 2 follows (see `digits`). Pages
//! that begin with `*` are not all that have the word: it is everywhere, and those are left out where it stands in the
//! body alone.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::stem::Stems;
use super::{FOLDER, Seed, digits};
use crate::fingerprint::Hasher;
use crate::parse::search::list::head;
use crate::parse::search::table::Table;
use crate::parse::search::{HEAVIEST, HEAVIEST_IN_BODY, WordList, Words};
use crate::planted::{self, Bug};

/// How many characters forms share that are put to one stem.
const SHARED: usize = 3;

/// Some parts of the alphabet, one behind the other.
pub struct Group<'i> {
    pub(super) bounds: &'i [String],
    pub(super) shards: Range<usize>,
    pub(super) lists: &'i [(u32, Arc<WordList>)],
    /// Where it begins in each list.
    pub(super) starts: &'i [u32],
    pub(super) seed: &'i Seed,
}

/// A part of the alphabet.
pub struct Shard<'g> {
    /// It has the words from this one on.
    pub bound: &'g str,
    /// The part of its path that is made from what it is made from.
    pub name: String,
    slices: Vec<Slice>,
    lists: &'g [(u32, Arc<WordList>)],
    seed: &'g Seed,
}

/// Its words in one list.
struct Slice {
    list: u32,
    /// Offsets into the list.
    start: u32,
    end: u32,
}

impl Group<'_> {
    /// Gives each part in order.
    ///
    /// # Errors
    /// The first that `take` fails with.
    pub fn each<E>(&self, mut take: impl FnMut(Shard<'_>) -> Result<(), E>) -> Result<(), E> {
        for (at, slices) in self.shards.clone().zip(self.slices()) {
            let bound = self.bounds.get(at).map_or("", String::as_str);
            let mut shard = Shard { bound, name: String::new(), slices, lists: self.lists, seed: self.seed };
            shard.name = shard.print();
            take(shard)?;
        }
        Ok(())
    }

    /// What each part has in each list: every list is walked through once.
    fn slices(&self) -> Vec<Vec<Slice>> {
        let mut slices: Vec<Vec<Slice>> = self.shards.clone().map(|_| Vec::new()).collect();
        let bounds = self.bounds.get(self.shards.start..).unwrap_or_default();
        let first = bounds.first().map_or(&[][..], |bound| bound.as_bytes());
        // A bound has at most as many bytes as a head, so heads compare as words do.
        let next: Vec<u64> = bounds.iter().skip(1).take(slices.len()).map(|bound| head(bound.as_bytes())).collect();
        for (list, ((_, words), start)) in (0..).zip(self.lists.iter().zip(self.starts)) {
            let Some(bytes) = words.0.get(*start as usize..) else { continue };
            let offset = |words: &Words<'_>| start + u32::try_from(bytes.len() - words.left()).unwrap_or(u32::MAX);
            let mut words = Words::new(bytes, first);
            let (mut at, mut start, mut end) = (0, *start, *start);
            while words.advance() {
                if next.get(at).is_some_and(|next| words.head() >= *next) {
                    if end > start {
                        slices[at].push(Slice { list, start, end });
                    }
                    while next.get(at).is_some_and(|next| words.head() >= *next) {
                        at += 1;
                    }
                    start = end;
                    if at >= slices.len() {
                        break;
                    }
                }
                end = offset(&words);
            }
            if end > start && at < slices.len() {
                slices[at].push(Slice { list, start, end });
            }
        }
        slices
    }
}

/// The path of a shard in the output.
pub fn path(name: &str) -> String {
    format!("{FOLDER}w-{name}.txt")
}

/// The pages that have a word: numbers and weights.
type Pages = Vec<(u32, u8)>;

impl Shard<'_> {
    /// The page and the words of each slice.
    fn words(&self) -> impl Iterator<Item = (u32, Words<'_>)> {
        self.slices.iter().filter_map(|slice| {
            let (page, list) = self.lists.get(slice.list as usize)?;
            let bytes = list.0.get(slice.start as usize..slice.end as usize)?;
            Some((*page, Words::new(bytes, self.bound.as_bytes())))
        })
    }

    /// What tells it from every other.
    fn print(&self) -> String {
        let mut hasher = Hasher::default();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(self.seed.language.as_bytes());
        hasher.update(&(self.seed.everywhere as u64).to_le_bytes());
        for (page, mut words) in self.words() {
            // How the first word is written depends on the one before it, which may be none of this part.
            words.advance();
            let rest = planted::either(Bug::ShardByFirstWords, &[][..], words.rest());
            let [a, b, c, d] = page.to_le_bytes();
            hasher.update(&[a, b, c, d, words.weight(), words.word().len() as u8]);
            hasher.update(words.word());
            hasher.update(&(rest.len() as u64).to_le_bytes());
            hasher.update(rest);
        }
        hasher.finish().0.short()
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut forms = Table::default();
        let mut pages: Vec<Pages> = Vec::new();
        for (page, mut words) in self.words() {
            while words.advance() {
                let Some(form) = forms.number(words.word()) else { continue };
                if form == pages.len() {
                    pages.push(Vec::new());
                }
                pages[form].push((page, words.weight()));
            }
        }
        let stems = Stems::of(&self.seed.language);
        let mut families: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for at in 0..forms.len() {
            let form = String::from_utf8_lossy(forms.word(at));
            let begin = form.chars().take(SHARED).collect();
            families.entry((stems.stem(&form).into_owned(), begin)).or_default().push(at);
        }
        let mut text = String::new();
        for ((stem, _), members) in &families {
            let mut named: Vec<&[u8]> = members.iter().map(|at| forms.word(*at)).collect();
            named.sort_unstable();
            line(stem, &named, joined(members, &mut pages), self.seed.everywhere, &mut text);
        }
        text
    }
}

/// The pages of all forms of a stem, by number.
fn joined(members: &[usize], pages: &mut [Pages]) -> Pages {
    let mut all: Pages = members.iter().flat_map(|at| std::mem::take(&mut pages[*at])).collect();
    all.sort_unstable();
    let mut joined: Pages = Vec::with_capacity(all.len());
    for (page, weight) in all {
        match joined.last_mut() {
            Some((last, sum)) if *last == page => *sum = sum.saturating_add(weight).min(HEAVIEST),
            _ => joined.push((page, weight)),
        }
    }
    joined
}

fn line(stem: &str, forms: &[&[u8]], mut pages: Pages, everywhere: usize, text: &mut String) {
    if !forms.contains(&stem.as_bytes()) {
        text.push('-');
    }
    text.push_str(stem);
    for form in forms.iter().filter(|form| **form != stem.as_bytes()) {
        text.push(' ');
        text.push_str(&String::from_utf8_lossy(form));
    }
    text.push(':');
    if pages.len() > everywhere {
        text.push('*');
        pages.retain(|(_, weight)| *weight > HEAVIEST_IN_BODY);
    }
    let mut before = 0;
    for (page, weight) in pages {
        let far = (page - before) << 1;
        before = page;
        if weight <= 1 {
            digits::write(far, text);
        } else {
            digits::write(far | 1, text);
            digits::write(u32::from(weight) - 2, text);
        }
    }
    text.push('\n');
}
