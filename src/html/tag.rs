//! The tags of HTML, read one by one.

/// Elements whose content is no HTML, and which nobody lets run in a feed.
pub const DROPPED: &[&str] = &["script", "style", "template", "noscript"];

/// Whether an element, by its name in lower case, has no content (HTML, sections 13.1.2 and 13.3).
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// A tag as it is written.
pub struct Tag<'h> {
    /// As it is written.
    pub name: &'h str,
    /// Whether it ends an element.
    pub is_end: bool,
    /// Whether it ends with `/>`.
    pub is_closed: bool,
    /// Values as they are written, without their quotes.
    pub attributes: Vec<(&'h str, Option<&'h str>)>,
    /// From `<` to `>`, in bytes.
    pub length: usize,
}

impl<'h> Tag<'h> {
    /// Reads the tag that a text begins with; `None` if it begins with none.
    pub fn read(markup: &'h str) -> Option<Tag<'h>> {
        // Byte by byte: all that ends a name or a value is a plain character.
        let bytes = markup.as_bytes();
        let skip = |from: usize, is_meant: fn(u8) -> bool| {
            let mut at = from;
            while bytes.get(at).is_some_and(|byte| is_meant(*byte)) {
                at += 1;
            }
            at
        };
        let is_blank = |byte: u8| byte.is_ascii_whitespace();
        if *bytes.first()? != b'<' {
            return None;
        }
        let is_end = *bytes.get(1)? == b'/';
        let start = 1 + usize::from(is_end);
        if !bytes.get(start)?.is_ascii_alphabetic() {
            return None;
        }
        let mut at = skip(start, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'));
        let name = markup.get(start..at)?;
        let mut attributes = Vec::new();
        loop {
            at = skip(at, is_blank);
            match (*bytes.get(at)?, bytes.get(at + 1)) {
                (b'>', _) => return Some(Tag { name, is_end, is_closed: false, attributes, length: at + 1 }),
                (b'/', Some(b'>')) => return Some(Tag { name, is_end, is_closed: true, attributes, length: at + 2 }),
                (b'/', _) => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            // An attribute may be called `=` and something: it is no value.
            let end = match bytes.get(at)? {
                b'=' => at + 1,
                _ => skip(at, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'=')),
            };
            let attribute = markup.get(at..end)?;
            at = end;
            let after = skip(at, is_blank);
            if bytes.get(after) != Some(&b'=') {
                attributes.push((attribute, None));
                continue;
            }
            let start = skip(after + 1, is_blank);
            let (value, behind) = match *bytes.get(start)? {
                quote @ (b'"' | b'\'') => {
                    let length = bytes.get(start + 1..)?.iter().position(|byte| *byte == quote)?;
                    (markup.get(start + 1..start + 1 + length)?, start + length + 2)
                }
                _ => {
                    let end = skip(start, |byte| !byte.is_ascii_whitespace() && byte != b'>');
                    (markup.get(start..end).filter(|_| end < bytes.len())?, end)
                }
            };
            attributes.push((attribute, Some(value)));
            at = behind;
        }
    }
}

/// The tags of one text, however many of them never end.
///
/// Whether a tag ends is known only at its end, which for one that has none is that of the text. Where that has happened once,
/// the text is read once from behind, and then it is known of all.
pub struct Tags<'h> {
    html: &'h str,
    /// By byte: in which states a tag that goes on there ends.
    ends: Option<Vec<u8>>,
}

/// What may go on at a byte of a tag.
mod state {
    /// The name of the element.
    pub const NAME: u8 = 1;
    /// What stands before an attribute.
    pub const BETWEEN: u8 = 2;
    /// The name of an attribute.
    pub const ATTRIBUTE: u8 = 4;
    /// What stands behind it.
    pub const BEHIND: u8 = 8;
    /// What stands before a value.
    pub const VALUE: u8 = 16;
    /// A value without quotes.
    pub const BARE: u8 = 32;
    /// A value in double quotes.
    pub const DOUBLE: u8 = 64;
    /// A value in single quotes.
    pub const SINGLE: u8 = 128;
}

impl<'h> Tags<'h> {
    /// Of a text.
    pub fn new(html: &'h str) -> Tags<'h> {
        Tags { html, ends: None }
    }

    /// Reads the tag that the rest of the text begins with; `None` if it begins with none.
    pub fn read(&mut self, rest: &'h str) -> Option<Tag<'h>> {
        let name = 1 + usize::from(rest.as_bytes().get(1) == Some(&b'/'));
        let at = self.html.len().checked_sub(rest.len())? + name;
        if self.ends.as_ref().is_some_and(|ends| ends.get(at).is_none_or(|states| states & state::NAME == 0)) {
            return None;
        }
        let tag = Tag::read(rest);
        if tag.is_none() && self.ends.is_none() && rest.as_bytes().get(name).is_some_and(u8::is_ascii_alphabetic) {
            self.ends = Some(ends(self.html));
        }
        tag
    }

    /// What stands behind the element that a tag has begun; `is_raw` if its content has no tags.
    pub fn behind_element(&mut self, rest: &'h str, begun: &Tag<'_>, is_raw: bool) -> &'h str {
        if begun.is_closed || is_void(&begun.name.to_ascii_lowercase()) {
            return rest;
        }
        let mut depth = 1_usize;
        let mut rest = rest;
        while let Some(at) = rest.find('<') {
            let markup = rest.get(at..).unwrap_or_default();
            let tag = if is_raw && !ends_element(markup, begun.name) { None } else { self.read(markup) };
            let Some(tag) = tag else {
                rest = markup.get(1..).unwrap_or_default();
                continue;
            };
            rest = markup.get(tag.length..).unwrap_or_default();
            if !tag.name.eq_ignore_ascii_case(begun.name) {
                continue;
            }
            depth = if tag.is_end { depth - 1 } else { depth + usize::from(!tag.is_closed) };
            if depth == 0 {
                return rest;
            }
        }
        ""
    }
}

/// Whether a text begins as the end tag of an element does.
fn ends_element(markup: &str, name: &str) -> bool {
    let Some(written) = markup.strip_prefix("</") else { return false };
    let is_called = written.get(..name.len()).is_some_and(|written| written.eq_ignore_ascii_case(name));
    let next = written.as_bytes().get(name.len());
    is_called && next.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
}

/// In which states a tag that goes on at a byte ends: the steps of [`Tag::read`], from behind.
fn ends(html: &str) -> Vec<u8> {
    use state::{ATTRIBUTE, BARE, BEHIND, BETWEEN, DOUBLE, NAME, SINGLE, VALUE};
    let mut ends = vec![0; html.len()];
    let mut next = 0;
    for (states, byte) in ends.iter_mut().zip(html.bytes()).rev() {
        let goes_on = |state: u8| next & state != 0;
        let is_blank = byte.is_ascii_whitespace();
        let between = match byte {
            b'>' => true,
            b'/' => goes_on(BETWEEN),
            b'=' => goes_on(BEHIND),
            _ => goes_on(if is_blank { BETWEEN } else { ATTRIBUTE }),
        };
        let name = if is_blank || matches!(byte, b'/' | b'>') { between } else { goes_on(NAME) };
        let behind = match byte {
            b'=' => goes_on(VALUE),
            _ if is_blank => goes_on(BEHIND),
            _ => between,
        };
        let attribute = if is_blank || matches!(byte, b'/' | b'>' | b'=') { behind } else { goes_on(ATTRIBUTE) };
        let bare = if is_blank || byte == b'>' { between } else { goes_on(BARE) };
        let value = match byte {
            b'"' => goes_on(DOUBLE),
            b'\'' => goes_on(SINGLE),
            _ if is_blank => goes_on(VALUE),
            _ => bare,
        };
        let quoted = |quote: u8, state: u8| goes_on(if byte == quote { BETWEEN } else { state });
        let all = [
            (NAME, name),
            (BETWEEN, between),
            (ATTRIBUTE, attribute),
            (BEHIND, behind),
            (VALUE, value),
            (BARE, bare),
            (DOUBLE, quoted(b'"', DOUBLE)),
            (SINGLE, quoted(b'\'', SINGLE)),
        ];
        next = all.iter().filter(|(_, ends)| *ends).fold(0, |states, (state, _)| states | state);
        *states = next;
    }
    ends
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Tag, Tags};

