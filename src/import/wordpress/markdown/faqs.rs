//! Questions of plugins for search engines.

use super::Converter;
use crate::import::value::Value;
use crate::import::wordpress::html::{Element, Node};

impl Converter<'_> {
    /// Whether an element is a question of a plugin for search engines.
    pub(super) fn is_faq(&self, element: &Element) -> bool {
        element.has_class("schema-faq-section") || element.has_class("rank-math-list-item")
    }

    pub(super) fn faq(&mut self, element: &Element) {
        let question = element.elements().find(|inner| {
            inner.has_class("schema-faq-question")
                || inner.has_class("rank-math-question")
                || matches!(inner.name.as_str(), "strong" | "h3")
        });
        let Some(question) = question else { return };
        let rest: Vec<Node> = element
            .children
            .iter()
            .filter(|node| !matches!(node, Node::Element(inner) if inner == question))
            .cloned()
            .collect();
        let text = self.inline_of(question.children.iter()).replace("\\\n", " ").replace('\n', " ").trim().to_owned();
        let answer = self.joined(&rest);
        if !text.is_empty() && !answer.trim().is_empty() {
            let entry = vec![("question".to_owned(), Value::Text(text)), ("answer".to_owned(), Value::Text(answer))];
            self.faqs.push(Value::Map(entry));
        }
    }
}
