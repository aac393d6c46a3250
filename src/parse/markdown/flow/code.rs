//! Code blocks.

use super::Flow;
use crate::html::escape;
use crate::parse::markdown::highlight;

impl Flow<'_, '_> {
    /// Writes a code block; `info` is what stands behind its fence.
    pub(super) fn end_code(&mut self, info: &str, code: &str) {
        // Pandoc's way of writing it, `{.python}`, is read too.
        let language = info.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
        let language = language.strip_prefix("{.").map_or(language, |rest| rest.trim_end_matches('}'));
        // A wide block scrolls, and must be reachable by keyboard for that.
        self.raw("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            let mut class = String::from(" class=\"language-");
            escape(language, &mut class);
            class.push('"');
            self.raw(&class);
        }
        self.raw(">");
        match highlight::highlight(language, code) {
            Some(html) => self.raw(&html),
            None => escape(code, &mut self.sink().html),
        }
        self.raw("</code></pre>\n");
    }
}
