//! `byline theme`: makes a theme, copies a file of the default one, shows a theme, and says what is doubtful in templates.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::build::print_mistakes;
use super::serve::Speaker;
use super::terminal::{GOOD, HELP, Terminal};
use super::{Color, Outcome, check_root, now};
use crate::build::{Now, Options, theme};
use crate::date::Date;
use crate::diagnostics::{Diagnostic, Format};
use crate::error::Error;
use crate::scaffold;
use crate::serve;
use crate::showcase::{self, Mirror};

/// How often the files of the theme are looked at while it is shown.
const EVERY: Duration = Duration::from_millis(150);

const EXAMPLES: &str = "\
Examples:
  byline theme new review                 a theme of your own in themes/review, to be changed
  byline theme copy                       list the files of the default theme
  byline theme copy article.html          put one of them into templates/, to be changed
  byline theme preview --open             show the theme with a magazine that has every kind of page
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
    /// Show the site's theme with a magazine that has every kind of page, and each component with its examples
    ///
    /// Your articles are left alone. Each change of the theme, of templates/ and of i18n/ is shown at once.
    Preview {
        /// The port to listen on; 0 is any that is free [default: 4321, or the next one that is free]
        #[arg(short, long, value_name = "N")]
        port: Option<u16>,

        /// Open it in the browser
        #[arg(short, long)]
        open: bool,
    },
    /// Say what is wrong or doubtful in the site's templates and in its theme
    Check,
}

/// Does it.
pub fn run(root: &Path, arguments: ThemeArguments, terminal: &Terminal, color: Color) -> Result<Outcome, Error> {
    check_root(root)?;
    match arguments.action {
        Action::New { name } => new(root, &name, terminal),
        Action::Copy { file } => copy(root, file.as_deref(), terminal),
        Action::Preview { port, open } => preview(root, port, open, color),
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
    if !root.join("site.toml").is_file() {
        let why = format!("{} has no site.toml", root.display());
        return Err(Error::new(format!("copy `{name}`"), why).with_help("`--root` names the site's folder"));
    }
    let file = scaffold::theme::copy(name)?;
    let path = file.path.clone();
    scaffold::place::place(root, &[file])?;
    let next = match path.ends_with(".md") {
        true => "read which fields each view has",
        false => {
            "change it: the site uses it instead of the theme's; to keep most of a page, extend `default/NAME.html` instead"
        }
    };
    let said = format!("{GOOD}made{GOOD:#} {path}\n{HELP}next{HELP:#} {next}\n");
    terminal.say(&said)?;
    Ok(Outcome::Done)
}

fn preview(root: &Path, port: Option<u16>, open: bool, color: Color) -> Result<Outcome, Error> {
    let day = Now::Date(Date::Day(showcase::DAY));
    let mut mirror = Mirror::new(&options(root, day))?;
    let folder = mirror.folder().to_owned();
    let terminal = Terminal::new(color);
    terminal.say(&format!(
        "{HELP}note{HELP:#}: a magazine that does not exist, in your theme; its components are at /components/\n"
    ))?;
    let follow = move || {
        let mut told = None;
        loop {
            thread::sleep(EVERY);
            let failed = mirror.update().err();
            let says = failed.as_ref().map(ToString::to_string);
            // What stays wrong is said once, what comes again is said again.
            if let Some(error) = failed.filter(|_| says != told) {
                terminal.say_error(&error);
            }
            told = says;
        }
    };
    let failed = |cause: std::io::Error| Error::new("follow the theme", cause.to_string());
    thread::Builder::new().name("theme".to_owned()).spawn(follow).map_err(failed)?;
    let listener = Arc::new(Speaker::new(&folder, Terminal::new(color), open));
    let options = serve::Options {
        build: options(&folder, day),
        is_fixed: true,
        port,
        bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
        follow: false,
        poll: false,
    };
    serve::serve(&options, listener)?;
    Ok(Outcome::Done)
}

fn options(root: &Path, now: Now) -> Options {
    Options {
        root: PathBuf::from(root),
        output: None,
        base_url: None,
        drafts: false,
        future: false,
        now,
        jobs: None,
        force: false,
    }
}

fn check(root: &Path, terminal: &Terminal) -> Result<Outcome, Error> {
    let options = options(root, now::from_environment()?);
    let theme::Report { diagnostics, built_in, theme } = theme::check(&options)?;
    print_mistakes(root, &diagnostics, &built_in, Format::Human, terminal)?;
    if diagnostics.is_empty() {
        terminal
            .say(&format!("{GOOD}checked{GOOD:#} the theme `{theme}` and the site's templates: nothing to say\n"))?;
    }
    let has_errors = diagnostics.iter().any(Diagnostic::is_error);
    Ok(if has_errors { Outcome::Mistakes } else { Outcome::Done })
}
