//! HTML as people and plugins write it → a tree. Nothing is refused: what is never closed ends with what it stands in.

use std::borrow::Cow;

/// A node of the tree, with where it begins in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text, without escapes.
    Text(String, usize),
    /// An element.
    Element(Element),
    /// A comment, without its marks.
    Comment(String, usize),
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, lower case.
    pub name: String,
    /// Its attributes, without escapes.
    pub attributes: Vec<(String, String)>,
    /// What stands in it.
    pub children: Vec<Node>,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Element {
    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether it has a class.
    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_whitespace().any(|one| one == class))
    }

    /// The first element of a name in it, at whatever depth.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.children.iter().find_map(|node| match node {
            Node::Element(element) if element.name == name => Some(element),
            Node::Element(element) => element.find(name),
            _ => None,
        })
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// Its text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        gather(&self.children, &mut text);
        text
    }
}

fn gather(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(part, _) => text.push_str(part),
            Node::Element(element) if element.name == "br" => text.push('\n'),
            Node::Element(element) => gather(&element.children, text),
            Node::Comment(..) => {}
        }
    }
}

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
const RAW: &[&str] = &["script", "style", "textarea", "title"];
/// Elements that end an open paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
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
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// How deep elements may be nested; deeper ones stand beside each other.
const DEPTH: usize = 100;

/// Reads HTML.
pub fn parse(html: &str) -> Vec<Node> {
    let mut open: Vec<Element> = vec![Element::default()];
    let mut at = 0;
    while at < html.len() {
        let Some(next) = html[at..].find('<').map(|next| at + next) else {
            text(html, at, html.len(), &mut open);
            break;
        };
        text(html, at, next, &mut open);
        let rest = &html[next..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let length = comment.find("-->");
            let inner = &comment[..length.unwrap_or(comment.len())];
            push(Node::Comment(inner.to_owned(), next), &mut open);
            at = next + 4 + length.map_or(comment.len(), |length| length + 3);
        } else if let Some((element, end, is_closed)) = tag(rest, next) {
            at = end;
            let name = element.name.clone();
            if element.end == usize::MAX {
                close(&name, next, end, &mut open);
                continue;
            }
            imply(&name, next, &mut open);
            if RAW.contains(&name.as_str()) && !is_closed {
                let lower = html[end..].to_ascii_lowercase();
                let length = lower.find(&format!("</{name}")).unwrap_or(lower.len());
                let stop = html[end + length..].find('>').map_or(html.len(), |stop| end + length + stop + 1);
                let children = vec![Node::Text(html[end..end + length].to_owned(), end)];
                push(Node::Element(Element { children, end: stop, ..element }), &mut open);
                at = stop;
            } else if is_closed || VOID.contains(&name.as_str()) || open.len() > DEPTH {
                push(Node::Element(Element { end, ..element }), &mut open);
            } else {
                open.push(element);
            }
        } else {
            text(html, next, next + 1, &mut open);
            at = next + 1;
        }
    }
    while open.len() > 1 {
        pop(html.len(), &mut open);
    }
    open.pop().map(|root| root.children).unwrap_or_default()
}

fn text(html: &str, from: usize, to: usize, open: &mut [Element]) {
    if from < to {
        push(Node::Text(decoded(&html[from..to]).into_owned(), from), open);
    }
}

fn push(node: Node, open: &mut [Element]) {
    if let Some(element) = open.last_mut() {
        element.children.push(node);
    }
}

fn pop(end: usize, open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(mut element) = open.pop()
    {
        element.end = end;
        push(Node::Element(element), open);
    }
}

/// Ends the element of a name, and what is open in it; an end without a beginning is nothing.
fn close(name: &str, start: usize, end: usize, open: &mut Vec<Element>) {
    let Some(position) = open.iter().rposition(|element| element.name == name).filter(|position| *position > 0) else {
        return;
    };
    while open.len() > position + 1 {
        pop(start, open);
    }
    pop(end, open);
}

