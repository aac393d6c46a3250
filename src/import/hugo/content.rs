//! Pages, bundles and what lies beside them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::front_matter;
use super::super::lookup::join;
use super::super::model::{Asset, Finding, OldSite, Page, Role};
use super::super::settings::language;
use super::super::source::Source;
use super::super::value::Value;
use super::config::Config;
use super::{field, permalinks};
use crate::error::Error;

/// Reads everything below the folders of content.
pub fn read(source: &Source, config: &Config, site: &mut OldSite, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let mut done: BTreeSet<String> = BTreeSet::new();
    for (folder, of_folder) in &config.content {
        let files: Vec<(&str, &str)> = source.below(folder).filter(|(path, _)| !done.contains(*path)).collect();
        let bundles: BTreeSet<&str> = files.iter().filter_map(|(_, below)| bundle(below, config)).collect();
        let first = site.pages.len();
        let mut resources = Vec::new();
        for (path, below) in files {
            done.insert(path.to_owned());
            let extension = below.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
            let in_bundle = holder(below, &bundles);
            match extension.as_str() {
                "md" | "markdown" | "mdown" | "html" | "htm"
                    if in_bundle.is_none() || bundle(below, config) == in_bundle =>
                {
                    let text = source.text(path, findings)?;
                    let parts = front_matter::read(path, &text, findings);
                    if parts.front.is_none() && extension.starts_with("htm") {
                        // It is copied as it is.
                        resources.push((path, below, in_bundle));
                        continue;
                    }
                    site.pages.push(page(path, below, of_folder.as_deref(), parts, config));
                }
                "md" | "markdown" | "mdown" => {
                    findings.push(Finding::new(
                        "page within a bundle",
                        path,
                        0,
                        "it was no page of the old site, and is not imported",
                    ));
                }
                "adoc" | "asciidoc" | "org" | "rst" | "pandoc" | "pdc" | "ad" => {
                    findings.push(Finding::new(
                        "page in another language than Markdown",
                        path,
                        0,
                        "it is not imported",
                    ));
                }
                _ => resources.push((path, below, in_bundle)),
            }
        }
        let owners: BTreeMap<&str, &Page> = site.pages[first..]
            .iter()
            .filter(|page| page.language.is_none() && (page.bundle || page.role == Role::Section))
            .map(|page| (page.place.as_str(), page))
            .collect();
        let resources = resources.into_iter().map(|(path, below, bundle)| resource(path, below, bundle, &owners));
        site.assets.extend(resources);
    }
    site.pages.sort_by(|a, b| a.source.cmp(&b.source));
    Ok(())
}

/// The folder of the bundle that a file makes of it: `a/b` for `a/b/index.md` and `a/b/index.de.md`.
fn bundle<'f>(below: &'f str, config: &Config) -> Option<&'f str> {
    let (folder, name) = below.rsplit_once('/')?;
    let (stem, extension) = name.rsplit_once('.')?;
    let stem = stem
        .split_once('.')
        .filter(|(_, code)| config.languages.iter().any(|known| known == code))
        .map_or(stem, |(stem, _)| stem);
    (stem == "index" && matches!(extension, "md" | "markdown" | "html")).then_some(folder)
}

/// The bundle that a file lies in, at whatever depth.
fn holder<'b>(below: &str, bundles: &BTreeSet<&'b str>) -> Option<&'b str> {
    below.match_indices('/').find_map(|(at, _)| bundles.get(&below[..at]).copied())
}

