//! JSON, written straight away as the text of a script element.

use crate::html::{Html, run_without};

/// How long the text of a page usually is, in bytes.
const USUAL: usize = 8 << 10;

/// The graph of a page in the making.
pub(super) struct Graph(String);

/// An object in the making. Its keys are written in the order of their bytes, each once.
pub(super) struct Object<'j> {
    json: &'j mut String,
    last: &'static str,
}

impl Graph {
    /// A graph without nodes.
    pub fn new() -> Graph {
        let mut json = String::with_capacity(USUAL);
        json.push_str("{\"@context\":\"https://schema.org\",\"@graph\":[");
        Graph(json)
    }

    /// Adds a node.
    pub fn node(&mut self, fill: impl FnOnce(&mut Object<'_>)) -> &mut Graph {
        object(self.next(), fill);
        self
    }

    /// Adds a node that was written before.
    pub fn written(&mut self, node: &str) -> &mut Graph {
        self.next().push_str(node);
        self
    }

    /// The text of the script element.
    pub fn finish(self) -> Html {
        let mut json = self.0;
        json.push_str("]}");
        Html(json)
    }

    fn next(&mut self) -> &mut String {
        if !self.0.ends_with('[') {
            self.0.push(',');
        }
        &mut self.0
    }
}

impl Object<'_> {
    /// A string.
    pub fn text(&mut self, key: &'static str, value: &str) -> &mut Self {
        string(value, self.key(key));
        self
    }

    /// The type; a name, in which nothing is escaped.
    pub fn kind(&mut self, name: &'static str) -> &mut Self {
        let json = self.key("@type");
        json.push('"');
        json.push_str(name);
        json.push('"');
        self
    }

    /// A whole number.
    pub fn number(&mut self, key: &'static str, number: impl std::fmt::Display) -> &mut Self {
        self.key(key).push_str(&number.to_string());
        self
    }

    /// An object.
    pub fn object(&mut self, key: &'static str, fill: impl FnOnce(&mut Object<'_>)) -> &mut Self {
        object(self.key(key), fill);
        self
    }

    /// The name of a node.
    pub fn refer(&mut self, key: &'static str, id: &str) -> &mut Self {
        self.object(key, |node| {
            node.text("@id", id);
        })
    }

    /// A list of strings; nothing for none.
    pub fn texts<T: AsRef<str>>(&mut self, key: &'static str, values: impl IntoIterator<Item = T>) -> &mut Self {
        self.list(key, values, |value, json| string(value.as_ref(), json))
    }

    /// A list of objects; nothing for none.
    pub fn objects<T>(
        &mut self,
        key: &'static str,
        values: impl IntoIterator<Item = T>,
        fill: impl Fn(&mut Object<'_>, T),
    ) -> &mut Self {
        self.list(key, values, |value, json| object(json, |node| fill(node, value)))
    }

    /// A list of names of nodes; nothing for none.
    pub fn refer_all<T: AsRef<str>>(&mut self, key: &'static str, ids: &[T]) -> &mut Self {
        self.objects(key, ids, |node, id| {
            node.text("@id", id.as_ref());
        })
    }

    fn list<T>(
        &mut self,
        key: &'static str,
        values: impl IntoIterator<Item = T>,
        write: impl Fn(T, &mut String),
    ) -> &mut Self {
        let mut values = values.into_iter();
        let Some(first) = values.next() else { return self };
        let json = self.key(key);
        json.push('[');
        write(first, json);
        for value in values {
            json.push(',');
            write(value, json);
        }
        json.push(']');
        self
    }

    fn key(&mut self, key: &'static str) -> &mut String {
        debug_assert!(self.last < key, "`{key}` stands behind `{}`", self.last);
        if !self.last.is_empty() {
            self.json.push(',');
        }
        self.last = key;
        self.json.push('"');
        self.json.push_str(key);
        self.json.push_str("\":");
        self.json
    }
}

/// Writes an object.
pub(super) fn object(json: &mut String, fill: impl FnOnce(&mut Object<'_>)) {
    json.push('{');
    fill(&mut Object { json, last: "" });
    json.push('}');
}

/// Writes a string so that nothing in it can end the script element.
fn string(text: &str, json: &mut String) {
    json.push('"');
    let mut rest = text;
    loop {
        let (plain, after) = rest.split_at(run_without(rest.as_bytes(), is_escaped));
        json.push_str(plain);
        let Some(c) = after.chars().next() else { break };
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '\0'..'\x20' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                json.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => json.push(c),
        }
        rest = &after[c.len_utf8()..];
    }
    json.push('"');
}

/// Whether a character that is escaped could begin with a byte; some others begin with it too.
fn is_escaped(byte: u8) -> bool {
    // Two at a time, since each comparison costs every byte: `<` and `>`, `"` and `&`.
    let is_markup = (byte | 2 == b'>') | (byte & !4 == b'"');
    (byte < b' ') | is_markup | (byte == b'\\') | (byte == 0xe2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Graph, string};

    fn written(text: &str) -> String {
        let mut json = String::new();
        string(text, &mut json);
        json
    }

    #[test]
    fn nothing_in_a_string_ends_the_script_element() {
        assert_eq!(written("</script>&\u{2028}\u{2029}–\u{1}\u{8}\"\\"), {
            r#""\u003c/script\u003e\u0026\u2028\u2029–\u0001\b\"\\""#
        });
    }

    #[test]
    fn a_list_of_nothing_is_left_out() {
        let mut graph = Graph::new();
        graph.node(|node| {
            node.text("@type", "Thing")
                .texts("keywords", [""; 0])
                .refer_all("sameAs", &["#a", "#b"])
                .number("width", 7);
        });
        graph.written("{}");
        let (start, end) = (r#"{"@context":"https://schema.org","@graph":[{"@type":"Thing""#, r#""width":7},{}]}"#);
        assert_eq!(graph.finish().0, format!(r##"{start},"sameAs":[{{"@id":"#a"}},{{"@id":"#b"}}],{end}"##));
    }

    proptest! {
        #[test]
        fn a_string_is_read_back_as_it_was(text in r#"[\x00-\x7fa-c–é\u{2028}\u{10000}]{0,40}"#) {
            prop_assert_eq!(serde_json::from_str::<String>(&written(&text)).ok(), Some(text));
        }
    }
}
