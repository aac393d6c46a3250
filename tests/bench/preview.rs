//! `byline serve`, as a browser sees it: when it answers first, and how soon a saved article is shown.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::edits::Edits;
use super::process::{self, Cost};

/// How many articles are saved, one after the other.
const SAVES: usize = 40;
/// How long an answer or an event may take before something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

/// What it cost from the start of a preview to its first page, which is that of an article.
pub fn ready(command: &mut Command, article: &Path) -> io::Result<Cost> {
    let (preview, _) = Preview::start(command, article)?;
    let ready = preview.started.elapsed();
    preview.end(ready)
}

/// Saves articles with a new sentence, each when the one before is shown everywhere; gives what the preview cost in all,
/// and the seconds from each save to the answer that has the sentence. The articles are given by their paths below
/// `content/`.
pub fn save(command: &mut Command, site: &Path, articles: &[PathBuf], round: usize) -> io::Result<(Cost, Vec<f64>)> {
    let count = SAVES.min(articles.len() / 5);
    let mut saved = articles.iter().step_by((articles.len() / count.max(1)).max(1)).take(count).peekable();
    let first = saved.peek().ok_or_else(|| io::Error::other("a site of so few articles has none to save"))?;
    let (preview, mut pages) = Preview::start(command, first)?;
    let mut events = Events::open(preview.port)?;
    let mut edits = Edits::default();
    let mut seconds = Vec::new();
    for (number, article) in saved.enumerate() {
        let sentence = format!("A sentence of save {number} in round {round} that stood nowhere.");
        let at = Instant::now();
        edits.add_sentence(&site.join("content").join(article), &sentence)?;
        let mut is_shown = false;
        loop {
            let is_of_site = events.changed()?;
            if !is_shown && pages.get(&address(article))?.contains(&sentence) {
                seconds.push(at.elapsed().as_secs_f64());
                is_shown = true;
            }
            // The rest of the site is looked at a moment after the article.
            if is_shown && is_of_site {
                break;
            }
        }
    }
    edits.undo()?;
    let lived = preview.started.elapsed();
    Ok((preview.end(lived)?, seconds))
}

fn address(article: &Path) -> String {
    format!("/{}/", article.with_extension("").to_string_lossy().replace('\\', "/"))
}

/// A preview that runs; it ends with the value.
struct Preview {
    started: Instant,
    port: u16,
    child: Option<Child>,
}

impl Preview {
    /// Starts one, and waits for the page of an article.
    fn start(command: &mut Command, article: &Path) -> io::Result<(Preview, Pages)> {
        let started = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let told = child.stderr.take();
        let mut preview = Preview { started, port: 0, child: Some(child) };
        let mut told = BufReader::new(told.ok_or_else(|| io::Error::other("the preview cannot be heard"))?);
        let mut line = String::new();
        preview.port = loop {
            line.clear();
            if told.read_line(&mut line)? == 0 {
                return Err(io::Error::other("the preview ended before it listened"));
            }
            if let Some(port) = port(&line) {
                break port;
            }
        };
        // Nobody reads it, but it has to go somewhere.
        thread::spawn(move || io::copy(&mut told, &mut io::sink()));
        let mut pages = Pages { stream: connect(preview.port)?, port: preview.port };
        pages.get(&address(article))?;
        Ok((preview, pages))
    }

    fn end(mut self, wall: Duration) -> io::Result<Cost> {
        let child = self.child.take().ok_or_else(|| io::Error::other("the preview has ended"))?;
        process::end(child, wall)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // One that cannot be ended has ended.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The port in the line that says where the preview listens.
fn port(line: &str) -> Option<u16> {
    line.split("at http://localhost:").nth(1)?.split('/').next()?.parse().ok()
}

fn connect(port: u16) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(BufReader::new(stream))
}

fn ask(stream: &mut BufReader<TcpStream>, port: u16, address: &str) -> io::Result<()> {
    let request = format!("GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    stream.get_mut().write_all(request.as_bytes())
}

/// Reads the next line; a connection that has ended is an error.
fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    match stream.read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// The connection on which pages are asked for.
struct Pages {
    stream: BufReader<TcpStream>,
    port: u16,
}

impl Pages {
    fn get(&mut self, address: &str) -> io::Result<String> {
        ask(&mut self.stream, self.port, address)?;
        read(&mut self.stream)
            .map_err(|cause| io::Error::other(format!("the preview's answer for `{address}`: {cause}")))
    }
}

/// Reads an answer to its end; it must be a page.
fn read(stream: &mut impl BufRead) -> io::Result<String> {
    let status = line(stream)?;
    let mut length = 0;
    loop {
        let header = line(stream)?;
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    match status.split(' ').nth(1) {
        Some("200") => String::from_utf8(body).map_err(io::Error::other),
        _ => Err(io::Error::other(status)),
    }
}

/// The stream of events, as a page of the site listens to it.
struct Events(BufReader<TcpStream>);

impl Events {
    fn open(port: u16) -> io::Result<Events> {
        let mut stream = connect(port)?;
        ask(&mut stream, port, "/__byline/events")?;
        let mut events = Events(stream);
        // What follows is not missed once the greeting is there.
        next(&mut events.0, "hello")?;
        Ok(events)
    }

    /// Waits until something is shown anew; whether it is the whole site and not one page alone.
    fn changed(&mut self) -> io::Result<bool> {
        Ok(next(&mut self.0, "changed")?["page"].is_null())
    }
}

/// The data of the next event of a name.
fn next(stream: &mut impl BufRead, name: &str) -> io::Result<Value> {
    while line(stream)?.strip_prefix("event: ") != Some(name) {}
    match line(stream)?.strip_prefix("data: ") {
        Some(json) => Ok(serde_json::from_str(json)?),
        None => Err(io::Error::other(format!("an event `{name}` without data"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_in_the_line_that_names_the_address() {
        let told = "serving at http://localhost:40123/ · the desk is at http://localhost:40123/__byline/ · Ctrl+C ends";
        assert_eq!(port(told), Some(40_123));
        assert_eq!(port("shown in 12 ms"), None);
    }

    #[test]
    fn an_answer_is_read_to_its_end_and_one_that_is_no_page_is_an_error() {
        let mut told =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 503 Busy\r\ncontent-length: 1\r\n\r\n!"
                .as_bytes();
        assert_eq!(read(&mut told).expect("a page"), "hello");
        assert_eq!(read(&mut told).expect_err("no page").to_string(), "HTTP/1.1 503 Busy");
        assert!(told.is_empty() && read(&mut told).is_err());
    }

    #[test]
    fn an_event_is_found_among_others() {
        let mut told =
            ": ping\n\nevent: problems\ndata: {\"page\":1}\n\nevent: changed\ndata: {\"page\":null}\n\n".as_bytes();
        assert!(next(&mut told, "changed").expect("an event")["page"].is_null());
        assert!(next(&mut told, "changed").is_err());
    }
}
