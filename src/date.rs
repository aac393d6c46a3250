//! Dates, instants and zones.

use crate::text::Spanned;

/// An IANA time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(jiff::tz::TimeZone);

/// An instant, in seconds and nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(jiff::Timestamp);

/// A calendar day or an RFC 3339 instant, as an article gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// `2024-06-06`: its midnight in the site's zone.
    Day(Day),
    /// `2024-06-06T09:30:00Z`, with its offset or without one (then in the site's zone).
    Instant(Instant),
    /// `2024-06-06T09:30:00`: local time in the site's zone.
    Local(jiff::civil::DateTime),
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The day, from 1.
    pub day: i8,
}

/// The date of a source: a year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: Option<i8>,
    /// The day, from 1.
    pub day: Option<i8>,
}

/// A calendar period, such as `12 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Months; a year is twelve.
    pub months: i32,
    /// Days; a week is seven.
    pub days: i32,
}

/// The date that an article shows and its place.
pub type WrittenDate = Spanned<Date>;

impl Date {
    /// The instant that it means in a zone.
    pub fn instant(self, zone: &Zone) -> Instant {
        let _ = zone;
        unimplemented!()
    }
}

impl Date {
    /// Day.
    pub fn day(self, zone: &Zone) -> Day {
        let _ = zone;
        unimplemented!()
    }
    /// Iso.
    pub fn iso(self, zone: &Zone) -> String {
        let _ = zone;
        unimplemented!()
    }
}
impl std::fmt::Display for Day {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        unimplemented!()
    }
}
impl std::fmt::Display for PartialDate {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        unimplemented!()
    }
}
