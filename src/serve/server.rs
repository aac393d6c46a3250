//! The HTTP server: requests come in, the desk answers, files are sent.
//!
//! In: connections, and a channel to the desk. Out: answers.
//!
//! 1. [`guard`](super::guard) reads, [`access`] refuses what is not from this machine's own browser.
//! 2. The preview's own files and events are answered here, all else by the desk, which knows the site.
//! 3. [`range`] cuts out what was asked for, [`media_type`] names it.
//!
//! Invariant: no path of a request reaches the disk; a file is opened only because the site's own table names it.

use std::convert::Infallible;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, oneshot};

use super::access::{self, Own};
use super::body::Sent;
use super::events::Hub;
use super::guard::Guarded;
use super::message::{Answer, Message, Question};
use super::{address, desk::Wanted, page, range, scripts};
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::fs::Folder;
use crate::media_type;

/// How many connections are open at once; others wait.
const CONNECTIONS: usize = 256;
/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(10);
/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 64 * 1024;
/// The most lines of a head.
const LINES: usize = 100;
/// How often a silent stream of events says that it is there.
const ALIVE: Duration = Duration::from_secs(15);
/// The largest page that is sent with the preview's line, in bytes.
const LARGEST_PAGE: u64 = 16 << 20;

/// What answers need.
pub struct Server {
    /// Where the server can be reached.
    pub own: Own,
    /// The folder of site.toml.
    pub root: PathBuf,
    /// Whether pages follow what is saved.
    pub follow: bool,
    /// Who listens.
    pub hub: Arc<Hub>,
    /// Where the desk is.
    pub desk: mpsc::Sender<Message>,
}

/// Answers requests until the process ends.
///
/// # Errors
/// If the machine gives no sockets or timers.
pub fn run(listener: TcpListener, server: Server) -> Result<(), Error> {
    let failed = |cause: std::io::Error| Error::new("start the preview's server", cause.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build().map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
        let server = Arc::new(server);
        let hub = Arc::clone(&server.hub);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(ALIVE).await;
                hub.keep_alive();
            }
        });
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
            let Ok((stream, _)) = listener.accept().await else {
                // Too many open files, say: it passes.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            // An answer is one or two packets, and waiting for more of them helps nobody.
            let _ = stream.set_nodelay(true);
            let server = Arc::clone(&server);
            tokio::spawn(async move {
                let answer = service_fn(move |request| {
                    let server = Arc::clone(&server);
                    async move { Ok::<_, Infallible>(server.answer(&request).await) }
                });
                let connection = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEAD)
                    .max_buf_size(LARGEST_HEAD)
                    .max_headers(LINES)
                    .serve_connection(TokioIo::new(Guarded::new(stream)), answer);
                // A connection that breaks concerns nobody but its client.
                let _ = connection.await;
                drop(place);
            });
        }
    })
}

type Answered = Response<Sent>;

impl Server {
    async fn answer(&self, request: &Request<Incoming>) -> Answered {
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        let mut answered = match access::refused(method, uri, headers, &self.own) {
            Some(status) => refusal(status),
            None => match address::decoded(uri.path()) {
                None => plain(StatusCode::BAD_REQUEST, "this address cannot be that of a page\n"),
                Some(path) => match path.strip_prefix("/__byline/") {
                    Some(own) => self.own(own, request).await,
                    None => self.of_site(path, request).await,
                },
            },
        };
        let headers = answered.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
        answered
    }

    /// The preview's own addresses.
    async fn own(&self, path: &str, request: &Request<Incoming>) -> Answered {
        let asked = |name: &str| query(request.uri().query().unwrap_or_default(), name);
        // Scripts send it as it stands in the address bar, so it is decoded once more.
        let address = || asked("address").and_then(|address| address::decoded(&address)).unwrap_or_default();
        let question = match path {
            "events" => return self.events(),
            "desk.json" => Question::Desk,
            "findings.json" => Question::Findings(asked("from").and_then(|from| from.parse().ok()).unwrap_or(0)),
            "page.json" => Question::Page(address()),
            "source.json" => {
                let key = asked("key").unwrap_or_default();
                let text = asked("text").unwrap_or_default();
                let nth = asked("nth").and_then(|nth| nth.parse().ok()).unwrap_or(0);
                let wanted = match asked("kind").as_deref() {
                    Some("heading") => Wanted::Heading(key),
                    Some("question") => Wanted::Question(key),
                    Some("source") => Wanted::Source(key),
                    Some("figure") => Wanted::Figure(key, text),
                    Some("paragraph") => Wanted::Paragraph(text, nth),
                    _ => return json(StatusCode::NOT_FOUND, "{}".to_owned()),
                };
                Question::Source { address: address(), wanted }
            }
            _ => {
                let Some((name, text)) = scripts::find(path) else {
                    return plain(StatusCode::NOT_FOUND, "the preview has nothing at this address\n");
                };
                let mut answered = whole(request, StatusCode::OK, media_type::of(name), text.as_bytes().to_vec());
                let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                    img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
                let headers = answered.headers_mut();
                headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
                return answered;
            }
        };
        match self.ask(question).await {
            Some(Answer::Json(text)) => json(StatusCode::OK, text),
            _ => json(StatusCode::NOT_FOUND, "{}".to_owned()),
        }
    }

