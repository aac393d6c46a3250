//! The tree, built from the parser's events.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput};

use super::fault::{self, Fault};
use super::offsets::ByteOffsets;
use super::scalar::{self, Style};
use super::{MAX_DEPTH, Mistakes, Node, Value, plain};
use crate::diagnostics::Code;
use crate::text::{Span, Spanned, Text};

/// How many values aliases may stand for in all; enough for any file that a person writes.
const MAX_ALIASED_NODES: usize = 100_000;

/// How much text aliases may stand for in all, in bytes.
const MAX_ALIASED_BYTES: usize = 4 << 20;

/// Why reading ended before the end.
pub(super) struct Stop {
    /// Where the next entry may be looked for, in bytes of the part; `None` if nothing more is to be read.
    pub(super) resume: Option<usize>,
}

/// A list or mapping that has not ended.
struct Open {
    start: usize,
    anchor: usize,
    flow: bool,
    holds: Holds,
}

enum Holds {
    List(Vec<Node>),
    /// The entries so far, and what comes next.
    Map(Vec<(Spanned<String>, Node)>, Next),
}

/// What comes next in a mapping.
enum Next {
    Key,
    Value(Spanned<String>),
    /// The value of a key that cannot be one.
    Nothing,
}

/// A value that aliases may name.
struct Anchored {
    node: Node,
    nodes: usize,
    bytes: usize,
    height: usize,
}

/// The tree while it is built; offsets are bytes of `text`, spans are those of the file.
pub(super) struct Tree<'t, 'm> {
    text: &'t str,
    offset: usize,
    mistakes: &'m Mistakes<'m>,
    resumed: bool,
    bytes: ByteOffsets,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Anchored>,
    aliased_nodes: usize,
    aliased_bytes: usize,
    documents: usize,
    /// The scalar read last, as bytes of `text`: where most faults begin.
    last: (usize, usize),
}

impl<'t, 'm> Tree<'t, 'm> {
    pub(super) fn new(text: &'t str, offset: usize, mistakes: &'m Mistakes<'m>, resumed: bool) -> Tree<'t, 'm> {
        Tree {
            text,
            offset,
            mistakes,
            resumed,
            bytes: ByteOffsets::new(text),
            open: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            aliased_nodes: 0,
            aliased_bytes: 0,
            documents: 0,
            last: (0, 0),
        }
    }

    pub(super) fn read(&mut self) -> Option<Stop> {
        let mut parser = Parser::new(StrInput::new(self.text));
        while let Some(event) = parser.next_event() {
            let read = match event {
                Ok((event, span)) => {
                    let (start, end) = (self.byte(span.start), self.byte(span.end));
                    if matches!(event, Event::StreamEnd) {
                        return None;
                    }
                    self.event(event, start, end.max(start))
                }
                Err(error) => {
                    let flow = self.open.iter().rev().take_while(|open| open.flow).last().map(|open| open.start);
                    let innermost = self.open.last().filter(|open| open.flow).map(|open| open.start);
                    let at = self.byte(*error.marker());
                    // The scanner runs ahead of the events, so it may notice first.
                    if error.info().contains("recursion limit") {
                        return Some(self.too_deep(at));
                    }
                    let unknown_anchor = error.info().contains("unknown anchor");
                    // What was read before a fault may have held the anchor.
                    if unknown_anchor && self.resumed {
                        return Some(Stop { resume: Some(fault::next_line(self.text, at)) });
                    }
                    Err(self.report(&fault::word(self.text, at, error.info(), flow, innermost, self.last)))
                }
            };
            if let Err(stop) = read {
                return Some(stop);
            }
        }
        None
    }

