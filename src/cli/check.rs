//! `byline check`: says what is wrong with the site and what could be better.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::build::{FormatArgument, counted, duration, print_mistakes};
use super::progress::Watch;
use super::scope::Scope;
use super::terminal::{ERROR, GOOD, Terminal, WARNING};
use super::{Outcome, check_root, explain};
use crate::build::check::{self, Asked, Report};
use crate::build::external::Counts as Answered;
use crate::build::fix::{self, Mending};
use crate::build::overlay::Overlay;
use crate::diagnostics::{Code, Counts, Diagnostic, Format, Level, count, escaped};
use crate::error::Error;
use crate::external::{self, Pace};
use crate::lint::Overrides;

const EXAMPLES: &str = "\
Examples:
  byline check                         look at the whole site: mistakes, warnings, advice
  byline check --deny warnings         fail if there is a warning, as a CI service should
  byline check --allow orphan-article  leave a rule out
  byline check content/coast           say only what concerns these files and folders
  byline check --changed-since main    say only what concerns the files that this branch changes
  byline check --external              ask other sites whether they still answer
  byline check --fix                   mend what has one right answer, then say what is left
  byline check --fix --dry-run         say what that would change
  byline check --format github         show what was found in a pull request on GitHub

What each rule matters is set below `[lints]` in site.toml; `<!-- byline-allow: RULE reason -->`
excuses an article from one. Exit codes: 0 no errors; 1 errors; 2 the machine failed.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CheckArguments {
    /// Files and folders: report only what is in them, or names them
    #[arg(value_name = "FILE", conflicts_with = "changed_since")]
    files: Vec<PathBuf>,

    /// Take a rule, or all `warnings`, for errors
    #[arg(long, value_name = "CODE|warnings", value_parser = denied, verbatim_doc_comment)]
    deny: Vec<Denied>,

    /// Leave a rule out
    #[arg(long, value_name = "CODE", value_parser = allowed)]
    allow: Vec<Code>,

    /// Mend what has one right answer: a misspelt field, a link to a file that moved, a heading's new name
    #[arg(long)]
    fix: bool,

    /// With `--fix`: say what would be changed, and change nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,

    /// Ask other sites whether they still answer; a page is called dead after two runs a day apart
    #[arg(long)]
    external: bool,

    /// With `--external`: how many requests a second one host gets at most
    #[arg(long, value_name = "N", default_value_t = 1.0, requires = "external", value_parser = rate)]
    rate: f64,

    /// With `--external`: how many seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20, requires = "external")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=600))]
    patience: u64,

    /// Report only what concerns files that are other than in this revision of git, and what keeps the site from being built
    #[arg(long, value_name = "REVISION")]
    changed_since: Option<String>,

    /// How to print what was found; all but `human` go to standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: FormatArgument,

    #[command(flatten)]
    scope: Scope,
}

/// What `--deny` names.
#[derive(Clone, Copy, Debug)]
enum Denied {
    Warnings,
    Code(Code),
}

fn denied(name: &str) -> Result<Denied, String> {
    if name == "warnings" { Ok(Denied::Warnings) } else { explain::code(name).map(Denied::Code) }
}

fn allowed(name: &str) -> Result<Code, String> {
    let code = explain::code(name)?;
    match code.default_level() {
        Level::Error => Err(format!("`{code}` is always an error: without it there would be nothing to show")),
        Level::Warning | Level::Advice => Ok(code),
    }
}

/// Checks, prints what was found, and sums up.
pub fn run(root: &Path, arguments: CheckArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let CheckArguments { files, deny, allow, fix, dry_run, external, rate, patience, changed_since, format, scope } =
        arguments;
    check_root(root)?;
    let options = scope.options(root)?;
    let mut overrides = Overrides { allow: allow.into_iter().collect(), ..Overrides::default() };
    for denied in deny {
        match denied {
            Denied::Warnings => overrides.deny_warnings = true,
            Denied::Code(code) => {
                overrides.deny.insert(code);
            }
        }
    }
    if external && !external::IS_THERE {
        return Err(Error::new("ask other sites", "this byline was built without the feature `links`")
            .with_help("install one with it: `cargo install --features links`"));
    }
    let pace = Pace { between: Duration::from_secs_f64(1.0 / rate), patience: Duration::from_secs(patience) };
    let asked = Asked { overrides, external: external.then_some(pace), changed_since, files, held: Overlay::default() };
    let look_for = |asked: &Asked| {
        let watch = Watch::new(terminal.is_watched(), false);
        let checked = check::check(&options, asked, &watch);
        watch.end();
        checked
    };
    let look = || look_for(&asked);
    let mut report = look()?;
    if fix && dry_run {
        let mendings = fix::foreseen(root, &report.diagnostics, |held| {
            let report = look_for(&Asked { held, external: None, ..asked.clone() })?;
            Ok(report.diagnostics)
        })?;
        let changes = mendings.iter().map(changes).collect::<String>();
        // Of what programs read, nothing else stands on standard output.
        match format.into() {
            Format::Human => terminal.print(changes.as_bytes())?,
            _ => terminal.say(&changes)?,
        }
    } else if fix {
        report = mend(root, report, look, terminal)?;
    }
    let format = format.into();
    print_mistakes(root, &report.diagnostics, &report.built_in, format, terminal)?;
    let by_code = if format == Format::Human { summary_by_code(&report.diagnostics) } else { String::new() };
    let of_links = report.external.map(answered).unwrap_or_default();
    terminal.say(&format!("{by_code}{of_links}{}", summary(&report)))?;
    let failed = report.diagnostics.iter().any(Diagnostic::is_error);
    Ok(if failed { Outcome::Mistakes } else { Outcome::Done })
}

