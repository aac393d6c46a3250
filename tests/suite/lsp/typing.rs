//! What is shown while somebody types, and how much is done for it.

use serde_json::{Value, json};

use super::super::support::{byline, copy, told, tree, write};
use super::client::{Client, Watches};
use super::{OTHER, PATH, PERSON, TIDES, site, start};

fn has(code: &str) -> impl Fn(&[Value]) -> bool {
    let code = code.to_owned();
    move |shown| shown.iter().any(|one| one["code"] == code.as_str())
}

fn lacks(code: &str) -> impl Fn(&[Value]) -> bool {
    let has = has(code);
    move |shown| !has(shown)
}

#[test]
fn a_mistake_is_shown_where_it_is_typed_before_anything_is_saved_and_is_mended_by_its_action() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.quiet();
    assert_eq!(client.codes(PATH), [""; 0]);
    client.change(PATH, "dek:", "dekk:");
    let shown = client.wait_for(PATH, has("unknown-field"));
    assert_eq!(shown.len(), 1, "{shown:#?}");
    assert_eq!(client.words(PATH, &shown[0]["range"]), "dekk");
    assert_eq!(shown[0]["severity"], 2);
    assert_eq!(shown[0]["source"], "byline");
    assert!(shown[0]["message"].as_str().expect("a text").contains("did you mean `dek`?"), "{shown:#?}");
    assert_eq!(std::fs::read_to_string(site.path().join(PATH)).expect("the file"), TIDES, "nothing was saved");
    let params = json!({
        "textDocument": { "uri": client.uri(PATH) },
        "range": shown[0]["range"],
        "context": { "diagnostics": shown },
    });
    let actions = client.request("textDocument/codeAction", params);
    let kinds: Vec<&str> =
        actions.as_array().expect("a list").iter().map(|one| one["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["quickfix", "source.fixAll"], "{actions:#?}");
    assert_eq!(actions[0]["title"], "write `dek`");
    client.apply(&actions[0]["edit"]);
    assert_eq!(std::fs::read_to_string(site.path().join(PATH)).expect("the file"), TIDES);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_another_file_makes_wrong_is_shown_when_typing_pauses_and_moves_with_the_text() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.open(OTHER);
    client.change(OTHER, "{#surge}", "{#flood}");
    let shown = client.wait_for(PATH, has("broken-anchor"));
    assert_eq!(client.words(PATH, &shown[0]["range"]), "storms/index.md#surge");
    // A line above moves it at once, before anybody looks at the whole site.
    client.change(PATH, "😀 The", "A new line.\n\n😀 The");
    let shown = client.wait_for(PATH, |shown| shown.iter().any(|one| one["range"]["start"]["line"] == 17));
    assert_eq!(client.words(PATH, &shown[0]["range"]), "storms/index.md#surge");
    client.change(OTHER, "{#flood}", "{#surge}");
    client.wait_for(PATH, lacks("broken-anchor"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_keystroke_reads_one_document_and_looks_at_no_site() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.open(OTHER);
    let before = client.quiet();
    let first = client.changing(PATH, "Because.", "Because it");
    let second = client.changing(PATH, "Because it", "Because it pulls");
    let (id, work) = client.asking("byline/work", json!({}));
    // Both changes wait together, so the text is read once.
    client.send(&[first, second, work]);
    let after = client.answer(id)["result"].clone();
    assert_eq!(after["passes"], before["passes"]);
    let read = after["documents"].as_u64().expect("a number") - before["documents"].as_u64().expect("a number");
    assert!((1..=2).contains(&read), "{read} documents were read for two keystrokes");
    let settled = client.quiet();
    assert!(settled["passes"].as_u64() > before["passes"].as_u64(), "the site is looked at when typing pauses");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_a_document_refers_to_is_looked_up_at_every_keystroke() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.open(PERSON);
    for (from, to, code) in [
        ("Because.", "Because [of](nowhere.md).", "broken-link"),
        ("[of](nowhere.md)", "[of](storms/index.md#nowhere)", "broken-anchor"),
        ("[of](storms/index.md#nowhere)", "it is so [@nobody]", "unknown-source"),
        ("it is so [@nobody]", "[of](#new)", "broken-anchor"),
        ("[of](#new)", "\n\n![of](nowhere.png)\n", "missing-asset"),
        ("\n\n![of](nowhere.png)\n", ":nothing[of]", "unknown-component"),
    ] {
        let shown = client.at_once(PATH, from, to);
        assert_eq!(shown.iter().map(|one| &one["code"]).collect::<Vec<_>>(), [code], "{to}");
        client.quiet();
        client.wait_for(PATH, |of_site| of_site == shown);
    }
    // A heading is there for the links of its own document as soon as it is written.
    let shown = client.at_once(PATH, ":nothing[of]", "[of](#new)\n\n## New\n\nOf");
    assert!(shown.is_empty(), "{shown:#?}");
    let shown = client.at_once(PATH, "jane-example", "jane-nobody");
    assert!(has("unknown-person")(&shown), "{shown:#?}");
    let shown = client.at_once(PERSON, "Writes.", "Writes [it](../nowhere.md).");
    assert!(has("broken-link")(&shown), "{shown:#?}");
    client.quiet();
    client.wait_for(PERSON, |shown| shown.len() == 1);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_the_site_has_told_is_gone_as_soon_as_it_is_mended_and_is_never_told_twice() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    let two = "Because [of tides](nowhere.md) and [high water](nothing.md).";
    assert_eq!(client.at_once(PATH, "Because.", two).len(), 2);
    // The pass after it finds the same.
    client.quiet();
    client.wait_for(PATH, |shown| shown.len() == 2);
    assert_eq!(client.at_once(PATH, " and [high water](nothing.md)", "").len(), 1);
    assert_eq!(client.at_once(PATH, "Because [of tides](nowhere.md)", "Now"), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_rules_look_at_the_words_that_are_being_typed() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.change(PATH, "Because.", "Because [click here](storms/index.md).");
    let shown = client.wait_for(PATH, has("vague-link-text"));
    assert_eq!(client.words(PATH, &shown[0]["range"]), "[click here](storms/index.md)");
    client.change(PATH, "Because ", "<!-- byline-allow: vague-link-text it is a test -->\n\nBecause ");
    client.wait_for(PATH, lacks("vague-link-text"));
    client.change(PATH, "[click here](storms/index.md)", "of it");
    client.wait_for(PATH, has("unused-exception"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_rules_look_at_the_pages_of_the_articles_that_are_open() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.change(PATH, "Because.", "<button></button>");
    let shown = client.wait_for(PATH, has("nameless-control"));
    let nameless = shown.iter().find(|one| one["code"] == "nameless-control").expect("it is there");
    assert_eq!(client.words(PATH, &nameless["range"]), "<button></button>");
    client.change(PATH, "<button></button>", "<button>Ring</button>");
    client.wait_for(PATH, lacks("nameless-control"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_the_editor_reports_of_a_site_is_what_check_reports() {
    let site = site();
    let broken = "---\ntitel: Broken\n---\n\n[x](nowhere.md) [@nobody]\n\n#### Deep\n";
    write(&site.path().join("content/coast/broken.md"), broken.as_bytes());
    let run = byline(site.path(), &["check", "--format", "json"]);
    let checked: Vec<Value> = serde_json::from_slice(&run.stdout).expect("JSON");
    let mut expected: Vec<String> =
        checked.iter().map(|one| one["code"].as_str().expect("a code").to_owned()).collect();
    let mut client = start(site.path());
    // Once as the last pass has it, once as it is open.
    let mut closed = client.codes("content/coast/broken.md");
    client.open("content/coast/broken.md");
    client.quiet();
    let mut open = client.codes("content/coast/broken.md");
    expected.sort();
    closed.sort();
    open.sort();
    assert!(expected.len() >= 4, "{}", told(&run));
    assert_eq!((&closed, &open), (&expected, &expected));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_file_that_is_not_saved_yet_can_be_linked_to_and_is_gone_when_it_is_closed() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.change(PATH, "Because.", "Because of [ebb](ebb.md).");
    client.wait_for(PATH, has("broken-link"));
    client.open_with("content/coast/ebb.md", "---\ntitle: Ebb\n---\nLow water, says [tides](tides.md).\n");
    client.wait_for(PATH, lacks("broken-link"));
    client.close("content/coast/ebb.md");
    client.wait_for(PATH, has("broken-link"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn files_that_change_on_the_disk_are_seen_whoever_watches_them() {
    for watches in [Watches::Files, Watches::Nothing] {
        let site = site();
        let mut client = Client::start(site.path(), watches);
        let registered = client.asked.iter().any(|one| one["method"] == "client/registerCapability");
        assert_eq!(registered, watches == Watches::Files);
        client.open(PATH);
        std::fs::remove_file(site.path().join("content/coast/lighthouses.md")).expect("a file");
        if watches == Watches::Files {
            let change = json!({ "uri": client.uri("content/coast/lighthouses.md"), "type": 3 });
            client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
        }
        let shown = client.wait_for(PATH, has("broken-link"));
        assert_eq!(client.words(PATH, &shown[0]["range"]), "Lighthouses");
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn settings_count_as_they_stand_in_the_editor() {
    let site = site();
    let mut client = start(site.path());
    client.open("site.toml");
    client.change("site.toml", "title = ", "titel = ");
    let shown = client.wait_for("site.toml", has("unknown-setting"));
    let words: Vec<String> = shown.iter().map(|one| client.words("site.toml", &one["range"])).collect();
    assert!(words.contains(&"titel".to_owned()), "{shown:#?}");
    client.change("site.toml", "titel = ", "title = ");
    client.wait_for("site.toml", <[Value]>::is_empty);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn nothing_of_what_is_not_saved_reaches_the_disk() {
    let site = site();
    let clean = tempfile::tempdir().expect("a temporary folder");
    copy(site.path(), clean.path());
    let mut client = Client::spawn(site.path(), &["lsp"]);
    client.initialize(Watches::Files);
    // Opened before the first pass, which is the one that is kept.
    client.open(PATH);
    client.change(PATH, "title: Tides", "title: Unsaved secret");
    client.change(PATH, "Because.", "Because of an unsaved secret.");
    client.quiet();
    client.wait_for(PATH, <[Value]>::is_empty);
    assert_eq!(client.end(), Some(0));
    for (name, bytes) in tree(site.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.to_lowercase().contains("unsaved secret"), "{name}");
    }
    for folder in [&site, &clean] {
        let run = byline(folder.path(), &["build"]);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    }
    assert_eq!(tree(&site.path().join("public")), tree(&clean.path().join("public")));
}

#[test]
fn what_is_saved_is_looked_at_as_what_it_was_before() {
    let site = site();
    let mut client = start(site.path());
    client.open(PATH);
    client.change(PATH, "## Why {#why}", "## Why {#cause}");
    client.wait_for(OTHER, has("broken-anchor"));
    client.save(PATH);
    client.quiet();
    assert_eq!(client.codes(OTHER), ["broken-anchor"]);
    client.close(PATH);
    client.quiet();
    assert_eq!(client.codes(OTHER), ["broken-anchor"]);
    assert_eq!(client.end(), Some(0));
}

/// A PNG of one pixel.
const PIXEL: [u8; 70] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00, 0x0d, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x64, 0xf8, 0xcf, 0x50, 0x0f, 0x00, 0x03, 0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d,
    0x6b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

#[test]
fn what_the_rules_say_of_closed_files_follows_its_cause_in_another() {
    let site = site();
    let put = |path: &str, text: &str| write(&site.path().join(path), text.as_bytes());
    put(
        "content/coast/old.md",
        "---\ntitle: Old\npublished: 2026-01-01\n---\n\nSaid [@old1999], seen from here:\n\n![A boat](boat.png)\n",
    );
    std::fs::write(site.path().join("content/coast/boat.png"), PIXEL).expect("a file");
    let ledger = std::fs::read_to_string(site.path().join("content/sources.yml")).expect("a file");
    put("content/sources.yml", &format!("{ledger}- id: old1999\n  title: An old paper\n  date: 1999\n"));
    let mut client = start(site.path());
    let file = "content/coast/old.md";
    client
        .wait_for(file, |shown| has("old-source")(shown) && has("no-credit")(shown) && lacks("long-paragraph")(shown));
    // As it stands in the editor.
    client.open("content/sources.yml");
    client.change("content/sources.yml", "date: 1999", "date: 2024");
    client.quiet();
    client.wait_for(file, lacks("old-source"));
    client.change("content/sources.yml", "date: 2024", "date: 1999");
    client.quiet();
    client.wait_for(file, has("old-source"));
    client.open("site.toml");
    client.change("site.toml", "title =", "title = \"Site\"\nlints.limits = { source_age = 90, paragraph = 3 }\n# ");
    client.quiet();
    client.wait_for(file, |shown| lacks("old-source")(shown) && has("long-paragraph")(shown));
    // On the disk.
    put("content/coast/boat.png.yml", "credit: Jo Doe\nlicense: https://license.example/by\n");
    let change = json!({ "uri": client.uri("content/coast/boat.png.yml"), "type": 1 });
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    client.quiet();
    client.wait_for(file, |shown| lacks("no-credit")(shown) && lacks("no-licence")(shown));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_title_is_missed_in_closed_files_when_typing_has_paused_for_long() {
    let site = site();
    let more = "---\ntitle: More\n---\n\nThe moon makes spring tides.\n";
    write(&site.path().join("content/coast/more.md"), more.as_bytes());
    let mut client = start(site.path());
    client.open(PATH);
    client.change(PATH, "title: Tides", "title: Spring tides");
    client.wait_for("content/coast/more.md", has("unlinked-mention"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn files_of_data_count_as_they_stand_in_the_editor() {
    let site = site();
    let settings = "title = \"Site\"\nbase_url = \"https://site.example\"\n\n[queries.bread]\nfile = \"data/bread.yaml\"\n\n[queries.ports]\nfile = \"data/ports.csv\"\n";
    write(&site.path().join("site.toml"), settings.as_bytes());
    write(&site.path().join("data/bread.yaml"), b"- what: rye\n");
    write(&site.path().join("data/ports.csv"), b"name,depth\nA,1\n");
    let mut client = start(site.path());
    client.open("data/bread.yaml");
    client.open("data/ports.csv");
    client.change("data/bread.yaml", "- what: rye", "- {what: [");
    client.wait_for("data/bread.yaml", has("yaml-syntax"));
    client.change("data/ports.csv", "A,1", "A,\"1");
    client.wait_for("data/ports.csv", |shown| !shown.is_empty());
    client.close("data/bread.yaml");
    client.wait_for("data/bread.yaml", <[Value]>::is_empty);
    assert_eq!(client.end(), Some(0));
}
