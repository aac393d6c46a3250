//! The files of a site as they were in a revision of its repository, asked of the program `git`.
//!
//! They are read object by object, and not through `git archive` or a work tree: an archive leaves out what attributes say,
//! and a work tree is an entry in the repository. Programs that filter files (Git LFS) are not run.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::build::cache;
use crate::error::Error;
use crate::text::RelPath;

/// A commit by its full name.
pub struct Commit(String);

/// A folder with the files of a site in a revision; it is removed when nobody needs it any longer.
pub struct Revision(PathBuf);

/// A file of a revision.
struct Entry {
    object: String,
    path: RelPath,
    is_link: bool,
}

impl Drop for Revision {
    fn drop(&mut self) {
        // What cannot be removed lies in the cache, and is removed with it.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Revision {
    /// Writes the files of a commit that lie in the site's folder into a new folder of the cache.
    pub fn read(root: &Path, commit: &Commit, name: &str, cache: &Path) -> Result<Revision, Error> {
        let entries = list(root, commit)?;
        if !entries.iter().any(|entry| entry.path.as_str() == "site.toml") {
            let cause = "there was no site.toml in this folder then";
            return Err(failed(name, cause).with_help("name a revision that has the site"));
        }
        let revision = Revision(cache::room(cache, "revision")?);
        write(root, &entries, name, &revision.0)?;
        Ok(revision)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }
}

fn failed(name: &str, cause: impl Into<String>) -> Error {
    Error::new(format!("compare with `{name}`"), cause)
}

/// `git` in the site's folder, so that it neither asks anybody nor changes anything.
fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["-c", "core.fsmonitor=false"]);
    git.envs([("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("LC_ALL", "C")]);
    // Within a hook these lead to where the hook was called, and not to the repository of the site.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(name);
    }
    git.stdin(Stdio::null());
    git
}

fn ask(mut git: Command, name: &str) -> Result<Output, Error> {
    git.output().map_err(|cause| not_run(name, &cause))
}

fn not_run(name: &str, cause: &std::io::Error) -> Error {
    if cause.kind() == ErrorKind::NotFound {
        return failed(name, "the program `git` is not installed")
            .with_help("install it, or name a folder that `byline build` wrote");
    }
    failed(name, format!("`git` does not start: {cause}"))
}

/// The first line that `git` complained with.
fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
    line.trim_start_matches("fatal: ").to_owned()
}

/// The commit that a name means.
pub fn find(root: &Path, name: &str) -> Result<Commit, Error> {
    let mut inside = git(root);
    inside.args(["rev-parse", "--is-inside-work-tree"]);
    let inside = ask(inside, name)?;
    if !inside.status.success() {
        let complaint = complaint(&inside);
        if complaint.starts_with("not a git repository") {
            return Err(failed(name, "there is no such folder, and the site is in no git repository")
                .with_help("name a folder that `byline build` wrote"));
        }
        return Err(failed(name, format!("git says: {complaint}")));
    }
    let mut verify = git(root);
    // A name that begins with a dash is a name all the same.
    verify.args(["rev-parse", "--verify", "--quiet", "--end-of-options"]).arg(format!("{name}^{{commit}}"));
    let verified = ask(verify, name)?;
    let commit = String::from_utf8_lossy(&verified.stdout).trim().to_owned();
    if !verified.status.success() || commit.is_empty() || !commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(failed(name, "there is no such folder, and git knows no such revision here").with_help(
            "name a folder that `byline build` wrote, or a revision such as `main` or `HEAD~1`; what a shallow clone lacks, `git fetch` gets",
        ));
    }
    Ok(Commit(commit))
}

/// The files below the site's folder.
fn list(root: &Path, commit: &Commit) -> Result<Vec<Entry>, Error> {
    let mut list = git(root);
    // Without `--full-tree`, it lists what lies in the folder where it is, by the paths from there.
    list.args(["ls-tree", "-r", "-z", &commit.0]);
    let listed = ask(list, &commit.0)?;
    if !listed.status.success() {
        return Err(failed(&commit.0, format!("git says: {}", complaint(&listed))));
    }
    Ok(listed.stdout.split(|byte| *byte == 0).filter_map(entry).collect())
}

