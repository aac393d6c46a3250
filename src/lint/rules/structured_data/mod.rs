//! What a page says to machines, held against what it says to people.

mod vocabulary;

use serde_json::Value;

use crate::diagnostics::Code;
use crate::lint::page::PageSubject;
use crate::lint::{Looks, Rule, Wrong};

/// The rule.
pub const RULE: Rule = Rule { code: Code::StructuredData, looks: Looks::Page(look) };

fn look(page: &PageSubject<'_>, found: &mut Vec<Wrong>) {
    let mut shown = None;
    for graph in &page.graphs {
        let graph = match graph {
            Ok(graph) => graph,
            Err(fault) => {
                found.push(
                    Wrong::new(Code::StructuredData, format!("a block of JSON-LD is no JSON: {fault}"))
                        .help("print it as it comes: `{{ meta.structured_data }}`"),
                );
                continue;
            }
        };
        if !says_vocabulary(graph) {
            found.push(
                Wrong::new(Code::StructuredData, "a block of JSON-LD does not name the vocabulary of schema.org")
                    .help("begin it with `\"@context\": \"https://schema.org\"`"),
            );
            continue;
        }
        for vocabulary::Slip { what, word, meant } in vocabulary::slips(graph) {
            let message = format!("schema.org has no {what} `{word}`");
            let wrong = Wrong::new(Code::StructuredData, message).help(format!("write `{meant}`"));
            found.push(wrong.text(format!("\"{word}\"")));
        }
        let nodes = nodes(graph);
        for node in nodes.iter().filter(|node| node.get("@type").is_none() && node.get("@id").is_none()) {
            let names: Vec<&str> = node.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
            let message = format!("a node of the JSON-LD has no `@type`: it has `{}`", names.join("`, `"));
            found.push(
                Wrong::new(Code::StructuredData, message)
                    .help("say what it describes, such as `\"@type\": \"Article\"`"),
            );
        }
        let marked: Vec<(String, &str)> = nodes.iter().flat_map(|node| marked_up(node, &nodes)).collect();
        if marked.is_empty() {
            continue;
        }
        let shown = shown.get_or_insert_with(|| letters(&body(page)));
        for (what, text) in marked {
            if !is_shown(text, shown) {
                let mut beginning: String = text.chars().take(60).collect();
                if beginning.len() < text.len() {
                    beginning.push('…');
                }
                found.push(
                    Wrong::new(
                        Code::StructuredData,
                        format!("the {what} `{beginning}` is marked up and not on the page"),
                    )
                    .help("show it to readers too, or take it out: search engines punish what only they are told"),
                );
            }
        }
    }
}

/// The nodes of a graph that are not within others.
pub(super) fn nodes(graph: &Value) -> Vec<&Value> {
    match graph {
        Value::Array(all) => all.iter().flat_map(nodes).collect(),
        Value::Object(node) => match node.get("@graph") {
            Some(graph) => nodes(graph),
            None => vec![graph],
        },
        _ => Vec::new(),
    }
}