/// Ends what the beginning of an element ends: a paragraph before a block, an entry before the next.
fn imply(name: &str, at: usize, open: &mut Vec<Element>) {
    let ends: (&[&str], &[&str]) = match name {
        "li" => (&["li"], &["ul", "ol"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "tr" => (&["tr", "td", "th"], &["table"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        name if BLOCKS.contains(&name) => {
            (&["p"], &["td", "th", "li", "blockquote", "div", "figure", "details", "section"])
        }
        _ => return,
    };
    let found = open
        .iter()
        .rposition(|element| ends.0.contains(&element.name.as_str()) || ends.1.contains(&element.name.as_str()));
    if let Some(position) = found.filter(|position| ends.0.contains(&open[*position].name.as_str())) {
        while open.len() > position {
            pop(at, open);
        }
    }
}

/// The tag that a text begins with, where it ends, and whether it closes itself; the `end` of a closing one is the largest.
fn tag(text: &str, start: usize) -> Option<(Element, usize, bool)> {
    let is_close = text.as_bytes().get(1) == Some(&b'/');
    let from = 1 + usize::from(is_close);
    let length =
        text[from..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':')).count();
    if length == 0 || !text.as_bytes()[from].is_ascii_alphabetic() {
        return None;
    }
    let name = text[from..from + length].to_ascii_lowercase();
    let mut attributes = Vec::new();
    let bytes = text.as_bytes();
    let mut at = from + length;
    let mut is_closed = false;
    loop {
        match *bytes.get(at)? {
            b'>' => break,
            b'/' => {
                is_closed = bytes.get(at + 1) == Some(&b'>');
                at += 1;
            }
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => {
                let length = bytes[at..]
                    .iter()
                    .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/'))
                    .count();
                let key = text.get(at..at + length.max(1))?.to_ascii_lowercase();
                at += length.max(1);
                let gap = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if bytes.get(at + gap) != Some(&b'=') {
                    attributes.push((key, String::new()));
                    continue;
                }
                at += gap + 1;
                at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                let value = match bytes.get(at)? {
                    quote @ (b'"' | b'\'') => {
                        let length = text[at + 1..].find(*quote as char)?;
                        let value = &text[at + 1..at + 1 + length];
                        at += length + 2;
                        value
                    }
                    _ => {
                        let length =
                            bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>').count();
                        let value = text.get(at..at + length)?;
                        at += length;
                        value
                    }
                };
                attributes.push((key, decoded(value).into_owned()));
            }
        }
    }
    let end = start + at + 1;
    let mark = if is_close { usize::MAX } else { end };
    Some((Element { name, attributes, children: Vec::new(), start, end: mark }, end, is_closed))
}

/// A text with its escapes replaced; those that nobody knows stay.
pub fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = rest[1..]
            .find(';')
            .filter(|length| *length <= 10)
            .and_then(|length| Some((entity(&rest[1..1 + length])?, length)));
        match found {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length + 2..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !crate::text::is_control(*c));
    }
    const NAMES: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("copy", '©'),
        ("reg", '®'),
        ("trade", '™'),
        ("deg", '°'),
        ("euro", '€'),
        ("pound", '£'),
        ("times", '×'),
        ("middot", '·'),
        ("bull", '•'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("Auml", 'Ä'),
        ("Ouml", 'Ö'),
        ("Uuml", 'Ü'),
        ("szlig", 'ß'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("agrave", 'à'),
        ("ccedil", 'ç'),
        ("ntilde", 'ñ'),
        ("frac12", '½'),
        ("sect", '§'),
        ("rarr", '→'),
        ("larr", '←'),
        ("shy", '\u{ad}'),
        ("ensp", ' '),
        ("emsp", ' '),
        ("thinsp", '\u{2009}'),
    ];
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_closed_ends_with_what_it_stands_in() {
        let nodes = parse("<ul><li>a<li>b <b>c</ul><p>d<p>e</i> f & g &amp; <3 <br/><a href=x title='y &quot;'>h");
        let names: Vec<(String, String)> = nodes
            .iter()
            .filter_map(|node| match node {
                Node::Element(element) => Some((element.name.clone(), element.text())),
                _ => None,
            })
            .collect();
        let expected = [("ul", "ab c"), ("p", "d"), ("p", "e f & g & <3 \nh")];
        assert_eq!(names, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
        let Node::Element(last) = &nodes[2] else { panic!("a paragraph") };
        assert_eq!(last.find("a").and_then(|link| link.get("title")), Some("y \""));
    }

    #[test]
    fn nothing_makes_it_panic() {
        for html in [
            "<", "</", "<a", "<a b", "<a b=", "<a b='", "<!--", "<script>", "<é>", "&#xD800;", "<a/ >", "<a =>", "</p>",
        ] {
            parse(html);
        }
    }
}
