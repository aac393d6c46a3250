//! What the old site's links lead to.

use std::collections::BTreeMap;

use super::model::{Asset, Page};
use super::places::Place;
use crate::route;
use crate::slug::fold;

/// What a link of the old site leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page, by its number.
    Page(usize),
    /// A file, by its number.
    Asset(usize),
    /// A list that byline makes, by its address.
    List(String),
    /// Nothing that the old site has, by the address that it would have had.
    Missing(String),
    /// Another site, or a place on the same page.
    Elsewhere,
}

/// What the old site has, by the names and addresses that its links use.
pub struct Lookup<'a> {
    /// The pages.
    pub pages: &'a [Page],
    /// Where each lies now.
    pub places: &'a [Place],
    /// The other files.
    pub assets: &'a [Asset],
    /// The address of the old home page, without its last slash.
    pub base_url: &'a str,
    /// Its path.
    pub base_path: &'a str,
    by_name: BTreeMap<String, Target>,
    by_address: BTreeMap<String, Target>,
    /// Pages by the last part of their names; `None` if there are several.
    by_last: BTreeMap<String, Option<usize>>,
}

impl<'a> Lookup<'a> {
    /// Lists everything; of two of one name the first counts.
    pub fn new(
        pages: &'a [Page],
        places: &'a [Place],
        assets: &'a [Asset],
        base_url: &'a str,
        lists: impl IntoIterator<Item = (String, String)>,
    ) -> Lookup<'a> {
        let base_path = base_url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
        let mut lookup = Lookup {
            pages,
            places,
            assets,
            base_url,
            base_path: base_path.unwrap_or_default(),
            by_name: BTreeMap::new(),
            by_address: BTreeMap::new(),
            by_last: BTreeMap::new(),
        };
        for (at, page) in pages.iter().enumerate() {
            for name in &page.names {
                lookup.by_name.entry(fold(name)).or_insert(Target::Page(at));
                if page.language.is_none() {
                    let last = fold(name.rsplit('/').next().unwrap_or(name));
                    let entry = lookup.by_last.entry(last).or_insert(Some(at));
                    if *entry != Some(at) {
                        *entry = None;
                    }
                }
            }
            for address in &page.old {
                lookup.by_address.entry(key(address)).or_insert(Target::Page(at));
            }
        }
        for (at, asset) in assets.iter().enumerate() {
            for name in &asset.names {
                lookup.by_name.entry(fold(name)).or_insert(Target::Asset(at));
            }
            if let Some(address) = &asset.old {
                lookup.by_address.entry(key(address)).or_insert(Target::Asset(at));
            }
        }
        for (from, to) in lists {
            lookup.by_address.entry(key(&from)).or_insert(Target::List(to));
        }
        lookup
    }

    /// What a path below the old content leads to; the extension may be missing.
    pub fn named(&self, path: &str) -> Option<Target> {
        let path = fold(path.trim_matches('/'));
        let candidates = [path.clone(), format!("{path}.md"), format!("{path}/index.md"), format!("{path}/_index.md")];
        candidates.iter().find_map(|path| self.by_name.get(path).cloned())
    }

    /// The only page whose name ends so, as `ref` of Hugo finds it.
    pub fn only(&self, last: &str) -> Option<Target> {
        let last = fold(last);
        let found = [last.clone(), format!("{last}.md")];
        found.iter().find_map(|last| self.by_last.get(last).copied().flatten()).map(Target::Page)
    }

    /// What an old address leads to, with or without the path of the base.
    pub fn at(&self, address: &str) -> Option<Target> {
        let found = |address: &str| self.by_address.get(&key(address)).cloned();
        let below = address.strip_prefix(self.base_path).filter(|_| !self.base_path.is_empty());
        found(address).or_else(|| below.and_then(found))
    }

    /// What a link that stands in a page leads to, and its fragment with `#`.
    pub fn follow(&self, from: &Page, url: &str) -> (Target, String) {
        let url = url.trim();
        let (whole, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
        let fragment = fragment.to_owned();
        if whole.is_empty() {
            return (Target::Elsewhere, fragment);
        }
        let below = bare(whole).and_then(|whole| whole.strip_prefix(bare(self.base_url)?));
        let below = below.filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        if let Some(path) = whole.strip_prefix("@/") {
            let path = route::decode(path).unwrap_or_else(|| path.to_owned());
            let missing = || Target::Missing(format!("/{}/", path.trim_end_matches(".md")));
            return (self.named(&path).unwrap_or_else(missing), fragment);
        }
        let is_own = below.is_some();
        let path = match below {
            Some("") => "/",
            Some(rest) => rest,
            None if has_scheme(whole) || whole.starts_with("//") => return (Target::Elsewhere, fragment),
            None => whole,
        };
        let path = path.split('?').next().unwrap_or(path);
        let path = route::decode(path).unwrap_or_else(|| path.to_owned());
        if let Some(target) = self.found(from, &path) {
            return (target, fragment);
        }
        // A link to the old site by its whole address stays what it is.
        let missing = if is_own { Target::Elsewhere } else { Target::Missing(absolute(from, &path)) };
        (missing, fragment)
    }

    fn found(&self, from: &Page, path: &str) -> Option<Target> {
        if path.starts_with('/') {
            return self.at(path).or_else(|| self.named(path));
        }
        // A path beside the file, then beside the address, then below the content.
        let own = from.language.as_ref().and_then(|code| Some(format!("{}.{code}.md", path.strip_suffix(".md")?)));
        let translated = own.and_then(|path| from.names.iter().find_map(|name| self.named(&join(name, &path)?)));
        let beside = || from.names.iter().find_map(|name| self.named(&join(name, path)?));
        let address = || from.old.first().and_then(|address| self.at(&join_address(address, path)?));
        translated.or_else(beside).or_else(address).or_else(|| self.named(path.trim_start_matches("./")))
    }
}

/// The address that a relative path would have had.
fn absolute(from: &Page, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    // The file of a page was written; its address can only be guessed.
    if let Some(place) = path.strip_suffix(".md").and_then(|path| join(from.names.first()?, path)) {
        return format!("/{place}/");
    }
    let address = from.old.first().map_or("/", String::as_str);
    join_address(address, path).unwrap_or_else(|| format!("/{}", path.trim_start_matches(['.', '/'])))
}

/// Resolves a path against the folder of a file.
pub fn join(file: &str, path: &str) -> Option<String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    resolve(folder, path)
}

/// Resolves a path against an address.
fn join_address(address: &str, path: &str) -> Option<String> {
    let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
    let slash = if path.ends_with('/') && path.len() > 1 { "/" } else { "" };
    Some(format!("/{}{slash}", resolve(folder, path)?))
}

fn resolve(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether an address names its scheme.
pub fn has_scheme(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// An address without its scheme and without `www.`: sites answered at all of them.
fn bare(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https:").or_else(|| address.strip_prefix("http:")).unwrap_or(address);
    let rest = rest.strip_prefix("//").filter(|rest| !rest.is_empty())?;
    Some(rest.strip_prefix("www.").unwrap_or(rest))
}

fn key(address: &str) -> String {
    let address = address.strip_suffix("index.html").unwrap_or(address);
    let address = route::decode(address).unwrap_or_else(|| address.to_owned());
    fold(address.trim_end_matches('/'))
}
