//! A tree of HTML → Markdown where that says the same, else the HTML as it was.
//!
//! In: nodes of a text. Out: its blocks, each with where it begins, and what was found on the way.
//!
//! 1. This module tells blocks from what stands within a line ([`inline`]), and keeps what Markdown has no words for.
//! 2. [`lists`], [`tables`], [`figures`] and [`faqs`] convert blocks of their kind, [`mod@footnotes`] what stands below them.
//! 3. [`text`] escapes what is a letter and no sign.
//!
//! Invariant: nothing that readers saw is dropped without being found.

mod faqs;
mod figures;
mod footnotes;
mod inline;
mod lists;
mod tables;
mod text;

use super::html::{Element, Node};
use crate::import::body::{as_block, as_code};
use crate::import::embeds;
use crate::import::value::Value;

pub use footnotes::{Footnote, footnotes};
use inline::INLINE;
use text::{finish, plain_line};

/// What is converted.
pub struct Converter<'a> {
    /// The HTML.
    pub html: &'a str,
    /// Whether blank lines part paragraphs, as in texts from before there were blocks.
    pub classic: bool,
    /// What an address of a picture or a file becomes.
    pub media: &'a dyn Fn(&str) -> String,
    /// What was found: a kind, where, and the text.
    pub found: Vec<(String, usize, String)>,
    /// Questions that were found, each with its answer.
    pub faqs: Vec<Value>,
    /// What numbers in the text may lead to.
    pub footnotes: Vec<Footnote>,
}

/// Elements of no meaning of their own around blocks.
const CONTAINERS: &[&str] =
    &["div", "section", "article", "main", "header", "footer", "center", "address", "hgroup", "tbody", "body", "html"];

impl<'a> Converter<'a> {
    /// Of a text without footnotes, in which nothing has been found yet.
    pub fn new(html: &'a str, classic: bool, media: &'a dyn Fn(&str) -> String) -> Converter<'a> {
        Converter { html, classic, media, found: Vec::new(), faqs: Vec::new(), footnotes: Vec::new() }
    }
}

