//! `byline check --external`, against a server that plays every kind of answer.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::support::{byline, told, write};

/// A server on this machine, and what it was asked for: method and path.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let noted = Arc::clone(&noted);
                thread::spawn(move || answer(stream, &noted));
            }
        });
        Server { address, asked }
    }

    /// How often each path was asked for with a method since the last call.
    fn take(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for request in self.asked.lock().expect("the list").drain(..) {
            *counts.entry(request).or_default() += 1;
        }
        counts
    }
}

fn answer(stream: TcpStream, noted: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let mut writer = stream;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let mut header = String::from("-");
        while !header.trim().is_empty() {
            header.clear();
            if reader.read_line(&mut header).unwrap_or(0) == 0 {
                return;
            }
        }
        let mut parts = line.split(' ');
        let (method, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let nth = {
            let mut noted = noted.lock().expect("the list");
            noted.push(format!("{method} {path}"));
            noted.iter().filter(|request| request.ends_with(path)).count()
        };
        let page = "<!doctype html><title>A page</title><p>Text.";
        let (status, headers, body) = match path {
            "/robots.txt" => ("200 OK", String::new(), "User-agent: *\nDisallow: /private/\n"),
            "/ok" | "/moved-to" => ("200 OK", String::new(), page),
            "/moved" => ("301 Moved Permanently", "location: /moved-to\r\n".to_owned(), ""),
            "/elsewhere" => ("302 Found", "location: /moved-to\r\n".to_owned(), ""),
            "/circle" => ("301 Moved Permanently", "location: /circle\r\n".to_owned(), ""),
            "/forbidden" => ("403 Forbidden", String::new(), page),
            "/gone" => ("410 Gone", String::new(), ""),
            "/no-head" if method == "HEAD" => ("404 Not Found", String::new(), ""),
            "/no-head" => ("200 OK", String::new(), page),
            "/busy" if nth < 3 => ("429 Too Many Requests", "retry-after: 0\r\n".to_owned(), ""),
            "/busy" => ("200 OK", String::new(), page),
            "/broken" => ("500 Internal Server Error", String::new(), ""),
            "/soft" => ("200 OK", String::new(), "<html><head><title>Page not found | Gazette</title>"),
            "/slow" => {
                thread::sleep(Duration::from_secs(5));
                return;
            }
            _ => ("404 Not Found", String::new(), ""),
        };
        let length = body.len();
        let body = if method == "HEAD" { "" } else { body };
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {length}\r\n{headers}\r\n");
        if writer.write_all(format!("{head}{body}").as_bytes()).is_err() {
            return;
        }
    }
}

const PATHS: [&str; 14] = [
    "ok",
    "moved",
    "elsewhere",
    "circle",
    "forbidden",
    "gone",
    "missing",
    "no-head",
    "busy",
    "broken",
    "soft",
    "slow",
    "private/x",
    "ok#part",
];

fn site(server: &Server) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = &server.address;
    write(
        &folder.path().join("site.toml"),
        b"title = \"Site\"\nbase_url = \"https://site.example\"\n[lints]\nhttp-link = \"allow\"\n",
    );
    let links: String = PATHS.iter().map(|path| format!("To [the {path}]({address}/{path}).\n\n")).collect();
    let sources = format!(
        "sources:\n  - {{id: a, title: A, url: '{address}/source-gone', listed: true}}\n  - {{id: b, title: B, url: '{address}/archived', archive: 'https://a.example/b', dead: true, listed: true}}\n"
    );
    let elsewhere = format!("---\nname: B\nsame_as: {address}/gone\n---\nTo [it]({address}/gone).\n");
    write(&folder.path().join("content/people/b.md"), elsewhere.as_bytes());
    write(
        &folder.path().join("content/_index.md"),
        format!("---\ntitle: Home\n---\nTo [it]({address}/gone).\n").as_bytes(),
    );
    write(&folder.path().join("content/a.md"), format!("---\ntitle: A\n{sources}---\n{links}").as_bytes());
    // A section without a file of its own.
    write(&folder.path().join("content/coast/b.md"), b"---\ntitle: B\n---\nText.\n");
    folder
}

