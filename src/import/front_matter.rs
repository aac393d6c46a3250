//! Front matter in YAML, TOML or JSON → fields, each with its line; whichever it is, in one site or in one folder.

use super::body::{Body, Edit};
use super::model::{Field, Finding};
use super::source::line_number;
use super::value::Value;
use crate::decode::{self, Node};
use crate::parse::document::Place;
use crate::parse::markdown::spots;
use crate::text::{LineIndex, RelPath};

/// A file taken apart.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// The fields in written order; `None` without front matter.
    pub front: Option<Vec<Field>>,
    /// The front matter as it was written, if not all of it could be read.
    pub unread: Option<String>,
    /// The text below.
    pub body: Body,
}

/// Takes a file apart: `---` begins YAML, `+++` TOML, `{` JSON.
///
/// Of front matter that nothing ends the fields are read, up to the first line that is none. Text between two rules is none.
pub fn read(path: &str, text: &str, findings: &mut Vec<Finding>) -> Parts {
    let all_body = |findings: &mut Vec<Finding>| Parts {
        front: None,
        unread: None,
        body: without_places(path, Body::new(text, 1), findings),
    };
    let Some(split) = split(text) else { return all_body(findings) };
    let at = RelPath::new(path).unwrap_or_else(|| RelPath::new("page").expect("a name"));
    let Split { kind, start, end, body } = split;
    let written = &text[start..end];
    let tree = match kind {
        Kind::Yaml => decode::yaml(&at, &without_tabs(written), 0),
        Kind::Toml => decode::toml(&at, written),
        Kind::Json => decode::json(&at, written),
    };
    let faulty = !tree.diagnostics.is_empty();
    let is_prose = |node: &Node| matches!(node.value, decode::Value::Text(_) | decode::Value::List(_));
    if !faulty && tree.value.as_ref().is_some_and(is_prose) {
        return all_body(findings);
    }
    let lines = LineIndex::new(text);
    let line = |offset: usize| line_number(lines.line_column(start + offset).line);
    if body == end && !matches!(kind, Kind::Json) {
        let first = written.lines().next().unwrap_or_default();
        findings.push(Finding::new("front matter that is never closed", path, line(0), first));
    }
    let front = match tree.value {
        Some(Node { value: decode::Value::Map(entries), .. }) => entries
            .into_iter()
            .map(|(key, node)| Field { line: line(key.span.start as usize), key: key.value, value: Value::from(node) })
            .collect(),
        _ => Vec::new(),
    };
    let mut front: Vec<Field> = front;
    let faults: Vec<(u32, &str)> = tree
        .diagnostics
        .iter()
        .map(|one| {
            let span = one.place.as_ref().and_then(|place| place.span);
            (line(span.map_or(0, |span| span.start as usize)), one.message.as_str())
        })
        .collect();
    let as_text = if matches!(kind, Kind::Yaml) { one_liners(written, &faults, &line) } else { Vec::new() };
    let mut is_lost = false;
    for (at, message) in faults {
        let is_text = as_text.iter().any(|field| field.line == at);
        is_lost |= !is_text;
        let kind = if is_text { "front matter that was taken for text" } else { "front matter that cannot be read" };
        findings.push(Finding::new(kind, path, at, message));
    }
    front.retain(|field| as_text.iter().all(|of| of.key != field.key));
    front.extend(as_text);
    if faulty {
        front.extend(hidden(written, line(0)));
    }
    let first = line_number(lines.line_column(body).line);
    Parts {
        front: Some(front),
        unread: is_lost.then(|| written.trim_matches('\n').to_owned()),
        body: without_places(path, Body::new(&text[body..], first), findings),
    }
}

/// A text in which no line is one of byline's places, such as `::faqs`: these would show something else, or nothing.
fn without_places(path: &str, mut body: Body, findings: &mut Vec<Finding>) -> Body {
    if !body.text.contains("::") {
        return body;
    }
    let code = spots(&body.text).code;
    let mut edits = Vec::new();
    let mut start = 0;
    for line in body.text.split_inclusive('\n') {
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        let name = line.trim().strip_prefix("::").unwrap_or_default();
        if Place::from_name(name).is_some() && !code.iter().any(|code| code.contains(&at)) {
            let kind = "text that byline would take for a directive";
            findings.push(Finding::new(kind, path, body.line(at), line.trim()));
            edits.push(Edit::new(at..at, "\\"));
        }
    }
    body.edit(edits);
    body
}

