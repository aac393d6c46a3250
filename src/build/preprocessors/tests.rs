//! Bodies that programs may return, read as those of articles.

use proptest::prelude::*;

use super::*;
use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::parse::ParseOptions;
use crate::parse::document::{Document, Parsed};

fn options() -> ParseOptions {
    ParseOptions {
        markdown: MarkdownOptions { raw_html: true, smart_punctuation: true, callouts: Vec::new() },
        taxonomies: Vec::new(),
        timezone: Zone::utc(),
        language: "en".to_owned(),
        search: true,
        languages: Vec::new(),
    }
}

fn path() -> RelPath {
    RelPath::new("content/a.md").expect("a clean path")
}

/// Reads an article of which a program returned another body.
fn read(file: &str, returned: &str) -> Diagnosed<Option<Document>> {
    let (path, bytes) = (path(), file.as_bytes());
    let article = Article::of(Written { path: &path, bytes, content: Record::of(bytes) }).expect("an article");
    parse::parse_as(&path, bytes, article.rewritten(returned).as_ref(), &options())
}

#[test]
fn links_and_headings_of_lines_that_stayed_are_where_the_author_wrote_them() {
    let file = "---\ntitle: T\n---\n\nSee [it](b.md).\n\n## Why\n";
    let returned = "\nNew [one](c.md).\n\nSee [it](b.md).\n\nMore.\n\n## Why\n\n## New\n";
    let Diagnosed { value: Some(Document::Article(Parsed { facts, .. })), diagnostics } = read(file, returned) else {
        panic!("no article")
    };
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let links: Vec<&str> = facts.references.links.iter().map(|link| &file[link.span.range()]).collect();
    assert_eq!(links, ["", "b.md"]);
    let headings: Vec<&str> = facts.references.headings.iter().map(|heading| &file[heading.span.range()]).collect();
    assert_eq!(headings[0].trim(), "## Why");
    assert_eq!(facts.references.headings[1].id, "new");
    assert_eq!(facts.references.headings[1].span.range(), file.len() - 1..file.len() - 1);
}

#[test]
fn a_title_of_an_article_without_front_matter_may_be_returned() {
    let Diagnosed { value: Some(Document::Article(Parsed { facts, .. })), .. } =
        read("TITLE\n\nText.\n", "# Made\n\nText.\n")
    else {
        panic!("no article")
    };
    assert_eq!(facts.fields.title.value, "Made");
}

#[test]
fn what_cannot_be_taken_apart_is_given_to_nobody() {
    for bytes in [&b"---\ntitle: T\n"[..], b"+++\ntitle = 1\n+++\n", b"---\ntitle: T\n---\n\xff\n"] {
        let written = Written { path: &path(), bytes, content: Record::of(bytes) };
        assert!(Article::of(written).is_none());
    }
}

proptest! {
    #[test]
    fn whatever_a_program_returns_is_read_without_a_panic_and_every_place_is_one_of_the_file(
        front in prop_oneof![Just(""), Just("---\ntitle: T\n---\n"), Just("\u{feff}---\r\ntitle: T\r\nfaqs:\r\n  - {question: Q, answer: \"A [b](c.md)\"}\r\n---\r\n")],
        given in proptest::collection::vec(0_usize..PIECES.len(), 0..12),
        edits in proptest::collection::vec((0_usize..12, 0_usize..PIECES.len()), 0..8),
    ) {
        let mut returned = given.clone();
        for (at, piece) in edits {
            if at % 3 == 0 && !returned.is_empty() {
                returned.remove(at % returned.len());
            } else {
                returned.insert(at.min(returned.len()), piece);
            }
        }
        let text = |pieces: &[usize]| pieces.iter().map(|piece| PIECES[*piece]).collect::<String>();
        let file = format!("{front}{}", text(&given));
        let bytes = file.as_bytes();
        let path = path();
        prop_assume!(Article::of(Written { path: &path, bytes, content: Record::of(bytes) }).is_some());
        let Diagnosed { value, diagnostics } = read(&file, &text(&returned));
        let is_place = |span: Span| span.start <= span.end && file.get(span.range()).is_some();
        for diagnostic in diagnostics {
            let span = diagnostic.place.as_ref().and_then(|place| place.span);
            prop_assert!(span.is_none_or(is_place), "{diagnostic:?}");
        }
        let Some(Document::Article(Parsed { facts, .. })) = value else { panic!("no article") };
        let references = &facts.references;
        let spans = references.links.iter().map(|link| link.span);
        for span in spans.chain(references.headings.iter().map(|heading| heading.span)) {
            prop_assert!(is_place(span), "{span:?} in {file:?}");
        }
    }
}

const PIECES: &[&str] = &[
    "\n",
    "Text with ünïcödé.\n",
    "[a](b.md) and [c][d]\n",
    "[d]: e.md\n",
    "## Heading {#h}\n",
    "# Title\n",
    "```rust\nfn a() {}\n",
    "```\n",
    ":::aside[Label]{a=b}\n",
    ":::\n",
    "::faqs\n",
    "> [!NOTE]\n> x[^1]\n",
    "[^1]: A note.\n",
    "![p](p.png \"c\"){width=3}\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "- [@key, p. 3] item\r\n",
    "<div id=\"x\">\n",
    "\u{7}control \u{1}\n",
    "no line break",
    "---\n",
    "<!-- more -->\n",
    ":i[x]{a=b} [[Wiki#x|y]]\n",
];
