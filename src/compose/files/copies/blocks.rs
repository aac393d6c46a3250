//! From a tree to blocks of Markdown.

use super::line::{self, Place};
use super::pieces::{self, Piece};
use super::tree::{Element, Node};

/// The largest number that an item of a list may have so that all of them are numbers to Markdown.
const LARGEST: u32 = 100_000_000;

/// A block of Markdown.
struct Block {
    /// Without a line's end.
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    List {
        is_ordered: bool,
        /// Whether it has the other sign, since a list of the same kind stands right above it.
        is_other: bool,
        /// Whether it may follow a paragraph without a blank line.
        may_follow: bool,
    },
    Other,
}

/// The blocks of a tree, with a blank line between them.
pub(super) fn write(nodes: &[Node<'_>]) -> String {
    joined(&blocks(nodes))
}

fn joined(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

fn blocks(nodes: &[Node<'_>]) -> Vec<Block> {
    let mut found = Vec::new();
    gather(nodes, &mut found);
    found
}

fn gather(nodes: &[Node<'_>], into: &mut Vec<Block>) {
    let mut run: Vec<&Node<'_>> = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if element.is_block => {
                paragraph(&std::mem::take(&mut run), into);
                block(element, into);
            }
            other => run.push(other),
        }
    }
    paragraph(&run, into);
}

fn paragraph(run: &[&Node<'_>], into: &mut Vec<Block>) {
    let text = line::write(&pieces::read(run.iter().copied()), Place::Paragraph);
    push(text, Kind::Paragraph, into);
}

fn push(text: String, kind: Kind, into: &mut Vec<Block>) {
    if !text.is_empty() {
        into.push(Block { text, kind });
    }
}

fn block(element: &Element<'_>, into: &mut Vec<Block>) {
    let children = &element.children;
    match element.name.as_str() {
        name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
            let text = line::write(&pieces::read(children), Place::Heading);
            let level = name.trim_start_matches('h').parse().unwrap_or(2);
            if !text.is_empty() {
                push(format!("{} {text}", "#".repeat(level)), Kind::Other, into);
            }
        }
        "hr" => push("***".to_owned(), Kind::Other, into),
        "pre" => code(element, into),
        "ul" | "ol" => list(element, into),
        "blockquote" | "aside" => quote(children, into),
        _ if element.attribute("role").as_deref() == Some("note") => quote(children, into),
        _ if element.attribute("role").as_deref() == Some("doc-endnotes") => footnotes(children, into),
        "table" => table(children, into),
        "p" | "summary" if element.attribute("class").as_deref() == Some("callout-title") => {
            push(callout_title(children), Kind::Paragraph, into);
        }
        "dt" => {
            let mut term = pieces::read(children);
            term.insert(0, Piece::Open(pieces::Mark::Strong, 0));
            term.push(Piece::Close(pieces::Mark::Strong, 0));
            if term.len() > 2 {
                push(line::write(&term, Place::Paragraph), Kind::Paragraph, into);
            }
        }
        _ => gather(children, into),
    }
}

/// The kind of a call-out and its title, which only its style parts on a page: `**Tip: Title**`.
fn callout_title(children: &[Node<'_>]) -> String {
    let (kind, rest) = children.split_at(children.len().min(1));
    let title = pieces::read(rest);
    let mut whole = vec![Piece::Open(pieces::Mark::Strong, 0)];
    whole.extend(pieces::read(kind));
    if !line::write(&title, Place::Paragraph).is_empty() {
        whole.push(Piece::Text(": ".to_owned()));
    }
    whole.extend(title);
    whole.push(Piece::Close(pieces::Mark::Strong, 0));
    line::write(&whole, Place::Paragraph)
}

fn code(element: &Element<'_>, into: &mut Vec<Block>) {
    let inner = element.children.iter().find_map(|node| match node {
        Node::Element(inner) if inner.name == "code" => Some(inner),
        _ => None,
    });
    let classes = inner.and_then(|inner| inner.attribute("class")).unwrap_or_default();
    let language = classes.split_ascii_whitespace().find_map(|class| class.strip_prefix("language-"));
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '+' | '#' | '.');
    let language = language.filter(|language| language.chars().all(fits)).unwrap_or_default();
    let text = pieces::plain(&element.children).replace("\r\n", "\n").replace('\r', "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    if text.trim().is_empty() {
        return;
    }
    let fence = "`".repeat((line::longest_run(text) + 1).max(3));
    push(format!("{fence}{language}\n{text}\n{fence}"), Kind::Other, into);
}

fn quote(children: &[Node<'_>], into: &mut Vec<Block>) {
    let inner = write(children);
    let lines: Vec<String> =
        inner.split('\n').map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect();
    if !inner.is_empty() {
        push(lines.join("\n"), Kind::Other, into);
    }
}

fn list(element: &Element<'_>, into: &mut Vec<Block>) {
    let is_ordered = element.name == "ol";
    let first = element.attribute("start").and_then(|start| start.parse::<u32>().ok()).unwrap_or(1).min(LARGEST);
    let mut items: Vec<Vec<Block>> = Vec::new();
    for node in &element.children {
        let item = match node {
            Node::Element(item) if item.name == "li" => blocks(&item.children),
            other => blocks(std::slice::from_ref(other)),
        };
        items.extend((!item.is_empty()).then_some(item));
    }
    if items.is_empty() {
        return;
    }
    let is_tight = items.iter().all(|item| match item.as_slice() {
        [_] => true,
        [Block { kind: Kind::Paragraph, .. }, Block { kind: Kind::List { may_follow, .. }, .. }] => *may_follow,
        _ => false,
    });
    let is_other = match into.last().map(|block| block.kind) {
        Some(Kind::List { is_ordered: above, is_other, .. }) => above == is_ordered && !is_other,
        _ => false,
    };
    let between = if is_tight { "\n" } else { "\n\n" };
    let mut lines = Vec::new();
    for (number, item) in (first..).zip(&items) {
        let sign = match (is_ordered, is_other) {
            (true, false) => format!("{number}. "),
            (true, true) => format!("{number}) "),
            (false, false) => "- ".to_owned(),
            (false, true) => "* ".to_owned(),
        };
        let texts: Vec<&str> = item.iter().map(|block| block.text.as_str()).collect();
        lines.push(indented(&sign, &texts.join(between)));
    }
    let kind = Kind::List { is_ordered, is_other, may_follow: !is_ordered || first == 1 };
    push(lines.join(between), kind, into);
}

/// Puts a sign before a text, and the room that it takes before the further lines.
fn indented(sign: &str, text: &str) -> String {
    let room = " ".repeat(sign.len());
    let mut lines = text.split('\n');
    let mut whole = format!("{sign}{}", lines.next().unwrap_or_default());
    for line in lines {
        whole.push('\n');
        if !line.is_empty() {
            whole.push_str(&room);
            whole.push_str(line);
        }
    }
    whole
}

/// Footnotes as they are written in Markdown; their list has their numbers.
fn footnotes(children: &[Node<'_>], into: &mut Vec<Block>) {
    for node in children {
        match node {
            Node::Element(element) if element.name == "ol" => footnotes(&element.children, into),
            Node::Element(element) if element.name == "li" => {
                let id = element.attribute("id").unwrap_or_default();
                let text = write(&element.children);
                if text.is_empty() {
                    continue;
                }
                let number = id.strip_prefix("fn-").unwrap_or(&id);
                let text = indented("    ", &text);
                push(format!("[^{number}]: {}", text.trim_start_matches(' ')), Kind::Other, into);
            }
            other => gather(std::slice::from_ref(other), into),
        }
    }
}

fn table(children: &[Node<'_>], into: &mut Vec<Block>) {
    let mut rows: Vec<Vec<&Element<'_>>> = Vec::new();
    gather_rows(children, &mut rows, into);
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if columns == 0 {
        return;
    }
    let has_head = rows.first().is_some_and(|row| row.iter().all(|cell| cell.name == "th"));
    let written = |row: &[&Element<'_>]| {
        let cell = |at: usize| row.get(at).map(|cell| line::write(&pieces::read(&cell.children), Place::Cell));
        let cells: Vec<String> = (0..columns).map(|at| cell(at).unwrap_or_default()).collect();
        format!("| {} |", cells.join(" | "))
    };
    let alignments: Vec<&str> = (0..columns).map(|at| alignment(rows.iter().find_map(|row| row.get(at)))).collect();
    let (head, body) = if has_head { rows.split_at(1) } else { rows.split_at(0) };
    let mut lines = vec![written(head.first().map_or(&[], Vec::as_slice)), format!("| {} |", alignments.join(" | "))];
    lines.extend(body.iter().map(|row| written(row)));
    push(lines.join("\n"), Kind::Other, into);
}

/// The line below the head of a column.
fn alignment(cell: Option<&&Element<'_>>) -> &'static str {
    let is = |class: &str| cell.is_some_and(|cell| cell.has_class(class));
    match () {
        () if is("align-right") => "---:",
        () if is("align-center") => ":---:",
        () if is("align-left") => ":---",
        () => "---",
    }
}

/// Lists the cells of every row; what stands in none is a block above the table.
fn gather_rows<'n, 'h>(nodes: &'n [Node<'h>], rows: &mut Vec<Vec<&'n Element<'h>>>, into: &mut Vec<Block>) {
    for node in nodes {
        match node {
            Node::Element(part) if matches!(part.name.as_str(), "thead" | "tbody" | "tfoot") => {
                gather_rows(&part.children, rows, into);
            }
            Node::Element(row) if row.name == "tr" => {
                let cells = row.children.iter().filter_map(|node| match node {
                    Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th") => Some(cell),
                    _ => None,
                });
                rows.push(cells.collect());
                let is_cell =
                    |node: &&Node<'_>| matches!(node, Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th"));
                row.children
                    .iter()
                    .filter(|node| !is_cell(node))
                    .for_each(|node| gather(std::slice::from_ref(node), into));
            }
            other => gather(std::slice::from_ref(other), into),
        }
    }
}
