//! Finished HTML, and the values that templates are given.
//!
//! Tera has two doors: this module for its values, [`render`](crate::render) for its engine.

use serde::{Serialize, Serializer};

pub use tera::Value;

/// HTML that is safe to put into a page as it is.
///
/// A template prints it without escaping; every other string is escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Html(pub String);

impl Html {
    /// Escapes text.
    pub fn text(text: &str) -> Html {
        let mut html = String::with_capacity(text.len());
        escape(text, &mut html);
        Html(html)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// Appends text with `&`, `<`, `>` and `"` escaped: right in text and in double-quoted attributes.
pub fn escape(text: &str, into: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        into.push_str(&text[from..at]);
        into.push_str(entity);
        from = at + 1;
    }
    into.push_str(&text[from..]);
}
