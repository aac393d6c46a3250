//! `[images]`: the copies of pictures.

use super::read::table;
use crate::decode::{Field, Fields, Value};
use crate::diagnostics::Code;

/// `[images]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Images {
    /// Whether copies are made at all.
    pub responsive: bool,
    /// The widths of copies in pixels, the narrowest first, each once.
    pub widths: Vec<u32>,
    /// Formats besides a picture's own, the one that browsers should rather take first.
    pub formats: Vec<CopyFormat>,
    /// How much of a picture is kept, from 1 to 100.
    pub quality: u8,
}

/// A format that copies are written in whatever the picture's own is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyFormat {
    /// AVIF.
    Avif,
    /// WebP.
    Webp,
}

impl Default for Images {
    fn default() -> Images {
        Images { responsive: true, widths: vec![480, 960, 1600], formats: vec![CopyFormat::Webp], quality: 80 }
    }
}

/// Reads the table.
pub(super) fn images(fields: &mut Fields<'_>) -> Images {
    let mut images = Images::default();
    table(fields, "images", |fields| {
        if let Some(responsive) = fields.take("responsive", &[]).and_then(Field::boolean) {
            images.responsive = responsive;
        }
        if let Some(widths) = fields.take("widths", &[]).and_then(Field::list) {
            let widths = widths.into_iter().filter_map(|field| field.integer_within(16..=8192));
            images.widths = widths.filter_map(|width| u32::try_from(width.value).ok()).collect();
            images.widths.sort_unstable();
            images.widths.dedup();
        }
        if let Some(formats) = fields.take("formats", &[]).and_then(Field::list) {
            images.formats = formats.into_iter().filter_map(format).collect();
            images.formats.sort_unstable();
            images.formats.dedup();
        }
        let quality = fields.take("quality", &[]).and_then(|field| field.integer_within(1..=100));
        if let Some(quality) = quality.and_then(|quality| u8::try_from(quality.value).ok()) {
            images.quality = quality;
        }
    });
    images
}

/// The formats that this program can write, by name.
const FORMATS: &[(&str, CopyFormat)] =
    if cfg!(feature = "avif") { &[("avif", CopyFormat::Avif), WEBP] } else { &[WEBP] };

const WEBP: (&str, CopyFormat) = ("webp", CopyFormat::Webp);

fn format(field: Field<'_>) -> Option<CopyFormat> {
    let (mistakes, span) = (field.mistakes(), field.node.span);
    let is_avif = matches!(&field.node.value, Value::Text(text) if text.value == "avif");
    if is_avif && !cfg!(feature = "avif") {
        let fault = mistakes.at(Code::NotSupported, span, "this byline writes no AVIF");
        let fault = fault.help("write `formats = [\"webp\"]`");
        mistakes.add(fault.help("or build byline with it: `cargo build --release --features avif`"));
        return None;
    }
    Some(field.choice(FORMATS)?.value)
}
