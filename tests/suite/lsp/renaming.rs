//! New names, and that nothing is broken afterwards.

use serde_json::{Value, json};

use super::super::support::{byline, told};
use super::client::Client;
use super::{OTHER, PATH, PERSON, site, start};

/// Gives what stands behind some words a new name, makes the changes, and checks the site; what it says of `paths` then.
#[track_caller]
fn renamed(path: &str, words: &str, new: &str, expected: &[(&str, &str)]) {
    let site = site();
    let mut client = start(site.path());
    client.open(path);
    let mut params = client.behind(path, words);
    assert_ne!(client.request("textDocument/prepareRename", params.clone()), Value::Null);
    params["newName"] = json!(new);
    let edit = client.request("textDocument/rename", params);
    client.apply(&edit);
    let run = byline(site.path(), &["check"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    for (path, words) in expected {
        let text = std::fs::read_to_string(site.path().join(path)).expect("a file");
        assert!(text.contains(words), "`{words}` is not in {path}:\n{text}");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_id_takes_every_link_to_it_along() {
    renamed(
        PATH,
        "## Wh",
        "cause",
        &[(PATH, "## Why {#cause}"), (PATH, "[below](#cause)"), (OTHER, "[tides](../tides.md#cause)")],
    );
    renamed(
        OTHER,
        "## Su",
        "flood",
        &[
            (OTHER, "## Surge {#flood}"),
            (PATH, "[storms](storms/index.md#flood)"),
            ("content/coast/lighthouses.md", "(/coast/storms/#flood)"),
        ],
    );
}

#[test]
fn the_words_of_a_heading_take_the_links_to_the_id_along_that_is_made_from_them() {
    renamed(
        PATH,
        "## How",
        "What came first",
        &[(PATH, "## What came first\n"), (OTHER, "[the beginning](../tides.md#what-came-first)")],
    );
}

#[test]
fn the_key_of_a_source_takes_every_citation_along() {
    renamed(
        PATH,
        "@shared",
        "sample2019",
        &[
            ("content/sources.yml", "- id: sample2019"),
            (PATH, "[@own2020; @sample2019, p. 3]"),
            (OTHER, "[@sample2019]"),
        ],
    );
    renamed(PATH, "id: own", "example2020", &[(PATH, "- id: example2020"), (PATH, "[@example2020; @shared2019")]);
}

#[test]
fn a_name_that_would_break_something_is_refused_with_the_reason() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    let mut refused = |words: &str, new: &str| {
        let mut params = client.behind(PATH, words);
        params["newName"] = json!(new);
        let answer = client.answer_to("textDocument/rename", params);
        answer["error"]["message"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    };
    assert_eq!(refused("id: own", "shared2019"), "there is a source `shared2019` already, in `content/sources.yml`");
    assert!(refused("id: own", "a b").contains("cannot be the key"));
    assert_eq!(refused("## Wh", "how-it-began"), "this article has an id `how-it-began` already");
    assert!(refused("The moon", "x").contains("put the cursor on a heading"));
    let nothing = client.behind(PATH, "The moon");
    assert_eq!(client.request("textDocument/prepareRename", nothing), Value::Null);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn links_whose_destination_stands_elsewhere_are_mended_there() {
    let site = site();
    let ebb = "---\ntitle: Ebb\n---\nSee [the tides][one], [two] and [Two][].\n\n[one]: tides.md#why\n[two]: <tides.md> \"T\"\n";
    super::super::support::write(&site.path().join("content/coast/ebb.md"), ebb.as_bytes());
    let mut client = start(site.path());
    client.open(PATH);
    let mut params = client.behind(PATH, "## Wh");
    params["newName"] = json!("cause");
    let edit = client.request("textDocument/rename", params);
    client.apply(&edit);
    client.close(PATH);
    let change = json!({ "uri": client.uri(PATH), "type": 2 });
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    client.quiet();
    moved(&mut client, site.path(), &[(PATH, "content/sea/tides.md")]);
    let text = std::fs::read_to_string(site.path().join("content/coast/ebb.md")).expect("a file");
    assert!(text.ends_with("[one]: ../sea/tides.md#cause\n[two]: <../sea/tides.md> \"T\"\n"), "{text}");
    let run = byline(site.path(), &["check"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert_eq!(client.end(), Some(0));
}

/// Moves files as an editor does: asks first, makes the changes, then moves them.
fn moved(client: &mut Client, root: &std::path::Path, files: &[(&str, &str)]) {
    let list: Vec<Value> =
        files.iter().map(|(from, to)| json!({ "oldUri": client.uri(from), "newUri": client.uri(to) })).collect();
    let edit = client.request("workspace/willRenameFiles", json!({ "files": list }));
    if !edit.is_null() {
        client.apply(&edit);
    }
    for (from, to) in files {
        std::fs::create_dir_all(root.join(to).parent().expect("a folder")).expect("a folder");
        std::fs::rename(root.join(from), root.join(to)).expect("a file");
    }
}

#[test]
fn a_file_that_moves_takes_the_links_to_it_and_from_it_along() {
    for (from, to, expected) in [
        (
            PATH,
            "content/sea/ebb and flow.md",
            vec![
                ("content/sea/ebb and flow.md", "[storms](../coast/storms/index.md#surge)"),
                ("content/sea/ebb and flow.md", "related: [../coast/storms/index.md]"),
                ("content/sea/ebb and flow.md", "![A boat](../coast/storms/boat.svg \"Aground.\")"),
                (OTHER, "(../../sea/ebb%20and%20flow.md#why)"),
                ("content/coast/lighthouses.md", "[the tides](../sea/ebb%20and%20flow.md)"),
            ],
        ),
        (
            "content/coast/storms",
            "content/weather/gales",
            vec![
                (PATH, "[storms](../weather/gales/index.md#surge)"),
                (PATH, "related: [../weather/gales/index.md]"),
                (PATH, "![A boat](../weather/gales/boat.svg \"Aground.\")"),
                ("content/weather/gales/index.md", "[tides](../../coast/tides.md#why)"),
                ("content/coast/lighthouses.md", "[where it is high](../weather/gales/index.md#surge)"),
            ],
        ),
        (
            "content/people/jane-example.md",
            "content/people/jane.md",
            vec![(PATH, "authors: [jane]"), (OTHER, "authors: [jane]")],
        ),
        (
            "content/coast/storms/boat.svg",
            "content/coast/ship.svg",
            vec![(PATH, "![A boat](ship.svg \"Aground.\")"), ("content/coast/ship.svg.yml", "credit: Jo Doe")],
        ),
    ] {
        let site = site();
        let mut client = start(site.path());
        moved(&mut client, site.path(), &[(from, to)]);
        let run = byline(site.path(), &["check"]);
        assert_eq!(run.status.code(), Some(0), "{from} → {to}\n{}", told(&run));
        for (path, words) in expected {
            let text = std::fs::read_to_string(site.path().join(path)).expect("a file");
            assert!(text.contains(words), "`{words}` is not in {path}:\n{text}");
        }
        assert_eq!(client.end(), Some(0));
    }
}

/// A site whose site.toml has further lines.
fn site_with(settings: &str) -> tempfile::TempDir {
    let site = site();
    let path = site.path().join("site.toml");
    let text = std::fs::read_to_string(&path).expect("a file");
    std::fs::write(&path, text + settings).expect("a file");
    site
}

/// Checks that nothing is broken, and what a file says.
#[track_caller]
fn says(root: &std::path::Path, path: &str, words: &str) {
    let run = byline(root, &["check"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let text = std::fs::read_to_string(root.join(path)).expect("a file");
    assert!(text.contains(words), "`{words}` is not in {path}:\n{text}");
}

#[test]
fn a_wiki_link_by_the_name_of_a_place_changes_only_where_that_name_does() {
    for (from, to, slug, expected) in [
        ("content/coast/ebb.md", "content/coast/ebb/index.md", "", "See [[ebb]]."),
        ("content/coast/ebb.md", "content/sea/neap.md", "", "See [[neap]]."),
        ("content/coast/ebb.md", "content/sea/Neap tide/index.md", "", "See [[neap-tide]]."),
        ("content/coast/ebb/index.md", "content/coast/neap.md", "", "See [[neap]]."),
        ("content/coast/ebb", "content/coast/neap", "", "See [[neap]]."),
        ("content/coast/flow.md", "content/coast/neap.md", "slug: ebb\n", "See [[ebb]]."),
    ] {
        let site = site();
        let put = |path: &str, text: &str| super::super::support::write(&site.path().join(path), text.as_bytes());
        put(
            if from.ends_with(".md") { from } else { "content/coast/ebb/index.md" },
            &format!("---\ntitle: Low water\n{slug}---\nThe sea is gone.\n"),
        );
        put("content/coast/more.md", "---\ntitle: More\n---\nSee [[ebb]].\n");
        let mut client = start(site.path());
        moved(&mut client, site.path(), &[(from, to)]);
        says(site.path(), "content/coast/more.md", expected);
        assert_eq!(client.end(), Some(0));
    }
}

const REDIRECTS: &str = "
[[nav]]
title = \"Why\"
url = \"content/coast/tides.md#why\"

[redirects.from]
\"/cause/\" = \"coast/tides.md#why\"
\"/moon/\" = '/coast/tides/#why'
\"/wind/\" = \"coast/storms\"
\"/gale/\" = \"coast/storms/index%2Emd#surge\"
\"/elsewhere/\" = \"https://review.example/tides.md#why\"
";

#[test]
fn a_new_name_of_a_heading_or_a_file_takes_the_redirects_of_the_settings_along() {
    let site = site_with(REDIRECTS);
    let mut client = start(site.path());
    client.open(PATH);
    let mut params = client.behind(PATH, "## Wh");
    params["newName"] = json!("cause");
    let edit = client.request("textDocument/rename", params);
    client.apply(&edit);
    says(site.path(), "site.toml", "url = \"content/coast/tides.md#cause\"");
    says(site.path(), "site.toml", "\"/cause/\" = \"coast/tides.md#cause\"\n\"/moon/\" = '/coast/tides/#cause'\n");
    assert_eq!(client.end(), Some(0));

    let site = site_with(REDIRECTS);
    let mut client = start(site.path());
    moved(&mut client, site.path(), &[(PATH, "content/sea/tide.md"), ("content/coast/storms", "content/strong gales")]);
    says(site.path(), "site.toml", "url = \"sea/tide.md#why\"");
    says(site.path(), "site.toml", "\"/cause/\" = \"sea/tide.md#why\"\n\"/moon/\" = 'sea/tide.md#why'\n");
    says(site.path(), "site.toml", "\"/wind/\" = \"strong%20gales\"\n\"/gale/\" = \"strong%20gales/index.md#surge\"\n");
    says(site.path(), "site.toml", "= \"https://review.example/tides.md#why\"");
    assert_eq!(client.end(), Some(0));
}

/// Writes some files of a site.
fn put(site: &tempfile::TempDir, files: &[(&str, &str)]) {
    for (path, text) in files {
        super::super::support::write(&site.path().join(path), text.as_bytes());
    }
}

/// Gives what stands behind some words a new name, and makes the changes.
fn rename(client: &mut Client, path: &str, words: &str, new: &str) {
    client.open(path);
    let mut params = client.behind(path, words);
    params["newName"] = json!(new);
    let edit = client.request("textDocument/rename", params);
    client.apply(&edit);
    client.close(path);
    client.quiet();
}

const GERMAN: &str = "\n[languages.de]\ntitle = \"Seite\"\n";

#[test]
fn a_translated_person_keeps_one_id_in_every_language() {
    for files in [
        &[(PERSON, "content/people/neu.md"), ("content/people/jane-example.de.md", "content/people/neu.de.md")][..],
        &[("content/people/jane-example.de.md", "content/people/neu.de.md"), (PERSON, "content/people/neu.md")],
    ] {
        let site = site_with(GERMAN);
        put(
            &site,
            &[
                ("content/people/jane-example.de.md", "---\nname: Jane Example\n---\nSchreibt.\n"),
                ("content/coast/ebb.de.md", "---\ntitle: Ebbe\nauthors: [jane-example]\n---\nNiedrig.\n"),
            ],
        );
        let mut client = start(site.path());
        moved(&mut client, site.path(), files);
        says(site.path(), "content/coast/ebb.de.md", "authors: [neu]");
        says(site.path(), PATH, "authors: [neu]");
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn the_texts_of_the_settings_follow_new_names() {
    let text =
        "\n[trust]\ntext = \"See [tides](/coast/tides/), [why](coast/tides.md#why) and [storms](coast/storms).\"\n";
    let site = site_with(text);
    let mut client = start(site.path());
    rename(&mut client, PATH, "## Wh", "cause");
    says(site.path(), "site.toml", "[why](coast/tides.md#cause)");
    assert_eq!(client.end(), Some(0));

    let site = site_with(text);
    let mut client = start(site.path());
    moved(&mut client, site.path(), &[(PATH, "content/sea/tide.md"), ("content/coast/storms", "content/sea/gales")]);
    says(site.path(), "site.toml", "[tides](sea/tide.md), [why](sea/tide.md#why) and [storms](sea/gales)");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_key_of_a_source_takes_links_to_its_page_along() {
    let site = site();
    let more = "---\ntitle: More\n---\nSee [the source](/sources/shared2019/) and [it][again].\n\n[again]: /sources/shared2019/\n";
    put(&site, &[("content/coast/more.md", more)]);
    let mut client = start(site.path());
    client.open("content/coast/more.md");
    let link = client.behind("content/coast/more.md", "(/sources/");
    let found = client.request("textDocument/definition", link.clone());
    assert_eq!(client.places(&found), ["content/sources.yml:shared2019"]);
    assert!(client.request("textDocument/hover", link).to_string().contains("A paper for all"));
    rename(&mut client, "content/sources.yml", "id: sha", "sample:2019");
    says(site.path(), PATH, "[@own2020; @sample:2019, p. 3]");
    says(
        site.path(),
        "content/coast/more.md",
        "(/sources/sample-2019/) and [it][again].\n\n[again]: /sources/sample-2019/",
    );
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_key_of_the_ledger_is_refused_that_an_article_has_which_does_not_cite_it() {
    let site = site();
    let lone = "---\ntitle: Lone\nsources:\n  - {id: lone, title: A paper}\n---\nSaid [@lone].\n";
    put(&site, &[("content/coast/lone.md", lone)]);
    let mut client = start(site.path());
    client.open("content/sources.yml");
    let mut params = client.behind("content/sources.yml", "id: sha");
    params["newName"] = json!("lone");
    let answer = client.answer_to("textDocument/rename", params);
    assert_eq!(answer["error"]["message"], "there is a source `lone` already, in `content/coast/lone.md`");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_entry_of_the_navigation_is_encoded_where_an_address_would_be() {
    let site = site_with("\n[[nav]]\ntitle = \"Why\"\nurl = \"coast/tides.md#why\"\n");
    let mut client = start(site.path());
    moved(&mut client, site.path(), &[(PATH, "content/coast/the tides.md")]);
    says(site.path(), "site.toml", "url = \"coast/the%20tides.md#why\"");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_heading_takes_links_to_former_addresses_of_its_page_along() {
    let site = site_with("\n[redirects.from]\n\"/moon/\" = \"coast/tides.md\"\n");
    let ebb = "---\ntitle: Ebb\naliases: [/low/]\n---\n\n## Why {#why}\n\nLow.\n";
    let more = "---\ntitle: More\n---\nSee [one](/low/#why) and [two](/moon/#why).\n";
    put(&site, &[("content/coast/ebb.md", ebb), ("content/coast/more.md", more)]);
    let mut client = start(site.path());
    client.open("content/coast/more.md");
    let link = client.behind("content/coast/more.md", "(/low/");
    let found = client.request("textDocument/definition", link);
    assert_eq!(client.places(&found).len(), 1);
    client.close("content/coast/more.md");
    rename(&mut client, "content/coast/ebb.md", "## Wh", "low");
    rename(&mut client, PATH, "## Wh", "cause");
    says(site.path(), "content/coast/more.md", "[one](/low/#low) and [two](/moon/#cause)");
    assert_eq!(client.end(), Some(0));

    let site = site_with("");
    put(
        &site,
        &[("content/coast/ebb.md", ebb), ("content/coast/more.md", "---\ntitle: More\n---\nSee [one](/low/#why).\n")],
    );
    let mut client = start(site.path());
    moved(&mut client, site.path(), &[("content/coast/ebb.md", "content/sea/ebb.md")]);
    says(site.path(), "content/coast/more.md", "[one](/low/#why)");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn links_that_lead_to_the_same_place_after_a_move_stay_as_they_are_written() {
    let site = site_with(GERMAN);
    put(
        &site,
        &[
            (
                "content/coast/ebb.md",
                "---\ntitle: Ebb\nimage: {src: ../coast/storms/boat.svg, alt: A boat}\n---\n[a](../coast/storms/index.md) [b](./tides.md#why) [c](../coast/storms)\n",
            ),
            ("content/coast/ebb.de.md", "---\ntitle: Ebbe\n---\n[a](../coast/flow.md) [b](ebb.md)\n"),
            ("content/coast/flow.md", "---\ntitle: Flow\n---\nHigh. [a](ebb.md)\n"),
            ("content/coast/flow.de.md", "---\ntitle: Flut\n---\nHoch. [a](ebb.md)\n"),
        ],
    );
    let mut client = start(site.path());
    moved(
        &mut client,
        site.path(),
        &[("content/coast/ebb.md", "content/coast/low.md"), ("content/coast/ebb.de.md", "content/coast/low.de.md")],
    );
    says(site.path(), "content/coast/low.md", "src: ../coast/storms/boat.svg");
    says(site.path(), "content/coast/low.md", "[a](../coast/storms/index.md) [b](./tides.md#why) [c](../coast/storms)");
    says(site.path(), "content/coast/low.de.md", "[a](../coast/flow.md) [b](low.md)");
    says(site.path(), "content/coast/flow.md", "[a](low.md)");
    says(site.path(), "content/coast/flow.de.md", "[a](low.md)");
    assert_eq!(client.end(), Some(0));
}

const KINDS: &str = "---
title: Kinds
faqs:
  - question: What is it?
    id: what
    answer: See [below](#setext) and [this](#what).
  - question: \"Is it \\\"old\\\"?\"
    answer: See [this](#is-it-old).
sections:
  - title: Written above
    body: Text.
    sections:
      - {title: Deeper, id: 'deep', body: Text.}
---

See [one](#setext), [two](#how), [three](#w), [four](#more-questions), [five](#deep), [six](#written-above).

Setext
------

Text.

## More questions {.faqs}

### How?

So.

### Why? {#w}

Because.
";

#[test]
fn every_kind_of_heading_takes_the_links_to_it_along() {
    let file = "content/coast/kinds.md";
    for (words, new, expected) in [
        ("\nSet", "Other", &["\nOther\n------", "[one](#other)", "[below](#other)"][..]),
        ("### Ho", "By what?", &["### By what?\n", "[two](#by-what)"]),
        ("### Wh", "v", &["### Why? {#v}", "[three](#v)"]),
        ("## Mor", "Asked", &["## Asked {.faqs}", "[four](#asked)"]),
        ("id: wh", "that", &["    id: that\n", "[this](#that)"]),
        ("question: Wh", "that", &["question: What is it?\n    id: that\n", "[this](#that)"]),
        ("question: \"Is", "Is it: new?", &["question: \"Is it: new?\"", "[this](#is-it-new)"]),
        ("id: 'de", "depth", &["id: 'depth'", "[five](#depth)"]),
        ("title: Writ", "Said: above", &["title: \"Said: above\"", "[six](#said-above)"]),
    ] {
        let site = site();
        put(&site, &[(file, KINDS)]);
        let mut client = start(site.path());
        client.open(file);
        let place = client.behind(file, words);
        assert_ne!(client.request("textDocument/prepareRename", place), Value::Null, "{words}");
        rename(&mut client, file, words, new);
        for expected in expected {
            says(site.path(), file, expected);
        }
        assert_eq!(client.end(), Some(0));
    }
}
