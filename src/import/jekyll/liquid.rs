//! Liquid: `{% tag … %}` and `{{ value | filter }}`.

use super::super::body::{Body, Edit};
use super::super::calls::{self, Arguments, Becomes, Call, Tag, TagKind, arguments, lies_in};
use super::super::embeds;
use super::super::lookup::{Lookup, Target};
use super::super::model::{Finding, Page};
use super::super::value::Value;
use crate::parse::markdown::spots;

/// Tags that have an end.
const BLOCKS: &[&str] = &[
    "highlight",
    "raw",
    "comment",
    "if",
    "unless",
    "for",
    "case",
    "capture",
    "tablerow",
    "details",
    "note",
    "tip",
    "warning",
];

/// Replaces the tags of a page.
pub fn replace(page: &Page, body: &mut Body, lookup: &Lookup<'_>, findings: &mut Vec<Finding>) {
    contents(body);
    attributes(page, body, findings);
    if !body.text.contains("{{") && !body.text.contains("{%") {
        return;
    }
    let tags = tags(&body.text);
    calls::apply(body, &tags, |call| becomes(page, call, lookup, findings));
}

/// kramdown's place for the contents: a list of one entry, and `{:toc}` below it.
fn contents(body: &mut Body) {
    let Some(at) = body.text.find("{:toc").or_else(|| body.text.find("{: toc")) else { return };
    let start = body.text[..at].trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
    let end = body.text[at..].find('\n').map_or(body.text.len(), |end| at + end);
    if body.text[start..at].trim_start().starts_with(['*', '-', '1', '+']) {
        body.edit(vec![Edit::new(start..end, "::toc\n")]);
    }
}

/// kramdown's attributes behind a link, a picture or a word: `{: .wide}`; those of whole blocks stand on a line of their own.
fn attributes(page: &Page, body: &mut Body, findings: &mut Vec<Finding>) {
    if !body.text.contains("{:") {
        return;
    }
    let code = spots(&body.text).code;
    let mut edits = Vec::new();
    for (at, _) in body.text.match_indices("{:") {
        let follows = body.text[..at].ends_with([')', ']', '*', '_', '`']);
        let Some(length) = body.text[at..].find('}').map(|end| end + 1).filter(|_| follows && !lies_in(&code, at))
        else {
            continue;
        };
        let written = &body.text[at..at + length];
        if written.contains('\n') {
            continue;
        }
        findings.push(Finding::new("attributes of a word or a picture", &page.source, body.line(at), written));
        edits.push(Edit::new(at..at + length, format!("<!-- {} -->", written.replace("--", "- -"))));
    }
    body.edit(edits);
}

fn becomes(page: &Page, call: &Call<'_>, lookup: &Lookup<'_>, findings: &mut Vec<Finding>) -> Becomes {
    let first = call.arguments.positional.first().map(String::as_str);
    let found = match call.name {
        "{{" => value(page, first.unwrap_or_default(), lookup).map(Becomes::Inline),
        "post_url" => first
            .and_then(|name| address(lookup.named(name.trim_matches('/')).or_else(|| lookup.only(name)), lookup))
            .map(Becomes::Inline),
        "link" => first.and_then(|path| address(lookup.named(path), lookup)).map(Becomes::Inline),
        "comment" => call.inner.map(|inner| Becomes::Inline(format!("<!-- {} -->", inner.trim().replace("--", "- -")))),
        "raw" => call.inner.map(|inner| Becomes::Inline(inner.to_owned())),
        "include" | "include_cached" => first.and_then(|file| {
            let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".html").trim_end_matches(".md");
            let arguments = Arguments { positional: Vec::new(), named: call.arguments.named.clone() };
            embeds::common(&Call { name, arguments: &arguments, inner: None, ..call.clone() })
        }),
        _ => embeds::common(call),
    };
    let name = match call.name {
        "{{" => "liquid value".to_owned(),
        "include" | "include_cached" => format!("include {}", first.unwrap_or_default()),
        name => format!("liquid {name}"),
    };
    match found {
        Some(found) => {
            let embedded = first.filter(|_| call.name == "include").unwrap_or(call.name);
            if embeds::is_embedded(embedded, &found) {
                findings.push(Finding::new(
                    format!("embed {embedded} as a link"),
                    &page.source,
                    call.line,
                    call.written,
                ));
            }
            found
        }
        None => {
            findings.push(Finding::new(name, &page.source, call.line, call.written));
            Becomes::Kept
        }
    }
}

