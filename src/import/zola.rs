//! Zola: its folder → the old site.

use std::collections::BTreeMap;

use super::Dialect;
use super::body::Body;
use super::calls::{self, Arguments, Becomes, Call, Tag, TagKind, arguments, lies_in};
use super::embeds;
use super::front_matter;
use super::links::Wiki;
use super::lookup::Lookup;
use super::model::{Asset, Field, Finding, OldSite, Page, Role, Settings, Taxonomy};
use super::places;
use super::settings::{in_words, language, taxonomy_name};
use super::source::{Source, report_folders};
use super::value::Value;
use crate::error::Error;
use crate::parse::markdown::spots;

/// Settings that are mapped, or that say only how Zola works.
const KNOWN: &[&str] = &[
    "base_url",
    "title",
    "description",
    "default_language",
    "taxonomies",
    "languages",
    "theme",
    "compile_sass",
    "build_search_index",
    "generate_feed",
    "generate_feeds",
    "feed_filename",
    "feed_filenames",
    "minify_html",
    "output_dir",
    "slugify",
    "markdown",
    "search",
    "link_checker",
    "ignored_content",
    "generate_sitemap",
    "generate_robots_txt",
    "author",
];

/// Reads the site.
///
/// # Errors
/// If a file cannot be read, or there is no content.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Result<(OldSite, Dialect, String), Error> {
    let file = ["config.toml", "zola.toml"].into_iter().find(|file| source.has(file)).unwrap_or("config.toml");
    let config = if source.has(file) { source.data(file, findings)? } else { Value::Null };
    for (key, value) in config.entries().iter().filter(|(key, _)| !KNOWN.contains(&key.as_str())) {
        findings.push(Finding::new(format!("setting {key}"), file, 0, value.shown()));
    }
    let first = config.get("default_language").and_then(Value::as_text).unwrap_or("en").to_owned();
    let further: Vec<String> = config
        .get("languages")
        .map(Value::entries)
        .unwrap_or_default()
        .iter()
        .map(|(code, _)| code.clone())
        .filter(|code| *code != first)
        .collect();
    let mut site = OldSite { settings: settings(&config, &first, &further), ..OldSite::default() };
    let keeps = config.get("slugify").and_then(|slugify| slugify.get("paths")).and_then(Value::as_text);
    let slug: fn(&str) -> String = if matches!(keeps, Some("off" | "safe")) { str::to_owned } else { ascii_slug };
    let mut resources = Vec::new();
    for (path, below) in source.below("content").collect::<Vec<_>>() {
        if below.ends_with(".md") {
            let text = source.text(path, findings)?;
            let parts = front_matter::read(path, &text, findings);
            let page = page(path, below, parts, &further, slug);
            if let Some(to) = page.text("redirect_to") {
                site.redirects.push((page.old[0].clone(), to.to_owned()));
            }
            site.pages.push(page);
        } else {
            resources.push((path, below));
        }
    }
    if site.pages.is_empty() {
        let error = Error::new("import a site of Zola", "there is no page below `content`");
        return Err(error.with_help("name the folder that holds config.toml and content/"));
    }
    let owners: BTreeMap<String, &Page> = site
        .pages
        .iter()
        .filter(|page| page.language.is_none() && (page.bundle || page.role == Role::Section))
        .filter_map(|page| {
            Some((page.names.first()?.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned(), page))
        })
        .collect();
    site.assets.extend(resources.into_iter().map(|(path, below)| resource(path, below, &owners)));
    for (path, below) in source.below("static") {
        let (old, names) = (Some(format!("/{below}")), vec![below.to_owned()]);
        site.assets.push(Asset { source: path.to_owned(), beside: None, old, names });
    }
    site.pages.sort_by(|a, b| a.source.cmp(&b.source));
    let taxonomies = config.get("taxonomies").map(Value::items).unwrap_or_default();
    if taxonomies.iter().any(|one| one.get("name").and_then(Value::as_text) == Some("authors")) {
        // Zola's field for people and its taxonomy of that name are two things; both name people.
        for page in &mut site.pages {
            let nested = page.field("taxonomies").and_then(|terms| terms.get("authors")).cloned();
            if let Some(value) = nested.filter(|_| page.field("authors").is_none()) {
                page.front.push(Field { key: "authors".to_owned(), value, line: 1 });
            }
        }
        super::people::of_taxonomy(&mut site, "authors", ascii_slug);
    }
    report_folders(source, &["templates", "sass", "themes", "syntaxes"], "folder that is not imported", findings);
    Ok((site, Dialect { wiki: Wiki::Text, calls: replace }, file.to_owned()))
}

