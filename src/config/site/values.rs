//! Settings that become an address, a language tag, a file name or a piece of CSS.

use super::Config;
use crate::date::Zone;
use crate::decode::{Field, Mistakes, Value, shown};
use crate::diagnostics::{Code, nearest};
use crate::text::{Glob, RelPath, Span, Spanned};

/// The site's address without its last slash, and its path.
pub(super) fn base_url(field: Field<'_>) -> Option<(String, String)> {
    let mistakes = field.mistakes();
    let text = field.filled_line()?;
    match split_base_url(&text.value) {
        Ok(parts) => Some(parts),
        Err((message, help)) => refuse(mistakes, text.span, &message, &help),
    }
}

/// A pattern of paths.
pub fn pattern(field: Field<'_>) -> Option<Spanned<Glob>> {
    let mistakes = field.mistakes();
    let text = field.filled_line()?;
    match Glob::new(&text.value) {
        Ok(glob) => Some(text.map(|_| glob)),
        Err(wrong) => {
            let message = format!("`{}` is no pattern of paths: {wrong}", shown(&text.value));
            let help = "write a path with `*` for any part of a name and `**` for any folders";
            mistakes.add(mistakes.at(Code::InvalidValue, text.span, message).help(help));
            None
        }
    }
}

/// Splits the address of the home page: all of it without its last slash, and its path.
///
/// # Errors
/// What is wrong with it, and what to write instead.
pub fn split_base_url(text: &str) -> Result<(String, String), (String, String)> {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        let bare = text.rsplit("://").next().unwrap_or("").trim_start_matches('/');
        let message = "`base_url` must begin with `https://` or `http://`".to_owned();
        return Err((message, format!("write `base_url = \"https://{}\"`", shown(bare))));
    };
    if text.contains(['?', '#']) {
        let clean = text.split(['?', '#']).next().unwrap_or("");
        let message = "`base_url` is the address of the home page, without `?` or `#`".to_owned();
        return Err((message, format!("write `base_url = \"{}\"`", shown(clean))));
    }
    let (host, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
    let name_fits = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '[' | ']' | ':'));
    if name.is_empty() || !name_fits || name.starts_with('.') || port.parse::<u16>().is_err() {
        let message = format!("`{}` in `base_url` is not the name of a host", shown(host));
        return Err((message, "write it like `base_url = \"https://review.example\"`".to_owned()));
    }
    let path = path.trim_end_matches('/');
    let path_fits = path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/!$()*+,;=:@%".contains(c));
    let parts_fit = path.split('/').skip(1).all(|part| !part.is_empty() && part != "." && part != "..");
    if !path_fits || !parts_fit {
        let message = format!("the path `{}` of `base_url` cannot be used", shown(path).escape_debug());
        return Err((message, "write it like `base_url = \"https://review.example/journal\"`".to_owned()));
    }
    Ok((text.trim_end_matches('/').to_owned(), path.to_owned()))
}

fn refuse<T>(mistakes: &Mistakes<'_>, span: Span, message: &str, help: &str) -> Option<T> {
    mistakes.add(mistakes.at(Code::InvalidValue, span, message).help(help));
    None
}

/// A language tag in the shape of BCP 47: letters, then parts of letters and digits.
pub(super) fn language(field: Field<'_>) -> Option<String> {
    let mistakes = field.mistakes();
    let text = field.filled_line()?;
    check_language(&text, mistakes)
}

/// The code of `[languages.CODE]`, which is neither the site's first language nor one of those before it.
pub(super) fn further_language(field: &Field<'_>, config: &Config) -> Option<String> {
    let code = check_language(&field.key, field.mistakes())?;
    if code.eq_ignore_ascii_case(&config.language) {
        let message = format!("`{}` is the site's own language already", shown(&code));
        return refuse(field.mistakes(), field.key.span, &message, "declare only further languages here");
    }
    if config.languages.keys().any(|other| other.eq_ignore_ascii_case(&code)) {
        let message = format!("the language `{}` is declared twice", shown(&code));
        return refuse(field.mistakes(), field.key.span, &message, "keep one of them");
    }
    Some(code)
}

fn check_language(text: &Spanned<String>, mistakes: &Mistakes<'_>) -> Option<String> {
    let mut parts = text.value.split('-');
    let language = parts.next().unwrap_or("");
    let first = matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if first && rest {
        return Some(text.value.clone());
    }
    let message = format!("`{}` is not a language tag", shown(&text.value));
    let help = match text.value.contains('_') {
        true => format!("write it with `-`: `{}`", text.value.replace('_', "-")),
        false => "write it like `en`, `en-GB` or `zh-Hans`".to_owned(),
    };
    refuse(mistakes, text.span, &message, &help)
}