/// The fields of one line that are no YAML, such as `title: Three: a colon`: all that stands behind the first colon is what
/// their author meant. `faults` are the lines of mistakes; `line` gives that of a byte.
fn one_liners(written: &str, faults: &[(u32, &str)], line: &impl Fn(usize) -> u32) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut at = 0;
    let mut lines = written.split_inclusive('\n').peekable();
    while let Some(one) = lines.next() {
        let start = at;
        at += one.len();
        let goes_on = lines.peek().is_some_and(|next| next.starts_with([' ', '\t', '-']));
        let Some((key, value)) = one.split_once(':').filter(|_| !goes_on) else { continue };
        let is_name = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        let value = value.split(" #").next().unwrap_or_default().trim();
        let is_open = [('[', ']'), ('{', '}')].iter().any(|(open, close)| {
            value.starts_with(*open) && value.matches(*open).count() > value.matches(*close).count()
        });
        if !is_name || value.is_empty() || is_open || faults.iter().all(|(at, _)| *at != line(start)) {
            continue;
        }
        let quoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        let value = Value::text(quoted.unwrap_or(value));
        fields.push(Field { key: key.to_owned(), value, line: line(start) });
    }
    fields
}

/// What keeps a page from the public in front matter that could not be read as a whole: nothing is published by accident.
fn hidden(written: &str, line: u32) -> Option<Field> {
    let fields = written.lines().filter_map(|one| one.split_once([':', '=']));
    let hides = |(key, value): (&str, &str)| {
        let key = key.trim().trim_matches(['"', '\'']);
        let value = value.split(" #").next().unwrap_or_default().trim().trim_end_matches(',').trim_matches(['"', '\'']);
        !value.is_empty() && Value::text(value).hides(key)
    };
    let mut fields = fields.map(hides);
    fields.any(|hides| hides).then(|| Field { key: "draft".to_owned(), value: Value::Bool(true), line })
}

enum Kind {
    Yaml,
    Toml,
    Json,
}

struct Split {
    kind: Kind,
    start: usize,
    end: usize,
    body: usize,
}

fn split(text: &str) -> Option<Split> {
    let blank = text.len() - text.trim_start_matches('\n').len();
    let rest = &text[blank..];
    let first = rest.split('\n').next()?.trim_end();
    let (kind, fence) = match first {
        "---" => (Kind::Yaml, "---"),
        "+++" => (Kind::Toml, "+++"),
        _ if rest.starts_with('{') && !rest.starts_with("{{") && !rest.starts_with("{%") => {
            let length = json_length(rest)?;
            return Some(Split { kind: Kind::Json, start: blank, end: blank + length, body: blank + length });
        }
        _ => return None,
    };
    let start = blank + rest.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let word = line.trim_end();
        if word == fence || (fence == "---" && word == "...") {
            return Some(Split { kind, start, end: at, body: at + line.len() });
        }
        at += line.len();
    }
    let end = start + unclosed(&text[start..], if fence == "---" { ':' } else { '=' })?;
    Some(Split { kind, start, end, body: end })
}

