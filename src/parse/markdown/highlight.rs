//! Syntax highlighting with CSS classes; the theme has the colours.
//!
//! A span's classes are the first word of its scope and, where there is one, a second that says more:
//! `hl-comment`, `hl-string`, `hl-keyword`, `hl-storage`, `hl-constant` (`hl-numeric`, `hl-language`),
//! `hl-entity` (`hl-function`, `hl-type`, `hl-tag`, `hl-attribute`), `hl-support`, `hl-variable`, `hl-markup`
//! (`hl-heading`, `hl-bold`, `hl-italic`, `hl-inserted`, `hl-deleted`, `hl-changed`), `hl-invalid`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use crate::html::escape;

/// The largest block that is highlighted.
const LARGEST: usize = 256 * 1024;
/// The longest line that is highlighted: grammars are slow on minified code.
const LONGEST_LINE: usize = 4 * 1024;

/// Scopes and their classes; the first that fits the innermost scope wins.
const CLASSES: [(&str, &str); 29] = [
    ("comment", "hl-comment"),
    ("string", "hl-string"),
    ("punctuation.definition.comment", "hl-comment"),
    ("punctuation.definition.string", "hl-string"),
    ("constant.numeric", "hl-constant hl-numeric"),
    ("constant.language", "hl-constant hl-language"),
    ("constant.character.escape", "hl-constant hl-escape"),
    ("constant", "hl-constant"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-storage"),
    ("entity.name.function", "hl-entity hl-function"),
    ("variable.function", "hl-entity hl-function"),
    ("support.function", "hl-support hl-function"),
    ("entity.name.tag", "hl-entity hl-tag"),
    ("entity.other.attribute-name", "hl-entity hl-attribute"),
    ("support.type.property-name", "hl-entity hl-attribute"),
    ("entity.name.section", "hl-markup hl-heading"),
    ("entity", "hl-entity hl-type"),
    ("support", "hl-support"),
    ("variable", "hl-variable"),
    ("markup.heading", "hl-markup hl-heading"),
    ("markup.bold", "hl-markup hl-bold"),
    ("markup.italic", "hl-markup hl-italic"),
    ("markup.inserted", "hl-markup hl-inserted"),
    ("markup.deleted", "hl-markup hl-deleted"),
    ("markup.changed", "hl-markup hl-changed"),
    ("markup.raw", "hl-string"),
    ("meta.property-name", "hl-entity hl-attribute"),
    ("invalid", "hl-invalid"),
];

struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

/// The grammars, loaded when the first block asks for them; each is compiled when it is first used.
fn grammars() -> &'static Grammars {
    static GRAMMARS: OnceLock<Grammars> = OnceLock::new();
    GRAMMARS.get_or_init(|| Grammars {
        syntaxes: two_face::syntax::extra_newlines(),
        classes: CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect(),
    })
}

/// Blocks that have been highlighted: articles of one site often show the same code.
struct Known {
    /// By language, then by code.
    blocks: BTreeMap<String, BTreeMap<String, Arc<str>>>,
    /// How many bytes all of it has.
    size: usize,
}

impl Known {
    /// How many bytes are kept; when there are more, all are dropped.
    const MOST: usize = 4 << 20;

    const fn none() -> Known {
        Known { blocks: BTreeMap::new(), size: 0 }
    }

    fn get(&self, language: &str, code: &str) -> Option<Arc<str>> {
        self.blocks.get(language)?.get(code).cloned()
    }

    fn keep(&mut self, language: &str, code: &str, html: Arc<str>) {
        let size = language.len() + code.len() + html.len();
        if self.size + size > Known::MOST {
            *self = Known::none();
        }
        if self.blocks.entry(language.to_owned()).or_default().insert(code.to_owned(), html).is_none() {
            self.size += size;
        }
    }
}

/// Highlights code; `None` if the language is unknown, or the code too large.
pub(super) fn highlight(language: &str, code: &str) -> Option<Arc<str>> {
    static KNOWN: Mutex<Known> = Mutex::new(Known::none());
    if language.is_empty() {
        return None;
    }
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(html) = known().get(language, code) {
        return Some(html);
    }
    let html: Arc<str> = highlight_anew(language, code)?.into();
    known().keep(language, code, Arc::clone(&html));
    Some(html)
}

fn highlight_anew(language: &str, code: &str) -> Option<String> {
    if code.len() > LARGEST || code.split('\n').any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let Grammars { syntaxes, classes } = grammars();
    let syntax = syntaxes.find_syntax_by_token(language)?;
    if syntax.name == "Plain Text" {
        return None;
    }
    let mut html = String::with_capacity(code.len() * 2);
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut open: Option<&str> = None;
    for line in code.split_inclusive('\n') {
        let operations = state.parse_line(line, syntaxes).ok()?;
        let mut from = 0;
        for (at, operation) in operations {
            let at = at.min(line.len());
            if at > from {
                write(line.get(from..at)?, class_of(&stack, classes), &mut open, &mut html);
                from = at;
            }
            stack.apply(&operation).ok()?;
        }
        write(line.get(from..)?, class_of(&stack, classes), &mut open, &mut html);
    }
    if open.is_some() {
        html.push_str("</span>");
    }
    Some(html)
}

fn class_of(stack: &ScopeStack, classes: &[(Scope, &'static str)]) -> Option<&'static str> {
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class))
}

fn write(text: &str, class: Option<&'static str>, open: &mut Option<&'static str>, html: &mut String) {
    if text.is_empty() {
        return;
    }
    // White space has no colour: it stays with what is around it.
    let class = if text.trim().is_empty() { open.filter(|_| !text.contains('\n')) } else { class };
    if class != *open {
        if open.is_some() {
            html.push_str("</span>");
        }
        if let Some(class) = class {
            html.push_str("<span class=\"");
            html.push_str(class);
            html.push_str("\">");
        }
        *open = class;
    }
    escape(text, html);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_code_is_highlighted_and_its_text_kept() {
        let html = highlight("rust", "// a <b>\nfn main() { let x = \"s\"; }\n").expect("rust is known");
        assert!(html.contains("<span class=\"hl-comment\">// a &lt;b&gt;"), "{html}");
        assert!(html.contains("hl-string"), "{html}");
        let toml = highlight("toml", "a = 1\n").expect("toml is known");
        assert!(toml.contains("hl-"), "{toml}");
    }

    #[test]
    fn unknown_languages_and_huge_blocks_stay_plain() {
        assert_eq!(highlight("no-such-language", "x"), None);
        assert_eq!(highlight("", "x"), None);
        assert_eq!(highlight("rust", &"x\n".repeat(200 * 1024)), None);
        assert_eq!(highlight("rust", &"x".repeat(5000)), None);
    }
}
