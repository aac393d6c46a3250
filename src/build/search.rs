//! The files of the search: made after all pages, from the words that were listed while their documents were parsed.
//!
//! The name of a part of the alphabet is made from its text, so it is known only once the text is. After an edit the
//! words that the page had and has say which parts changed; the others keep their names, and their words are not read.
//! Each edition has a search of its own.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

use rayon::prelude::*;

use super::Progress;
use super::cache::{KeptPage, KeptSearch, KeptWords};
use super::documents::HeldWords;
use super::inputs::Inputs;
use super::output::Studio;
use crate::compose::Composer;
use crate::compose::brief::{Briefs, Part};
use crate::compose::files::search::bounds::Sample;
use crate::compose::files::search::changes::{self, Division};
use crate::compose::files::search::pages::Listed;
use crate::compose::files::search::{Index, Seed, cards, contents, shards};
use crate::error::Error;
use crate::fingerprint::print;
use crate::parse::search::WordList;
use crate::parse::search::list::pick;
use crate::planted::{self, Bug};

/// What the search reads, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Searched {
    /// How many pages are found.
    pub pages: usize,
    /// How many files.
    pub files: usize,
    /// How large they are together, in bytes.
    pub bytes: u64,
    /// How long it took to list the words and to make the files.
    pub took: Duration,
}

impl Searched {
    /// The sum of two editions.
    pub fn with(self, other: Searched) -> Searched {
        let Searched { pages, files, bytes, took } = other;
        Searched {
            pages: self.pages + pages,
            files: self.files + files,
            bytes: self.bytes + bytes,
            // The listing of words is of all editions, and in both.
            took: self.took.max(took),
        }
    }
}

/// More changed pages than this, and everything is made anew.
const FEW: usize = 64;

/// What is done with the files of the search, from every thread; all paths are in the output.
pub struct Files<'f> {
    /// Leaves a file of this path and these parts as it is, and gives its size; `None` if it has to be made.
    pub keep: &'f Keep<'f>,
    /// Takes the text of a file.
    pub put: &'f Put<'f>,
}

type Keep<'f> = dyn Fn(&str, &[(Part, u64)]) -> Result<Option<u64>, Error> + Sync + 'f;

type Put<'f> = dyn Fn(&str, &[(Part, u64)], &str) -> Result<(), Error> + Sync + 'f;

/// Makes every file of an edition's search, on all cores, and says how if the next build may know; `None` if the site
/// has no search. `before` is how the last build made it.
///
/// # Errors
/// A failure of the machine.
pub fn make(
    studio: &Studio<'_>,
    briefs: &Briefs<'_>,
    composer: &Composer<'_>,
    inputs: &Inputs,
    progress: &dyn Progress,
    before: Option<KeptSearch>,
    files: &Files<'_>,
) -> Result<Option<(Searched, Option<KeptSearch>)>, Error> {
    let started = Stopwatch::now();
    if !studio.has_search() {
        return Ok(None);
    }
    progress.stage("indexing", 0);
    let (pages, seed) = studio.found(briefs);
    let words = Words { studio, kept: inputs.cache().kept_words(), pages: &pages };
    let tally = Tally { studio, files, count: AtomicUsize::new(0), bytes: AtomicU64::new(0) };
    let current = words.kept();
    let is_kept = words.are_kept(&current.pages);
    let is_of_seed =
        |before: &KeptSearch| planted::either(Bug::ShardsOfOldSeed, true, before.division.seed == seed.print());
    let before = before.filter(|before| is_kept && is_of_seed(before));
    let (alphabet, cards) = rayon::join(
        || make_words(&words, &current, before, &seed, inputs, progress, &tally),
        || make_cards(&pages, composer, &tally),
    );
    let division = alphabet?;
    let named: Vec<(String, String)> = division.bounds.iter().cloned().zip(division.names.iter().cloned()).collect();
    let text = contents::text(pages.len(), &named, &cards?);
    tally.put(contents::PATH, &[(Part::Articles, print(&text))], &text)?;
    let search = KeptSearch { division, ..current };
    let threads = u32::try_from(rayon::current_num_threads()).unwrap_or(1).max(1);
    let took = started.elapsed() + inputs.listing() / threads;
    let (files, bytes) = (tally.count.into_inner(), tally.bytes.into_inner());
    Ok(Some((Searched { pages: pages.len(), files, bytes, took }, is_kept.then_some(search))))
}

/// Counts files on their way.
struct Tally<'f> {
    studio: &'f Studio<'f>,
    files: &'f Files<'f>,
    count: AtomicUsize,
    bytes: AtomicU64,
}

