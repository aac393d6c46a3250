//! WebP: chunks in a RIFF file (RFC 9649).

use std::borrow::Cow;

use super::{Header, Written, unless_same};
use crate::media::metadata::Metadata;

/// What `VP8X` says that a file has.
mod flag {
    pub const MOVING: u8 = 0x02;
    pub const XMP: u8 = 0x04;
    pub const EXIF: u8 = 0x08;
    pub const ALPHA: u8 = 0x10;
    pub const ICC: u8 = 0x20;
}

struct Chunk<'a> {
    kind: &'a [u8],
    body: &'a [u8],
}

fn le(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// The chunks, and whether the file is as long as it says; if not, the last one may be the beginning of a chunk.
fn chunks(bytes: &[u8]) -> Option<(Vec<Chunk<'_>>, bool)> {
    (bytes.get(..4)? == b"RIFF" && bytes.get(8..12)? == b"WEBP").then_some(())?;
    let end = usize::try_from(le(bytes, 4, 4)?).ok()?.checked_add(8)?;
    let is_whole = end <= bytes.len();
    let bytes = bytes.get(..end.min(bytes.len()))?;
    let mut chunks = Vec::new();
    let mut at = 12;
    while let (Some(kind), Some(length)) = (bytes.get(at..at + 4), le(bytes, at + 4, 4)) {
        let length = usize::try_from(length).ok()?;
        let Some(body) = bytes.get(at + 8..(at + 8).checked_add(length)?) else {
            chunks.push(Chunk { kind, body: bytes.get(at + 8..).unwrap_or_default() });
            return Some((chunks, false));
        };
        chunks.push(Chunk { kind, body });
        // Chunks begin at even places.
        at += 8 + length + length % 2;
    }
    Some((chunks, is_whole))
}

/// Width, height and whether there is transparency, of what is stored in one chunk.
fn of_pixels(chunk: &Chunk<'_>) -> Option<(u32, u32, bool)> {
    match chunk.kind {
        b"VP8 " => Some((le(chunk.body, 6, 2)? & 0x3fff, le(chunk.body, 8, 2)? & 0x3fff, false)),
        b"VP8L" => {
            let bits = le(chunk.body, 1, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, bits >> 28 & 1 == 1))
        }
        _ => None,
    }
}

pub fn header(bytes: &[u8]) -> Option<Header<'_>> {
    let (chunks, is_whole) = chunks(bytes)?;
    let body = |kind: &[u8]| chunks.iter().find(|chunk| chunk.kind == kind).map(|chunk| chunk.body);
    let extended = body(b"VP8X");
    let pixels = chunks.iter().find_map(of_pixels);
    let size = match (extended, pixels) {
        (Some(body), _) => (le(body, 4, 3)? + 1, le(body, 7, 3)? + 1),
        (None, Some((width, height, _))) => (width, height),
        (None, None) => return None,
    };
    let is_moving = body(b"ANIM").is_some() || body(b"ANMF").is_some();
    let exif = body(b"EXIF").map(|exif| exif.strip_prefix(b"Exif\0\0").unwrap_or(exif));
    let metadata = Metadata { exif, xmp: body(b"XMP "), photoshop: None, texts: Vec::new() };
    Some(Header {
        size,
        is_moving,
        is_decodable: true,
        is_whole: is_whole && (pixels.is_some() || is_moving),
        metadata,
    })
}

pub fn rewrite<'a>(bytes: &'a [u8], written: Written<'_>) -> Option<Cow<'a, [u8]>> {
    let (chunks, _) = chunks(bytes).filter(|(_, is_whole)| *is_whole)?;
    let size = header(bytes)?.size;
    let exif = written.exif();
    let kept = |chunk: &&Chunk<'_>| matches!(chunk.kind, b"ICCP" | b"ANIM" | b"ANMF" | b"ALPH" | b"VP8 " | b"VP8L");
    let pixels: Vec<&Chunk<'_>> = chunks.iter().filter(kept).collect();
    let has = |kind: &[u8]| pixels.iter().any(|chunk| chunk.kind == kind);
    let before = chunks.iter().find(|chunk| chunk.kind == b"VP8X").and_then(|chunk| chunk.body.first()).copied();
    let has_alpha = before.is_some_and(|before| before & flag::ALPHA != 0)
        || has(b"ALPH")
        || pixels.iter().filter_map(|chunk| of_pixels(chunk)).any(|(.., alpha)| alpha);
    let flags = [
        (has(b"ANIM"), flag::MOVING),
        (written.packet.is_some(), flag::XMP),
        (exif.is_some(), flag::EXIF),
        (has_alpha, flag::ALPHA),
        (has(b"ICCP"), flag::ICC),
    ];
    let flags = flags.iter().filter(|(is_set, _)| *is_set).fold(0, |all, (_, flag)| all | flag);
    let mut made = b"RIFF\0\0\0\0WEBP".to_vec();
    // A file of one chunk, which has its own transparency, is left that simple.
    if before.is_some() || flags & !flag::ALPHA != 0 {
        let mut extended = vec![flags, 0, 0, 0];
        for length in [size.0, size.1] {
            extended.extend(length.checked_sub(1)?.to_le_bytes().iter().take(3));
        }
        push(&mut made, b"VP8X", &extended);
    }
    pixels.iter().for_each(|chunk| push(&mut made, chunk.kind, chunk.body));
    if let Some(exif) = &exif {
        push(&mut made, b"EXIF", exif);
    }
    if let Some(packet) = written.packet {
        push(&mut made, b"XMP ", packet.as_bytes());
    }
    let length = u32::try_from(made.len().checked_sub(8)?).ok()?;
    made.get_mut(4..8)?.copy_from_slice(&length.to_le_bytes());
    Some(unless_same(bytes, made))
}

fn push(into: &mut Vec<u8>, kind: &[u8], body: &[u8]) {
    let Ok(length) = u32::try_from(body.len()) else { return };
    into.extend(kind);
    into.extend(length.to_le_bytes());
    into.extend(body);
    into.extend(vec![0; body.len() % 2]);
}
