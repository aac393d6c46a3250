//! The numbers of a sentence.

use std::ops::Range;

/// A number written in digits.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Where.
    pub range: Range<usize>,
    /// Its value.
    pub value: f64,
    /// Whether its thousands are divided.
    grouped: bool,
}

impl Number {
    /// Whether it may be a year.
    pub fn is_year(&self) -> bool {
        !self.grouped && (1000.0..2200.0).contains(&self.value) && self.value.fract() == 0.0
    }
}

/// The numbers of a text. A sign with three digits behind it divides thousands, any other begins a fraction; what stands
/// in a word, such as `B12`, is none.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut numbers = Vec::new();
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let start = at + found;
        let mut end = start + digits(start);
        let mut value = text.get(start..end).unwrap_or_default().to_owned();
        let mut grouped = false;
        while let Some(sign) = text.get(end..).and_then(|rest| rest.chars().next()).filter(|c| divides(*c)) {
            let next = end + sign.len_utf8();
            match digits(next) {
                3 if value.len() <= 3 || grouped => grouped = true,
                1.. if matches!(sign, '.' | ',') && !value.contains('.') => value.push('.'),
                _ => break,
            }
            let upto = next + digits(next);
            value.push_str(text.get(next..upto).unwrap_or_default());
            end = upto;
        }
        let in_word =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | ':' | '-' | '/'));
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        if !in_word(before)
            && let Ok(value) = value.parse()
        {
            numbers.push(Number { range: start..end, value, grouped });
        }
        at = end;
    }
    numbers
}

fn divides(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}' | '\u{2009}' | ' ')
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn a_number_has_one_value_however_it_is_divided() {
        let of = |text: &str| numbers(text).into_iter().map(|number| number.value).collect::<Vec<f64>>();
        for text in ["12,000", "12.000", "12 000", "12\u{202f}000", "12'000", "12000", "in 12,000."] {
            assert_eq!(of(text), [12000.0], "{text}");
        }
        assert_eq!(of("3.5 and 2,75, 1.4 million"), [3.5, 2.75, 1.4]);
        assert_eq!(of("1,234,567.5"), [1_234_567.5]);
        assert_eq!(of("In 2019 3 of B12, 10:04 and 4"), [2019.0, 3.0, 10.0, 4.0]);
        assert!(numbers("2019")[0].is_year() && !numbers("2,019")[0].is_year() && !numbers("350")[0].is_year());
    }
}