fn page(path: &str, below: &str, of_folder: Option<&str>, parts: front_matter::Parts, config: &Config) -> Page {
    let (without, _) = below.rsplit_once('.').unwrap_or((below, ""));
    let suffix = without.rsplit_once('.').filter(|(_, code)| config.languages.iter().any(|known| known == code));
    let (stem, code) = match suffix {
        Some((stem, code)) => (stem, Some(code)),
        None => (without, of_folder),
    };
    let code = code.filter(|code| *code != config.default_language);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let is_home = folder.is_empty() && name == "index";
    let (role, place, is_bundle) = match name {
        "_index" => (Role::Section, folder.to_owned(), false),
        _ if is_home => (Role::Section, String::new(), false),
        "index" => (role(folder), folder.to_owned(), true),
        _ => (role(stem), stem.to_owned(), false),
    };
    let front = parts.front.unwrap_or_default();
    let text = |key: &str| field(&front, key).and_then(Value::as_text).map(str::trim).filter(|text| !text.is_empty());
    let mut folders: Vec<&str> = place.split('/').filter(|part| !part.is_empty()).collect();
    let prefix = config.prefix(code);
    let address = match (text("url"), role) {
        (Some(url), _) => format!("{prefix}/{}", url.trim_start_matches('/')),
        (None, Role::Section) => {
            let path = folders.join("/");
            let path = if config.is_on("disablePathToLower") { path } else { path.to_lowercase() };
            format!("{prefix}/{path}/").replace("//", "/")
        }
        (None, _) => {
            let name = folders.pop().unwrap_or_default();
            let slug = text("slug");
            let date = text("date").or_else(|| text("publishDate"));
            let parts = permalinks::Parts { folders, name, title: text("title").unwrap_or_default(), slug, date };
            format!("{prefix}{}", permalinks::address(&parts, config))
        }
    };
    let mut old = vec![address];
    for alias in field(&front, "aliases").map(Value::texts).unwrap_or_default() {
        old.push(match alias.starts_with('/') || alias.contains("://") {
            true => alias.to_owned(),
            false => format!("{prefix}/{}", join(&place, alias).unwrap_or_else(|| alias.to_owned())),
        });
    }
    let mut names = vec![below.to_owned()];
    if code.is_none() && suffix.is_some() {
        names.push(format!("{stem}.md"));
    }
    Page {
        source: path.to_owned(),
        front: hidden(front),
        unread: parts.unread,
        body: parts.body,
        role,
        place,
        bundle: is_bundle,
        language: code.and_then(language),
        old,
        names,
    }
}

/// A page that is not below a section is a plain page.
fn role(place: &str) -> Role {
    if place.contains('/') { Role::Article } else { Role::Plain }
}

/// A page that Hugo never rendered is a draft.
fn hidden(mut front: Vec<super::super::model::Field>) -> Vec<super::super::model::Field> {
    let never = |value: &Value| {
        value.get("render").is_some_and(|render| render.is_false() || render.as_text() == Some("never"))
    };
    let unseen = front.iter().find(|field| match field.key.as_str() {
        "headless" => field.value.is_true(),
        "build" | "_build" => never(&field.value),
        _ => false,
    });
    if let Some(line) = unseen.map(|field| field.line) {
        front.push(super::super::model::Field { key: "draft".to_owned(), value: Value::Bool(true), line });
    }
    front
}

/// A file beside pages: a resource of the bundle that it lies in, or of the section.
fn resource(path: &str, below: &str, in_bundle: Option<&str>, owners: &BTreeMap<&str, &Page>) -> Asset {
    let folder = in_bundle.unwrap_or_else(|| below.rsplit_once('/').map_or("", |(folder, _)| folder));
    let rest = below.strip_prefix(folder).unwrap_or(below).trim_start_matches('/');
    let old = match owners.get(folder).and_then(|page| page.old.first()) {
        Some(address) => format!("{}/{rest}", address.trim_end_matches('/')),
        None => format!("/{below}"),
    };
    let clean: Vec<String> =
        folder.split('/').filter(|part| !part.is_empty()).map(super::super::places::name).collect();
    let beside = if clean.is_empty() { rest.to_owned() } else { format!("{}/{rest}", clean.join("/")) };
    Asset { source: path.to_owned(), beside: Some(beside), old: Some(old), names: vec![below.to_owned()] }
}
