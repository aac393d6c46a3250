//! What a deploy does not do.

use std::collections::BTreeMap;
use std::fs;

use super::super::support::write;
use super::{LIST, Site, storage};

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
fn an_address_where_nobody_answers_is_said_with_the_cause() {
    let site = Site::new();
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let settings = fs::read_to_string(site.root().join("site.toml")).expect("settings");
    let nobody = format!("http://127.0.0.1:{port}");
    write(&site.root().join("site.toml"), settings.replace(&site.storage.address, &nobody).as_bytes());
    site.refused(&[], "Connection refused");
}
