//! What the program asks of the system, traced with strace: what it writes, removes, connects to and runs.
//!
//! `tests/run` installs strace. A machine that forbids tracing says so on standard error, and nothing is proven there.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use super::faults::{build, put_version};
use super::run::{self, signal};
use super::steps::program;
use crate::serve::client::Preview;
use crate::support::write;

/// Calls that change what lies at their paths, or at the last of them.
const CHANGES: &[&str] = &[
    "creat",
    "mkdir",
    "mkdirat",
    "mknod",
    "mknodat",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "truncate",
    "chmod",
    "fchmodat",
    "fchmodat2",
    "chown",
    "lchown",
    "fchownat",
    "utime",
    "utimes",
    "utimensat",
    "futimesat",
    "setxattr",
    "lsetxattr",
    "removexattr",
    "lremovexattr",
    "mount",
    "umount2",
    "chroot",
    "swapon",
];
/// Calls that remove what lies at their first path.
const REMOVALS: &[&str] = &["unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2"];

/// One call, as far as it was written down before it returned.
#[derive(Debug)]
struct Call {
    name: String,
    /// The paths among its arguments, absolute, without `.` and `..`.
    paths: Vec<PathBuf>,
    text: String,
}

impl Call {
    /// Reads a line such as `12 openat(AT_FDCWD</site>, "a", O_RDONLY) = 3</site/a>`.
    fn read(line: &str, here: &Path) -> Option<Call> {
        let text = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        let (name, arguments) = text.split_once('(')?;
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return None;
        }
        let mut paths = Vec::new();
        let mut folder = here.to_owned();
        let mut rest = arguments;
        while let Some(at) = rest.find(['<', '"']) {
            let is_folder = rest[at..].starts_with('<');
            let inner = &rest[at + 1..];
            let Some(end) = inner.find(if is_folder { '>' } else { '"' }) else { break };
            let path = Path::new(&inner[..end]);
            if is_folder && path.is_absolute() {
                folder = path.to_owned();
            } else if !is_folder {
                paths.push(normal(&folder.join(path)));
            }
            rest = &inner[end + 1..];
        }
        Some(Call { name: name.to_owned(), paths, text: text.to_owned() })
    }

    /// Whether it looks up what git knows, or looks for git.
    fn asks_git(&self) -> bool {
        let begins = "[\"git\", \"-C\", \".\", ";
        let Some((_, arguments)) = self.text.split_once(begins) else { return false };
        let mut words = arguments.split([',', ']']).map(str::trim);
        let asked = loop {
            match words.next() {
                Some("\"-c\"") => drop(words.next()),
                asked => break asked.unwrap_or_default().trim_matches('"'),
            }
        };
        ["rev-parse", "log", "diff", "ls-files", "cat-file"].contains(&asked)
    }

    /// Where it changes something.
    fn changes(&self) -> Vec<&Path> {
        let is_for_writing = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| self.text.contains(flag));
        let is_open = self.name.starts_with("open") && is_for_writing;
        if is_open || CHANGES.contains(&self.name.as_str()) || REMOVALS.contains(&self.name.as_str()) {
            self.paths.iter().map(PathBuf::as_path).collect()
        } else {
            Vec::new()
        }
    }
}

fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            other => normal.push(other),
        }
    }
    normal
}

/// A command that traces the program into a file.
fn traced(log: &Path, root: &Path, arguments: &[&str]) -> Command {
    let log = log.to_string_lossy();
    let traced = ["-f", "-qq", "-y", "-s", "4096", "-e", "trace=%file,%network,%process", "-o", &log];
    let all: Vec<String> = traced
        .iter()
        .map(|argument| (*argument).to_owned())
        .chain([program().to_string_lossy().into_owned()])
        .chain(arguments.iter().map(|argument| (*argument).to_owned()))
        .collect();
    run::command(Path::new("strace"), root, &all)
}

/// Whether this machine lets a process be traced; loud if it does not.
fn may_trace(folder: &Path) -> bool {
    let mut command = Command::new("strace");
    let tried = command.arg("-o").arg(folder.join("tried")).arg("true").output();
    let tried = tried.expect("strace is there: tests/run installs it");
    if !tried.status.success() {
        let why = String::from_utf8_lossy(&tried.stderr).into_owned();
        let _ = writeln!(std::io::stderr(), "NOT PROVEN HERE: no system call could be traced: {why}");
    }
    tried.status.success()
}

fn calls(log: &Path, root: &Path) -> Vec<Call> {
    let text = std::fs::read(log).expect("a trace");
    let calls: Vec<Call> = String::from_utf8_lossy(&text).lines().filter_map(|line| Call::read(line, root)).collect();
    assert!(calls.iter().any(|call| call.name == "openat"), "something was traced");
    calls
}

