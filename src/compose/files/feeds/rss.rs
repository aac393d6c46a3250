//! RSS 2.0, with the names of authors in Dublin Core and whole texts in `content:encoded`.

use super::{Written, atom, item};
use crate::compose::Composer;
use crate::compose::files::xml::Xml;
use crate::resolve::feeds::Format;

const NAMESPACES: &[(&str, &str)] = &[
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:dcterms", "http://purl.org/dc/terms/"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
];

/// The text of the feed.
pub(super) fn write(composer: &Composer<'_>, feed: &Written<'_>) -> String {
    let room = feed.items.iter().map(|item| item.content.len() * 5 / 4 + 2048).sum();
    let mut xml = Xml::new(room);
    xml.open("rss", NAMESPACES).open("channel", &[]);
    xml.text("title", &[], &feed.title).text("link", &[], &feed.page);
    // It must be there, and must not be empty.
    xml.text("description", &[], if feed.about.is_empty() { &feed.title } else { feed.about });
    xml.text("language", &[], &composer.config.language.to_ascii_lowercase());
    if let Some(updated) = feed.updated {
        xml.text("lastBuildDate", &[], &updated.rfc2822());
    }
    xml.text("generator", &[], "byline");
    xml.empty("atom:link", &[("rel", "self"), ("type", Format::Rss.media_type()), ("href", &feed.own)]);
    for item in &feed.items {
        entry(composer, item, &mut xml);
    }
    xml.close("channel").close("rss");
    xml.finish()
}

fn entry(composer: &Composer<'_>, item: &item::Written<'_>, xml: &mut Xml) {
    xml.open("item", &[]).text("title", &[], item.title).text("link", &[], &item.url);
    xml.text("guid", &[("isPermaLink", "false")], &item.id);
    xml.text("pubDate", &[], &item.published.rfc2822());
    if item.updated != item.published {
        xml.text("dcterms:modified", &[], &item.updated.iso(&composer.config.timezone));
    }
    for author in &item.authors {
        xml.text("dc:creator", &[], author.name);
    }
    for term in &item.terms {
        xml.text("category", &[], term);
    }
    if !item.summary.is_empty() {
        xml.text("description", &[], item.summary);
    }
    xml.text("content:encoded", &[], item.content);
    if let Some(image) = &item.image {
        atom::media(image, xml);
    }
    xml.close("item");
}
