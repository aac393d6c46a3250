//! `byline theme`: makes a theme, copies a file of the default one, and says what is doubtful in templates.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::build::print_mistakes;
use super::terminal::{GOOD, HELP, Terminal};
use super::{Outcome, check_root, now};
use crate::build::{Options, theme};
use crate::diagnostics::{Diagnostic, Format};
use crate::error::Error;
use crate::scaffold;

const EXAMPLES: &str = "\
Examples:
  byline theme new review                 a theme of your own in themes/review, to be changed
  byline theme copy                       list the files of the default theme
  byline theme copy article.html          put one of them into templates/, to be changed
  byline theme check                      say what is wrong or doubtful in your templates

What is there already is never changed.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ThemeArguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a theme that extends the default one
    New {
        /// What it is called
        name: String,
    },
    /// Copy a file of the default theme into the site, or list them
    Copy {
        /// The file: its path below templates/, or its name
        file: Option<String>,
    },
    /// Say what is wrong or doubtful in the site's templates and in its theme
    Check,
}

/// Does it.
pub fn run(root: &Path, arguments: ThemeArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    check_root(root)?;
    match arguments.action {
        Action::New { name } => new(root, &name, terminal),
        Action::Copy { file } => copy(root, file.as_deref(), terminal),
        Action::Check => check(root, terminal),
    }
}

fn new(root: &Path, name: &str, terminal: &Terminal) -> Result<Outcome, Error> {
    let (folder, files) = scaffold::theme::files(name)?;
    scaffold::place::place(root, &files)?;
    let made: String = files.iter().map(|file| format!("{GOOD}made{GOOD:#} {}\n", file.path)).collect();
    let next = format!(
        "{HELP}next{HELP:#} choose it in site.toml: `[theme]` and, below it, `name = \"{folder}\"`\n\
         {HELP}next{HELP:#} byline serve, and change its files: every page shows it at once\n"
    );
    terminal.say(&(made + &next))?;
    Ok(Outcome::Done)
}

fn copy(root: &Path, file: Option<&str>, terminal: &Terminal) -> Result<Outcome, Error> {
    let Some(name) = file else {
        let list: String = scaffold::theme::copies().iter().map(|file| format!("{}\n", file.path)).collect();
        terminal.print(list.as_bytes())?;
        return Ok(Outcome::Done);
    };
    let file = scaffold::theme::copy(name)?;
    let path = file.path.clone();
    scaffold::place::place(root, &[file])?;
    let said = format!(
        "{GOOD}made{GOOD:#} {path}\n\
         {HELP}next{HELP:#} change it: the site uses it instead of the theme's; to keep most of a page, extend \
         `default/NAME.html` instead\n"
    );
    terminal.say(&said)?;
    Ok(Outcome::Done)
}

fn check(root: &Path, terminal: &Terminal) -> Result<Outcome, Error> {
    let options = Options {
        root: PathBuf::from(root),
        output: None,
        base_url: None,
        drafts: false,
        future: false,
        now: now::from_environment()?,
        jobs: None,
        force: false,
    };
    let theme::Report { diagnostics, built_in, theme } = theme::check(&options)?;
    print_mistakes(root, &diagnostics, &built_in, Format::Human, terminal)?;
    if diagnostics.is_empty() {
        terminal
            .say(&format!("{GOOD}checked{GOOD:#} the theme `{theme}` and the site's templates: nothing to say\n"))?;
    }
    let has_errors = diagnostics.iter().any(Diagnostic::is_error);
    Ok(if has_errors { Outcome::Mistakes } else { Outcome::Done })
}
