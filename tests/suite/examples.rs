//! Every example of the handbook is one that byline takes: what is typed, what stands in `site.toml`, and what an author
//! writes. The pages of codes and the tutorial have tests of their own, which say what comes of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{byline, repository, told, tree, write};

const NOW: &str = "2026-12-15T12:00:00Z";

/// What a reader who copies an example must not be told. Files, people and pages that it names are its own.
const MISTAKES: &[&str] = &[
    "yaml-syntax",
    "toml-syntax",
    "json-syntax",
    "unknown-field",
    "unknown-setting",
    "unknown-rule",
    "unknown-attribute",
    "unknown-callout",
    "missing-field",
    "missing-attribute",
    "invalid-value",
    "invalid-date",
    "duplicate-field",
    "directive-syntax",
    "incomplete-faq",
];

/// A block of code of the handbook.
struct Block {
    /// Its article and line.
    place: String,
    language: String,
    /// The file that it is, if that is said behind the language.
    file: String,
    text: String,
}

/// The blocks of all articles and of the README, and the commands within their lines, but of those whose blocks other tests run.
fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    let content =
        tree(&repository().join("content")).into_iter().map(|(path, bytes)| (format!("content/{path}"), bytes));
    let readme = ("README.md".to_owned(), fs::read(repository().join("README.md")).expect("the README"));
    for (path, bytes) in content.chain([readme]) {
        if !path.ends_with(".md") || path.starts_with("content/diagnostics/") {
            continue;
        }
        let article = String::from_utf8(bytes).expect("a text");
        let mut open: Option<(String, Block)> = None;
        for (at, line) in article.lines().enumerate() {
            match &mut open {
                Some((fence, block)) => {
                    let indent = fence.len() - fence.trim_start().len();
                    if line.trim_end() == *fence {
                        blocks.extend(open.take().map(|(_, block)| block));
                    } else {
                        block.text.push_str(line.get(indent..).unwrap_or_default());
                        block.text.push('\n');
                    }
                }
                None => {
                    let indent = line.len() - line.trim_start().len();
                    let ticks = line[indent..].len() - line[indent..].trim_start_matches('`').len();
                    if ticks < 3 {
                        let commands = line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("byline "));
                        blocks.extend(commands.map(|command| Block {
                            place: format!("{path}:{}", at + 1),
                            language: "sh".to_owned(),
                            file: String::new(),
                            text: command.to_owned(),
                        }));
                        continue;
                    }
                    let (language, file) =
                        line[indent + ticks..].trim().split_once(' ').unwrap_or((line[indent + ticks..].trim(), ""));
                    let block = Block {
                        place: format!("{path}:{}", at + 1),
                        language: language.to_owned(),
                        file: file.to_owned(),
                        text: String::new(),
                    };
                    open = Some((line[..indent + ticks].to_owned(), block));
                }
            }
        }
        assert!(open.is_none(), "{path}: a block has no end");
    }
    blocks
}

/// The words of a command as a shell tells them apart; nothing that is quoted here holds a quotation mark.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split(['"', '\'']).enumerate() {
        match at % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// The commands of byline in a block, each with its arguments.
fn commands(block: &Block) -> Vec<Vec<String>> {
    let joined = block.text.replace("\\\n", " ");
    let lines = joined.lines().map(|line| line.strip_prefix("$ ").unwrap_or(line));
    let without_comment = lines.map(|line| line.split(" #").next().unwrap_or_default());
    let commands = without_comment.flat_map(|line| line.split("&&").flat_map(|part| part.split(['|', '>', ';'])));
    let all = commands.map(words).filter(|words: &Vec<String>| words.first().is_some_and(|first| first == "byline"));
    all.map(|mut words| words.split_off(1)).collect()
}

