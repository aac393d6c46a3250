//! What a host is told of a file: its media type, how it is compressed, and for how long a browser may keep it.

use crate::config::site::Compression;
use crate::fingerprint::Fingerprint;
use crate::media_type;
use crate::write::Record;

/// A file whose name changes with its content may be kept for ever (RFC 9111, RFC 8246).
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What changes under one address is asked for again each time.
const ASK_AGAIN: &str = "public, max-age=0, must-revalidate";
/// What seldom changes, such as pictures.
const A_DAY: &str = "public, max-age=86400";

/// How many hexadecimal digits of their content's hash the names of stylesheets, scripts and parts of the search have.
const SHORT: usize = 10;
/// How many digits of a hash the names of copies of pictures have.
const LONG: usize = 16;
/// Where copies of pictures lie, whose names have the hash of all that they are made from.
const PICTURES: &str = "assets/pictures/";

/// What a host is told of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`
    pub media_type: &'static str,
    /// `Cache-Control`
    pub cache: &'static str,
    /// `Content-Encoding`; `None` if the file is as it is.
    pub encoding: Option<&'static str>,
}

impl Headers {
    /// What is said of a file of the output, by its path, its content, and how that is compressed on its way.
    pub fn of(path: &str, record: Record, compressed: Option<Compression>) -> Headers {
        let media_type = media_type::of(path);
        let cache = if is_named_by_content(path, record) {
            FOR_EVER
        } else if is_text(media_type) {
            ASK_AGAIN
        } else {
            A_DAY
        };
        Headers { media_type, cache, encoding: compressed.map(encoding) }
    }

    /// What tells these from others, in the list of what is published.
    pub fn print(self) -> String {
        let Headers { media_type, cache, encoding } = self;
        let encoding = encoding.unwrap_or_default();
        Fingerprint::of(format!("{media_type}\n{cache}\n{encoding}").as_bytes()).short()
    }
}

/// A format as HTTP calls it (RFC 9110, RFC 7932, RFC 8878).
fn encoding(format: Compression) -> &'static str {
    match format {
        Compression::Gzip => "gzip",
        Compression::Brotli => "br",
        Compression::Zstd => "zstd",
    }
}

/// Whether another content would have another name.
///
/// Stylesheets, scripts and parts of the search have the hash of their content in their names, so that a name that only
/// looks like one, such as a date, is told apart. Copies of pictures have the hash of what they are made from.
fn is_named_by_content(path: &str, record: Record) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let short = record.hash.short();
    if stem.strip_suffix(&short).is_some_and(|before| before.is_empty() || before.ends_with('-')) {
        return true;
    }
    let is_hash = |part: &str| matches!(part.len(), SHORT | LONG) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    path.starts_with(PICTURES) && stem.rsplit('-').skip(1).take(1).any(is_hash)
}

/// Whether it is what people and programs read: pages, feeds, lists, texts.
fn is_text(media_type: &str) -> bool {
    let read = ["text/html", "text/plain", "text/markdown", "text/calendar", "application/xml", "application/json"];
    read.iter().any(|text| media_type.starts_with(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Headers {
        Headers::of(path, Record::of(b"text"), None)
    }

    #[test]
    fn only_a_name_with_the_hash_of_the_content_is_kept_for_ever() {
        let hash = Fingerprint::of(b"text").short();
        for path in [format!("assets/style-{hash}.css"), format!("search/{hash}.txt"), format!("de/assets/{hash}.js")] {
            assert_eq!(of(&path).cache, FOR_EVER, "{path}");
        }
        let other = Fingerprint::of(b"other").short();
        for path in [format!("assets/style-{other}.css"), format!("x{hash}.css"), format!("{hash}-a.css")] {
            assert_ne!(of(&path).cache, FOR_EVER, "{path}");
        }
    }

    #[test]
    fn copies_of_pictures_are_kept_for_ever_and_pictures_for_a_day() {
        assert_eq!(of("assets/pictures/quay-e6f8309479ef3e99-16.jpg").cache, FOR_EVER);
        assert_eq!(of("assets/pictures/2026112700-16.jpg").cache, FOR_EVER);
        assert_eq!(of("coast/quay-e6f8309479ef3e99-16.jpg").cache, A_DAY);
        assert_eq!(of("coast/quay.jpg").cache, A_DAY);
        assert_eq!(of("paper.pdf").cache, A_DAY);
    }

    #[test]
    fn pages_and_feeds_are_asked_for_again() {
        for path in ["index.html", "feed.xml", "feed.json", "a/index.md", "robots.txt", "search/index.json"] {
            assert_eq!(of(path).cache, ASK_AGAIN, "{path}");
        }
    }

    #[test]
    fn other_headers_have_another_print() {
        assert_ne!(of("index.html").print(), of("quay.jpg").print());
        assert_eq!(of("index.html").print(), of("a/index.html").print());
        let compressed = Headers::of("index.html", Record::of(b"text"), Some(Compression::Brotli));
        assert_eq!(compressed.encoding, Some("br"));
        assert_ne!(compressed.print(), of("index.html").print());
    }
}
