//! The settings of the new site: site.toml.

use std::collections::BTreeSet;

use super::lookup::{Lookup, Target};
use super::model::{Finding, Imported, Settings};
use super::value::toml_text;
use crate::config::site::split_base_url;
use crate::date::Zone;

/// Makes the settings usable, whatever the old site said.
pub fn settle(settings: &mut Settings, file: &str, findings: &mut Vec<Finding>) {
    if settings.title.trim().is_empty() {
        settings.title = "Untitled".to_owned();
        findings.push(Finding::new(
            "setting that byline needs",
            file,
            0,
            "the old site has no title; it is `Untitled` now",
        ));
    }
    settings.title = settings.title.split_whitespace().collect::<Vec<_>>().join(" ");
    settings.description = settings.description.split_whitespace().collect::<Vec<_>>().join(" ");
    let base = settings.base_url.trim().trim_end_matches('/').to_owned();
    let base = if base.starts_with("//") { format!("https:{base}") } else { base };
    settings.base_url = if split_base_url(&base).is_ok() {
        base
    } else {
        let text = format!("`{base}` is no address of a site; it is `https://example.com` now");
        findings.push(Finding::new("setting that byline needs", file, 0, text));
        "https://example.com".to_owned()
    };
    settings.language = language(&settings.language).unwrap_or_else(|| "en".to_owned());
    if !settings.timezone.is_empty() && Zone::parse(&settings.timezone).is_none() {
        findings.push(Finding::new("setting timezone", file, 0, settings.timezone.clone()));
        settings.timezone.clear();
    }
}

/// A language tag in the shape that byline takes: `en-GB` for `en_gb`.
pub fn language(written: &str) -> Option<String> {
    let tag = written.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?.to_ascii_lowercase();
    if !matches!(first.len(), 2 | 3) || !first.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let mut out = first;
    for part in parts {
        if !(1..=8).contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        out.push('-');
        out.push_str(&if part.len() == 2 { part.to_ascii_uppercase() } else { part.to_owned() });
    }
    Some(out)
}

/// The navigation with addresses of the new site; an entry that leads nowhere leads to the old site.
pub fn navigation(
    settings: &Settings,
    lookup: &Lookup<'_>,
    file: &str,
    findings: &mut Vec<Finding>,
) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    for (title, url) in &settings.nav {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() || url.trim().is_empty() || !seen.insert((title.clone(), url.clone())) {
            continue;
        }
        let address =
            if super::lookup::has_scheme(url) || url.starts_with('/') { url.clone() } else { format!("/{url}") };
        let found = lookup.pages.first().map(|page| lookup.follow(page, &address).0);
        let to = match found {
            Some(Target::Page(at)) => {
                let path = lookup.places[at].path.as_str();
                path.strip_prefix("content/").unwrap_or(path).to_owned()
            }
            Some(Target::List(address)) => address,
            Some(Target::Asset(_) | Target::Missing(_)) => {
                findings.push(Finding::new("entry of a menu that leads nowhere", file, 0, format!("{title}: {url}")));
                super::links::at_old_site(lookup, &address)
            }
            Some(Target::Elsewhere) | None => address,
        };
        if to.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\`".contains(c)) {
            findings.push(Finding::new("entry of a menu that leads nowhere", file, 0, format!("{title}: {url}")));
            continue;
        }
        entries.push((title, to));
    }
    entries
}

/// The text of site.toml.
pub fn toml(imported: &Imported) -> String {
    let Imported { settings, redirects, .. } = imported;
    let Settings { title, base_url, language, timezone, description, per_page, nav, taxonomies, languages } = settings;
    let mut out = String::new();
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{key} = {}\n", toml_text(value)));
        }
    };
    line("title", title);
    line("base_url", base_url);
    line("language", language);
    line("timezone", timezone);
    line("description", description);
    for (title, url) in nav {
        out.push_str(&format!("\n[[nav]]\ntitle = {}\nurl = {}\n", toml_text(title), toml_text(url)));
    }
    for taxonomy in taxonomies {
        out.push_str(&format!("\n[taxonomies.{}]\ntitle = {}\n", taxonomy.name, toml_text(&taxonomy.title)));
    }
    if let Some(per_page) = per_page {
        out.push_str(&format!("\n[pagination]\nper_page = {per_page}\n"));
    }
    for (code, title) in languages {
        out.push_str(&format!("\n[languages.{code}]\ntitle = {}\n", toml_text(title)));
    }
    if !redirects.is_empty() {
        out.push_str("\n[redirects.from]\n");
        for (from, to) in redirects {
            out.push_str(&format!("{} = {}\n", toml_text(from), toml_text(to)));
        }
    }
    out
}

/// Whether a taxonomy can have a name: small letters, digits, `-` and `_`, and no field of an article.
pub fn taxonomy_name(name: &str) -> Option<String> {
    let name: String = name.trim().to_lowercase().chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 60
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    let fields = [
        "title",
        "dek",
        "description",
        "published",
        "date",
        "updated",
        "reviewed",
        "expires",
        "draft",
        "authors",
        "author",
        "reviewers",
        "editors",
        "contributors",
        "series",
        "related",
        "kind",
        "image",
        "sections",
        "faqs",
        "faq",
        "sources",
        "references",
        "corrections",
        "disclosure",
        "id",
        "slug",
        "aliases",
        "template",
        "toc",
        "weight",
        "canonical",
        "noindex",
        "extra",
        "people",
        "questions",
        "search",
        "page",
        "short_title",
        "review_every",
        "fact_checkers",
    ];
    (fits && !fields.contains(&name.as_str())).then_some(name)
}

/// A name in words: `story-kinds` is `Story kinds`.
pub fn in_words(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
