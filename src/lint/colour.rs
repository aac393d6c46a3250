//! What colours in CSS are on a screen, as far as it can be known without a browser.
//!
//! Read: `#rgb`, `#rrggbb`, `rgb()`, `hsl()`, `oklch()`, `white`, `black`, `var(--token)`, and `oklch(from COLOUR L C h)` with
//! `min()`, `max()`, `clamp()` and `calc()` (CSS Color 4 and 5). A colour that one can see through, and all else, is not
//! known.

use std::collections::BTreeMap;

/// Tokens that may be colours.
pub struct Palette<'t>(BTreeMap<&'t str, &'t str>);

/// Red, green and blue, linear, from 0 to 1; outside of them what a screen cannot show.
type Linear = [f64; 3];

/// How many tokens may name each other in a row.
const DEEPEST: usize = 8;

impl<'t> Palette<'t> {
    /// By name and value.
    pub fn new(tokens: impl Iterator<Item = (&'t str, &'t str)>) -> Palette<'t> {
        Palette(tokens.collect())
    }

    /// The contrast of two tokens, from 1 to 21 (WCAG 2.2, "contrast ratio"); `None` if one of them is not known.
    pub fn contrast(&self, one: &str, other: &str) -> Option<f64> {
        let luminance = |name: &str| {
            let [r, g, b] = self.colour(self.0.get(name)?, DEEPEST)?.map(|part| part.clamp(0.0, 1.0));
            Some(0.2126 * r + 0.7152 * g + 0.0722 * b)
        };
        let (one, other) = (luminance(one)?, luminance(other)?);
        Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
    }

    fn colour(&self, css: &str, depth: usize) -> Option<Linear> {
        let css = css.trim().to_ascii_lowercase();
        if let Some(digits) = css.strip_prefix('#') {
            return hex(digits);
        }
        match css.as_str() {
            "white" => return Some([1.0; 3]),
            "black" => return Some([0.0; 3]),
            _ => {}
        }
        let (name, inside) = css.strip_suffix(')')?.split_once('(')?;
        match name {
            "var" => self.colour(self.0.get(inside.trim().strip_prefix("--")?)?, depth.checked_sub(1)?),
            "rgb" | "rgba" => {
                let channel = |part: &str| number(part, 255.0).map(|value| linear(value / 255.0));
                let [r, g, b] = parts(inside)?;
                Some([channel(r)?, channel(g)?, channel(b)?])
            }
            "hsl" | "hsla" => {
                let [h, s, l] = parts(inside)?;
                Some(hsl(angle(h)?, number(s, 100.0)? / 100.0, number(l, 100.0)? / 100.0).map(linear))
            }
            "oklch" => match inside.trim().strip_prefix("from ") {
                Some(relative) => self.relative(relative, depth),
                None => {
                    let [l, c, h] = parts(inside)?;
                    Some(from_oklch([number(l, 1.0)?, number(c, 0.4)?, angle(h)?]))
                }
            },
            _ => None,
        }
    }

    /// `COLOUR L C H`, where each of the three may be computed from what the colour has.
    fn relative(&self, css: &str, depth: usize) -> Option<Linear> {
        let words = words(css)?;
        let [origin, l, c, h] = words.as_slice() else { return None };
        let origin = to_oklch(self.colour(origin, depth.checked_sub(1)?)?);
        let value = |part: &str, whole: f64| compute(part, whole, &origin, DEEPEST);
        let h = if h.ends_with("deg") { angle(h)? } else { value(h, 360.0)? };
        Some(from_oklch([value(l, 1.0)?, value(c, 0.4)?, h]))
    }
}

/// Three channels, parted by blanks or commas; `None` if there is an alpha that is not whole.
fn parts(inside: &str) -> Option<[&str; 3]> {
    let (channels, alpha) = inside.split_once('/').unwrap_or((inside, "1"));
    let mut channels = channels.split([',', ' ']).filter(|part| !part.is_empty());
    let three = [channels.next()?, channels.next()?, channels.next()?];
    let alpha = channels.next().unwrap_or(alpha.trim());
    (channels.next().is_none() && matches!(alpha, "1" | "100%" | "1.0")).then_some(three)
}

/// The parts of a text that blanks part outside of brackets.
fn words(text: &str) -> Option<Vec<&str>> {
    split(text, |c| c.is_ascii_whitespace())
}

fn split(text: &str, parts: impl Fn(char) -> bool) -> Option<Vec<&str>> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            c if depth == 0 && parts(c) => {
                found.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    (depth == 0).then(|| found.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect())
}

fn number(part: &str, whole: f64) -> Option<f64> {
    let value = match part.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok()? / 100.0 * whole,
        None if part == "none" => 0.0,
        None => part.parse().ok()?,
    };
    value.is_finite().then_some(value)
}

fn angle(part: &str) -> Option<f64> {
    number(part.strip_suffix("deg").unwrap_or(part), 360.0)
}

