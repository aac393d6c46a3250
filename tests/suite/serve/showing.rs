//! What is shown after an edit, after a mistake, and on the desk.

use std::time::Duration;

use tempfile::TempDir;

use super::client::{Preview, without_line};
use crate::support::{byline, copy, repository, told, tree, write};

/// An article.
pub fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\npublished: 2026-01-01\n---\n\n{text}\n")
}

/// A site with the plain theme and one article of each name and text.
pub fn site(articles: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&repository().join("tests/themes"), &folder.path().join("themes"));
    let settings = "title = \"S\"\nbase_url = \"https://s.example\"\n\n[theme]\nname = \"plain\"\n\n[editor]\nlink = \"vscode://file/{path}:{line}\"\n";
    write(&folder.path().join("site.toml"), settings.as_bytes());
    for (name, text) in articles {
        write(&folder.path().join(format!("content/{name}.md")), article("Title 0", text).as_bytes());
    }
    folder
}

#[test]
fn a_site_below_a_path_is_announced_there_and_reached_from_the_root_of_its_host() {
    let folder = site(&[("a", "First.")]);
    let settings = "title = \"S\"\nbase_url = \"https://s.example/mag\"\n\n[theme]\nname = \"plain\"\n";
    write(&folder.path().join("site.toml"), settings.as_bytes());
    let preview = Preview::start(folder.path(), &[]);
    let host = format!("http://localhost:{}", preview.port);
    assert!(preview.said().contains(&format!("serving at {host}/mag/ · the desk is at {host}/__byline/ ·")));
    let answer = preview.get("/");
    assert_eq!((answer.status, answer.header("location")), (302, Some("/mag/")));
    assert_eq!(preview.get("/mag/").status, 200);
    assert_eq!(preview.get("/elsewhere/").status, 404);
    write(&folder.path().join("site.toml"), settings.replace("/mag", "/new").as_bytes());
    preview.wait_until_said(&format!("serving at {host}/new/ from now on"));
    assert_eq!(preview.get("/new/").status, 200);
}

#[test]
fn what_is_served_is_what_a_build_writes_but_for_one_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["content", "themes", "site.toml"] {
        let from = repository().join(name);
        if from.is_dir() {
            copy(&from, &folder.path().join(name))
        } else {
            write(&folder.path().join(name), &std::fs::read(from).expect("a file"))
        }
    }
    let now = ["--now", "2026-12-01"];
    let built = byline(folder.path(), &[&["build"], now.as_slice()].concat());
    assert_eq!(built.status.code(), Some(0), "{}", told(&built));
    let before = tree(folder.path());
    let preview = Preview::start(folder.path(), &now);
    let wanted = tree(&folder.path().join("public"));
    assert!(wanted.len() > 100);
    for (path, bytes) in &wanted {
        let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
        let answer = preview.get(&address);
        let status = if path == "404.html" { [200, 404] } else { [200, 200] };
        assert!(status.contains(&answer.status), "{address}: {}", answer.status);
        assert!(without_line(&answer.body) == *bytes, "{path} differs");
        assert_eq!(path.ends_with(".html"), answer.body != *bytes, "{path} has the line if it is a page");
    }
    let is_output = |path: &&String| path.starts_with("public/");
    let after = tree(folder.path());
    assert!(before.iter().filter(|(path, _)| is_output(path)).eq(after.iter().filter(|(path, _)| is_output(path))));
}

#[test]
fn the_event_comes_when_the_new_bytes_are_served() {
    let folder = site(&[("a", "First."), ("b", "Other.")]);
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    // The look at all files that follows the beginning of the watch is over.
    events.until_quiet(Duration::from_millis(500));
    for number in 0..20 {
        let (title, text) = (format!("Title {}", number / 2), format!("Words {number}."));
        write(&folder.path().join("content/a.md"), article(&title, &text).as_bytes());
        let changed = events.next_of("changed");
        assert_eq!(changed["saved"], serde_json::json!(["/a/"]));
        let shown = preview.text("/a/").expect("a page");
        assert!(shown.contains(&text) && shown.contains(&title), "{shown}");
        // The rest of the site follows, and the home page lists the title.
        preview.wait_for("/", |home| home.contains(&title));
        events.until_quiet(Duration::from_millis(300));
    }
}

