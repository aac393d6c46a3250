//! What stands within a line.

use super::Converter;
use super::text::{escaped, fold, keep_breaks, plain_line};
use crate::import::body::as_code;
use crate::import::embeds;
use crate::import::wordpress::html::{Element, Node};

/// Elements that stand within a line.
pub(super) const INLINE: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "b",
    "bdo",
    "big",
    "br",
    "cite",
    "code",
    "del",
    "em",
    "font",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "x-shortcode",
];

impl Converter<'_> {
    pub(super) fn inline_of<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>) -> String {
        let mut out = String::new();
        for node in nodes {
            match node {
                Node::Text(text, _) => {
                    let text = if self.classic { keep_breaks(text) } else { fold(text) };
                    let text = if out.is_empty() || out.ends_with([' ', '\n']) {
                        text.trim_start_matches(' ').to_owned()
                    } else {
                        text
                    };
                    out.push_str(&escaped(&text));
                }
                Node::Comment(..) => {}
                Node::Element(element) => self.inline(element, &mut out),
            }
        }
        out
    }

    pub(super) fn inline(&mut self, element: &Element, out: &mut String) {
        let wrap = |inner: &str, mark: &str, out: &mut String, tag: &str| {
            let text = inner.trim();
            if text.is_empty() {
                out.push_str(inner);
                return;
            }
            let lead = &inner[..inner.len() - inner.trim_start().len()];
            let trail = &inner[inner.trim_end().len()..];
            // A sign beside a letter would not be taken for the mark that it is.
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
            let stuck =
                (lead.is_empty() && letter(out.chars().next_back())) && (sign(text.chars().next()) || mark == "*");
            out.push_str(lead);
            if stuck || sign(text.chars().next_back()) && trail.is_empty() {
                out.push_str(&format!("<{tag}>{text}</{tag}>"));
            } else {
                out.push_str(&format!("{mark}{text}{mark}"));
            }
            out.push_str(trail);
        };
        let name = element.name.as_str();
        match name {
            "br" => {
                let end = out.trim_end_matches(' ').len();
                out.truncate(end);
                out.push_str(if self.classic { "\n" } else { "\\\n" });
            }
            "strong" | "b" => {
                let inner = self.inline_of(element.children.iter());
                wrap(&inner, "**", out, "strong");
            }
            "em" | "i" => {
                let inner = self.inline_of(element.children.iter());
                wrap(&inner, "*", out, "em");
            }
            "del" | "s" | "strike" => {
                let inner = self.inline_of(element.children.iter());
                wrap(&inner, "~~", out, "del");
            }
            "code" | "tt" | "samp" => {
                let text = fold(&element.text());
                if !text.trim().is_empty() {
                    out.push_str(&as_code(&text));
                }
            }
            "img" => out.push_str(&self.picture(element, "")),
            "a" => {
                let inner = self.inline_of(element.children.iter());
                match element.get("href").map(str::trim).filter(|href| !href.is_empty()) {
                    Some(href) if !inner.trim().is_empty() => {
                        let lead = if inner.starts_with(' ') { " " } else { "" };
                        let trail = if inner.ends_with(' ') { " " } else { "" };
                        let title = element.get("title").filter(|title| !title.is_empty() && *title != inner.trim());
                        let title = title.map_or(String::new(), |title| {
                            format!(" \"{}\"", plain_line(title).replace('\\', "\\\\").replace('"', "\\\""))
                        });
                        out.push_str(&format!(
                            "{lead}[{}]({}{title}){trail}",
                            inner.trim(),
                            embeds::destination(&(self.media)(href))
                        ));
                    }
                    _ => {
                        let id = element
                            .get("id")
                            .or_else(|| element.get("name"))
                            .filter(|id| !id.is_empty() && !id.contains('"'));
                        let anchor = id.filter(|_| element.get("href").is_none());
                        out.push_str(&anchor.map_or(String::new(), |id| format!("<a id=\"{id}\"></a>")));
                        out.push_str(&inner);
                    }
                }
            }
            "sup" if self.mark(element).is_some() => out.extend(self.mark(element)),
            "sub" | "sup" | "u" | "small" | "ins" | "kbd" | "mark" | "q" | "abbr" | "cite" | "var" | "bdo" | "big" => {
                let inner = self.inline_of(element.children.iter());
                let title = element
                    .get("title")
                    .filter(|title| !title.contains('"'))
                    .map_or(String::new(), |title| format!(" title=\"{title}\""));
                if !inner.trim().is_empty() {
                    out.push_str(&format!("<{name}{title}>{inner}</{name}>"));
                }
            }
            "wbr" => {}
            "x-shortcode" => out.push_str(&as_code(&element.text())),
            name if INLINE.contains(&name) => {
                let inner = self.inline_of(element.children.iter());
                out.push_str(&inner);
            }
            _ => {
                // A block within a line, such as a paragraph in a cell.
                let mut blocks = Vec::new();
                self.block(element, &mut blocks);
                let text = blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
                out.push_str(&text.replace('\n', " "));
            }
        }
    }
}