    fn byte(&self, marker: Marker) -> usize {
        self.bytes.of(self.text, marker.index())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.offset + start, self.offset + end)
    }

    fn report(&self, fault: &Fault) -> Stop {
        let span = self.span(fault.start, fault.end);
        let mut diagnostic = self.mistakes.at(Code::YamlSyntax, span, &fault.message);
        diagnostic.help.extend(fault.help.iter().cloned());
        diagnostic.label.clone_from(&fault.label);
        self.mistakes.add(diagnostic);
        Stop { resume: Some(fault::next_line(self.text, fault.start)) }
    }

    fn event(&mut self, event: Event<'_>, start: usize, end: usize) -> Result<(), Stop> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents == 1 {
                    return Ok(());
                }
                let end = fault::line_end(self.text, start).max(end);
                let diagnostic = self.mistakes.at(
                    Code::YamlSyntax,
                    self.span(start, end),
                    "a second YAML document begins here, and only one is read",
                );
                self.mistakes.add(diagnostic.help("delete the line of dashes or dots that ends the first one"));
                Err(Stop { resume: None })
            }
            Event::SequenceStart(anchor, tag) => {
                self.open(start, end, anchor, tag.is_some(), '[', Holds::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.open(start, end, anchor, tag.is_some(), '{', Holds::Map(Vec::new(), Next::Key))
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let anchor = open.anchor;
                    let node = self.close(open, Some(end));
                    self.place(node, anchor);
                }
                Ok(())
            }
            Event::Scalar(value, style, anchor, tag) => {
                let inner = self.skip_properties(start, end, anchor != 0, tag.is_some());
                self.last = (inner, end);
                self.scalar(value.into_owned(), style, inner, end, anchor);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, start, end),
        }
    }

    fn open(
        &mut self,
        start: usize,
        end: usize,
        anchor: usize,
        tagged: bool,
        bracket: char,
        holds: Holds,
    ) -> Result<(), Stop> {
        let start = self.skip_properties(start, end, anchor != 0, tagged);
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(start));
        }
        // A list that is not indented below its key has no token of its own: it begins with its first item.
        let flow = end > start && self.text[start..].starts_with(bracket);
        self.open.push(Open { start, anchor, flow, holds });
        Ok(())
    }

    fn too_deep(&self, start: usize) -> Stop {
        let message = format!("lists and mappings are nested deeper than {MAX_DEPTH} levels");
        let end = fault::line_end(self.text, start).min(start + 1);
        self.mistakes.add(self.mistakes.at(Code::TooDeep, self.span(start, end), message));
        Stop { resume: None }
    }

    /// The place behind an anchor and a tag; a tag is reported.
    fn skip_properties(&self, start: usize, end: usize, anchored: bool, tagged: bool) -> usize {
        let mut at = start;
        if !anchored && !tagged {
            return at;
        }
        while let Some(rest) = self.text.get(at..)
            && rest.starts_with(['&', '!'])
        {
            let length = rest.find(|c: char| c.is_whitespace() || ",[]{}".contains(c)).unwrap_or(rest.len());
            if rest.starts_with('!') {
                let message = format!("the tag `{}` is not read", crate::decode::fields::shown(&rest[..length]));
                self.mistakes.add(
                    self.mistakes
                        .at(Code::YamlSyntax, self.span(at, at + length), message)
                        .help("delete the tag; a value in quotes is a text, and one that begins with `!` needs quotes"),
                );
            }
            let behind = &rest[length..];
            at += length + (behind.len() - behind.trim_start().len());
        }
        at.min(end.max(start))
    }

    fn close(&self, open: Open, end: Option<usize>) -> Node {
        let (last, value) = match open.holds {
            Holds::List(items) => (items.last().map(|node| node.span), Value::List(items)),
            Holds::Map(mut entries, _) => {
                self.mistakes.drop_duplicates(&mut entries);
                (entries.last().map(|(key, node)| key.span.to(node.span)), Value::Map(entries))
            }
        };
        let start = self.span(open.start, open.start);
        // A block ends with its last entry; the parser's own end is where the next token begins.
        let span = match end {
            Some(end) if open.flow => self.span(open.start, end),
            _ => last.map_or(start, |last| Span { start: start.start, end: last.end.max(start.end) }),
        };
        Node::new(value, span)
    }

    fn scalar(&mut self, value: String, style: ScalarStyle, start: usize, end: usize, anchor: usize) {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        if self.awaits_key() {
            let node = Node::new(Value::Text(self.text_of(value, style, start, end)), self.span(start, end));
            self.place(node, anchor);
            return;
        }
        let node = match (style, plain::value(&value)) {
            (Style::Plain, Some(Value::Null)) if value.is_empty() => Node::new(Value::Null, self.nothing_at(start)),
            (Style::Plain, Some(plain)) => Node::new(plain, self.span(start, end)),
            _ => {
                let text = self.text_of(value, style, start, end);
                let span = text.span;
                Node::new(Value::Text(text), span)
            }
        };
        self.place(node, anchor);
    }

    fn text_of(&self, value: String, style: Style, start: usize, end: usize) -> Text {
        let (from, to, map) = scalar::trace(self.text, self.offset, style, start, end, &value);
        Text { value, map, span: self.span(from, to) }
    }

    /// The place of a value that is not there: its key, or the dash of its item.
    fn nothing_at(&self, start: usize) -> Span {
        match self.open.last().map(|open| &open.holds) {
            Some(Holds::Map(_, Next::Value(key))) => key.span,
            _ => {
                let before = self.text[..start].trim_end();
                let dash = before.len() - usize::from(before.ends_with('-'));
                self.span(dash, before.len())
            }
        }
    }

    fn awaits_key(&self) -> bool {
        matches!(self.open.last().map(|open| &open.holds), Some(Holds::Map(_, Next::Key)))
    }

    fn alias(&mut self, anchor: usize, start: usize, end: usize) -> Result<(), Stop> {
        // The parser's span may run on to the next token.
        let end = start + self.text[start..end].trim_end().len();
        let fault = |message: String| Fault::new(start, end, message);
        let Some(anchored) = self.anchors.get(&anchor) else {
            let name = &self.text[start..end];
            return Err(self.report(&fault(format!("the alias `{name}` stands within the value that it names"))));
        };
        self.aliased_nodes += anchored.nodes;
        self.aliased_bytes += anchored.bytes;
        if self.aliased_nodes > MAX_ALIASED_NODES || self.aliased_bytes > MAX_ALIASED_BYTES {
            let message = "the aliases of this file stand for too much in all";
            let span = self.span(start, end);
            self.mistakes.add(
                self.mistakes
                    .at(Code::YamlSyntax, span, message)
                    .help(format!("at most {MAX_ALIASED_NODES} values: write them out where they are needed")),
            );
            return Err(Stop { resume: None });
        }
        if self.open.len() + anchored.height > MAX_DEPTH {
            return Err(self.too_deep(start));
        }
        let node = anchored.node.clone();
        self.place(node, 0);
        Ok(())
    }

    /// Puts a node that is complete where it belongs.
    fn place(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            let (bytes, height) = measure(&node);
            self.anchors.insert(anchor, Anchored { nodes: node.count(), bytes, height, node: node.clone() });
        }
        match self.open.last_mut().map(|open| &mut open.holds) {
            None => self.root = self.root.take().or(Some(node)),
            Some(Holds::List(items)) => items.push(node),
            Some(Holds::Map(entries, next)) => match std::mem::replace(next, Next::Key) {
                Next::Value(key) => entries.push((key, node)),
                Next::Nothing => {}
                Next::Key => {
                    let span = node.span;
                    *next = match node.into_text() {
                        Some(text) => Next::Value(Spanned::new(text.value, text.span)),
                        None => {
                            let message = "a name must be a text, not a list or a mapping";
                            let diagnostic = self.mistakes.at(Code::YamlSyntax, span, message);
                            self.mistakes.add(diagnostic.help("a value that begins with `[` or `{` needs quotes"));
                            Next::Nothing
                        }
                    };
                }
            },
        }
    }

    /// What was read; of lists and mappings that a fault cut off, only the outermost, without its last entry.
    pub(super) fn into_root(mut self) -> Option<Node> {
        if self.root.is_none() && !self.open.is_empty() {
            let outermost = self.open.swap_remove(0);
            self.root = Some(self.close(outermost, None));
        }
        self.root
    }
}

/// How many bytes of text a tree holds, and how many levels.
fn measure(node: &Node) -> (usize, usize) {
    match &node.value {
        Value::Null | Value::Bool(_) => (0, 0),
        Value::Number(written) => (written.len(), 0),
        Value::Text(text) => (text.value.len(), 0),
        Value::List(items) => deepen(items.iter().map(measure)),
        Value::Map(entries) => deepen(entries.iter().map(|(key, node)| {
            let (bytes, height) = measure(node);
            (bytes + key.value.len(), height)
        })),
    }
}

fn deepen(parts: impl Iterator<Item = (usize, usize)>) -> (usize, usize) {
    let (bytes, height) = parts.fold((0, 0), |all, part| (all.0 + part.0, all.1.max(part.1)));
    (bytes, height + 1)
}
