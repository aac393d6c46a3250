//! Dates for readers, and other habits of a language.

use std::fmt::Write;

use super::Composer;
use super::view::DateView;
use crate::config::theme::Words;
use crate::date::{Date, PartialDate};

/// How dates are written in the site's language.
pub struct Calendar<'a> {
    months: Vec<&'a str>,
    /// The pattern of a day.
    day: &'a str,
    /// The pattern of a month.
    month: &'a str,
}

impl<'a> Calendar<'a> {
    /// Reads the words.
    pub fn new(words: &'a Words) -> Calendar<'a> {
        Calendar {
            months: words.get("months").split_whitespace().collect(),
            day: words.get("date_format"),
            month: words.get("month_format"),
        }
    }

    /// The date of a source: `2020`, `March 2020` or `3 March 2020`.
    pub fn partial(&self, date: PartialDate) -> String {
        self.text(date.year, date.month, date.day)
    }

    fn text(&self, year: i16, month: Option<i8>, day: Option<i8>) -> String {
        let Some(month) = month else { return year.to_string() };
        let index = usize::try_from(month - 1).unwrap_or_default();
        let name = self.months.get(index).copied().unwrap_or_default();
        let mut rest = if day.is_some() { self.day } else { self.month };
        let mut text = String::with_capacity(32);
        while let Some(at) = rest.find('{') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            // Writing to a string does not fail.
            let (written, length) = match () {
                () if rest.starts_with("{day}") => (day.map_or(Ok(()), |day| write!(text, "{day}")), 5),
                () if rest.starts_with("{month}") => (text.write_str(name), 7),
                () if rest.starts_with("{year}") => (write!(text, "{year}"), 6),
                () => (text.write_char('{'), 1),
            };
            written.unwrap_or_default();
            rest = &rest[length..];
        }
        text.push_str(rest);
        text
    }
}

/// A date in the site's language.
pub fn view(composer: &Composer<'_>, date: Date) -> DateView {
    let zone = &composer.config.timezone;
    let day = date.day(zone);
    DateView { iso: date.iso(zone), text: composer.calendar.text(day.year, Some(day.month), Some(day.day)) }
}

/// The direction of a language's usual script.
pub fn direction(language: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 10] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur"];
    let mut parts = language.split('-');
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    let script = parts.find(|part| part.len() == 4).map(str::to_ascii_lowercase);
    let right_to_left = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "syrc" | "thaa" | "nkoo"),
        None => RIGHT_TO_LEFT.contains(&primary.as_str()) || primary == "yi",
    };
    if right_to_left { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Calendar, direction};
    use crate::config::theme::Words;

    #[test]
    fn a_date_is_written_as_its_parts_allow() {
        let words =
            [("months", "Jan Feb Mar"), ("date_format", "{day} {month} {year}"), ("month_format", "{month} {year}")];
        let words =
            Words(words.map(|(key, word)| (key.to_owned(), word.to_owned())).into_iter().collect::<BTreeMap<_, _>>());
        let calendar = Calendar::new(&words);
        let text = |date: &str| calendar.partial(date.parse().expect("a date"));
        assert_eq!(
            (text("2020"), text("2020-03"), text("2020-03-07")),
            ("2020".into(), "Mar 2020".into(), "7 Mar 2020".into())
        );
    }

    #[test]
    fn the_script_decides_the_direction_where_it_is_named() {
        let right = ["ar", "he-IL", "fa", "az-Arab", "yi"];
        let left = ["en", "de-AT", "zh-Hant", "ar-Latn", ""];
        assert!(right.iter().all(|language| direction(language) == "rtl"));
        assert!(left.iter().all(|language| direction(language) == "ltr"));
    }
}
