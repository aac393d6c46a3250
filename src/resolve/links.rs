//! What every link within the site points to.

use std::collections::BTreeMap;

use super::publish::Public;
use super::routes::{Addresses, listed};
use super::sections::{self, Tree};
use super::sources::Works;
use super::{Input, PageId, Target};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Link, LinkTarget, References};
use crate::route::{self, Route};
use crate::slug;
use crate::text::{RelPath, Span};

/// What links can point to, by path, by address and by title.
pub struct Index<'a> {
    input: &'a Input<'a>,
    withheld: &'a BTreeMap<RelPath, &'static str>,
    by_path: BTreeMap<&'a str, PageId>,
    by_address: BTreeMap<String, Option<PageId>>,
    by_name: BTreeMap<String, Vec<PageId>>,
    pages: BTreeMap<PageId, Destination<'a>>,
    folders: BTreeMap<&'a str, PageId>,
}

struct Destination<'a> {
    path: Option<&'a RelPath>,
    title: String,
    route: Route,
    references: Option<&'a References>,
    keys: Vec<&'a str>,
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
                let address = super::routes::page_of(addresses.section(section), page);
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

    fn has_anchor(&self, page: &Destination<'_>, own: Option<&Works>, fragment: &str) -> bool {
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

/// Finds what the links of a document point to; a broken one is a diagnostic and leads nowhere.
pub fn connect(
    page: PageId,
    path: &RelPath,
    references: &References,
    works: &Works,
    index: &Index<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Target> {
    let from = Origin { page, path, works, index };
    references
        .links
        .iter()
        .map(|link| {
            from.follow(link).unwrap_or_else(|diagnostic| {
                diagnostics.push(*diagnostic);
                Target::default()
            })
        })
        .collect()
}

/// Where a link stands.
struct Origin<'a> {
    page: PageId,
    path: &'a RelPath,
    works: &'a Works,
    index: &'a Index<'a>,
}

impl Origin<'_> {
    fn follow(&self, link: &Link) -> Result<Target, Box<Diagnostic>> {
        let base_path = &self.index.input.config.base_path;
        match &link.target {
            LinkTarget::Anchor(fragment) => {
                let title = self.index.target(self.page).title;
                self.check_anchor(self.page, fragment, link.span)?;
                Ok(Target { href: with_fragment(String::new(), fragment), title })
            }
            LinkTarget::File { path, fragment } => match self.find_file(path, link.span)? {
                Found::Page(id) => self.page_target(id, fragment, link.span),
                Found::File(route) => {
                    let title = route.as_str().rsplit('/').next().unwrap_or_default().to_owned();
                    Ok(Target { href: with_fragment(route.href(base_path), fragment), title })
                }
            },
            LinkTarget::Address { path, fragment } => {
                let (address, query) = path.split_once('?').map_or((path.as_str(), None), |(a, q)| (a, Some(q)));
                match self.find_address(address, link.span)? {
                    Some(id) => self.page_target(id, fragment, link.span),
                    None => {
                        let mut href = Route::new(address).href(base_path);
                        if let Some(query) = query {
                            href.push('?');
                            route::encode_path(query, &mut href);
                        }
                        Ok(Target { href: with_fragment(href, fragment), title: address.to_owned() })
                    }
                }
            }
            LinkTarget::Wiki { name, fragment } => {
                let id = self.find_name(name, link.span)?;
                self.page_target(id, fragment, link.span)
            }
        }
    }

    fn page_target(&self, id: PageId, fragment: &str, span: Span) -> Result<Target, Box<Diagnostic>> {
        self.check_anchor(id, fragment, span)?;
        let Target { href, title } = self.index.target(id);
        Ok(Target { href: with_fragment(href, fragment), title })
    }

    fn check_anchor(&self, id: PageId, fragment: &str, span: Span) -> Result<(), Box<Diagnostic>> {
        let Some(page) = self.index.pages.get(&id) else { return Ok(()) };
        let own = (id == self.page).then_some(self.works);
        if self.index.has_anchor(page, own, fragment) {
            return Ok(());
        }
        let message = format!("`{}` has no heading `#{fragment}`", page.title);
        let anchors: Vec<&str> =
            page.references.iter().flat_map(|references| &references.anchors).map(String::as_str).collect();
        let diagnostic = Diagnostic::new(Code::BrokenAnchor, self.path, span, message);
        let diagnostic = match crate::diagnostics::nearest(fragment, anchors.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `#{near}`?")),
            None if anchors.is_empty() => diagnostic.help("the page has no headings: link to the page itself"),
            None => {
                let shown: Vec<String> = anchors.iter().take(12).map(|anchor| format!("#{anchor}")).collect();
                diagnostic.help(format!("it has {}", listed(&shown)))
            }
        };
        Err(Box::new(diagnostic))
    }

    fn broken(&self, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(Code::BrokenLink, self.path, span, message)
    }

    fn find_file(&self, written: &str, span: Span) -> Result<Found, Box<Diagnostic>> {
        let index = self.index;
        // The paths of site.toml begin below content/.
        let path = match self.path.as_str() {
            super::SETTINGS => RelPath::new(&format!("content/{written}")),
            _ => self.path.sibling(written),
        };
        let Some(path) = path.filter(|path| path.below("content").is_some() || path.as_str() == "content") else {
            let message = format!("`{written}` leads outside of `content/`");
            return Err(Box::new(self.broken(span, message).help("link to a file below `content/`")));
        };
        if let Some(id) = index.page_at(path.as_str()) {
            return Ok(Found::Page(id));
        }
        // A folder stands for its section or for the article of its bundle.
        for name in ["_index.md", "index.md"] {
            if let Some(id) = index.page_at(&format!("{path}/{name}")) {
                return Ok(Found::Page(id));
            }
        }
        let folder = path.below("content").unwrap_or_default();
        if let Some(PageId::Section(id)) = index.section_of_folder(folder) {
            return Ok(Found::Page(PageId::Section(id)));
        }
        if index.input.inventory.assets.binary_search(&path).is_ok() {
            return Ok(Found::File(Route::new(format!("/{folder}"))));
        }
        if let Some(reason) = index.withheld(&path) {
            let message = format!("`{written}` is {reason}, so the link would lead nowhere");
            let diagnostic = Diagnostic::new(Code::LinkToUnpublished, self.path, span, message);
            return Err(Box::new(diagnostic.help(way_out(reason))));
        }
        let message = format!("there is no file `{path}`");
        let diagnostic = self.broken(span, message);
        let assets = index.input.inventory.assets.iter().map(RelPath::as_str);
        Err(Box::new(match similar_path(path.as_str(), index.paths().chain(assets)) {
            Some(near) => diagnostic.help(format!("did you mean `{}`?", relative(self.path, near))),
            None if self.path.as_str() == super::SETTINGS => {
                diagnostic.help("write a path below `content/`, such as `coast/tides.md`")
            }
            None => diagnostic.help("write a path relative to this file, such as `../coast/tides.md`"),
        }))
    }

    fn find_address(&self, address: &str, span: Span) -> Result<Option<PageId>, Box<Diagnostic>> {
        let index = self.index;
        let key = address_key(address);
        if let Some(found) = index.by_address.get(&key) {
            return Ok(*found);
        }
        // An address may carry the path of `base_url`, as it does in the browser.
        let base_path = &index.input.config.base_path;
        if !base_path.is_empty()
            && let Some(rest) = address.strip_prefix(base_path.as_str())
            && let Some(found) = index.by_address.get(&address_key(rest))
        {
            return Ok(*found);
        }
        let asset = RelPath::new(&format!("content{address}"));
        if asset.is_some_and(|path| index.input.inventory.assets.binary_search(&path).is_ok()) {
            return Ok(None);
        }
        let message = format!("the site has nothing at `{address}`");
        let known = index.by_address.keys().map(String::as_str);
        let diagnostic = self.broken(span, message);
        Err(Box::new(match crate::diagnostics::nearest(&key, known) {
            Some(near) => diagnostic.help(format!("did you mean `{}`?", self.spelled(near))),
            None => diagnostic.help("link to the article's file instead: it is checked and follows a changed address"),
        }))
    }

    /// An address as it is written in a link: a page's ends with a slash.
    fn spelled(&self, key: &str) -> String {
        let is_page = self.index.by_address.get(key).is_some_and(Option::is_some);
        if is_page || key.is_empty() { format!("{key}/") } else { key.to_owned() }
    }

    fn find_name(&self, name: &str, span: Span) -> Result<PageId, Box<Diagnostic>> {
        let index = self.index;
        let key = name_key(name);
        match index.by_name.get(&key).map(Vec::as_slice) {
            Some([id]) => Ok(*id),
            Some(ids) => {
                // A title says more than a slug or file name: it decides if it is the only one.
                let titled: Vec<PageId> =
                    ids.iter().copied().filter(|id| name_key(&index.target(*id).title) == key).collect();
                if let [id] = titled.as_slice() {
                    return Ok(*id);
                }
                let message = format!("`[[{name}]]` fits {} pages", ids.len());
                let mut diagnostic = Diagnostic::new(Code::AmbiguousLink, self.path, span, message);
                for path in ids.iter().filter_map(|id| index.pages.get(id)?.path) {
                    diagnostic = diagnostic.related(path, None, "one of them");
                }
                Err(Box::new(diagnostic.help("link to the file instead: `[text](path/to/file.md)`")))
            }
            None => {
                if let Some((path, reason)) = index.withheld.iter().find(|(path, _)| name_key(path.stem()) == key) {
                    let message = format!("`{path}` is {reason}, so the link would lead nowhere");
                    let diagnostic = Diagnostic::new(Code::LinkToUnpublished, self.path, span, message);
                    return Err(Box::new(diagnostic.help(way_out(reason))));
                }
                let message = format!("no page has the title or slug `{name}`");
                let titles: Vec<&str> = index.pages.values().map(|page| page.title.as_str()).collect();
                let diagnostic = self.broken(span, message);
                Err(Box::new(match crate::diagnostics::nearest(name, titles) {
                    Some(near) => diagnostic.help(format!("did you mean `[[{near}]]`?")),
                    None => diagnostic
                        .did_you_mean(&key, index.by_name.keys().map(String::as_str))
                        .help("write a page's title or slug, or link to its file: `[text](path/to/file.md)`"),
                }))
            }
        }
    }
}

