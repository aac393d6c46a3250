//! Headings, call-outs, and plain blocks.

use super::*;
use crate::parse::document::Fold;
use crate::parse::markdown::read_alone;

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
fn an_id_in_raw_html_is_given_to_no_heading_and_to_nothing_else() {
    assert_eq!(
        html("## Why\n\n<p id=\"why\">x</p>\n\n## And <i id='and'>how</i>\n\n## And\n"),
        "<h2 id=\"why-2\">Why</h2>\n<p id=\"why\">x</p>\n<h2 id=\"and-how\">And <i id='and'>how</i></h2>\n\
         <h2 id=\"and-2\">And</h2>\n"
    );
    // What code shows is no element.
    assert!(html("## Why\n\n`<p id=\"why\">`\n\n```\n<p id=\"why\">\n```\n").starts_with("<h2 id=\"why\">"));
    assert_eq!(mistakes("## A {#x}\n\n<p id=\"x\">y</p>\n"), mistake(Code::DuplicateId, "x"));
    assert_eq!(mistakes("<p id=\"x\">y</p>\n\n## A {#x}\n"), mistake(Code::DuplicateId, "#x"));
}

#[test]
fn a_backslash_keeps_the_attributes_of_a_heading_as_text() {
    assert_eq!(html("## Nine \\{#nine}\n"), "<h2 id=\"nine-nine\">Nine {#nine}</h2>\n");
    assert_eq!(html("Nine \\{.x}\n---\n"), "<h2 id=\"nine-x\">Nine {.x}</h2>\n");
    assert_eq!(html("## *N* \\\\{#n}\n"), "<h2 id=\"n\"><em>N</em> \\</h2>\n");
}

#[test]
fn attributes_that_a_heading_or_a_call_out_shows_as_text_are_named() {
    for (markdown, place) in [
        ("## T {#t} ##\n", "{#t}"),
        ("## T {#a}{.b}\n", "{#a}"),
        ("T {#a} {.b}\n===\n", "{#a}"),
        ("> [!TIP] Title {#co}\n> Text.\n", "{#co}"),
        ("![a](b.png)\u{a0}{credit=\"x\"}\n", "{credit=\"x\"}"),
        (">\u{a0}[!TIP] T\n> x\n", "[!TIP]"),
    ] {
        let found: Vec<_> = mistakes(markdown).into_iter().filter(|(code, _)| *code != Code::BodyH1).collect();
        assert_eq!(found, mistake(Code::PrintedMarkup, place), "{markdown}");
    }
    assert_eq!(mistakes("## T {#t .b}\n\n## `{#a}`\n\n## Set {a}\n\n## X \\{#x} ##\n\n> [!TIP] A {b}\n"), []);
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
    assert_eq!(heading.html(), "The moon <em>and</em> <code>x</code>");
    assert_eq!(heading.text, "The moon and x");
    assert!(heading.top_level && !reading.references.headings[1].top_level);
}

#[test]
fn the_first_section_begins_at_the_first_level_2_heading() {
    let reading = clean("lead\n\n### Not this\n\n> ## Nor this\n\n## This\n\nx");
    let at = reading.prose.first_section.expect("there is one") as usize;
    assert!(reading.prose.body.html[at..].starts_with("<h2 id=\"this\">"));
}

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

#[test]
fn tables_tasks_definitions_and_quotes_are_written() {
    assert_eq!(
        html("|a|b|\n|-|-:|\n|1|2|\n"),
        "<div class=\"table-wrap\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th class=\"align-right\">b</th>\n</tr>\n</thead>\n\
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
        languages: Vec::new(),
        ..options()
    };
    let (reading, _) = with("\"Er sagt 'so geht's' und 'nein'\", Lukas' Boot", &german);
    assert_eq!(reading.prose.body.html, "<p>„Er sagt ‚so geht’s‘ und ‚nein‘“, Lukas’ Boot</p>\n");
    let in_language = |language: &str, text: &str| {
        let (reading, _) = with(text, &ParseOptions { language: language.to_owned(), ..german.clone() });
        reading.prose.body.html
    };
    // Where no blanks part words, the sign between two letters opens and closes in turn.
    assert_eq!(in_language("ja", "彼は\"はい\"と言い、'いい'です。"), "<p>彼は“はい”と言い、‘いい’です。</p>\n");
    assert_eq!(in_language("ar", "قال و\"الميناء\" ثم \"نعم\""), "<p>قال و“الميناء” ثم “نعم”</p>\n");
    assert_eq!(in_language("en", "5'10\" and \"don't\" (\"so\")"), "<p>5’10” and “don’t” (“so”)</p>\n");
    let (reading, _) = with("Er sagt \"ja\" -- www.a.org/x--y", &german);
    assert_eq!(reading.prose.body.html, "<p>Er sagt „ja“ – <a href=\"http://www.a.org/x--y\">www.a.org/x--y</a></p>\n");
}

#[test]
fn raw_html_passes_or_is_a_mistake_by_choice() {
    assert_eq!(html("<div id=\"x\">a</div>\n\nb <b>c</b>"), "<div id=\"x\">a</div>\n<p>b <b>c</b></p>\n");
    assert!(clean("<div id=\"x\">a</div>").references.anchors().eq(["x"]));
    let deny = ParseOptions { markdown: MarkdownOptions { raw_html: false, ..options().markdown }, ..options() };
    let (reading, found) =
        with("<div>\na</div>\n\nb <b>c\n\n<!-- more -->\n\n::x\n\n<!-- byline-allow: y -->\n", &deny);
    assert_eq!(found, [(Code::RawHtml, "<div>".to_owned()), (Code::RawHtml, "<b>".to_owned())]);
    assert_eq!(shown(&reading.prose.body), "&lt;div&gt;\na&lt;/div&gt;\n<p>b &lt;b&gt;c</p>\n{call 0}");
}

#[test]
fn the_excerpt_is_what_stands_before_more_else_the_dek_else_the_first_paragraph() {
    assert_eq!(clean("## H\n\n![a](b.png)\n\nOne *two* [@k].\n\nThree.\n").excerpt, "One two.");
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
fn a_fence_or_a_comment_that_is_never_closed_is_named_where_it_begins() {
    for (markdown, place) in [
        ("a\n\n```rust\nb\n\nc\n", "```rust"),
        ("```\n``\n", "```"),
        ("~~~\n", "~~~"),
        ("~~~~\n~~~\n", "~~~~"),
        ("> ```\n> a\n\nb\n", "```"),
        ("a\n\n<!-- b\n\nc\n", "<!-- b"),
    ] {
        assert_eq!(mistakes(markdown), mistake(Code::UnclosedBlock, place), "{markdown}");
    }
    for markdown in [
        "```\na\n```\n",
        "```\na\n````  ",
        "> ```\n> a\n> ```\nb\n",
        "- ~~~\n  a\n  ~~~\n",
        "1. a\n\n   ```\n   a\n   ```\n\n2. b",
        "a\n\n    ```\n    b\n",
        "<!-- a\n\nb -->\nc",
    ] {
        assert_eq!(mistakes(markdown), [], "{markdown}");
    }
}
