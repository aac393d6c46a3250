//! Calls in a text, such as shortcodes and the tags of Liquid: matched with their ends, and replaced.
//!
//! A reader of each language finds the [`Tag`]s; [`apply`] matches them and asks what each call becomes. What nobody
//! knows stays in the article as code, so that its author sees it, and is reported.

use std::ops::Range;

use super::body::{Body, Edit, as_code};

/// A tag, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// All of it.
    pub range: Range<usize>,
    /// What it is called.
    pub name: String,
    /// What it is given.
    pub arguments: Arguments,
    /// What it is.
    pub kind: TagKind,
}

/// What a tag is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// It may have an end.
    Open,
    /// It has no end.
    Single,
    /// It ends the last one of its name.
    Close,
    /// It stands for this text.
    Literal(String),
}

/// What a call is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// By position.
    pub positional: Vec<String>,
    /// By name.
    pub named: Vec<(String, String)>,
}

impl Arguments {
    /// The first that is there of some names.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        let find = |name: &&str| self.named.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        names.iter().find_map(find).filter(|value| !value.is_empty())
    }

    /// The first that is there of some names, or else the one at a position.
    pub fn get_or(&self, names: &[&str], position: usize) -> Option<&str> {
        self.get(names).or_else(|| self.positional.get(position).map(String::as_str)).filter(|value| !value.is_empty())
    }
}

/// A call: a tag, and what stands up to its end.
#[derive(Clone, Debug)]
pub struct Call<'t> {
    /// What it is called.
    pub name: &'t str,
    /// What it is given.
    pub arguments: &'t Arguments,
    /// As written, without what stands in it.
    pub written: &'t str,
    /// What stands in it.
    pub inner: Option<&'t str>,
    /// The line in the old file.
    pub line: u32,
}

/// What a call becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// A text within a line, instead of the call and all in it.
    Inline(String),
    /// Blocks, instead of the call and all in it.
    Block(String),
    /// Something around what stands in it, which is read on.
    Around {
        /// Before it.
        open: String,
        /// After it.
        close: String,
        /// In front of each of its lines.
        line: &'static str,
    },
    /// Code, as it was written; what stands in it is read on.
    Kept,
}

