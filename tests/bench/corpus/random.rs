//! Numbers that depend on a seed alone, the same on every machine.

/// A stream of numbers: SplitMix64.
pub struct Random(u64);

impl Random {
    /// The stream of a seed and a number, such as an article's: streams of neighbours are unlike each other.
    pub fn new(seed: u64, number: u64) -> Random {
        Random(mix(seed ^ mix(number.wrapping_add(0x9e37_79b9_7f4a_7c15))))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// `true` so many times in a thousand.
    pub fn chance(&mut self, per_thousand: usize) -> bool {
        self.below(1_000) < per_thousand
    }

    /// One of some things, of which there is at least one.
    pub fn of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())]
    }

    /// So many different numbers below `end`.
    pub fn different(&mut self, count: usize, end: usize) -> Vec<usize> {
        let mut numbers = Vec::with_capacity(count);
        while numbers.len() < count.min(end) {
            let number = self.below(end);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }

    /// An index into `Weights`, the first the likeliest.
    pub fn weighted(&mut self, weights: &Weights) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let total = weights.0.last().copied().unwrap_or_default();
        weights.0.partition_point(|sum| *sum <= share * total).min(weights.0.len() - 1)
    }
}

/// How likely each of some things is: as 1 to its place in the list, which is how words and tags are spread in real text.
pub struct Weights(Vec<f64>);

impl Weights {
    /// So many weights. The larger `flatness`, the less the first stand out.
    pub fn new(count: usize, flatness: usize) -> Weights {
        let sums = (0..count).scan(0.0, |sum, place| {
            *sum += 1.0 / (place + flatness) as f64;
            Some(*sum)
        });
        Weights(sums.collect())
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
