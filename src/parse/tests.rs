//! Tests of a whole file.

use super::front_matter::ArticleFields;
use super::*;
use crate::diagnostics::Code;
use crate::text::Span;

pub(super) fn options() -> ParseOptions {
    ParseOptions {
        markdown: MarkdownOptions { raw_html: true, smart_punctuation: true, callouts: Vec::new() },
        taxonomies: vec!["tags".to_owned()],
        timezone: Zone::utc(),
        language: "en".to_owned(),
        search: true,
        languages: vec!["de".to_owned()],
    }
}

fn path(path: &str) -> RelPath {
    RelPath::new(path).expect("the path is clean")
}

fn parsed(at: &str, bytes: &[u8]) -> (Option<Document>, Vec<(Code, Option<Span>)>) {
    let Diagnosed { value, diagnostics } = parse(&path(at), bytes, &options());
    let places = diagnostics.iter().map(|found| (found.code, found.place.as_ref().and_then(|place| place.span)));
    (value, places.collect())
}

fn parsed_article(bytes: &[u8]) -> (Parsed<ArticleFields>, Vec<(Code, Option<Span>)>) {
    match parsed("content/a/tides.md", bytes) {
        (Some(Document::Article(article)), diagnostics) => (article, diagnostics),
        other => panic!("not an article: {other:?}"),
    }
}

#[test]
fn a_control_character_in_a_body_is_reported_and_shown_as_a_blank() {
    let (article, diagnostics) = parsed_article(b"---\ntitle: T\n---\na\0b `c\x1bd` &#1;&#x80;\n");
    assert_eq!(article.prose.body.html, "<p>a b <code>c d</code> \u{fffd}\u{fffd}</p>\n");
    let warning = |at| (Code::ControlCharacter, Some(Span::new(at, at + 1)));
    assert_eq!(diagnostics, [warning(18), warning(23)]);
}

#[test]
fn the_path_says_what_a_file_is() {
    for (at, expected) in [
        ("content/_index.md", Some(Role::Section)),
        ("content/a/_index.md", Some(Role::Section)),
        ("content/people/_index.md", Some(Role::Section)),
        ("content/people/jane.md", Some(Role::Person)),
        ("content/people/a/jane.md", Some(Role::Article)),
        ("content/a/index.md", Some(Role::Article)),
        ("content/sources.yml", Some(Role::Sources)),
        ("content/sources.yaml", Some(Role::Sources)),
        ("content/sources/books.yml", Some(Role::Sources)),
        ("content/sources/old/books.yml", Some(Role::Sources)),
        ("content/a/TIDES.MD", Some(Role::Article)),
        ("content/sources.bib", Some(Role::Sources)),
        ("content/sources.JSON", Some(Role::Sources)),
        ("content/sources/old/zotero.json", Some(Role::Sources)),
        ("content/a/sources.bib", None),
        ("content/a/sources.yml", None),
        ("content/a/photo.jpg.yml", Some(Role::Sidecar)),
        ("content/a/PHOTO.JPG.yml", Some(Role::Sidecar)),
        ("content/a/photo.tiff.yml", None),
        ("content/a/photo.jpg", None),
        ("static/a.md", None),
    ] {
        assert_eq!(role(&path(at)), expected, "{at}");
    }
}

#[test]
fn without_front_matter_the_leading_heading_is_the_title_and_is_not_shown() {
    let (article, diagnostics) = parsed_article(b"# The *title*\n\nText.\n");
    assert_eq!(article.facts.fields.title.value, "The title");
    assert_eq!(article.prose.body.html, "<p>Text.</p>\n");
    assert_eq!(diagnostics, [(Code::NoFrontMatter, Some(Span::at(0)))]);
}

#[test]
fn without_front_matter_a_later_heading_or_the_file_name_is_the_title() {
    let (article, _) = parsed_article(b"Text.\n\n## Second\n");
    assert_eq!(article.facts.fields.title.value, "Second");
    assert!(article.prose.body.html.contains("<h2 id=\"second\">"));
    let (article, _) = parsed_article(b"Text.\n");
    assert_eq!(article.facts.fields.title.value, "tides");
}

#[test]
fn an_empty_file_is_named_and_one_that_is_no_text_is_named_once() {
    assert_eq!(parsed_article(b"").1, [(Code::NoFrontMatter, Some(Span::at(0)))]);
    assert_eq!(parsed_article(b"\xff\xfea\0").1, [(Code::InvalidUtf8, Some(Span::new(0, 1)))]);
}

#[test]
fn a_bad_byte_is_named_and_the_rest_is_read() {
    let (article, diagnostics) = parsed_article(b"---\ntitle: T\n---\n\n## A {#a}\n\nb\xffc [x](#no)\n");
    assert_eq!(diagnostics, [(Code::InvalidUtf8, Some(Span::new(30, 31)))]);
    assert!(article.facts.references.anchors().eq(["a"]));
    let link = &article.facts.references.links[0];
    assert_eq!(link.span, Span::new(37, 40), "places behind the byte stay right");
}

#[test]
fn a_file_of_more_than_32_mebibytes_is_not_read_and_still_there() {
    let (article, diagnostics) = parsed_article(&vec![b' '; MAX_LENGTH + 1]);
    assert_eq!(diagnostics, [(Code::TooLarge, None)]);
    assert_eq!(article.facts.fields.title.value, "tides");
}

#[test]
fn the_caption_of_a_sidecar_is_markdown_that_depends_on_no_page() {
    let caption = |bytes: &[u8]| match parsed("content/a/quay.jpg.yml", bytes) {
        (Some(Document::Sidecar(_, fields)), diagnostics) => (fields.caption_html, diagnostics),
        other => panic!("not a sidecar: {other:?}"),
    };
    let (html, diagnostics) = caption(b"caption: A *quay*, [there](https://a.example)\n");
    assert_eq!(html.as_deref(), Some("A <em>quay</em>, <a href=\"https://a.example\">there</a>"));
    assert_eq!(diagnostics, []);
    let (_, diagnostics) = caption(b"caption: A [quay](b.md) [@key]\n");
    assert_eq!(
        diagnostics,
        [(Code::InvalidValue, Some(Span::new(18, 22))), (Code::InvalidValue, Some(Span::new(24, 30)))]
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let (article, diagnostics) =
        parsed_article("\u{feff}---\r\ntitle: T\r\n---\r\n\r\n## A\r\n\r\n::toc\r\n\r\nb\r\nc\r\n".as_bytes());
    assert_eq!(diagnostics, []);
    assert_eq!(article.facts.fields.title.value, "T");
    assert_eq!(article.prose.body.html, "<h2 id=\"a\">A</h2>\n<p>b\nc</p>\n");
    assert_eq!(article.facts.references.places.len(), 1);
}

#[test]
fn places_in_yaml_point_into_the_file() {
    let text = "---\ntitle: T\nsections:\n  - title: S\n    body: |\n      See [x](gone.md)\n      and [@key].\n---\n";
    let (article, diagnostics) = parsed_article(text.as_bytes());
    assert_eq!(diagnostics, []);
    let references = &article.facts.references;
    assert_eq!(&text[references.links[0].span.range()], "gone.md");
    assert_eq!(&text[references.citations[0].span.range()], "[@key]");
    assert_eq!(&text[references.citations[0].items[0].key.span.range()], "key");
}
