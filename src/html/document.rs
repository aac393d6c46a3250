//! A page of HTML as the elements and texts that it has, in the order of the page.
//!
//! It is read as it is written: what a browser adds, such as a `tbody` or the end of a `p`, is not added. Who asks where an
//! element ends gets the end of the last tag that can be its.

use std::borrow::Cow;

use super::tag::{Tags, is_void};

/// A page, read.
pub struct Document<'h> {
    /// As it is written.
    pub html: &'h str,
    nodes: Vec<Node<'h>>,
}

/// What a page consists of.
enum Node<'h> {
    Element(Element<'h>),
    /// As it is written.
    Text(&'h str),
}

/// Which element of a document.
pub type ElementId = usize;

/// An element.
pub struct Element<'h> {
    /// In lower case.
    pub name: Cow<'h, str>,
    /// The tag that begins it, as it is written.
    pub markup: &'h str,
    /// Where that tag begins, in bytes.
    pub at: usize,
    /// The element around it.
    pub parent: Option<ElementId>,
    attributes: Vec<(&'h str, Option<&'h str>)>,
    /// The first node behind its content.
    end: usize,
}

impl<'h> Element<'h> {
    /// The value of an attribute, which is empty if it has none; `None` if the element lacks the attribute.
    pub fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.map_or(Cow::Borrowed(""), unescape))
    }

    /// Whether an attribute says something.
    pub fn says(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| !value.trim().is_empty())
    }
}

impl<'h> Document<'h> {
    /// Reads a page; there is no text that is none.
    pub fn read(html: &'h str) -> Document<'h> {
        let mut nodes: Vec<Node<'h>> = Vec::new();
        let mut open: Vec<ElementId> = Vec::new();
        let (mut at, mut text) = (0, 0);
        let mut tags = Tags::new(html);
        while let Some(next) = html[at..].find('<') {
            let start = at + next;
            let markup = &html[start..];
            let skipped = if let Some(comment) = markup.strip_prefix("<!--") {
                Some(4 + comment.find("-->").map_or(comment.len(), |end| end + 3))
            } else if markup.starts_with("<!") || markup.starts_with("<?") {
                Some(markup.find('>').map_or(markup.len(), |end| end + 1))
            } else {
                None
            };
            let tag = if skipped.is_none() { tags.read(markup) } else { None };
            let Some(length) = skipped.or(tag.as_ref().map(|tag| tag.length)) else {
                at = start + 1;
                continue;
            };
            push_text(&mut nodes, &html[text..start]);
            at = start + length;
            text = at;
            let Some(tag) = tag else { continue };
            let name = lower(tag.name);
            if tag.is_end {
                if let Some(depth) = open.iter().rposition(|id| is_called(&nodes, *id, &name)) {
                    close(&mut nodes, open.drain(depth..));
                }
                continue;
            }
            let is_raw = is_raw(&name) && !tag.is_closed;
            let is_empty = tag.is_closed || is_void(&name);
            let parent = open.last().copied();
            let (id, end) = (nodes.len(), nodes.len() + 1);
            let (markup, attributes) = (&html[start..at], tag.attributes);
            nodes.push(Node::Element(Element { name, markup, at: start, parent, attributes, end }));
            if is_raw {
                let length = raw_length(&html[at..], tag.name);
                push_text(&mut nodes, &html[at..at + length]);
                at += length;
                text = at;
                let end = nodes.len();
                if let Some(Node::Element(element)) = nodes.get_mut(id) {
                    element.end = end;
                }
            } else if !is_empty {
                open.push(id);
            }
        }
        push_text(&mut nodes, &html[text..]);
        close(&mut nodes, open.into_iter());
        Document { html, nodes }
    }

    /// Every element, in the order of the page.
    pub fn elements(&self) -> impl Iterator<Item = (ElementId, &Element<'h>)> {
        self.nodes.iter().enumerate().filter_map(|(id, node)| match node {
            Node::Element(element) => Some((id, element)),
            Node::Text(_) => None,
        })
    }

    /// An element.
    pub fn element(&self, id: ElementId) -> Option<&Element<'h>> {
        match self.nodes.get(id) {
            Some(Node::Element(element)) => Some(element),
            _ => None,
        }
    }

