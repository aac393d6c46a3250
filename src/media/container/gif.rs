//! GIF: a screen, then blocks (GIF89a).

use std::borrow::Cow;

use super::{Header, Written, unless_same};
use crate::media::metadata::Metadata;

/// How the extension begins that holds an XMP packet.
const XMP: &[u8] = b"\x21\xff\x0bXMP DataXMP";
/// Applications whose extensions say how frames are shown.
const KEPT: &[&[u8]] = &[b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];
/// How many bytes follow a packet, so that a reader who takes it for blocks finds its end.
const TRAILER: usize = 258;

struct Block<'a> {
    raw: &'a [u8],
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Frame,
    /// Of how frames are shown.
    Shown,
    Packet,
    Other,
}

/// Behind the small blocks at `at`; `None` if they do not end.
fn behind_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

/// The bytes of a table of colours, as a byte of flags tells.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << (usize::from(flags & 7) + 1) }
}

/// The screen with its colours, the blocks, and whether the file ends as it should.
fn parts(bytes: &[u8]) -> Option<(&[u8], Vec<Block<'_>>, bool)> {
    let screen = bytes.get(..13 + table(*bytes.get(10)?))?;
    let mut blocks = Vec::new();
    let mut at = screen.len();
    loop {
        let (end, kind) = match (bytes.get(at), bytes.get(at + 1)) {
            (Some(0x3b), _) => return Some((screen, blocks, true)),
            (Some(0x2c), _) => {
                let data = bytes.get(at + 9).map(|flags| at + 10 + table(*flags) + 1);
                (data.and_then(|data| behind_blocks(bytes, data)), Kind::Frame)
            }
            (Some(0x21), Some(label)) => {
                let end = behind_blocks(bytes, at + 2);
                let name = bytes.get(at + 3..at + 14).unwrap_or_default();
                let kind = match label {
                    0xff if bytes.get(at..).is_some_and(|rest| rest.starts_with(XMP)) => Kind::Packet,
                    0xff if KEPT.contains(&name) => Kind::Shown,
                    0xf9 | 0x01 => Kind::Shown,
                    _ => Kind::Other,
                };
                (end, kind)
            }
            _ => (None, Kind::Other),
        };
        let Some(raw) = end.and_then(|end| bytes.get(at..end)) else { return Some((screen, blocks, false)) };
        at += raw.len();
        blocks.push(Block { raw, kind });
    }
}

pub fn header(bytes: &[u8]) -> Option<Header<'_>> {
    let (screen, blocks, is_whole) = parts(bytes)?;
    let number = |at: usize| Some(u32::from(u16::from_le_bytes(screen.get(at..at + 2)?.try_into().ok()?)));
    let packet = blocks.iter().find(|block| block.kind == Kind::Packet).map(|block| block.raw);
    let xmp = packet.and_then(|raw| raw.get(XMP.len()..raw.len().checked_sub(TRAILER)?));
    Some(Header {
        size: (number(6)?, number(8)?),
        is_moving: true,
        is_decodable: false,
        is_whole,
        metadata: Metadata { xmp, ..Metadata::default() },
    })
}

pub fn rewrite<'a>(bytes: &'a [u8], written: Written<'_>) -> Option<Cow<'a, [u8]>> {
    let (screen, blocks, _) = parts(bytes).filter(|(.., is_whole)| *is_whole)?;
    let mut made = screen.to_vec();
    if let Some(packet) = written.packet {
        made.extend(XMP);
        made.extend(packet.as_bytes());
        made.push(1);
        made.extend((0..=255).rev());
        made.push(0);
        // Extensions are part of the younger version alone.
        if let Some(version) = made.get_mut(3..6) {
            version.copy_from_slice(b"89a");
        }
    }
    let kept = blocks.iter().filter(|block| matches!(block.kind, Kind::Frame | Kind::Shown));
    kept.for_each(|block| made.extend(block.raw));
    made.push(0x3b);
    Some(unless_same(bytes, made))
}
