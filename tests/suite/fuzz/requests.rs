//! Requests to the preview: heads and paths.

use std::cell::Cell;

use std::io::{Read, Write};
use std::net::Shutdown;
use std::time::Duration;

use super::run;
use crate::serve::client::Preview;
use crate::support::{repository, write};

/// What comes back for some bytes, after which nothing more is sent.
fn sent(preview: &Preview, bytes: &[u8]) -> Vec<u8> {
    let mut stream = preview.connect();
    stream.set_read_timeout(Some(Duration::from_millis(500))).expect("a time-out");
    // A server that refuses what it has read so far may close before it has read all.
    let _ = stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write));
    let mut answer = Vec::new();
    // Events never end.
    let _ = stream.read_to_end(&mut answer);
    answer
}

#[test]
fn whatever_is_sent_to_the_preview_it_gives_nothing_from_outside_and_lives() {
    const OUTSIDE: &str = "CANARY-OUTSIDE-7f3a";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    write(&root.join("site.toml"), b"title = \"S\"\nbase_url = \"https://s.example\"\n");
    write(&root.join("content/a.md"), b"---\ntitle: A\n---\nText.\n");
    write(&root.join("static/b.txt"), b"b\n");
    for path in ["site/.env", "outside/canary.md", "canary.md", "site/.byline-canary", "site/data/canary.json"] {
        write(&folder.path().join(path), OUTSIDE.as_bytes());
    }
    let preview = Preview::start(&root, &[]);
    let host = format!("Host: localhost:{}\r\nConnection: close\r\n\r\n", preview.port);
    let list = std::fs::read_to_string(repository().join("tests/hostile/http-attacks.tsv")).expect("the list");
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for line in list.lines().skip(1) {
        let mut fields = line.split('\t');
        let (method, target) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        if method != "SCENARIO" && method != "RAW" && target.len() < 4_000 {
            seeds.push(format!("{method} {target} HTTP/1.1\r\n{host}").into_bytes());
        }
    }
    for path in ["/", "/a/", "/b.txt", "/__byline/", "/__byline/events", "/../outside/canary.md", "/data/canary.json"] {
        seeds.push(format!("GET {path} HTTP/1.1\r\nRange: bytes=0-3\r\nIf-None-Match: \"x\"\r\n{host}").into_bytes());
    }
    let asked = Cell::new(0_u32);
    run("requests", seeds, 1_000, |bytes| {
        let answer = sent(&preview, bytes);
        if answer.windows(OUTSIDE.len()).any(|part| part == OUTSIDE.as_bytes()) {
            return Err(format!("it gave away what lies outside: {}", String::from_utf8_lossy(&answer)));
        }
        asked.set(asked.get() + 1);
        if asked.get().is_multiple_of(20) && preview.get("/a/").status != 200 {
            return Err("it answers nothing any more".to_owned());
        }
        if preview.said().contains("panicked") { Err(preview.said()) } else { Ok(()) }
    });
}
