//! `byline check`: says what is wrong with the site and what could be better, and writes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;

use super::build::{FormatArgument, counted, duration, print_mistakes};
use super::progress::Watch;
use super::terminal::{ERROR, GOOD, Terminal, WARNING};
use super::{Outcome, check_root, now};
use crate::build::check::{self, Report};
use crate::build::{Now, Options};
use crate::diagnostics::{Code, Counts, Diagnostic, Format, Level, count};
use crate::error::Error;
use crate::lint::Overrides;

const EXAMPLES: &str = "\
Examples:
  byline check                         look at the whole site: mistakes, warnings, advice
  byline check --deny warnings         fail if there is a warning, as a CI service should
  byline check --allow orphan-article  leave a rule out
  byline check --format github         show what was found in a pull request on GitHub

What each rule matters is set below `[lints]` in site.toml; `<!-- byline-allow: RULE reason -->`
excuses an article from one. Exit codes: 0 no errors; 1 errors; 2 the machine failed.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CheckArguments {
    /// Take a rule, or all `warnings`, for errors
    #[arg(long, value_name = "CODE|warnings", value_parser = denied, verbatim_doc_comment)]
    deny: Vec<Denied>,

    /// Leave a rule out
    #[arg(long, value_name = "CODE", value_parser = allowed)]
    allow: Vec<Code>,

    /// Check articles with `draft: true`, too
    #[arg(long)]
    drafts: bool,

    /// Check articles whose date of publication has not come yet, too
    #[arg(long)]
    future: bool,

    /// Check as if it were this date (2026-01-31) or instant (2026-01-31T09:00:00Z)
    /// [default: the instant in SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "DATE", value_parser = now::parse, verbatim_doc_comment)]
    now: Option<Now>,

    /// How many threads to use [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// How to print what was found; all but `human` go to standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: FormatArgument,
}

/// What `--deny` names.
#[derive(Clone, Copy, Debug)]
enum Denied {
    Warnings,
    Code(Code),
}

fn denied(name: &str) -> Result<Denied, String> {
    if name == "warnings" { Ok(Denied::Warnings) } else { code(name).map(Denied::Code) }
}

fn allowed(name: &str) -> Result<Code, String> {
    let code = code(name)?;
    match code.default_level() {
        Level::Error => Err(format!("`{code}` is always an error: without it there would be nothing to show")),
        Level::Warning | Level::Advice => Ok(code),
    }
}

fn code(name: &str) -> Result<Code, String> {
    Code::from_name(name).ok_or_else(|| {
        let near = crate::diagnostics::nearest(name, Code::ALL.iter().map(|code| code.name()));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("there is no rule of that name{near}")
    })
}

/// Checks, prints what was found, and sums up.
pub fn run(root: &Path, arguments: CheckArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let CheckArguments { deny, allow, drafts, future, now, jobs, format } = arguments;
    check_root(root)?;
    let now = match now {
        Some(now) => now,
        None => now::from_environment()?,
    };
    let options = Options {
        root: root.to_owned(),
        output: None,
        base_url: None,
        drafts,
        future,
        now,
        jobs: jobs.map(usize::from),
        force: false,
    };
    let mut overrides = Overrides { allow: allow.into_iter().collect(), ..Overrides::default() };
    for denied in deny {
        match denied {
            Denied::Warnings => overrides.deny_warnings = true,
            Denied::Code(code) => {
                overrides.deny.insert(code);
            }
        }
    }
    let watch = Watch::new(terminal.is_watched(), false);
    let checked = check::check(&options, &overrides, &watch);
    watch.end();
    let report = checked?;
    let format = format.into();
    print_mistakes(root, &report.diagnostics, &report.built_in, format, terminal)?;
    let by_code = if format == Format::Human { summary_by_code(&report.diagnostics) } else { String::new() };
    terminal.say(&format!("{by_code}{}", summary(&report)))?;
    let failed = report.diagnostics.iter().any(Diagnostic::is_error);
    Ok(if failed { Outcome::Mistakes } else { Outcome::Done })
}

/// How often each code was found, the gravest first; nothing for one or two diagnostics, which anybody can count.
fn summary_by_code(diagnostics: &[Diagnostic]) -> String {
    if diagnostics.len() < 3 {
        return String::new();
    }
    let mut counts: BTreeMap<(Level, Code), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry((diagnostic.level, diagnostic.code)).or_default() += 1;
    }
    let mut rows: Vec<((Level, Code), usize)> = counts.into_iter().collect();
    rows.sort_by_key(|((level, code), count)| (*level, std::cmp::Reverse(*count), code.name()));
    let width = rows.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(1);
    let line = |((level, code), count): &((Level, Code), usize)| format!("{count:>width$}  {code} ({level})\n");
    rows.iter().map(line).collect()
}

fn summary(report: &Report) -> String {
    let counts = count(&report.diagnostics);
    let (articles, took) = (counted(report.articles, "article"), duration(report.elapsed));
    match counts {
        Counts { errors: 1.., .. } if report.articles == 0 => format!("{ERROR}not checked{ERROR:#}: {counts}\n"),
        Counts { errors: 1.., .. } => format!("{ERROR}checked{ERROR:#} {articles} in {took}: {counts}\n"),
        Counts { errors: 0, warnings: 0, advice: 0 } => {
            format!("{GOOD}checked{GOOD:#} {articles} in {took}: nothing to say\n")
        }
        _ => format!("{GOOD}checked{GOOD:#} {articles} in {took}: {WARNING}{counts}{WARNING:#}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RelPath;

    #[test]
    fn the_summary_counts_codes_the_gravest_first() {
        let path = RelPath::new("content/a.md").expect("a clean path");
        let codes =
            [Code::OrphanArticle, Code::UnusedSource, Code::OrphanArticle, Code::BrokenLink, Code::LongParagraph];
        let found: Vec<Diagnostic> = codes.iter().map(|code| Diagnostic::in_file(*code, &path, "")).collect();
        assert_eq!(
            summary_by_code(&found),
            "1  broken-link (error)\n2  orphan-article (warning)\n1  unused-source (warning)\n1  long-paragraph (advice)\n"
        );
        assert_eq!(summary_by_code(&found[..2]), "");
    }

    #[test]
    fn an_error_by_itself_cannot_be_left_out() {
        assert!(allowed("broken-link").is_err_and(|said| said.contains("always an error")));
        assert_eq!(allowed("orphan-article"), Ok(Code::OrphanArticle));
        assert!(code("orphan-articel").is_err_and(|said| said.contains("did you mean `orphan-article`?")));
    }
}
