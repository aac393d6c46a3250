//! The loop of the server: one message after the other, and a pass in the background when typing pauses.
//!
//! All that waits is taken before anything is answered, so a request that was cancelled meanwhile is not worked on, and
//! of several changes of one document only the last text is read.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

use gen_lsp_types as types;
use gen_lsp_types::Uri;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::background::{self, Findings, Job, New, Passed};
use super::desk::{Desk, Text};
use super::known::Known;
use super::open::Open;
use super::positions::Encoding;
use super::{Options, actions, completion, definition, hover, references, rename, report, symbols, uri};
use crate::build::lints;
use crate::build::overlay::Overlay;
use crate::diagnostics::{self, Diagnostic};
use crate::discover;
use crate::error::Error;
use crate::lint::Ran;
use crate::resolve::SETTINGS;
use crate::serve::message::Message as Hint;
use crate::serve::watch;
use crate::text::RelPath;

/// How long typing must pause before the whole site is looked at.
const PAUSE: Duration = Duration::from_millis(200);
/// How long the whole site is not looked at, if typing never pauses.
const LONGEST: Duration = Duration::from_secs(2);
/// How long nobody may have done anything before the rules look at every article again.
const IDLE: Duration = Duration::from_secs(4);
/// How long to wait after a failure of the machine before looking again.
const AGAIN: Duration = Duration::from_millis(500);
/// A request of our own: how much work was done. The tests ask for it.
const WORK: &str = "byline/work";

/// What happens.
pub enum Event {
    /// The editor says something.
    Said(Message),
    /// The editor is gone.
    Gone,
    /// The site was looked at.
    Passed(Passed),
    /// It could not be looked at.
    Failed {
        /// Why.
        text: String,
        /// Whether the same may well succeed in a moment.
        again: bool,
    },
    /// Something may have changed on the disk.
    Hinted,
}

