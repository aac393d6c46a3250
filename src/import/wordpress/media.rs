//! Pictures and other files that were uploaded, and what their addresses become.

use std::collections::BTreeMap;

use super::wxr::Item;
use crate::import::model::Asset;
use crate::import::source::Source;

/// Pictures and other files.
pub(super) struct Media {
    /// All of them.
    pub assets: Vec<Asset>,
    /// Those that are at hand, by their old addresses.
    here: BTreeMap<String, ()>,
    /// The address of the home page.
    base_url: String,
}

impl Media {
    /// The uploads that lie beside the export.
    pub fn of(source: &Source, items: &[(String, Item)], base_url: &str) -> Media {
        let mut media =
            Media { assets: Vec::new(), here: BTreeMap::new(), base_url: base_url.trim_end_matches('/').to_owned() };
        let tail_of = |path: &str| path.find("uploads/").map(|at| path[at..].to_owned());
        let known: BTreeMap<String, &str> =
            items.iter().filter_map(|(_, item)| Some((tail_of(&item.attachment)?, item.attachment.as_str()))).collect();
        // The uploads lie where they did, or as they are under any folder of that name.
        for path in &source.files {
            let Some(tail) = tail_of(path) else { continue };
            let address = known.get(&tail).and_then(|url| local(url, base_url));
            let old = address.unwrap_or_else(|| format!("/wp-content/{tail}"));
            media.here.insert(old.clone(), ());
            media.assets.push(Asset { source: path.clone(), beside: None, old: Some(old), names: Vec::new() });
        }
        media
    }

    /// The address of a file: the file itself if it is at hand, else the larger one that it was made of, else as it was.
    pub fn address(&self, address: &str) -> String {
        let path = local(address, &self.base_url);
        let Some(path) = path.filter(|path| path.contains("/uploads/")) else { return address.to_owned() };
        let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        if self.here.contains_key(&path) {
            return path;
        }
        match without_size(&path).filter(|original| self.here.contains_key(original)) {
            Some(original) => original,
            None => address.to_owned(),
        }
    }

    /// Whether it is one of the uploads and not at hand.
    pub fn is_missing(&self, address: &str) -> bool {
        local(address, &self.base_url).is_some_and(|path| path.contains("/uploads/") && !self.here.contains_key(&path))
    }
}

/// The path of an address of the old site.
pub(super) fn local(url: &str, base_url: &str) -> Option<String> {
    let plain =
        |url: &str| url.split_once("://").map_or(url.trim_start_matches('/').to_owned(), |(_, rest)| rest.to_owned());
    if url.starts_with('/') && !url.starts_with("//") {
        return Some(url.to_owned());
    }
    let host = plain(base_url);
    let url = plain(url);
    let bare = |text: &str| text.strip_prefix("www.").unwrap_or(text).to_owned();
    let (url, host) = (bare(&url), bare(host.trim_end_matches('/')));
    let rest = url.strip_prefix(&host)?;
    rest.starts_with('/').then(|| rest.to_owned())
}

/// `boat.jpg` for `boat-300x200.jpg` and `boat-scaled.jpg`.
pub(super) fn without_size(path: &str) -> Option<String> {
    let (stem, extension) = path.rsplit_once('.')?;
    if let Some(stem) = stem.strip_suffix("-scaled") {
        return Some(format!("{stem}.{extension}"));
    }
    let (stem, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(width) && digits(height)).then(|| format!("{stem}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::{local, without_size};

    #[test]
    fn a_picture_is_known_in_every_size() {
        assert_eq!(without_size("/a/boat-300x200.jpg").as_deref(), Some("/a/boat.jpg"));
        assert_eq!(without_size("/a/boat-scaled.jpg").as_deref(), Some("/a/boat.jpg"));
        assert_eq!(without_size("/a/boat-3x.jpg"), None);
        assert_eq!(local("http://www.a.example/x/y.jpg", "https://a.example"), Some("/x/y.jpg".to_owned()));
        assert_eq!(local("https://b.example/x", "https://a.example"), None);
    }
}
