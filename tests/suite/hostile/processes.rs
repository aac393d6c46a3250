//! Builds that are killed at random moments, and several processes of byline at once.
//!
//! `BYLINE_KILLS=1000 cargo test --test suite hostile::processes -- --nocapture` kills more often.

use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use super::faults::{Versions, build, put_version, refuse};
use super::run::{self, Run};
use super::steps::program;
use super::{Random, run::signal};
use crate::serve::client::Preview;
use crate::support::write;

/// How many builds are killed unless more are asked for.
const KILLS: usize = 300;

#[test]
fn however_often_builds_are_killed_at_random_moments_every_file_is_whole_and_the_next_build_heals() {
    let kills = std::env::var("BYLINE_KILLS").ok().map_or(KILLS, |text| text.parse().expect("a number"));
    let versions = Versions::new(4);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    put_version(&root, 0);
    let began = Instant::now();
    assert_eq!(build(&root).code, Some(0));
    // How long a build takes decides when it is killed; on a busy machine that changes all the time.
    let mut whole = began.elapsed();
    let mut random = Random::new(7);
    let (mut killed, mut healed) = (0, 0);
    while killed < kills {
        let version = random.below(versions.count());
        put_version(&root, version);
        if random.one_in(20) {
            // A build may have been killed before there was one.
            let _ = std::fs::remove_dir_all(root.join("public"));
        }
        let wait = whole.mul_f64(random.below(1_000) as f64 / 1_000.0);
        let run = run::run(run::command(program(), &root, &["build".to_owned()]), |id| {
            thread::sleep(wait);
            signal(id, "KILL");
        });
        killed += usize::from(run.code.is_none());
        assert_eq!(versions.broken(&root), None, "after {killed} kills: a file is broken");
        if random.one_in(4) {
            let began = Instant::now();
            let next = build(&root);
            whole = began.elapsed();
            assert_eq!(next.code, Some(0), "after {killed} kills: {}", next.text());
            assert_eq!(versions.unlike(version, &root), None, "after {killed} kills");
            assert!(!root.join(".public.byline-tmp").exists(), "after {killed} kills: the staging folder is left");
            healed += 1;
        }
    }
    println!("{killed} builds were killed, {healed} healed");
    assert!(healed > kills / 10);
}

/// Runs some builds of a site at once, each into an output of its own or all into the same.
fn at_once(root: &Path, outputs: &[&str]) -> Vec<Run> {
    let barrier = Barrier::new(outputs.len());
    thread::scope(|scope| {
        let builds = outputs.iter().map(|output| {
            let barrier = &barrier;
            scope.spawn(move || {
                let arguments = ["build", "--output", output].map(str::to_owned);
                let command = run::command(program(), root, &arguments);
                barrier.wait();
                run::run(command, |_| {})
            })
        });
        let builds: Vec<_> = builds.collect();
        builds.into_iter().map(|build| build.join().expect("a build")).collect()
    })
}

#[test]
fn builds_at_once_into_one_output_say_so_and_leave_a_clean_build() {
    let versions = Versions::new(3);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    let (mut done, mut refused) = (0, 0);
    for round in 0..30 {
        let version = round % versions.count();
        put_version(&root, version);
        if round % 5 == 0 && root.join("public").exists() {
            std::fs::remove_dir_all(root.join("public")).expect("the output is removed");
        }
        for run in at_once(&root, &["public"; 3]) {
            match run.code {
                Some(0) => done += 1,
                Some(2) => {
                    assert!(run.text().contains("another build"), "{}", run.text());
                    assert_eq!(run.text().matches("error").count(), 1, "{}", run.text());
                    refused += 1;
                }
                code => panic!("{code:?}: {}", run.text()),
            }
        }
        assert_eq!(build(&root).code, Some(0));
        assert_eq!(versions.unlike(version, &root), None, "round {round}");
    }
    println!("{done} builds were done, {refused} refused");
    assert!(done >= 30 && refused > 0, "{done} were done, {refused} refused");
}

#[test]
fn builds_at_once_into_outputs_of_their_own_share_a_cache_and_are_both_right() {
    let versions = Versions::new(2);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    for round in 0..10 {
        let version = round % 2;
        put_version(&root, version);
        for run in at_once(&root, &["public", "public-b"]) {
            assert_eq!(run.code, Some(0), "{}", run.text());
            assert!(!run.text().contains("warning"), "{}", run.text());
        }
        assert_eq!(versions.unlike(version, &root), None, "round {round}");
        let both = ["public", "public-b"].map(|output| super::contents(super::things(&root.join(output))));
        assert_eq!(super::difference(&both[0], &both[1]), None, "round {round}");
    }
}

