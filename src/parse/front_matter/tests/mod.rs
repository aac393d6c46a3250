mod files;

use super::*;
use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::diagnostics::{Diagnosed, Diagnostic, Level};
use crate::parse::ParseOptions;
use crate::text::RelPath;

fn options() -> ParseOptions {
    ParseOptions {
        markdown: MarkdownOptions { raw_html: true, smart_punctuation: true, callouts: Vec::new() },
        taxonomies: vec!["tags".to_owned(), "regions".to_owned()],
        timezone: Zone::parse("Europe/Paris").expect("a zone"),
        language: "en".to_owned(),
        search: true,
        languages: Vec::new(),
    }
}

fn file() -> RelPath {
    RelPath::new("content/a.md").expect("a clean path")
}

fn read(yaml: &str) -> Diagnosed<ArticleFields> {
    article(&file(), yaml, 0, &options())
}

/// An article without a mistake.
#[track_caller]
fn clean(yaml: &str) -> ArticleFields {
    let read = read(&format!("title: T\n{yaml}"));
    assert_eq!(read.diagnostics, [], "{yaml:?}");
    read.value
}

fn words(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let span = diagnostic.place.as_ref().and_then(|place| place.span).expect("a place");
            format!("{}: {} @ {}", diagnostic.code, diagnostic.message, &text[span.range()])
        })
        .collect()
}

/// Asserts that one line below the title gives one mistake: its code, message and place.
#[track_caller]
fn wrong(line: &str, expected: &str) {
    let text = format!("title: T\n{line}\n");
    assert_eq!(words(&text, &read(&text).diagnostics), [expected], "{line:?}");
}

#[test]
fn every_field_of_an_article_is_read() {
    let text = r#"
title: How tides shape a harbour town
short_title: Tides
dek: What the *water* does.
description: Plain.
published: 2024-02-11
updated: 2024-06-06T09:30:00Z
reviewed: 2024-06-01
expires: 2030-01-01
review_every: 12 months
draft: true
authors: [jane-example, {name: Jo Doe, type: organization}]
reviewers: john-sample
editors: {name: Ed}
fact_checkers: []
contributors:
tags: [tides, 2024]
regions: north
series: {id: harbours, part: 2}
kind: guide
image: {src: quay.jpg, alt: A quay, caption: The *quay*., credit: Jo, credit_url: "https://a.example/", license: CC0}
sections:
  - title: One
    id: one
    body: |
      Text.
    sections: [{title: Deeper}]
faqs:
  - question: Why?
    answer: Because.
    id: why
sources:
  - id: example2020
    title: A paper
    authors: ["Example, Jane", "Sample, John"]
    journal: Journal of Examples
    year: 2020
    url: https://example.org/paper
    doi: https://doi.org/10.1000/182
    accessed: 2024-02-01
    archive: https://archive.example/paper
    kind: article
    volume: 12
    pages: 3-9
  - {id: ledger, listed: true}
corrections: [{date: 2024-03-01, text: The year was wrong.}]
disclosure: We own shares.
slug: tides
aliases: [/old/, /older.html]
template: wide
toc: false
weight: -5
canonical: https://elsewhere.example/tides
noindex: true
extra: {layout: x, n: 1.5, deep: {k: [~, true]}}
"#;
    let read = read(text);
    assert_eq!(words(text, &read.diagnostics), [""; 0]);
    let article = read.value;
    assert_eq!(&text[article.title.span.range()], "How tides shape a harbour town");
    assert_eq!(article.dek.expect("a dek").value, "What the *water* does.");
    assert_eq!(article.published.expect("a date").iso(&options().timezone), "2024-02-11");
    assert_eq!(article.updated.expect("a date").iso(&options().timezone), "2024-06-06T11:30:00+02:00");
    assert_eq!(article.review_every.expect("a period").months, 12);
    assert!(article.draft && article.noindex && article.toc == Some(false) && article.weight == Some(-5));
    let [PersonRef::Id(jane), PersonRef::Inline(jo, span)] = article.authors.as_slice() else {
        panic!("{:?}", article.authors)
    };
    assert_eq!((jane.value.as_str(), jo.name.value.as_str(), jo.organization), ("jane-example", "Jo Doe", true));
    assert_eq!(&text[span.range()], "{name: Jo Doe, type: organization}");
    assert_eq!((article.reviewers.len(), article.editors.len()), (1, 1));
    let terms: Vec<(&str, Vec<&str>)> = article
        .terms
        .iter()
        .map(|(name, terms)| (name.as_str(), terms.iter().map(|term| term.value.as_str()).collect()))
        .collect();
    assert_eq!(terms, [("tags", vec!["tides", "2024"]), ("regions", vec!["north"])]);
    let series = article.series.expect("a series");
    assert_eq!((series.id.value.as_str(), series.part.map(|part| part.value)), ("harbours", Some(2)));
    assert_eq!(article.kind, Kind::Guide);
    let image = article.image.expect("an image");
    assert_eq!((image.src.value.as_str(), image.license.expect("a licence").value.as_str()), ("quay.jpg", "CC0"));
    assert_eq!(article.sections[0].sections[0].title.value, "Deeper");
    assert_eq!(article.faqs[0].answer.value, "Because.");
    let [paper, ledger] = article.sources.as_slice() else { panic!("{:?}", article.sources) };
    assert_eq!(paper.authors, ["Example, Jane", "Sample, John"]);
    assert_eq!(paper.publisher.as_deref(), Some("Journal of Examples"));
    assert_eq!(paper.date.map(|date| date.to_string()).as_deref(), Some("2020"));
    assert_eq!(paper.doi.as_ref().map(|doi| doi.value.as_str()), Some("10.1000/182"));
    assert_eq!(paper.details().volume.as_deref(), Some("12"));
    assert!(
        text[paper.span.range()].starts_with("id: example2020") && text[paper.span.range()].ends_with("pages: 3-9")
    );
    assert!(ledger.listed && ledger.title.is_empty());
    assert_eq!(article.corrections[0].text.value, "The year was wrong.");
    assert_eq!(article.aliases.len(), 2);
    assert_eq!(article.extra, Some(serde_json::json!({"layout": "x", "n": 1.5, "deep": {"k": [null, true]}})));
}

