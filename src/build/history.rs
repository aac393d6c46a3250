//! The rules that compare articles with what git knows of them; where it knows nothing they say nothing.
//!
//! 1. One `git log` lists which files each commit changed.
//! 2. The versions of an article are read one after the other, until its dates are other ones.
//! 3. Since then a picture of the article, or a ledger that it cites, may have been changed in its place.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::Arc;

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
use crate::parse::document::LinkTarget;
use crate::parse::front_matter::Source;
use crate::resolve::Article;
use crate::text::RelPath;

/// How many commits are looked at; what lies further back is not asked for.
const COMMITS: &str = "--max-count=5000";

/// So many versions of an article are looked at.
const VERSIONS: usize = 50;

/// Articles that are read by one `git`.
const TOGETHER: usize = 200;

/// A file in a commit: the name of its content, the commit's time, and which commit that is, from the newest.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    content: String,
    at: Instant,
    commit: usize,
}

/// What the chosen rules find that compare an article with what it was.
///
/// # Errors
/// A file that cannot be read.
pub fn run(output: &Output, chosen: &Chosen, now: Instant) -> Result<Vec<Diagnostic>, Error> {
    let git = Git::new(output.inputs().root(), "read the history of the site", ["", "check the site without it"]);
    // No repository, no commit, no git: then there is no history.
    let Ok((all, changed)) = entries(&git) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for edition in output.editions() {
        let subject = lints::subject(output, edition, now);
        let zone = &subject.config.timezone;
        let ledgers = ledgers(subject.ledger);
        let wanted: Vec<_> = subject
            .site
            .articles
            .iter()
            .filter_map(|article| {
                let path = &article.facts.path;
                let entries = all.get(path)?;
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
                    if let Some(mut history) = history::find(path, &bytes, versions, output.parse_options(), zone) {
                        let log = Log { entries: &all, changed: &changed };
                        history.is_shown_anew = history.before.is_some()
                            && log.is_shown_anew(article, entries, history.before_at, &ledgers);
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

/// Which file of the ledger describes a work.
fn ledgers(ledger: &[(RelPath, Vec<Arc<Source>>)]) -> BTreeMap<&str, &RelPath> {
    let works = ledger.iter().flat_map(|(path, sources)| sources.iter().map(move |source| (source, path)));
    works.map(|(source, path)| (source.id.value.as_str(), path)).collect()
}

/// What git knows of all files.
struct Log<'a> {
    entries: &'a BTreeMap<RelPath, Vec<Entry>>,
    changed: &'a Changed,
}

impl Log<'_> {
    /// Whether readers see something else on the page of an article than at one of its versions, whatever its file says.
    ///
    /// The files that belong to the article count whenever they were changed since. A ledger is many articles': it counts if
    /// it was changed in a commit in which the article was.
    fn is_shown_anew(
        &self,
        article: &Article,
        versions: &[Entry],
        before: usize,
        ledgers: &BTreeMap<&str, &RelPath>,
    ) -> bool {
        let Some((before, since)) = versions.get(..=before).and_then(<[Entry]>::split_last) else { return false };
        let is_newer = |path: &RelPath| {
            let newest = self.entries.get(path).and_then(|entries| entries.first());
            self.changed.files.contains(path) || newest.is_some_and(|newest| newest.commit < before.commit)
        };
        let is_together = |path: &RelPath| {
            let entries = self.entries.get(path).map_or(&[][..], Vec::as_slice);
            let in_commit = |one: &Entry| entries.binary_search_by_key(&one.commit, |entry| entry.commit).is_ok();
            let are_waiting = self.changed.files.contains(path) && self.changed.files.contains(&article.facts.path);
            are_waiting || since.iter().any(in_commit)
        };
        let cited = article.connections.sources.iter().filter(|source| source.shared);
        let mut cited = cited.filter_map(|source| ledgers.get(source.source.id.value.as_str()));
        own_files(article).iter().any(is_newer) || cited.any(|ledger| is_together(ledger))
    }
}

/// The files that belong to an article besides its own: its pictures, what goes with them, and what it offers.
fn own_files(article: &Article) -> Vec<RelPath> {
    let Article { lead_image, connections, facts, .. } = article;
    let pictures = lead_image.iter().chain(&connections.pictures).filter_map(|picture| picture.file.as_ref());
    let sidecars = pictures.clone().flat_map(|file| ["yml", "yaml"].map(|end| RelPath::new(&format!("{file}.{end}"))));
    let linked = facts.references.links.iter().filter_map(|link| match &link.target {
        LinkTarget::File { path, .. } => facts.path.sibling(path).filter(|file| file.extension() != "md"),
        _ => None,
    });
    let shown = connections.shown.iter();
    pictures.clone().chain(shown).cloned().chain(sidecars.flatten()).chain(linked).collect()
}

/// Every file in each commit that changed it, newest first, and what nobody has committed yet.
fn entries(git: &Git<'_>) -> Result<(BTreeMap<RelPath, Vec<Entry>>, Changed), Error> {
    let head = git.commit("HEAD")?;
    let changed = git.changed_since(&head)?;
    let mut log = git.command();
    log.args(["-c", "log.showRoot=true", "-c", "log.showSignature=false", "log", COMMITS]);
    // A merge is what it brought to this branch.
    log.args(["--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-color"]);
    log.args(["--relative", "-z", "--format=%x01%ct", "HEAD", "--", "content", "static"]);
    Ok((listed(&git.answer(&mut log)?), changed))
}

/// Reads what `git log` lists: the time of a commit behind a byte of one, then for each file `:… CONTENT STATUS` and its path.
fn listed(log: &[u8]) -> BTreeMap<RelPath, Vec<Entry>> {
    let mut entries: BTreeMap<RelPath, Vec<Entry>> = BTreeMap::new();
    let (mut at, mut commits) = (None, 0_usize);
    let mut pieces = log.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    while let Some(piece) = pieces.next() {
        if let Some((_, seconds)) = piece.split_once('\u{1}') {
            at = seconds.trim().parse().ok().and_then(Instant::from_seconds);
            commits += 1;
            continue;
        }
        let Some(status) = piece.trim_start().strip_prefix(':') else { continue };
        let content = status.split(' ').nth(3).unwrap_or_default().to_owned();
        let (Some(path), Some(at)) = (pieces.next().and_then(|path| RelPath::new(&path)), at) else { continue };
        // A file that is gone has no content, and what was before has nothing to do with one that came again.
        entries.entry(path).or_default().push(Entry { content, at, commit: commits });
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
        let entry = |content: &str, seconds, commit| Entry { content: content.to_owned(), at: at(seconds), commit };
        assert_eq!(of("content/a b.md"), [entry("b", 200, 1), entry("a", 100, 2)]);
        assert!(of("content/c.md").is_empty());
    }
}
