//! The credit in an AVIF: boxes (ISO/IEC 14496-12) with items (ISO/IEC 23008-12, HEIF).
//!
//! A packet of XMP is an item of its own. `iinf` says what it is, `iref` which picture it describes, `iloc` where it lies:
//! at the end of `mdat`, behind the picture.

use std::borrow::Cow;

use crate::media::container::{Written, be16, be32};

/// The bytes of a box's length and name, and those of its version and flags.
const HEAD: usize = 8;
const FULL: usize = 12;

/// What an entry of `iloc` with one extent takes.
const PLACE: usize = 14;

/// A box: its name, and its bytes with length and name.
type Part<'a> = (&'a [u8], &'a [u8]);

/// The boxes that follow each other to the end; `None` if one is not whole.
fn parts(mut bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let length = usize::try_from(be32(bytes, 0)?).ok().filter(|length| *length >= HEAD)?;
        parts.push((bytes.get(4..HEAD)?, bytes.get(..length)?));
        bytes = bytes.get(length..)?;
    }
    Some(parts)
}

/// A box of this name, and what it holds.
fn made(name: &[u8; 4], content: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(HEAD + content.len()).ok()?;
    Some([&length.to_be_bytes(), &name[..], content].concat())
}

/// The file, which the encoder has made, with what is given.
///
/// `None` if it is built in another way, or is to be turned.
pub fn rewrite<'a>(bytes: &'a [u8], written: Written<'_>) -> Option<Cow<'a, [u8]>> {
    let Written { orientation: 1, packet } = written else { return None };
    let Some(packet) = packet else { return Some(Cow::Borrowed(bytes)) };
    let [(b"ftyp", begin), (b"meta", meta), (b"mdat", pixels)] = parts(bytes)?[..] else { return None };
    let described = parts(meta.get(FULL..)?)?;
    let of = |name: &[u8]| described.iter().find(|(known, _)| *known == name).map(|(_, part)| *part);
    let (picture, places) = (be16(of(b"pitm")?, FULL)?, of(b"iloc")?);
    let id = items(places)?.into_iter().map(|item| item.id).max()?.checked_add(1)?;
    let (about, relation) = (about(of(b"iinf")?, id)?, relation(of(b"iref"), id, picture)?);
    let grown = PLACE + about.len() + relation.len() - of(b"iinf")?.len() - of(b"iref").map_or(0, <[u8]>::len);
    let place = moved(places, grown, (id, bytes.len(), packet.len()))?;
    let mut content = meta.get(HEAD..FULL)?.to_vec();
    for (name, part) in &described {
        match *name {
            b"iloc" => content.extend(&place),
            b"iinf" => {
                content.extend(&about);
                content.extend(&relation);
            }
            b"iref" => {}
            _ => content.extend(*part),
        }
    }
    let meta = made(b"meta", &content)?;
    let pixels = made(b"mdat", &[pixels.get(HEAD..)?, packet.as_bytes()].concat())?;
    Some(Cow::Owned([begin, &meta, &pixels].concat()))
}

/// An item: its number, and where its extents lie.
struct Item {
    id: u16,
    extents: Vec<(usize, usize)>,
}

/// The entries of an `iloc` of version 0, with four bytes for each place and each length.
fn items(places: &[u8]) -> Option<Vec<Item>> {
    (places.get(HEAD..FULL + 2)? == [0, 0, 0, 0, 0x44, 0]).then_some(())?;
    let mut at = FULL + 4;
    let mut item = || {
        let (id, count) = (u16::try_from(be16(places, at)?).ok()?, be16(places, at + 4)?);
        at += 6;
        let mut extents = Vec::new();
        for _ in 0..count {
            let number = |at| usize::try_from(be32(places, at)?).ok();
            extents.push((number(at)?, number(at + 4)?));
            at += 8;
        }
        Some(Item { id, extents })
    };
    (0..be16(places, FULL + 2)?).map(|_| item()).collect()
}

