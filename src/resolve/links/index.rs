//! What links can point to in one edition.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::parse::document::{Facts, References};
use crate::parse::front_matter::{ArticleFields, Source};
use crate::resolve::dictionary::Dictionary;
use crate::resolve::publish::Public;
use crate::resolve::redirects::Former;
use crate::resolve::routes::{self, Addresses, pages_of_list};
use crate::resolve::sections::{self, Tree};
use crate::resolve::series::{AllSeries, SERIES};
use crate::resolve::taxonomies::Terms;
use crate::resolve::{HOME, Input, Introduction, PageId, Placed, Series, Taxonomy, Term};
use crate::route::Route;
use crate::slug;
use crate::text::RelPath;

/// The pages of an edition, by path, by address and by title.
pub struct Pages<'a> {
    pub(super) input: &'a Input<'a>,
    public: &'a Public,
    tree: &'a Tree,
    pub(super) addresses: &'a Addresses,
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
    /// Which of the former addresses is one, folded.
    by_former: OnceLock<Dictionary<String, usize>>,
    by_name: OnceLock<Vec<(String, PageId)>>,
    /// Which articles of the input are not public, by the address that each would have.
    withheld_by_address: OnceLock<Dictionary<String, usize>>,
    /// The same by name; of two with one name the first.
    withheld_by_name: OnceLock<Dictionary<String, usize>>,
}

/// A page that links can point to.
pub(super) struct Destination<'a> {
    pub(super) path: Option<&'a RelPath>,
    pub(super) title: Arc<str>,
    pub(super) href: Arc<str>,
    pub(super) references: Option<&'a References>,
    pub(super) sources: &'a [Arc<Source>],
}

