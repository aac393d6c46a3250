//! XML 1.0, written straight away.

use crate::html::escape;

/// The text of a file in the making: an element a line.
pub struct Xml(String);

impl Xml {
    /// A file that begins with its declaration; `room` is how long it may become, in bytes.
    pub fn new(room: usize) -> Xml {
        let mut xml = String::with_capacity(room);
        xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Xml(xml)
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Xml {
        self.tag(name, attributes);
        self.0.push_str(">\n");
        self
    }

    /// Ends an element.
    pub fn close(&mut self, name: &str) -> &mut Xml {
        self.end(name);
        self
    }

    /// Adds an element that holds a text.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> &mut Xml {
        self.tag(name, attributes);
        self.0.push('>');
        escape_characters(text, &mut self.0);
        self.end(name);
        self
    }

    /// Adds an element that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Xml {
        self.tag(name, attributes);
        self.0.push_str("/>\n");
        self
    }

    /// The text of the file.
    pub fn finish(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            escape_characters(value, &mut self.0);
            self.0.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
    }
}

/// Appends text so that it may stand in an element or an attribute; what XML cannot hold becomes U+FFFD.
fn escape_characters(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['\u{fffe}', '\u{ffff}']) {
        let (plain, after) = rest.split_at(at);
        escape(plain, into);
        into.push('\u{fffd}');
        rest = after.get('\u{fffe}'.len_utf8()..).unwrap_or_default();
    }
    escape(rest, into);
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn what_xml_cannot_hold_is_replaced_and_what_it_reads_otherwise_is_escaped() {
        let mut xml = Xml::new(0);
        xml.text("a", &[("b", "\"\u{ffff}<")], "]]>\u{1}\u{fffe}\u{fffd}&\u{10ffff}é");
        let expected = "<a b=\"&quot;\u{fffd}&lt;\">]]&gt;\u{fffd}\u{fffd}\u{fffd}&amp;\u{10ffff}é</a>\n";
        assert_eq!(xml.finish().split_once('\n').map(|(_, rest)| rest.to_owned()).as_deref(), Some(expected));
    }
}
