//! `byline completions`: a script for a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::terminal::Terminal;
use super::{Arguments, Outcome};
use crate::error::Error;

const EXAMPLES: &str = "\
Examples:
  byline completions bash > ~/.local/share/bash-completion/completions/byline
  byline completions zsh > \"${fpath[1]}/_byline\"
  byline completions fish > ~/.config/fish/completions/byline.fish";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script to standard output.
pub fn run(arguments: &CompletionsArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    // Into memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "byline", &mut script);
    terminal.print(&script)?;
    Ok(Outcome::Done)
}
