//! Taxonomies: the terms that articles have, and which articles have each.
//!
//! Spellings with one slug are one term, shown as most articles write it; plain pages are in no list.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::dictionary::Dictionary;
use super::publish::Public;
use super::routes::{self, Claim, Claims, listed};
use super::translations::Translations;
use super::{ArticleId, Input, Introduction, Taxonomy, Term, TermId};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, Kind, SectionFields};
use crate::route::Route;
use crate::slug;
use crate::text::{RelPath, Span, Spanned};

/// The terms of all taxonomies.
#[derive(Default)]
pub struct Terms {
    /// The taxonomies that have terms, by name.
    pub taxonomies: Vec<Taxonomy>,
    /// By taxonomy, then by slug; their introductions are not connected yet.
    pub terms: Vec<Term>,
    /// By article: its terms in written order, each once.
    pub of_article: Vec<Vec<TermId>>,
    /// By term: an article that has it, and where it says so.
    pub places: Vec<(ArticleId, Span)>,
}

impl Terms {
    /// Takes the addresses of all lists.
    pub(super) fn claim<'a>(&'a self, input: &Input<'_>, public: &'a Public, claims: &mut Claims<'a, '_>) {
        for (term, (article, span)) in self.terms.iter().zip(&self.places) {
            let place = Some((&public.articles[*article].path, Some(*span)));
            claims.claim(Cow::Borrowed(&term.route), Claim { what: "the term", place, name: &term.title });
            claims.claim_pages(&term.route, term.articles.len(), input);
        }
        for taxonomy in &self.taxonomies {
            let (article, span) = self.places[taxonomy.terms.start];
            let place = Some((&public.articles[article].path, Some(span)));
            let claim = Claim { what: routes::ALL_TERMS, place, name: &taxonomy.name };
            claims.claim(Cow::Borrowed(&taxonomy.route), claim);
        }
    }
}

/// One way to write a term.
struct Spelling<'a> {
    text: &'a str,
    articles: usize,
    first: (ArticleId, Span),
    /// The term among those of its taxonomy.
    group: usize,
}

/// Collects the terms of the public articles; what is spelt in two ways is a warning.
///
/// `introductions` are the `_index.md` of the folders of taxonomies, by folder.
pub fn collect(
    input: &Input<'_>,
    public: &Public,
    introductions: &BTreeMap<&str, &Arc<Facts<SectionFields>>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Terms {
    let mut found = Terms { of_article: vec![Vec::new(); public.articles.len()], ..Terms::default() };
    for (name, settings) in &input.config.taxonomies {
        let (spellings, slugs, mut of_article) = spellings(public, name);
        let written: BTreeMap<String, &Arc<Facts<SectionFields>>> = introductions
            .iter()
            .filter_map(|(folder, facts)| {
                let term = folder.strip_prefix(name.as_str())?.strip_prefix('/')?;
                Some((slug::slugify(term), *facts))
            })
            .collect();
        warn_of_unused(name, &slugs, &written, introductions.get(name.as_str()).copied(), diagnostics);
        if slugs.is_empty() {
            continue;
        }
        let of_list = introductions.get(name.as_str());
        let route = Route::page([slug::slugify(name).as_str()]);
        let mut order: Vec<usize> = (0..slugs.len()).collect();
        order.sort_unstable_by_key(|group| &slugs[*group]);
        let first = found.terms.len();
        let mut ids = vec![0; slugs.len()];
        let mut by_group: Vec<Vec<&Spelling<'_>>> = slugs.iter().map(|_| Vec::new()).collect();
        for spelling in &spellings {
            by_group[spelling.group].push(spelling);
        }
        let merged = order.into_iter().map(|group| {
            let shown = merge(public, &mut by_group[group], diagnostics);
            let introduction = written.get(&slugs[group]).map(|facts| Introduction::of(facts));
            let title = introduction.as_ref().and_then(Introduction::title).unwrap_or(shown.text).to_owned();
            (group, shown, introduction, title)
        });
        let mut merged: Vec<_> = merged.collect();
        // A stable sort: those of one title stay in the order of their slugs.
        merged.sort_by_cached_key(|(.., title)| slug::alphabetical(title, &input.config.language));
        for (at, (group, shown, introduction, title)) in merged.into_iter().enumerate() {
            ids[group] = first + at;
            found.terms.push(Term {
                taxonomy: found.taxonomies.len(),
                title,
                spelling: shown.text.to_owned(),
                route: Route::new(format!("{route}{}/", slugs[group])),
                articles: Vec::new(),
                introduction,
                translations: Translations::default(),
            });
            found.places.push(shown.first);
        }
        let introduction = of_list.map(|facts| Introduction::of(facts));
        let title = introduction.as_ref().and_then(Introduction::title).unwrap_or(&settings.title).to_owned();
        let terms = first..found.terms.len();
        let translations = Translations::default();
        found.taxonomies.push(Taxonomy { name: name.clone(), title, route, terms, introduction, translations });
        for (article, groups) in found.of_article.iter_mut().zip(&mut of_article) {
            article.extend(groups.drain(..).map(|group| ids[group]));
        }
    }
    for article in &public.newest {
        for term in &found.of_article[*article] {
            found.terms[*term].articles.push(*article);
        }
    }
    found
}

/// Every spelling of the terms of a taxonomy, the slugs of its terms, and which terms each article has.
fn spellings<'a>(public: &'a Public, taxonomy: &str) -> (Vec<Spelling<'a>>, Vec<String>, Vec<Vec<usize>>) {
    let mut spellings: Vec<Spelling<'a>> = Vec::new();
    let mut by_text: Dictionary<&str, usize> = Dictionary::with_capacity(64);
    let mut by_slug: Dictionary<String, usize> = Dictionary::with_capacity(64);
    let mut slugs: Vec<String> = Vec::new();
    let of_article = public.articles.iter().enumerate().map(|(id, facts)| {
        let mut groups = Vec::new();
        for term in terms_of(&facts.fields, taxonomy) {
            let at = match by_text.get(&term.value) {
                Some(at) => *at,
                None => {
                    let slug = slug::slugify(&term.value);
                    let group = match by_slug.get(&slug) {
                        Some(group) => *group,
                        None => {
                            by_slug.insert(slug.clone(), slugs.len());
                            slugs.push(slug);
                            slugs.len() - 1
                        }
                    };
                    by_text.insert(&term.value, spellings.len());
                    spellings.push(Spelling { text: &term.value, articles: 0, first: (id, term.span), group });
                    spellings.len() - 1
                }
            };
            let spelling = &mut spellings[at];
            spelling.articles += 1;
            if !groups.contains(&spelling.group) {
                groups.push(spelling.group);
            }
        }
        groups
    });
    let of_article = of_article.collect();
    (spellings, slugs, of_article)
}

