//! Atom (RFC 4287), with the lead image in Media RSS.

use super::{Written, item};
use crate::compose::Composer;
use crate::compose::files::xml::Xml;
use crate::resolve::feeds::Format;
use crate::route::Route;

/// The text of the feed.
pub(super) fn write(composer: &Composer<'_>, feed: &Written<'_>) -> String {
    let zone = &composer.config.timezone;
    let room = feed.items.iter().map(|item| item.content.len() * 5 / 4 + 2048).sum();
    let mut xml = Xml::new(room);
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xmlns:media", "http://search.yahoo.com/mrss/"),
            ("xml:lang", &composer.config.language),
        ],
    );
    xml.text("title", &[], &feed.title);
    if !feed.about.is_empty() {
        xml.text("subtitle", &[], feed.about);
    }
    xml.text("id", &[], &feed.own);
    if let Some(updated) = feed.updated {
        xml.text("updated", &[], &updated.iso(zone));
    }
    xml.empty("link", &[("rel", "self"), ("type", Format::Atom.media_type()), ("href", &feed.own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.page)]);
    xml.open("author", &[]).text("name", &[], &composer.config.publisher.name);
    xml.text("uri", &[], &composer.absolute(&Route::new("/"))).close("author");
    xml.text("generator", &[], "byline");
    for item in &feed.items {
        entry(composer, item, &mut xml);
    }
    xml.close("feed");
    xml.finish()
}

fn entry(composer: &Composer<'_>, item: &item::Written<'_>, xml: &mut Xml) {
    let zone = &composer.config.timezone;
    xml.open("entry", &[]).text("title", &[], item.title).text("id", &[], &item.id);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &item.url)]);
    xml.text("published", &[], &item.published.iso(zone)).text("updated", &[], &item.updated.iso(zone));
    for author in &item.authors {
        xml.open("author", &[]).text("name", &[], author.name);
        if let Some(url) = &author.url {
            xml.text("uri", &[], url);
        }
        xml.close("author");
    }
    for term in &item.terms {
        xml.empty("category", &[("term", term)]);
    }
    if !item.summary.is_empty() {
        xml.text("summary", &[], item.summary);
    }
    xml.text("content", &[("type", "html")], item.content);
    if let Some(image) = &item.image {
        media(image, xml);
    }
    xml.close("entry");
}

/// The lead image in Media RSS, with what it shows and whom it is from.
pub(super) fn media(image: &item::Image<'_>, xml: &mut Xml) {
    let size = image.picture.size.map(|(width, height)| (width.to_string(), height.to_string()));
    let mut attributes = vec![("url", image.url.as_str()), ("medium", "image")];
    attributes.extend(image.media_type.map(|media_type| ("type", media_type)));
    if let Some((width, height)) = &size {
        attributes.extend([("width", width.as_str()), ("height", height.as_str())]);
    }
    xml.open("media:content", &attributes);
    if !image.picture.alt.is_empty() {
        xml.text("media:description", &[("type", "plain")], &image.picture.alt);
    }
    if let Some(credit) = &image.picture.credit {
        xml.text("media:credit", &[], credit);
    }
    xml.close("media:content");
}
