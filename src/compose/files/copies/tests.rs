use proptest::prelude::*;

use super::markdown;

fn is(html: &str, expected: &str) {
    assert_eq!(markdown(html), expected, "{html}");
}

#[test]
fn each_kind_of_block_has_its_sign() {
    is("<h2 id=\"a\">A <em>b</em></h2>\n<p>One\ntwo.</p>", "## A _b_\n\nOne two.\n");
    is("<ul>\n<li>a</li>\n<li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c\n");
    is("<ol start=\"9\"><li><p>a</p><p>b</p></li><li>c</li></ol>", "9. a\n\n   b\n\n10. c\n");
    is("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b\n");
    is("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n");
    is("<div role=\"note\"><p>Note</p><p>a</p></div>", "> Note\n>\n> a\n");
    is(
        "<div role=\"note\"><p class=\"callout-title\"><span>Tip</span> Try <em>this</em></p><p>a</p></div>",
        "> **Tip: Try _this_**\n>\n> a\n",
    );
    is("<div role=\"note\"><p class=\"callout-title\"><span>Tip</span></p><p>a</p></div>", "> **Tip**\n>\n> a\n");
    is("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb\n");
    is("<p>a</p><hr><p>b</p>", "a\n\n***\n\nb\n");
    is("<div><p>loose <b>text</b></p>more</div>", "loose **text**\n\nmore\n");
    is("", "");
    is("<p> </p><ul><li></li></ul>", "");
}

#[test]
fn a_mark_that_is_not_written_makes_no_picture_of_a_link() {
    is("<p>a<em>\u{a0}!</em><a href=\"/x\">b</a></p>", "a\u{a0}\\![b](/x)\n");
}

#[test]
fn code_keeps_its_lines_and_its_signs() {
    is(
        "<pre tabindex=\"0\"><code class=\"language-rust\"><span class=\"k\">fn</span> a() {\n\n    *b\n}\n</code></pre>",
        "```rust\nfn a() {\n\n    *b\n}\n```\n",
    );
    is("<pre><code>```\na &lt; b\n```\n</code></pre>", "````\n```\na < b\n```\n````\n");
    is("<p><code>`a`</code> and <code>b</code></p>", "`` `a` `` and `b`\n");
}

#[test]
fn a_table_has_a_head_and_the_same_number_of_cells_in_each_row() {
    is(
        "<table><thead><tr><th>a</th><th class=\"align-right\">b|c</th></tr></thead><tbody><tr><td><p>1</p><p>2</p></td></tr></tbody></table>",
        "| a | b&#124;c |\n| --- | ---: |\n| 1 2 |  |\n",
    );
    is("<table><caption>C</caption><tr><td>a</td></tr></table>", "C\n\n|  |\n| --- |\n| a |\n");
}

#[test]
fn a_link_a_picture_and_a_break_are_written_within_the_line() {
    is("<p><a href=\"https://a.example/x y\">b [c]</a></p>", "[b \\[c\\]](https://a.example/x%20y)\n");
    is(
        "<figure><img alt=\"A *b*\" src=\"https://a.example/p.png\"><figcaption>C</figcaption></figure>",
        "![A \\*b\\*](https://a.example/p.png)\n\nC\n",
    );
    is("<p>a<br> b <br></p>", "a\\\nb\n");
    is("<p>See <a href=\"https://a.example/x\">https://a.example/x</a></p>", "See <https://a.example/x>\n");
    is("<p><a id=\"x\"></a><a href=\"#y\"> </a>a</p>", "a\n");
}

#[test]
fn a_citation_is_its_number_and_a_footnote_a_footnote() {
    is(
        "<p>Tides <sup class=\"cite\">[<a href=\"#source-a\" role=\"doc-biblioref\">1</a>]</sup>(twice).</p>",
        "Tides [1]\\(twice).\n",
    );
    is("<p><sup class=\"cite\">[<a href=\"#a\">1</a>, p. [3]]</sup></p>", "[1, p. \\[3\\]]\n");
    is(
        "<p>a<sup><a href=\"#fn-1\" class=\"footnote-ref\">1</a></sup></p><div class=\"footnotes\" role=\"doc-endnotes\"><ol><li id=\"fn-1\"><p>b <a href=\"#fnref-1\" class=\"footnote-backref\">↩</a></p></li></ol></div>",
        "a[^1]\n\n[^1]: b\n",
    );
    is("<p>10<sup>6</sup> m</p>", "10<sup>6</sup> m\n");
}

#[test]
fn text_that_reads_as_a_mark_is_escaped_and_no_other() {
    is(
        "<p>2 * 3, snake_case, _x_, AT&amp;T &amp;amp; &eacute; &lt;b&gt;</p>",
        "2 \\* 3, snake_case, \\_x\\_, AT\\&T \\&amp; &eacute; \\<b>\n",
    );
    is(
        "<p>1. a</p><p># b</p><p>- c</p><p>&gt; d</p><p>1.5 m - e</p>",
        "1\\. a\n\n\\# b\n\n\\- c\n\n\\> d\n\n1.5 m - e\n",
    );
    is("<h2>C #</h2>", "## C \\#\n");
    is("<p>Hello! <b>a</b>!<a href=\"x\">b</a></p>", "Hello! **a**\\![b](x)\n");
}

#[test]
fn a_number_begins_a_list_only_at_the_beginning_of_a_line_and_if_it_has_nine_digits_or_fewer() {
    is("<p>123456789. a</p><p>1234567890. b</p>", "123456789\\. a\n\n1234567890. b\n");
    is("<p>a<br>123456789. b<br>1234567890. c<br># d</p>", "a\\\n123456789\\. b\\\n1234567890. c\\\n\\# d\n");
    is("<p>a 1. b</p>", "a 1. b\n");
}

#[test]
fn a_line_as_long_as_a_shelf_of_books_is_written_without_going_through_it_again_for_each_character() {
    let digits = "1".repeat(4_000_000);
    is(&format!("<p>{digits}</p>"), &format!("{digits}\n"));
    let links = "<a href=\"/x\">a</a> - ".repeat(100_000);
    is(&format!("<p>{links}</p>"), &format!("{}\n", "[a](/x) - ".repeat(100_000).trim_end()));
    is(&"<a ".repeat(100_000), &format!("{}\n", "\\<a ".repeat(100_000).trim_end()));
}

#[test]
fn white_space_never_stands_within_a_mark_and_a_mark_that_would_not_be_read_is_left_out() {
    is("<p>a<em> b </em>c</p>", "a _b_ c\n");
    is("<p>in<em>ner</em>most, <b>a</b><b>b</b>, x<em>!</em>y</p>", "in*ner*most, ab, x!y\n");
    is("<p><em><strong>a</strong> b</em> <em></em></p>", "_**a** b_\n");
}

#[test]
fn what_is_no_text_is_left_out() {
    is("<p>a<!-- b --><script>c</script><style>d</style></p>", "a\n");
}

proptest! {
    #[test]
    fn any_html_ends_in_markdown(html in "(</?(a href=x|b|i|p|ul|ol|li|table|tr|td|pre|code|h2|div|blockquote|dt|br|img src=y alt=z)>|[*_`#&<>|!.:1a \n\\[\\]()\\\\~-]|&amp;|é){0,60}") {
        markdown(&html);
    }

    #[test]
    fn deep_html_ends_in_markdown(depth in 0..5000_usize, name in "b|div|ul|blockquote|a href=x|table") {
        let markdown = markdown(&format!("{}x", format!("<{name}>").repeat(depth)));
        prop_assert!(markdown.contains('x'));
    }
}
