//! The tree of folders: which sections there are, what is in them, and in which order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::publish::Public;
use super::series::SERIES;
use super::{ArticleId, HOME, Input, SectionId};
use crate::config::Config;
use crate::date::Instant;
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, Kind, SectionFields, Sort};
use crate::slug;
use crate::text::RelPath;

/// The folder of people; it is no section. Nor are those of taxonomies, their terms, and series.
pub const PEOPLE: &str = "people";

/// A folder below content/ that has a page.
#[derive(Clone)]
pub struct Folder {
    /// The path below content/; empty for the home page.
    pub path: String,
    /// Its `_index.md`.
    pub facts: Option<Arc<Facts<SectionFields>>>,
    /// The section above.
    pub parent: Option<SectionId>,
    /// The sections directly below, in order.
    pub children: Vec<SectionId>,
    /// Its own articles, in order.
    pub articles: Vec<ArticleId>,
    /// Its plain pages, in order.
    pub pages: Vec<ArticleId>,
}

impl Folder {
    /// The same folder with another `_index.md`.
    pub fn with(&self, facts: &Arc<Facts<SectionFields>>) -> Folder {
        Folder { facts: Some(Arc::clone(facts)), ..self.clone() }
    }

    /// Where its `_index.md` is or would be, in the language of the edition.
    pub fn index_path(&self, config: &Config) -> RelPath {
        index_path(&self.path, config)
    }