impl<'a> Pages<'a> {
    /// Lists all pages; addresses and names are listed when a link is written with one.
    pub fn new(input: &'a Input<'a>, placed: &'a Placed<'a>) -> Pages<'a> {
        let Placed { public, tree, terms, series: all_series, addresses, .. } = placed;
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
        let mut index = Pages {
            input,
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
            by_former: OnceLock::new(),
            by_name: OnceLock::new(),
            withheld_by_address: OnceLock::new(),
            withheld_by_name: OnceLock::new(),
        };
        let paths = index.ids().filter_map(|id| Some((index.page(id)?.path?.as_str(), id)));
        for (path, id) in paths.collect::<Vec<_>>() {
            index.by_path.insert(path, id);
        }
        for (place, id) in index.places() {
            index.by_path.insert(place.as_str(), id);
        }
        index
    }

    /// The paths that documents of a further language have without its code.
    fn places(&self) -> Vec<(&'a RelPath, PageId)> {
        let Pages { input, public, tree, made, all_series, .. } = self;
        let articles = public.articles.iter().map(|facts| facts.translates.as_ref());
        let sections = tree.folders.iter().map(|folder| folder.facts.as_ref()?.translates.as_ref());
        let people = input.people.iter().map(|facts| facts.translates.as_ref());
        let of = |introduction: &'a Option<Introduction>| introduction.as_ref()?.facts.translates.as_ref();
        let lists = made.taxonomies.iter().map(|one| of(&one.introduction));
        let lists = lists.chain(made.terms.iter().map(|one| of(&one.introduction)));
        let lists = lists.chain(all_series.series.iter().map(|one| of(&one.introduction)));
        let places = articles.chain(sections).chain(people).chain(lists);
        places.zip(self.ids()).filter_map(|(place, id)| Some((place?, id))).collect()
    }

    /// The page that has a position among all.
    pub(super) fn at(&self, position: usize) -> Option<PageId> {
        self.ids().nth(position)
    }

    /// The position of a page among all.
    pub(super) fn position(&self, page: PageId) -> usize {
        let Pages { articles, sections, people, taxonomies, terms, .. } = self;
        let mut next = 0;
        let starts = [articles.len(), sections.len(), people.len(), taxonomies.len(), terms.len(), 0].map(|length| {
            let start = next;
            next += length;
            start
        });
        match page {
            PageId::Article(id) => starts[0] + id,
            PageId::Section(id) => starts[1] + id,
            PageId::Person(id) => starts[2] + id,
            PageId::Taxonomy(id) => starts[3] + id,
            PageId::Term(id) => starts[4] + id,
            PageId::Series(id) => starts[5] + id,
            PageId::Foreign(_, id) => id,
        }
    }

    /// The list of all people, as an address of the whole site.
    pub(super) fn people_index(&self) -> Option<Route> {
        Some(self.input.site_route(self.addresses.people_index()?).into_owned())
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
            PageId::Foreign(..) => None,
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
            PageId::Foreign(..) => self.addresses.section(HOME),
        }
    }

    /// What the site has at an address, without its last slash and folded; `None` of it is no page of a document.
    pub(super) fn by_address(&self) -> &Dictionary<String, Option<PageId>> {
        self.by_address.get_or_init(|| {
            let Pages { input, tree, addresses, .. } = self;
            let mut listed = Dictionary::with_capacity(self.articles.len() * 2);
            for id in self.ids() {
                listed.insert(address_key(input.site_route(self.route(id)).as_str()), Some(id));
            }
            let mut add_whole = |address: &str| listed.insert(address_key(address), None);
            addresses.former().iter().for_each(|former| add_whole(former.from.as_str()));
            let mut add = |address: &str| add_whole(input.site_route(&Route::new(address)).as_str());
            let sections = tree.folders.iter().enumerate();
            let sections = sections.map(|(id, folder)| (addresses.section(id), folder.articles.len()));
            let terms = self.made.terms.iter().map(|term| (&term.route, term.articles.len()));
            for (first, articles) in sections.chain(terms) {
                for page in 2..=pages_of_list(articles, input.config) {
                    add(routes::page_of(first, page).as_str());
                }
            }
            addresses.people_index().into_iter().for_each(|people| add(people.as_str()));
            addresses.lists().iter().chain(addresses.for_machines()).for_each(|route| add(route.as_str()));
            routes::search(input).iter().for_each(|search| add(search.as_str()));
            add(routes::NOT_FOUND);
            if !input.is_first() {
                return listed;
            }
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

    /// The former address that is meant, without its last slash and folded.
    pub(super) fn former(&self, key: &str) -> Option<&'a Former> {
        let all = self.addresses.former();
        let by_former = self.by_former.get_or_init(|| {
            let mut listed = Dictionary::with_capacity(all.len());
            all.iter().enumerate().for_each(|(at, former)| listed.insert(address_key(former.from.as_str()), at));
            listed
        });
        by_former.get(key).and_then(|at| all.get(*at))
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
            PageId::Article(article) => names_of_article(&self.public.articles[article], self.route(id)),
            PageId::Section(_) => vec![title, last_part(self.route(id))],
            PageId::Person(person) => vec![title, self.input.people[person].place().stem()],
            // A term or a series may well be called like the article that explains it.
            PageId::Taxonomy(_) | PageId::Term(_) | PageId::Series(_) | PageId::Foreign(..) => Vec::new(),
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

    /// Whether a page is that of a file, by its whole path.
    pub(super) fn has_path(&self, id: PageId, path: &str) -> bool {
        self.page(id).and_then(|page| page.path).is_some_and(|own| own.as_str() == path)
    }

    /// Why a file's article is not public.
    pub fn withheld(&self, path: &RelPath) -> Option<&'static str> {
        self.public.withheld.get(path).copied()
    }

    /// The articles of the input that are not public.
    fn all_withheld(&self) -> impl Iterator<Item = usize> + use<'a> {
        let (articles, withheld) = (&self.input.articles, &self.public.withheld);
        let all = if withheld.is_empty() { 0 } else { articles.len() };
        (0..all).filter(|at| withheld.contains_key(&articles[*at].path))
    }

    fn withheld_and_why(&self, at: usize) -> Option<(&'a RelPath, &'static str)> {
        let path = &self.input.articles[at].path;
        Some((path, self.withheld(path)?))
    }

    /// The article that would be at an address of the whole site if it were public, and why it is not.
    pub(super) fn withheld_at(&self, key: &str) -> Option<(&'a RelPath, &'static str)> {
        let by_address = self.withheld_by_address.get_or_init(|| {
            let mut listed = Dictionary::with_capacity(self.public.withheld.len());
            for at in self.all_withheld() {
                let route = routes::of_article(&self.input.articles[at]);
                listed.insert(address_key(self.input.site_route(&route).as_str()), at);
            }
            listed
        });
        by_address.get(key).and_then(|at| self.withheld_and_why(*at))
    }

    /// The article that would have a name if it were public, and why it is not.
    pub(super) fn withheld_named(&self, key: &str) -> Option<(&'a RelPath, &'static str)> {
        let by_name = self.withheld_by_name.get_or_init(|| {
            let mut listed = Dictionary::with_capacity(self.public.withheld.len());
            for at in self.all_withheld() {
                let facts = &self.input.articles[at];
                let route = routes::of_article(facts);
                for name in names_of_article(facts, &route).into_iter().map(name_key) {
                    if !listed.contains(&name) {
                        listed.insert(name, at);
                    }
                }
            }
            listed
        });
        by_name.get(key).and_then(|at| self.withheld_and_why(*at))
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

    /// The paths of all documents that links can point to, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &'a str> + Clone + '_ {
        self.by_path.keys().copied()
    }
}

/// What a wiki link can call an article that is at an address.
fn names_of_article<'n>(facts: &'n Facts<ArticleFields>, route: &'n Route) -> Vec<&'n str> {
    let fields = &facts.fields;
    let mut names = vec![fields.title.value.as_str(), facts.place().stem(), last_part(route)];
    names.extend(fields.short_title.as_ref().map(|title| title.value.as_str()));
    if sections::is_bundle(facts.place()) {
        names.retain(|name| *name != "index");
    }
    names
}

fn last_part(route: &Route) -> &str {
    route.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The form in which addresses are compared.
pub fn address_key(address: &str) -> String {
    slug::fold(address.trim_end_matches('/'))
}

/// The form in which titles and slugs are compared.
pub fn name_key(name: &str) -> String {
    slug::fold(name.trim()).split_whitespace().collect::<Vec<_>>().join(" ")
}
