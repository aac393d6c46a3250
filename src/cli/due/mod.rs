//! `byline due`: the articles whose review falls due.
//!
//! [`calendar`] writes them for a calendar, [`table`] for people.

mod calendar;
mod table;

use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::build::print_mistakes;
use super::progress::Watch;
use super::scope::Scope;
use super::terminal::{Terminal, WARNING, json_text};
use super::{Outcome, check_root};
use crate::build::due::{self, Review, Schedule};
use crate::date::{Date, Zone};
use crate::diagnostics::{Diagnostic, Format, escaped};
use crate::error::Error;

const EXAMPLES: &str = "\
Examples:
  byline due                                     what is due today, or has been due before
  byline due --before 2027-01-01                 what falls due until that day, that day included
  byline due --format json                       the same for programs
  byline due --before 2027-12-31 --format ics > reviews.ics
                                                 for a calendar: one event for each review

An article's review falls due when the time in its `review_every` (such as `12 months`) has passed
since it was `reviewed`; if it never was, since it was `updated`, else `published`. Drafts, what is
not published yet and what has expired are left out. Nothing is rendered or written, and the exit
code is 0 whether something is due or not.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DueArguments {
    /// Show what falls due on this day (2026-01-31) or before it [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    before: Option<Date>,

    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    format: DueFormat,

    #[command(flatten)]
    scope: Scope,
}

/// How to print what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DueFormat {
    /// For people
    Table,
    /// A JSON object
    Json,
    /// An iCalendar file with an event for each review
    Ics,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
}

/// Prints the reviews, and says how many there are.
pub fn run(root: &Path, arguments: DueArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    check_root(root)?;
    let DueArguments { before, format, scope } = arguments;
    let options = scope.options(root)?;
    let watch = Watch::new(terminal.is_watched(), false);
    let found = due::due(&options, before, &watch);
    watch.end();
    let found = found?;
    let Some(schedule) = found.schedule else {
        let errors: Vec<Diagnostic> = found.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        print_mistakes(root, &errors, &[], Format::Human, terminal)?;
        terminal.say("what is due is not known while these cannot be read\n")?;
        return Ok(Outcome::Mistakes);
    };
    let printed = match format {
        DueFormat::Table => table::table(&schedule),
        DueFormat::Json => json_text(&for_programs(&schedule)),
        DueFormat::Ics => calendar::calendar(&schedule),
    };
    terminal.print(printed.as_bytes())?;
    terminal.say(&summary(&schedule))?;
    Ok(Outcome::Done)
}

fn for_programs(schedule: &Schedule) -> Value {
    let Schedule { title: _, base_url: _, now, today, until, reviews, next: _, undated } = schedule;
    let review = |review: &Review| {
        let Review { due, path, title, address, last, is_reviewed, reviewers, authors } = review;
        json!({
            "path": path.as_str(),
            "title": title,
            "url": address,
            "due": due.to_string(),
            "overdue_days": today.days_since(*due),
            "last": last.to_string(),
            "reviewed": is_reviewed,
            "reviewers": reviewers,
            "authors": authors,
        })
    };
    json!({
        "now": now.iso(&Zone::utc()),
        "before": until.to_string(),
        "reviews": reviews.iter().map(review).collect::<Vec<_>>(),
        "undated": undated.iter().map(|path| path.as_str()).collect::<Vec<_>>(),
    })
}

/// How many reviews are due, which is next, and what can never fall due.
fn summary(schedule: &Schedule) -> String {
    let Schedule { today, until, reviews, next, undated, .. } = schedule;
    let when = if until == today { "today".to_owned() } else { format!("on {until}") };
    let mut text = match reviews.as_slice() {
        [] if next.is_none() && undated.is_empty() => {
            "no review is due, and none will be: no public article has a `review_every`\n".to_owned()
        }
        [] => format!("no review is due {when} or before\n"),
        [_] => format!("1 review is due {when} or before\n"),
        reviews => format!("{} reviews are due {when} or before\n", reviews.len()),
    };
    if let Some(Review { due, path, .. }) = next {
        text.push_str(&format!("the next is that of {} on {due}\n", escaped(path.as_str())));
    }
    for path in undated {
        text.push_str(&format!(
            "{WARNING}never due{WARNING:#} {}: its `review_every` has no `reviewed`, `updated` or `published` to count from\n",
            escaped(path.as_str())
        ));
    }
    text
}
