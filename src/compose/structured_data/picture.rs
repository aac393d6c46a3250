//! The pictures of a page, each with its caption, its credit and its licence.

use super::json::Object;
use crate::compose::Composer;
use crate::compose::body::Manuscript;
use crate::html::plain_text;
use crate::media::credit::TERMS;
use crate::resolve::{Article, Picture};

/// What other nodes call a picture: its own address.
pub(super) fn id(composer: &Composer<'_>, picture: &Picture) -> String {
    composer.absolute_href(&picture.url)
}

/// The lead image and the figures of an article, each file once; pictures within a line are part of the text.
pub(super) fn all(node: &mut Object<'_>, manuscript: &Manuscript<'_>, article: &Article) {
    let captioned = |index: usize, picture: &Picture| {
        let written = manuscript.prose.captions.get(index).and_then(Option::as_ref);
        written.map(|caption| manuscript.plain(caption)).or_else(|| picture.caption.as_deref().map(plain_text))
    };
    let lead = article.lead_image.iter().map(|picture| {
        let written = manuscript.prose.image_caption.as_ref().map(|caption| manuscript.plain(caption));
        (picture, written.or_else(|| picture.caption.as_deref().map(plain_text)))
    });
    let shown = manuscript.references.figures.iter().zip(&manuscript.connections.pictures).enumerate();
    let figures = shown.filter(|(_, (figure, _))| figure.block);
    let figures = figures.map(|(index, (_, picture))| (picture, captioned(index, picture)));
    let mut seen: Vec<&str> = Vec::new();
    let mut pictures = Vec::new();
    for (picture, caption) in lead.chain(figures) {
        if !seen.contains(&picture.url.as_str()) {
            seen.push(&picture.url);
            pictures.push((picture, caption));
        }
    }
    node.objects("image", pictures, |node, (picture, caption)| {
        describe(node, manuscript.composer, picture, caption.as_deref());
    });
}

/// Describes a picture; `caption` is plain text.
pub(super) fn describe(node: &mut Object<'_>, composer: &Composer<'_>, picture: &Picture, caption: Option<&str>) {
    let id = id(composer, picture);
    node.text("@id", &id).kind("ImageObject");
    if let Some(caption) = caption {
        node.text("caption", caption);
    }
    node.text("contentUrl", &id);
    if let Some(copyright) = &picture.copyright {
        node.text("copyrightNotice", copyright);
    }
    if let Some(creator) = &picture.creator {
        node.object("creator", |node| {
            node.kind("Person").text("name", creator);
        });
    }
    if let Some(credit) = &picture.credit {
        node.text("creditText", credit);
    }
    let made = picture.digital_source.as_deref().and_then(|term| TERMS.iter().find(|(known, _)| *known == term));
    if let Some((_, Some(name))) = made {
        node.text("digitalSourceType", &format!("https://schema.org/{name}"));
    }
    if let Some((_, height)) = picture.size {
        node.text("height", &format!("{height} px"));
    }
    if let Some(license) = picture.license.as_ref().filter(|license| license.starts_with("http")) {
        node.text("license", license);
    }
    if let Some(smallest) = picture.own_copies().next() {
        node.text("thumbnailUrl", &composer.absolute_href(&smallest.url));
    }
    if let Some((width, _)) = picture.size {
        node.text("width", &format!("{width} px"));
    }
}
