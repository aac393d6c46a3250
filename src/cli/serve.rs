//! `byline serve`: shows the site in a browser and says what it sees.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use clap::Args;

use super::build::{duration, print_mistakes};
use super::scope::Scope;
use super::terminal::{ERROR, GOOD, HELP, Terminal, WARNING};
use super::{Color, Outcome, check_root};
use crate::diagnostics::{Counts, Format, count, escaped};
use crate::error::Error;
use crate::serve::{self, Listener, Told};

const EXAMPLES: &str = "\
Examples:
  byline serve                        show the site of this folder at http://localhost:4321/
  byline serve --open --drafts        open it in the browser, drafts included
  byline serve --follow               the browser goes to the article that was saved last

Nothing is written to the output folder. Alt+Shift+D on a page opens the editor's desk, and
/__byline/ lists drafts, what is due for review, and every mistake. Ctrl+C ends the preview.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ServeArguments {
    /// The port to listen on; 0 is any that is free [default: 4321, or the next one that is free]
    #[arg(short, long, value_name = "N")]
    port: Option<u16>,

    /// The address to listen on; another than this machine's own lets others see the preview
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,

    /// Open the site in the browser
    #[arg(short, long)]
    open: bool,

    /// Let the browser go to the article that was saved last
    #[arg(long)]
    follow: bool,

    /// Look at the files twice a second instead of being told of changes: for disks of a network
    #[arg(long)]
    poll: bool,

    #[command(flatten)]
    scope: Scope,
}

/// Serves until the process is ended.
pub fn run(root: &Path, arguments: ServeArguments, terminal: &Terminal, color: Color) -> Result<Outcome, Error> {
    let ServeArguments { port, bind, open, follow, poll, scope } = arguments;
    check_root(root)?;
    let is_fixed = scope.is_fixed();
    let build = scope.options(root)?;
    if !bind.is_loopback() {
        let text = "whoever reaches this machine can read the preview, drafts included";
        terminal.say(&format!("{WARNING}warning{WARNING:#}: {text}\n"))?;
    }
    let options = serve::Options { build, is_fixed, port, bind, follow, poll };
    let listener = Arc::new(Speaker::new(root, Terminal::new(color), open));
    serve::serve(&options, listener)?;
    Ok(Outcome::Done)
}

/// Says at the terminal what the preview does.
pub(super) struct Speaker {
    root: PathBuf,
    terminal: Terminal,
    open: bool,
}

impl Listener for Speaker {
    fn told(&self, told: &Told<'_>) {
        // A terminal that is gone is no reason to end the preview.
        let _ = self.say(told);
    }
}

impl Speaker {
    pub(super) fn new(root: &Path, terminal: Terminal, open: bool) -> Speaker {
        Speaker { root: root.to_owned(), terminal, open }
    }

    fn say(&self, told: &Told<'_>) -> Result<(), Error> {
        match told {
            Told::Serving { url, home, taken } => {
                if let Some(taken) = taken {
                    self.terminal.say(&format!("port {taken} is taken, so another one is used\n"))?;
                }
                let text = format!("{GOOD}serving{GOOD:#} at {home} · the desk is at {url}__byline/ · Ctrl+C ends\n");
                self.terminal.say(&text)?;
                if self.open {
                    browse(home);
                }
                Ok(())
            }
            Told::Moved { home } => self.terminal.say(&format!("{GOOD}serving{GOOD:#} at {home} from now on\n")),
            Told::Page { file, address, took } => {
                let (file, address) = (escaped(file.as_str()), escaped(address));
                self.terminal.say(&format!("{GOOD}shown{GOOD:#} {file} at {address} in {}\n", duration(*took)))
            }
            Told::Site { files, diagnostics, built_in, is_shown, has_site, took } => {
                print_mistakes(&self.root, diagnostics, built_in, Format::Human, &self.terminal)?;
                let counts = count(*diagnostics);
                let what = match files.first() {
                    Some(file) if files.len() == 1 => format!(" after {}", escaped(file.as_str())),
                    Some(_) => format!(" after {} files", files.len()),
                    None => String::new(),
                };
                let took = duration(*took);
                let text = match (is_shown, counts == Counts::default()) {
                    (true, true) => format!("{GOOD}shown{GOOD:#}{what} in {took}\n"),
                    (true, false) => format!("{GOOD}shown{GOOD:#}{what} in {took} · {WARNING}{counts}{WARNING:#}\n"),
                    (false, _) if *has_site => {
                        format!("{ERROR}not shown{ERROR:#}{what}: {counts}; the last good site stays\n")
                    }
                    (false, _) => format!("{ERROR}nothing to show yet{ERROR:#}: {counts}\n"),
                };
                self.terminal.say(&text)
            }
            Told::Broken { address, mistake, built_in, was_good } => {
                print_mistakes(&self.root, std::slice::from_ref(*mistake), built_in, Format::Human, &self.terminal)?;
                let (address, rest) = (escaped(address), if *was_good { "; it stays as it was last" } else { "" });
                self.terminal.say(&format!("{ERROR}not shown{ERROR:#} {address}{rest}\n"))
            }
            Told::Refused { address, mistakes, built_in } => {
                print_mistakes(&self.root, mistakes, built_in, Format::Human, &self.terminal)?;
                let address = escaped(address);
                self.terminal.say(&format!("{ERROR}shown, but not to be published{ERROR:#} {address}\n"))
            }
            Told::Failed(error) => {
                self.terminal.say_error(error);
                Ok(())
            }
            Told::Warning(text) => self.terminal.say(&format!("{HELP}note{HELP:#}: {}\n", escaped(text))),
        }
    }
}

/// Opens an address in the browser; if that fails, the address stands in the terminal.
fn browse(url: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let silent = Command::new(program)
        .args(before)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    drop(silent);
}
