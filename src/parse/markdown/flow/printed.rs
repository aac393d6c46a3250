//! What looks like a link, a picture, attributes or a call-out, and is printed as it is written.

use std::ops::Range;

use super::Flow;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::markdown::{attributes, near};
use crate::text::Span;

/// How far a link may go in each direction to be looked at, in bytes.
const LONGEST: usize = 500;

/// The blank that keeps words on one line, which some keyboards give unasked; Markdown takes it for a letter.
pub(super) const HARD_BLANK: char = '\u{a0}';

impl Flow<'_, '_> {
    /// Reports links and pictures that the parser has left in a run of text, which stands at a range of the draft.
    pub(super) fn report_printed_links(&mut self, range: Range<usize>) {
        let draft = self.draft;
        let text = draft.text.get(range.clone()).unwrap_or_default();
        for (at, _) in text.match_indices(']') {
            let Some(link) = near_link(text, at) else { continue };
            let NearLink { place, is_picture, help } = link;
            let what = if is_picture { "picture" } else { "link" };
            let place = draft.span(range.start + place.start..range.start + place.end);
            let wrong = self.printed(place, format!("this is printed as it stands here, and is no {what}"));
            self.shared.report(wrong.help(help));
        }
    }

    /// The diagnostic of something that is printed.
    pub(super) fn printed(&self, place: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::PrintedMarkup, self.shared.path, place, message)
    }
}

/// What is almost a link.
struct NearLink {
    place: Range<usize>,
    is_picture: bool,
    help: String,
}

/// Reads what may have been meant as a link whose text ends at `close`.
fn near_link(text: &str, close: usize) -> Option<NearLink> {
    let rest = near(text.get(close + 1..)?, LONGEST);
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let inside = rest[gap..].strip_prefix('(')?.split('\n').next()?;
    let inside = inside.get(..inside.find(')')?)?;
    let floor = text.floor_char_boundary(close.saturating_sub(LONGEST));
    let open = floor + text.get(floor..close)?.rfind('[')?;
    let is_escaped = |at: usize| text[..at].ends_with('\\');
    if is_escaped(open) || is_escaped(close) || text[open..close].contains('\n') {
        return None;
    }
    let is_picture = text[..open].ends_with('!');
    let written = inside.trim();
    let address = written.trim_start_matches('<').split(['"', '“', '”', '„', '«', '\'', '‘']).next()?.trim();
    let (path, _) = address.split_once(['#', '?']).unwrap_or((address, ""));
    // `[sic](see below)` is a remark.
    let has_extension = path.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..=5).contains(&extension.len())
            && extension.starts_with(|c: char| c.is_ascii_alphabetic())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            // Behind a blank, words that end like a file are more likely a remark.
            && (gap == 0 || !path.contains(' '))
    });
    if !(has_extension || address.contains("://") || address.starts_with(['/', '#']) || address.starts_with("../")) {
        return None;
    }
    let sign = if is_picture { "!" } else { "" };
    let help = if gap > 0 {
        format!("take out the blank before the parenthesis: `{sign}[…]({address})`")
    } else if written.contains(['“', '”', '„', '«', '»']) {
        format!("put what follows the address into straight quotes: `{sign}[…]({address} \"…\")`")
    } else if written.matches('"').count() > 2 {
        format!(
            "within the quotes write `\\\"` for a quote, or put all of it into single ones: `{sign}[…]({address} '…')`"
        )
    } else if address.contains(' ') {
        format!("put an address with blanks into angle brackets: `{sign}[…](<{address}>)`")
    } else {
        format!("write `{sign}[…]({address})`, or `\\[` for text")
    };
    let start = if is_picture { open - 1 } else { open };
    Some(NearLink { place: start..close + 1 + gap + 1 + inside.len() + 1, is_picture, help })
}

/// A block of attributes with an id or a class at the end of a line, unless a backslash keeps it as text.
pub(super) fn trailing_block(line: &str) -> Option<Range<usize>> {
    let line = line.trim_end();
    let start = line.strip_suffix('}')?.rfind('{')?;
    let (attributes, len) = attributes::read(&line[start..], &|part| part.into())?;
    let is_block = start + len == line.len() && (attributes.id.is_some() || !attributes.classes.is_empty());
    let before = &line[..start];
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    (is_block && backslashes.is_multiple_of(2)).then_some(start..line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(text: &str) -> Option<String> {
        let links = text.match_indices(']').filter_map(|(at, _)| near_link(text, at));
        let found: Vec<NearLink> = links.collect();
        assert!(found.len() < 2, "{text}");
        let found = found.into_iter().next()?;
        assert!(text[found.place].ends_with(')'), "{text}");
        Some(found.help)
    }

    #[test]
    fn what_is_almost_a_link_is_told_what_keeps_it_from_being_one() {
        for (text, expected) in [
            ("![Alt](my pic.jpg)", "![…](<my pic.jpg>)"),
            ("a [file](my file.md), b", "[…](<my file.md>)"),
            ("![Alt](q.jpg “Caption”)", "![…](q.jpg \"…\")"),
            ("![A](q.svg \"It said \"hi\" there\")", "![…](q.svg '…')"),
            ("[text] (https://a.example/b)", "[…](https://a.example/b)"),
        ] {
            let help = help(text).unwrap_or_default();
            assert!(help.contains(expected), "{text}: {help}");
        }
    }

    #[test]
    fn brackets_and_parentheses_that_are_text_are_left_alone() {
        for text in [
            "[sic](see note 3)",
            "a[i](x y)",
            "\\[a](b c.md)",
            "[a\\](b c.md)",
            "[x] (as he said)",
            "[x] (version 1.2)",
            "[x](see 1.2)",
            "[x] (see a.md)",
            "[a](b c.md",
            "] (x.md)",
        ] {
            assert_eq!(help(text), None, "{text}");
        }
    }
}
