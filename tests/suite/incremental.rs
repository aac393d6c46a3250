//! A build over an earlier one leaves what a clean build leaves, and touches nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use byline::build::session::{self, Passed};
use byline::build::{self, Now, Options, Progress};
use byline::date::Date;

use super::support::{byline, copy, repository, told, tree, write};

/// The instant of every build.
const NOW: &str = "2026-01-15T12:00:00Z";

fn site(folder: &Path) -> std::path::PathBuf {
    let site = folder.join("site");
    let from = repository().join("tests/sites/article");
    fs::create_dir_all(&site).expect("a new folder");
    fs::copy(from.join("site.toml"), site.join("site.toml")).expect("a copy");
    for name in ["content", "static"] {
        copy(&from.join(name), &site.join(name));
    }
    copy(&repository().join("tests/themes/plain"), &site.join("themes/plain"));
    site
}

/// Builds and gives the output.
fn build(site: &Path, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let run = byline(site, &[&["build", "--now", NOW], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    tree(&site.join("public"))
}

/// Builds a copy of the site in a new folder.
fn clean_build(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copied = folder.path().join("elsewhere").join("copy");
    for (path, bytes) in tree(site) {
        if !path.starts_with("public/") && !path.starts_with(".byline/") {
            write(&copied.join(path), &bytes);
        }
    }
    build(&copied, &["--jobs", "1"])
}

#[test]
fn an_incremental_build_is_byte_for_byte_a_clean_build() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    build(&site, &[]);
    let tides = site.join("content/coast/tides/index.md");
    let replace = |path: &Path, from: &str, to: &str| {
        let text = fs::read_to_string(path).expect("a text");
        assert!(text.contains(from), "`{from}` is there to be replaced");
        fs::write(path, text.replace(from, to)).expect("a new text");
    };
    type Edit<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let edits: Vec<Edit<'_>> = vec![
        ("a word", Box::new(|| replace(&tides, "Silt.", "Silt and sand."))),
        ("a title", Box::new(|| replace(&tides, "How tides shape a harbour town", "How tides shape a town"))),
        ("a slug", Box::new(|| replace(&tides, "tags: [tides, towns]", "tags: [tides]\nslug: moon"))),
        ("a person", Box::new(|| replace(&site.join("content/people/jane-example.md"), "Jane Example", "Jane Doe"))),
        ("a source", Box::new(|| replace(&site.join("content/sources.yml"), "A work that", "The work that"))),
        ("a picture", Box::new(|| write(&site.join("content/coast/tides/quay.png"), b"no picture any more"))),
        (
            "a new article",
            Box::new(|| {
                write(&site.join("content/coast/new.md"), b"---\ntitle: New\npublished: 2025-01-01\n---\n\nText.\n")
            }),
        ),
        ("a removed article", Box::new(|| fs::remove_file(site.join("content/coast/new.md")).expect("removed"))),
        (
            "an article that becomes a folder",
            Box::new(|| {
                let text = fs::read(site.join("content/coast/storms.md")).expect("a text");
                fs::remove_file(site.join("content/coast/storms.md")).expect("removed");
                write(&site.join("content/coast/storms/index.md"), &text);
            }),
        ),
        ("the settings", Box::new(|| replace(&site.join("site.toml"), "Read on", "Read more"))),
        ("a template", Box::new(|| write(&site.join("templates/404.html"), b"Not here.\n"))),
        (
            "a page removed from the output",
            Box::new(|| fs::remove_file(site.join("public/index.html")).expect("removed")),
        ),
        (
            "a page edited in the output",
            Box::new(|| fs::write(site.join("public/404.html"), "edited").expect("edited")),
        ),
    ];
    for (name, edit) in edits {
        edit();
        assert!(build(&site, &[]) == clean_build(&site), "after {name} the output differs from a clean build's");
    }
}

#[test]
fn a_second_build_writes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    build(&site, &[]);
    let times = |folder: &Path| -> BTreeMap<String, std::time::SystemTime> {
        let modified = |name: &str| fs::metadata(folder.join(name)).and_then(|file| file.modified()).expect("a time");
        tree(folder).keys().chain([&".byline-site".to_owned()]).map(|name| (name.clone(), modified(name))).collect()
    };
    let before = times(&site.join("public"));
    let run = byline(&site, &["build", "--now", NOW]);
    assert!(told(&run).contains("0 written"), "{}", told(&run));
    assert_eq!(before, times(&site.join("public")), "no file was touched");
}