/// The `iloc` with another item behind all others, and everything so much later in the file.
fn moved(places: &[u8], grown: usize, (id, at, length): (u16, usize, usize)) -> Option<Vec<u8>> {
    let mut items = items(places)?;
    items.push(Item { id, extents: vec![(at, length)] });
    let mut content = vec![0, 0, 0, 0, 0x44, 0];
    content.extend(u16::try_from(items.len()).ok()?.to_be_bytes());
    for Item { id, extents } in items {
        content.extend(id.to_be_bytes());
        content.extend([0, 0]);
        content.extend(u16::try_from(extents.len()).ok()?.to_be_bytes());
        for (at, length) in extents {
            content.extend(u32::try_from(at + grown).ok()?.to_be_bytes());
            content.extend(u32::try_from(length).ok()?.to_be_bytes());
        }
    }
    made(b"iloc", &content)
}

/// The `iinf` with a packet of XMP.
fn about(known: &[u8], id: u16) -> Option<Vec<u8>> {
    (known.get(HEAD..FULL)? == [0; 4]).then_some(())?;
    let count = u16::try_from(be16(known, FULL)?).ok()?.checked_add(1)?;
    let entry = [&[2, 0, 0, 0], &id.to_be_bytes()[..], &[0, 0], b"mimeXMP\0application/rdf+xml\0"].concat();
    let entries = known.get(FULL + 2..)?;
    made(b"iinf", &[&[0; 4][..], &count.to_be_bytes(), entries, &made(b"infe", &entry)?].concat())
}

/// The `iref` with what the packet describes.
fn relation(known: Option<&[u8]>, id: u16, picture: usize) -> Option<Vec<u8>> {
    let before = known.map_or(Some(&[0; 4][..]), |known| known.get(HEAD..))?;
    (before.get(..4)? == [0; 4]).then_some(())?;
    let picture = u16::try_from(picture).ok()?;
    let described = made(b"cdsc", &[id.to_be_bytes(), [0, 1], picture.to_be_bytes()].concat())?;
    made(b"iref", &[before, &described].concat())
}

#[cfg(test)]
mod tests {
    use super::super::encode;
    use super::*;
    use crate::media::decode::Pixels;

    fn encoded(channels: usize) -> Vec<u8> {
        let bytes = (0..24 * 18 * channels).map(|at| (at * 7 % 251) as u8).collect();
        encode(&Pixels { width: 24, height: 18, channels, bytes }, 70).expect("an AVIF")
    }

    /// What lies where a file says that each of its items does.
    fn contents(bytes: &[u8]) -> Vec<(u16, Vec<u8>)> {
        let meta = parts(bytes).expect("boxes")[1].1;
        let parts = parts(&meta[FULL..]).expect("boxes");
        let places = parts.iter().find(|(name, _)| name == b"iloc").expect("places").1;
        let content = |(at, length): &(usize, usize)| &bytes[*at..*at + *length];
        let of = |item: Item| (item.id, item.extents.iter().flat_map(content).copied().collect());
        items(places).expect("items").into_iter().map(of).collect()
    }

    #[test]
    fn a_packet_lies_behind_the_picture_which_is_as_it_was() {
        for channels in [3, 4] {
            let plain = encoded(channels);
            let packet = "<x:xmpmeta>© Jo</x:xmpmeta>";
            let written = rewrite(&plain, Written { orientation: 1, packet: Some(packet) }).expect("a file");
            let (before, now) = (contents(&plain), contents(&written));
            assert_eq!((before.len(), now.len()), (channels - 2, channels - 1));
            assert!(now.starts_with(&before));
            assert_eq!(now.last().map(|(_, content)| content.as_slice()), Some(packet.as_bytes()));
            assert!(written.ends_with(packet.as_bytes()));
        }
    }

    #[test]
    fn without_a_packet_the_file_stays_as_it_is_and_what_is_damaged_is_none() {
        let plain = encoded(3);
        assert_eq!(rewrite(&plain, Written { orientation: 1, packet: None }).as_deref(), Some(&plain[..]));
        for length in 0..plain.len() {
            assert!(rewrite(&plain[..length], Written { orientation: 1, packet: Some("x") }).is_none(), "{length}");
        }
        for at in 0..plain.len() {
            let mut other = plain.clone();
            other[at] ^= 0xff;
            rewrite(&other, Written { orientation: 1, packet: Some("x") });
        }
    }
}
