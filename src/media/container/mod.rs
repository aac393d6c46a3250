//! The files of pictures, taken apart and put together without decoding them.
//!
//! In: the bytes of a JPEG, PNG, WebP or GIF. Out: its [`Header`], or the same picture with [other metadata](rewrite). Of an
//! [AVIF](avif), which is never read, the latter alone.
//!
//! Invariant: the pixels of a file that was rewritten are those that it had.

mod gif;
pub(super) mod jpeg;
mod png;
mod webp;

use std::borrow::Cow;

use super::avif;
use super::format::Format;
use super::metadata::{Metadata, exif};

/// What a file says before its pixels.
#[derive(Debug, Default, PartialEq)]
pub struct Header<'a> {
    /// Width and height in pixels as they are stored.
    pub size: (u32, u32),
    /// Whether it has several frames.
    pub is_moving: bool,
    /// Whether its pixels are stored in a way that byline decodes.
    pub is_decodable: bool,
    /// Whether the file ends where it says that it does.
    pub is_whole: bool,
    /// What it says of itself.
    pub metadata: Metadata<'a>,
}

/// Reads what a file says before its pixels; `None` if it does not say how large it is.
pub fn header(format: Format, bytes: &[u8]) -> Option<Header<'_>> {
    match format {
        Format::Jpeg => jpeg::header(bytes),
        Format::Png => png::header(bytes),
        Format::Webp => webp::header(bytes),
        Format::Gif => gif::header(bytes),
        Format::Avif | Format::Svg => None,
    }
}

/// What is written into a file in place of all that it said of itself.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// How the picture is to be turned, as Exif numbers it; 1 is upright.
    pub orientation: u8,
    /// An XMP packet.
    pub packet: Option<&'a str>,
}

impl Written<'_> {
    fn exif(&self) -> Option<[u8; exif::UPRIGHT]> {
        (self.orientation != 1).then(|| exif::of_orientation(self.orientation))
    }
}

/// The file with its pixels, colour profile and frames, and of metadata what is given alone.
///
/// `None` if the file is not whole.
pub fn rewrite<'a>(format: Format, bytes: &'a [u8], written: Written<'_>) -> Option<Cow<'a, [u8]>> {
    match format {
        Format::Jpeg => jpeg::rewrite(bytes, written),
        Format::Png => png::rewrite(bytes, written),
        Format::Webp => webp::rewrite(bytes, written),
        Format::Gif => gif::rewrite(bytes, written),
        Format::Avif => avif::rewrite(bytes, written),
        Format::Svg => None,
    }
}

/// A file that was put together anew, or the very same if that says nothing else.
fn unless_same<'a>(bytes: &'a [u8], made: Vec<u8>) -> Cow<'a, [u8]> {
    if made == bytes { Cow::Borrowed(bytes) } else { Cow::Owned(made) }
}

/// The number in two bytes, the higher one first.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

/// The number in four bytes, the highest one first.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
