//! What stands in a line: text, and the marks around it. White space is folded, and never stands within a mark.

use super::tree::{Element, Node};

/// A part of a line.
#[derive(Debug)]
pub(super) enum Piece {
    /// Plain text, not escaped yet.
    Text(String),
    /// Markdown as it is to be written.
    Markdown(String),
    Code(String),
    Image {
        alt: String,
        src: String,
    },
    /// The end of a line within a paragraph.
    Break,
    /// A mark begins; the number tells it from others.
    Open(Mark, usize),
    Close(Mark, usize),
    OpenLink,
    /// A link ends, and where it leads.
    CloseLink(String),
}

/// What is put around text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Struck,
}

/// What parts what comes next from what is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Nothing,
    Space,
    Break,
}

/// The line in the making.
pub(super) struct Pieces {
    pub all: Vec<Piece>,
    /// Marks and links that begin with what comes next.
    waiting: Vec<Piece>,
    gap: Gap,
    opened: usize,
    in_link: bool,
}

/// The pieces of what stands in a line; blocks in it are parted by a space.
pub(super) fn read<'n, 'h: 'n>(nodes: impl IntoIterator<Item = &'n Node<'h>>) -> Vec<Piece> {
    let mut pieces = Pieces { all: Vec::new(), waiting: Vec::new(), gap: Gap::Nothing, opened: 0, in_link: false };
    nodes.into_iter().for_each(|node| pieces.node(node));
    pieces.all
}

/// Text without any mark.
pub(super) fn plain(nodes: &[Node<'_>]) -> String {
    let mut text = String::new();
    push_plain(nodes, &mut text);
    text
}

fn push_plain(nodes: &[Node<'_>], into: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => into.push_str(text),
            Node::Character(name) => into.push_str(&format!("&{name};")),
            Node::Element(element) if element.name == "br" => into.push('\n'),
            Node::Element(element) => push_plain(&element.children, into),
        }
    }
}