/// What to do about a link to an article that is left out.
fn way_out(reason: &str) -> &'static str {
    match reason {
        "expired" => "remove the link, or the article's `expires`",
        _ => "publish it, or remove the link until then",
    }
}

/// What a path leads to.
enum Found {
    Page(PageId),
    File(Route),
}

fn with_fragment(mut href: String, fragment: &str) -> String {
    if !fragment.is_empty() {
        href.push('#');
        route::encode_path(fragment, &mut href);
    }
    href
}

/// A path as it is written in a file; in site.toml it begins below content/.
pub fn relative(from: &RelPath, to: &str) -> String {
    if from.as_str() == super::SETTINGS {
        return to.strip_prefix("content/").unwrap_or(to).to_owned();
    }
    let here: Vec<&str> = from.parent().map(|parent| parent.split('/').collect()).unwrap_or_default();
    let there: Vec<&str> = to.split('/').collect();
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; here.len() - shared];
    parts.extend(&there[shared..]);
    parts.join("/")
}

/// The known path that was probably meant: the only one of the same name, else one that is near as a whole.
pub fn similar_path<'a>(path: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let name = |path: &str| slug::fold(path.rsplit('/').next().unwrap_or(path));
    let wanted = name(path);
    let mut same = known.clone().filter(|candidate| *candidate != path && name(candidate) == wanted);
    match (same.next(), same.next()) {
        (Some(only), None) if wanted != "index.md" => Some(only),
        (Some(_), Some(_)) if wanted != "index.md" => None,
        _ => crate::diagnostics::nearest(path, known),
    }
}

