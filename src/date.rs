//! Dates, instants and zones; the only door to the calendar and to the time zone database, which is the one built in,
//! never the machine's.

mod as_numbers;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::text::Spanned;

/// An IANA time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// An instant, in seconds and nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(#[serde(with = "as_numbers::timestamp")] Timestamp);

/// A calendar day or an RFC 3339 instant, as an article gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Date {
    /// `2024-06-06`: its midnight in the site's zone.
    Day(Day),
    /// `2024-06-06T09:30:00Z`, with its offset.
    Instant(Instant),
    /// `2024-06-06T09:30:00`: local time in the site's zone.
    Local(#[serde(with = "as_numbers::local")] DateTime),
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The day, from 1.
    pub day: i8,
}

/// The date of a source: a year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: Option<i8>,
    /// The day, from 1.
    pub day: Option<i8>,
}

/// A calendar period, such as `12 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// Months; a year is twelve.
    pub months: i32,
    /// Days; a week is seven.
    pub days: i32,
}

/// The date that an article shows and its place.
pub type WrittenDate = Spanned<Date>;

impl Zone {
    /// UTC.
    pub fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// The zone of an IANA name such as `Europe/London`; `None` if there is none of that name.
    pub fn parse(name: &str) -> Option<Zone> {
        TimeZoneDatabase::bundled().get(name).ok().map(Zone)
    }

    /// The IANA names of all zones, sorted.
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> =
            TimeZoneDatabase::bundled().available().map(|name| name.as_str().to_owned()).collect();
        names.sort();
        names
    }

    /// The name, such as `Europe/London`.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant at which the next day begins there; `None` at the end of time.
    pub fn next_day(&self, now: Instant) -> Option<Instant> {
        let tomorrow = self.0.to_datetime(now.0).date().tomorrow().ok()?;
        Some(Date::Day(Day::from_civil(tomorrow)).instant(self))
    }
}

/// Hashes the name.
impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Default for Zone {
    fn default() -> Zone {
        Zone::utc()
    }
}

impl Instant {
    /// The machine's clock; only the command line asks it.
    pub fn now() -> Instant {
        Instant(Timestamp::now())
    }

    /// The instant so many seconds after the beginning of 1970 in UTC, as in SOURCE_DATE_EPOCH; `None` out of range.
    pub fn from_seconds(seconds: i64) -> Option<Instant> {
        Timestamp::from_second(seconds).ok().map(Instant)
    }

    /// The seconds since the beginning of 1970 in UTC, rounded towards it.
    pub fn seconds(self) -> i64 {
        self.0.as_second()
    }

    /// The calendar day of the instant in a zone.
    pub fn day(self, zone: &Zone) -> Day {
        Day::from_civil(zone.0.to_datetime(self.0).date())
    }