/// How long the fields are that a text begins with, `sign` standing between a name and its value; `None` without any.
///
/// The first line that is neither a field nor goes one on is text, and so is one that begins as a sentence does.
fn unclosed(text: &str, sign: char) -> Option<usize> {
    let is_field = |line: &str| {
        let name = line.split_once(sign).map_or("", |(name, _)| name.trim_end());
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    let goes_on = |line: &str| line.starts_with([' ', '\t', '-', ']', '}']) && !line.trim().is_empty();
    text.lines().next().filter(|first| is_field(first))?;
    Some(text.split_inclusive('\n').take_while(|line| is_field(line) || goes_on(line)).map(str::len).sum())
}

/// The length of the object that a text begins with.
fn json_length(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Tabs that indent, or stand behind a colon, as blanks: YAML allows none, and some readers let them pass.
fn without_tabs(yaml: &str) -> String {
    if !yaml.contains('\t') {
        return yaml.to_owned();
    }
    let mut out = String::with_capacity(yaml.len());
    for line in yaml.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(['\t', ' ']).len();
        out.push_str(&line[..indent].replace('\t', "  "));
        out.push_str(&line[indent..].replacen(":\t", ": ", 1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<String> {
        let parts = read("a.md", text, &mut Vec::new());
        let field = parts.front?.into_iter().find(|field| field.key == "title")?;
        field.value.as_text().map(str::to_owned)
    }

    #[test]
    fn every_kind_of_front_matter_is_read() {
        for text in [
            "---\ntitle: A b\n---\nx",
            "+++\ntitle = \"A b\"\n+++\nx",
            "{\n \"title\": \"A b\", \"x\": \"}\"\n}\nx",
            "\n---\ntitle:\tA b\n...\nx",
        ] {
            assert_eq!(title(text).as_deref(), Some("A b"), "{text}");
        }
        for text in ["x", "---\nnever closed", "{{< x >}}", "# A\n"] {
            assert!(read("a.md", text, &mut Vec::new()).front.is_none(), "{text}");
        }
    }

    #[test]
    fn the_fields_of_front_matter_that_nothing_ends_are_read_and_it_is_told() {
        let mut findings = Vec::new();
        let parts = read("a.md", "---\ntitle: A\ndraft: true\n\nText.\n\n# More\n", &mut findings);
        let keys: Vec<String> = parts.front.into_iter().flatten().map(|field| field.key).collect();
        assert_eq!((keys, parts.body.text.trim_start()), (vec!["title".into(), "draft".into()], "Text.\n\n# More\n"));
        let told: Vec<_> = findings.iter().map(|finding| (finding.kind.as_str(), finding.line)).collect();
        assert_eq!(told, [("front matter that is never closed", 2)]);
        for (text, body) in [
            ("---\r\ntitle: A\r\ntags:\r\n- b\r\n\r\nText.\r\n", "\r\nText.\r\n"),
            ("---\ntitle: A\nText at once.\n", "Text at once.\n"),
            ("+++\ntitle = \"A\"\ntags = [\n  \"b\",\n]\n \nText.", " \nText."),
            ("---\nNote: text below a rule.\n", "---\nNote: text below a rule.\n"),
        ] {
            assert_eq!(read("a.md", text, &mut Vec::new()).body.text, body, "{text}");
        }
    }

    #[test]
    fn a_line_that_would_be_a_place_of_byline_is_text() {
        let mut findings = Vec::new();
        let parts = read("a.md", "---\ntitle: A\n---\nx\n\n::faqs\n\n```\n::faqs\n```\n\n::other\n", &mut findings);
        assert_eq!(parts.body.text, "x\n\n\\::faqs\n\n```\n::faqs\n```\n\n::other\n");
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [6]);
    }

    #[test]
    fn text_between_two_rules_stays_text() {
        for text in ["---\n\nA rule first.\n\n---\n\nThen text.\n", "---\n- a\n- b\n---\nc\n", "---\nWord\n---\n"] {
            let mut findings = Vec::new();
            let parts = read("a.md", text, &mut findings);
            assert!(parts.front.is_none() && findings.is_empty(), "{text}: {findings:?}");
            assert_eq!(parts.body.text, text);
        }
    }

    #[test]
    fn a_field_of_one_line_that_is_no_yaml_is_the_text_behind_its_colon() {
        for (written, expected) in [
            ("title: Three: a colon", "Three: a colon"),
            ("title: \"She\" said no", "\"She\" said no"),
            ("title: 'It's late'", "It's late"),
            ("title: @home # a note", "@home"),
            ("title: [draft] Tides", "[draft] Tides"),
            ("title: 100% wool: a test\ndraft: false", "100% wool: a test"),
        ] {
            let mut findings = Vec::new();
            let parts = read("a.md", &format!("---\ndate: 2020-01-02\n{written}\n---\nbody\n"), &mut findings);
            let front = parts.front.unwrap_or_default();
            let title = front.iter().find(|field| field.key == "title").and_then(|field| field.value.as_text());
            assert_eq!(title, Some(expected), "{written}");
            assert_eq!(parts.unread, None, "{written}");
            let told: Vec<_> = findings.iter().map(|finding| (finding.kind.as_str(), finding.line)).collect();
            assert_eq!(told, [("front matter that was taken for text", 3)], "{written}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_kept_and_named_with_its_line() {
        let mut findings = Vec::new();
        let parts = read("a.md", "---\ntitle: A\nbad: [\nnext: 1\n---\nbody\n", &mut findings);
        assert!(parts.unread.is_some_and(|text| text.contains("bad: [")));
        assert!(findings.iter().all(|finding| finding.line >= 2), "{findings:?}");
        assert_eq!((parts.body.text.as_str(), parts.body.line(0)), ("body\n", 6));
    }
}
