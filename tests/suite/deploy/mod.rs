//! `byline deploy`, to folders and to a storage on this machine.

mod ended;
mod folder;
mod order;
mod refused;
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
fn a_large_file_is_published() {
    let site = Site::new();
    write(&site.root().join("static/film.mp4"), &vec![7; (8 << 20) + 1]);
    site.build();
    site.deployed(&[]);
    assert_eq!(site.storage.files("review"), site.output());
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