/// Replaces every call of a text by what it becomes.
pub fn apply(body: &mut Body, tags: &[Tag], mut becomes: impl FnMut(&Call<'_>) -> Becomes) {
    if tags.is_empty() {
        return;
    }
    let ends = matched(tags);
    let text = body.text.as_str();
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(tag) = tags.get(at) {
        at += 1;
        let close = ends[at - 1].and_then(|end| tags.get(end));
        let line = body.line(tag.range.start);
        let written = &text[tag.range.clone()];
        if let TagKind::Literal(literal) = &tag.kind {
            edits.push(Edit::new(tag.range.clone(), literal.clone()));
            continue;
        }
        if tag.kind == TagKind::Close {
            // One that closes something was replaced with it.
            if !ends.contains(&Some(at - 1)) {
                let call = Call { name: &tag.name, arguments: &tag.arguments, written, inner: None, line };
                becomes(&call);
                edits.push(Edit::new(tag.range.clone(), as_code(written)));
            }
            continue;
        }
        let inner = close.map(|close| tag.range.end..close.range.start);
        let call = Call {
            name: &tag.name,
            arguments: &tag.arguments,
            written,
            inner: inner.clone().map(|inner| &text[inner]),
            line,
        };
        let whole = tag.range.start..close.map_or(tag.range.end, |close| close.range.end);
        match (becomes(&call), close, inner) {
            (Becomes::Inline(with), ..) => edits.push(Edit::new(whole.clone(), with)),
            (Becomes::Block(with), ..) => edits.push(Edit::new(whole.clone(), blocks(text, &whole, &with))),
            (Becomes::Around { open, close: end, line }, Some(close), Some(inner)) => {
                around(text, tag, close, inner, (&open, &end, line), &mut edits);
                continue;
            }
            (Becomes::Around { open, close, .. }, ..) => {
                edits.push(Edit::new(whole.clone(), blocks(text, &whole, &format!("{open}{close}"))));
            }
            (Becomes::Kept, Some(close), _) => {
                edits.push(Edit::new(tag.range.clone(), as_code(written)));
                edits.push(Edit::new(close.range.clone(), as_code(&text[close.range.clone()])));
                continue;
            }
            (Becomes::Kept, ..) => edits.push(Edit::new(whole.clone(), as_code(written))),
        }
        // What stands in it went with it.
        while tags.get(at).is_some_and(|next| next.range.start < whole.end) {
            at += 1;
        }
    }
    body.edit(edits);
}

fn around(
    text: &str,
    tag: &Tag,
    close: &Tag,
    inner: Range<usize>,
    (open, end, line): (&str, &str, &'static str),
    edits: &mut Vec<Edit>,
) {
    let content = &text[inner.clone()];
    let is_block = content.contains('\n') || !line.is_empty() || open.ends_with('\n');
    if !is_block {
        edits.push(Edit::new(tag.range.clone(), open));
        edits.push(Edit::new(close.range.clone(), end));
        return;
    }
    let trimmed_start = inner.start + (content.len() - content.trim_start_matches([' ', '\t', '\n']).len());
    // What is indented stays so, or it would be read as something else.
    let line_start = text[..trimmed_start].rfind('\n').map_or(trimmed_start, |at| at + 1);
    let start = if line_start >= inner.start { line_start } else { trimmed_start };
    let stop = (inner.start + content.trim_end().len()).max(start);
    let before = blocks_before(text, tag.range.start);
    edits.push(Edit::new(tag.range.start..start, format!("{before}{open}{line}")));
    if !line.is_empty() {
        let breaks = text[start..stop].match_indices('\n');
        edits.extend(breaks.map(|(at, _)| Edit::new(start + at + 1..start + at + 1, line)));
    }
    let after = blocks_after(text, close.range.end);
    edits.push(Edit::new(stop..close.range.end, format!("{end}{after}")));
}

/// For each tag that has an end: which.
fn matched(tags: &[Tag]) -> Vec<Option<usize>> {
    let mut ends = vec![None; tags.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        match tag.kind {
            TagKind::Open => open.push(at),
            TagKind::Close => {
                let matching = open.iter().rposition(|opened| tag.name.is_empty() || tags[*opened].name == tag.name);
                if let Some(position) = matching {
                    ends[open[position]] = Some(at);
                    open.truncate(position);
                }
            }
            TagKind::Single | TagKind::Literal(_) => {}
        }
    }
    ends
}

/// A text as blocks of their own in place of a range, indented as the line is that it begins; a link or a picture within a
/// line stays there.
fn blocks(text: &str, range: &Range<usize>, with: &str) -> String {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..range.start];
    let after = text[range.end..].split('\n').next().unwrap_or_default();
    let is_alone = before.trim().is_empty() && after.trim().is_empty();
    if !is_alone && with.starts_with(['[', '!']) && !with.contains('\n') {
        return with.to_owned();
    }
    let indent = if before.trim().is_empty() { before } else { "" };
    let with = with.replace('\n', &format!("\n{indent}")).replace(&format!("\n{indent}\n"), "\n\n");
    format!("{}{with}{}", blocks_before(text, range.start), blocks_after(text, range.end))
}

/// The line breaks that part a block from what stands before it.
fn blocks_before(text: &str, at: usize) -> &'static str {
    let before = text[..at].trim_end_matches([' ', '\t']);
    match before {
        "" => "",
        before if before.ends_with("\n\n") || before == "\n" => "",
        before if before.ends_with('\n') => "\n",
        _ => "\n\n",
    }
}

