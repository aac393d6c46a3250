//! Fields and values of front matter, of ledgers and of sidecars.
//!
//! Which fields a mapping has is asked of the reader: the file is read with a field of the name
//! [`ASKING`] at the cursor, and the mapping that holds it answers with all that it knows and that is not there yet. So
//! it is with values that are one of a few.

use std::ops::Range;

use gen_lsp_types::CompletionItemKind;

use super::{Offer, Wanted, described, files, paths};
use crate::decode::{ASKING, written};
use crate::diagnostics::{Code, Diagnostic};
use crate::lsp::desk::{Desk, Here};
use crate::parse;

/// Fields whose values are ids of people.
const PEOPLE: [&str; 5] = ["authors", "reviewers", "editors", "fact_checkers", "contributors"];

/// Whether the cursor is in YAML.
pub fn is_yaml(here: &Here<'_>) -> bool {
    match here.path.extension() {
        "yml" | "yaml" => true,
        extension if extension.eq_ignore_ascii_case("md") => {
            front(here.text).is_some_and(|front| front.start <= here.offset && here.offset <= front.end)
        }
        _ => false,
    }
}

/// The lines between the marks of front matter; to the end, as long as nobody has closed it.
fn front(text: &str) -> Option<Range<usize>> {
    let bom = '\u{feff}';
    let skipped = text.len() - text.trim_start_matches(bom).len();
    let mut at = skipped;
    let mut lines = text.get(skipped..)?.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    at += first.len();
    let start = at;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(start..at);
        }
        at += line.len();
    }
    Some(start..at)
}

/// What the cursor is at.
#[derive(Debug, PartialEq, Eq)]
enum Place<'t> {
    /// A field is being named.
    Key {
        /// What is typed of it.
        typed: Range<usize>,
        /// What closes the brackets that are open on its line.
        closing: String,
    },
    /// A value is being given.
    Value {
        /// The field.
        key: &'t str,
        /// What is typed of it.
        typed: Range<usize>,
        /// What closes the brackets that are open on its line.
        closing: String,
    },
}

/// What may be typed at a place in YAML.
pub fn wanted(desk: &Desk<'_>, here: &Here<'_>) -> Option<Wanted> {
    match place(here.text, here.offset)? {
        Place::Key { typed, closing } => {
            let line = here.text.get(typed.end..)?.find('\n').map_or(here.text.len(), |at| typed.end + at);
            // What stands behind the cursor on its line is what would be overwritten, unless it is the next field.
            let behind = here.text.get(typed.end..line)?;
            let behind = if !closing.is_empty() && behind.starts_with(['}', ',']) { behind } else { &closing };
            let asked = [here.text.get(..typed.start)?, ASKING, ": x", behind, here.text.get(line..)?].concat();
            let mut names = ask(desk, here, &asked);
            let is_outermost = here.text.get(..typed.start)?.ends_with('\n');
            if names.is_empty() && is_outermost {
                names = ask(desk, here, &format!("---\n{ASKING}: x\n---\n"));
            }
            let has_colon = here.text.get(typed.end..line)?.trim_start().starts_with(':');
            let fields = described::fields(here.path, &names);
            let offer = |name: String| {
                let field = fields.iter().find(|field| field.name == name);
                let description = field.map_or("", |field| field.description);
                let insert = if has_colon { name.clone() } else { format!("{name}: ") };
                Offer::new(name, CompletionItemKind::Field).insert(insert).detail(description)
            };
            Some(Wanted { typed, offers: names.into_iter().map(offer).collect() })
        }
        Place::Value { key, typed, closing } => {
            let known = known_values(desk, here, key);
            let is_known = known.is_some();
            let offers = known.unwrap_or_else(|| {
                let rest = here.text.get(typed.end..).unwrap_or_default();
                let end = rest.find(['\n', ',', ']', '}']).map_or(here.text.len(), |at| typed.end + at);
                let behind = here.text.get(end..).unwrap_or_default();
                let closing = if behind.starts_with([',', ']', '}']) { "" } else { closing.as_str() };
                let before = here.text.get(..typed.start).unwrap_or_default();
                let blank = if before.ends_with(':') { " " } else { "" };
                let asked = [before, blank, ASKING, closing, behind].concat();
                let values = ask(desk, here, &asked).into_iter();
                values.map(|value| Offer::new(value, CompletionItemKind::EnumMember)).collect()
            });
            // What the reader itself knows, such as `true`, is that only without quotes.
            let (typed, is_quoted) = if is_known { whole(here.text, typed) } else { (typed, false) };
            let as_value = |offer: Offer| {
                let value = offer.insert.as_deref().unwrap_or(&offer.label);
                let value = if is_quoted || !is_path(value) { written::in_yaml(value) } else { value.to_owned() };
                offer.insert(value)
            };
            let offers = if is_known { offers.into_iter().map(as_value).collect() } else { offers };
            let needs_blank = here.text.get(..typed.start)?.ends_with(':');
            let spaced = |offer: Offer| {
                let insert = format!(" {}", offer.insert.as_deref().unwrap_or(&offer.label));
                offer.insert(insert)
            };
            let offers = if needs_blank { offers.into_iter().map(spaced).collect() } else { offers };
            Some(Wanted { typed, offers })
        }
    }
}

