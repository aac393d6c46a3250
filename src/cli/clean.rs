//! `byline clean`: removes what byline built.

use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::{GOOD, Terminal, WARNING};
use super::texts::shown;
use super::{Outcome, check_root};
use crate::error::Error;
use crate::write::{self, CleanReport, Target};

const EXAMPLES: &str = "\
Examples:
  byline clean                remove ./public and ./.byline
  byline clean -o out         remove what was built into ./out

Only files that byline wrote and nobody changed since are removed; everything else stays.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CleanArguments {
    /// The folder that the site was built into [default: public in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Removes the output's own files and the cache, and says what was removed.
pub fn run(root: &Path, arguments: CleanArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    check_root(root)?;
    let CleanArguments { output } = arguments;
    let output = output.unwrap_or_else(|| root.join("public"));
    let cache = root.join(".byline");
    let target = Target { root, output: &output, cache: &cache, site: "", force: false };
    let report = write::clean(&target)?;
    terminal.say(&said(&report, &output, &cache))?;
    Ok(Outcome::Done)
}

fn said(report: &CleanReport, output: &Path, cache: &Path) -> String {
    let CleanReport { removed, edited, foreign, cache: cache_removed } = report;
    let mut text = String::new();
    match removed {
        0 => {}
        1 => text.push_str(&format!("{GOOD}removed{GOOD:#} 1 file from {}\n", shown(output))),
        files => text.push_str(&format!("{GOOD}removed{GOOD:#} {files} files from {}\n", shown(output))),
    }
    if *cache_removed {
        text.push_str(&format!("{GOOD}removed{GOOD:#} the cache {}\n", shown(cache)));
    }
    if text.is_empty() {
        text.push_str("there was nothing to remove\n");
    }
    for path in edited {
        let path = output.join(path);
        text.push_str(&format!("{WARNING}kept{WARNING:#} {}: it was changed by hand\n", shown(&path)));
    }
    if *foreign && edited.is_empty() {
        text.push_str(&format!(
            "{WARNING}kept{WARNING:#} the folder {}: it holds files that byline did not write\n",
            shown(output)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(report: &CleanReport) -> String {
        let text = said(report, Path::new("public"), Path::new(".byline"));
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn what_was_removed_and_what_was_kept_is_said() {
        let edited = vec!["a.html".to_owned()];
        let report = CleanReport { removed: 2, edited, foreign: true, cache: true };
        assert_eq!(
            plain(&report),
            "removed 2 files from public\nremoved the cache .byline\nkept public/a.html: it was changed by hand\n"
        );
        let report = CleanReport { removed: 1, foreign: true, ..CleanReport::default() };
        assert_eq!(
            plain(&report),
            "removed 1 file from public\nkept the folder public: it holds files that byline did not write\n"
        );
        assert_eq!(plain(&CleanReport::default()), "there was nothing to remove\n");
    }
}
