//! Series: articles that are read in order.
//!
//! Parts stand by their numbers, those without one after them, and equal ones by date, the oldest first.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::publish::Public;
use super::routes::{Claim, Claims};
use super::sections::folder_of;
use super::translations::Translations;
use super::{ArticleId, Input, Introduction, Series, SeriesId, SeriesPart};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, SectionFields};
use crate::route::Route;
use crate::slug;

/// The folder of what introduces series.
pub const SERIES: &str = "series";

/// All series.
pub struct AllSeries {
    /// By id; their introductions are not connected yet.
    pub series: Vec<Series>,
    /// By article: its series, and which of the listed parts it is.
    pub of_article: Vec<Option<(SeriesId, usize)>>,
}

/// Collects the series of the public articles; two parts with one number are a warning.
///
/// `introductions` are the `_index.md` of the folders of series, by folder.
pub fn collect(
    input: &Input<'_>,
    public: &Public,
    introductions: &BTreeMap<&str, &Arc<Facts<SectionFields>>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> AllSeries {
    let mut members: BTreeMap<String, Vec<ArticleId>> = BTreeMap::new();
    for (id, facts) in public.articles.iter().enumerate() {
        let Some(series) = &facts.fields.series else { continue };
        let slug = slug::slugify(&series.id.value);
        if slug.is_empty() {
            let message = format!("the series `{}` has no letter or digit to make an address from", series.id.value);
            diagnostics.push(
                Diagnostic::new(Code::BadAddress, &facts.path, series.id.span, message)
                    .help("give it an id such as `harbours`"),
            );
            continue;
        }
        members.entry(slug).or_default().push(id);
    }
    let mut written: BTreeMap<String, &Arc<Facts<SectionFields>>> = introductions
        .iter()
        .filter_map(|(folder, facts)| Some((slug::slugify(folder.strip_prefix(SERIES)?.strip_prefix('/')?), *facts)))
        .collect();
    let mut all = AllSeries { series: Vec::new(), of_article: vec![None; public.articles.len()] };
    let ids: Vec<String> = members.keys().cloned().collect();
    for (id, articles) in members {
        let parts = parts(input.config, public, articles);
        warn_of_equal(public, &parts, diagnostics);
        for (at, part) in parts.iter().enumerate() {
            all.of_article[part.article] = Some((all.series.len(), at));
        }
        let introduction = written.remove(&id).map(Introduction::of);
        // An edition that says nothing of it calls it as the first language does.
        let in_first = || title_in_first(input, &id);
        let title = introduction.as_ref().and_then(Introduction::title).or_else(in_first);
        let title = title.map_or_else(|| spoken(&id), str::to_owned);
        let total = parts.iter().map(|part| part.number).max().unwrap_or_default().max(parts.len());
        let route = Route::page([SERIES, id.as_str()]);
        let translations = Translations::default();
        all.series.push(Series { title, route, parts, total, introduction, translations });
    }
    for (id, facts) in written {
        let message = format!("this introduces the series `{id}`, and no public article is in it");
        diagnostics.push(
            Diagnostic::in_file(Code::UnusedIntroduction, &facts.path, message)
                .did_you_mean(&id, ids.iter().map(String::as_str))
                .help(format!("write `series: {{id: {id}, part: 1}}` in an article, or remove the file")),
        );
    }
    all
}

impl AllSeries {
    /// Takes the addresses of all series.
    pub(super) fn claim<'a>(&'a self, public: &'a Public, claims: &mut Claims<'a, '_>) {
        for series in &self.series {
            let first = series.parts.first().and_then(|part| public.articles.get(part.article));
            let place = first.map(|facts| (&facts.path, written(&facts.fields)));
            claims.claim(Cow::Borrowed(&series.route), Claim { what: "the series", place, name: &series.title });
        }
    }
}

/// The title of a series in the site's first language, if it is introduced there.
fn title_in_first<'a>(input: &Input<'a>, id: &str) -> Option<&'a str> {
    let is_of = |facts: &&Arc<Facts<SectionFields>>| {
        folder_of(&facts.path).strip_prefix(SERIES).and_then(|rest| rest.strip_prefix('/')) == Some(id)
    };
    let facts = input.first_sections.iter().find(is_of)?;
    facts.fields.title.as_ref().map(|title| title.value.as_str())
}

/// Where an article says its series.
fn written(fields: &ArticleFields) -> Option<crate::text::Span> {
    fields.series.as_ref().map(|series| series.id.span)
}

/// The articles of a series in their order, each with its number.
fn parts(config: &Config, public: &Public, mut articles: Vec<ArticleId>) -> Vec<SeriesPart> {
    articles.sort_by_cached_key(|article| {
        let fields = &public.articles[*article].fields;
        let published = fields.published.as_ref().map(|date| Reverse(date.value.instant(&config.timezone)));
        let number = number_of(fields);
        // `None` is less than every date, so that, the other way round, articles without one are the last.
        (number.is_none(), number, Reverse(published), *article)
    });
    let mut last = 0;
    let part = |article: ArticleId| {
        let number = number_of(&public.articles[article].fields).unwrap_or(last + 1);
        last = number;
        SeriesPart { article, number }
    };
    articles.into_iter().map(part).collect()
}

fn number_of(fields: &ArticleFields) -> Option<usize> {
    let part = fields.series.as_ref()?.part.as_ref()?;
    usize::try_from(part.value).ok()
}

fn warn_of_equal(public: &Public, parts: &[SeriesPart], diagnostics: &mut Vec<Diagnostic>) {
    for pair in parts.windows(2) {
        let [before, after] = pair else { continue };
        let place = |part: &SeriesPart| {
            let facts = &public.articles[part.article];
            Some((&facts.path, facts.fields.series.as_ref()?.part.as_ref()?.span))
        };
        if before.number == after.number
            && let (Some((first, of_first)), Some((path, span))) = (place(before), place(after))
        {
            let message = format!("two articles of the series are part {}", after.number);
            diagnostics.push(
                Diagnostic::new(Code::DuplicatePart, path, span, message)
                    .related(first, Some(of_first), "the other one, which comes first")
                    .help("give one of them another number"),
            );
        }
    }
}

/// An id in words.
fn spoken(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