impl Converter<'_> {
    /// The blocks of a text, each with where it begins.
    pub fn blocks(&mut self, nodes: &[Node]) -> Vec<(usize, String)> {
        let mut blocks: Vec<(usize, String)> = Vec::new();
        let mut line: Vec<&Node> = Vec::new();
        for node in nodes {
            let is_inline = match node {
                Node::Text(..) => true,
                Node::Element(element) => INLINE.contains(&element.name.as_str()),
                Node::Comment(..) => false,
            };
            if is_inline {
                line.push(node);
                continue;
            }
            self.paragraphs(&std::mem::take(&mut line), &mut blocks);
            match node {
                Node::Comment(text, at) => self.comment(text, *at, &mut blocks),
                Node::Element(element) => self.block(element, &mut blocks),
                Node::Text(..) => {}
            }
        }
        self.paragraphs(&line, &mut blocks);
        blocks.retain(|(_, text)| !text.trim().is_empty());
        blocks
    }

    fn joined(&mut self, nodes: &[Node]) -> String {
        let blocks = self.blocks(nodes);
        blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n")
    }

    /// Inline nodes as paragraphs: one, or several where blank lines part them.
    fn paragraphs(&mut self, line: &[&Node], blocks: &mut Vec<(usize, String)>) {
        let Some(first) = line.first() else { return };
        let start = match first {
            Node::Text(_, at) | Node::Comment(_, at) => *at,
            Node::Element(element) => element.start,
        };
        let text = self.inline_of(line.iter().copied());
        if !self.classic {
            blocks.push((start, finish(&text)));
            return;
        }
        let mut at = start;
        for part in text.split("\n\n") {
            let skipped =
                self.html[at.min(self.html.len())..].len() - self.html[at.min(self.html.len())..].trim_start().len();
            blocks.push((at + skipped, finish(&part.trim().replace('\n', "\\\n"))));
            let lines = part.matches('\n').count() + 2;
            let rest = &self.html[at.min(self.html.len())..];
            at += rest.match_indices('\n').nth(lines - 1).map_or(rest.len(), |(end, _)| end + 1);
        }
    }

    fn block(&mut self, element: &Element, blocks: &mut Vec<(usize, String)>) {
        let start = element.start;
        let name = element.name.as_str();
        let text = match name {
            "p" => {
                let nodes = self.blocks(&element.children);
                blocks.extend(nodes);
                return;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name[1..].parse::<usize>().unwrap_or(2);
                let text = self.inline_of(element.children.iter()).replace("\\\n", " ").replace('\n', " ");
                let id = element
                    .get("id")
                    .filter(|id| !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')));
                let id = id.map_or(String::new(), |id| format!(" {{#{id}}}"));
                let text = text.trim();
                if text.is_empty() { String::new() } else { format!("{} {text}{id}", "#".repeat(level.max(2))) }
            }
            "ul" | "ol" => self.list(element),
            "blockquote" => self.quote(element),
            "pre" => {
                let code = element.find("code").unwrap_or(element);
                let classes =
                    [element.get("class"), code.get("class")].into_iter().flatten().collect::<Vec<_>>().join(" ");
                let language = classes
                    .split([' ', ';'])
                    .find_map(|class| class.strip_prefix("language-").or(class.strip_prefix("lang-")));
                as_block(&element.text(), language.unwrap_or_default())
            }
            "hr" => "* * *".to_owned(),
            "figure" => self.figure(element),
            "table" => self.table(element),
            "details" => {
                let summary = element.elements().find(|inner| inner.name == "summary");
                let title = summary.map_or_else(|| "Details".to_owned(), |summary| plain_line(&summary.text()));
                let rest: Vec<Node> = element
                    .children
                    .iter()
                    .filter(|node| !matches!(node, Node::Element(inner) if inner.name == "summary"))
                    .cloned()
                    .collect();
                let body = self.joined(&rest);
                let colons = ":".repeat(3 + body.lines().filter(|line| line.starts_with(":::")).count().min(1) * 2);
                format!("{colons}details[{}]\n{body}\n{colons}", title.replace(['[', ']'], " "))
            }
            "dl" => self.definitions(element),
            "iframe" => self.frame(element),
            "x-gallery" => {
                let inner = self.joined(&element.children);
                format!(":::gallery\n\n{inner}\n\n:::")
            }
            "x-link" => {
                let address = element.text();
                embeds::video(&address, None, None).unwrap_or_else(|| format!("<{}>", address.trim()))
            }
            _ if self.is_faq(element) => {
                let is_first = self.faqs.is_empty();
                self.faq(element);
                if is_first && !self.faqs.is_empty() { "::faqs".to_owned() } else { String::new() }
            }
            name if CONTAINERS.contains(&name) => {
                let class = element.get("class").unwrap_or_default();
                if !class.is_empty() && !class.starts_with("wp-") && !class.starts_with("schema-") {
                    let first = class.split_whitespace().next().unwrap_or_default();
                    self.found.push((format!("container {name}.{first}"), start, class.to_owned()));
                }
                let inner = self.blocks(&element.children);
                blocks.extend(inner);
                return;
            }
            name => {
                self.found.push((format!("HTML element {name}"), start, self.written(element).to_owned()));
                self.raw(element)
            }
        };
        blocks.push((start, text));
    }

    /// An element as it was written.
    fn written(&self, element: &Element) -> &str {
        self.html.get(element.start..element.end).unwrap_or_default().trim()
    }

    /// HTML that stays; a blank line would end it for Markdown.
    fn raw(&self, element: &Element) -> String {
        let lines = self.written(element).lines().filter(|line| !line.trim().is_empty());
        let html = lines.map(str::trim_end).collect::<Vec<_>>().join("\n");
        // Only some elements begin a block that goes on to the next blank line.
        format!("<div>\n{html}\n</div>")
    }

    fn comment(&mut self, text: &str, at: usize, blocks: &mut Vec<(usize, String)>) {
        let text = text.trim();
        if text == "more" || text.starts_with("more ") {
            blocks.push((at, "<!-- more -->".to_owned()));
        } else if let Some(block) = text.strip_prefix("wp:").and_then(|block| block.strip_suffix('/')) {
            // Made anew whenever it was shown; nothing of it is in the text.
            let name = block.split_whitespace().next().unwrap_or_default();
            let is_known = name == "footnotes" && !self.footnotes.is_empty();
            if !is_known && !matches!(name, "separator" | "spacer" | "more" | "nextpage") {
                self.found.push((format!("block {name}"), at, text.to_owned()));
                blocks.push((at, as_code(&format!("<!-- wp:{}/-->", block))));
            }
        } else if text == "nextpage" {
            self.found.push(("page break".to_owned(), at, text.to_owned()));
            blocks.push((at, "* * *".to_owned()));
        } else if !text.starts_with("wp:") && !text.starts_with("/wp:") && !text.is_empty() {
            blocks.push((at, format!("<!-- {} -->", text.replace("--", "- -").replace("\n\n", "\n"))));
        }
    }
}

fn all<'e>(element: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for inner in element.elements() {
        if inner.name == name {
            found.push(inner);
        }
        found.extend(all(inner, name));
    }
    found
}
