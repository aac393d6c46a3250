//! Jekyll: its folder → the old site.
//!
//! 1. The settings, `_posts`, `_drafts`, collections, pages and all other files are read here; [`permalinks`] says at
//!    which address each was.
//! 2. [`liquid`] finds the tags in a text, and replaces those that have an equal; `{: … }` of kramdown is mended for all
//!    generators, in [`markdown`](super::markdown).

mod liquid;
mod permalinks;

use self::permalinks::Named;
use super::Dialect;
use super::front_matter;
use super::links::Wiki;
use super::model::{Asset, Field, Finding, OldSite, Page, Role, Settings, Taxonomy};
use super::people;
use super::settings::in_words;
use super::source::{Source, report_folders};
use super::value::Value;
use super::zola::dated;
use crate::error::Error;
use crate::slug::slugify;

/// Settings that are mapped, or that say only how Jekyll works.
const KNOWN: &[&str] = &[
    "title",
    "name",
    "description",
    "url",
    "baseurl",
    "lang",
    "locale",
    "timezone",
    "permalink",
    "collections",
    "defaults",
    "plugins",
    "gems",
    "exclude",
    "include",
    "markdown",
    "kramdown",
    "theme",
    "remote_theme",
    "paginate",
    "paginate_path",
    "sass",
    "highlighter",
    "future",
    "incremental",
    "encoding",
    "keep_files",
    "strict_front_matter",
    "author",
    "repository",
    "github",
    "compress_html",
    "whitelist",
    "excerpt_separator",
    "show_excerpts",
    "source",
    "destination",
    "safe",
    "liquid",
];

/// Files that belong to the tools of a repository, not to its site.
const TOOLS: &[&str] = &[
    "Gemfile",
    "Gemfile.lock",
    "Rakefile",
    "package.json",
    "package-lock.json",
    "yarn.lock",
    "README.md",
    "LICENSE",
    "LICENSE.txt",
    "LICENSE.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "netlify.toml",
    "docker-compose.yml",
    "CHANGELOG.md",
];

/// Reads the site.
///
/// # Errors
/// If a file cannot be read, or there is no page.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Result<(OldSite, Dialect, String), Error> {
    let file = ["_config.yml", "_config.yaml", "_config.toml"]
        .into_iter()
        .find(|file| source.has(file))
        .unwrap_or("_config.yml");
    let config = if source.has(file) { source.data(file, findings)? } else { Value::Null };
    for (key, value) in config.entries().iter().filter(|(key, _)| !KNOWN.contains(&key.as_str())) {
        findings.push(Finding::new(format!("setting {key}"), file, 0, value.shown()));
    }
    let mut site = OldSite { settings: settings(&config), ..OldSite::default() };
    let excluded = config.get("exclude").map(Value::texts).unwrap_or_default();
    for path in &source.files {
        let is_left_out = TOOLS.contains(&path.as_str())
            || excluded.iter().any(|one| path == one || path.starts_with(&format!("{}/", one.trim_matches('/'))));
        if !is_left_out && !path.starts_with("_site/") {
            one(source, path, &config, &mut site, findings)?;
        }
    }
    if site.pages.is_empty() {
        let error = Error::new("import a site of Jekyll", "there is neither a post nor a page");
        return Err(error.with_help("name the folder that holds _config.yml"));
    }
    of_data(source, &config, &mut site, findings)?;
    report_folders(
        source,
        &["_layouts", "_includes", "_sass", "_plugins", "_data"],
        "folder that is not imported",
        findings,
    );
    Ok((site, Dialect { wiki: Wiki::Text, calls: liquid::replace }, file.to_owned()))
}

fn settings(config: &Value) -> Settings {
    let text =
        |keys: &[&str]| keys.iter().find_map(|key| config.get(key)?.as_text()).unwrap_or_default().trim().to_owned();
    let base = format!("{}/{}", text(&["url"]).trim_end_matches('/'), text(&["baseurl"]).trim_matches('/'));
    let taxonomy = |name: &str, one: &str| Taxonomy {
        name: name.to_owned(),
        title: in_words(name),
        fields: vec![name.to_owned(), one.to_owned()],
        old: Some(format!("/{name}/")),
        term: slugify,
        terms: Vec::new(),
    };
    Settings {
        title: text(&["title", "name"]),
        base_url: base,
        language: text(&["lang", "locale"]),
        timezone: text(&["timezone"]),
        description: text(&["description"]),
        per_page: text(&["paginate"]).parse().ok().filter(|number| (1..=1000).contains(number)),
        taxonomies: vec![taxonomy("categories", "category"), taxonomy("tags", "tag")],
        ..Settings::default()
    }
}

