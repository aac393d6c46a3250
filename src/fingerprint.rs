//! Content hashes.

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher as _};
use std::io::{self, Read};

use serde::{Deserialize, Serialize};

/// How much of a file is read at once.
const BUFFER: usize = 256 * 1024;

/// The 128-bit XXH3 hash of some content.
///
/// It tells equal content from different content; it is no defence against an attacker who makes collisions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// Hashes all that a reader gives, and counts it; `size` is how many bytes to expect.
    ///
    /// # Errors
    /// If reading fails.
    pub fn of_reader(mut from: impl Read, size: u64) -> io::Result<(Fingerprint, u64)> {
        let mut hasher = Hasher::default();
        let mut buffer = vec![0; usize::try_from(size).unwrap_or(BUFFER).saturating_add(1).clamp(4096, BUFFER)];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => return Ok(hasher.finish()),
                Ok(read) => hasher.update(&buffer[..read]),
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(cause),
            }
        }
    }

    /// Reads the 32 hexadecimal digits that [`fmt::Display`] writes.
    pub fn from_hex(hex: &str) -> Option<Fingerprint> {
        // `from_str_radix` would take a sign.
        if hex.len() != 32 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        // In halves, because 64 bits are multiplied far faster than 128.
        let half = |digits| u64::from_str_radix(digits, 16).ok().map(u128::from);
        let (high, low) = hex.split_at(16);
        Some(Fingerprint(half(high)? << 64 | half(low)?))
    }

    /// Its bytes.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_le_bytes()
    }

    /// Half of its bits, where 64 are enough.
    pub fn half(self) -> u64 {
        self.0 as u64
    }

    /// The first ten hexadecimal digits, for file names.
    pub fn short(self) -> String {
        format!("{self}")[..10].to_owned()
    }
}

/// The 64-bit XXH3 hash of bytes, where no two contents that meet are many enough to need 128.
pub fn short(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}

/// The 64-bit XXH3 hash of a value, as its [`Hash`] feeds it; the same only on machines of one kind.
pub fn print(value: &(impl Hash + ?Sized)) -> u64 {
    let mut gathered = Gathered(GATHERED.take());
    value.hash(&mut gathered);
    let print = gathered.finish();
    gathered.0.clear();
    gathered.0.shrink_to(BUFFER);
    GATHERED.set(gathered.0);
    print
}

thread_local! {
    /// The room for the bytes of one value after the other.
    static GATHERED: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Hashes all bytes of a value at once: most values are smaller than the state that hashes pieces.
struct Gathered(Vec<u8>);

impl std::hash::Hasher for Gathered {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        short(&self.0)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Hashes content that comes in pieces.
#[derive(Clone, Default)]
pub struct Hasher {
    state: xxhash_rust::xxh3::Xxh3Default,
    size: u64,
}

impl Hasher {
    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// The hash of all pieces, and how many bytes they were.
    pub fn finish(&self) -> (Fingerprint, u64) {
        (Fingerprint(self.state.digest128()), self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_as_it_was_written() {
        for bytes in [&b""[..], b"x", b"some bytes"] {
            let hash = Fingerprint::of(bytes);
            assert_eq!(Fingerprint::from_hex(&hash.to_string()), Some(hash));
        }
    }

    #[test]
    fn what_is_not_32_hexadecimal_digits_is_no_hash() {
        let sign = format!("+{}", "0".repeat(31));
        let letters = "g".repeat(32);
        let accents = "é".repeat(16);
        for text in ["", "0", &sign, &letters, &accents] {
            assert_eq!(Fingerprint::from_hex(text), None, "{text}");
        }
    }

    #[test]
    fn the_hash_of_a_value_is_that_of_all_that_it_feeds_and_of_nothing_before_it() {
        struct Nested;
        impl Hash for Nested {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                state.write_u64(print("within another"));
            }
        }
        let mut bytes = b"x\xff".to_vec();
        assert_eq!(print("x"), short(&bytes));
        bytes.extend(print("within another").to_ne_bytes());
        assert_eq!(print(&("x", Nested)), short(&bytes));
    }

    #[test]
    fn content_in_pieces_has_the_hash_of_the_whole() {
        for size in [0, 1, 16, 17, 240, 241, 1024, BUFFER - 1, BUFFER, BUFFER * 2 + 3] {
            let bytes: Vec<u8> = (0..size).map(|n| (n % 251) as u8).collect();
            let expected = (Fingerprint::of(&bytes), size as u64);
            assert_eq!(Fingerprint::of_reader(&bytes[..], size as u64).unwrap(), expected);
            assert_eq!(Fingerprint::of_reader(&bytes[..], 0).unwrap(), expected, "a size that is not true");
        }
    }
}
