//! Attributes of headings that are text: kept by a backslash, or written where they are none.

use std::ops::Range;

use super::Flow;
use super::printed::trailing_block;

impl Flow<'_, '_> {
    /// The block at the end of a heading, if a backslash stands before it.
    pub(super) fn kept_block(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let source = self.draft.text.get(range.clone())?;
        let block = source.rfind('{')?..source.rfind('}')? + 1;
        let before = source.get(..block.start)?;
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        (backslashes % 2 == 1).then_some(block.start + range.start..block.end + range.start)
    }

    /// Writes a block that a backslash keeps as text; the backslash has been written.
    pub(super) fn keep_block(&mut self, block: Range<usize>) {
        let plain = self.plains.last_mut();
        let html = self.sinks.last_mut().map(|sink| &mut sink.html);
        for written in [html, plain, self.bare.as_mut()].into_iter().flatten() {
            if written.ends_with('\\') {
                written.pop();
            }
        }
        let draft = self.draft;
        self.text(draft.text.get(block).unwrap_or_default());
    }

    /// Reports a block of attributes that is shown as part of a heading's text.
    pub(super) fn report_printed_attributes(
        &mut self,
        range: &Range<usize>,
        has_block: bool,
        is_made: bool,
        is_question: bool,
    ) {
        let source = self.draft.text.get(range.clone()).unwrap_or_default();
        let Some(block) = printed_attributes(source, has_block) else { return };
        let place = self.draft.span(block.start + range.start..block.end + range.start);
        let (message, help) = match (is_made, is_question) {
            (true, true) => ("a question takes no attributes", "take it away; the field `id` gives the question an id"),
            (true, false) => (
                "a title in front matter takes no attributes",
                "take it away; the field `id` gives the section an id, and questions belong into `faqs`",
            ),
            (false, _) => (
                "the attributes of a heading are one block at the very end of its line",
                "write it so: `## Title {#id .class}`",
            ),
        };
        let wrong = self.printed(place, format!("this is printed as it stands here: {message}"));
        self.shared.report(wrong.help(help).help("if it is text, write `\\{` for its first sign"));
    }
}

/// A block of attributes that ends the text of a heading and is no more than text; `has_block` says whether one that is
/// stands behind it.
fn printed_attributes(source: &str, has_block: bool) -> Option<Range<usize>> {
    let mut text = source.trim_end();
    let is_underlined = |line: &str| !line.is_empty() && line.trim_matches(['-', '=', ' ', '\t', '>']).is_empty();
    if let Some((above, last)) = text.rsplit_once('\n')
        && is_underlined(last)
    {
        text = above.trim_end();
    }
    if has_block || text.ends_with(" {}") {
        text = text.get(..text.rfind('{')?)?.trim_end();
    } else {
        text = text.trim_end_matches('#').trim_end();
    }
    trailing_block(text)
}
