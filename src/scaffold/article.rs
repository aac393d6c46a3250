//! A new article.

use std::path::Path;

use super::fill::{Value, Values};
use super::folder::{SiteFolder, reserved};
use super::{NewFile, archetype, short_slug, title_of};
use crate::date::Day;
use crate::error::Error;
use crate::slug::slugify;

/// What an article is to be.
#[derive(Clone, Debug)]
pub struct NewArticle {
    /// `SECTION/SLUG`, or `SLUG` of a page beside the sections; with a title `SECTION` alone, where `SLUG.md` is such a page.
    pub place: String,
    /// The headline; made of the slug if there is none.
    pub title: Option<String>,
    /// Its `kind`.
    pub kind: String,
    /// The id of who writes it; the one person of the site, if there is only one, by default.
    pub author: Option<String>,
    /// Whether it gets a folder for its pictures.
    pub folder: bool,
}

/// The article's file.
///
/// # Errors
/// A section that there is not, a name without letters, an address that another document has, an archetype that cannot
/// be used.
pub fn file(root: &Path, site: &SiteFolder, article: &NewArticle, today: Day) -> Result<NewFile, Error> {
    let doing = format!("make the article {}", article.place);
    let (section, name, language) = place(root, site, article, &doing)?;
    if let Some(folder) = reserved(&section) {
        let help = match folder {
            "people" => "make a person with `byline new person NAME`".to_owned(),
            _ => "make a source with `byline new source DOI_OR_URL`".to_owned(),
        };
        return Err(Error::new(doing, format!("what lies in content/{folder}/ is no article")).with_help(help));
    }
    if let Some(taxonomy) = section.split('/').next().filter(|first| site.config.taxonomies.contains_key(*first)) {
        let cause = format!("`content/{taxonomy}/` introduces terms, and an article is none");
        return Err(Error::new(doing, cause).with_help(format!(
            "make it in a section, and name its terms in it: `{taxonomy}: [{}]`; `byline new section {taxonomy}/TERM` introduces one",
            short_slug(&name)
        )));
    }
    if !section.is_empty() && !site.sections().contains(section.as_str()) {
        let error = site.no_section(root, &section, &doing);
        let page = format!("for the page content/{section}.md, write `byline new article {section}.md`");
        return Err(match &error.help {
            Some(help) if article.title.is_some() && !section.contains('/') => {
                let help = format!("{help}; {page}");
                error.with_help(help)
            }
            _ => error,
        });
    }
    let title =
        article.title.clone().unwrap_or_else(|| if slugify(&name) == name { title_of(&name) } else { name.clone() });
    let slug = short_slug(&name);
    if slug.is_empty() {
        return Err(Error::new(doing, format!("`{name}` has no letter and no digit"))
            .with_help("name the file: `byline new article SECTION/SLUG --title …`"));
    }
    if slug == "index" {
        return Err(Error::new(doing, "`index` is the name of the article that its folder is for")
            .with_help("give it another slug"));
    }
    // A translation has the address of what it translates.
    if let Some(there) = site.occupied(&section, &slug).filter(|_| language.is_empty()) {
        return Err(
            Error::new(doing, format!("{there} exists already, with that address")).with_help("give it another slug")
        );
    }
    let authors = match &article.author {
        Some(author) => vec![known_person(site, author, &doing)?],
        None => match site.people().into_iter().collect::<Vec<_>>()[..] {
            [only] => vec![only.to_owned()],
            _ => Vec::new(),
        },
    };
    let values = Values::from([
        ("title", Value::Text(title)),
        ("slug", Value::Text(slug.clone())),
        ("section", Value::Text(section.clone())),
        ("date", Value::Day(today)),
        ("kind", Value::Text(article.kind.clone())),
        ("authors", Value::List(authors)),
    ]);
    let own = format!("{}.md", article.kind);
    let text = archetype::filled(root, &[&own, "article.md"], &values)?;
    let folder = if section.is_empty() { "content".to_owned() } else { format!("content/{section}") };
    let is_bundle = article.folder || root.join(&folder).join(&slug).join("index.md").is_file();
    let file = if is_bundle { format!("{slug}/index{language}.md") } else { format!("{slug}{language}.md") };
    Ok(NewFile::new(format!("{folder}/{file}"), text))
}

/// The section, without a slash at its end, what the article is called, its slug or its title, and the code of its language as
/// names of files have it.
fn place(root: &Path, site: &SiteFolder, article: &NewArticle, doing: &str) -> Result<(String, String, String), Error> {
    let written = article.place.trim().trim_start_matches("./");
    let written = written.strip_prefix("content/").unwrap_or(written);
    let file = written.strip_suffix(".md");
    let (written, language) = site.without_language(file.unwrap_or(written));
    let bundle = written.strip_suffix("/index").filter(|_| file.is_some() || !language.is_empty());
    let written = bundle.unwrap_or(written);
    if written.starts_with('/') || written.contains('\\') || written.split('/').any(|part| part == "..") {
        return Err(Error::new(doing, "it would not lie below content/")
            .with_help("write SECTION/SLUG, such as `coast/how-tides-work`"));
    }
    let whole = written.trim_end_matches('/');
    // A folder in which nothing lies yet is no section, and is meant as one all the same.
    let is_folder = || root.join("content").join(whole).is_dir();
    // So is one word, since with a title the section is enough, unless it has the ending of a file or is known as one.
    let is_word = || {
        let is_file = file.is_some() || !language.is_empty() || site.occupied("", whole).is_some();
        !is_file && !whole.contains('/')
    };
    let is_meant = article.title.is_some() && !whole.is_empty() && (is_folder() || is_word());
    if site.sections().contains(whole) || whole.len() < written.len() || is_meant {
        let title = article.title.clone().ok_or_else(|| {
            Error::new(doing, format!("`{whole}` is the section, and the article has no name yet"))
                .with_help(format!("write `byline new article {whole}/SLUG`, or give a `--title`"))
        })?;
        return Ok((whole.to_owned(), title, language.to_owned()));
    }
    let (section, slug) = whole.rsplit_once('/').unwrap_or(("", whole));
    Ok((section.to_owned(), slug.to_owned(), language.to_owned()))
}

fn known_person(site: &SiteFolder, id: &str, doing: &str) -> Result<String, Error> {
    if site.people().contains(id) {
        return Ok(id.to_owned());
    }
    let meant = crate::diagnostics::nearest(id, site.people());
    let meant = meant.map_or_else(String::new, |meant| format!("; `{meant}` was probably meant"));
    Err(Error::new(doing, format!("there is no content/people/{id}.md{meant}"))
        .with_help(format!("make it with `byline new person {id}`")))
}
