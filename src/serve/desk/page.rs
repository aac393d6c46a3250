//! What the panel shows of a page.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::problem::{self, Problem, Texts};
use super::{Shown, editor};
use crate::build::lints;
use crate::build::output::Edition;
use crate::build::preview::PageAt;
use crate::compose::PageKey;
use crate::compose::brief::{ArticleBrief, Brief};
use crate::compose::{article::WORDS_A_MINUTE, meta};
use crate::diagnostics::Diagnostic;
use crate::parse::document::{Facts, References};
use crate::parse::front_matter::ArticleFields;
use crate::resolve::{ArticleId, NumberedSource, Site};
use crate::text::{LineIndex, RelPath, Span};

/// A page and its document.
#[derive(Serialize)]
pub struct PageView {
    title: String,
    file: String,
    editor: Option<String>,
    state: &'static str,
    problems: Vec<Problem>,
    outline: Vec<HeadingView>,
    words: u32,
    minutes: u32,
    dates: Vec<DateView>,
    review: Option<ReviewView>,
    sources: SourcesView,
    links: LinksView,
    card: Option<CardView>,
    result: Option<ResultView>,
}

#[derive(Serialize)]
struct HeadingView {
    level: u8,
    id: String,
    text: String,
}

#[derive(Serialize)]
struct DateView {
    name: &'static str,
    date: String,
    editor: Option<String>,
}

#[derive(Serialize)]
struct ReviewView {
    due: String,
    is_overdue: bool,
}

#[derive(Default, Serialize)]
struct SourcesView {
    used: Vec<SourceView>,
    unused: Vec<SourceView>,
}

#[derive(Serialize)]
struct SourceView {
    key: String,
    title: String,
    number: Option<usize>,
    uses: usize,
}

#[derive(Default, Serialize)]
struct LinksView {
    out: Vec<LinkView>,
    r#in: Vec<LinkView>,
}

#[derive(Serialize)]
struct LinkView {
    title: String,
    address: String,
}

/// As others show the page when it is shared.
#[derive(Serialize)]
struct CardView {
    title: String,
    description: String,
    image: Option<String>,
    site: String,
    address: String,
}

/// As a search engine shows it.
#[derive(Serialize)]
struct ResultView {
    title: String,
    description: String,
    address: String,
    date: Option<String>,
}