fn last_part(route: &Route) -> &str {
    route.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

fn address_key(address: &str) -> String {
    slug::fold(address.trim_end_matches('/'))
}

fn name_key(name: &str) -> String {
    slug::fold(name.trim()).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{name_key, relative, similar_path};
    use crate::text::RelPath;

    #[test]
    fn a_suggested_path_is_written_as_the_author_would_write_it() {
        let here = RelPath::new("content/coast/tides.md").expect("a clean path");
        assert_eq!(relative(&here, "content/coast/storms/index.md"), "storms/index.md");
        assert_eq!(relative(&here, "content/people/jane.md"), "../people/jane.md");
    }

    #[test]
    fn a_file_that_moved_is_suggested_if_its_name_is_the_only_one() {
        let known = ["content/a/tides.md", "content/b/moon.md", "content/c/moon.md"];
        assert_eq!(similar_path("content/x/y/tides.md", known.into_iter()), Some("content/a/tides.md"));
        assert_eq!(similar_path("content/x/y/moon.md", known.into_iter()), None);
        assert_eq!(similar_path("content/a/tide.md", known.into_iter()), Some("content/a/tides.md"));
    }

    #[test]
    fn wiki_names_are_compared_without_case_and_extra_blanks() {
        assert_eq!(name_key("  The  Größe "), name_key("the grösse"));
    }
}
