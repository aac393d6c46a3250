//! AVIF: a picture encoded, and the same file with a credit.
//!
//! In: pixels, or a file that was encoded here. Out: the bytes of a file, and what encoding takes before there are any.
//!
//! Without the feature `avif` there is none, and `absent` says so to the compiler.
//!
//! Invariant: the bytes are the same from any number of threads: a picture is divided by its size, and never by them.

#[cfg(not(feature = "avif"))]
mod absent;
#[cfg(feature = "avif")]
mod boxes;
#[cfg(feature = "avif")]
mod encoder;

#[cfg(not(feature = "avif"))]
pub use absent::{encode, rewrite};
#[cfg(feature = "avif")]
pub use boxes::rewrite;
#[cfg(feature = "avif")]
pub use encoder::encode;

/// How many pixels a tile has: the encoder keeps all that it writes of one until that is done. Tiles of this size make files
/// two percent larger than one alone.
const TILE: u64 = 1 << 18;

/// How many bytes it takes to encode a picture of that size; measured at all qualities, and of noise, which takes most.
pub fn encoding((width, height): (u32, u32)) -> u64 {
    let (width, height) = (u64::from(width), u64::from(height));
    let pixels = width * height;
    // The encoder's own planes have a margin, which is most of a narrow picture.
    let with_margin = (width + 176) * (height + 176);
    // The planes; the picture made smaller, and as the encoder takes it; what is written of one tile.
    34 * with_margin + 8 * pixels + 92 * pixels.min(TILE)
}
