//! From the bytes of a picture to its pixels: upright, and with the colours of sRGB.

use std::io::Cursor;

use image_webp::WebPDecoder;
use moxcms::{ColorProfile, Layout, TransformOptions};
use png::{ColorType, Transformations};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::examine::MOST_MEGAPIXELS;
use super::format::Format;

/// More bytes than a decoder needs for itself.
const LIMIT: usize = 1 << 30;

/// A decoded picture: rows from the top, without gaps.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    /// 3: red, green, blue. 4: and how opaque the pixel is.
    pub channels: usize,
    pub bytes: Vec<u8>,
}

/// Decodes a picture; the reason in words if that is not possible.
pub fn decode(format: Format, bytes: &[u8], orientation: u8) -> Result<Pixels, String> {
    let (pixels, profile) = match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes),
        Format::Webp => webp(bytes),
        Format::Avif | Format::Gif | Format::Svg => Err("it is not read pixel by pixel".to_owned()),
    }?;
    if pixels.bytes.len() != pixels.width * pixels.height * pixels.channels || pixels.bytes.is_empty() {
        return Err("it has fewer pixels than it says".to_owned());
    }
    Ok(upright(in_srgb(pixels, profile.as_deref()), orientation))
}

type Decoded = Result<(Pixels, Option<Vec<u8>>), String>;

fn jpeg(bytes: &[u8]) -> Decoded {
    let most = MOST_MEGAPIXELS as usize * 1_000_000;
    // Code that is chosen by what the processor can do might round in another way.
    let options = DecoderOptions::default().set_use_unsafe(false).set_strict_mode(false);
    let options = options.set_max_width(most).set_max_height(most).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let decoded = decoder.decode().map_err(|fault| fault.to_string())?;
    let (width, height) =
        decoder.info().map(|info| (usize::from(info.width), usize::from(info.height))).ok_or("it tells no size")?;
    // A profile of inks says nothing of what they were converted to.
    let has_inks = matches!(decoder.input_colorspace(), Some(ColorSpace::CMYK | ColorSpace::YCCK));
    let profile = decoder.icc_profile().filter(|_| !has_inks);
    let (from, bytes) = match decoder.output_colorspace() {
        Some(ColorSpace::Luma) => (1, decoded),
        Some(ColorSpace::RGB) => (3, decoded),
        _ => return Err("it has an unusual space of colours".to_owned()),
    };
    Ok((spread(width, height, from, bytes), profile))
}

fn png(bytes: &[u8]) -> Decoded {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: LIMIT });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|fault| fault.to_string())?;
    let size = reader.output_buffer_size().ok_or("it is too large")?;
    let mut decoded = vec![0; size];
    let frame = reader.next_frame(&mut decoded).map_err(|fault| fault.to_string())?;
    decoded.truncate(frame.buffer_size());
    let from = match frame.color_type {
        ColorType::Grayscale => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
        ColorType::Indexed => return Err("its palette is missing".to_owned()),
    };
    let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    Ok((spread(frame.width as usize, frame.height as usize, from, decoded), profile))
}

fn webp(bytes: &[u8]) -> Decoded {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|fault| fault.to_string())?;
    decoder.set_memory_limit(LIMIT);
    let (width, height) = decoder.dimensions();
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let size = decoder.output_buffer_size().ok_or("it is too large")?;
    let mut decoded = vec![0; size];
    decoder.read_image(&mut decoded).map_err(|fault| fault.to_string())?;
    let profile = decoder.icc_profile().ok().flatten();
    Ok((Pixels { width: width as usize, height: height as usize, channels, bytes: decoded }, profile))
}

/// Gives grey pixels their three colours.
fn spread(width: usize, height: usize, from: usize, bytes: Vec<u8>) -> Pixels {
    let (channels, bytes) = match from {
        1 => (3, bytes.iter().flat_map(|grey| [*grey; 3]).collect()),
        2 => (4, bytes.chunks_exact(2).flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]).collect()),
        _ => (from, bytes),
    };
    // A picture in which nothing shines through needs no fourth channel.
    if channels == 4 && bytes.chunks_exact(4).all(|pixel| pixel[3] == 255) {
        let opaque = bytes.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        return Pixels { width, height, channels: 3, bytes: opaque };
    }
    Pixels { width, height, channels, bytes }
}

/// Converts colours that a profile describes; one that cannot be read is taken for sRGB, as browsers do.
pub(super) fn in_srgb(mut pixels: Pixels, profile: Option<&[u8]>) -> Pixels {
    let Some(profile) = profile.filter(|profile| !is_srgb(profile)) else { return pixels };
    let layout = if pixels.channels == 4 { Layout::Rgba } else { Layout::Rgb };
    let Ok(from) = ColorProfile::new_from_slice(profile) else { return pixels };
    let options = TransformOptions { prefer_fixed_point: true, ..TransformOptions::default() };
    let transform = from.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, options);
    let Ok(transform) = transform else { return pixels };
    let row = pixels.width * pixels.channels;
    let mut converted = vec![0; row];
    for line in pixels.bytes.chunks_exact_mut(row) {
        if transform.transform(line, &mut converted).is_err() {
            return pixels;
        }
        line.copy_from_slice(&converted);
    }
    pixels
}

/// Whether a profile calls itself sRGB, in its own or in two bytes a letter.
fn is_srgb(profile: &[u8]) -> bool {
    let holds = |name: &[u8]| profile.windows(name.len()).any(|window| window == name);
    holds(b"sRGB") || holds(b"s\0R\0G\0B")
}

/// Turns a picture as Exif's number says.
fn upright(pixels: Pixels, orientation: u8) -> Pixels {
    let Pixels { width, height, channels, bytes } = &pixels;
    let (width, height, channels) = (*width, *height, *channels);
    let is_turned = orientation > 4;
    if orientation <= 1 {
        return pixels;
    }
    let (wide, high) = if is_turned { (height, width) } else { (width, height) };
    let mut made = Vec::with_capacity(bytes.len());
    for y in 0..high {
        for x in 0..wide {
            // Where the pixel is stored that is shown here.
            let (from_x, from_y) = match orientation {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let at = (from_y * width + from_x) * channels;
            made.extend_from_slice(&bytes[at..at + channels]);
        }
    }
    Pixels { width: wide, height: high, channels, bytes: made }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_orientation_shows_the_picture_that_it_was_taken_of() {
        // An upright picture of two rows, and how a camera stores it when it is held otherwise.
        let shown = Pixels { width: 3, height: 2, channels: 3, bytes: b"AAABBBCCCDDDEEEFFF".to_vec() };
        let stored: [(u8, usize, &[u8]); 8] = [
            (1, 3, b"ABCDEF"),
            (2, 3, b"CBAFED"),
            (3, 3, b"FEDCBA"),
            (4, 3, b"DEFABC"),
            (5, 2, b"ADBECF"),
            (6, 2, b"CFBEAD"),
            (7, 2, b"FCEBDA"),
            (8, 2, b"DAEBFC"),
        ];
        for (orientation, width, letters) in stored {
            let bytes = letters.iter().flat_map(|letter| [*letter; 3]).collect();
            let pixels = Pixels { width, height: 6 / width, channels: 3, bytes };
            assert_eq!(upright(pixels, orientation), shown, "{orientation}");
        }
    }
}
