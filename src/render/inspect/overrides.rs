//! Files of the site's own that would stand in the place of the theme's, and stand in nobody's: most often their name is misspelt.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::layers::{Layer, is_template, language_of};
use super::super::references::{self, Kind};
use super::super::words::fallbacks;
use super::shapes::PAGES;
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::discover::Inventory;
use crate::error::Error;
use crate::fs::Folder;
use crate::text::RelPath;

/// As much of a document as is looked at for its `template`, in bytes.
const LIMIT: u64 = 4 << 20;

/// The site's templates that no page has and no other template names, and its words of languages that it does not speak.
///
/// # Errors
/// If the site's folder cannot be opened.
pub(super) fn unused(
    inventory: &Inventory,
    root: &Path,
    config: &Config,
    layers: &[Layer],
) -> Result<Vec<Diagnostic>, Error> {
    let mut found: Vec<Diagnostic> = inventory.words.iter().filter_map(|path| words(path, config)).collect();
    let named: Vec<String> = layers
        .iter()
        .flat_map(|layer| layer.templates.values())
        .flat_map(|source| references::read(&source.text))
        .filter(|one| matches!(one.kind, Kind::Extends | Kind::Include))
        .map(|one| one.name)
        .collect();
    let of_themes: Vec<&str> = layers
        .iter()
        .filter(|layer| !layer.name.is_empty())
        .flat_map(|layer| layer.templates.keys().map(String::as_str))
        .collect();
    let mut of_documents: Option<Vec<String>> = None;
    for path in &inventory.templates {
        let Some(file) = path.below("templates").filter(|file| !file.starts_with("components/")) else { continue };
        let name = stem(file);
        // What only lies there, such as a note of how the templates are made, is nobody's mistake.
        let is_meant = || {
            let meant = file.split('.').next().unwrap_or_default();
            PAGES.iter().any(|(page, _)| *page == meant) || of_themes.iter().any(|theirs| stem(theirs) == meant)
        };
        if !is_template(path) && !is_meant() {
            continue;
        }
        let is_named = || {
            named.iter().any(|one| one == file)
                || of_themes.contains(&file)
                || PAGES.iter().any(|(page, _)| *page == name)
                || config.pages.values().any(|pages| stem(&pages.template.value) == name)
        };
        if is_template(path) && is_named() {
            continue;
        }
        if of_documents.is_none() {
            of_documents = Some(asked_for(inventory, root)?);
        }
        if is_template(path) && of_documents.iter().flatten().any(|asked| asked == name) {
            continue;
        }
        found.push(unused_template(path, file, &of_themes));
    }
    Ok(found)
}

fn unused_template(path: &RelPath, file: &str, of_themes: &[&str]) -> Diagnostic {
    let message = "no page has this template, and no other template names it";
    let mistake = Diagnostic::in_file(Code::UnusedOverride, path, message);
    let pages: Vec<String> = PAGES.iter().map(|(page, _)| format!("{page}.html")).collect();
    let known: BTreeSet<&str> = pages.iter().map(String::as_str).chain(of_themes.iter().copied()).collect();
    let same = known.iter().find(|known| known.eq_ignore_ascii_case(file));
    match same.copied().or_else(|| nearest(file, known.iter().copied())) {
        Some(near) => mistake.help(format!("did you mean `{near}`?")),
        None => mistake.help(format!("name it in front matter, `template: {}`, or take it out", stem(file))),
    }
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".html").unwrap_or(name)
}

/// Tells of a file of words that is that of no language of the site.
fn words(path: &RelPath, config: &Config) -> Option<Diagnostic> {
    let file = path.below("i18n")?;
    let languages = || std::iter::once(&config.language).chain(config.languages.keys());
    let mut spoken: Vec<String> = languages().flat_map(|language| fallbacks(language)).collect();
    spoken.sort();
    spoken.dedup();
    let own = language_of(file)?;
    if spoken.iter().any(|one| one.eq_ignore_ascii_case(own)) {
        return None;
    }
    let files = spoken.iter().map(|language| format!("`i18n/{language}.yml`")).collect::<Vec<_>>().join(", ");
    let message = "these are the words of no language of the site";
    Some(Diagnostic::in_file(Code::UnusedOverride, path, message).help(format!("what is read here: {files}")))
}

/// The templates that documents ask for.
fn asked_for(inventory: &Inventory, root: &Path) -> Result<Vec<String>, Error> {
    let folder = Folder::open(root)?;
    let mut asked = Vec::new();
    for path in &inventory.documents {
        // What cannot be read is told elsewhere.
        let Ok((bytes, _)) = folder.read(path, LIMIT) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let values = text.lines().filter_map(|line| line.strip_prefix("template:")?.split_whitespace().next());
        asked.extend(values.map(|value| stem(value.trim_matches(['"', '\''])).to_owned()));
    }
    Ok(asked)
}
