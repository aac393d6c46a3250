//! The mean of pixels in OKLab.

use crate::media::decode::Pixels;

/// How bright each value of sRGB is; 65,535 is the brightest.
const BRIGHT: [u16; 256] = bright();

const fn bright() -> [u16; 256] {
    let mut table = [0; 256];
    let mut value = 0;
    while value < table.len() {
        let encoded = value as f64 / 255.0;
        let linear = if encoded <= 0.040_45 {
            encoded / 12.92
        } else {
            // To the power of 2.4.
            let base = (encoded + 0.055) / 1.055;
            base * base * root::<5>(base * base)
        };
        table[value] = (linear * 65_535.0 + 0.5) as u16;
        value += 1;
    }
    table
}

/// The root of a number between 0 and 1 by Newton's method: each C library has powers of its own.
const fn root<const DEGREE: u32>(number: f64) -> f64 {
    let mut guess = 1.0;
    let mut steps = 0;
    // From 1 each step comes nearer by a fixed part at first: enough of them for a number of one in 65,535.
    while steps < 40 {
        let mut power = 1.0;
        let mut factor = 1;
        while factor < DEGREE {
            power *= guess;
            factor += 1;
        }
        guess -= (power * guess - number) / (DEGREE as f64 * power);
        steps += 1;
    }
    guess
}

/// The mean colour of pixels of three channels: lightness, and from green to red, and from blue to yellow.
pub fn mean(pixels: &Pixels) -> [f64; 3] {
    let mut sums = [0_u64; 3];
    for pixel in pixels.bytes.chunks_exact(3) {
        for (sum, value) in sums.iter_mut().zip(pixel) {
            *sum += u64::from(BRIGHT[usize::from(*value)]);
        }
    }
    let count = (pixels.bytes.len() / 3).max(1) as f64;
    oklab(sums.map(|sum| sum as f64 / count / 65_535.0))
}

/// The colour in OKLab, from red, green and blue as bright as they are (Björn Ottosson, 2021).
fn oklab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let cone = |r: f64, g: f64, b: f64| root::<3>(r * red + g * green + b * blue);
    let l = cone(0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9);
    let m = cone(0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6);
    let s = cone(0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5);
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_curve_of_srgb() {
        for (value, bright) in BRIGHT.iter().enumerate() {
            let encoded = value as f64 / 255.0;
            let linear = if encoded <= 0.040_45 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) };
            assert_eq!(f64::from(*bright), (linear * 65_535.0).round(), "{value}");
        }
    }

    #[test]
    fn known_colours_are_where_others_find_them() {
        let of = |pixel: [u8; 3]| mean(&Pixels { width: 1, height: 1, channels: 3, bytes: pixel.to_vec() });
        for (pixel, known) in [
            ([255, 255, 255], [1.0, 0.0, 0.0]),
            ([255, 0, 0], [0.628, 0.225, 0.126]),
            ([0, 0, 255], [0.452, -0.032, -0.312]),
            ([0, 128, 0], [0.52, -0.14, 0.108]),
            ([0, 0, 0], [0.0, 0.0, 0.0]),
        ] {
            let found = of(pixel);
            assert!(found.iter().zip(known).all(|(one, known)| (one - known).abs() < 0.001), "{pixel:?}: {found:?}");
        }
    }
}
