//! Sections and questions, in the body and in the front matter.

use super::*;
use crate::parse::front_matter::{FaqField, SectionField};
use crate::text::Spanned;

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
fn a_control_character_that_yaml_wrote_as_an_escape_is_not_shown() {
    let path = path();
    let faqs = [faq("Why\u{1}?", "a\u{90}b\u{1}", 1000)];
    let reading = read(&Manuscript { faqs: &faqs, ..manuscript(&path, "c\n") }, &options());
    assert_eq!(shown(&reading.value.prose.faqs[0].0), "Why\u{fffd}?");
    assert_eq!(shown(&reading.value.prose.faqs[0].1), "<p>a\u{fffd}b\u{fffd}</p>\n");
}

#[test]
fn questions_where_they_cannot_stand_are_a_mistake() {
    assert_eq!(mistakes("### Q {.faqs}\n"), mistake(Code::IncompleteFaq, "### Q {.faqs}"));
    assert_eq!(mistakes("> ## Q {.faqs}\n"), mistake(Code::IncompleteFaq, "## Q {.faqs}"));
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
    assert_eq!(shown(&value.prose.body), "{place 0}<h2 id=\"next\">Next</h2>\n");
    assert_eq!(value.prose.faqs_intro.as_ref().map(shown).as_deref(), Some("<p>Intro.</p>\n"));
}

#[test]
fn a_question_without_an_answer_and_a_second_place_are_mistakes() {
    assert_eq!(mistakes("## Q {.faqs}\n\n### A?\n\n### B?\n\nb\n"), mistake(Code::IncompleteFaq, "### A?"));
    assert_eq!(mistakes("::faqs\n\n## Q {.faqs}\n\n### A?\n\nb\n"), mistake(Code::DuplicatePlace, "## Q {.faqs}"));
}

pub(super) fn section(title: &str, id: Option<&str>, body: &str, sections: Vec<SectionField>) -> SectionField {
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
    assert!(joined.value.references.anchors().eq(written.value.references.anchors()));
}

#[test]
fn each_text_of_the_front_matter_has_its_own_footnotes() {
    let path = path();
    let note = |mark: &str| format!("{mark}[^1].\n\n[^1]: note of {mark}\n");
    let faqs = [faq("First?", &note("A"), 1000), faq("Second?", &note("B"), 2000)];
    let inner = vec![section("Two", None, &note("D"), Vec::new())];
    let sections = [section("One", None, &note("C"), inner)];
    let body = "E[^1].\n\n::faqs\n\nF[^1].\n\n[^1]: note of the body\n";
    let Diagnosed { value, diagnostics } =
        read(&Manuscript { faqs: &faqs, sections: &sections, ..manuscript(&path, body) }, &options());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let text = &value.prose.body.html;
    let notes: Vec<&str> = text.split("<p>note of ").skip(1).filter_map(|note| note.split(" <a").next()).collect();
    assert_eq!(notes, ["the body", "A", "B", "C", "D"]);
    assert!(value.prose.faqs[1].1.html.contains("B<sup><a href=\"#fn-3\""), "{}", value.prose.faqs[1].1.html);
    assert!(text.contains("F<sup><a href=\"#fn-1\" id=\"fnref-1-2\""), "{text}");
}

#[test]
fn a_text_without_a_footnote_of_its_own_shows_that_of_another() {
    let path = path();
    let sections =
        [section("One", None, "a[^n]\n", Vec::new()), section("Two", None, "b[^n]\n\n[^n]: N.\n", Vec::new())];
    let Diagnosed { value, diagnostics } =
        read(&Manuscript { sections: &sections, ..manuscript(&path, "c[^n]\n") }, &options());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(value.prose.body.html.matches("href=\"#fn-1\"").count(), 3);
}

#[test]
fn the_headings_of_an_answer_stay_in_it_below_the_question() {
    let path = path();
    for (answer, expected) in [
        (
            "a\n\n## Two\n\nb\n\n### Three\n\nc\n",
            "<p>a</p>\n<h4 id=\"two\">Two</h4>\n<p>b</p>\n<h5 id=\"three\">Three</h5>\n<p>c</p>\n",
        ),
        ("One\n===\n\nb\n", "<h4 id=\"one\">One</h4>\n<p>b</p>\n"),
        ("### Step\n\nb\n\n## Out\n\nc\n", "<h4 id=\"step\">Step</h4>\n<p>b</p>\n<h4 id=\"out\">Out</h4>\n<p>c</p>\n"),
        ("##### Five\n\nb\n", "<h5 id=\"five\">Five</h5>\n<p>b</p>\n"),
    ] {
        for body in ["x\n", "x\n\n::faqs\n\n## After\n"] {
            let faqs = [faq("Why?", answer, 1000), faq("When?", "### In", 2000)];
            let Diagnosed { value, diagnostics } =
                read(&Manuscript { faqs: &faqs, ..manuscript(&path, body) }, &options());
            assert!(diagnostics.is_empty(), "{answer}: {diagnostics:?}");
            assert_eq!(shown(&value.prose.faqs[0].1), expected);
            assert_eq!(shown(&value.prose.faqs[1].1), "<h4 id=\"in\">In</h4>\n");
            let on_page = value.references.headings.iter().filter(|heading| heading.top_level).count();
            assert_eq!(on_page, body.matches("## After").count());
        }
    }
}

#[test]
fn a_heading_for_questions_without_a_question_is_a_mistake_and_its_text_stays() {
    let (reading, found) = body("a\n\n## Q {.faqs}\n\n**Why?**\n\nSo.\n\n## Next\n");
    assert_eq!(found, mistake(Code::IncompleteFaq, "## Q {.faqs}"));
    assert_eq!(
        shown(&reading.prose.body),
        "<p>a</p>\n<h2 id=\"q\">Q</h2>\n<p><strong>Why?</strong></p>\n<p>So.</p>\n<h2 id=\"next\">Next</h2>\n"
    );
    assert_eq!((reading.references.places.len(), reading.prose.faqs_title), (0, None));
    assert_eq!(mistakes("## Q {.faqs}\n\n::toc\n\nSo.\n"), mistake(Code::IncompleteFaq, "## Q {.faqs}"));
}

#[test]
fn attributes_of_a_title_in_front_matter_are_named_since_they_are_printed() {
    let path = path();
    let sections = [section("Questions {.faqs}", None, "a", Vec::new()), section("C \\{#c}", None, "b", Vec::new())];
    let Diagnosed { value, diagnostics } =
        read(&Manuscript { sections: &sections, ..manuscript(&path, "a\n") }, &options());
    let texts: Vec<_> = value.references.headings.iter().map(|heading| heading.text.as_str()).collect();
    assert_eq!(texts, ["Questions {.faqs}", "C {#c}"]);
    let spans: Vec<_> =
        diagnostics.iter().map(|found| (found.code, found.place.as_ref().and_then(|at| at.span))).collect();
    assert_eq!(spans, [(Code::PrintedMarkup, Some(Span::new(1010, 1017)))]);
}

#[test]
fn a_title_in_front_matter_keeps_its_meaning() {
    let path = path();
    for (title, expected) in [
        ("C #", "C #"),
        ("##", "##"),
        ("Set {a}", "Set {a}"),
        ("Set \\{#a}", "Set {#a}"),
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
