//! From names of files and folders to parts of addresses.

use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::Facts;
use crate::parse::front_matter::ArticleFields;
use crate::resolve::sections;
use crate::route::Route;
use crate::slug;
use crate::text::RelPath;

pub(super) fn article_route(facts: &Facts<ArticleFields>, section: &Route, diagnostics: &mut Vec<Diagnostic>) -> Route {
    let slug = match &facts.fields.slug {
        Some(slug) => slug::slugify(&slug.value),
        None if sections::is_bundle(facts.place()) => {
            let folder = sections::folder_of(facts.place());
            slug_of(&facts.path, folder.rsplit('/').next().unwrap_or(folder), diagnostics)
        }
        None => slug_of(&facts.path, facts.place().stem(), diagnostics),
    };
    if slug.is_empty() { section.clone() } else { Route::new(format!("{section}{slug}/")) }
}

/// The slug of a file's name; a name without letters is an error and keeps its place by its code points.
pub(super) fn slug_of(path: &RelPath, name: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let slug = slug::slugify(name);
    if !slug.is_empty() {
        return slug;
    }
    let message = format!("the name `{name}` has no letter or digit to make an address from");
    diagnostics.push(Diagnostic::in_file(Code::BadAddress, path, message).help("set a `slug` in the front matter"));
    code_points(name).replace(['+', ' '], "-").to_lowercase()
}

/// The parts of a folder's address; a part without letters keeps its name.
pub(super) fn folder_parts(folder: &str) -> Vec<String> {
    folder
        .split('/')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let slug = slug::slugify(part);
            if slug.is_empty() { part.to_owned() } else { slug }
        })
        .collect()
}

pub(super) fn code_points(name: &str) -> String {
    let name = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
    name.chars()
        .map(|c| if c.is_ascii_graphic() { c.to_string() } else { format!("U+{:04X}", u32::from(c)) })
        .collect::<Vec<_>>()
        .join("")
}
