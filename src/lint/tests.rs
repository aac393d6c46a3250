use super::*;
use crate::diagnostics::Code;

#[test]
fn every_rule_finds_what_no_other_does() {
    let mut codes: Vec<Code> = rules::ALL.iter().map(|rule| rule.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), rules::ALL.len());
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