#[test]
fn well_known_other_names_are_accepted() {
    assert!(clean("date: 2026-01-02").published.is_some());
    assert_eq!(clean("faq: [{question: Q, answer: A}]").faqs.len(), 1);
    assert_eq!(clean("references: [{id: a, title: A, site: S}]").sources[0].publisher.as_deref(), Some("S"));
    assert_eq!(clean("image: quay.jpg").image.expect("an image").src.value, "quay.jpg");
    assert_eq!(clean("series: harbours").series.expect("a series").id.value, "harbours");
    wrong(
        "date: 2026-01-02\npublished: 2026-01-02",
        "duplicate-field: `date` and `published` mean the same and both are given @ published",
    );
}

#[test]
fn a_title_that_looks_like_a_number_is_kept_as_written() {
    for title in ["1.10", "0x1F", "2024", "no", "0755"] {
        let read = read(&format!("title: {title}\n"));
        assert_eq!((read.value.title.value.as_str(), read.diagnostics), (title, Vec::new()));
    }
}

#[test]
fn an_article_needs_a_title() {
    let messages = |text: &str| words(text, &read(text).diagnostics);
    assert_eq!(messages("date: 2026-01-02\n"), ["missing-field: the front matter has no `title` @ "]);
    assert_eq!(messages(""), ["missing-field: the front matter has no `title` @ "]);
    assert_eq!(messages("# nothing\n"), ["missing-field: the front matter has no `title` @ "]);
    assert_eq!(messages("title: \" \"\n"), ["invalid-value: `title` is empty @ \" \""]);
    assert_eq!(messages("title: ~\n"), ["wrong-type: `title` has no value @ title: ~"]);
    assert_eq!(messages("title:\n"), ["wrong-type: `title` has no value @ title"]);
}

#[test]
fn front_matter_that_is_no_mapping_says_so() {
    let messages = |text: &str| words(text, &read(text).diagnostics);
    assert_eq!(messages("- a\n- b\n"), ["wrong-type: the front matter must be a mapping, not a list @ - a\n- b"]);
    assert_eq!(
        messages("just a string\n"),
        ["wrong-type: the front matter must be a mapping, not a text @ just a string"]
    );
}

#[test]
fn after_a_fault_of_the_syntax_no_field_is_said_to_be_missing() {
    let text = "title: How: to\ntitel: x\n";
    assert_eq!(
        words(text, &read(text).diagnostics),
        ["yaml-syntax: a value with `: ` in it needs quotes @ How: to", "unknown-field: unknown field `titel` @ titel"]
    );
    let text = "title: \"How\ndraft: maybe\n";
    assert_eq!(
        words(text, &read(text).diagnostics),
        [
            "yaml-syntax: the double quote that opens here is never closed @ \"How",
            "wrong-type: `draft` must be `true` or `false`, not a text @ maybe"
        ]
    );
}