    fn events(&self) -> Answered {
        let Some(stream) = self.hub.open() else {
            return plain(StatusCode::SERVICE_UNAVAILABLE, "too many pages listen\n");
        };
        let mut answered = Response::new(Sent::Pieces(stream, None));
        answered.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        answered
    }

    /// The site's addresses.
    async fn of_site(&self, path: String, request: &Request<Incoming>) -> Answered {
        match self.ask(Question::File(path)).await {
            None => plain(StatusCode::SERVICE_UNAVAILABLE, "the preview has ended\n"),
            Some(Answer::Moved) => {
                // The path is one of the site's, so it begins with one slash and stays on this host.
                let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
                let to = format!("{}/{query}", request.uri().path());
                let mut answered = plain(StatusCode::MOVED_PERMANENTLY, "");
                if let Ok(to) = HeaderValue::from_str(&to) {
                    answered.headers_mut().insert(header::LOCATION, to);
                }
                answered
            }
            Some(Answer::Home(address)) => {
                let mut answered = plain(StatusCode::FOUND, "");
                if let Ok(to) = HeaderValue::from_str(&address) {
                    answered.headers_mut().insert(header::LOCATION, to);
                }
                answered
            }
            Some(Answer::Made { path, bytes, is_found }) => {
                whole(request, status(is_found), media_type::of(&path), bytes)
            }
            Some(Answer::File { path, from, is_found }) => {
                let opened =
                    Folder::open(&self.root).and_then(|folder| folder.open_file(&from.on_disk(&self.root), &self.root));
                let Ok((file, metadata)) = opened else {
                    return plain(StatusCode::NOT_FOUND, "the file is gone\n");
                };
                if media_type::is_html(&path) && metadata.len() <= LARGEST_PAGE {
                    let mut bytes = Vec::new();
                    if std::io::Read::read_to_end(&mut std::io::Read::take(file, LARGEST_PAGE), &mut bytes).is_err() {
                        return plain(StatusCode::NOT_FOUND, "the file cannot be read\n");
                    }
                    let bytes = page::inject(bytes, &page::line(page::State::Public, self.follow, None));
                    return whole(request, status(is_found), media_type::of(&path), bytes);
                }
                sent(request, status(is_found), &path, file, &metadata)
            }
            Some(Answer::Unmade(html)) => {
                whole(request, StatusCode::SERVICE_UNAVAILABLE, media_type::of("a.html"), html)
            }
            Some(Answer::Nothing | Answer::Json(_)) => plain(StatusCode::NOT_FOUND, "there is no page here\n"),
        }
    }

    async fn ask(&self, question: Question) -> Option<Answer> {
        let (reply, answer) = oneshot::channel();
        self.desk.send(Message::Asked(question, reply)).ok()?;
        answer.await.ok()
    }
}

fn status(is_found: bool) -> StatusCode {
    if is_found { StatusCode::OK } else { StatusCode::NOT_FOUND }
}

