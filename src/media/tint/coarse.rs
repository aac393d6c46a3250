//! A picture in an eighth of its width.

use super::dc;
use crate::guard::guarded;
use crate::media::bounds::Bounds;
use crate::media::decode::{Pixels, decode, in_srgb};
use crate::media::format::Format;
use crate::media::resize::average;

/// The pixels along a side for which there is one.
pub const FACTOR: usize = 8;

/// The picture with three channels, not turned, in the colours of sRGB.
///
/// `None` if something shines through it, or if its pixels cannot be read.
pub fn coarse(format: Format, bytes: &[u8], size: (u32, u32), bounds: &Bounds) -> Option<Pixels> {
    if format == Format::Jpeg
        && let Some((pixels, profile)) = dc::means(bytes)
    {
        return guarded(|| in_srgb(pixels, profile.as_deref()));
    }
    let _room = bounds.room(size);
    let pixels = guarded(|| decode(format, bytes, 1))?.ok()?;
    let is_opaque = pixels.channels == 3 || pixels.bytes.chunks_exact(4).all(|pixel| pixel[3] == 255);
    is_opaque.then(|| of_three(average(&pixels, FACTOR)))
}

/// The pixels without how opaque each is.
fn of_three(pixels: Pixels) -> Pixels {
    if pixels.channels == 3 {
        return pixels;
    }
    let bytes = pixels.bytes.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Pixels { channels: 3, bytes, ..pixels }
}