/// The line breaks that part a block from what stands after it.
fn blocks_after(text: &str, at: usize) -> &'static str {
    let after = text[at..].trim_start_matches([' ', '\t']);
    match after {
        "" => "",
        after if after.starts_with("\n\n") || after == "\n" => "",
        after if after.starts_with('\n') => "\n",
        _ => "\n\n",
    }
}

/// Reads arguments: words, `"quoted"`, `'quoted'`, `` `raw` ``, and each of them behind `name=` or `name:`.
pub fn arguments(text: &str) -> Arguments {
    let mut arguments = Arguments::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() || bytes[at] == b',' {
            at += 1;
            continue;
        }
        let name =
            bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
        let mut behind = at + name;
        while bytes.get(behind).is_some_and(|byte| *byte == b' ') {
            behind += 1;
        }
        let is_named = name > 0 && bytes[at].is_ascii_alphabetic() && bytes.get(behind) == Some(&b'=');
        let is_named = is_named || (name > 0 && behind == at + name && text[behind..].starts_with(": "));
        if is_named {
            let key = text[at..at + name].to_owned();
            at = behind + 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let (value, end) = word(text, at);
            at = end;
            arguments.named.push((key, value));
        } else {
            let (value, end) = word(text, at);
            at = end;
            arguments.positional.push(value);
        }
    }
    arguments
}

/// The word at a place, without its quotes, and where it ends.
fn word(text: &str, at: usize) -> (String, usize) {
    let rest = &text[at..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let Some(quote) = quote else {
        let end = rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len());
        return (rest[..end].to_owned(), at + end.max(rest.chars().next().map_or(1, char::len_utf8)));
    };
    let mut value = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((offset, c)) = chars.next() {
        match c {
            '\\' if quote != '`' => match chars.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, next)) if matches!(next, '"' | '\'' | '\\') => value.push(next),
                Some((_, next)) => value.extend(['\\', next]),
                None => {}
            },
            c if c == quote => return (value, at + offset + 1),
            c => value.push(c),
        }
    }
    (value, text.len())
}

/// Whether a place lies in one of some ranges that are sorted and do not overlap.
pub fn lies_in(ranges: &[Range<usize>], at: usize) -> bool {
    let index = ranges.partition_point(|range| range.start <= at);
    index.checked_sub(1).is_some_and(|index| at < ranges[index].end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_however_they_are_quoted() {
        let read = arguments(r#" a "b c" key='d "e"' n = 3 raw=`x\y` esc="q\"r" p: s"#);
        assert_eq!(read.positional, ["a", "b c"]);
        let named: Vec<(&str, &str)> = read.named.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(named, [("key", "d \"e\""), ("n", "3"), ("raw", "x\\y"), ("esc", "q\"r"), ("p", "s")]);
    }

    fn tag(text: &str, written: &str, name: &str, kind: TagKind) -> Tag {
        let start = text.find(written).expect("it stands there");
        Tag { range: start..start + written.len(), name: name.to_owned(), arguments: Arguments::default(), kind }
    }

    #[test]
    fn a_call_around_others_is_replaced_with_what_stands_in_it() {
        let mut body = Body::new("a\n<note>\nb <x> c\n\nd\n</note>\ne <y>\n", 1);
        let text = body.text.clone();
        let tags = [
            tag(&text, "<note>", "note", TagKind::Open),
            tag(&text, "<x>", "x", TagKind::Open),
            tag(&text, "</note>", "note", TagKind::Close),
            tag(&text, "<y>", "y", TagKind::Open),
        ];
        apply(&mut body, &tags, |call| match call.name {
            "note" => Becomes::Around { open: "> [!NOTE]\n".to_owned(), close: String::new(), line: "> " },
            "y" => Becomes::Block("Y\nZ".to_owned()),
            _ => Becomes::Kept,
        });
        assert_eq!(body.text, "a\n\n> [!NOTE]\n> b `<x>` c\n> \n> d\n\ne \n\nY\nZ\n");
        assert_eq!(body.line(body.text.find('d').expect("it stayed")), 5);
    }
}