#[test]
fn an_edit_of_an_introduction_renders_the_one_page_of_the_list_that_shows_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path();
    copy(&repository().join("tests/themes/plain"), &site.join("themes/plain"));
    let settings =
        "title = \"S\"\nbase_url = \"https://s.example\"\n\n[theme]\nname = \"plain\"\n\n[pagination]\nper_page = 1\n";
    write(&site.join("site.toml"), settings.as_bytes());
    for name in ["a", "b", "c"] {
        let text = format!("---\ntitle: {name}\npublished: 2025-01-01\ntags: [tides]\n---\n\nText.\n");
        write(&site.join(format!("content/coast/{name}.md")), text.as_bytes());
    }
    let introduce = |title: &str, dek: &str, body: &str| {
        for folder in ["coast", "tags/tides"] {
            let text = format!("---\ntitle: {title}\ndek: {dek}\n---\n\n{body}\n");
            write(&site.join(format!("content/{folder}/_index.md")), text.as_bytes());
        }
    };
    let rendered = || {
        let run = byline(site, &["build", "--now", NOW, "--explain"]);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        let is_page = |line: &&str| line.contains("coast/") || line.contains("tags/tides/");
        told(&run).lines().filter(is_page).filter_map(|line| line.split(": ").next().map(str::to_owned)).collect()
    };
    let first: Vec<String> = ["coast/index.html", "tags/tides/index.html"].map(str::to_owned).into();
    let further: Vec<String> = ["coast", "tags/tides"]
        .iter()
        .flat_map(|list| ["", "page/2/", "page/3/"].map(|page| format!("{list}/{page}index.html")))
        .collect();
    introduce("Coast", "What it is.", "Words.");
    let _: Vec<String> = rendered();
    introduce("Coast", "What it is.", "Other words, and more of them.");
    assert_eq!(rendered(), first);
    introduce("Coast", "What it *was*.", "Other words, and more of them.");
    assert_eq!(rendered(), further);
    assert!(build(site, &[]) == clean_build(site));
}

#[test]
fn a_failed_build_changes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let before = build(&site, &[]);
    write(&site.join("content/coast/broken.md"), b"---\ntitle: Broken\nauthors: [nobody]\n---\n\n[x](gone.md)\n");
    write(&site.join("content/coast/fine.md"), b"---\ntitle: Fine\n---\n\nText.\n");
    let run = byline(&site, &["build", "--now", NOW]);
    assert_eq!(run.status.code(), Some(1), "{}", told(&run));
    assert!(before == tree(&site.join("public")), "the output is what it was");
}

#[test]
fn a_mistake_that_is_taken_back_leaves_nothing_to_build() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    build(&site, &[]);
    for (path, mistake) in [("templates/article.html", "{{ page.nothing }}"), ("content/broken.md", "[x](gone.md)")] {
        write(&site.join(path), mistake.as_bytes());
        let run = byline(&site, &["build", "--now", NOW]);
        assert_eq!(run.status.code(), Some(1), "{}", told(&run));
        fs::remove_file(site.join(path)).expect("removed");
        let run = byline(&site, &["build", "--now", NOW]);
        assert!(told(&run).contains("(0 rendered, 0 written, 0 removed)"), "{}", told(&run));
    }
}

#[test]
fn a_word_that_the_house_style_begins_to_avoid_is_noticed_although_no_document_has_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path();
    let settings = "title = \"Site\"\nbase_url = \"https://site.example\"\n[lints]\nhouse-style = \"error\"\n\
        house_style = \"words/house.toml\"\n";
    write(&site.join("site.toml"), settings.as_bytes());
    write(&site.join("content/a.md"), b"---\ntitle: Tides\n---\n\nIt simply rises.\n");
    let avoid = |word: &str| {
        let style = format!("[[words]]\navoid = [\"{word}\"]\n");
        write(&site.join("words/house.toml"), style.as_bytes());
    };
    avoid("utilise");
    settle(site);
    let run = byline(site, &["build", "--now", NOW]);
    assert!(told(&run).contains("(0 rendered, 0 written, 0 removed)"), "{}", told(&run));
    avoid("simply");
    let run = byline(site, &["build", "--now", NOW]);
    assert_eq!(run.status.code(), Some(1), "{}", told(&run));
    assert!(told(&run).contains("error[house-style]: this site does not write `simply`"), "{}", told(&run));
    avoid("utilise");
    let run = byline(site, &["build", "--now", NOW]);
    assert!(told(&run).contains("(0 rendered, 0 written, 0 removed)"), "{}", told(&run));
}

