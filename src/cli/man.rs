//! `byline man`: manual pages.

use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};

use super::terminal::{GOOD, Terminal};
use super::texts::shown;
use super::{Arguments, Outcome};
use crate::error::Error;

const EXAMPLES: &str = "\
Examples:
  byline man | man -l -                      read the page of the program
  byline man --write ~/.local/share/man/man1 write a page for every command, for `man byline-build`";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ManArguments {
    /// Write a page for the program and for every command into this folder
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

/// Prints the program's page, or writes all of them.
pub fn run(arguments: &ManArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let mut program = Arguments::command();
    let Some(folder) = &arguments.write else {
        terminal.print(&page(program)?)?;
        return Ok(Outcome::Done);
    };
    // Gives every command its whole name, and the options of all.
    program.build();
    std::fs::create_dir_all(folder).map_err(|cause| Error::io("make the folder", folder, &cause))?;
    let mut written = Vec::new();
    write(&program, folder, &mut written)?;
    let said = written.iter().map(|path| format!("{GOOD}wrote{GOOD:#} {}\n", shown(path)));
    terminal.say(&said.collect::<String>())?;
    Ok(Outcome::Done)
}

/// Writes the page of a command, and those of the commands below it.
fn write(command: &Command, folder: &Path, written: &mut Vec<PathBuf>) -> Result<(), Error> {
    let path = folder.join(format!("{}.1", command.get_display_name().unwrap_or(command.get_name())));
    std::fs::write(&path, page(command.clone())?).map_err(|cause| Error::io("write", &path, &cause))?;
    written.push(path);
    let below = command.get_subcommands().filter(|command| command.get_name() != "help");
    below.into_iter().try_for_each(|below| write(below, folder, written))
}

/// A page in the language of manuals.
fn page(command: Command) -> Result<Vec<u8>, Error> {
    let mut text = Vec::new();
    let rendered = clap_mangen::Man::new(command).render(&mut text);
    rendered.map_err(|cause| Error::new("make a page of the manual", cause.to_string()))?;
    Ok(text)
}
