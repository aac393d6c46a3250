//! What holds for any text.

use proptest::prelude::*;

use super::front_matter::section;
use super::*;
use crate::parse::front_matter::FaqField;
use crate::parse::markdown::flow::Shared;

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
        "](x.md)".repeat(20_000),
        "<b>".repeat(20_000) + &"</i>".repeat(20_000),
        (0..20_000).map(|number| format!("<x{number}>")).collect(),
        format!("<div {}b=\">", "<a b=x ".repeat(20_000)),
        format!("<div>{}", "<!-- ".repeat(20_000)),
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
    #[test]
    fn a_line_that_needs_no_parser_gives_what_the_parser_gives(line in "[ab19w .,;?()%/–—é漢]{0,30}", smart: bool) {
        let path = path();
        let options = ParseOptions {
            markdown: MarkdownOptions { smart_punctuation: smart, ..options().markdown },
            ..options()
        };
        let (mut one, mut other) = (Shared::new(&path, &options), Shared::new(&path, &options));
        prop_assert_eq!(one.inline(&text(&line, 5), 0), other.parsed_inline(&text(&line, 5), 0));
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
