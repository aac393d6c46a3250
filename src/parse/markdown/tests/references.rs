//! Links, pictures, citations and footnotes.

use super::*;
use crate::parse::document::{Citation, LinkTarget};

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
    assert!(reading.references.anchors().eq(["boats"]));
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

#[test]
fn footnotes_are_numbered_by_their_first_reference() {
    assert_eq!(
        html("a[^b] c[^a] d[^b]\n\n[^a]: One [^c].\n\n[^b]: Two.\n\n[^c]: Three.\n"),
        "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup> \
         c<sup><a href=\"#fn-2\" id=\"fnref-2\" class=\"footnote-ref\" role=\"doc-noteref\">2</a></sup> \
         d<sup><a href=\"#fn-1\" id=\"fnref-1-2\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup></p>\n\
         <div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
         <li id=\"fn-1\">\n<p>Two. <a href=\"#fnref-1\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}</a> \
         <a href=\"#fnref-1-2\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}<sup>2</sup></a></p>\n</li>\n\
         <li id=\"fn-2\">\n<p>One <sup><a href=\"#fn-3\" id=\"fnref-3\" class=\"footnote-ref\" role=\"doc-noteref\">3</a></sup>. \
         <a href=\"#fnref-2\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}</a></p>\n</li>\n\
         <li id=\"fn-3\">\n<p>Three. <a href=\"#fnref-3\" class=\"footnote-backref\" role=\"doc-backlink\">↩\u{fe0e}</a></p>\n</li>\n\
         </ol>\n</div>\n"
    );
}

#[test]
fn a_footnote_written_before_a_call_out_keeps_its_text() {
    assert!(html("a[^n]\n\n[^n]: Kept.\n\n> [!TIP] Title\n> Text.\n").contains("<p>Kept. <a"));
}

#[test]
fn a_footnote_that_ends_in_a_call_out_has_its_way_back_behind_it() {
    for block in ["> [!TIP] T\n    > x", ":::aside[L]\n    x\n    :::", ":::details[L]\n\n    x\n\n    :::"] {
        let html = html(&format!("a[^1].\n\n[^1]: {block}\n"));
        assert!(html.contains("<p>x</p>\n{close} <a href=\"#fnref-1\""), "{html}");
    }
    assert!(html("a[^1].\n\n[^1]: x [@k]\n").contains("<p>x {cite 0} <a href=\"#fnref-1\""));
}

#[test]
fn of_two_footnotes_with_one_label_the_second_is_named() {
    let (reading, found) = body("a[^1]\n\n[^1]: One.\n\n[^1]: Two.\n");
    assert_eq!(found, mistake(Code::UnusedFootnote, "[^1]:"));
    assert!(reading.prose.body.html.contains("One.") && !reading.prose.body.html.contains("Two."));
}

#[test]
fn a_footnote_marked_in_a_caption_or_a_label_is_one_mistake() {
    for line in ["![p](p.png \"Cap[^c]\")", ":::aside[Cap[^c]]\nx\n:::"] {
        assert_eq!(mistakes(&format!("{line}\n\n[^c]: Note.\n")), mistake(Code::UndefinedFootnote, "[^c]"), "{line}");
    }
}

#[test]
fn a_mark_of_emphasis_within_a_citation_is_named_since_it_is_printed() {
    assert_eq!(mistakes("[see *Ulysses* @k, p. 3]"), mistake(Code::PrintedMarkup, "*Ulysses*"));
    assert_eq!(mistakes("[@k_a, p. 3; @k_b] *[@k]* ![a *b* [@c]](d.png)"), []);
}

#[test]
fn a_footnote_that_is_not_written_or_not_used_is_named() {
    assert_eq!(mistakes("a[^x]"), mistake(Code::UndefinedFootnote, "[^x]"));
    assert_eq!(mistakes("a `[^x]` \\[^x]"), []);
    let (reading, found) = body("a\n\n[^x]: [b](c.md)\n");
    assert_eq!(found, mistake(Code::UnusedFootnote, "[^x]:"));
    assert_eq!((reading.prose.body.html.as_str(), reading.references.links.len()), ("<p>a</p>\n", 0));
}

#[test]
fn a_citation_knows_the_heading_or_question_that_it_stands_below() {
    let markdown = "[@a]\n\n## One\n\n[@b][^1]\n\n> ## Two\n>\n> [@c]\n\n## Questions {.faqs}\n\n### Why?\n\n[@d]\n\n## Three\n\n[@e]\n\n[^1]: [@f]\n";
    let Reading { references, .. } = clean(markdown);
    let below = |citation: &Citation| references.title_of(citation.spot).unwrap_or("-").to_owned();
    let below: Vec<String> = references.citations.iter().map(below).collect();
    assert_eq!(below, ["-", "One", "Two", "Why?", "Three", "-"]);
}
