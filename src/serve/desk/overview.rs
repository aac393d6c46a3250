//! What the start page shows: every article with its state, and every problem.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::Serialize;

use super::problem::{self, Problem, Texts};
use super::{due, editor, state};
use crate::build::preview::Preview;
use crate::config::Config;
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, PersonRef};
use crate::resolve::Site;
use crate::text::RelPath;

/// The site at a glance.
#[derive(Serialize)]
pub struct DeskView {
    title: String,
    edition: String,
    now: String,
    counts: Counts,
    articles: Vec<ArticleLine>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Counts {
    articles: usize,
    people: usize,
    words: Option<u32>,
}

#[derive(Serialize)]
struct ArticleLine {
    title: String,
    /// `None` if the preview does not show it.
    address: Option<String>,
    file: String,
    editor: Option<String>,
    state: &'static str,
    section: String,
    authors: Vec<String>,
    published: Option<String>,
    updated: Option<String>,
    due: Option<String>,
    is_overdue: bool,
    words: Option<u32>,
    problems: usize,
    /// Seconds since 1970.
    changed: Option<u64>,
}

/// The start page of a site; of one that cannot be shown, only its problems.
pub fn view(
    preview: Option<&Preview<'_>>,
    edition: &str,
    now: Instant,
    diagnostics: &[Diagnostic],
    texts: &Texts<'_>,
    link: Option<&str>,
) -> DeskView {
    let problems = problem::problems(diagnostics, texts, link);
    let Some(preview) = preview else {
        return DeskView {
            title: String::new(),
            edition: edition.to_owned(),
            now: now.iso(&crate::date::Zone::utc()),
            counts: Counts { articles: 0, people: 0, words: None },
            articles: Vec::new(),
            problems,
        };
    };
    let output = preview.output();
    let mut counts: BTreeMap<&RelPath, usize> = BTreeMap::new();
    for path in diagnostics.iter().filter_map(|one| one.place.as_ref()).map(|place| &place.path) {
        *counts.entry(path).or_default() += 1;
    }
    let articles = output.editions().iter().flat_map(|edition| {
        let counts = &counts;
        let articles = edition.documents().articles.iter();
        articles.map(move |held| line(&held.facts, edition.site(), edition.config(), now, counts, texts.root))
    });
    let public = output.editions().iter().map(|edition| edition.site().articles.len()).sum();
    let people = output.editions().first().map_or(0, |first| first.site().people.len());
    DeskView {
        title: output.title().to_owned(),
        edition: edition.to_owned(),
        now: now.iso(&crate::date::Zone::utc()),
        counts: Counts { articles: public, people, words: None },
        articles: articles.collect(),
        problems,
    }
}

fn line(
    facts: &Facts<ArticleFields>,
    site: &Site,
    config: &Config,
    now: Instant,
    counts: &BTreeMap<&RelPath, usize>,
    root: &Path,
) -> ArticleLine {
    let fields = &facts.fields;
    let found = site.articles.binary_search_by(|article| article.facts.path.cmp(&facts.path)).ok();
    let article = found.and_then(|at| site.articles.get(at));
    let section = article.and_then(|article| site.sections.get(article.section));
    let author = |person: &PersonRef| match person {
        PersonRef::Id(id) => {
            let known = site.people.iter().find(|person| person.id == id.value);
            known.map_or_else(|| id.value.clone(), |person| person.facts.fields.name.value.clone())
        }
        PersonRef::Inline(person, _) => person.name.value.clone(),
    };
    let iso = |date: &Option<crate::date::WrittenDate>| date.as_ref().map(|date| date.value.iso(&config.timezone));
    let due = due(fields, config, now);
    let modified = facts.path.on_disk(root).metadata().and_then(|metadata| metadata.modified()).ok();
    ArticleLine {
        title: fields.title.value.clone(),
        address: article.map(|article| article.route.href(&config.base_path)),
        file: facts.path.to_string(),
        editor: editor::link(config.editor_link.as_deref(), root, &facts.path, 1, 1),
        state: state(fields, config, now).name(),
        section: section.map(|section| section.title.clone()).unwrap_or_default(),
        authors: fields.authors.iter().map(author).collect(),
        published: iso(&fields.published),
        updated: iso(&fields.updated),
        is_overdue: due.as_ref().is_some_and(|(_, is_overdue)| *is_overdue),
        due: due.map(|(due, _)| due),
        words: None,
        problems: counts.get(&facts.path).copied().unwrap_or_default(),
        changed: modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).map(|since| since.as_secs()),
    }
}