impl Pieces {
    fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Text(text) => self.text(text),
            Node::Character(name) => self.put(Piece::Markdown(format!("&{name};"))),
            Node::Element(element) => self.element(element),
        }
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let words = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            if words.len() < rest.len() {
                self.gap = self.gap.max(Gap::Space);
            }
            if words.is_empty() {
                return;
            }
            let end = words.find(|c: char| c.is_ascii_whitespace()).unwrap_or(words.len());
            let (word, after) = words.split_at(end);
            self.fill_gap();
            match self.all.last_mut() {
                Some(Piece::Text(before)) => before.push_str(word),
                _ => self.all.push(Piece::Text(word.to_owned())),
            }
            rest = after;
        }
    }

    /// Writes what parts the next piece from the last one, and what begins with it.
    fn fill_gap(&mut self) {
        match std::mem::replace(&mut self.gap, Gap::Nothing) {
            Gap::Space if !self.all.is_empty() => match self.all.last_mut() {
                Some(Piece::Text(before)) => before.push(' '),
                _ => self.all.push(Piece::Text(" ".to_owned())),
            },
            Gap::Break if !self.all.is_empty() => self.all.push(Piece::Break),
            _ => {}
        }
        self.all.append(&mut self.waiting);
    }

    fn put(&mut self, piece: Piece) {
        self.fill_gap();
        match (self.all.last_mut(), piece) {
            // Two runs of code side by side would be read as one with other ends.
            (Some(Piece::Code(before)), Piece::Code(code)) => before.push_str(&code),
            (_, piece) => self.all.push(piece),
        }
    }

    fn all_of(&mut self, nodes: &[Node<'_>]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    fn element(&mut self, element: &Element<'_>) {
        let children = &element.children;
        match element.name.as_str() {
            "br" => self.gap = Gap::Break,
            "hr" => self.gap = self.gap.max(Gap::Space),
            "em" | "i" | "cite" | "dfn" | "var" => self.marked(Mark::Emphasis, children),
            "strong" | "b" => self.marked(Mark::Strong, children),
            "del" | "s" => self.marked(Mark::Struck, children),
            "sup" | "span" if element.has_class("cite") => self.citation(children),
            "sup" | "sub" if !is_reference(children) => self.raised(&element.name, children),
            "code" | "tt" => {
                let code = plain(children).split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                if !code.is_empty() {
                    self.put(Piece::Code(code));
                }
            }
            "img" => self.image(element),
            "input" if element.attribute("type").as_deref() == Some("checkbox") => {
                let is_done = element.attribute("checked").is_some();
                self.put(Piece::Markdown(if is_done { "[x]" } else { "[ ]" }.to_owned()));
                self.gap = Gap::Space;
            }
            "a" if element.has_class("footnote-backref") => {}
            "a" if element.has_class("footnote-ref") => {
                let number = plain(children);
                self.put(Piece::Markdown(format!("[^{}]", number.trim())));
            }
            "a" => self.link(element.attribute("href").filter(|href| !href.is_empty()), children),
            "iframe" | "video" | "audio" | "embed" => {
                let src = element.attribute("src").filter(|src| !src.is_empty());
                let title = element.attribute("title").filter(|title| !title.trim().is_empty());
                let text = title.or_else(|| src.clone()).unwrap_or_default();
                self.link(src, &[Node::Text(text)]);
                self.all_of(children);
            }
            _ if element.is_block => {
                self.gap = self.gap.max(Gap::Space);
                self.all_of(children);
                self.gap = self.gap.max(Gap::Space);
            }
            _ => self.all_of(children),
        }
    }

    fn marked(&mut self, mark: Mark, children: &[Node<'_>]) {
        self.opened += 1;
        let number = self.opened;
        self.waiting.push(Piece::Open(mark, number));
        self.all_of(children);
        self.close(Piece::Close(mark, number));
    }

    /// Ends what has begun, which is left out if there is nothing in it.
    fn close(&mut self, end: Piece) {
        if self.waiting.pop().is_none() {
            self.all.push(end);
        }
    }

    fn link(&mut self, href: Option<String>, children: &[Node<'_>]) {
        let Some(href) = href.filter(|_| !self.in_link) else { return self.all_of(children) };
        if is_plain_address(&href) && plain(children) == href {
            return self.put(Piece::Markdown(format!("<{href}>")));
        }
        self.waiting.push(Piece::OpenLink);
        self.in_link = true;
        self.all_of(children);
        self.in_link = false;
        self.close(Piece::CloseLink(href));
    }

    /// A citation keeps its text alone: `[1]`.
    fn citation(&mut self, children: &[Node<'_>]) {
        let text = plain(children).split_whitespace().collect::<Vec<_>>().join(" ");
        let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        match inside.filter(|inside| !self.in_link && inside.starts_with(|c: char| c.is_ascii_digit())) {
            Some(inside) => {
                self.put(Piece::Markdown("[".to_owned()));
                self.text(inside);
                self.put(Piece::Markdown("]".to_owned()));
            }
            None => self.text(&text),
        }
    }

    fn raised(&mut self, name: &str, children: &[Node<'_>]) {
        self.put(Piece::Markdown(format!("<{name}>")));
        self.all_of(children);
        self.put(Piece::Markdown(format!("</{name}>")));
    }

    fn image(&mut self, element: &Element<'_>) {
        let alt = element.attribute("alt").unwrap_or_default();
        let alt = alt.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        match element.attribute("src").filter(|src| !src.is_empty()) {
            Some(src) => self.put(Piece::Image { alt, src }),
            None => self.text(&alt),
        }
    }
}

/// Whether an address may stand for itself between `<` and `>`.
fn is_plain_address(address: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:?#@!$'*+,;=%".contains(c);
    (address.starts_with("https://") || address.starts_with("http://")) && address.chars().all(is_plain)
}

/// Whether all that is raised is the number of a footnote.
fn is_reference(children: &[Node<'_>]) -> bool {
    matches!(children, [Node::Element(element)] if element.has_class("footnote-ref"))
}
