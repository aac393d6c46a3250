//! Addresses that templates and `head_extra` write out, held against those that the site has.
//!
//! Links of articles are found and written by byline; what stands in a template is printed as it is.

use super::output::{Edition, Output};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::html::document::unescape;
use crate::render::{WrittenAddress, addresses_in};
use crate::resolve::SETTINGS;
use crate::route;
use crate::text::RelPath;

/// Reports those that the site does not have; `written` are those of templates.
pub fn check(output: &Output, config: &Config, written: Vec<WrittenAddress>) -> Vec<Diagnostic> {
    let of_templates = written.into_iter().map(|WrittenAddress { template, span, address }| {
        (Some(Place { path: template, span: Some(span) }), address, "a template")
    });
    let settings = RelPath::new(SETTINGS).map(|path| Place { path, span: None });
    let of_settings = addresses_in(&config.head_extra).into_iter();
    let of_settings =
        of_settings.map(|(_, address)| (settings.clone(), unescape(address).into_owned(), "`head_extra`"));
    let all: Vec<(Option<Place>, String, &str)> = of_templates.chain(of_settings).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let pages: Vec<String> = output.editions().iter().flat_map(pages).collect();
    output.preview(|preview| {
        let has = |address: &str| match files(address, &config.base_path) {
            Some(mut files) => files.any(|file| preview.has(&file)),
            None => false,
        };
        let wrong = all.into_iter().filter(|(_, address, _)| !has(address));
        let told = wrong.map(|(place, address, written_in)| {
            let moved = format!("{}{address}", config.base_path);
            let message = format!("the site has no address `{address}`");
            let found = Diagnostic::at(Code::TemplateLink, place, message);
            if has(&moved) {
                return found.help(format!("write `{moved}`: the site lies below `{}/`", config.base_path));
            }
            found
                .did_you_mean(&address, pages.iter().map(String::as_str))
                .help(format!("what stands in {written_in} is printed as it is: write an address that the site has"))
        });
        told.collect()
    })
}

/// The addresses of the pages that somebody may have meant.
fn pages(edition: &Edition) -> impl Iterator<Item = String> {
    let (site, base_path) = (edition.site(), &edition.config().base_path);
    let articles = site.articles.iter().map(|article| &article.route);
    let others =
        site.sections.iter().map(|section| &section.route).chain(site.people.iter().map(|person| &person.route));
    articles.chain(others).map(|route| route.href(base_path))
}

/// The files that an address may name; `None` if it lies outside of the site.
fn files(address: &str, base_path: &str) -> Option<impl Iterator<Item = String>> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = route::decode(path)?;
    let below = path.strip_prefix(base_path)?;
    // The path of `base_url` alone is the home page.
    let below = if below.is_empty() { "" } else { below.strip_prefix('/')? }.to_owned();
    let page = format!("{}/index.html", below.trim_end_matches('/')).trim_start_matches('/').to_owned();
    let file = Some(below).filter(|below| !below.is_empty() && !below.ends_with('/'));
    Some(file.into_iter().chain([page]))
}