    /// RFC 3339 with the zone's offset, such as `2024-06-06T09:30:00+01:00`; `Z` in UTC.
    pub fn iso(self, zone: &Zone) -> String {
        let offset = zone.0.to_offset(self.0);
        let local = offset.to_datetime(self.0);
        let day = Day::from_civil(local.date());
        let local = format_args!("{day}T{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second());
        let seconds = offset.seconds();
        // RFC 3339 knows no seconds in an offset; only local times before the railways have them.
        let minutes = seconds.abs() / 60;
        if zone.0 == TimeZone::UTC {
            return format!("{local}Z");
        }
        let sign = if seconds < 0 { '-' } else { '+' };
        format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// So many days of 24 hours later; saturates.
    #[must_use]
    pub fn after_days(self, days: i64) -> Instant {
        let later = self.0.checked_add(jiff::SignedDuration::from_hours(days.saturating_mul(24)));
        Instant(later.unwrap_or(Timestamp::MAX))
    }

    /// The instant in UTC as calendars write it: `20240606T093000Z`.
    pub fn compact(self) -> String {
        self.0.strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// The instant as feeds in RSS write it: `Thu, 06 Jun 2024 09:30:00 +0000`, in UTC.
    pub fn rfc2822(self) -> String {
        self.0.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
    }
}

impl FromStr for Instant {
    type Err = String;

    /// Reads RFC 3339 with an offset, or a date as midnight in UTC.
    fn from_str(text: &str) -> Result<Instant, String> {
        Ok(text.parse::<Date>()?.instant(&Zone::utc()))
    }
}

impl Date {
    /// The instant that the date means in the site's zone.
    ///
    /// A local time that a clock change leaves out is moved forward by the gap; of one that it repeats, the first
    /// counts.
    pub fn instant(self, zone: &Zone) -> Instant {
        let local = match self {
            Date::Instant(instant) => return instant,
            Date::Day(day) => day.civil().to_datetime(jiff::civil::Time::midnight()),
            Date::Local(local) => local,
        };
        match zone.0.to_timestamp(local) {
            Ok(instant) => Instant(instant),
            Err(_) if local.year() < 0 => Instant(Timestamp::MIN),
            Err(_) => Instant(Timestamp::MAX),
        }
    }

    /// The calendar day that the date means in the site's zone.
    pub fn day(self, zone: &Zone) -> Day {
        match self {
            Date::Day(day) => day,
            Date::Local(local) => Day::from_civil(local.date()),
            Date::Instant(instant) => instant.day(zone),
        }
    }

    /// Whether the date is a day without a time.
    pub fn is_day(self) -> bool {
        matches!(self, Date::Day(_))
    }

    /// The date for machines: `2024-06-06` for a day, else RFC 3339 with the zone's offset.
    pub fn iso(self, zone: &Zone) -> String {
        match self {
            Date::Day(day) => day.to_string(),
            date => date.instant(zone).iso(zone),
        }
    }

    /// Whether one date is before another: by their days, unless both are instants.
    pub fn is_before(self, other: Date, zone: &Zone) -> bool {
        if self.is_day() || other.is_day() {
            self.day(zone) < other.day(zone)
        } else {
            self.instant(zone) < other.instant(zone)
        }
    }

    /// Whether the zone's clocks show this local time; false within the hour that a change to summer time leaves out.
    pub fn exists(self, zone: &Zone) -> bool {
        match self {
            Date::Day(_) | Date::Instant(_) => true,
            Date::Local(local) => !matches!(zone.0.to_ambiguous_timestamp(local).offset(), AmbiguousOffset::Gap { .. }),
        }
    }
}

impl FromStr for Date {
    type Err = String;

    /// Reads `YYYY-MM-DD`, or RFC 3339 with or without an offset, with `T` or a space before the time.
    ///
    /// Seconds may be left out. The error says what is wrong, to stand behind a colon.
    fn from_str(text: &str) -> Result<Date, String> {
        let text = text.trim();
        let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
            return Ok(Date::Day(text.parse()?));
        };
        let day: Day = date.trim_end().parse()?;
        let time = time.trim_start();
        let split = time.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(time.len());
        let (clock, offset) = (&time[..split], time[split..].trim_start());
        let local = day.civil().to_datetime(clock_time(clock)?);
        if offset.is_empty() {
            return Ok(Date::Local(local));
        }
        let seconds = offset_seconds(offset)?;
        let offset =
            jiff::tz::Offset::from_seconds(seconds).map_err(|_| format!("the offset `{offset}` is too large"))?;
        let instant = offset.to_timestamp(local).map_err(|_| "the time is out of range".to_owned())?;
        Ok(Date::Instant(Instant(instant)))
    }
}

fn clock_time(text: &str) -> Result<jiff::civil::Time, String> {
    let malformed = || format!("`{text}` is not a time: write hours and minutes like `09:30`, or `09:30:00`");
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let parts: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (number(hour, 2), number(minute, 2), Some(0)),
        [hour, minute, second] => (number(hour, 2), number(minute, 2), number(second, 2)),
        _ => return Err(malformed()),
    };
    let (Some(hour), Some(minute), Some(second)) = (hour, minute, second) else { return Err(malformed()) };
    let has_fraction = text.contains('.');
    if has_fraction && (fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) || parts.len() < 3) {
        return Err(malformed());
    }
    if hour > 23 {
        return Err(format!("hour {hour} does not exist"));
    }
    if minute > 59 {
        return Err(format!("minute {minute} does not exist"));
    }
    // RFC 3339 allows a leap second; as everywhere, it counts as the one before.
    if second > 60 {
        return Err(format!("second {second} does not exist"));
    }
    let nanoseconds = format!("{:0<9.9}", fraction).parse().unwrap_or(0);
    jiff::civil::Time::new(narrow(hour)?, narrow(minute)?, narrow(second.min(59))?, nanoseconds)
        .map_err(|_| malformed())
}

fn offset_seconds(text: &str) -> Result<i32, String> {
    if matches!(text, "Z" | "z") {
        return Ok(0);
    }
    let malformed = || format!("`{text}` is not an offset: write `Z` or one like `+02:00`");
    let (sign, digits) = match (text.strip_prefix('+'), text.strip_prefix(['-', '−'])) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        (None, None) => return Err(malformed()),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "00"),
    };
    match (number(hours, 2), number(minutes, 2)) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => {
            Ok(sign * (i32::from(narrow(hours)?) * 3600 + i32::from(narrow(minutes)?) * 60))
        }
        _ => Err(malformed()),
    }
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let all = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

fn narrow(number: u32) -> Result<i8, String> {
    i8::try_from(number).map_err(|_| format!("{number} is out of range"))
}

