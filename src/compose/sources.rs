//! The numbered sources of a page, and their marks in its text.

use super::body::Manuscript;
use super::csl::{self, Formatted};
use super::view::{SourceView, SourcesView};
use super::{Composer, author_date};
use crate::config::site::SourceStyle;
use crate::config::theme::Words;
use crate::diagnostics::Diagnostic;
use crate::html::{Html, escape};
use crate::parse::front_matter::{Source, SourceDetails};
use crate::resolve::NumberedSource;
use crate::resolve::sources::is_others;
use crate::route::encode_path;
use crate::text::full_stop;

/// The sources; `None` if the page shows none.
///
/// # Errors
/// A style that fails on them.
pub fn view(manuscript: &Manuscript<'_>) -> Result<Option<SourcesView>, Box<Diagnostic>> {
    let sources = &manuscript.connections.sources;
    if sources.is_empty() {
        return Ok(None);
    }
    let composer = manuscript.composer;
    if let Some(Formatted { is_numbered, entries, citations: _ }) = csl::of(manuscript)? {
        let items = (1..).zip(entries).filter_map(|(number, (index, formatted))| {
            let numbered = sources.get(*index)?;
            let entry = SourceView { formatted: formatted.clone(), ..alone(composer, &numbered.source) };
            Some(listed(composer, numbered, number, entry))
        });
        return Ok(Some(SourcesView { style: if *is_numbered { "numbered" } else { "csl" }, items: items.collect() }));
    }
    let by_date = composer.config.source_style == SourceStyle::AuthorDate;
    let items = (1..).zip(sources).map(|(number, numbered)| {
        let source = &*numbered.source;
        let usual = alone(composer, source);
        let entry = SourceView {
            authors: if by_date { author_date::authors(composer.words, source) } else { usual.authors },
            year: by_date.then(|| author_date::year(composer.words, numbered)),
            // Of a work without authors it stands where they would.
            publisher: usual.publisher.filter(|_| !by_date || !source.makers().is_empty()),
            date: if by_date { author_date::rest_of_date(composer, source) } else { usual.date },
            ..usual
        };
        listed(composer, numbered, number, entry)
    });
    Ok(Some(SourcesView { style: if by_date { "author-date" } else { "numbered" }, items: items.collect() }))
}

/// A source in the list of a page, with the ways to where it is cited.
fn listed(composer: &Composer<'_>, numbered: &NumberedSource, number: usize, entry: SourceView) -> SourceView {
    let NumberedSource { source, uses, shared: _, letter: _, page } = numbered;
    SourceView {
        number,
        uses: (1..=*uses).map(|nth| use_id(&source.id.value, nth)).collect(),
        page: page.as_ref().map(|page| composer.href(page)),
        ..entry
    }
}

/// A source by itself, in no list.
pub fn alone(composer: &Composer<'_>, source: &Source) -> SourceView {
    let Composer { words, calendar, .. } = composer;
    let doi = source.doi.as_ref().map(|doi| doi.value.clone());
    let doi_url = doi.as_ref().map(|doi| doi_url(doi));
    let SourceDetails { archive, accessed, note, dead, .. } = source.details();
    SourceView {
        number: 0,
        id: entry_id(&source.id.value),
        formatted: None,
        year: None,
        title: source.title.clone(),
        authors: makers(words, source),
        publisher: source.publisher.clone(),
        date: source.date.map(|date| calendar.partial(date)),
        url: source.url.as_ref().map(|url| url.value.clone()).or(doi_url),
        doi,
        archive: archive.as_ref().map(|url| url.value.clone()),
        dead: *dead,
        accessed: accessed.map(|date| calendar.partial(date)),
        details: details(words, source),
        note: note.clone(),
        uses: Vec::new(),
        page: None,
    }
}

