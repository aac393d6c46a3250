//! `byline build`: builds the site and says how it went.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::interrupt::Interrupt;
use super::progress::Watch;
use super::scope::Scope;
use super::terminal::{ERROR, GOOD, Terminal, WARNING};
use super::texts::{Texts, shown};
use super::{Outcome, check_root};
use crate::build::verify::{self, Verified};
use crate::build::{self, Done, Options, Places, Report, Searched, cache};
use crate::diagnostics::{self, Counts, Diagnostic, Format, count, escaped};
use crate::error::Error;
use crate::text::RelPath;

/// The trace's name in the cache.
const TRACE: &str = "timings.json";

const EXAMPLES: &str = "\
Examples:
  byline build                               build the site of this folder into ./public
  byline build --base-url https://test.example/preview/
                                             build it for another address
  byline build --now 2026-01-01              build it as it will be on that day
  byline build --format github               show mistakes in a pull request on GitHub
  byline build --explain                     say of each page why it was made anew

With an error nothing is written. A second build renders and writes only what changed.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct BuildArguments {
    /// The folder to build into [default: public in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// The address of the site, instead of the one in site.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,

    /// Build into a folder that holds files which byline did not write, and leave those alone
    #[arg(long)]
    force: bool,

    /// Print errors and nothing else
    #[arg(short, long)]
    quiet: bool,

    /// Say of each page that was rendered why it was
    #[arg(long, conflicts_with = "quiet")]
    explain: bool,

    /// Print how long each stage took, and write a trace that a browser's profiler opens
    #[arg(long, conflicts_with = "quiet")]
    timings: bool,

    /// Build again without the cache, and compare every byte of the output with that
    #[arg(long)]
    verify: bool,

    /// How to print mistakes; all but `human` go to standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: FormatArgument,

    #[command(flatten)]
    scope: Scope,
}

/// How to print mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArgument {
    /// With the line of the source
    Human,
    /// One line each
    Short,
    /// A JSON array
    Json,
    /// SARIF 2.1.0, for code scanning services
    Sarif,
    /// Annotations for GitHub Actions
    Github,
    /// JUnit's XML, for CI services
    Junit,
}

impl From<FormatArgument> for Format {
    fn from(format: FormatArgument) -> Format {
        match format {
            FormatArgument::Human => Format::Human,
            FormatArgument::Short => Format::Short,
            FormatArgument::Json => Format::Json,
            FormatArgument::Sarif => Format::Sarif,
            FormatArgument::Github => Format::GitHub,
            FormatArgument::Junit => Format::JUnit,
        }
    }
}

/// Builds, prints the mistakes, and sums up.
pub fn run(root: &Path, arguments: BuildArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let BuildArguments { output, base_url, force, quiet, explain, timings, verify, format, scope } = arguments;
    check_root(root)?;
    let options = Options { output, base_url, force, ..scope.options(root)? };

    let interrupt = Interrupt::listen()?;
    let watch = Watch::interruptible(terminal.is_watched() && !quiet, timings, interrupt.clone());
    let built = build::build(&options, &watch);
    let stages = watch.end();
    let report = match (built, interrupt.code()) {
        (Err(_), Some(code)) => {
            terminal.say(&format!("{ERROR}interrupted{ERROR:#}: nothing was written\n"))?;
            return Ok(Outcome::Interrupted(code));
        }
        (built, _) => built?,
    };

    show(root, &report, format.into(), quiet, terminal)?;
    if !quiet {
        let mut text = String::new();
        if explain {
            text.push_str(&explanation(&report));
        }
        if timings {
            let trace = cache::leave(&Places::of(&options)?.cache, TRACE, stages.trace().as_bytes())?;
            text.push_str(&stages.table());
            text.push_str(&format!("a browser's profiler opens {}\n", shown(&trace)));
        }
        text.push_str(&summary(&report));
        terminal.say(&text)?;
    }
    if verify && report.done.is_some() {
        let verified = verify::verify(&options, &Watch::new(terminal.is_watched() && !quiet, false))?;
        if !quiet || !verified.is_same() {
            terminal.say(&verdict(&verified))?;
        }
        if !verified.is_same() {
            return Err(Error::new("trust this build", "the output differs from a clean build's").with_help(
                "a pre-processor that does not return the same twice looks like this; without one it is a bug of byline: \
                 please report it; `byline clean` and another build make it right",
            ));
        }
    }
    let failed = report.done.is_none() || report.diagnostics.iter().any(Diagnostic::is_error);
    report.remains.leave();
    Ok(if failed { Outcome::Mistakes } else { Outcome::Done })
}

/// Prints the mistakes where the format's reader looks.
fn show(root: &Path, report: &Report, format: Format, quiet: bool, terminal: &Terminal) -> Result<(), Error> {
    let errors: Vec<Diagnostic>;
    let diagnostics = if quiet {
        errors = report.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).cloned().collect();
        &errors
    } else {
        &report.diagnostics
    };
    print_mistakes(root, diagnostics, &report.built_in, format, terminal)
}

/// Prints mistakes; `built_in` are the texts of files that are not on disk.
pub(super) fn print_mistakes(
    root: &Path,
    diagnostics: &[Diagnostic],
    built_in: &[(RelPath, String)],
    format: Format,
    terminal: &Terminal,
) -> Result<(), Error> {
    let texts = Texts::new(root, built_in, &reader(format));
    let mut text = Vec::new();
    diagnostics::write(diagnostics, &texts, format, terminal.style(), &mut text)
        .map_err(|cause| Error::new("print the mistakes", cause.to_string()))?;
    match format {
        Format::Human => terminal.say(&String::from_utf8_lossy(&text)),
        Format::Short | Format::Json | Format::Sarif | Format::GitHub | Format::JUnit => terminal.print(&text),
    }
}

