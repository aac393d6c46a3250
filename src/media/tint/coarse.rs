//! A picture in an eighth of its width, and whether it is drawn.

use super::dc;
use crate::guard::guarded;
use crate::media::bounds::{Bounds, decoding};
use crate::media::decode::{Pixels, decode, in_srgb};
use crate::media::encode::is_drawn;
use crate::media::format::Format;
use crate::media::resize::average;

/// The pixels along a side for which there is one.
pub const FACTOR: usize = 8;

/// What is seen of a picture from afar.
#[derive(Default)]
pub struct Coarse {
    /// Its pixels with three channels, not turned, in the colours of sRGB; `None` if something shines through it, or if they
    /// cannot be read.
    pub pixels: Option<Pixels>,
    /// Whether it is drawn rather than taken.
    pub is_drawn: bool,
}

/// Looks at a picture from afar.
pub fn coarse(format: Format, bytes: &[u8], size: (u32, u32), bounds: &Bounds) -> Coarse {
    if format == Format::Jpeg
        && let Some((pixels, profile)) = dc::means(bytes)
    {
        return Coarse { pixels: guarded(|| in_srgb(pixels, profile.as_deref())), is_drawn: false };
    }
    let _room = bounds.room(decoding(size));
    let Some(Ok(pixels)) = guarded(|| decode(format, bytes, 1)) else { return Coarse::default() };
    // What a camera took has more colours than a lossy format needs to keep apart.
    let is_drawn = format != Format::Jpeg && is_drawn(&pixels);
    let is_opaque = pixels.channels == 3 || pixels.bytes.chunks_exact(4).all(|pixel| pixel[3] == 255);
    Coarse { pixels: is_opaque.then(|| of_three(average(&pixels, FACTOR))), is_drawn }
}

/// The pixels without how opaque each is.
fn of_three(pixels: Pixels) -> Pixels {
    if pixels.channels == 3 {
        return pixels;
    }
    let bytes = pixels.bytes.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Pixels { channels: 3, bytes, ..pixels }
}
