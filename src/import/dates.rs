//! Dates as sites write them → dates as byline reads them, with the offset that was written.

use crate::date::Date;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The date as byline reads it; `None` if nothing tells what day was meant.
///
/// Taken are RFC 3339 and what is near it (`2020/1/2 9:30 +0200`), RFC 2822, and a month by its English name. An offset
/// is kept; a time without one stays without one and is local time in the site's zone.
pub fn date(written: &str) -> Option<String> {
    let text = written.trim();
    if !text.contains(' ') && text.parse::<Date>().is_ok() {
        return Some(text.to_owned());
    }
    let mended = numeric(text).or_else(|| in_words(text))?;
    mended.parse::<Date>().is_ok().then_some(mended)
}

/// `2020/1/2`, `2020-1-2 9:30`, `2020-01-02 09:30:00 +0200`, `20200102`.
fn numeric(text: &str) -> Option<String> {
    let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if compact {
        return Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let (day, rest) = text.split_at(text.find([' ', 'T', 't']).unwrap_or(text.len()));
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Some(format!("{year}-{}-{}{}", two(month)?, two(day)?, time(rest.trim_start_matches([' ', 'T', 't']))?))
}

/// The end of a date: `T09:30:00+02:00`, or nothing.
fn time(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let mut parts = clock.split(':');
    let hour = two(parts.next()?)?;
    let minute = two(parts.next()?)?;
    let second = parts.next().map_or(Some("00".to_owned()), |second| {
        let (whole, _) = second.split_once('.').unwrap_or((second, ""));
        two(whole)
    })?;
    Some(format!("T{hour}:{minute}:{second}{}", offset(rest.trim())?))
}

fn offset(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match text.chars().next() {
        None => Some(String::new()),
        Some('Z' | 'z') => Some("Z".to_owned()),
        Some(sign @ ('+' | '-')) if digits.len() == 4 => Some(format!("{sign}{}:{}", &digits[..2], &digits[2..])),
        Some(sign @ ('+' | '-')) if digits.len() == 2 => Some(format!("{sign}{digits}:00")),
        _ if matches!(text, "UTC" | "GMT" | "UT") => Some("Z".to_owned()),
        _ => None,
    }
}

/// `Thu, 02 Jan 2020 09:30:00 +0000`, `Jan 2, 2020`, `2 January 2020`.
fn in_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let month_at = words.iter().position(|word| {
        word.len() >= 3 && word.is_char_boundary(3) && MONTHS.contains(&word[..3].to_ascii_lowercase().as_str())
    })?;
    let month = MONTHS.iter().position(|month| words[month_at][..3].eq_ignore_ascii_case(month))? + 1;
    let is_day = |word: &&&str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len() <= 2;
    let day_before = month_at.checked_sub(1).and_then(|at| words.get(at)).filter(is_day);
    let day_before = day_before.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let (day, year_at) = match day_before {
        Some(day) => (*day, month_at + 1),
        None => (*words.get(month_at + 1)?, month_at + 2),
    };
    let year = words.get(year_at).filter(|year| year.len() == 4)?;
    let day = two(day.trim_end_matches(|c: char| c.is_ascii_alphabetic()))?;
    let rest = words.get(year_at + 1..).unwrap_or_default().join(" ");
    Some(format!("{year}-{month:02}-{day}{}", time(&rest)?))
}

fn two(digits: &str) -> Option<String> {
    let fits = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| format!("{digits:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_of_many_forms_are_read_and_keep_their_offset() {
        for (written, read) in [
            ("2020-01-02", "2020-01-02"),
            ("2020-01-02T09:30:00+02:00", "2020-01-02T09:30:00+02:00"),
            ("2020-1-2 9:30", "2020-01-02T09:30:00"),
            ("2020/01/02 09:30:00 +0200", "2020-01-02T09:30:00+02:00"),
            ("2020-01-02 09:30:00 UTC", "2020-01-02T09:30:00Z"),
            ("20200102", "2020-01-02"),
            ("Thu, 02 Jan 2020 09:30:00 +0000", "2020-01-02T09:30:00+00:00"),
            ("January 2nd, 2020", "2020-01-02"),
            ("2 Jan 2020", "2020-01-02"),
        ] {
            assert_eq!(date(written).as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for written in
            ["", "soon", "0000-00-00 00:00:00", "2020-13-01", "02/01/2020", "2020-01-02 25:00", "é2020-01-01"]
        {
            assert_eq!(date(written), None, "{written}");
        }
    }
}
