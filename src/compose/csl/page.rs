//! One page: its citations in their order, and its list of sources.

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::types::QualifiedUrl;
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren,
    ElemMeta, Entry, LocatorPayload, Rendered, SpecificLocator, standalone_citation,
};

use super::Formatted;
use super::markup::{Addresses, Writer, is_blank, is_raised};
use super::style::Style;
use super::work;
use crate::compose::sources::{doi_url, entry_id, use_id};
use crate::diagnostics::Diagnostic;
use crate::guard::guarded;
use crate::html::{Html, escape};
use crate::parse::document::{Citation, CitationItem as Cited};
use crate::parse::front_matter::Source;
use crate::resolve::{Mark, NumberedSource};
use crate::route::encode_path;

impl Style {
    /// The citations and sources of one page.
    ///
    /// # Errors
    /// If hayagriva fails on them.
    pub fn format(
        &self,
        sources: &[NumberedSource],
        citations: &[Citation],
        marks: &[Vec<Mark>],
    ) -> Result<Formatted, Box<Diagnostic>> {
        let page = Page { style: self, sources, citations, marks };
        guarded(|| page.format()).ok_or_else(|| Box::new(self.failure()))
    }
}

struct Page<'p> {
    style: &'p Style,
    sources: &'p [NumberedSource],
    citations: &'p [Citation],
    marks: &'p [Vec<Mark>],
}

impl<'p> Page<'p> {
    fn format(&self) -> Formatted {
        let entries: Vec<Entry> = self.sources.iter().map(|numbered| work::entry(&numbered.source)).collect();
        let Rendered { citations: rendered, bibliography } = self.rendered(&entries);
        let mut rendered = rendered.iter();
        let citations = (0..self.citations.len()).map(|index| {
            let shown = if self.is_shown(index) { rendered.next() } else { None };
            shown.map(|shown| self.citation(index, &shown.citation))
        });
        let citations = citations.collect();
        let entries = match bibliography {
            Some(list) => self.entries(&list.items),
            None => entries.iter().enumerate().map(|(index, entry)| (index, self.note(index, entry))).collect(),
        };
        Formatted { is_numbered: self.style.numbers_list, citations, entries }
    }

    fn rendered(&self, entries: &[Entry]) -> Rendered {
        let Style { csl, locale, locales, is_note, .. } = self.style;
        let request = |items, note| CitationRequest::new(items, csl, Some(locale.clone()), locales, note);
        let mut driver = BibliographyDriver::new();
        for index in (0..self.citations.len()).filter(|index| self.is_shown(*index)) {
            let items = self.cited(index).filter_map(|(cited, _, at)| {
                let locator = self.locator(cited);
                let locator = locator.map(|(part, which)| SpecificLocator(part, LocatorPayload::Str(which)));
                Some(CitationItem::with_locator(entries.get(at)?, locator))
            });
            driver.citation(request(items.collect(), None));
        }
        // What no citation shows is in the list all the same.
        let rest = self.sources.iter().zip(entries).filter(|(numbered, _)| *is_note || numbered.uses == 0);
        let rest: Vec<_> = rest.map(|(_, entry)| CitationItem::new(entry, None, None, true, None)).collect();
        if !rest.is_empty() {
            driver.citation(request(rest, None));
        }
        driver.finish(BibliographyRequest::new(csl, Some(locale.clone()), locales))
    }

    /// The entries in the order of the list; notes are numbered as they are cited, and so is their list.
    fn entries(&self, items: &[BibliographyItem]) -> Vec<(usize, Option<Html>)> {
        let of_key = self.sources.iter().enumerate();
        let of_key: BTreeMap<&str, usize> =
            of_key.map(|(index, numbered)| (numbered.source.id.value.as_str(), index)).collect();
        let entries = items.iter().filter_map(|BibliographyItem { key, first_field, content, .. }| {
            let index = *of_key.get(key.as_str())?;
            Some((index, entry(&self.sources.get(index)?.source, first_field.as_ref(), content)))
        });
        let mut entries: Vec<(usize, Option<Html>)> = entries.collect();
        if self.style.is_note {
            entries.sort_by_key(|(index, _)| *index);
        }
        entries
    }

    /// Whether the style says what a citation shows: notes are numbers.
    fn is_shown(&self, citation: usize) -> bool {
        !self.style.is_note && self.cited(citation).next().is_some()
    }

    /// The items of a citation whose source is known, with their marks and the index of the source.
    fn cited(&self, citation: usize) -> impl Iterator<Item = (&'p Cited, &'p Mark, usize)> {
        let items = self.citations.get(citation).map(|citation| citation.items.as_slice()).unwrap_or_default();
        let marks = self.marks.get(citation).map(Vec::as_slice).unwrap_or_default();
        items.iter().zip(marks).filter_map(|(item, mark)| Some((item, mark, mark.source?)))
    }

