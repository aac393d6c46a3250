//! HTML as a tree.

use crate::html::tag::{DROPPED, Tags, is_void};

/// How deep elements may lie within each other; the tags of deeper ones are left out.
const DEPTH: usize = 100;

/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// A part of a tree.
#[derive(Debug)]
pub(super) enum Node<'h> {
    /// Text as a reader sees it, white space as it is written.
    Text(String),
    /// The name of a character that is not looked up, since Markdown has the same names: `eacute`.
    Character(&'h str),
    Element(Element<'h>),
}

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Element<'h> {
    /// In lower case.
    pub name: String,
    attributes: Vec<(&'h str, Option<&'h str>)>,
    pub children: Vec<Node<'h>>,
    /// Whether it begins a line of its own, or something in it does.
    pub is_block: bool,
}

impl Element<'_> {
    /// The value of an attribute, if the element has it.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        let mut decoded = String::new();
        read_text(value.unwrap_or_default(), |text| match text {
            Node::Text(text) => decoded.push_str(&text),
            Node::Character(name) => decoded.push_str(&format!("&{name};")),
            Node::Element(_) => {}
        });
        Some(decoded)
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|own| own == class))
    }
}

/// Reads HTML of any kind; comments, scripts and styles are left out.
pub(super) fn read(html: &str) -> Vec<Node<'_>> {
    let mut open: Vec<Element<'_>> = vec![Element::default()];
    let (mut tags, mut rest) = (Tags::new(html), html);
    while let Some(at) = rest.find('<') {
        let (text, markup) = rest.split_at(at);
        add_text(&mut open, text);
        if let Some(comment) = markup.strip_prefix("<!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + "-->".len()..)).unwrap_or_default();
            continue;
        }
        let Some(tag) = tags.read(markup) else {
            add(&mut open, Node::Text("<".to_owned()));
            rest = markup.get(1..).unwrap_or_default();
            continue;
        };
        rest = markup.get(tag.length..).unwrap_or_default();
        let name = tag.name.to_ascii_lowercase();
        if tag.is_end {
            // The root has no name, so it is never ended.
            if let Some(depth) = open.iter().rposition(|element| element.name == name) {
                close_down_to(&mut open, depth);
            }
        } else if DROPPED.contains(&name.as_str()) {
            rest = tags.behind_element(rest, &tag, true);
        } else {
            let is_empty = tag.is_closed || is_void(&name);
            let is_block = BLOCKS.contains(&name.as_str());
            let element = Element { name, attributes: tag.attributes, children: Vec::new(), is_block };
            if is_empty {
                add(&mut open, Node::Element(element));
            } else if open.len() <= DEPTH {
                open.push(element);
            }
        }
    }
    add_text(&mut open, rest);
    close_down_to(&mut open, 1);
    open.pop().map(|root| root.children).unwrap_or_default()
}

fn add<'h>(open: &mut [Element<'h>], node: Node<'h>) {
    if let Some(parent) = open.last_mut() {
        parent.is_block |= matches!(&node, Node::Element(element) if element.is_block);
        parent.children.push(node);
    }
}

fn close_down_to(open: &mut Vec<Element<'_>>, depth: usize) {
    while open.len() > depth.max(1) {
        if let Some(element) = open.pop() {
            add(open, Node::Element(element));
        }
    }
}

fn add_text<'h>(open: &mut [Element<'h>], text: &'h str) {
    read_text(text, |node| add(open, node));
}

/// Reads text with its escapes.
fn read_text<'h>(text: &'h str, mut found: impl FnMut(Node<'h>)) {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let end = escape.bytes().skip(1).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count() + 1;
        let name = escape.get(1..end).unwrap_or_default();
        if escape.as_bytes().get(end) != Some(&b';') || name.is_empty() {
            plain.push('&');
            rest = escape.get(1..).unwrap_or_default();
            continue;
        }
        rest = escape.get(end + 1..).unwrap_or_default();
        match character(name) {
            Some(c) => plain.push(c),
            None if name.contains('#') => plain.push_str(escape.get(..=end).unwrap_or_default()),
            None => {
                if !plain.is_empty() {
                    found(Node::Text(std::mem::take(&mut plain)));
                }
                found(Node::Character(name));
            }
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        found(Node::Text(plain));
    }
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}