#[test]
fn the_same_input_gives_the_same_bytes_in_another_folder_zone_locale_order_and_number_of_threads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let here = build(&site, &[]);
    // Most disks list what was made last first, or by a hash of names that differs from disk to disk.
    let reversed = folder.path().join("made/in reversed/order");
    for (path, bytes) in tree(&site).into_iter().rev() {
        if !path.starts_with("public/") && !path.starts_with(".byline/") {
            write(&reversed.join(path), &bytes);
        }
    }
    for (number, (root, jobs)) in [(&site, "3"), (&reversed, "1"), (&reversed, "8")].into_iter().enumerate() {
        let output = format!("out-{number}");
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_byline"))
            .args(["build", "--now", NOW, "--jobs", jobs, "--output", &output, "--root"])
            .arg(root)
            .current_dir(folder.path())
            .env("TZ", "Pacific/Apia")
            .env("LC_ALL", "tr_TR.UTF-8")
            .output()
            .expect("byline starts");
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        assert!(here == tree(&folder.path().join(output)), "{} with {jobs} threads: the bytes differ", root.display());
    }
}

#[cfg(unix)]
#[test]
fn a_picture_that_is_replaced_by_another_of_the_same_size_and_date_is_noticed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    settle(&site);
    let picture = site.join("content/coast/tides/quay.png");
    let before = fs::metadata(&picture).and_then(|file| file.modified()).expect("a time");
    let mut bytes = fs::read(&picture).expect("a picture");
    // The last byte of the width.
    bytes[19] ^= 1;
    let replace_it: [fn(&Path, &[u8]); 2] = [
        |picture, bytes| fs::write(picture, bytes).expect("written in place"),
        |picture, bytes| {
            fs::write(picture.with_extension("new"), bytes).expect("written beside it");
            fs::rename(picture.with_extension("new"), picture).expect("moved in its place");
        },
    ];
    for replace in replace_it {
        replace(&picture, &bytes);
        fs::File::options().write(true).open(&picture).and_then(|file| file.set_modified(before)).expect("a time");
        let told = explained(&site, &[]);
        assert!(rendered(&told).contains(&("coast/tides/index.html", "view changed: pictures")), "{told}");
        let published = fs::read(site.join("public/coast/tides/quay.png")).expect("a picture");
        assert_eq!(published[..33], bytes[..33]);
        assert!(tree(&site.join("public")) == clean_build(&site), "the output is a clean build's");
        bytes[19] ^= 3;
        settle(&site);
    }
}

