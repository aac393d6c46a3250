//! The command line: what it prints where, and its exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// The command, in a folder and without the settings of whoever runs the tests.
fn byline(folder: &Path) -> Command {
    let mut command = Command::new(cargo_bin!("byline"));
    command.current_dir(folder);
    for name in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "GITHUB_WORKSPACE"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    said(byline(folder).args(arguments).output().expect("byline runs"))
}

fn said(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (output.status.code().expect("byline was not killed"), text(output.stdout), text(output.stderr))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for a test can be made")
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("the path is in the folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

/// A site of a home page and one article.
fn site() -> TempDir {
    let folder = folder();
    put(folder.path(), "site.toml", "title = \"Test\"\nbase_url = \"https://test.example\"\n");
    put(folder.path(), "content/tides.md", "---\ntitle: Tides\npublished: 2024-02-11\n---\n\nTwice a day.\n");
    folder
}

/// The same site, with a warning and an error in its article.
fn faulty_site() -> TempDir {
    let folder = site();
    put(folder.path(), "content/tides.md", "---\ntitle: Tides\npublised: 2024-02-11\n---\n\nAs [@nobody] says.\n");
    folder
}

#[test]
fn help_explains_every_command_with_examples() {
    let folder = folder();
    let (code, out, err) = run(folder.path(), &["--help"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for words in
        ["build", "clean", "urls", "next", "completions", "--root", "--color", "Examples:", "site.toml", "Exit codes:"]
    {
        assert!(out.contains(words), "{words} is not in\n{out}");
    }
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    let (code, out, _) = run(folder.path(), &["build", "--help"]);
    assert_eq!(code, 0);
    for words in ["--output", "--base-url", "--drafts", "--future", "--now", "--jobs", "--format", "SOURCE_DATE_EPOCH"]
    {
        assert!(out.contains(words), "{words} is not in\n{out}");
    }
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    for (arguments, words) in [
        (&["urls", "--help"][..], &["accept", "--now", "urls.lock", "Examples:"][..]),
        (&["urls", "accept", "--help"], &["--dry-run", "--now"]),
        (&["next", "--help"], &["--drafts", "--future", "--now", "RFC 3339", "Examples:"]),
        (&["due", "--help"], &["--before", "--format", "--drafts", "--future", "--now", "review_every", "Examples:"]),
        (&["diff", "--help"], &["OUTPUT_OR_REF", "--format", "--base-url", "--drafts", "--now", "Examples:"]),
        (&["schema", "--help"], &["front-matter", "--write", "draft-07", "Examples:"]),
    ] {
        let (code, out, _) = run(folder.path(), arguments);
        assert_eq!(code, 0);
        words.iter().for_each(|words| assert!(out.contains(words), "{words} is not in\n{out}"));
        assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    }
}

#[test]
fn the_version_is_the_package_s() {
    let (code, out, _) = run(folder().path(), &["--version"]);
    assert_eq!((code, out), (0, format!("byline {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let folder = folder();
    let (code, out, _) = run(folder.path(), &["man"]);
    assert_eq!(code, 0);
    assert!(out.contains(".TH byline 1") && out.contains("byline new site review"), "{out}");
    let (code, out, err) = run(folder.path(), &["man", "--write", "man1"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    for name in ["byline", "byline-build", "byline-check", "byline-new", "byline-new-article", "byline-urls-accept"] {
        let page = fs::read_to_string(folder.path().join(format!("man1/{name}.1"))).expect(name);
        assert!(page.contains(&format!(".TH {name} 1")) && page.contains(".SH SYNOPSIS"), "{page}");
    }
}

#[test]
fn completions_are_scripts_for_each_shell() {
    let folder = folder();
    for (shell, words) in [
        ("bash", "complete -F _byline"),
        ("zsh", "#compdef byline"),
        ("fish", "complete -c byline"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let (code, out, err) = run(folder.path(), &["completions", shell]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains(words), "{shell}");
    }
}

#[test]
fn a_wrong_command_line_exits_with_2_and_says_why() {
    let folder = site();
    for (arguments, words) in [
        (&["build", "--drafst"][..], "--drafts"),
        (&["biuld"], "build"),
        (&[], "Usage:"),
        (&["build", "--jobs", "0"], "--jobs"),
        (&["build", "--now", "soon"], "--now"),
        (&["build", "--format", "xml"], "sarif"),
        (&["build", "--quiet", "--explain"], "cannot be used with"),
        (&["completions", "tcsh"], "bash"),
        (&["build", "--root", "nowhere"], "cannot open the folder nowhere"),
        (&["build", "--root", "site.toml"], "it is a file"),
        (&["clean", "--root", "nowhere"], "cannot open the folder nowhere"),
        (&["next", "--now", "soon"], "--now"),
        (&["next", "--root", "nowhere"], "cannot open the folder nowhere"),
        (&["urls", "--drafts"], "--drafts"),
        (&["urls", "acept"], "accept"),
    ] {
        let (code, out, err) = run(folder.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(words), "{arguments:?}: {words} is not in\n{err}");
    }
    assert!(!folder.path().join("public").exists());
}

#[test]
fn a_bad_source_date_epoch_exits_with_2() {
    let folder = site();
    let output = byline(folder.path()).arg("build").env("SOURCE_DATE_EPOCH", "soon").output().expect("byline runs");
    let (code, out, err) = said(output);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(
        err,
        "error: cannot use SOURCE_DATE_EPOCH: `soon` is no number of seconds since 1970\n\
         help: unset it to build as of now, or give a day with `--now 2026-01-31`\n"
    );
}

#[test]
fn a_missing_site_toml_exits_with_1_and_says_what_to_write() {
    let folder = folder();
    let (code, out, err) = run(folder.path(), &["build"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.starts_with("error[missing-config]: "), "{err}");
    for words in ["site.toml", "title = ", "base_url = ", "--root", "nothing was written: 1 error\n"] {
        assert!(err.contains(words), "{words} is not in\n{err}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("the folder is there").count(), 0);
}

#[test]
fn below_a_site_it_is_said_where_the_site_begins() {
    let folder = site();
    let below = folder.path().join("content/deep/er");
    fs::create_dir_all(&below).expect("a folder");
    let (code, _, err) = run(&below, &["build"]);
    assert_eq!(code, 1);
    assert!(err.contains("go to `../../..` first, or write `--root ../../..`"), "{err}");
    let (code, _, err) = run(folder.path(), &["build", "--root", "content"]);
    assert_eq!(code, 1);
    assert!(err.contains("write `--root content/..`"), "{err}");
    assert_eq!(run(&below, &["build", "--root", "../../.."]).0, 0);
}

#[test]
fn help_is_given_to_a_command_in_both_ways() {
    let folder = folder();
    let asked = run(folder.path(), &["help", "build"]);
    assert_eq!(asked.0, 0, "{}", asked.2);
    assert_eq!(asked, run(folder.path(), &["build", "--help"]));
}

#[test]
fn a_build_says_what_it_did() {
    let folder = site();
    let (code, out, err) = run(folder.path(), &["build"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.starts_with("built ") && err.contains(" into public · search "), "{err}");
    assert!(folder.path().join("public/tides/index.html").is_file());
    let (code, _, err) = run(folder.path(), &["build"]);
    assert_eq!(code, 0);
    assert!(err.contains("(0 rendered, 0 written, 0 removed)"), "{err}");
}

#[test]
fn an_author_s_error_exits_with_1_and_writes_nothing() {
    let folder = faulty_site();
    let (code, out, err) = run(folder.path(), &["build"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("warning[unknown-field]: ") && err.contains(" --> content/tides.md:3:1\n"), "{err}");
    assert!(err.contains("error[unknown-source]: ") && err.contains(" --> content/tides.md:6:"), "{err}");
    assert!(err.ends_with("nothing was written: 1 error, 1 warning\n"), "{err}");
    assert!(!folder.path().join("public").exists());
}

#[test]
fn paths_lead_to_the_file_from_the_current_folder() {
    let folder = faulty_site();
    let above = folder.path().parent().expect("the folder is in another");
    let name = folder.path().file_name().expect("the folder has a name").to_string_lossy().into_owned();
    let (_, out, _) = run(above, &["build", "--root", &name, "--format", "short"]);
    assert!(out.starts_with(&format!("{name}/content/tides.md:3:1: ")), "{out}");
}

#[test]
fn what_programs_read_is_on_standard_output() {
    let folder = faulty_site();
    for format in ["json", "sarif"] {
        let (code, out, err) = run(folder.path(), &["build", "--format", format]);
        assert_eq!(code, 1);
        serde_json::from_str::<serde_json::Value>(&out).expect("the output is JSON");
        assert_eq!(err, "nothing was written: 1 error, 1 warning\n");
    }
    let (_, out, _) = run(folder.path(), &["build", "--format", "github"]);
    assert!(out.contains("::error file=content/tides.md,line=6,"), "{out}");
}

#[test]
fn github_s_paths_begin_at_the_top_of_the_repository() {
    let folder = faulty_site();
    let above = folder.path().canonicalize().expect("the folder is there");
    let above = above.parent().expect("the folder is in another");
    let name = folder.path().file_name().expect("the folder has a name").to_string_lossy().into_owned();
    let mut command = byline(folder.path());
    command.args(["build", "--format", "github"]).env("GITHUB_WORKSPACE", above);
    let (_, out, _) = said(command.output().expect("byline runs"));
    assert!(out.contains(&format!("file={name}/content/tides.md,")), "{out}");
}

#[test]
fn quiet_prints_errors_and_nothing_else() {
    let folder = site();
    assert_eq!(run(folder.path(), &["build", "--quiet"]), (0, String::new(), String::new()));
    let folder = faulty_site();
    let (code, out, err) = run(folder.path(), &["build", "--quiet"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("error[unknown-source]") && !err.contains("warning["), "{err}");
    assert!(!err.contains("nothing was written"), "{err}");
}

#[test]
fn colour_is_used_only_when_asked_for_or_on_a_terminal() {
    let folder = faulty_site();
    let coloured = |arguments: &[&str], variable: Option<&str>| {
        let mut command = byline(folder.path());
        command.arg("build").args(arguments);
        if let Some(name) = variable {
            command.env(name, "1");
        }
        said(command.output().expect("byline runs")).2.contains('\u{1b}')
    };
    assert!(!coloured(&[], None));
    assert!(coloured(&["--color", "always"], None));
    assert!(coloured(&[], Some("CLICOLOR_FORCE")));
    assert!(!coloured(&["--color", "never"], Some("CLICOLOR_FORCE")));
    assert!(!coloured(&[], Some("NO_COLOR")));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = faulty_site();
    for arguments in [&["build", "--format", "json"][..], &["completions", "bash"], &["--help"]] {
        let mut child = byline(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("byline runs");
        drop(child.stdout.take());
        let (code, _, err) = said(child.wait_with_output().expect("byline ends"));
        assert_eq!(code, i32::from(arguments[0] == "build"), "{arguments:?}: {err}");
        assert!(!err.contains("panicked"), "{err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_exits_with_2() {
    let folder = folder();
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has a full device");
    let output = byline(folder.path()).args(["completions", "bash"]).stdout(full).output().expect("byline runs");
    let (code, _, err) = said(output);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: cannot write to standard output: "), "{err}");
}

#[test]
fn clean_removes_what_was_built_and_keeps_the_rest() {
    let folder = site();
    assert_eq!(run(folder.path(), &["clean"]), (0, String::new(), "there was nothing to remove\n".to_owned()));
    assert_eq!(run(folder.path(), &["build", "--quiet"]).0, 0);
    put(folder.path(), "public/mine.txt", "mine");
    let (code, out, err) = run(folder.path(), &["clean"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("files from public\n"), "{err}");
    assert!(err.contains("kept the folder public: it holds files that byline did not write\n"), "{err}");
    assert!(folder.path().join("public/mine.txt").is_file());
    assert!(!folder.path().join("public/tides/index.html").exists());
    assert!(!folder.path().join(".byline").exists());
    assert!(folder.path().join("content/tides.md").is_file());
}

#[test]
fn what_clean_refuses_to_remove_it_says_that_it_cannot_clean() {
    let folder = site();
    let (code, _, err) = run(folder.path(), &["clean", "--output", "content"]);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: cannot clean "), "{err}");
    assert!(err.contains("the output would lie in `content`, which holds the site's source"), "{err}");
    assert!(folder.path().join("content/tides.md").is_file());
}

#[test]
fn a_day_given_with_now_decides_what_is_public() {
    let folder = site();
    assert_eq!(run(folder.path(), &["build", "--quiet", "--now", "2024-02-10"]).0, 0);
    assert!(!folder.path().join("public/tides/index.html").exists());
    assert_eq!(run(folder.path(), &["build", "--quiet", "--now", "2024-02-12"]).0, 0);
    assert!(folder.path().join("public/tides/index.html").exists());
}