#[test]
fn an_edit_of_words_is_shown_alone_first_and_then_wherever_the_words_stand() {
    let folder = site(&[("a", "First.\n\nSecond one."), ("b", "Other.")]);
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    // The look at all files that follows the beginning of the watch is over.
    events.until_quiet(Duration::from_millis(500));
    write(&folder.path().join("content/a.md"), article("Title 0", "First.\n\nAnother word.").as_bytes());
    assert_eq!(events.next_of("changed")["page"], "/a/");
    assert!(preview.text("/feed.xml").expect("a feed").contains("Another word."), "who asks for more gets it");
    let changed = events.next_of("changed");
    assert_eq!(changed["page"], serde_json::Value::Null);
}

#[test]
fn the_event_names_files_that_changed_under_their_addresses_and_nothing_else_is_to_be_loaded_anew() {
    let folder = site(&[("a", "![A plan](<b c.svg>)"), ("b", "Other.")]);
    let drawing = |width: u32| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"9\"/>");
    write(&folder.path().join("content/b c.svg"), drawing(8).as_bytes());
    write(&folder.path().join("static/fonts/ü.txt"), b"one");
    write(&folder.path().join("themes/extra/static/x.txt"), b"one");
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    events.until_quiet(Duration::from_millis(500));
    let saved = |path: &str, bytes: &[u8]| {
        write(&folder.path().join(path), bytes);
        let changed = events.next_of("changed");
        assert_eq!(changed["scripts"], false, "{path}");
        changed["files"].clone()
    };
    assert_eq!(saved("static/fonts/ü.txt", b"two"), serde_json::json!(["/fonts/%C3%BC.txt"]));
    assert_eq!(saved("content/b c.svg", drawing(7).as_bytes()), serde_json::json!(["/b%20c.svg"]));
    assert_eq!(saved("content/b.md", article("Title 2", "Else.").as_bytes()), serde_json::json!([]));
}

#[test]
fn what_a_rule_refuses_on_a_page_as_it_is_built_is_told_on_that_page_until_it_is_mended() {
    let folder = site(&[("a", "<button></button>"), ("b", "Other.")]);
    let settings = std::fs::read_to_string(folder.path().join("site.toml")).expect("settings");
    write(&folder.path().join("site.toml"), format!("{settings}\n[lints]\nnameless-control = \"error\"\n").as_bytes());
    let preview = Preview::start(folder.path(), &[]);
    let refused = |address: &str| {
        let shown = String::from_utf8(preview.get(address).body).expect("a page");
        shown.contains("data-refused=") && shown.contains("nameless-control") && shown.contains("content/a.md")
    };
    assert!(refused("/a/") && refused("/a/") && !refused("/b/"));
    preview.wait_until_said("shown, but not to be published /a/");
    assert_eq!(preview.said().matches("error[nameless-control]").count(), 1, "{}", preview.said());
    write(&folder.path().join("content/a.md"), article("Title 0", "<button>Go</button>").as_bytes());
    preview.wait_for("/a/", |page| page.contains("Go</button>"));
    assert!(!refused("/a/"));
}

#[test]
fn a_page_whose_document_is_gone_is_not_found_once_the_event_has_come() {
    let folder = site(&[("a", "First."), ("b", "Other.")]);
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    std::fs::remove_file(folder.path().join("content/a.md")).expect("removed");
    events.next_of("changed");
    assert_eq!(preview.get("/a/").status, 404);
    assert_eq!(preview.get("/b/").status, 200);
}

