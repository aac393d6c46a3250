//! What each construct gives, each mistake with its place, and what holds for any text.

use proptest::prelude::*;

use super::{Manuscript, Reading, read, read_alone};
use crate::config::site::MarkdownOptions;
use crate::config::theme::Form;
use crate::date::Zone;
use crate::diagnostics::{Code, Diagnosed};
use crate::parse::ParseOptions;
use crate::parse::document::{Fold, Hole, HoleKind, LinkTarget, Markup, Place};
use crate::parse::front_matter::{FaqField, SectionField};
use crate::text::{RelPath, SourceMap, Span, Spanned, Text};

fn path() -> RelPath {
    RelPath::new("content/a.md").expect("the path is clean")
}

fn options() -> ParseOptions {
    ParseOptions {
        markdown: MarkdownOptions { raw_html: true, smart_punctuation: false, callouts: vec!["key-facts".to_owned()] },
        taxonomies: Vec::new(),
        timezone: Zone::utc(),
        language: "en".to_owned(),
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
        body_start: 0,
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

// Headings.

#[test]
fn headings_have_ids_that_no_other_heading_has() {
    assert_eq!(
        html("## Why *so*?\n\n## Why so\n\n## !\n\n## Why so {#why .big}\n\n### Sources"),
        "<h2 id=\"why-so\">Why <em>so</em>?</h2>\n<h2 id=\"why-so-2\">Why so</h2>\n<h2 id=\"section\">!</h2>\n\
         <h2 id=\"why\" class=\"big\">Why so</h2>\n<h3 id=\"sources-2\">Sources</h3>\n"
    );
    assert_eq!(html("## Why\n\n## B {#why}"), "<h2 id=\"why-2\">Why</h2>\n<h2 id=\"why\">B</h2>\n");
    assert_eq!(html("## Source code"), "<h2 id=\"section-source-code\">Source code</h2>\n");
}

#[test]
fn an_id_chosen_twice_or_in_bylines_own_form_is_a_mistake_at_the_id() {
    assert_eq!(mistakes("## A {#x}\n\n## B {#x}"), mistake(Code::DuplicateId, "#x"));
    assert_eq!(mistakes("## A {#fn-1}"), mistake(Code::DuplicateId, "#fn-1"));
}

#[test]
fn a_level_1_heading_is_shown_as_level_2_and_named() {
    let (reading, found) = body("# A\n\ntext");
    assert_eq!(reading.prose.body.html, "<h2 id=\"a\">A</h2>\n<p>text</p>\n");
    assert_eq!(found, mistake(Code::BodyH1, "# A"));
    assert_eq!(reading.first_heading.as_deref(), Some("A"));
}

#[test]
fn the_facts_of_a_heading_have_no_links_and_no_citations() {
    let reading = clean("## The [moon](m.md) *and* `x` [@k]\n\n> ### In\n");
    let heading = &reading.references.headings[0];
    assert_eq!(heading.html, "The moon <em>and</em> <code>x</code>");
    assert_eq!(heading.text, "The moon and x");
    assert!(heading.top_level && !reading.references.headings[1].top_level);
}

#[test]
fn the_first_section_begins_at_the_first_level_2_heading() {
    let reading = clean("lead\n\n### Not this\n\n> ## Nor this\n\n## This\n\nx");
    let at = reading.prose.first_section.expect("there is one") as usize;
    assert!(reading.prose.body.html[at..].starts_with("<h2 id=\"this\">"));
}

// Links.

#[test]
fn links_within_the_site_are_holes_and_others_are_written() {
    let markdown = "[a](../b.md#c) [d](/e/) [](f.md) [[G|h]] [[Lighthouses]] [x](https://x.org/?a&b) <me@x.org>";
    let reading = clean(markdown);
    assert_eq!(
        shown(&reading.prose.body),
        "<p><a href=\"{link 0}\">a</a> <a href=\"{link 1}\">d</a> <a href=\"{link 2}\">{title 2}</a> \
         <a href=\"{link 3}\">h</a> <a href=\"{link 4}\">{title 4}</a> <a href=\"https://x.org/?a&amp;b\">x</a> \
         <a href=\"mailto:me@x.org\">me@x.org</a></p>\n"
    );
    let written: Vec<_> = reading.references.links.iter().map(|link| &markdown[link.span.range()]).collect();
    assert_eq!(written, ["../b.md#c", "/e/", "f.md", "G", "Lighthouses"]);
    assert_eq!(reading.references.links[3].target, LinkTarget::Wiki { name: "G".into(), fragment: String::new() });
    assert!(
        reading.references.links[2].empty && reading.references.links[4].empty && !reading.references.links[3].empty
    );
}

#[test]
fn a_link_that_would_run_a_program_is_a_mistake_and_no_link() {
    let (reading, found) = body("[a](JaVa&#10;Script:x)");
    assert_eq!(reading.prose.body.html, "<p>a</p>\n");
    assert_eq!(found, mistake(Code::UnsafeLink, "[a](JaVa&#10;Script:x)"));
    assert_eq!(mistakes("![a](data:text/html,x)"), mistake(Code::UnsafeLink, "data:text/html,x"));
}

// Pictures.

#[test]
fn a_picture_alone_is_a_figure_with_caption_and_attributes() {
    let markdown = "![Two *boats*](b%20c.jpg \"Aground [@k].\"){credit=\"Jo / A\" license=cc width=640 #boats .wide}\n\nand ![in](d.png) line";
    let reading = clean(markdown);
    assert_eq!(shown(&reading.prose.body), "{figure 0}\n<p>and {figure 1} line</p>\n");
    let figure = &reading.references.figures[0];
    assert_eq!((figure.alt.as_str(), figure.src.as_str(), figure.block), ("Two boats", "b c.jpg", true));
    assert_eq!(&markdown[figure.src.span.range()], "b%20c.jpg");
    assert_eq!((figure.credit.as_deref(), figure.width), (Some("Jo / A"), Some(640)));
    assert_eq!((figure.id.as_deref(), figure.classes.as_slice()), (Some("boats"), &["wide".to_owned()][..]));
    assert!(!reading.references.figures[1].block);
    assert_eq!(shown(reading.prose.captions[0].as_ref().expect("a caption")), "Aground {cite 0}.");
    assert_eq!(&markdown[reading.references.citations[0].span.range()], "[@k]");
    assert_eq!(reading.references.anchors, ["boats"]);
}

#[test]
fn several_pictures_alone_are_figures_each_and_a_linked_one_stays_inline() {
    assert_eq!(html("![a](a.png)\n![b](b.png)"), "{figure 0}\n{figure 1}\n");
    assert_eq!(html("[![a](a.png)](/x/)"), "<p><a href=\"{link 0}\">{figure 0}</a></p>\n");
}

#[test]
fn attributes_of_a_picture_that_cannot_be_used_are_mistakes_at_their_place() {
    assert_eq!(mistakes("![a](b.png){credits=x}"), mistake(Code::UnknownAttribute, "credits"));
    assert_eq!(mistakes("![a](b.png){width=wide}"), mistake(Code::InvalidValue, "wide"));
    assert_eq!(mistakes("![a](b.png){credit=\"x}"), mistake(Code::DirectiveSyntax, "{"));
    assert_eq!(html("[a](/b/){x=y}"), "<p><a href=\"{link 0}\">a</a>{x=y}</p>\n");
}

// Citations.

#[test]
fn citations_are_holes_with_their_keys_in_place() {
    let markdown = "A [see @k1, p. 3; @k2] b [@k3][@k4]. `[@no]` \\[@no] a@b.org [a@b.org] ![@no](x.png)";
    let reading = clean(markdown);
    let citations = &reading.references.citations;
    assert_eq!(citations.len(), 2);
    assert_eq!(&markdown[citations[0].span.range()], "[see @k1, p. 3; @k2]");
    let keys: Vec<_> =
        citations.iter().flat_map(|citation| &citation.items).map(|item| &markdown[item.key.span.range()]).collect();
    assert_eq!(keys, ["k1", "k2", "k3", "k4"]);
    assert_eq!((citations[0].items[0].prefix.as_str(), citations[0].items[0].locator.as_str()), ("see", "p. 3"));
    assert!(shown(&reading.prose.body).starts_with("<p>A {cite 0} b {cite 1}. <code>[@no]</code> [@no] "));
}

#[test]
fn an_images_bracket_and_a_link_are_no_citations() {
    let reading = clean("![@k] [@k](/x/)");
    assert_eq!(reading.references.citations, []);
}

// Footnotes.

#[test]
fn footnotes_are_numbered_by_their_first_reference() {
    assert_eq!(
        html("a[^b] c[^a] d[^b]\n\n[^a]: One [^c].\n\n[^b]: Two.\n\n[^c]: Three.\n"),
        "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup> \
         c<sup><a href=\"#fn-2\" id=\"fnref-2\" class=\"footnote-ref\" role=\"doc-noteref\">2</a></sup> \
         d<sup><a href=\"#fn-1\" id=\"fnref-1-2\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
         <li id=\"fn-1\">\n<p>Two. <a href=\"#fnref-1\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}</a> \
         <a href=\"#fnref-1-2\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}<sup>2</sup></a></p>\n</li>\n\
         <li id=\"fn-2\">\n<p>One <sup><a href=\"#fn-3\" id=\"fnref-3\" class=\"footnote-ref\" role=\"doc-noteref\">3</a></sup>. \
         <a href=\"#fnref-2\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}</a></p>\n</li>\n\
         <li id=\"fn-3\">\n<p>Three. <a href=\"#fnref-3\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}</a></p>\n</li>\n\
         </ol>\n</section>\n"
    );
}

#[test]
fn a_footnote_that_is_not_written_or_not_used_is_named() {
    assert_eq!(mistakes("a[^x]"), mistake(Code::UndefinedFootnote, "[^x]"));
    assert_eq!(mistakes("a `[^x]` \\[^x]"), []);
    let (reading, found) = body("a\n\n[^x]: [b](c.md)\n");
    assert_eq!(found, mistake(Code::UnusedFootnote, "[^x]:"));
    assert_eq!((reading.prose.body.html.as_str(), reading.references.links.len()), ("<p>a</p>\n", 0));
}

// Call-outs.

#[test]
fn a_call_out_has_kind_title_and_fold() {
    let reading = clean("> [!TIP]- Try *this* [@k]\n> Look up.\n>\n> - x\n\n> [!key-facts]\n> y\n");
    assert_eq!(
        shown(&reading.prose.body),
        "{callout 0}<p>Look up.</p>\n<ul>\n<li>x</li>\n</ul>\n{close}{callout 1}<p>y</p>\n{close}"
    );
    let callout = &reading.prose.callouts[0];
    assert_eq!((callout.kind.as_str(), callout.fold), ("tip", Fold::Closed));
    assert_eq!(callout.title.as_ref().map(shown).as_deref(), Some("Try <em>this</em> {cite 0}"));
    assert_eq!(reading.prose.callouts[1].title, None);
}

#[test]
fn an_unknown_call_out_is_named_and_shown_as_a_quotation() {
    let (reading, found) = body("> [!TIPP] a\n");
    assert_eq!(found, mistake(Code::UnknownCallout, "TIPP"));
    assert!(reading.prose.body.html.starts_with("<blockquote>\n<p>[!TIPP] a"));
}

// Directives.

#[test]
fn directives_are_holes_with_their_parts() {
    let markdown = ":::box[A *label* [@k]]{tone=\"x y\" open #b .c}\ntext\n\n::chart{src=a.csv}\n:::\n\nsay :term[the *tide*]{x=1} now";
    let reading = clean(markdown);
    assert_eq!(shown(&reading.prose.body), "{open 0}<p>text</p>\n{call 1}{close}<p>say {call 2} now</p>\n");
    let calls = &reading.references.calls;
    let forms: Vec<_> =
        calls.iter().map(|call| (&markdown[call.name.span.range()], call.form, call.labelled)).collect();
    assert_eq!(forms, [("box", Form::Container, true), ("chart", Form::Line, false), ("term", Form::Inline, true)]);
    assert_eq!(calls[0].attributes[1].1.value, "true");
    assert_eq!(calls[0].id.as_deref(), Some("b"));
    assert_eq!(&markdown[calls[2].span.range()], ":term[the *tide*]{x=1}");
    assert_eq!(reading.prose.labels[0].as_ref().map(shown).as_deref(), Some("A <em>label</em> {cite 0}"));
    assert_eq!(reading.prose.labels[2].as_ref().map(shown).as_deref(), Some("the <em>tide</em>"));
    assert_eq!(&markdown[reading.references.citations[0].span.range()], "[@k]");
}

#[test]
fn containers_nest_and_stand_in_lists_and_quotations() {
    assert_eq!(
        html("::::a\n:::b\nx\n:::\ny\n::::\n\n- i\n\n  :::c\n  j\n  :::\n\n> :::d\n> k\n> :::\n"),
        "{open 0}{open 1}<p>x</p>\n{close}<p>y</p>\n{close}<ul>\n<li>\n<p>i</p>\n{open 2}<p>j</p>\n{close}</li>\n</ul>\n\
         <blockquote>\n{open 3}<p>k</p>\n{close}</blockquote>\n"
    );
}

#[test]
fn a_directive_in_code_is_code() {
    assert_eq!(
        html("`:a[b]` and\n\n    ::x\n"),
        "<p><code>:a[b]</code> and</p>\n<pre tabindex=\"0\"><code>::x\n</code></pre>\n"
    );
    assert_eq!(html("```\n:::x\n![a](b){c=d}\n```\n"), "<pre tabindex=\"0\"><code>:::x\n![a](b){c=d}\n</code></pre>\n");
}

#[test]
fn a_colon_followed_by_anything_else_is_text() {
    let text = "Note: x, a::b, std::fmt[0], :) 10:30, :smile: and 3:a[b]";
    assert_eq!(html(text), format!("<p>{text}</p>\n"));
    assert_eq!(html("::std is\n:: x"), "<p>::std is\n:: x</p>\n");
}

#[test]
fn broken_directives_are_mistakes_at_their_place() {
    assert_eq!(mistakes(":::tip{a=\"b}\nx\n"), mistake(Code::DirectiveSyntax, ":::tip{a=\"b}"));
    assert_eq!(
        mistakes("::: tip\nx\n\n::x[y"),
        [(Code::DirectiveSyntax, "::: tip".to_owned()), (Code::DirectiveSyntax, "::x[y".to_owned())]
    );
    assert_eq!(mistakes("x\n\n:::\n"), mistake(Code::DirectiveSyntax, ":::"));
    assert_eq!(mistakes("a :b[c"), mistake(Code::DirectiveSyntax, ":b["));
    assert_eq!(mistakes("*a :b[c* d]"), mistake(Code::DirectiveSyntax, ":b[c* d]"));
    assert_eq!(mistakes(":::a\nx"), mistake(Code::UnclosedBlock, ":::a"));
    assert_eq!(mistakes(":::faqs\n:::\n")[0], (Code::DirectiveSyntax, ":::faqs".to_owned()));
    assert_eq!(mistakes("a :toc[x]"), mistake(Code::DirectiveSyntax, ":toc["));
    assert_eq!(mistakes("> :::a\n> x\n\n:::\n"), mistake(Code::DirectiveSyntax, ":::a"));
}

#[test]
fn an_author_cannot_forge_a_placeholder() {
    assert_eq!(html("::x\n\n<!-- -->\n\n:a[b] <i>c</i>"), "{call 0}<!-- -->\n<p>{call 1} <i>c</i></p>\n");
}

#[test]
fn a_place_is_a_hole_and_a_second_one_a_mistake() {
    let (reading, found) = body("::newsletter\n\nx\n\n:::box\n::trust\n:::\n\n::newsletter\n");
    assert_eq!(shown(&reading.prose.body), "{place 0}<p>x</p>\n{open 0}{place 1}{close}");
    assert_eq!(found, mistake(Code::DuplicatePlace, "::newsletter"));
    let places: Vec<_> = reading.references.places.iter().map(|place| place.value).collect();
    assert_eq!(places, [Place::Newsletter, Place::Trust]);
}

// Questions.

fn faq(question: &str, answer: &str, at: usize) -> FaqField {
    FaqField { question: text(question, at), answer: text(answer, at + 100), id: None }
}

#[test]
fn questions_give_one_model_however_they_are_written() {
    let path = path();
    let in_body = read(
        &manuscript(&path, "a\n\n## Q {.faqs}\n\n### Why *so*?\n\nBecause [@k].\n\n### When?\n\nNow.\n\n## B\n"),
        &options(),
    );
    let faqs = [faq("Why *so*?", "Because [@k].\n", 1000), faq("When?", "Now.\n", 2000)];
    let placed = read(&Manuscript { faqs: &faqs, ..manuscript(&path, "a\n\n::faqs\n\n## B\n") }, &options());
    let usual = read(&Manuscript { faqs: &faqs, ..manuscript(&path, "a\n\n## B\n") }, &options());
    for reading in [&in_body, &placed, &usual] {
        assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    }
    assert_eq!(in_body.value.prose.faqs, placed.value.prose.faqs);
    assert_eq!(in_body.value.prose.faqs, usual.value.prose.faqs);
    assert_eq!(shown(&in_body.value.prose.faqs[0].0), "Why <em>so</em>?");
    assert_eq!(shown(&in_body.value.prose.faqs[0].1), "<p>Because {cite 0}.</p>\n");
    for (reading, shown_body) in [
        (&in_body, "<p>a</p>\n{place 0}<h2 id=\"b\">B</h2>\n"),
        (&placed, "<p>a</p>\n{place 0}<h2 id=\"b\">B</h2>\n"),
        (&usual, "<p>a</p>\n<h2 id=\"b\">B</h2>\n"),
    ] {
        assert_eq!(shown(&reading.value.prose.body), shown_body);
        let ids: Vec<_> = reading.value.references.questions.iter().map(|question| question.id.as_str()).collect();
        assert_eq!(ids, ["why-so", "when"]);
        assert_eq!(reading.value.references.headings.len(), 1);
    }
    assert_eq!(
        in_body.value.prose.faqs_title.as_ref().map(|(title, id)| (shown(title), id.as_str())),
        Some(("Q".to_owned(), "q"))
    );
}

#[test]
fn questions_of_the_front_matter_follow_those_of_the_body() {
    let path = path();
    let faqs = [faq("B?", "b", 1000)];
    let manuscript =
        Manuscript { faqs: &faqs, ..manuscript(&path, "## Q {.faqs}\n\nIntro.\n\n### A?\n\na\n\n## Next\n") };
    let Diagnosed { value, diagnostics } = read(&manuscript, &options());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let texts: Vec<_> = value.references.questions.iter().map(|question| question.text.as_str()).collect();
    assert_eq!(texts, ["A?", "B?"]);
    assert_eq!(shown(&value.prose.body), "<p>Intro.</p>\n{place 0}<h2 id=\"next\">Next</h2>\n");
}

#[test]
fn a_question_without_an_answer_and_a_second_place_are_mistakes() {
    assert_eq!(mistakes("## Q {.faqs}\n\n### A?\n\n### B?\n\nb\n"), mistake(Code::IncompleteFaq, "### A?"));
    assert_eq!(mistakes("::faqs\n\n## Q {.faqs}\n\n### A?\n\nb\n"), mistake(Code::DuplicatePlace, "## Q {.faqs}"));
}

// Sections of the front matter.

fn section(title: &str, id: Option<&str>, body: &str, sections: Vec<SectionField>) -> SectionField {
    SectionField {
        title: text(title, 1000),
        id: id.map(|id| Spanned::new(id.to_owned(), Span::new(1500, 1502))),
        body: Some(text(body, 2000)),
        sections,
    }
}

#[test]
fn sections_give_byte_for_byte_the_html_of_the_same_headings_in_the_body() {
    let path = path();
    let written =
        "Lead[^1].\n\n## One *two* {#x}\n\nText\n\n### Deeper\n\n- a\n- b\n\n## Two\n\nx[^2]\n\n[^1]: A\n\n[^2]: B\n";
    let sections = [
        section("One *two*", Some("x"), "Text\n", vec![section("Deeper", None, "- a\n- b\n", Vec::new())]),
        section("Two", None, "x[^2]\n\n[^1]: A\n\n[^2]: B\n", Vec::new()),
    ];
    let joined = Manuscript { sections: &sections, ..manuscript(&path, "Lead[^1].\n") };
    let joined = read(&joined, &options());
    let written = read(&manuscript(&path, written), &options());
    assert!(joined.diagnostics.is_empty() && written.diagnostics.is_empty());
    assert_eq!(joined.value.prose.body, written.value.prose.body);
    assert_eq!(joined.value.prose.first_section, written.value.prose.first_section);
    assert_eq!(joined.value.references.anchors, written.value.references.anchors);
}

#[test]
fn a_title_in_front_matter_keeps_its_meaning() {
    let path = path();
    for (title, expected) in [
        ("C #", "C #"),
        ("##", "##"),
        ("Set {a}", "Set {a}"),
        ("Set {#a}", "Set {#a}"),
        ("a\\", "a\\"),
        ("two\nlines\n", "two lines"),
        ("1. not a list", "1. not a list"),
    ] {
        let sections = [section(title, None, "", Vec::new())];
        let reading = read(&Manuscript { sections: &sections, ..manuscript(&path, "a\n") }, &options());
        assert!(reading.diagnostics.is_empty(), "{title}: {:?}", reading.diagnostics);
        assert_eq!(reading.value.references.headings[0].text, expected, "{title}");
    }
}

#[test]
fn a_block_that_swallows_a_section_is_named_where_it_begins() {
    let path = path();
    for markdown in ["a\n\n```rust\nlet x;\n", "a\n\n<!-- comment\n"] {
        let sections = [section("One", None, "x", Vec::new()), section("Two", None, "x", Vec::new())];
        let Diagnosed { diagnostics, .. } =
            read(&Manuscript { sections: &sections, ..manuscript(&path, markdown) }, &options());
        let found: Vec<_> =
            diagnostics.iter().map(|found| (found.code, found.place.as_ref().and_then(|place| place.span))).collect();
        let end = 3 + markdown[3..].find('\n').expect("a line");
        assert_eq!(found, [(Code::UnclosedBlock, Some(Span::new(3, end)))], "{markdown}");
    }
}

// The rest.

#[test]
fn tables_tasks_definitions_and_quotes_are_written() {
    assert_eq!(
        html("|a|b|\n|-|-:|\n|1|2|\n"),
        "<div class=\"table-wrap\">\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th class=\"align-right\">b</th>\n</tr>\n</thead>\n\
         <tbody>\n<tr>\n<td>1</td>\n<td class=\"align-right\">2</td>\n</tr>\n</tbody>\n</table>\n</div>\n"
    );
    assert_eq!(
        html("- [x] a\n  - b\n"),
        "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" disabled checked> a</label>\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"
    );
    assert_eq!(html("Term\n: What it is\n"), "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>\n");
    let german = ParseOptions {
        markdown: MarkdownOptions { smart_punctuation: true, ..options().markdown },
        language: "de".to_owned(),
        ..options()
    };
    let (reading, _) = with("Er sagt \"ja\" -- www.a.org/x--y", &german);
    assert_eq!(reading.prose.body.html, "<p>Er sagt „ja“ – <a href=\"http://www.a.org/x--y\">www.a.org/x--y</a></p>\n");
}

#[test]
fn raw_html_passes_or_is_a_mistake_by_choice() {
    assert_eq!(html("<div id=\"x\">a</div>\n\nb <b>c</b>"), "<div id=\"x\">a</div>\n<p>b <b>c</b></p>\n");
    assert_eq!(clean("<div id=\"x\">a</div>").references.anchors, ["x"]);
    let deny = ParseOptions { markdown: MarkdownOptions { raw_html: false, ..options().markdown }, ..options() };
    let (reading, found) =
        with("<div>\na</div>\n\nb <b>c\n\n<!-- more -->\n\n::x\n\n<!-- byline-allow: y -->\n", &deny);
    assert_eq!(found, [(Code::RawHtml, "<div>".to_owned()), (Code::RawHtml, "<b>".to_owned())]);
    assert_eq!(shown(&reading.prose.body), "&lt;div&gt;\na&lt;/div&gt;\n<p>b &lt;b&gt;c</p>\n{call 0}");
}

#[test]
fn the_excerpt_is_what_stands_before_more_else_the_dek_else_the_first_paragraph() {
    assert_eq!(clean("## H\n\n![a](b.png)\n\nOne *two* [@k].\n\nThree.\n").excerpt, "One two .");
    assert_eq!(clean("One.\n\nTwo\n\n<!-- more -->\n\nThree.\n").excerpt, "One. Two");
    assert_eq!(clean("One <!-- more --> two.\n").excerpt, "One");
    assert_eq!(html("One\n\n<!-- more -->\n\nTwo"), "<p>One</p>\n<p>Two</p>\n");
    let dek = text("The *dek*", 0);
    let path = path();
    let reading = read(&Manuscript { dek: Some(&dek), ..manuscript(&path, "One.") }, &options()).value;
    assert_eq!((reading.excerpt.as_str(), reading.dek_text.as_deref()), ("The dek", Some("The dek")));
    assert_eq!(reading.prose.dek.as_ref().map(shown).as_deref(), Some("The <em>dek</em>"));
}

#[test]
fn words_are_counted_as_a_reader_does() {
    assert_eq!(clean("It's *half*past 3 – ok [x](y.md) `z`\n\n潮汐\n\n```\nnot these\n```\n").prose.words, 8);
}

#[test]
fn nesting_without_end_is_named_once() {
    let deep = ">".repeat(5000) + " x";
    let (_, found) = body(&deep);
    assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::TooDeep]);
}

