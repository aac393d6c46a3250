//! What the handbook shows of a terminal is what a terminal shows.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::{blesses, difference, repository};

/// The articles whose blocks of the language `console` are run, each article in a new folder.
const RUN: [&str; 1] = ["content/start/first-site.md"];

/// A part of an article, in order.
enum Part<'a> {
    /// What is not run.
    Text(&'a str),
    /// A file to be written: its path, and the block that says what is in it.
    File(&'a str, &'a str),
    /// What is typed and what it answers.
    Console(&'a str),
}

/// The parts of an article; a block is a file if the line above it ends with its path in backticks and a colon.
fn parts(article: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = article;
    while let Some(at) = rest.find("\n```") {
        let (before, block) = rest.split_at(at + 1);
        let body = block.find('\n').expect("a line") + 1;
        let end = block[body..].find("\n```").expect("the block is closed") + body + 1;
        parts.push(Part::Text(&rest[..at + 1 + body]));
        let path = before.trim_end().strip_suffix("`:").and_then(|before| before.rsplit('`').next());
        match (&block[3..body - 1], path) {
            ("console", _) => parts.push(Part::Console(&block[body..end])),
            (_, Some(path)) => parts.push(Part::File(path, &block[body..end])),
            _ => parts.push(Part::Text(&block[body..end])),
        }
        parts.push(Part::Text(&block[end..end + 4]));
        rest = &block[end + 4..];
    }
    parts.push(Part::Text(rest));
    parts
}

/// What the commands of a block answer, each below itself; `at` is the folder that the terminal is in.
fn answered(block: &str, at: &mut String, folder: &Path) -> String {
    let mut shown = String::new();
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap_or_default());
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let script = format!("cd {at:?} && {{ {command}\n}} 2>&1; pwd > {:?}", folder.join("at"));
        let mut bash = Command::new("bash");
        bash.args(["-c", &script]).env("PATH", &path).env("NO_COLOR", "1").env_remove("SOURCE_DATE_EPOCH");
        let output = bash.output().expect("bash runs");
        at.clone_from(&fs::read_to_string(folder.join("at")).expect("where it is").trim_end().to_owned());
        shown.push_str(&format!("$ {command}\n{}", String::from_utf8_lossy(&output.stdout)));
    }
    shown.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// A text without how long something took.
fn without_times(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let is_unit =
        |word: Option<&&str>| word.is_some_and(|word| ["ms", "s"].contains(&word.trim_end_matches([',', ':', '\n'])));
    let is_time = |at: usize| {
        let unit = words.get(at + 1).map(|word| word.split('\n').next().unwrap_or_default());
        words[at].parse::<f64>().is_ok() && is_unit(unit.as_ref())
    };
    // On a busy machine what took milliseconds takes seconds.
    let shown = |at: usize| match words[at] {
        _ if is_time(at) => "N",
        word if at > 0 && is_time(at - 1) => word.strip_prefix('m').unwrap_or(word),
        word => word,
    };
    (0..words.len()).map(shown).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_command_of_the_tutorial_answers_what_the_tutorial_says() {
    for article in RUN {
        let path = repository().join(article);
        let text = fs::read_to_string(&path).expect(article);
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("bin")).expect("a folder");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_byline"), folder.path().join("bin/byline")).expect("a link");
        fs::create_dir(folder.path().join("work")).expect("a folder");
        let mut at = folder.path().join("work").to_string_lossy().into_owned();
        let mut found = String::new();
        let mut commands = 0;
        for part in parts(&text) {
            match part {
                Part::Text(text) => found.push_str(text),
                Part::File(path, text) => {
                    fs::write(Path::new(&at).join(path), text).expect(path);
                    found.push_str(text);
                }
                Part::Console(block) => {
                    commands += block.lines().filter(|line| line.starts_with("$ ")).count();
                    found.push_str(&answered(block, &mut at, folder.path()));
                }
            }
        }
        assert!(commands > 5, "{article} shows commands");
        if blesses() {
            if without_times(&found) != without_times(&text) {
                fs::write(&path, found).expect(article);
            }
            continue;
        }
        let (found, text) = (without_times(&found), without_times(&text));
        assert!(found == text, "{article}: {}\nBLESS=1 writes what is answered", difference(&text, &found));
    }
}