    /// The elements around one, from the inside out.
    pub fn around(&self, id: ElementId) -> impl Iterator<Item = &Element<'h>> {
        let above = move |id: &ElementId| self.element(*id).and_then(|element| element.parent);
        std::iter::successors(above(&id), above).filter_map(|id| self.element(id))
    }

    /// The elements within one, in the order of the page.
    pub fn within(&self, id: ElementId) -> impl Iterator<Item = (ElementId, &Element<'h>)> {
        let end = self.element(id).map_or(id, |element| element.end);
        (id + 1..end).filter_map(|id| Some((id, self.element(id)?)))
    }

    /// What an element says, without its tags; scripts and styles say nothing to a reader.
    pub fn text(&self, id: ElementId) -> String {
        let end = self.element(id).map_or(id, |element| element.end);
        let mut text = String::new();
        let mut at = id + 1;
        while at < end {
            match self.nodes.get(at) {
                Some(Node::Element(element)) if matches!(&*element.name, "script" | "style" | "template") => {
                    at = element.end.max(at + 1);
                    continue;
                }
                // Cells and points may stand side by side without a blank.
                Some(Node::Element(element)) if matches!(&*element.name, "td" | "th" | "li") => text.push(' '),
                Some(Node::Text(part)) => text.push_str(&unescape(part)),
                _ => {}
            }
            at += 1;
        }
        text
    }

    /// What stands between the tags of an element without HTML, such as a `script`.
    pub fn raw(&self, id: ElementId) -> &'h str {
        match self.nodes.get(id + 1) {
            Some(Node::Text(text)) if self.element(id).is_some_and(|element| element.end > id + 1) => text,
            _ => "",
        }
    }
}

fn push_text<'h>(nodes: &mut Vec<Node<'h>>, text: &'h str) {
    if !text.is_empty() {
        nodes.push(Node::Text(text));
    }
}

/// Whether the content of an element is no HTML.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes")
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

fn is_called(nodes: &[Node<'_>], id: ElementId, name: &str) -> bool {
    matches!(nodes.get(id), Some(Node::Element(element)) if element.name == name)
}

fn close(nodes: &mut [Node<'_>], ended: impl Iterator<Item = ElementId>) {
    let end = nodes.len();
    for id in ended {
        if let Some(Node::Element(element)) = nodes.get_mut(id) {
            element.end = end;
        }
    }
}

/// How many bytes stand before the tag that ends an element whose content is no HTML.
fn raw_length(content: &str, name: &str) -> usize {
    let is_end = |at: &usize| {
        let named = content.get(at + 2..at + 2 + name.len());
        named.is_some_and(|named| named.eq_ignore_ascii_case(name))
    };
    content.match_indices("</").map(|(at, _)| at).find(is_end).unwrap_or(content.len())
}

/// A text with its character references replaced; those that few pages need stay as they are written.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let reference = after.split_once(';').filter(|(name, _)| name.len() < 10);
        match reference.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
        let plain = rest.find('&').unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    Cow::Owned(out)
}

fn character(reference: &str) -> Option<char> {
    if let Some(number) = reference.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "hellip" => '\u{2026}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Document, unescape};

    #[test]
    fn elements_know_what_is_around_them_and_what_they_say() {
        let page = Document::read(
            "<!doctype html><MAIN id=a><!-- <h1> --><p>One <b>two</b> &amp; <br>three<script>\"</p>\"</script></main>four",
        );
        let names: Vec<&str> = page.elements().map(|(_, element)| &*element.name).collect();
        assert_eq!(names, ["main", "p", "b", "br", "script"]);
        let (main, element) = page.elements().next().expect("an element");
        assert_eq!((element.attribute("ID").as_deref(), element.at), (Some("a"), 15));
        assert_eq!(page.text(main), "One two & three");
        let (script, _) = page.elements().last().expect("an element");
        assert_eq!(page.raw(script), "\"</p>\"");
        assert_eq!(page.around(script).map(|element| &*element.name).collect::<Vec<_>>(), ["p", "main"]);
        assert_eq!(page.within(main).count(), 4);
    }

    #[test]
    fn references_are_replaced_where_they_are_known() {
        assert_eq!(unescape("a &amp; b &#39;&#x2F; &unknown; &"), "a & b '/ &unknown; &");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(html in "(<[/!a-c-]{0,4}|[ =\"'>a-c&;#]|<script>|</script>|<!--|-->|é){0,40}") {
            let page = Document::read(&html);
            for (id, element) in page.elements() {
                prop_assert!(html[element.at..].starts_with(element.markup));
                prop_assert!(page.text(id).len() <= html.len() * 4);
                page.raw(id);
            }
        }
    }
}
