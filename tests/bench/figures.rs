//! What many rounds come to, and how figures are printed.

/// The middle of some figures, the least and the most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
}

impl Spread {
    /// The spread of some figures; of none there is none.
    pub fn of(figures: &[f64]) -> Option<Spread> {
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 };
        Some(Spread { median, low, high })
    }

    /// The spread of the quotients of two rows of figures, round by round, so that a slow minute of the machine counts
    /// on both sides.
    pub fn of_ratios(above: &[f64], below: &[f64]) -> Option<Spread> {
        let ratios: Vec<f64> = above.iter().zip(below).map(|(above, below)| above / below).collect();
        Spread::of(&ratios)
    }

    /// The median with the least and the most behind it, if they differ from it in print.
    pub fn shown(self, figure: fn(f64) -> String) -> String {
        let [median, mut low, mut high] = [self.median, self.low, self.high].map(figure);
        if low == median && high == median {
            return median;
        }
        let unit = |text: &str| text.rfind(' ').unwrap_or(text.len());
        if [&low, &high].iter().all(|text| text[unit(text)..] == median[unit(&median)..]) {
            low.truncate(unit(&low));
            high.truncate(unit(&high));
        }
        format!("{median} ({low}–{high})")
    }
}

/// What so large a share of some figures does not exceed; of none there is nothing.
pub fn within(figures: &[f64], share: f64) -> Option<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let count = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(count.saturating_sub(1)).copied()
}

/// Seconds, with three digits.
pub fn seconds(seconds: f64) -> String {
    match seconds {
        ..0.01 => format!("{:.1} ms", seconds * 1_000.0),
        0.01..0.9995 => format!("{:.0} ms", seconds * 1_000.0),
        0.9995..9.995 => format!("{seconds:.2} s"),
        9.995..99.95 => format!("{seconds:.1} s"),
        _ => format!("{seconds:.0} s"),
    }
}

/// Bytes, as thousands, millions or billions.
pub fn bytes(bytes: f64) -> String {
    match bytes {
        ..999.5e3 => format!("{:.0} KB", bytes / 1e3),
        999.5e3..999.5e6 => format!("{:.0} MB", bytes / 1e6),
        999.5e6..9.995e9 => format!("{:.2} GB", bytes / 1e9),
        _ => format!("{:.1} GB", bytes / 1e9),
    }
}

/// A ratio below 1 as the fraction of 1 that it is.
pub fn ratio(ratio: f64) -> String {
    if ratio > 0.0 && ratio < 0.9 { format!("1/{}", digits(1.0 / ratio)) } else { digits(ratio) }
}

fn digits(number: f64) -> String {
    if number < 9.95 { format!("{number:.1}") } else { format!("{number:.0}") }
}

/// A whole number with its thousands apart.
pub fn whole(number: f64) -> String {
    let plain = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in plain.chars().enumerate() {
        if place > 0 && (plain.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_in_the_middle() {
        assert_eq!(Spread::of(&[]), None);
        assert_eq!(Spread::of(&[3.0]), Some(Spread { median: 3.0, low: 3.0, high: 3.0 }));
        assert_eq!(Spread::of(&[9.0, 1.0, 2.0]), Some(Spread { median: 2.0, low: 1.0, high: 9.0 }));
        assert_eq!(Spread::of(&[4.0, 1.0, 2.0, 9.0]), Some(Spread { median: 3.0, low: 1.0, high: 9.0 }));
    }

    #[test]
    fn a_share_of_the_figures_is_within_the_one_that_it_does_not_exceed() {
        let figures: Vec<f64> = (1..=40).rev().map(f64::from).collect();
        assert_eq!([0.5, 0.95, 1.0].map(|share| within(&figures, share)), [Some(20.0), Some(38.0), Some(40.0)]);
        assert_eq!([within(&[3.0], 0.5), within(&[3.0], 0.95), within(&[], 0.5)], [Some(3.0), Some(3.0), None]);
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        // The machine was twice as slow in the second round: the ratio of the medians would be 3/30.
        let spread = Spread::of_ratios(&[1.0, 4.0, 3.0], &[20.0, 40.0, 30.0]);
        assert_eq!(spread, Some(Spread { median: 0.1, low: 0.05, high: 0.1 }));
        assert_eq!(Spread::of_ratios(&[1.0], &[]), None);
    }

    #[test]
    fn figures_have_as_many_digits_as_they_are_worth() {
        assert_eq!(
            [0.0042, 0.12, 0.9996, 3.314, 35.04, 144.4].map(seconds),
            ["4.2 ms", "120 ms", "1.00 s", "3.31 s", "35.0 s", "144 s"]
        );
        assert_eq!([4_300.0, 351e6, 2.7e9].map(bytes), ["4 KB", "351 MB", "2.70 GB"]);
        assert_eq!([0.05, 0.0833, 0.5, 1.0, 1.61, 12.3].map(ratio), ["1/20", "1/12", "1/2.0", "1.0", "1.6", "12"]);
        assert_eq!(
            [7.0, 999.0, 1_000.0, 10_548.0, 1_234_567.0].map(whole),
            ["7", "999", "1,000", "10,548", "1,234,567"]
        );
    }

    #[test]
    fn a_spread_shows_its_ends_only_where_they_differ() {
        assert_eq!(Spread { median: 2.0, low: 1.5, high: 2.25 }.shown(seconds), "2.00 s (1.50–2.25)");
        assert_eq!(Spread { median: 1.0, low: 0.5, high: 2.25 }.shown(seconds), "1.00 s (500 ms–2.25 s)");
        assert_eq!(Spread { median: 0.05, low: 0.04, high: 0.1 }.shown(ratio), "1/20 (1/25–1/10)");
        assert_eq!(Spread { median: 2.0, low: 2.0, high: 2.001 }.shown(seconds), "2.00 s");
    }
}
