//! The scenarios of the list of attacks, and what may happen to a server that runs all day.

use std::fs::File;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::client::{PATIENCE, Preview};
use super::showing::{article, site};
use crate::support::write;

#[test]
fn a_reader_that_reads_nothing_is_dropped_and_costs_no_memory() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &[]);
    let mut silent = preview.connect();
    let request = format!("GET /__byline/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
    silent.write_all(request.as_bytes()).expect("sent");
    let listening = preview.events();
    let before = preview.memory("VmRSS:");
    // The rest of ten thousand events is told to a stream without a socket, in the tests of `serve::events`.
    for number in 0..100 {
        write(&folder.path().join("content/a.md"), article("A", &format!("Text {number}.")).as_bytes());
        listening.next_of("changed");
    }
    assert!(preview.memory("VmRSS:") < before + 20_000, "{} kB before", before);
    assert_eq!(preview.get("/a/").status, 200);
}

#[test]
fn thousands_of_connections_leave_nothing_open() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &[]);
    preview.get("/a/");
    let before = preview.open_files();
    thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| (0..500).for_each(|_| drop(preview.connect())));
        }
    });
    let started = Instant::now();
    while preview.open_files() > before {
        assert!(started.elapsed() < PATIENCE, "{} files are open, {before} were", preview.open_files());
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(preview.get("/a/").status, 200);
}

#[test]
fn a_thousand_requests_on_one_connection_are_answered_in_order() {
    let folder = site(&[("a", "First.")]);
    let preview = Preview::start(folder.path(), &[]);
    let mut stream = preview.connect();
    let mut reading = stream.try_clone().expect("a second handle");
    let reader = thread::spawn(move || {
        let mut answer = Vec::new();
        reading.read_to_end(&mut answer).expect("answers");
        answer
    });
    for number in 0..1_000 {
        let last = if number == 999 { "Connection: close\r\n" } else { "" };
        let path = if number % 2 == 0 { "/a/" } else { "/nothing/" };
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n{last}\r\n", preview.port);
        stream.write_all(request.as_bytes()).expect("sent");
    }
    let answers = String::from_utf8_lossy(&reader.join().expect("a reader")).into_owned();
    let statuses: Vec<&str> = answers.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses, ["200", "404"].repeat(500));
}

#[test]
fn a_client_that_goes_away_in_the_middle_of_a_large_file_costs_no_memory() {
    let folder = site(&[("a", "First.")]);
    let large = folder.path().join("static/large.bin");
    write(&large, b"");
    File::options().write(true).open(&large).and_then(|file| file.set_len(2 << 30)).expect("a sparse file");
    let preview = Preview::start(folder.path(), &[]);
    for _ in 0..3 {
        let mut stream = preview.connect();
        let request = format!("GET /large.bin HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
        stream.write_all(request.as_bytes()).expect("sent");
        let mut piece = vec![0; 1 << 20];
        stream.read_exact(&mut piece).expect("a megabyte");
    }
    assert_eq!(preview.get("/a/").status, 200);
    assert!(preview.memory("VmHWM:") < 200_000, "{} kB", preview.memory("VmHWM:"));
}

#[test]
fn whoever_asks_while_the_site_is_built_gets_a_finished_page() {
    let folder = site(&[("a", "Version 0.")]);
    let preview = Preview::start(folder.path(), &[]);
    let has_ended = AtomicBool::new(false);
    let asked = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !has_ended.load(Ordering::Relaxed) {
                    let text = preview.text("/a/").expect("the page is there");
                    let number = |before: &str| {
                        let rest = text.split(before).nth(1).unwrap_or_else(|| panic!("{before}: {text}"));
                        rest.chars().take_while(char::is_ascii_digit).collect::<String>()
                    };
                    assert_eq!(number("<h1>Title "), number("Version "), "{text}");
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let mut number = 0;
        // On a busy machine there are few requests in a second.
        while number < 100 || asked.load(Ordering::Relaxed) < 100 {
            number += 1;
            let text = article(&format!("Title {number}"), &format!("Version {number}."));
            let beside = folder.path().join("content/.beside");
            write(&beside, text.as_bytes());
            std::fs::rename(&beside, folder.path().join("content/a.md")).expect("put in place");
            thread::sleep(Duration::from_millis(10));
        }
        preview.wait_for("/a/", |text| text.contains(&format!("Version {number}.")));
        has_ended.store(true, Ordering::Relaxed);
    });
}
