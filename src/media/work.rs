//! The copies of one picture.

use super::avif;
use super::bounds::{Bounds, Room, decoded, decoding};
use super::container::{self, Written};
use super::credit::Credit;
use super::decode::{Pixels, decode};
use super::encode::encode;
use super::examine::Examined;
use super::format::Format;
use super::metadata::xmp;
use super::plan::Copy;
use super::resize::resize;
use crate::guard::guarded;

/// A picture of which copies are made.
pub struct Work<'a> {
    pixels: Pixels,
    is_drawn: bool,
    credit: &'a Credit,
    quality: u8,
    _room: Room<'a>,
}

/// How many bytes it takes at most to decode a picture of that size and to make copies of it, one after the other.
fn bytes_of(size: (u32, u32), wanted: &[&Copy]) -> u64 {
    let making = |copy: &&Copy| match copy.format {
        Format::Avif => decoded(size) + avif::encoding((copy.width, copy.height)),
        Format::Jpeg | Format::Png | Format::Webp | Format::Gif | Format::Svg => 0,
    };
    wanted.iter().map(making).max().unwrap_or(0).max(decoding(size))
}

impl<'a> Work<'a> {
    /// Decodes a picture of which some copies are `wanted`, as soon as there is room for it and for the largest of them.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn begin(
        bytes: &[u8],
        examined: &Examined,
        wanted: &[&Copy],
        credit: &'a Credit,
        quality: u8,
        bounds: &'a Bounds,
    ) -> Result<Work<'a>, String> {
        let format = examined.format.filter(|_| examined.is_scalable).ok_or("it is not read pixel by pixel")?;
        let size = examined.size.ok_or("it tells no size")?;
        let room = bounds.room(bytes_of(size, wanted));
        let decoded = guarded(|| decode(format, bytes, examined.orientation));
        let pixels = decoded.unwrap_or_else(|| Err("it is stored in a way that cannot be read".to_owned()))?;
        if (pixels.width, pixels.height) != (size.0 as usize, size.1 as usize) {
            return Err("it has another size than it says".to_owned());
        }
        Ok(Work { pixels, is_drawn: examined.is_drawn, credit, quality, _room: room })
    }

    /// The bytes of a copy.
    ///
    /// # Errors
    /// What is wrong with the picture, in words.
    pub fn make(&self, copy: &Copy) -> Result<Vec<u8>, String> {
        let Work { pixels, is_drawn, credit, quality, .. } = self;
        let failed = || "it cannot be written in that size".to_owned();
        let made = guarded(|| {
            let (width, height) = (copy.width as usize, copy.height as usize);
            let smaller = (width < pixels.width).then(|| resize(pixels, width, height));
            encode(copy.format, smaller.as_ref().unwrap_or(pixels), *is_drawn, *quality)
        });
        let made = made.flatten().ok_or_else(failed)?;
        let packet = xmp::packet(credit);
        let written = Written { orientation: 1, packet: packet.as_deref() };
        let with_credit = container::rewrite(copy.format, &made, written).map(std::borrow::Cow::into_owned);
        with_credit.ok_or_else(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::bounds::ROOM;

    fn copy(format: Format, width: u32, height: u32) -> Copy {
        Copy { width, height, format, path: String::new() }
    }

    #[test]
    fn room_is_asked_for_what_takes_most_decoding_the_picture_or_its_largest_copy_in_avif() {
        let [small, large] = [800, 1600].map(|width| copy(Format::Avif, width, width / 2));
        let [webp, jpeg] = [Format::Webp, Format::Jpeg].map(|format| copy(format, 1600, 800));
        let size = (2000, 1000);
        let with = |width: u32| decoded(size) + avif::encoding((width, width / 2));
        assert_eq!(bytes_of(size, &[&webp, &jpeg]), decoding(size));
        assert_eq!(bytes_of(size, &[&jpeg, &small, &webp]), with(800));
        assert_eq!(bytes_of(size, &[&small, &large]), with(1600));
        assert_eq!(bytes_of((9000, 8000), &[&small]), decoding((9000, 8000)));
    }

    #[test]
    fn the_room_of_a_picture_and_its_copies_is_taken_while_they_are_made_and_a_copy_that_cannot_be_made_is_told() {
        let pixels = Pixels { width: 40, height: 30, channels: 3, bytes: vec![90; 40 * 30 * 3] };
        let png = encode(Format::Png, &pixels, false, 80).expect("a PNG");
        let size = (40, 30);
        let examined =
            Examined { format: Some(Format::Png), size: Some(size), is_scalable: true, ..Examined::default() };
        let (credit, bounds) = (Credit::default(), Bounds::default());
        let [good, none, huge] = [(20, 15), (20, 0), (4000, 4000)].map(|(wide, high)| copy(Format::Avif, wide, high));
        let work = Work::begin(&png, &examined, &[&good, &none], &credit, 80, &bounds).expect("a picture");
        assert_eq!(work._room.size(), decoded(size) + avif::encoding((20, 15)));
        assert_eq!(work.make(&good).is_ok(), cfg!(feature = "avif"));
        assert_eq!(work.make(&none), Err("it cannot be written in that size".to_owned()));
        drop(work);
        let work = Work::begin(&png, &examined, &[&huge], &credit, 80, &bounds).expect("a picture");
        assert_eq!(work._room.size(), ROOM);
    }
}
