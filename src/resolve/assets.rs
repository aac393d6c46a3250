//! The pictures and files that pages refer to.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::links::{relative, similar_path};
use super::{Connections, Input, Picture, PublishedFile, Site, Target};
use crate::diagnostics::{Code, Diagnostic};
use crate::media::credit::is_made_by_ai;
use crate::parse::document::{Figure, References};
use crate::parse::front_matter::ImageFields;
use crate::route::{self, Route, is_on_disk};
use crate::text::{RelPath, Spanned};

/// Finds the pictures of a document; a missing one is a diagnostic, and so is one that says nowhere whose it is.
pub fn connect(
    path: &RelPath,
    references: &References,
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Picture> {
    let pictures: Vec<Picture> = references
        .figures
        .iter()
        .map(|figure| {
            let found = find(path, &figure.src, Shown::InText, input, diagnostics);
            let defaults = found.file.as_ref().and_then(|file| input.sidecars.get(file));
            Picture {
                alt: match figure.alt.as_str() {
                    "" => text(defaults, |fields| &fields.alt).unwrap_or_default(),
                    alt => alt.to_owned(),
                },
                caption: defaults.and_then(|fields| fields.caption_html.clone()),
                credit: figure.credit.clone().or_else(|| text(defaults, |fields| &fields.credit)),
                credit_url: figure.credit_url.clone().or_else(|| text(defaults, |fields| &fields.credit_url)),
                license: figure.license.clone().or_else(|| text(defaults, |fields| &fields.license)),
                creator: figure.creator.clone().or_else(|| text(defaults, |fields| &fields.creator)),
                copyright: figure.copyright.clone().or_else(|| text(defaults, |fields| &fields.copyright)),
                digital_source: figure
                    .digital_source
                    .clone()
                    .or_else(|| text(defaults, |fields| &fields.digital_source)),
                ..found
            }
        })
        .collect();
    report_hidden_credits(path, &references.figures, &pictures, input, diagnostics);
    pictures
}

/// Reports pictures whose credit in their sidecar is not shown: only a figure has a place for it. What is written at the
/// picture itself, `parse` has reported.
fn report_hidden_credits(
    path: &RelPath,
    figures: &[Figure],
    pictures: &[Picture],
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let files = || figures.iter().zip(pictures).filter_map(|(figure, picture)| Some((figure, picture.file.as_ref()?)));
    let shown: BTreeSet<&RelPath> = files().filter(|(figure, _)| figure.block).map(|(_, file)| file).collect();
    for (figure, file) in files().filter(|(_, file)| !shown.contains(file)) {
        let Some(sidecar) = input.sidecars.get(file) else { continue };
        let Figure { credit, creator, copyright, license, digital_source, .. } = figure;
        let is_told = digital_source.as_deref().is_some_and(is_made_by_ai);
        if is_told || [credit, creator, copyright, license].iter().any(|own| own.is_some()) {
            continue;
        }
        let ImageFields { credit, creator, copyright, license, digital_source: source, .. } = sidecar;
        let source = source.as_ref().filter(|term| digital_source.is_none() && is_made_by_ai(&term.value));
        if source.is_some() {
            let message = format!(
                "that `{file}` was made by AI is shown nowhere on this page: within a line there is no room for it"
            );
            let wrong = Diagnostic::new(Code::HiddenCredit, path, figure.span, message);
            diagnostics.push(wrong.help("give the picture a paragraph of its own, or say so in the text"));
            continue;
        }
        let named = [("credit", credit), ("creator", creator), ("copyright", copyright), ("license", license)];
        let Some((name, _)) = named.into_iter().find(|(_, value)| value.is_some()) else { continue };
        let message =
            format!("the `{name}` of `{file}` is shown nowhere on this page: within a line there is no room for it");
        let wrong = Diagnostic::new(Code::HiddenCredit, path, figure.span, message);
        diagnostics.push(wrong.help("give the picture a paragraph of its own, or name whose it is in the text"));
    }
}

/// Finds the lead image of a document; `None` if the front matter names none.
pub fn lead_image(
    path: &RelPath,
    image: &ImageFields,
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Picture> {
    if image.src.value.is_empty() {
        return None;
    }
    let found = find(path, &image.src, Shown::AtHead, input, diagnostics);
    let defaults = found.file.as_ref().and_then(|file| input.sidecars.get(file));
    let field = |of: fn(&ImageFields) -> &Option<Spanned<String>>| {
        of(image).as_ref().map(|value| value.value.clone()).or_else(|| text(defaults, of))
    };
    let caption = defaults.and_then(|fields| fields.caption_html.clone());
    Some(Picture {
        alt: field(|fields| &fields.alt).unwrap_or_default(),
        caption: if image.caption.is_some() { None } else { caption },
        credit: field(|fields| &fields.credit),
        credit_url: field(|fields| &fields.credit_url),
        license: field(|fields| &fields.license),
        creator: field(|fields| &fields.creator),
        copyright: field(|fields| &fields.copyright),
        digital_source: field(|fields| &fields.digital_source),
        ..found
    })
}

fn text(defaults: Option<&ImageFields>, of: fn(&ImageFields) -> &Option<Spanned<String>>) -> Option<String> {
    of(defaults?).as_ref().map(|value| value.value.clone())
}

/// Where a picture is shown.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// Where `![…](…)` stands.
    InText,
    /// As the lead image.
    AtHead,
}

/// Finds the file of a picture: beside the article, below static/, or on another site.
fn find(
    path: &RelPath,
    src: &Spanned<String>,
    shown: Shown,
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Picture {
    let written = src.value.as_str();
    if is_elsewhere(written) {
        return Picture { url: written.to_owned(), ..Picture::default() };
    }
    if written.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::MissingAsset, path, src.span, "this picture has no address")
                .help("write the path of its file, such as `quay.jpg`"),
        );
        return Picture::default();
    }
    if is_on_disk(written) {
        let message = format!("`{written}` is on your own disk, where no reader can see it");
        diagnostics.push(
            Diagnostic::new(Code::MissingAsset, path, src.span, message)
                .help("put the picture beside the article, or below `static/` and begin with a slash"),
        );
        return Picture::default();
    }
    let root_path = &input.config.root_path;
    let decoded = route::decode(written).unwrap_or_else(|| written.to_owned());
    if let Some(address) = decoded.strip_prefix('/') {
        if let Some(file) = file_of(input, address) {
            return Picture {
                url: Route::new(format!("/{address}")).href(root_path),
                file: Some(file),
                ..Picture::default()
            };
        }
        let message = format!("there is no file `static/{address}`");
        let known = input.inventory.statics.iter().chain(&input.inventory.assets).map(RelPath::as_str);
        let diagnostic = Diagnostic::new(Code::MissingAsset, path, src.span, message);
        diagnostics.push(match similar_path(&format!("static/{address}"), known) {
            Some(near) => match near.strip_prefix("static") {
                Some(address) => diagnostic.help(format!("did you mean `{address}`?")),
                None => diagnostic.help(format!("did you mean `{}`?", relative(path, near))),
            },
            None => diagnostic.help("put the file below `static/`, or beside the article and name it without a slash"),
        });
        return Picture::default();
    }
    // The paths of site.toml begin below content/.
    let file = match path.as_str() {
        super::SETTINGS => RelPath::new(&format!("content/{decoded}")),
        _ => path.sibling(&decoded),
    };
    let Some(file) = file.filter(|file| file.below("content").is_some() || file.as_str() == "content") else {
        let message = format!("`{written}` leads outside of `content/`");
        diagnostics.push(
            Diagnostic::new(Code::MissingAsset, path, src.span, message)
                .help("put the picture beside the article, or below `static/` and begin with a slash"),
        );
        return Picture::default();
    };
    let is_page = input.inventory.documents.binary_search(&file).is_ok();
    if input.inventory.assets.binary_search(&file).is_err() && (is_page || input.inventory.holds(&file)) {
        let what = if is_page { "a text" } else { "a folder" };
        let message = format!("`{file}` is {what} and no picture");
        let diagnostic = Diagnostic::new(Code::MissingAsset, path, src.span, message);
        diagnostics.push(match shown {
            Shown::InText => diagnostic.help(format!("take the `!` away if it is to be a link: `[…]({written})`")),
            Shown::AtHead => diagnostic.help("write the path of a picture, such as `quay.jpg`"),
        });
        return Picture::default();
    }
    if input.inventory.assets.binary_search(&file).is_err() {
        let message = format!("there is no file `{file}`");
        let known = input.inventory.assets.iter().map(RelPath::as_str);
        let diagnostic = Diagnostic::new(Code::MissingAsset, path, src.span, message);
        diagnostics.push(match similar_path(file.as_str(), known) {
            Some(near) => diagnostic.help(format!("did you mean `{}`?", relative(path, near))),
            None => diagnostic.help("put the picture beside the article, or below `static/` and begin with a slash"),
        });
        return Picture::default();
    }
    let address = file.below("content").unwrap_or_default();
    Picture { url: Route::new(format!("/{address}")).href(root_path), file: Some(file.clone()), ..Picture::default() }
}

