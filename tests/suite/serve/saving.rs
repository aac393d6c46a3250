//! Every way of saving a file is one change, and what editors leave behind is none.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::client::Preview;
use super::showing::{article, site};
use crate::support::write;

/// How long nothing must happen for it to be over.
const QUIET: Duration = Duration::from_millis(500);

type Way = fn(&Path, &str);

/// The ways in which editors save.
const WAYS: [(&str, Way); 5] = [
    ("in place", |file, text| fs::write(file, text).expect("written")),
    ("by a temporary file", |file, text| {
        let beside = file.with_file_name(".a.md.tmp");
        fs::write(&beside, text).expect("written");
        fs::rename(&beside, file).expect("renamed");
    }),
    ("as vim does", |file, text| {
        fs::write(file.with_file_name("4913"), "").expect("written");
        fs::remove_file(file.with_file_name("4913")).expect("removed");
        let backup = file.with_file_name("a.md~");
        fs::rename(file, &backup).expect("renamed");
        fs::write(file, text).expect("written");
        fs::remove_file(backup).expect("removed");
    }),
    ("as JetBrains does", |file, text| {
        let (new, old) = (file.with_file_name("a.md___jb_tmp___"), file.with_file_name("a.md___jb_old___"));
        fs::write(&new, text).expect("written");
        fs::rename(file, &old).expect("renamed");
        fs::rename(&new, file).expect("renamed");
        fs::remove_file(old).expect("removed");
    }),
    ("as sed does", |file, text| {
        let beside = file.with_file_name("sedAbC123");
        fs::write(&beside, text).expect("written");
        fs::rename(&beside, file).expect("renamed");
    }),
];

#[test]
fn every_way_of_saving_is_shown() {
    let folder = site(&[("a", "First."), ("b", "Other.")]);
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    let file = folder.path().join("content/a.md");
    for (number, (way, save)) in WAYS.iter().enumerate() {
        let text = format!("Saved {number}.");
        save(&file, &article("Title 0", &text));
        events.next_of("changed");
        preview.wait_for("/a/", |shown| shown.contains(&text));
        assert_eq!(preview.get("/b/").status, 200, "{way}");
        let later = events.until_quiet(QUIET);
        assert!(later.len() <= 2, "{way} is more than one change: {later:?}");
        assert!(later.iter().all(|(name, _)| name != "problems"), "{way}: {later:?}");
    }
}

#[test]
fn a_file_that_is_a_mistake_and_is_taken_away_again_is_one_no_more() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    let clashing = folder.path().join("content/b.md");
    write(&clashing, b"---\ntitle: B\nslug: a\n---\nText.\n");
    let problems = events.next_of("problems").to_string();
    assert!(problems.contains("address-clash"), "{problems}");
    fs::remove_file(&clashing).expect("removed");
    let problems = events.next_of("problems").to_string();
    assert!(!problems.contains("address-clash"), "{problems}");
    assert_eq!(preview.get("/a/").status, 200);
}

#[test]
fn what_is_not_part_of_the_site_changes_nothing() {
    let folder = site(&[("a", "First.")]);
    write(&folder.path().join("public/index.html"), b"");
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    // A line may have been written and not yet be read.
    let passes = preview.wait_until_said("shown in");
    for path in [
        "content/a.md~",
        "content/.a.md.swp",
        "content/4913",
        "content/#a.md#",
        "content/.git/x",
        "public/x.html",
        ".byline/x",
        "static/Thumbs.db",
        "node_modules/x/y.js",
        "content/a.md___jb_tmp___",
    ] {
        write(&folder.path().join(path), b"x");
    }
    let _ = fs::read(folder.path().join("content/a.md"));
    assert_eq!(events.until_quiet(QUIET), []);
    assert_eq!(preview.said(), passes);
}

#[test]
fn a_change_of_branches_is_one_change() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    for number in 0..1_000 {
        write(
            &folder.path().join(format!("content/many/n{number}.md")),
            article(&format!("N {number}"), "Text.").as_bytes(),
        );
    }
    preview.wait_for("/many/n999/", |text| text.contains("N 999"));
    let changed = events.until_quiet(Duration::from_secs(1));
    // A machine that is busy may see the first few files alone.
    assert!((1..=4).contains(&changed.len()), "{} changes", changed.len());
    let last = changed.last().map(|(_, data)| data["saved"].clone());
    assert_eq!(last, Some(serde_json::json!([])), "nobody saved one page");
}

#[test]
fn twenty_saves_in_a_second_show_the_last_and_look_at_the_whole_site_a_few_times() {
    let folder = site(&[("a", "First."), ("b", "Other.")]);
    let preview = Preview::start(folder.path(), &[]);
    let events = preview.events();
    for number in 0..20 {
        write(&folder.path().join("content/a.md"), article("Title 0", &format!("Save {number}.")).as_bytes());
        std::thread::sleep(Duration::from_millis(50));
    }
    preview.wait_for("/a/", |text| text.contains("Save 19."));
    let whole = events.until_quiet(Duration::from_secs(1));
    let whole = whole.iter().filter(|(_, data)| data["page"].is_null()).count();
    assert!(whole <= 6, "the whole site was looked at {whole} times");
}

#[test]
fn folders_that_are_made_renamed_removed_and_made_again_are_followed() {
    let folder = site(&[("a", "First.")]);
    let root = folder.path();
    let preview = Preview::start(root, &[]);
    let put = |path: &str, text: &str| write(&root.join(path), article("T", text).as_bytes());
    put("content/deep/er/b.md", "New folder.");
    preview.wait_for("/deep/er/b/", |text| text.contains("New folder."));
    put("content/deep/er/b.md", "Edited there.");
    preview.wait_for("/deep/er/b/", |text| text.contains("Edited there."));
    fs::rename(root.join("content/deep"), root.join("content/moved")).expect("renamed");
    preview.wait_for("/moved/er/b/", |text| text.contains("Edited there."));
    put("content/moved/er/b.md", "Edited after the move.");
    preview.wait_for("/moved/er/b/", |text| text.contains("Edited after the move."));
    fs::rename(root.join("content"), root.join("elsewhere")).expect("renamed");
    preview.wait_for("/", |text| !text.contains("Title 0"));
    put("content/c.md", "A folder made again.");
    preview.wait_for("/c/", |text| text.contains("A folder made again."));
    put("content/c.md", "Edited in it.");
    preview.wait_for("/c/", |text| text.contains("Edited in it."));
    write(&root.join("static/robot.txt"), b"a first static file\n");
    preview.wait_for("/robot.txt", |text| text.contains("a first static file"));
    write(&root.join("static/robot.txt"), b"another text\n");
    preview.wait_for("/robot.txt", |text| text.contains("another text"));
    let settings = fs::read_to_string(root.join("site.toml")).expect("settings");
    fs::write(root.join("site.toml"), settings.replace("\"S\"", "\"Renamed\"")).expect("written");
    preview.wait_for("/", |text| text.contains("Renamed"));
}

#[test]
fn a_preview_that_polls_sees_what_changes() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &["--poll"]);
    let events = preview.events();
    write(&folder.path().join("content/a.md"), article("Title 0", "Polled.").as_bytes());
    events.next_of("changed");
    assert!(preview.text("/a/").expect("a page").contains("Polled."));
    assert_eq!(events.until_quiet(Duration::from_millis(1_200)), [], "looking alone changes nothing");
}
