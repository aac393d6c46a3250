//! Smaller pictures.
//!
//! By Catmull and Rom's cubic over all pixels that a new one stands for, in integers. What is made less than a quarter as
//! wide is first averaged over squares of pixels, which is much faster and looks the same.

use super::decode::Pixels;

/// What all weights of a new pixel add up to.
const ONE: i32 = 1 << 14;

/// The new pixels along one side: for each the first old one, and the weight of each from there on.
struct Kernel(Vec<(usize, Vec<i16>)>);

/// The cubic with the parameter one half; `x` in old pixels that are as wide as a new one.
fn cubic(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

impl Kernel {
    fn new(from: usize, to: usize) -> Kernel {
        let scale = (from as f64 / to as f64).max(1.0);
        let pixel = |index: usize| {
            let center = (index as f64 + 0.5) * from as f64 / to as f64;
            let first = (center - 2.0 * scale).floor().max(0.0) as usize;
            let end = ((center + 2.0 * scale).ceil() as usize).min(from);
            let weights: Vec<f64> = (first..end).map(|at| cubic((at as f64 + 0.5 - center) / scale)).collect();
            let sum: f64 = weights.iter().sum();
            let mut weights: Vec<i16> =
                weights.iter().map(|weight| (weight / sum * f64::from(ONE)).round() as i16).collect();
            // What rounding takes is given to the middle, so that one colour stays that colour.
            let lost = ONE - weights.iter().map(|weight| i32::from(*weight)).sum::<i32>();
            let middle = weights.len() / 2;
            if let Some(weight) = weights.get_mut(middle) {
                *weight = weight.saturating_add(i16::try_from(lost).unwrap_or(0));
            }
            (first, weights)
        };
        Kernel((0..to).map(pixel).collect())
    }
}

fn rounded(sum: i32) -> u8 {
    ((sum + ONE / 2) >> 14).clamp(0, 255) as u8
}

/// The picture in another size, which is not larger.
pub fn resize(pixels: &Pixels, width: usize, height: usize) -> Pixels {
    let has_alpha = pixels.channels == 4;
    let factor = (pixels.width / width.max(1)).min(pixels.height / height.max(1)) / 2;
    let prepared = has_alpha.then(|| premultiplied(pixels));
    let source = prepared.as_ref().unwrap_or(pixels);
    let averaged = (factor > 1).then(|| average(source, factor));
    let source = averaged.as_ref().unwrap_or(source);
    let made = horizontally(&vertically(source, height), width);
    if has_alpha { unmultiplied(made) } else { made }
}

/// Colours as strong as their pixel is opaque, so that what does not show does not colour what does.
fn premultiplied(pixels: &Pixels) -> Pixels {
    let mut made = pixels.clone();
    for pixel in made.bytes.chunks_exact_mut(4) {
        let opaque = u32::from(pixel[3]);
        for color in &mut pixel[..3] {
            *color = ((u32::from(*color) * opaque + 127) / 255) as u8;
        }
    }
    made
}

fn unmultiplied(mut pixels: Pixels) -> Pixels {
    for pixel in pixels.bytes.chunks_exact_mut(4) {
        let opaque = u32::from(pixel[3]);
        for color in &mut pixel[..3] {
            *color = (u32::from(*color) * 255 + opaque / 2).checked_div(opaque).unwrap_or(0).min(255) as u8;
        }
    }
    pixels
}

/// Averages squares of `factor` pixels; what is left over at the right and the bottom is averaged, too.
pub(super) fn average(pixels: &Pixels, factor: usize) -> Pixels {
    let Pixels { width, height, channels, bytes } = pixels;
    let (width, height, channels) = (*width, *height, *channels);
    let (wide, high) = (width.div_ceil(factor), height.div_ceil(factor));
    let row = width * channels;
    let mut made = Vec::with_capacity(wide * high * channels);
    let mut sums = vec![0_u32; row];
    for y in 0..high {
        sums.fill(0);
        let rows = (y * factor)..((y + 1) * factor).min(height);
        let count = rows.len();
        for line in bytes[rows.start * row..rows.end * row].chunks_exact(row) {
            for (sum, byte) in sums.iter_mut().zip(line) {
                *sum += u32::from(*byte);
            }
        }
        for x in 0..wide {
            let columns = (x * factor)..((x + 1) * factor).min(width);
            let area = (count * columns.len()) as u32;
            for channel in 0..channels {
                let sum: u32 = columns.clone().map(|column| sums[column * channels + channel]).sum();
                made.push(((sum + area / 2) / area) as u8);
            }
        }
    }
    Pixels { width: wide, height: high, channels, bytes: made }
}

fn vertically(pixels: &Pixels, height: usize) -> Pixels {
    let row = pixels.width * pixels.channels;
    let mut made = Vec::with_capacity(row * height);
    let mut sums = vec![0_i32; row];
    for (first, weights) in Kernel::new(pixels.height, height).0 {
        sums.fill(0);
        for (line, weight) in pixels.bytes[first * row..].chunks_exact(row).zip(weights) {
            // Numbers of 16 bits, which processors multiply eight at a time.
            for (sum, byte) in sums.iter_mut().zip(line) {
                *sum += i32::from(i16::from(*byte)) * i32::from(weight);
            }
        }
        made.extend(sums.iter().map(|sum| rounded(*sum)));
    }
    Pixels { height, bytes: made, ..*pixels }
}

fn horizontally(pixels: &Pixels, width: usize) -> Pixels {
    let kernel = Kernel::new(pixels.width, width);
    let made = match pixels.channels {
        4 => rows::<4>(pixels, &kernel),
        _ => rows::<3>(pixels, &kernel),
    };
    Pixels { width, bytes: made, ..*pixels }
}

fn rows<const CHANNELS: usize>(pixels: &Pixels, kernel: &Kernel) -> Vec<u8> {
    let mut made = Vec::with_capacity(kernel.0.len() * pixels.height * CHANNELS);
    for line in pixels.bytes.chunks_exact(pixels.width * CHANNELS) {
        for (first, weights) in &kernel.0 {
            let mut sums = [0_i32; CHANNELS];
            for (pixel, weight) in line[first * CHANNELS..].chunks_exact(CHANNELS).zip(weights) {
                for (sum, byte) in sums.iter_mut().zip(pixel) {
                    *sum += i32::from(*byte) * i32::from(*weight);
                }
            }
            made.extend(sums.map(rounded));
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(width: usize, height: usize, pixel: &[u8]) -> Pixels {
        Pixels { width, height, channels: pixel.len(), bytes: pixel.repeat(width * height) }
    }

    #[test]
    fn a_picture_of_one_colour_keeps_it_in_every_size() {
        for (width, height) in [(1, 1), (3, 2), (7, 5), (30, 20), (99, 66)] {
            for pixel in [&[0, 128, 255][..], &[255, 7, 130, 255], &[200, 100, 0, 128]] {
                let small = resize(&filled(100, 67, pixel), width, height);
                assert_eq!((small.width, small.height), (width, height));
                let near =
                    |byte: &u8, wanted: &u8| byte.abs_diff(*wanted) <= if pixel.last() == Some(&128) { 2 } else { 0 };
                assert!(small.bytes.chunks(pixel.len()).all(|one| one.iter().zip(pixel).all(|(a, b)| near(a, b))));
            }
        }
    }

    #[test]
    fn what_does_not_show_does_not_colour_what_does() {
        let mut pixels = filled(64, 64, &[255, 0, 0, 0]);
        for pixel in pixels.bytes.chunks_exact_mut(8) {
            pixel[..4].copy_from_slice(&[0, 0, 255, 255]);
        }
        let small = resize(&pixels, 16, 16);
        assert!(small.bytes.chunks_exact(4).all(|pixel| pixel[0] == 0 && pixel[2] > 250 && pixel[3].abs_diff(128) < 3));
    }

    #[test]
    fn an_edge_stays_where_it_is() {
        let mut pixels = filled(90, 10, &[0, 0, 0]);
        for row in pixels.bytes.chunks_exact_mut(270) {
            row[135..].fill(255);
        }
        let small = resize(&pixels, 30, 4);
        let row: Vec<u8> = small.bytes[..90].iter().step_by(3).copied().collect();
        assert!(row[..14].iter().all(|byte| *byte < 20) && row[16..].iter().all(|byte| *byte > 235), "{row:?}");
    }
}