/// The file that answers at an address: below static/, else below content/.
pub fn file_of(input: &Input<'_>, address: &str) -> Option<RelPath> {
    let in_static = RelPath::new(&format!("static/{address}"))?;
    if input.inventory.statics.binary_search(&in_static).is_ok() {
        return Some(in_static);
    }
    let in_content = RelPath::new(&format!("content/{address}"))?;
    input.inventory.assets.binary_search(&in_content).is_ok().then_some(in_content)
}

/// Whether an address is on another site, or holds the picture itself.
pub fn is_elsewhere(address: &str) -> bool {
    if is_on_disk(address) {
        return false;
    }
    address.starts_with("//")
        || address.split_once(':').is_some_and(|(scheme, _)| {
            scheme.len() > 1
                && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        })
}

/// The files below content/ that some page refers to, sorted.
pub fn published(site: &Site, input: &Input<'_>) -> Vec<PublishedFile> {
    let referring: Vec<(Option<&Picture>, &Connections)> = site.referring().collect();
    let files = referring.into_par_iter().flat_map_iter(|(image, connections)| {
        let pictures = image.into_iter().chain(&connections.pictures).filter_map(|picture| picture.file.clone());
        pictures.chain(connections.links.iter().filter_map(|target| linked_file(&target.href, input)))
    });
    let mut paths: Vec<RelPath> = files.collect();
    paths.extend(site.redirects.iter().filter_map(|redirect| linked_file(&redirect.to, input)));
    paths.extend(site.navigation.logo.iter().filter_map(|logo| logo.file.clone()));
    let mut files: Vec<PublishedFile> = paths
        .into_iter()
        .filter_map(|path| {
            let route = Route::new(format!("/{}", path.below("content")?));
            Some(PublishedFile { route, path })
        })
        .collect();
    files.sort();
    files.dedup();
    files
}