#[test]
fn a_short_text_is_read_by_itself() {
    let Diagnosed { value, diagnostics } = read_alone(&path(), &text("Why *us* [a](b.md)\n", 50), &options());
    assert!(diagnostics.is_empty());
    assert_eq!(shown(&value.prose.body), "<p>Why <em>us</em> <a href=\"{link 0}\">a</a></p>\n");
    assert_eq!(value.references.links[0].span, Span::new(63, 67));
}

#[test]
fn hostile_texts_take_no_more_than_their_time() {
    let started = std::time::Instant::now();
    for text in [
        "[".repeat(20_000),
        ":a[".repeat(20_000),
        "![a](b){".repeat(10_000),
        "## Same\n\n".repeat(30_000),
        "[^x]".repeat(10_000),
        "[@k]".repeat(10_000),
        "_www.".repeat(10_000),
        "<!--".repeat(10_000),
        ":::a\n".repeat(5_000),
        "> [!TIP]\n".repeat(5_000),
        "a@".repeat(20_000),
        "::x{a=\"".repeat(10_000),
    ] {
        let _ = body(&text);
    }
    assert!(started.elapsed().as_secs() < 60, "a quadratic search took {:?}", started.elapsed());
}

/// What holds for every markup.
fn sound(markup: &Markup) {
    let mut open = 0_usize;
    let mut before = 0;
    for Hole { at, kind } in &markup.holes {
        assert!(*at >= before && markup.html.is_char_boundary(*at as usize), "{markup:?}");
        before = *at;
        match kind {
            HoleKind::OpenCall(_) | HoleKind::OpenCallout(_) => open += 1,
            HoleKind::Close => open = open.checked_sub(1).expect("nothing is closed that is not open"),
            _ => {}
        }
    }
    assert_eq!(open, 0, "all that is opened is closed: {markup:?}");
}