#[test]
fn a_mistake_keeps_the_last_good_site_and_is_told_until_it_is_mended() {
    let folder = site(&[("a", "First."), ("b", "Other.")]);
    let preview = Preview::start(folder.path(), &[]);
    preview.get("/a/");
    let events = preview.events();
    write(&folder.path().join("content/a.md"), article("Title 0", "See [](gone.md).").as_bytes());
    let problems = events.next_of("problems");
    let problem = &problems["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["file"], &problem["line"]),
        (&"broken-link".into(), &"content/a.md".into(), &6.into())
    );
    assert!(problem["excerpt"].as_str().expect("text").contains("6 | See [](gone.md)."), "{problem}");
    assert!(problem["editor"].as_str().expect("a link").ends_with("/content/a.md:6"), "{problem}");
    // Both the page that was seen and the one that nobody has seen are those of the last good site.
    assert!(preview.text("/a/").expect("the page").contains("First."));
    assert!(preview.text("/b/").expect("the page").contains("Other."));
    let late = preview.events();
    drop(late);
    write(&folder.path().join("content/a.md"), article("Title 0", "Mended.").as_bytes());
    assert_eq!(events.next_of("problems")["problems"], serde_json::json!([]));
    events.next_of("changed");
    assert!(preview.text("/a/").expect("the page").contains("Mended."));
}

#[test]
fn a_page_that_nobody_has_seen_stays_the_last_good_one_after_a_start_with_a_warm_cache() {
    let folder = site(&[("a", "First."), ("b", "Never seen.")]);
    drop(Preview::start(folder.path(), &[]));
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    events.until_quiet(Duration::from_millis(500));
    write(&folder.path().join("content/b.md"), article("Title 0", "See [](gone.md).").as_bytes());
    events.next_of("problems");
    assert!(preview.text("/b/").expect("the page").contains("Never seen."));
}

#[test]
fn a_page_that_the_theme_cannot_render_stays_the_last_good_one_that_was_served_and_says_what_is_wrong() {
    let folder = site(&[("a", "First."), ("b", "Never seen.")]);
    let preview = Preview::start(folder.path(), &[]);
    let good = preview.text("/a/").expect("a page");
    let events = preview.events();
    events.until_quiet(Duration::from_millis(500));
    let template = folder.path().join("templates/article.html");
    write(&template, b"<p>{{ page.no_such_field }}</p>\n");
    events.next_of("changed");
    let mistakes = |body: &[u8]| String::from_utf8_lossy(body).contains("data-mistakes=");
    let kept = preview.get("/a/");
    assert_eq!((kept.status, String::from_utf8_lossy(&without_line(&kept.body)).into_owned()), (200, good));
    assert!(mistakes(&kept.body) && String::from_utf8_lossy(&kept.body).contains("no_such_field"));
    assert_eq!(preview.get("/b/").status, 503, "nobody has seen it");
    // The terminal says so once, and the desk lists it.
    preview.wait_until_said("not shown /a/; it stays as it was last");
    assert!(preview.text("/__byline/desk.json").expect("the desk").contains("no_such_field"));
    // Its words are those of then as long as it cannot be rendered, and not any longer.
    write(&folder.path().join("content/a.md"), article("Title 0", "Second.").as_bytes());
    events.next_of("changed");
    assert!(preview.text("/a/").expect("a page").contains("First."));
    let said = preview.said();
    assert_eq!(said.matches("error[template-error]").count(), 1, "{said}");
    assert!(!said.contains("shown content/a.md at"), "{said}");
    std::fs::remove_file(&template).expect("removed");
    preview.wait_for("/a/", |text| text.contains("Second."));
    assert!(!mistakes(&preview.get("/a/").body));
    preview.wait_for("/b/", |text| text.contains("Never seen."));
}

#[test]
fn settings_that_are_removed_are_missed_at_once() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &[]);
    assert_eq!(preview.get("/a/").status, 200);
    std::fs::remove_file(folder.path().join("site.toml")).expect("removed");
    preview.wait_until_said("error[missing-config]");
    assert_eq!(preview.get("/a/").status, 200, "the last good site stays");
}

