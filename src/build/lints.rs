//! The rules, let loose on the output as a value.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::cache::Words;
use super::documents::{self, LARGEST, Origin as DocumentOrigin};
use super::findings::{Findings, Looked};
use super::inputs::Inputs;
use super::output::{Edition, Output};
use super::preprocessors;
use super::site;
use crate::compose::PageKey;
use crate::compose::brief::{Brief, Briefs};
use crate::date::Instant;
use crate::diagnostics::{self, Diagnostic};
use crate::error::Error;
use crate::fingerprint::print;
use crate::fs::ReadFailure;
use crate::lint::{
    self, Chosen, MentionsSubject, Origin, Overrides, PageSubject, Sources, Subject, WordsSubject, Wrong,
};
use crate::parse::passages::{self, Passage};
use crate::resolve::{Article, ArticleId};
use crate::text::RelPath;
use crate::write::Record;

/// What the chosen rules find in the whole site, as far as it is not among the findings of before; `step` is told of each
/// article.
///
/// # Errors
/// A file that cannot be read.
pub fn run(
    output: &Output,
    chosen: &Chosen,
    now: Instant,
    findings: &Findings<'_>,
    step: &(dyn Fn(&str) + Sync),
) -> Result<Vec<Diagnostic>, Error> {
    let mut found = of_sites(output, chosen, now);
    let of_articles = of_articles(output, chosen, now, findings, &|_, _| None, step)?;
    found.extend(
        of_articles.into_iter().flat_map(|OfArticle { of_connected, of_words, .. }| [of_connected, of_words]).flatten(),
    );
    preprocessors::tell_apart(&mut found, &output.rewritten());
    if output.editions().len() > 1 {
        once_each(&mut found);
    }
    Ok(found)
}

/// What all rules find of one article, for the one who writes it; `of_page` is what they have found on its page.
///
/// # Errors
/// A file that cannot be read.
pub fn of_article(
    output: &Output,
    edition: &Edition,
    id: ArticleId,
    now: Instant,
    of_page: Vec<Diagnostic>,
) -> Result<Vec<Diagnostic>, Error> {
    let subject = subject(output, edition, now);
    let Some(article) = subject.site.articles.get(id) else { return Ok(Vec::new()) };
    let path = &article.facts.path;
    let chosen = Chosen::all(&subject.config.lints, &Overrides::default());
    let passages = read(output, path)?;
    let mut found = lint::of_article(&subject, article, &passages, &chosen);
    found.extend(of_page);
    let is_own = |one: &Diagnostic| one.place.as_ref().is_some_and(|place| place.path == *path);
    found.extend(lint::of_site(&subject, &chosen).into_iter().filter(is_own));
    let allowances = &article.facts.references.allowances;
    let levels = site::levels(subject.config, [(path, allowances.as_slice())], now, &Overrides::default());
    let mut judged = levels.weigh(found);
    diagnostics::sort(&mut judged);
    Ok(judged)
}

/// Some of what all rules find in the site, and where to go on for the rest: `from` counts the articles of all editions, and
/// what is about the site as a whole comes with the first. It goes on until `is_enough`.
///
/// # Errors
/// A file that cannot be read.
pub fn some(
    output: &Output,
    now: Instant,
    from: usize,
    is_enough: &dyn Fn() -> bool,
) -> Result<(Vec<Diagnostic>, Option<usize>), Error> {
    let Some(first) = output.editions().first() else { return Ok((Vec::new(), None)) };
    let chosen = Chosen::all(&first.config().lints, &Overrides::default());
    let mut found = if from == 0 { of_sites(output, &chosen, now) } else { Vec::new() };
    let articles =
        output.editions().iter().flat_map(|edition| edition.site().articles.iter().map(move |one| (edition, one)));
    let mut next = None;
    for (at, (edition, article)) in articles.enumerate().skip(from) {
        if at > from && is_enough() {
            next = Some(at);
            break;
        }
        let passages = read(output, &article.facts.path)?;
        found.extend(lint::of_article(&subject(output, edition, now), article, &passages, &chosen));
    }
    if output.editions().len() > 1 {
        once_each(&mut found);
    }
    let levels = site::levels(first.config(), output.allowances(), now, &Overrides::default());
    let mut judged = levels.weigh(found);
    diagnostics::sort(&mut judged);
    Ok((judged, next))
}

/// Keeps one of those that are alike: what several languages share, such as the ledger, is looked at in each.
fn once_each(found: &mut Vec<Diagnostic>) {
    let mut known = BTreeSet::new();
    found.retain(|one| known.insert((one.place.clone(), one.code, one.message.clone())));
}

/// What the chosen rules find that look at the site as a whole.
pub fn of_sites(output: &Output, chosen: &Chosen, now: Instant) -> Vec<Diagnostic> {
    let editions = output.editions().iter();
    let mut found = editions.flat_map(|edition| lint::of_site(&subject(output, edition, now), chosen)).collect();
    if output.editions().len() > 1 {
        once_each(&mut found);
    }
    found
}

