//! An article whose structured data lacks what search engines recommend.

use serde_json::Value;

use super::structured_data::{is_a, nodes, values};
use crate::diagnostics::Code;
use crate::lint::page::PageSubject;
use crate::lint::{Looks, Rule, Wrong};

/// The rule.
pub const RULE: Rule = Rule { code: Code::IncompleteStructuredData, looks: Looks::Page(look) };

/// What Google recommends for an article ("Article (Article, NewsArticle, BlogPosting) structured data"; nothing is
/// required there), and what of an article gives it.
const RECOMMENDED: [(&str, &str); 4] = [
    ("headline", "give the article a `title`"),
    ("image", "give the article a lead image: `image: photo.jpg`"),
    ("datePublished", "say when it was published: `published: 2026-01-15`"),
    ("author", "say who wrote it: `authors: [name]`"),
];

fn look(page: &PageSubject<'_>, found: &mut Vec<Wrong>) {
    for graph in page.graphs.iter().flatten() {
        let nodes = nodes(graph);
        for article in nodes.iter().filter(|node| is_a(node, "Article")) {
            for (property, help) in RECOMMENDED {
                if article.get(property).is_none_or(is_empty) {
                    let message = format!("the article's structured data has no `{property}`");
                    found.push(Wrong::new(Code::IncompleteStructuredData, message).help(help));
                }
            }
            for author in values(article, "author", &nodes) {
                let name = author.get("name").and_then(Value::as_str);
                let Some(name) = name.filter(|name| !name.is_empty()) else {
                    let message = "an author in the article's structured data has no `name`";
                    found.push(Wrong::new(Code::IncompleteStructuredData, message).help("say who it is"));
                    continue;
                };
                if ["url", "sameAs"].iter().all(|property| author.get(*property).is_none_or(is_empty)) {
                    let message = format!("nothing in the structured data tells who the author `{name}` is");
                    found.push(
                        Wrong::new(Code::IncompleteStructuredData, message)
                            .help("give them a page, a file in `content/people/`, or addresses elsewhere: `same_as`"),
                    );
                }
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(all) => all.is_empty(),
        _ => false,
    }
}
