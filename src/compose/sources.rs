//! The numbered sources of a page, and their marks in its text.

use super::Composer;
use super::body::Manuscript;
use super::view::{SourceView, SourcesView};
use crate::config::theme::Words;
use crate::html::escape;
use crate::parse::front_matter::Source;
use crate::resolve::NumberedSource;
use crate::route::encode_path;

/// The sources; `None` if the page shows none.
pub fn view(manuscript: &Manuscript<'_>) -> Option<SourcesView> {
    let sources = &manuscript.connections.sources;
    if sources.is_empty() {
        return None;
    }
    let items =
        sources.iter().enumerate().map(|(index, source)| entry(manuscript.composer, index + 1, source)).collect();
    Some(SourcesView { items })
}

fn entry(composer: &Composer<'_>, number: usize, NumberedSource { source, uses }: &NumberedSource) -> SourceView {
    let Composer { words, calendar, .. } = composer;
    let key = &source.id.value;
    let doi = source.doi.as_ref().map(|doi| doi.value.clone());
    let doi_url = doi.as_ref().map(|doi| {
        let mut url = String::from("https://doi.org/");
        encode_path(doi, &mut url);
        url
    });
    SourceView {
        number,
        id: format!("source-{key}"),
        title: source.title.clone(),
        authors: authors(words, &source.authors),
        publisher: source.publisher.clone(),
        date: source.date.map(|date| calendar.partial(date)),
        url: source.url.as_ref().map(|url| url.value.clone()).or(doi_url),
        doi,
        archive: source.archive.as_ref().map(|url| url.value.clone()),
        accessed: source.accessed.map(|date| calendar.partial(date)),
        details: details(words, source),
        note: source.note.clone(),
        uses: (1..=*uses).map(|nth| use_id(key, nth)).collect(),
    }
}

/// The names as they are spoken: `Example, Jane` → `Jane Example`.
pub fn spoken(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() => format!("{} {}", given.trim(), family.trim()),
        _ => name.trim().to_owned(),
    }
}

fn authors(words: &Words, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| spoken(name)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), words.get("and")),
    }
}

fn details(words: &Words, source: &Source) -> String {
    let parts = [
        ("source_edition", &source.edition),
        ("source_volume", &source.volume),
        ("source_issue", &source.issue),
        (if is_one_page(source) { "source_page" } else { "source_pages" }, &source.pages),
        ("source_isbn", &source.isbn),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter_map(|(word, value)| {
            let value = value.as_ref()?;
            let value = if word == "source_pages" { with_dashes(value) } else { value.clone() };
            Some(words.get(word).replace("{n}", &value))
        })
        .collect();
    parts.join(", ")
}

/// Ranges of pages with the dash that they are printed with.
fn with_dashes(pages: &str) -> String {
    pages.replace("--", "–").replace('-', "–")
}

/// Whether `pages` names one page rather than a range or several.
fn is_one_page(source: &Source) -> bool {
    source.pages.as_ref().is_some_and(|pages| pages.chars().all(char::is_alphanumeric))
}

fn use_id(key: &str, nth: usize) -> String {
    format!("cite-{key}-{nth}")
}

/// Writes the mark of a citation: a number for each source, linked to its entry.
pub fn mark(manuscript: &Manuscript<'_>, index: usize, html: &mut String) {
    let (Some(citation), Some(marks)) =
        (manuscript.references.citations.get(index), manuscript.connections.marks.get(index))
    else {
        return;
    };
    html.push_str("<sup class=\"cite\">[");
    for (position, (item, mark)) in citation.items.iter().zip(marks).enumerate() {
        if position > 0 {
            html.push_str("; ");
        }
        if !item.prefix.is_empty() {
            escape(&item.prefix, html);
            html.push(' ');
        }
        match mark.source {
            Some(source) => {
                let key = &item.key.value;
                html.push_str("<a href=\"#");
                html.push_str("source-");
                encode_path(key, html);
                html.push_str("\" id=\"");
                escape(&use_id(key, mark.nth), html);
                html.push_str("\" role=\"doc-biblioref\">");
                html.push_str(&(source + 1).to_string());
                html.push_str("</a>");
            }
            None => html.push('?'),
        }
        if !item.locator.is_empty() {
            html.push_str(", ");
            escape(&item.locator, html);
        }
    }
    html.push_str("]</sup>");
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn names_are_shown_as_they_are_spoken() {
        assert_eq!(spoken("Example, Jane"), "Jane Example");
        assert_eq!(spoken("Jane Example"), "Jane Example");
        assert_eq!(spoken("Institute,"), "Institute,");
    }
}