fn settings(config: &Value, first: &str, further: &[String]) -> Settings {
    let text = |key: &str| config.get(key).and_then(Value::as_text).unwrap_or_default().to_owned();
    let taxonomy = |one: &Value| {
        let name = one.get("name").and_then(Value::as_text)?;
        let clean = taxonomy_name(name)?;
        Some(Taxonomy {
            title: in_words(name),
            old: Some(format!("/{}/", ascii_slug(name))),
            name: clean,
            fields: vec![name.to_owned()],
            term: ascii_slug,
            terms: Vec::new(),
        })
    };
    let title_of = |code: &String| {
        let own = config.get("languages").and_then(|all| all.get(code)?.get("title")?.as_text());
        Some((language(code)?, own.map_or_else(|| text("title"), str::to_owned)))
    };
    Settings {
        title: text("title"),
        base_url: text("base_url"),
        language: first.to_owned(),
        description: text("description"),
        taxonomies: config
            .get("taxonomies")
            .map(Value::items)
            .unwrap_or_default()
            .into_iter()
            .filter_map(taxonomy)
            .collect(),
        languages: further.iter().filter_map(title_of).collect(),
        ..Settings::default()
    }
}

fn page(path: &str, below: &str, parts: front_matter::Parts, further: &[String], slug: fn(&str) -> String) -> Page {
    let stem = below.trim_end_matches(".md");
    let (stem, code) = match stem.rsplit_once('.') {
        Some((stem, code)) if further.iter().any(|known| known == code) => (stem, Some(code)),
        _ => (stem, None),
    };
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let (role, place, bundle) = match name {
        "_index" => (Role::Section, folder.to_owned(), false),
        "index" => (role(folder), folder.to_owned(), true),
        _ => (role(stem), stem.to_owned(), false),
    };
    let mut front = parts.front.unwrap_or_default();
    // `2020-01-02-storm.md` is the page `storm` of that day.
    let (folders, last) = place.rsplit_once('/').unwrap_or(("", &place));
    let (date, short) = match dated(last).filter(|_| role != Role::Section) {
        Some((date, rest)) => (Some(date), rest),
        None => (None, last),
    };
    if let Some(date) = date.filter(|_| !front.iter().any(|field| field.key == "date")) {
        front.push(Field { key: "date".to_owned(), value: Value::text(date), line: 1 });
    }
    let place = if folders.is_empty() { short.to_owned() } else { format!("{folders}/{short}") };
    let text = |key: &str| front.iter().find(|field| field.key == key).and_then(|field| field.value.as_text());
    let prefix = code.map_or(String::new(), |code| format!("/{code}"));
    let mut parts_of: Vec<String> = place.split('/').filter(|part| !part.is_empty()).map(slug).collect();
    if let (Some(slug), Some(last)) = (text("slug"), parts_of.last_mut()) {
        *last = slug.to_owned();
    }
    let address = match text("path") {
        Some(path) => format!("{prefix}/{}/", path.trim_matches('/')),
        None => format!("{prefix}/{}/", parts_of.join("/")).replace("//", "/"),
    };
    let mut old = vec![address];
    let aliases = front.iter().filter(|field| field.key == "aliases").flat_map(|field| field.value.texts());
    old.extend(aliases.map(|alias| format!("/{}", alias.trim_start_matches('/'))));
    Page {
        source: path.to_owned(),
        unread: parts.unread,
        body: parts.body,
        role,
        place,
        bundle,
        language: code.and_then(language),
        old,
        names: vec![below.to_owned()],
        front,
    }
}

fn role(place: &str) -> Role {
    if place.contains('/') { Role::Article } else { Role::Plain }
}

/// The day and the rest of a name that begins with a day.
pub fn dated(name: &str) -> Option<(&str, &str)> {
    let day = name.get(..10).filter(|day| super::dates::date(day).is_some() && day.as_bytes()[4] == b'-')?;
    let rest = name[10..].strip_prefix(['-', '_'])?;
    (!rest.is_empty()).then_some((day, rest))
}

fn resource(path: &str, below: &str, owners: &BTreeMap<String, &Page>) -> Asset {
    let folders = below.rmatch_indices('/').map(|(at, _)| (&below[..at], &below[at + 1..])).chain([("", below)]);
    let owner = folders.into_iter().find_map(|(folder, rest)| Some((owners.get(folder)?, rest)));
    let (place, address, rest) = match owner {
        Some((page, rest)) => (page.place.clone(), page.old.first().cloned().unwrap_or_default(), rest),
        None => (String::new(), "/".to_owned(), below),
    };
    let clean: String =
        place.split('/').filter(|part| !part.is_empty()).map(|part| format!("{}/", places::name(part))).collect();
    Asset {
        source: path.to_owned(),
        beside: Some(format!("{clean}{rest}")),
        old: Some(format!("{}/{rest}", address.trim_end_matches('/'))),
        names: vec![below.to_owned()],
    }
}