/// A number that may be computed from `l`, `c` and `h`.
fn compute(part: &str, whole: f64, origin: &[f64; 3], depth: usize) -> Option<f64> {
    let depth = depth.checked_sub(1)?;
    let part = part.trim();
    let of = |part: &str| compute(part, whole, origin, depth);
    let channel = ["l", "c", "h"].iter().position(|name| *name == part);
    if let Some(value) = channel.and_then(|at| origin.get(at)).copied().or_else(|| number(part, whole)) {
        return Some(value);
    }
    if let Some((name, inside)) = part.strip_suffix(')').and_then(|part| part.split_once('(')) {
        let all = split(inside, |c| c == ',')?.into_iter().map(of).collect::<Option<Vec<f64>>>();
        match (name, all) {
            ("min", Some(all)) => return all.into_iter().reduce(f64::min),
            ("max", Some(all)) => return all.into_iter().reduce(f64::max),
            ("clamp", Some(all)) => {
                let [least, value, most] = *all.as_slice() else { return None };
                return Some(value.min(most).max(least));
            }
            ("calc" | "", Some(all)) => {
                let [value] = *all.as_slice() else { return None };
                return Some(value);
            }
            _ => {}
        }
    }
    // `a + b`: the operators of a calc stand between blanks; `*` and `/` bind before `+` and `-`.
    let words = words(part)?;
    let last = |operators: [&str; 2]| words.iter().rposition(|word| operators.contains(word)).filter(|at| *at > 0);
    let at = last(["+", "-"]).or_else(|| last(["*", "/"]))?;
    let (one, other) = (of(&words[..at].join(" "))?, of(&words[at + 1..].join(" "))?);
    let value = match words[at] {
        "+" => one + other,
        "-" => one - other,
        "*" => one * other,
        _ => one / other,
    };
    value.is_finite().then_some(value)
}

fn hex(digits: &str) -> Option<Linear> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let channel = |at: usize, length: usize| {
        let digits = digits.get(at..at + length)?;
        let value = u8::from_str_radix(digits, 16).ok()?;
        Some(linear(f64::from(if length == 1 { value * 17 } else { value }) / 255.0))
    };
    match digits.len() {
        3 => Some([channel(0, 1)?, channel(1, 1)?, channel(2, 1)?]),
        6 => Some([channel(0, 2)?, channel(2, 2)?, channel(4, 2)?]),
        _ => None,
    }
}

/// From sRGB as it is written to the amount of light.
fn linear(channel: f64) -> f64 {
    if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

fn hsl(hue: f64, saturation: f64, lightness: f64) -> [f64; 3] {
    let spread = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|offset| {
        let k = (offset + hue / 30.0).rem_euclid(12.0);
        lightness - spread * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    })
}

/// Björn Ottosson, "A perceptual color space for image processing" (2020), as in CSS Color 4.
fn from_oklch([l, c, h]: [f64; 3]) -> Linear {
    let (a, b) = (c * h.to_radians().cos(), c * h.to_radians().sin());
    let long = (l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let medium = (l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (l - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    [
        4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
    ]
}

fn to_oklch([r, g, b]: Linear) -> [f64; 3] {
    let long = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let medium = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let short = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    let l = 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short;
    let a = 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short;
    let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short;
    [l, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Palette, from_oklch, to_oklch};

    fn contrast(one: &str, other: &str) -> Option<f64> {
        let palette = Palette::new([("one", one), ("other", other), ("accent", "#8f2d1f")].into_iter());
        palette.contrast("one", "other").map(|contrast| (contrast * 100.0).round() / 100.0)
    }

    #[test]
    fn every_way_to_write_a_colour_gives_the_same_contrast() {
        assert_eq!(contrast("#000", "white"), Some(21.0));
        // The grey that is just enough on white.
        for grey in ["#767676", "rgb(118, 118, 118)", "rgb(118 118 118 / 100%)", "hsl(0deg 0% 46.2745%)"] {
            assert_eq!(contrast(grey, "#fff"), Some(4.54), "{grey}");
        }
        assert_eq!(contrast("oklch(0.5659 0 0)", "#fff"), Some(4.54));
        assert_eq!(contrast("oklch(0.628 0.2577 29.23)", "#ff0000"), Some(1.0));
    }

    #[test]
    fn a_colour_made_from_another_is_computed() {
        assert_eq!(contrast("oklch(from var(--accent) l c h)", "#8f2d1f"), Some(1.0));
        assert_eq!(
            contrast("oklch(from var(--accent) .78 min(c, .13) h)", "oklch(from #8f2d1f 78% 0.13 h)"),
            Some(1.0)
        );
        assert_eq!(contrast("oklch(from #000 calc(l + .5 * 2) 0 0)", "#000"), Some(21.0));
        assert_eq!(contrast("oklch(from #000 clamp(.2, l, .4) c h)", "oklch(.2 0 0)"), Some(1.0));
    }

    #[test]
    fn what_cannot_be_known_is_not_guessed() {
        for unknown in [
            "canvastext",
            "rgb(0 0 0 / 50%)",
            "#0000",
            "var(--one)",
            "var(--nothing)",
            "color-mix(in oklab, red, blue)",
            "oklch(from var(--accent) foo c h)",
        ] {
            assert_eq!(contrast(unknown, "#fff"), None, "{unknown}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_colour(r in 0.0..1.0_f64, g in 0.0..1.0_f64, b in 0.0..1.0_f64) {
            let back = from_oklch(to_oklch([r, g, b]));
            for (one, other) in [r, g, b].into_iter().zip(back) {
                prop_assert!((one - other).abs() < 1e-4, "{one} {other}");
            }
        }

        #[test]
        fn no_value_breaks_the_reader(css in "[a-z#(),./%0-9 +*-]{0,40}", inside in "[lch0-9(),./ +*-]{0,30}") {
            contrast(&css, "#fff");
            contrast(&format!("oklch(from #123456 {inside})"), "#fff");
            contrast(&format!("rgb({inside})"), "#fff");
        }
    }
}
