//! An article or plain page: its fields, its Markdown, and what it is about.

use super::document::Parsed;
use super::front_matter::ArticleFields;
use super::markdown::Manuscript;
use super::{ParseOptions, caption, front_matter, join, markdown, named, read, related, split};
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{RelPath, SourceMap, Span, Spanned, Text};

pub(super) fn article(
    path: &RelPath,
    text: &str,
    rewritten: Option<&Text>,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<ArticleFields> {
    let (yaml, body_start, broken) = split(path, text, diagnostics);
    let (mut body, mut map) = match rewritten {
        Some(rewritten) => (rewritten.value.as_str(), rewritten.map.clone()),
        None => (&text[body_start..], SourceMap::copied_from(body_start, text.len() - body_start)),
    };
    let mut fields = match yaml {
        Some((yaml, offset)) => front_matter::article(path, yaml, offset, options).collect(diagnostics),
        None => ArticleFields::default(),
    };
    let mut untitled = false;
    if yaml.is_none() {
        // Of a file that could not be read as text it has been said already.
        if !broken && diagnostics.is_empty() {
            let message = if text.is_empty() { "this file is empty" } else { "this article has no front matter" };
            let first = text[body_start..].lines().next().unwrap_or_default().trim();
            let help = if first.len() > 3 && first.bytes().all(|byte| byte == b'-') {
                "front matter begins with `---`, three dashes and no more"
            } else if text[body_start..].trim_start().starts_with("---") {
                "`---` must be the first line of the file: take away what stands above it"
            } else {
                "begin the file with `---`, `title: …`, `---`"
            };
            diagnostics.push(Diagnostic::new(Code::NoFrontMatter, path, Span::at(body_start), message).help(help));
        }
        match markdown::leading_title(body) {
            Some((title, end)) if !title.is_empty() => {
                fields.title = Spanned::new(title, map.span(0..end));
                let mut rest = SourceMap::default();
                rest.append_part(0, &map, end..body.len());
                (body, map) = (&body[end..], rest);
            }
            _ => untitled = true,
        }
    }
    let manuscript = Manuscript {
        path,
        dek: fields.dek.as_ref(),
        image_caption: caption(fields.image.as_ref()),
        disclosure: fields.disclosure.as_ref(),
        body,
        map,
        sections: &fields.sections,
        faqs: &fields.faqs,
        corrections: &fields.corrections,
    };
    let reading = read(&manuscript, options, broken, diagnostics);
    if untitled {
        let title = reading.first_heading.clone().filter(|title| !title.is_empty());
        fields.title = Spanned::new(title.unwrap_or_else(|| named(path, options)), Span::at(body_start));
    }
    let headings = reading.references.headings.iter().map(|heading| heading.text.as_str());
    let texts = [fields.title.value.as_str()].into_iter().chain(reading.dek_text.as_deref()).chain(headings);
    let words = related::words(texts, &options.language);
    let mut fields = fields.without_prose();
    for (correction, plain) in fields.corrections.iter_mut().zip(&reading.correction_texts) {
        correction.plain.clone_from(plain);
    }
    join(path, fields, reading, words, options)
}
