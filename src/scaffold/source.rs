//! A new entry of the ledger, to be filled in: nothing is asked of the network.

use std::path::Path;

use super::fill::{Value, Values};
use super::folder::SiteFolder;
use super::{NewFile, archetype, short_slug};
use crate::date::Day;
use crate::error::Error;
use crate::parse::front_matter::Source;
use crate::resolve::library::identity;
use crate::text::{Span, Spanned};

/// What a source is to be.
#[derive(Clone, Debug)]
pub struct NewSource {
    /// Its DOI or its address.
    pub address: String,
    /// Its key; made of the address if there is none.
    pub id: Option<String>,
    /// Its title; the address until somebody writes it.
    pub title: Option<String>,
}

/// The file of the source, a ledger of its own: `content/sources/KEY.yml`.
///
/// # Errors
/// What is neither a DOI nor an address, a work or a key that a ledger has already, a key without letters, an archetype
/// that cannot be used.
pub fn file(root: &Path, site: &SiteFolder, source: &NewSource, today: Day) -> Result<NewFile, Error> {
    let doing = format!("make the source {}", source.address);
    let address = source.address.trim();
    let (doi, url) = match (doi(address), is_web_address(address)) {
        (Some(doi), _) => (Some(doi), None),
        (None, true) => (None, Some(address)),
        (None, false) => {
            return Err(Error::new(doing, "it is neither a DOI nor the address of a page")
                .with_help("write a DOI such as `10.1000/182`, or an address such as `https://example.org/paper`"));
        }
    };
    let id = short_slug(source.id.as_deref().unwrap_or(&doi.map_or_else(|| key_of_url(address), key_of_doi)));
    if id.is_empty() {
        return Err(Error::new(doing, "no key can be made of it").with_help("name one: `--id example2020`"));
    }
    for (path, known) in site.ledgers(root)? {
        let there = known.id.value.as_str();
        if is_same_work(&known, doi, url) {
            return Err(Error::new(doing, format!("{path} has this work already"))
                .with_help(format!("cite it as `[@{there}]`")));
        }
        if there == id {
            return Err(Error::new(doing, format!("{path} has another source with the key `{id}`"))
                .with_help("give this one a key of its own: `--id example2020`"));
        }
    }
    let text = |text: Option<&str>| text.map_or(Value::Nothing, |text| Value::Text(text.to_owned()));
    let values = Values::from([
        ("id", Value::Text(id.clone())),
        ("title", text(source.title.as_deref().or(doi).or(url))),
        ("doi", text(doi)),
        ("url", text(url)),
        ("date", Value::Day(today)),
    ]);
    Ok(NewFile::new(format!("content/sources/{id}.yml"), archetype::filled(root, &["source.yml"], &values)?))
}

/// Whether an entry of a ledger is the work with this DOI or address, by what the sources of articles are compared by.
fn is_same_work(known: &Source, doi: Option<&str>, url: Option<&str>) -> bool {
    let at = |text: &str| Some(Spanned::new(text.to_owned(), Span::at(0)));
    let new = Source { doi: doi.and_then(at), url: url.and_then(at), ..Source::default() };
    let new = identity(&new);
    identity(known).iter().flatten().any(|one| new.iter().flatten().any(|other| one == other))
}

/// The DOI in what people copy: alone, behind `doi:`, or in the address of a resolver.
fn doi(address: &str) -> Option<&str> {
    let lower = address.to_ascii_lowercase();
    let prefixes =
        ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/", "doi:"];
    let prefix = prefixes.iter().find(|prefix| lower.starts_with(**prefix)).map_or(0, |prefix| prefix.len());
    let bare = address[prefix..].trim();
    let (registrant, name) = bare.strip_prefix("10.")?.split_once('/')?;
    let plain = !bare.chars().any(|c| c.is_whitespace() || c.is_control() || c == '"');
    (plain && !registrant.is_empty() && !name.is_empty()).then_some(bare)
}

fn is_web_address(address: &str) -> bool {
    let host = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && !address.contains(char::is_whitespace))
}

/// What follows the registrant's number: of `10.1038/nature12373` that is `nature12373`.
fn key_of_doi(doi: &str) -> String {
    doi.split_once('/').map_or(doi, |(_, name)| name).to_owned()
}

/// Host and last part of the path: of `https://www.example.org/a/paper.html` that is `example-org-paper`.
fn key_of_url(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    let last = path.rsplit('/').next().unwrap_or(path);
    let pages = [".html", ".htm", ".pdf", ".php", ".aspx"];
    let name = pages.iter().find_map(|ending| last.strip_suffix(ending)).unwrap_or(last);
    format!("{host} {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(address: &str) -> Result<(String, String), String> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("site.toml"), "").expect("a file");
        let now = crate::build::Now::Instant(crate::date::Instant::from_seconds(0).expect("1970"));
        let site = super::super::folder::read(folder.path(), now).expect("a folder").value.expect("a site");
        let source = NewSource { address: address.to_owned(), id: None, title: None };
        let today = "2026-11-27".parse().expect("a day");
        let file = file(folder.path(), &site, &source, today).map_err(|error| error.to_string())?;
        Ok((file.path, file.text))
    }

    #[test]
    fn a_doi_is_found_in_all_that_people_copy() {
        for address in ["10.1038/nature12373", "doi:10.1038/nature12373", "https://doi.org/10.1038/nature12373"] {
            let (path, text) = made(address).expect(address);
            assert_eq!(path, "content/sources/nature12373.yml");
            assert!(text.contains("\n  doi: 10.1038/nature12373\n") && !text.contains("url:"), "{text}");
        }
    }

    #[test]
    fn the_key_of_an_address_is_its_host_and_its_last_part() {
        for (address, path) in [
            ("https://www.example.org/a/paper.html?x=1#y", "content/sources/example-org-paper.yml"),
            ("https://example.org", "content/sources/example-org.yml"),
            ("https://example.org/a/", "content/sources/example-org-a.yml"),
        ] {
            assert_eq!(made(address).expect(address).0, path);
        }
    }

    #[test]
    fn what_is_neither_a_doi_nor_an_address_is_refused() {
        for address in ["", "paper.pdf", "10.1038", "ftp://example.org/a", "https://", "https:///a", "https://a b"] {
            assert!(made(address).is_err(), "{address}");
        }
    }
}
