//! The copies of one picture.

use super::bounds::{Bounds, Room};
use super::container::{self, Written};
use super::credit::Credit;
use super::decode::{Pixels, decode};
use super::encode::{encode, is_drawn};
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

impl<'a> Work<'a> {
    /// Decodes a picture, as soon as there is room for it.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn begin(
        bytes: &[u8],
        examined: &Examined,
        credit: &'a Credit,
        quality: u8,
        bounds: &'a Bounds,
    ) -> Result<Work<'a>, String> {
        let format = examined.format.filter(|_| examined.is_scalable).ok_or("it is not read pixel by pixel")?;
        let size = examined.size.ok_or("it tells no size")?;
        let room = bounds.room(size);
        let decoded = guarded(|| decode(format, bytes, examined.orientation));
        let pixels = decoded.unwrap_or_else(|| Err("it is stored in a way that cannot be read".to_owned()))?;
        if (pixels.width, pixels.height) != (size.0 as usize, size.1 as usize) {
            return Err("it has another size than it says".to_owned());
        }
        // What a camera took has more colours than a lossy format needs to keep apart.
        let is_drawn = format != Format::Jpeg && is_drawn(&pixels);
        Ok(Work { pixels, is_drawn, credit, quality, _room: room })
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