#[test]
fn a_preview_and_builds_of_the_same_site_go_on_beside_each_other() {
    let versions = Versions::new(3);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    put_version(&root, 0);
    let preview = Preview::start(&root, &[]);
    for round in 1..9 {
        let version = round % versions.count();
        put_version(&root, version);
        let built = build(&root);
        assert_eq!(built.code, Some(0), "{}", built.text());
        assert_eq!(versions.unlike(version, &root), None, "round {round}");
        let title = format!("Page 0 of version {version}");
        preview.wait_for("/changing/0/", |text| text.contains(&title));
    }
    assert!(!preview.said().contains("error"), "{}", preview.said());
}

#[test]
fn a_file_that_stays_empty_is_told_of_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    put_version(&root, 0);
    let preview = Preview::start(&root, &[]);
    write(&root.join("site.toml"), b"");
    preview.wait_until_said("not shown after site.toml: ");
    assert_eq!(preview.get("/changing/0/").status, 200);
    put_version(&root, 1);
    preview.wait_for("/changing/0/", |text| text.contains("Page 0 of version 1"));
    assert_eq!(preview.said().matches("not shown ").count(), 1, "{}", preview.said());
}

/// A preview of a site in which `content/late.md` cannot be opened: the first time, or ever.
fn refused(folder: &Path, always: bool) -> Preview {
    let (root, log) = (folder.join("site"), folder.join("refused"));
    put_version(&root, 0);
    let arguments = ["serve", "--port", "0", "--root", &root.to_string_lossy()].map(str::to_owned);
    let mut command = run::command(program(), folder, &arguments);
    let late = root.join("content/late.md");
    refuse(&mut command, &late, always, &log);
    let preview = Preview::run(command);
    write(&late, b"---\ntitle: Late\n---\nText.\n");
    let began = Instant::now();
    while !log.exists() {
        assert!(began.elapsed().as_secs() < 60, "nobody opens the file:\n{}", preview.said());
        thread::sleep(Duration::from_millis(5));
    }
    preview
}

#[test]
fn a_file_that_cannot_be_read_for_a_moment_is_nothing_that_a_preview_talks_of() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let preview = refused(folder.path(), false);
    preview.wait_for("/late/", |text| text.contains("Late"));
    assert!(!preview.said().contains("error"), "{}", preview.said());
}

#[test]
fn a_preview_says_which_file_cannot_be_read_and_answers_all_the_same_until_it_can() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let preview = refused(folder.path(), true);
    let said = preview.wait_until_said("error: cannot read");
    assert!(said.contains("late.md"), "{said}");
    assert_eq!(preview.get("/changing/0/").status, 200);
    let root = folder.path().join("site");
    std::fs::remove_file(root.join("content/late.md")).expect("the file is removed");
    put_version(&root, 1);
    preview.wait_for("/changing/0/", |text| text.contains("Page 0 of version 1"));
    assert_eq!(preview.said().matches("error:").count(), 1, "{}", preview.said());
}

#[test]
fn a_preview_whose_port_is_taken_says_so_in_one_message_and_leaves_the_one_that_has_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    put_version(&root, 0);
    let preview = Preview::start(&root, &[]);
    let port = preview.port.to_string();
    let arguments = ["serve", "--port", &port].map(str::to_owned);
    let run = run::run(run::command(program(), &root, &arguments), |_| {});
    let text = run.text();
    assert_eq!(run.code, Some(2), "{text}");
    assert_eq!(run.faults(), Vec::<String>::new());
    assert_eq!(text.matches("error:").count(), 1, "{text}");
    assert!(text.contains(&format!("error: cannot listen on 127.0.0.1:{port}")), "{text}");
    assert!(text.contains("--port"), "{text}");
    assert!(!root.join("public").exists(), "a preview wrote an output");
    assert_eq!(preview.get("/changing/0/").status, 200);
}

#[test]
fn with_hardly_any_open_files_a_build_is_right_or_says_so_and_the_next_one_is_right() {
    let versions = Versions::new(1);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    put_version(&root, 0);
    for limit in [4, 8, 16, 32] {
        // Neither output nor cache need be there.
        for own in ["public", ".byline"] {
            let _ = std::fs::remove_dir_all(root.join(own));
        }
        let line = format!("ulimit -n {limit}; exec \"$0\" build");
        let arguments = ["-c".to_owned(), line, program().to_string_lossy().into_owned()];
        let run = run::run(run::command(Path::new("sh"), &root, &arguments), |_| {});
        match run.code {
            Some(0) => assert_eq!(versions.unlike(0, &root), None, "{limit}"),
            Some(2) => assert!(run.text().starts_with("error: cannot "), "{limit}: {}", run.text()),
            code => assert!(limit < 8, "{limit}: {code:?} {}", run.text()),
        }
        assert_eq!(build(&root).code, Some(0), "{limit}");
        assert_eq!(versions.unlike(0, &root), None, "{limit}");
    }
}