/// A zone of the IANA database.
pub(super) fn timezone(field: Field<'_>) -> Option<Zone> {
    let mistakes = field.mistakes();
    let text = field.filled_line()?;
    if let Some(zone) = Zone::parse(&text.value) {
        return Some(zone);
    }
    let names = Zone::names();
    let message = format!("there is no time zone `{}`", shown(&text.value));
    // Most people know the city alone.
    let city = text.value.replace(' ', "_");
    let is_city = |name: &&str| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city));
    let names = || names.iter().map(String::as_str);
    let help = match names().find(is_city).or_else(|| nearest(&text.value, names())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a name of the IANA database, like `Europe/London` or `UTC`".to_owned(),
    };
    refuse(mistakes, text.span, &message, &help)
}

/// An address of another site.
pub(super) fn web_address(field: Field<'_>) -> Option<Spanned<String>> {
    let (key, mistakes) = (field.key.value.clone(), field.mistakes());
    let text = field.filled_line()?;
    match address_fault(&text.value, false) {
        None => Some(text),
        Some((code, wrong)) => {
            let help = "write the whole address, like `https://example.org/page`";
            mistakes.add(mistakes.at(code, text.span, format!("`{key}` {wrong}")).help(help));
            None
        }
    }
}

/// An address of another site or of this one, or one for mail.
pub(super) fn link(field: Field<'_>) -> Option<Spanned<String>> {
    let (key, mistakes) = (field.key.value.clone(), field.mistakes());
    let text = field.filled_line()?;
    let fault =
        if text.value.starts_with("mailto:") { characters(&text.value) } else { address_fault(&text.value, true) };
    match fault {
        None => Some(text),
        Some((code, wrong)) => {
            let help = "write `https://…`, or the path of a page like `/coast/`";
            // The key of a redirect is an address, too, and is right.
            let named = if key.starts_with('/') { &text.value } else { &key };
            mistakes.add(mistakes.at(code, text.span, format!("`{named}` {wrong}")).help(help));
            None
        }
    }
}

/// Where an entry of the navigation leads: an address of the site, a content file, or another site.
pub(super) fn target(field: Field<'_>) -> Option<Spanned<String>> {
    let (key, mistakes) = (field.key.value.clone(), field.mistakes());
    let text = field.filled_line()?;
    let fault = match scheme(&text.value) {
        Some(_) => address_fault(&text.value, true),
        None if text.value.starts_with("//") => address_fault(&text.value, true),
        None => characters(&text.value),
    };
    match fault {
        None => Some(text),
        Some((code, wrong)) => {
            let help = "write `/coast/`, `about/index.md` or `https://…`";
            mistakes.add(mistakes.at(code, text.span, format!("`{key}` {wrong}")).help(help));
            None
        }
    }
}

/// What stands before the first colon, if it can be a scheme; read as browsers do, which drop blanks and controls.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let scheme: String = scheme.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let fits = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (fits && !scheme.is_empty()).then(|| scheme.to_ascii_lowercase())
}

fn address_fault(address: &str, local: bool) -> Option<(Code, String)> {
    match scheme(address).as_deref() {
        Some(program @ ("javascript" | "vbscript" | "data")) => {
            return Some((Code::UnsafeLink, format!("is an address that runs a program (`{program}:`)")));
        }
        Some("http" | "https") => {
            let host = address.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next());
            if host.is_none_or(str::is_empty) {
                return Some((Code::InvalidValue, "names no host".to_owned()));
            }
        }
        _ if local && address.starts_with('/') && !address.starts_with("//") => {}
        _ => return Some((Code::InvalidValue, "must begin with `https://` or `http://`".to_owned())),
    }
    characters(address)
}

fn characters(address: &str) -> Option<(Code, String)> {
    let bad = address.chars().find(|c| c.is_whitespace() || c.is_control() || "\"<>\\`".contains(*c))?;
    let name =
        if bad.is_control() || bad.is_whitespace() { format!("U+{:04X}", u32::from(bad)) } else { bad.to_string() };
    Some((Code::InvalidValue, format!("holds `{name}`, which no address can")))
}

/// The path of a file of the site, relative, which does not leave its folder.
pub(super) fn file(field: Field<'_>) -> Option<Spanned<String>> {
    let (key, mistakes) = (field.key.value.clone(), field.mistakes());
    let text = field.filled_line()?;
    let value = text.value.as_str();
    let bad = value.chars().any(|c| c.is_control() || "\"<>\\".contains(c));
    match RelPath::new(value) {
        Some(clean) if clean.as_str() == value && !bad => Some(text),
        clean => {
            let message = format!("`{}` in `{key}` is not the path of a file", shown(value).escape_debug());
            let help = match clean.filter(|_| !bad) {
                Some(clean) => format!("write `{clean}`"),
                None => "write a path without `/` in front and without `..`, like `about/corrections.md`".to_owned(),
            };
            refuse(mistakes, text.span, &message, &help)
        }
    }
}

