use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use super::*;
use crate::config::site::Exception;
use crate::date::{Instant, Zone};
use crate::diagnostics::Code;
use crate::parse::document::Allowance;
use crate::text::{Glob, RelPath, Span, Spanned};

#[test]
fn every_rule_finds_what_no_other_does_but_one_that_looks_at_something_else() {
    for (at, rule) in rules::ALL.iter().enumerate() {
        let mut alike = rules::ALL.iter().skip(at + 1).filter(|other| other.code == rule.code);
        let kind = std::mem::discriminant(&rule.looks);
        assert!(alike.all(|other| std::mem::discriminant(&other.looks) != kind), "{}", rule.code);
    }
}

#[test]
fn a_rule_is_in_the_file_of_its_name_and_none_fails_a_build_unasked() {
    for rule in rules::ALL {
        let file = format!("src/lint/rules/{}.rs", rule.code.name().replace('-', "_"));
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
        assert!(path.is_file() || path.with_extension("").is_dir(), "{file} is not there");
        assert_ne!(rule.code.default_level(), Level::Error, "{}", rule.code);
    }
}

/// The files that diagnostics are in.
const PATHS: [&str; 3] = ["content/a.md", "content/coast/b.md", "site.toml"];

fn path(at: usize) -> RelPath {
    RelPath::new(PATHS[at % PATHS.len()]).expect("a clean path")
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}

fn exception(code: Code, pattern: &str) -> Exception {
    let paths = spanned(Glob::new(pattern).expect("a pattern"));
    Exception { code: spanned(code), paths, reason: "because".to_owned(), until: None }
}

/// Everything that can be said of levels, and what it is said of.
#[derive(Clone, Debug)]
struct Said {
    lints: Lints,
    overrides: Overrides,
    allowances: BTreeMap<RelPath, Vec<Allowance>>,
    diagnostics: Vec<Diagnostic>,
}

impl Said {
    fn judged(&self, ran: Ran) -> Vec<Diagnostic> {
        let allowances = self.allowances.iter().map(|(path, all)| (path, all.as_slice()));
        let now = Instant::from_seconds(1_768_478_400).expect("in range");
        Levels::new(&self.lints, allowances, (now, &Zone::utc()), &self.overrides).judge(self.diagnostics.clone(), ran)
    }

    /// Whether something excuses a diagnostic.
    fn excuses(&self, one: &Diagnostic) -> bool {
        let Some(place) = &one.place else { return false };
        let by_site =
            |exception: &Exception| exception.code.value == one.code && exception.paths.value.fits(place.path.as_str());
        let by_comment = |allowance: &Allowance| allowance.rule.value == one.code.name();
        self.lints.exceptions.iter().any(by_site)
            || self.allowances.get(&place.path).into_iter().flatten().any(by_comment)
    }
}

fn code() -> impl Strategy<Value = Code> {
    any::<Index>().prop_map(|index| *index.get(Code::ALL))
}

fn level() -> impl Strategy<Value = Option<Level>> {
    prop::sample::select(vec![None, Some(Level::Advice), Some(Level::Warning), Some(Level::Error)])
}

fn said() -> impl Strategy<Value = Said> {
    let patterns = prop::sample::select(vec!["content/a.md", "content/**", "content/*.md", "**"]);
    let exceptions = prop::collection::vec((code(), patterns), 0..6);
    let allowances = prop::collection::vec((0..PATHS.len(), code()), 0..6);
    let levels = prop::collection::btree_map(code(), level(), 0..12);
    let overrides = (any::<bool>(), subsequence(Code::ALL, 0..8), subsequence(Code::ALL, 0..8));
    // Some of what is found has another level than its code, such as the gentle form of an error.
    let found = prop::collection::vec((code(), 0..PATHS.len(), any::<bool>()), 1..20);
    (exceptions, allowances, levels, overrides, found).prop_map(|(exceptions, allowances, levels, overrides, found)| {
        let (deny_warnings, deny, allow) = overrides;
        let mut comments: BTreeMap<RelPath, Vec<Allowance>> = BTreeMap::new();
        for (at, code) in allowances {
            let allowance = Allowance { rule: spanned(code.name().to_owned()), reason: "because".to_owned() };
            comments.entry(path(at)).or_default().push(allowance);
        }
        let diagnostic = |(number, (code, at, gentle)): (usize, (Code, usize, bool))| {
            let mut diagnostic = Diagnostic::new(code, &path(at), Span::default(), format!("found {number}"));
            if gentle {
                diagnostic.level = diagnostic.level.max(Level::Warning);
            }
            diagnostic
        };
        Said {
            lints: Lints {
                levels: levels.into_iter().map(|(code, level)| (code, spanned(level))).collect(),
                exceptions: exceptions.into_iter().map(|(code, pattern)| exception(code, pattern)).collect(),
                ..Lints::default()
            },
            overrides: Overrides {
                deny_warnings,
                deny: deny.into_iter().collect(),
                allow: allow.into_iter().collect(),
            },
            allowances: comments,
            diagnostics: found.into_iter().enumerate().map(diagnostic).collect(),
        }
    })
}

