//! A folder of Markdown, such as notes or the documentation of a program → the old site; and what is mended in the
//! Markdown of every generator.

use std::collections::BTreeSet;

use super::Dialect;
use super::body::{Body, Edit};
use super::embeds::callout_kind;
use super::front_matter;
use super::links::Wiki;
use super::lookup::Lookup;
use super::model::{Asset, Finding, OldSite, Page, Role, Settings, Taxonomy};
use super::notes;
use super::places;
use super::source::Source;
use super::value::Value;
use crate::error::Error;
use crate::parse::markdown::spots;
use crate::slug::slugify;

/// Reads the folder.
///
/// # Errors
/// If a file cannot be read, or there is no Markdown.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Result<(OldSite, Dialect, String), Error> {
    let (mut settings, file, content) = settings(source, findings)?;
    settings.taxonomies = vec![Taxonomy {
        name: "tags".to_owned(),
        title: "Tags".to_owned(),
        fields: vec!["tags".to_owned(), "tag".to_owned(), "keywords".to_owned()],
        old: Some("/tags/".to_owned()),
        term: slugify,
        terms: Vec::new(),
    }];
    let mut site = OldSite { settings, ..OldSite::default() };
    let below: Vec<(String, String)> = match &content {
        Some(folder) => source.below(folder).map(|(path, below)| (path.to_owned(), below.to_owned())).collect(),
        None => source.files.iter().map(|path| (path.clone(), path.clone())).collect(),
    };
    for (path, below) in below {
        let (stem, extension) = below.rsplit_once('.').unwrap_or((&below, ""));
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdx" => {
                let text = source.text(&path, findings)?;
                let parts = front_matter::read(&path, &text, findings);
                site.pages.push(page(&path, &below, stem, parts));
            }
            "canvas" | "base" => {
                findings.push(Finding::new("file left out", &path, 0, "what it is for is not imported"))
            }
            _ => site.assets.push(Asset {
                source: path.clone(),
                beside: Some(cleaned(&below)),
                old: Some(format!("/{below}")),
                names: vec![below.clone(), below.rsplit('/').next().unwrap_or(&below).to_owned()],
            }),
        }
    }
    if site.pages.is_empty() {
        let error = Error::new("import a folder of Markdown", "there is no `.md` file in it");
        return Err(error.with_help("name the folder that holds the texts"));
    }
    site.pages.sort_by(|a, b| a.source.cmp(&b.source));
    Ok((site, Dialect { wiki: Wiki::Link, calls: replace }, file))
}

/// The settings of MkDocs or mdBook, if the folder has them, and where the texts lie.
fn settings(source: &Source, findings: &mut Vec<Finding>) -> Result<(Settings, String, Option<String>), Error> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_text).unwrap_or_default().to_owned();
    let mut settings =
        Settings { title: "Notes".to_owned(), base_url: "https://example.com".to_owned(), ..Settings::default() };
    for file in ["mkdocs.yml", "mkdocs.yaml"] {
        if source.has(file) {
            let read = source.data(file, findings)?;
            settings.title = text(&read, "site_name");
            settings.base_url =
                Some(text(&read, "site_url")).filter(|url| !url.is_empty()).unwrap_or(settings.base_url);
            settings.description = text(&read, "site_description");
            let folder = Some(text(&read, "docs_dir")).filter(|folder| !folder.is_empty());
            return Ok((settings, file.to_owned(), Some(folder.unwrap_or_else(|| "docs".to_owned()))));
        }
    }
    if source.has("book.toml") {
        let read = source.data("book.toml", findings)?;
        let book = read.get("book").cloned().unwrap_or(Value::Null);
        settings.title = text(&book, "title");
        settings.language = text(&book, "language");
        settings.description = text(&book, "description");
        let folder = Some(text(&book, "src")).filter(|folder| !folder.is_empty());
        return Ok((settings, "book.toml".to_owned(), Some(folder.unwrap_or_else(|| "src".to_owned()))));
    }
    findings.push(Finding::new(
        "setting that byline needs",
        "",
        0,
        "a folder of Markdown has no title and no address: see site.toml",
    ));
    Ok((settings, String::new(), None))
}