/// An answer whose bytes are there.
fn whole(request: &Request<Incoming>, status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Answered {
    let tag = format!("\"{}\"", Fingerprint::of(&bytes));
    if status == StatusCode::OK && is_known(request, &tag) {
        return not_modified(&tag);
    }
    let size = bytes.len() as u64;
    let asked = if status == StatusCode::OK { asked_part(request, &tag, size) } else { range::Part::Whole };
    let mut answered = match asked {
        range::Part::Whole => with_status(Sent::whole(bytes), status),
        range::Part::Nothing => unsatisfiable(size),
        range::Part::Bytes(from, to) => {
            let part = usize::try_from(from).ok().zip(usize::try_from(to).ok());
            let bytes = part.and_then(|(from, to)| bytes.get(from..to)).unwrap_or_default().to_vec();
            partial(Sent::whole(bytes), from, to, size)
        }
    };
    label(&mut answered, kind, &tag);
    answered
}

/// A file, or the part of it that was asked for.
fn sent(
    request: &Request<Incoming>,
    status: StatusCode,
    path: &str,
    file: std::fs::File,
    metadata: &std::fs::Metadata,
) -> Answered {
    let size = metadata.len();
    let modified = metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let tag = format!("\"{size:x}-{:x}\"", modified.unwrap_or_default().as_nanos());
    if status == StatusCode::OK && is_known(request, &tag) {
        return not_modified(&tag);
    }
    // A body that nobody reads would only be read from the disk.
    let is_head = request.method() == Method::HEAD;
    let body = |from, to| if is_head { Sent::file(file, to, to) } else { Sent::file(file, from, to) };
    let mut answered = match asked_part(request, &tag, size) {
        range::Part::Whole if is_head => {
            let mut answered = with_status(Sent::Whole(None), status);
            answered.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
            answered
        }
        range::Part::Whole => with_status(body(0, size), status),
        range::Part::Nothing => unsatisfiable(size),
        range::Part::Bytes(from, to) => partial(body(from, to), from, to, size),
    };
    label(&mut answered, media_type::of(path), &tag);
    answered
}

fn asked_part(request: &Request<Incoming>, tag: &str, size: u64) -> range::Part {
    let text = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A part of what the client does not have any more is of no use to it.
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return range::Part::Whole;
    }
    range::part(text(header::RANGE), size)
}

fn is_known(request: &Request<Incoming>, tag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    known.is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag))
}

fn not_modified(tag: &str) -> Answered {
    let mut answered = with_status(Sent::Whole(None), StatusCode::NOT_MODIFIED);
    if let Ok(tag) = HeaderValue::from_str(tag) {
        answered.headers_mut().insert(header::ETAG, tag);
    }
    answered
}

fn partial(body: Sent, from: u64, to: u64, size: u64) -> Answered {
    let mut answered = with_status(body, StatusCode::PARTIAL_CONTENT);
    if let Ok(range) = HeaderValue::from_str(&format!("bytes {from}-{}/{size}", to.saturating_sub(1))) {
        answered.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    answered
}

fn unsatisfiable(size: u64) -> Answered {
    let mut answered = with_status(Sent::Whole(None), StatusCode::RANGE_NOT_SATISFIABLE);
    if let Ok(range) = HeaderValue::from_str(&format!("bytes */{size}")) {
        answered.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    answered
}

fn label(answered: &mut Answered, kind: &'static str, tag: &str) {
    let headers = answered.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
}

fn with_status(body: Sent, status: StatusCode) -> Answered {
    let mut answered = Response::new(body);
    *answered.status_mut() = status;
    answered
}

fn plain(status: StatusCode, text: &'static str) -> Answered {
    let mut answered = with_status(Sent::whole(text.as_bytes()), status);
    let kind = HeaderValue::from_static(media_type::of("a.txt"));
    answered.headers_mut().insert(header::CONTENT_TYPE, kind);
    answered
}

fn json(status: StatusCode, text: String) -> Answered {
    let mut answered = with_status(Sent::whole(text.into_bytes()), status);
    let kind = HeaderValue::from_static(media_type::of("a.json"));
    answered.headers_mut().insert(header::CONTENT_TYPE, kind);
    answered
}

/// Says no; what else the connection brings is not read.
fn refusal(status: StatusCode) -> Answered {
    let mut answered = match status {
        StatusCode::METHOD_NOT_ALLOWED => plain(status, "the preview answers GET and HEAD\n"),
        StatusCode::BAD_REQUEST => plain(status, "the request names no host\n"),
        _ => plain(status, "the preview answers its own pages and nobody else\n"),
    };
    let headers = answered.headers_mut();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    answered
}

/// A parameter of a query, decoded; `+` is a space, as browsers write it.
fn query(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    crate::route::decode(&value.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_decoded_and_others_are_left_alone() {
        assert_eq!(query("a=1&address=%2Fcoast%2F&b", "address").as_deref(), Some("/coast/"));
        assert_eq!(query("text=two+words%2B", "text").as_deref(), Some("two words+"));
        assert_eq!(query("addressed=1", "address"), None);
        assert_eq!(query("", "address"), None);
    }
}