/// The nodes that a property has, looked up where it only names them.
pub(super) fn values<'v>(node: &'v Value, property: &str, all: &[&'v Value]) -> Vec<&'v Value> {
    let named = |value: &'v Value| {
        let id = value.get("@id")?;
        all.iter().copied().find(|node| node.get("@id") == Some(id))
    };
    let written = match node.get(property) {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    written.into_iter().map(|value| named(value).unwrap_or(value)).collect()
}

/// Whether a node is of a type whose name ends in this.
pub(super) fn is_a(node: &Value, name: &str) -> bool {
    let ends = |value: &Value| value.as_str().is_some_and(|kind| kind.ends_with(name));
    node.get("@type").is_some_and(|kinds| ends(kinds) || kinds.as_array().is_some_and(|all| all.iter().any(ends)))
}

fn says_vocabulary(graph: &Value) -> bool {
    let is_it = |node: &Value| {
        let context = node.get("@context").map(Value::to_string).unwrap_or_default();
        context.contains("://schema.org")
    };
    graph.as_array().map_or_else(|| is_it(graph), |all| all.iter().all(is_it))
}

/// What readers must be shown of a node: what it is, and the text.
fn marked_up<'v>(node: &'v Value, all: &[&'v Value]) -> Vec<(String, &'v str)> {
    let mut marked = Vec::new();
    let mut add = |what: &str, node: &'v Value, property: &str| {
        marked.extend(node.get(property).and_then(Value::as_str).map(|text| (what.to_owned(), text)));
    };
    if is_a(node, "Article") {
        add("headline", node, "headline");
        for author in values(node, "author", all) {
            add("author", author, "name");
        }
    }
    if is_a(node, "FAQPage") {
        for question in values(node, "mainEntity", all) {
            add("question", question, "name");
            for answer in values(question, "acceptedAnswer", all) {
                add("answer", answer, "text");
            }
        }
    }
    if is_a(node, "ProfilePage") {
        for person in values(node, "mainEntity", all) {
            add("name", person, "name");
        }
    }
    marked
}

fn body(page: &PageSubject<'_>) -> String {
    let body = page.document.elements().find(|(_, element)| element.name == "body");
    // Whoever leaves out the tags of the body has all of it behind the head.
    let body = body.or_else(|| page.document.elements().find(|(_, element)| element.name == "html"));
    body.map(|(id, _)| page.document.text(id)).unwrap_or_default()
}

/// The letters of a text: numbers at citations, typographic marks and blanks may differ.
fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, after) = rest.split_at(at);
        add_plain(plain, &mut letters);
        let mut after = after.chars();
        let other = after.next().filter(|c| c.is_alphabetic());
        letters.extend(other.into_iter().flat_map(char::to_lowercase));
        rest = after.as_str();
    }
    add_plain(rest, &mut letters);
    letters
}

/// Adds the letters of a plain text. Whether the next byte is one cannot be foreseen, so each is written, and overwritten if
/// it is none.
fn add_plain(text: &str, letters: &mut String) {
    let mut plain = vec![0; text.len()];
    let mut filled = 0;
    for byte in text.bytes() {
        let small = SMALL.get(usize::from(byte)).copied().unwrap_or_default();
        if let Some(slot) = plain.get_mut(filled) {
            *slot = small;
        }
        filled += usize::from(small != 0);
    }
    plain.truncate(filled);
    letters.push_str(std::str::from_utf8(&plain).unwrap_or_default());
}

/// Of each plain letter the small one, 0 for all else.
const SMALL: [u8; 128] = {
    let mut small = [0; 128];
    let mut letter = b'a';
    while letter <= b'z' {
        small[letter as usize] = letter;
        small[letter.to_ascii_uppercase() as usize] = letter;
        letter += 1;
    }
    small
};

/// Whether a text is among what is shown, or half of a long one is: what stands within it, such as the words of a
/// citation, may be other than there.
fn is_shown(text: &str, shown: &str) -> bool {
    const LONG: usize = 8;
    // Answers are long, and pages longer.
    let has = |letters: &str| memchr::memmem::find(shown.as_bytes(), letters.as_bytes()).is_some();
    if has(&letters(text)) {
        return true;
    }
    let words: Vec<String> = text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    let parts: Vec<String> = words.chunks(4).map(<[String]>::concat).collect();
    words.len() >= LONG && parts.iter().filter(|part| has(part)).count() * 2 >= parts.len()
}

#[cfg(test)]
mod tests {
    use super::{is_shown, letters};

    #[test]
    fn a_text_is_on_a_page_whatever_its_marks_and_citations_are() {
        let shown = letters("Low water. “Twice a day 1 the water, as one [Smith 2020] says, leaves and comes back.”");
        assert!(is_shown("\"Twice a day the water", &shown));
        assert!(is_shown("Twice a day the water, as one says, leaves and comes back.", &shown));
        assert!(!is_shown("Once a day", &shown));
        assert!(!is_shown("Nobody has ever seen the water leave and come back at noon.", &shown));
    }
}
