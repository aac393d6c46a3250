//! Copies of articles in Markdown, as a reader of Markdown reads them.

use byline::compose::files::copies::markdown;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};

/// HTML and the text that it shows.
#[derive(Clone, Debug)]
struct Shown {
    html: String,
    text: String,
}

fn words() -> impl Strategy<Value = Shown> {
    let text = "([*_`#+=|~!:.&<>()\\[\\]{}$'\"\\\\-]|[ab1]| |é|“|…|€|\u{a0}|1\\. |- |\\[x\\] |&amp;|https://a_b/){1,8}";
    text.prop_map(|text| {
        let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Shown { html, text }
    })
}

fn joined(parts: Vec<Shown>) -> Shown {
    let html = parts.iter().map(|part| part.html.as_str()).collect();
    Shown { html, text: parts.into_iter().map(|part| part.text).collect() }
}

fn line() -> impl Strategy<Value = Shown> {
    let element = prop::sample::select(vec![
        "em", "strong", "b", "i", "del", "code", "sup", "sub", "span", "kbd", "mark", "cite",
    ]);
    words().prop_recursive(3, 12, 3, move |inner| {
        let inner = prop::collection::vec(inner, 1..4).prop_map(joined);
        prop_oneof![
            (inner.clone(), element.clone())
                .prop_map(|(Shown { html, text }, name)| { Shown { html: format!("<{name}>{html}</{name}>"), text } }),
            inner
                .clone()
                .prop_map(|Shown { html, text }| Shown { html: format!("<a href=\"/x(y)\">{html}</a>"), text }),
            inner.clone().prop_map(|Shown { html, text }| Shown {
                html: format!("{html}<br>{html}"),
                text: format!("{text}{text}")
            }),
            inner,
        ]
    })
}

fn block() -> impl Strategy<Value = Shown> {
    let paragraph = prop::collection::vec(line(), 1..4).prop_map(joined);
    let leaf = (paragraph, prop::sample::select(vec!["p", "h2", "h4", "div", "pre", "figcaption", "dt"]));
    let leaf = leaf.prop_map(|(Shown { html, text }, name)| Shown { html: format!("<{name}>{html}</{name}>\n"), text });
    let leaf = prop_oneof![3 => leaf, 1 => line()];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let inner = prop::collection::vec(inner, 1..4);
        let list = (inner.clone(), prop::sample::select(vec!["ul", "ol", "ol start=\"7\""]));
        let list = list.prop_map(|(items, name)| {
            let Shown { html, text } = joined(
                items
                    .into_iter()
                    .map(|Shown { html, text }| Shown { html: format!("<li>{html}</li>\n"), text })
                    .collect(),
            );
            Shown { html: format!("<{name}>\n{html}</{}>\n", name.get(..2).unwrap_or(name)), text }
        });
        let table = inner.clone().prop_map(|cells| {
            let Shown { html, text } = joined(
                cells
                    .into_iter()
                    .map(|Shown { html, text }| Shown { html: format!("<td>{html}</td>"), text })
                    .collect(),
            );
            Shown { html: format!("<table><tr>{html}</tr></table>"), text }
        });
        let within = (inner, prop::sample::select(vec!["blockquote", "div", "section", "aside", "dd"]));
        let within = within.prop_map(|(parts, name)| {
            let Shown { html, text } = joined(parts);
            Shown { html: format!("<{name}>{html}</{name}>"), text }
        });
        prop_oneof![list, table, within]
    })
}

/// Without white space, which Markdown folds in its own way.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn read_back(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let texts = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        _ => None,
    });
    bare(&texts.collect::<String>())
}

proptest! {
    #[test]
    fn a_reader_of_markdown_reads_the_text_of_the_html(shown in prop::collection::vec(block(), 1..4).prop_map(joined)) {
        let markdown = markdown(&shown.html);
        prop_assert_eq!(read_back(&markdown), bare(&shown.text), "{}\n---\n{}", shown.html, markdown);
    }
}
