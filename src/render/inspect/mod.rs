//! What is doubtful in the templates of a site and of its themes, and no page shows: fields that no view has, words that no language has, queries that nobody declares, parts that
//! nobody uses, parts that are missing until an article asks for them.
//!
//! In: the files of the theme and the site's overrides. Out: diagnostics, each at its place; of the built-in theme none.
//!
//! 1. [`views`] reads which fields each view has, from the documentation that theme authors read.
//! 2. [`paths`] finds in a tag what it reads, such as `page.section.url`.
//! 3. [`shapes`] walks through the templates with what each name stands for, and finds fields that are not there.
//! 4. [`parts`] finds components that are missing or that nobody calls.
//! 5. [`translations`] finds words that nothing shows, and placeholders that nobody fills.
//! 6. [`overrides`] finds files of the site's own that stand in nobody's place.
//!
//! Beside that, [`addresses`] finds what a template links to by itself, for those who know the addresses of the site, and [`comments`] reads what templates say of their components.
//!
//! Invariant: what cannot be known is taken to be right.

mod addresses;
mod comments;
mod overrides;
mod parts;
mod paths;
mod shapes;
#[cfg(test)]
mod tests;
mod translations;
mod views;

use std::path::Path;

use super::layers::{self, Layer, Source};
use super::words;
use crate::config::Config;
use crate::config::site::ThemeChoice;
use crate::diagnostics::Diagnostic;
use crate::discover::Inventory;
use crate::error::Error;

pub use addresses::{WrittenAddress, in_markup as addresses_in};
pub use comments::Documented;
pub(super) use shapes::CALLED;

/// The components of a theme with their comments, by name; none if the theme cannot be used.
///
/// # Errors
/// If a file cannot be read.
pub fn documented(inventory: &Inventory, root: &Path, choice: &ThemeChoice) -> Result<Vec<Documented>, Error> {
    Ok(layers::read(inventory, root, &choice.name)?.value.map_or_else(Vec::new, |layers| comments::read(&layers)))
}

/// The addresses within the site that templates write themselves; none if the theme cannot be used.
///
/// # Errors
/// If a file cannot be read.
pub fn written_addresses(
    inventory: &Inventory,
    root: &Path,
    choice: &ThemeChoice,
) -> Result<Vec<WrittenAddress>, Error> {
    Ok(layers::read(inventory, root, &choice.name)?.value.map_or_else(Vec::new, |layers| addresses::written(&layers)))
}

/// Looks at every template that is not built in.
///
/// # Errors
/// If a file cannot be read.
pub fn inspect(inventory: &Inventory, root: &Path, config: &Config) -> Result<Vec<Diagnostic>, Error> {
    // What keeps the theme from being used is told where it is loaded.
    let Some(layers) = layers::read(inventory, root, &config.theme.name)?.value else { return Ok(Vec::new()) };
    let mut found = look(&layers, config.queries.keys());
    found.extend(overrides::unused(inventory, root, config, &layers)?);
    Ok(found)
}

fn look<'q>(layers: &[Layer], of_site: impl Iterator<Item = &'q String>) -> Vec<Diagnostic> {
    let templates: Vec<(&str, &Source)> =
        layers.iter().flat_map(|layer| &layer.templates).map(|(path, source)| (path.as_str(), source)).collect();
    let queries = layers::queries(layers).into_keys().chain(of_site.cloned()).collect();
    let mut found = shapes::unknown_fields(&templates, &shapes::Known { words: words::known(layers), queries });
    found.extend(parts::missing(layers));
    found.extend(parts::unused(&templates));
    found.extend(translations::doubtful(layers));
    found
}