/// Builds and gives what was printed.
fn explained(site: &Path, arguments: &[&str]) -> String {
    let run = byline(site, &[&["build", "--now", NOW, "--explain"], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    told(&run)
}

/// Builds until every file is known by its signature alone: what was written within a tick of the disk's clock is read
/// once more.
fn settle(site: &Path) {
    for _ in 0..100 {
        let told = explained(site, &[]);
        if told.contains(" kept, 0 files read\n") && told.contains("(0 rendered, 0 written, 0 removed)") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("files are read again and again");
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a text");
    assert!(text.contains(from), "`{from}` is there to be replaced");
    fs::write(path, text.replace(from, to)).expect("a new text");
}

/// The pages that a build rendered, each with its reason.
fn rendered(told: &str) -> Vec<(&str, &str)> {
    let reason = |line| str::split_once(line, ": ").filter(|(path, _)| path.ends_with(".html"));
    told.lines().filter_map(reason).collect()
}

/// The pages of the output that hold a text.
fn showing(site: &Path, text: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    let pages = tree(&site.join("public")).into_iter().filter(|(path, bytes)| path.ends_with(".html") && holds(bytes));
    pages.map(|(path, _)| path).collect()
}

#[test]
fn an_edit_of_words_reads_one_file_and_renders_one_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let settings = fs::read_to_string(site.join("site.toml")).expect("a text");
    write(&site.join("site.toml"), format!("{settings}\n[feeds]\nformats = []\n").as_bytes());
    settle(&site);
    replace(&site.join("content/coast/tides/index.md"), "Silt.", "Silt and sand.");
    let told = explained(&site, &[]);
    assert_eq!(rendered(&told), [("coast/tides/index.html", "view changed: its own file")], "{told}");
    assert!(told.contains(" kept, 1 file read\n"), "{told}");
    assert!(told.contains("(1 rendered, 1 written, 0 removed)"), "{told}");
}

#[test]
fn an_edit_of_words_makes_the_feeds_that_hold_the_article_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    settle(&site);
    replace(&site.join("content/coast/tides/index.md"), "Silt.", "Silt and sand.");
    let told = explained(&site, &[]);
    for feed in ["feed.json", "feed.xml", "rss.xml"] {
        assert!(told.contains(&format!("{feed}: view changed: the articles that it lists\n")), "{told}");
    }
    assert!(told.contains("(1 rendered, 4 written, 0 removed)"), "{told}");
    assert!(tree(&site.join("public")) == clean_build(&site), "the output is a clean build's");
}

#[test]
fn a_changed_title_renders_exactly_the_pages_that_show_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    // One link shows the title of what it leads to, the other does not.
    write(&site.join("content/coast/with.md"), b"---\ntitle: With\npublished: 2020-01-01\n---\n\n[](tides/index.md)\n");
    write(
        &site.join("content/about/without.md"),
        b"---\ntitle: Without\nkind: page\n---\n\n[x](../coast/tides/index.md)\n",
    );
    settle(&site);
    replace(&site.join("content/coast/tides/index.md"), "How tides shape a harbour town", "How the moon pulls");
    let told = explained(&site, &[]);
    let pages: Vec<&str> = rendered(&told).into_iter().map(|(path, _)| path).collect();
    assert_eq!(pages, showing(&site, "How the moon pulls"), "{told}");
    assert!(pages.len() >= 5 && !pages.contains(&"about/without/index.html"), "{told}");
    let reason = |page| rendered(&told).iter().find(|(path, _)| *path == page).map(|(_, reason)| (*reason).to_owned());
    assert_eq!(reason("coast/with/index.html").as_deref(), Some("view changed: what it links to, related articles"));
}

#[test]
fn each_page_that_is_rendered_says_why() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let told = explained(&site, &[]);
    assert!(rendered(&told).iter().all(|(_, reason)| *reason == "new"), "{told}");
    settle(&site);
    fs::remove_file(site.join("public/404.html")).expect("removed");
    fs::write(site.join("public/about/index.html"), "edited").expect("edited");
    let told = explained(&site, &[]);
    assert_eq!(rendered(&told), [("404.html", "output missing"), ("about/index.html", "output edited")], "{told}");
    replace(&site.join("site.toml"), "Read on", "Read more");
    let told = explained(&site, &[]);
    assert!(rendered(&told).iter().all(|(_, reason)| *reason == "view changed: settings or navigation"), "{told}");
    write(&site.join("templates/404.html"), b"Not here.\n");
    let told = explained(&site, &[]);
    assert!(!rendered(&told).is_empty(), "{told}");
    assert!(rendered(&told).iter().all(|(_, reason)| *reason == "theme changed"), "{told}");
}

#[test]
fn a_cache_and_an_output_that_were_copied_elsewhere_are_as_good_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let here = site(folder.path());
    settle(&here);
    // Another folder, other inodes, other times: what a service for continuous integration restores.
    let there = folder.path().join("restored");
    copy(&here, &there);
    fs::copy(here.join("public/.byline-site"), there.join("public/.byline-site")).expect("a copy");
    let told = explained(&there, &[]);
    assert!(told.contains("(0 rendered, 0 written, 0 removed)"), "{told}");
    replace(&there.join("content/coast/tides/index.md"), "Silt.", "Silt and sand.");
    let told = explained(&there, &[]);
    assert!(told.contains("(1 rendered, 4 written, 0 removed)"), "{told}");
    assert!(tree(&there.join("public")) == clean_build(&there), "the output is a clean build's");
}

