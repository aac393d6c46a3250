//! What the program `git` knows of the site's repository; it is only asked, and neither asks anybody nor changes anything.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::error::Error;
use crate::text::RelPath;

/// The repository that a site lies in.
pub struct Git<'a> {
    root: &'a Path,
    /// What is being done, for messages: `compare with main`.
    doing: String,
    /// What else was looked for before git was asked: `there is no such folder, and `.
    before: &'static str,
    /// What else somebody could do who has no such repository.
    way_out: &'static str,
}

/// A commit by its full name.
pub struct Commit(pub(super) String);

/// The files of the site that are other than in a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// New files, changed ones and those that are gone.
    pub files: BTreeSet<RelPath>,
    /// Those of them that are gone.
    pub gone: BTreeSet<RelPath>,
}

impl<'a> Git<'a> {
    /// The repository of the site below a root.
    pub fn new(root: &'a Path, doing: impl Into<String>, [before, way_out]: [&'static str; 2]) -> Git<'a> {
        Git { root, doing: doing.into(), before, way_out }
    }

    /// An error of what is being done.
    pub fn failed(&self, cause: impl Into<String>) -> Error {
        Error::new(self.doing.clone(), cause)
    }

    /// `git` in the site's folder.
    pub fn command(&self) -> Command {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.root).args(["-c", "core.fsmonitor=false"]);
        let quiet =
            [("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("LC_ALL", "C")];
        git.envs(quiet);
        // Within a hook these lead to where the hook was called, and not to the repository of the site.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            git.env_remove(name);
        }
        git.stdin(Stdio::null());
        git
    }

    /// Why it did not start.
    pub fn not_run(&self, cause: &std::io::Error) -> Error {
        if cause.kind() == ErrorKind::NotFound {
            return self
                .failed("the program `git` is not installed")
                .with_help(format!("install it, or {}", self.way_out));
        }
        self.failed(format!("`git` does not start: {cause}"))
    }

    /// What it answers; an error if it does not know.
    pub fn answer(&self, command: &mut Command) -> Result<Vec<u8>, Error> {
        let output = self.ask(command)?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(self.failed(format!("git says: {}", complaint(&output))))
        }
    }

    fn ask(&self, command: &mut Command) -> Result<Output, Error> {
        command.output().map_err(|cause| self.not_run(&cause))
    }

    /// The commit that a name means.
    pub fn commit(&self, name: &str) -> Result<Commit, Error> {
        let inside = self.ask(self.command().args(["rev-parse", "--is-inside-work-tree"]))?;
        if !inside.status.success() {
            let complaint = complaint(&inside);
            if complaint.starts_with("not a git repository") {
                return Err(self
                    .failed(format!("{}the site is in no git repository", self.before))
                    .with_help(self.way_out));
            }
            return Err(self.failed(format!("git says: {complaint}")));
        }
        let mut verify = self.command();
        // A name that begins with a dash is a name all the same.
        verify.args(["rev-parse", "--verify", "--quiet", "--end-of-options"]).arg(format!("{name}^{{commit}}"));
        let verified = self.ask(&mut verify)?;
        let commit = String::from_utf8_lossy(&verified.stdout).trim().to_owned();
        if !verified.status.success() || commit.is_empty() || !commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(self.failed(format!("{}git knows no such revision here", self.before)).with_help(format!(
                "{}, or a revision such as `main` or `HEAD~1`; what a shallow clone lacks, `git fetch` gets",
                self.way_out
            )));
        }
        Ok(Commit(commit))
    }

    /// The files of the site that are other than in a commit, those that nobody has committed yet among them.
    pub fn changed_since(&self, commit: &Commit) -> Result<Changed, Error> {
        let diff = |filter: &str| {
            let mut diff = self.command();
            diff.args([
                "diff",
                "--name-only",
                "--relative",
                "--no-renames",
                "--no-ext-diff",
                "-z",
                filter,
                &commit.0,
                "--",
                ".",
            ]);
            self.answer(&mut diff)
        };
        let mut files = paths(&diff("--diff-filter=ACDMRTUX")?);
        let gone = paths(&diff("--diff-filter=D")?);
        let untracked =
            self.answer(self.command().args(["ls-files", "--others", "--exclude-standard", "-z", "--", "."]))?;
        files.extend(paths(&untracked));
        Ok(Changed { files, gone })
    }
}

/// The first line that `git` complained with.
fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
    line.trim_start_matches("fatal: ").to_owned()
}

/// Paths with a zero behind each; one that a site cannot have is left out.
fn paths(listed: &[u8]) -> BTreeSet<RelPath> {
    let paths = listed.split(|byte| *byte == 0).filter_map(|path| std::str::from_utf8(path).ok());
    paths.filter_map(RelPath::new).collect()
}