/// What the rules found in one article.
pub struct OfArticle {
    /// Its file.
    pub path: RelPath,
    /// What they found in what it is connected to.
    pub of_connected: Vec<Diagnostic>,
    /// What they found in its words.
    pub of_words: Vec<Diagnostic>,
    /// What tells all that they may know of its words, except for the titles of other articles.
    pub print: u64,
}

/// What the chosen rules find that look at one article, for each article. In the words of one, they find what is `known` of
/// its print; else, what is not among the findings of before they look for now.
///
/// # Errors
/// A file that cannot be read.
pub fn of_articles(
    output: &Output,
    chosen: &Chosen,
    now: Instant,
    findings: &Findings<'_>,
    known: &KnownWords<'_>,
    step: &(dyn Fn(&str) + Sync),
) -> Result<Vec<OfArticle>, Error> {
    let mut found = Vec::new();
    for edition in output.editions() {
        let subject = subject(output, edition, now);
        let articles = subject.site.articles.par_iter().enumerate();
        let of_articles: Vec<OfArticle> = articles
            .map(|(id, article)| {
                let path = &article.facts.path;
                let of_connected = lint::of_connected(&subject, article, chosen);
                let (of_words, print) = if chosen.reads_words() {
                    of_words(output, edition, (id, article), &subject, chosen, (findings, known))?
                } else {
                    (Vec::new(), 0)
                };
                step(path.as_str());
                Ok(OfArticle { path: path.clone(), of_connected, of_words, print })
            })
            .collect::<Result<_, Error>>()?;
        found.extend(of_articles);
    }
    Ok(found)
}

/// What is known of the words of an article with a print.
type KnownWords<'k> = dyn Fn(&RelPath, u64) -> Option<Vec<Diagnostic>> + Sync + 'k;

/// What the chosen rules find in the words of an article, and what tells those.
fn of_words(
    output: &Output,
    edition: &Edition,
    (id, article): (ArticleId, &Article),
    subject: &Subject<'_>,
    chosen: &Chosen,
    (findings, known): (&Findings<'_>, &KnownWords<'_>),
) -> Result<(Vec<Diagnostic>, u64), Error> {
    let (words, mentions) = (WordsSubject::of(subject, article), MentionsSubject::of(subject, article));
    let path = &article.facts.path;
    let origin = edition.document(PageKey::Article(id)).map(|(_, source)| source.origin());
    let file = origin.map(|DocumentOrigin { content, processed }| {
        print(&(path, content.hash, processed.map(|processed| processed.body)))
    });
    let file = file.unwrap_or_default();
    let of_words = words.print(file);
    let all = print(&(of_words, &mentions.known));
    if let Some(found) = known(path, all) {
        return Ok((found, all));
    }
    let content = origin.map(|origin| origin.content);
    let says = OnceCell::new();
    let look = |look: &dyn Fn(&[Passage]) -> Vec<Diagnostic>| -> Result<Looked<Diagnostic>, Error> {
        if says.get().is_none() {
            let _ = says.set(read_with_content(output, path)?);
        }
        let Some((passages, read)) = says.get() else { return Ok(Looked::Nowhere) };
        let found = look(passages);
        Ok(if *read == content { Looked::AtIt(found) } else { Looked::AtAnother(found) })
    };
    let named = || (edition.config().edition.clone(), path.as_str().to_owned());
    let (folder, name) = named();
    let look_at_words = || look(&|passages| lint::of_words(&words, passages, chosen));
    let mut found = findings.of_words(Words::Own(folder, name), of_words, look_at_words)?;
    let (folder, name) = named();
    let of_mentions = || look(&|passages| lint::of_mentions(&mentions, passages, chosen));
    found.extend(findings.of_words(Words::Mentions(folder, name), mentions.print(file), of_mentions)?);
    Ok((found, all))
}

/// What all rules find on the page of an article as it is built, for the one who looks at it; `html` renders the pages of
/// articles, `None` where one cannot be rendered. What other pages of the same template have too is the theme's, which
/// `check` says once.
///
/// # Errors
/// As `html`.
pub fn of_page_of(
    output: &Output,
    edition: &Edition,
    briefs: &Briefs<'_>,
    id: ArticleId,
    chosen: &Chosen,
    html: &dyn Fn(ArticleId) -> Result<Option<Vec<u8>>, Error>,
) -> Result<Vec<Diagnostic>, Error> {
    const OTHERS: usize = 2;
    if !chosen.looks_at_pages() {
        return Ok(Vec::new());
    }
    let look = |id: ArticleId| -> Result<Vec<Wrong>, Error> {
        Ok(html(id)?.map(|html| of_page(edition, PageKey::Article(id), &html, chosen)).unwrap_or_default())
    };
    let mut found = look(id)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let brief = briefs.of(PageKey::Article(id));
    let is_alike =
        |other: &ArticleId| *other != id && briefs.of(PageKey::Article(*other)).template() == brief.template();
    let others: Vec<ArticleId> = (0..edition.site().articles.len()).filter(is_alike).take(OTHERS).collect();
    let of_others = others.iter().map(|other| look(*other)).collect::<Result<Vec<_>, Error>>()?;
    if !of_others.is_empty() {
        let is_had = |all: &Vec<Wrong>, one: &Wrong| all.iter().any(|of| of.message == one.message);
        found.retain(|one| !of_others.iter().all(|all| is_had(all, one)));
    }
    Ok(of_pages(output, &[(origin(output, edition, PageKey::Article(id), &brief), found)]))
}

