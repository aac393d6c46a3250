//! Every document of the site, parsed or taken from the cache on all cores, in the order of the inventory.
//!
//! 1. [`look`](look()) parses those that have changed.
//! 2. [`join`](join()) takes the facts of the others from the cache, or from what a session remembers.
//! 3. [`prose`](prose()) parses one again for the page that shows it.

mod join;
mod look;
mod prose;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::cache::facts::KeptDocument;
use super::cache::{Processed, Slot};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Allowance, Document, Facts, Parsed, Prose};
use crate::parse::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields, Source};
use crate::parse::search::WordList;
use crate::text::RelPath;
use crate::write::Record;

pub use join::{Joined, join};
pub use look::{Found, Looked, look};
pub use prose::{prose, words};

/// The largest document that is read, in bytes.
pub const LARGEST: u64 = 32 * 1024 * 1024;

/// The documents by kind, each sorted by path.
#[derive(Default)]
pub struct Documents {
    /// Articles and plain pages.
    pub articles: Vec<Held<ArticleFields>>,
    /// The `_index.md` files.
    pub sections: Vec<Held<SectionFields>>,
    /// People; those that a further language has nothing of its own of are the first's.
    pub people: Vec<Arc<Held<PersonFields>>>,
    /// The ledger, file by file.
    pub ledger: Vec<(RelPath, Vec<Arc<Source>>)>,
    /// Credits of pictures by the path of the picture.
    pub sidecars: BTreeMap<RelPath, ImageFields>,
}

impl Documents {
    /// What each document is excused from.
    pub fn allowances(&self) -> impl Iterator<Item = (&RelPath, &[Allowance])> {
        fn of<F>(facts: &Facts<F>) -> (&RelPath, &[Allowance]) {
            (&facts.path, &facts.references.allowances)
        }
        let sections = self.sections.iter().map(|section| of(&section.facts));
        let people = self.people.iter().map(|person| of(&person.facts));
        self.articles.iter().map(|article| of(&article.facts)).chain(sections).chain(people)
    }
}

/// A document, and its prose as long as it is held.
pub struct Held<F> {
    /// What other pages may depend on.
    pub facts: Arc<Facts<F>>,
    /// What it was made from.
    pub origin: Origin,
    /// Its words for the search, if they are listed.
    pub words: Option<HeldWords>,
    prose: Mutex<Option<Arc<Prose>>>,
}

/// What a document is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What the file contains.
    pub content: Record,
    /// What pre-processors made of it, if it is an article that they are given.
    pub processed: Option<Processed>,
}

/// The words of an article.
pub enum HeldWords {
    /// In the cache.
    Kept(Slot),
    /// In memory, because nothing can be kept.
    Here(Arc<WordList>),
}

impl<F> Held<F> {
    fn new(facts: Arc<Facts<F>>, origin: Origin, words: Option<HeldWords>, prose: Option<Prose>) -> Held<F> {
        Held { facts, origin, words, prose: Mutex::new(prose.map(Arc::new)) }
    }

    /// The prose, for the one page that shows it; it is not held any longer.
    pub fn take_prose(&self) -> Option<Arc<Prose>> {
        self.prose.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The prose, if it is held.
    pub fn prose(&self) -> Option<Arc<Prose>> {
        self.prose.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Holds prose that was parsed again.
    pub fn hold_prose(&self, prose: &Arc<Prose>) {
        *self.prose.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(prose));
    }
}

impl Documents {
    /// Divides the documents of a site among its editions; `editions` are their settings, the first language first.
    pub fn of_editions(self, editions: &[Config]) -> Vec<Documents> {
        if editions.len() < 2 {
            return vec![self];
        }
        let codes: Vec<String> = editions.iter().skip(1).map(|config| config.language.clone()).collect();
        let edition_of = |path: &RelPath| {
            let (_, code) = path.without_language(&codes)?;
            Some(codes.iter().position(|known| known == code)? + 1)
        };
        let Documents { articles, sections, people, ledger, sidecars } = self;
        let shared = || Documents { ledger: ledger.clone(), sidecars: sidecars.clone(), ..Documents::default() };
        let mut divided: Vec<Documents> = editions.iter().map(|_| shared()).collect();
        for article in articles {
            divided[edition_of(&article.facts.path).unwrap_or(0)].articles.push(article);
        }
        for section in sections {
            divided[edition_of(&section.facts.path).unwrap_or(0)].sections.push(section);
        }
        for person in people {
            divided[edition_of(&person.facts.path).unwrap_or(0)].people.push(person);
        }
        if let [first, further @ ..] = divided.as_mut_slice() {
            for edition in further {
                edition.add_people(&first.people);
            }
        }
        divided
    }

    /// Adds the people of the first language of whom the edition has nothing of its own.
    fn add_people(&mut self, first: &[Arc<Held<PersonFields>>]) {
        let own: BTreeSet<RelPath> = self.people.iter().map(|person| person.facts.place().clone()).collect();
        self.people.extend(first.iter().filter(|person| !own.contains(&person.facts.path)).cloned());
        self.people.sort_by(|a, b| a.facts.path.cmp(&b.facts.path));
    }

    pub(super) fn parsed(&mut self, document: Document, origin: Origin, words: Option<HeldWords>) {
        match document {
            Document::Article(Parsed { facts, prose }) => {
                let prose = (!prose.is_empty()).then_some(prose);
                self.articles.push(Held::new(facts, origin, words, prose));
            }
            Document::Section(Parsed { facts, prose }) => {
                self.sections.push(Held::new(facts, origin, None, Some(prose)));
            }
            Document::Person(Parsed { facts, prose }) => {
                self.people.push(Arc::new(Held::new(facts, origin, None, Some(prose))));
            }
            Document::Sources(path, sources) => self.ledger.push((path, sources)),
            Document::Sidecar(path, fields) => self.sidecar(&path, fields),
        }
    }

    pub(super) fn kept(&mut self, document: KeptDocument, origin: Origin, words: Option<HeldWords>) {
        match document {
            KeptDocument::Article(facts) => self.articles.push(Held::new(facts, origin, words, None)),
            KeptDocument::Section(facts) => self.sections.push(Held::new(facts, origin, None, None)),
            KeptDocument::Person(facts) => self.people.push(Arc::new(Held::new(facts, origin, None, None))),
            KeptDocument::Sources(path, sources) => self.ledger.push((path, sources)),
            KeptDocument::Sidecar(path, fields) => self.sidecar(&path, *fields),
            KeptDocument::Nothing => {}
        }
    }

    fn sidecar(&mut self, path: &RelPath, fields: ImageFields) {
        let picture = path.as_str().strip_suffix(".yml").or_else(|| path.as_str().strip_suffix(".yaml"));
        if let Some(picture) = picture.and_then(RelPath::new) {
            self.sidecars.insert(picture, fields);
        }
    }
}

fn too_large(path: &RelPath, size: u64) -> Diagnostic {
    let message = format!("the file has {} MiB; byline reads files up to 32 MiB", size.div_ceil(1024 * 1024));
    Diagnostic::in_file(Code::TooLarge, path, message).help("split it into several articles")
}
