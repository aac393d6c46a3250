//! Every style that is built in, and styles that are none.

use std::sync::Arc;

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg;
use proptest::prelude::*;

use super::{Formatted, Style, bounds};
use crate::diagnostics::{Code, Diagnostic};
use crate::html::Html;
use crate::parse::document::{Citation, CitationItem, Spot};
use crate::parse::front_matter::Source;
use crate::resolve::{Mark, NumberedSource};
use crate::text::{RelPath, Span, Spanned};

const LEDGER: &str = r#"
- {id: one, title: "Tides & <script>", authors: ["Example, Jane", "Sample, John"], date: 2020-03-04, publisher: Journal of Water, kind: article, volume: 2, issue: 3, pages: 4-15, doi: 10.1000/a<b}
- {id: two, title: Another paper, authors: ["Example, Jane", "Sample, John"], date: 2020, publisher: Journal of Water, kind: article}
- {id: bare, title: A page and nothing else, url: "https://site.example/ü?a=1&b=2"}
- {id: far, title: Кафка на пляже, authors: ["Мураками, Харуки", "山田, 太郎"], date: 2002, publisher: Эксмо, kind: book, isbn: 978-3}
- {id: dead, title: A page that is gone, url: "https://gone.example/", archive: "https://archive.example/1", dead: true, accessed: 2020-01-02}
"#;

fn path(name: &str) -> RelPath {
    RelPath::new(name).unwrap()
}

fn sources(ledger: &str) -> Vec<NumberedSource> {
    let read = crate::parse::front_matter::sources(&path("content/sources.yml"), ledger);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    let numbered = |source: &Arc<Source>| NumberedSource {
        source: Arc::clone(source),
        uses: 0,
        shared: false,
        letter: 0,
        page: None,
    };
    read.value.iter().map(numbered).collect()
}

/// What a style makes of citations, each some items of key, prefix and locator.
fn formatted(style: &Style, written: &[&[(&str, &str, &str)]]) -> Formatted {
    let mut sources = sources(LEDGER);
    let mut marks = Vec::new();
    let mut citations = Vec::new();
    for written in written {
        let mut items = Vec::new();
        let mut own = Vec::new();
        for (key, prefix, locator) in *written {
            let at = sources.iter().position(|numbered| numbered.source.id.value == *key).unwrap();
            sources[at].uses += 1;
            own.push(Mark { source: Some(at), nth: sources[at].uses });
            items.push(CitationItem {
                key: Spanned::new((*key).to_owned(), Span::at(0)),
                year_only: false,
                prefix: (*prefix).to_owned(),
                locator: (*locator).to_owned(),
            });
        }
        marks.push(own);
        citations.push(Citation { items, span: Span::at(0), spot: Spot::Opening });
    }
    style.format(&sources, &citations, &marks).unwrap()
}

fn named(name: &str, language: &str) -> Style {
    let name = Spanned::new(name.to_owned(), Span::at(0));
    Style::named(&name, &path("site.toml"), language).unwrap().unwrap()
}

fn of_file(text: &str) -> Result<Style, Box<Diagnostic>> {
    let file = Spanned::new(path("house.csl"), Span::at(0));
    Style::of_file(&file, &path("site.toml"), text, "en").map(Option::unwrap)
}

/// A style whose elements these are.
fn written(class: &str, rest: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"{class}\" version=\"1.0\">\
         <info><title>House</title><id>https://site.example/house</id><updated>2020-01-01T00:00:00+00:00</updated></info>{rest}</style>"
    )
}

fn marks(made: &Formatted) -> Vec<&str> {
    made.citations.iter().map(|mark| mark.as_ref().map_or("", |Html(html)| html)).collect()
}

fn entry(made: &Formatted, index: usize) -> &str {
    let (_, html) = made.entries.iter().find(|(of, _)| *of == index).unwrap();
    html.as_ref().map_or("", |Html(html)| html)
}

const ALL: &[&[(&str, &str, &str)]] = &[
    &[("one", "see", "p. 3"), ("two", "", "")],
    &[("bare", "", "chap. 2"), ("far", "", ""), ("dead", "", "")],
    &[("one", "", "passim")],
];

