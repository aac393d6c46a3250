//! What each construct gives, each mistake with its place, and what holds for any text.

mod any;
mod blocks;
mod directives;
mod front_matter;
mod references;

use super::{Manuscript, Reading, read};
use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::diagnostics::{Code, Diagnosed};
use crate::parse::ParseOptions;
use crate::parse::document::{Hole, HoleKind, Markup};
use crate::text::{RelPath, SourceMap, Span, Text};

fn path() -> RelPath {
    RelPath::new("content/a.md").expect("the path is clean")
}

fn options() -> ParseOptions {
    ParseOptions {
        markdown: MarkdownOptions { raw_html: true, smart_punctuation: false, callouts: vec!["key-facts".to_owned()] },
        taxonomies: Vec::new(),
        timezone: Zone::utc(),
        language: "en".to_owned(),
        search: true,
        languages: Vec::new(),
    }
}

fn text(value: &str, at: usize) -> Text {
    Text {
        value: value.to_owned(),
        map: SourceMap::copied_from(at, value.len()),
        span: Span::new(at, at + value.len()),
    }
}

fn manuscript<'a>(path: &'a RelPath, body: &'a str) -> Manuscript<'a> {
    Manuscript {
        path,
        dek: None,
        image_caption: None,
        disclosure: None,
        body,
        map: SourceMap::copied_from(0, body.len()),
        sections: &[],
        faqs: &[],
        corrections: &[],
    }
}

/// Reads a body, with the mistakes as code and written text.
fn body(markdown: &str) -> (Reading, Vec<(Code, String)>) {
    with(markdown, &options())
}

fn with(markdown: &str, options: &ParseOptions) -> (Reading, Vec<(Code, String)>) {
    let Diagnosed { value, diagnostics } = read(&manuscript(&path(), markdown), options);
    let places = diagnostics.into_iter().map(|found| {
        let span = found.place.and_then(|place| place.span).expect("every mistake has its place");
        (found.code, markdown[span.range()].to_owned())
    });
    (value, places.collect())
}

/// Reads a body without a mistake.
fn clean(markdown: &str) -> Reading {
    let (reading, mistakes) = body(markdown);
    assert_eq!(mistakes, [], "{markdown}");
    reading
}

/// The HTML with `{…}` for each hole.
fn shown(Markup { html, holes }: &Markup) -> String {
    let mut shown = String::new();
    let mut from = 0;
    for Hole { at, kind } in holes {
        shown.push_str(&html[from..*at as usize]);
        from = *at as usize;
        shown.push_str(&match kind {
            HoleKind::Link(n) => format!("{{link {n}}}"),
            HoleKind::LinkTitle(n) => format!("{{title {n}}}"),
            HoleKind::Citation(n) => format!("{{cite {n}}}"),
            HoleKind::Figure(n) => format!("{{figure {n}}}"),
            HoleKind::Call(n) => format!("{{call {n}}}"),
            HoleKind::OpenCall(n) => format!("{{open {n}}}"),
            HoleKind::OpenCallout(n) => format!("{{callout {n}}}"),
            HoleKind::Close => "{close}".to_owned(),
            HoleKind::Place(n) => format!("{{place {n}}}"),
        });
    }
    shown.push_str(&html[from..]);
    shown
}

fn html(markdown: &str) -> String {
    shown(&clean(markdown).prose.body)
}

fn mistakes(markdown: &str) -> Vec<(Code, String)> {
    body(markdown).1
}

fn mistake(code: Code, place: &str) -> Vec<(Code, String)> {
    vec![(code, place.to_owned())]
}