/// The terms that an article has in lists: those of a plain page are in none.
fn terms_of<'a>(fields: &'a ArticleFields, taxonomy: &str) -> &'a [Spanned<String>] {
    if fields.kind == Kind::Page {
        return &[];
    }
    fields.terms.iter().find(|(name, _)| name == taxonomy).map_or(&[], |(_, terms)| terms)
}

/// The spelling that most articles have, else the first; a warning for each other one.
fn merge<'s, 'a>(
    public: &Public,
    spellings: &mut [&'s Spelling<'a>],
    diagnostics: &mut Vec<Diagnostic>,
) -> &'s Spelling<'a> {
    // A stable sort: those that equally many articles have stay in the order of the articles.
    spellings.sort_by_key(|spelling| Reverse(spelling.articles));
    let shown = spellings[0];
    let path = |article: ArticleId| -> &RelPath { &public.articles[article].path };
    for other in &spellings[1..] {
        let message = format!("`{}` and `{}` are one term, because both have one address", other.text, shown.text);
        let way_out = if signs(other.text) == signs(shown.text) {
            format!("readers see `{}`, the spelling of {}: write it everywhere", shown.text, count(shown.articles))
        } else {
            format!("readers see `{}`: if the other is a term of its own, write its signs in letters", shown.text)
        };
        let (article, span) = other.first;
        let (of_shown, span_of_shown) = shown.first;
        diagnostics.push(
            Diagnostic::new(Code::TermSpelling, path(article), span, message)
                .related(path(of_shown), Some(span_of_shown), format!("written `{}` here", shown.text))
                .help(way_out),
        );
    }
    shown
}

/// The signs in a term that may tell it from another, as in `C++` and `C#`.
fn signs(term: &str) -> String {
    term.chars().filter(|c| matches!(c, '+' | '#' | '*' | '@' | '=' | '<' | '>' | '$' | '%')).collect()
}

fn count(articles: usize) -> String {
    if articles == 1 { "1 article".to_owned() } else { format!("{articles} articles") }
}

/// Warns of introductions of what no article has.
fn warn_of_unused(
    taxonomy: &str,
    slugs: &[String],
    written: &BTreeMap<String, &Arc<Facts<SectionFields>>>,
    of_list: Option<&Arc<Facts<SectionFields>>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let unused = |path: &RelPath, message: String| Diagnostic::in_file(Code::UnusedIntroduction, path, message);
    for (slug, facts) in written.iter().filter(|(slug, _)| !slugs.contains(slug)) {
        let message = format!("this introduces the term `{slug}`, and no public article has it in `{taxonomy}`");
        let known: Vec<&String> = slugs.iter().collect();
        let warning = unused(&facts.path, message).did_you_mean(slug, known.iter().map(|slug| slug.as_str()));
        diagnostics.push(if known.is_empty() {
            warning.help("give an article the term, or remove the file")
        } else if known.len() <= 12 {
            warning.help(format!("name the folder after a term: {}", listed(&known)))
        } else {
            warning.help("name the folder after a term, give an article the term, or remove the file")
        });
    }
    if let Some(facts) = of_list.filter(|_| slugs.is_empty()) {
        let message = format!("this introduces the list of all `{taxonomy}`, and no public article has any");
        diagnostics.push(unused(&facts.path, message).help("give an article a term, or remove the file"));
    }
}
