//! A client as editors have one: it starts the server, holds the texts, and counts in UTF-16.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::support::command;

/// How long anything may take before a test fails; only a machine that hangs comes near to it.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the client says that it can do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Watches {
    /// It tells the server of changed files.
    Files,
    /// It leaves that to the server.
    Nothing,
}

pub struct Client {
    child: Child,
    input: ChildStdin,
    output: Receiver<Value>,
    root: PathBuf,
    next: i64,
    texts: BTreeMap<String, (i64, String)>,
    /// What is shown of each file.
    shown: BTreeMap<String, Vec<Value>>,
    /// What the server asked for.
    pub asked: Vec<Value>,
}

impl Client {
    /// Starts a server for a site, and waits for its first look.
    pub fn start(root: &Path, watches: Watches) -> Client {
        let mut client = Client::spawn(root, &["lsp"]);
        client.initialize(watches);
        client.quiet();
        client
    }

    /// Starts a server.
    pub fn spawn(root: &Path, arguments: &[&str]) -> Client {
        let root = root.canonicalize().expect("a site");
        let mut command = command(Path::new(env!("CARGO_BIN_EXE_byline")), &root, arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("byline starts");
        let input = child.stdin.take().expect("a pipe");
        let mut from = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, output) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut from) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let (texts, shown) = (BTreeMap::new(), BTreeMap::new());
        Client { child, input, output, root, next: 1, texts, shown, asked: Vec::new() }
    }

    pub fn initialize(&mut self, watches: Watches) -> Value {
        let folder = json!({ "uri": self.uri(""), "name": "site" });
        let result = self.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": self.uri(""),
                "workspaceFolders": [folder],
                "capabilities": {
                    "workspace": {
                        "didChangeWatchedFiles": { "dynamicRegistration": watches == Watches::Files },
                        "workspaceEdit": { "documentChanges": true },
                    },
                    "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
                },
            }),
        );
        self.notify("initialized", json!({}));
        result
    }

    pub fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.root.display()).trim_end_matches('/').to_owned()
    }

    fn path(&self, uri: &str) -> String {
        uri.strip_prefix(&self.uri("")).expect("a file of the site").trim_start_matches('/').to_owned()
    }

    /// Sends messages in one piece, as an editor does whose pipe was full.
    pub fn send(&mut self, messages: &[Value]) {
        let mut bytes = Vec::new();
        for message in messages {
            let text = message.to_string();
            bytes.extend(format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes());
        }
        self.input.write_all(&bytes).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&[json!({ "jsonrpc": "2.0", "method": method, "params": params })]);
    }

    /// A request as it is sent, and its id.
    pub fn asking(&mut self, method: &str, params: Value) -> (i64, Value) {
        let id = self.next;
        self.next += 1;
        (id, json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
    }

    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer_to(method, params);
        assert_eq!(answer.get("error"), None, "{method}");
        answer["result"].clone()
    }

    /// The whole answer, which may be an error.
    pub fn answer_to(&mut self, method: &str, params: Value) -> Value {
        let (id, message) = self.asking(method, params);
        self.send(&[message]);
        self.answer(id)
    }

    pub fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.take();
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
        }
    }

    /// Takes the next message, and does what a client does with it.
    fn take(&mut self) -> Value {
        let message = self.output.recv_timeout(PATIENCE).expect("the server says something");
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let params = &message["params"];
                let path = self.path(params["uri"].as_str().expect("an address"));
                let version = self.texts.get(&path).map(|(version, _)| *version);
                // What is about an older text is not shown.
                if params["version"].is_null() || params["version"].as_i64() == version {
                    let shown = params["diagnostics"].as_array().expect("a list").clone();
                    self.shown.insert(path, shown);
                }
            }
            Some(_) if message.get("id").is_some() => {
                self.send(&[json!({ "jsonrpc": "2.0", "id": message["id"], "result": null })]);
                self.asked.push(message.clone());
            }
            _ => {}
        }
        message
    }

    /// Waits until the server has nothing left to do.
    pub fn quiet(&mut self) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            let work = self.request("byline/work", json!({}));
            if work["busy"] == false && work["passes"].as_u64() > Some(0) {
                return work;
            }
            assert!(Instant::now() < until, "the server never comes to rest: {work}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until what is shown of a file is as it should be.
    #[track_caller]
    pub fn wait_for(&mut self, path: &str, is_right: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let until = Instant::now() + PATIENCE;
        loop {
            let shown = self.shown.get(path).cloned().unwrap_or_default();
            if is_right(&shown) {
                return shown;
            }
            assert!(Instant::now() < until, "{path} shows {shown:#?}");
            self.request("byline/work", json!({}));
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The codes that are shown of a file.
    pub fn codes(&self, path: &str) -> Vec<String> {
        let shown = self.shown.get(path).into_iter().flatten();
        shown.map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
    }

    /// Opens a file as it is on the disk.
    pub fn open(&mut self, path: &str) {
        let text = std::fs::read_to_string(self.root.join(path)).expect("a file");
        self.open_with(path, &text);
    }

    /// Opens a file that need not be there.
    pub fn open_with(&mut self, path: &str, text: &str) {
        self.texts.insert(path.to_owned(), (1, text.to_owned()));
        let document = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn close(&mut self, path: &str) {
        self.texts.remove(path);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": self.uri(path) } }));
    }

    /// Writes what is open to the disk.
    pub fn save(&mut self, path: &str) {
        std::fs::write(self.root.join(path), self.text(path)).expect("a file");
        self.notify("textDocument/didSave", json!({ "textDocument": { "uri": self.uri(path) } }));
    }

    pub fn text(&self, path: &str) -> &str {
        &self.texts.get(path).expect("an open file").1
    }

    /// Puts one text in the place of another that stands in the file once.
    pub fn change(&mut self, path: &str, old: &str, new: &str) {
        let message = self.changing(path, old, new);
        self.send(&[message]);
    }

    /// Such a change while nothing else happens; what is shown of the file after it, before anybody looks at the site.
    #[track_caller]
    pub fn at_once(&mut self, path: &str, old: &str, new: &str) -> Vec<Value> {
        let before = self.quiet();
        let change = self.changing(path, old, new);
        let (id, work) = self.asking("byline/work", json!({}));
        self.send(&[change, work]);
        let after = self.answer(id)["result"].clone();
        assert_eq!(after["passes"], before["passes"], "the site was looked at");
        self.shown.get(path).cloned().unwrap_or_default()
    }

    /// Such a change as it is sent.
    pub fn changing(&mut self, path: &str, old: &str, new: &str) -> Value {
        let uri = self.uri(path);
        let (version, text) = self.texts.get_mut(path).expect("an open file");
        let (at, _) = text.match_indices(old).next().expect("what is to be changed");
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands once");
        let range = json!({ "start": position(text, at), "end": position(text, at + old.len()) });
        text.replace_range(at..at + old.len(), new);
        *version += 1;
        let params = json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "range": range, "text": new }],
        });
        json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params })
    }

    /// The parameters of a question about the place behind some words.
    pub fn behind(&self, path: &str, words: &str) -> Value {
        let text = self.text(path);
        let at = text.find(words).unwrap_or_else(|| panic!("`{words}` in {path}")) + words.len();
        json!({ "textDocument": { "uri": self.uri(path) }, "position": position(text, at) })
    }

    /// What may be typed behind some words: the labels, and what each inserts.
    pub fn completions(&mut self, path: &str, words: &str) -> Vec<(String, String)> {
        let at = self.behind(path, words);
        let list = self.request("textDocument/completion", at);
        let items = list["items"].as_array().expect("a list");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        items.iter().map(|item| (text(&item["label"]), text(&item["textEdit"]["newText"]))).collect()
    }

    /// The places of an answer, as `path:words`: the words are those that the range covers.
    pub fn places(&self, answer: &Value) -> Vec<String> {
        let one = [answer.clone()];
        let all = answer.as_array().map_or(&one[..], Vec::as_slice);
        let mut places: Vec<String> = all
            .iter()
            .filter(|place| !place.is_null())
            .map(|place| {
                let path = self.path(place["uri"].as_str().expect("an address"));
                let text = self.current(&path);
                let (start, end) = (offset(&text, &place["range"]["start"]), offset(&text, &place["range"]["end"]));
                format!("{path}:{}", &text[start..end])
            })
            .collect();
        places.sort();
        places
    }

    /// The words that a range of a file covers.
    pub fn words(&self, path: &str, range: &Value) -> String {
        let text = self.current(path);
        text[offset(&text, &range["start"])..offset(&text, &range["end"])].to_owned()
    }

    fn current(&self, path: &str) -> String {
        self.texts
            .get(path)
            .map_or_else(|| std::fs::read_to_string(self.root.join(path)).expect("a file"), |(_, text)| text.clone())
    }

    /// Makes the changes of an answer on the disk; files that are open are saved so, too.
    pub fn apply(&self, edit: &Value) -> Vec<String> {
        let mut changed = Vec::new();
        for change in edit["documentChanges"].as_array().expect("changes of documents") {
            if change["kind"] == "rename" {
                let path = |name: &str| self.root.join(self.path(change[name].as_str().expect("an address")));
                std::fs::rename(path("oldUri"), path("newUri")).expect("a file to rename");
                continue;
            }
            let path = self.path(change["textDocument"]["uri"].as_str().expect("an address"));
            if let Some(version) = change["textDocument"]["version"].as_i64() {
                assert_eq!(Some(version), self.texts.get(&path).map(|(version, _)| *version));
            }
            let mut text = self.current(&path);
            let edits = change["edits"].as_array().expect("edits").iter();
            let mut edits: Vec<(usize, usize, String)> = edits
                .map(|edit| {
                    let (start, end) = (offset(&text, &edit["range"]["start"]), offset(&text, &edit["range"]["end"]));
                    (start, end, edit["newText"].as_str().expect("a text").to_owned())
                })
                .collect();
            edits.sort();
            assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0), "edits overlap: {edits:?}");
            for (start, end, new) in edits.into_iter().rev() {
                text.replace_range(start..end, &new);
            }
            std::fs::write(self.root.join(&path), text).expect("a file");
            changed.push(path);
        }
        changed
    }

    /// Says good-bye as the protocol asks; the exit code.
    pub fn end(mut self) -> Option<i32> {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.code()
    }

    /// The exit code of a server that was told to go.
    pub fn code(mut self) -> Option<i32> {
        drop(self.input);
        let until = Instant::now() + PATIENCE;
        loop {
            match self.child.try_wait().expect("a process") {
                Some(status) => return status.code(),
                None if Instant::now() > until => {
                    self.child.kill().expect("a process");
                    panic!("the server does not end");
                }
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        }
    }
}

fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(count) = line.strip_prefix("Content-Length: ") {
            length = count.parse().expect("a number");
        }
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": before.matches('\n').count(), "character": before[start..].encode_utf16().count() })
}

fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().expect("a number");
    let mut start = 0;
    for _ in 0..line {
        start += text[start..].find('\n').expect("a line") + 1;
    }
    let mut units = position["character"].as_u64().expect("a number");
    for (at, c) in text[start..].char_indices() {
        if units == 0 {
            return start + at;
        }
        units -= c.len_utf16() as u64;
    }
    text.len()
}
