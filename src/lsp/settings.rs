//! What site.toml leads to, mended where that gets a new name: the navigation, policies, the newsletter, redirects, and its
//! Markdown texts.

use std::collections::BTreeMap;

use super::definition::{fragment, place_of};
use super::desk::Desk;
use super::edits::Edits;
use super::known::Target;
use crate::build::output::Edition;
use crate::compose::Setting;
use crate::config::Config;
use crate::parse::document::{LinkTarget, References};
use crate::resolve::SETTINGS;
use crate::route;
use crate::text::{RelPath, Span, Spanned};

/// Mends what leads to an anchor that is `new` instead of `old`.
pub fn anchor(desk: &Desk<'_>, edits: &mut Edits, path: &RelPath, (old, new): (&str, &str)) {
    for place in places(desk) {
        if fragment(&place.target) == old && place.leads_to(desk).as_ref() == Some(path) {
            let from = place.span.start as usize + place.path.len() + 1;
            edits.replace(&place.settings, Span::new(from, place.span.end as usize), new);
        }
    }
}

/// Mends what leads to files that move; a file is named by its path below content/.
pub fn files(desk: &Desk<'_>, edits: &mut Edits, map: &BTreeMap<RelPath, RelPath>) {
    for place in places(desk) {
        let Some(old) = place.leads_to(desk) else { continue };
        let Some(new) = map.get(&old) else { continue };
        // A folder that was written stays one.
        let written = place.path.trim_end_matches('/');
        let names_folder = old.parent().is_some_and(|folder| folder.ends_with(written)) && !written.starts_with('/');
        let folder = new.parent().filter(|_| names_folder && old.file_name() == new.file_name());
        let Some(new) = folder.unwrap_or(new.as_str()).strip_prefix("content/") else { continue };
        let mut path = String::new();
        if place.is_decoded && (place.path.contains('%') || new.contains([' ', '%', '#', '?'])) {
            route::encode_path(new, &mut path);
        } else {
            path.push_str(new);
        }
        let start = place.span.start as usize;
        edits.replace(&place.settings, Span::new(start, start + place.path.len()), path);
    }
}

/// A Markdown text of site.toml.
pub struct Text<'a> {
    /// site.toml.
    pub file: RelPath,
    /// From where its paths are read: they begin below content/.
    pub before: RelPath,
    /// What it refers to.
    pub references: &'a References,
}

/// The Markdown texts of site.toml, in every language.
pub fn texts<'a>(desk: &Desk<'a>) -> Vec<Text<'a>> {
    let (known, file) = (desk.known, RelPath::new(SETTINGS));
    let of_edition = |edition: &'a Edition| {
        let code = Some(edition.config().edition.as_str()).filter(|code| !code.is_empty());
        let before =
            RelPath::new(&code.map_or("content/_index.md".to_owned(), |code| format!("content/_index.{code}.md")));
        let text = |text: &'a Setting| {
            Some(Text { file: file.clone()?, before: before.clone()?, references: &text.references })
        };
        edition.settings().iter().filter_map(text).collect::<Vec<Text<'a>>>()
    };
    known.output.editions().iter().flat_map(of_edition).collect()
}

/// A place of site.toml that leads somewhere.
struct Place<'a> {
    settings: RelPath,
    /// Where it is written, without its quotes.
    span: Span,
    /// The path as it is written.
    path: &'a str,
    /// Whether `%20` is a blank there.
    is_decoded: bool,
    target: LinkTarget,
}

impl Place<'_> {
    /// The document or file.
    fn leads_to(&self, desk: &Desk<'_>) -> Option<RelPath> {
        // Paths begin below content/.
        let from = RelPath::new("content/_index.md")?;
        let (Target::Document(path) | Target::File(path)) = desk.known.find(&from, &self.target)?;
        Some(path)
    }
}

/// The places that are written as they are meant: where a text of TOML has escapes, what it leads to is left alone, and
/// reported as broken.
fn places<'a>(desk: &Desk<'a>) -> Vec<Place<'a>> {
    let Some(first) = desk.known.output.editions().first() else { return Vec::new() };
    let Some(settings) = RelPath::new(SETTINGS) else { return Vec::new() };
    let Some(text) = desk.text(&settings) else { return Vec::new() };
    let place = |(written, is_decoded): (&'a Spanned<String>, bool)| {
        let at = text.text.get(written.span.range())?.find(&written.value)?;
        let start = written.span.start as usize + at;
        let (path, anchor) = written.value.split_once('#').unwrap_or((&written.value, ""));
        let decoded = |part: &str| if is_decoded { route::decode(part) } else { Some(part.to_owned()) };
        let mut target = place_of(decoded(path.strip_prefix("content/").unwrap_or(path))?.as_str());
        if let LinkTarget::File { fragment, .. } | LinkTarget::Address { fragment, .. } = &mut target {
            *fragment = route::decode(anchor).unwrap_or_else(|| anchor.to_owned());
        }
        let span = Span::new(start, start + written.value.len());
        Some(Place { settings: settings.clone(), span, path, is_decoded, target })
    };
    written(first.config()).filter_map(place).filter(|place| !place.path.is_empty()).collect()
}

/// What site.toml says of other pages, and whether it is decoded.
fn written(config: &Config) -> impl Iterator<Item = (&Spanned<String>, bool)> {
    let navigation = config.nav.iter().flatten().map(|item| &item.url);
    let policies = config.publisher.policies.iter().map(|(_, file)| file);
    let newsletter = config.newsletter.as_ref().and_then(|newsletter| newsletter.action.as_ref());
    let redirects = config.redirects.rules.iter().map(|(_, to)| (to, true));
    let addresses = navigation.chain(newsletter).map(|written| (written, true));
    policies.map(|written| (written, false)).chain(addresses).chain(redirects)
}
