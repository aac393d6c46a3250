//! Shortcodes: `{{< name … >}}` and `{{% name … %}}`.

use super::super::body::Body;
use super::super::calls::{self, Becomes, Call, Tag, TagKind, arguments, lies_in};
use super::super::embeds;
use super::super::lookup::{Lookup, Target};
use super::super::model::{Finding, Page};
use super::super::value::Value;
use crate::parse::markdown::spots;

/// Replaces the shortcodes of a page.
pub fn replace(page: &Page, body: &mut Body, lookup: &Lookup<'_>, findings: &mut Vec<Finding>) {
    if !body.text.contains("{{") {
        return;
    }
    let tags = tags(&body.text);
    calls::apply(body, &tags, |call| becomes(page, call, lookup, findings));
}

fn becomes(page: &Page, call: &Call<'_>, lookup: &Lookup<'_>, findings: &mut Vec<Finding>) -> Becomes {
    let found = match call.name {
        "ref" | "relref" => reference(page, call, lookup).map(Becomes::Inline),
        "param" => call
            .arguments
            .positional
            .first()
            .and_then(|key| page.field(key))
            .and_then(Value::as_text)
            .map(|text| Becomes::Inline(text.to_owned())),
        "comment" => call.inner.map(|inner| Becomes::Inline(format!("<!-- {} -->", inner.trim().replace("--", "- -")))),
        _ => embeds::common(call),
    };
    match found {
        Some(found) => {
            if embeds::is_embedded(call.name, &found) {
                findings.push(Finding::new(
                    format!("embed {} as a link", call.name),
                    &page.source,
                    call.line,
                    call.written,
                ));
            }
            found
        }
        None => {
            findings.push(Finding::new(format!("shortcode {}", call.name), &page.source, call.line, call.written));
            Becomes::Kept
        }
    }
}

/// The old address of the page that `ref` names, with its fragment.
fn reference(page: &Page, call: &Call<'_>, lookup: &Lookup<'_>) -> Option<String> {
    let written = call.arguments.get_or(&["path"], 0)?;
    let (path, fragment) = written.split_at(written.find('#').unwrap_or(written.len()));
    if path.is_empty() {
        return Some(fragment.to_owned());
    }
    let target = match lookup.follow(page, path).0 {
        Target::Page(at) => Target::Page(at),
        _ => lookup.only(path.trim_end_matches('/').rsplit('/').next().unwrap_or(path))?,
    };
    let Target::Page(at) = target else { return None };
    Some(format!("{}{fragment}", embeds::destination(lookup.pages[at].old.first()?)))
}

/// The shortcodes of a text that do not stand in code; `{{</* x */>}}` stands for itself wherever it is.
pub fn tags(text: &str) -> Vec<Tag> {
    let code = spots(text).code;
    let mut tags: Vec<Tag> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("{{").map(|at| from + at) {
        let rest = &text[at + 2..];
        let (open, end) = match rest.as_bytes().first() {
            Some(b'<') => ("{{<", ">}}"),
            Some(b'%') => ("{{%", "%}}"),
            _ => {
                from = at + 2;
                continue;
            }
        };
        let Some(length) = close(&rest[1..], end) else {
            from = at + 2;
            continue;
        };
        let inner = rest[1..1 + length].trim();
        let range = at..at + 3 + length + 3;
        from = range.end;
        if let Some(literal) = inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/")) {
            let mark = if lies_in(&code, at) { "" } else { "\\" };
            // Outside of code, `<name>` would be taken for HTML.
            let mark = if open == "{{<" && !literal.starts_with(' ') { mark } else { "" };
            let literal = format!("{{{{{mark}{}{literal}{end}", &open[2..]);
            tags.push(Tag {
                range,
                name: String::new(),
                arguments: calls::Arguments::default(),
                kind: TagKind::Literal(literal),
            });
            continue;
        }
        if lies_in(&code, at) {
            continue;
        }
        let (inner, is_close) = inner.strip_prefix('/').map_or((inner, false), |rest| (rest.trim(), true));
        let (inner, is_single) = inner.strip_suffix('/').map_or((inner, false), |rest| (rest.trim(), true));
        let length = inner.find(char::is_whitespace).unwrap_or(inner.len());
        let (name, given) = inner.split_at(length);
        let kind = match (is_close, is_single) {
            (true, _) => TagKind::Close,
            (_, true) => TagKind::Single,
            _ => TagKind::Open,
        };
        tags.push(Tag { range, name: name.to_owned(), arguments: arguments(given), kind });
    }
    tags
}

/// Where the end of a shortcode stands that is not within quotes.
fn close(text: &str, end: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '`') => quote = Some(c),
            (None, _) if text[at..].starts_with(end) => return Some(at),
            _ => {}
        }
        if at > 20_000 {
            break;
        }
    }
    // A quote that is never closed is part of a text.
    text.find(end).filter(|at| *at < 2_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_in_code_stay_and_escaped_ones_stand_for_themselves() {
        let text = "{{< a b=\"c >}} d\" >}} `{{< e >}}`\n\n```\n{{< f >}}\n{{</* g */>}}\n```\n{{%/* h */%}}{{< i />}}{{% /a %}}";
        let found = tags(text);
        let names: Vec<&str> = found.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["a", "", "", "i", "a"]);
        assert_eq!(found[0].arguments.named[0].1, "c >}} d");
        assert_eq!(found[1].kind, TagKind::Literal("{{< g >}}".to_owned()));
        assert_eq!(found[2].kind, TagKind::Literal("{{% h %}}".to_owned()));
        assert_eq!((&found[3].kind, &found[4].kind), (&TagKind::Single, &TagKind::Close));
    }
}
