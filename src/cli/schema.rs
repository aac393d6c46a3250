//! `byline schema`: JSON Schemas for editors.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::build::print_mistakes;
use super::terminal::{GOOD, Terminal, json_text};
use super::texts::shown;
use super::{Outcome, check_root};
use crate::build::{Now, Options, settings};
use crate::config::Config;
use crate::date::Instant;
use crate::diagnostics::{Code, Diagnostic, Format};
use crate::error::Error;
use crate::schema::{self, Subject};

const EXAMPLES: &str = "\
Examples:
  byline schema front-matter                print what an article's front matter may say
  byline schema site > site.schema.json     the same for site.toml
  byline schema --write schemas             write all of them: schemas/front-matter.schema.json, …

Then, as the first line of a ledger of sources and of site.toml, for most editors:
  # yaml-language-server: $schema=../schemas/sources.schema.json
  #:schema ./schemas/site.schema.json

The schemas are JSON Schema draft-07, which the language servers for YAML and TOML read best. In a
site, its taxonomies are fields of articles: write the schemas again when you declare another.
Nothing is written without --write.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SchemaArguments {
    /// What the schema is for
    #[arg(value_enum, value_name = "WHAT", required_unless_present = "write")]
    subject: Option<SubjectArgument>,

    /// Write the schema, or all of them, into this folder as WHAT.schema.json
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SubjectArgument {
    /// The front matter of an article
    FrontMatter,
    /// The front matter of an _index.md
    Section,
    /// The front matter of a person's file
    Person,
    /// A ledger of sources, such as content/sources.yml
    Sources,
    /// The credits of a picture, such as quay.jpg.yml
    Picture,
    /// site.toml
    Site,
    /// theme.toml
    Theme,
}

impl From<SubjectArgument> for Subject {
    fn from(subject: SubjectArgument) -> Subject {
        match subject {
            SubjectArgument::FrontMatter => Subject::FrontMatter,
            SubjectArgument::Section => Subject::Section,
            SubjectArgument::Person => Subject::Person,
            SubjectArgument::Sources => Subject::Sources,
            SubjectArgument::Picture => Subject::Picture,
            SubjectArgument::Site => Subject::Site,
            SubjectArgument::Theme => Subject::Theme,
        }
    }
}

/// Prints a schema, or writes some.
pub fn run(root: &Path, arguments: SchemaArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    check_root(root)?;
    let SchemaArguments { subject, write } = arguments;
    let Some(config) = config(root, terminal)? else { return Ok(Outcome::Mistakes) };
    let text = |subject: Subject| {
        let taxonomies = config.taxonomies.iter().map(|(name, taxonomy)| (name.as_str(), taxonomy.title.as_str()));
        json_text(&schema::schema(subject, taxonomies))
    };
    let chosen = subject.map(Subject::from);
    match (write, chosen) {
        (None, Some(subject)) => terminal.print(text(subject).as_bytes())?,
        (None, None) => {}
        (Some(folder), chosen) => {
            std::fs::create_dir_all(&folder).map_err(|cause| Error::io("make the folder", &folder, &cause))?;
            let chosen = chosen.map_or_else(|| Subject::ALL.to_vec(), |subject| vec![subject]);
            let mut said = String::new();
            for subject in chosen {
                let path = folder.join(format!("{}.schema.json", subject.name()));
                std::fs::write(&path, text(subject)).map_err(|cause| Error::io("write", &path, &cause))?;
                said.push_str(&format!("{GOOD}wrote{GOOD:#} {}\n", shown(&path)));
            }
            terminal.say(&said)?;
        }
    }
    Ok(Outcome::Done)
}

/// The settings of the site, or those of a site that says nothing; `None` if site.toml has errors, which are printed.
fn config(root: &Path, terminal: &Terminal) -> Result<Option<Config>, Error> {
    // No schema depends on an instant.
    let now = Now::Instant(Instant::from_seconds(0).unwrap_or_else(Instant::now));
    let (drafts, future, force) = (false, false, false);
    let options =
        Options { root: root.to_owned(), output: None, base_url: None, drafts, future, now, jobs: None, force };
    let read = settings::read(root, &options)?;
    if read.diagnostics.iter().any(|found| found.code == Code::MissingConfig) {
        terminal.say("there is no site.toml here, so `tags` is the only taxonomy in the schemas\n")?;
        return Ok(Some(Config::default()));
    }
    let errors: Vec<Diagnostic> = read.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    if !errors.is_empty() {
        print_mistakes(root, &errors, &[], Format::Human, terminal)?;
        terminal.say("the taxonomies of the site are not known while site.toml has errors\n")?;
        return Ok(None);
    }
    Ok(read.value.map(|settings| settings.config))
}
