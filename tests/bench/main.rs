//! `cargo bench`: how fast byline is, beside Hugo where it is installed and beside the floor of the workload.
//!
//! One site is written for each generator ([`corpus`]); the [`peers`] build it in turn, round by round ([`runs`]): cold,
//! with nothing changed, after an edit of a body and of a title, and cold with the search; byline's [`preview`] is started
//! and shows what is saved, its language server hears of keystrokes ([`typing`]), and it checks the site. What it cost ([`process`]) is compared with what is to
//! be [`reach`]ed, and what is on the pages is counted ([`parts`]), so that nobody wins by doing less.
//!
//! What needs no time to be tested is tested with the suite.

// A benchmark is compiled with `test`, but without what calls the tests.
#![cfg_attr(test, allow(dead_code, unused_imports))]

mod corpus;
mod edits;
mod figures;
mod floor;
mod hugo;
mod machine;
mod options;
mod parts;
pub mod peers;
mod preview;
mod process;
mod query;
mod reach;
pub mod results;
pub mod runs;
mod table;
mod typing;
pub mod work;

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::json;

use self::corpus::Flavour;
use self::options::{Asked, Options};
use self::peers::Tools;
use self::runs::Bench;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let Some(done) = part(&arguments) {
        return told(done);
    }
    match options::parse(arguments) {
        Ok(Asked::Help) => {
            println!("{}", options::LIST);
            ExitCode::SUCCESS
        }
        Ok(Asked::Measure(options)) => told(measure(&options)),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// What this program does when it starts itself: the floor, or a corpus.
fn part(arguments: &[OsString]) -> Option<io::Result<()>> {
    match arguments {
        [name, content, output, manifest] if name == "--floor" => {
            Some(floor::run(Path::new(content), Path::new(output), Path::new(manifest)))
        }
        [name, articles, flavour, folder] if name == "--corpus" => {
            let articles = articles.to_str()?.parse().ok()?;
            let flavour = Flavour::ALL.into_iter().find(|known| flavour == known.name())?;
            Some(corpus::write(articles, flavour, Path::new(folder)))
        }
        _ => None,
    }
}

fn told(done: io::Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("{cause}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> io::Result<()> {
    let tools = Tools {
        byline: PathBuf::from(env!("CARGO_BIN_EXE_byline")),
        itself: Some(std::env::current_exe()?),
        hugo: hugo::find(options.hugo.as_deref())?,
    };
    let setting = setting(&tools, options);
    fs::create_dir_all(&options.folder)?;
    let raw_path = options.folder.join("speed.jsonl");
    let mut raw = OpenOptions::new().create(true).append(true).open(&raw_path)?;
    writeln!(raw, "{}", json!({ "setting": setting }))?;

    let folder = options.folder.join(format!("run-{}", Timestamp::now().as_second()));
    let mut bench = Bench::new(&tools, folder.clone(), raw)?;
    let measured = options.articles.iter().try_for_each(|articles| match options.growth {
        true => bench.measure_once(*articles),
        false => bench.measure(*articles, options.rounds),
    });
    measured.map_err(|cause| io::Error::other(format!("{cause}\nwhat was built so far is in {}", folder.display())))?;

    print!("{}", printed(&bench, options));
    println!("\n{setting}");
    eprintln!("\neach build is a line of {}; what was built is removed now", raw_path.display());
    bench.remove()
}

fn printed(bench: &Bench<'_>, options: &Options) -> String {
    let (results, sizes) = (&bench.results, &options.articles);
    if options.growth {
        return table::growth(results, sizes);
    }
    let mut text = table::reach(results, sizes);
    if !options.markdown {
        text.push_str(&format!("\n{}", table::costs(results, sizes)));
        for articles in sizes {
            text.push_str(&format!("\nA site of {articles} articles:\n\n{}", table::parts(results, *articles)));
        }
    }
    text
}

/// The sentence that says what was measured, where, when, and how often.
fn setting(tools: &Tools, options: &Options) -> String {
    let hugo = match &tools.hugo {
        _ if options.growth => String::new(),
        Some(hugo) => format!(", Hugo {}", hugo.version),
        None => ", Hugo not installed".to_owned(),
    };
    let rounds = match (options.growth, options.rounds) {
        (true, _) | (false, 1) => "one round".to_owned(),
        (false, rounds) => format!("medians of {rounds} rounds, the least and the most in brackets"),
    };
    format!("byline {}{hugo}; {}; {rounds}.", env!("CARGO_PKG_VERSION"), machine::described())
}