/// What a command may do beside reading the site and writing in its own folders.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    Nothing,
    /// Take a port of this machine.
    Listen,
    /// Run git, by questions that change nothing.
    AskGit,
    /// Run the program of the site that site.toml allows.
    RunTool,
}

/// What a command did that it must not.
fn breaches(calls: &[Call], root: &Path, removable: &BTreeSet<PathBuf>, may: May) -> Vec<String> {
    let output = root.join("public");
    let own = [output.clone(), root.join(".byline"), root.join(".public.byline-tmp")];
    let staging = [root.join(".public.byline-tmp"), output.join(".byline-tmp"), root.join(".byline")];
    let is_in = |path: &Path, folders: &[PathBuf]| folders.iter().any(|folder| path.starts_with(folder));
    let mut breaches = Vec::new();
    for (number, call) in calls.iter().enumerate() {
        let mut breach = |what: &str| breaches.push(format!("{what}: {}", call.text));
        for path in call.changes() {
            if !is_in(path, &own) && path != Path::new("/dev/null") {
                breach("something else is changed");
            }
        }
        let removed = call.paths.first().filter(|_| REMOVALS.contains(&call.name.as_str()));
        if let Some(removed) = removed.filter(|path| !is_in(path, &staging) && !removable.contains(*path)) {
            breach(&format!("{} is removed, which byline's list does not have", removed.display()));
        }
        let is_tool = may == May::RunTool && call.paths.first() == Some(&root.join("tools/allowed"));
        if call.name.starts_with("execve") && number > 0 && !is_tool && !(may == May::AskGit && call.asks_git()) {
            breach("a program is run");
        }
        if call.name == "connect" || (may != May::Listen && call.name == "socket") {
            breach("a connection is opened");
        }
    }
    breaches
}

/// What the list in the output names, with the folders that these files lie in and the list itself.
fn listed(root: &Path) -> BTreeSet<PathBuf> {
    let output = root.join("public");
    let list = std::fs::read_to_string(output.join(".byline-site")).expect("byline's list");
    let files = list.lines().filter_map(|line| line.splitn(3, ' ').nth(2)).map(|path| output.join(path));
    let mut listed: BTreeSet<PathBuf> = files.collect();
    let folders: Vec<PathBuf> = listed
        .iter()
        .flat_map(|path| path.ancestors().skip(1))
        .filter(|path| **path != output)
        .map(Path::to_owned)
        .collect();
    listed.extend(folders.into_iter().filter(|path| path.starts_with(&output)));
    listed.extend([".byline-site", ".byline-site.next"].map(|name| output.join(name)));
    listed
}

#[test]
fn the_system_is_asked_to_write_in_the_output_its_staging_and_the_cache_alone_and_to_connect_and_run_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    if !may_trace(folder.path()) {
        return;
    }
    let root = folder.path().canonicalize().expect("the folder").join("site");
    let log = root.with_file_name("log");
    put_version(&root, 0);
    let mut removed = 0;
    // A first build, one that changes, adds and removes, one with a mistake, and one of which nothing changed.
    for (version, text) in [(0, "x"), (1, "x"), (2, "x"), (2, "[x](nowhere.md)"), (2, "x"), (2, "x")] {
        put_version(&root, version);
        write(&root.join("content/last.md"), format!("---\ntitle: Last\ndate: 2026-01-02\n---\n{text}\n").as_bytes());
        let removable = if root.join("public").exists() { listed(&root) } else { BTreeSet::new() };
        for command in ["check", "build"] {
            let run = run::run(traced(&log, &root, &[command]), |_| {});
            assert!(matches!(run.code, Some(0 | 1)), "{}", run.text());
            let calls = calls(&log, &root);
            let breaches =
                breaches(&calls, &root, &removable, if command == "check" { May::AskGit } else { May::Nothing });
            assert!(breaches.is_empty(), "{command}:\n{}", breaches.join("\n"));
            let changes =
                calls.iter().flat_map(Call::changes).filter(|path| path.starts_with(root.join("public"))).count();
            assert!(command == "build" || changes == 0, "check changed the output");
            removed += calls.iter().filter(|call| call.name == "unlink" && removable.contains(&call.paths[0])).count();
        }
    }
    assert!(removed > 0, "no build removed anything");
}

