//! What links can point to in the whole site: the pages of the own edition first, then those of the others.

use super::index::{Destination, Pages, address_key};
use crate::resolve::redirects::Former;
use crate::resolve::{Input, PageId, Target};
use crate::route::Route;
use crate::text::RelPath;

use std::sync::Arc;

/// The pages of all editions, as one of them sees them.
#[derive(Clone, Copy)]
pub struct Index<'a> {
    /// By edition.
    all: &'a [Pages<'a>],
    /// The edition whose links are followed.
    edition: usize,
    own: &'a Pages<'a>,
    pub(super) input: &'a Input<'a>,
}

impl<'a> Index<'a> {
    /// Of the edition that has this index; there is at least that one.
    pub fn new(all: &'a [Pages<'a>], edition: usize) -> Index<'a> {
        let own = &all[edition];
        Index { all, edition, own, input: own.input }
    }

    /// The other editions: the first language, then the further ones.
    fn others(&self) -> impl Iterator<Item = (usize, &'a Pages<'a>)> + Clone + use<'a> {
        let edition = self.edition;
        self.all.iter().enumerate().filter(move |(at, _)| *at != edition)
    }

    /// What is found in the own edition, else in another.
    fn find(&self, find: impl Fn(&'a Pages<'a>) -> Option<PageId>) -> Option<PageId> {
        let foreign = |(at, pages): (usize, &'a Pages<'a>)| Some(PageId::Foreign(at, pages.position(find(pages)?)));
        find(self.own).or_else(|| self.others().find_map(foreign))
    }

    /// A page of whatever edition.
    pub(super) fn page(&self, id: PageId) -> Option<&'a Destination<'a>> {
        match id {
            PageId::Foreign(edition, position) => {
                let pages = self.all.get(edition)?;
                pages.page(pages.at(position)?)
            }
            id => self.own.page(id),
        }
    }

    /// All pages of the own edition.
    pub(super) fn pages(&self) -> impl Iterator<Item = &'a Destination<'a>> + use<'a> {
        self.own.pages()
    }

    /// The page of a file, by its path below the root; of the own language without its code, too.
    pub fn page_at(&self, path: &str) -> Option<PageId> {
        // A path without a code means the original: where that is gone, a translation is no page in its place.
        let foreign = |(at, pages): (usize, &'a Pages<'a>)| {
            Some(PageId::Foreign(at, pages.position(pages.page_at(path).filter(|id| pages.has_path(*id, path))?)))
        };
        self.own.page_at(path).or_else(|| self.others().find_map(foreign))
    }

    /// The translation of a document that is not there itself, by the path that it would have.
    pub(super) fn translation_of(&self, path: &str) -> Option<&'a RelPath> {
        self.others().find_map(|(_, pages)| pages.page(pages.page_at(path)?)?.path)
    }

    /// Why a file's article is not public.
    pub fn withheld(&self, path: &RelPath) -> Option<&'static str> {
        let translated = || {
            let (stem, code) = (path.as_str().strip_suffix(".md")?, &self.input.config.language);
            self.own.withheld(&RelPath::new(&format!("{stem}.{code}.md"))?)
        };
        self.all.iter().find_map(|pages| pages.withheld(path)).or_else(translated)
    }

    /// The article of whatever edition that would be at an address if it were public, and why it is not.
    pub fn withheld_at(&self, address: &str) -> Option<(&'a RelPath, &'static str)> {
        let key = address_key(address);
        self.all.iter().find_map(|pages| pages.withheld_at(&key))
    }

    /// The article of the own edition that would have a name if it were public, and why it is not.
    pub(super) fn withheld_named(&self, key: &str) -> Option<(&'a RelPath, &'static str)> {
        self.own.withheld_named(key)
    }

    /// The former addresses of the other editions.
    pub fn former_elsewhere(&self) -> impl Iterator<Item = &'a Former> + use<'a> {
        self.others().flat_map(|(_, pages)| pages.addresses.former())
    }

    /// The section of a folder below content/, which may have no `_index.md`.
    pub fn section_of_folder(&self, folder: &str) -> Option<PageId> {
        self.find(|pages| pages.section_of_folder(folder))
    }

    /// The list that has its introduction in a folder below content/, or would have it there.
    pub fn list_of_folder(&self, folder: &str) -> Option<PageId> {
        self.find(|pages| pages.list_of_folder(folder))
    }

    /// The list of all people of the edition, as an address of the whole site.
    pub fn people_index(&self) -> Option<Route> {
        self.own.people_index()
    }

    /// What the site has at an address of whatever edition; the inner `None` if it is no page of a document.
    pub(super) fn at_address(&self, key: &str) -> Option<Option<PageId>> {
        if let Some(found) = self.own.by_address().get(key) {
            return Some(*found);
        }
        self.others().find_map(|(at, pages)| {
            let found = pages.by_address().get(key)?;
            Some(found.map(|id| PageId::Foreign(at, pages.position(id))))
        })
    }

    /// The page that a former address of whatever edition leads on to; `None` if it names a part of it itself.
    pub(super) fn leads_on(&self, key: &str) -> Option<PageId> {
        self.all.iter().enumerate().find_map(|(at, pages)| {
            let id = pages.former(key)?.page(&Index::new(self.all, at))?;
            match id {
                PageId::Foreign(edition, position) if edition == self.edition => self.own.at(position),
                PageId::Foreign(..) => Some(id),
                id if at == self.edition => Some(id),
                id => Some(PageId::Foreign(at, pages.position(id))),
            }
        })
    }

    /// Whether the site has something at an address.
    pub fn has_address(&self, address: &str) -> bool {
        self.at_address(&address_key(address)).is_some()
    }

    /// The page at an address.
    pub fn page_by_address(&self, address: &str) -> Option<PageId> {
        self.at_address(&address_key(address)).flatten()
    }

    /// All addresses, without their last slash, edition by edition.
    pub fn addresses(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.all.iter().flat_map(|pages| pages.by_address().keys().map(String::as_str))
    }

    /// The pages of the own edition that have a name, else those of the others.
    pub(super) fn named(&self, key: &str) -> Vec<PageId> {
        let own: Vec<PageId> = self.own.named(key).iter().map(|(_, id)| *id).collect();
        if !own.is_empty() {
            return own;
        }
        let of = |(at, pages): (usize, &'a Pages<'a>)| {
            pages.named(key).iter().map(move |(_, id)| PageId::Foreign(at, pages.position(*id)))
        };
        self.others().map(|other| of(other).collect::<Vec<_>>()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The page of the own edition that translates another, else that page.
    pub(super) fn translated(&self, id: PageId) -> PageId {
        let foreign = matches!(id, PageId::Foreign(..)).then(|| self.page(id)?.path);
        foreign.flatten().and_then(|path| self.own.page_at(path.as_str())).unwrap_or(id)
    }

    /// The names of all pages of the own edition, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.own.names()
    }

    /// The address and title of a page.
    pub fn target(&self, id: PageId) -> Target {
        self.page(id).map_or_else(Target::default, |page| Target {
            href: Arc::clone(&page.href),
            title: Arc::clone(&page.title),
        })
    }

    /// The paths of all documents that links can point to, edition by edition.
    pub fn paths(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let foreign = |(_, pages): (usize, &'a Pages<'a>)| {
            pages.paths().filter(|path| pages.page_at(path).is_some_and(|id| pages.has_path(id, path)))
        };
        self.own.paths().chain(self.others().flat_map(foreign))
    }
}
