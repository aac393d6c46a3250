//! Citations and the sources they cite: which work a key means, and its number on the page.
//!
//! A key belongs to the article that defines it; others come from the ledger; one key in both is an error. Cited works
//! come first, by first use; then the article's own others in written order, and those of the ledger that it lists.
//! By author and date they are sorted by `author_date`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Mark, NumberedSource, author_date};
use crate::config::Config;
use crate::config::site::SourceStyle;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::Facts;
use crate::parse::front_matter::Source;
use crate::route::Route;
use crate::text::RelPath;

/// The sources that many articles share, by key.
pub struct Ledger<'a> {
    sources: BTreeMap<&'a str, (&'a RelPath, &'a Arc<Source>)>,
    config: &'a Config,
    /// The pages of those that have one, by key; empty as long as they are not known.
    pub pages: BTreeMap<String, Arc<Route>>,
}

/// The sources of one page.
#[derive(Debug, Default)]
pub struct Works {
    /// By citation, then by item.
    pub marks: Vec<Vec<Mark>>,
    /// In the order of their numbers.
    pub sources: Vec<NumberedSource>,
}

impl<'a> Ledger<'a> {
    /// Joins the files of the ledger; two entries with one key are an error.
    pub fn new(
        files: &'a [(RelPath, Vec<Arc<Source>>)],
        config: &'a Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Ledger<'a> {
        let mut sources: BTreeMap<&str, (&RelPath, &Arc<Source>)> = BTreeMap::new();
        for (path, entries) in files {
            for source in entries {
                let key = source.id.value.as_str();
                match sources.get(key) {
                    Some((other, first)) if *other != path => {
                        let message = format!("the ledger has two sources `{key}`");
                        diagnostics.push(
                            Diagnostic::new(Code::DuplicateSource, path, source.id.span, message)
                                .related(other, Some(first.id.span), "the other one")
                                .help("give one of them another id"),
                        );
                    }
                    // Two in one file are found when the file is parsed.
                    Some(_) => {}
                    None => {
                        sources.insert(key, (path, source));
                    }
                }
            }
        }
        Ledger { sources, config, pages: BTreeMap::new() }
    }

    fn find(&self, key: &str) -> Option<&'a Arc<Source>> {
        self.sources.get(key).map(|(_, source)| *source)
    }

    /// A source as a page shows it, not cited so far.
    fn numbered(&self, source: &Arc<Source>) -> NumberedSource {
        let key = source.id.value.as_str();
        let shared = self.find(key).is_some_and(|entry| Arc::ptr_eq(entry, source));
        let page = if shared { self.pages.get(key).cloned() } else { None };
        NumberedSource { source: Arc::clone(source), uses: 0, shared, letter: 0, page }
    }

    /// Whether a source is one of the ledger's.
    pub fn holds(&self, source: &Arc<Source>) -> bool {
        self.sources.get(source.id.value.as_str()).is_some_and(|(_, own)| Arc::ptr_eq(own, source))
    }
}

/// Joins a document's citations with its own sources and the ledger.
pub fn connect<F>(
    facts: &Facts<F>,
    own: &[Arc<Source>],
    ledger: &Ledger<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Works {
    let path = &facts.path;
    let mut defined: Vec<(&str, &Arc<Source>)> = Vec::with_capacity(own.len());
    let mut listed: Vec<&Arc<Source>> = Vec::with_capacity(own.len());
    let mut unfinished: Vec<&str> = Vec::new();
    for source in own {
        let key = source.id.value.as_str();
        let shared = ledger.sources.get(key);
        if source.title.is_empty() && !source.listed {
            // The missing title has been reported where the file was read.
            unfinished.push(key);
            continue;
        }
        if source.title.is_empty() {
            match shared {
                Some((_, entry)) => listed.push(entry),
                None => {
                    let message = format!("the ledger has no source `{key}`");
                    diagnostics.push(
                        Diagnostic::new(Code::UnknownSource, path, source.id.span, message)
                            .did_you_mean(key, ledger.sources.keys().copied())
                            .help("a source without a `title` refers to the ledger, `content/sources.yml`"),
                    );
                }
            }
            continue;
        }
        if let Some((file, entry)) = shared {
            let message = format!("the source `{key}` is in the ledger too");
            diagnostics.push(
                Diagnostic::new(Code::DuplicateSource, path, source.id.span, message)
                    .related(file, Some(entry.id.span), "in the ledger")
                    .help(format!("cite the ledger's by `[@{key}]` and drop this one, or give it another id")),
            );
        }
        defined.push((key, source));
        listed.push(source);
    }
    // The first of one key is the one that counts, and this sort keeps it the first.
    defined.sort_by_key(|(key, _)| *key);
    defined.dedup_by_key(|(key, _)| *key);
    let of_key = |key: &str| defined.binary_search_by_key(&key, |(key, _)| key).ok().map(|at| defined[at].1);
    if facts.references.citations.is_empty() && listed.is_empty() {
        return Works::default();
    }

    let mut works = Works::default();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for citation in &facts.references.citations {
        let mut marks = Vec::with_capacity(citation.items.len());
        for item in &citation.items {
            let key = item.key.value.as_str();
            let found = of_key(key).or_else(|| ledger.find(key));
            let Some(source) = found else {
                marks.push(Mark { source: None, nth: 1 });
                if unfinished.contains(&key) {
                    continue;
                }
                let known: Vec<&str> =
                    defined.iter().map(|(key, _)| *key).chain(ledger.sources.keys().copied()).collect();
                let message = format!("there is no source `{key}`");
                diagnostics.push(
                    Diagnostic::new(Code::UnknownSource, path, item.key.span, message)
                        .did_you_mean(key, known)
                        .help("add it to the `sources` of this file or to `content/sources.yml`"),
                );
                continue;
            };
            let number = *numbers.entry(source.id.value.as_str()).or_insert_with(|| {
                works.sources.push(ledger.numbered(source));
                works.sources.len() - 1
            });
            works.sources[number].uses += 1;
            marks.push(Mark { source: Some(number), nth: works.sources[number].uses });
        }
        works.marks.push(marks);
    }
    for source in listed {
        numbers.entry(source.id.value.as_str()).or_insert_with(|| {
            works.sources.push(ledger.numbered(source));
            works.sources.len() - 1
        });
    }
    if ledger.config.source_style == SourceStyle::AuthorDate {
        author_date::arrange(&mut works, &ledger.config.language);
    }
    works
}

/// Whether a name stands for all authors that are not named: `et al.`
pub fn is_others(author: &str) -> bool {
    matches!(author.trim().trim_end_matches('.').to_ascii_lowercase().as_str(), "et al" | "et alii")
}

/// The family name: what stands before the comma, else the last word.
pub fn family(author: &str) -> &str {
    match author.split_once(',') {
        Some((family, _)) => family.trim(),
        None => author.trim().rsplit(char::is_whitespace).next().unwrap_or(author),
    }
}