/// What a file is by the folder that it lies in.
enum Place<'p> {
    /// A post: the folders above `_posts` are categories.
    Post(&'p str),
    Draft,
    /// A document of a collection, by its path below it.
    Document(&'p str, &'p str),
    /// A page, or a file that is copied.
    Plain,
    /// What only Jekyll reads.
    Hidden,
}

fn place<'p>(path: &'p str, config: &Value) -> Place<'p> {
    if let Some(at) = path.find("_posts/").filter(|at| *at == 0 || path[..*at].ends_with('/')) {
        return Place::Post(path[..at].trim_end_matches('/'));
    }
    if path.starts_with("_drafts/") || path.contains("/_drafts/") {
        return Place::Draft;
    }
    let folder = config.get("collections_dir").and_then(Value::as_text).unwrap_or_default().trim_matches('/');
    let below =
        if folder.is_empty() { Some(path) } else { path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) };
    if let Some((name, rest)) = below.and_then(|path| path.strip_prefix('_')?.split_once('/')) {
        let collections = config.get("collections");
        let is_one = collections.is_some_and(|all| all.get(name).is_some() || all.texts().contains(&name));
        return if is_one { Place::Document(name, rest) } else { Place::Hidden };
    }
    let hidden = path.split('/').any(|part| part.starts_with('_') && part != "_redirects" && part != "_headers");
    if hidden { Place::Hidden } else { Place::Plain }
}

fn one(
    source: &Source,
    path: &str,
    config: &Value,
    site: &mut OldSite,
    findings: &mut Vec<Finding>,
) -> Result<(), Error> {
    let here = place(path, config);
    if matches!(here, Place::Hidden) {
        return Ok(());
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let is_markdown = matches!(extension.as_str(), "md" | "markdown" | "mkd" | "mkdn" | "mkdown");
    let is_text = is_markdown || matches!(extension.as_str(), "html" | "htm" | "textile");
    let parts = if is_text { Some(front_matter::read(path, &source.text(path, findings)?, findings)) } else { None };
    let Some(parts) = parts.filter(|parts| parts.front.is_some() || (is_markdown && !matches!(here, Place::Plain)))
    else {
        let is_made = ["xml", "scss", "sass", "css", "js", "json", "txt", "coffee", "webmanifest", "less"]
            .contains(&extension.as_str())
            && source
                .bytes(path, findings)?
                .is_some_and(|bytes| bytes.starts_with(b"---\n") || bytes.starts_with(b"---\r\n"));
        if is_made {
            findings.push(Finding::new("file that Jekyll made of a template", path, 0, "it is not imported"));
        } else if matches!(here, Place::Plain) {
            let (old, names) = (Some(format!("/{path}")), vec![path.to_owned()]);
            site.assets.push(Asset { source: path.to_owned(), beside: None, old, names });
        } else if let Place::Document(name, rest) = here {
            let (old, names) = (Some(format!("/{name}/{rest}")), vec![path.to_owned()]);
            site.assets.push(Asset { source: path.to_owned(), beside: None, old, names });
        }
        return Ok(());
    };
    if extension == "textile" {
        findings.push(Finding::new("page in another language than Markdown", path, 0, "it is not imported"));
        return Ok(());
    }
    let mut front = parts.front.unwrap_or_default();
    let kind = match here {
        Place::Post(_) => "posts",
        Place::Draft => "drafts",
        Place::Document(name, _) => name,
        _ => "pages",
    };
    defaults(config, path, kind, &mut front);
    if let Place::Document(name, _) = here
        && !config.get("collections").and_then(|all| all.get(name)?.get("output")).is_some_and(Value::is_true)
    {
        findings.push(Finding::new(
            "document of a collection without pages",
            path,
            0,
            "it was no page of the old site, and is not imported",
        ));
        return Ok(());
    }
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let page = match here {
        Place::Post(above) => post(path, stem, above, front, parts.unread, parts.body, config),
        Place::Draft => {
            front.push(Field { key: "draft".to_owned(), value: Value::Bool(true), line: 1 });
            let mut page = post(path, stem, "", front, parts.unread, parts.body, config);
            page.old.clear();
            page
        }
        Place::Document(name, rest) => {
            let rest = rest.rsplit_once('.').map_or(rest, |(rest, _)| rest);
            document(path, name, rest, front, parts.unread, parts.body, config)
        }
        _ if is_paginated(&parts.body.text) => {
            // A list that byline makes by itself.
            findings.push(Finding::new("page that lists posts", path, 0, "byline lists articles by itself"));
            plain(path, stem, front, parts.unread, super::body::Body::default(), config)
        }
        _ => plain(path, stem, front, parts.unread, parts.body, config),
    };
    if let Some(to) = page.text("redirect_to") {
        site.redirects.push((page.old.first().cloned().unwrap_or_default(), to.to_owned()));
        findings.push(Finding::new("page that only redirects", path, 0, to));
        return Ok(());
    }
    site.pages.push(page);
    Ok(())
}

/// Whether a page does nothing but list posts.
fn is_paginated(body: &str) -> bool {
    body.contains("paginator.posts")
        || body.contains("in site.posts")
        || body.contains("site.categories")
        || body.contains("site.tags")
}

/// The front matter that the settings give to every page of a folder or a type.
fn defaults(config: &Value, path: &str, kind: &str, front: &mut Vec<Field>) {
    for one in config.get("defaults").map(Value::items).unwrap_or_default() {
        let Some(scope) = one.get("scope") else { continue };
        let folder = scope.get("path").and_then(Value::as_text).unwrap_or_default().trim_matches('/');
        let in_folder = folder.is_empty() || path == folder || path.starts_with(&format!("{folder}/"));
        let of_type = scope.get("type").and_then(Value::as_text).is_none_or(|of| of == kind);
        if in_folder && of_type {
            for (key, value) in one.get("values").map(Value::entries).unwrap_or_default() {
                // Templates say nothing of the text.
                let known = [
                    "author",
                    "authors",
                    "categories",
                    "category",
                    "tags",
                    "image",
                    "published",
                    "permalink",
                    "toc",
                    "lang",
                ];
                if known.contains(&key.as_str()) && !front.iter().any(|field| field.key == *key) {
                    front.push(Field { key: key.clone(), value: value.clone(), line: 0 });
                }
            }
        }
    }
}

fn text<'f>(front: &'f [Field], key: &str) -> Option<&'f str> {
    let field = front.iter().find(|field| field.key == key)?;
    field.value.as_text().map(str::trim).filter(|text| !text.is_empty())
}

