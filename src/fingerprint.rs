//! Content hashes.

use std::fmt;

/// The 128-bit XXH3 hash of some content.
///
/// It tells equal content from different content; it is no defence against an attacker who makes collisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// Reads the 32 hexadecimal digits that [`fmt::Display`] writes.
    pub fn from_hex(hex: &str) -> Option<Fingerprint> {
        (hex.len() == 32).then(|| u128::from_str_radix(hex, 16).ok().map(Fingerprint)).flatten()
    }

    /// The first ten hexadecimal digits, for file names.
    pub fn short(self) -> String {
        format!("{self}")[..10].to_owned()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
