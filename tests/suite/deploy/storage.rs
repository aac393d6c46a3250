//! A storage on this machine that speaks as Amazon's, Google's or Azure's does, as far as a deploy asks.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

/// How many objects a list names at once, so that there are lists in several parts.
const LISTED_AT_ONCE: usize = 7;

/// One stored object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub bytes: Vec<u8>,
    pub headers: BTreeMap<String, String>,
}

/// A change of what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Put(String, Object),
    Delete(String),
}

/// What is stored, and what was asked.
#[derive(Debug, Default)]
pub struct State {
    /// By bucket and path, such as `review/index.html`.
    pub objects: BTreeMap<String, Object>,
    /// Each change, in order.
    pub changes: Vec<Change>,
    /// How many requests were answered.
    pub requests: usize,
    /// From this request on, each is refused with this status.
    pub refuses: Option<(usize, &'static str)>,
    /// So many requests are still answered with this status.
    pub busy: (usize, &'static str),
}

/// The storage; it answers as long as the test runs.
pub struct Storage {
    pub address: String,
    state: Arc<Mutex<State>>,
}

impl Storage {
    pub fn start() -> Storage {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || answer(stream, &state));
            }
        });
        Storage { address, state }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("the state")
    }

    /// What is stored in a bucket by path, without byline's list.
    pub fn files(&self, bucket: &str) -> BTreeMap<String, Vec<u8>> {
        let state = self.state();
        let within = |(key, object): (&String, &Object)| {
            let path = key.strip_prefix(bucket)?.strip_prefix('/')?;
            (path != ".byline-deploy.json").then(|| (path.to_owned(), object.bytes.clone()))
        };
        state.objects.iter().filter_map(within).collect()
    }

    /// The changes since the last call.
    pub fn take_changes(&self) -> Vec<Change> {
        std::mem::take(&mut self.state().changes)
    }
}

struct Request {
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn answer(stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let mut writer = stream;
    while let Some(request) = read(&mut reader) {
        let mut state = state.lock().expect("the state");
        let (status, headers, body) = answered(&mut state, &request);
        drop(state);
        let length =
            if status.starts_with("204") { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let head = format!("HTTP/1.1 {status}\r\n{length}{headers}\r\n");
        let body = if request.method == "HEAD" { &[][..] } else { &body };
        if writer.write_all(&[head.as_bytes(), body].concat()).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut parts = line.split(' ');
    let (method, target) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), decoded(value)));
    let query = query.split('&').filter_map(pair).collect();
    Some(Request { method, path: decoded(path.trim_start_matches('/')), query, headers, body })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("a path in UTF-8")
}