#[test]
fn every_command_that_the_handbook_shows_is_one_that_byline_takes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut taken = 0;
    let mut faults = Vec::new();
    for block in blocks().iter().filter(|block| ["bash", "sh", "console"].contains(&block.language.as_str())) {
        for mut arguments in commands(block) {
            let needs = [("deploy", cfg!(feature = "deploy"))];
            if needs
                .iter()
                .any(|(command, is_there)| arguments.first().is_some_and(|first| first == command) && !is_there)
            {
                continue;
            }
            let typed = arguments.join(" ");
            arguments.push("--help".to_owned());
            let run = byline(folder.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
            taken += 1;
            if run.status.code() != Some(0) {
                faults.push(format!("{}: byline {typed}\n{}", block.place, told(&run)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(taken > 100, "only {taken} commands were found");
}

/// What a check says of the files of a site that no reader who copies them may be told, by file.
fn mistakes(site: &Path) -> BTreeMap<String, Vec<String>> {
    let run = byline(site, &["check", "--now", NOW, "--format", "json"]);
    let all: Vec<Value> = serde_json::from_slice(&run.stdout).unwrap_or_else(|cause| panic!("{cause}: {}", told(&run)));
    let mut by_file: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let is_missing = |one: &Value| one["message"].as_str().is_some_and(|text| text.starts_with("there is no file"));
    let is_mistake = |one: &&Value| MISTAKES.contains(&one["code"].as_str().unwrap_or_default()) && !is_missing(one);
    for one in all.iter().filter(is_mistake) {
        let told = format!("{}: {}", one["line"], one["message"].as_str().unwrap_or_default());
        by_file.entry(one["path"].as_str().unwrap_or_default().to_owned()).or_default().push(told);
    }
    by_file
}

#[test]
fn every_example_of_settings_in_the_handbook_is_one_that_byline_takes() {
    let mut faults = Vec::new();
    let mut taken = 0;
    for block in blocks().iter().filter(|block| block.language == "toml") {
        if let Err(cause) = toml::from_str::<toml::Table>(&block.text) {
            faults.push(format!("{}: {cause}", block.place));
            continue;
        }
        if !["", "site.toml"].contains(&block.file.as_str()) {
            continue;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut settings = String::new();
        for (key, value) in [("title", "Site"), ("base_url", "https://site.example")] {
            if !block.text.lines().any(|line| line.starts_with(&format!("{key} = "))) || block.text.starts_with('[') {
                settings.push_str(&format!("{key} = \"{value}\"\n"));
            }
        }
        write(&folder.path().join("site.toml"), (settings + &block.text).as_bytes());
        write(&folder.path().join("content/a.md"), b"---\ntitle: A\n---\nText.\n");
        let of_settings = mistakes(folder.path()).remove("site.toml").unwrap_or_default();
        faults.extend(of_settings.iter().map(|fault| format!("{}: {fault}", block.place)));
        taken += 1;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(taken > 35, "only {taken} examples were found");
}

#[test]
fn every_example_of_what_authors_write_in_the_handbook_is_one_that_byline_takes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    write(&root.join("site.toml"), b"title = \"Site\"\nbase_url = \"https://site.example\"\n");
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>\n";
    let all = blocks();
    let mut wanted: Vec<(&Block, Vec<String>)> = Vec::new();
    for (at, block) in all.iter().enumerate() {
        let text = block.text.trim_end();
        let mut forms = Vec::new();
        let mut put = |path: String, text: String| {
            write(&root.join(&path), text.as_bytes());
            forms.push(path);
        };
        match block.language.as_str() {
            "yaml" => {
                let fields = text.trim_matches('-').trim_start_matches("\n");
                let front_matter = fields.split("\n---").next().unwrap_or_default();
                let titled =
                    if front_matter.lines().any(|line| line.starts_with("title:")) { "" } else { "title: T\n" };
                put(format!("content/a/e{at}.md"), format!("---\n{titled}{front_matter}\n---\nText.\n"));
                put(format!("content/people/e{at}.md"), format!("---\n{front_matter}\n---\nText.\n"));
                put(format!("content/sources/e{at}.yml"), format!("{text}\n"));
                write(&root.join(format!("content/e{at}.svg")), drawing);
                put(format!("content/e{at}.svg.yml"), format!("{text}\n"));
            }
            "markdown" if block.file.is_empty() && text.starts_with("---\n") => {
                put(format!("content/a/e{at}.md"), format!("{text}\n"));
                put(format!("content/people/e{at}.md"), format!("{text}\n"));
                put(format!("content/s{at}/_index.md"), format!("{text}\n"));
            }
            "markdown" if block.file.is_empty() => {
                put(format!("content/a/e{at}.md"), format!("---\ntitle: T\n---\n{text}\n"));
            }
            "json" => {
                let read = serde_json::from_str::<Value>(text);
                read.unwrap_or_else(|cause| panic!("{}: {cause}", block.place));
            }
            _ => {}
        }
        if !forms.is_empty() {
            wanted.push((block, forms));
        }
    }
    let mistakes = mistakes(root);
    let mut faults = Vec::new();
    for (block, forms) in &wanted {
        let of_forms: Vec<Option<&Vec<String>>> = forms.iter().map(|path| mistakes.get(path)).collect();
        if of_forms.iter().all(Option::is_some) {
            let least = of_forms.into_iter().flatten().min_by_key(|faults| faults.len()).expect("a form");
            faults.push(format!("{}: {}", block.place, least.join("; ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(wanted.len() > 40, "only {} examples were found", wanted.len());
    fs::remove_dir_all(root).expect("a folder");
}
