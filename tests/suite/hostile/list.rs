//! The list of hostile inputs, and what was decided where a row leaves a choice.

use std::collections::BTreeSet;

use crate::support::repository;

/// One case: files, what is run, and what has to come of it.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: String,
    pub class: String,
    pub rows: Vec<Row>,
    pub expected: Expected,
    /// What the diagnostics have to mention, in any case of letters.
    pub mentioned: Vec<String>,
    pub steps: Vec<String>,
}

/// One file of a case, as the list writes it.
#[derive(Clone, Debug)]
pub struct Row {
    pub path: String,
    pub content: String,
}

/// How the last run has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Exit code 0, and nothing to say about the case's files.
    Ok,
    /// Exit code 0, and something to say.
    Warning,
    /// Either: what is right depends on what this byline can do.
    OkOrError,
    /// The author's mistake, or the machine's failure; the output is what it was.
    Error,
}

impl Case {
    /// Whether the output must be that of a clean build after every build.
    pub fn is_incremental(&self) -> bool {
        self.class == "incremental"
    }

    /// Whether the case brings a theme, so that the site selects it.
    pub fn has_theme(&self) -> bool {
        self.rows.iter().any(|row| row.path.contains("{theme}"))
    }

    /// The exit codes that its error may have: 1 for the author's mistakes, 2 for the machine's failures.
    pub fn error_codes(&self) -> &'static [i32] {
        match self.class.as_str() {
            "out/fail" => &[1],
            // A command line that names a place outside the site is a wrong one.
            "new" => &[1, 2],
            "env/sigint" => &[130],
            class if class.starts_with("out/") || class.starts_with("env/") => &[2],
            _ => &[1],
        }
    }
}

/// All cases of `cases.tsv`, as `decisions.tsv` changes them.
pub fn cases() -> Vec<Case> {
    let read = |name: &str| {
        std::fs::read_to_string(repository().join("tests/hostile").join(name)).expect("a list of the repository")
    };
    let mut cases: Vec<Case> = Vec::new();
    for line in read("cases.tsv").lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, class, path, content, expected, mentioned, run, _check, _seen_in] = fields.as_slice() else {
            panic!("a row has nine fields: {line}")
        };
        let row = Row { path: (*path).to_owned(), content: (*content).to_owned() };
        if *class == "+" {
            let case = cases.last_mut().filter(|case| case.id == *id).expect("a further row follows its case");
            case.rows.push(row);
            continue;
        }
        cases.push(Case {
            id: (*id).to_owned(),
            class: (*class).to_owned(),
            rows: vec![row],
            expected: expectation(expected),
            mentioned: parts(mentioned, "|"),
            steps: parts(if run.is_empty() { "build" } else { run }, " ; "),
        });
    }
    decide(&mut cases, &read("decisions.tsv"));
    cases
}

fn decide(cases: &mut [Case], decisions: &str) {
    let mut seen = BTreeSet::new();
    for line in decisions.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, field, value, why] = fields.as_slice() else { panic!("a decision has four fields: {line}") };
        assert!(!why.is_empty(), "{id}: say why");
        assert!(seen.insert((*id, *field)), "{id}: `{field}` is decided twice");
        let case = cases.iter_mut().find(|case| case.id == *id).unwrap_or_else(|| panic!("there is no case {id}"));
        match *field {
            "expected" => case.expected = expectation(value),
            "message_must_mention" => case.mentioned = parts(value, "|"),
            "run" => case.steps = parts(value, " ; "),
            "path" => case.rows[0].path = (*value).to_owned(),
            "content" => case.rows[0].content = (*value).to_owned(),
            "content of row 2" => case.rows[1].content = (*value).to_owned(),
            "content of row 3" => case.rows[2].content = (*value).to_owned(),
            _ => panic!("{id}: there is no field `{field}`"),
        }
    }
}

fn expectation(word: &str) -> Expected {
    match word {
        "ok" => Expected::Ok,
        "warning" => Expected::Warning,
        "ok or error" => Expected::OkOrError,
        "error" => Expected::Error,
        _ => panic!("`{word}` is no expectation"),
    }
}

fn parts(text: &str, separator: &str) -> Vec<String> {
    text.split(separator).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
