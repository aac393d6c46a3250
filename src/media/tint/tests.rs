use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::*;
use crate::media::decode::{Pixels, decode};
use crate::media::resize::average;

/// A picture that is not of one colour, and whose sides are no multiples of a block.
fn pixels(seed: u32) -> Pixels {
    let (width, height) = (157, 93);
    let value = |at: u32| {
        let (x, y, channel) = (at / 3 % width, at / 3 / width, at % 3);
        (x * (1 + (seed + channel) % 3) / 3 + y * (1 + (seed * channel) % 2) + seed * 40 * channel % 90) as u8
    };
    let bytes = (0..width * height * 3).map(value).collect();
    Pixels { width: width as usize, height: height as usize, channels: 3, bytes }
}

/// What is set before a JPEG is written.
type Way = fn(&mut Encoder<&mut Vec<u8>>);

fn jpeg(pixels: &Pixels, set: impl FnOnce(&mut Encoder<&mut Vec<u8>>), color: ColorType) -> Vec<u8> {
    let mut made = Vec::new();
    let mut encoder = Encoder::new(&mut made, 92);
    set(&mut encoder);
    encoder.encode(&pixels.bytes, pixels.width as u16, pixels.height as u16, color).expect("a JPEG");
    made
}

fn of(bytes: &[u8], format: Format) -> Option<String> {
    tint(format, bytes, (157, 93), &Bounds::default()).0.map(Tint::names)
}

#[test]
fn the_blocks_of_a_jpeg_are_those_of_the_decoded_picture_however_it_is_stored() {
    for seed in 0..4 {
        let pixels = pixels(seed);
        let ways: [Way; 4] = [
            |one| one.set_sampling_factor(SamplingFactor::F_1_1),
            |one| one.set_sampling_factor(SamplingFactor::F_2_2),
            |one| one.set_sampling_factor(SamplingFactor::F_2_1),
            |one| one.set_restart_interval(3),
        ];
        for (way, set) in ways.iter().enumerate() {
            let made = jpeg(&pixels, set, ColorType::Rgb);
            let (read, _) = dc::means(&made).unwrap_or_else(|| panic!("the way {way} is read"));
            let whole = average(&decode(Format::Jpeg, &made, 1).expect("it is decoded"), 8);
            assert_eq!((read.width, read.height), (whole.width, whole.height));
            let apart = read.bytes.iter().zip(&whole.bytes).map(|(one, other)| u64::from(one.abs_diff(*other)));
            let mean = apart.sum::<u64>() as f64 / read.bytes.len() as f64;
            // Where four blocks share their hue, a block beside an edge has some of its neighbour's.
            assert!(mean < if way == 0 { 2.0 } else { 9.0 }, "the way {way}: {mean} of 255");
            let apart = oklab::mean(&read).into_iter().zip(oklab::mean(&whole)).map(|(one, other)| (one - other).abs());
            assert!(apart.into_iter().all(|apart| apart < 0.02), "the way {way}");
        }
    }
}

#[test]
fn of_a_progressive_jpeg_the_first_scan_is_read_if_it_has_all_channels() {
    let grey = Pixels { channels: 1, bytes: vec![128; 157 * 93], ..pixels(0) };
    let made = jpeg(&grey, |one| one.set_progressive(true), ColorType::Luma);
    let (read, _) = dc::means(&made).expect("one channel is all");
    assert!(read.bytes.iter().all(|byte| byte.abs_diff(128) < 3), "{:?}", read.bytes);
    let of_three = jpeg(&pixels(1), |one| one.set_progressive(true), ColorType::Rgb);
    assert!(dc::means(&of_three).is_none(), "one of three");
    assert_eq!(of(&of_three, Format::Jpeg), of(&jpeg(&pixels(1), |_| {}, ColorType::Rgb), Format::Jpeg));
}

