//! Which copies there are of a picture.

use crate::config::site::{CopyFormat, Images};
use crate::fingerprint::Fingerprint;
use crate::slug;

use super::avif;
use super::bounds::ROOM;
use super::credit::Credit;
use super::examine::Examined;
use super::format::Format;
use super::metadata::xmp;

/// The crates that decode, convert and encode, with their versions, and how often what is done between them has
/// changed: copies that others made are not taken for one's own. A test holds it against Cargo.lock.
pub const MADE_WITH: &str =
    "image-webp 0.2.4, jpeg-encoder 0.7.1, libwebp-sys 0.9.6, moxcms 0.9.2, png 0.18.1, zune-jpeg 0.5.15; 1";

/// The same of AVIF, which is part of the key only of pictures that have copies in it.
pub const AVIF_MADE_WITH: &str = "avif-serialize 0.8.9, rav1e 0.8.1, ravif 0.13.0; 1";

/// How many pixels a side of a picture in WebP has at most. Readers of AVIF take not many more.
const LONGEST: u32 = 16_383;

/// The folder of the output that holds copies.
pub const FOLDER: &str = "assets/pictures";

/// All copies of one picture with one credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    /// What tells them from copies of another picture, with another credit, or made in another way.
    pub key: Fingerprint,
    /// The narrowest first; of the same width the one in the picture's own format last.
    pub copies: Vec<Copy>,
    /// Whether the picture itself, which is not as wide as the widest copy could be, is shown beside them.
    pub with_own: bool,
}

/// A copy of a picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Copy {
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// Its format.
    pub format: Format,
    /// Relative to the output.
    pub path: String,
}

/// Lists the copies of a picture; `name` is that of its file, `content` the hash of its bytes.
///
/// `None` if there are none: the picture is small, moves, is a drawing, or the site wants none.
pub fn copies(
    name: &str,
    content: Fingerprint,
    examined: &Examined,
    credit: &Credit,
    options: &Images,
) -> Option<Copies> {
    let (width, height) = examined.size.filter(|_| options.responsive && examined.is_scalable)?;
    let own = examined.format?;
    let largest = options.widths.last().copied()?;
    let narrower: Vec<u32> = options.widths.iter().copied().filter(|one| *one < width).collect();
    // A picture that is not wider than the widest copy is shown in its own width, too.
    let full = (width < largest).then_some(width);
    let widest = full.or(narrower.last().copied()).filter(|_| !narrower.is_empty())?;
    let high = |one: u32| {
        let high = (u64::from(height) * u64::from(one) + u64::from(width) / 2) / u64::from(width);
        u32::try_from(high).unwrap_or(height).max(1)
    };
    // In all widths or in none: browsers take the first format that they know, and its widest copy at most.
    let is_offered =
        |format: &Format| *format != own && is_possible(*format, (widest, high(widest)), examined.is_drawn);
    let further: Vec<Format> = options.formats.iter().map(|format| of(*format)).filter(is_offered).collect();
    let with_avif = further.contains(&Format::Avif);
    let key = key(content, credit, options.quality, if with_avif { AVIF_MADE_WITH } else { "" });
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = slug::slugify(stem);
    let stem = if stem.is_empty() { "picture".to_owned() } else { stem };
    let copy = |format: Format, one: u32| {
        let path = format!("{FOLDER}/{stem}-{:016x}-{one}.{}", key.half(), format.extension());
        Copy { width: one, height: high(one), format, path }
    };
    let mut copies = Vec::new();
    for one in narrower.iter().copied().chain(full) {
        copies.extend(further.iter().map(|format| copy(*format, one)));
        if Some(one) != full {
            copies.push(copy(own, one));
        }
    }
    Some(Copies { key, copies, with_own: full.is_some() })
}

/// Whether a picture is written in a format, if its widest copy has that size.
fn is_possible(format: Format, size: (u32, u32), is_drawn: bool) -> bool {
    let is_short = size.0.max(size.1) <= LONGEST;
    match format {
        // WebP keeps what is drawn without loss, and is smaller.
        Format::Avif => is_short && !is_drawn && avif::encoding(size) <= ROOM,
        Format::Webp => is_short,
        Format::Jpeg | Format::Png | Format::Gif | Format::Svg => true,
    }
}

fn of(format: CopyFormat) -> Format {
    match format {
        CopyFormat::Avif => Format::Avif,
        CopyFormat::Webp => Format::Webp,
    }
}

