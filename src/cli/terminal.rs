//! Both standard streams: where text goes, and whether it is coloured.

use std::io::{self, ErrorKind, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::Color;
use crate::diagnostics::{self, escaped, escaped_json};
use crate::error::Error;

/// `error:`
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// `warning:`, and counts of warnings.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// What went well.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// `help:`
pub const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// The process's standard output and standard error.
pub struct Terminal {
    choice: ColorChoice,
}

impl Terminal {
    pub fn new(color: Color) -> Terminal {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Terminal { choice }
    }

    /// Whether somebody looks at standard error.
    pub fn is_watched(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// How diagnostics are drawn on standard error.
    pub fn style(&self) -> diagnostics::Style {
        let choice = match self.choice {
            ColorChoice::Auto => AutoStream::choice(&io::stderr()),
            choice => choice,
        };
        if choice == ColorChoice::Never { diagnostics::Style::Plain } else { diagnostics::Style::Coloured }
    }

    /// Prints for programs.
    pub fn print(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        accept(stdout.write_all(bytes).and_then(|()| stdout.flush()), "standard output")
    }

    /// Prints on standard output what was asked for, in colour where that is wanted.
    pub fn show(&self, text: &str) -> Result<(), Error> {
        let mut stdout = AutoStream::new(io::stdout().lock(), self.choice);
        accept(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()), "standard output")
    }

    /// Prints for people; escape sequences are dropped where they are not wanted.
    pub fn say(&self, text: &str) -> Result<(), Error> {
        let mut stderr = AutoStream::new(io::stderr().lock(), self.choice);
        accept(stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush()), "standard error")
    }

    /// Prints a failure of the machine, with its way out.
    pub fn say_error(&self, error: &Error) {
        let mut text = format!("{ERROR}error{ERROR:#}: {}\n", escaped(&error.to_string()));
        if let Some(help) = &error.help {
            text.push_str(&format!("{HELP}help{HELP:#}: {}\n", escaped(help)));
        }
        // There is no place left to say that this failed.
        let _ = self.say(&text);
    }
}

/// JSON on several lines, in which nothing acts on a terminal.
pub fn json_text(value: &serde_json::Value) -> String {
    format!("{value:#}").lines().flat_map(|line| [escaped_json(line), "\n".into()]).collect()
}

/// Asks for a report after a panic; nothing is known about the terminal by then.
pub fn say_bug() {
    let _ = writeln!(
        io::stderr(),
        "error: byline stopped over a mistake of its own; please report it, with the lines above and what you ran"
    );
}

/// Takes a reader that went away for one that has read enough.
fn accept(result: io::Result<()>, stream: &str) -> Result<(), Error> {
    match result {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            Err(Error::new(format!("write to {stream}"), cause.to_string()))
        }
        _ => Ok(()),
    }
}
