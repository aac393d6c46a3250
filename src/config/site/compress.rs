//! `[compress]`: copies of files that hosts send in their place.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::read::table;
use crate::decode::{Field, Fields};

/// `[compress]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compress {
    /// The formats of the copies, sorted, each once; there are none by default.
    pub formats: Vec<Compression>,
}

/// No page shows them, so no page is made anew because they change.
impl Hash for Compress {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A format that a file is compressed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Compression {
    /// gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
    /// Zstandard (RFC 8878).
    Zstd,
}

impl Compression {
    /// All of them, in the order of the settings.
    pub const ALL: [Compression; 3] = [Compression::Gzip, Compression::Brotli, Compression::Zstd];

    /// What the setting calls it, and how the names of its files end after a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Compression::Gzip => "gz",
            Compression::Brotli => "br",
            Compression::Zstd => "zst",
        }
    }
}

/// Reads the table.
pub(super) fn compress(fields: &mut Fields<'_>) -> Compress {
    let mut compress = Compress::default();
    table(fields, "compress", |fields| {
        let choices = Compression::ALL.map(|format| (format.extension(), format));
        let formats = fields.take("formats", &[]).and_then(Field::list).unwrap_or_default();
        compress.formats = formats.into_iter().filter_map(|field| Some(field.choice(&choices)?.value)).collect();
        compress.formats.sort_unstable();
        compress.formats.dedup();
    });
    compress
}
