//! The works that an article cites.

use super::json::Object;
use crate::compose::sources;
use crate::parse::front_matter::{Source, SourceKind};

/// Describes a work.
pub(super) fn describe(node: &mut Object<'_>, source: &Source) {
    let kind = match source.kind {
        Some(SourceKind::Article) => "ScholarlyArticle",
        Some(SourceKind::Book) => "Book",
        Some(SourceKind::Chapter) => "Chapter",
        Some(SourceKind::Web) => "WebPage",
        Some(SourceKind::Report) => "Report",
        Some(SourceKind::Dataset) => "Dataset",
        Some(SourceKind::Video) => "VideoObject",
        _ => "CreativeWork",
    };
    node.kind(kind);
    node.objects("author", &source.authors, |node, name| {
        node.kind(if name.trim_end().ends_with(',') { "Organization" } else { "Person" });
        node.text("name", &sources::spoken(name));
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