    /// The part that a citation means, if the style shows such.
    fn locator<'c>(&self, cited: &'c Cited) -> Option<(Locator, &'c str)> {
        if self.style.shows_locators { self.style.labels.read(&cited.locator) } else { None }
    }

    /// The mark of a citation, in which each item is a link to the entry.
    fn citation(&self, index: usize, shown: &ElemChildren) -> Html {
        let is_raised = is_raised(shown);
        let (open, close) =
            if is_raised { ("<sup class=\"cite\">", "</sup>") } else { ("<span class=\"cite\">", "</span>") };
        let writer = Writer { addresses: None, is_raised };
        let cited: Vec<_> = self.cited(index).collect();
        let mut linked = vec![false; cited.len()];
        let mut html = String::from(open);
        for child in &shown.0 {
            let item = match child {
                ElemChild::Elem(elem) => match elem.meta {
                    Some(ElemMeta::Entry(at)) => cited.get(at).map(|cited| (at, cited, elem)),
                    _ => None,
                },
                _ => None,
            };
            let Some((at, (item, mark, source), elem)) = item else {
                writer.child(child, &mut html);
                continue;
            };
            if let Some(linked) = linked.get_mut(at) {
                *linked = true;
            }
            if !item.prefix.is_empty() {
                escape(&item.prefix, &mut html);
                html.push(' ');
            }
            let key = &item.key.value;
            html.push_str("<a href=\"#");
            encode_path(&entry_id(key), &mut html);
            html.push_str("\" id=\"");
            escape(&use_id(key, mark.nth), &mut html);
            html.push_str("\" role=\"doc-biblioref\">");
            match self.sources.get(*source) {
                Some(numbered) if is_blank(&elem.children) => escape(&numbered.source.title, &mut html),
                _ => {
                    writer.write(&elem.children, &mut html);
                }
            }
            html.push_str("</a>");
            if !item.locator.is_empty() && self.locator(item).is_none() {
                html.push_str(", ");
                escape(&item.locator, &mut html);
            }
        }
        // The way back from the list leads to these, too.
        for ((item, mark, _), _) in cited.iter().zip(&linked).filter(|(_, linked)| !**linked) {
            html.push_str("<span id=\"");
            escape(&use_id(&item.key.value, mark.nth), &mut html);
            html.push_str("\"></span>");
        }
        html.push_str(close);
        Html(html)
    }

    /// A source as a note that cites it for the first time; `None` if the style has no notes.
    fn note(&self, index: usize, cited: &Entry) -> Option<Html> {
        let Style { csl, locale, locales, is_note, .. } = self.style;
        if !is_note {
            return None;
        }
        let items = vec![CitationItem::with_entry(cited)];
        let note = standalone_citation(CitationRequest::new(items, csl, Some(locale.clone()), locales, Some(1)));
        entry(&self.sources.get(index)?.source, None, &note)
    }
}

/// An entry of the list; `None` if the style shows nothing of it. One in which nothing leads to the work is a link as a
/// whole, but for its number.
fn entry(source: &Source, number: Option<&ElemChild>, content: &ElemChildren) -> Option<Html> {
    if is_blank(content) {
        return None;
    }
    let addresses = addresses(source);
    let mut html = String::new();
    if let Some(number) = number {
        Writer { addresses: None, is_raised: false }.child(number, &mut html);
        html.truncate(html.trim_end().len());
        html.push(' ');
    }
    let mut shown = String::new();
    let has_link = Writer { addresses: Some(&addresses), is_raised: false }.write(content, &mut shown);
    let url = addresses.url.as_ref().map(|(_, written)| written);
    match url.or(addresses.doi.as_ref().map(|(_, address)| address)).filter(|_| !has_link) {
        Some(target) => {
            html.push_str("<a href=\"");
            escape(target, &mut html);
            html.push_str("\">");
            html.push_str(shown.trim());
            html.push_str("</a>");
        }
        None => html.push_str(shown.trim()),
    }
    Some(Html(html))
}

fn addresses(source: &Source) -> Addresses {
    let details = source.details();
    let archive = details.archive.as_ref().map(|url| url.value.as_str());
    let url = work::address_of(source.url.as_ref().map(|url| url.value.as_str()), archive, details.dead);
    // What cannot be read as an address there is none of its links.
    let there = |url: &str| url.parse::<QualifiedUrl>().map(|url| url.to_string()).unwrap_or_default();
    Addresses {
        url: url.map(|url| (there(url), url.to_owned())),
        doi: source.doi.as_ref().map(|doi| (doi.value.clone(), doi_url(&doi.value))),
    }
}
