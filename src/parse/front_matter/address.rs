//! Checks of what becomes a path or a URL: slugs, terms, former addresses, ids, links to other sites.

use crate::decode::{Field, shown};
use crate::diagnostics::{Code, Diagnostic};
use crate::route;
use crate::slug::slugify;
use crate::text::{Spanned, Text};

/// How long a part of an address may be, in bytes: file systems stop at 255, and `.html` and the like are added.
const MAX_PART: usize = 200;

/// How long an address may be, in bytes: file systems stop at 4,096, and the path of the output stands in front.
const MAX_ADDRESS: usize = 1_000;

/// A slug: one part of an address.
pub(super) fn slug(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_text()?;
    let key = key.value;
    let wrong = |message: String| mistakes.at(Code::InvalidValue, text.span, message);
    let value = text.value.as_str();
    let fault = if value.trim().is_empty() {
        Some(wrong(format!("`{key}` is empty")).help("leave it out, and the name of the file is used"))
    } else if value.starts_with('.') {
        Some(wrong(format!("`{key}` begins with a dot")))
    } else if let Some(message) = forbidden_character(value, &['/', '\\', '%', '?', '#', '"', '<', '>', '|', '*', ':'])
    {
        Some(wrong(format!("`{key}` holds {message}, and it is one part of an address")))
    } else if value.contains(char::is_whitespace) {
        Some(wrong(format!("`{key}` holds a space")))
    } else if value.len() > MAX_PART {
        let length = value.len();
        Some(wrong(format!("`{key}` is too long: {length} bytes, and at most {MAX_PART} fit into a file name")))
    } else {
        None
    };
    let Some(fault) = fault else { return Some(Spanned::new(text.value, text.span)) };
    let better = slugify(value);
    let helpful = fault.help.is_empty() && !better.is_empty() && better.len() <= 80;
    mistakes.add(if helpful { fault.help(format!("write `{key}: {better}`")) } else { fault });
    None
}

/// A term of a taxonomy, which gets a page of its own.
pub(super) fn term(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_text()?;
    let key = key.value;
    let text = Spanned::new(text.value.trim().to_owned(), text.span);
    if is_plain_term(&text.value) {
        return Some(text);
    }
    let slug = slugify(&text.value);
    let message = if text.value.is_empty() {
        format!("`{key}` holds an empty term")
    } else if let Some(found) = forbidden_character(&text.value, &[]) {
        format!("`{}` in `{key}` holds {found}", shown(&text.value).escape_debug())
    } else if slug.is_empty() {
        format!("`{}` in `{key}` has neither letter nor digit, so it can have no address", shown(&text.value))
    } else if slug.len() > MAX_PART {
        format!("`{}` in `{key}` is too long: at most {MAX_PART} bytes fit into an address", shown(&text.value))
    } else {
        return Some(text);
    };
    mistakes.add(mistakes.at(Code::InvalidValue, text.span, message));
    None
}

