//! What links can point to.

use std::collections::BTreeMap;

use crate::parse::document::References;
use crate::resolve::publish::Public;
use crate::resolve::routes::{self, Addresses};
use crate::resolve::sections::{self, Tree};
use crate::resolve::sources::Works;
use crate::resolve::{Input, PageId, Target};
use crate::route::Route;
use crate::slug;
use crate::text::RelPath;

/// What links can point to, by path, by address and by title.
pub struct Index<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) withheld: &'a BTreeMap<RelPath, &'static str>,
    pub(super) by_path: BTreeMap<&'a str, PageId>,
    pub(super) by_address: BTreeMap<String, Option<PageId>>,
    pub(super) by_name: BTreeMap<String, Vec<PageId>>,
    pub(super) pages: BTreeMap<PageId, Destination<'a>>,
    pub(super) folders: BTreeMap<&'a str, PageId>,
}

/// A page that links can point to.
pub(super) struct Destination<'a> {
    pub(super) path: Option<&'a RelPath>,
    pub(super) title: String,
    pub(super) route: Route,
    pub(super) references: Option<&'a References>,
    pub(super) keys: Vec<&'a str>,
}

impl<'a> Index<'a> {
    /// Lists all pages, files and addresses.
    pub fn new(input: &'a Input<'a>, public: &'a Public, tree: &'a Tree, addresses: &Addresses) -> Index<'a> {
        let mut index = Index {
            input,
            withheld: &public.withheld,
            by_path: BTreeMap::new(),
            by_address: BTreeMap::new(),
            by_name: BTreeMap::new(),
            pages: BTreeMap::new(),
            folders: tree
                .folders
                .iter()
                .enumerate()
                .map(|(id, folder)| (folder.path.as_str(), PageId::Section(id)))
                .collect(),
        };
        for (id, facts) in public.articles.iter().enumerate() {
            let fields = &facts.fields;
            let route = addresses.article(id).clone();
            let mut names = vec![fields.title.value.as_str(), facts.path.stem(), last_part(&route)];
            names.extend(fields.short_title.as_ref().map(|title| title.value.as_str()));
            if sections::is_bundle(&facts.path) {
                names.retain(|name| *name != "index");
            }
            let names: Vec<String> = names.into_iter().map(name_key).collect();
            let keys = fields.sources.iter().map(|source| source.id.value.as_str()).collect();
            let title = fields.title.value.clone();
            let destination =
                Destination { path: Some(&facts.path), title, route, references: Some(&facts.references), keys };
            index.add(PageId::Article(id), names, destination);
        }
        for (id, folder) in tree.folders.iter().enumerate() {
            let facts = folder.facts.as_ref();
            let title = folder.title(input.config);
            let route = addresses.section(id).clone();
            let names = vec![name_key(&title), name_key(last_part(&route))];
            let destination = Destination {
                path: facts.map(|facts| &facts.path),
                title,
                route,
                references: facts.map(|facts| &facts.references),
                keys: Vec::new(),
            };
            index.add(PageId::Section(id), names, destination);
        }
        for (id, facts) in input.people.iter().enumerate() {
            let names = vec![name_key(&facts.fields.name.value), name_key(facts.path.stem())];
            let destination = Destination {
                path: Some(&facts.path),
                title: facts.fields.name.value.clone(),
                route: addresses.person(id).clone(),
                references: Some(&facts.references),
                keys: Vec::new(),
            };
            index.add(PageId::Person(id), names, destination);
        }
        for (section, folder) in tree.folders.iter().enumerate() {
            let pages = folder.articles.len().div_ceil(input.config.per_page.max(1));
            for page in 2..=pages {
                let address = routes::page_of(addresses.section(section), page);
                index.by_address.insert(address_key(address.as_str()), None);
            }
        }
        if let Some(people) = addresses.people_index() {
            index.by_address.insert(address_key(people.as_str()), None);
        }
        for redirect in addresses.redirects() {
            index.by_address.insert(address_key(redirect.from.as_str()), None);
        }
        for path in &input.inventory.statics {
            if let Some(address) = path.below("static") {
                index.by_address.insert(address_key(&format!("/{address}")), None);
                if let Some(folder) = address.strip_suffix("index.html") {
                    index.by_address.insert(address_key(&format!("/{folder}")), None);
                }
            }
        }
        for file in input.theme_files {
            index.by_address.insert(address_key(&format!("/{file}")), None);
        }
        index
    }

    fn add(&mut self, id: PageId, mut names: Vec<String>, destination: Destination<'a>) {
        if let Some(path) = destination.path {
            self.by_path.insert(path.as_str(), id);
        }
        self.by_address.insert(address_key(destination.route.as_str()), Some(id));
        names.sort();
        names.dedup();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.by_name.entry(name).or_default().push(id);
        }
        self.pages.insert(id, destination);
    }

    /// The page of a file, by its path below the root.
    pub fn page_at(&self, path: &str) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// Why a file's article is not public.
    pub fn withheld(&self, path: &RelPath) -> Option<&'static str> {
        self.withheld.get(path).copied()
    }

    /// The section of a folder below content/ that has no `_index.md`.
    pub fn section_of_folder(&self, folder: &str) -> Option<PageId> {
        self.folders.get(folder).copied()
    }

    /// Whether the site has something at an address.
    pub fn has_address(&self, address: &str) -> bool {
        self.by_address.contains_key(&address_key(address))
    }

    /// The page at an address.
    pub fn page_by_address(&self, address: &str) -> Option<PageId> {
        self.by_address.get(&address_key(address)).copied().flatten()
    }

    /// All addresses, without their last slash.
    pub fn addresses(&self) -> impl Iterator<Item = &String> + '_ {
        self.by_address.keys()
    }

    /// The address and title of a page.
    pub fn target(&self, id: PageId) -> Target {
        self.pages.get(&id).map_or_else(Target::default, |page| Target {
            href: page.route.href(&self.input.config.base_path),
            title: page.title.clone(),
        })
    }

    /// The paths of all documents that links can point to.
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
            "toc" | "trust" | "sources" | "newsletter" => true,
            _ => fragment.strip_prefix("source-").is_some_and(|key| {
                page.keys.contains(&key)
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
pub(super) fn address_key(address: &str) -> String {
    slug::fold(address.trim_end_matches('/'))
}

/// The form in which titles and slugs are compared.
pub(super) fn name_key(name: &str) -> String {
    slug::fold(name.trim()).split_whitespace().collect::<Vec<_>>().join(" ")
}