    /// The title: its own, else the site's for the home page, else the folder's name in words.
    pub fn title(&self, config: &Config) -> String {
        if let Some(title) = self.facts.as_ref().and_then(|facts| facts.fields.title.as_ref()) {
            return title.value.clone();
        }
        if self.path.is_empty() {
            return config.title.clone();
        }
        let name = self.path.rsplit('/').next().unwrap_or_default().replace(['-', '_'], " ");
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

/// The tree of folders.
pub struct Tree {
    /// Sorted by path; the first is the home page.
    pub folders: Vec<Folder>,
    /// The `_index.md` of the folder of people.
    pub people_section: Option<Arc<Facts<SectionFields>>>,
    /// What introduces lists that are no sections, by folder: taxonomies, their terms, series.
    pub introductions: BTreeMap<String, Arc<Facts<SectionFields>>>,
    section_of: Vec<SectionId>,
    neighbours: Vec<(Option<ArticleId>, Option<ArticleId>)>,
}

impl Tree {
    /// The section that an article belongs to.
    pub fn section_of(&self, article: ArticleId) -> SectionId {
        self.section_of.get(article).copied().unwrap_or(HOME)
    }

    /// The articles before and after an article in its section.
    pub fn neighbours(&self, article: ArticleId) -> (Option<ArticleId>, Option<ArticleId>) {
        self.neighbours.get(article).copied().unwrap_or_default()
    }

    /// The section of a folder below content/.
    pub fn find(&self, path: &str) -> Option<SectionId> {
        self.folders.binary_search_by(|folder| folder.path.as_str().cmp(path)).ok()
    }
}

/// Makes the tree: a folder is a section if it has an `_index.md` or an article, or holds such a folder.
pub fn tree(input: &Input<'_>, public: &Public) -> Tree {
    let mut written: BTreeMap<String, Option<Arc<Facts<SectionFields>>>> = BTreeMap::new();
    written.insert(String::new(), None);
    let mut people_section = None;
    let mut introductions = BTreeMap::new();
    // They are sorted, so that those of one folder mostly follow each other.
    let mut with_articles: Vec<&str> = public.articles.iter().map(|facts| section_folder(facts.place())).collect();
    with_articles.dedup();
    let occupied: BTreeSet<&str> = with_articles.iter().map(|folder| top(folder)).collect();
    for facts in &input.sections {
        let folder = folder_of(facts.place());
        if folder == PEOPLE {
            people_section = Some(Arc::clone(facts));
        } else if introduces_list(folder, input.config) && !occupied.contains(top(folder)) {
            introductions.insert(folder.to_owned(), Arc::clone(facts));
        } else {
            add_with_parents(&mut written, folder);
            written.insert(folder.to_owned(), Some(Arc::clone(facts)));
        }
    }
    with_articles.into_iter().for_each(|folder| add_with_parents(&mut written, folder));
    let mut folders: Vec<Folder> = written
        .into_iter()
        .map(|(path, facts)| Folder {
            facts: facts.or_else(|| inherited(&path, input)),
            path,
            parent: None,
            children: Vec::new(),
            articles: Vec::new(),
            pages: Vec::new(),
        })
        .collect();
    let position = |folders: &[Folder], path: &str| {
        folders.binary_search_by(|folder| folder.path.as_str().cmp(path)).unwrap_or(HOME)
    };
    for id in 1..folders.len() {
        let above = folders[id].path.rfind('/').map_or("", |at| &folders[id].path[..at]);
        let parent = position(&folders, above);
        folders[id].parent = Some(parent);
        folders[parent].children.push(id);
    }
    let mut section_of = Vec::with_capacity(public.articles.len());
    for (id, facts) in public.articles.iter().enumerate() {
        let folder = section_folder(facts.place());
        let as_before = section_of.last().copied().filter(|before: &SectionId| folders[*before].path == folder);
        let section = as_before.unwrap_or_else(|| position(&folders, folder));
        section_of.push(section);
        if facts.fields.kind == Kind::Page {
            folders[section].pages.push(id);
        } else {
            folders[section].articles.push(id);
        }
    }
    sort(input, public, &mut folders);
    let mut neighbours = vec![(None, None); public.articles.len()];
    for folder in &folders {
        for pair in folder.articles.windows(2) {
            if let [earlier, later] = *pair {
                neighbours[earlier].1 = Some(later);
                neighbours[later].0 = Some(earlier);
            }
        }
    }
    Tree { folders, people_section, introductions, section_of, neighbours }
}

/// Whether a folder is that of a taxonomy, of one of its terms, or of a series.
fn introduces_list(folder: &str, config: &Config) -> bool {
    let depth = folder.matches('/').count();
    (config.taxonomies.contains_key(top(folder)) && depth <= 1) || (top(folder) == SERIES && depth == 1)
}

/// The first part of a folder's path.
fn top(folder: &str) -> &str {
    folder.split('/').next().unwrap_or_default()
}

fn sort(input: &Input<'_>, public: &Public, folders: &mut [Folder]) {
    let keys: Vec<Order> = public.articles.par_iter().map(|facts| Order::of(&facts.fields, input.config)).collect();
    let weights: Vec<(i64, String)> = folders
        .iter()
        .map(|folder| {
            let weight = folder.facts.as_ref().and_then(|facts| facts.fields.weight).unwrap_or(i64::MAX);
            (weight, slug::alphabetical(&folder.title(input.config), &input.config.language))
        })
        .collect();
    for folder in folders {
        let sort = folder.facts.as_ref().map_or(Sort::Usual, |facts| facts.fields.sort);
        folder.articles.sort_by(|a, b| keys[*a].compare(&keys[*b], sort).then(a.cmp(b)));
        folder.pages.sort_by(|a, b| (keys[*a].weight, &keys[*a].title, a).cmp(&(keys[*b].weight, &keys[*b].title, b)));
        folder.children.sort_by(|a, b| (&weights[*a], a).cmp(&(&weights[*b], b)));
    }
}

struct Order {
    weight: i64,
    newest: (bool, Reverse<Option<Instant>>),
    title: String,
}

impl Order {
    fn of(fields: &ArticleFields, config: &Config) -> Order {
        let published = fields.published.as_ref().map(|date| date.value.instant(&config.timezone));
        Order {
            weight: fields.weight.unwrap_or(i64::MAX),
            newest: (published.is_none(), Reverse(published)),
            title: slug::alphabetical(&fields.title.value, &config.language),
        }
    }

    fn compare(&self, other: &Order, sort: Sort) -> std::cmp::Ordering {
        let weight = self.weight.cmp(&other.weight);
        let newest = self.newest.cmp(&other.newest);
        let title = self.title.cmp(&other.title);
        match sort {
            Sort::Usual => weight.then(newest).then(title),
            Sort::Date => newest.then(title),
            Sort::Weight => weight.then(title),
            Sort::Title => title,
        }
    }
}

fn add_with_parents(folders: &mut BTreeMap<String, Option<Arc<Facts<SectionFields>>>>, folder: &str) {
    let mut end = folder.len();
    loop {
        folders.entry(folder[..end].to_owned()).or_insert(None);
        match folder[..end].rfind('/') {
            Some(at) => end = at,
            None => break,
        }
    }
}

/// What a folder of an edition that says nothing of it has from the first language: how it is called and sorted, and
/// no text.
fn inherited(folder: &str, input: &Input<'_>) -> Option<Arc<Facts<SectionFields>>> {
    let first = input.first_sections.iter().find(|facts| folder_of(&facts.path) == folder)?;
    let SectionFields { title, weight, template, page_type, sort, noindex, .. } = first.fields.clone();
    // The home page is called after its edition.
    let title = title.filter(|_| !folder.is_empty());
    let fields = SectionFields { title, weight, template, page_type, sort, noindex, ..SectionFields::default() };
    Some(Arc::new(Facts { fields, ..Facts::empty(index_path(folder, input.config)) }))
}

fn index_path(folder: &str, config: &Config) -> RelPath {
    let code = if config.edition.is_empty() { String::new() } else { format!(".{}", config.language) };
    RelPath::new(&format!("content/{folder}/_index{code}.md")).expect("folders are clean paths")
}

/// The folder of a file below content/, as a path below content/.
pub fn folder_of(path: &RelPath) -> &str {
    path.parent().and_then(|parent| parent.strip_prefix("content")).map_or("", |folder| folder.trim_start_matches('/'))
}

/// The folder whose section an article belongs to: that of `a/b/index.md` is `a`.
pub fn section_folder(path: &RelPath) -> &str {
    let folder = folder_of(path);
    if is_bundle(path) { folder.rfind('/').map_or("", |at| &folder[..at]) } else { folder }
}

/// Whether the article is the `index.md` of a folder of its own.
pub fn is_bundle(path: &RelPath) -> bool {
    path.file_name() == "index.md" && !folder_of(path).is_empty()
}