/// Mends what can be mended and looks again, because one mistake may hide another.
fn mend(
    root: &Path,
    mut report: Report,
    look: impl Fn() -> Result<Report, Error>,
    terminal: &Terminal,
) -> Result<Report, Error> {
    for _ in 0..fix::ROUNDS {
        let mendings = fix::mendings(root, &report.diagnostics)?;
        if mendings.is_empty() {
            break;
        }
        let mut text = String::new();
        let mut files = BTreeSet::new();
        for mending in &mendings {
            // A link may lead to a file that is mended already: what is left in it, the next look finds.
            let file = mending.path.on_disk(root);
            if !files.insert(file.canonicalize().unwrap_or(file)) {
                continue;
            }
            let path = escaped(mending.path.as_str());
            text.push_str(&match fix::write(root, mending)? {
                true => format!("{GOOD}mended{GOOD:#} {} in {path}\n", counted(mending.made, "mistake")),
                false => format!("{WARNING}left alone{WARNING:#} {path}: it was changed while it was checked\n"),
            });
        }
        terminal.say(&text)?;
        report = look()?;
    }
    Ok(report)
}

/// What mending a file changes: the lines that go and those that come, as a patch without context.
fn changes(mending: &Mending) -> String {
    let path = escaped(mending.path.as_str());
    let (before, after): (Vec<&str>, Vec<&str>) = (mending.before.lines().collect(), mending.after.lines().collect());
    let mut text = format!("--- a/{path}\n+++ b/{path}\n");
    let (mut old, mut new) = (0, 0);
    while old < before.len() || new < after.len() {
        if before.get(old) == after.get(new) {
            (old, new) = (old + 1, new + 1);
            continue;
        }
        // Fixes change words of a line or take a line away, so the next line that stays is near.
        let gone = next_common(&before, &after, (old, new));
        let (old_end, new_end) = gone.unwrap_or((before.len(), after.len()));
        let (first, second) = (old + usize::from(old_end > old), new + usize::from(new_end > new));
        text.push_str(&format!("@@ -{first},{} +{second},{} @@\n", old_end - old, new_end - new));
        let lines = |lines: &[&str], sign: char| -> String {
            lines.iter().map(|line| format!("{sign}{}\n", escaped(line))).collect()
        };
        text.push_str(&lines(before.get(old..old_end).unwrap_or_default(), '-'));
        text.push_str(&lines(after.get(new..new_end).unwrap_or_default(), '+'));
        (old, new) = (old_end, new_end);
    }
    text
}

/// The nearest pair of equal lines from a place on.
fn next_common(before: &[&str], after: &[&str], (old, new): (usize, usize)) -> Option<(usize, usize)> {
    let most = (before.len() - old) + (after.len() - new);
    (1..=most).find_map(|distance| {
        (0..=distance)
            .map(|skipped| (old + distance - skipped, new + skipped))
            .find(|(old, new)| before.get(*old).is_some_and(|line| after.get(*new) == Some(line)))
    })
}

/// What became of links to other sites, in a line.
fn answered(counts: Answered) -> String {
    let Answered { ok, moved, blocked, unknown, dead, maybe_dead } = counts;
    let parts = [(moved, "moved"), (blocked, "blocked"), (unknown, "unknown"), (dead, "dead")];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}"));
    let mut line = format!("other sites: {ok} ok{}\n", parts.collect::<String>());
    if maybe_dead > 0 {
        let (are, they) = if maybe_dead == 1 { ("is", "it") } else { ("are", "they") };
        line.push_str(&format!(
            "{maybe_dead} more {are} gone for the first time: if {they} still {are} tomorrow, a check says where\n"
        ));
    }
    line
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (0.01..=1_000.0).contains(rate));
    rate.ok_or_else(|| "a number from 0.01 to 1000 is expected".to_owned())
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
    fn a_change_is_shown_as_a_patch() {
        let path = RelPath::new("content/a.md").expect("a clean path");
        let before = "---\ntitel: A\ntags:\n  - a\n  - a\n---\nText\n".to_owned();
        let after = "---\ntitle: A\ntags:\n  - a\n---\nText\n".to_owned();
        let expected =
            "--- a/content/a.md\n+++ b/content/a.md\n@@ -2,1 +2,1 @@\n-titel: A\n+title: A\n@@ -5,1 +4,0 @@\n-  - a\n";
        assert_eq!(changes(&Mending { path, before, after, made: 2 }), expected);
    }

    #[test]
    fn an_error_by_itself_cannot_be_left_out() {
        assert!(allowed("broken-link").is_err_and(|said| said.contains("always an error")));
        assert_eq!(allowed("orphan-article"), Ok(Code::OrphanArticle));
        assert!(explain::code("orphan-articel").is_err_and(|said| said.contains("did you mean `orphan-article`?")));
    }
}
