//! The command line: one file per command; the only code that prints.
//!
//! In: the arguments. Out: an exit code.
//!
//! - [`build`], [`check`], [`clean`], [`completions`], [`diff`], [`due`], [`explain`], [`import`], [`lsp`], [`man`], [`new`],
//!   [`next`], [`schema`], [`serve`], [`theme`], [`urls`] are the commands; each calls one function of the library and says
//!   what it did.
//! - `deploy` is one, too, in a byline with that feature.
//! - [`now`] is where the instant of a build comes from.
//! - [`terminal`] owns both streams and their colours, [`progress`] the bar, [`texts`] the source lines.
//! - [`interrupt`] is what Ctrl+C does to a build.
//!
//! Exit codes: 0 clean or warnings, 1 the author's errors, 2 the machine's failure or a wrong command line, 130 when
//! interrupted.
//!
//! Invariant: what programs read goes to standard output, what people read to standard error; a reader that goes away
//! early (`| head`) is no failure.

mod build;
mod check;
mod clean;
mod completions;
#[cfg(feature = "deploy")]
mod deploy;
mod diff;
mod due;
mod explain;
mod import;
mod interrupt;
mod lsp;
mod man;
mod new;
mod next;
mod now;
mod progress;
mod schema;
mod scope;
mod serve;
mod terminal;
mod texts;
mod theme;
mod urls;

use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::error::Error;
use terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  byline new site review              make a site in ./review that shows what there is
  byline build                        build the site of this folder into ./public
  byline build --drafts --future      build what is not public yet, too
  byline build --root docs -o out     build the site in ./docs into ./out
  byline check                        say what is wrong and what could be better, and build nothing
  byline explain broken-link          say what a code means, and how to mend it
  byline serve                        show the site in a browser while you write
  byline theme new review             make a theme of your own
  byline clean                        remove what byline built
  byline urls accept                  keep every address of today: a build fails if one is gone
  byline next                         print when a scheduled article comes due or one expires
  byline diff main                    say what this branch changes for readers
  byline due                          list the articles whose review falls due
  byline import hugo old new          make a site in ./new of a site of Hugo in ./old
  byline schema --write schemas       write what an editor needs to complete front matter

A site is a folder with a site.toml and a folder content/ of Markdown articles:

  title = \"The Harbour Review\"
  base_url = \"https://review.example\"

Exit codes: 0 all is well, or there are only warnings; 1 the site has errors, and nothing was
written; 2 the machine failed (a full disk, say) or the command line is wrong; 130 it was
interrupted (Ctrl+C), and nothing was written.";

/// Builds a website from a folder of articles in Markdown.
#[derive(Debug, Parser)]
#[command(name = "byline", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// The site's folder, the one with site.toml in it [default: the current folder]
    #[arg(long, global = true, value_name = "DIR")]
    #[arg(help_heading = "Options of every command")]
    root: Option<PathBuf>,

    /// When to use colour: always, never, or auto (on a terminal) [default: auto]
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_default_value = true, hide_possible_values = true, help_heading = "Options of every command")]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a site, an article, a section, a person, a source, or what a service needs
    New(new::NewArguments),
    /// Build the site
    Build(build::BuildArguments),
    /// Say what is wrong with the site and what could be better, and build nothing
    Check(check::CheckArguments),
    /// Say what a code such as unused-source means, and how to mend it
    Explain(explain::ExplainArguments),
    /// Show the site in a browser, and every change as soon as it is saved
    Serve(serve::ServeArguments),
    /// Make a site of one that another generator made
    Import(import::ImportArguments),
    /// Help an editor: say what is wrong as you type, complete, and find
    Lsp(lsp::LspArguments),
    /// Remove the files that byline built, and its cache
    Clean(clean::CleanArguments),
    /// List the addresses of the site, and accept them as those that are to stay
    Urls(urls::UrlsArguments),
    /// Print when the output will next change by itself
    Next(next::NextArguments),
    /// Compare the site with a built folder, or with itself in a revision of its repository
    Diff(diff::DiffArguments),
    /// List the articles whose review falls due
    Due(due::DueArguments),
    /// Publish what was built to a folder, or to the storage of Amazon, Google or Azure
    #[cfg(feature = "deploy")]
    Deploy(deploy::DeployArguments),
    /// Make a theme, change one, and check one
    Theme(theme::ThemeArguments),
    /// Print JSON Schemas, so that an editor completes front matter and settings
    Schema(schema::SchemaArguments),
    /// Print the manual, or write a page for every command
    Man(man::ManArguments),
    /// Print a script that completes byline's commands in a shell
    Completions(completions::CompletionsArguments),
}

/// When to print in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// How a command ended, if the machine did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing is wrong that would keep the site from being published.
    Done,
    /// The author's errors are printed.
    Mistakes,
    /// The person who waited wanted no more of it; this is the exit code.
    Interrupted(u8),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let Ok(code) = catch_unwind(run) else {
        // The panic itself has been printed.
        terminal::say_bug();
        return ExitCode::from(2);
    };
    code
}

fn run() -> ExitCode {
    let Arguments { command, root, color } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Printed where it belongs: help to standard output, complaints to standard error.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let terminal = Terminal::new(color);
    let named = root.clone();
    let root = root.unwrap_or_else(|| PathBuf::from("."));
    let outcome = match command {
        Command::New(arguments) => new::run(&root, arguments, &terminal),
        Command::Build(arguments) => build::run(&root, arguments, &terminal),
        Command::Check(arguments) => check::run(&root, arguments, &terminal),
        Command::Explain(arguments) => explain::run(&arguments, &terminal),
        Command::Serve(arguments) => serve::run(&root, arguments, &terminal, color),
        Command::Import(arguments) => import::run(arguments, &terminal),
        Command::Lsp(arguments) => lsp::run(named, arguments),
        Command::Clean(arguments) => clean::run(&root, arguments, &terminal),
        Command::Urls(arguments) => urls::run(&root, arguments, &terminal),
        Command::Next(arguments) => next::run(&root, arguments, &terminal),
        Command::Diff(arguments) => diff::run(&root, arguments, &terminal),
        Command::Due(arguments) => due::run(&root, arguments, &terminal),
        #[cfg(feature = "deploy")]
        Command::Deploy(arguments) => deploy::run(&root, arguments, &terminal),
        Command::Theme(arguments) => theme::run(&root, arguments, &terminal, color),
        Command::Schema(arguments) => schema::run(&root, arguments, &terminal),
        Command::Man(arguments) => man::run(&arguments, &terminal),
        Command::Completions(arguments) => completions::run(&arguments, &terminal),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Mistakes) => ExitCode::from(1),
        Ok(Outcome::Interrupted(code)) => ExitCode::from(code),
        Err(error) => {
            terminal.say_error(&error);
            ExitCode::from(2)
        }
    }
}

/// Sees that the root is a folder, so that a slip in `--root` is not taken for a site without site.toml.
fn check_root(root: &std::path::Path) -> Result<(), Error> {
    match root.metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(Error::new(format!("use {} as the site's folder", root.display()), "it is a file")
            .with_help("name the folder that site.toml is in")),
        Err(cause) => Err(Error::io("open the folder", root, &cause).with_help("`--root` names the site's folder")),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_and_argument_is_explained() {
        fn check(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
            command.get_subcommands().for_each(check);
        }
        check(&Arguments::command());
    }
}
