//! The formats of pictures.

use serde::{Deserialize, Serialize};

/// A format that byline knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, which may move (APNG).
    Png,
    /// AVIF, of which copies are made and nothing is read. Stands before WebP: browsers are offered it first.
    Avif,
    /// WebP, which may move.
    Webp,
    /// GIF, which may move.
    Gif,
    /// A drawing.
    Svg,
}

impl Format {
    /// The format of a file, by how it begins; a drawing is one by its name.
    pub fn of(bytes: &[u8], extension: &str) -> Option<Format> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Format::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
            _ => extension.eq_ignore_ascii_case("svg").then_some(Format::Svg),
        }
    }

    /// How names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Avif => "avif",
            Format::Webp => "webp",
            Format::Gif => "gif",
            Format::Svg => "svg",
        }
    }

    /// The media type, as in `type` of a `<source>`.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Avif => "image/avif",
            Format::Webp => "image/webp",
            Format::Gif => "image/gif",
            Format::Svg => "image/svg+xml",
        }
    }
}