/// The addresses that redirect to a page, and its own in front of them.
fn with_former(address: String, front: &[Field]) -> Vec<String> {
    let former = front.iter().filter(|field| field.key == "redirect_from").flat_map(|field| field.value.texts());
    let former = former
        .map(|from| if from.contains("://") || from.starts_with('/') { from.to_owned() } else { format!("/{from}") });
    std::iter::once(address).chain(former).collect()
}

fn post(
    path: &str,
    stem: &str,
    above: &str,
    mut front: Vec<Field>,
    unread: Option<String>,
    body: super::body::Body,
    config: &Value,
) -> Page {
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let (day, slug) = dated(name).map_or((None, name), |(day, slug)| (Some(day), slug));
    if let Some(day) = day.filter(|_| text(&front, "date").is_none()) {
        front.push(Field { key: "date".to_owned(), value: Value::text(day), line: 1 });
    }
    let mut categories: Vec<String> = above.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    // One text is several categories, with blanks between them. Who writes commas means them, though Jekyll does not.
    for field in front.iter_mut().filter(|field| matches!(field.key.as_str(), "categories" | "tags" | "category")) {
        if field.key == "tags" {
            field.value.divide_at_commas();
        }
        if let Some(one) = field.value.as_text().filter(|text| field.key != "category" && text.contains(' ')) {
            field.value = Value::List(one.split_whitespace().map(Value::text).collect());
        }
        if field.key != "tags" {
            categories.extend(field.value.texts().into_iter().map(str::to_owned));
        }
    }
    if !above.is_empty() {
        let value = Value::List(above.split('/').map(Value::text).collect());
        front.push(Field { key: "categories".to_owned(), value, line: 1 });
    }
    let named = Named {
        categories: &categories,
        collection: "posts",
        path: slug,
        title: text(&front, "slug").unwrap_or(slug),
        date: text(&front, "date"),
    };
    let address = permalinks::address(text(&front, "permalink"), config, &named);
    let mut names = vec![path.to_owned(), format!("_posts/{name}"), name.to_owned()];
    names.dedup();
    let mut old = with_former(address, &front);
    // Without a date it had none.
    old.retain(|address| !address.contains("/:"));
    let place = format!("posts/{slug}");
    Page {
        source: path.to_owned(),
        front,
        unread,
        body,
        role: Role::Article,
        place,
        bundle: false,
        language: None,
        old,
        names,
    }
}

