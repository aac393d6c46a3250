//! From pixels to the bytes of a picture.

use jpeg_encoder::SamplingFactor;
use webp::WebPConfig;

use super::avif;
use super::decode::Pixels;
use super::format::Format;

/// Encodes a picture; `quality` is from 1 to 100 and means nothing where nothing is lost.
///
/// `None` if the encoder refuses it.
pub fn encode(format: Format, pixels: &Pixels, is_drawn: bool, quality: u8) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => jpeg(pixels, quality),
        Format::Png => png(pixels),
        Format::Avif => avif::encode(pixels, quality),
        Format::Webp => webp(pixels, is_drawn, quality),
        Format::Gif | Format::Svg => None,
    }
}

/// Whether a picture is drawn rather than taken: few colours, which a lossy format would blur.
pub fn is_drawn(pixels: &Pixels) -> bool {
    // Pixels from all over, never from one column alone.
    let step = (pixels.width * pixels.height / 10_007).max(1) | 1;
    let mut colors: Vec<&[u8]> = pixels.bytes.chunks_exact(pixels.channels).step_by(step).collect();
    let count = colors.len();
    colors.sort_unstable();
    colors.dedup();
    colors.len() * 4 < count
}

fn size(pixels: &Pixels) -> Option<(u16, u16)> {
    Some((u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?))
}

fn jpeg(pixels: &Pixels, quality: u8) -> Option<Vec<u8>> {
    let (width, height) = size(pixels)?;
    let mut made = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut made, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let color = if pixels.channels == 4 { jpeg_encoder::ColorType::Rgba } else { jpeg_encoder::ColorType::Rgb };
    encoder.encode(&pixels.bytes, width, height, color).ok()?;
    Some(made)
}

fn png(pixels: &Pixels) -> Option<Vec<u8>> {
    let mut made = Vec::new();
    let mut encoder =
        png::Encoder::new(&mut made, u32::try_from(pixels.width).ok()?, u32::try_from(pixels.height).ok()?);
    encoder.set_color(if pixels.channels == 4 { png::ColorType::Rgba } else { png::ColorType::Rgb });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels.bytes).ok()?;
    writer.finish().ok()?;
    Some(made)
}

fn webp(pixels: &Pixels, is_drawn: bool, quality: u8) -> Option<Vec<u8>> {
    let (width, height) = (u32::try_from(pixels.width).ok()?, u32::try_from(pixels.height).ok()?);
    let encoder = match pixels.channels {
        4 => webp::Encoder::from_rgba(&pixels.bytes, width, height),
        _ => webp::Encoder::from_rgb(&pixels.bytes, width, height),
    };
    let mut config = WebPConfig::new().ok()?;
    config.lossless = i32::from(is_drawn);
    // Without loss it says how hard to try.
    config.quality = if is_drawn { 70.0 } else { f32::from(quality) };
    config.method = 4;
    // Threads of its own would make as many as there are cores twice over.
    config.thread_level = 0;
    Some(encoder.encode_advanced(&config).ok()?.to_vec())
}
