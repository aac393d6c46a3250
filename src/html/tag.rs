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

/// What stands behind the element that a tag has begun; `is_raw` if its content has no tags.
pub fn behind_element<'h>(rest: &'h str, begun: &Tag<'_>, is_raw: bool) -> &'h str {
    if begun.is_closed || is_void(&begun.name.to_ascii_lowercase()) {
        return rest;
    }
    let mut depth = 1_usize;
    let mut rest = rest;
    while let Some(at) = rest.find('<') {
        let markup = rest.get(at..).unwrap_or_default();
        let Some(tag) = Tag::read(markup) else {
            rest = markup.get(1..).unwrap_or_default();
            continue;
        };
        if !tag.name.eq_ignore_ascii_case(begun.name) || (is_raw && !tag.is_end) {
            rest = markup.get(if is_raw { 1 } else { tag.length }..).unwrap_or_default();
            continue;
        }
        rest = markup.get(tag.length..).unwrap_or_default();
        depth = if tag.is_end { depth - 1 } else { depth + usize::from(!tag.is_closed) };
        if depth == 0 {
            return rest;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::Tag;

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
}
