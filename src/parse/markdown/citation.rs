//! Citations: `[@key]`, `[@a; @b]`, `[see @key, p. 3]`, `[-@key]`.
//!
//! The parser tells of every bracket that is no link; here its text is taken apart.

use std::ops::Range;

/// What one pair of brackets, or several without a gap, hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The bracket before the first citation, if it holds none: `[text][@key]`.
    pub text_first: bool,
    /// Where the brackets with citations begin, relative.
    pub start: usize,
    /// The sources.
    pub items: Vec<Item>,
}

/// One source; its key's range is relative to the first bracket.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The key without `@`.
    pub key: Range<usize>,
    /// Whether a hyphen stands before the `@`: the author is not to be named.
    pub year_only: bool,
    /// The words before it.
    pub prefix: String,
    /// The words after it.
    pub locator: String,
}

/// Whether a bracket at `start` holds a citation. An image's bracket never does.
pub(super) fn is_citation(text: &str, span: Range<usize>) -> bool {
    let image = span.start.checked_sub(1).and_then(|at| text.as_bytes().get(at)) == Some(&b'!');
    text.get(span).is_some_and(|slice| !image && slice.starts_with('[') && next_key(slice, 0).is_some())
}

/// The label of the footnote that brackets begin with: `[^1][@key]` is its mark and a citation.
pub(super) fn footnote(slice: &str) -> Option<&str> {
    let (label, rest) = slice.strip_prefix("[^")?.split_once(']')?;
    (!label.is_empty() && rest.starts_with('[')).then_some(label)
}

/// Takes the brackets apart.
pub(super) fn read(slice: &str) -> Parts {
    let mut parts = Parts { text_first: false, start: 0, items: Vec::new() };
    let mut from = 0;
    for group in slice.split_inclusive(']') {
        let range = from..from + group.len();
        from = range.end;
        let group = Group { slice, range: range.clone() };
        let before = parts.items.len();
        group.read(&mut parts.items);
        if parts.items.len() == before && before == 0 {
            parts.text_first = true;
        } else if before == 0 {
            parts.start = range.start;
        }
    }
    parts
}

struct Group<'s> {
    slice: &'s str,
    range: Range<usize>,
}

impl Group<'_> {
    fn read(&self, items: &mut Vec<Item>) {
        let slice = self.slice;
        let begin = self.range.start + usize::from(slice[self.range.clone()].starts_with('['));
        let end = self.range.end - usize::from(slice[self.range.clone()].ends_with(']'));
        if begin >= end {
            return;
        }
        // Text without a key that belongs to the next item.
        let mut pending = String::new();
        let first = items.len();
        let mut from = begin;
        for part in slice[begin..end].split_inclusive(';') {
            let stop = from + part.len() - usize::from(part.ends_with(';'));
            let mut at = from;
            let mut found = false;
            while let Some(key) = next_key(&slice[..stop], at) {
                let before = &slice[at..key.start - 1];
                if found {
                    // `@a, p. 3, @b` in one part: a second key is a second source.
                    if let Some(last) = items.last_mut() {
                        last.locator = Some(locator(before)).filter(|words| !joins(words)).unwrap_or_default();
                    }
                }
                let year_only = before
                    .strip_suffix('-')
                    .is_some_and(|words| words.is_empty() || words.ends_with(char::is_whitespace));
                let prefix = if found { String::new() } else { clean(before.strip_suffix('-').unwrap_or(before)) };
                let prefix = if pending.is_empty() { prefix } else { format!("{pending}; {prefix}") };
                pending.clear();
                at = key.end;
                let prefix = prefix.trim_end_matches("; ").to_owned();
                items.push(Item { key, year_only, prefix, locator: String::new() });
                found = true;
            }
            let rest = if found { locator(&slice[at..stop]) } else { clean(&slice[at..stop]) };
            if found {
                if let Some(last) = items.last_mut() {
                    last.locator = rest;
                }
            } else if items.len() > first {
                if let Some(last) = items.last_mut()
                    && !rest.is_empty()
                {
                    let gap = if last.locator.is_empty() { "" } else { "; " };
                    last.locator = format!("{}{gap}{rest}", last.locator);
                }
            } else {
                pending = rest;
            }
            from += part.len();
        }
    }
}

