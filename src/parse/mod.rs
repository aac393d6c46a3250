//! Stage 2: one file → a typed document. The article **as written**.
//!
//! In: a file's path and bytes, and the [`ParseOptions`]. Out: a [`Diagnosed`] [`Document`].
//!
//! 1. [`front_matter`] splits the file and reads the YAML into typed fields, each with its place.
//! 2. [`markdown`] reads all Markdown of the document in one pass: HTML with holes, and the facts found on the way.
//! 3. [`document`] joins both: the types of this stage; [`related`] notes what an article is about.
//! 4. [`search`] lists an article's words for the search on the site.
//!
//! [`lock`] reads and writes `urls.lock`, the list of addresses that are to stay.
//!
//! Invariant: the result depends on nothing but the file, its path, the options and byline's version. Parsing never
//! fails: what cannot be read is a diagnostic, and the document holds the rest.

pub mod document;
pub mod front_matter;
pub mod lock;
pub mod markdown;
pub mod related;
pub mod search;

use std::borrow::Cow;
use std::sync::Arc;

use self::document::{Facts, Parsed};
use self::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields};
use self::markdown::{Manuscript, Reading};
use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::fingerprint::print;
use crate::text::{RelPath, Span, Spanned, Text, blanked, has_control, is_control};

pub use document::Document;

/// How many bytes a file may have.
pub const MAX_LENGTH: usize = 32 << 20;

/// How many control characters of a body are reported: a file with more is no text.
const MAX_CONTROLS: usize = 20;

/// The extensions of pictures that may have a sidecar.
const PICTURES: [&str; 7] = ["jpg", "jpeg", "png", "webp", "gif", "svg", "avif"];

/// All that parsing depends on besides the file.
#[derive(Clone, Debug, Hash)]
pub struct ParseOptions {
    /// `[markdown]`.
    pub markdown: MarkdownOptions,
    /// The names of the site's taxonomies: each is a field of the front matter.
    pub taxonomies: Vec<String>,
    /// The site's zone.
    pub timezone: Zone,
    /// The site's first language, for quotes.
    pub language: String,
    /// Whether the words of articles are listed for the site's own search.
    pub search: bool,
    /// The codes of its further languages: `tides.de.md` is in German if `de` is among them.
    pub languages: Vec<String>,
}

impl ParseOptions {
    /// What tells these options from others.
    pub fn print(&self) -> u64 {
        print(self)
    }
}

/// What a file is, by its path alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Article,
    Section,
    Person,
    Sources,
    Sidecar,
}

/// Parses one file below content/; `None` for a file that is no document (a picture, say).
pub fn parse(path: &RelPath, bytes: &[u8], options: &ParseOptions) -> Diagnosed<Option<Document>> {
    let further = path.without_language(&options.languages);
    let Some(role) = role(further.as_ref().map_or(path, |(plain, _)| plain)) else {
        return Diagnosed::clean(None);
    };
    let in_language;
    let options = match &further {
        Some((_, code)) => {
            in_language = ParseOptions { language: (*code).to_owned(), ..options.clone() };
            &in_language
        }
        None => options,
    };
    let mut diagnostics = Vec::new();
    let mut text = read_text(path, bytes, &mut diagnostics);
    let mut controls = Vec::new();
    if matches!(role, Role::Article | Role::Section | Role::Person) && has_control(&text) {
        // Of a file that is no text it has been said already.
        text = without_controls(path, &text, &mut controls).into();
        controls.retain(|_| diagnostics.is_empty());
    }
    let document = match role {
        Role::Article => Document::Article(article(path, &text, options, &mut diagnostics)),
        Role::Section => Document::Section(section(path, &text, options, &mut diagnostics)),
        Role::Person => Document::Person(person(path, &text, options, &mut diagnostics)),
        Role::Sources => Document::Sources(path.clone(), front_matter::sources(path, &text).collect(&mut diagnostics)),
        Role::Sidecar => Document::Sidecar(path.clone(), sidecar(path, &text, options, &mut diagnostics)),
    };
    diagnostics.append(&mut controls);
    Diagnosed { value: Some(document), diagnostics }
}

fn role(path: &RelPath) -> Option<Role> {
    let below = path.below("content")?;
    let yaml = matches!(path.extension(), "yml" | "yaml");
    if path.extension().eq_ignore_ascii_case("md") {
        if path.stem() == "_index" {
            return Some(Role::Section);
        }
        let person = below.strip_prefix("people/").is_some_and(|name| !name.contains('/'));
        return Some(if person { Role::Person } else { Role::Article });
    }
    let ledger = below.starts_with("sources/");
    let exported = ["bib", "json"].iter().any(|format| path.extension().eq_ignore_ascii_case(format));
    if exported && (ledger || (path.stem() == "sources" && !below.contains('/'))) {
        return Some(Role::Sources);
    }
    if !yaml {
        return None;
    }
    let pictured = path.stem().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    if pictured.is_some_and(|extension| PICTURES.contains(&extension.as_str())) {
        Some(Role::Sidecar)
    } else if ledger || below == "sources.yml" || below == "sources.yaml" {
        Some(Role::Sources)
    } else {
        None
    }
}