#[test]
fn every_style_that_comes_with_it_formats_every_source_the_same_way_each_time() {
    let mut deepest = (0, 0, 0);
    for archived in ArchivedStyle::all() {
        let name = archived.names()[0];
        let style = named(name, "en-GB");
        let made = formatted(&style, ALL);
        assert_eq!(made, formatted(&style, ALL), "{name}");
        let mut listed: Vec<usize> = made.entries.iter().map(|(index, _)| *index).collect();
        listed.sort_unstable();
        assert_eq!(listed, [0, 1, 2, 3, 4], "{name}");
        for html in marks(&made).into_iter().chain((0..5).map(|index| entry(&made, index))) {
            assert!(!html.contains("<script"), "{name}: {html}");
            let open = html.matches("<a ").count();
            assert_eq!(open, html.matches("</a>").count(), "{name}: {html}");
        }
        if !style.is_note {
            for id in ["cite-one-1", "cite-two-1", "cite-bare-1", "cite-far-1", "cite-dead-1", "cite-one-2"] {
                let wanted = format!("id=\"{id}\" role=\"doc-biblioref\">");
                assert_eq!(marks(&made).concat().matches(&wanted).count(), 1, "{name}: {:?}", marks(&made));
            }
            assert!(marks(&made)[0].contains("see <a "), "{name}: {:?}", marks(&made));
        }
        let citationberg::Style::Independent(csl) = archived.get() else { continue };
        let (citation, entries) = bounds::reaches(&csl).unwrap();
        let xml = citationberg::Style::Independent(csl).to_xml().unwrap();
        deepest.0 = deepest.0.max(bounds::depth(&xml));
        deepest.1 = deepest.1.max(citation.depth).max(entries.depth);
        deepest.2 = deepest.2.max(citation.elements).max(entries.elements);
    }
    assert!(deepest.0 <= 15 && deepest.1 <= 39 && deepest.2 <= 670_900, "{deepest:?}");
}

#[test]
fn every_language_of_the_archive_is_found_by_its_tag_and_others_by_the_nearest() {
    for locale in archive::locales() {
        let tag = locale.lang.clone().unwrap().0;
        let style = named("apa", &tag);
        assert_eq!(style.locales[0], locale, "{tag}");
        assert_eq!(style.locale.0, tag);
    }
    let first = |language: &str| named("apa", language).locales[0].lang.clone().unwrap().0;
    assert_eq!(first("de"), "de-DE");
    assert_eq!(first("de-LU"), "de-DE");
    assert_eq!(first("EN-gb"), "en-GB");
    assert_eq!(first("gsw"), "en-US");
}

#[test]
fn works_of_one_author_and_year_are_told_apart_by_letters() {
    let made = formatted(&named("apa", "en"), &[&[("one", "", "")], &[("two", "", "")]]);
    assert!(marks(&made)[0].contains(">Example &amp; Sample, 2020a</a>"), "{:?}", marks(&made));
    assert!(marks(&made)[1].contains(">Example &amp; Sample, 2020b</a>"), "{:?}", marks(&made));
    assert!(entry(&made, 0).contains("(2020a). Tides &amp; &lt;script&gt;"), "{}", entry(&made, 0));
    assert!(entry(&made, 1).contains("(2020b). Another paper"), "{}", entry(&made, 1));
}

#[test]
fn authors_stand_in_every_entry_and_no_field_that_is_missing_leaves_a_comma() {
    let list = |name: &str, index: usize| entry(&formatted(&named(name, "en"), ALL), index).to_owned();
    assert!(list("vancouver", 1).contains("Example J, Sample J. Another paper"), "{}", list("vancouver", 1));
    for index in [0, 1] {
        let entry = list("mla", index);
        assert!(entry.starts_with("Example, Jane, and John Sample. "), "{entry}");
    }
    let german = formatted(&named("chicago-author-date", "de"), ALL);
    assert!(entry(&german, 1).ends_with("<em>Journal of Water</em>."), "{}", entry(&german, 1));
    let cited = formatted(&named("apa", "en"), &[&[("one", "", ""), ("two", "", "")]]);
    assert_eq!(crate::html::plain_text(marks(&cited)[0]), "(Example & Sample, 2020a, 2020b)");
}