impl Day {
    fn civil(self) -> jiff::civil::Date {
        // A day is only made from a calendar date, so the fallback is never reached.
        jiff::civil::Date::new(self.year, self.month, self.day).unwrap_or(jiff::civil::Date::MIN)
    }

    fn from_civil(date: jiff::civil::Date) -> Day {
        Day { year: date.year(), month: date.month(), day: date.day() }
    }

    /// How many days this day is after another; negative if it is before.
    pub fn days_since(self, earlier: Day) -> i64 {
        self.civil().duration_since(earlier.civil()).as_hours() / 24
    }

    /// The day a period later; a day that its month does not have becomes the month's last. Saturates.
    #[must_use]
    pub fn after(self, period: Period) -> Day {
        let span = i64::from(period.months)
            .clamp(-120_000, 120_000)
            .months()
            .days(i64::from(period.days).clamp(-4_000_000, 4_000_000));
        Day::from_civil(self.civil().saturating_add(span))
    }
}

impl std::ops::Add<Period> for Day {
    type Output = Day;

    fn add(self, period: Period) -> Day {
        self.after(period)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = String;

    /// Reads `YYYY-MM-DD`; the error says what is wrong.
    fn from_str(text: &str) -> Result<Day, String> {
        let partial: PartialDate = text.parse()?;
        match (partial.month, partial.day) {
            (Some(month), Some(day)) => Ok(Day { year: partial.year, month, day }),
            _ => Err("the day is missing: write year, month and day like `2024-06-06`".to_owned()),
        }
    }
}

impl PartialDate {
    /// The last day that it can mean: the year's, the month's, or the day itself.
    pub fn last_day(self) -> Day {
        let (month, day) = (self.month.unwrap_or(12), self.day.unwrap_or(1));
        let given = Day { year: self.year, month, day };
        if self.day.is_some() { given } else { Day::from_civil(given.civil().last_of_month()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = String;

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; the error says what is wrong.
    fn from_str(text: &str) -> Result<PartialDate, String> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('-').collect();
        let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !parts.iter().all(digits) || parts.len() > 3 {
            return Err(match text.chars().next() {
                Some('-') => "a year before 0 cannot be written".to_owned(),
                _ => "write it like `2024-06-06`".to_owned(),
            });
        }
        let year = match parts.first() {
            Some(year) if year.len() == 4 => number(year, 4).and_then(|year| i16::try_from(year).ok()),
            Some(year) => return Err(format!("the year `{year}` does not have four digits")),
            None => None,
        };
        let Some(year) = year else { return Err("write it like `2024-06-06`".to_owned()) };
        let month = match parts.get(1) {
            None => None,
            Some(text) => match number(text, 2) {
                Some(month @ 1..=12) => Some(narrow(month)?),
                Some(month) => return Err(format!("month {month} does not exist")),
                None => return Err(format!("the month `{text}` does not have two digits")),
            },
        };
        let day = match (month, parts.get(2)) {
            (Some(month), Some(text)) => {
                let Some(day) = number(text, 2) else {
                    return Err(format!("the day `{text}` does not have two digits"));
                };
                let day = narrow(day)?;
                if jiff::civil::Date::new(year, month, day).is_err() {
                    return Err(format!("{} does not have a day {day}", month_name(year, month)));
                }
                Some(day)
            }
            _ => None,
        };
        Ok(PartialDate { year, month, day })
    }
}

fn month_name(year: i16, month: i8) -> String {
    match jiff::civil::Date::new(year, month, 1) {
        Ok(date) => date.strftime("%B %Y").to_string(),
        Err(_) => format!("month {month}"),
    }
}

impl FromStr for Period {
    type Err = String;

    /// Reads a whole number and a unit: `12 months`, `1 year`, `90 days`, `2 weeks`; the error says what is wrong.
    fn from_str(text: &str) -> Result<Period, String> {
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (count, unit) = (&text[..split], text[split..].trim().to_ascii_lowercase());
        if count.is_empty() {
            return Err("write a number and a unit, like `12 months`".to_owned());
        }
        let count: i32 = count.parse().ok().filter(|count| *count <= 100_000).ok_or("the number is too large")?;
        if count == 0 {
            return Err("the number must be at least 1".to_owned());
        }
        let (months, days) = match unit.as_str() {
            "year" | "years" => (count * 12, 0),
            "month" | "months" => (count, 0),
            "week" | "weeks" => (0, count * 7),
            "day" | "days" => (0, count),
            "" => return Err(format!("the unit is missing: write it like `{count} months`")),
            unit => return Err(format!("`{unit}` is not a unit: use days, weeks, months or years")),
        };
        Ok(Period { months, days })
    }
}

#[cfg(test)]
mod tests;