/// What is typed of a value with the quotes around it, and whether there are any.
fn whole(text: &str, typed: Range<usize>) -> (Range<usize>, bool) {
    let before = text.get(..typed.start).unwrap_or_default();
    let Some(quote) = before.chars().next_back().filter(|c| matches!(c, '"' | '\'')) else { return (typed, false) };
    let closes = text.get(typed.end..).is_some_and(|after| after.starts_with(quote));
    (typed.start - 1..typed.end + usize::from(closes), true)
}

/// Whether a value is a path that is itself in YAML.
fn is_path(value: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "-._/".contains(c);
    value.starts_with(|c: char| c.is_alphabetic() || c == '.')
        && value.contains(['/', '.'])
        && value.chars().all(is_plain)
}

/// What the reader answers to a text with a question in it.
fn ask(desk: &Desk<'_>, here: &Here<'_>, text: &str) -> Vec<String> {
    let options = desk.known.output.parse_options();
    let is_answer =
        |found: &Diagnostic| found.message.is_empty() && matches!(found.code, Code::UnknownField | Code::InvalidValue);
    let found = parse::parse(here.path, text.as_bytes(), options).diagnostics;
    found.into_iter().find(is_answer).map(|found| found.help).unwrap_or_default()
}

/// The values that the site has for a field; `None` if it has none of its own.
fn known_values(desk: &Desk<'_>, here: &Here<'_>, key: &str) -> Option<Vec<Offer>> {
    let edition = desk.known.output.editions().get(desk.known.edition(here.path))?;
    if PEOPLE.contains(&key) {
        let people = desk.known.people().map(|(id, facts)| {
            let role = facts.fields.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
            Offer::new(id, CompletionItemKind::Reference).detail(format!("{}{role}", facts.fields.name.value))
        });
        return Some(people.collect());
    }
    if edition.config().taxonomies.contains_key(key) {
        let site = edition.site();
        let taxonomy = site.taxonomies.iter().find(|taxonomy| taxonomy.name == key);
        let terms = taxonomy.and_then(|taxonomy| site.terms.get(taxonomy.terms.clone())).unwrap_or_default();
        let offer = |term: &crate::resolve::Term| {
            let count = term.articles.len();
            let detail = if count == 1 { "1 article".to_owned() } else { format!("{count} articles") };
            Offer::new(term.spelling.clone(), CompletionItemKind::EnumMember).detail(detail)
        };
        return Some(terms.iter().map(offer).collect());
    }
    match key {
        "related" => {
            let is_article =
                |path: &crate::text::RelPath| path.stem() != "_index" && path.below("content/people").is_none();
            Some(paths(desk, here, &is_article))
        }
        "src" | "image" => Some(files(desk, here, true)),
        "series" => {
            let name = |series: &crate::resolve::Series| {
                let route = series.route.as_str().trim_end_matches('/');
                route.rsplit('/').next().unwrap_or_default().to_owned()
            };
            let series = edition.site().series.iter();
            let offers =
                series.map(|one| Offer::new(name(one), CompletionItemKind::EnumMember).detail(one.title.clone()));
            Some(offers.collect())
        }
        _ => None,
    }
}