#[test]
fn a_source_with_nothing_but_a_title_and_an_address_is_cited_and_linked() {
    let made = formatted(&named("apa", "en"), &[&[("bare", "", "")]]);
    assert!(marks(&made)[0].contains("<em>A Page and Nothing Else</em>, n.d.</a>)"), "{:?}", marks(&made));
    let link = "<a href=\"https://site.example/ü?a=1&amp;b=2\">https://site.example/ü?a=1&amp;b=2</a>";
    assert!(entry(&made, 2).contains(link), "{}", entry(&made, 2));
}

#[test]
fn names_and_titles_that_are_not_latin_stay_as_they_are() {
    let made = formatted(&named("modern-language-association", "en"), &[&[("far", "", "")]]);
    assert!(marks(&made)[0].contains(">Мураками and 山田</a>"), "{:?}", marks(&made));
    let wanted = "Мураками, Харуки, and 山田太郎. <em>Кафка на пляже</em>. Эксмо, 2002.";
    assert_eq!(entry(&made, 3), wanted);
}

#[test]
fn an_entry_in_which_nothing_leads_to_the_work_is_a_link_as_a_whole() {
    let made = formatted(&named("nature", "en"), ALL);
    assert!(
        entry(&made, 0).starts_with("1. <a href=\"https://doi.org/10.1000/a%3Cb\">Example, J. "),
        "{}",
        entry(&made, 0)
    );
    assert!(entry(&made, 0).ends_with(" (2020).</a>"), "{}", entry(&made, 0));
    assert!(!entry(&made, 1).contains("<a "), "{}", entry(&made, 1));
}

#[test]
fn a_dead_address_gives_way_to_the_archived_copy() {
    let made = formatted(&named("apa", "en"), ALL);
    assert!(entry(&made, 4).contains("href=\"https://archive.example/1\""), "{}", entry(&made, 4));
    assert!(!entry(&made, 4).contains("gone.example"), "{}", entry(&made, 4));
}

#[test]
fn a_part_is_named_as_the_style_does_in_the_language_of_the_site_and_nothing_is_lost() {
    let shown = |style: &str, language: &str, locator: &str| {
        let made = formatted(&named(style, language), &[&[("far", "", locator)]]);
        crate::html::plain_text(marks(&made)[0])
    };
    assert_eq!(shown("apa", "en", "p. 3"), "(Мураками & 山田, 2002, p. 3)");
    assert_eq!(shown("apa", "en", "pp. 3-5"), "(Мураками & 山田, 2002, pp. 3–5)");
    assert_eq!(shown("apa", "en", "3"), "(Мураками & 山田, 2002, p. 3)");
    assert_eq!(shown("apa", "en", "chapter 2"), "(Мураками & 山田, 2002, Chapter 2)");
    assert_eq!(shown("apa", "en", "chapter ii"), "(Мураками & 山田, 2002, chapter ii)");
    assert_eq!(shown("apa", "de", "S. 3"), "(Мураками & 山田, 2002, S. 3)");
    assert_eq!(shown("apa", "de", "p. 3"), "(Мураками & 山田, 2002, S. 3)");
    // What is no part, or what the style has no place for, is shown as it was written.
    assert_eq!(shown("apa", "en", "passim"), "(Мураками & 山田, 2002, passim)");
    assert_eq!(shown("apa", "en", "l. c."), "(Мураками & 山田, 2002, l. c.)");
    assert_eq!(shown("nature", "en", "p. 3"), "1, p. 3");
}

#[test]
fn every_number_of_a_citation_is_a_link() {
    let made =
        formatted(&named("ieee", "en"), &[&[("one", "", ""), ("two", "", ""), ("bare", "", ""), ("far", "", "")]]);
    assert_eq!(marks(&made)[0].matches("role=\"doc-biblioref\"").count(), 4, "{}", marks(&made)[0]);
}