/// The next key at or after `from`; its `@` stands before it.
fn next_key(text: &str, from: usize) -> Option<Range<usize>> {
    let mut search = from;
    while let Some(found) = text.get(search..)?.find('@') {
        let at = search + found;
        let before = text[..at].chars().next_back();
        // Behind a first key a comma alone parts two: `[@a,@b]`.
        let parts = |c| matches!(c, '[' | ';' | '-') || (c == ',' && from > 0);
        let opens = before.is_none_or(|c: char| parts(c) || c.is_whitespace());
        let rest = &text[at + 1..];
        if opens && rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            let len = rest.find(|c| !is_key(c)).unwrap_or(rest.len());
            let len = rest[..len].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_').len();
            return Some(at + 1..at + 1 + len);
        }
        search = at + 1;
    }
    None
}

fn is_key(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | ':' | '.' | '#' | '$' | '%' | '&' | '+' | '?' | '<' | '>' | '~' | '/' | '-')
}

/// The words after a key, without the comma between them; none if there is nothing but punctuation.
fn locator(text: &str) -> String {
    let text = clean(text);
    let text = text.trim_matches([',', ' ']);
    if text.contains(char::is_alphanumeric) { text.to_owned() } else { String::new() }
}

/// Whether words between two keys only join them: `[@a and @b]`.
fn joins(words: &str) -> bool {
    ["and", "und", "et", "y", "e", "en", "och", "og", "i", "as well as", "sowie"].contains(&words)
}

/// Plain text: one line, without the marks of a quotation and without backslashes.
fn clean(text: &str) -> String {
    let mut words = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = if number == 0 { line } else { line.trim_start_matches([' ', '\t', '>']) };
        for word in line.split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    let mut plain = String::with_capacity(words.len());
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => {}
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(&str, String, String)> {
        read(text).items.into_iter().map(|item| (&text[item.key], item.prefix, item.locator)).collect()
    }

    fn item<'a>(key: &'a str, prefix: &str, locator: &str) -> (&'a str, String, String) {
        (key, prefix.to_owned(), locator.to_owned())
    }

    #[test]
    fn keys_prefixes_and_locators_are_told_apart() {
        assert_eq!(items("[@key]"), [item("key", "", "")]);
        assert_eq!(items("[@a; @b]"), [item("a", "", ""), item("b", "", "")]);
        assert_eq!(items("[see @key, p. 3]"), [item("key", "see", "p. 3")]);
        assert_eq!(items("[see @a, p. 3; also @b:c.d.]"), [item("a", "see", "p. 3"), item("b:c.d", "also", "")]);
        assert_eq!(items("[@a][@b]"), [item("a", "", ""), item("b", "", "")]);
        assert_eq!(items("[-@a]"), [item("a", "", "")]);
        assert_eq!(items("[@a, p. 1, @b]"), [item("a", "", "p. 1"), item("b", "", "")]);
        assert_eq!(items("[see; @a; and more]"), [item("a", "see", "and more")]);
        assert_eq!(items("[@a,\n> p. 3]"), [item("a", "", "p. 3")]);
        assert_eq!(items("[@a,@b]"), [item("a", "", ""), item("b", "", "")]);
        assert_eq!(items("[see @a and @b, p. 2]"), [item("a", "see", ""), item("b", "", "p. 2")]);
        assert_eq!(items("[@a & @b]"), [item("a", "", ""), item("b", "", "")]);
    }

    #[test]
    fn a_hyphen_before_a_key_leaves_its_author_out() {
        let year_only = |text| read(text).items.into_iter().map(|item| item.year_only).collect::<Vec<_>>();
        assert_eq!(year_only("[-@a; @b]"), [true, false]);
        assert_eq!(year_only("[see -@a, p. 3; -@b]"), [true, true]);
        assert_eq!(year_only("[see-@a]"), [false]);
    }

    #[test]
    fn a_bracket_without_a_key_is_no_citation() {
        for text in ["[a@b.c]", "[@]", "[@ a]", "[x]", "[see me@here]"] {
            assert!(!is_citation(text, 0..text.len()), "{text}");
        }
        assert!(!is_citation("![@a]", 1..5));
        assert!(is_citation("[see @ünal2020]", 0.."[see @ünal2020]".len()));
    }

    #[test]
    fn a_footnote_before_the_citation_is_told_from_a_text() {
        assert_eq!(footnote("[^1][@b]"), Some("1"));
        assert_eq!([footnote("[a][@b]"), footnote("[^][@b]"), footnote("[^1 @b]")], [None; 3]);
    }

    #[test]
    fn a_text_before_the_citation_stays_text() {
        assert_eq!(read("[text][@b]").start, 6);
        assert!(read("[text][@b]").text_first);
    }
}
