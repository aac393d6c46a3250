//! A new section.

use std::path::Path;

use super::fill::{Value, Values};
use super::folder::SiteFolder;
use super::{NewFile, archetype, title_of};
use crate::error::Error;
use crate::slug::slugify;

/// The file of a new section: `content/PATH/_index.md`, with a title made of the path's last part if none is given.
///
/// # Errors
/// A path that is none, a section above it that there is not, an archetype that cannot be used.
pub fn file(root: &Path, site: &SiteFolder, path: &str, title: Option<&str>) -> Result<NewFile, Error> {
    let doing = format!("make the section {path}");
    let written = path.trim().trim_start_matches("./").trim_matches('/');
    let written = written.strip_prefix("content/").unwrap_or(written);
    let (written, language) = site.without_language(written);
    let parts: Vec<String> = written.split('/').map(slugify).collect();
    if parts.iter().any(String::is_empty) {
        return Err(Error::new(doing, "a part of its path has no letter and no digit")
            .with_help("name it in small letters, such as `coast` or `coast/harbours`"));
    }
    let section = parts.join("/");
    if let [taxonomy, _, _, ..] = parts.as_slice()
        && site.config.taxonomies.contains_key(taxonomy)
    {
        return Err(Error::new(doing, format!("`content/{taxonomy}/` introduces terms, and has no sections"))
            .with_help(format!("introduce one term: `byline new section {taxonomy}/TERM`")));
    }
    if let Some((above, _)) = section.rsplit_once('/')
        && !site.sections().contains(above)
        && !site.config.taxonomies.contains_key(above)
    {
        return Err(site.no_section(root, above, &doing));
    }
    let article = format!("content/{section}.md");
    if language.is_empty() && root.join(&article).is_file() {
        let cause = format!("`{article}` has its address already");
        return Err(Error::new(doing, cause)
            .with_help(format!("move that article, such as to `content/{section}/NAME.md`, and try again")));
    }
    let (_, last) = written.rsplit_once('/').unwrap_or(("", written));
    let own_words = if slugify(last) == last { title_of(last) } else { last.to_owned() };
    let title = title.map_or(own_words, str::to_owned);
    let values = Values::from([
        ("title", Value::Text(title)),
        ("section", Value::Text(section.clone())),
        ("slug", Value::Text(parts.last().cloned().unwrap_or_default())),
    ]);
    Ok(NewFile::new(
        format!("content/{section}/_index{language}.md"),
        archetype::filled(root, &["section.md"], &values)?,
    ))
}

/// What comes next when a section was made at a path below content/.
pub fn next(site: &SiteFolder, section: &str) -> String {
    match section.split_once('/') {
        _ if section == "people" => "byline new person NAME".to_owned(),
        None if site.config.taxonomies.contains_key(section) => {
            format!(
                "byline new section {section}/TERM    # introduces one of them; articles name theirs: `{section}: [term]`"
            )
        }
        Some((taxonomy, term)) if site.config.taxonomies.contains_key(taxonomy) => {
            format!("name it in an article: `{taxonomy}: [{term}]`")
        }
        _ => format!("byline new article {section}/SLUG"),
    }
}