fn cleaned(below: &str) -> String {
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let folders: String =
        folder.split('/').filter(|part| !part.is_empty()).map(|part| format!("{}/", places::name(part))).collect();
    format!("{folders}{name}")
}

fn page(path: &str, below: &str, stem: &str, parts: front_matter::Parts) -> Page {
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let is_index = ["index", "readme", "_index"].contains(&name.to_ascii_lowercase().as_str());
    let (role, place) = if is_index { (Role::Section, folder) } else { (Role::Article, stem) };
    let mut front = parts.front.unwrap_or_default();
    for field in front.iter_mut().filter(|field| matches!(field.key.as_str(), "tags" | "tag" | "keywords")) {
        field.value.divide_at_commas();
    }
    let mut old = vec![if place.is_empty() { "/".to_owned() } else { format!("/{place}/") }];
    let aliases = front.iter().filter(|field| field.key == "redirect_from" || field.key == "aliases");
    let mut names = vec![below.to_owned()];
    for alias in aliases.flat_map(|field| field.value.texts()) {
        // Of notes they are further names; of a site, former addresses.
        if alias.starts_with('/') { old.push(alias.to_owned()) } else { names.push(alias.to_owned()) }
    }
    Page {
        source: path.to_owned(),
        unread: parts.unread,
        body: parts.body,
        role,
        place: place.to_owned(),
        bundle: false,
        language: None,
        old,
        names,
        front,
    }
}

/// Admonitions of MkDocs and Docusaurus → call-outs; what notes of Obsidian have of their own → what says the same.
fn replace(page: &Page, body: &mut Body, _: &Lookup<'_>, findings: &mut Vec<Finding>) {
    let code = spots(&body.text).code;
    let mut edits = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut indented: Option<usize> = None;
    let mut blank: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in body.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        let indent = text.len() - text.trim_start().len();
        if let Some(width) = indented {
            if text.is_empty() {
                blank.push(start);
                continue;
            }
            if indent >= width + 4 {
                // A blank line belongs to it only if it goes on.
                edits.extend(blank.drain(..).map(|at| Edit::new(at..at, ">")));
                edits.push(Edit::new(start..start + width + 4, "> "));
                continue;
            }
            indented = None;
            blank.clear();
        }
        if super::calls::lies_in(&code, start) {
            continue;
        }
        let trimmed = text.trim_start();
        if let Some(rest) = trimmed.strip_prefix("!!! ").or_else(|| trimmed.strip_prefix("??? ")) {
            let (kind, title) = rest.split_once(' ').unwrap_or((rest, ""));
            if let Some(kind) = callout_kind(kind) {
                let title = title.trim_matches([' ', '"']);
                edits.push(Edit::new(start..start + text.len(), format!("> [!{kind}] {title}").trim_end().to_owned()));
                indented = Some(indent);
            }
        } else if let Some(rest) = trimmed.strip_prefix(":::") {
            let rest = rest.trim_matches([':', ' ']);
            let name = &rest[..rest.find([' ', '[', '{']).unwrap_or(rest.len())];
            if let Some(kind) = callout_kind(name) {
                let title = rest[name.len()..].split('{').next().unwrap_or_default().trim_matches([' ', '[', ']', '"']);
                edits.push(Edit::new(start..start + text.len(), format!("> [!{kind}] {title}").trim_end().to_owned()));
                open.push(start);
                continue;
            } else if rest.is_empty() && open.pop().is_some() {
                edits.push(Edit::new(start..start + text.len(), ""));
                continue;
            }
        }
        if !open.is_empty() {
            edits.push(Edit::new(start..start, if text.is_empty() { ">" } else { "> " }));
        }
    }
    if !open.is_empty() {
        findings.push(Finding::new("call-out that is never closed", &page.source, body.line(open[0]), ":::"));
    }
    body.edit(edits);
    notes::convert(body);
}