/// Whether a term obviously has an address: its slug need not be made to know it.
fn is_plain_term(term: &str) -> bool {
    let printable = term.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    printable && term.len() <= MAX_PART && term.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// A former address of the page, which will redirect to it.
pub(super) fn alias(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_text()?;
    let key = key.value;
    let value = text.value.as_str();
    let message = match address_fault(value) {
        None => return Some(Spanned::new(text.value, text.span)),
        Some(message) => format!("`{}` in `{key}` {message}", shown(value).escape_debug()),
    };
    mistakes.add(
        mistakes.at(Code::BadAddress, text.span, message).help("write the path of the old address, like `/old/name/`"),
    );
    None
}

/// What is wrong with an address of this site, as the end of a sentence.
pub fn address_fault(value: &str) -> Option<String> {
    if value.contains("://") {
        return Some("is an address of another site".to_owned());
    }
    if !value.starts_with('/') {
        return Some("does not begin with `/`".to_owned());
    }
    if value.starts_with("//") {
        return Some("begins with two slashes, which lead to another site".to_owned());
    }
    if value.contains('?') {
        return Some("has a query (`?`), which no file can answer".to_owned());
    }
    if value.contains('#') {
        return Some("has a fragment (`#`), which is not part of an address".to_owned());
    }
    let Some(decoded) = route::decode(value) else {
        return Some("has a `%` that begins no escape".to_owned());
    };
    if let Some(found) = forbidden_character(&decoded, &['\\', '%', '"', '<', '>', '|', '*', '?', '#']) {
        return Some(format!("holds {found}"));
    }
    // An escaped slash would change the parts after they were checked.
    if decoded.matches('/').count() != value.matches('/').count() {
        return Some("holds an escaped slash".to_owned());
    }
    if decoded.len() > MAX_ADDRESS {
        return Some(format!("is too long: {} bytes, and at most {MAX_ADDRESS} fit into a path", decoded.len()));
    }
    for part in decoded.split('/') {
        if matches!(part, "." | "..") {
            return Some(format!("holds `{part}`, which leads somewhere else"));
        }
        if part.starts_with('.') {
            return Some("has a part that begins with a dot".to_owned());
        }
        if part.len() > MAX_PART {
            return Some(format!("has a part that is too long: at most {MAX_PART} bytes fit into a file name"));
        }
    }
    None
}

/// The first character that cannot stand in an address, named so that it can be found.
fn forbidden_character(value: &str, also: &[char]) -> Option<String> {
    let printable = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if printable && !also.iter().any(|c| value.contains(*c)) {
        return None;
    }
    value.chars().find_map(|c| {
        if c.is_control() {
            Some(format!("the control character U+{:04X}", u32::from(c)))
        } else if is_invisible(c) {
            Some(format!("the invisible character U+{:04X}", u32::from(c)))
        } else if also.contains(&c) {
            Some(format!("`{c}`"))
        } else {
            None
        }
    })
}

/// Characters that show nothing, or turn the direction of the text around them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The id of a heading or question, as in `#id`.
pub(super) fn id(field: Field<'_>) -> Option<Spanned<String>> {
    let (key, mistakes) = (field.key.value.clone(), field.mistakes());
    let text = field.filled_line()?;
    let spaced = text.value.contains(char::is_whitespace).then(|| "a space".to_owned());
    let Some(found) = spaced.or_else(|| forbidden_character(&text.value, &['"', '\'', '<', '>', '#', '%', '&'])) else {
        return Some(text);
    };
    let message = format!("`{key}` holds {found}, so no link can point to it");
    let better = slugify(&text.value);
    let fault = mistakes.at(Code::InvalidValue, text.span, message);
    mistakes.add(if better.is_empty() { fault } else { fault.help(format!("write `{key}: {better}`")) });
    None
}

/// What feeds call an article for ever: a name, or a whole URI, which is known by its colon.
pub(super) fn lasting_id(field: Field<'_>) -> Option<Spanned<String>> {
    let (key, mistakes) = (field.key.value.clone(), field.mistakes());
    let text = field.filled_line()?;
    let spaced = text.value.contains(char::is_whitespace).then(|| "a space".to_owned());
    let forbidden = ['"', '<', '>', '\\', '^', '`', '{', '|', '}'];
    let Some(found) = spaced.or_else(|| forbidden_character(&text.value, &forbidden)) else {
        return Some(text);
    };
    let message = format!("`{key}` holds {found}");
    let help = "write a name like `storm-of-1953`, or the whole id that another program gave it";
    mistakes.add(mistakes.at(Code::InvalidValue, text.span, message).help(help));
    None
}

/// An address of another site: `http` or `https`, with a host.
pub(super) fn web_address(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_line()?;
    let key = key.value;
    match web_address_fault(&text.value) {
        None => Some(text),
        Some((code, wrong)) => {
            mistakes.add(address_mistake(mistakes.at(code, text.span, format!("`{key}` {wrong}"))));
            None
        }
    }
}

/// An address of another site, or one of this site that begins with `/`.
pub(super) fn link(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_line()?;
    let key = key.value;
    match link_fault(&text.value) {
        None => Some(text),
        Some((code, wrong)) => {
            mistakes.add(address_mistake(mistakes.at(code, text.span, format!("`{key}` {wrong}"))));
            None
        }
    }
}

/// Why a text is neither an address of another site nor one of this site that begins with `/`.
pub fn link_fault(value: &str) -> Option<(Code, String)> {
    let local = value.starts_with('/') && !value.starts_with("//");
    if local { characters_fault(value) } else { web_address_fault(value) }
}

/// The name of a thing or an address where it is explained, such as a licence.
pub(super) fn name_or_address(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_line()?;
    let key = key.value;
    let fault =
        if runs_a_program(&text.value) || text.value.contains("://") { web_address_fault(&text.value) } else { None };
    match fault {
        None => Some(text),
        Some((code, wrong)) => {
            mistakes.add(address_mistake(mistakes.at(code, text.span, format!("`{key}` {wrong}"))));
            None
        }
    }
}

/// Where a picture lies: a path relative to the file, an address of the site, or one of another site.
pub(super) fn picture(text: Text, key: &str, field_mistakes: &crate::decode::Mistakes<'_>) -> Option<Spanned<String>> {
    let value = text.value.trim();
    let fault = if value.is_empty() {
        Some((Code::InvalidValue, "is empty".to_owned()))
    } else if runs_a_program(value) || value.starts_with("http:") || value.starts_with("https:") {
        web_address_fault(value)
    } else if value.starts_with("//") {
        Some((Code::InvalidValue, "begins with two slashes: write `https://` in front".to_owned()))
    } else {
        forbidden_character(value, &['"', '<', '>', '\\']).map(|found| (Code::InvalidValue, format!("holds {found}")))
    };
    match fault {
        None => Some(Spanned::new(value.to_owned(), text.span)),
        Some((code, wrong)) => {
            field_mistakes.add(
                field_mistakes
                    .at(code, text.span, format!("`{key}` {wrong}"))
                    .help("write the path of a picture beside this file, like `quay.jpg`"),
            );
            None
        }
    }
}

fn address_mistake(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help("write the whole address, like `https://example.org/page`")
}

fn web_address_fault(value: &str) -> Option<(Code, String)> {
    if runs_a_program(value) {
        let scheme = value.split(':').next().unwrap_or("").trim().to_ascii_lowercase();
        let scheme: String = scheme.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        return Some((Code::UnsafeLink, format!("is an address that runs a program (`{scheme}:`)")));
    }
    let lower = value.get(..8).unwrap_or(value).to_ascii_lowercase();
    let rest = match (lower.starts_with("https://"), lower.starts_with("http://")) {
        (true, _) => &value[8..],
        (_, true) => &value[7..],
        (false, false) => {
            return Some((Code::InvalidValue, "must begin with `https://` or `http://`".to_owned()));
        }
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    if host.is_empty() || host.starts_with(['.', ':', '@']) {
        return Some((Code::InvalidValue, "names no host".to_owned()));
    }
    characters_fault(value)
}

fn characters_fault(value: &str) -> Option<(Code, String)> {
    let spaced = value.contains(char::is_whitespace).then(|| "a space".to_owned());
    let found = spaced.or_else(|| forbidden_character(value, &['"', '<', '>', '\\', '`']))?;
    Some((Code::InvalidValue, format!("holds {found}, which no address can")))
}

/// Whether an address would run a program: the scheme is read as browsers do, which drop blanks and controls.
fn runs_a_program(value: &str) -> bool {
    if value.starts_with("https:") {
        return false;
    }
    let scheme: String = value
        .chars()
        .take_while(|c| *c != ':')
        .filter(|c| !c.is_control() && !c.is_whitespace() && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .take(16)
        .collect();
    value.contains(':') && matches!(scheme.as_str(), "javascript" | "vbscript" | "data")
}

/// An address for mail.
pub(super) fn email(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_line()?;
    let key = key.value;
    let good = text.value.split_once('@').is_some_and(|(name, host)| {
        let plain = |part: &str| {
            !part.is_empty()
                && !part.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>()[],;:\\@".contains(c))
        };
        plain(name) && plain(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if good {
        return Some(text);
    }
    let message = format!("`{}` in `{key}` is not an address for mail", shown(&text.value));
    mistakes.add(
        mistakes.at(Code::InvalidValue, text.span, message).help(format!("write it like `{key}: jane@example.org`")),
    );
    None
}

/// The name of a template or a type: letters, digits, `-` and `_`.
pub(super) fn name(field: Field<'_>, example: &str) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_line()?;
    let key = key.value;
    if text.value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return Some(text);
    }
    let message = format!("`{}` in `{key}` is not a name: letters, digits, `-` and `_`", shown(&text.value));
    mistakes.add(mistakes.at(Code::InvalidValue, text.span, message).help(format!("write it like `{key}: {example}`")));
    None
}