/// A text as Zola makes a part of an address of it: plain letters and digits, runs of all else one hyphen.
fn ascii_slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        let plain = match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
            'æ' => "ae",
            'ç' | 'ć' | 'č' => "c",
            'è'..='ë' | 'ē' | 'ę' | 'ě' => "e",
            'ì'..='ï' | 'ī' | 'ı' => "i",
            'ñ' | 'ń' | 'ň' => "n",
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
            'œ' => "oe",
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
            'ý' | 'ÿ' => "y",
            'ß' => "ss",
            'ś' | 'š' => "s",
            'ź' | 'ż' | 'ž' => "z",
            'ł' => "l",
            'ď' | 'đ' => "d",
            'ř' => "r",
            'ť' => "t",
            c if c.is_alphanumeric() => {
                out.push(c);
                continue;
            }
            _ if out.ends_with('-') || out.is_empty() => continue,
            _ => "-",
        };
        out.push_str(plain);
    }
    out.trim_end_matches('-').to_owned()
}

/// Replaces the shortcodes of a page.
fn replace(page: &Page, body: &mut Body, _: &Lookup<'_>, findings: &mut Vec<Finding>) {
    if !body.text.contains("{{") && !body.text.contains("{%") {
        return;
    }
    let tags = tags(&body.text);
    calls::apply(body, &tags, |call| becomes(page, call, findings));
}

fn becomes(page: &Page, call: &Call<'_>, findings: &mut Vec<Finding>) -> Becomes {
    match embeds::common(call) {
        Some(found) => {
            if embeds::is_embedded(call.name, &found) {
                findings.push(Finding::new(
                    format!("embed {} as a link", call.name),
                    &page.source,
                    call.line,
                    call.written,
                ));
            }
            found
        }
        None => {
            findings.push(Finding::new(format!("shortcode {}", call.name), &page.source, call.line, call.written));
            Becomes::Kept
        }
    }
}

/// The shortcodes of a text: `{{ name(…) }}`, and `{% name(…) %}` up to `{% end %}`.
fn tags(text: &str) -> Vec<Tag> {
    let code = spots(text).code;
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        let end = match text.as_bytes().get(at + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => {
                from = at + 1;
                continue;
            }
        };
        let rest = &text[at + 2..];
        let Some(length) = rest.find(end).filter(|length| *length < 20_000) else {
            from = at + 2;
            continue;
        };
        let inner = rest[..length].trim();
        let range = at..at + 2 + length + 2;
        if let Some(literal) = inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/")) {
            let literal = format!("{}{literal}{end}", &text[at..at + 2]);
            from = range.end;
            tags.push(Tag {
                range,
                name: String::new(),
                arguments: Arguments::default(),
                kind: TagKind::Literal(literal),
            });
            continue;
        }
        if lies_in(&code, at) {
            from = range.end;
            continue;
        }
        let is_end = end == "%}" && matches!(inner, "end" | "end()");
        let call = inner.split_once('(').and_then(|(name, given)| Some((name.trim(), given.strip_suffix(')')?)));
        let call = call.filter(|(name, _)| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-'))
        });
        from = range.end;
        match call {
            _ if is_end => {
                tags.push(Tag { range, name: String::new(), arguments: Arguments::default(), kind: TagKind::Close })
            }
            Some((name, given)) => {
                let kind = if end == "%}" { TagKind::Open } else { TagKind::Single };
                tags.push(Tag { range, name: name.to_owned(), arguments: arguments(given), kind });
            }
            // Text with braces, such as a formula.
            None => from = at + 2,
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_of_both_forms_are_found() {
        let found = tags(
            "{{ youtube(id=\"a\", width=3) }} {% quote(author='B') %}x{% end %} `{{ c() }}` {{/* d() */}} {{ 1 + 2 }}",
        );
        let names: Vec<(&str, &TagKind)> = found.iter().map(|tag| (tag.name.as_str(), &tag.kind)).collect();
        let literal = TagKind::Literal("{{ d() }}".to_owned());
        assert_eq!(
            names,
            [("youtube", &TagKind::Single), ("quote", &TagKind::Open), ("", &TagKind::Close), ("", &literal)]
        );
        assert_eq!(found[0].arguments.get(&["width"]), Some("3"));
        assert_eq!(found[1].arguments.get(&["author"]), Some("B"));
    }

    #[test]
    fn a_name_may_begin_with_its_day() {
        assert_eq!(dated("2020-01-02-storm"), Some(("2020-01-02", "storm")));
        assert_eq!(dated("2020-01-02_storm"), Some(("2020-01-02", "storm")));
        assert_eq!(dated("2020-13-02-storm"), None);
        assert_eq!(ascii_slug("Größe & Maß"), "grosse-mass");
    }
}
