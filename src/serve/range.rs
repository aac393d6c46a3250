//! The part of a file that a request asks for (RFC 9110, section 14).

/// What is sent of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The bytes from the first to before the second.
    Bytes(u64, u64),
    /// Nothing: the part lies behind the end.
    Nothing,
}

/// Reads a `Range` header for a file of a size. What is not one range of bytes is ignored, as the specification allows.
pub fn part(header: Option<&str>, size: u64) -> Part {
    let asked = header.and_then(|header| header.strip_prefix("bytes=")).filter(|ranges| !ranges.contains(','));
    let Some((first, last)) = asked.and_then(|range| range.trim().split_once('-')) else { return Part::Whole };
    let number = |text: &str| -> Option<u64> {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number that is too large lies behind every end.
        is_number.then(|| text.parse().unwrap_or(u64::MAX))
    };
    match (number(first), number(last)) {
        (None, Some(0)) => Part::Nothing,
        (None, Some(length)) if first.is_empty() && size > 0 => Part::Bytes(size.saturating_sub(length), size),
        (Some(first), None) if last.is_empty() && first < size => Part::Bytes(first, size),
        (Some(first), Some(last)) if first <= last && first < size => {
            Part::Bytes(first, last.saturating_add(1).min(size))
        }
        (Some(first), Some(last)) if first > last => Part::Whole,
        (Some(_), _) if last.is_empty() || number(last).is_some() => Part::Nothing,
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_of_bytes_is_cut_out() {
        assert_eq!(part(Some("bytes=0-99"), 10_000), Part::Bytes(0, 100));
        assert_eq!(part(Some("bytes=0-999999"), 10_000), Part::Bytes(0, 10_000));
        assert_eq!(part(Some("bytes=9000-"), 10_000), Part::Bytes(9_000, 10_000));
        assert_eq!(part(Some("bytes=-1"), 10_000), Part::Bytes(9_999, 10_000));
        assert_eq!(part(Some("bytes=-20000"), 10_000), Part::Bytes(0, 10_000));
        assert_eq!(part(Some("bytes=0-18446744073709551616"), 10_000), Part::Bytes(0, 10_000));
    }

    #[test]
    fn what_lies_behind_the_end_is_nothing() {
        for range in ["bytes=10000-", "bytes=10000-10001", "bytes=-0", "bytes=18446744073709551616-"] {
            assert_eq!(part(Some(range), 10_000), Part::Nothing, "{range}");
        }
        assert_eq!(part(Some("bytes=0-0"), 0), Part::Nothing);
    }

    #[test]
    fn anything_else_is_ignored() {
        for range in [
            "",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=50-10",
            "bytes=0-1,2-3",
            "chapters=1-2",
            "bytes=1-x",
            "bytes=-x",
        ] {
            assert_eq!(part(Some(range), 10_000), Part::Whole, "{range}");
        }
        assert_eq!(part(None, 10_000), Part::Whole);
    }
}
