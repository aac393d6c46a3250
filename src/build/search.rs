//! The files of the search: made after all pages, from the words that were listed while their documents were parsed.
//!
//! A file's name is made from what is in it, so that of an unchanged one nothing but its name is made.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant as Stopwatch};

use rayon::prelude::*;

use super::Progress;
use super::inputs::Inputs;
use super::output::Studio;
use crate::compose::Composer;
use crate::compose::brief::{Briefs, Part};
use crate::compose::files::search::{Index, cards, contents, shards};
use crate::error::Error;
use crate::fingerprint::print;

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

/// A file of the search.
pub struct File<'f> {
    /// Its path in the output.
    pub path: String,
    /// What it is made from, as far as its path does not say so.
    pub parts: Vec<(Part, u64)>,
    /// Makes its text.
    pub text: &'f dyn Fn() -> String,
}

/// Gives every file of the search, on all cores; `take` says how large each is. `None` if the site has no search.
///
/// # Errors
/// A failure of the machine.
pub fn each(
    studio: &Studio<'_>,
    briefs: &Briefs<'_>,
    composer: &Composer<'_>,
    inputs: &Inputs,
    progress: &dyn Progress,
    take: impl Fn(File<'_>) -> Result<u64, Error> + Sync,
) -> Result<Option<Searched>, Error> {
    let started = Stopwatch::now();
    let Some(index) = studio.index(briefs)? else { return Ok(None) };
    let groups = index.groups();
    progress.stage("indexing", groups.len() + 1);
    let sizes = Mutex::new((0, 0));
    let take = |file: File<'_>| -> Result<(), Error> {
        let size = take(File { path: studio.path(file.path), ..file })?;
        let mut sizes = sizes.lock().unwrap_or_else(PoisonError::into_inner);
        *sizes = (sizes.0 + 1, sizes.1 + size);
        Ok(())
    };
    let of_group = |group: &shards::Group<'_>| -> Result<Vec<(String, String)>, Error> {
        let started = Stopwatch::now();
        let mut named = Vec::new();
        group.each(|shard| {
            named.push((shard.bound.to_owned(), shard.name.clone()));
            take(File { path: shards::path(&shard.name), parts: Vec::new(), text: &|| shard.text() })
        })?;
        progress.step(named.first().map_or("", |(bound, _)| bound), started);
        Ok(named)
    };
    let (words, cards) = rayon::join(
        || groups.par_iter().map(of_group).collect::<Result<Vec<_>, Error>>(),
        || of_cards(&index, composer, &take),
    );
    let text = contents::text(index.len(), &words?.concat(), &cards?);
    let parts = vec![(Part::Articles, print(&text))];
    take(File { path: contents::PATH.to_owned(), parts, text: &|| text.clone() })?;
    let (files, bytes) = sizes.into_inner().unwrap_or_else(PoisonError::into_inner);
    let threads = u32::try_from(rayon::current_num_threads()).unwrap_or(1).max(1);
    let took = started.elapsed() + inputs.listing() / threads;
    Ok(Some(Searched { pages: index.len(), files, bytes, took }))
}

/// The files that show results: the first number and the name of each.
fn of_cards(
    index: &Index<'_>,
    composer: &Composer<'_>,
    take: &(impl Fn(File<'_>) -> Result<(), Error> + Sync),
) -> Result<Vec<(u32, String)>, Error> {
    cards::decks(index.pages())
        .par_iter()
        .map(|deck| {
            let text = deck.text(composer, index.pages());
            let name = deck.name(&text);
            take(File { path: cards::path(&name), parts: Vec::new(), text: &|| text.clone() })?;
            Ok((deck.first, name))
        })
        .collect()
}
