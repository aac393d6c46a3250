//! One request after the other: the door of the HTTP client.

use std::io::Read;
use std::thread;
use std::time::Duration;

use ureq::http::{HeaderMap, StatusCode};
use ureq::{Agent, Error};

use super::address;
use super::verdict::Class;

/// What byline calls itself in robots.txt.
pub const NAME: &str = "byline";
/// What it calls itself to servers.
const USER_AGENT: &str = concat!("byline/", env!("CARGO_PKG_VERSION"), " (link check of a publication)");
/// How many redirects are followed.
const REDIRECTS: usize = 8;
/// How often a server that is busy is asked once more.
const TRIES: usize = 3;
/// The longest that a server may ask to wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How much of a page is read to see whether it says that it is not there, in bytes.
const HEAD_OF_PAGE: u64 = 64 * 1024;
/// Titles of pages that say that they are not there, although the server says that they are.
const NOT_THERE: [&str; 8] = [
    "404",
    "not found",
    "page not found",
    "seite nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "pagina non trovata",
    "no longer available",
];

/// Asks servers.
pub struct Client {
    agent: Agent,
}

/// What a server answered.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    /// The beginning of the page, if it was asked for.
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Head,
    Get,
}

impl Client {
    /// One that waits so long for an answer.
    pub fn new(patience: Duration) -> Client {
        let config = Agent::config_builder()
            .timeout_global(Some(patience))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(USER_AGENT)
            .accept("text/html,application/xhtml+xml,*/*;q=0.8");
        Client { agent: config.build().into() }
    }

    /// A text of at most so many bytes, if a server has it.
    pub fn text(&self, address: &str, limit: u64) -> Option<String> {
        let answer = self.send(Method::Get, address, limit).ok()?;
        answer.status.is_success().then_some(answer.text)
    }

    /// What has become of an address; `between` is the pause between two requests.
    pub fn ask(&self, address: &str, between: Duration) -> Class {
        let mut at = address::asked(address).to_owned();
        let mut is_permanent = true;
        for _ in 0..=REDIRECTS {
            let answer = match self.patiently(&at, between) {
                Ok(answer) => answer,
                Err(error) => return of_error(&error),
            };
            let status = answer.status;
            if !status.is_redirection() {
                let moved = (at != address::asked(address) && is_permanent).then_some(at.as_str());
                return of_answer(address, &at, &answer, moved);
            }
            let location = answer.headers.get("location").and_then(|value| value.to_str().ok());
            let Some(next) = location.and_then(|location| address::joined(&at, location)) else {
                return Class::Unknown(format!("{} without an address", status.as_u16()));
            };
            is_permanent &= matches!(status.as_u16(), 301 | 308);
            at = next;
            thread::sleep(between);
        }
        Class::Unknown("too many redirects".to_owned())
    }

    /// Asks for the head, and for the page where that is not enough; a busy server is asked once more.
    fn patiently(&self, address: &str, between: Duration) -> Result<Answer, Error> {
        let mut method = Method::Head;
        let mut tries = 1;
        loop {
            let limit = if method == Method::Head { 0 } else { HEAD_OF_PAGE };
            let answer = self.send(method, address, limit)?;
            let status = answer.status.as_u16();
            let is_page = answer.headers.get("content-type").is_some_and(|kind| {
                kind.to_str().is_ok_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/xhtml"))
            });
            // Many servers answer a request for the head wrongly; and what a page says can only be read.
            let is_telling = matches!(status, 300..400) || (status == 200 && !is_page);
            if method == Method::Head && !is_telling && !matches!(status, 429 | 503) {
                method = Method::Get;
                thread::sleep(between);
                continue;
            }
            if matches!(status, 429 | 502 | 503 | 504) && tries < TRIES {
                thread::sleep(wait(&answer.headers, tries).max(between));
                tries += 1;
                continue;
            }
            return Ok(answer);
        }
    }

    fn send(&self, method: Method, address: &str, limit: u64) -> Result<Answer, Error> {
        let request = match method {
            Method::Head => self.agent.head(address),
            Method::Get => self.agent.get(address),
        };
        let response = request.call()?;
        let (parts, body) = response.into_parts();
        let mut bytes = Vec::new();
        if limit > 0 {
            // A page that ends early is read as far as it goes.
            let _ = body.into_reader().take(limit).read_to_end(&mut bytes);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer { status: parts.status, headers: parts.headers, text })
    }
}

/// How long a busy server asks to wait, in seconds; longer each time if it does not say.
fn wait(headers: &HeaderMap, tries: usize) -> Duration {
    let asked = headers.get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let seconds = asked.unwrap_or_else(|| 1 << tries.min(5));
    Duration::from_secs(seconds).min(LONGEST_WAIT)
}

fn of_answer(address: &str, at: &str, answer: &Answer, moved: Option<&str>) -> Class {
    match answer.status.as_u16() {
        200..300 => match (soft(address, at, &answer.text), moved) {
            (Some(why), _) => Class::Dead(why),
            (None, Some(to)) => Class::Moved(to.to_owned()),
            (None, None) => Class::Ok,
        },
        status @ (404 | 410) => Class::Dead(status.to_string()),
        status @ (401 | 403 | 405 | 407 | 429 | 451) => Class::Blocked(status.to_string()),
        status => Class::Unknown(status.to_string()),
    }
}

/// Why a page that is there is not the one that is meant: it says so itself, or everything leads to the home page.
fn soft(address: &str, at: &str, text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let title = lower.split_once("<title").and_then(|(_, rest)| rest.split_once('>')).map(|(_, rest)| rest);
    let title = title.and_then(|rest| rest.split_once("</title")).map_or("", |(title, _)| title.trim());
    let parts = || title.split(['|', '–', '—', '·', ':', '-']).map(str::trim);
    let says_so = parts().any(|part| NOT_THERE.iter().any(|words| part == *words || part.starts_with("404 ")));
    if says_so {
        return Some("a page that says it is not found".to_owned());
    }
    let is_home = |address: &str| matches!(address::path(address), "/" | "");
    let leads_home = is_home(at) && !is_home(address) && address::path(address).matches('/').count() > 1;
    leads_home.then(|| "a redirect to the home page".to_owned())
}

/// What is said of an address whose host has no entry in the names of the network.
pub fn no_host() -> Class {
    Class::Dead("there is no such host".to_owned())
}

fn of_error(error: &Error) -> Class {
    match error {
        Error::HostNotFound => no_host(),
        Error::BadUri(_) | Error::Http(_) => Class::Unknown("no address that can be asked".to_owned()),
        Error::Timeout(_) => Class::Unknown("no answer in time".to_owned()),
        Error::Io(cause) => Class::Unknown(cause.kind().to_string()),
        other => Class::Unknown(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_says_it_is_not_there_or_leads_home_is_dead() {
        let soft = |at, text| soft("https://a.example/2019/x", at, text).is_some();
        let same = "https://a.example/2019/x";
        assert!(soft(same, "<html><title>Page not found – The Gazette</title>"));
        assert!(soft(same, "<TITLE>404 | The Gazette</TITLE>"));
        assert!(!soft(same, "<title>The 404 area code</title>"));
        assert!(!soft(same, "<title>Lost and not found: a memoir of the sea</title><p>404"));
        assert!(soft("https://a.example/", "<title>The Gazette</title>"));
        assert!(!soft("https://a.example/archive/x", "<title>X</title>"));
    }
}