/// The folder from which the reader of a format follows paths: a service reads them from the top of the repository.
fn reader(format: Format) -> PathBuf {
    let workspace = match format {
        Format::GitHub | Format::Sarif => std::env::var_os("GITHUB_WORKSPACE").filter(|folder| !folder.is_empty()),
        Format::Human | Format::Short | Format::Json | Format::JUnit => None,
    };
    match workspace {
        Some(folder) => PathBuf::from(folder),
        None => std::env::current_dir().unwrap_or_default(),
    }
}

/// Why each page was rendered, one line each.
fn explanation(report: &Report) -> String {
    let mut text: String =
        report.rendered.iter().map(|page| format!("{}: {}\n", escaped(&page.path), page.reason.words())).collect();
    if let Some(Done { pages, rendered, read, .. }) = report.done {
        text.push_str(&format!("{} kept, {} read\n", counted(pages - rendered, "page"), counted(read, "file")));
    }
    text
}

pub(super) fn counted(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

/// What comparing with a clean build found.
fn verdict(verified: &Verified) -> String {
    let Verified { files, different, left_over } = verified;
    if verified.is_same() {
        return format!("{GOOD}verified{GOOD:#} {files} files: each is what a clean build makes\n");
    }
    let different = different.iter().map(|path| format!("differs: {}\n", escaped(path)));
    let left_over = left_over.iter().map(|path| format!("should not be there: {}\n", escaped(path)));
    different.chain(left_over).collect()
}

/// One line: what was built, or that nothing was.
fn summary(report: &Report) -> String {
    let counts = count(&report.diagnostics);
    match report.done {
        None => format!("{ERROR}nothing was written{ERROR:#}: {counts}\n"),
        Some(Done { pages, rendered, read: _, files: _, written, removed, compressed, searched }) => {
            let s = if pages == 1 { "" } else { "s" };
            let took = duration(report.elapsed);
            let into = shown(&report.output);
            let mut line = format!(
                "{GOOD}built{GOOD:#} {pages} page{s} ({rendered} rendered, {written} written, {removed} removed) in {took} into {into}"
            );
            if counts != Counts::default() {
                line.push_str(&format!(" · {WARNING}{counts}{WARNING:#}"));
            }
            if compressed > 0 {
                line.push_str(&format!(" · {}", counted(compressed, "compression")));
            }
            line.extend(searched.map(of_search));
            line.push('\n');
            line
        }
    }
}

/// How large the search's files are, and how long they took.
fn of_search(searched: Searched) -> String {
    let Searched { pages: _, files, bytes, took } = searched;
    format!(" · search {} in {}, made in {}", size(bytes), counted(files, "file"), duration(took))
}

/// Bytes in the unit that fits.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

pub(super) fn duration(duration: Duration) -> String {
    let milliseconds = duration.as_millis();
    match milliseconds {
        0..1_000 => format!("{milliseconds} ms"),
        1_000..60_000 => format!("{}.{:02} s", milliseconds / 1_000, milliseconds % 1_000 / 10),
        _ => format!("{} min {} s", milliseconds / 60_000, milliseconds % 60_000 / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;

    fn report(codes: &[Code], done: Option<Done>) -> Report {
        let path = RelPath::new("content/a.md").expect("a clean path");
        Report {
            diagnostics: codes.iter().map(|code| Diagnostic::in_file(*code, &path, "wrong")).collect(),
            built_in: Vec::new(),
            output: std::env::current_dir().expect("tests run in a folder").join("public"),
            done,
            rendered: Vec::new(),
            elapsed: Duration::from_millis(120),
            remains: build::Remains::default(),
        }
    }

    fn plain(report: &Report) -> String {
        anstream::adapter::strip_str(&summary(report)).to_string()
    }

    #[test]
    fn the_summary_says_what_was_built_and_counts_warnings() {
        let done = Some(Done {
            pages: 42,
            rendered: 2,
            read: 4,
            files: 60,
            written: 3,
            removed: 1,
            compressed: 0,
            searched: None,
        });
        assert_eq!(
            plain(&report(&[], done)),
            "built 42 pages (2 rendered, 3 written, 1 removed) in 120 ms into public\n"
        );
        assert_eq!(
            plain(&report(&[Code::UnknownField, Code::EmptyPlace], done)),
            "built 42 pages (2 rendered, 3 written, 1 removed) in 120 ms into public · 2 warnings\n"
        );
        let done = Some(Done { pages: 1, ..Done::default() });
        assert_eq!(
            plain(&report(&[], done)),
            "built 1 page (0 rendered, 0 written, 0 removed) in 120 ms into public\n"
        );
    }

    #[test]
    fn the_summary_says_that_nothing_was_written() {
        let codes = [Code::WrongType, Code::BrokenLink, Code::MissingField, Code::UnknownField];
        assert_eq!(plain(&report(&codes, None)), "nothing was written: 3 errors, 1 warning\n");
    }

    #[test]
    fn durations_are_said_in_the_unit_that_fits() {
        let said = |milliseconds| duration(Duration::from_millis(milliseconds));
        assert_eq!(said(0), "0 ms");
        assert_eq!(said(999), "999 ms");
        assert_eq!(said(1_050), "1.05 s");
        assert_eq!(said(59_999), "59.99 s");
        assert_eq!(said(61_000), "1 min 1 s");
    }
}
