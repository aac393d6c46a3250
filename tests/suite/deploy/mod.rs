//! `byline deploy`, to folders and to a storage on this machine.

mod folder;
mod storage;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use super::support::{byline, command, copy, repository, told, tree, write};
use storage::{Change, Storage};

const LIST: &str = "review/.byline-deploy.json";

/// A site of a few articles, one with a picture, and what it deploys to.
struct Site {
    place: tempfile::TempDir,
    storage: Storage,
}

impl Site {
    fn new() -> Site {
        let place = tempfile::tempdir().expect("a temporary folder");
        let storage = Storage::start();
        let site = Site { place, storage };
        site.settings("to = \"s3://review\"");
        for name in ["quay", "tide", "wind"] {
            site.article(name, "Words.");
        }
        for folder in ["content/coast", "static"] {
            copy(&repository().join("tests/sites/pictures").join(folder), &site.root().join(folder));
        }
        site.build();
        site
    }

    fn root(&self) -> PathBuf {
        self.place.path().join("site")
    }

    /// Writes site.toml; the endpoint is added to `[deploy]`.
    fn settings(&self, deploy: &str) {
        let address = &self.storage.address;
        let text = format!(
            "title = \"Review\"\nbase_url = \"https://review.example\"\n[images]\nwidths = [16]\n[deploy]\nendpoint = \"{address}\"\n{deploy}\n"
        );
        write(&self.root().join("site.toml"), text.as_bytes());
    }

    fn article(&self, name: &str, body: &str) {
        let text = format!("---\ntitle: The {name}\npublished: 2026-01-01\n---\n\n{body}\n");
        write(&self.root().join(format!("content/harbour/{name}.md")), text.as_bytes());
    }

    fn build(&self) {
        let built = byline(&self.root(), &["build", "--quiet"]);
        assert_eq!(built.status.code(), Some(0), "{}", told(&built));
    }

