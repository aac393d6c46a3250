//! What only few texts hold, found in one go over the whole text, so that its many pieces need not be searched.

use std::ops::Range;

/// The rare signs of a text.
pub(super) struct Signs {
    /// Where a bare address may have its sign: `@`, `:/` or `w.`.
    addresses: Vec<usize>,
    /// Whether it has a `^`: without one there is no footnote.
    pub caret: bool,
    /// Whether it has a `<`: without one there is no HTML.
    pub angle: bool,
}

impl Signs {
    /// Looks for them.
    pub fn of(text: &str) -> Signs {
        let mut signs = Signs { addresses: Vec::new(), caret: false, angle: false };
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let pair = (bytes[at..].first_chunk::<32>(), bytes[at + 1..].first_chunk::<32>());
            let rare = match pair {
                (Some(chunk), Some(after)) => {
                    chunk.iter().zip(after).fold(0, |any, (byte, after)| any | u8::from(is_rare(*byte, *after))) != 0
                }
                _ => true,
            };
            let end = bytes.len().min(at + 32);
            if rare {
                signs.note(bytes, at..end);
            }
            at = end;
        }
        signs
    }

    fn note(&mut self, bytes: &[u8], range: Range<usize>) {
        for at in range {
            let (byte, after) = (bytes[at], bytes.get(at + 1).copied().unwrap_or_default());
            match byte {
                b'^' => self.caret = true,
                b'<' => self.angle = true,
                _ if is_rare(byte, after) => self.addresses.push(at),
                _ => {}
            }
        }
    }

    /// Whether a range may hold a bare address.
    pub fn address_in(&self, range: &Range<usize>) -> bool {
        let first = self.addresses.partition_point(|at| *at < range.start);
        self.addresses.get(first).is_some_and(|at| *at < range.end)
    }
}

fn is_rare(byte: u8, after: u8) -> bool {
    let address = (byte == b'@') | ((byte == b':') & (after == b'/')) | ((byte == b'w') & (after == b'.'));
    address | (byte == b'^') | (byte == b'<')
}
