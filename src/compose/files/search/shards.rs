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

use std::ops::Range;
use std::sync::Arc;

use super::stem::Stems;
use super::{FOLDER, Seed, digits};
use crate::fingerprint::Fingerprint;
use crate::parse::search::list::head;
use crate::parse::search::table::Table;
use crate::parse::search::{HEAVIEST, HEAVIEST_IN_BODY, WordList};

/// How many characters forms share that are put to one stem.
const SHARED: usize = 3;

/// Some parts of the alphabet, one behind the other.
pub struct Group<'i> {
    pub(super) bounds: &'i [String],
    pub(super) shards: Range<usize>,
    pub(super) lists: &'i [(u32, Arc<WordList>)],
    pub(super) seed: &'i Seed,
}

/// A part of the alphabet.
pub struct Shard<'g> {
    /// Which, from 0.
    pub at: usize,
    /// It has the words from this one on.
    pub bound: &'g str,
    /// The text of the file.
    pub text: String,
}

impl Shard<'_> {
    /// The part of the file's path that changes with its text.
    pub fn name(&self) -> String {
        Fingerprint::of(self.text.as_bytes()).short()
    }
}

/// The heads that the words of a part of the alphabet have: from the first, up to before the second.
pub fn heads(bounds: &[String], shard: usize) -> (u64, Option<u64>) {
    // A bound has at most as many bytes as a head, so heads compare as words do.
    let head = |at: usize| bounds.get(at).map(|bound| head(bound.as_bytes()));
    (head(shard).unwrap_or_default(), head(shard + 1))
}

/// A word that stands in a page.
struct Posting {
    form: u32,
    page: u32,
    weight: u8,
}

/// All words of a group, each with the pages that have it.
struct Gathered {
    forms: Table,
    /// By form, and by page number within a form.
    pages: Vec<(u32, u8)>,
    /// Where the pages of each form begin, and the end.
    starts: Vec<usize>,
}

impl Gathered {
    fn pages(&self, form: usize) -> &[(u32, u8)] {
        let of_form = self.starts.get(form).copied().zip(self.starts.get(form + 1).copied());
        of_form.and_then(|(start, end)| self.pages.get(start..end)).unwrap_or_default()
    }
}

impl<'i> Group<'i> {
    /// Which part is the first.
    pub fn first(&self) -> &'i str {
        self.bounds.get(self.shards.start).map_or("", String::as_str)
    }

    /// Makes each part in order.
    ///
    /// # Errors
    /// The first that `take` fails with.
    pub fn each<E>(&self, mut take: impl FnMut(Shard<'i>) -> Result<(), E>) -> Result<(), E> {
        let gathered = self.gather();
        let mut order: Vec<usize> = (0..gathered.forms.len()).collect();
        order.sort_unstable_by_key(|form| gathered.forms.word(*form));
        let stems = Stems::of(&self.seed.language);
        let mut rest = &order[..];
        for at in self.shards.clone() {
            let bound = self.bounds.get(at).map_or("", String::as_str);
            let next = self.bounds.get(at + 1).map(String::as_bytes);
            let is_own = |form: &usize| next.is_none_or(|next| gathered.forms.word(*form) < next);
            let (own, after) = rest.split_at(rest.partition_point(is_own));
            rest = after;
            take(Shard { at, bound, text: text(&gathered, own, &stems, self.seed.everywhere) })?;
        }
        Ok(())
    }

    fn gather(&self) -> Gathered {
        let from = heads(self.bounds, self.shards.start).0;
        let to = heads(self.bounds, self.shards.end.saturating_sub(1)).1;
        let mut forms = Table::default();
        let mut postings: Vec<Posting> = Vec::new();
        let mut counts: Vec<usize> = Vec::new();
        for (page, list) in self.lists {
            let mut words = list.words();
            let mut more = words.seek(from);
            while more && to.is_none_or(|to| words.head() < to) {
                if let Some(form) = forms.number_of(words.word(), words.head()) {
                    if form == counts.len() {
                        counts.push(0);
                    }
                    counts[form] += 1;
                    // A table numbers its words by 32 bits.
                    postings.push(Posting { form: form as u32, page: *page, weight: words.weight() });
                }
                more = words.advance();
            }
        }
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut end = 0;
        for count in &mut counts {
            starts.push(end);
            end += *count;
            *count = end - *count;
        }
        starts.push(end);
        let mut pages = vec![(0, 0); end];
        for Posting { form, page, weight } in postings {
            let place = &mut counts[form as usize];
            pages[*place] = (page, weight);
            *place += 1;
        }
        Gathered { forms, pages, starts }
    }
}

/// The path of a shard in the output.
pub fn path(name: &str) -> String {
    format!("{FOLDER}w-{name}.txt")
}

/// The pages that have a word: numbers and weights.
type Pages = Vec<(u32, u8)>;

/// The text of a part whose forms are given in order.
fn text(gathered: &Gathered, forms: &[usize], stems: &Stems, everywhere: usize) -> String {
    let words: Vec<_> = forms.iter().map(|form| String::from_utf8_lossy(gathered.forms.word(*form))).collect();
    let mut families: Vec<_> = words
        .iter()
        .zip(forms)
        .map(|(word, form)| {
            let begin = word.char_indices().nth(SHARED).map_or(&**word, |(end, _)| &word[..end]);
            (stems.stem(word), begin, &**word, *form)
        })
        .collect();
    families.sort_unstable();
    let mut text = String::new();
    let mut pages = Pages::new();
    for family in families.chunk_by(|one, other| one.0 == other.0 && one.1 == other.1) {
        let Some((stem, ..)) = family.first() else { continue };
        join(family.iter().map(|(.., form)| gathered.pages(*form)), &mut pages);
        line(stem, family.iter().map(|(_, _, word, _)| *word), &mut pages, everywhere, &mut text);
    }
    text
}

/// The pages of all forms of a stem, by number.
fn join<'p>(forms: impl ExactSizeIterator<Item = &'p [(u32, u8)]>, joined: &mut Pages) {
    let is_one = forms.len() == 1;
    joined.clear();
    forms.for_each(|pages| joined.extend_from_slice(pages));
    if !is_one {
        joined.sort_unstable_by_key(|(page, _)| *page);
    }
    joined.dedup_by(|(page, weight), (last, sum)| {
        let is_same = page == last;
        if is_same {
            *sum = sum.saturating_add(*weight).min(HEAVIEST);
        }
        is_same
    });
}

fn line<'f>(
    stem: &str,
    forms: impl Iterator<Item = &'f str> + Clone,
    pages: &mut Pages,
    everywhere: usize,
    text: &mut String,
) {
    if !forms.clone().any(|form| form == stem) {
        text.push('-');
    }
    text.push_str(stem);
    for form in forms.filter(|form| *form != stem) {
        text.push(' ');
        text.push_str(form);
    }
    text.push(':');
    if pages.len() > everywhere {
        text.push('*');
        pages.retain(|(_, weight)| *weight > HEAVIEST_IN_BODY);
    }
    let mut before = 0;
    for (page, weight) in pages.drain(..) {
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
