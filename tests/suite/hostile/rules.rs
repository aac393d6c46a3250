//! What holds of every output and of everything that is printed, whatever came in.

use std::path::Path;

use scraper::Html;

use super::place::{OUTSIDE, Things, holds};

/// What an author of a hostile text would like to have run.
pub const SCRIPT: &str = "XSS-CANARY";

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["href", "src", "action", "formaction", "data", "poster", "cite", "background", "content"];

/// Whether what was printed acts on a terminal.
pub fn faults_of_text(said: &[u8]) -> Vec<String> {
    let mut faults = Vec::new();
    if holds(said, OUTSIDE.as_bytes()) {
        faults.push("it printed what lies outside".to_owned());
    }
    let text = String::from_utf8_lossy(said);
    if let Some(c) = text.chars().find(|c| c.is_control() && *c != '\n') {
        faults.push(format!("it printed {c:?}"));
    }
    faults
}

/// What is wrong with the files of an output.
pub fn faults_of_output(output: &Things) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, thing) in output.iter().filter(|(_, thing)| thing.is_file()) {
        let name = String::from_utf8_lossy(path);
        if holds(thing.bytes(), OUTSIDE.as_bytes()) || holds(path, OUTSIDE.as_bytes()) {
            faults.push(format!("{name} holds what lies outside"));
        }
        let Ok(text) = std::str::from_utf8(thing.bytes()) else { continue };
        let extension = Path::new(name.as_ref()).extension().and_then(|extension| extension.to_str());
        let found = match extension {
            Some("html") => faults_of_page(text),
            Some("xml") if !name.contains("static") => faults_of_xml(text),
            Some("json" | "webmanifest") => serde_json::from_str::<serde_json::Value>(text)
                .err()
                .map(|cause| cause.to_string())
                .into_iter()
                .collect(),
            _ => Vec::new(),
        };
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    faults
}

/// What runs on a page although it is a text, and what is no JSON although it says so.
pub fn faults_of_page(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut faults = Vec::new();
    for node in page.tree.nodes() {
        let Some(element) = node.value().as_element() else { continue };
        let text: String = node.children().filter_map(|child| Some(child.value().as_text()?.to_string())).collect();
        if element.name() == "script" {
            let is_data = element.attr("type").is_some_and(|kind| kind.contains("json"));
            if is_data {
                if let Err(cause) = serde_json::from_str::<serde_json::Value>(&text) {
                    faults.push(format!("a block of JSON is none: {cause}"));
                }
            } else if text.contains(SCRIPT) || element.attr("src").is_some_and(|src| src.contains(SCRIPT)) {
                faults.push("a script holds the canary".to_owned());
            }
        }
        for (name, value) in element.attrs() {
            if name.starts_with("on") && value.contains(SCRIPT) {
                faults.push(format!("`{name}` of <{}> holds the canary", element.name()));
            }
            if ADDRESSES.contains(&name) && is_dangerous(value) {
                faults.push(format!("`{name}` of <{}> is dangerous: {value:.80}", element.name()));
            }
            if name == "srcdoc" && value.contains(SCRIPT) {
                faults.push("a document in an attribute holds the canary".to_owned());
            }
        }
    }
    faults
}

/// Whether a browser that follows an address runs what it says.
pub fn is_dangerous(address: &str) -> bool {
    // As browsers read addresses: control characters and spaces in front and line ends anywhere do not count.
    let address: String = address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let address = address.trim_start_matches(|c: char| c <= ' ').to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:text/html", "data:image/svg"].iter().any(|scheme| address.starts_with(scheme))
}

/// What is wrong with a feed or a sitemap as XML 1.0.
pub fn faults_of_xml(text: &str) -> Vec<String> {
    let is_allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let mut faults: Vec<String> =
        text.chars().find(|c| !is_allowed(*c)).map(|c| format!("{c:?} is no character of XML")).into_iter().collect();
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return faults,
            Ok(_) => {}
            Err(cause) => {
                faults.push(format!("it is no XML: {cause}"));
                return faults;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_told_from_what_is_a_text() {
        for page in [
            "<script>XSS-CANARY</script>",
            "<img src=x onerror=XSS-CANARY>",
            "<a href=' java\nscript:x'>x</a>",
            "<a href='DATA:text/html,x'>x</a>",
            "<script type='application/ld+json'>{</script>",
        ] {
            assert_eq!(faults_of_page(page).len(), 1, "{page}");
        }
        for page in [
            "<p>&lt;script>XSS-CANARY</p>",
            "<script>let a;</script>",
            "<p title='onerror=XSS-CANARY'>x</p>",
            "<a href='/javascript:x'>x</a>",
            "<script type='application/ld+json'>{\"a\": \"XSS-CANARY\"}</script>",
        ] {
            assert!(faults_of_page(page).is_empty(), "{page}");
        }
    }
}
