//! `byline next`: prints the next instant at which the output would change by itself.

use std::path::Path;

use clap::Args;

use super::build::print_mistakes;
use super::progress::Watch;
use super::scope::Scope;
use super::terminal::Terminal;
use super::{Outcome, check_root};
use crate::build::next::{self, Change};
use crate::diagnostics::{Diagnostic, Format, escaped};
use crate::error::Error;
use crate::text::RelPath;

/// How many articles are named.
const NAMED: usize = 5;

const EXAMPLES: &str = "\
Examples:
  byline next                      2026-11-30T09:00:00Z
  byline next --now 2026-12-01     what comes after that day
  test -z \"$(byline next)\"         whether nothing is scheduled

The instant (RFC 3339) goes to standard output, so that a service can plan the next build; what
happens then is said on standard error. If nothing is scheduled, standard output stays empty.
With `--future`, as for a site that is built with it, articles that come due do not count. Nothing
is built or written.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct NextArguments {
    #[command(flatten)]
    scope: Scope,
}

/// Prints the instant, and says what happens then.
pub fn run(root: &Path, arguments: NextArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    check_root(root)?;
    let NextArguments { scope } = arguments;
    let options = scope.options(root)?;
    let watch = Watch::new(terminal.is_watched(), false);
    let found = next::next(&options, &watch);
    watch.end();
    let found = found?;
    let errors: Vec<Diagnostic> = found.diagnostics.iter().filter(|found| found.is_error()).cloned().collect();
    if !errors.is_empty() {
        print_mistakes(root, &errors, &[], Format::Human, terminal)?;
        terminal.say("what is scheduled is not known while these cannot be read\n")?;
        return Ok(Outcome::Mistakes);
    }
    match found.change {
        None => terminal.say("nothing is scheduled\n")?,
        Some(change) => {
            terminal.print(format!("{}\n", change.iso).as_bytes())?;
            terminal.say(&words(&change))?;
        }
    }
    Ok(Outcome::Done)
}

/// Such as `in 2 days and 3 hours: content/a.md comes due; content/b.md expires`.
fn words(change: &Change) -> String {
    let Change { at, iso: _, now, due, expired, old } = change;
    let mut parts = Vec::new();
    if !due.is_empty() {
        parts.push(format!("{} {}", named(due), if due.len() == 1 { "comes due" } else { "come due" }));
    }
    if !expired.is_empty() {
        parts.push(format!("{} {}", named(expired), if expired.len() == 1 { "expires" } else { "expire" }));
    }
    if !old.is_empty() {
        parts.push(format!("{} {} longer news", named(old), if old.len() == 1 { "is no" } else { "are no" }));
    }
    format!("in {}: {}\n", span(at.seconds().saturating_sub(now.seconds())), parts.join("; "))
}

fn named(paths: &[RelPath]) -> String {
    let mut names: Vec<String> = paths.iter().take(NAMED).map(|path| escaped(path.as_str()).into_owned()).collect();
    match paths.len().saturating_sub(NAMED) {
        0 => {}
        more => names.push(format!("{more} more")),
    }
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// A time in its two largest units.
fn span(seconds: i64) -> String {
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];
    let mut rest = seconds.max(0);
    let mut parts = Vec::new();
    for (unit, length) in units {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            parts.push(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }));
        } else if !parts.is_empty() {
            break;
        }
    }
    parts.truncate(2);
    if parts.is_empty() { "less than a second".to_owned() } else { parts.join(" and ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_in_its_two_largest_units() {
        let said = [0, 1, 61, 3_600, 3_605, 90_000, 86_400 * 400 + 7_200 + 60].map(span);
        let expected = [
            "less than a second",
            "1 second",
            "1 minute and 1 second",
            "1 hour",
            "1 hour",
            "1 day and 1 hour",
            "400 days and 2 hours",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_few_articles_are_named_and_the_others_counted() {
        let paths =
            |count: usize| -> Vec<RelPath> { (0..count).filter_map(|at| RelPath::new(&format!("{at}.md"))).collect() };
        assert_eq!(named(&paths(1)), "0.md");
        assert_eq!(named(&paths(2)), "0.md and 1.md");
        assert_eq!(named(&paths(7)), "0.md, 1.md, 2.md, 3.md, 4.md and 2 more");
    }
}
