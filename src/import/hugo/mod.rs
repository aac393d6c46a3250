//! Hugo: its folder → the old site.
//!
//! 1. [`config`] merges the settings, wherever they lie.
//! 2. [`content`] reads pages, bundles and their resources, in every language; [`permalinks`] says at which address each
//!    was.
//! 3. [`shortcodes`] finds the calls in a text.

mod config;
mod content;
mod permalinks;
mod shortcodes;

use std::collections::BTreeSet;

use self::config::Config;
use super::Dialect;
use super::links::Wiki;
use super::model::{Asset, Field, Finding, OldSite, Role, Settings, Taxonomy};
use super::people;
use super::settings::{in_words, language, taxonomy_name};
use super::source::{Source, report_folders};
use super::value::Value;
use crate::error::Error;

pub use permalinks::urlized;
pub use shortcodes::tags;

/// Files of assets/ that a page may show.
const MEDIA: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "pdf", "mp4", "mp3", "webm", "ogg", "zip"];

/// Settings that are mapped, or that say only how Hugo works.
const KNOWN: &[&str] = &[
    "baseurl",
    "title",
    "languagecode",
    "defaultcontentlanguage",
    "defaultcontentlanguageinsubdir",
    "languages",
    "taxonomies",
    "permalinks",
    "menu",
    "menus",
    "params",
    "timezone",
    "paginate",
    "pagination",
    "contentdir",
    "staticdir",
    "theme",
    "uglyurls",
    "disablepathtolower",
    "builddrafts",
    "buildfuture",
    "buildexpired",
    "enablerobotstxt",
    "enablegitinfo",
    "minify",
    "caches",
    "build",
    "server",
    "security",
    "timeout",
    "publishdir",
    "archetypedir",
    "copyright",
    "author",
];

/// Reads the site.
///
/// # Errors
/// If a file cannot be read, or there is no content.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Result<(OldSite, Dialect, String), Error> {
    let config = Config::read(source, findings)?;
    let mut site = OldSite { settings: settings(&config), ..OldSite::default() };
    for (key, value) in config.root.entries() {
        if !KNOWN.contains(&key.to_lowercase().as_str()) {
            findings.push(Finding::new(format!("setting {key}"), &config.file, 0, value.shown()));
        }
    }
    content::read(source, &config, &mut site, findings)?;
    if site.pages.is_empty() {
        let error = Error::new("import a site of Hugo", format!("there is no page below `{}`", config.content[0].0));
        return Err(error.with_help("name the folder that holds hugo.toml and content/"));
    }
    statics(source, &config, &mut site);
    authors(source, &config, &mut site, findings)?;
    menus(&config, &mut site);
    let not_imported = ["layouts", "themes", "archetypes", "i18n", "data"];
    report_folders(source, &not_imported, "folder that is not imported", findings);
    Ok((site, Dialect { wiki: Wiki::Text, calls: shortcodes::replace }, config.file))
}

fn settings(config: &Config) -> Settings {
    let text = |keys: &[&str]| keys.iter().find_map(|key| config.get(key)?.as_text()).unwrap_or_default().to_owned();
    let params = config.get("params");
    let own = config.language_settings(&config.default_language);
    let of_language = |key: &str| own.and_then(|own| config::get(own, key)).and_then(Value::as_text).map(str::to_owned);
    let description = params.and_then(|params| config::get(params, "description")).and_then(Value::as_text);
    let per_page = config.get("paginate").or_else(|| config::get(config.get("pagination")?, "pagersize"));
    let code = of_language("languageCode")
        .or_else(|| of_language("locale"))
        .unwrap_or_else(|| text(&["languageCode", "locale"]));
    let title = of_language("title").unwrap_or_else(|| text(&["title"]));
    let further = config.languages.iter().filter(|code| **code != config.default_language);
    Settings {
        title: title.clone(),
        base_url: text(&["baseURL"]),
        language: if code.is_empty() { config.default_language.clone() } else { code },
        timezone: text(&["timeZone"]),
        description: description.unwrap_or_default().to_owned(),
        per_page: per_page
            .and_then(Value::as_text)
            .and_then(|number| number.parse().ok())
            .filter(|number| (1..=1000).contains(number)),
        nav: Vec::new(),
        taxonomies: taxonomies(config),
        languages: further
            .filter_map(|code| {
                let own =
                    config.language_settings(code).and_then(|own| config::get(own, "title")).and_then(Value::as_text);
                Some((language(code)?, own.unwrap_or(&title).to_owned()))
            })
            .collect(),
    }
}

fn taxonomies(config: &Config) -> Vec<Taxonomy> {
    let declared: Vec<(String, String)> = match config.get("taxonomies") {
        Some(Value::Map(entries)) => {
            entries.iter().filter_map(|(one, many)| Some((one.clone(), many.as_text()?.to_owned()))).collect()
        }
        _ => vec![("tag".to_owned(), "tags".to_owned()), ("category".to_owned(), "categories".to_owned())],
    };
    let taxonomy = |(one, many): (String, String)| {
        let name = taxonomy_name(&many)?;
        Some(Taxonomy {
            title: in_words(&many),
            old: Some(format!("{}/{}/", config.prefix(None), urlized(&many))),
            name,
            fields: vec![many, one],
            term: urlized,
            terms: Vec::new(),
        })
    };
    declared.into_iter().filter_map(taxonomy).collect()
}

