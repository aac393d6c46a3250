//! Every example of the CommonMark specification and of GitHub's extensions.

use super::directive;
use super::flow::{Flow, Role, Shared};
use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::parse::ParseOptions;
use crate::text::{RelPath, SourceMap};

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

fn examples(text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with(&fence) || !line.ends_with("example") {
            continue;
        }
        let mut parts = [String::new(), String::new()];
        let mut part = 0;
        for line in lines.by_ref() {
            if line == fence {
                break;
            }
            if line == "." && part == 0 {
                part = 1;
                continue;
            }
            parts[part].push_str(&line.replace('→', "\t"));
            parts[part].push('\n');
        }
        let [markdown, html] = parts;
        examples.push(Example { number: examples.len() + 1, markdown, html });
    }
    examples
}

fn render(markdown: &str) -> String {
    let path = RelPath::new("content/example.md").expect("the path is clean");
    let options = ParseOptions {
        markdown: MarkdownOptions { raw_html: true, smart_punctuation: false, callouts: Vec::new() },
        taxonomies: Vec::new(),
        timezone: Zone::utc(),
        language: "en".to_owned(),
        search: true,
        languages: Vec::new(),
    };
    let mut shared = Shared::new(&path, &options);
    // Links and pictures are holes otherwise, which only a site can fill.
    shared.alone = true;
    let map = SourceMap::copied_from(0, markdown.len());
    let mut draft = directive::cut(&path, markdown, map, false, &mut shared.diagnostics);
    draft.control = true;
    let written = Flow::new(&mut shared, &draft, Role::Body, 0).run();
    written.markup.html
}

/// What byline writes beyond the specification, taken away again: ids of headings, level 1 shown as level 2, code that
/// can be reached by keyboard and is highlighted, tables that can scroll, and classes and labels in tables and tasks.
fn without_extras(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<h").filter(|_| true) {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        let is_heading = tag.as_bytes().get(2).is_some_and(u8::is_ascii_digit) && tag[3..].starts_with(" id=\"");
        let end = tag.find('>').unwrap_or(tag.len() - 1);
        plain.push_str(if is_heading { &tag[..3] } else { &tag[..end] });
        rest = &tag[end..];
    }
    plain.push_str(rest);
    plain
        .replace("<pre tabindex=\"0\">", "<pre>")
        .replace("<div class=\"table-wrap\" tabindex=\"0\">\n", "")
        .replace("</table>\n</div>\n", "</table>\n")
        .replace(" class=\"task\"", "")
        .replace("<label>", "")
        .replace("</label>", "")
        .replace("</span>", "")
        .split("<span class=\"hl-")
        .enumerate()
        .map(|(number, part)| if number == 0 { part } else { part.split_once("\">").map_or(part, |(_, text)| text) })
        .collect()
}

/// The specification's HTML with level 1 as level 2, and attributes in byline's form.
fn as_byline_has_it(html: &str) -> String {
    html.replace("<hr />", "<hr>")
        .replace("<br />", "<br>")
        .replace("<h1>", "<h2>")
        .replace("</h1>", "</h2>")
        .replace(" align=\"", " class=\"align-")
        .replace("<input checked=\"\" disabled=\"\" type=\"checkbox\">", "<input type=\"checkbox\" disabled checked>")
        .replace("<input disabled=\"\" type=\"checkbox\">", "<input type=\"checkbox\" disabled>")
}

fn run(name: &str, text: &str, exceptions: &[(usize, &str)], expected_count: usize) {
    let examples = examples(text);
    assert_eq!(examples.len(), expected_count, "{name}: all examples are read");
    let mut passed = 0;
    let mut failures = String::new();
    for Example { number, markdown, html } in &examples {
        let written = without_extras(&render(markdown));
        let right = written == as_byline_has_it(html);
        let excepted = exceptions.iter().find(|(except, _)| except == number);
        match (right, excepted) {
            (true, None) => passed += 1,
            (false, Some(_)) => {}
            (true, Some((_, reason))) => {
                failures.push_str(&format!("\nexample {number} passes, but is excepted: {reason}\n"))
            }
            (false, None) => {
                failures
                    .push_str(&format!("\nexample {number}:\n{markdown}\nexpected:\n{html}\nwritten:\n{written}\n"));
            }
        }
    }
    println!("{name}: {passed} of {} pass, {} excepted", examples.len(), exceptions.len());
    assert!(failures.is_empty(), "{failures}");
}

/// Examples of CommonMark that byline means otherwise, each with its reason.
const COMMONMARK: [(usize, &str); 7] = [
    (548, "`[[foo]]` is a wiki link"),
    (559, "`[[*foo* bar]]` is a wiki link"),
    (590, "`![[foo]]` is a picture by its wiki name"),
    (606, "GitHub's autolinks: a bare address of mail is a link"),
    (608, "GitHub's autolinks: a bare address is a link"),
    (611, "GitHub's autolinks: a bare address is a link"),
    (612, "GitHub's autolinks: a bare address of mail is a link"),
];

/// Examples of GitHub's extensions that byline means otherwise, each with its reason.
const GITHUB: [(usize, &str); 0] = [];

#[test]
fn every_example_of_commonmark_gives_its_html() {
    run("CommonMark 0.31.2", include_str!("../../../tests/spec/commonmark-0.31.2.txt"), &COMMONMARK, 652);
}

#[test]
fn every_example_of_githubs_extensions_gives_its_html() {
    run("GitHub's extensions", include_str!("../../../tests/spec/gfm-extensions.txt"), &GITHUB, 25);
}