#[test]
fn a_site_that_begins_with_a_mistake_is_shown_as_soon_as_it_is_mended() {
    let folder = site(&[("a", "See [](gone.md).")]);
    let preview = Preview::start(folder.path(), &[]);
    let answer = preview.get("/a/");
    assert_eq!(answer.status, 503);
    assert!(String::from_utf8_lossy(&answer.body).contains("/__byline/preview.js"));
    write(&folder.path().join("content/a.md"), article("Title 0", "Mended.").as_bytes());
    preview.wait_for("/a/", |text| text.contains("Mended."));
    std::fs::rename(folder.path().join("site.toml"), folder.path().join("elsewhere")).expect("moved");
    let events = preview.events();
    assert_eq!(preview.get("/a/").status, 200);
    std::fs::rename(folder.path().join("elsewhere"), folder.path().join("site.toml")).expect("moved back");
    events.until_quiet(Duration::from_millis(500));
    preview.wait_for("/a/", |text| text.contains("Mended."));
}

#[test]
fn the_desk_knows_the_page_the_site_and_where_things_were_written() {
    let folder = site(&[("a", "First paragraph of it.\n\n## Why {#why}\n\nSee [](b.md)."), ("b", "Other.")]);
    write(&folder.path().join("content/c.md"), b"---\ntitle: C\ndraft: true\n---\n\nText.\n");
    write(
        &folder.path().join("content/d.md"),
        b"---\ntitle: D\npublished: 2020-01-01\nreview_every: 1 year\n---\n\nText.\n",
    );
    let preview = Preview::start(folder.path(), &["--drafts", "--now", "2026-01-01"]);
    let page = preview.get("/__byline/page.json?address=%2Fa%2F").json();
    assert_eq!((&page["file"], &page["outline"][0]["id"]), (&"content/a.md".into(), &"why".into()));
    assert_eq!(page["links"]["out"][0]["address"], "/b/");
    assert_eq!(preview.get("/__byline/page.json?address=%2Fb%2F").json()["links"]["in"][0]["address"], "/a/");
    assert_eq!(
        preview.get("/__byline/page.json?address=%2Fd%2F").json()["review"],
        serde_json::json!({"due": "2021-01-01", "is_overdue": true})
    );
    let place =
        |query: &str| preview.get(&format!("/__byline/source.json?address=%2Fa%2F&{query}")).json()["line"].clone();
    assert_eq!(place("kind=heading&key=why"), 8);
    assert_eq!(place("kind=paragraph&text=First%20paragraph%20of%20it."), 6);
    assert_eq!(place("kind=heading&key=nothing"), serde_json::Value::Null);
    let desk = preview.get("/__byline/desk.json").json();
    let states: Vec<&str> =
        desk["articles"].as_array().expect("articles").iter().filter_map(|one| one["state"].as_str()).collect();
    assert_eq!(states, ["public", "public", "draft", "public"]);
    let draft = String::from_utf8(preview.get("/c/").body).expect("text");
    assert!(draft.contains("data-state=\"draft\""), "{draft}");
    assert_eq!(preview.get("/c/").header("x-robots-tag"), Some("noindex"));
    for name in ["", "desk.css", "desk.js", "preview.js", "morph.js", "overlay.js", "panel.js"] {
        assert_eq!(preview.get(&format!("/__byline/{name}")).status, 200, "{name}");
    }
}

