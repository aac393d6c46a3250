//! Reviews as a table.

use crate::build::due::{Review, Schedule};
use crate::date::Day;
use crate::diagnostics::escaped;

const HEAD: [&str; 5] = ["due", "overdue", "article", "title", "reviewer"];

/// The table, without a head if there is nothing below it.
pub fn table(schedule: &Schedule) -> String {
    let rows: Vec<[String; 5]> = schedule.reviews.iter().map(|review| row(review, schedule.today)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = HEAD.map(str::to_owned);
    let rows = || std::iter::once(&head).chain(&rows);
    let mut widths = [0; 5];
    for row in rows() {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let line = |row: &[String; 5]| {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows().map(line).collect()
}

fn row(review: &Review, today: Day) -> [String; 5] {
    let Review { due, path, title, address: _, last: _, is_reviewed: _, reviewers, authors: _ } = review;
    let reviewers = if reviewers.is_empty() { "-".to_owned() } else { reviewers.join(", ") };
    let shown = |text: &str| escaped(text).into_owned();
    [due.to_string(), overdue(today.days_since(*due)), shown(path.as_str()), shown(title), shown(&reviewers)]
}

fn overdue(days: i64) -> String {
    let s = if days.abs() == 1 { "" } else { "s" };
    match days {
        0 => "today".to_owned(),
        1.. => format!("by {days} day{s}"),
        _ => format!("in {} day{s}", days.abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_is_said_in_days() {
        let said = [-2, -1, 0, 1, 400].map(overdue);
        assert_eq!(said, ["in 2 days", "in 1 day", "today", "by 1 day", "by 400 days"]);
    }
}
