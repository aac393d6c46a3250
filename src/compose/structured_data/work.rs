//! The works that an article cites.

use super::json::Object;
use crate::compose::sources;
use crate::parse::front_matter::Source;

/// Describes a work.
pub(super) fn describe(node: &mut Object<'_>, source: &Source) {
    let kind = match source.kind.as_deref() {
        Some("article") => "ScholarlyArticle",
        Some("book") => "Book",
        Some("chapter") => "Chapter",
        Some("web") => "WebPage",
        Some("report") => "Report",
        Some("dataset") => "Dataset",
        Some("video") => "VideoObject",
        _ => "CreativeWork",
    };
    node.kind(kind);
    node.objects("author", &source.authors, |node, name| {
        node.kind("Person").text("name", &sources::spoken(name));
    });
    if let Some(date) = source.date {
        node.text("datePublished", &date.to_string());
    }
    node.text("name", &source.title);
    if let Some(publisher) = &source.publisher {
        node.object("publisher", |node| {
            node.kind("Organization").text("name", publisher);
        });
    }
    if let Some(doi) = &source.doi {
        node.text("sameAs", &format!("https://doi.org/{}", doi.value));
    }
    if let Some(url) = &source.url {
        node.text("url", &url.value);
    }
}
