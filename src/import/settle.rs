//! The new site, staged → a new site without errors.
//!
//! The stages of a build say what is wrong; each mistake is mended where it stands and reported, and the site is looked
//! at again, because one mistake can hide another. What a mapping cannot know (which headings a page has, what byline
//! takes for a directive) is so found by what knows it.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::body::{Body, Edit, as_block, as_code};
use super::model::{Document, Finding, Imported};
use super::value::{Value, yaml};
use crate::build::{Now, Options, check};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::error::Error;
use crate::parse::markdown::{Spots, spots};
use crate::slug::slugify;
use crate::text::{RelPath, Span};

/// How often the site is looked at.
const ROUNDS: usize = 8;

/// Mends the site that lies staged below `root`; gives what is still wrong with it.
///
/// # Errors
/// A failure of the machine.
pub fn settle(
    root: &Path,
    imported: &mut Imported,
    now: Now,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Diagnostic>, Error> {
    // What is not public yet must not break the site on its day: drafts last, because others may not lead to them.
    let mut wrong = Vec::new();
    for (drafts, future) in [(false, false), (false, true), (true, true)] {
        let (output, base_url, jobs, force) = (Some(root.join("public")), None, None, false);
        let options = Options { root: root.to_owned(), output, base_url, drafts, future, now, jobs, force };
        let left = settle_as(&options, imported, findings)?;
        wrong.extend(left.into_iter().filter(|one| !wrong.contains(one)).collect::<Vec<_>>());
    }
    Ok(wrong)
}

/// Mends the site as it is built with some options.
fn settle_as(
    options: &Options,
    imported: &mut Imported,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Diagnostic>, Error> {
    let root = &options.root;
    for round in 0.. {
        let mut wrong = check::errors(options)?;
        if wrong.is_empty() || round == ROUNDS {
            return Ok(wrong);
        }
        let mut settings = false;
        let mut by_file: BTreeMap<RelPath, Vec<Diagnostic>> = BTreeMap::new();
        for diagnostic in wrong.drain(..) {
            let Some(place) = diagnostic.place.clone() else { continue };
            if place.path.as_str() == "site.toml" {
                settings = true;
                of_settings(&diagnostic, &place, root, imported, findings);
            } else if place.path.below("static").is_some() {
                imported.assets.retain(|(source, path)| {
                    let stays = *path != place.path;
                    if !stays {
                        findings.push(Finding::new("file left out", source, 0, diagnostic.message.clone()));
                        let _ = std::fs::remove_file(path.on_disk(root));
                    }
                    stays
                });
            } else {
                by_file.entry(place.path).or_default().push(diagnostic);
            }
        }
        let base_url = imported.settings.base_url.clone();
        let mut mended = Vec::new();
        let documents = imported.articles.iter_mut().chain(&mut imported.sections).chain(&mut imported.people);
        for (path, document) in documents {
            if let Some(diagnostics) = by_file.remove(path) {
                mended.push((path.clone(), document, diagnostics));
            }
        }
        let found: Vec<Result<Vec<Finding>, Error>> = mended
            .into_par_iter()
            .map(|(path, document, diagnostics)| {
                let found = mend(&path, document, &diagnostics, &base_url, round);
                let on_disk = path.on_disk(root);
                std::fs::write(&on_disk, text(document)).map_err(|cause| Error::io("write", &on_disk, &cause))?;
                Ok(found)
            })
            .collect();
        for found in found {
            findings.extend(found?);
        }
        if settings {
            let on_disk = root.join("site.toml");
            std::fs::write(&on_disk, super::settings::toml(imported))
                .map_err(|cause| Error::io("write", &on_disk, &cause))?;
        }
    }
    Ok(Vec::new())
}

/// The text of a document's file.
pub fn text(document: &Document) -> String {
    let Document { fields, body, .. } = document;
    let gap = if body.text.is_empty() { "" } else { "\n" };
    format!("{}{gap}{}", head(fields), body.text)
}

fn head(fields: &[(String, Value)]) -> String {
    format!("---\n{}---\n", yaml(fields))
}

/// Mends what is wrong with one document.
fn mend(path: &RelPath, document: &mut Document, wrong: &[Diagnostic], base_url: &str, round: usize) -> Vec<Finding> {
    let head = head(&document.fields);
    let start = head.len() + usize::from(!document.body.text.is_empty());
    let mut findings = Vec::new();
    let source = document.source.clone();
    if round + 1 == ROUNDS {
        // Nothing else helped: the text is shown as it is.
        let line = document.body.line(0);
        findings.push(Finding::new("text that is shown as code", &source, line, wrong[0].message.clone()));
        document.body = Body::new(format!("{}\n", as_block(&document.body.text, "")), line);
        return findings;
    }
    let mut edits = Vec::new();
    for diagnostic in wrong {
        let span = diagnostic.place.as_ref().and_then(|place| place.span);
        match span {
            Some(span) if span.start as usize >= start => {
                // The end of the file, too, can be a place.
                let text = &document.body.text;
                let within = |offset: u32| text.floor_char_boundary((offset as usize - start).min(text.len()));
                let at = within(span.start)..within(span.end.max(span.start));
                if let Some(edit) = other_anchor(&document.body.text, &at, diagnostic) {
                    edits.push(edit);
                    continue;
                }
                let line = document.body.line(at.start);
                findings.push(Finding::new(
                    kind(diagnostic),
                    &source,
                    line,
                    quoted(&document.body.text, &at, diagnostic),
                ));
                edits.extend(of_body(path, &document.body.text, at, diagnostic, base_url));
            }
            Some(span) => {
                findings.push(Finding::new(kind(diagnostic), &source, 0, diagnostic.message.clone()));
                of_front(document, &head, span, diagnostic);
            }
            None if diagnostic.code == Code::AddressClash => {
                findings.push(Finding::new("name taken", &source, 0, diagnostic.message.clone()));
                other_slug(path, document);
            }
            None => {
                findings.push(Finding::new(kind(diagnostic), &source, 0, diagnostic.message.clone()));
                if diagnostic.code == Code::TooDeep {
                    let line = document.body.line(0);
                    document.body = Body::new(format!("{}\n", as_block(&document.body.text, "")), line);
                    return findings;
                }
            }
        }
    }
    // A mistake that is reported twice at one place is mended once.
    edits.dedup();
    document.body.edit(edits);
    findings
}

/// What the report calls a mistake.
fn kind(diagnostic: &Diagnostic) -> String {
    match diagnostic.code {
        Code::BrokenLink | Code::AmbiguousLink => "link to nothing",
        Code::LinkToUnpublished => "link to a page that is not public",
        Code::BrokenAnchor => "link to a heading that is not there",
        Code::MissingAsset => "picture that is not there",
        Code::UnsafeLink => "link that would run a program",
        Code::UnknownComponent
        | Code::DirectiveSyntax
        | Code::UnclosedBlock
        | Code::UnknownAttribute
        | Code::MissingAttribute => "text that byline would take for a directive",
        Code::UnknownSource => "text that byline would take for a citation",
        Code::UnknownCallout => "call-out of an unknown kind",
        Code::DuplicateId => "id that stands twice",
        Code::UndefinedFootnote => "footnote that is not there",
        code => return format!("mistake {code}"),
    }
    .to_owned()
}

/// The beginning of the line that a mistake stands in, or what is wrong.
fn quoted(text: &str, at: &std::ops::Range<usize>, diagnostic: &Diagnostic) -> String {
    text.get(at.clone())
        .filter(|text| !text.trim().is_empty())
        .map_or_else(|| diagnostic.message.clone(), str::to_owned)
}

fn of_body(
    path: &RelPath,
    text: &str,
    at: std::ops::Range<usize>,
    diagnostic: &Diagnostic,
    base_url: &str,
) -> Vec<Edit> {
    let escape = |at: usize| vec![Edit::new(at..at, "\\")];
    let before = |sign: &str| text.get(..(at.end).min(text.len())).and_then(|before| before.rfind(sign));
    match diagnostic.code {
        Code::BrokenLink
        | Code::LinkToUnpublished
        | Code::AmbiguousLink
        | Code::UnsafeLink
        | Code::MissingAsset
        | Code::BrokenAnchor => of_link(path, text, &at, diagnostic, base_url),
        Code::UnknownSource => before("[").map_or_else(Vec::new, escape),
        Code::UndefinedFootnote => before("[^").map_or_else(Vec::new, escape),
        Code::UnknownCallout => {
            let found = before("[!").or_else(|| text[at.start..].find("[!").map(|found| at.start + found));
            found.map_or_else(Vec::new, escape)
        }
        Code::DuplicateId => vec![Edit::new(at.clone(), format!("{}-2", &text[at]))],
        Code::UnknownComponent
        | Code::DirectiveSyntax
        | Code::UnclosedBlock
        | Code::UnknownAttribute
        | Code::MissingAttribute
        | Code::WrongType
        | Code::InvalidValue
        | Code::DuplicatePlace
        | Code::EmptyPlace => {
            let line = text[..at.start].rfind('\n').map_or(0, |found| found + 1);
            if text[at.start..].starts_with(['{', '<']) {
                return escape(at.start);
            }
            let brace = text[line..at.start.max(line)].rfind("){").map(|found| line + found + 1);
            if let Some(brace) = brace {
                return escape(brace);
            }
            // The colons before the name, or the first of those that the place begins with.
            let colons = text[..at.start].len() - text[..at.start].trim_end_matches(':').len();
            if colons > 0 {
                return escape(at.start - colons);
            }
            if text[at.start..].starts_with(':') {
                return escape(at.start);
            }
            let first = text[line..].find(':').map(|found| line + found);
            first.map_or_else(Vec::new, escape)
        }
        _ => text.get(at.clone()).filter(|part| !part.is_empty()).map_or_else(Vec::new, |part| {
            let lines = part.contains("\n\n");
            vec![Edit::new(at.clone(), if lines { format!("\n\n{}\n\n", as_block(part, "")) } else { as_code(part) })]
        }),
    }
}

/// A link to a heading by its words, as it is written for other programs, leads to the id that byline makes of these.
fn other_anchor(text: &str, at: &std::ops::Range<usize>, diagnostic: &Diagnostic) -> Option<Edit> {
    if diagnostic.code != Code::BrokenAnchor {
        return None;
    }
    let links = spots(text).links;
    let link = links.iter().find(|link| link.destination.start <= at.start && at.start < link.destination.end)?;
    let (page, anchor) = text[link.destination.clone()].split_once('#')?;
    let id = slugify(&crate::route::decode(anchor)?);
    (id != anchor && !id.is_empty()).then(|| Edit::new(link.destination.clone(), format!("{page}#{id}")))
}

fn of_link(
    path: &RelPath,
    text: &str,
    at: &std::ops::Range<usize>,
    diagnostic: &Diagnostic,
    base_url: &str,
) -> Vec<Edit> {
    let Spots { links, html, .. } = spots(text);
    let holds = |range: &std::ops::Range<usize>| range.start <= at.start && at.start < range.end.max(range.start + 1);
    let found = links.iter().find(|link| holds(&link.destination));
    if found.is_none() && html.iter().any(holds) {
        let written = text.get(at.clone()).unwrap_or_default();
        let with = match (diagnostic.code, written.split_once('#')) {
            (Code::BrokenAnchor, Some(("", _))) => "#".to_owned(),
            (Code::BrokenAnchor, Some((plain, _))) => plain.to_owned(),
            _ => at_old_site(path, written, base_url),
        };
        return vec![Edit::new(at.clone(), with)];
    }
    let Some(link) = found.or_else(|| links.iter().rfind(|link| holds(&link.range))) else {
        return text.get(at.clone()).map_or_else(Vec::new, |part| vec![Edit::new(at.clone(), as_code(part))]);
    };
    let written = &text[link.destination.clone()];
    let inner = text
        .get(link.range.start..link.destination.start)
        .and_then(|before| before.rsplit_once("]("))
        .map(|(inner, _)| inner);
    let inner = inner.map(|inner| inner.trim_start_matches('!').trim_start_matches('[').to_owned());
    if diagnostic.code == Code::BrokenAnchor {
        let plain = written.split('#').next().unwrap_or_default();
        return match (plain, inner) {
            ("", Some(inner)) => vec![Edit::new(link.range.clone(), inner)],
            ("", None) => vec![Edit::new(link.range.clone(), as_code(&text[link.range.clone()]))],
            (plain, _) => vec![Edit::new(link.destination.clone(), plain)],
        };
    }
    if link.is_wiki {
        return vec![Edit::new(link.range.clone(), text[link.range.clone()].replace("[[", "\\[\\["))];
    }
    if diagnostic.code == Code::UnsafeLink {
        let shown = format!("{} {}", inner.unwrap_or_default(), as_code(written));
        return vec![Edit::new(link.range.clone(), shown.trim())];
    }
    vec![Edit::new(link.destination.clone(), at_old_site(path, written, base_url))]
}

/// The address that a link of a document had at the old site.
fn at_old_site(path: &RelPath, written: &str, base_url: &str) -> String {
    let below = path.below("content").unwrap_or_default();
    let address = match written.strip_prefix('/') {
        Some(address) => address.to_owned(),
        None => super::lookup::join(below, written).unwrap_or_else(|| written.replace("../", "")),
    };
    // The file of a page was written; at the old site it has an address.
    let address = address.strip_suffix(".md").map_or(address.clone(), |place| {
        let place = place.strip_suffix("_index").or_else(|| place.strip_suffix("index")).unwrap_or(place);
        format!("{}/", place.trim_end_matches('/'))
    });
    format!("{base_url}/{}", super::embeds::destination(&address))
}

/// Mends the front matter: the field that a mistake stands in.
fn of_front(document: &mut Document, head: &str, span: Span, diagnostic: &Diagnostic) {
    let at = (span.start as usize).min(head.len());
    let text = head.get(span.range()).unwrap_or_default().trim_matches(['"', '\'']).to_owned();
    let line_end = head[at..].find('\n').map_or(head.len(), |end| at + end);
    let key = head[..line_end].lines().rev().find_map(|line| {
        let (key, _) = line.split_once(':')?;
        (!line.starts_with([' ', '-', '#'])).then(|| key.trim_matches('"').to_owned())
    });
    let Some(position) = key.and_then(|key| document.fields.iter().position(|(name, _)| *name == key)) else { return };
    let (key, value) = &mut document.fields[position];
    match (key.as_str(), &mut *value) {
        ("aliases", Value::List(items)) => {
            items.retain(|item| item.as_text() != Some(&text));
            if items.is_empty() || text.is_empty() {
                document.fields.remove(position);
            }
        }
        ("dek" | "faqs", value) if is_of_prose(diagnostic.code) => escape(value),
        ("title", _) => {}
        _ => {
            let (key, value) = document.fields.remove(position);
            keep(document, key, value);
        }
    }
}

fn is_of_prose(code: Code) -> bool {
    !matches!(code, Code::WrongType | Code::InvalidValue | Code::MissingField | Code::IncompleteFaq)
}

/// Lets nothing in a Markdown text be a link, a citation or a directive.
fn escape(value: &mut Value) {
    match value {
        Value::Text(text) => {
            let plain = text.replace("\\[", "[").replace('[', "\\[");
            *text = plain
                .lines()
                .map(|line| if line.starts_with(':') { format!("\\{line}") } else { line.to_owned() })
                .collect::<Vec<_>>()
                .join("\n");
        }
        Value::List(items) => items.iter_mut().for_each(escape),
        Value::Map(entries) => entries
            .iter_mut()
            .filter(|(key, _)| key == "answer" || key == "question")
            .for_each(|(_, value)| escape(value)),
        _ => {}
    }
}

/// Keeps a field that cannot be what it is called below `extra`.
fn keep(document: &mut Document, key: String, value: Value) {
    match document.fields.iter_mut().find(|(name, _)| name == "extra") {
        Some((_, Value::Map(entries))) => entries.push((key, value)),
        _ => document.fields.push(("extra".to_owned(), Value::Map(vec![(key, value)]))),
    }
}

/// Gives a document another last part of its address.
fn other_slug(path: &RelPath, document: &mut Document) {
    let folder = path.parent().and_then(|parent| parent.rsplit('/').next()).unwrap_or_default();
    let stem = if path.stem().starts_with("index") { folder } else { path.stem() };
    match document.fields.iter_mut().find(|(key, _)| key == "slug") {
        Some((_, value)) => *value = Value::text(format!("{}-2", value.as_text().unwrap_or(stem))),
        None => document.fields.push(("slug".to_owned(), Value::text(format!("{stem}-2")))),
    }
}

/// Takes a redirect or an entry of the navigation out that is wrong.
fn of_settings(
    diagnostic: &Diagnostic,
    place: &Place,
    root: &Path,
    imported: &mut Imported,
    findings: &mut Vec<Finding>,
) {
    findings.push(Finding::new("setting that cannot be kept", "site.toml", 0, diagnostic.message.clone()));
    let text = std::fs::read_to_string(root.join("site.toml")).unwrap_or_default();
    let Some(span) = place.span else { return };
    let at = (span.start as usize).min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let has = |value: &str| line.contains(&super::value::toml_text(value));
    let before = imported.redirects.len();
    imported.redirects.retain(|(from, to)| !(has(from) && has(to)));
    if imported.redirects.len() == before {
        imported.settings.nav.retain(|(title, url)| !(has(title) || has(url)));
    }
}