fn document(
    path: &str,
    collection: &str,
    rest: &str,
    front: Vec<Field>,
    unread: Option<String>,
    body: super::body::Body,
    config: &Value,
) -> Page {
    let of_collection = config.get("collections").and_then(|all| all.get(collection)?.get("permalink")?.as_text());
    let title = text(&front, "slug").unwrap_or_else(|| rest.rsplit('/').next().unwrap_or(rest));
    let named = Named { categories: &[], collection, path: rest, title, date: text(&front, "date") };
    let pattern = text(&front, "permalink").or(of_collection).unwrap_or("/:collection/:path:output_ext");
    let address = permalinks::address(Some(pattern), config, &named);
    let old = with_former(address, &front);
    let place = format!("{collection}/{rest}");
    let names = vec![path.to_owned()];
    Page {
        source: path.to_owned(),
        front,
        unread,
        body,
        role: Role::Article,
        place,
        bundle: false,
        language: None,
        old,
        names,
    }
}

fn plain(
    path: &str,
    stem: &str,
    front: Vec<Field>,
    unread: Option<String>,
    body: super::body::Body,
    config: &Value,
) -> Page {
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let is_index = name == "index";
    let (role, place) = if is_index { (Role::Section, folder) } else { (Role::Plain, stem) };
    let address = match text(&front, "permalink") {
        Some(permalink) if permalink.contains('/') => format!("/{}", permalink.trim_start_matches('/')),
        _ if is_index => format!("/{folder}/").replace("//", "/"),
        _ if permalinks::is_pretty(config) => format!("/{stem}/"),
        _ => format!("/{stem}.html"),
    };
    let mut old = with_former(address, &front);
    if old[0].ends_with(".html") {
        // Hosts answer without the extension, too.
        old.push(old[0].trim_end_matches(".html").to_owned());
    }
    let names = vec![path.to_owned()];
    Page {
        source: path.to_owned(),
        front,
        unread,
        body,
        role,
        place: place.to_owned(),
        bundle: false,
        language: None,
        old,
        names,
    }
}

/// People and navigation of `_data`.
fn of_data(source: &Source, config: &Value, site: &mut OldSite, findings: &mut Vec<Finding>) -> Result<(), Error> {
    for (path, below) in source.below("_data").collect::<Vec<_>>() {
        let Some((stem, _)) = below.rsplit_once('.').filter(|(_, end)| ["yml", "yaml", "json", "toml"].contains(end))
        else {
            continue;
        };
        match stem {
            "authors" | "people" | "members" => {
                for (key, value) in source.data(path, findings)?.entries() {
                    site.people.extend(people::of_data(value, Some(key), path));
                }
            }
            "navigation" | "menu" | "nav" => {
                let read = source.data(path, findings)?;
                let entries = ["main", "header", "menu", "docs"].iter().find_map(|key| read.get(key)).unwrap_or(&read);
                for entry in entries.items() {
                    let text = |keys: &[&str]| keys.iter().find_map(|key| entry.get(key)?.as_text()).map(str::to_owned);
                    if let (Some(title), Some(url)) =
                        (text(&["title", "name", "text", "label"]), text(&["url", "link", "href", "path"]))
                    {
                        site.settings.nav.push((title, url));
                    }
                }
            }
            _ => {}
        }
    }
    // The author of every page that names none.
    if let Some(author) = config.get("author") {
        let known = people::of_data(author, None, "_config.yml");
        if let Some(person) = known.filter(|one| site.people.iter().all(|other| other.name != one.name)) {
            site.people.push(person);
        }
        let name = author.get("name").or(Some(author)).and_then(Value::as_text).map(str::to_owned);
        for page in site.pages.iter_mut().filter(|page| page.role == Role::Article) {
            let has = page.field("author").or_else(|| page.field("authors")).is_some();
            if let Some(name) = name.as_ref().filter(|_| !has) {
                page.front.push(Field { key: "author".to_owned(), value: Value::text(name.as_str()), line: 0 });
            }
        }
    }
    Ok(())
}