impl Tally<'_> {
    fn keep(&self, path: &str) -> Result<bool, Error> {
        let size = (self.files.keep)(&self.studio.path(path.to_owned()), &[])?;
        size.into_iter().for_each(|size| self.note(size));
        Ok(size.is_some())
    }

    fn put(&self, path: &str, parts: &[(Part, u64)], text: &str) -> Result<(), Error> {
        (self.files.put)(&self.studio.path(path.to_owned()), parts, text)?;
        self.note(text.len() as u64);
        Ok(())
    }

    fn note(&self, size: u64) {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(size, Ordering::Relaxed);
    }
}

/// The words of the pages that are found.
struct Words<'w, 'b> {
    studio: &'w Studio<'w>,
    kept: KeptWords,
    pages: &'w [Listed<'b>],
}

impl Words<'_, '_> {
    /// What is made of the encoded words of each page; nothing has words of its own but articles.
    fn each<T: Send>(
        &self,
        wanted: impl Fn(&Listed<'_>) -> bool + Sync,
        make: impl Fn(&[u8]) -> T + Sync,
    ) -> Result<Vec<T>, Error> {
        let of_page = |page: &Listed<'_>| match self.studio.article(page.key) {
            Some(held) => self.studio.words_of(held, &self.kept, &make),
            None => Ok(make(&[])),
        };
        self.pages.par_iter().filter(|page| wanted(page)).map(of_page).collect()
    }

    fn of(&self, page: &Listed<'_>) -> Result<WordList, Error> {
        let Some(held) = self.studio.article(page.key) else { return Ok(WordList::default()) };
        self.studio.words_of(held, &self.kept, |bytes| WordList(bytes.to_vec()))
    }

    /// Whether all words are in the cache.
    fn are_kept(&self, kept: &[KeptPage]) -> bool {
        let is_kept =
            |(page, kept): (&Listed<'_>, &KeptPage)| kept.words.is_some() || self.studio.article(page.key).is_none();
        self.pages.iter().zip(kept).all(is_kept)
    }

    /// Where the words of each page are; no division yet.
    fn kept(&self) -> KeptSearch {
        let mut numbers: BTreeMap<&[u8], u32> = BTreeMap::new();
        let mut names = Vec::new();
        let of_page = |page: &Listed<'_>| match self.studio.article(page.key)?.words {
            Some(HeldWords::Kept(slot)) => Some(slot),
            _ => None,
        };
        let pages = self.pages.iter().map(|page| {
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(&page.names.0).or_insert(next);
            if number == next {
                names.push(page.names.0.clone());
            }
            KeptPage { number: page.number, words: of_page(page), names: number }
        });
        let pages = pages.collect();
        KeptSearch { division: Division::default(), pages, names }
    }
}

/// Makes the files of the parts of the alphabet whose words changed.
fn make_words(
    words: &Words<'_, '_>,
    current: &KeptSearch,
    before: Option<KeptSearch>,
    seed: &Seed,
    inputs: &Inputs,
    progress: &dyn Progress,
    tally: &Tally<'_>,
) -> Result<Division, Error> {
    let (sample, bounds) = divide(words, current, before.as_ref())?;
    let usable = before.filter(|before| before.division.bounds == bounds);
    let changed = match &usable {
        Some(before) => changed(words, current, before, &bounds, &inputs.cache().earlier_words())?,
        None => None,
    };
    let earlier = usable.map(|before| before.division.names).unwrap_or_default();
    let mut wanted = changed.unwrap_or_else(|| vec![true; bounds.len()]);
    wanted.par_iter_mut().enumerate().filter(|(_, wanted)| !**wanted).try_for_each(|(at, wanted)| {
        *wanted = match earlier.get(at) {
            Some(name) => !tally.keep(&shards::path(name))?,
            None => true,
        };
        Ok::<(), Error>(())
    })?;
    let count = wanted.iter().filter(|wanted| **wanted).count();
    let lists = if count == 0 {
        Vec::new()
    } else if count > bounds.len() / 4 {
        words.each(|_| true, |bytes| WordList(bytes.to_vec()))?
    } else {
        let ranges = changes::ranges(&bounds, &wanted);
        words.each(|_| true, |bytes| pick(bytes, &ranges))?
    };
    let index = Index::new(&bounds, words.pages, lists, seed);
    let groups = index.groups(&wanted);
    let made = Mutex::new(earlier);
    made.lock().unwrap_or_else(PoisonError::into_inner).resize(bounds.len(), String::new());
    groups.par_iter().try_for_each(|group| {
        let started = Stopwatch::now();
        group.each(|shard| {
            let name = shard.name();
            tally.put(&shards::path(&name), &[], &shard.text)?;
            if let Some(place) = made.lock().unwrap_or_else(PoisonError::into_inner).get_mut(shard.at) {
                *place = name;
            }
            Ok::<(), Error>(())
        })?;
        progress.step(group.first(), started);
        Ok::<(), Error>(())
    })?;
    let names = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    drop(groups);
    drop(index);
    Ok(Division { seed: seed.print(), sample, bounds, names })
}

