//! The rules that compare articles with what git knows of them; where it knows nothing they say nothing.
//!
//! 1. One `git log` lists which files each commit changed.
//! 2. The versions of an article are read one after the other, until its dates are other ones.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use rayon::prelude::*;

use super::documents::LARGEST;
use super::git::{Changed, Git};
use super::lints;
use super::output::Output;
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::fs::ReadFailure;
use crate::lint::history::{self, Committed};
use crate::lint::{self, ArticleSubject, Chosen};
use crate::text::RelPath;

/// How many commits are looked at; what lies further back is not asked for.
const COMMITS: &str = "--max-count=5000";

/// So many versions of an article are looked at.
const VERSIONS: usize = 50;

/// Articles that are read by one `git`.
const TOGETHER: usize = 200;

/// A file in a commit: the name of its content and the commit's time.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    content: String,
    at: Instant,
}

/// What the chosen rules find that compare an article with what it was.
///
/// # Errors
/// A file that cannot be read.
pub fn run(output: &Output, chosen: &Chosen, now: Instant) -> Result<Vec<Diagnostic>, Error> {
    let git = Git::new(output.inputs().root(), "read the history of the site", ["", "check the site without it"]);
    // No repository, no commit, no git: then there is no history.
    let Ok((entries, changed)) = entries(&git) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for edition in output.editions() {
        let subject = lints::subject(output, edition, now);
        let zone = &subject.config.timezone;
        let wanted: Vec<_> = subject
            .site
            .articles
            .iter()
            .filter_map(|article| {
                let path = &article.facts.path;
                let entries = entries.get(path)?;
                (entries.len() > 1 || changed.files.contains(path)).then_some((article, entries))
            })
            .collect();
        let of_articles: Vec<Vec<Diagnostic>> = wanted
            .par_chunks(TOGETHER)
            .map(|articles| {
                let Ok(contents) = Contents::open(&git).map(RefCell::new) else { return Ok(Vec::new()) };
                let mut found = Vec::new();
                for (article, entries) in articles {
                    let path = &article.facts.path;
                    let bytes = match output.inputs().read(path, LARGEST) {
                        Ok((bytes, _)) => bytes,
                        Err(ReadFailure::TooLarge(_)) => continue,
                        Err(ReadFailure::Io(error)) => return Err(error),
                    };
                    let versions = entries.iter().take(VERSIONS).map(|entry| At { entry, contents: &contents });
                    if let Some(history) = history::find(path, &bytes, versions, output.parse_options(), zone) {
                        let article = ArticleSubject { subject: &subject, article };
                        found.extend(lint::of_history(&article, &history, chosen));
                    }
                }
                Ok(found)
            })
            .collect::<Result<_, Error>>()?;
        found.extend(of_articles.into_iter().flatten());
    }
    Ok(found)
}

/// Every file in each commit that changed it, newest first, and what nobody has committed yet.
fn entries(git: &Git<'_>) -> Result<(BTreeMap<RelPath, Vec<Entry>>, Changed), Error> {
    let head = git.commit("HEAD")?;
    let changed = git.changed_since(&head)?;
    let mut log = git.command();
    log.args(["-c", "log.showRoot=true", "-c", "log.showSignature=false", "log", COMMITS]);
    // A merge is what it brought to this branch.
    log.args(["--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-color"]);
    log.args(["--relative", "-z", "--format=%x01%ct", "HEAD", "--", "content"]);
    Ok((listed(&git.answer(&mut log)?), changed))
}

/// Reads what `git log` lists: the time of a commit behind a byte of one, then for each file `:… CONTENT STATUS` and its path.
fn listed(log: &[u8]) -> BTreeMap<RelPath, Vec<Entry>> {
    let mut entries: BTreeMap<RelPath, Vec<Entry>> = BTreeMap::new();
    let mut at = None;
    let mut pieces = log.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    while let Some(piece) = pieces.next() {
        if let Some((_, seconds)) = piece.split_once('\u{1}') {
            at = seconds.trim().parse().ok().and_then(Instant::from_seconds);
            continue;
        }
        let Some(status) = piece.trim_start().strip_prefix(':') else { continue };
        let content = status.split(' ').nth(3).unwrap_or_default().to_owned();
        let (Some(path), Some(at)) = (pieces.next().and_then(|path| RelPath::new(&path)), at) else { continue };
        // A file that is gone has no content, and what was before has nothing to do with one that came again.
        entries.entry(path).or_default().push(Entry { content, at });
    }
    for versions in entries.values_mut() {
        let gone = versions.iter().position(|entry| entry.content.bytes().all(|byte| byte == b'0'));
        versions.truncate(gone.unwrap_or(versions.len()));
    }
    entries
}

/// A version that is read when somebody asks.
struct At<'a> {
    entry: &'a Entry,
    contents: &'a RefCell<Contents>,
}

impl Committed for At<'_> {
    fn at(&self) -> Instant {
        self.entry.at
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        self.contents.borrow_mut().read(&self.entry.content)
    }
}

/// A `git` that gives contents by their names.
struct Contents {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Contents {
    fn open(git: &Git<'_>) -> Result<Contents, Error> {
        let mut command = git.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|cause| git.not_run(&cause))?;
        match (child.stdin.take(), child.stdout.take()) {
            (asks, Some(answers)) => Ok(Contents { child, asks, answers: BufReader::new(answers) }),
            _ => Err(git.failed("`git` cannot be asked")),
        }
    }

    /// The content of a name; `None` if it is not there, as in a clone without contents, or too large.
    fn read(&mut self, name: &str) -> Option<Vec<u8>> {
        let asks = self.asks.as_mut()?;
        asks.write_all(format!("{name}\n").as_bytes()).and_then(|()| asks.flush()).ok()?;
        let mut line = String::new();
        self.answers.read_line(&mut line).ok()?;
        let length: u64 = line.trim_end().rsplit_once(" blob ")?.1.parse().ok()?;
        let mut bytes = Vec::new();
        // The content ends with a line break of its own.
        self.answers.by_ref().take(length + 1).read_to_end(&mut bytes).ok()?;
        bytes.pop();
        (length <= LARGEST).then_some(bytes)
    }
}

impl Drop for Contents {
    fn drop(&mut self) {
        // It ends when nobody asks any more.
        self.asks = None;
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_read_as_versions_of_files_newest_first() {
        let zero = "0".repeat(40);
        let log = format!(
            "\u{1}200\0\n:100644 100644 a b M\0content/a b.md\0:100644 000000 c {zero} D\0content/c.md\0\u{1}100\0\n:000000 100644 {zero} a A\0content/a b.md\0:000000 100644 {zero} c A\0content/c.md\0"
        );
        let entries = listed(log.as_bytes());
        let of = |path: &str| entries[&RelPath::new(path).expect("a path")].clone();
        let at = |seconds| Instant::from_seconds(seconds).expect("in range");
        let entry = |content: &str, seconds| Entry { content: content.to_owned(), at: at(seconds) };
        assert_eq!(of("content/a b.md"), [entry("b", 200), entry("a", 100)]);
        assert!(of("content/c.md").is_empty());
    }
}
