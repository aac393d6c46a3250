//! One document connected anew to a site that stands, for the one who is writing it.
//!
//! All others are what they were, and so are the addresses: what a new title or slug does to them, the whole site tells.

use std::sync::Arc;

use super::connect::Connecting;
use super::{Article, Connections, Input, Lists, Placed, links, orphans, people, place, publish, routes, sources};
use crate::diagnostics::Diagnostic;
use crate::parse::document::{Document, Facts, Parsed};
use crate::parse::front_matter::{ArticleFields, PersonFields, SectionFields};
use crate::text::RelPath;

/// A document that leads to others, as it is being written.
#[derive(Clone, Debug)]
pub enum Draft {
    /// An article or a plain page.
    Article(Arc<Facts<ArticleFields>>),
    /// The `_index.md` of a folder.
    Section(Arc<Facts<SectionFields>>),
    /// A person.
    Person(Arc<Facts<PersonFields>>),
}

/// A document beside the site.
#[derive(Debug)]
pub struct Looked {
    /// What is wrong with what it refers to.
    pub mistakes: Mistakes,
    /// If it is an article: what it is connected to, but for what others make of it.
    pub article: Option<Article>,
}

/// What is wrong with what a document refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    /// As the site knows it.
    pub before: Vec<Diagnostic>,
    /// As it is being written.
    pub now: Vec<Diagnostic>,
}

impl Draft {
    /// Its file.
    pub fn path(&self) -> &RelPath {
        match self {
            Draft::Article(facts) => &facts.path,
            Draft::Section(facts) => &facts.path,
            Draft::Person(facts) => &facts.path,
        }
    }

    /// What leads to others in a document that was just read.
    pub fn of(document: &Document) -> Option<Draft> {
        match document {
            Document::Article(Parsed { facts, .. }) => Some(Draft::Article(Arc::clone(facts))),
            Document::Section(Parsed { facts, .. }) => Some(Draft::Section(Arc::clone(facts))),
            Document::Person(Parsed { facts, .. }) => Some(Draft::Person(Arc::clone(facts))),
            Document::Sources(..) | Document::Sidecar(..) => None,
        }
    }
}

/// A site in which everything has its place.
pub struct Standing<'a> {
    inputs: &'a [Input<'a>],
    placed: &'a [Placed<'a>],
    pages: &'a [links::Pages<'a>],
}

/// Gives everything its place, and lets `work` connect single documents.
pub fn standing<T>(inputs: &[Input<'_>], work: impl FnOnce(&Standing<'_>) -> T) -> T {
    // What is wrong with the site as a whole has been told.
    let (mut told, mut elsewhere) = (Vec::new(), routes::Elsewhere::default());
    let mut place = |input| place(input, publish::publish(input), &mut elsewhere, &mut told);
    let mut placed: Vec<Placed<'_>> = inputs.iter().map(&mut place).collect();
    placed.iter_mut().for_each(|placed| drop(Lists::take(placed)));
    let pages: Vec<links::Pages<'_>> =
        inputs.iter().zip(&placed).map(|(input, placed)| links::Pages::new(input, placed)).collect();
    work(&Standing { inputs, placed: &placed, pages: &pages })
}

impl Standing<'_> {
    /// Connects a document; `None` unless the site has it as a page of its own.
    pub fn look(&self, draft: &Draft) -> Option<Looked> {
        (0..self.inputs.len()).find_map(|edition| self.look_in(edition, draft))
    }

    fn look_in(&self, edition: usize, draft: &Draft) -> Option<Looked> {
        let (input, Placed { public, tree, terms, series, ledger, lists: _, addresses }) =
            (self.inputs.get(edition)?, self.placed.get(edition)?);
        let connecting = Connecting {
            input,
            tree,
            terms,
            series,
            addresses,
            people: people::Directory::new(&input.people),
            ledger,
            index: links::Index::new(self.pages, edition),
            linked: orphans::Linked::new(public.articles.len()),
        };
        match draft {
            Draft::Article(now) => {
                let (id, before) = find(&public.articles, now)?;
                let connect = |facts: &Arc<Facts<ArticleFields>>, mistakes: &mut Vec<Diagnostic>| {
                    let works = sources::connect(facts, &facts.fields.sources, ledger, mistakes);
                    let article = connecting.article(id, facts, &works, mistakes);
                    let connections = Connections { marks: works.marks, sources: works.sources, ..article.connections };
                    Article { connections, ..article }
                };
                let (article, mistakes) = twice(before, now, connect);
                Some(Looked { mistakes, article: Some(article) })
            }
            Draft::Section(now) => {
                let is_it = |facts: &Arc<Facts<SectionFields>>| facts.path == now.path;
                let (id, folder) =
                    tree.folders.iter().enumerate().find(|(_, folder)| folder.facts.as_ref().is_some_and(is_it))?;
                let connect =
                    |facts: &Arc<_>, mistakes: &mut Vec<_>| connecting.section(id, &folder.with(facts), mistakes);
                let (_, mistakes) = twice(folder.facts.as_ref()?, now, connect);
                Some(Looked { mistakes, article: None })
            }
            Draft::Person(now) => {
                let (id, before) = find(&input.people, now)?;
                let (_, mistakes) = twice(before, now, |facts, mistakes| connecting.person(id, facts, mistakes));
                Some(Looked { mistakes, article: None })
            }
        }
    }
}

/// The document at a path, among some that are sorted by it.
fn find<'d, F>(documents: &'d [Arc<Facts<F>>], draft: &Facts<F>) -> Option<(usize, &'d Arc<Facts<F>>)> {
    let path_of = |facts: &Arc<Facts<F>>, path: &RelPath| facts.path.cmp(path);
    let at = documents.binary_search_by(|facts| path_of(facts, &draft.path)).ok()?;
    Some((at, documents.get(at)?))
}

fn twice<F, T>(
    before: &Arc<Facts<F>>,
    now: &Arc<Facts<F>>,
    connect: impl Fn(&Arc<Facts<F>>, &mut Vec<Diagnostic>) -> T,
) -> (T, Mistakes) {
    let mut mistakes = Mistakes::default();
    connect(before, &mut mistakes.before);
    let connected = connect(now, &mut mistakes.now);
    (connected, mistakes)
}
