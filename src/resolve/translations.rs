//! Pages that are the same in several languages, and articles that a language lacks.
//!
//! Pages belong together by their place: `coast/tides.de.md` translates `coast/tides.md`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Input, Site};
use crate::route::Route;
use crate::text::RelPath;

/// A page in every language that it is in, the first language first; empty if there is only one.
pub type Translations = Arc<[Translation]>;

/// A page in one language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Translation {
    /// The position of the language among those of the site; that of the first language is 0.
    pub edition: usize,
    /// The code of the language.
    pub language: Arc<str>,
    /// Its address within the whole site.
    pub route: Route,
    /// Whether search engines may show it, and it is no copy of another site's page.
    pub is_indexed: bool,
}

/// Those that search engines may show; none if they are not several.
pub fn indexed(translations: &[Translation]) -> impl Iterator<Item = &Translation> + Clone {
    let shown = translations.iter().filter(|translation| translation.is_indexed);
    let are_several = shown.clone().nth(1).is_some();
    shown.filter(move |_| are_several)
}

/// The one for readers of all other languages: that of the site's first.
pub fn default<'t>(mut translations: impl Iterator<Item = &'t Translation>) -> Option<&'t Translation> {
    translations.find(|translation| translation.edition == 0)
}

/// An article of the first language that another one lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untranslated {
    /// The file.
    pub path: RelPath,
    /// The language that it is not in.
    pub language: String,
}

/// What pages have in common that are the same in several languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place<'a> {
    Article(&'a RelPath),
    Section(&'a str),
    Person(&'a str),
    People,
    /// A taxonomy, a term or a series, by its address within its edition.
    List(&'a Route),
}

/// Notes with every page in which languages it is, and with the first site what the others lack.
pub fn note(inputs: &[Input<'_>], sites: &mut [Site]) {
    if sites.len() < 2 {
        return;
    }
    let mut known: BTreeMap<Place<'_>, Vec<Translation>> = BTreeMap::new();
    let languages: Vec<Arc<str>> = sites.iter().map(|site| site.language.as_str().into()).collect();
    for (edition, (input, site)) in inputs.iter().zip(&*sites).enumerate() {
        for (place, route, is_indexed) in places(site) {
            let route = input.site_route(route).into_owned();
            let translation = Translation { edition, language: Arc::clone(&languages[edition]), route, is_indexed };
            known.entry(place).or_default().push(translation);
        }
    }
    let lacking = |place: Place<'_>, path: &RelPath| -> Vec<Untranslated> {
        let translations = known.get(&place).map(Vec::as_slice).unwrap_or_default();
        let lacks = |edition: &usize| translations.iter().all(|one| one.edition != *edition);
        let missing = (0..languages.len()).filter(lacks);
        missing.map(|at| Untranslated { path: path.clone(), language: languages[at].to_string() }).collect()
    };
    let untranslated = sites.first().map_or_else(Vec::new, |first| {
        let articles = first.articles.iter();
        articles.flat_map(|article| lacking(Place::Article(article.facts.place()), &article.facts.path)).collect()
    });
    let mut shared: BTreeMap<Place<'_>, Translations> = BTreeMap::new();
    for (place, translations) in known {
        if translations.len() > 1 {
            shared.insert(place, translations.into());
        }
    }
    let of = |place: Place<'_>| shared.get(&place).cloned().unwrap_or_default();
    let found: Vec<Vec<Translations>> =
        sites.iter().map(|site| places(site).map(|(place, ..)| of(place)).collect()).collect();
    for (site, found) in sites.iter_mut().zip(found) {
        let Site { articles, sections, people, people_translations, people_index, taxonomies, terms, series, .. } =
            site;
        let articles = articles.iter_mut().map(|article| &mut article.translations);
        let sections = sections.iter_mut().map(|section| &mut section.translations);
        let people = people.iter_mut().map(|person| &mut person.translations);
        let list = people_index.is_some().then_some(people_translations);
        let taxonomies = taxonomies.iter_mut().map(|taxonomy| &mut taxonomy.translations);
        let terms = terms.iter_mut().map(|term| &mut term.translations);
        let series = series.iter_mut().map(|series| &mut series.translations);
        let all = articles.chain(sections).chain(people).chain(list).chain(taxonomies).chain(terms).chain(series);
        all.zip(found).for_each(|(translations, found)| *translations = found);
    }
    if let Some(first) = sites.first_mut() {
        first.untranslated = untranslated;
    }
}

/// The pages of an edition that may be translated, in the order of its lists, each with its address and whether search
/// engines may show it.
fn places(site: &Site) -> impl Iterator<Item = (Place<'_>, &Route, bool)> {
    let articles = site.articles.iter().map(|article| {
        let fields = &article.facts.fields;
        let is_indexed = !fields.noindex && fields.canonical.is_none();
        (Place::Article(article.facts.place()), &article.route, is_indexed)
    });
    let sections = site.sections.iter().map(|section| {
        let folder = section.facts.place().parent().unwrap_or_default();
        (Place::Section(folder), &section.route, !section.facts.fields.noindex)
    });
    let people = site.people.iter().map(|person| (Place::Person(person.id.as_str()), &person.route, true));
    let people_index = site.people_index.iter().map(|route| (Place::People, route, true));
    let taxonomies = site.taxonomies.iter().map(|taxonomy| (&taxonomy.route, &taxonomy.introduction));
    let terms = site.terms.iter().map(|term| (&term.route, &term.introduction));
    let series = site.series.iter().map(|series| (&series.route, &series.introduction));
    let lists = taxonomies.chain(terms).chain(series).map(|(route, introduction)| {
        let is_indexed = introduction.as_ref().is_none_or(|introduction| !introduction.facts.fields.noindex);
        (Place::List(route), route, is_indexed)
    });
    articles.chain(sections).chain(people).chain(people_index).chain(lists)
}
