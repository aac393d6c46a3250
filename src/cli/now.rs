//! The instant of a build: `--now`, else SOURCE_DATE_EPOCH, else the clock.

use std::env::{self, VarError};

use crate::build::Now;
use crate::date::{Date, Instant};
use crate::error::Error;

/// Reads the value of `--now`.
pub fn parse(text: &str) -> Result<Now, String> {
    text.parse::<Date>().map(Now::Date)
}

/// SOURCE_DATE_EPOCH (seconds since 1970, as reproducible-builds.org defines it), else the clock.
pub fn from_environment() -> Result<Now, Error> {
    match env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => from_epoch(&seconds).map(Now::Instant),
        Err(VarError::NotPresent) => Ok(Now::Instant(Instant::now())),
        Err(VarError::NotUnicode(seconds)) => from_epoch(&seconds.to_string_lossy()).map(Now::Instant),
    }
}

fn from_epoch(seconds: &str) -> Result<Instant, Error> {
    // Rust would take a sign, too.
    let digits = !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit());
    let instant = seconds.parse().ok().filter(|_| digits).and_then(Instant::from_seconds);
    instant.ok_or_else(|| {
        let shown: String = seconds.chars().take(60).collect();
        Error::new("use SOURCE_DATE_EPOCH", format!("`{shown}` is no number of seconds since 1970"))
            .with_help("unset it to build as of now, or give a day with `--now 2026-01-31`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_since_1970_are_an_instant() {
        assert_eq!(from_epoch("1717666200").ok(), Instant::from_seconds(1_717_666_200));
        assert_eq!(from_epoch("0").ok(), Instant::from_seconds(0));
    }

    #[test]
    fn anything_else_in_source_date_epoch_is_refused() {
        for text in ["", " ", "soon", "-1", "+1", "1.5", "2024-06-06", "99999999999999999999", "9223372036854775807"] {
            let error = from_epoch(text).expect_err(text);
            assert!(error.to_string().starts_with(&format!("cannot use SOURCE_DATE_EPOCH: `{text}`")), "{error}");
        }
    }

    #[test]
    fn now_takes_a_day_or_an_instant() {
        assert!(matches!(parse("2026-01-31"), Ok(Now::Date(Date::Day(_)))));
        assert!(matches!(parse("2026-01-31T09:00:00Z"), Ok(Now::Date(Date::Instant(_)))));
        assert!(parse("soon").is_err());
    }
}
