//! Exif: of its first directory (TIFF 6.0) the orientation, the artist and the copyright.

use super::text;
use crate::media::credit::Credit;

const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013b;
const COPYRIGHT: u16 = 0x8298;

/// How many entries of a directory are looked at.
const ENTRIES: usize = 512;

/// How many bytes [`of_orientation`] gives.
pub const UPRIGHT: usize = 26;

struct Tiff<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

impl<'a> Tiff<'a> {
    fn open(bytes: &'a [u8]) -> Option<Tiff<'a>> {
        let is_little = match bytes.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        Some(Tiff { bytes, is_little })
    }

    fn number(&self, at: usize, length: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(length)?)?;
        let join = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
        Some(if self.is_little { bytes.iter().rev().fold(0, join) } else { bytes.iter().fold(0, join) })
    }

    /// Where an entry of the first directory begins.
    fn entry(&self, tag: u16) -> Option<usize> {
        let directory = self.number(4, 4)?;
        let count = self.number(directory, 2)?.min(ENTRIES);
        let places = (0..count).map(|index| directory + 2 + index * 12);
        places.take_while(|at| at + 12 <= self.bytes.len()).find(|at| self.number(*at, 2) == Some(usize::from(tag)))
    }

    fn text(&self, tag: u16) -> Option<String> {
        let at = self.entry(tag).filter(|at| self.number(at + 2, 2) == Some(2))?;
        let length = self.number(at + 4, 4)?;
        let from = if length > 4 { self.number(at + 8, 4)? } else { at + 8 };
        let bytes = self.bytes.get(from..from.checked_add(length)?)?;
        // Photographer and editor are parted by a zero.
        text(&String::from_utf8_lossy(bytes).replace('\0', " "))
    }
}

/// How the picture is to be turned: from 1, upright, to 8.
pub fn orientation(bytes: &[u8]) -> u8 {
    let read = || {
        let tiff = Tiff::open(bytes)?;
        let at = tiff.entry(ORIENTATION)?;
        tiff.number(at + 8, 2)
    };
    read().and_then(|number| u8::try_from(number).ok()).filter(|number| (1..=8).contains(number)).unwrap_or(1)
}

/// Whose the picture is.
pub fn read(bytes: &[u8]) -> Credit {
    let Some(tiff) = Tiff::open(bytes) else { return Credit::default() };
    Credit { creator: tiff.text(ARTIST), copyright: tiff.text(COPYRIGHT), ..Credit::default() }
}

/// Exif that says how a picture is to be turned, and nothing else.
pub fn of_orientation(orientation: u8) -> [u8; UPRIGHT] {
    let mut bytes = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    bytes[18] = orientation;
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_of_an_orientation_is_read_again() {
        for turned in 1..=8 {
            assert_eq!(orientation(&of_orientation(turned)), turned);
        }
        assert_eq!(orientation(&of_orientation(9)), 1);
    }

    #[test]
    fn exif_that_leads_nowhere_says_nothing() {
        for bytes in [
            &b""[..],
            b"II*\0",
            b"MM\0*\xff\xff\xff\xff",
            b"II*\0\x08\0\0\0\xff\xff\x3b\x01\x02\0\xff\xff\xff\xff\xff\xff\xff\xff",
        ] {
            assert_eq!((orientation(bytes), read(bytes)), (1, Credit::default()));
        }
    }
}
