use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> Zone {
    Zone::parse(name).expect("a zone of the database")
}

fn iso(text: &str, zone_name: &str) -> String {
    text.parse::<Date>().expect("a date").iso(&zone(zone_name))
}

#[test]
fn a_day_is_printed_as_it_was_written_and_is_its_midnight_in_the_zone() {
    let date: Date = "2024-06-06".parse().expect("a date");
    assert_eq!(date.iso(&zone("Europe/Paris")), "2024-06-06");
    assert_eq!(date.instant(&zone("Europe/Paris")).iso(&zone("UTC")), "2024-06-05T22:00:00Z");
}

#[test]
fn an_instant_is_printed_with_the_offset_of_the_sites_zone() {
    assert_eq!(iso("2024-06-06T09:30:00Z", "Europe/Paris"), "2024-06-06T11:30:00+02:00");
    assert_eq!(iso("2024-06-06 09:30", "Europe/Paris"), "2024-06-06T09:30:00+02:00");
    assert_eq!(iso("2024-06-06t09:30:15.25z", "UTC"), "2024-06-06T09:30:15Z");
    assert_eq!(iso("2024-01-06 09:30:00 -0330", "America/New_York"), "2024-01-06T08:00:00-05:00");
}

#[test]
fn an_instant_falls_on_the_day_of_the_sites_zone() {
    let date: Date = "2026-01-01T00:30:00+14:00".parse().expect("a date");
    assert_eq!(date.day(&zone("Europe/Paris")).to_string(), "2025-12-31");
}

#[test]
fn a_local_time_within_the_hour_left_out_in_spring_does_not_exist() {
    let date: Date = "2026-03-29T02:30:00".parse().expect("a date");
    assert!(!date.exists(&zone("Europe/Paris")));
    assert!(date.exists(&zone("UTC")));
    assert_eq!(date.iso(&zone("Europe/Paris")), "2026-03-29T03:30:00+02:00");
}

#[test]
fn what_is_wrong_with_a_date_is_named() {
    let wrong = |text: &str| text.parse::<Date>().expect_err("no date");
    assert_eq!(wrong("2024-02-30"), "February 2024 does not have a day 30");
    assert_eq!(wrong("2024-13-01"), "month 13 does not exist");
    assert_eq!(wrong("10000-01-01"), "the year `10000` does not have four digits");
    assert_eq!(wrong("2024-6-6"), "the month `6` does not have two digits");
    assert_eq!(wrong("2024-06"), "the day is missing: write year, month and day like `2024-06-06`");
    assert_eq!(wrong("tomorrow"), "write it like `2024-06-06`");
    assert_eq!(wrong("06.06.2024"), "write it like `2024-06-06`");
    assert_eq!(wrong("2024-06-06T25:00"), "hour 25 does not exist");
    assert_eq!(wrong("2024-06-06T09:60"), "minute 60 does not exist");
    assert_eq!(wrong("2024-06-06T09"), "`09` is not a time: write hours and minutes like `09:30`, or `09:30:00`");
    assert_eq!(wrong("2024-06-06T09:30 CET"), "`CET` is not an offset: write `Z` or one like `+02:00`");
}

#[test]
fn the_date_of_a_source_is_a_year_a_month_or_a_day() {
    for text in ["2020", "2020-05", "2020-05-17"] {
        assert_eq!(text.parse::<PartialDate>().expect("a date").to_string(), text);
    }
    assert!("in press".parse::<PartialDate>().is_err());
    assert!("2020-5".parse::<PartialDate>().is_err());
}

#[test]
fn a_period_after_a_day_keeps_to_the_calendar() {
    let after = |day: &str, period: &str| {
        let day: Day = day.parse().expect("a day");
        (day + period.parse().expect("a period")).to_string()
    };
    assert_eq!(after("2024-01-31", "1 month"), "2024-02-29");
    assert_eq!(after("2024-02-29", "1 year"), "2025-02-28");
    assert_eq!(after("2024-12-25", "2 weeks"), "2025-01-08");
    assert_eq!(after("2024-06-01", "90 days"), "2024-08-30");
    assert_eq!(after("9999-06-01", "100000 years"), "9999-12-31");
    assert_eq!("12".parse::<Period>().expect_err("no unit"), "the unit is missing: write it like `12 months`");
    assert!("0 days".parse::<Period>().is_err());
    assert!("a while".parse::<Period>().is_err());
}

#[test]
fn a_zone_has_its_iana_name_and_an_unknown_one_is_none() {
    assert_eq!(zone("europe/paris").name(), "Europe/Paris");
    assert!(Zone::parse("Mars/Olympus").is_none());
    assert!(Zone::names().iter().any(|name| name == "Asia/Tokyo"));
}

#[test]
fn seconds_since_1970_become_an_instant() {
    let instant = Instant::from_seconds(1_700_000_000).expect("in range");
    assert_eq!(instant.iso(&Zone::utc()), "2023-11-14T22:13:20Z");
    assert_eq!(instant.rfc2822(), "Tue, 14 Nov 2023 22:13:20 +0000");
    assert!(Instant::from_seconds(i64::MAX).is_none());
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,24}|[0-9TZ:+. -]{0,30}") {
        let _ = text.parse::<Date>();
        let _ = text.parse::<PartialDate>();
        let _ = text.parse::<Period>();
        let _ = Zone::parse(&text);
    }

    #[test]
    fn every_date_of_the_calendar_is_read_and_printed_again(
        year in 0i16..=9999, month in 1i8..=12, day in 1i8..=28, hour in 0..24, minute in 0..60
    ) {
        let day = Day { year, month, day };
        prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
        let time: Result<Date, String> = format!("{day}T{hour:02}:{minute:02}").parse();
        let zone = zone("Pacific/Kiritimati");
        let time = time.expect("a date");
        prop_assert_eq!(time.day(&zone), day);
        let _ = (time.iso(&zone), time.instant(&zone).day(&zone) + Period { months: 1, days: 1 });
    }
}

#[test]
fn a_date_of_a_source_lasts_to_the_end_of_what_it_names() {
    let last = |text: &str| text.parse::<PartialDate>().expect("a date").last_day().to_string();
    assert_eq!(["2023", "2024-02", "2024-02-03"].map(last), ["2023-12-31", "2024-02-29", "2024-02-03"]);
}

#[test]
fn dates_are_compared_by_their_days_unless_both_have_a_time() {
    let zone = zone("Europe/Paris");
    let date = |text: &str| text.parse::<Date>().expect("a date");
    let is_before = |one, other| date(one).is_before(date(other), &zone);
    assert!(is_before("2024-02-10", "2024-02-11T00:30:00Z"));
    assert!(!is_before("2024-02-11", "2024-02-11T09:00:00"));
    assert!(!is_before("2024-02-11T09:00:00", "2024-02-11"));
    assert!(is_before("2024-02-11T09:00:00", "2024-02-11T08:30:00Z"));
    // It is the 11th in Paris already.
    assert!(!is_before("2024-02-10T23:30:00Z", "2024-02-11"));
}
