//! Deploys that end before they are done.

use std::fs;
use std::process::Command;

use super::super::support::told;
use super::Site;

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