/// A source by itself as plain text: what the list of a page says of it, in the order of our own styles.
pub fn plain(composer: &Composer<'_>, source: &Source) -> String {
    let (view, words) = (alone(composer, source), composer.words);
    let mut text = String::new();
    if !view.authors.is_empty() {
        text.push_str(&format!("{}{} ", view.authors, full_stop(&view.authors)));
    }
    text.push_str(&view.title);
    text.extend(view.publisher.map(|publisher| format!("{} {publisher}", full_stop(&view.title))));
    let rest = [Some(view.details).filter(|details| !details.is_empty()), view.date];
    text.extend(rest.into_iter().flatten().map(|part| format!(", {part}")));
    text.push_str(full_stop(&text));
    match (view.doi, view.url) {
        (Some(doi), _) => text.push_str(&format!(" doi:{doi}.")),
        (None, Some(url)) => text.push_str(&format!(" {url}")),
        (None, None) => {}
    }
    if view.dead {
        text.push_str(&format!(" {}", words.get("source_dead")));
    }
    text.extend(view.archive.map(|url| format!(" {}: {url}", words.get("source_archive"))));
    text.extend(view.accessed.map(|date| format!(" {}.", words.get("source_accessed").replace("{date}", &date))));
    text.extend(view.note.map(|note| format!(" {note}")));
    text
}

/// The address of a DOI.
pub fn doi_url(doi: &str) -> String {
    let mut url = String::from("https://doi.org/");
    encode_path(doi, &mut url);
    url
}

/// The authors of a source, joined; if it has none, its editors, called so.
pub fn makers(words: &Words, source: &Source) -> String {
    let names = authors(words, source.makers());
    called(words, source, names)
}

/// The makers of a source, joined already; editors are called so: `Jane Example (ed.)`.
pub fn called(words: &Words, source: &Source, names: String) -> String {
    let word = match source.makers() {
        [_] if source.goes_by_editors() => "source_editor",
        [_, _, ..] if source.goes_by_editors() => "source_editors",
        _ => return names,
    };
    words.get(word).replace("{names}", &names)
}

/// A name as it is spoken: `Example, Jane` → `Jane Example`. A comma at the end says that all before it is one name.
pub fn spoken(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() => format!("{} {}", given.trim(), family.trim()),
        _ => name.trim().trim_end_matches(',').to_owned(),
    }
}

/// Names as they are spoken, joined.
pub fn authors(words: &Words, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| spoken(name)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [named @ .., last] if is_others(last) => format!("{} {}", named.join(", "), words.get("et_al")),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), words.get("and")),
    }
}

fn details(words: &Words, source: &Source) -> String {
    let SourceDetails { editors, house, edition, volume, issue, pages, isbn, .. } = source.details();
    let parts = [
        ("source_edition", edition),
        ("source_volume", volume),
        ("source_issue", issue),
        (if is_one_page(pages.as_deref()) { "source_page" } else { "source_pages" }, pages),
        ("source_isbn", isbn),
    ];
    let edited = (!editors.is_empty() && !source.goes_by_editors())
        .then(|| words.get("source_edited_by").replace("{names}", &authors(words, editors)));
    let numbers = parts.into_iter().filter_map(|(word, value)| {
        let value = value.as_ref()?;
        let shown = words.get(word);
        let value = match word {
            "source_pages" => with_dashes(value),
            "source_edition" => in_order(value, shown),
            _ => value.clone(),
        };
        Some(shown.replace("{n}", &value))
    });
    edited.into_iter().chain(house.clone()).chain(numbers).collect::<Vec<_>>().join(", ")
}

/// A number as the word for an edition needs it: `3` in `{n}. Aufl.`, `3rd` in `{n} ed.`, however it was written.
fn in_order(written: &str, word: &str) -> String {
    let digits = written.trim().split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let suffix = written.trim()[digits.len()..].to_ascii_lowercase();
    let Ok(number) = digits.parse::<u32>() else { return written.to_owned() };
    if !matches!(suffix.as_str(), "" | "." | "st" | "nd" | "rd" | "th") {
        return written.to_owned();
    }
    match word.split_once("{n}").map_or("", |(_, behind)| behind) {
        " ed." => {
            let ending = match (number % 10, number % 100) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        }
        behind if behind.starts_with(|c: char| c == '.' || c.is_alphabetic()) => number.to_string(),
        _ => written.to_owned(),
    }
}