type Answer = (&'static str, String, Vec<u8>);

fn answered(state: &mut State, request: &Request) -> Answer {
    state.requests += 1;
    let plain = |status, text: &str| (status, String::new(), text.as_bytes().to_vec());
    let Request { method, path, query, headers, body } = request;
    let authorization = headers.get("authorization").map_or("", String::as_str);
    let is_known = ["AWS4-HMAC-SHA256 Credential=key/", "SharedKey account:", "Bearer token"]
        .iter()
        .any(|known| authorization.starts_with(known));
    if !is_known {
        return plain("403 Forbidden", "<Error><Code>InvalidAccessKeyId</Code></Error>");
    }
    if let Some((_, status)) = state.refuses.filter(|(from, _)| state.requests >= *from) {
        return plain(status, "<Error><Code>AccessDenied</Code></Error>");
    }
    if state.busy.0 > 0 {
        state.busy.0 -= 1;
        return plain(state.busy.1, "<Error><Code>SlowDown</Code></Error>");
    }
    let told = "etag: \"1\"\r\nlast-modified: Fri, 27 Nov 2026 12:00:00 GMT\r\n".to_owned();
    match method.as_str() {
        "GET" if query.contains_key("list-type") || query.get("comp").is_some_and(|comp| comp == "list") => {
            let is_azure = query.contains_key("comp");
            (
                "200 OK",
                "content-type: application/xml\r\n".to_owned(),
                list(state, path.trim_end_matches('/'), query, is_azure).into_bytes(),
            )
        }
        "GET" | "HEAD" => match state.objects.get(path) {
            Some(object) => ("200 OK", told, object.bytes.clone()),
            None => plain("404 Not Found", "<Error><Code>NoSuchKey</Code></Error>"),
        },
        "PUT" => {
            let object = Object { bytes: body.clone(), headers: headers.clone() };
            state.changes.push(Change::Put(path.clone(), object.clone()));
            state.objects.insert(path.clone(), object);
            if headers.contains_key("x-ms-blob-type") {
                ("201 Created", told, Vec::new())
            } else {
                ("200 OK", told, Vec::new())
            }
        }
        "DELETE" => {
            state.changes.push(Change::Delete(path.clone()));
            state.objects.remove(path);
            if headers.contains_key("x-ms-version") {
                ("202 Accepted", told, Vec::new())
            } else {
                ("204 No Content", told, Vec::new())
            }
        }
        "POST" if query.get("comp").is_some_and(|comp| comp == "batch") => batch(state, body),
        _ => plain("501 Not Implemented", "<Error><Code>NotImplemented</Code></Error>"),
    }
}

/// `Blob Batch` of Azure: removes what its parts name.
fn batch(state: &mut State, body: &[u8]) -> Answer {
    let body = std::str::from_utf8(body).expect("text");
    let mut parts = String::new();
    for (number, line) in body.lines().filter_map(|line| line.strip_prefix("DELETE /")).enumerate() {
        let path = decoded(line.split(' ').next().unwrap_or_default());
        let status = if state.objects.remove(&path).is_some() { "202 Accepted" } else { "404 Not Found" };
        state.changes.push(Change::Delete(path));
        parts.push_str(&format!(
            "--part\r\nContent-Type: application/http\r\nContent-ID: {number}\r\n\r\nHTTP/1.1 {status}\r\n\r\n\r\n"
        ));
    }
    parts.push_str("--part--\r\n");
    ("202 Accepted", "content-type: multipart/mixed; boundary=part\r\n".to_owned(), parts.into_bytes())
}

/// `ListObjectsV2` of Amazon and Google, or `List Blobs` of Azure, in parts.
fn list(state: &State, bucket: &str, query: &BTreeMap<String, String>, is_azure: bool) -> String {
    let asked = |name: &str| query.get(name).map_or("", String::as_str);
    let from = asked(if is_azure { "marker" } else { "continuation-token" });
    let within = |key: &String| Some(key.strip_prefix(bucket)?.strip_prefix('/')?.to_owned());
    let keys: Vec<String> = state
        .objects
        .keys()
        .filter_map(within)
        .filter(|path| path.starts_with(asked("prefix")) && path.as_str() >= from)
        .collect();
    let next = keys.get(LISTED_AT_ONCE).map_or("", String::as_str);
    let size = |path: &String| state.objects[&format!("{bucket}/{path}")].bytes.len();
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let listed = keys.iter().take(LISTED_AT_ONCE);
    if is_azure {
        let blob = |path: &String| {
            format!(
                "<Blob><Name>{}</Name><Properties><Last-Modified>Fri, 27 Nov 2026 12:00:00 GMT</Last-Modified>\
                 <Etag>1</Etag><Content-Length>{}</Content-Length><Content-Type>text/html</Content-Type>\
                 <BlobType>BlockBlob</BlobType></Properties></Blob>",
                escaped(path),
                size(path)
            )
        };
        let blobs: String = listed.map(blob).collect();
        return format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>{blobs}</Blobs>\
             <NextMarker>{}</NextMarker></EnumerationResults>",
            escaped(next)
        );
    }
    let object = |path: &String| {
        format!(
            "<Contents><Key>{}</Key><LastModified>2026-11-27T12:00:00.000Z</LastModified><ETag>\"1\"</ETag>\
             <Size>{}</Size></Contents>",
            escaped(path),
            size(path)
        )
    };
    let objects: String = listed.map(object).collect();
    let more = match next {
        "" => String::new(),
        next => format!("<NextContinuationToken>{}</NextContinuationToken>", escaped(next)),
    };
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><ListBucketResult>{objects}{more}</ListBucketResult>")
}
