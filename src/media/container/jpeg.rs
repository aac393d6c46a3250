//! JPEG: segments, then scans (ITU T.81, annex B).

use std::borrow::Cow;

use super::{Header, Written, be16, unless_same};
use crate::media::metadata::Metadata;

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const JFIF: &[u8] = b"JFIF\0";
const ADOBE: &[u8] = b"Adobe";

/// The most that a segment holds.
const LARGEST: usize = 65_533;

/// A file in parts.
pub struct Parts<'a> {
    /// What stands before the first scan.
    pub segments: Vec<Segment<'a>>,
    /// From the first scan to the end of the picture; what cameras put behind it is not part of it.
    pub scans: &'a [u8],
    /// Whether it ends where it says that it does.
    pub is_whole: bool,
}

/// A part of a file: what follows is stored in the way, or has the meaning, that it says.
pub struct Segment<'a> {
    /// Its kind.
    pub marker: u8,
    /// What it says.
    pub body: &'a [u8],
    /// With its marker and length.
    raw: &'a [u8],
}

/// Where the segment at `at` ends, and its marker; `None` at the end of what can be read.
fn segment(bytes: &[u8], at: usize) -> Option<(u8, usize, usize)> {
    let mut at = at;
    if *bytes.get(at)? != 0xff {
        return None;
    }
    // Any number of fill bytes may stand before a marker.
    while *bytes.get(at + 1)? == 0xff {
        at += 1;
    }
    let marker = *bytes.get(at + 1)?;
    if matches!(marker, 0x01 | 0xd0..=0xd9) {
        return Some((marker, at, at + 2));
    }
    let end = at + 2 + be16(bytes, at + 2).filter(|length| *length >= 2)?;
    (end <= bytes.len()).then_some((marker, at, end))
}

/// Takes a file apart; `None` if it is none.
pub fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut segments = Vec::new();
    let mut at = 2;
    while let Some((marker, from, end)) = segment(bytes, at) {
        match marker {
            0xda => {
                let (end, is_whole) = end_of_scans(bytes, from);
                return Some(Parts { segments, scans: bytes.get(from..end)?, is_whole });
            }
            0xd8..=0xd9 => break,
            0x01 | 0xd0..=0xd7 => {}
            _ => segments.push(Segment { marker, body: bytes.get(from + 4..end)?, raw: bytes.get(from..end)? }),
        }
        at = end;
    }
    Some(Parts { segments, scans: &[], is_whole: false })
}

/// Behind the marker that ends the picture, and whether there is one.
fn end_of_scans(bytes: &[u8], from: usize) -> (usize, bool) {
    let mut at = from;
    loop {
        match segment(bytes, at) {
            Some((0xd9, _, end)) => return (end, true),
            Some((_, _, end)) => at = end,
            None => return (bytes.len(), false),
        }
        // Pixels: until a marker that is neither a stuffed byte nor a restart.
        loop {
            let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xff)) else {
                return (bytes.len(), false);
            };
            at += next;
            match bytes.get(at + 1) {
                Some(0x00 | 0xd0..=0xd7) => at += 2,
                Some(0xff) => at += 1,
                Some(_) => break,
                None => return (bytes.len(), false),
            }
        }
    }
}

pub fn header(bytes: &[u8]) -> Option<Header<'_>> {
    let parts = parts(bytes)?;
    let is_frame =
        |segment: &&Segment<'_>| matches!(segment.marker, 0xc0..=0xcf if !matches!(segment.marker, 0xc4 | 0xc8 | 0xcc));
    let frame = parts.segments.iter().find(is_frame)?;
    let number = |at| u32::try_from(be16(frame.body, at)?).ok();
    // Baseline, extended and progressive with Huffman codes and eight bits; all others are seldom seen.
    let is_decodable = matches!(frame.marker, 0xc0..=0xc2) && frame.body.first() == Some(&8);
    let body = |start: &'static [u8], marker: u8| {
        let found = parts.segments.iter().find(|one| one.marker == marker && one.body.starts_with(start));
        found.and_then(|one| one.body.get(start.len()..))
    };
    let metadata =
        Metadata { exif: body(EXIF, 0xe1), xmp: body(XMP, 0xe1), photoshop: body(PHOTOSHOP, 0xed), texts: Vec::new() };
    let size = (number(3)?, number(1)?);
    Some(Header { size, is_moving: false, is_decodable, is_whole: parts.is_whole, metadata })
}

/// Whether a segment is part of the picture itself.
fn is_kept(segment: &Segment<'_>) -> bool {
    match segment.marker {
        0xe0 => segment.body.starts_with(JFIF),
        0xe2 => segment.body.starts_with(ICC),
        0xee => segment.body.starts_with(ADOBE),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

pub fn rewrite<'a>(bytes: &'a [u8], written: Written<'_>) -> Option<Cow<'a, [u8]>> {
    let parts = parts(bytes).filter(|parts| parts.is_whole)?;
    let mut made = Vec::with_capacity(bytes.len() + 2048);
    made.extend([0xff, 0xd8]);
    let kept: Vec<&Segment<'_>> = parts.segments.iter().filter(|segment| is_kept(segment)).collect();
    // JFIF asks for the first place.
    let (first, others): (Vec<_>, Vec<_>) = kept.into_iter().partition(|segment| segment.marker == 0xe0);
    first.iter().for_each(|segment| made.extend(segment.raw));
    if let Some(exif) = written.exif() {
        push(&mut made, EXIF, &exif);
    }
    if let Some(packet) = written.packet {
        push(&mut made, XMP, packet.as_bytes());
    }
    others.iter().for_each(|segment| made.extend(segment.raw));
    made.extend(parts.scans);
    Some(unless_same(bytes, made))
}

fn push(into: &mut Vec<u8>, start: &[u8], body: &[u8]) {
    let length = start.len() + body.len();
    let Some(length) = u16::try_from(length + 2).ok().filter(|_| length <= LARGEST) else { return };
    into.extend([0xff, 0xe1]);
    into.extend(length.to_be_bytes());
    into.extend(start);
    into.extend(body);
}
