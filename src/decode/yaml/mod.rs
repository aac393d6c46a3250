//! YAML 1.2 → the tree of [`Node`]s.
//!
//! 1. `subset` reads what people mostly write, in one fast pass; all else goes on to the next step.
//! 2. `tree` builds the tree from the events of a parser of all of YAML, up to the first fault.
//! 3. `plain` decides what a value without quotes is; `fault` words a fault and finds where it begins.
//! 4. After a fault, reading goes on at the next entry of the outermost mapping or list.

mod fault;
mod offsets;
mod plain;
mod subset;
mod tree;

use self::tree::Tree;
use super::{Mistakes, Node, Syntax, Value, scalar};
use crate::diagnostics::{Code, Diagnosed};
use crate::text::{RelPath, Span, is_control};

/// How deep lists and mappings may be nested.
pub const MAX_DEPTH: usize = 64;

/// How many faults of one file are reported before reading ends.
const MAX_FAULTS: usize = 20;

/// Reads YAML that begins at byte `offset` of its file; all places are those of the file.
///
/// A fault costs the entry of the outermost mapping or list that it stands in: the entries before and after it are
/// kept. `None` if there is no value at all. Follows the core schema of YAML 1.2, except that a tag is a mistake. At
/// most [`MAX_DEPTH`] levels.
pub fn yaml(path: &RelPath, text: &str, offset: usize) -> Diagnosed<Option<Node>> {
    subset::read(text, offset).map_or_else(|| full(path, text, offset), |root| Diagnosed::clean(Some(root)))
}

/// Reads all of YAML, and words what is wrong.
fn full(path: &RelPath, text: &str, offset: usize) -> Diagnosed<Option<Node>> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mistakes = Mistakes::new(path, Syntax::Yaml);
    report_control_characters(&text[bom..], offset + bom, &mistakes);
    let mut root: Option<Node> = None;
    let mut start = bom;
    let mut faulty = false;
    for part in 0..MAX_FAULTS {
        let mut tree = Tree::new(&text[start..], offset + start, &mistakes, part > 0);
        let stopped = tree.read();
        let resume = stopped.as_ref().and_then(|stop| stop.resume).map(|at| start + at);
        let before = resume.map_or(usize::MAX, |at| offset + at);
        root = join(root, tree.into_root(), before);
        faulty |= stopped.is_some();
        match resume.and_then(|from| resume_at(text, from, root.as_ref())) {
            Some(at) => start = at,
            None => break,
        }
    }
    if let Some(Value::Map(entries)) = root.as_mut().map(|node| &mut node.value) {
        mistakes.drop_duplicates(entries);
    }
    if faulty {
        // What a fault left over of a value that is neither would only be reported a second time.
        root = root.filter(|node| matches!(node.value, Value::Map(_) | Value::List(_)));
    }
    mistakes.with(root)
}

/// The start of the first line from `from` on that begins a new entry of the outermost mapping or list.
fn resume_at(text: &str, from: usize, root: Option<&Node>) -> Option<usize> {
    let list = matches!(root.map(|node| &node.value), Some(Value::List(_)));
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        let begins = if list { line.starts_with("- ") } else { fault::field_name(line).is_some() };
        if begins {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Joins what was read before a fault, as far as it lies before byte `end` of the file, with what was read after it.
fn join(before: Option<Node>, after: Option<Node>, end: usize) -> Option<Node> {
    let kept = after.map(|mut node| {
        match &mut node.value {
            Value::Map(entries) => entries.retain(|(key, _)| (key.span.start as usize) < end),
            Value::List(items) => items.retain(|item| (item.span.start as usize) < end),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
        }
        node
    });
    match (before, kept) {
        (Some(mut first), Some(second)) => {
            match (&mut first.value, second.value) {
                (Value::Map(entries), Value::Map(more)) => entries.extend(more),
                (Value::List(items), Value::List(more)) => items.extend(more),
                (Value::Map(_) | Value::List(_), _) => return Some(first),
                (_, value) => first.value = value,
            }
            first.span = first.span.to(second.span);
            Some(first)
        }
        (first, second) => first.or(second),
    }
}

/// YAML allows no control character but tabs and line breaks; the parser lets them pass.
fn report_control_characters(text: &str, offset: usize, mistakes: &Mistakes<'_>) {
    for (at, c) in text.char_indices().filter(|(_, c)| is_control(*c)).take(MAX_FAULTS) {
        let span = Span::new(offset + at, offset + at + c.len_utf8());
        let message = format!("the control character U+{:04X} cannot stand in YAML", u32::from(c));
        mistakes.add(mistakes.at(Code::YamlSyntax, span, message).help("delete it; editors often do not show it"));
    }
}
