//! New names, and that nothing is broken afterwards.

use serde_json::{Value, json};

use super::super::support::{byline, told};
use super::client::Client;
use super::{OTHER, PATH, site, start};

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