#[test]
fn a_damaged_or_foreign_cache_is_ignored_in_silence() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let expected = build(&site, &[]);
    let cache = site.join(".byline");
    // Each build may name its facts anew.
    let named = |beginning: &str| {
        let names = fs::read_dir(&cache).expect("the cache").flatten().map(|entry| entry.file_name());
        let mut names = names.map(|name| name.to_string_lossy().into_owned());
        names.find(|name| name.starts_with(beginning)).expect("a file of the cache")
    };
    type Damage = (&'static str, fn(&mut Vec<u8>));
    let damages: [Damage; 5] = [
        ("emptied", Vec::clear),
        ("cut off", |bytes| bytes.truncate(bytes.len() / 2)),
        ("one bit", |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }),
        ("of another program", |bytes| bytes[20] ^= 1),
        ("foreign", |bytes| *bytes = b"something else".to_vec()),
    ];
    for (damage, change) in damages {
        for beginning in ["state", "facts."] {
            let name = named(beginning);
            let path = cache.join(&name);
            let mut bytes = fs::read(&path).expect("bytes");
            change(&mut bytes);
            fs::write(&path, bytes).expect("damaged");
            replace(&site.join("content/coast/tides/index.md"), "Silt.", "Silt!");
            let told = explained(&site, &[]);
            assert!(!told.contains("warning") && !told.contains("error"), "{name} {damage}: {told}");
            replace(&site.join("content/coast/tides/index.md"), "Silt!", "Silt.");
            assert!(build(&site, &[]) == expected, "{name} {damage}: the output differs");
            let told = explained(&site, &[]);
            assert!(told.contains("(0 rendered, 0 written, 0 removed)"), "{name} {damage}: it is rebuilt: {told}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_cache_that_cannot_be_written_is_one_warning_and_nothing_is_written_elsewhere() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let expected = clean_build(&site);
    let cache = site.join(".byline");
    let elsewhere = folder.path().join("elsewhere-empty");
    fs::create_dir(&elsewhere).expect("a folder");
    let check = |what: &str| {
        let told = explained(&site, &[]);
        assert_eq!(told.matches("warning[cache-not-written]").count(), 1, "{what}: {told}");
        assert!(tree(&site.join("public")) == expected, "{what}: the output is right all the same");
        assert_eq!(fs::read_dir(&elsewhere).expect("a folder").count(), 0, "{what}");
    };
    fs::write(&cache, "a file").expect("a file");
    check("a file stands in its place");
    fs::remove_file(&cache).expect("removed");
    std::os::unix::fs::symlink(&elsewhere, &cache).expect("a link");
    check("a link stands in its place");
    fs::remove_file(&cache).expect("removed");
    fs::create_dir(&cache).expect("a folder");
    fs::write(cache.join("mine.txt"), "mine").expect("a file");
    check("somebody else's folder stands in its place");
    assert_eq!(fs::read_dir(&cache).expect("a folder").count(), 1, "it is left alone");
}

#[cfg(unix)]
#[test]
fn nothing_is_kept_or_removed_where_a_link_in_the_cache_leads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let elsewhere = folder.path().join("elsewhere-full");
    for name in ["thesis.txt", "e6f8309479ef3e99-16.jpg"] {
        write(&elsewhere.join(name), b"precious");
    }
    let before = tree(&elsewhere);
    for sort in ["pictures", "preprocessed", "findings"] {
        build(&site, &[]);
        let path = site.join(".byline").join(sort);
        let _ = fs::remove_dir_all(&path);
        std::os::unix::fs::symlink(&elsewhere, &path).expect("a link");
        replace(&site.join("content/coast/tides/index.md"), "Silt.", "Silt!");
        let told = explained(&site, &[]);
        assert!(told.contains("warning[cache-not-written]") && told.contains(sort), "{sort}: {told}");
        byline(&site, &["check"]);
        assert!(tree(&elsewhere) == before, "{sort}");
        replace(&site.join("content/coast/tides/index.md"), "Silt!", "Silt.");
        fs::remove_file(&path).expect("removed");
    }
    // What somebody has put into the cache itself is not byline's either.
    write(&site.join(".byline/pictures/thesis.txt"), b"precious");
    replace(&site.join("content/coast/tides/index.md"), "Silt.", "Silt!");
    explained(&site, &[]);
    assert!(site.join(".byline/pictures/thesis.txt").exists());
}

#[cfg(unix)]
#[test]
fn a_file_of_the_cache_that_leads_elsewhere_is_neither_read_nor_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let expected = build(&site, &[]);
    let canary = folder.path().join("canary");
    for name in ["state", "lock", "facts.1"] {
        fs::write(&canary, "canary").expect("a canary");
        let _ = fs::remove_file(site.join(".byline").join(name));
        std::os::unix::fs::symlink(&canary, site.join(".byline").join(name)).expect("a link");
        replace(&site.join("content/coast/tides/index.md"), "Silt.", "Silt!");
        build(&site, &[]);
        replace(&site.join("content/coast/tides/index.md"), "Silt!", "Silt.");
        assert!(build(&site, &[]) == expected, "{name}");
        assert_eq!(fs::read_to_string(&canary).expect("the canary"), "canary", "{name}");
    }
}

