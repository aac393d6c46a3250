//! Components and places.

use super::*;
use crate::config::theme::Form;
use crate::parse::document::Place;

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
fn a_directive_is_found_however_much_stands_before_it() {
    for len in 1..70 {
        let text = "x".repeat(len);
        assert_eq!(html(&format!("{text}\n\n::a")), format!("<p>{text}</p>\n{{call 0}}"));
        assert_eq!(html(&format!("{text} :a[b]")), format!("<p>{text} {{call 0}}</p>\n"));
        assert!(html(&format!("{text} ![](c.jpg){{#d}}")).contains("{figure 0}"), "{len}");
    }
}

#[test]
fn an_inline_directive_may_begin_a_line() {
    assert_eq!(html("See\n:a[b] c\n\n:d[e]"), "<p>See\n{call 0} c</p>\n<p>{call 1}</p>\n");
    assert_eq!(html("    :) code\n"), "<pre tabindex=\"0\"><code>:) code\n</code></pre>\n");
    assert!(html("|a|b|\n:-:|:-:\n1|2").contains("align-center"));
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
fn directives_begin_definitions_and_footnotes() {
    assert_eq!(
        html("Term\n: ::a[x]\n: :::b[L]\n  j\n  :::\n: :c[x] y\n: :d e\n"),
        "<dl>\n<dt>Term</dt>\n<dd>\n{call 0}</dd>\n<dd>\n{open 1}j\n{close}</dd>\n<dd>{call 2} y</dd>\n<dd>:d e</dd>\n</dl>\n"
    );
    let notes = html("a[^1] b[^2]\n\n[^1]: ::a[x]\n\n[^2]: :::b[L]\n    j\n    :::\n");
    assert!(notes.contains("<li id=\"fn-1\">\n{call 0} <a"), "{notes}");
    assert!(notes.contains("<li id=\"fn-2\">\n{open 1}<p>j</p>\n{close} <a"), "{notes}");
    assert!(html("a\n: b c: d\n").contains("<dd>b c: d</dd>"));
}

#[test]
fn the_end_of_a_container_that_html_has_swallowed_is_pointed_at() {
    let markdown = ":::aside[L]\n<div>x</div>\n:::\n";
    let Diagnosed { diagnostics, .. } = read(&manuscript(&path(), markdown), &options());
    let found: Vec<_> = diagnostics.iter().map(|found| (found.code, found.related.len())).collect();
    assert_eq!(found, [(Code::UnclosedBlock, 1)]);
    assert!(format!("{diagnostics:?}").contains("a blank line"));
    assert_eq!(mistakes(":::aside[L]\n<div>x</div>\n\n:::\n"), []);
    let Diagnosed { diagnostics, .. } = read(&manuscript(&path(), ":::aside[L]\n```\n:::\n```\n"), &options());
    assert!(diagnostics.iter().all(|found| found.related.is_empty()) && !diagnostics.is_empty());
}

#[test]
fn the_bar_of_an_attribute_needs_its_backslash_in_a_table_alone() {
    let reading = clean("| a |\n|---|\n| :abbr[a]{title=\"p \\| q\"} |\n\n:abbr[b]{title=\"p | q\"}\n");
    let titles: Vec<_> = reading.references.calls.iter().map(|call| call.attributes[0].1.value.as_str()).collect();
    assert_eq!(titles, ["p | q"; 2]);
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
    assert_eq!(html("a\n:) b\n\n:smile: c\n::std is"), "<p>a\n:) b</p>\n<p>:smile: c\n::std is</p>\n");
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
    assert_eq!(mistakes("a :toc[x]"), mistake(Code::DirectiveSyntax, ":toc[x]"));
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
