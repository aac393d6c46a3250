//! The command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Every option, as it is printed.
pub const LIST: &str = "\
options of the benchmark, after `cargo bench --`:
  --articles N,N   how many articles the sites have [default: 1000,10000; with --growth 1000,10000,100000]
  --rounds N       how often everything is measured [default: 5]
  --growth         build larger and larger sites once each, and nothing else
  --hugo PATH      Hugo's program [default: the one in $HUGO, else `hugo` on the PATH]
  --folder DIR     the folder to work in [default: `bench` in cargo's target folder]
  --markdown       print only the table for the README
  --help           print this";

/// What to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The sizes of the sites.
    pub articles: Vec<usize>,
    /// How often everything is measured.
    pub rounds: usize,
    /// Whether growth is measured instead.
    pub growth: bool,
    /// Hugo's program, if it was named.
    pub hugo: Option<PathBuf>,
    /// The folder to work in.
    pub folder: PathBuf,
    /// Whether only the README's table is printed.
    pub markdown: bool,
}

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To measure.
    Measure(Options),
    /// For the list of options.
    Help,
}

/// Reads the command line without the program's name.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, String> {
    let mut arguments = arguments.into_iter();
    let (mut articles, mut rounds, mut growth, mut markdown) = (None, 5, false, false);
    let (mut hugo, mut folder) = (None, default_folder());
    while let Some(argument) = arguments.next() {
        let name = argument.to_string_lossy().into_owned();
        let mut value = || arguments.next().ok_or_else(|| format!("`{name}` needs a value\n{LIST}"));
        match name.as_str() {
            "--articles" => articles = Some(sizes(&value()?.to_string_lossy())?),
            "--rounds" => rounds = number(&value()?.to_string_lossy())?,
            "--growth" => growth = true,
            "--hugo" => hugo = Some(PathBuf::from(value()?)),
            "--folder" => folder = PathBuf::from(value()?),
            "--markdown" => markdown = true,
            "--help" => return Ok(Asked::Help),
            // What cargo passes to every benchmark.
            "--bench" => {}
            _ => return Err(format!("unknown option `{name}`\n{LIST}")),
        }
    }
    let articles = articles.unwrap_or_else(|| if growth { vec![1_000, 10_000, 100_000] } else { vec![1_000, 10_000] });
    Ok(Asked::Measure(Options { articles, rounds, growth, hugo, folder, markdown }))
}

fn default_folder() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().unwrap_or(temporary).join("bench")
}

fn sizes(text: &str) -> Result<Vec<usize>, String> {
    text.split(',').map(number).collect()
}

fn number(text: &str) -> Result<usize, String> {
    match text.trim().replace('_', "").parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("`{text}` is not a number above 0\n{LIST}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Asked, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    fn options(line: &str) -> Options {
        match asked(line) {
            Ok(Asked::Measure(options)) => options,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn a_bare_run_measures_two_sizes_in_five_rounds() {
        let bare = options("--bench");
        assert_eq!((bare.articles, bare.rounds), (vec![1_000, 10_000], 5));
        assert!(bare.folder.ends_with("bench") && bare.hugo.is_none() && !bare.growth && !bare.markdown);
    }

    #[test]
    fn every_option_is_read() {
        let all =
            options("--articles 200,1_000 --rounds 2 --hugo /opt/hugo --growth --folder there --markdown --bench");
        assert_eq!((all.articles, all.rounds), (vec![200, 1_000], 2));
        assert_eq!((all.hugo, all.folder), (Some(PathBuf::from("/opt/hugo")), PathBuf::from("there")));
        assert!(all.growth && all.markdown);
        assert_eq!(options("--growth").articles, [1_000, 10_000, 100_000]);
        assert_eq!(asked("--help --growth"), Ok(Asked::Help));
    }

    #[test]
    fn a_wrong_command_line_is_told_with_the_list_of_options() {
        for (line, told) in [
            ("--rond 3", "unknown option `--rond`"),
            ("speed", "unknown option `speed`"),
            ("--articles", "`--articles` needs a value"),
            ("--articles 100,many", "`many` is not a number above 0"),
            ("--rounds 0", "`0` is not a number above 0"),
        ] {
            let message = asked(line).expect_err(line);
            assert!(message.starts_with(told) && message.ends_with(LIST), "{message}");
        }
    }
}