    fn output(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.root().join("public"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let arguments = [&["deploy"], arguments].concat();
        let mut command = command(env!("CARGO_BIN_EXE_byline").as_ref(), &self.root(), &arguments);
        for (name, _) in std::env::vars() {
            let upper = name.to_uppercase();
            if ["AWS_", "AZURE_", "GOOGLE_"].iter().any(|of| upper.starts_with(of)) || upper.ends_with("_PROXY") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Deploys with all that is needed to log in.
    fn deploy(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.env("AWS_ACCESS_KEY_ID", "key").env("AWS_SECRET_ACCESS_KEY", "secret");
        command.env("GOOGLE_BEARER_TOKEN", "token");
        command.env("AZURE_STORAGE_ACCOUNT_NAME", "account").env("AZURE_STORAGE_ACCOUNT_KEY", "c2VjcmV0");
        command.output().expect("byline starts")
    }

    fn deployed(&self, arguments: &[&str]) -> String {
        let deployed = self.deploy(arguments);
        assert_eq!(deployed.status.code(), Some(0), "{}", told(&deployed));
        String::from_utf8(deployed.stderr).expect("text")
    }

    fn refused(&self, arguments: &[&str], why: &str) {
        let before = self.storage.state().objects.clone();
        let refused = self.deploy(arguments);
        assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
        assert!(told(&refused).contains(why), "`{why}` is not in: {}", told(&refused));
        assert_eq!(self.storage.state().objects, before);
    }
}

/// The paths of changes, without those of byline's list.
fn paths(changes: &[Change]) -> BTreeSet<String> {
    let path = |change: &Change| match change {
        Change::Put(path, _) | Change::Delete(path) => (path != LIST).then(|| path["review/".len()..].to_owned()),
    };
    changes.iter().filter_map(path).collect()
}

#[test]
fn a_first_deploy_publishes_the_whole_output_and_the_next_one_nothing() {
    let site = Site::new();
    let files = site.output().len();
    let said = site.deployed(&[]);
    assert!(
        said.contains(&format!("deployed to s3://review: {files} uploaded, 0 replaced, 0 removed, 0 unchanged")),
        "{said}"
    );
    assert_eq!(site.storage.files("review"), site.output());
    site.storage.take_changes();
    let said = site.deployed(&[]);
    assert!(said.contains(&format!("0 uploaded, 0 replaced, 0 removed, {files} unchanged, 0 kB")), "{said}");
    assert_eq!(site.storage.take_changes(), []);
}

#[test]
fn an_edit_publishes_what_it_changes_and_no_more() {
    let site = Site::new();
    site.deployed(&[]);
    site.storage.take_changes();
    let before = site.output();
    site.article("tide", "Other words.");
    site.build();
    let after = site.output();
    let differ = |path: &&String| before.get(*path) != after.get(*path);
    let changed: BTreeSet<String> = before.keys().chain(after.keys()).filter(differ).cloned().collect();
    assert!(changed.contains("harbour/tide/index.html") && !changed.contains("harbour/wind/index.html"), "{changed:?}");
    site.deployed(&[]);
    assert_eq!(paths(&site.storage.take_changes()), changed);
    assert_eq!(site.storage.files("review"), after);
}

#[test]
fn what_somebody_removed_from_the_bucket_is_published_again() {
    let site = Site::new();
    site.deployed(&[]);
    site.storage.state().objects.remove("review/harbour/tide/index.html");
    site.deployed(&[]);
    assert_eq!(site.storage.files("review"), site.output());
}

/// The files of the site that a page shows, and the pages that it links to.
fn shown(page: &[u8]) -> Vec<String> {
    let page = String::from_utf8_lossy(page);
    let mut found = Vec::new();
    for attribute in [" href=\"", " src=\"", " srcset=\""] {
        for rest in page.split(attribute).skip(1) {
            let value = rest.split('"').next().unwrap_or_default();
            for address in value.split(", ").filter_map(|part| part.split([' ', '#', '?']).next()) {
                let Some(path) = address.strip_prefix('/') else { continue };
                let folder = path.is_empty() || path.ends_with('/');
                found.push(if folder { format!("{path}index.html") } else { path.to_owned() });
            }
        }
    }
    found
}

/// Sees that at no moment a page lacked a file, or a page that was there before linked to one that is not there.
fn check_every_moment(mut there: BTreeMap<String, Vec<u8>>, changes: &[Change], expected: &BTreeMap<String, Vec<u8>>) {
    let old_pages: BTreeSet<String> = there.keys().filter(|path| path.ends_with(".html")).cloned().collect();
    let mut looked_at = 0;
    for change in changes {
        match change {
            Change::Put(path, object) if path != LIST => {
                there.insert(path["review/".len()..].to_owned(), object.bytes.clone())
            }
            Change::Delete(path) => there.remove(&path["review/".len()..]),
            Change::Put(..) => None,
        };
        for (path, bytes) in there.iter().filter(|(path, _)| path.ends_with(".html")) {
            let is_front = path == "index.html";
            for shown in shown(bytes) {
                let is_page = shown.ends_with(".html");
                let is_list = ["feed.xml", "rss.xml", "feed.json"].iter().any(|name| shown.ends_with(name));
                if !is_list && (!is_page || is_front || old_pages.contains(path)) {
                    assert!(there.contains_key(&shown), "{path} shows {shown}, which is not there");
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 100, "{looked_at} links");
    assert_eq!(&there, expected);
}

#[test]
fn no_page_is_there_before_its_files_and_removals_come_last() {
    let site = Site::new();
    site.deployed(&[]);
    let first = site.output();
    check_every_moment(BTreeMap::new(), &site.storage.take_changes(), &first);

    // A new article with a picture, one that is gone, and a stylesheet with another name.
    let mut picture = fs::read(site.root().join("content/coast/quay.jpg")).expect("a picture");
    picture.push(0);
    write(&site.root().join("content/harbour/new.jpg"), &picture);
    site.article("new", "![A quay](new.jpg)\n\nSee [the wind](wind.md).");
    site.article("quay", "See [the new one](new.md).");
    fs::remove_file(site.root().join("content/harbour/tide.md")).expect("an article");
    let settings = fs::read_to_string(site.root().join("site.toml")).expect("settings");
    write(&site.root().join("site.toml"), format!("{settings}[theme.tokens]\naccent = \"#123456\"\n").as_bytes());
    site.build();
    site.deployed(&[]);
    let changes = site.storage.take_changes();
    check_every_moment(first, &changes, &site.output());
    let removals = changes.iter().filter(|change| matches!(change, Change::Delete(_))).count();
    assert!(removals > 1);
    let (list, before) = changes.split_last().expect("changes");
    assert!(matches!(list, Change::Put(path, _) if path == LIST));
    assert!(before[before.len() - removals..].iter().all(|change| matches!(change, Change::Delete(_))));
}

#[test]
fn a_deploy_that_would_remove_too_much_does_nothing_until_it_is_allowed() {
    let site = Site::new();
    site.settings("to = \"s3://review\"\nmax_removals = 2");
    site.deployed(&[]);
    for name in ["tide", "wind"] {
        fs::remove_file(site.root().join(format!("content/harbour/{name}.md"))).expect("an article");
    }
    fs::remove_dir_all(site.root().join("content/coast")).expect("a folder");
    site.build();
    let gone = site.storage.files("review").keys().filter(|path| !site.output().contains_key(*path)).count();
    assert!(gone > 2, "{gone}");
    site.refused(&[], &format!("{gone} files would be removed, and at most 2 may be; nothing was done"));
    site.refused(&["--dry-run"], &format!("write `--max-removals {gone}`"));
    site.deployed(&["--max-removals", &gone.to_string()]);
    assert_eq!(site.storage.files("review"), site.output());
}

#[test]
fn a_dry_run_names_each_step_and_changes_nothing() {
    let site = Site::new();
    let told = site.deploy(&["--dry-run"]);
    let lines = String::from_utf8(told.stdout).expect("text");
    let named: BTreeSet<&str> = lines.lines().filter_map(|line| line.splitn(3, ' ').nth(2)).collect();
    assert_eq!(named, site.output().keys().map(String::as_str).collect());
    assert!(lines.lines().all(|line| line.starts_with("upload ")), "{lines}");
    assert!(site.storage.state().objects.is_empty());

    site.deployed(&[]);
    site.storage.take_changes();
    fs::remove_file(site.root().join("content/harbour/tide.md")).expect("an article");
    site.build();
    let told = site.deploy(&["--dry-run"]);
    let lines = String::from_utf8(told.stdout).expect("text");
    assert!(lines.contains("remove harbour/tide/index.html\n"), "{lines}");
    let bytes = site.output()["index.html"].len();
    assert!(lines.contains(&format!("replace {bytes} index.html\n")), "{lines}");
    assert_eq!(site.storage.take_changes(), []);
}

#[test]
fn a_deploy_that_ends_at_any_request_is_finished_by_the_next() {
    let site = Site::new();
    site.deployed(&[]);
    let first = site.storage.state().objects.clone();
    fs::remove_file(site.root().join("content/harbour/tide.md")).expect("an article");
    site.article("new", "New.");
    site.build();
    let mut last = 0;
    for from in 1.. {
        let mut state = site.storage.state();
        state.objects.clone_from(&first);
        state.requests = 0;
        state.refuses = Some((from, "403 Forbidden"));
        drop(state);
        let ended = site.deploy(&[]);
        let was_ended = site.storage.state().requests >= from;
        site.storage.state().refuses = None;
        if !was_ended {
            assert_eq!(ended.status.code(), Some(0), "{}", told(&ended));
            last = from;
            break;
        }
        assert_eq!(ended.status.code(), Some(2), "{}", told(&ended));
        assert!(told(&ended).contains("s3://review"), "{}", told(&ended));
        // What was there of the site is still there, whole; the next deploy brings the rest.
        site.deployed(&[]);
        assert_eq!(site.storage.files("review"), site.output(), "ended at request {from}");
        site.storage.take_changes();
        site.deployed(&[]);
        assert_eq!(site.storage.take_changes(), [], "ended at request {from}");
    }
    assert!(last > 15, "{last} requests");
}

#[test]
fn a_file_that_changed_back_after_an_interrupted_deploy_is_published() {
    let site = Site::new();
    site.deployed(&[]);
    let before = site.output();
    site.article("wind", "Other words.");
    site.build();
    let article = before["harbour/wind/index.html"].len();
    // The list is written and the article, but not the list at the end.
    let changes = site.deploy(&["--dry-run"]);
    let uploads = String::from_utf8_lossy(&changes.stdout).lines().count();
    let mut state = site.storage.state();
    state.refuses = Some((state.requests + 3 + 1 + uploads + 1, "403 Forbidden"));
    drop(state);
    let ended = site.deploy(&[]);
    assert_eq!(ended.status.code(), Some(2), "{}", told(&ended));
    assert_ne!(site.storage.files("review")["harbour/wind/index.html"], before["harbour/wind/index.html"]);
    site.storage.state().refuses = None;
    site.article("wind", "Words.");
    site.build();
    assert_eq!(site.output()["harbour/wind/index.html"].len(), article);
    site.deployed(&[]);
    assert_eq!(site.storage.files("review"), site.output());
}

#[test]
fn a_storage_that_is_busy_is_asked_again() {
    let site = Site::new();
    site.storage.state().busy = (2, "503 Slow Down");
    site.deployed(&[]);
    assert_eq!(site.storage.files("review"), site.output());
}

#[test]
fn ctrl_c_ends_a_deploy_between_files_and_the_next_goes_on() {
    let site = Site::new();
    let mut command = site.command(&[]);
    command.env("AWS_ACCESS_KEY_ID", "key").env("AWS_SECRET_ACCESS_KEY", "secret");
    command.stderr(std::process::Stdio::piped());
    let running = command.spawn().expect("byline starts");
    loop {
        let state = site.storage.state();
        if !state.changes.is_empty() {
            // Nothing is answered while the state is held.
            let killed = Command::new("kill").args(["-INT", &running.id().to_string()]).status().expect("kill runs");
            assert!(killed.success());
            break;
        }
        drop(state);
        std::thread::yield_now();
    }
    let ended = running.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(130), "{}", told(&ended));
    assert!(told(&ended).contains("deploy again to go on from there"), "{}", told(&ended));
    assert!(site.storage.files("review").len() < site.output().len());
    site.deployed(&[]);
    assert_eq!(site.storage.files("review"), site.output());
}

#[test]
fn what_byline_did_not_publish_is_left_alone_unless_it_is_adopted() {
    let site = Site::new();
    let foreign = storage::Object { bytes: b"foreign".to_vec(), headers: BTreeMap::new() };
    let put = |path: &str| site.storage.state().objects.insert(path.to_owned(), foreign.clone());
    put("review/notes.txt");
    site.refused(&[], "it is not empty, and byline did not publish what is there, such as `notes.txt`");
    site.deployed(&["--adopt"]);
    assert_eq!(site.storage.files("review")["notes.txt"], b"foreign");

    // Later, in the way of a new article.
    put("review/harbour/new/index.html");
    site.article("new", "New.");
    site.build();
    site.refused(&[], "`harbour/new/index.html` is in the way, and byline did not publish it");
    site.deployed(&["--adopt"]);
    let mut expected = site.output();
    expected.insert("notes.txt".to_owned(), b"foreign".to_vec());
    assert_eq!(site.storage.files("review"), expected);

    // What is adopted is byline's, and the rest is not.
    fs::remove_file(site.root().join("content/harbour/new.md")).expect("an article");
    site.build();
    site.deployed(&[]);
    let files = site.storage.files("review");
    assert!(!files.contains_key("harbour/new/index.html") && files.contains_key("notes.txt"));
}

#[test]
fn another_site_and_a_damaged_list_are_refused_unless_they_are_adopted() {
    let site = Site::new();
    site.deployed(&[]);
    let settings = fs::read_to_string(site.root().join("site.toml")).expect("settings");
    write(&site.root().join("site.toml"), settings.replace("review.example", "other.example").as_bytes());
    site.build();
    site.refused(
        &[],
        "another site is published there, `https://review.example`, and this one is `https://other.example`",
    );
    site.deployed(&["--adopt"]);
    assert_eq!(site.storage.files("review"), site.output());
    site.storage.state().objects.get_mut(LIST).expect("the list").bytes.pop();
    site.storage.state().objects.get_mut(LIST).expect("the list").bytes.pop();
    site.refused(&[], "it is damaged");
    site.deployed(&["--adopt"]);
    assert_eq!(site.storage.files("review"), site.output());
}

#[test]
fn each_file_has_its_media_type_and_may_be_kept_as_long_as_its_name_allows() {
    let site = Site::new();
    site.deployed(&[]);
    let state = site.storage.state();
    let header = |path: &str, name: &str| state.objects[&format!("review/{path}")].headers[name].clone();
    assert_eq!(header("index.html", "content-type"), "text/html; charset=utf-8");
    assert_eq!(header("index.html", "cache-control"), "public, max-age=0, must-revalidate");
    assert_eq!(header("feed.xml", "cache-control"), "public, max-age=0, must-revalidate");
    assert_eq!(header("coast/model.png", "content-type"), "image/png");
    assert_eq!(header("coast/model.png", "cache-control"), "public, max-age=86400");
    let hashed = |from: &str, end: &str| {
        let found = state.objects.keys().map(|key| &key["review/".len()..]);
        found.filter(|path| path.starts_with(from) && path.ends_with(end)).collect::<Vec<_>>()
    };
    let kept = [("assets/style-", ".css"), ("assets/", ".js"), ("assets/pictures/", ".webp"), ("search/", ".txt")];
    for (from, end) in kept {
        let found = hashed(from, end);
        assert!(!found.is_empty(), "{from}…{end}");
        for path in found {
            assert_eq!(header(path, "cache-control"), "public, max-age=31536000, immutable", "{path}");
        }
    }
}

#[test]
fn only_what_a_finished_build_made_is_published() {
    let site = Site::new();
    let public = site.root().join("public");
    write(&public.join("stray.txt"), b"stray");
    site.deployed(&[]);
    assert!(!site.storage.files("review").contains_key("stray.txt"));

    write(&public.join("index.html"), b"edited");
    site.refused(&[], "since it was built there were changed or removed: `index.html`");
    fs::remove_file(public.join("index.html")).expect("a page");
    site.refused(&[], "run `byline build` first");
    fs::rename(public.join("404.html"), public.join("index.html")).expect("a page");
    site.refused(&[], "`404.html`, `index.html`");
    site.build();
    fs::rename(public.join(".byline-site"), public.join(".byline-site.next")).expect("the list");
    site.refused(&[], "no build has finished there");
    site.refused(&["--output", "nowhere"], "no build has finished there");
}

#[test]
fn a_prefix_keeps_a_site_within_it() {
    let site = Site::new();
    let foreign = storage::Object { bytes: b"foreign".to_vec(), headers: BTreeMap::new() };
    for path in ["review/live", "review/live2/index.html", "review/index.html"] {
        site.storage.state().objects.insert(path.to_owned(), foreign.clone());
    }
    site.deployed(&["s3://review/live"]);
    assert_eq!(site.storage.files("review/live"), site.output());
    assert_eq!(site.storage.files("review/live2").len(), 1);
    site.storage.take_changes();
    site.deployed(&["s3://review/live"]);
    assert_eq!(site.storage.take_changes(), []);
}

#[test]
fn paths_with_any_characters_are_published_as_they_are() {
    let site = Site::new();
    for name in ["a b.txt", "é+%41.txt", "q&<#~'[x].txt"] {
        write(&site.root().join("static").join(name), name.as_bytes());
    }
    site.build();
    assert!(site.output().contains_key("é+%41.txt"));
    site.deployed(&[]);
    assert_eq!(site.storage.files("review"), site.output());
    site.storage.take_changes();
    site.deployed(&[]);
    assert_eq!(site.storage.take_changes(), []);
}

#[test]
fn who_cannot_log_in_is_told_why() {
    let site = Site::new();
    for (to, variable) in [
        ("s3://review", "AWS_ACCESS_KEY_ID"),
        ("gs://review", "GOOGLE_APPLICATION_CREDENTIALS"),
        ("az://review", "AZURE_STORAGE_ACCOUNT_NAME"),
    ] {
        let told = site.command(&[to]).output().expect("byline starts");
        assert_eq!(told.status.code(), Some(2));
        let said = String::from_utf8_lossy(&told.stderr);
        assert!(said.contains(&format!("`{variable}` is not set")), "{said}");
    }
    let mut command = site.command(&[]);
    command.env("AWS_ACCESS_KEY_ID", "stranger").env("AWS_SECRET_ACCESS_KEY", "secret");
    let told = command.output().expect("byline starts");
    assert_eq!(told.status.code(), Some(2));
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(said.contains("s3://review/.byline-deploy.json") && said.contains("InvalidAccessKeyId"), "{said}");
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn an_address_elsewhere_is_not_spoken_to_without_encryption() {
    let site = Site::new();
    let address = &site.storage.address;
    let settings = fs::read_to_string(site.root().join("site.toml")).expect("settings");
    write(&site.root().join("site.toml"), settings.replace(address, "http://storage.invalid").as_bytes());
    let told = site.deploy(&[]);
    assert_eq!(told.status.code(), Some(2));
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(said.contains("https://") && said.contains("AWS_ALLOW_HTTP"), "{said}");
}

#[test]
fn googles_and_azures_storage_get_the_same_files() {
    for to in ["gs://review", "az://review", "gs://review/en", "az://review/en"] {
        let site = Site::new();
        site.deployed(&[to]);
        let bucket = to.split_once("://").expect("a place").1;
        assert_eq!(site.storage.files(bucket), site.output(), "{to}");
        site.storage.take_changes();
        site.deployed(&[to]);
        assert_eq!(site.storage.take_changes(), [], "{to}");
        fs::remove_file(site.root().join("content/harbour/tide.md")).expect("an article");
        site.build();
        site.deployed(&[to]);
        assert_eq!(site.storage.files(bucket), site.output(), "{to}");
        let state = site.storage.state();
        let headers = &state.objects[&format!("{bucket}/index.html")].headers;
        let header = |name: &str| headers.get(&format!("x-ms-blob-{name}")).or_else(|| headers.get(name));
        assert_eq!(header("cache-control").map(String::as_str), Some("public, max-age=0, must-revalidate"), "{to}");
        assert_eq!(header("content-type").map(String::as_str), Some("text/html; charset=utf-8"), "{to}");
    }
}

#[test]
fn compressed_copies_are_published_in_the_place_of_their_files() {
    let site = Site::new();
    site.settings("to = \"s3://review\"\ncompressed = \"gz\"");
    site.refused(&[], "write `formats = [\"gz\"]` below `[compress]`");
    site.settings("to = \"s3://review\"\ncompressed = \"gz\"\n[compress]\nformats = [\"gz\", \"br\"]");
    // A download of the site's own, beside the file that it was made of, is no copy.
    write(&site.root().join("static/tides.csv"), "one,two\n".repeat(1_000).as_bytes());
    write(&site.root().join("static/tides.csv.gz"), b"a download");
    site.build();
    site.deployed(&[]);
    let output = site.output();
    let stored = site.storage.files("review");
    let names: BTreeSet<&String> = stored.keys().collect();
    let is_copy = |path: &str| (path.ends_with(".gz") || path.ends_with(".br")) && path != "tides.csv.gz";
    assert_eq!(names, output.keys().filter(|path| !is_copy(path)).collect());
    let mut compressed = 0;
    for (path, bytes) in &stored {
        let headers = site.storage.state().objects[&format!("review/{path}")].headers.clone();
        let encoding = headers.get("content-encoding").map(String::as_str);
        match output.get(&format!("{path}.gz")).filter(|_| path != "tides.csv") {
            Some(copy) => {
                assert_eq!((bytes, encoding), (copy, Some("gzip")), "{path}");
                compressed += 1;
            }
            None => assert_eq!((bytes, encoding), (&output[path], None), "{path}"),
        }
        let is_style = path.starts_with("assets/style-");
        assert!(
            !is_style || headers["cache-control"].contains("immutable"),
            "the name tells of the content, compressed or not"
        );
    }
    assert!(compressed > 5, "{compressed}");
    assert_eq!(site.storage.state().objects["review/index.html"].headers["content-type"], "text/html; charset=utf-8");
    site.storage.take_changes();
    site.deployed(&[]);
    assert_eq!(site.storage.take_changes(), []);

    // Without it, everything that has a copy is published as it is, and the copies beside it.
    site.settings("to = \"s3://review\"\n[compress]\nformats = [\"gz\", \"br\"]");
    site.deployed(&[]);
    assert_eq!(site.storage.files("review"), output);
    site.settings("compressed = \"gz\"\n[compress]\nformats = [\"gz\"]");
    site.build();
    site.refused(&["../live"], "delete `compressed` in site.toml");
}
