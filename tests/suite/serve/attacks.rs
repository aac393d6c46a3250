//! The list of attacks on the preview, row by row; the rows that are scenarios are tests of their own.

use std::path::Path;

use tempfile::TempDir;

use super::client::{Answer, Preview};
use crate::support::{repository, write};

const CANARY: &str = "CANARY-OUTSIDE-7f3a";

/// The rows that no single request makes, and the tests that do.
const SCENARIOS: [(&str, &str); 7] = [
    ("EVT09", "a_reader_that_reads_nothing_is_dropped_and_costs_no_memory"),
    ("LIM07", "thousands_of_connections_leave_nothing_open"),
    ("LIM08", "a_thousand_requests_on_one_connection_are_answered_in_order"),
    ("LIM09", "a_client_that_goes_away_in_the_middle_of_a_large_file_costs_no_memory"),
    ("ST01", "whoever_asks_while_the_site_is_built_gets_a_finished_page"),
    ("ST03", "a_page_whose_document_is_gone_is_not_found_once_the_event_has_come"),
    ("ST04", "the_event_comes_when_the_new_bytes_are_served"),
];

/// The site that the list asks for.
fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    let put = |path: &str, text: &str| write(&root.join(path), text.as_bytes());
    put("site.toml", "title = \"S\"\nbase_url = \"https://s.example\"\n");
    put("content/about.md", "---\ntitle: About\nslug: about\nkind: page\n---\n\nText.\n");
    put("content/café.md", "---\ntitle: Café\nslug: café\nkind: page\n---\n\nText.\n");
    put(
        "templates/404.html",
        "<!doctype html><html lang=\"en\"><head><title>404</title></head><body>404-page</body></html>\n",
    );
    put("static/style.css", "a {}\n");
    put("static/empty.txt", "");
    put("static/a b.txt", "x\n");
    put("static/100%.txt", "y\n");
    put("static/.well-known/security.txt", "z\n");
    put("static/dir-without-index/x.txt", "d\n");
    write(&root.join("static/video.bin"), &(0..10_000_u32).map(|n| n.to_le_bytes()[0]).collect::<Vec<u8>>());
    put(".env", CANARY);
    put(".git/config", CANARY);
    put("../.env", CANARY);
    put("../outside/canary.md", CANARY);
    put("../public-drafts/secret.txt", CANARY);
    folder
}

#[test]
fn every_attack_of_the_list_gets_the_answer_that_the_list_expects_and_the_preview_lives() {
    let folder = site();
    let preview = Preview::start(&folder.path().join("site"), &[]);
    let list = std::fs::read_to_string(repository().join("tests/hostile/http-attacks.tsv")).expect("the list");
    let (mut rows, mut scenarios, mut failures) = (0, Vec::new(), Vec::new());
    for line in list.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [method, target, headers, expected, id, ..] = fields.as_slice() else { panic!("{line}") };
        if *method == "SCENARIO" {
            scenarios.push((*id).to_owned());
            continue;
        }
        rows += 1;
        let request = request(method, target, headers, preview.port);
        let answer = Answer::read(&preview.raw(&request));
        failures.extend(judge(expected, answer.as_ref()).map(|what| format!("{id} {method} {target:.60}: {what}")));
        let alive = preview.get("/").status;
        assert_eq!(alive, 200, "after {id}");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(rows, 94);
    assert_eq!(scenarios, SCENARIOS.map(|(id, _)| id));
    let own = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/serve/scenarios.rs"));
    let own = own.expect("the scenarios") + include_str!("showing.rs");
    for (id, test) in SCENARIOS {
        assert!(own.contains(&format!("fn {test}()")), "{id} has no test");
    }
    assert!(!preview.said().contains('\u{1b}'), "the terminal got an escape sequence");
}

