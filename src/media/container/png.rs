//! PNG: a signature, then chunks (W3C PNG, third edition).

use std::borrow::Cow;

use super::{Header, Written, be32, unless_same};
use crate::media::metadata::Metadata;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const XMP: &[u8] = b"XML:com.adobe.xmp\0";

/// Chunks that say how pixels and frames are shown; of the others only those are kept that a picture cannot do without.
const KEPT: &[&[u8]] = &[
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
    b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'a> {
    kind: &'a [u8],
    body: &'a [u8],
    /// With its length, kind and sum.
    raw: &'a [u8],
}

/// The chunks, and whether the last one is there.
fn chunks(bytes: &[u8]) -> Option<(Vec<Chunk<'_>>, bool)> {
    let mut at = SIGNATURE.len();
    bytes.starts_with(SIGNATURE).then_some(())?;
    let mut chunks = Vec::new();
    while let Some(length) = be32(bytes, at).and_then(|length| usize::try_from(length).ok()) {
        let end = at.checked_add(12)?.checked_add(length)?;
        let (Some(raw), Some(kind)) = (bytes.get(at..end), bytes.get(at + 4..at + 8)) else { break };
        chunks.push(Chunk { kind, body: raw.get(8..8 + length)?, raw });
        if kind == b"IEND" {
            return Some((chunks, true));
        }
        at = end;
    }
    Some((chunks, false))
}

pub fn header(bytes: &[u8]) -> Option<Header<'_>> {
    let (chunks, is_whole) = chunks(bytes)?;
    // The size is worth knowing of a file that is cut off right behind it, too.
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    let size = (be32(bytes, 16)?, be32(bytes, 20)?);
    let body = |kind: &[u8]| chunks.iter().find(|chunk| chunk.kind == kind).map(|chunk| chunk.body);
    let xmp = chunks.iter().find_map(|chunk| {
        // Not compressed, without a language.
        let rest = (chunk.kind == b"iTXt").then(|| chunk.body.strip_prefix(XMP)).flatten()?;
        rest.strip_prefix(&[0, 0, 0, 0])
    });
    let text = |chunk: &Chunk<'_>| {
        let at = chunk.body.iter().position(|byte| *byte == 0).filter(|_| chunk.kind == b"tEXt")?;
        let latin = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
        Some((latin(chunk.body.get(..at)?), latin(chunk.body.get(at + 1..)?)))
    };
    let metadata =
        Metadata { exif: body(b"eXIf"), xmp, photoshop: None, texts: chunks.iter().filter_map(text).collect() };
    let has_pixels = body(b"IDAT").is_some();
    Some(Header {
        size,
        is_moving: body(b"acTL").is_some(),
        is_decodable: true,
        is_whole: is_whole && has_pixels,
        metadata,
    })
}

pub fn rewrite<'a>(bytes: &'a [u8], written: Written<'_>) -> Option<Cow<'a, [u8]>> {
    let (chunks, _) = chunks(bytes).filter(|(_, is_whole)| *is_whole)?;
    let mut made = Vec::with_capacity(bytes.len() + 2048);
    made.extend(SIGNATURE);
    for Chunk { kind, raw, .. } in chunks {
        if kind.first().is_some_and(u8::is_ascii_uppercase) || KEPT.contains(&kind) {
            made.extend(raw);
        }
        if kind == b"IHDR" {
            if let Some(exif) = written.exif() {
                push(&mut made, b"eXIf", &[&exif]);
            }
            if let Some(packet) = written.packet {
                push(&mut made, b"iTXt", &[XMP, &[0, 0, 0, 0], packet.as_bytes()]);
            }
        }
    }
    Some(unless_same(bytes, made))
}

fn push(into: &mut Vec<u8>, kind: &[u8; 4], body: &[&[u8]]) {
    let length: usize = body.iter().map(|part| part.len()).sum();
    let Ok(length) = u32::try_from(length) else { return };
    into.extend(length.to_be_bytes());
    let from = into.len();
    into.extend(kind);
    body.iter().for_each(|part| into.extend(*part));
    let sum = into.get(from..).map_or(0, sum);
    into.extend(sum.to_be_bytes());
}

/// The check sum of a chunk (CRC-32); what is written is small.
fn sum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}