/// The old address of a page or a file.
fn address(target: Option<Target>, lookup: &Lookup<'_>) -> Option<String> {
    match target? {
        Target::Page(at) => lookup.pages[at].old.first().map(|old| embeds::destination(old)),
        Target::Asset(at) => lookup.assets[at].old.as_ref().map(|old| embeds::destination(old)),
        _ => None,
    }
}

/// What `{{ … }}` stands for, if that can be known without Jekyll.
fn value(page: &Page, expression: &str, lookup: &Lookup<'_>) -> Option<String> {
    let mut parts = expression.split('|').map(str::trim);
    let subject = parts.next()?;
    let filters: Vec<&str> = parts.map(|filter| filter.split(':').next().unwrap_or(filter).trim()).collect();
    let known = [
        "relative_url",
        "absolute_url",
        "escape",
        "strip",
        "prepend",
        "append",
        "url_encode",
        "uri_escape",
        "markdownify",
    ];
    if filters.iter().any(|filter| !known.contains(filter)) {
        return None;
    }
    let quoted = subject.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let quoted = quoted.or_else(|| subject.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')));
    if let Some(text) = quoted {
        let is_address = filters.iter().any(|filter| filter.ends_with("_url") || *filter == "prepend");
        let slash = if is_address && !text.starts_with('/') && !text.contains("://") { "/" } else { "" };
        return Some(format!("{slash}{text}"));
    }
    match subject {
        "site.baseurl" | "site.url" | "site.github.url" => Some(String::new()),
        "page.url" => page.old.first().cloned(),
        _ => {
            let _ = lookup;
            page.field(subject.strip_prefix("page.")?).and_then(Value::as_text).map(str::to_owned)
        }
    }
}

/// The tags of a text that do not stand in code; `{% raw %}` keeps what it holds, wherever it is.
fn tags(text: &str) -> Vec<Tag> {
    let code = spots(text).code;
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        let end = match text.as_bytes().get(at + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => {
                from = at + 1;
                continue;
            }
        };
        let rest = &text[at + 2..];
        let Some(length) = rest.find(end).filter(|length| *length < 20_000) else {
            from = at + 2;
            continue;
        };
        let inner = rest[..length].trim_matches(|c: char| c == '-' || c.is_whitespace());
        let range = at..at + 2 + length + 2;
        from = range.end;
        if end == "}}" {
            if !lies_in(&code, at) {
                let arguments = Arguments { positional: vec![inner.to_owned()], named: Vec::new() };
                tags.push(Tag { range, name: "{{".to_owned(), arguments, kind: TagKind::Single });
            }
            continue;
        }
        let (name, given) = inner.split_at(inner.find(char::is_whitespace).unwrap_or(inner.len()));
        if name == "raw" {
            // All up to its end is text.
            let Some((length, skip)) = end_of_raw(&text[range.end..]) else { continue };
            tags.push(Tag {
                range: range.clone(),
                name: String::new(),
                arguments: Arguments::default(),
                kind: TagKind::Literal(String::new()),
            });
            let stop = range.end + length;
            tags.push(Tag {
                range: stop..stop + skip,
                name: String::new(),
                arguments: Arguments::default(),
                kind: TagKind::Literal(String::new()),
            });
            from = stop + skip;
            continue;
        }
        if lies_in(&code, at) {
            continue;
        }
        let (name, kind) = match name.strip_prefix("end") {
            Some(opened) if !opened.is_empty() => (opened, TagKind::Close),
            _ if BLOCKS.contains(&name) => (name, TagKind::Open),
            _ => (name, TagKind::Single),
        };
        tags.push(Tag { range, name: name.to_owned(), arguments: arguments(given), kind });
    }
    tags
}

/// Where `{% endraw %}` begins, and how long it is.
fn end_of_raw(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("{%")?;
        let length = text[at..].find("%}")? + 2;
        if text[at + 2..at + length - 2].trim_matches(['-', ' ']) == "endraw" {
            return Some((at, length));
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_raw_text_stays() {
        let text = "{% highlight ruby %}\nx\n{% endhighlight %} {{ page.title }} {% raw %}{{ x }}{% endraw %} `{% y %}`\n\n```\n{% raw %}{{ z }}{% endraw %}\n```\n";
        let found = tags(text);
        let names: Vec<&str> = found.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["highlight", "highlight", "{{", "", "", "", ""]);
        let mut body = Body::new(text, 1);
        calls::apply(&mut body, &found, |_| Becomes::Kept);
        assert!(body.text.contains(" {{ x }} `{% y %}`") && body.text.contains("\n{{ z }}\n"), "{}", body.text);
    }
}