#[test]
fn a_note_is_shown_as_its_number_and_the_list_is_in_that_order() {
    let made = formatted(&named("chicago-notes", "en"), &[&[("two", "", "")], &[("one", "", "")]]);
    assert!(made.is_numbered && made.citations.iter().all(Option::is_none));
    assert!(entry(&made, 0).contains("“Tides &amp; &lt;script&gt;.”"), "{}", entry(&made, 0));
    let order: Vec<usize> = made.entries.iter().map(|(index, _)| *index).collect();
    assert_eq!(order, [0, 1, 2, 3, 4], "as the sources were numbered");
}

#[test]
fn editors_are_no_authors_and_a_part_of_a_book_has_its_publisher() {
    let ledger = r#"
- {id: whole, title: The whole, editors: ["Sample, John"], publisher: House of Books, date: 2001, kind: book}
- {id: part, title: A part, authors: ["Example, Jane"], editors: ["Sample, John"], container: The whole, publisher: House of Books, date: 2001, kind: chapter}
"#;
    let sources = sources(ledger);
    let cited = |source, nth| vec![Mark { source: Some(source), nth }];
    let marks = [cited(0, 1), cited(1, 1)];
    let citations = ["whole", "part"].map(|key| {
        let item = CitationItem {
            key: Spanned::new(key.to_owned(), Span::at(0)),
            year_only: false,
            prefix: String::new(),
            locator: String::new(),
        };
        Citation { items: vec![item], span: Span::at(0), spot: Spot::Opening }
    });
    let made = named("apa", "en").format(&sources, &citations, &marks).unwrap();
    let of = |wanted: usize| {
        let (_, entry) = made.entries.iter().find(|(index, _)| *index == wanted).unwrap();
        entry.as_ref().unwrap().0.clone()
    };
    assert!(of(0).contains("Sample, J. (Ed.). (2001)."), "{}", of(0));
    assert!(of(1).contains("In J. Sample (Ed.), <em>The whole</em>. House of Books."), "{}", of(1));
}

const TITLE: &str = "<text variable=\"title\"/>";

#[test]
fn a_style_without_a_bibliography_leaves_the_list_to_our_own_entries_unless_its_notes_are_entries() {
    let layout = format!("<citation><layout prefix=\"(\" suffix=\")\">{TITLE}</layout></citation>");
    let made = formatted(&of_file(&written("in-text", &layout)).unwrap(), ALL);
    assert_eq!(made.entries, [0, 1, 2, 3, 4].map(|index| (index, None)));
    assert!(marks(&made)[0].contains(">Another paper</a>)</span>"), "{:?}", marks(&made));
    let made = formatted(&of_file(&written("note", &layout)).unwrap(), ALL);
    assert!(made.is_numbered && made.citations.iter().all(Option::is_none));
    assert_eq!(entry(&made, 1), "(Another paper)");
}

#[test]
fn a_citation_of_which_the_style_shows_nothing_is_the_title() {
    let layout = "<citation><layout><text variable=\"jurisdiction\"/></layout></citation>";
    let made = formatted(&of_file(&written("in-text", layout)).unwrap(), ALL);
    assert!(marks(&made)[0].contains(">Tides &amp; &lt;script&gt;</a>"), "{:?}", marks(&made));
}

#[test]
fn a_style_that_refers_to_another_one_is_that_one_if_it_is_built_in() {
    let dependent = |parent: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\"><info><title>J</title><id>j</id>\
             <link href=\"{parent}\" rel=\"independent-parent\"/><updated>2020-01-01T00:00:00+00:00</updated></info></style>"
        )
    };
    let style = of_file(&dependent("http://www.zotero.org/styles/apa")).unwrap();
    assert_eq!(formatted(&style, ALL), formatted(&named("apa", "en"), ALL));
    let fault = of_file(&dependent("http://www.zotero.org/styles/unheard-of")).err().unwrap();
    assert_eq!(fault.code, Code::BadStyle);
    assert!(
        fault.message.contains("`http://www.zotero.org/styles/unheard-of`, which is not built in"),
        "{}",
        fault.message
    );
}

