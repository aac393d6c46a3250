//! The works that an article cites.

use super::json::Object;
use crate::compose::sources;
use crate::parse::front_matter::{Source, SourceKind};
use crate::resolve::sources::is_others;

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
    let people = |node: &mut Object<'_>, property, names: &[String]| {
        let named = names.iter().filter(|name| !is_others(name)).collect::<Vec<_>>();
        node.objects(property, named, |node, name| {
            node.kind(if name.trim_end().ends_with(',') { "Organization" } else { "Person" });
            node.text("name", &sources::spoken(name));
        });
    };
    people(node, "author", &source.authors);
    if let Some(date) = source.date {
        node.text("datePublished", &date.to_string());
    }
    people(node, "editor", &source.details().editors);
    // What an article or a chapter stands in is said where others say who published it.
    let whole = match source.kind {
        Some(SourceKind::Article) => Some("Periodical"),
        Some(SourceKind::Chapter) => Some("Book"),
        _ => source.details().house.as_ref().map(|_| "CreativeWork"),
    };
    let published = |node: &mut Object<'_>, property, kind| {
        if let Some(publisher) = &source.publisher {
            node.object(property, |node| {
                node.kind(kind).text("name", publisher);
                if let Some(house) = &source.details().house {
                    node.object("publisher", |node| {
                        node.kind("Organization").text("name", house);
                    });
                }
            });
        }
    };
    if let Some(kind) = whole {
        published(node, "isPartOf", kind);
    }
    node.text("name", &source.title);
    if whole.is_none() {
        published(node, "publisher", "Organization");
    }
    if let Some(doi) = &source.doi {
        node.text("sameAs", &format!("https://doi.org/{}", doi.value));
    }
    if let Some(url) = &source.url {
        node.text("url", &url.value);
    }
}