#[test]
fn a_grey_jpeg_is_grey_and_one_in_inks_is_decoded() {
    let grey = Pixels { channels: 1, bytes: vec![128; 157 * 93], ..pixels(0) };
    assert_eq!(of(&jpeg(&grey, |_| {}, ColorType::Luma), Format::Jpeg).as_deref(), Some("grey mid"));
    let inks = Pixels { channels: 4, bytes: [0, 200, 200, 0].repeat(157 * 93), ..pixels(0) };
    let made = jpeg(&inks, |_| {}, ColorType::Cmyk);
    assert!(dc::means(&made).is_none());
    assert_eq!(of(&made, Format::Jpeg).as_deref(), Some("red mid"));
}

#[test]
fn a_picture_through_which_something_shines_has_no_tint() {
    let made = |alpha: u8| {
        let mut made = Vec::new();
        let mut encoder = png::Encoder::new(&mut made, 157, 93);
        encoder.set_color(png::ColorType::Rgba);
        let mut writer = encoder.write_header().expect("a header");
        let mut bytes = [40, 60, 160, 255].repeat(157 * 93);
        bytes[157 * 93 * 2 + 1] = alpha;
        writer.write_image_data(&bytes).expect("pixels");
        drop(writer);
        made
    };
    assert_eq!(of(&made(255), Format::Png).as_deref(), Some("blue dark"));
    assert_eq!(of(&made(254), Format::Png), None);
}

#[test]
fn each_tint_is_the_nearest_to_itself() {
    let names: Vec<String> = LIGHTS
        .iter()
        .flat_map(|(_, light)| {
            let full = COSINES.iter().enumerate().flat_map(move |(at, cosine)| {
                let sine = f64::sin((at as f64 * f64::from(STEP)).to_radians());
                [DULL.1, FULL].map(|chroma| [*light, chroma * cosine, chroma * sine])
            });
            full.chain([[*light, 0.0, 0.0]])
        })
        .map(|color| Tint::nearest(color).names())
        .collect();
    let mut different = names.clone();
    different.sort();
    different.dedup();
    assert_eq!((names.len(), different.len()), (125, 125));
    assert!(names.contains(&"azure dull light".to_owned()) && names.contains(&"grey darkest".to_owned()));
}

#[test]
fn both_themes_have_a_rule_for_each_name_and_no_other() {
    let percent = |light: f64| format!("--l: {}%;", (light * 100.0).round());
    let chroma = |chroma: f64| format!("--c: {};", chroma.to_string().trim_start_matches('0'));
    let hues = (0..).zip(HUES).map(|(at, name)| (name, format!("--h: {};", at * STEP)));
    let lights = LIGHTS.map(|(name, light)| (name, percent(light)));
    let others = [(GREY, "--c: 0; --h: 0;".to_owned()), (DULL.0, chroma(DULL.1))];
    let rules: Vec<(&str, String)> = hues.chain(lights).chain(others).collect();
    for stylesheet in
        [include_str!("../../../themes/default/css/tints.css"), include_str!("../../../themes/wire/css/wire.css")]
    {
        let lines: Vec<&str> =
            stylesheet.lines().map(str::trim).filter(|line| line.starts_with("[data-tint~")).collect();
        for (name, value) in &rules {
            let rule = format!("[data-tint~=\"{name}\"] {{ {value} }}");
            assert!(lines.contains(&rule.as_str()), "{rule}");
        }
        assert_eq!(lines.len(), rules.len());
        assert!(stylesheet.contains(&format!("[data-tint] {{ {} background:", chroma(FULL))));
    }
}

#[test]
fn a_damaged_jpeg_is_read_to_its_end_and_no_further() {
    let whole = jpeg(&pixels(1), |_| {}, ColorType::Rgb);
    for at in 0..whole.len() {
        // Cut off, and with one byte that is another.
        assert!(at > whole.len() - 3 || dc::means(&whole[..at]).is_none(), "{at}");
        let mut other = whole.clone();
        other[at] ^= 0x5a;
        dc::means(&other);
    }
}