/// Files below static/ and the pictures of assets/.
fn statics(source: &Source, config: &Config, site: &mut OldSite) {
    for folder in &config.statics {
        for (path, below) in source.below(folder) {
            let old = Some(format!("/{below}"));
            site.assets.push(Asset { source: path.to_owned(), beside: None, old, names: vec![below.to_owned()] });
        }
    }
    for (path, below) in source.below("assets") {
        let extension = below.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if MEDIA.contains(&extension.as_str()) {
            site.assets.push(Asset { source: path.to_owned(), beside: None, old: None, names: vec![below.to_owned()] });
        }
    }
}

/// People of data/authors, of content/authors, and of the settings.
fn authors(source: &Source, config: &Config, site: &mut OldSite, findings: &mut Vec<Finding>) -> Result<(), Error> {
    for (path, below) in source.below("data").collect::<Vec<_>>() {
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let is_data = ["yml", "yaml", "toml", "json"].iter().any(|extension| name.ends_with(&format!(".{extension}")));
        if is_data && matches!(folder, "authors" | "author" | "people") {
            site.people.extend(people::of_data(&source.data(path, findings)?, Some(stem), path));
        } else if is_data && folder.is_empty() && matches!(stem, "authors" | "people") {
            for (key, value) in source.data(path, findings)?.entries() {
                site.people.extend(people::of_data(value, Some(key), path));
            }
        }
    }
    let taxonomy = config.get("taxonomies").map(Value::entries).unwrap_or_default();
    let taxonomy = taxonomy
        .iter()
        .filter_map(|(_, many)| many.as_text())
        .find(|many| matches!(*many, "authors" | "author" | "people"));
    let named: BTreeSet<String> = site
        .pages
        .iter()
        .flat_map(|page| page.front.iter())
        .filter(|field| people::FIELDS.iter().any(|(key, _)| *key == field.key) || Some(field.key.as_str()) == taxonomy)
        .flat_map(|field| field.value.texts())
        .map(str::to_owned)
        .collect();
    let folders = ["authors/", "author/", "people/"];
    let mut pages = Vec::new();
    for page in std::mem::take(&mut site.pages) {
        let below =
            folders.iter().find_map(|folder| page.place.strip_prefix(folder)).filter(|name| !name.contains('/'));
        // The page of a term, or one that is called as articles call somebody.
        let is_term = taxonomy.is_some() && page.role == Role::Section;
        let is_person = page.language.is_none() && (is_term || below.is_some_and(|name| named.contains(name)));
        let Some(key) = below.filter(|_| is_person) else {
            pages.push(page);
            continue;
        };
        let mut entries: Vec<(String, Value)> =
            page.front.iter().map(|field| (field.key.clone(), field.value.clone())).collect();
        entries.retain(|(name, _)| !matches!(name.as_str(), "description" | "bio"));
        if let Some(mut person) = people::of_data(&Value::Map(entries), Some(key), &page.source) {
            person.biography = page.body.text.clone();
            person.old = page.old.clone();
            site.people.push(person);
        }
    }
    site.pages = pages;
    let Some(taxonomy) = taxonomy else { return Ok(()) };
    people::of_taxonomy(site, taxonomy, urlized);
    if taxonomy == "people" {
        // byline has a page for each person, too, and calls those of an article its authors.
        for page in &mut site.pages {
            let has_authors = page.field("authors").or_else(|| page.field("author")).is_some();
            for field in page.front.iter_mut().filter(|field| field.key == "people" && !has_authors) {
                field.key = "authors".to_owned();
            }
        }
    }
    Ok(())
}

/// The main menu: entries of the settings, and of pages.
fn menus(config: &Config, site: &mut OldSite) {
    let own = config.language_settings(&config.default_language);
    let menus = own.and_then(|own| config::get(own, "menus").or_else(|| config::get(own, "menu")));
    let menus = menus.or_else(|| config.get("menus")).or_else(|| config.get("menu"));
    let mut entries: Vec<(i64, String, String)> = Vec::new();
    let text = |entry: &Value, key: &str| config::get(entry, key).and_then(Value::as_text).map(str::to_owned);
    let weight = |entry: &Value| text(entry, "weight").and_then(|weight| weight.parse().ok()).unwrap_or(0);
    for entry in menus.and_then(|menus| config::get(menus, "main")).map(Value::items).unwrap_or_default() {
        let url = text(entry, "pageRef").or_else(|| text(entry, "url"));
        if let (Some(title), Some(url)) = (text(entry, "name").or_else(|| text(entry, "identifier")), url) {
            entries.push((weight(entry), title, url));
        }
    }
    for page in &site.pages {
        let Some(menu) = page.field("menu").or_else(|| page.field("menus")) else { continue };
        let named = menu.texts().contains(&"main").then_some(&Value::Null).or_else(|| menu.get("main"));
        if let (Some(entry), Some(address)) = (named, page.old.first()) {
            let title =
                text(entry, "name").or_else(|| page.text("linkTitle").or(page.text("title")).map(str::to_owned));
            entries.push((weight(entry), title.unwrap_or_default(), address.clone()));
        }
    }
    // Those without a weight stand last.
    entries.sort_by_key(|(weight, ..)| (*weight == 0, *weight));
    site.settings.nav = entries.into_iter().map(|(_, title, url)| (title, url)).collect();
}

/// The field of a front matter, whatever the case of its name.
fn field<'f>(front: &'f [Field], key: &str) -> Option<&'f Value> {
    front.iter().find(|field| field.key.eq_ignore_ascii_case(key)).map(|field| &field.value)
}