#[test]
fn the_panel_shows_what_the_rules_find_of_its_page() {
    let folder = site(&[("a", "To [B](b.md)."), ("b", "To [A](a.md), or [click here](https://x.example/).")]);
    let preview = Preview::start(folder.path(), &[]);
    let codes = |address: &str| {
        let page = preview.get(&format!("/__byline/page.json?address=%2F{address}%2F")).json();
        let problems = page["problems"].as_array().expect("a list").clone();
        problems.iter().map(|one| one["code"].as_str().unwrap_or_default().to_owned()).collect::<Vec<String>>()
    };
    assert_eq!((codes("a"), codes("b")), (Vec::new(), vec!["vague-link-text".to_owned()]));
    let excused = "<!-- byline-allow: vague-link-text it quotes a button -->\n\nTo [A](a.md), or [click here](https://x.example/).";
    write(&folder.path().join("content/b.md"), format!("---\ntitle: B\n---\n\n{excused}\n").as_bytes());
    let until = std::time::Instant::now() + Duration::from_secs(10);
    while !codes("b").is_empty() {
        assert!(std::time::Instant::now() < until, "{:?}", codes("b"));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_panel_shows_what_is_wrong_with_the_page_as_it_is_built() {
    let folder = site(&[("a", "To [B](b.md)."), ("b", "To [A](a.md).\n\n<button></button>")]);
    let preview = Preview::start(folder.path(), &[]);
    let codes = |address: &str| {
        let page = preview.get(&format!("/__byline/page.json?address=%2F{address}%2F")).json();
        let problems = page["problems"].as_array().expect("a list").clone();
        problems.iter().map(|one| format!("{} {}", one["code"], one["file"]).replace('"', "")).collect::<Vec<String>>()
    };
    assert_eq!((codes("a"), codes("b")), (Vec::new(), vec!["nameless-control content/b.md".to_owned()]));
    // At once, before the whole site is looked at again.
    write(&folder.path().join("content/b.md"), b"---\ntitle: B\n---\n\nTo [A](a.md).\n\n<button>Ring</button>\n");
    let until = std::time::Instant::now() + Duration::from_secs(10);
    while !codes("b").is_empty() {
        assert!(std::time::Instant::now() < until, "{:?}", codes("b"));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_start_page_gets_what_the_rules_find_in_the_whole_site_piece_by_piece() {
    let folder = site(&[("a", "To [B](b.md)."), ("b", "To [A](a.md), or [click here](https://x.example/).")]);
    write(&folder.path().join("content/c.md"), b"---\ntitle: C\n---\n\nNobody leads here.\n");
    let preview = Preview::start(folder.path(), &[]);
    let edition = preview.get("/__byline/desk.json").json()["edition"].clone();
    let mut codes = Vec::new();
    let mut from = serde_json::json!(0);
    while !from.is_null() {
        let piece = preview.get(&format!("/__byline/findings.json?from={from}")).json();
        assert_eq!(piece["edition"], edition);
        let findings = piece["findings"].as_array().expect("a list").clone();
        codes.extend(findings.iter().map(|one| format!("{} {}", one["code"], one["file"]).replace('"', "")));
        assert!(piece["next"].is_null() || piece["next"].as_u64() > from.as_u64(), "{piece}");
        from = piece["next"].clone();
    }
    codes.sort();
    assert_eq!(codes, ["orphan-article content/c.md", "vague-link-text content/b.md"]);
    let beyond = preview.get("/__byline/findings.json?from=999").json();
    assert!(beyond["findings"].as_array().is_some_and(Vec::is_empty) && beyond["next"].is_null(), "{beyond}");
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &[]);
    let tag = preview.get("/a/").header("etag").expect("a tag").to_owned();
    let again = preview.ask("GET", "/a/", &[&format!("If-None-Match: {tag}")]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    let head = preview.ask("HEAD", "/a/", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(
        head.header("content-length").map(str::to_owned),
        preview.get("/a/").header("content-length").map(str::to_owned)
    );
}

#[test]
fn a_scheduled_article_appears_at_its_instant_without_an_edit() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &[]);
    let soon = std::time::SystemTime::now() + Duration::from_secs(4);
    let seconds = soon.duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let date = byline::date::Instant::from_seconds(i64::try_from(seconds).expect("now")).expect("an instant");
    let date = date.iso(&byline::date::Zone::utc());
    write(&folder.path().join("content/b.md"), format!("---\ntitle: B\npublished: {date}\n---\n\nDue.\n").as_bytes());
    assert_eq!(preview.get("/b/").status, 404);
    preview.wait_for("/b/", |text| text.contains("Due."));
}
