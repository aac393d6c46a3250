//! The order in which diagnostics are printed, and how many there are.

use std::fmt;

use super::{Diagnostic, Level};

/// Sorts by path, position, code and message, and drops exact duplicates; what has no place comes first.
///
/// The result does not depend on the order before, so neither on how the threads ran.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|one, other| key(one).cmp(&key(other)));
    diagnostics.dedup();
}

fn key(diagnostic: &Diagnostic) -> impl Ord + '_ {
    let Diagnostic { code, level, message, place, label, related, help, fix } = diagnostic;
    (place, code, message, level, label, related, help, fix)
}

/// How many errors, warnings and pieces of advice a list holds; printed as `3 errors, 1 warning`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Diagnostics of level error.
    pub errors: usize,
    /// Diagnostics of level warning.
    pub warnings: usize,
    /// Diagnostics of level advice.
    pub advice: usize,
}

/// Counts by level.
pub fn count<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Counts {
    let mut counts = Counts::default();
    for diagnostic in diagnostics {
        match diagnostic.level {
            Level::Error => counts.errors += 1,
            Level::Warning => counts.warnings += 1,
            Level::Advice => counts.advice += 1,
        }
    }
    counts
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { errors, warnings, advice } = *self;
        let counted = |count: usize, what: &str, plural: &str| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            _ => Some(format!("{count} {plural}")),
        };
        let parts = [
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings"),
            counted(advice, "piece of advice", "pieces of advice"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        f.write_str(if parts.is_empty() { "no errors" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, Place};
    use crate::text::{RelPath, Span};

    fn at(path: &str, start: usize, code: Code, message: &str) -> Diagnostic {
        Diagnostic::new(code, &RelPath::new(path).expect("a clean path"), Span::at(start), message)
    }

    #[test]
    fn the_order_is_place_then_code_then_message_whatever_it_was_before() {
        let path = RelPath::new("content/a.md").expect("a clean path");
        let sorted = vec![
            Diagnostic::at(Code::MissingConfig, None, "no place"),
            Diagnostic::at(Code::InvalidUtf8, Some(Place { path, span: None }), "a whole file"),
            at("content/a.md", 3, Code::UnknownField, "a"),
            at("content/a.md", 3, Code::UnknownField, "b"),
            at("content/a.md", 3, Code::WrongType, "a"),
            at("content/a.md", 20, Code::InvalidUtf8, "later"),
            at("content/b.md", 0, Code::InvalidUtf8, "another file"),
        ];
        let mut shuffled: Vec<Diagnostic> = sorted.iter().rev().cloned().collect();
        shuffled.rotate_left(3);
        sort(&mut shuffled);
        assert_eq!(shuffled, sorted);
    }

    #[test]
    fn only_exact_duplicates_are_dropped() {
        let one = at("content/a.md", 3, Code::UnknownField, "a");
        let other = one.clone().help("another way out");
        let mut list = vec![one.clone(), other.clone(), one.clone(), other.clone()];
        sort(&mut list);
        assert_eq!(list, [one, other]);
    }

    #[test]
    fn counts_are_said_as_people_say_them() {
        let said = |errors, warnings, advice| Counts { errors, warnings, advice }.to_string();
        assert_eq!(said(0, 0, 0), "no errors");
        assert_eq!(said(1, 0, 0), "1 error");
        assert_eq!(said(0, 2, 0), "2 warnings");
        assert_eq!(said(3, 1, 0), "3 errors, 1 warning");
        assert_eq!(said(0, 1, 2), "1 warning, 2 pieces of advice");
        assert_eq!(said(0, 0, 1), "1 piece of advice");
        let list = [at("a", 0, Code::UnknownField, ""), at("a", 0, Code::WrongType, "")];
        assert_eq!(count(&list), Counts { errors: 1, warnings: 1, advice: 0 });
    }
}