    #[test]
    fn a_tag_is_read_with_its_attributes_or_is_none() {
        let read = |markup: &str| {
            let tag = Tag::read(markup)?;
            let attributes = tag.attributes.iter().map(|(name, value)| format!("{name}={value:?}"));
            let attributes = attributes.collect::<Vec<String>>().join(" ");
            Some(format!("{} {} {} {attributes} {}", tag.name, tag.is_end, tag.is_closed, tag.length))
        };
        let cases = [
            ("<p>x", Some("p false false  3")),
            ("</P >", Some("P true false  5")),
            ("<br/>", Some("br false true  5")),
            ("<a href=x/y b>", Some("a false false href=Some(\"x/y\") b=None 14")),
            ("<a b = 'c > d'/e>", Some("a false false b=Some(\"c > d\") e=None 17")),
            ("<a é=\"ü\">", Some("a false false é=Some(\"ü\") 11")),
            ("<a b=\"\">", Some("a false false b=Some(\"\") 8")),
            ("<a =b>", Some("a false false ==None b=None 6")),
            ("< a>", None),
            ("<1>", None),
            ("<a b=\"c>", None),
            ("<a b", None),
            ("<", None),
            ("", None),
        ];
        for (markup, expected) in cases {
            assert_eq!(read(markup).as_deref(), expected, "{markup}");
        }
    }

    #[test]
    fn tags_that_never_end_are_passed_over_in_time_that_grows_with_the_text() {
        for begun in ["<a ", "<a b=\"<a ", "</a <b=c ", "<script></script <p "] {
            let html = format!("<p>{} x='>", begun.repeat(100_000));
            let (mut tags, mut rest, mut found) = (Tags::new(&html), html.as_str(), 0);
            while let Some(at) = rest.find('<') {
                let tag = tags.read(&rest[at..]);
                found += usize::from(tag.is_some());
                rest = &rest[at + tag.map_or(1, |tag| tag.length)..];
            }
            assert!(found > 0, "{begun}");
        }
        let html = format!("<script>{}", "</script <script ".repeat(100_000));
        let mut tags = Tags::new(&html);
        let tag = tags.read(&html).expect("a tag");
        assert_eq!(tags.behind_element(&html[8..], &tag, true), "");
    }

    proptest! {
        #[test]
        fn what_is_known_from_behind_is_what_reading_from_the_front_says(html in r#"([<>/='" \nabé]|<a|</a| b=){0,40}"#) {
            let mut tags = Tags::new(&html);
            let known = |tag: Option<Tag<'_>>| tag.map(|tag| (tag.name.to_owned(), tag.length, tag.attributes.len()));
            for (at, _) in html.match_indices('<') {
                prop_assert_eq!(known(tags.read(&html[at..])), known(Tag::read(&html[at..])), "{} at {}", html, at);
            }
        }
    }
}