/// The hash of what the alphabet is divided by, and where its parts begin.
fn divide(
    words: &Words<'_, '_>,
    current: &KeptSearch,
    before: Option<&KeptSearch>,
) -> Result<(u64, Vec<String>), Error> {
    let sample = Sample::of(words.pages.len());
    let chosen = words.pages.iter().zip(&current.pages).filter(|(page, _)| sample.has(page));
    let identities: Vec<_> =
        chosen.map(|(page, kept)| (kept.words.map(|slot| (slot.sum, slot.length)), &page.names.0)).collect();
    let identity = print(&(words.pages.len().next_power_of_two(), &identities));
    let is_alike =
        |before: &KeptSearch| planted::either(Bug::BoundsOfOldWords, true, before.division.sample == identity);
    if let Some(before) = before.filter(|before| is_alike(before)) {
        return Ok((identity, before.division.bounds.clone()));
    }
    let mut lists: Vec<Arc<WordList>> =
        words.each(|page| sample.has(page), |bytes| Arc::new(WordList(bytes.to_vec())))?;
    lists.extend(words.pages.iter().filter(|page| sample.has(page)).map(|page| Arc::clone(&page.names)));
    let bounds = sample.bounds(&lists.iter().map(|list| &**list).collect::<Vec<&WordList>>());
    Ok((identity, bounds))
}

/// Which parts of the alphabet changed since an earlier build with the same ones; `None` if that is not known.
fn changed(
    words: &Words<'_, '_>,
    current: &KeptSearch,
    before: &KeptSearch,
    bounds: &[String],
    earlier: &KeptWords,
) -> Result<Option<Vec<bool>>, Error> {
    let names = |search: &KeptSearch, page: &KeptPage| {
        search.names.get(page.names as usize).map(|names| WordList(names.clone())).unwrap_or_default()
    };
    let is_same = |one: &KeptPage, other: &KeptPage| {
        let content = |page: &KeptPage| page.words.map(|slot| (slot.sum, slot.length));
        let names = [(before, one), (current, other)].map(|(search, page)| search.names.get(page.names as usize));
        content(one) == content(other) && names[0] == names[1]
    };
    let numbers = |search: &KeptSearch| search.pages.iter().map(|page| page.number).collect::<Vec<u32>>();
    let mut different = numbers(before);
    different.extend(numbers(current));
    different.sort_unstable();
    different.dedup();
    let find = |search: &KeptSearch, number: u32| search.pages.binary_search_by_key(&number, |page| page.number).ok();
    let pair = |number: u32| (find(before, number), find(current, number));
    let known = |search: &KeptSearch, at: Option<usize>| at.and_then(|at| search.pages.get(at).copied());
    different.retain(|number| {
        let (one, other) = pair(*number);
        match (known(before, one), known(current, other)) {
            (Some(one), Some(other)) => !is_same(&one, &other),
            (Some(_), None) => planted::either(Bug::ShardWithPagesThatLeft, false, true),
            _ => true,
        }
    });
    if different.len() > FEW {
        return Ok(None);
    }
    let mut changed = vec![false; bounds.len()];
    for number in different {
        let (one, other) = pair(number);
        let old_page = known(before, one);
        let old = match old_page.and_then(|page| page.words) {
            Some(slot) => match earlier.read(&slot) {
                Some(list) => list,
                None => return Ok(None),
            },
            None => WordList::default(),
        };
        let new = match other.and_then(|at| words.pages.get(at)) {
            Some(page) => words.of(page)?,
            None => WordList::default(),
        };
        changes::mark(bounds, &old, &new, &mut changed);
        let old_names = old_page.map(|page| names(before, &page)).unwrap_or_default();
        let new_names = known(current, other).map(|page| names(current, &page)).unwrap_or_default();
        if !planted::is_planted(Bug::ShardOfOldNames) {
            changes::mark(bounds, &old_names, &new_names, &mut changed);
        }
    }
    Ok(Some(changed))
}

/// The files that show results: the first number and the name of each.
fn make_cards(pages: &[Listed<'_>], composer: &Composer<'_>, tally: &Tally<'_>) -> Result<Vec<(u32, String)>, Error> {
    cards::decks(pages)
        .par_iter()
        .map(|deck| {
            let text = deck.text(composer, pages);
            let name = deck.name(&text);
            tally.put(&cards::path(&name), &[], &text)?;
            Ok((deck.first, name))
        })
        .collect()
}
