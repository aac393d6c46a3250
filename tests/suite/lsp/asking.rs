//! What editors ask: completion, definitions, references, what is below the cursor; and the protocol itself.

use serde_json::{Value, json};

use super::super::support::write;
use super::client::{Client, Watches};
use super::{OTHER, PATH, site, start};

/// What may be typed at the end of a text that takes the place of `Because.`, which stands in the body.
#[track_caller]
fn offered(client: &mut Client, typed: &str) -> Vec<(String, String)> {
    client.change(PATH, "Because.", typed);
    let found = client.completions(PATH, typed);
    client.change(PATH, typed, "Because.");
    found
}

fn labels(offers: &[(String, String)]) -> Vec<&str> {
    offers.iter().map(|(label, _)| label.as_str()).collect()
}

#[test]
fn fields_that_are_not_there_yet_are_offered_also_within_others() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.change(PATH, "tags: [moon]", "tags: [moon]\nup");
    let offers = client.completions(PATH, "[moon]\nup");
    assert_eq!(offers[0], ("updated".to_owned(), "updated: ".to_owned()));
    client.change(PATH, "[moon]\nup", "[moon]\n");
    let offers = client.completions(PATH, "[moon]\n");
    let names = labels(&offers);
    for name in ["published", "reviewers", "faqs", "image", "slug"] {
        assert!(names.contains(&name), "{names:?}");
    }
    for name in ["title", "tags", "sources", "date", "faq"] {
        assert!(!names.contains(&name), "{name} is there already, or is another name of a field");
    }
    client.change(PATH, "    date: 2020\n", "    date: 2020\n    p\n");
    let offers = client.completions(PATH, "date: 2020\n    p");
    let names = labels(&offers);
    assert!(names.contains(&"publisher") && names.contains(&"pages"), "{names:?}");
    assert!(!names.contains(&"slug"), "{names:?}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn values_are_offered_that_the_field_or_the_site_has() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    let value = |client: &mut Client, field: &str| {
        client.change(PATH, "dek: Twice a *day*.", field);
        let offers = client.completions(PATH, field);
        client.change(PATH, field, "dek: Twice a *day*.");
        labels(&offers).into_iter().map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(value(&mut client, "kind: re"), ["review"]);
    assert!(value(&mut client, "kind: ").contains(&"news".to_owned()));
    assert_eq!(value(&mut client, "draft: "), ["true", "false"]);
    assert_eq!(value(&mut client, "reviewers: [ja"), ["jane-example"]);
    assert_eq!(value(&mut client, "editors:\n  - "), ["jane-example"]);
    assert_eq!(value(&mut client, "image:\n  src: "), ["storms/boat.svg"]);
    client.change(PATH, "tags: [moon]", "tags: [moon, w]");
    assert_eq!(labels(&client.completions(PATH, "tags: [moon, w")), ["wind"]);
    client.change(PATH, "related: [storms/index.md]", "related: [li]");
    assert_eq!(labels(&client.completions(PATH, "related: [li")), ["lighthouses.md"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_text_is_completed_by_what_stands_before_the_cursor() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    let pair = |label: &str, insert: &str| (label.to_owned(), insert.to_owned());
    assert_eq!(offered(&mut client, "It [@"), [pair("own2020", "own2020"), pair("shared2019", "shared2019")]);
    assert_eq!(offered(&mut client, "It [see @own2020; @sh"), [pair("shared2019", "shared2019")]);
    assert_eq!(offered(&mut client, "It [x](light"), [pair("lighthouses.md", "lighthouses.md")]);
    // By its title, too.
    assert_eq!(offered(&mut client, "It [x](Jane"), [pair("../people/jane-example.md", "../people/jane-example.md")]);
    assert_eq!(offered(&mut client, "It [x](storms/index.md#"), [pair("surge", "surge")]);
    assert_eq!(labels(&offered(&mut client, "It [x](#")), ["why", "how-it-began"]);
    assert_eq!(offered(&mut client, "It [x](/coast/li"), [pair("/coast/lighthouses/", "/coast/lighthouses/")]);
    assert_eq!(offered(&mut client, "It ![x]("), [pair("storms/boat.svg", "storms/boat.svg")]);
    assert_eq!(offered(&mut client, "It [[Light"), [pair("Lighthouses", "Lighthouses]]")]);
    assert_eq!(offered(&mut client, "It [[Storms#"), [pair("surge", "surge")]);
    assert_eq!(labels(&offered(&mut client, "> [!T"))[0], "TIP");
    let containers = offered(&mut client, "\n:::pull");
    assert_eq!(labels(&containers), ["pullquote"]);
    assert_eq!(containers[0].1, "pullquote[$1]\n$0\n:::");
    assert!(labels(&offered(&mut client, "Now.\n\n::")).contains(&"newsletter"));
    assert_eq!(offered(&mut client, "It :abbr"), [pair("abbr", "abbr[$1]{title=\"$2\"}")]);
    assert_eq!(offered(&mut client, "It :abbr[ESA]{"), [pair("title", "title=\"$1\"")]);
    assert_eq!(labels(&offered(&mut client, "\n:::pullquote{ci")), ["cite"]);
    assert_eq!(offered(&mut client, "It is: a text"), []);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn completion_goes_on_while_front_matter_cannot_be_read() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.quiet();
    client.change(PATH, "title: Tides", "title: [Tides");
    let offers = offered(&mut client, "It [@");
    assert_eq!(labels(&offers), ["own2020", "shared2019"]);
    client.quiet();
    client.open(OTHER);
    client.change(OTHER, "High water.", "High water, say [the tides](../tides.md#");
    let offers = client.completions(OTHER, "../tides.md#");
    assert_eq!(labels(&offers), ["why", "how-it-began"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_definition_is_where_something_was_written() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    let mut at = |words: &str| {
        let at = client.behind(PATH, words);
        let answer = client.request("textDocument/definition", at);
        client.places(&answer)
    };
    assert_eq!(at("See [sto"), ["content/coast/storms/index.md:## Surge {#surge}"]);
    assert_eq!(at("storms/index.md#su"), ["content/coast/storms/index.md:## Surge {#surge}"]);
    assert_eq!(at("[[Light"), ["content/coast/lighthouses.md:"]);
    assert_eq!(at("](#w"), ["content/coast/tides.md:## Why {#why}"]);
    assert_eq!(at("[@own"), ["content/coast/tides.md:own2020"]);
    assert_eq!(at("@shared"), ["content/sources.yml:shared2019"]);
    assert_eq!(at("[jane"), ["content/people/jane-example.md:"]);
    assert_eq!(at("[storms/ind"), ["content/coast/storms/index.md:"]);
    assert_eq!(at("storms/boat"), ["content/coast/storms/boat.svg:"]);
    let component = at(":::asi");
    assert_eq!(component.len(), 1);
    assert!(component[0].starts_with("templates/components/aside.html:"), "{component:?}");
    assert_eq!(at("The moon"), [""; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn references_are_all_that_leads_here() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    let mut at = |words: &str, with_itself: bool| {
        let mut params = client.behind(PATH, words);
        params["context"] = json!({ "includeDeclaration": with_itself });
        let answer = client.request("textDocument/references", params);
        client.places(&answer)
    };
    let to_tides = [
        "content/coast/lighthouses.md:tides.md",
        "content/coast/storms/index.md:../tides.md#how-it-began",
        "content/coast/storms/index.md:../tides.md#why",
    ];
    assert_eq!(at("title: Ti", false), to_tides);
    assert_eq!(at("## Wh", false), ["content/coast/storms/index.md:../tides.md#why", "content/coast/tides.md:#why"]);
    let with_itself = at("## Wh", true);
    assert!(with_itself.contains(&"content/coast/tides.md:## Why {#why}".to_owned()), "{with_itself:?}");
    assert_eq!(at("@shared", false), ["content/coast/storms/index.md:shared2019", "content/coast/tides.md:shared2019"]);
    assert_eq!(at("id: own", false), ["content/coast/tides.md:own2020"]);
    let of_jane = ["content/coast/storms/index.md:jane-example", "content/coast/tides.md:jane-example"];
    assert_eq!(at("[jane", false), of_jane);
    let to_storms =
        ["content/coast/lighthouses.md:/coast/storms/#surge", "content/coast/tides.md:storms/index.md#surge"];
    assert_eq!(at("storms/index.md#su", false), to_storms);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn below_the_cursor_is_what_readers_would_see() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    let mut at = |words: &str| {
        let at = client.behind(PATH, words);
        let answer = client.request("textDocument/hover", at);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(at("[@own"), "Jane Example. A paper of our own, 2020.");
    assert_eq!(at("@shared"), "John Sample. A paper for all, 2019.");
    assert_eq!(at("See [sto"), "Storms\nWhat the wind does.");
    assert_eq!(at("[jane"), "Jane Example\nReporter");
    assert_eq!(at(":::asi"), ":::aside[label] … :::");
    assert_eq!(at("The moon"), "");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_outline_has_headings_one_below_the_other() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.change(PATH, "## How it began", "### More\n\nText.\n\n## How it began");
    let uri = client.uri(PATH);
    let outline = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    let name = |symbol: &Value| symbol["name"].as_str().expect("a name").to_owned();
    let symbols = outline.as_array().expect("a list");
    assert_eq!(symbols.iter().map(name).collect::<Vec<String>>(), ["Why", "How it began"]);
    assert_eq!(name(&symbols[0]["children"][0]), "More");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_protocol_is_kept_at_its_edges() {
    let site = site();
    let mut client = Client::spawn(site.path(), &["lsp"]);
    assert_eq!(client.answer_to("textDocument/hover", json!({}))["error"]["code"], -32002, "not yet begun");
    let greeting = client.initialize(Watches::Files);
    assert_eq!(greeting["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(client.answer_to("workspace/nonsense", json!({}))["error"]["code"], -32601);
    assert_eq!(client.answer_to("textDocument/hover", json!({ "x": 1 }))["error"]["code"], -32602);
    client.notify("workspace/nonsense", json!({}));
    client.open(PATH);
    let (id, hover) = {
        let at = client.behind(PATH, "title");
        client.asking("textDocument/hover", at)
    };
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } });
    client.send(&[hover, cancel]);
    let answer = client.answer(id);
    assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "{answer}");
    // A file that is none of the site's, and one that is no file at all.
    for uri in ["file:///nowhere/else.md", "untitled:one"] {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": "x" });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let position = json!({ "line": 0, "character": 0 });
        let at = json!({ "textDocument": { "uri": uri }, "position": position });
        assert_eq!(client.request("textDocument/hover", at), Value::Null);
    }
    client.request("shutdown", Value::Null);
    assert_eq!(client.answer_to("textDocument/hover", json!({}))["error"]["code"], -32600, "it is shut down");
    client.notify("exit", Value::Null);
    assert_eq!(client.code(), Some(0));
    let mut rude = Client::spawn(site.path(), &["lsp"]);
    rude.initialize(Watches::Files);
    rude.notify("exit", Value::Null);
    assert_eq!(rude.code(), Some(1), "the editor left without a word");
}

#[test]
fn the_site_is_found_above_the_file_or_where_the_command_line_says() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let put = |path: &str, text: &str| write(&place.path().join(path), text.as_bytes());
    put("docs/site.toml", "title = \"Site\"\nbase_url = \"https://site.example\"\n");
    put("docs/content/a.md", "---\ntitle: A\n---\n[x](nowhere.md)\n");
    let shown = |client: &mut Client, path: &str| {
        let found = client.wait_for(path, |shown| !shown.is_empty());
        found[0]["code"].as_str().expect("a code").to_owned()
    };
    let mut client = Client::spawn(place.path(), &["lsp"]);
    client.initialize(Watches::Files);
    client.open("docs/content/a.md");
    assert_eq!(shown(&mut client, "docs/content/a.md"), "broken-link");
    assert_eq!(client.end(), Some(0));
    let mut client = Client::spawn(place.path(), &["lsp", "--root", "docs"]);
    client.initialize(Watches::Files);
    assert_eq!(shown(&mut client, "docs/content/a.md"), "broken-link");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_term_is_offered_as_articles_write_it_and_quoted_where_yaml_means_something_else() {
    let site = site();
    let odd = r##"---
title: Odd
tags: ["Köln, Bonn", "History: ports", "#5", "[br]", "- dash", "null", moon]
---

Text.
"##;
    write(&site.path().join("content/coast/odd.md"), odd.as_bytes());
    let moon = "---\ntitle: Moon\n---\n\nAbove.\n";
    write(&site.path().join("content/tags/moon/_index.md"), moon.as_bytes());
    let mut client = start(site.path());
    client.open(PATH);
    client.change(PATH, "tags: [moon]", "tags: []");
    let offers = client.completions(PATH, "tags: [");
    let inserted: Vec<&str> = offers.iter().map(|(_, insert)| insert.as_str()).collect();
    for term in ["\"Köln, Bonn\"", "\"History: ports\"", "\"#5\"", "\"[br]\"", "\"- dash\"", "\"null\"", "moon", "wind"]
    {
        assert!(inserted.contains(&term), "{term} is not in {inserted:?}");
    }
    assert!(!inserted.contains(&"Moon"), "{inserted:?}");
    // The quotes that are there are taken along.
    client.change(PATH, "tags: []", "tags: [\"Kö\"]");
    let place = client.behind(PATH, "tags: [\"Kö");
    let answer = client.request("textDocument/completion", place);
    assert_eq!(client.words(PATH, &answer["items"][0]["textEdit"]["range"]), "\"Kö\"");
    assert_eq!(answer["items"][0]["textEdit"]["newText"], "\"Köln, Bonn\"");
    client.change(PATH, "tags: [\"Kö\"]", "tags:\n  - His");
    assert_eq!(client.completions(PATH, "tags:\n  - His")[0].1, "\"History: ports\"");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_link_is_offered_in_a_way_that_leads_there() {
    let site = site();
    let odd = "---\ntitle: Interview | Jo Doe\n---\n\nText.\n";
    write(&site.path().join("content/coast/interview.md"), odd.as_bytes());
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>\n";
    write(&site.path().join("content/coast/h#sh a.svg"), drawing.as_bytes());
    let mut client = start(site.path());
    client.open(PATH);
    let pair = |label: &str, insert: &str| (label.to_owned(), insert.to_owned());
    assert_eq!(offered(&mut client, "It [[Interv"), [pair("Interview | Jo Doe", "interview]]")]);
    assert_eq!(offered(&mut client, "It [x](h")[0], pair("h#sh a.svg", "h%23sh%20a.svg"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn fields_and_links_are_offered_within_braces_and_in_markdown_values_too() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    let mut offered = |typed: &str| {
        client.change(PATH, "dek: Twice a *day*.", typed);
        let offers = client.completions(PATH, typed.trim_end_matches(['}', ']']));
        client.change(PATH, typed, "dek: Twice a *day*.");
        labels(&offers).into_iter().map(str::to_owned).collect::<Vec<String>>()
    };
    let has = |offers: Vec<String>, name: &str| assert!(offers.iter().any(|offer| offer == name), "{offers:?}");
    has(offered("faqs:\n  - {question: x, }"), "answer");
    has(offered("faqs:\n  - {question: x, "), "answer");
    has(offered("image: {src: d.svg, }"), "alt");
    has(offered("corrections:\n  - {"), "date");
    has(offered("contributors: [{name: X, }]"), "role");
    assert_eq!(offered("image: {src: storms/"), ["storms/boat.svg"]);
    has(offered("dek: As said [@"), "own2020");
    has(offered("faqs:\n  - question: x\n    answer: |\n      [x](light"), "lighthouses.md");
    has(offered("faqs:\n  - question: x\n    answer: \"[@sha"), "shared2019");
    client.change(PATH, "sources:\n", "sources:\n  - {id: x, }\n");
    has(labels(&client.completions(PATH, "- {id: x, ")).into_iter().map(str::to_owned).collect(), "publisher");
    assert_eq!(client.end(), Some(0));
}