fn check(site: &Path, now: &str) -> (String, String) {
    let arguments = ["check", "--external", "--rate", "1000", "--patience", "1", "--format", "short", "--now", now];
    let run = byline(site, &arguments);
    assert_ne!(run.status.code(), Some(2), "{}", told(&run));
    (String::from_utf8_lossy(&run.stdout).into_owned(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn a_page_is_dead_after_two_runs_a_day_apart_and_what_refuses_or_fails_is_not() {
    let server = Server::start();
    let site = site(&server);
    let (first, summary) = check(site.path(), "2026-01-01T03:00:00Z");
    assert!(!first.contains("dead-link") && !first.contains("dead-source"), "{first}");
    assert!(first.contains("/moved` has moved for good") && !first.contains("/elsewhere"), "{first}");
    // The circle, the broken and the slow one cannot be told; robots.txt and the server keep two from programs.
    let line = "other sites: 5 ok, 1 moved, 2 blocked, 3 unknown\n5 more are gone for the first time";
    assert!(summary.contains(line), "{summary}");

    let asked = server.take();
    assert_eq!(asked.get("GET /robots.txt"), Some(&1));
    assert!(!asked.keys().any(|request| request.contains("/private/")), "{asked:?}");
    assert_eq!(asked.get("HEAD /busy"), Some(&3), "{asked:?}");

    // The same day nothing is asked for that answered, and nothing is dead yet.
    let (again, _) = check(site.path(), "2026-01-01T05:00:00Z");
    assert!(!again.contains("dead-"), "{again}");
    assert_eq!(server.take().get("HEAD /ok"), None);

    let (next, summary) = check(site.path(), "2026-01-02T03:00:00Z");
    let address = &server.address;
    for (code, path, why) in
        [("dead-link", "gone", "410"), ("dead-link", "missing", "404"), ("dead-source", "source-gone", "404")]
    {
        let said = format!("warning[{code}]: `{address}/{path}` is gone: {why}, since 2026-01-01");
        assert!(next.contains(&said), "{said} is not in\n{next}");
    }
    assert!(next.contains("/soft` is gone: a page that says it is not found"), "{next}");
    assert!(!next.contains("archived") && !next.contains("slow") && !next.contains("forbidden"), "{next}");
    assert!(summary.contains("5 dead"), "{summary}");
}

#[test]
fn an_address_that_moved_is_mended_with_fix() {
    let server = Server::start();
    let site = site(&server);
    let run = byline(site.path(), &["check", "--external", "--rate", "1000", "--patience", "1", "--fix"]);
    let text = std::fs::read_to_string(site.path().join("content/a.md")).expect("the article");
    let wanted = format!("To [the moved]({}/moved-to).", server.address);
    assert!(text.contains(&wanted), "{}", told(&run));
}

#[test]
fn an_address_that_moved_is_mended_in_the_definition_that_links_refer_to() {
    let server = Server::start();
    let site = site(&server);
    let address = &server.address;
    let text = |to: &str| {
        format!(
            "---\ntitle: B\n---\nTo [the page][Page], [page] and [page][].\n\n> [Page]: <{address}/{to}> \"A page\"\n"
        )
    };
    write(&site.path().join("content/coast/b.md"), text("moved").as_bytes());
    let run = byline(site.path(), &["check", "--external", "--rate", "1000", "--patience", "1", "--fix"]);
    let mended = std::fs::read_to_string(site.path().join("content/coast/b.md")).expect("the article");
    assert_eq!(mended, text("moved-to"), "{}", told(&run));
}

#[test]
fn without_external_no_other_site_is_asked() {
    let server = Server::start();
    let site = site(&server);
    byline(site.path(), &["check"]);
    byline(site.path(), &["build"]);
    assert_eq!(server.take(), BTreeMap::new());
}
