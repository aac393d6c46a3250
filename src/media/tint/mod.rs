//! The colour that a picture's place has until it is there.
//!
//! In: the bytes of a picture. Out: the [`Tint`] nearest to its mean colour, in words that a stylesheet has rules for:
//! pages have no styles of their own, which a strict policy for their content forbids. And, as the pixels are read once
//! only, whether the picture is drawn.
//!
//! 1. [`mod@coarse`] makes the picture an eighth as wide; of a JPEG by [`dc`], which reads the mean colour of each
//!    block and passes over what else is stored of it.
//! 2. [`oklab`] gives the mean of the pixels, as bright as they are together, in a space in which distances are what eyes
//!    see.
//!
//! Invariant: the same bytes give the same tint on every machine. All arithmetic is with integers, or with the additions,
//! multiplications and divisions of IEEE 754 in one fixed order.

mod coarse;
mod dc;
mod oklab;

use serde::{Deserialize, Serialize};

use super::bounds::Bounds;
use super::format::Format;
use coarse::{Coarse, coarse};

/// How light a tint is in OKLCH, by name.
pub const LIGHTS: [(&str, f64); 5] =
    [("darkest", 0.22), ("dark", 0.4), ("mid", 0.58), ("light", 0.76), ("lightest", 0.92)];

/// The name of a tint without a hue.
pub const GREY: &str = "grey";

/// The hues by name, 30 degrees of OKLCH apart, from 0 on.
pub const HUES: [&str; 12] =
    ["rose", "red", "orange", "yellow", "lime", "green", "teal", "cyan", "azure", "blue", "violet", "magenta"];

/// The degrees between two hues.
pub const STEP: u32 = 30;

/// The name of a tint that is less than full, and the chroma of OKLCH.
pub const DULL: (&str, f64) = ("dull", 0.035);

/// The chroma of a full tint.
pub const FULL: f64 = 0.09;

/// The cosines of the hues; the sine of each is the cosine of three before it.
const COSINES: [f64; 12] = [1.0, ROOT, 0.5, 0.0, -0.5, -ROOT, -1.0, -ROOT, -0.5, 0.0, 0.5, ROOT];

/// The square root of three quarters.
const ROOT: f64 = 0.866_025_403_784_438_6;

/// One of the colours that pictures are told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tint {
    /// Of [`LIGHTS`].
    light: u8,
    /// Of [`HUES`], and whether it is dull; `None` is grey.
    hue: Option<(u8, bool)>,
}

impl Tint {
    /// Its names, each of which is a rule of the stylesheet: `azure dull light`.
    pub fn names(self) -> String {
        let light = LIGHTS.get(usize::from(self.light)).map_or("", |(name, _)| name);
        match self.hue {
            None => format!("{GREY} {light}"),
            Some((hue, is_dull)) => {
                let hue = HUES.get(usize::from(hue)).unwrap_or(&GREY);
                if is_dull { format!("{hue} {} {light}", DULL.0) } else { format!("{hue} {light}") }
            }
        }
    }

    /// The one nearest to a colour of OKLab.
    fn nearest([lightness, a, b]: [f64; 3]) -> Tint {
        let light = (0_u8..)
            .zip(LIGHTS)
            .min_by(|(_, (_, one)), (_, (_, other))| (one - lightness).abs().total_cmp(&(other - lightness).abs()));
        let hues = || (0_u8..).zip(COSINES);
        let of = |chroma: f64, is_dull: bool| {
            hues().map(move |(hue, cosine)| {
                let sine = COSINES[(usize::from(hue) + 9) % 12];
                (Some((hue, is_dull)), distance((a, b), (chroma * cosine, chroma * sine)))
            })
        };
        let all = [(None, distance((a, b), (0.0, 0.0)))].into_iter().chain(of(DULL.1, true)).chain(of(FULL, false));
        let hue = all.min_by(|(_, one), (_, other)| one.total_cmp(other));
        Tint { light: light.map_or(0, |(light, _)| light), hue: hue.and_then(|(hue, _)| hue) }
    }
}

/// The square of the distance between two points.
fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    (one.0 - other.0) * (one.0 - other.0) + (one.1 - other.1) * (one.1 - other.1)
}

/// The tint of a picture whose size is as given, and whether it is drawn rather than taken.
///
/// There is no tint if something shines through it, or if its pixels cannot be read.
pub fn tint(format: Format, bytes: &[u8], size: (u32, u32), bounds: &Bounds) -> (Option<Tint>, bool) {
    let Coarse { pixels, is_drawn } = coarse(format, bytes, size, bounds);
    (pixels.map(|pixels| Tint::nearest(oklab::mean(&pixels))), is_drawn)
}

#[cfg(test)]
mod tests;
