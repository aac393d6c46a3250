//! Pages that are the same in several languages, and articles that a language lacks.
//!
//! Pages belong together by their place: `coast/tides.de.md` translates `coast/tides.md`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::routes::{CORRECTIONS, QUESTIONS, SOURCES, page_of, pages_of_lines, pages_of_list};
use super::{Input, Introduction, Site};
use crate::config::Config;
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
    /// How many pages it has there if it is a list, else 1.
    pub pages: usize,
    /// Whether search engines may show it, and it is no copy of another site's page.
    pub is_indexed: bool,
}

/// The lists of a whole edition, each in every language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfLists {
    /// The list of people.
    pub people: Translations,
    /// The list of works.
    pub sources: Translations,
    /// The list of questions.
    pub questions: Translations,
    /// The list of corrections.
    pub corrections: Translations,
}

/// A page of a list, from 1, in every language in which the list has so many; none if they are not several.
pub fn of_page(translations: &[Translation], page: usize) -> Translations {
    let nth = |one: &Translation| Translation { route: page_of(&one.route, page), pages: 1, ..one.clone() };
    let found: Vec<Translation> = translations.iter().filter(|one| one.pages >= page).map(nth).collect();
    if found.len() > 1 { found.into() } else { Translations::default() }
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
    Sources,
    Questions,
    Corrections,
    /// A taxonomy, a term or a series, by its address within its edition.
    List(&'a Route),
}

/// A page of an edition that may be translated.
struct Translatable<'a> {
    place: Place<'a>,
    route: Cow<'a, Route>,
    pages: usize,
    is_indexed: bool,
}

/// Notes with every page in which languages it is, and with the first site what the others lack.
pub fn note(inputs: &[Input<'_>], sites: &mut [Site]) {
    if sites.len() < 2 {
        return;
    }
    let mut known: BTreeMap<Place<'_>, Vec<Translation>> = BTreeMap::new();
    let languages: Vec<Arc<str>> = sites.iter().map(|site| site.language.as_str().into()).collect();
    for (edition, (input, site)) in inputs.iter().zip(&*sites).enumerate() {
        for Translatable { place, route, pages, is_indexed } in translatable(site, input.config) {
            let (route, language) = (input.site_route(&route).into_owned(), Arc::clone(&languages[edition]));
            let translation = Translation { edition, language, route, pages, is_indexed };
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
    let found: Vec<Vec<Translations>> = inputs
        .iter()
        .zip(&*sites)
        .map(|(input, site)| translatable(site, input.config).map(|page| of(page.place)).collect())
        .collect();
    for (site, found) in sites.iter_mut().zip(found) {
        let Site { articles, sections, people, of_lists, people_index, taxonomies, terms, series, .. } = site;
        let has_lists = [!site.library.works.is_empty(), !site.questions.is_empty(), !site.corrections.is_empty()];
        let OfLists { people: of_people, sources, questions, corrections } = of_lists;
        let articles = articles.iter_mut().map(|article| &mut article.translations);
        let sections = sections.iter_mut().map(|section| &mut section.translations);
        let people = people.iter_mut().map(|person| &mut person.translations);
        let list = people_index.is_some().then_some(of_people);
        let lines = has_lists.into_iter().zip([sources, questions, corrections]);
        let lines = lines.filter_map(|(is_there, translations)| is_there.then_some(translations));
        let taxonomies = taxonomies.iter_mut().map(|taxonomy| &mut taxonomy.translations);
        let terms = terms.iter_mut().map(|term| &mut term.translations);
        let series = series.iter_mut().map(|series| &mut series.translations);
        let all = articles.chain(sections).chain(people).chain(list).chain(lines);
        let all = all.chain(taxonomies).chain(terms).chain(series);
        all.zip(found).for_each(|(translations, found)| *translations = found);
    }
    if let Some(first) = sites.first_mut() {
        first.untranslated = untranslated;
    }
}

/// The pages of an edition that may be translated, in the order of its lists.
fn translatable<'a>(site: &'a Site, config: &Config) -> impl Iterator<Item = Translatable<'a>> {
    let of = |place: Place<'a>, route: &'a Route, is_indexed: bool| {
        let route = Cow::Borrowed(route);
        Translatable { place, route, pages: 1, is_indexed }
    };
    let pages_of_list = |articles: usize| pages_of_list(articles, config);
    let articles = site.articles.iter().map(move |article| {
        let fields = &article.facts.fields;
        let is_indexed = !fields.noindex && fields.canonical.is_none();
        of(Place::Article(article.facts.place()), &article.route, is_indexed)
    });
    let sections = site.sections.iter().map(move |section| {
        let folder = section.facts.place().parent().unwrap_or_default();
        // The home page lists the newest articles and goes no further.
        let pages = section.parent.map_or(1, |_| pages_of_list(section.articles.len()));
        Translatable { pages, ..of(Place::Section(folder), &section.route, !section.facts.fields.noindex) }
    });
    let people = site.people.iter().map(move |person| of(Place::Person(person.id.as_str()), &person.route, true));
    let people_index = site.people_index.iter().map(move |route| of(Place::People, route, true));
    let lines = [
        (Place::Sources, SOURCES, site.library.works.len()),
        (Place::Questions, QUESTIONS, site.questions.len()),
        (Place::Corrections, CORRECTIONS, site.corrections.len()),
    ];
    let lines = lines.map(|(place, first, count)| Translatable {
        place,
        route: Cow::Owned(Route::new(first)),
        pages: pages_of_lines(count, config),
        is_indexed: true,
    });
    let lines = lines.into_iter().filter(|list| list.pages > 0);
    let may_be_indexed = |introduction: &Option<Introduction>| {
        introduction.as_ref().is_none_or(|introduction| !introduction.facts.fields.noindex)
    };
    let list = move |route: &'a Route, introduction: &Option<Introduction>, pages: usize| Translatable {
        pages,
        ..of(Place::List(route), route, may_be_indexed(introduction))
    };
    let taxonomies = site.taxonomies.iter().map(move |taxonomy| list(&taxonomy.route, &taxonomy.introduction, 1));
    let terms =
        site.terms.iter().map(move |term| list(&term.route, &term.introduction, pages_of_list(term.articles.len())));
    let series = site.series.iter().map(move |series| list(&series.route, &series.introduction, 1));
    articles.chain(sections).chain(people).chain(people_index).chain(lines).chain(taxonomies).chain(terms).chain(series)
}
