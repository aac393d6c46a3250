//! What links can point to.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::parse::document::References;
use crate::parse::front_matter::Source;
use crate::resolve::dictionary::Dictionary;
use crate::resolve::publish::Public;
use crate::resolve::routes::{self, Addresses};
use crate::resolve::sections::{self, Tree};
use crate::resolve::series::{AllSeries, SERIES};
use crate::resolve::sources::Works;
use crate::resolve::taxonomies::Terms;
use crate::resolve::{Input, Introduction, PageId, Series, Target, Taxonomy, Term};
use crate::route::Route;
use crate::slug;
use crate::text::RelPath;

/// What links can point to, by path, by address and by title.
pub struct Index<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) withheld: &'a BTreeMap<RelPath, &'static str>,
    public: &'a Public,
    tree: &'a Tree,
    addresses: &'a Addresses,
    articles: Vec<Destination<'a>>,
    sections: Vec<Destination<'a>>,
    people: Vec<Destination<'a>>,
    taxonomies: Vec<Destination<'a>>,
    terms: Vec<Destination<'a>>,
    series: Vec<Destination<'a>>,
    made: &'a Terms,
    all_series: &'a AllSeries,
    /// The lists that are no sections, by the folder where an introduction would be.
    by_folder: OnceLock<Dictionary<String, PageId>>,
    by_path: Dictionary<&'a str, PageId>,
    by_address: OnceLock<Dictionary<String, Option<PageId>>>,
    by_name: OnceLock<Vec<(String, PageId)>>,
}

/// A page that links can point to.
pub(super) struct Destination<'a> {
    pub(super) path: Option<&'a RelPath>,
    pub(super) title: Arc<str>,
    pub(super) href: Arc<str>,
    pub(super) references: Option<&'a References>,
    pub(super) sources: &'a [Arc<Source>],
}