#[test]
fn a_build_that_fails_keeps_what_it_parsed_and_the_next_one_says_what_is_wrong_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let broken = site.join("content/coast/broken.md");
    write(&broken, b"---\ntitle: Broken\nauthors: [nobody]\nunknown: 1\n---\n\n[x](gone.md)\n");
    let run = |site: &Path| told(&byline(site, &["build", "--now", NOW, "--format", "short"]));
    let first = run(&site);
    assert!(first.contains("unknown-person") && first.contains("unknown-field"), "{first}");
    assert_eq!(first, run(&site), "nothing vanishes on the second build");
    fs::remove_file(broken).expect("removed");
    assert!(build(&site, &[]) == clean_build(&site), "the output is a clean build's");
}

#[test]
fn verify_compares_every_byte_and_finds_what_differs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let told = explained(&site, &["--verify"]);
    let files = tree(&site.join("public")).keys().filter(|path| *path != ".byline-site").count();
    assert!(told.contains(&format!("verified {files} files: each is what a clean build makes\n")), "{told}");
    let written = tree(&site);
    explained(&site, &["--verify"]);
    assert!(written.keys().eq(tree(&site).keys()), "verifying writes nothing");
}

#[test]
fn timings_name_every_stage_and_leave_a_trace_in_the_cache() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let run = byline(&site, &["build", "--now", NOW, "--timings"]);
    let told = told(&run);
    for stage in ["looking", "parsing", "connecting", "rendering", "writing"] {
        let line = told.lines().find(|line| line.trim_start().starts_with(stage));
        assert!(line.is_some_and(|line| line.contains(" %")), "{stage} is not in {told}");
    }
    let trace = fs::read_to_string(site.join(".byline/timings.json")).expect("the trace");
    let trace: serde_json::Value = serde_json::from_str(&trace).expect("JSON");
    let names: Vec<&str> =
        trace["traceEvents"].as_array().expect("events").iter().filter_map(|event| event["name"].as_str()).collect();
    assert!(names.contains(&"content/coast/tides/index.md") && names.contains(&"coast/tides/index.html"), "{names:?}");
}

#[test]
fn a_cache_that_holds_more_of_no_use_than_of_use_is_begun_anew_and_is_right() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    let numbers = || -> Vec<String> {
        let names = fs::read_dir(site.join(".byline")).expect("the cache").flatten().map(|entry| entry.file_name());
        names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.starts_with("facts.")).collect()
    };
    build(&site, &[]);
    assert_eq!(numbers(), ["facts.1"]);
    let tides = site.join("content/coast/tides/index.md");
    for round in 0..12 {
        replace(&tides, "\n---\n\n", &format!("\n---\n\nRound {round}.\n\n"));
        build(&site, &[]);
        assert_eq!(numbers().len(), 1, "only the one that is used is there");
    }
    assert_ne!(numbers(), ["facts.1"], "it was begun anew");
    assert!(build(&site, &[]) == clean_build(&site), "the output is a clean build's");
    let told = explained(&site, &[]);
    assert!(told.contains("(0 rendered, 0 written, 0 removed)"), "{told}");
}

