//! From pixels to the bytes of an AVIF.

use ravif::{BitDepth, Encoder, Img, RGB8, RGBA8};

use super::TILE;
use crate::media::decode::Pixels;

/// How fast, from 1 to 10. From here on slower ones take much longer for hardly smaller files.
const SPEED: u8 = 8;

/// The highest quality: from here on files, and what encoding them takes, grow to three times as much for what nobody sees.
const BEST: u8 = 95;

/// Encodes a picture; `quality` is from 1 to 100. `None` if the encoder refuses it.
pub fn encode(pixels: &Pixels, quality: u8) -> Option<Vec<u8>> {
    let (width, height) = (pixels.width, pixels.height);
    let quality = f32::from(quality.clamp(1, BEST));
    let tiles = (width * height).div_ceil(usize::try_from(TILE).ok()?).max(1);
    let encoder = Encoder::new()
        .with_quality(quality)
        .with_alpha_quality(quality)
        .with_speed(SPEED)
        .with_bit_depth(BitDepth::Ten)
        // Built without threads, it has none, and makes as many tiles as it is given.
        .with_num_threads(Some(tiles));
    let made = if pixels.channels == 4 {
        let of = |pixel: &[u8]| RGBA8::new(pixel[0], pixel[1], pixel[2], pixel[3]);
        let pixels: Vec<RGBA8> = pixels.bytes.chunks_exact(4).map(of).collect();
        encoder.encode_rgba(Img::new(&pixels, width, height))
    } else {
        let of = |pixel: &[u8]| RGB8::new(pixel[0], pixel[1], pixel[2]);
        let pixels: Vec<RGB8> = pixels.bytes.chunks_exact(3).map(of).collect();
        encoder.encode_rgb(Img::new(&pixels, width, height))
    };
    Some(made.ok()?.avif_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(width: usize, height: usize, channels: usize, quality: u8) -> Option<Vec<u8>> {
        let bytes = (0..width * height * channels).map(|at| (at * 7 % 251) as u8).collect();
        encode(&Pixels { width, height, channels, bytes }, quality)
    }

    /// The size that a file says its picture has.
    fn size(bytes: &[u8]) -> [u8; 8] {
        let at = bytes.windows(4).position(|name| name == b"ispe").expect("a size");
        bytes[at + 8..at + 16].try_into().expect("eight bytes")
    }

    #[test]
    fn a_picture_of_any_size_is_encoded_in_one_tile_or_in_several() {
        for (width, height) in [(1, 1), (3, 2), (17, 1), (1, 17), (900, 1), (700, 400)] {
            for channels in [3, 4] {
                let made = encoded(width, height, channels, 1).expect("an AVIF");
                let said = [(width as u32).to_be_bytes(), (height as u32).to_be_bytes()].concat();
                assert_eq!(size(&made), *said, "{width} by {height}, {channels}");
            }
        }
    }

    #[test]
    fn what_is_too_long_is_refused_and_a_quality_that_nobody_sees_is_the_best_one() {
        assert!(encoded(1 << 16, 1, 3, 80).is_none());
        assert!(encoded(24, 18, 3, 100) == encoded(24, 18, 3, BEST));
        assert!(encoded(24, 18, 3, 80) != encoded(24, 18, 3, BEST));
    }
}