impl<'a> Index<'a> {
    /// Lists all pages; addresses and names are listed when a link is written with one.
    pub fn new(
        input: &'a Input<'a>,
        public: &'a Public,
        tree: &'a Tree,
        terms: &'a Terms,
        all_series: &'a AllSeries,
        addresses: &'a Addresses,
    ) -> Index<'a> {
        let href = |route: &Route| route.href(&input.config.base_path).into();
        let articles = public.articles.par_iter().enumerate().map(|(id, facts)| Destination {
            path: Some(&facts.path),
            title: facts.fields.title.value.as_str().into(),
            href: href(addresses.article(id)),
            references: Some(&facts.references),
            sources: &facts.fields.sources,
        });
        let sections = tree.folders.iter().enumerate().map(|(id, folder)| Destination {
            path: folder.facts.as_ref().map(|facts| &facts.path),
            title: folder.title(input.config).into(),
            href: href(addresses.section(id)),
            references: folder.facts.as_ref().map(|facts| &facts.references),
            sources: &[],
        });
        let people = input.people.iter().enumerate().map(|(id, facts)| Destination {
            path: Some(&facts.path),
            title: facts.fields.name.value.as_str().into(),
            href: href(addresses.person(id)),
            references: Some(&facts.references),
            sources: &[],
        });
        let list = |title: &str, route: &Route, introduction: Option<&'a Introduction>| Destination {
            path: introduction.map(|introduction| &introduction.facts.path),
            title: title.into(),
            href: href(route),
            references: introduction.map(|introduction| &introduction.facts.references),
            sources: &[],
        };
        let of_taxonomy = |one: &'a Taxonomy| list(&one.title, &one.route, one.introduction.as_ref());
        let of_term = |one: &'a Term| list(&one.title, &one.route, one.introduction.as_ref());
        let of_series = |one: &'a Series| list(&one.title, &one.route, one.introduction.as_ref());
        let mut index = Index {
            input,
            withheld: &public.withheld,
            public,
            tree,
            addresses,
            articles: articles.collect(),
            sections: sections.collect(),
            people: people.collect(),
            taxonomies: terms.taxonomies.iter().map(of_taxonomy).collect(),
            terms: terms.terms.iter().map(of_term).collect(),
            series: all_series.series.iter().map(of_series).collect(),
            made: terms,
            all_series,
            by_folder: OnceLock::new(),
            by_path: Dictionary::with_capacity(public.articles.len() + tree.folders.len() + input.people.len()),
            by_address: OnceLock::new(),
            by_name: OnceLock::new(),
        };
        let paths = index.ids().filter_map(|id| Some((index.page(id)?.path?.as_str(), id)));
        for (path, id) in paths.collect::<Vec<_>>() {
            index.by_path.insert(path, id);
        }
        index
    }

    fn ids(&self) -> impl Iterator<Item = PageId> + use<> {
        let articles = (0..self.articles.len()).map(PageId::Article);
        let sections = (0..self.sections.len()).map(PageId::Section);
        let people = (0..self.people.len()).map(PageId::Person);
        let taxonomies = (0..self.taxonomies.len()).map(PageId::Taxonomy);
        let terms = (0..self.terms.len()).map(PageId::Term);
        let series = (0..self.series.len()).map(PageId::Series);
        articles.chain(sections).chain(people).chain(taxonomies).chain(terms).chain(series)
    }

    /// All pages.
    pub(super) fn pages(&self) -> impl Iterator<Item = &Destination<'a>> {
        self.articles.iter().chain(&self.sections).chain(&self.people)
    }

    /// A page.
    pub(super) fn page(&self, id: PageId) -> Option<&Destination<'a>> {
        match id {
            PageId::Article(id) => self.articles.get(id),
            PageId::Section(id) => self.sections.get(id),
            PageId::Person(id) => self.people.get(id),
            PageId::Taxonomy(id) => self.taxonomies.get(id),
            PageId::Term(id) => self.terms.get(id),
            PageId::Series(id) => self.series.get(id),
        }
    }

    fn route(&self, id: PageId) -> &'a Route {
        match id {
            PageId::Article(id) => self.addresses.article(id),
            PageId::Section(id) => self.addresses.section(id),
            PageId::Person(id) => self.addresses.person(id),
            PageId::Taxonomy(id) => &self.made.taxonomies[id].route,
            PageId::Term(id) => &self.made.terms[id].route,
            PageId::Series(id) => &self.all_series.series[id].route,
        }
    }

    /// What the site has at an address, without its last slash and folded; `None` of it is no page of a document.
    pub(super) fn by_address(&self) -> &Dictionary<String, Option<PageId>> {
        self.by_address.get_or_init(|| {
            let Index { input, tree, addresses, .. } = self;
            let mut listed = Dictionary::with_capacity(self.articles.len() * 2);
            for id in self.ids() {
                listed.insert(address_key(self.route(id).as_str()), Some(id));
            }
            let mut add = |address: &str| listed.insert(address_key(address), None);
            let sections = tree.folders.iter().enumerate();
            let sections = sections.map(|(id, folder)| (addresses.section(id), folder.articles.len()));
            let terms = self.made.terms.iter().map(|term| (&term.route, term.articles.len()));
            for (first, articles) in sections.chain(terms) {
                for page in 2..=articles.div_ceil(input.config.per_page.max(1)) {
                    add(routes::page_of(first, page).as_str());
                }
            }
            addresses.people_index().into_iter().for_each(|people| add(people.as_str()));
            addresses.lists().iter().for_each(|list| add(list.as_str()));
            addresses.former().iter().for_each(|former| add(former.from.as_str()));
            for address in input.inventory.statics.iter().filter_map(|path| path.below("static")) {
                add(&format!("/{address}"));
                if let Some(folder) = address.strip_suffix("index.html") {
                    add(&format!("/{folder}"));
                }
            }
            input.theme_files.iter().for_each(|file| add(&format!("/{file}")));
            listed
        })
    }

    /// The names of all pages with each page that has the name, sorted.
    fn by_name(&self) -> &[(String, PageId)] {
        self.by_name.get_or_init(|| {
            let names = self.ids().flat_map(|id| self.names_of(id).into_iter().map(move |name| (name_key(name), id)));
            let mut names: Vec<(String, PageId)> = names.filter(|(name, _)| !name.is_empty()).collect();
            names.par_sort_unstable();
            names.dedup();
            names
        })
    }

    /// What a wiki link can call a page.
    fn names_of(&self, id: PageId) -> Vec<&str> {
        let title = self.page(id).map_or("", |page| &*page.title);
        match id {
            PageId::Article(article) => {
                let facts = &self.public.articles[article];
                let mut names = vec![title, facts.path.stem(), last_part(self.route(id))];
                names.extend(facts.fields.short_title.as_ref().map(|title| title.value.as_str()));
                if sections::is_bundle(&facts.path) {
                    names.retain(|name| *name != "index");
                }
                names
            }
            PageId::Section(_) => vec![title, last_part(self.route(id))],
            PageId::Person(person) => vec![title, self.input.people[person].path.stem()],
            // A term or a series may well be called like the article that explains it.
            PageId::Taxonomy(_) | PageId::Term(_) | PageId::Series(_) => Vec::new(),
        }
    }

    /// The pages that have a name.
    pub(super) fn named(&self, key: &str) -> &[(String, PageId)] {
        let names = self.by_name();
        let first = names.partition_point(|(name, _)| name.as_str() < key);
        let count = names[first..].partition_point(|(name, _)| name == key);
        &names[first..first + count]
    }

    /// The names of all pages, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name().iter().map(|(name, _)| name.as_str())
    }

    /// The page of a file, by its path below the root.
    pub fn page_at(&self, path: &str) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// Why a file's article is not public.
    pub fn withheld(&self, path: &RelPath) -> Option<&'static str> {
        self.withheld.get(path).copied()
    }

    /// The section of a folder below content/, which may have no `_index.md`.
    pub fn section_of_folder(&self, folder: &str) -> Option<PageId> {
        self.tree.find(folder).map(PageId::Section)
    }

    /// The list that has its introduction in a folder below content/, or would have it there.
    pub fn list_of_folder(&self, folder: &str) -> Option<PageId> {
        let by_folder = self.by_folder.get_or_init(|| {
            let Terms { taxonomies, terms, .. } = self.made;
            let mut listed = Dictionary::with_capacity(terms.len());
            for (id, taxonomy) in taxonomies.iter().enumerate() {
                listed.insert(taxonomy.name.clone(), PageId::Taxonomy(id));
                for term in taxonomy.terms.clone() {
                    let slug = last_part(&terms[term].route);
                    listed.insert(format!("{}/{slug}", taxonomy.name), PageId::Term(term));
                }
            }
            for (id, series) in self.all_series.series.iter().enumerate() {
                listed.insert(format!("{SERIES}/{}", last_part(&series.route)), PageId::Series(id));
            }
            listed
        });
        by_folder.get(folder).copied()
    }

    /// Whether the site has something at an address.
    pub fn has_address(&self, address: &str) -> bool {
        self.by_address().contains(&address_key(address))
    }

    /// The page at an address.
    pub fn page_by_address(&self, address: &str) -> Option<PageId> {
        self.by_address().get(&address_key(address)).copied().flatten()
    }

    /// All addresses, without their last slash, sorted.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.by_address().keys().map(String::as_str)
    }

    /// The address and title of a page.
    pub fn target(&self, id: PageId) -> Target {
        self.page(id).map_or_else(Target::default, |page| Target {
            href: Arc::clone(&page.href),
            title: Arc::clone(&page.title),
        })
    }

    /// The paths of all documents that links can point to, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &'a str> + Clone + '_ {
        self.by_path.keys().copied()
    }

    /// Whether a page has an id, its own blocks and sources included.
    pub(super) fn has_anchor(&self, page: &Destination<'_>, own: Option<&Works>, fragment: &str) -> bool {
        if fragment.is_empty() || fragment == "top" {
            return true;
        }
        let Some(references) = page.references else { return false };
        if references.anchors.iter().any(|anchor| anchor == fragment) {
            return true;
        }
        match fragment {
            "faqs" => !references.questions.is_empty(),
            "toc" | "trust" | "sources" | "newsletter" | "related" => true,
            _ => fragment.strip_prefix("source-").is_some_and(|key| {
                page.sources.iter().any(|source| source.id.value == key)
                    || own.is_some_and(|works| works.sources.iter().any(|source| source.source.id.value == key))
                    || references
                        .citations
                        .iter()
                        .flat_map(|citation| &citation.items)
                        .any(|item| item.key.value == key)
            }),
        }
    }
}

fn last_part(route: &Route) -> &str {
    route.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The form in which addresses are compared.
pub(in crate::resolve) fn address_key(address: &str) -> String {
    slug::fold(address.trim_end_matches('/'))
}

/// The form in which titles and slugs are compared.
pub(super) fn name_key(name: &str) -> String {
    slug::fold(name.trim()).split_whitespace().collect::<Vec<_>>().join(" ")
}
