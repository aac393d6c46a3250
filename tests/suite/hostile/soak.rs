//! The preview for a long time, under random edits and requests: its memory and its open files stay level.
//!
//! `BYLINE_SOAK_SECONDS=3600 cargo test --test suite hostile::soak -- --nocapture` is one hour; a usual run is short.

use std::time::{Duration, Instant};

use super::Random;
use super::faults::put_version;
use crate::serve::client::Preview;
use crate::support::write;

/// How long a usual run takes, in seconds.
const SECONDS: u64 = 10;
/// What the memory may grow by after the first quarter, in kilobytes: the allocator gives back in its own time.
const GROWTH: u64 = 40_000;

#[test]
fn the_preview_holds_its_memory_and_its_files_level_however_long_it_runs() {
    let seconds = std::env::var("BYLINE_SOAK_SECONDS").ok().map_or(SECONDS, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    put_version(&root, 0);
    let preview = Preview::start(&root, &[]);
    let mut random = Random::new(3);
    let (whole, began) = (Duration::from_secs(seconds), Instant::now());
    let mut level: Option<(u64, usize)> = None;
    let (mut edits, mut requests, mut said) = (0_u32, 0_u32, Instant::now());
    while began.elapsed() < whole {
        match random.below(8) {
            0 => put_version(&root, random.below(4)),
            1 => write(&root.join("content/a.md"), format!("---\ntitle: [\n---\n{}\n", edits).as_bytes()),
            2 => write(
                &root.join("content/a.md"),
                format!("---\ntitle: A\n---\nText {edits}. [b](coast/b.md)\n").as_bytes(),
            ),
            3 => write(&root.join("static/large.bin"), &vec![u8::try_from(edits % 251).expect("a byte"); 1 << 20]),
            4 => write(&root.join("templates/article.html"), b"{% extends \"default/article.html\" %}\n"),
            // It may be gone already.
            5 => drop(std::fs::remove_file(root.join("templates/article.html"))),
            6 => drop(preview.connect()),
            _ => write(&root.join(format!("content/n{}.md", edits % 20)), b"---\ntitle: N\n---\nText.\n"),
        }
        edits += 1;
        for path in ["/", "/a/", "/coast/b/", "/large.bin", "/nothing", "/__byline/"] {
            let status = preview.get(path).status;
            assert!(matches!(status, 200 | 404 | 500 | 503), "{path}: {status}");
            requests += 1;
        }
        let now = (preview.memory("VmRSS:"), preview.open_files());
        if level.is_none() && began.elapsed() > whole / 4 {
            level = Some(now);
        }
        if said.elapsed() > Duration::from_secs(60) {
            println!("{} s: {} kB, {} open files, {edits} edits", began.elapsed().as_secs(), now.0, now.1);
            said = Instant::now();
        }
    }
    // Connections that were just closed are let go of.
    std::thread::sleep(Duration::from_millis(500));
    let (memory, files) = (preview.memory("VmRSS:"), preview.open_files());
    let (level_memory, level_files) = level.expect("a quarter of the time has gone");
    println!(
        "{edits} edits and {requests} requests in {seconds} s: {level_memory} kB and {level_files} files became {memory} kB and {files}"
    );
    assert!(memory < level_memory + GROWTH, "{level_memory} kB became {memory} kB");
    assert!(files <= level_files + 4, "{level_files} open files became {files}");
    assert!(!preview.said().contains("panicked"), "{}", preview.said());
}
