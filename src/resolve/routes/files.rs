//! Files below content/ that are published where something else is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Addresses, search_index};
use crate::diagnostics::{Code, Diagnostic};
use crate::resolve::{Input, Placed, PublishedFile};
use crate::route::Route;
use crate::slug;

/// Reports published files that want the address of a page, of a file for machines, of the theme or below `static/`.
pub fn check_files(
    input: &Input<'_>,
    placed: &Placed<'_>,
    published: &[PublishedFile],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if input.is_first() {
        check_statics(input, diagnostics);
    }
    if published.is_empty() {
        return;
    }
    let made = placed.addresses.for_machines.iter().map(|(route, what)| (key(&input.site_route(route)), *what));
    let of_theme = input.theme_files.iter().map(|file| (key(&Route::new(format!("/{file}"))), "a file of the theme"));
    let of_search = search_index(input).map(|route| (key(&input.site_route(&route)), "the index of the search"));
    let made: BTreeMap<String, &str> = made.chain(of_theme).chain(of_search).collect();
    // Most files have an extension, and no page is in their way.
    let mut pages = None;
    for PublishedFile { route, path } in published {
        let wanted = key(route);
        let folder = wanted.strip_suffix("/index.html").unwrap_or(&wanted);
        let is_like_page = folder.len() < wanted.len() || !path.file_name().contains('.');
        let (what, help) = if let Some(what) = made.get(&wanted) {
            (*what, "rename the file, or put it below `static/`, where it stands in the place of the other")
        } else if is_like_page && pages.get_or_insert_with(|| all_pages(input, placed)).contains(folder) {
            ("a page", "rename the file, or the file or folder of the page")
        } else {
            continue;
        };
        let message = format!("{what} and the file `{path}` both want the address `{route}`");
        diagnostics.push(Diagnostic::in_file(Code::AddressClash, path, message).help(help));
    }
}

/// Reports files below static/ that have the address of one below content/, or of its folder: which of two a reader gets is
/// nothing that byline chooses.
fn check_statics(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for other in &input.inventory.statics {
        let Some(address) = other.below("static") else { continue };
        let beside = |place: &str| {
            let assets = &input.inventory.assets;
            assets.get(assets.partition_point(|asset| asset.as_str() < place))
        };
        let (file, folder) = (format!("content/{address}"), format!("content/{address}/"));
        let (asset, message, help) = if let Some(asset) = beside(&file).filter(|asset| asset.as_str() == file) {
            let message = format!("the files `{asset}` and `{other}` both want the address `/{address}`");
            (asset, message, "delete one of the two, or rename it")
        } else if let Some(asset) = beside(&folder).filter(|asset| asset.as_str().starts_with(&folder)) {
            let below = asset.below("content").unwrap_or_default();
            let message = format!("`/{below}` would lie below `/{address}`, which is a file");
            (asset, message, "rename one of the two: what is a file cannot be a folder, too")
        } else {
            continue;
        };
        diagnostics.push(
            Diagnostic::in_file(Code::AddressClash, asset, message).related(other, None, "the other one").help(help),
        );
    }
}

/// The addresses of all pages of an edition.
fn all_pages(input: &Input<'_>, placed: &Placed<'_>) -> BTreeSet<String> {
    let Placed { addresses, terms, series, .. } = placed;
    let Addresses { articles, sections, people, people_index, former, lists, .. } = addresses;
    let own = articles.iter().chain(sections).chain(people).chain(people_index).chain(lists);
    let own = own.chain(terms.taxonomies.iter().map(|taxonomy| &taxonomy.route));
    let own = own.chain(terms.terms.iter().map(|term| &term.route));
    let own = own.chain(series.series.iter().map(|series| &series.route));
    let own = own.map(|route| key(&input.site_route(route)));
    own.chain(former.iter().map(|former| key(&former.from))).collect()
}

/// The form in which addresses are compared.
fn key(route: &Route) -> String {
    slug::fold(route.as_str().trim_end_matches('/'))
}
