//! Compressed copies of files: `index.html.gz` beside `index.html`.
//!
//! The same bytes give the same copy on every machine: no time, no name, no thread and no path through the processor's
//! own instructions has a part in it.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use super::tree;
use crate::config::site::Compression;

/// What fits into one packet is sent no faster when it is smaller.
const SMALLEST: u64 = 1024;
/// What is larger is a download that is packed already, or would be held in memory as a whole.
const LARGEST: u64 = 64 << 20;

/// The extensions of what is text, or packed as little as text; pictures, films and WOFF fonts are compressed as they are.
const EXTENSIONS: &[&str] = &[
    "atom",
    "bib",
    "bmp",
    "css",
    "csv",
    "eot",
    "geojson",
    "htm",
    "html",
    "ico",
    "ics",
    "js",
    "json",
    "jsonld",
    "map",
    "md",
    "mjs",
    "otf",
    "rss",
    "svg",
    "tsv",
    "ttf",
    "txt",
    "vtt",
    "wasm",
    "webmanifest",
    "xhtml",
    "xml",
    "xsl",
    "yaml",
    "yml",
];

/// Whether copies of a file are tried at all, by its path and its size in bytes.
pub fn is_tried(path: &str, size: u64) -> bool {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    let is_text = extension.is_some_and(|extension| EXTENSIONS.iter().any(|one| one.eq_ignore_ascii_case(extension)));
    is_text && (SMALLEST..=LARGEST).contains(&size)
}

/// Where the copy of a file lies; `None` if its name would be too long.
pub fn path(original: &str, format: Compression) -> Option<String> {
    let path = format!("{original}.{}", format.extension());
    tree::check(&path).is_ok().then_some(path)
}

/// Whether a site has neither a file nor a folder of its own at the path of a copy.
pub fn is_free(own: &BTreeSet<&str>, copy: &str) -> bool {
    let mut alike = own.range(copy..).map_while(|path| path.strip_prefix(copy));
    !alike.any(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The file whose copy would lie at a path.
pub fn original(path: &str) -> Option<&str> {
    let (original, extension) = path.rsplit_once('.')?;
    Compression::ALL.iter().any(|format| format.extension() == extension).then_some(original)
}

/// The copy of a file; `None` if it is not smaller.
pub fn compress(bytes: &[u8], format: Compression) -> Option<Vec<u8>> {
    let made = match format {
        Compression::Gzip => gzip(bytes),
        Compression::Brotli => brotli(bytes),
        Compression::Zstd => zstd(bytes),
    };
    // Compressing into memory does not fail; if it did, there would be no copy.
    made.ok().filter(|made| made.len() < bytes.len())
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let builder = flate2::GzBuilder::new().mtime(0).operating_system(255);
    let mut encoder = builder.write(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Level 5 of 11: the ninth takes twenty times as long for one percent less.
fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut made = Vec::new();
    brotli::CompressorReader::new(bytes, 64 * 1024, 5, 22).read_to_end(&mut made)?;
    Ok(made)
}

/// Level 9 of 22: the nineteenth takes twenty times as long for three percent less.
fn zstd(bytes: &[u8]) -> io::Result<Vec<u8>> {
    zstd::bulk::compress(bytes, 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Vec<u8> {
        (0..400).flat_map(|number| format!("<p>Paragraph {number} of the tide tables.</p>\n").into_bytes()).collect()
    }

    fn back(made: &[u8], format: Compression) -> Vec<u8> {
        let mut bytes = Vec::new();
        match format {
            Compression::Gzip => flate2::read::GzDecoder::new(made).read_to_end(&mut bytes),
            Compression::Brotli => brotli::Decompressor::new(made, 4096).read_to_end(&mut bytes),
            Compression::Zstd => {
                zstd::stream::read::Decoder::new(made).and_then(|mut read| read.read_to_end(&mut bytes))
            }
        }
        .expect("a whole file");
        bytes
    }

    #[test]
    fn a_copy_says_what_its_file_says() {
        for format in Compression::ALL {
            let made = compress(&page(), format).expect("a copy");
            assert!(made.len() * 4 < page().len(), "{format:?}: {}", made.len());
            assert_eq!(back(&made, format), page(), "{format:?}");
        }
    }

    #[test]
    fn the_header_of_a_gzip_copy_has_no_time_and_no_system() {
        let made = compress(&page(), Compression::Gzip).expect("a copy");
        assert_eq!((&made[..8], made[9]), (&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0][..], 255));
    }

    #[test]
    fn what_does_not_become_smaller_has_no_copy() {
        let mut state = 1u32;
        let noise: Vec<u8> = (0..2000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            })
            .collect();
        for format in Compression::ALL {
            assert_eq!(compress(&noise, format), None, "{format:?}");
            assert_eq!(compress(b"", format), None, "{format:?}");
        }
    }

    #[test]
    fn text_of_more_than_a_packet_is_tried_and_nothing_else() {
        for (path, size, tried) in [
            ("coast/index.html", 1024, true),
            ("assets/style.0123.CSS", 4000, true),
            ("coast/index.html", 1023, false),
            ("coast/index.html", (64 << 20) + 1, false),
            ("coast/quay.jpg", 4000, false),
            ("fonts/text.woff2", 4000, false),
            ("a.html.gz", 4000, false),
            ("a.css/plain", 4000, false),
            ("_headers", 4000, false),
        ] {
            assert_eq!(is_tried(path, size), tried, "{path} {size}");
        }
    }

    #[test]
    fn the_path_of_a_copy_tells_its_file() {
        for format in Compression::ALL {
            let copy = path("coast/index.html", format).expect("a short name");
            assert_eq!(original(&copy), Some("coast/index.html"));
        }
        assert_eq!(original("coast/index.html"), None);
    }

    #[test]
    fn a_file_whose_copy_would_have_too_long_a_name_has_none() {
        let name = |length: usize| format!("coast/{}.html", "a".repeat(length - 5));
        assert!(path(&name(252), Compression::Gzip).is_some());
        assert_eq!(path(&name(253), Compression::Gzip), None);
    }
}