/// A line such as `100644 blob 0123abcd<TAB>content/a.md`.
fn entry(line: &[u8]) -> Option<Entry> {
    // A name that is no UTF-8 is none that a site can have.
    let (about, written) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut about = about.split(' ');
    let (mode, kind, object) = (about.next()?, about.next()?, about.next()?);
    // What is only named here, such as a submodule, is in another repository.
    if kind != "blob" || !object.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    // A tree that was made by hand may name what lies outside.
    let path = RelPath::new(written).filter(|path| path.as_str() == written)?;
    let is_input = !path.as_str().starts_with('.') && path.below("public").is_none();
    is_input.then(|| Entry { object: object.to_owned(), path, is_link: mode == "120000" })
}

/// Writes files into a folder that is empty.
fn write(root: &Path, entries: &[Entry], name: &str, folder: &Path) -> Result<(), Error> {
    let mut git = git(root);
    git.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = git.spawn().map_err(|cause| not_run(name, &cause))?;
    let (asked, answered) = (child.stdin.take(), child.stdout.take());
    let (Some(mut asked), Some(answered)) = (asked, answered) else { return Err(failed(name, "git does not listen")) };
    let written = std::thread::scope(|scope| {
        // Asked from another thread: git answers before it has been asked for everything.
        scope.spawn(move || {
            for entry in entries {
                if writeln!(asked, "{}", entry.object).is_err() {
                    return;
                }
            }
        });
        take(&mut BufReader::new(answered), entries, name, folder)
    });
    // It ends by itself once nobody listens.
    let _ = child.kill();
    let _ = child.wait();
    written
}

fn take(answers: &mut impl BufRead, entries: &[Entry], name: &str, folder: &Path) -> Result<(), Error> {
    let mut links = Vec::new();
    for entry in entries {
        let unread = |cause: std::io::Error| failed(name, format!("git does not answer: {cause}"));
        let mut head = String::new();
        answers.read_line(&mut head).map_err(unread)?;
        let size = head.trim_end().rsplit_once(" blob ").and_then(|(_, size)| size.parse::<u64>().ok());
        let Some(size) = size else {
            return Err(failed(name, format!("git does not have {} of it", entry.path))
                .with_help("the clone is not complete; `git fetch` gets the rest"));
        };
        let path = entry.path.on_disk(folder);
        let on_disk = |cause: std::io::Error| Error::io("write", &path, &cause);
        if entry.is_link {
            let mut target = Vec::new();
            answers.take(size).read_to_end(&mut target).map_err(unread)?;
            links.push((path, target));
        } else {
            fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(on_disk)?;
            let mut file = File::create_new(&path).map_err(on_disk)?;
            let copied = std::io::copy(&mut answers.take(size), &mut file).map_err(on_disk)?;
            if copied < size {
                return Err(failed(name, "git stopped before it had told everything"));
            }
        }
        answers.read_exact(&mut [0]).map_err(unread)?;
    }
    // Last, so that nothing is ever written through one.
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    for (path, target) in links {
        // A tree that was made by hand may have a folder and a link of one name.
        if path.ancestors().skip(1).take_while(|above| *above != folder).any(is_link) {
            continue;
        }
        let on_disk = |cause: std::io::Error| Error::io("write", &path, &cause);
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(on_disk)?;
        link(&path, &target).map_err(on_disk)?;
    }
    Ok(())
}

#[cfg(unix)]
fn link(path: &Path, target: &[u8]) -> std::io::Result<()> {
    use std::os::unix::ffi::OsStrExt;

    std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(target), path)
}

/// Where links need a privilege, git writes a file with the target, too.
#[cfg(not(unix))]
fn link(path: &Path, target: &[u8]) -> std::io::Result<()> {
    fs::write(path, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_a_site_may_have_are_taken() {
        let path = |line: &str| entry(line.as_bytes()).map(|entry| entry.path.to_string());
        assert_eq!(path("100644 blob 0a\tcontent/a b.md").as_deref(), Some("content/a b.md"));
        for line in [
            "160000 commit 0a\tthemes/other",
            "100644 blob 0a\t../x",
            "100644 blob 0a\ta/../../x",
            "100644 blob 0a\t/etc/x",
            "100644 blob 0a\t.byline/x",
            "100644 blob 0a\tpublic/index.html",
            "100644 blob -x\ta",
            "100644 blob",
            "",
        ] {
            assert_eq!(path(line), None, "{line}");
        }
    }
}
