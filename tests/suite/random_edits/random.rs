//! Numbers and choices that depend on a seed alone.

/// A stream of numbers: SplitMix64.
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// `true` once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of some things, of which there is at least one.
    pub fn of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())]
    }

    /// One of some names.
    ///
    /// With one number the same name is taken whichever other names come and go: an edit means the same file when
    /// another edit is left out, which is what makes failures shrink.
    pub fn pick<'a>(&mut self, names: impl IntoIterator<Item = &'a String>) -> Option<String> {
        let number = self.next();
        let rank = |name: &str| name.bytes().fold(number, |rank, byte| mix(rank ^ u64::from(byte)));
        names.into_iter().min_by_key(|name| rank(name)).cloned()
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
