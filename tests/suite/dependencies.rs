//! What byline is built from: licences, where it comes from, what is there twice.
//!
//! `.cargo/deny.toml` says the same to cargo-deny, which knows the advisories, too: `cargo deny check`. It is not run here,
//! because its database of advisories is a repository that not every machine reaches.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use super::support::repository;

/// Licences under which a program may be made from a crate and passed on without its source.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "IJG",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that may have a licence which is for no program, with the reason.
const EXCEPTIONS: &[(&str, &[&str])] = &[
    // Fonts for the social cards: both licences let a program bring them along.
    ("epaint_default_fonts", &["OFL-1.1", "Ubuntu-font-1.0"]),
    // Of the encoder of AVIF, and compiled only where that is fuzzed.
    ("libfuzzer-sys", &["NCSA"]),
];

/// Every crate that byline may be built from, with any feature and on any system.
fn packages() -> Vec<Value> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version=1", "--locked", "--all-features"]).current_dir(repository());
    let told = command.output().expect("cargo runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    told["packages"].as_array().expect("packages").clone()
}

/// Whether an expression of SPDX is met by licences that are allowed, to every crate or to this one.
fn is_allowed(name: &str, expression: &str) -> bool {
    let own = EXCEPTIONS.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, licences)| licences);
    let allowed = [LICENCES, own].concat();
    // An older way to write `OR`.
    let expression = expression.replace('/', " OR ");
    let words: Vec<&str> = expression.split_whitespace().collect();
    let joined = words.join(" ").replace('(', "( ").replace(')', " )");
    let words: Vec<&str> = joined.split(' ').collect();
    let mut at = 0;
    any(&words, &mut at, &allowed) && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &[&str]) -> bool {
    let word = words.get(*at);
    // Past the end, if something is missing there.
    *at += 1;
    let Some(word) = word else { return false };
    if *word == "(" {
        let met = any(words, at, allowed);
        *at += 1;
        return met;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    allowed.contains(&name.as_str())
}

#[test]
fn every_crate_has_a_licence_that_is_allowed_and_comes_from_the_registry() {
    let packages = packages();
    assert!(packages.len() > 100, "{} crates", packages.len());
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for package in &packages {
        let name = package["name"].as_str().expect("a name");
        *versions.entry(name).or_default() += 1;
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_allowed(name, licence), "{name} has the licence `{licence}`");
        let source = package["source"].as_str();
        let is_own = source.is_none() && name == "byline";
        let is_from_registry = source == Some("registry+https://github.com/rust-lang/crates.io-index");
        assert!(is_own || is_from_registry, "{name} comes from {source:?}");
    }
    for (name, _) in EXCEPTIONS {
        assert!(versions.contains_key(name), "{name} is an exception and no dependency");
    }
    let twice: Vec<&str> = versions.iter().filter(|(_, count)| **count > 1).map(|(name, _)| *name).collect();
    println!("warning: {} crates are there in several versions: {}", twice.len(), twice.join(", "));
}

#[test]
fn a_licence_is_allowed_if_one_of_a_choice_and_each_of_several_is() {
    for licence in
        ["MIT", "MIT OR GPL-3.0", "GPL-3.0/MIT", "(MIT OR GPL-3.0) AND ISC", "Apache-2.0 WITH LLVM-exception OR X"]
    {
        assert!(is_allowed("any", licence), "{licence}");
    }
    for licence in ["", "GPL-3.0", "MIT AND GPL-3.0", "(GPL-3.0 OR X) AND MIT", "MIT OR", "MIT X"] {
        assert!(!is_allowed("any", licence), "{licence}");
    }
}

#[test]
fn cargo_deny_is_told_the_same_licences_and_unsafe_code_is_forbidden() {
    let read = |path: &str| std::fs::read_to_string(repository().join(path)).expect("a file of the repository");
    let deny =
        byline::decode::toml(&byline::text::RelPath::new("deny.toml").expect("a path"), &read(".cargo/deny.toml"));
    assert!(deny.diagnostics.is_empty(), "{:?}", deny.diagnostics);
    for licence in LICENCES {
        assert!(read(".cargo/deny.toml").contains(&format!("\"{licence}\"")), "{licence}");
    }
    for (name, licences) in EXCEPTIONS {
        let line = format!("{{ crate = \"{name}\", allow = {licences:?} }}");
        assert!(read(".cargo/deny.toml").contains(&line), "{line}");
    }
    assert!(read("Cargo.toml").contains("\nunsafe_code = \"forbid\"\n"));
}