/// What the cursor is at, by its line and the less indented ones above.
fn place(text: &str, offset: usize) -> Option<Place<'_>> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..offset)?;
    let marks = line.len() - line.trim_start_matches([' ', '-']).len();
    let marks = if line.get(..marks)?.ends_with('-') { marks - 1 } else { marks };
    let rest = line.get(marks..)?;
    if rest.trim_start().starts_with('#') {
        return None;
    }
    let in_list = line.get(..marks)?.contains('-');
    if let Some(place) = in_flow(text, start + marks, offset) {
        return Some(place);
    }
    let closing = String::new();
    if let Some((key, value)) = rest.split_once(':').filter(|(key, _)| is_key(key)) {
        let value_at = offset - value.len();
        return Some(Place::Value { key, typed: typed(text, value_at, offset), closing });
    }
    if let Some(key) = open_list(text, start) {
        return Some(Place::Value { key, typed: typed(text, start + marks, offset), closing });
    }
    if in_list
        && let Some((key, is_mapped)) = list_of(text, start)
        && !is_mapped
    {
        return Some(Place::Value { key, typed: typed(text, start + marks, offset), closing });
    }
    // A key has no blank in it.
    (!rest.contains(char::is_whitespace)).then(|| Place::Key { typed: start + marks..offset, closing })
}