#[test]
fn a_build_runs_the_pre_processor_that_is_allowed_and_no_other() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    if !may_trace(folder.path()) {
        return;
    }
    let root = folder.path().canonicalize().expect("the folder").join("site");
    let log = root.with_file_name("log");
    put_version(&root, 0);
    for name in ["allowed", "other"] {
        use std::os::unix::fs::PermissionsExt;

        let program = root.join("tools").join(name);
        write(&program, b"#!/bin/sh\nprintf '{\"body\": \"made\"}'\n");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("a program");
    }
    let before = std::fs::read_to_string(root.join("site.toml")).expect("settings");
    let declared = ["allowed", "other"].map(|name| format!("[preprocessors.{name}]\ncommand = [\"tools/{name}\"]\n"));
    for (allow, may) in [("", May::Nothing), ("\"allowed\"", May::RunTool)] {
        let settings = format!("{before}\n[extensions]\nallow = [{allow}]\n{}", declared.concat());
        write(&root.join("site.toml"), settings.as_bytes());
        let removable = if root.join("public").exists() { listed(&root) } else { BTreeSet::new() };
        let run = run::run(traced(&log, &root, &["build"]), |_| {});
        assert_eq!(run.code, Some(0), "{}", run.text());
        let calls = calls(&log, &root);
        let breaches = breaches(&calls, &root, &removable, may);
        assert!(breaches.is_empty(), "{allow}:\n{}", breaches.join("\n"));
        let tool = root.join("tools/allowed");
        let is_run = |call: &&Call| call.name.starts_with("execve") && call.paths.first() == Some(&tool);
        assert_eq!(calls.iter().any(|call| is_run(&call)), may == May::RunTool);
    }
}

#[test]
fn the_preview_writes_nothing_but_the_cache_and_connects_to_nobody() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    if !may_trace(folder.path()) {
        return;
    }
    let root = folder.path().canonicalize().expect("the folder").join("site");
    let log = root.with_file_name("log");
    put_version(&root, 0);
    assert_eq!(build(&root).code, Some(0));
    let before = super::contents(super::things(&root.join("public")));
    let preview = Preview::run(traced(&log, &root, &["serve", "--port", "0"]));
    preview.get("/changing/0/");
    put_version(&root, 1);
    preview.wait_for("/changing/0/", |text| text.contains("Page 0 of version 1"));
    preview.get("/__byline/");
    let first = std::fs::read_to_string(&log).expect("a trace");
    let id = first.split(' ').next().and_then(|id| id.parse().ok()).expect("the process that is traced");
    // strace ends with the process that it traces; the other way round that one would live on.
    signal(id, "KILL");
    drop(preview);
    let breaches = breaches(&calls(&log, &root), &root, &BTreeSet::new(), May::Listen);
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert_eq!(super::difference(&before, &super::contents(super::things(&root.join("public")))), None);
}

#[test]
fn a_trace_is_read_as_strace_writes_it() {
    let here = Path::new("/site");
    let read = |line: &str| Call::read(line, here).expect("a call");
    let open = read("12 openat(AT_FDCWD</site>, \"a/../b\", O_WRONLY|O_CREAT, 0666) = 3</site/b>");
    assert_eq!(open.changes(), [Path::new("/site/b")]);
    let open = read("12 openat(3</site/public>, \"c\", O_RDWR <unfinished ...>");
    assert_eq!(open.changes(), [Path::new("/site/public/c")]);
    assert!(read("12 openat(AT_FDCWD</site>, \"a\", O_RDONLY) = 3</site/a>").changes().is_empty());
    let moved = read("12 rename(\"x\", \"/etc/y\") = 0");
    assert_eq!(moved.changes(), [Path::new("/site/x"), Path::new("/etc/y")]);
    let calls = [read("1 execve(\"/a\", [\"a\"], 0x1) = 0"), moved, read("1 execve(\"/bin/sh\", [\"sh\"], 0x1) = 0")];
    assert_eq!(breaches(&calls, here, &BTreeSet::new(), May::Nothing).len(), 4);
    assert_eq!(breaches(&[read("1 connect(3<TCP:[1]>, {}, 16) = 0")], here, &BTreeSet::new(), May::Listen).len(), 1);
    let git =
        |asked: &str| read(&format!(r#"1 execve("/git", ["git", "-C", ".", "-c", "core.fsmonitor=false"{asked}"#));
    assert!(git(r#", "-c", "log.showRoot=true", "log", "x"], 0x1) = 0"#).asks_git());
    assert!(!git(r#", "gc", "log"], 0x1) = 0"#).asks_git());
    let calls = [read("1 execve(\"/a\", [\"a\"], 0x1) = 0"), git(r#", "log"], 0x1) = 0"#)];
    assert_eq!(breaches(&calls, here, &BTreeSet::new(), May::AskGit), Vec::<String>::new());
    assert_eq!(breaches(&calls, here, &BTreeSet::new(), May::Nothing).len(), 1);
}