/// Runs until the editor says that it is done; whether it said so as the protocol asks.
///
/// # Errors
/// A failure of the machine, or an editor that does not speak the protocol.
pub fn run(options: &Options) -> Result<bool, Error> {
    let (connection, threads) = Connection::stdio();
    let failed = |cause: String| Error::new("speak with the editor", cause);
    let (id, params) = connection.initialize_start().map_err(|cause| failed(cause.to_string()))?;
    let client: types::InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let abilities = Abilities::of(&client.capabilities);
    let greeting = json!({
        "capabilities": capabilities(abilities.encoding),
        "serverInfo": { "name": "byline", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, greeting).map_err(|cause| failed(cause.to_string()))?;
    let Connection { sender, receiver } = connection;
    let (events, happened) = mpsc::channel();
    let forward = events.clone();
    let listen = move || {
        for message in receiver {
            if forward.send(Event::Said(message)).is_err() {
                return;
            }
        }
        let _ = forward.send(Event::Gone);
    };
    let started = thread::Builder::new().name("editor".to_owned()).spawn(listen);
    started.map_err(|cause| failed(cause.to_string()))?;
    let out = Out { send: Box::new(move |message| sender.send(message).is_ok()), next: 0 };
    let mut server = Server::new(options, abilities, out, events);
    server.begin(&client)?;
    let was_asked = server.serve(&happened)?;
    drop(server);
    if was_asked {
        // What was said last has to reach the editor.
        threads.join().map_err(|cause| failed(cause.to_string()))?;
    }
    Ok(was_asked)
}

/// What the client can do.
#[derive(Clone, Copy)]
struct Abilities {
    encoding: Encoding,
    snippets: bool,
    watches: bool,
    changes_files: bool,
}

impl Abilities {
    fn of(client: &types::ClientCapabilities) -> Abilities {
        let encodings = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let counts_bytes = encodings.is_some_and(|all| all.contains(&types::PositionEncodingKind::UTF8));
        let item = || client.text_document.as_ref()?.completion.as_ref()?.completion_item.as_ref()?.snippet_support;
        let watched = || client.workspace.as_ref()?.did_change_watched_files.as_ref()?.dynamic_registration;
        let changes = || client.workspace.as_ref()?.workspace_edit.as_ref()?.document_changes;
        Abilities {
            encoding: if counts_bytes { Encoding::Utf8 } else { Encoding::Utf16 },
            snippets: item().unwrap_or(false),
            watches: watched().unwrap_or(false),
            changes_files: changes().unwrap_or(false),
        }
    }
}

fn capabilities(encoding: Encoding) -> types::ServerCapabilities {
    let triggers = ["@", "[", "(", "#", ":", "/", "\"", "!", "{"];
    let renamed = types::FileOperationRegistrationOptions {
        filters: vec![types::FileOperationFilter {
            scheme: Some("file".to_owned()),
            pattern: types::FileOperationPattern { glob: "**/content/**".to_owned(), matches: None, options: None },
        }],
    };
    types::ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => types::PositionEncodingKind::UTF8,
            Encoding::Utf16 => types::PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(types::TextDocumentSync::Options(types::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(types::TextDocumentSyncKind::Incremental),
            save: Some(types::Save::Bool(true)),
            ..types::TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(types::CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..types::CompletionOptions::default()
        }),
        hover_provider: Some(types::HoverProvider::Bool(true)),
        definition_provider: Some(types::DefinitionProvider::Bool(true)),
        references_provider: Some(types::ReferencesProvider::Bool(true)),
        document_symbol_provider: Some(types::DocumentSymbolProvider::Bool(true)),
        code_action_provider: Some(types::CodeActionProvider::CodeActionOptions(types::CodeActionOptions {
            code_action_kinds: Some(vec![types::CodeActionKind::QuickFix, types::CodeActionKind::SourceFixAll]),
            ..types::CodeActionOptions::default()
        })),
        rename_provider: Some(types::RenameProvider::RenameOptions(types::RenameOptions {
            prepare_provider: Some(true),
            ..types::RenameOptions::default()
        })),
        workspace: Some(types::WorkspaceOptions {
            file_operations: Some(types::FileOperationOptions {
                will_rename: Some(renamed),
                ..types::FileOperationOptions::default()
            }),
            ..types::WorkspaceOptions::default()
        }),
        ..types::ServerCapabilities::default()
    }
}

/// What is said to the editor.
struct Out {
    send: Box<dyn Fn(Message) -> bool>,
    next: i32,
}

impl Out {
    fn say(&self, message: impl Into<Message>) {
        // An editor that is gone hears nothing.
        let _ = (self.send)(message.into());
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        if let Ok(params) = serde_json::to_value(params) {
            self.say(Notification { method: method.to_owned(), params });
        }
    }

    fn ask(&mut self, method: &str, params: Value) {
        let id = RequestId::from(self.next);
        self.next += 1;
        self.say(Request { id, method: method.to_owned(), params });
    }

    fn answer(&self, id: RequestId, result: Value) {
        self.say(Response { id, response_result: Ok(result) });
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, text: impl Into<String>) {
        self.say(Response::new_err(id, code as i32, text.into()));
    }
}

/// The server between two messages.
struct Server<'o> {
    options: &'o Options,
    abilities: Abilities,
    out: Out,
    events: Sender<Event>,
    /// The folder of site.toml, its links resolved; `None` until it is known.
    root: Option<PathBuf>,
    jobs: Option<Sender<Job>>,
    open: BTreeMap<RelPath, Open>,
    known: Option<Known>,
    findings: Findings,
    /// What the last pass said of each file.
    told: BTreeMap<RelPath, Vec<types::Diagnostic>>,
    /// What is shown of each open file, and what it was made from.
    shown: BTreeMap<RelPath, Vec<(Diagnostic, types::Diagnostic)>>,
    /// Open files that have changed since they were shown.
    stale: Vec<RelPath>,
    /// Requests that wait for the first pass.
    waiting: Vec<Request>,
    /// Since when the site has to be looked at, and when it will be.
    since: Option<Stopwatch>,
    due: Option<Stopwatch>,
    /// When the rules look at every article again.
    thorough: Option<Stopwatch>,
    /// What the last failure was.
    failure: String,
    is_busy: bool,
    has_passed: bool,
    is_shut_down: bool,
    passes: usize,
    documents: usize,
}

impl<'o> Server<'o> {
    fn new(options: &'o Options, abilities: Abilities, out: Out, events: Sender<Event>) -> Server<'o> {
        Server {
            options,
            abilities,
            out,
            events,
            root: None,
            jobs: None,
            open: BTreeMap::new(),
            known: None,
            findings: Findings::default(),
            told: BTreeMap::new(),
            shown: BTreeMap::new(),
            stale: Vec::new(),
            waiting: Vec::new(),
            since: None,
            due: None,
            thorough: None,
            failure: String::new(),
            is_busy: false,
            has_passed: false,
            is_shut_down: false,
            passes: 0,
            documents: 0,
        }
    }

    /// Looks for the site where the editor works.
    ///
    /// # Errors
    /// A root that was named and is none.
    fn begin(&mut self, client: &types::InitializeParams) -> Result<(), Error> {
        if self.abilities.watches {
            let kinds = json!({ "watchers": [{ "globPattern": "**/*" }] });
            let id = "byline-files";
            let registration =
                json!({ "id": id, "method": "workspace/didChangeWatchedFiles", "registerOptions": kinds });
            self.out.ask("client/registerCapability", json!({ "registrations": [registration] }));
        }
        if let Some(root) = &self.options.root {
            return self.take_root(root);
        }
        let folders = match &client.workspace_folders_initialize_params.workspace_folders {
            Some(types::WorkspaceFolders::WorkspaceFolderList(folders)) => {
                folders.iter().map(|folder| folder.uri.clone()).collect()
            }
            _ => Vec::new(),
        };
        #[expect(deprecated, reason = "it is what clients say that know no folders")]
        let root_uri = &client.root_uri;
        let folders: Vec<PathBuf> = folders.iter().chain(root_uri).filter_map(uri::path).collect();
        let has_site = |folder: &&PathBuf| folder.join(SETTINGS).is_file();
        let root = folders.iter().find(has_site).cloned().or_else(|| folders.iter().find_map(|folder| nearest(folder)));
        root.map_or(Ok(()), |root| self.take_root(&root))
    }

    /// Takes the folder of a site, and begins to look at it.
    fn take_root(&mut self, root: &Path) -> Result<(), Error> {
        let root = root.canonicalize().map_err(|cause| Error::io("open the folder", root, &cause))?;
        let Options { root: _, build, is_fixed } = self.options;
        let build = crate::build::Options { root: root.clone(), ..build.clone() };
        let (jobs, taken) = mpsc::channel();
        background::start(build, *is_fixed, self.abilities.encoding, taken, self.events.clone())?;
        if !self.abilities.watches {
            let (sender, hints) = mpsc::channel();
            let events = self.events.clone();
            let watch = watch::watch(&root, false, sender, |_| {})?;
            let forward = move || {
                // As long as this thread lives, the site is watched.
                let _watch = watch;
                while let Ok(Hint::Changed(_)) = hints.recv() {
                    if events.send(Event::Hinted).is_err() {
                        return;
                    }
                }
            };
            let started = thread::Builder::new().name("hints".to_owned()).spawn(forward);
            started.map_err(|cause| Error::new("watch the site", cause.to_string()))?;
        }
        self.root = Some(root);
        self.jobs = Some(jobs);
        self.due = Some(Stopwatch::now());
        Ok(())
    }

    fn serve(&mut self, happened: &Receiver<Event>) -> Result<bool, Error> {
        let mut queue = VecDeque::new();
        loop {
            self.show_stale();
            let next = self.due.into_iter().chain(self.thorough).min();
            if next.is_some_and(|next| next <= Stopwatch::now()) {
                self.look();
            }
            let next = self.due.into_iter().chain(self.thorough).min().filter(|_| !self.is_busy);
            let wait = next.map(|next| next.saturating_duration_since(Stopwatch::now()));
            let first = match wait {
                Some(wait) => happened.recv_timeout(wait),
                None => happened.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match first {
                Ok(event) => queue.push_back(event),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Ok(false),
            }
            queue.extend(happened.try_iter());
            self.cancel(&mut queue);
            while let Some(event) = queue.pop_front() {
                match event {
                    Event::Gone => return Ok(self.is_shut_down),
                    Event::Said(Message::Notification(said)) if said.method == "exit" => return Ok(self.is_shut_down),
                    Event::Said(Message::Notification(said)) => self.hear(said)?,
                    Event::Said(Message::Request(request)) => self.asked(request),
                    // We ask for nothing whose answer matters.
                    Event::Said(Message::Response(_)) => {}
                    Event::Passed(passed) => self.passed(passed),
                    Event::Failed { text, again } => {
                        self.is_busy = false;
                        if self.failure != text {
                            self.out.notify("window/logMessage", json!({ "type": 1, "message": &text }));
                            self.failure = text;
                        }
                        if again {
                            self.due = Some(Stopwatch::now() + AGAIN);
                        }
                        self.answer_waiting();
                    }
                    Event::Hinted => {
                        self.look_thoroughly();
                    }
                }
            }
        }
    }

    /// Answers the requests that were cancelled before anybody began with them.
    fn cancel(&mut self, queue: &mut VecDeque<Event>) {
        let mut cancelled = Vec::new();
        for event in queue.iter() {
            if let Event::Said(Message::Notification(Notification { method, params })) = event
                && method == "$/cancelRequest"
                && let Ok(id) = serde_json::from_value::<RequestId>(params.get("id").cloned().unwrap_or_default())
            {
                cancelled.push(id);
            }
        }
        let is_cancelled = |request: &Request| cancelled.contains(&request.id);
        let mut refused = Vec::new();
        queue.retain(|event| match event {
            Event::Said(Message::Request(request)) if is_cancelled(request) => {
                refused.push(request.id.clone());
                false
            }
            _ => true,
        });
        self.waiting.retain(|request| {
            if is_cancelled(request) {
                refused.push(request.id.clone());
            }
            !is_cancelled(request)
        });
        for id in refused {
            self.out.refuse(id, ErrorCode::RequestCanceled, "cancelled");
        }
    }

    /// Says when to look at the whole site after a change.
    fn wait_for_quiet(&mut self) {
        let now = Stopwatch::now();
        let since = *self.since.get_or_insert(now);
        self.due = Some((now + PAUSE).min(since + LONGEST));
        self.thorough = self.thorough.map(|_| now + IDLE);
    }

    /// Says the same after a change that may be one of any file, and lets the rules look at every article later: what
    /// they say of one can depend on others.
    fn look_thoroughly(&mut self) {
        self.thorough = Some(Stopwatch::now());
        self.wait_for_quiet();
    }

    /// Lets the whole site be looked at in the background.
    fn look(&mut self) {
        let Some(jobs) = self.jobs.as_ref().filter(|_| !self.is_busy) else { return };
        let is_input = |path: &RelPath| {
            path.as_str() == SETTINGS || (path.below("content").is_some() && discover::is_document(path))
        };
        let held = self.open.values().filter(|open| is_input(&open.path));
        let overlay = Overlay::new(held.map(|open| (open.path.clone(), Arc::from(open.text.as_bytes()))));
        let versions = self.open.values().map(|open| (open.path.clone(), open.version)).collect();
        let all = self.thorough.is_some_and(|at| at <= Stopwatch::now());
        self.thorough = self.thorough.filter(|_| !all);
        let job = Job { overlay, versions, all };
        self.is_busy = jobs.send(job).is_ok();
        self.passes += usize::from(self.is_busy);
        self.due = None;
        self.since = None;
    }

    fn passed(&mut self, Passed { versions, new }: Passed) {
        self.is_busy = false;
        self.has_passed = true;
        self.failure.clear();
        if let Some(new) = new {
            let New { known, findings, changed } = *new;
            if let Some(known) = known {
                let options = |known: &Known| known.output.parse_options().print();
                if self.known.as_ref().map(options) != Some(options(&known)) {
                    self.open.values_mut().for_each(Open::forget);
                }
                // To take a large site apart takes longer than a keystroke may.
                let old = self.known.replace(known);
                let _ = thread::Builder::new().spawn(move || drop(old));
            }
            self.findings = findings;
            for (path, version) in &versions {
                if let Some(open) = self.open.get_mut(path) {
                    open.seen(*version);
                }
            }
            for (path, found) in changed {
                if !self.open.contains_key(&path) {
                    self.publish(&path, None, &found);
                }
                self.told.insert(path, found);
            }
            self.stale = self.open.keys().cloned().collect();
        }
        self.show_stale();
        self.answer_waiting();
    }

    fn publish(&self, path: &RelPath, version: Option<i32>, found: &[types::Diagnostic]) {
        let Some(root) = &self.root else { return };
        let uri = self.open.get(path).map_or_else(|| uri::of(&path.on_disk(root)), |open| open.uri.clone());
        let params = types::PublishDiagnosticsParams { uri, version, diagnostics: found.to_vec() };
        self.out.notify("textDocument/publishDiagnostics", params);
    }

    /// Shows what is wrong with the open files that have changed.
    fn show_stale(&mut self) {
        if !self.has_passed {
            return;
        }
        let mut stale = std::mem::take(&mut self.stale);
        stale.sort();
        stale.dedup();
        for path in stale {
            let Some(found) = self.found(&path) else { continue };
            let Some(open) = self.open.get(&path) else { continue };
            let text = text_of(open);
            let others = &mut |path: &RelPath| {
                let root = self.root.as_ref()?;
                match self.open.get(path) {
                    Some(open) => Some((open.uri.clone(), text_of(open))),
                    None => {
                        let text = std::fs::read(path.on_disk(root)).ok()?;
                        let text: Arc<str> = String::from_utf8_lossy(&text).into();
                        let lines = super::positions::Lines::new(&text, self.abilities.encoding);
                        Some((uri::of(&path.on_disk(root)), Text { text, lines }))
                    }
                }
            };
            let shown: Vec<(Diagnostic, types::Diagnostic)> =
                found.into_iter().map(|one| (one.clone(), report::diagnostic(&one, &text, others))).collect();
            let diagnostics: Vec<types::Diagnostic> = shown.iter().map(|(_, one)| one.clone()).collect();
            self.publish(&path, Some(open.version), &diagnostics);
            self.shown.insert(path, shown);
        }
    }

    /// What is wrong with an open file as it stands now.
    fn found(&mut self, path: &RelPath) -> Option<Vec<Diagnostic>> {
        let none = Vec::new();
        let open = self.open.get_mut(path)?;
        let moved = |open: &Open, found: &Vec<Diagnostic>| {
            found.iter().filter_map(|one| report::moved(one, open)).collect::<Vec<Diagnostic>>()
        };
        let is_document = path.below("content").is_some() && discover::is_document(path);
        let (Some(known), Some(levels), true) = (&self.known, &self.findings.levels, is_document) else {
            return Some(moved(open, self.findings.judged.get(path).unwrap_or(&none)));
        };
        let (live, is_new) = open.read(known.output.parse_options());
        self.documents += usize::from(is_new);
        let mut found = moved(open, self.findings.of_site.get(path).unwrap_or(&none));
        found.extend(live.diagnostics.iter().cloned());
        if let Some(facts) = live.article() {
            found.extend(lints::of_draft(&known.output, facts, open.text.as_bytes(), &known.chosen, known.now));
        }
        let allowances = live.references().map_or(&[][..], |references| &references.allowances);
        let mut found = levels.of_document(path, allowances).judge(found, Ran::Check);
        found.retain(|one| one.place.as_ref().is_some_and(|place| place.path == *path));
        diagnostics::sort(&mut found);
        Some(found)
    }

    fn hear(&mut self, said: Notification) -> Result<(), Error> {
        let Notification { method, params } = said;
        match method.as_str() {
            "textDocument/didOpen" => {
                let Ok(types::DidOpenTextDocumentParams { text_document }) = serde_json::from_value(params) else {
                    return Ok(());
                };
                let types::TextDocumentItem { uri, language_id: _, version, text } = text_document;
                if self.root.is_none()
                    && let Some(root) = uri::path(&uri).and_then(|path| nearest(&path))
                {
                    self.take_root(&root)?;
                }
                let Some(path) = self.path(&uri) else { return Ok(()) };
                let open = Open::new(uri, path.clone(), version, text, self.abilities.encoding);
                self.open.insert(path.clone(), open);
                self.stale.push(path);
                self.wait_for_quiet();
            }
            "textDocument/didChange" => {
                let Ok(types::DidChangeTextDocumentParams { text_document, content_changes }) =
                    serde_json::from_value(params)
                else {
                    return Ok(());
                };
                let uri = text_document.text_document_identifier.uri;
                let Some(path) = self.path(&uri) else { return Ok(()) };
                let Some(open) = self.open.get_mut(&path) else { return Ok(()) };
                open.change(text_document.version, content_changes);
                self.stale.push(path);
                self.wait_for_quiet();
            }
            "textDocument/didClose" => {
                let Ok(types::DidCloseTextDocumentParams { text_document }) = serde_json::from_value(params) else {
                    return Ok(());
                };
                let Some(path) = self.path(&text_document.uri) else { return Ok(()) };
                if self.open.remove(&path).is_some() {
                    self.shown.remove(&path);
                    let found = self.told.get(&path).cloned().unwrap_or_default();
                    self.publish(&path, None, &found);
                    self.wait_for_quiet();
                }
            }
            "textDocument/didSave" => self.look_thoroughly(),
            "workspace/didChangeWatchedFiles" => {
                let Ok(types::DidChangeWatchedFilesParams { changes }) = serde_json::from_value(params) else {
                    return Ok(());
                };
                // A build nearby changes its output and the cache, too.
                if changes.iter().filter_map(|change| self.path(&change.uri)).any(|path| watch::concerns(&path)) {
                    self.look_thoroughly();
                }
            }
            // What the protocol lets a server pass over, and what is none of its notifications.
            _ => {}
        }
        Ok(())
    }

    fn path(&self, uri: &Uri) -> Option<RelPath> {
        uri::below(uri, self.root.as_ref()?)
    }

    fn asked(&mut self, request: Request) {
        if self.is_shut_down {
            self.out.refuse(request.id, ErrorCode::InvalidRequest, "the server is shut down");
            return;
        }
        match request.method.as_str() {
            "shutdown" => {
                self.is_shut_down = true;
                self.out.answer(request.id, Value::Null);
            }
            WORK => {
                self.show_stale();
                let work = json!({
                    "passes": self.passes,
                    "documents": self.documents,
                    "busy": self.is_busy || self.due.is_some(),
                });
                self.out.answer(request.id, work);
            }
            method if !ANSWERED.contains(&method) => {
                self.out.refuse(request.id, ErrorCode::MethodNotFound, format!("`{method}` is not answered here"));
            }
            // Before the first pass nothing is known that could be an answer.
            _ if !self.has_passed && self.root.is_some() => self.waiting.push(request),
            _ => self.answer(request),
        }
    }

    fn answer_waiting(&mut self) {
        for request in std::mem::take(&mut self.waiting) {
            self.answer(request);
        }
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        // Reads what has changed, so that the answer is about what the editor shows.
        self.show_stale();
        let answered = catch_unwind(AssertUnwindSafe(|| self.answer_to(&method, params)));
        match answered {
            Ok(Ok(result)) => self.out.answer(id, result),
            Ok(Err(text)) => self.out.refuse(id, ErrorCode::InvalidParams, text),
            Err(_) => self.out.refuse(id, ErrorCode::InternalError, "byline has a bug: the answer failed"),
        }
    }

    fn answer_to(&mut self, method: &str, params: Value) -> Result<Value, String> {
        let (Some(known), Some(root)) = (&self.known, &self.root) else { return Ok(Value::Null) };
        for open in self.open.values_mut() {
            let (_, is_new) = open.read(known.output.parse_options());
            self.documents += usize::from(is_new);
        }
        let Abilities { encoding, snippets, watches: _, changes_files } = self.abilities;
        let desk = Desk { known, open: &self.open, root, encoding, snippets };
        match method {
            "textDocument/completion" => {
                let types::CompletionParams { text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.map(|here| completion::complete(&desk, &here)))
            }
            "textDocument/definition" => {
                let types::DefinitionParams { text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.and_then(|here| definition::find(&desk, &here)))
            }
            "textDocument/references" => {
                let types::ReferenceParams { context, text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.map(|here| references::find(&desk, &here, context.include_declaration)))
            }
            "textDocument/hover" => {
                let types::HoverParams { text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.and_then(|here| hover::show(&desk, &here)))
            }
            "textDocument/documentSymbol" => {
                let types::DocumentSymbolParams { text_document, .. } = read(params)?;
                value(self.path(&text_document.uri).map(|path| symbols::list(&desk, &path)))
            }
            "textDocument/codeAction" => {
                let types::CodeActionParams { text_document, range, context, .. } = read(params)?;
                let path = self.path(&text_document.uri);
                let found = path.as_ref().and_then(|path| Some((self.open.get(path)?, self.shown.get(path)?)));
                value(
                    found
                        .map(|(open, shown)| actions::list(open, shown, range, context.only.as_deref(), changes_files)),
                )
            }
            "textDocument/prepareRename" => {
                let types::PrepareRenameParams { text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.and_then(|here| rename::prepare(&desk, &here)))
            }
            "textDocument/rename" => {
                let types::RenameParams { new_name, text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position).ok_or("the file is not open")?;
                value(rename::rename(&desk, &here, &new_name)?.into_edit(&desk, changes_files))
            }
            "workspace/willRenameFiles" => {
                let types::RenameFilesParams { files } = read(params)?;
                let moved =
                    files.iter().filter_map(|file| Some((self.path(&file.old_uri)?, self.path(&file.new_uri)?)));
                let moved: Vec<(RelPath, RelPath)> = moved.collect();
                value(rename::files(&desk, &moved).into_edit(&desk, changes_files))
            }
            _ => Ok(Value::Null),
        }
    }
}

/// The requests that are answered from the site.
const ANSWERED: [&str; 9] = [
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/hover",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/prepareRename",
    "textDocument/rename",
    "workspace/willRenameFiles",
];

fn text_of(open: &Open) -> Text {
    Text { text: Arc::clone(&open.text), lines: open.lines.clone() }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|cause| cause.to_string())
}

fn value(result: impl Serialize) -> Result<Value, String> {
    serde_json::to_value(result).map_err(|cause| cause.to_string())
}

/// The nearest folder with a site.toml, from a path upwards.
fn nearest(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_owned)
}
