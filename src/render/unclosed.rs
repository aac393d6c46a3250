//! What is open at a place of a template, so that the one who closes something else is told.

use super::references;
use crate::text::Span;

/// The tags that begin something which ends with a tag of its own: `if` and `endif`.
const PAIRED: [&str; 5] = ["if", "for", "block", "component", "filter"];

/// The tags of statements, without those that end one.
pub(super) const TAGS: [&str; 13] = [
    "if",
    "elif",
    "else",
    "for",
    "block",
    "component",
    "filter",
    "extends",
    "include",
    "set",
    "set_global",
    "raw",
    "break",
];

/// Something that was begun.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Open<'t> {
    /// `if`.
    pub name: &'t str,
    /// The tag as it is written.
    pub tag: &'t str,
    /// Where it stands.
    pub span: Span,
}

/// What is open before a place, the innermost last.
pub(super) fn before(text: &str, place: usize) -> Vec<Open<'_>> {
    let mut open: Vec<Open<'_>> = Vec::new();
    for (start, end) in references::tags(text).into_iter().take_while(|(start, _)| *start < place) {
        let tag = &text[start..end];
        let Some(inside) = tag.strip_prefix("{%") else { continue };
        let inside = inside.trim_start_matches('-').trim_start();
        let name = inside.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let ends = name.strip_prefix("end").filter(|ended| PAIRED.contains(ended));
        // The tag that somebody complains of is none of those that stand before it.
        if end > place {
            break;
        }
        if ends.is_some_and(|ended| open.last().is_some_and(|last| last.name == ended)) {
            open.pop();
        } else if PAIRED.contains(&name) {
            open.push(Open { name, tag, span: Span::new(start, end) });
        }
    }
    open
}

/// The names of the blocks of a template.
pub(super) fn blocks(text: &str) -> impl Iterator<Item = &str> {
    references::tags(text).into_iter().filter_map(|(start, end)| {
        let inside = text[start..end].strip_prefix("{%")?.trim_start_matches('-').trim_start();
        inside.strip_prefix("block ")?.split_whitespace().next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_what_was_begun_and_not_ended() {
        let open = |text: &str| {
            let names = before(text, text.len()).into_iter().map(|open| open.name.to_owned());
            names.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(open("{% block a %}{%- if x -%}{% for y in z %}{% endfor %}"), "block if");
        assert_eq!(open("{% block a %}{% endblock a %}{# {% if x %} #}{% raw %}{% if x %}{% endraw %}"), "");
        assert_eq!(open("{% if x %}{% endblock %}"), "if");
        assert_eq!(open("{{ \"{% if x %}\" }}"), "");
    }

    #[test]
    fn blocks_are_found_by_their_names() {
        assert_eq!(blocks("{% block a %}{%- block b -%}{{ block }}").collect::<Vec<_>>(), ["a", "b"]);
    }
}