#[test]
fn what_a_style_writes_is_text_and_never_markup() {
    let layout = "<citation><layout prefix=\"&lt;b>\"><text value=\"&lt;script>x&lt;/script>\" font-style=\"italic\"/></layout></citation>\
                  <bibliography><layout suffix=\"&lt;/li>\"><text variable=\"URL\" prefix=\"&quot;\"/></layout></bibliography>";
    let made = formatted(&of_file(&written("in-text", layout)).unwrap(), ALL);
    let mark = marks(&made)[0];
    assert!(mark.contains("&lt;b&gt;") && mark.contains("<em>&lt;script&gt;x&lt;/script&gt;</em>"), "{mark}");
    assert!(!mark.contains("<script") && !entry(&made, 2).contains("</li>"), "{mark} {}", entry(&made, 2));
}

#[test]
fn a_style_that_would_not_end_is_refused() {
    let cite =
        |rest: &str, shown: &str| written("in-text", &format!("{rest}<citation><layout>{shown}</layout></citation>"));
    let call = |name: &str| format!("<text macro=\"{name}\"/>");
    let with = |name: &str, content: &str| format!("<macro name=\"{name}\">{content}</macro>");
    let refused = |text: &str, because: &str| {
        let fault = of_file(text).err().unwrap_or_else(|| panic!("`{because}` is not said"));
        assert_eq!(fault.code, Code::BadStyle);
        assert!(fault.message.contains(because), "{}", fault.message);
    };
    refused(&cite(&with("a", &call("a")), &call("a")), "its macro `a` calls itself");
    refused(&cite(&(with("a", &call("b")) + &with("b", &call("a"))), &call("a")), "its macro `a` calls itself");
    let sort = format!("<sort><key macro=\"a\"/></sort><layout>{TITLE}</layout>");
    let sorted = format!("{}<citation>{sort}</citation>", with("a", &call("a")));
    refused(&written("in-text", &sorted), "its macro `a` calls itself");
    let twice: String = (0..40).map(|n| with(&format!("m{n}"), &call(&format!("m{}", n + 1)).repeat(2))).collect();
    refused(&cite(&twice, &call("m0")), "its macros call each other too often");
    let chain: String = (0..2000).map(|n| with(&format!("m{n}"), &call(&format!("m{}", n + 1)))).collect();
    refused(&cite(&chain, &call("m0")), "its macros call each other too deeply");
    let deep = cite("", &("<group>".repeat(100_000) + TITLE + &"</group>".repeat(100_000)));
    refused(&deep, "its elements are nested too deeply");
}

#[test]
fn what_is_no_style_is_refused_in_one_line() {
    for text in
        ["", "text", "<style>", "<html><body/></html>", "\u{feff}<style", &written("in-text", ""), &written("x", "")]
    {
        let fault = of_file(text).err().unwrap();
        assert_eq!(fault.code, Code::BadStyle, "{text}");
        assert!(!fault.message.contains('\n') && !fault.message.ends_with('.'), "{}", fault.message);
        assert_eq!(fault.place.unwrap().path.as_str(), "house.csl");
    }
}

/// Elements that a style may hold, some where they make no sense.
const PIECES: [&str; 14] = [
    TITLE,
    "<text variable=\"year-suffix\"/>",
    "<number variable=\"page\" form=\"ordinal\"/>",
    "<label variable=\"page\"/>",
    "<label variable=\"locator\" plural=\"contextual\"/>",
    "<names variable=\"author editor\"><name form=\"count\"/><et-al/></names>",
    "<names variable=\"author\"><name et-al-min=\"1\" et-al-use-first=\"0\"/></names>",
    "<names variable=\"translator\"><label/><substitute><names variable=\"author\"/><date variable=\"issued\" form=\"text\"/></substitute></names>",
    "<date variable=\"issued\"><date-part name=\"day\" form=\"ordinal\"/><date-part name=\"year\" form=\"short\"/></date>",
    "<group display=\"block\" delimiter=\".\"><text variable=\"page\" text-case=\"title\" strip-periods=\"true\"/></group>",
    "<choose><if disambiguate=\"false\"/><else><text term=\"page\" form=\"symbol\" plural=\"true\"/></else></choose>",
    "<choose><if position=\"ibid near-note\" is-numeric=\"citation-number locator\" match=\"any\"><text variable=\"first-reference-note-number\"/></if></choose>",
    "<text value=\"\" quotes=\"true\"/>",
    "<text macro=\"nowhere\"/>",
];