fn all_sound(reading: &Reading, source: usize) {
    let Reading { references, prose, .. } = reading;
    sound(&prose.body);
    prose.captions.iter().chain(&prose.labels).flatten().for_each(sound);
    prose.faqs.iter().for_each(|(question, answer)| {
        sound(question);
        sound(answer);
    });
    prose.callouts.iter().filter_map(|callout| callout.title.as_ref()).for_each(sound);
    assert_eq!((references.figures.len(), references.calls.len()), (prose.captions.len(), prose.labels.len()));
    assert_eq!(references.questions.len(), prose.faqs.len());
    for span in references.links.iter().map(|link| link.span).chain(references.citations.iter().map(|cite| cite.span)) {
        assert!(span.end as usize <= source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_every_markup_is_sound(parts in prop::collection::vec(prop_oneof![
        prop::sample::select(vec![
            "\n", "\n\n", "\r\n", " ", "    ", "> ", "- ", "1. ", "# ", "## ", "### ", "`", "```", "*", "**", "_", "~~", "[", "]", "(", ")",
            "![", "](", "{", "}", "\"", "'", "\\", "|", "|-|\n", ":", "::", ":::", ":::a", "::faqs", "::toc", ":b[", "{.faqs}", "{#x}", "{a=b}",
            "<!--", "-->", "<i>", "</i>", "<!-- more -->", "<div>", "[^1]", "[^1]: ", "[@k]", "[@a; b @c, d]", "[[w]]", "[[w|", "[!TIP]", "[!x]-",
            "[x]: y", "[ ] ", "www.a.b", "http://", "a@b.c", "&amp;", "javascript:", "===\n", "---\n", ": ", "é", "潮", "\u{0}", "\t", "word", "x.md",
        ]).prop_map(str::to_owned),
        "\\PC{0,3}",
    ], 0..40)) {
        let markdown = parts.concat();
        let path = path();
        let sections = [section(&markdown, None, &markdown, Vec::new())];
        let faqs = [FaqField { question: text(&markdown, 0), answer: text(&markdown, 0), id: None }];
        let plain = read(&manuscript(&path, &markdown), &options()).value;
        all_sound(&plain, markdown.len());
        let dek = text(&markdown, 0);
        let full = Manuscript { sections: &sections, faqs: &faqs, dek: Some(&dek), disclosure: Some(&dek), ..manuscript(&path, &markdown) };
        let deny = ParseOptions {
            markdown: MarkdownOptions { raw_html: false, smart_punctuation: true, ..options().markdown },
            ..options()
        };
        all_sound(&read(&full, &deny).value, 2000 + markdown.len());
    }
}