/// The files that HTML in a text shows, by what its links lead to.
pub fn shown(references: &References, targets: &[Target], input: &Input<'_>) -> Vec<RelPath> {
    let links = references.links.iter().zip(targets).filter(|(link, _)| link.shown);
    links.filter_map(|(_, target)| linked_file(&target.href, input)).collect()
}

/// The file that a link leads to; most lead to pages, whose addresses end with a slash.
fn linked_file(href: &str, input: &Input<'_>) -> Option<RelPath> {
    let address = href.strip_prefix(input.config.root_path.as_str()).unwrap_or(href);
    // Searched for one character at a time, a text is looked through in words.
    let address = &address[..address.find('#').unwrap_or(address.len())];
    let address = &address[..address.find('?').unwrap_or(address.len())];
    if address.is_empty() || address.ends_with('/') {
        return None;
    }
    let address = route::decode(address).filter(|address| !address.ends_with('/'))?;
    file_of(input, address.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::is_elsewhere;

    #[test]
    fn a_scheme_or_two_slashes_lead_to_another_site() {
        for elsewhere in ["https://a.example/x.png", "//a.example/x", "data:image/png;base64,AA", "mailto:a@b"] {
            assert!(is_elsewhere(elsewhere), "{elsewhere}");
        }
        for here in ["a.png", "/a.png", "../a:b.png", "c:a.png", "1:2.png"] {
            assert!(!is_elsewhere(here), "{here}");
        }
    }
}