/// What tells copies of one picture from all others, the same on every machine.
fn key(content: Fingerprint, credit: &Credit, quality: u8, further: &str) -> Fingerprint {
    let packet = xmp::packet(credit).unwrap_or_default();
    Fingerprint::of(format!("{MADE_WITH}{further}\n{content}\n{quality}\n{packet}").as_bytes())
}

/// What tells a picture as it is published from every other, the same on every machine.
pub fn published_key(content: Fingerprint, credit: &Credit) -> Fingerprint {
    key(content, credit, 0, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examined(own: Format, size: (u32, u32)) -> Examined {
        Examined { format: Some(own), size: Some(size), orientation: 1, is_scalable: true, ..Examined::default() }
    }

    fn planned(examined: &Examined, widths: &[u32], formats: &[CopyFormat]) -> Copies {
        let options = Images { widths: widths.to_vec(), formats: formats.to_vec(), ..Images::default() };
        copies("a.jpg", Fingerprint::default(), examined, &Credit::default(), &options).expect("copies")
    }

    /// The formats of copies, by width.
    fn by_width(made: &Copies) -> Vec<(u32, Vec<Format>)> {
        let mut all: Vec<u32> = made.copies.iter().map(|copy| copy.width).collect();
        all.dedup();
        let of = |width: u32| made.copies.iter().filter(|copy| copy.width == width).map(|copy| copy.format).collect();
        all.into_iter().map(|width| (width, of(width))).collect()
    }

    fn formats(own: Format, size: (u32, u32), widths: &[u32]) -> Vec<(u32, Vec<Format>)> {
        by_width(&planned(&examined(own, size), widths, &[CopyFormat::Webp]))
    }

    fn with_avif(own: Format, size: (u32, u32), widths: &[u32]) -> Vec<(u32, Vec<Format>)> {
        by_width(&planned(&examined(own, size), widths, &[CopyFormat::Avif, CopyFormat::Webp]))
    }

    #[test]
    fn a_picture_that_is_too_long_for_webp_has_copies_in_its_own_format_alone() {
        let both = vec![Format::Webp, Format::Png];
        assert_eq!(
            formats(Format::Png, (600, 16_383), &[300, 500]),
            [(300, both.clone()), (500, both.clone())],
            "what is long is the copy"
        );
        assert_eq!(formats(Format::Png, (600, 16_383), &[300, 800]), [(300, both), (600, vec![Format::Webp])]);
        assert_eq!(formats(Format::Png, (600, 16_384), &[300, 800]), [(300, vec![Format::Png])]);
        assert_eq!(
            formats(Format::Png, (600, 20_000), &[300, 500]),
            [(300, vec![Format::Png]), (500, vec![Format::Png])]
        );
        // AVIF could hold it, and readers of it do not.
        assert_eq!(with_avif(Format::Png, (60, 16_384), &[30, 80]), [(30, vec![Format::Png])]);
    }

    #[test]
    fn a_picture_has_avif_in_each_of_its_widths_or_if_the_widest_takes_too_much_in_none() {
        let all = vec![Format::Avif, Format::Webp, Format::Jpeg];
        let without = vec![Format::Webp, Format::Jpeg];
        let of = |size, widths: [u32; 2]| with_avif(Format::Jpeg, size, &widths);
        assert_eq!(of((8000, 6000), [800, 3840]), [(800, all.clone()), (3840, all.clone())]);
        assert_eq!(of((8000, 6000), [800, 4000]), [(800, without.clone()), (4000, without.clone())]);
        // A picture that is shown in its own width, too, has that in AVIF or none.
        assert_eq!(of((1200, 900), [800, 1600]), [(800, all), (1200, vec![Format::Avif, Format::Webp])]);
        assert_eq!(of((1200, 12_000), [800, 1600]), [(800, without), (1200, vec![Format::Webp])]);
    }

    #[test]
    fn what_is_drawn_has_no_avif_and_a_photograph_has_it_in_whatever_format_it_is_kept() {
        for own in [Format::Jpeg, Format::Png, Format::Webp] {
            let taken = examined(own, (1200, 900));
            let drawn = Examined { is_drawn: true, ..taken.clone() };
            let [avif, webp] = [CopyFormat::Avif, CopyFormat::Webp];
            let has_avif = |made: Copies| made.copies.iter().any(|copy| copy.format == Format::Avif);
            assert!(has_avif(planned(&taken, &[800], &[avif, webp])));
            let without = planned(&drawn, &[800], &[avif, webp]);
            assert_eq!(without, planned(&drawn, &[800], &[webp]), "and its other copies are named as they were");
            assert!(!has_avif(without));
        }
    }
}