#[test]
fn what_stands_in_every_head_and_what_is_left_out_is_noticed_by_the_next_build() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    build(&site, &[]);
    write(&site.join("static/favicon.ico"), b"an icon");
    let found = build(&site, &[]);
    assert!(String::from_utf8_lossy(&found["index.html"]).contains("icon: icon | /favicon.ico"));
    assert!(found == clean_build(&site));
    std::fs::remove_file(site.join("static/favicon.ico")).expect("it was written");
    let settings = std::fs::read_to_string(site.join("site.toml")).expect("settings");
    let more = format!("head_extra = \"<meta name=x>\"\nexclude = [\"content/left-out/**\"]\n{settings}");
    write(&site.join("site.toml"), more.as_bytes());
    write(&site.join("content/left-out/broken.md"), b"---\ntitle: [\n---\n");
    let found = build(&site, &[]);
    let home = String::from_utf8_lossy(&found["index.html"]).into_owned();
    assert!(home.contains("head: <meta name=x>") && !home.contains("icon:"), "{home}");
    assert!(found == clean_build(&site));
}

/// What makes the test below build again and again, in a process of its own.
const AGAIN: &str = "BYLINE_BUILDS_AGAIN";

#[test]
fn a_program_that_builds_again_and_again_holds_no_more_memory() {
    let name = "incremental::a_program_that_builds_again_and_again_holds_no_more_memory";
    if std::env::var_os(AGAIN).is_none() {
        let program = std::env::current_exe().expect("this program");
        let run =
            std::process::Command::new(program).args(["--exact", name]).env(AGAIN, "1").output().expect("it runs");
        assert!(run.status.success(), "{}", told(&run));
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path();
    write(&site.join("site.toml"), b"title = \"S\"\nbase_url = \"https://s.example\"\n");
    let mut held = Vec::new();
    for turn in 0..90 {
        // Each third time nothing changed.
        write(&site.join("content/a.md"), format!("---\ntitle: A\n---\nTurn {}.\n", turn - turn % 3 % 2).as_bytes());
        let report = super::fuzz::build(site).expect("a build");
        assert!(report.done.is_some(), "{:?}", report.diagnostics);
        let status = std::fs::read_to_string("/proc/self/status").expect("what is known of this process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        held.push(line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number"));
    }
    let (early, late) = (held[29], held[89]);
    assert!(late < early + 20_000, "{early} kB after 30 builds, {late} kB after 90");
}

/// Saves other settings as soon as a build has read those that it is made from.
struct Meddling<'r>(&'r Path);

impl Progress for Meddling<'_> {
    fn stage(&self, name: &'static str, _: usize) {
        if name == "parsing" {
            settings(self.0, "After");
        }
    }

    fn step(&self, _: &str, _: Instant) {}
}

fn settings(root: &Path, title: &str) {
    write(&root.join("site.toml"), format!("title = \"{title}\"\nbase_url = \"https://site.example\"\n").as_bytes());
}

/// A site that is built in the process of the test.
fn meddled(root: &Path) -> Options {
    settings(root, "Before");
    write(&root.join("content/a.md"), b"---\ntitle: A\n---\nText.\n");
    let now = Now::Date("2026-01-15".parse::<Date>().expect("a date"));
    let (drafts, future, force) = (false, false, false);
    Options { root: root.to_owned(), output: None, base_url: None, drafts, future, now, jobs: Some(1), force }
}

#[test]
fn settings_that_are_saved_while_a_build_runs_are_those_of_the_next_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let options = meddled(root);
    build::build(&options, &Meddling(root)).expect("a build");
    let page = || fs::read_to_string(root.join("public/a/index.html")).expect("a page");
    assert!(page().contains("Before") && !page().contains("After"));
    build::build(&options, &Meddling(root)).expect("a build");
    assert!(page().contains("After") && !page().contains("Before"));
    let incremental = tree(&root.join("public"));
    fs::remove_dir_all(root.join("public")).expect("the output is removed");
    fs::remove_dir_all(root.join(".byline")).expect("the cache is removed");
    build::build(&options, &Meddling(root)).expect("a build");
    assert_eq!(tree(&root.join("public")), incremental);
}

#[test]
fn settings_that_are_saved_while_a_preview_looks_are_those_of_the_next_look() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = meddled(folder.path());
    session::open(&options, |session| {
        let mut titled = || match session.pass(None, &Meddling(folder.path()))? {
            Passed::New(pass) => Ok(pass.output.map(|output| output.title().to_owned())),
            Passed::Same => Ok(None),
        };
        assert_eq!(titled()?.as_deref(), Some("Before"));
        assert_eq!(titled()?.as_deref(), Some("After"));
        assert_eq!(titled()?, None);
        Ok(())
    })
    .expect("a session");
}