/// Keys of an order, some by what only a page knows.
const KEYS: [&str; 5] = ["author", "year-suffix", "citation-number", "locator", "page"];

proptest! {
    #[test]
    fn no_style_panics(
        pieces in prop::collection::vec(0..PIECES.len(), 1..6),
        key in prop::option::of(0..KEYS.len()),
        class in "in-text|note",
        attributes in "( collapse=\"(year|year-suffix|citation-number)\")?( disambiguate-(add-names|add-year-suffix)=\"true\")?( et-al-min=\"[01]\" et-al-use-first=\"[01]\")?",
        cut in prop::option::of(0..2000usize),
    ) {
        let shown: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let sort = key.map_or(String::new(), |key| format!("<sort><key variable=\"{}\"/></sort>", KEYS[key]));
        let mut text = written(
            &class,
            &format!("<citation{attributes}>{sort}<layout>{shown}</layout></citation><bibliography>{sort}<layout>{shown}</layout></bibliography>"),
        );
        if let Some(cut) = cut {
            text.truncate(cut.min(text.len()));
        }
        if let Ok(style) = of_file(&text) {
            let sources = sources(LEDGER);
            let items = ["one", "far"].map(|key| CitationItem {
                key: Spanned::new(key.to_owned(), Span::at(0)),
                year_only: false,
                prefix: String::new(),
                locator: "p. 3".to_owned(),
            });
            let citations = [Citation { items: items.into(), span: Span::at(0), spot: Spot::Opening }];
            let marks = [vec![Mark { source: Some(0), nth: 1 }, Mark { source: Some(3), nth: 1 }]];
            match style.format(&sources, &citations, &marks) {
                Ok(made) => prop_assert_eq!(made.entries.len(), 5),
                Err(fault) => prop_assert_eq!(fault.code, Code::BadStyle),
            }
        }
    }
}

proptest! {
    // Each loads a style.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_source_panics(
        style in 0..ArchivedStyle::all().len(),
        fields in prop::collection::vec(
            (
                "title|authors|publisher|pages|volume|issue|edition|isbn|doi|date|url|kind|accessed",
                "[0-9]{1,3}[-–][0-9]{1,25}|[a-zé]{0,2}[0-9]{1,25}[-–,& ]{1,2}[a-zé]?[0-9]{0,3}|-?[0-9]{1,4}(-[01][0-9])?|\\PC{0,12}|[ ,.{}$?!\"'a-zü-]{0,12}",
            ),
            0..6,
        ),
        locator in "(p\\. |§)?[0-9٣]{0,22}[-–,& ]{0,2}[0-9a-z]{0,4}",
    ) {
        let mut source = String::from("- id: a\n");
        let mut named_fields: Vec<&str> = Vec::new();
        for (name, value) in &fields {
            if !named_fields.contains(&name.as_str()) {
                named_fields.push(name);
                let value = serde_json::to_string(value).unwrap();
                let value = if name == "authors" { format!("[{value}, {value}]") } else { value };
                source.push_str(&format!("  {name}: {value}\n"));
            }
        }
        if !named_fields.contains(&"title") {
            source.push_str("  title: T\n");
        }
        let read = crate::parse::front_matter::sources(&path("content/sources.yml"), &source).value;
        let sources: Vec<NumberedSource> = read.iter().map(|source| NumberedSource {
            source: Arc::clone(source),
            uses: 1,
            shared: false,
            letter: 0,
            page: None,
        }).collect();
        prop_assume!(!sources.is_empty());
        let key = Spanned::new("a".to_owned(), Span::at(0));
        let items = vec![CitationItem { key, year_only: false, prefix: String::new(), locator }];
        let citations = [Citation { items, span: Span::at(0), spot: Spot::Opening }];
        let marks = [vec![Mark { source: Some(0), nth: 1 }]];
        let style = named(ArchivedStyle::all()[style].names()[0], "en");
        match style.format(&sources, &citations, &marks) {
            Ok(made) => prop_assert_eq!(made.entries.len(), 1),
            Err(fault) => prop_assert_eq!(fault.code, Code::BadStyle),
        }
    }
}
