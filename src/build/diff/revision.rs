//! The files of a site as they were in a revision of its repository, asked of the program `git`.
//!
//! They are read object by object, and not through `git archive` or a work tree: an archive leaves out what attributes say,
//! and a work tree is an entry in the repository. Programs that filter files (Git LFS) are not run.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::build::cache;
use crate::build::git::{Commit, Git};
use crate::error::Error;
use crate::text::RelPath;

/// A folder with the files of a site in a revision; it is removed when nobody needs it any longer.
pub struct Revision(PathBuf);

/// A file of a revision.
struct Entry {
    object: String,
    path: RelPath,
    is_link: bool,
    is_program: bool,
}

impl Drop for Revision {
    fn drop(&mut self) {
        // What cannot be removed lies in the cache, and is removed with it.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Revision {
    /// Writes the files of a commit that lie in the site's folder into a new folder of the cache.
    pub fn read(git: &Git<'_>, commit: &Commit, cache: &Path) -> Result<Revision, Error> {
        let entries = list(git, commit)?;
        if !entries.iter().any(|entry| entry.path.as_str() == "site.toml") {
            let cause = "there was no site.toml in this folder then";
            return Err(git.failed(cause).with_help("name a revision that has the site"));
        }
        let revision = Revision(cache::room(cache, "revision")?);
        write(git, &entries, &revision.0)?;
        Ok(revision)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }
}

/// The site's repository, in which `name` is looked for.
pub fn repository<'a>(root: &'a Path, name: &str) -> Git<'a> {
    Git::new(
        root,
        format!("compare with `{name}`"),
        ["there is no such folder, and ", "name a folder that `byline build` wrote"],
    )
}

/// The files below the site's folder.
fn list(git: &Git<'_>, commit: &Commit) -> Result<Vec<Entry>, Error> {
    // Without `--full-tree`, it lists what lies in the folder where it is, by the paths from there.
    let listed = git.answer(git.command().args(["ls-tree", "-r", "-z", &commit.0]))?;
    Ok(listed.split(|byte| *byte == 0).filter_map(entry).collect())
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
    is_input.then(|| Entry { object: object.to_owned(), path, is_link: mode == "120000", is_program: mode == "100755" })
}

/// Writes files into a folder that is empty.
fn write(git: &Git<'_>, entries: &[Entry], folder: &Path) -> Result<(), Error> {
    let mut batch = git.command();
    batch.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = batch.spawn().map_err(|cause| git.not_run(&cause))?;
    let (asked, answered) = (child.stdin.take(), child.stdout.take());
    let (Some(mut asked), Some(answered)) = (asked, answered) else { return Err(git.failed("git does not listen")) };
    let written = std::thread::scope(|scope| {
        // Asked from another thread: git answers before it has been asked for everything.
        scope.spawn(move || {
            for entry in entries {
                if writeln!(asked, "{}", entry.object).is_err() {
                    return;
                }
            }
        });
        take(git, &mut BufReader::new(answered), entries, folder)
    });
    // It ends by itself once nobody listens.
    let _ = child.kill();
    let _ = child.wait();
    written
}

fn take(git: &Git<'_>, answers: &mut impl BufRead, entries: &[Entry], folder: &Path) -> Result<(), Error> {
    let mut links = Vec::new();
    for entry in entries {
        let unread = |cause: std::io::Error| git.failed(format!("git does not answer: {cause}"));
        let mut head = String::new();
        answers.read_line(&mut head).map_err(unread)?;
        let size = head.trim_end().rsplit_once(" blob ").and_then(|(_, size)| size.parse::<u64>().ok());
        let Some(size) = size else {
            return Err(git
                .failed(format!("git does not have {} of it", entry.path))
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
                return Err(git.failed("git stopped before it had told everything"));
            }
            if entry.is_program {
                make_program(&file).map_err(on_disk)?;
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

/// Lets a file be run, which a pre-processor of the site may be.
#[cfg(unix)]
fn make_program(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    file.set_permissions(fs::Permissions::from_mode(0o755))
}

/// What may be run is not a matter of the file.
#[cfg(not(unix))]
fn make_program(_: &File) -> std::io::Result<()> {
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