/// The name of a theme: that of a folder below themes/.
pub(super) fn theme_name(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let text = field.filled_line()?;
    let fits = text.value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if fits && !text.value.starts_with('.') {
        return Some(text);
    }
    let message = format!("`{}` is not the name of a theme", shown(&text.value).escape_debug());
    refuse(mistakes, text.span, &message, "write the name of a folder below themes/, or `default`")
}

/// An override of a theme's token: text or a number as written, safe to stand in CSS.
pub(super) fn token(field: Field<'_>) -> Option<(Spanned<String>, Spanned<String>)> {
    let (key, mistakes) = (field.key.clone(), field.mistakes());
    if !matches!(field.node.value, Value::Text(_) | Value::Number(_)) {
        let example = format!("write it like `{} = \"#7a3e2b\"`", key.value);
        field.wrong("a text or a number", &example);
        return None;
    }
    let text = field.filled_line()?;
    let bad = text.value.chars().find(|c| c.is_control() || ";{}<>\\".contains(*c));
    let comment = text.value.contains("/*") || text.value.contains("*/");
    if bad.is_none() && !comment {
        return Some((key, text));
    }
    let found = match bad {
        Some(c) if c.is_control() => format!("the control character U+{:04X}", u32::from(c)),
        Some(c) => format!("`{c}`"),
        None => "a comment".to_owned(),
    };
    let message = format!("the token `{}` holds {found}, and a token is one value of CSS", key.value);
    refuse(mistakes, text.span, &message, &format!("write it like `{} = \"#7a3e2b\"`", key.value))
}

/// Fields of front matter that a taxonomy cannot be called.
const RESERVED: &[&str] = &[
    "title",
    "short_title",
    "dek",
    "description",
    "published",
    "date",
    "updated",
    "reviewed",
    "expires",
    "review_every",
    "draft",
    "authors",
    "reviewers",
    "editors",
    "fact_checkers",
    "contributors",
    "series",
    "related",
    "kind",
    "image",
    "sections",
    "faqs",
    "faq",
    "sources",
    "references",
    "corrections",
    "disclosure",
    "id",
    "slug",
    "aliases",
    "template",
    "toc",
    "weight",
    "canonical",
    "noindex",
    "extra",
    "people",
    "questions",
    "search",
    "page",
];

/// The name of a taxonomy: a field of the front matter and a part of addresses.
pub(super) fn taxonomy(field: &Field<'_>) -> Option<String> {
    let (name, mistakes) = (&field.key, field.mistakes());
    let fits = name.value.starts_with(|c: char| c.is_ascii_lowercase())
        && name.value.len() <= 60
        && name.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    if !fits {
        let message = format!("`{}` in `taxonomies` cannot be a name", shown(&name.value).escape_debug());
        return refuse(
            mistakes,
            name.span,
            &message,
            "use small letters, digits, `-` and `_`, like `[taxonomies.regions]`",
        );
    }
    if RESERVED.contains(&name.value.as_str()) {
        let message = format!("`{}` in `taxonomies` already means something else", name.value);
        return refuse(mistakes, name.span, &message, "give the taxonomy another name");
    }
    Some(name.value.clone())
}

/// A kind of call-out, in lower case.
pub(super) fn callout(field: Field<'_>) -> Option<String> {
    let mistakes = field.mistakes();
    let text = field.filled_line()?;
    let name = text.value.to_lowercase();
    let fits = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if fits {
        return Some(name);
    }
    let message = format!("`{}` cannot be a kind of call-out", shown(&text.value).escape_debug());
    refuse(mistakes, text.span, &message, "use letters, digits, `-` and `_`, like `key-facts`")
}

/// The address that opens a file in the author's editor.
pub(super) fn editor_link(field: Field<'_>) -> Option<String> {
    let mistakes = field.mistakes();
    let text = field.filled_line()?;
    let runs = matches!(scheme(&text.value).as_deref(), None | Some("javascript" | "vbscript" | "data"));
    if !runs && text.value.contains("{path}") && characters(&text.value).is_none() {
        return Some(text.value);
    }
    let message = format!("`{}` cannot open a file in an editor", shown(&text.value).escape_debug());
    refuse(mistakes, text.span, &message, "write it like `link = \"vscode://file/{path}:{line}:{column}\"`")
}
