//! Finished HTML, and the values that templates are given; [`tag`] reads its tags, [`document`] a page of them.
//!
//! Tera has two doors: this module for its values, [`render`](crate::render) for its engine.

pub mod document;
pub mod elements;
pub mod tag;

use serde::{Serialize, Serializer};

pub use tera::Value;

/// HTML that is safe to put into a page as it is.
///
/// A template prints it without escaping; every other string is escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Html(pub String);

impl Html {
    /// Escapes text.
    pub fn text(text: &str) -> Html {
        let mut html = String::with_capacity(text.len());
        escape(text, &mut html);
        Html(html)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// Appends text with `&`, `<`, `>` and `"` escaped: right in text and in double-quoted attributes.
///
/// Control characters that neither HTML nor XML can hold, not even escaped, become U+FFFD.
pub fn escape(text: &str, into: &mut String) {
    let mut rest = text;
    loop {
        let (plain, after) = rest.split_at(run_without(rest.as_bytes(), is_escaped));
        into.push_str(plain);
        into.push_str(match after.as_bytes().first() {
            None => return,
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            Some(_) => "\u{fffd}",
        });
        rest = &after[1..];
    }
}

/// How many bytes stand before the first that is looked for; most texts have none, so whole chunks are looked at.
pub fn run_without(text: &[u8], is_found: impl Fn(u8) -> bool) -> usize {
    let is_plain = |chunk: &[u8; 16]| chunk.iter().fold(0, |any, byte| any | u8::from(is_found(*byte))) == 0;
    let (chunks, rest) = text.as_chunks();
    let plain = 16 * chunks.iter().take_while(|chunk| is_plain(chunk)).count();
    if plain + rest.len() == text.len() && text.last_chunk().is_some_and(is_plain) {
        return text.len();
    }
    let rest = &text[plain..];
    plain + rest.iter().position(|byte| is_found(*byte)).unwrap_or(rest.len())
}

fn is_escaped(byte: u8) -> bool {
    let control = (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == b'\x7f');
    control | (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"')
}

/// Whether HTML shows no text, whatever tags and comments it has.
pub fn is_blank(html: &str) -> bool {
    let mut rest = html.trim_start();
    while let Some(markup) = rest.strip_prefix('<') {
        let end = if markup.starts_with("!--") { "-->" } else { ">" };
        rest = markup.split_once(end).map_or("", |(_, after)| after.trim_start());
    }
    rest.is_empty()
}

/// The text of HTML without tags, comments and the content of citation marks; white space is folded.
pub fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    loop {
        let (plain, markup) = rest.split_at(run_without(rest.as_bytes(), |byte| (byte == b'<') | (byte == b'&')));
        text.push_str(plain);
        rest = markup;
        if rest.is_empty() {
            return folded(&text);
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let tag = rest[1..end].trim_start_matches('/');
            if is_block(tag) {
                text.push(' ');
            }
            rest = &rest[end..];
        } else {
            let entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\'')];
            match entities.iter().find(|(entity, _)| rest.starts_with(entity)) {
                Some((entity, c)) => {
                    text.push(*c);
                    rest = &rest[entity.len()..];
                }
                None => {
                    text.push('&');
                    rest = &rest[1..];
                }
            }
        }
    }
}

/// The words of a text with one space between them.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text.trim();
    // Most words have one space between them already, so what lies between other white space is copied at once.
    while let Some(at) = fold_in(rest) {
        folded.push_str(&rest[..at]);
        folded.push(' ');
        rest = rest[at..].trim_start();
    }
    folded.push_str(rest);
    folded
}

/// Where a trimmed text has white space that may be more than one space; whole chunks are looked at.
fn fold_in(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let found = |start: usize, chunk: &[u8]| {
        chunk.iter().enumerate().find(|(at, byte)| is_folded(text, start + at, **byte)).map(|(at, _)| start + at)
    };
    let mut start = 0;
    while let Some(chunk) = bytes[start..].first_chunk::<17>() {
        let pairs = chunk.iter().zip(&chunk[1..]);
        if pairs.fold(0, |any, (byte, next)| any | u8::from(may_be_folded(*byte, *next))) != 0
            && let Some(at) = found(start, &chunk[..16])
        {
            return Some(at);
        }
        start += 16;
    }
    found(start, &bytes[start..])
}

fn may_be_folded(byte: u8, next: u8) -> bool {
    let after_space = (byte == b' ') & !next.is_ascii_graphic();
    after_space | (b'\t'..=b'\r').contains(&byte) | (byte == 0xc2) | (0xe1..=0xe3).contains(&byte)
}

/// Whether white space begins at a byte of a trimmed text that may be more than one space.
fn is_folded(text: &str, at: usize, byte: u8) -> bool {
    match byte {
        b' ' => text.as_bytes().get(at + 1).is_some_and(|next| !next.is_ascii_graphic()),
        b'\t'..=b'\r' => true,
        // Other white space begins with one of these.
        0xc2 | 0xe1..=0xe3 => text[at..].starts_with(char::is_whitespace),
        _ => false,
    }
}

/// Whether a tag, without its brackets, parts words.
fn is_block(tag: &str) -> bool {
    let name = tag.bytes().take_while(u8::is_ascii_alphabetic).count();
    matches!(
        &tag[..name],
        "p" | "li" | "td" | "th" | "br" | "dd" | "dt" | "div" | "pre" | "h" | "figure" | "tr" | "blockquote"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Html, folded, is_blank, plain_text};

    #[test]
    fn text_stays_text() {
        assert_eq!(Html::text("<a href=\"x\">&").0, "&lt;a href=&quot;x&quot;&gt;&amp;");
    }

    #[test]
    fn escaped_text_has_no_control_character() {
        assert_eq!(Html::text("a\0b\tc\nd\x1be\x7f").0, "a\u{fffd}b\tc\nd\u{fffd}e\u{fffd}");
    }

    #[test]
    fn plain_text_has_no_tags_and_keeps_words_apart() {
        let html = "<p>One <em>wo</em>rd &amp; more.</p>\n<p>Two<!-- no <b> -->.<br>Three</p><hr><";
        assert_eq!(plain_text(html), "One word & more. Two. Three");
    }

    #[test]
    fn html_of_tags_and_comments_alone_is_blank() {
        for blank in ["", " \n", "<!-- <p>later</p> -->\n", "<p> </p>\n<!-- a --> <hr>", "<ul"] {
            assert!(is_blank(blank), "{blank}");
        }
        assert!(!is_blank("<ul>\n<li><em>Sailor</em></li></ul>") && !is_blank("&amp;"));
    }

    proptest! {
        #[test]
        fn words_have_one_space_between_them(text in "[ a–é\n\x0b\u{85}\u{a0}\u{1680}\u{2003}\u{3000}]{0,12}") {
            prop_assert_eq!(folded(&text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