proptest! {
    #[test]
    fn what_is_an_error_by_itself_is_never_lowered_nor_left_out(said in said(), all_run in any::<bool>()) {
        let judged = said.judged(if all_run { Ran::Check } else { Ran::Build });
        for before in said.diagnostics.iter().filter(|one| one.code.default_level() == Level::Error) {
            let after = judged.iter().find(|after| after.message == before.message);
            prop_assert!(after.is_some_and(|after| after.level <= before.level), "{before:?}");
        }
    }

    #[test]
    fn nothing_is_excused_but_by_a_comment_or_an_exception_of_its_path(said in said()) {
        let judged = said.judged(Ran::Check);
        for before in said.diagnostics.iter().filter(|one| one.code.default_level() != Level::Error) {
            let of_site = said.lints.levels.get(&before.code).map_or(Some(before.level), |level| level.value);
            let is_off = !said.overrides.deny.contains(&before.code)
                && (said.overrides.allow.contains(&before.code) || of_site.is_none());
            let is_there = judged.iter().any(|after| after.message == before.message);
            prop_assert_eq!(is_there, !is_off && !said.excuses(before), "{:?}", before);
        }
    }

    #[test]
    fn what_the_command_line_denies_is_an_error_unless_it_is_excused(said in said()) {
        let found: BTreeSet<&str> = said.diagnostics.iter().map(|one| one.message.as_str()).collect();
        for after in said.judged(Ran::Check).iter().filter(|after| found.contains(after.message.as_str())) {
            let Overrides { deny_warnings, deny, .. } = &said.overrides;
            prop_assert!(!deny.contains(&after.code) || after.is_error(), "{after:?}");
            prop_assert!(!(*deny_warnings && after.level == Level::Warning), "{after:?}");
        }
    }
}

#[test]
fn an_exception_is_for_its_rule_and_its_files_alone() {
    let found = |code, at| Diagnostic::new(code, &path(at), Span::default(), format!("{code} {at}"));
    let said = Said {
        lints: Lints { exceptions: vec![exception(Code::OrphanArticle, "content/coast/**")], ..Lints::default() },
        overrides: Overrides::default(),
        allowances: BTreeMap::new(),
        diagnostics: vec![
            found(Code::OrphanArticle, 0),
            found(Code::OrphanArticle, 1),
            found(Code::UnusedSource, 1),
            found(Code::BrokenLink, 1),
        ],
    };
    let kept: Vec<String> = said.judged(Ran::Check).into_iter().map(|one| one.message).collect();
    assert_eq!(kept, ["orphan-article 0", "unused-source 1", "broken-link 1"]);
}

#[test]
fn an_excuse_is_called_unused_only_if_what_it_excuses_was_looked_for() {
    let exceptions = [Code::DeadLink, Code::OrphanArticle, Code::HttpLink].map(|code| exception(code, "content/**"));
    let said = Said {
        lints: Lints { exceptions: exceptions.into(), ..Lints::default() },
        overrides: Overrides { allow: [Code::HttpLink].into(), ..Overrides::default() },
        allowances: BTreeMap::new(),
        diagnostics: Vec::new(),
    };
    let unused = |ran| said.judged(ran).len();
    assert_eq!([unused(Ran::Build), unused(Ran::Check), unused(Ran::External)], [0, 1, 2]);
}

#[test]
fn an_exception_for_the_name_of_a_folder_says_how_to_fit_its_files() {
    let help = |pattern: &str| {
        let said = Said {
            lints: Lints { exceptions: vec![exception(Code::OrphanArticle, pattern)], ..Lints::default() },
            overrides: Overrides::default(),
            allowances: BTreeMap::new(),
            diagnostics: Vec::new(),
        };
        said.judged(Ran::Check).into_iter().flat_map(|one| one.help).collect::<Vec<String>>().join("; ")
    };
    assert!(help("content/coast").ends_with("write `content/coast/**`"), "{}", help("content/coast"));
    assert_eq!(help("content/coast/"), help("content/coast"));
    for pattern in ["content/coast/**", "content/a.md", "content/[ab]", "content/{a,b}"] {
        assert_eq!(help(pattern), "delete the exception");
    }
}
