//! Diagnostics as a page shows them: the place as numbers, the line of the source as text.

use super::excerpt::Excerpt;
use super::located::{Excerpts, Range, locate};
use super::{Diagnostic, SourceTexts};

/// A diagnostic with its place looked up.
pub struct Shown<'d> {
    /// The diagnostic.
    pub diagnostic: &'d Diagnostic,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The line of the source, its number before it and the place marked below it.
    pub excerpt: String,
}

/// Looks up the places of diagnostics, reading each file once.
pub fn show<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, sources: &dyn SourceTexts) -> Vec<Shown<'d>> {
    let located = locate(diagnostics, sources, Some(Excerpts)).into_iter();
    located
        .map(|located| match located.place.and_then(|place| place.range) {
            None => Shown { diagnostic: located.diagnostic, line: None, column: None, excerpt: String::new() },
            Some(Range { start, excerpt, .. }) => Shown {
                diagnostic: located.diagnostic,
                line: Some(start.line),
                column: Some(start.column),
                excerpt: excerpt.map(|excerpt| drawn(&excerpt)).unwrap_or_default(),
            },
        })
        .collect()
}

fn drawn(excerpt: &Excerpt) -> String {
    let number = excerpt.line.to_string();
    let gap = " ".repeat(number.len());
    let width = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
    let before = " ".repeat(width(excerpt.text.get(..excerpt.mark.start)));
    let mark = "^".repeat(width(excerpt.text.get(excerpt.mark.clone())).max(1));
    format!("{number} | {}\n{gap} | {before}{mark}", excerpt.text)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::diagnostics::Code;
    use crate::text::{RelPath, Span};

    struct OneText(&'static str);

    impl SourceTexts for OneText {
        fn bytes(&self, _: &RelPath) -> Option<Cow<'_, [u8]>> {
            Some(Cow::Borrowed(self.0.as_bytes()))
        }
    }

    #[test]
    fn the_place_is_marked_below_its_line() {
        let path = RelPath::new("content/a.md").expect("a clean path");
        let diagnostic = Diagnostic::new(Code::BrokenLink, &path, Span::new(8, 12), "nothing is there");
        let shown = show([&diagnostic], &OneText("# A\nsée b.md\n"));
        let [shown] = shown.as_slice() else { panic!("one is shown") };
        assert_eq!((shown.line, shown.column), (Some(2), Some(4)));
        assert_eq!(shown.excerpt, "2 | sée b.md\n  |    ^^^^");
    }

    #[test]
    fn what_is_wrong_with_a_file_as_a_whole_has_no_line() {
        let path = RelPath::new("content/a.md").expect("a clean path");
        let diagnostic = Diagnostic::in_file(Code::TooLarge, &path, "too large");
        let shown = show([&diagnostic], &OneText(""));
        assert_eq!(shown.first().map(|shown| (shown.line, shown.excerpt.as_str())), Some((None, "")));
    }
}
