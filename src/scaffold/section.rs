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
    let parts: Vec<String> = written.split('/').map(slugify).collect();
    if parts.iter().any(String::is_empty) {
        return Err(Error::new(doing, "a part of its path has no letter and no digit")
            .with_help("name it in small letters, such as `coast` or `coast/harbours`"));
    }
    let section = parts.join("/");
    if let Some((above, _)) = section.rsplit_once('/')
        && !site.sections().contains(above)
    {
        return Err(site.no_section(root, above, &doing));
    }
    let article = format!("content/{section}.md");
    if root.join(&article).is_file() {
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
    Ok(NewFile::new(format!("content/{section}/_index.md"), archetype::filled(root, &["section.md"], &values)?))
}
