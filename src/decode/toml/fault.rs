//! The words for faults of TOML, and the place where each begins.

use super::{Complaint, Node, Value};
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{RelPath, Span};

/// Words the parser's complaints: one a line, and one for a bracket with all that follows from it.
pub(super) fn word(path: &RelPath, text: &str, root: &Node, complaints: Vec<Complaint>) -> Vec<Diagnostic> {
    let mut faults: Vec<Diagnostic> = Vec::new();
    let unclosed = complaints
        .iter()
        .filter(|complaint| complaint.words.contains("unclosed"))
        .find_map(|complaint| open_bracket(text, complaint.at.end as usize));
    let mut last_line = None;
    for complaint in complaints {
        let start = complaint.at.start as usize;
        let line = text.get(..start).map_or(0, |before| before.matches('\n').count());
        if last_line == Some(line) || unclosed.is_some_and(|opener| start >= opener) {
            continue;
        }
        last_line = Some(line);
        faults.push(one(path, text, root, &complaint));
    }
    if let Some(opener) = unclosed {
        let bracket = &text[opener..opener + 1];
        let close = if bracket == "[" { "]" } else { "}" };
        let message = format!("the `{bracket}` that opens here is never closed");
        faults.push(
            Diagnostic::new(Code::TomlSyntax, path, Span::new(opener, opener + 1), message)
                .label("opened here")
                .help(format!("put `{close}` where it ends")),
        );
    }
    faults
}

fn one(path: &RelPath, text: &str, root: &Node, complaint: &Complaint) -> Diagnostic {
    let Complaint { at, words } = complaint;
    let written = text.get(at.range()).unwrap_or("");
    let fault = |span: Span, message: &str| Diagnostic::new(Code::TomlSyntax, path, span, message);
    let start = text.get(..at.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |before| before + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end();
    let whole_line = Span::new(start, start + line.len());
    let value = text.get(at.start as usize..start + line.len()).unwrap_or("").trim();
    if words.contains("duplicate key") {
        let diagnostic = Diagnostic::new(Code::DuplicateField, path, *at, format!("duplicate setting `{written}`"));
        return match first_key(root, written.trim_matches(['"', '\'']), *at) {
            Some(first) => diagnostic.related(path, Some(first), "the first is here"),
            None => diagnostic,
        }
        .help("keep one of the two");
    }
    if words.contains("recursion limit") {
        return Diagnostic::new(Code::TooDeep, path, *at, "lists and tables are nested too deep");
    }
    if words.contains("must be quoted") && value.is_empty() {
        return fault(whole_line, "this setting has no value").help("give it one, or delete the line");
    }
    if ["must be quoted", "invalid float", "invalid boolean"].iter().any(|known| words.contains(known)) {
        let end = start + line.len();
        return match value {
            "yes" | "on" | "True" | "TRUE" => fault(*at, "a switch is `true` or `false`").help("write `true`"),
            "no" | "off" | "False" | "FALSE" => fault(*at, "a switch is `true` or `false`").help("write `false`"),
            _ if value.contains(['"', '#', '\\']) => {
                fault(Span::new(at.start as usize, end), "a text needs quotes").help("put it in quotes")
            }
            _ => fault(Span::new(at.start as usize, end), "a text needs quotes")
                .help(format!("put it in quotes: `\"{value}\"`")),
        };
    }
    if words.contains("string")
        && words.contains("invalid")
        && let Some(opener) = holding(root, at.start).map(|node| node.span.start as usize)
        && text.get(opener..).is_some_and(|rest| rest.starts_with(['"', '\'']))
    {
        let end = text.get(opener..).and_then(|rest| rest.lines().next()).map_or(opener, |line| opener + line.len());
        return fault(Span::new(opener, end), "the quote that opens here is never closed")
            .label("opened here")
            .help("put the same quote at the end of the text; a text over several lines stands in three quotes");
    }
    if words.contains("escaped value") {
        return fault(whole_line, "a backslash in a text in double quotes begins an escape, and this one is not known")
            .help("write `\\\\` for a backslash, or put the text in single quotes");
    }
    let name = line.split([':', '=']).next().unwrap_or("").trim();
    if line.contains(':') && !line.contains('=') && !name.is_empty() && (words.contains("key")) {
        let value = line.split_once(':').map_or("", |(_, value)| value).trim().trim_matches('"');
        return fault(whole_line, "a setting is written with `=`, not with a colon")
            .help(format!("write `{name} = \"{value}\"`"));
    }
    if words.contains("extra `=`") && line.contains("==") {
        return fault(*at, "there is an `=` too many").help(format!("write `{}`", line.trim().replacen("==", "=", 1)));
    }
    if words.contains("no value") {
        return fault(whole_line, "this line is not a setting").help(format!("write `{} = …`", line.trim()));
    }
    if words.contains("unexpected key or value") {
        let end = start + line.len();
        return fault(Span::new(at.start as usize, end), "something follows behind the value")
            .help("write one `name = value` on each line");
    }
    fault(*at, &format!("this is not TOML: {words}"))
}

/// Takes out the settings that a fault stands in, so that no mistake is reported twice.
pub(super) fn prune(text: &str, node: &mut Node, faults: &[Diagnostic]) {
    let Value::Map(entries) = &mut node.value else { return };
    entries.retain_mut(|(key, value)| {
        // A value that is missing has no place of its own.
        let end = value.span.end.max(key.span.end) as usize;
        let line_end = text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| end + length);
        let faulty = faults
            .iter()
            .filter(|fault| fault.code == Code::TomlSyntax)
            .filter_map(|fault| fault.place.as_ref()?.span)
            .any(|span| (key.span.start..=Span::at(line_end).start).contains(&span.start));
        match &mut value.value {
            Value::Map(_) => prune(text, value, faults),
            // Each is a table with a heading of its own, `[[nav]]`, far from the others.
            Value::List(items) if !faulty => items.iter_mut().for_each(|item| prune(text, item, faults)),
            _ => return !faulty,
        }
        true
    });
}

/// The innermost value that was read at a byte.
fn holding(node: &Node, at: u32) -> Option<&Node> {
    let inside = |node: &&Node| node.span.start <= at && at <= node.span.end;
    match &node.value {
        Value::Map(entries) => entries.iter().find_map(|(_, node)| holding(node, at)),
        Value::List(items) => items.iter().find_map(|node| holding(node, at)).or(Some(node).filter(inside)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => Some(node).filter(inside),
    }
}

/// The last place before `span` where a key of that name is written.
fn first_key(node: &Node, name: &str, span: Span) -> Option<Span> {
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .flat_map(|(key, value)| [Some(key.span).filter(|_| key.value == name), first_key(value, name, span)])
            .flatten()
            .filter(|found| found.start < span.start)
            .max(),
        Value::List(items) => items.iter().filter_map(|item| first_key(item, name, span)).max(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
    }
}

/// The innermost bracket before byte `end` that nothing closes.
fn open_bracket(text: &str, end: usize) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut quote: Option<char> = None;
    let mut characters = text.get(..end)?.char_indices();
    while let Some((at, c)) = characters.next() {
        match (quote, c) {
            (Some('"'), '\\') => {
                characters.next();
            }
            (Some(mark), c) if c == mark || c == '\n' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => open.push(at),
            (None, ']' | '}') => {
                open.pop();
            }
            (None, '#') => {
                characters.by_ref().find(|(_, c)| *c == '\n');
            }
            (None, _) => {}
        }
    }
    open.pop()
}