/// What byline reads otherwise than other programs, in any Markdown: the words behind the language of code, and kinds of
/// call-outs that GitHub does not have.
pub fn mend(page: &Page, body: &mut Body, findings: &mut Vec<Finding>) {
    let has_words = |line: &str| {
        line.trim_start().starts_with("```") && line.trim_start_matches([' ', '`']).contains([' ', ',', '{'])
    };
    if !body.text.contains("[!")
        && !body.text.lines().any(has_words)
        && !body.text.contains("*[")
        && !body.text.contains("\n{")
    {
        return;
    }
    let code = spots(&body.text).code;
    let starts: BTreeSet<usize> = code.iter().map(|range| range.start).collect();
    let mut edits = Vec::new();
    let mut at = 0;
    for line in body.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        let indent = text.len() - text.trim_start().len();
        let fence = (start..=start + indent).any(|at| starts.contains(&at)) && text.trim_start().starts_with("```");
        if fence {
            let ticks = indent + (text.len() - indent - text[indent..].trim_start_matches('`').len());
            let info = &text[ticks..];
            let word = info.trim_start();
            let blank = info.len() - word.len();
            let language = word.find([' ', ',', '{']).unwrap_or(word.len());
            if language < word.len() {
                let range = start + ticks + blank + language..start + text.len();
                findings.push(Finding::new("words behind the language of code", &page.source, body.line(start), word));
                edits.push(Edit::new(range, ""));
            }
            continue;
        }
        if super::calls::lies_in(&code, start) {
            continue;
        }
        let quoted = text.trim_start_matches(['>', ' ']);
        if let Some(rest) = quoted.strip_prefix("[!").filter(|_| quoted.len() < text.len())
            && let Some((kind, _)) = rest.split_once(']')
        {
            let known = ["note", "tip", "important", "warning", "caution"];
            let lower = kind.to_ascii_lowercase();
            if let Some(github) = callout_kind(&lower).filter(|_| !known.contains(&lower.as_str())) {
                let from = start + text.len() - quoted.len() + 2;
                edits.push(Edit::new(from..from + kind.len(), github));
            }
        } else if is_attributes(text) || (text.starts_with("*[") && text.contains("]: ")) {
            let kind = if text.starts_with('*') { "abbreviation" } else { "attributes of a block" };
            findings.push(Finding::new(kind, &page.source, body.line(start), text));
            edits.push(Edit::new(start..start + text.len(), format!("<!-- {} -->", text.replace("--", "- -"))));
        }
    }
    body.edit(edits);
}

/// Whether a line is only attributes of the block beside it: `{.wide}`, `{: .note #id}`.
fn is_attributes(line: &str) -> bool {
    let Some(inner) = line.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { return false };
    let inner = inner.strip_prefix(':').unwrap_or(inner).trim();
    !inner.is_empty() && !inner.contains(['{', '}', '%']) && (inner.starts_with(['.', '#']) || inner.contains("=\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str) -> String {
        let parts = front_matter::read("a.md", text, &mut Vec::new());
        let page = page("a.md", "a.md", "a", parts);
        let mut body = page.body.clone();
        let lookup = Lookup::new(&[], &[], &[], "https://a.example", []);
        replace(&page, &mut body, &lookup, &mut Vec::new());
        mend(&page, &mut body, &mut Vec::new());
        body.text
    }

    #[test]
    fn admonitions_become_call_outs() {
        assert_eq!(
            replaced("!!! danger \"Stop\"\n    One\n\n    Two\n\nEnd\n"),
            "> [!CAUTION] Stop\n> One\n>\n> Two\n\nEnd\n"
        );
        assert_eq!(replaced(":::tip[Try]\nOne\n\nTwo\n:::\nEnd\n"), "> [!TIP] Try\n> One\n>\n> Two\n\nEnd\n");
        assert_eq!(replaced("> [!info]- Fold\n> x\n"), "> [!NOTE]- Fold\n> x\n");
    }

    #[test]
    fn only_the_language_of_code_stays_behind_its_fence() {
        assert_eq!(replaced("```rust,linenos\nlet x;\n```\n"), "```rust\nlet x;\n```\n");
        assert_eq!(replaced("```\n``` not a fence\n"), "```\n``` not a fence\n");
        assert_eq!(replaced("A\n{: .wide}\n"), "A\n<!-- {: .wide} -->\n");
    }
}
