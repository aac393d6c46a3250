//! What site.toml points to: the navigation, the publisher's policies and logo, the newsletter.

use super::assets::{self, is_elsewhere};
use super::links::{Index, similar_path, unpublished};
use super::orphans::Linked;
use super::routes::Addresses;
use super::sections::Tree;
use super::{HOME, Input, Navigation, Picture};
use crate::diagnostics::{Code, Diagnostic};
use crate::route::{self, Route};
use crate::text::{RelPath, Spanned};

/// Resolves the addresses of site.toml; a broken one is a diagnostic there.
pub fn resolve(
    input: &Input<'_>,
    tree: &Tree,
    index: &Index<'_>,
    addresses: &Addresses,
    linked: &Linked,
    diagnostics: &mut Vec<Diagnostic>,
) -> Navigation {
    let config = input.config;
    let Some(path) = RelPath::new(super::SETTINGS) else { return Navigation::default() };
    let mut address = |written: &Spanned<String>| find(&path, written, input, index, linked, diagnostics);
    let entries = match &config.nav {
        Some(nav) => nav.iter().map(|item| (item.title.clone(), address(&item.url).href.to_string())).collect(),
        None => tree.folders[HOME]
            .children
            .iter()
            .map(|id| (tree.folders[*id].title(config), addresses.section(*id).href(&config.base_path)))
            .collect(),
    };
    let policies = config
        .publisher
        .policies
        .iter()
        .map(|(key, file)| {
            let target = address(file);
            (key.value.clone(), target.title.to_string(), target.href.to_string())
        })
        .collect();
    let newsletter = config.newsletter.as_ref().and_then(|newsletter| newsletter.action.as_ref());
    let newsletter = newsletter.map(|action| address(action).href.to_string());
    let logo = config.publisher.logo.as_ref().and_then(|logo| find_logo(&path, logo, input, diagnostics));
    Navigation { entries, policies, logo, newsletter }
}

/// An address of the site, a content file, or another site.
fn find(
    path: &RelPath,
    written: &Spanned<String>,
    input: &Input<'_>,
    index: &Index<'_>,
    linked: &Linked,
    diagnostics: &mut Vec<Diagnostic>,
) -> super::Target {
    let text = written.value.as_str();
    if is_elsewhere(text) || text.starts_with('#') {
        return super::Target { href: text.into(), title: text.into() };
    }
    let (text, fragment) = text.split_once('#').map_or((text, String::new()), |(text, id)| (text, format!("#{id}")));
    let with = |target: super::Target| super::Target { href: format!("{}{fragment}", target.href).into(), ..target };
    if text.starts_with('/') {
        if let Some(id) = index.page_by_address(text) {
            linked.note(id);
            return with(index.target(id));
        }
        if index.has_address(text) {
            let href = Route::new(text).href(&input.config.root_path);
            return with(super::Target { href: href.into(), title: text.into() });
        }
        diagnostics.push(match index.withheld_at(text) {
            Some((article, reason)) => unpublished(path, written.span, article.as_str(), reason),
            None => {
                let message = format!("the site has nothing at `{text}`");
                let diagnostic = Diagnostic::new(Code::BrokenLink, path, written.span, message);
                diagnostic
                    .did_you_mean(text, index.addresses())
                    .help("write a path below `content/`: it is checked and follows a changed address")
            }
        });
        return super::Target::default();
    }
    let file = format!("content/{}", text.strip_prefix("content/").unwrap_or(text));
    // What cannot stand in an address, such as a blank, is written as in a link.
    let decoded = route::decode(&file).filter(|decoded| *decoded != file);
    let at = |file: &str| {
        let found = pages_of(file).iter().find_map(|page| index.page_at(page));
        let folder = || file.trim_end_matches('/').trim_start_matches("content").trim_start_matches('/');
        found.or_else(|| index.section_of_folder(folder()))
    };
    if let Some(id) = at(&file).or_else(|| at(decoded.as_deref()?)) {
        linked.note(id);
        return with(index.target(id));
    }
    let pages = std::iter::once(&file).chain(&decoded).flat_map(|file| pages_of(file));
    let withheld = pages.into_iter().find_map(|page| index.withheld(&RelPath::new(&page)?));
    let diagnostic = match withheld {
        Some(reason) => unpublished(path, written.span, &file, reason),
        None => {
            let message = format!("there is no file `{file}`");
            let diagnostic = Diagnostic::new(Code::BrokenLink, path, written.span, message);
            match similar_path(&file, index.paths()) {
                Some(near) => diagnostic.help(format!("did you mean `{}`?", near.trim_start_matches("content/"))),
                None => {
                    diagnostic.help("write a path below `content/`, an address that begins with `/`, or `https://…`")
                }
            }
        }
    };
    diagnostics.push(diagnostic);
    super::Target::default()
}

/// The files that a path may mean: its own, or what stands for a folder.
fn pages_of(file: &str) -> [String; 3] {
    let folder = file.trim_end_matches('/');
    [file.to_owned(), format!("{folder}/_index.md"), format!("{folder}/index.md")]
}

/// The logo is looked for in static/, then in content/.
fn find_logo(
    path: &RelPath,
    logo: &Spanned<String>,
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Picture> {
    if is_elsewhere(&logo.value) {
        return Some(Picture { url: logo.value.clone(), ..Picture::default() });
    }
    let address = logo.value.trim_start_matches('/');
    if let Some(file) = assets::file_of(input, address) {
        let url = Route::new(format!("/{address}")).href(&input.config.root_path);
        return Some(Picture { url, file: Some(file), ..Picture::default() });
    }
    let message = format!("there is no file `{address}` below `static/` or `content/`");
    let known = input.inventory.statics.iter().chain(&input.inventory.assets).map(RelPath::as_str);
    let near = similar_path(&format!("static/{address}"), known);
    let diagnostic = Diagnostic::new(Code::MissingAsset, path, logo.span, message);
    diagnostics.push(match near {
        Some(near) => {
            let near = near.strip_prefix("static/").or_else(|| near.strip_prefix("content/")).unwrap_or(near);
            diagnostic.help(format!("did you mean `{near}`?"))
        }
        None => diagnostic,
    });
    None
}
