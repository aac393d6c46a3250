//! A preview in a process of its own, and what speaks with it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::command;

/// How long anything may take on a machine that is busy with other tests.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A preview; it ends with the value.
pub struct Preview {
    pub port: u16,
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Preview {
    /// Starts a preview of a site, with further arguments.
    pub fn start(root: &Path, arguments: &[&str]) -> Preview {
        Preview::run(Preview::command(root, arguments))
    }

    /// Starts one with the limits that the builds of the random edits have, and a bug if one is planted.
    pub fn start_lowered(root: &Path, arguments: &[&str], planted: Option<&str>) -> Preview {
        let mut command = Preview::command(root, arguments);
        command.env_remove("BYLINE_PLANTED").envs(planted.map(|bug| ("BYLINE_PLANTED", bug)));
        command.env("BYLINE_LOWERED", "1");
        Preview::run(command)
    }

    fn command(root: &Path, arguments: &[&str]) -> Command {
        command(Path::new(env!("CARGO_BIN_EXE_byline")), root, &[&["serve", "--port", "0"], arguments].concat())
    }

    /// Starts one by a command that leads to it.
    pub fn run(mut command: Command) -> Preview {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("byline starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its standard error")).lines();
        let mut before = String::new();
        let port = loop {
            let line = lines.next().unwrap_or_else(|| panic!("the preview ended: {before}")).expect("text");
            before.push_str(&line);
            before.push('\n');
            let port = line.split("at http://localhost:").nth(1).and_then(|rest| rest.split('/').next());
            if let Some(port) = port {
                break port.parse().expect("a port");
            }
        };
        let said = Arc::new(Mutex::new(before));
        let heard = Arc::clone(&said);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut heard = heard.lock().expect("nobody panics here");
                heard.push_str(&line);
                heard.push('\n');
            }
        });
        let preview = Preview { port, child, said };
        // The first answer comes when the site is there.
        preview.get("/");
        preview
    }

    /// What was printed so far.
    pub fn said(&self) -> String {
        self.said.lock().expect("nobody panics here").clone()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A number of `/proc/ID/status`, in kilobytes.
    pub fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("a process");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
        line.trim_matches(|c: char| !c.is_ascii_digit()).parse().expect("a number")
    }

    pub fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.id())).expect("a process").count()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// A request with further headers.
    pub fn ask(&self, method: &str, path: &str, headers: &[&str]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n", self.port);
        for header in headers {
            request.push_str(header);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        let (answer, end) = self.exchange(request.as_bytes());
        Answer::read(&answer).unwrap_or_else(|| panic!("{method} {path}: no answer, {end:?}\n{}", self.said()))
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the preview listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        stream
    }

    /// Sends bytes and reads until the other side has nothing more to say.
    pub fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        self.exchange(bytes).0
    }

    /// As [`Preview::raw`], with how the connection ended.
    fn exchange(&self, bytes: &[u8]) -> (Vec<u8>, io::Result<()>) {
        let mut stream = self.connect();
        // A server that refuses what it has read so far may close before it has read all.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let mut piece = [0; 64 * 1024];
        loop {
            match stream.read(&mut piece) {
                Ok(0) => return (answer, Ok(())),
                Ok(read) => answer.extend_from_slice(&piece[..read]),
                Err(cause) => return (answer, Err(cause)),
            }
            if answer.windows(17).any(|part| part == b"text/event-stream") {
                return (answer, Ok(()));
            }
        }
    }

    /// One connection for many requests.
    pub fn visitor(&self) -> Visitor {
        Visitor { stream: self.connect(), port: self.port, read: Vec::new() }
    }

    /// The text at an address, without the preview's own line; `None` if it is not found.
    pub fn text(&self, path: &str) -> Option<String> {
        let answer = self.get(path);
        (answer.status == 200).then(|| String::from_utf8_lossy(&without_line(&answer.body)).into_owned())
    }

    /// Opens a stream of events.
    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /__byline/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("the preview listens");
        let (sender, events) = mpsc::channel();
        thread::spawn(move || {
            let mut name = String::new();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ") {
                    name = event.to_owned();
                } else if let Some(json) = line.strip_prefix("data: ") {
                    let data = serde_json::from_str(json).expect("JSON");
                    if sender.send((name.clone(), data)).is_err() {
                        return;
                    }
                }
            }
        });
        let events = Events { events };
        assert_eq!(events.next().0, "hello");
        events
    }

    /// Waits until an address answers with a text that is as wanted.
    pub fn wait_for(&self, path: &str, is_wanted: impl Fn(&str) -> bool) {
        let started = Instant::now();
        loop {
            let text = self.text(path).unwrap_or_default();
            if is_wanted(&text) {
                return;
            }
            assert!(started.elapsed() < PATIENCE, "{path} stays as it is:\n{text}\n{}", self.said());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a text was printed, and returns all that was.
    pub fn wait_until_said(&self, wanted: &str) -> String {
        let started = Instant::now();
        loop {
            let said = self.said();
            if said.contains(wanted) {
                return said;
            }
            assert!(started.elapsed() < PATIENCE, "`{wanted}` is not said:\n{said}");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Somebody who asks for one file after the other on one connection.
pub struct Visitor {
    stream: TcpStream,
    port: u16,
    /// What was read of the next answer.
    read: Vec<u8>,
}

impl Visitor {
    pub fn get(&mut self, path: &str) -> Answer {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        self.stream.write_all(request.as_bytes()).expect("sent");
        let mut piece = [0; 64 * 1024];
        loop {
            if let Some(mut answer) = Answer::read(&self.read) {
                let length = answer.header("content-length").map_or(0, |length| length.parse().expect("a number"));
                if answer.body.len() >= length {
                    self.read = answer.body.split_off(length);
                    return answer;
                }
            }
            let read = self.stream.read(&mut piece).expect("an answer");
            assert!(read > 0, "{path}: the connection ended");
            self.read.extend_from_slice(&piece[..read]);
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Takes the preview's own line out of a page.
pub fn without_line(page: &[u8]) -> Vec<u8> {
    let begins = b"<script type=\"module\" src=\"/__byline/preview.js\"";
    let Some(from) = page.windows(begins.len()).position(|part| part == begins) else { return page.to_vec() };
    let to = page[from..].iter().position(|byte| *byte == b'\n').map_or(page.len(), |length| from + length + 1);
    [&page[..from], &page[to..]].concat()
}

/// An answer.
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn read(bytes: &[u8]) -> Option<Answer> {
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.strip_prefix("HTTP/1.")?.get(2..5)?.parse().ok()?;
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        Some(Answer { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let name = name.to_ascii_lowercase();
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&self.body)))
    }
}

/// A stream of events.
pub struct Events {
    events: Receiver<(String, serde_json::Value)>,
}

impl Events {
    /// The next event: its name and data.
    pub fn next(&self) -> (String, serde_json::Value) {
        self.events.recv_timeout(PATIENCE).expect("an event")
    }

    /// The next event, if there is one within a time.
    pub fn next_within(&self, time: Duration) -> Option<(String, serde_json::Value)> {
        self.events.recv_timeout(time).ok()
    }

    /// The data of the next event of a name.
    pub fn next_of(&self, wanted: &str) -> serde_json::Value {
        loop {
            let (name, data) = self.next();
            if name == wanted {
                return data;
            }
        }
    }

    /// Every event until there is none for a while.
    pub fn until_quiet(&self, quiet: Duration) -> Vec<(String, serde_json::Value)> {
        std::iter::from_fn(|| self.events.recv_timeout(quiet).ok()).collect()
    }
}