/// The file as text, its offsets those of the file: each byte that is no text becomes a question mark.
fn read_text<'b>(path: &RelPath, bytes: &'b [u8], diagnostics: &mut Vec<Diagnostic>) -> Cow<'b, str> {
    if bytes.len() > MAX_LENGTH {
        let message = format!("this file has {} bytes, and at most {MAX_LENGTH} (32 MiB) are read", bytes.len());
        diagnostics.push(Diagnostic::in_file(Code::TooLarge, path, message).help("split it into several articles"));
        return Cow::Borrowed("");
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let line = 1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    diagnostics.push(
        Diagnostic::new(Code::InvalidUtf8, path, Span::new(at, at + 1), format!("line {line} is not text in UTF-8"))
            .help(match bytes {
                [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file is in UTF-16: save it with the encoding UTF-8",
                _ => "save the file with the encoding UTF-8",
            }),
    );
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

/// The text with blanks for the control characters of the body; those of the front matter are mistakes of its YAML.
fn without_controls(path: &RelPath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let (front_matter, body) = text.split_at(front_matter::split(path, text).value.body_start);
    for (at, c) in body.char_indices().filter(|(_, c)| is_control(*c)).take(MAX_CONTROLS) {
        let span = Span::new(front_matter.len() + at, front_matter.len() + at + c.len_utf8());
        let message =
            format!("the control character U+{:04X} stands in the text, and no page can hold it", u32::from(c));
        diagnostics.push(
            Diagnostic::new(Code::ControlCharacter, path, span, message)
                .help("delete it; it counts as a space, and editors often do not show it"),
        );
    }
    format!("{front_matter}{}", blanked(body))
}

fn article(
    path: &RelPath,
    text: &str,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<ArticleFields> {
    let (yaml, body_start, broken) = split(path, text, diagnostics);
    let mut body_start = body_start;
    let mut fields = match yaml {
        Some((yaml, offset)) => front_matter::article(path, yaml, offset, options).collect(diagnostics),
        None => ArticleFields::default(),
    };
    let mut untitled = false;
    if yaml.is_none() {
        // Of a file that could not be read as text it has been said already.
        if !broken && diagnostics.is_empty() {
            let message = if text.is_empty() { "this file is empty" } else { "this article has no front matter" };
            let help = if text[body_start..].trim_start().starts_with("---") {
                "`---` must be the first line of the file: take away what stands above it"
            } else {
                "begin the file with `---`, `title: …`, `---`"
            };
            diagnostics.push(Diagnostic::new(Code::NoFrontMatter, path, Span::at(body_start), message).help(help));
        }
        match markdown::leading_title(&text[body_start..]) {
            Some((title, end)) if !title.is_empty() => {
                fields.title = Spanned::new(title, Span::new(body_start, body_start + end));
                body_start += end;
            }
            _ => untitled = true,
        }
    }
    let manuscript = Manuscript {
        path,
        dek: fields.dek.as_ref(),
        image_caption: caption(fields.image.as_ref()),
        disclosure: fields.disclosure.as_ref(),
        body: &text[body_start..],
        body_start,
        sections: &fields.sections,
        faqs: &fields.faqs,
        corrections: &fields.corrections,
    };
    let reading = read(&manuscript, options, broken, diagnostics);
    if untitled {
        let title = reading.first_heading.clone().filter(|title| !title.is_empty());
        fields.title = Spanned::new(title.unwrap_or_else(|| named(path, options)), Span::at(body_start));
    }
    let headings = reading.references.headings.iter().map(|heading| heading.text.as_str());
    let texts = [fields.title.value.as_str()].into_iter().chain(reading.dek_text.as_deref()).chain(headings);
    let words = related::words(texts, &options.language);
    let mut fields = fields.without_prose();
    for (correction, plain) in fields.corrections.iter_mut().zip(&reading.correction_texts) {
        correction.plain.clone_from(plain);
    }
    join(path, fields, reading, words, options)
}

fn section(
    path: &RelPath,
    text: &str,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<SectionFields> {
    let (yaml, body_start, broken) = split(path, text, diagnostics);
    let fields = match yaml {
        Some((yaml, offset)) => front_matter::section(path, yaml, offset).collect(diagnostics),
        None => SectionFields::default(),
    };
    let manuscript = Manuscript {
        dek: fields.dek.as_ref(),
        image_caption: caption(fields.image.as_ref()),
        ..plain(path, text, body_start)
    };
    let reading = read(&manuscript, options, broken, diagnostics);
    join(path, fields, reading, Vec::new(), options)
}

fn person(
    path: &RelPath,
    text: &str,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<PersonFields> {
    let (yaml, body_start, broken) = split(path, text, diagnostics);
    let fields = match yaml {
        Some((yaml, offset)) => front_matter::person(path, yaml, offset).collect(diagnostics),
        // One mistake is enough for a file that could not be read.
        None if broken || text.is_empty() && !diagnostics.is_empty() => PersonFields::default(),
        None => front_matter::person(path, "", body_start).collect(diagnostics),
    };
    let manuscript = Manuscript { image_caption: caption(fields.image.as_ref()), ..plain(path, text, body_start) };
    let reading = read(&manuscript, options, broken, diagnostics);
    join(path, fields, reading, Vec::new(), options)
}

/// The credits of a picture; the caption may hold nothing that another page numbers or finds.
fn sidecar(path: &RelPath, text: &str, options: &ParseOptions, diagnostics: &mut Vec<Diagnostic>) -> ImageFields {
    let image = front_matter::sidecar(path, text).collect(diagnostics);
    let manuscript = Manuscript { image_caption: image.caption.as_ref(), ..plain(path, "", 0) };
    let Reading { references, prose, .. } = read(&manuscript, options, false, diagnostics);
    let links = references.links.iter().map(|link| (link.span, "link within the site"));
    let citations = references.citations.iter().map(|citation| (citation.span, "citation"));
    for (span, what) in links.chain(citations) {
        diagnostics.push(
            Diagnostic::new(
                Code::InvalidValue,
                path,
                span,
                format!("this caption goes with the picture to every page, so it takes no {what}"),
            )
            .help("write it where the picture stands: `![…](quay.jpg \"the caption\")`"),
        );
    }
    ImageFields { caption_html: prose.image_caption.map(|caption| caption.html), ..image }
}

/// The YAML with its offset, where the body begins, and whether the front matter is broken so that none was found.
fn split<'t>(
    path: &RelPath,
    text: &'t str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<(&'t str, usize)>, usize, bool) {
    let before = diagnostics.len();
    let parts = front_matter::split(path, text).collect(diagnostics);
    let yaml = parts.yaml.map(|range| (&text[range.clone()], range.start));
    (yaml, parts.body_start, diagnostics.len() > before)
}

fn plain<'t>(path: &'t RelPath, text: &'t str, body_start: usize) -> Manuscript<'t> {
    Manuscript {
        path,
        dek: None,
        image_caption: None,
        disclosure: None,
        body: &text[body_start..],
        body_start,
        sections: &[],
        faqs: &[],
        corrections: &[],
    }
}

/// Reads the Markdown; below broken front matter its mistakes would only be echoes of that.
fn read(
    manuscript: &Manuscript<'_>,
    options: &ParseOptions,
    broken: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Reading {
    let Diagnosed { value, diagnostics: found } = markdown::read(manuscript, options);
    if !broken {
        diagnostics.extend(found);
    }
    value
}

fn join<F>(path: &RelPath, fields: F, reading: Reading, words: Vec<u32>, options: &ParseOptions) -> Parsed<F> {
    let Reading { mut references, mut prose, dek_text, excerpt, .. } = reading;
    // All of a site is in memory at once, so nothing keeps the room that it grew into.
    references.fit();
    prose.fit();
    let translates = path.without_language(&options.languages).map(|(plain, _)| plain);
    let facts = Facts { path: path.clone(), translates, fields, dek_text, excerpt, references, words };
    Parsed { facts: Arc::new(facts), prose }
}

fn caption(image: Option<&ImageFields>) -> Option<&Text> {
    image.and_then(|image| image.caption.as_ref())
}

/// The name of a file as a title: `tides` for `tides.md` and for `tides/index.md`.
fn named(path: &RelPath, options: &ParseOptions) -> String {
    let further = path.without_language(&options.languages).map(|(plain, _)| plain);
    let path = further.as_ref().unwrap_or(path);
    let folder = path.parent().and_then(|parent| parent.rsplit('/').next());
    match (path.stem(), folder) {
        ("index", Some(folder)) => folder.to_owned(),
        (stem, _) => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> ParseOptions {
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
        assert_eq!(article.facts.references.anchors, ["a"]);
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
        let text =
            "---\ntitle: T\nsections:\n  - title: S\n    body: |\n      See [x](gone.md)\n      and [@key].\n---\n";
        let (article, diagnostics) = parsed_article(text.as_bytes());
        assert_eq!(diagnostics, []);
        let references = &article.facts.references;
        assert_eq!(&text[references.links[0].span.range()], "gone.md");
        assert_eq!(&text[references.citations[0].span.range()], "[@key]");
        assert_eq!(&text[references.citations[0].items[0].key.span.range()], "key");
    }
}
