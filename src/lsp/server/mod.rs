//! The loop of the server: one message after the other, and a pass in the background when typing pauses.
//!
//! 1. [`greeting`] says what both sides can do, [`root`] finds the site.
//! 2. The loop hears what is opened, changed and saved, and says when to look at the whole site.
//! 3. [`showing`] shows what is wrong, [`answers`] answers questions, both through [`out`].
//!
//! All that waits is taken before anything is answered, so a request that was cancelled meanwhile is not worked on, and
//! of several changes of one document only the last text is read.

mod answers;
mod greeting;
mod out;
mod root;
mod showing;

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

use gen_lsp_types as types;
use gen_lsp_types::Uri;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId};
use serde_json::json;

use super::background::{Findings, Job, Passed};
use super::known::Known;
use super::open::Open;
use super::{Options, uri};
use crate::build::overlay::Overlay;
use crate::diagnostics::Diagnostic;
use crate::discover;
use crate::error::Error;
use crate::resolve::SETTINGS;
use crate::serve::watch;
use crate::text::RelPath;
use greeting::{Abilities, capabilities};
use out::Out;
use root::nearest;

/// How long typing must pause before the whole site is looked at.
const PAUSE: Duration = Duration::from_millis(200);
/// How long the whole site is not looked at, if typing never pauses.
const LONGEST: Duration = Duration::from_secs(2);
/// How long nobody may have done anything before the rules look at every article again.
const IDLE: Duration = Duration::from_secs(4);
/// How long to wait after a failure of the machine before looking again.
const AGAIN: Duration = Duration::from_millis(500);

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
                    Event::Hinted => self.look_thoroughly(),
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

    /// Lets the rules look at every article again when nobody has done anything for a while.
    fn look_at_all_later(&mut self) {
        self.thorough.get_or_insert_with(|| Stopwatch::now() + IDLE);
    }

    /// Lets the whole site be looked at in the background.
    fn look(&mut self) {
        let Some(jobs) = self.jobs.as_ref().filter(|_| !self.is_busy) else { return };
        let is_input = |path: &RelPath| {
            path.as_str() == SETTINGS
                || path.below("data").is_some()
                || (path.below("content").is_some() && discover::is_document(path))
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
}
