//! A new site.

use std::path::Path;

use super::fill::{Value, Values, fill};
use super::{NewFile, ci, person};
use crate::config::site::split_base_url;
use crate::date::Day;
use crate::error::Error;
use crate::schema::{self, Subject};

/// What a site is to be.
#[derive(Clone, Debug)]
pub struct NewSite {
    /// What it is called.
    pub title: String,
    /// Where readers will find it.
    pub base_url: String,
    /// The language of its articles, such as `en-GB`.
    pub language: String,
    /// The name of who writes its first article.
    pub author: String,
    /// Whether it begins with as little as a site can have.
    pub minimal: bool,
    /// The service that builds it, if one does.
    pub service: Option<ci::Service>,
}

/// The id of who reviews the first article.
const REVIEWER: &str = "john-sample";

/// The files of a site that shows what there is. `{{ author_id }}` in a path is the id of the author.
const WHOLE: [(&str, &str); 13] = [
    ("site.toml", include_str!("site/site.toml")),
    ("content/_index.md", include_str!("site/content/_index.md")),
    ("content/articles/_index.md", include_str!("site/content/articles/_index.md")),
    (
        "content/articles/what-goes-into-an-article/index.md",
        include_str!("site/content/articles/what-goes-into-an-article/index.md"),
    ),
    (
        "content/articles/what-goes-into-an-article/parts.svg",
        include_str!("site/content/articles/what-goes-into-an-article/parts.svg"),
    ),
    (
        "content/articles/what-goes-into-an-article/from-file-to-page.svg",
        include_str!("site/content/articles/what-goes-into-an-article/from-file-to-page.svg"),
    ),
    ("content/about/_index.md", include_str!("site/content/about/_index.md")),
    ("content/about/how-we-work.md", include_str!("site/content/about/how-we-work.md")),
    ("content/about/corrections.md", include_str!("site/content/about/corrections.md")),
    ("content/people/{{ author_id }}.md", include_str!("site/content/people/author.md")),
    ("content/people/john-sample.md", include_str!("site/content/people/john-sample.md")),
    ("static/favicon.svg", include_str!("site/static/favicon.svg")),
    (".gitignore", include_str!("site/.gitignore")),
];

/// Settings of editors.
const EDITORS: [(&str, &str); 5] = [
    (".taplo.toml", include_str!("site/.taplo.toml")),
    (".vscode/settings.json", include_str!("site/.vscode/settings.json")),
    (".vscode/extensions.json", include_str!("site/.vscode/extensions.json")),
    (".zed/settings.json", include_str!("site/.zed/settings.json")),
    (".helix/languages.toml", include_str!("site/.helix/languages.toml")),
];

/// The files of a site that has as little as a site can have.
const MINIMAL: [(&str, &str); 3] = [
    ("site.toml", include_str!("minimal/site.toml")),
    ("content/_index.md", include_str!("minimal/content/_index.md")),
    (".gitignore", include_str!("site/.gitignore")),
];

/// The files of a new site.
///
/// # Errors
/// An address that is none, an author without a letter.
pub fn files(site: &NewSite, today: Day) -> Result<Vec<NewFile>, Error> {
    let doing = "make a site";
    split_base_url(&site.base_url).map_err(|(message, _)| {
        Error::new(doing, format!("its address {message}")).with_help("write it like `--base-url https://example.org`")
    })?;
    if site.title.trim().is_empty() {
        return Err(Error::new(doing, "its title is empty").with_help("name it: `--title \"The Harbour Review\"`"));
    }
    let (author_id, author) = person::identity(&site.author);
    if author_id.is_empty() {
        return Err(Error::new(doing, format!("`{author}` has no letter and no digit"))
            .with_help("write the name as readers know it: `--author \"Jane Example\"`"));
    }
    if author_id == REVIEWER {
        return Err(
            Error::new(doing, "John Sample is the reviewer of its first article").with_help("take another `--author`")
        );
    }
    let text = |text: &str| Value::Text(text.to_owned());
    let values = Values::from([
        ("title", text(site.title.trim())),
        ("base_url", text(&site.base_url)),
        ("language", text(&site.language)),
        ("author", text(&author)),
        ("author_id", text(&author_id)),
        ("date", Value::Day(today)),
    ]);
    let parts: &[(&str, &str)] = if site.minimal { &MINIMAL } else { &WHOLE };
    let mut files = Vec::new();
    for (path, text) in parts {
        files.push(NewFile::new(path.replace("{{ author_id }}", &author_id), fill(path, text, &values)?));
    }
    if !site.minimal {
        // The taxonomies that site/site.toml declares.
        files.extend(editors([("tags", "Topics")].into_iter()));
    }
    if let Some(service) = site.service {
        files.extend(ci::files(service)?);
    }
    Ok(files)
}

/// What editors need to complete and check front matter and settings, in a site with these taxonomies: each by its name and
/// its title.
pub fn editors<'t>(taxonomies: impl Iterator<Item = (&'t str, &'t str)> + Clone) -> Vec<NewFile> {
    let settings = EDITORS.iter().map(|(path, text)| NewFile::new((*path).to_owned(), (*text).to_owned()));
    let schemas = Subject::ALL.into_iter().map(|subject| {
        let schema = schema::schema(subject, taxonomies.clone());
        NewFile::new(format!("schemas/{}.schema.json", subject.name()), format!("{schema:#}\n"))
    });
    settings.chain(schemas).collect()
}

/// Sees that a new site may be made in a folder: it is not there, or holds at most what a new repository has.
///
/// # Errors
/// If there is something else, which is named.
pub fn check_folder(folder: &Path) -> Result<(), Error> {
    let doing = format!("make a site in {}", folder.display());
    let entries = match folder.read_dir() {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(Error::io("make a site in", folder, &cause)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(|cause| Error::io("look into", folder, &cause))?.file_name());
    }
    names.sort();
    if names.iter().any(|name| name == "site.toml") {
        return Err(Error::new(doing, "there is one already").with_help("`byline new article` writes for it"));
    }
    let of_repository = |name: &str| {
        let upper = name.to_ascii_uppercase();
        name == ".git" || ["README", "LICENSE", "LICENCE", "COPYING"].iter().any(|start| upper.starts_with(start))
    };
    match names.iter().map(|name| name.to_string_lossy()).find(|name| !of_repository(name)) {
        Some(name) => Err(Error::new(doing, format!("the folder is not empty: it has {name}"))
            .with_help("name a new folder, or one with nothing but a repository's `.git`, README and licence")),
        None => Ok(()),
    }
}