/// Ranges of pages with the dash that they are printed with.
fn with_dashes(pages: &str) -> String {
    pages.replace("--", "–").replace('-', "–")
}

/// Whether `pages` names one page rather than a range or several.
fn is_one_page(pages: Option<&str>) -> bool {
    pages.is_some_and(|pages| pages.chars().all(char::is_alphanumeric))
}

/// The id of an entry.
pub fn entry_id(key: &str) -> String {
    format!("source-{key}")
}

/// The id of a place that cites a source; `nth` counts from 1.
pub fn use_id(key: &str, nth: usize) -> String {
    format!("cite-{key}-{nth}")
}

/// Writes the mark of a citation, linked to the entry of each source: its number, or author and year.
///
/// # Errors
/// A style that fails on the sources of the page.
pub fn mark(manuscript: &Manuscript<'_>, index: usize, html: &mut String) -> Result<(), Box<Diagnostic>> {
    if let Some(Html(mark)) = csl::of(manuscript)?.and_then(|made| made.citations.get(index)?.as_ref()) {
        html.push_str(mark);
        return Ok(());
    }
    let (Some(citation), Some(marks)) =
        (manuscript.references.citations.get(index), manuscript.connections.marks.get(index))
    else {
        return Ok(());
    };
    let by_date = manuscript.composer.config.source_style == SourceStyle::AuthorDate;
    html.push_str(if by_date { "<span class=\"cite\">(" } else { "<sup class=\"cite\">[" });
    for (position, (item, mark)) in citation.items.iter().zip(marks).enumerate() {
        if position > 0 {
            html.push_str("; ");
        }
        if !item.prefix.is_empty() {
            escape(&item.prefix, html);
            html.push(' ');
        }
        let cited = mark.source.and_then(|at| Some((at, manuscript.connections.sources.get(at)?)));
        match cited {
            Some((at, source)) => {
                let key = &item.key.value;
                html.push_str("<a href=\"#");
                html.push_str("source-");
                encode_path(key, html);
                html.push_str("\" id=\"");
                escape(&use_id(key, mark.nth), html);
                html.push_str("\" role=\"doc-biblioref\">");
                if by_date && item.year_only {
                    escape(&author_date::year(manuscript.composer.words, source), html);
                } else if by_date {
                    escape(&author_date::label(manuscript.composer.words, source), html);
                } else {
                    html.push_str(&(at + 1).to_string());
                }
                html.push_str("</a>");
            }
            None => html.push('?'),
        }
        if !item.locator.is_empty() {
            html.push_str(", ");
            escape(&item.locator, html);
        }
    }
    html.push_str(if by_date { ")</span>" } else { "]</sup>" });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{in_order, spoken};

    #[test]
    fn an_edition_has_the_ending_of_its_language() {
        for written in ["3", "3.", "3rd", "3RD"] {
            assert_eq!((in_order(written, "{n}. Aufl."), in_order(written, "{n} ed.")), ("3".into(), "3rd".into()));
        }
        assert_eq!(
            ["1", "2", "11", "112", "21"].map(|n| in_order(n, "{n} ed.")),
            ["1st", "2nd", "11th", "112th", "21st"]
        );
        for word in ["{n}. Aufl.", "{n} ed."] {
            assert_eq!(in_order("revised", word), "revised");
            assert_eq!(in_order("3rd, revised", word), "3rd, revised");
        }
    }

    #[test]
    fn names_are_shown_as_they_are_spoken() {
        assert_eq!(spoken("Example, Jane"), "Jane Example");
        assert_eq!(spoken("Jane Example"), "Jane Example");
        assert_eq!(spoken("Institute of Water,"), "Institute of Water");
    }
}