/// What the cursor is at within a mapping in braces, `{id: a, title: b`, that was opened on its line and is not closed.
fn in_flow(text: &str, from: usize, offset: usize) -> Option<Place<'_>> {
    let line = text.get(from..offset)?;
    // Each bracket that is open, where it stands, and where the item begins that is being written in it.
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut quote = None;
    let mut last = None;
    for (at, c) in line.char_indices() {
        let begins = last.is_none_or(|last| "[{,:".contains(last));
        match (quote, c) {
            (Some(mark), c) if mark == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if begins => quote = Some(c),
            (None, '{' | '[') if begins => open.push((c, at, at + 1)),
            (None, '}' | ']') => drop(open.pop()),
            (None, ',') => open.last_mut().into_iter().for_each(|(_, _, item)| *item = at + 1),
            (None, _) => {}
        }
        if c != ' ' {
            last = Some(c);
        }
    }
    if !open.iter().any(|(bracket, ..)| *bracket == '{') {
        return None;
    }
    let closing: String = open.iter().rev().map(|(bracket, ..)| if *bracket == '{' { '}' } else { ']' }).collect();
    let (bracket, stands, item) = open.pop()?;
    let written = line.get(item..)?;
    if bracket == '[' {
        let (_, _, field) = open.pop()?;
        let key = line.get(field..stands)?.trim().strip_suffix(':')?.trim();
        return is_key(key).then(|| Place::Value { key, typed: typed(text, from + item, offset), closing });
    }
    match written.split_once(':') {
        Some((key, value)) if is_key(key.trim()) => {
            let key = key.trim();
            Some(Place::Value { key, typed: typed(text, offset - value.len(), offset), closing })
        }
        Some(_) => None,
        None => {
            let blank = written.len() - written.trim_start().len();
            let name = written.get(blank..)?;
            (!name.contains(char::is_whitespace)).then(|| Place::Key { typed: from + item + blank..offset, closing })
        }
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// What is typed of a value, or of the last item of a list on its line.
fn typed(text: &str, from: usize, to: usize) -> Range<usize> {
    let written = text.get(from..to).unwrap_or_default();
    let begins = written.rfind(['[', ',', '{']).map_or(0, |at| at + 1);
    let item = written.get(begins..).unwrap_or_default();
    let blank = item.len() - item.trim_start_matches([' ', '"', '\'']).len();
    from + begins + blank..to
}

/// The field whose list, `key: [a,`, was opened on a line above and is not closed.
fn open_list(text: &str, start: usize) -> Option<&str> {
    let above = text.get(..start)?;
    let open = above.rfind('[').filter(|at| !above.get(*at..).unwrap_or_default().contains(']'))?;
    let line = above.get(..open)?.rsplit('\n').next()?;
    let key = line.trim().trim_start_matches("- ").strip_suffix(':')?.trim();
    // A list that is not closed within a few lines is a bracket in a text.
    let is_near = above.get(open..)?.matches('\n').count() <= 40 && !above.get(open..)?.contains(": ");
    (is_key(key) && is_near).then_some(key)
}

/// The field whose list has an item on the line that begins at an offset, and whether its items are mappings.
fn list_of(text: &str, start: usize) -> Option<(&str, bool)> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = indent(text.get(start..)?);
    let mut is_mapped = false;
    for line in text.get(..start)?.lines().rev() {
        let inner = line.trim_start();
        if inner.is_empty() || inner.starts_with('#') {
            continue;
        }
        if let Some(item) = inner.strip_prefix("- ").filter(|_| indent(line) == own) {
            is_mapped |= item.split_once(':').is_some_and(|(key, rest)| is_key(key) && !rest.starts_with("//"));
            continue;
        }
        if indent(line) > own {
            continue;
        }
        let key = inner.trim_end().strip_suffix(':')?;
        // Lists that only ever hold mappings.
        let is_mapped =
            is_mapped || matches!(key, "sources" | "references" | "faqs" | "faq" | "sections" | "corrections");
        return is_key(key).then_some((key, is_mapped));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::front_matter;
    use crate::text::RelPath;

    fn at(marked: &str) -> Option<(Option<&str>, &str)> {
        let offset = marked.find('|').expect("a cursor");
        let text: &'static str = Box::leak(marked.replace('|', "").into_boxed_str());
        Some(match place(text, offset)? {
            Place::Key { typed, .. } => (None, &text[typed]),
            Place::Value { key, typed, .. } => (Some(key), &text[typed]),
        })
    }

    #[test]
    fn the_field_is_found_however_its_value_is_written() {
        assert_eq!(at("title: a\nki|"), Some((None, "ki")));
        assert_eq!(at("kind: n|ews"), Some((Some("kind"), "n")));
        assert_eq!(at("kind:|"), Some((Some("kind"), "")));
        assert_eq!(at("authors: [jane, \"jo|"), Some((Some("authors"), "jo")));
        assert_eq!(at("authors: [jane,\n  jo|"), Some((Some("authors"), "jo")));
        assert_eq!(at("authors:\n  - jane\n  - jo|"), Some((Some("authors"), "jo")));
        assert_eq!(at("authors:\n- jane\n- |"), Some((Some("authors"), "")));
        assert_eq!(at("sources:\n  - id: a\n    ti|"), Some((None, "ti")));
        assert_eq!(at("sources:\n  - i|"), Some((None, "i")));
        assert_eq!(at("image:\n  src: qu|"), Some((Some("src"), "qu")));
        assert_eq!(at("a: b\n# no|"), None);
        assert_eq!(at("sources:\n  - {id: x, ti|"), Some((None, "ti")));
        assert_eq!(at("sources:\n  - {|}"), Some((None, "")));
        assert_eq!(at("image: {src: d.svg, |}"), Some((None, "")));
        assert_eq!(at("image: {src: d|, alt: x}"), Some((Some("src"), "d")));
        assert_eq!(at("authors: [{name: \"A, {b\", ro|}]"), Some((None, "ro")));
        assert_eq!(at("- {id: x, authors: [a, b|]}"), Some((Some("authors"), "b")));
        assert_eq!(at("- {id: x, date: 2020}|"), None);
    }

    #[test]
    fn front_matter_ends_where_the_parser_says() {
        let path = RelPath::new("content/a.md").expect("a clean path");
        for text in ["---\na: b\n---\nbody", "---\r\na: b\r\n---\r\nbody", "---\na: b\n...\nbody", "text\n---\n"] {
            let split = front_matter::split(&path, text).value;
            assert_eq!(front(text), split.yaml, "{text:?}");
        }
    }
}
