//! The tags of HTML, read one by one.

/// Elements whose content is no HTML, and which nobody lets run in a feed.
pub const DROPPED: &[&str] = &["script", "style", "template", "noscript"];
/// Elements without content.
pub const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

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
        let inside = markup.strip_prefix('<')?;
        let (is_end, named) = inside.strip_prefix('/').map_or((false, inside), |named| (true, named));
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = named.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))?;
        let (name, mut rest) = named.split_at(end);
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            let at = markup.len() - rest.len();
            match rest.as_bytes() {
                [b'>', ..] => return Some(Tag { name, is_end, is_closed: false, attributes, length: at + 1 }),
                [b'/', b'>', ..] => return Some(Tag { name, is_end, is_closed: true, attributes, length: at + 2 }),
                [b'/', after @ ..] => {
                    rest = markup.get(markup.len() - after.len()..)?;
                    continue;
                }
                _ => {}
            }
            let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='))?;
            // An attribute may be called `=` and something: it is no value.
            let end = if end == 0 { rest.char_indices().nth(1)?.0 } else { end };
            let (attribute, after) = rest.split_at(end);
            rest = after;
            let after = after.trim_start_matches(|c: char| c.is_ascii_whitespace());
            let Some(value) = after.strip_prefix('=') else {
                attributes.push((attribute, None));
                continue;
            };
            let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
            let (value, after) = match value.chars().next()? {
                quote @ ('"' | '\'') => value.get(1..)?.split_once(quote)?,
                _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace() || c == '>')?),
            };
            attributes.push((attribute, Some(value)));
            rest = after;
        }
    }
}

/// What stands behind the element that a tag has begun; `is_raw` if its content has no tags.
pub fn behind_element<'h>(rest: &'h str, begun: &Tag<'_>, is_raw: bool) -> &'h str {
    if begun.is_closed || VOID.iter().any(|name| begun.name.eq_ignore_ascii_case(name)) {
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
