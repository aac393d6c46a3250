//! Lists and quotations.

use super::Converter;
use super::text::{escaped, finish};
use crate::import::wordpress::html::{Element, Node};

impl Converter<'_> {
    pub(super) fn list(&mut self, element: &Element) -> String {
        let first = element.get("start").and_then(|start| start.parse::<u32>().ok()).unwrap_or(1);
        let mut entries: Vec<String> = Vec::new();
        let mut is_loose = false;
        for node in &element.children {
            let entry = match node {
                Node::Element(entry) if entry.name == "li" => self.blocks(&entry.children),
                Node::Element(entry) if matches!(entry.name.as_str(), "ul" | "ol") => {
                    vec![(entry.start, self.list(entry))]
                }
                Node::Element(entry) => {
                    let mut blocks = Vec::new();
                    self.block(entry, &mut blocks);
                    blocks
                }
                Node::Text(text, at) if !text.trim().is_empty() => vec![(*at, finish(&escaped(text)))],
                _ => continue,
            };
            let parts: Vec<String> = entry.into_iter().map(|(_, text)| text).collect();
            let nested = parts.get(1).is_some_and(|part| part.starts_with(['-', '1']) && parts.len() == 2);
            is_loose |= parts.len() > 1 && !nested;
            entries.push(parts.join(if nested { "\n" } else { "\n\n" }));
        }
        let mark = |number: usize| match element.name.as_str() {
            "ol" => format!("{}. ", first as usize + number),
            _ => "- ".to_owned(),
        };
        let items = entries.iter().enumerate().map(|(number, entry)| {
            let mark = mark(number);
            let indent = " ".repeat(mark.len());
            let entry = entry.replace('\n', &format!("\n{indent}")).replace(&format!("\n{indent}\n"), "\n\n");
            format!("{mark}{entry}").trim_end().to_owned()
        });
        items.collect::<Vec<_>>().join(if is_loose { "\n\n" } else { "\n" })
    }

    pub(super) fn quote(&mut self, element: &Element) -> String {
        let (cites, rest): (Vec<&Node>, Vec<&Node>) = element
            .children
            .iter()
            .partition(|node| matches!(node, Node::Element(inner) if matches!(inner.name.as_str(), "cite" | "footer")));
        let rest: Vec<Node> = rest.into_iter().cloned().collect();
        let mut text = self.joined(&rest);
        for cite in cites {
            if let Node::Element(cite) = cite {
                let cite = self.inline_of(cite.children.iter());
                text.push_str(&format!("\n\n— {}", cite.trim()));
            }
        }
        text.trim()
            .lines()
            .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
            .collect::<Vec<_>>()
            .join("\n")
    }
}
