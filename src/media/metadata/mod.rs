//! What a picture says of itself: Exif, IPTC and XMP.
//!
//! In: the metadata of a file as it lies there. Out: the [`Credit`] in it, and how the picture is to be turned; all else
//! (where and with what it was taken, by which program, its history) is read by nobody and written by nobody.
//!
//! 1. [`xmp`] is read first: newer programs write it; then [`iptc`], then [`exif`].
//! 2. [`xmp::packet`] writes a credit.
//!
//! Invariant: a text is one line without control characters, and not longer than a credit is.

pub mod exif;
mod iptc;
pub mod xmp;

use super::credit::{Credit, DIGITAL_SOURCES};

/// How many characters of a text are taken.
const LONGEST: usize = 500;

/// The metadata of a file as it lies there.
#[derive(Debug, Default, PartialEq)]
pub struct Metadata<'a> {
    /// A TIFF structure.
    pub exif: Option<&'a [u8]>,
    /// An XMP packet.
    pub xmp: Option<&'a [u8]>,
    /// Photoshop's resources, IPTC's among them.
    pub photoshop: Option<&'a [u8]>,
    /// Names and values.
    pub texts: Vec<(String, String)>,
}

impl Metadata<'_> {
    /// How the picture is to be turned, as Exif numbers it: from 1, upright, to 8.
    pub fn orientation(&self) -> u8 {
        self.exif.map_or(1, exif::orientation)
    }

    /// Whose the picture is, as far as the file says.
    pub fn credit(&self) -> Credit {
        let named = |name: &str| {
            let of_name = self.texts.iter().find(|(known, _)| known == name);
            of_name.and_then(|(_, value)| text(value))
        };
        let of_texts = Credit { creator: named("Author"), copyright: named("Copyright"), ..Credit::default() };
        let of_xmp = self.xmp.map(xmp::read).unwrap_or_default();
        let of_iptc = self.photoshop.map(iptc::read).unwrap_or_default();
        let of_exif = self.exif.map(exif::read).unwrap_or_default();
        of_xmp.or(&of_iptc).or(&of_exif).or(&of_texts)
    }
}

/// A text that may stand on a page: one line, without what shows nothing; `None` if nothing is left.
fn text(written: &str) -> Option<String> {
    let is_shown = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
    };
    let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
    let shown: String = written.chars().map(blank).filter(is_shown).take(LONGEST).collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// A term of IPTC's digital source types, by its name or address.
fn digital_source(written: &str) -> Option<String> {
    let term = written.trim().trim_end_matches('/').rsplit('/').next()?;
    let is_address = written.contains('/');
    let is_of_iptc = DIGITAL_SOURCES.split("//").nth(1).is_some_and(|known| written.contains(known));
    let is_term = !term.is_empty() && term.len() < 60 && term.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_term && (is_of_iptc || !is_address)).then(|| term.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_a_file_is_one_line_without_signs_that_show_nothing() {
        assert_eq!(text(" Jo\r\n  Doe\u{202e}\0 ").as_deref(), Some("Jo Doe"));
        assert_eq!(text("\u{feff}\n\t"), None);
        assert_eq!(text(&"x".repeat(10_000)).map(|text| text.len()), Some(LONGEST));
    }

    #[test]
    fn a_digital_source_is_known_by_its_address_and_by_its_name() {
        let ai = Some("trainedAlgorithmicMedia".to_owned());
        assert_eq!(digital_source("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"), ai);
        assert_eq!(digital_source("trainedAlgorithmicMedia"), ai);
        assert_eq!(digital_source("https://elsewhere.example/trainedAlgorithmicMedia"), None);
        assert_eq!(digital_source("<script>"), None);
    }
}
