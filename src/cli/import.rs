//! `byline import`: makes a site of one that another generator made.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::{GOOD, Terminal, WARNING};
use super::texts::shown;
use super::{Outcome, now};
use crate::build::Now;
use crate::diagnostics::escaped;
use crate::error::Error;
use crate::import::{self, Generator, Options, Report, report};

/// How many kinds of findings are named in the terminal.
const KINDS: usize = 12;

const EXAMPLES: &str = "\
Examples:
  byline import hugo ../old-site review              make ./review of a site of Hugo
  byline import wordpress export.xml review          make it of WordPress's export file
  byline import jekyll ../old-site review --keep-edits
                                                     import again, and keep what was edited since

The folder of the old site is only read. The new one must not be there yet, be empty, or be what
an import wrote and nobody changed. What could not be taken over as it was stays visible in the
articles, and import-report.md lists it with file and line. Every old address leads to its page.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportArguments {
    /// The program that made the old site
    #[arg(value_enum, value_name = "GENERATOR")]
    generator: GeneratorArgument,

    /// The folder of the old site; of WordPress, its export file or a folder with it and with wp-content/uploads
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The folder of the new site
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Import into a folder where files were changed since the last import, and keep them as they are
    #[arg(long)]
    keep_edits: bool,

    /// See that the site builds on this date (2026-01-31) or instant (2026-01-31T09:00:00Z)
    /// [default: the instant in SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "DATE", value_parser = now::parse, verbatim_doc_comment)]
    now: Option<Now>,
}

/// A program that makes sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum GeneratorArgument {
    /// Hugo
    Hugo,
    /// Zola
    Zola,
    /// Jekyll
    Jekyll,
    /// WordPress, by its export file
    Wordpress,
    /// A folder of Markdown, such as notes
    Markdown,
}

impl From<GeneratorArgument> for Generator {
    fn from(generator: GeneratorArgument) -> Generator {
        match generator {
            GeneratorArgument::Hugo => Generator::Hugo,
            GeneratorArgument::Zola => Generator::Zola,
            GeneratorArgument::Jekyll => Generator::Jekyll,
            GeneratorArgument::Wordpress => Generator::Wordpress,
            GeneratorArgument::Markdown => Generator::Markdown,
        }
    }
}

/// Imports, and says what became of it.
pub fn run(arguments: ImportArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let ImportArguments { generator, source, folder, keep_edits, now } = arguments;
    let now = now.map_or_else(now::from_environment, Ok)?;
    let options = Options { generator: generator.into(), source, folder, keep_edits, now };
    let report = import::import(&options)?;
    terminal.say(&said(&report, &options))?;
    Ok(if report.wrong.is_empty() { Outcome::Done } else { Outcome::Mistakes })
}

fn said(report: &Report, options: &Options) -> String {
    let Report { counts, findings, kept, wrong } = report;
    let folder = shown(&options.folder);
    let mut text = format!("{GOOD}imported{GOOD:#} {} into {folder}\n", report::said(counts));
    for path in kept.iter().take(KINDS) {
        text.push_str(&format!("{WARNING}kept{WARNING:#} {}: it was changed since the last import\n", escaped(path)));
    }
    if kept.len() > KINDS {
        text.push_str(&format!("{WARNING}kept{WARNING:#} {} more\n", kept.len() - KINDS));
    }
    let kinds = report::by_kind(findings);
    if !kinds.is_empty() {
        text.push_str("\nnot taken over as it was:\n");
        for (kind, findings) in kinds.iter().take(KINDS) {
            text.push_str(&format!("{:>6}  {}\n", findings.len(), escaped(kind)));
        }
        let rest: usize = kinds.iter().skip(KINDS).map(|(_, findings)| findings.len()).sum();
        if rest > 0 {
            text.push_str(&format!("{rest:>6}  of {} more kinds\n", kinds.len() - KINDS));
        }
    }
    text.push_str(&format!("\nevery place stands in {}\n", shown(&options.folder.join("import-report.md"))));
    for diagnostic in wrong.iter().take(KINDS) {
        text.push_str(&format!("{WARNING}still wrong{WARNING:#} {}\n", escaped(&diagnostic.message)));
    }
    text.push_str(&format!("now look at it: byline serve --root {folder}\n"));
    text
}
