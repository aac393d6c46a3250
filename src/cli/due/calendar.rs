//! Reviews as an iCalendar file (RFC 5545): an event of a whole day for each.
//!
//! A calendar that reads the file again moves what has moved: the UID of an event is made from the address of the site and
//! the path of the article, and the DTSTAMP is the instant of now.

use crate::build::due::{Review, Schedule};
use crate::fingerprint::Fingerprint;

/// How many bytes a line may have (section 3.1).
const LONGEST: usize = 75;

/// The whole file.
pub fn calendar(schedule: &Schedule) -> String {
    let Schedule { title, base_url, now, today: _, until: _, reviews, next: _, undated: _ } = schedule;
    let stamp = now.compact();
    let mut text = String::new();
    let mut put = |name: &str, value: &str| line(&format!("{name}:{value}"), &mut text);
    put("BEGIN", "VCALENDAR");
    put("VERSION", "2.0");
    put("PRODID", concat!("-//byline//byline ", env!("CARGO_PKG_VERSION"), "//EN"));
    put("METHOD", "PUBLISH");
    // Not in the RFC, but the name by which calendars show a file.
    put("X-WR-CALNAME", &escaped(&format!("Reviews: {title}")));
    for review in reviews {
        put("BEGIN", "VEVENT");
        put("UID", &uid(base_url, review));
        put("DTSTAMP", &stamp);
        put("DTSTART;VALUE=DATE", &review.due.to_string().replace('-', ""));
        put("SUMMARY", &escaped(&format!("Review: {}", review.title)));
        put("DESCRIPTION", &escaped(&description(review)));
        put("URL", &review.address);
        // It takes up nobody's day.
        put("TRANSP", "TRANSPARENT");
        put("END", "VEVENT");
    }
    put("END", "VCALENDAR");
    text
}

fn uid(base_url: &str, review: &Review) -> String {
    let host = base_url.split("://").nth(1).unwrap_or(base_url).split(['/', ':']).next().unwrap_or_default();
    let host: String = host.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect();
    let name = Fingerprint::of(format!("{base_url}\n{}", review.path).as_bytes());
    format!("{name}@{}", if host.is_empty() { "byline" } else { &host })
}

fn description(review: &Review) -> String {
    let Review { due: _, path, title: _, address: _, last, is_reviewed, reviewers, authors } = review;
    let mut lines = vec![path.to_string()];
    lines.push(format!("{} {last}", if *is_reviewed { "Last reviewed" } else { "Never reviewed; last changed" }));
    for (role, people) in [("Reviewers", reviewers), ("Authors", authors)] {
        if !people.is_empty() {
            lines.push(format!("{role}: {}", people.join(", ")));
        }
    }
    lines.join("\n")
}

/// A text as a value (section 3.3.11); control characters have no way to stand in one.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', c]),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// Appends a line, folded where it would be too long, never within a character.
fn line(content: &str, into: &mut String) {
    let mut length = 0;
    for c in content.chars() {
        if length + c.len_utf8() > LONGEST {
            into.push_str("\r\n ");
            length = 1;
        }
        into.push(c);
        length += c.len_utf8();
    }
    into.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(content: &str) -> String {
        let mut text = String::new();
        line(content, &mut text);
        text
    }

    #[test]
    fn a_line_of_75_octets_is_whole_and_one_of_76_is_folded() {
        assert_eq!(folded(&"x".repeat(75)), format!("{}\r\n", "x".repeat(75)));
        assert_eq!(folded(&"x".repeat(76)), format!("{}\r\n x\r\n", "x".repeat(75)));
        assert_eq!(folded(&format!("{}é", "x".repeat(74))), format!("{}\r\n é\r\n", "x".repeat(74)));
    }

    #[test]
    fn what_ends_a_value_is_escaped_and_a_colon_is_not() {
        assert_eq!(escaped("a;b,c\\d\ne: \u{1b}[2J\u{7}"), "a\\;b\\,c\\\\d\\ne: [2J");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_unfolding_gives_the_text_back(text in "\\PC{0,200}") {
            let folded = folded(&text);
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST));
            prop_assert_eq!(folded.replace("\r\n ", ""), format!("{text}\r\n"));
        }
    }
}