#[test]
fn front_matter_that_is_too_long_names_its_longest_field() {
    let text = format!("slug: a\ntitle: {}\nkind: news\n", "x".repeat(5_000_000));
    let read = read(&text);
    let [only] = read.diagnostics.as_slice() else { panic!("one mistake") };
    assert!(only.message.starts_with("the front matter is too long: 5000027 bytes"), "{}", only.message);
    assert!(only.label.starts_with("`title` alone"), "{}", only.label);
    assert_eq!(only.place.as_ref().and_then(|place| place.span).map(crate::text::Span::range), Some(8..13));
}

#[test]
fn a_slug_that_cannot_be_part_of_an_address_is_refused() {
    let message = |slug: &str| {
        let text = format!("title: T\nslug: {slug}\n");
        let read = read(&text);
        assert!(read.value.slug.is_none(), "{slug:?}");
        let [only] = read.diagnostics.as_slice() else { panic!("{slug:?}: {:?}", read.diagnostics) };
        assert_eq!(words(&text, &read.diagnostics)[0].split(" @ ").nth(1), Some(slug), "{slug:?}");
        only.message.clone()
    };
    assert_eq!(message(r#""../../outside/pwn""#), "`slug` begins with a dot");
    assert_eq!(message(r#""/etc/byline-pwn""#), "`slug` holds `/`, and it is one part of an address");
    assert_eq!(message(r#""..%2f..%2foutside%2fpwn""#), "`slug` begins with a dot");
    assert_eq!(message(r#""a%2fb""#), "`slug` holds `%`, and it is one part of an address");
    assert_eq!(message(r#""x\0y""#), "`slug` holds the control character U+0000, and it is one part of an address");
    assert_eq!(message(r#""..""#), "`slug` begins with a dot");
    assert_eq!(message(r#""""#), "`slug` is empty");
    assert_eq!(message(r#"".git/hooks/post-checkout""#), "`slug` begins with a dot");
    assert_eq!(message("a\\b"), "`slug` holds `\\`, and it is one part of an address");
    assert_eq!(
        message("\"a\u{200b}b\""),
        "`slug` holds the invisible character U+200B, and it is one part of an address"
    );
    assert_eq!(message("a b"), "`slug` holds a space");
    assert_eq!(message(&"漢".repeat(200)), "`slug` is too long: 600 bytes, and at most 200 fit into a file name");
    for slug in ["a&b", "tides-2024", "caf\u{e9}", "2024", "v1.2"] {
        assert_eq!(clean(&format!("slug: {slug}")).slug.expect("a slug").value, slug);
    }
}

#[test]
fn a_former_address_that_is_no_path_of_the_site_is_refused() {
    let cases = [
        ("/../../pwn/", "holds `..`, which leads somewhere else"),
        ("//evil.example/x/", "begins with two slashes, which lead to another site"),
        ("/x/?y=1", "has a query (`?`), which no file can answer"),
        ("/x/#y", "has a fragment (`#`), which is not part of an address"),
        ("/x/%2e%2e/%2e%2e/pwn/", "holds `..`, which leads somewhere else"),
        ("/x%2f..%2fy", "holds an escaped slash"),
        ("../../outside/pwn", "does not begin with `/`"),
        ("https://a.example/x", "is an address of another site"),
        ("/x/%zz", "has a `%` that begins no escape"),
        ("/.git/x", "has a part that begins with a dot"),
        ("/a%00b", "holds the control character U+0000"),
    ];
    for (alias, message) in cases {
        let line = format!("aliases: [\"{alias}\"]");
        wrong(&line, &format!("bad-address: `{alias}` in `aliases` {message} @ \"{alias}\""));
    }
    let of_length = |length: usize| {
        let text = format!("title: T\naliases: [/{}]\n", "x/".repeat(length / 2));
        read(&text).diagnostics.into_iter().map(|wrong| wrong.message).collect::<Vec<_>>()
    };
    assert!(of_length(998).is_empty());
    assert!(of_length(1_000)[0].ends_with("is too long: 1001 bytes, and at most 1000 fit into a path"));
    assert_eq!(clean("aliases: [\"/a b/\", /caf%C3%A9/, /x.html]").aliases.len(), 3);
}

#[test]
fn a_term_needs_a_letter_or_digit_and_may_hold_a_slash() {
    wrong(
        "tags: [\"..\"]",
        "invalid-value: `..` in `tags` has neither letter nor digit, so it can have no address @ \"..\"",
    );
    wrong(
        "tags: [\"/\", AC/DC]",
        "invalid-value: `/` in `tags` has neither letter nor digit, so it can have no address @ \"/\"",
    );
    wrong("tags: \"a, b\"", "wrong-type: `tags` must be a list, not a text @ \"a, b\"");
    let names = clean("tags: [constructor, __proto__, toString]").terms;
    assert_eq!(
        names[0].1.iter().map(|term| term.value.as_str()).collect::<Vec<_>>(),
        ["constructor", "__proto__", "toString"]
    );
}

#[test]
fn a_term_that_stands_twice_counts_once_and_is_reported() {
    wrong("tags: [coast, moon, coast]", "repeated-term: `coast` stands twice in `tags` @ coast");
}

#[test]
fn a_date_that_does_not_exist_is_refused() {
    wrong(
        "date: 2026-02-30",
        "invalid-date: `2026-02-30` in `date` is not a date: February 2026 does not have a day 30 @ 2026-02-30",
    );
    wrong("date: tomorrow", "invalid-date: `tomorrow` in `date` is not a date: write it like `2024-06-06` @ tomorrow");
    wrong(
        "expires: 2024",
        "invalid-date: `2024` in `expires` is not a date: the day is missing: write year, month and day like `2024-06-06` @ 2024",
    );
    wrong(
        "review_every: 12",
        "invalid-value: `12` in `review_every` is not a period: the unit is missing: write it like `12 months` @ 12",
    );
}

#[test]
fn a_time_that_the_clocks_leave_out_is_a_warning() {
    let read = read("title: T\ndate: 2026-03-29T02:30:00\n");
    let [only] = read.diagnostics.as_slice() else { panic!("{:?}", read.diagnostics) };
    assert_eq!(only.level, Level::Warning);
    assert_eq!(only.message, "the time in `date` does not exist in Europe/Paris: clocks are put forward over it");
    assert_eq!(only.help, ["it counts as `2026-03-29T03:30:00+02:00`"]);
    assert!(read.value.published.is_some());
}

#[test]
fn addresses_of_other_sites_are_checked() {
    wrong("canonical: /here/", "invalid-value: `canonical` must begin with `https://` or `http://` @ /here/");
    wrong("canonical: https:///x", "invalid-value: `canonical` names no host @ https:///x");
    wrong(
        "sources: [{id: a, title: A, url: \"java\\tScript:alert(1)\"}]",
        "unsafe-link: `url` is an address that runs a program (`javascript:`) @ \"java\\tScript:alert(1)\"",
    );
    wrong(
        "image: {src: a.jpg, credit_url: \"data:text/html,x\"}",
        "unsafe-link: `credit_url` is an address that runs a program (`data:`) @ \"data:text/html,x\"",
    );
    wrong(
        "image: {src: a.jpg, license: \"javascript:x\"}",
        "unsafe-link: `license` is an address that runs a program (`javascript:`) @ \"javascript:x\"",
    );
    wrong(
        "image: '/x.png\" onerror=\"XSS-CANARY'",
        "invalid-value: `image` holds `\"` @ '/x.png\" onerror=\"XSS-CANARY'",
    );
    wrong("image: {alt: A quay}", "missing-field: `image` has no `src` @ ");
}

#[test]
fn a_source_has_a_key_that_can_be_cited_and_a_title() {
    wrong("sources: [{title: A}]", "missing-field: this source has no `id` @ ");
    wrong("sources: [{id: a}]", "missing-field: the source `a` has no `title` @ ");
    wrong("sources: [a]", "wrong-type: a source must be a mapping, not a text @ a");
    wrong("sources: [{id: a b, title: A}]", "invalid-value: the id `a b` holds a space, so it cannot be cited @ a b");
    wrong("sources: [{id: \"@a\", title: A}]", "invalid-value: the id `@a` is written without `@` @ \"@a\"");
    wrong("sources: [{id: a/../b, title: A}]", "invalid-value: the id `a/../b` holds a path @ a/../b");
    wrong(
        "sources: [{id: a., title: A}]",
        "invalid-value: the id `a.` ends with a mark that would belong to the sentence @ a.",
    );
    wrong("sources: [{id: a, title: A}, {id: a, title: B}]", "duplicate-source: two sources have the id `a` @ a");
    wrong(
        "sources: [{id: a, title: A, doi: 11.1/2}]",
        "invalid-value: `11.1/2` is not a DOI: one begins with `10.` and holds a `/` @ 11.1/2",
    );
    wrong("sources: [{id: a, title: A, kind: artcle}]", "invalid-value: `kind` cannot be `artcle` @ artcle");
    wrong(
        "sources: [{id: a, title: A, year: in press}]",
        "invalid-date: `in press` in `year` is not a year, month or day: write it like `2024-06-06` @ in press",
    );
    for key in ["doe2020", "10.1000/182", "Müller:99", "a+b", "_x"] {
        assert_eq!(clean(&format!("sources: [{{id: \"{key}\", title: A}}]")).sources[0].id.value, key);
    }
    for doi in ["10.1000/182", "doi:10.1000/182", "DOI: 10.1000/182", "http://dx.doi.org/10.1000/182"] {
        let article = clean(&format!("sources: [{{id: a, title: A, doi: \"{doi}\"}}]"));
        assert_eq!(article.sources[0].doi.as_ref().map(|doi| doi.value.as_str()), Some("10.1000/182"));
    }
}

#[test]
fn the_first_of_two_equal_ids_is_named() {
    let text = "title: T\nsources: [{id: a, title: A}, {id: a, title: B}]\n";
    let read = read(text);
    let first = read.diagnostics[0].related[0].0.span.expect("a place");
    assert_eq!(first.start as usize, text.find("id: a").expect("the first") + 4);
}

#[test]
fn ids_of_sections_and_questions_are_unique() {
    wrong("sections: [{title: A, id: x, sections: [{title: B, id: x}]}]", "duplicate-id: the id `x` stands twice @ x");
    wrong(
        "sections: [{title: A, id: x}]\nfaqs: [{question: Q, answer: A, id: x}]",
        "duplicate-id: the id `x` stands twice @ x",
    );
    wrong("sections: [{title: A, id: a b}]", "invalid-value: `id` holds a space, so no link can point to it @ a b");
}

#[test]
fn a_question_needs_an_answer_and_an_answer_a_question() {
    wrong("faqs: [{question: Why?}]", "incomplete-faq: this question has no `answer` @ ");
    wrong("faqs: [{answer: So.}]", "incomplete-faq: this answer has no `question` @ ");
    wrong("faqs: [{question: Why?, answer: \"\"}]", "invalid-value: `answer` is empty @ \"\"");
}

#[test]
fn other_fields_say_what_is_wrong_with_them() {
    wrong("kind: Opinon", "invalid-value: `kind` cannot be `Opinon` @ Opinon");
    wrong("draft: \"true\"", "wrong-type: `draft` must be `true` or `false`, not a text @ \"true\"");
    wrong("weight: 1.5", "wrong-type: `weight` must be a whole number, not `1.5` @ 1.5");
    wrong("authors: \"Jane, Jo\"", "wrong-type: `authors` must be a list, not a text @ \"Jane, Jo\"");
    wrong("authors: [{role: x}]", "missing-field: this person has no `name` @ ");
    wrong(
        "authors: [{name: A, email: a.example}]",
        "invalid-value: `a.example` in `email` is not an address for mail @ a.example",
    );
    wrong("template: ../x", "invalid-value: `../x` in `template` is not a name: letters, digits, `-` and `_` @ ../x");
    wrong("series: {id: a, part: 0}", "invalid-value: `part` must be from 1 to 100000, not 0 @ 0");
    wrong("corrections: [{date: 2024-01-01}]", "missing-field: this correction has no `text` @ ");
    wrong("titel: x", "unknown-field: unknown field `titel` @ titel");
    wrong("dek: [a]", "wrong-type: `dek` must be a text, not a list @ [a]");
    let hinted = read("title: T\npermalink: /x/\n").diagnostics;
    assert!(hinted[0].help[0].contains("`slug`"), "{hinted:?}");
}

#[test]
fn extra_is_never_looked_into_but_for_equal_keys() {
    let text = "title: T\nextra:\n  k: 1\n  k: 2\n";
    assert_eq!(words(text, &read(text).diagnostics), ["duplicate-field: duplicate field `k` @ k"]);
    assert!(clean("extra: {__proto__: 1, constructor: 2, titel: ~}").extra.is_some());
}