/// What the chosen rules find on the pages of some articles, which are rendered for it.
///
/// # Errors
/// A document that cannot be read.
pub fn of_pages_of<'p>(
    output: &Output,
    chosen: &Chosen,
    paths: impl Iterator<Item = &'p RelPath>,
) -> Result<Vec<Diagnostic>, Error> {
    let wanted: BTreeSet<&RelPath> = paths.collect();
    let mut found = Vec::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    for (studio, briefs) in output.studios().iter().zip(&output.briefs()) {
        let (edition, composer) = (studio.edition(), studio.composer());
        let html = |id: ArticleId| {
            let key = PageKey::Article(id);
            let Some((path, source)) = edition.document(key) else { return Ok(None) };
            let (options, preprocessors) = (output.parse_options(), output.preprocessors());
            let prose = documents::prose(output.inputs(), path, source.origin(), options, preprocessors)?;
            // A page that cannot be rendered is reported by a build.
            Ok(studio.render_with(key, &briefs.of(key), &prose, &composer).ok())
        };
        for path in &wanted {
            let articles = &edition.site().articles;
            let Ok(id) = articles.binary_search_by(|article| article.facts.path.cmp(path)) else { continue };
            found.extend(of_page_of(output, edition, briefs, id, chosen, &html)?);
        }
    }
    Ok(found)
}

/// What the chosen rules find on a page as it is built.
pub fn of_page(edition: &Edition, key: PageKey, html: &[u8], chosen: &Chosen) -> Vec<Wrong> {
    let Ok(html) = std::str::from_utf8(html) else { return Vec::new() };
    lint::of_page(&PageSubject::read(html, written(edition, key)), chosen)
}

/// The ids of the headings that the author of a page has written.
pub fn written(edition: &Edition, key: PageKey) -> BTreeSet<&str> {
    let site = edition.site();
    let references = match key {
        PageKey::Article(id) => site.articles.get(id).map(|one| &one.facts.references),
        PageKey::Section(id, _) => site.sections.get(id).map(|one| &one.facts.references),
        PageKey::Person(id) => site.people.get(id).map(|one| &one.facts.references),
        _ => None,
    };
    references.into_iter().flat_map(|references| &references.headings).map(|heading| heading.id.as_str()).collect()
}

/// What was found on pages, where it is written. `pages` are in the order of the output.
pub fn of_pages(output: &Output, pages: &[(Origin, Vec<Wrong>)]) -> Vec<Diagnostic> {
    lint::of_pages(pages, &Written(output))
}

/// The files of an output that pages are made from.
struct Written<'o>(&'o Output);

impl Sources for Written<'_> {
    fn document(&self, path: &RelPath) -> Option<String> {
        let inputs: &Inputs = self.0.inputs();
        let (bytes, _) = inputs.read(path, LARGEST).ok()?;
        String::from_utf8(bytes).ok()
    }

    fn templates(&self) -> Vec<(&RelPath, &str)> {
        self.0.renderer().sources().collect()
    }
}

/// Where a page comes from.
pub fn origin(output: &Output, edition: &Edition, key: PageKey, brief: &Brief<'_>) -> Origin {
    Origin {
        address: brief.route().as_str().to_owned(),
        document: edition.document(key).map(|(path, _)| path.clone()),
        template: output.template_file(brief.template()).cloned(),
    }
}

/// The site in one language, as rules see it.
pub fn subject<'a>(output: &'a Output, edition: &'a Edition, now: Instant) -> Subject<'a> {
    Subject {
        site: edition.site(),
        all_sites: output.editions().iter().map(Edition::site).collect(),
        config: edition.config(),
        inventory: output.inventory(),
        ledger: &edition.documents().ledger,
        index: edition.index(),
        sidecars: &edition.documents().sidecars,
        weights: output.weights(),
        tokens: output.tokens(),
        now,
    }
}

/// What a document says; nothing of a file that is too large.
pub(super) fn read(output: &Output, path: &RelPath) -> Result<Vec<Passage>, Error> {
    Ok(read_with_content(output, path)?.0)
}

/// What a document says, and what its file contained then.
fn read_with_content(output: &Output, path: &RelPath) -> Result<(Vec<Passage>, Option<Record>), Error> {
    let inputs: &Inputs = output.inputs();
    match inputs.read(path, LARGEST) {
        Ok((bytes, state)) => Ok((passages::of_document(path, &bytes, output.parse_options()), Some(state.content))),
        Err(ReadFailure::TooLarge(_)) => Ok((Vec::new(), None)),
        Err(ReadFailure::Io(error)) => Err(error),
    }
}