/// The bytes of a request.
fn request(method: &str, target: &str, headers: &str, port: u16) -> Vec<u8> {
    if method == "RAW" {
        return decoded(target, port);
    }
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut has_host = false;
    let mut adds_host = true;
    for header in headers.split(" | ").filter(|header| !header.is_empty()) {
        if header == "-Host" {
            adds_host = false;
        } else if let Some(count) = header.strip_prefix("gen:headers(").and_then(|rest| rest.strip_suffix(')')) {
            let count: usize = count.parse().expect("a number");
            lines.extend((0..count).map(|number| format!("X-{number}: a").into_bytes()));
        } else {
            has_host |= header.to_ascii_lowercase().starts_with("host:");
            lines.push(decoded(header, port));
        }
    }
    if adds_host && !has_host {
        lines.insert(0, format!("Host: localhost:{port}").into_bytes());
    }
    if !headers.contains("Connection:") {
        lines.push(b"Connection: close".to_vec());
    }
    let mut request = [method.as_bytes(), b" ", &decoded(target, port), b" HTTP/1.1\r\n"].concat();
    for line in lines {
        request.extend_from_slice(&line);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    request
}

/// A field of the list as bytes: escapes, repetitions, the port.
fn decoded(field: &str, port: u16) -> Vec<u8> {
    let field = field.replace("{PORT}", &port.to_string());
    let mut bytes = Vec::new();
    let mut rest = field.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some((repeated, after)) = rest.strip_prefix("gen:repeat(").and_then(|inner| inner.split_once(')')) {
            let (what, count) = repeated.rsplit_once(',').expect("a text and a count");
            let what = if what == "0-" { "0-," } else { what };
            bytes.extend_from_slice(what.repeat(count.parse().expect("a number")).as_bytes());
            rest = after;
        } else if let Some(escape) = rest.strip_prefix('\\') {
            let (byte, length) = match escape.chars().next() {
                Some('n') => (b'\n', 1),
                Some('r') => (b'\r', 1),
                Some('t') => (b'\t', 1),
                Some('x') => (u8::from_str_radix(&escape[1..3], 16).expect("two digits"), 3),
                _ => (b'\\', 1),
            };
            bytes.push(byte);
            rest = &escape[length..];
        } else {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            rest = &rest[c.len_utf8()..];
        }
    }
    bytes
}

/// What is wrong with an answer; `None` is a connection that was closed without one.
fn judge(expected: &str, answer: Option<&Answer>) -> Option<String> {
    let status = answer.map_or_else(|| "close".to_owned(), |answer| answer.status.to_string());
    let body = answer.map(|answer| String::from_utf8_lossy(&answer.body).into_owned()).unwrap_or_default();
    let length = answer.map_or(0, |answer| answer.body.len());
    let header = |name: &str| answer.and_then(|answer| answer.header(name)).unwrap_or_default().to_owned();
    let number = |text: &str| text.parse::<usize>().expect("a number");
    expected.split(';').map(str::trim).find_map(|part| {
        let is_met = if let Some(text) = part.strip_prefix("no-body:") {
            !body.contains(text)
        } else if let Some(text) = part.strip_prefix("body-has:") {
            body.contains(text)
        } else if let Some(pair) = part.strip_prefix("hdr:") {
            let (name, value) = pair.split_once('=').expect("a name and a value");
            header(name).to_ascii_lowercase().contains(&value.to_ascii_lowercase())
        } else if let Some(pair) = part.strip_prefix("no-hdr-prefix:") {
            let (name, value) = pair.split_once('=').expect("a name and a value");
            !header(name).starts_with(&value.replace("\\\\", "\\"))
        } else if let Some(name) = part.strip_prefix("no-hdr:") {
            header(name).is_empty()
        } else if let Some(count) = part.strip_prefix("len:") {
            length == number(count)
        } else if let Some(count) = part.strip_prefix("len<=") {
            length <= number(count)
        } else if let Some(refused) = part.strip_prefix("not:") {
            status != refused
        } else {
            match part {
                "no:ACAO" => header("access-control-allow-origin").is_empty(),
                "empty-body" => body.is_empty(),
                "stream" => header("content-length").is_empty(),
                // Looked at once, at the end.
                "no-log-esc" => true,
                statuses => statuses.split('|').any(|one| one == status),
            }
        };
        (!is_met).then(|| format!("`{part}` is not so: {status}, {length} bytes, {body:.200}"))
    })
}
