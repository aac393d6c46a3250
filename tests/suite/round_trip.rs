//! The way of a citation: from its mark to the entry, from the entry back to the sentence, and from the page of a source
//! to every sentence that cites it.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};

use super::output::own_site;
use super::support::{golden_sites, tree};

#[test]
fn every_citation_leads_to_its_entry_and_back_to_the_sentence_and_so_does_the_page_of_its_source() {
    let (citations, _) = check("the own site", "", &own_site().pages);
    assert!(citations >= 10, "the own site cites");
    let (mut citations, mut from_pages) = (0, 0);
    for case in golden_sites() {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let pages = tree(&case.join("expected")).into_iter().filter(|(path, _)| path.ends_with(".html"));
        let pages = pages.map(|(path, bytes)| (path, Html::parse_document(&String::from_utf8_lossy(&bytes)))).collect();
        let base_path = if name == "evidence" { "/sub" } else { "" };
        let (cited, led) = check(&name, base_path, &pages);
        citations += cited;
        from_pages += led;
    }
    assert!(citations >= 20, "the golden sites cite: {citations}");
    assert!(from_pages >= 9, "pages of sources lead to sentences: {from_pages}");
}

/// How many citations there are, and how many sentences the pages of sources lead to.
fn check(site: &str, base_path: &str, pages: &BTreeMap<String, Html>) -> (usize, usize) {
    let mut citations = 0;
    let mut from_pages = 0;
    for (path, page) in pages {
        let address = format!("{base_path}/{}", path.trim_end_matches("index.html"));
        for mark in all(page, "a[role='doc-biblioref']") {
            citations += 1;
            let (id, href) = (attribute(mark, "id"), attribute(mark, "href"));
            let at = format!("{site}: {path}: #{id}");
            let entry = with_id(page, href.trim_start_matches('#')).unwrap_or_else(|| panic!("{at}: no entry {href}"));
            let links: Vec<&str> = entry.select(&selector("a[href]")).map(|link| attribute(link, "href")).collect();
            assert!(links.contains(&format!("#{id}").as_str()), "{at}: the entry does not lead back: {links:?}");
            let number: String = mark.text().collect();
            // A year by itself is in no raised mark: `[-@key]`.
            let parent = mark.parent().and_then(scraper::ElementRef::wrap);
            let is_raised = parent.is_some_and(|parent| parent.value().name() == "sup");
            if is_raised && number.bytes().all(|byte| byte.is_ascii_digit()) {
                let ids = all(page, "[id^='source-']");
                let position = ids.iter().position(|element| element.id() == entry.id());
                assert_eq!(position.map(|at| (at + 1).to_string()), Some(number), "{at}: the number of the entry");
            }
            // The pages of sources list articles: sections and people may cite the ledger, too.
            let is_article = page.html().contains("\nkind: ") || !all(page, "main > article").is_empty();
            let sources = format!("{base_path}/sources/");
            for link in links.iter().filter(|_| is_article).filter(|link| link.starts_with(&sources)) {
                let file = format!("{}index.html", link.trim_start_matches(base_path).trim_start_matches('/'));
                let source = pages.get(&file).unwrap_or_else(|| panic!("{at}: no page {link}"));
                let back = format!("{address}#{id}");
                let leads = all(source, "a[href]").into_iter().any(|link| attribute(link, "href") == back);
                assert!(leads, "{at}: {link} does not lead to {back}");
                from_pages += 1;
            }
        }
        for link in all(page, "a[href*='#cite-']") {
            let (address, id) = attribute(link, "href").split_once('#').expect("it was selected by that");
            let file = match address.strip_prefix(base_path).map(|address| address.trim_start_matches('/')) {
                _ if address.is_empty() => path.clone(),
                Some(address) => format!("{address}index.html"),
                None => panic!("{site}: {path}: {address} is outside"),
            };
            let sentence = pages.get(&file).and_then(|page| with_id(page, id));
            assert!(sentence.is_some(), "{site}: {path}: {address}#{id} is no sentence");
        }
    }
    (citations, from_pages)
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

fn all<'a>(page: &'a Html, text: &str) -> Vec<ElementRef<'a>> {
    page.select(&selector(text)).collect()
}

fn with_id<'a>(page: &'a Html, id: &str) -> Option<ElementRef<'a>> {
    let id = byline::route::decode(id).expect("fragments are encoded rightly");
    all(page, "[id]").into_iter().find(|element| element.value().attr("id") == Some(&id))
}

fn attribute<'a>(element: ElementRef<'a>, name: &str) -> &'a str {
    element.value().attr(name).unwrap_or_default()
}