/// The panel of a page; `None` if no document is behind it.
pub fn view(shown: &Shown<'_>, page: PageAt, diagnostics: &[Diagnostic], texts: &Texts<'_>) -> Option<PageView> {
    let preview = shown.preview;
    let edition = preview.edition(page)?;
    let link = edition.config().editor_link.as_deref();
    // A file that cannot be read is reported by the pass that follows.
    let of_rules = match page.key {
        PageKey::Article(id) => {
            let own = edition.site().articles.get(id).map(|article| &article.facts.path);
            let is_own_error = |one: &Diagnostic| one.is_error() && one.place.as_ref().map(|place| &place.path) == own;
            // Where something is missing, the page is not what it will be.
            let is_whole = !diagnostics.iter().any(is_own_error);
            let of_page =
                if is_whole { preview.findings(page, shown.revision).unwrap_or_default() } else { Vec::new() };
            lints::of_article(preview.output(), edition, id, shown.now, of_page).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    let of = |path: &RelPath| {
        let own = diagnostics.iter().filter(|one| one.place.as_ref().is_some_and(|place| place.path == *path));
        // A rule that is set to `error` has run already.
        let more = of_rules.iter().filter(|one| !diagnostics.contains(one));
        problem::problems(own.chain(more), texts, link)
    };
    match preview.brief(page)? {
        Brief::Article(brief) => {
            let facts = shown.revision.map_or(&brief.article.facts, |revision| &revision.facts);
            Some(of_article(shown, page, edition, &brief, facts, of(&facts.path), texts.root))
        }
        Brief::Home(brief) => Some(of_other(
            edition,
            &brief.section.title,
            &brief.section.facts.path,
            &brief.section.facts.references,
            of,
            texts.root,
        )),
        Brief::Section(brief) => Some(of_other(
            edition,
            &brief.section.title,
            &brief.section.facts.path,
            &brief.section.facts.references,
            of,
            texts.root,
        )),
        Brief::Person(brief) => {
            let facts = &brief.member.person.facts;
            Some(of_other(edition, &facts.fields.name.value, &facts.path, &facts.references, of, texts.root))
        }
        _ => None,
    }
}

fn of_other(
    edition: &Edition,
    title: &str,
    path: &RelPath,
    references: &References,
    problems: impl Fn(&RelPath) -> Vec<Problem>,
    root: &Path,
) -> PageView {
    PageView {
        title: title.to_owned(),
        file: path.to_string(),
        editor: editor::link(edition.config().editor_link.as_deref(), root, path, 1, 1),
        state: super::State::Public.name(),
        problems: problems(path),
        outline: outline(references),
        words: 0,
        minutes: 0,
        dates: Vec::new(),
        review: None,
        sources: SourcesView::default(),
        links: LinksView::default(),
        card: None,
        result: None,
    }
}

fn of_article(
    shown: &Shown<'_>,
    page: PageAt,
    edition: &Edition,
    brief: &ArticleBrief<'_>,
    facts: &Arc<Facts<ArticleFields>>,
    problems: Vec<Problem>,
    root: &Path,
) -> PageView {
    let (config, site) = (edition.config(), edition.site());
    let fields = &facts.fields;
    let words = shown.preview.words(page, shown.revision);
    let text = std::fs::read_to_string(facts.path.on_disk(root)).unwrap_or_default();
    let index = LineIndex::new(&text);
    let link = |span: Span| {
        let at = index.line_column((span.start as usize).min(text.len()));
        editor::link(config.editor_link.as_deref(), root, &facts.path, at.line, at.column)
    };
    let dates = [
        ("published", &fields.published),
        ("updated", &fields.updated),
        ("reviewed", &fields.reviewed),
        ("expires", &fields.expires),
    ];
    let dates = dates.into_iter().filter_map(|(name, date)| {
        let date = date.as_ref()?;
        Some(DateView { name, date: date.value.iso(&config.timezone), editor: link(date.span) })
    });
    let description = meta::description(brief.article).to_owned();
    let address = format!("{}{}", config.base_url, brief.article.route.href(&config.base_path));
    let image = brief.article.lead_image.as_ref().map(|image| image.url.clone());
    PageView {
        title: fields.title.value.clone(),
        file: facts.path.to_string(),
        editor: editor::link(config.editor_link.as_deref(), root, &facts.path, 1, 1),
        state: super::state(fields, config, shown.now).name(),
        problems,
        outline: outline(&facts.references),
        words,
        minutes: words.div_ceil(WORDS_A_MINUTE).max(1),
        dates: dates.collect(),
        review: super::due(fields, config, shown.now).map(|(due, is_overdue)| ReviewView { due, is_overdue }),
        sources: sources(fields, &brief.article.connections.sources),
        links: links(site, page.key, &config.base_path),
        card: Some(CardView {
            title: fields.title.value.clone(),
            description: description.clone(),
            image,
            site: config.title.clone(),
            address: address.clone(),
        }),
        result: Some(ResultView {
            title: format!("{} – {}", fields.title.value, config.title),
            description,
            address: crumbs(&address),
            date: brief.article.updated.or(brief.article.published).map(|date| date.iso(&config.timezone)),
        }),
    }
}

/// An address as search engines show it: `example.org › coast › tides`.
fn crumbs(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    bare.split('/').filter(|part| !part.is_empty()).collect::<Vec<&str>>().join(" › ")
}

fn outline(references: &References) -> Vec<HeadingView> {
    let headings = references.headings.iter();
    headings
        .map(|heading| HeadingView { level: heading.level, id: heading.id.clone(), text: heading.text.clone() })
        .collect()
}

fn sources(fields: &ArticleFields, numbered: &[NumberedSource]) -> SourcesView {
    let view = |source: &crate::parse::front_matter::Source, number, uses| SourceView {
        key: source.id.value.clone(),
        title: source.title.clone(),
        number,
        uses,
    };
    let used = (1..).zip(numbered).map(|(number, one)| view(&one.source, Some(number), one.uses));
    let is_used = |key: &str| numbered.iter().any(|one| one.source.id.value == key);
    let unused = fields.sources.iter().filter(|source| !is_used(&source.id.value));
    SourcesView { used: used.collect(), unused: unused.map(|source| view(source, None, 0)).collect() }
}

fn links(site: &Site, key: PageKey, base_path: &str) -> LinksView {
    let view = |id: &ArticleId| {
        let article = site.articles.get(*id)?;
        Some(LinkView { title: article.facts.fields.title.value.clone(), address: article.route.href(base_path) })
    };
    let PageKey::Article(id) = key else { return LinksView::default() };
    let Some(article) = site.articles.get(id) else { return LinksView::default() };
    LinksView {
        out: article.mentions.iter().filter_map(view).collect(),
        r#in: article.mentioned_in.iter().filter_map(view).collect(),
    }
}
