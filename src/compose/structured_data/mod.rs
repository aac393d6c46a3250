//! JSON-LD: what the page shows, for machines, in the vocabulary of schema.org.
//!
//! One graph a page; its nodes refer to each other by `@id`. Each is written as text at once, its keys in the order of
//! their bytes, and what many pages show (people, the publisher) is written once.

mod json;
mod people;
mod picture;
mod publisher;
mod work;

use super::article::dated_corrections;
use super::body::Manuscript;
use super::brief::{ArticleBrief, Member};
use super::view::{ArticleView, LinkView};
use super::{Composer, meta};
use crate::html::Html;
use crate::parse::front_matter::{Kind, Source};
use crate::resolve::Article;
use crate::route::Route;

use json::{Graph, Object};
use people::People;
use publisher::publisher_id;

pub use people::Described;

/// The graph of an article: the page, the article, its people, questions, sources and breadcrumbs.
pub fn article(manuscript: &Manuscript<'_>, brief: &ArticleBrief<'_>, view: &ArticleView) -> Html {
    let ArticleBrief { article, page_type, credits, .. } = brief;
    let composer = manuscript.composer;
    let fields = &article.facts.fields;
    let zone = &composer.config.timezone;
    let url = composer.absolute(&article.route);
    let article_id = format!("{url}#article");
    let is_page = fields.kind == Kind::Page;
    let mut people = People::new(composer, &url);
    let reviewers = people.refer(&credits.reviewers);

    let mut graph = Graph::new();
    graph.node(|page| {
        page.text("@id", &url).text("@type", page_type.unwrap_or("WebPage"));
        page.refer("breadcrumb", &trail_id(&url)).text("inLanguage", &composer.config.language);
        if let Some(reviewed) = article.reviewed {
            page.text("lastReviewed", &reviewed.day(zone).to_string());
        }
        if !is_page {
            page.refer("mainEntity", &article_id);
        }
        page.text("name", &fields.title.value);
        if let Some(image) = &article.lead_image {
            page.refer("primaryImageOfPage", &picture::id(composer, image));
        }
        page.refer_all("reviewedBy", &reviewers).text("url", &url);
    });
    if !is_page {
        let authors = people.refer(&credits.authors);
        let editors = people.refer(&credits.editors);
        let mut contributors = people.refer(&credits.fact_checkers);
        contributors.extend(people.refer(&credits.contributors));
        graph.node(|body| {
            body.text("@id", &article_id).kind(schema_type(fields.kind));
            if let Some(section) = &view.section {
                body.text("articleSection", &section.title);
            }
            body.refer_all("author", &authors);
            let works = manuscript.connections.sources.iter().map(|source| &*source.source);
            body.objects("citation", works, work::describe).refer_all("contributor", &contributors);
            corrections(body, manuscript, article);
            if let Some(updated) = view.updated.as_ref().or(view.published.as_ref()) {
                body.text("dateModified", &updated.iso);
            }
            if let Some(published) = &view.published {
                body.text("datePublished", &published.iso);
            }
            let about = meta::description(article);
            if !about.is_empty() {
                body.text("description", about);
            }
            body.refer_all("editor", &editors).text("headline", &fields.title.value);
            picture::all(body, manuscript, article);
            body.text("inLanguage", &composer.config.language);
            if let Some(series) = &view.series {
                body.object("isPartOf", |node| {
                    node.kind("CreativeWorkSeries").text("name", &series.title);
                    node.text("url", &composer.absolute_href(&series.url));
                });
            }
            body.texts("keywords", view.terms.iter().map(|term| &term.title));
            body.refer("mainEntityOfPage", &url);
            if let Some(series) = &view.series {
                body.number("position", series.number);
            }
            body.refer("publisher", &publisher_id(composer));
        });
    }
    questions(&mut graph, manuscript, &url);
    trail(&mut graph, &url, &view.breadcrumbs, &fields.title.value, composer);
    for person in &people.nodes {
        graph.written(person);
    }
    graph.written(publisher::node(composer));
    graph.finish()
}

/// The graph of the home page.
pub fn home(composer: &Composer<'_>) -> Html {
    let url = composer.absolute(&Route::new("/"));
    let config = composer.config;
    let mut graph = Graph::new();
    graph.node(|site| {
        site.text("@id", &format!("{url}#website")).kind("WebSite");
        if !config.description.is_empty() {
            site.text("description", &config.description);
        }
        site.text("inLanguage", &config.language).text("name", &config.title);
        site.refer("publisher", &publisher_id(composer)).text("url", &url);
    });
    graph.written(publisher::node(composer));
    graph.finish()
}

/// The graph of a list.
pub fn list(composer: &Composer<'_>, title: &str, route: &Route, breadcrumbs: &[LinkView]) -> Html {
    page(composer, "CollectionPage", title, route, breadcrumbs)
}

/// The graph of a page of which nothing is known but its title.
pub fn row(composer: &Composer<'_>, title: &str, route: &Route, breadcrumbs: &[LinkView]) -> Html {
    page(composer, "WebPage", title, route, breadcrumbs)
}

fn page(composer: &Composer<'_>, kind: &'static str, title: &str, route: &Route, breadcrumbs: &[LinkView]) -> Html {
    let url = composer.absolute(route);
    let mut graph = Graph::new();
    graph.node(|page| {
        page.text("@id", &url).kind(kind).refer("breadcrumb", &trail_id(&url));
        page.text("inLanguage", &composer.config.language).text("name", title).text("url", &url);
    });
    trail(&mut graph, &url, breadcrumbs, title, composer);
    graph.finish()
}

/// The graph of the page of a source.
pub fn source(composer: &Composer<'_>, source: &Source, route: &Route, breadcrumbs: &[LinkView]) -> Html {
    let url = composer.absolute(route);
    let mut graph = Graph::new();
    graph.node(|page| {
        page.text("@id", &url).kind("WebPage").object("about", |node| work::describe(node, source));
        page.refer("breadcrumb", &trail_id(&url)).text("inLanguage", &composer.config.language);
        page.text("name", &source.title).text("url", &url);
    });
    trail(&mut graph, &url, breadcrumbs, &source.title, composer);
    graph.finish()
}

/// The graph of a person's page.
pub fn person(composer: &Composer<'_>, member: &Member<'_>, breadcrumbs: &[LinkView]) -> Html {
    let person = member.person;
    let url = composer.absolute(&person.route);
    let mut graph = Graph::new();
    graph.node(|page| {
        page.text("@id", &url).kind("ProfilePage").refer("breadcrumb", &trail_id(&url));
        page.text("inLanguage", &composer.config.language);
        page.refer("mainEntity", &format!("{url}#person")).text("url", &url);
    });
    graph.written(&people::on_own_page(composer, member));
    trail(&mut graph, &url, breadcrumbs, &person.facts.fields.name.value, composer);
    graph.finish()
}

/// Newest first, as the page shows them.
fn corrections(node: &mut Object<'_>, manuscript: &Manuscript<'_>, article: &Article) {
    let zone = &manuscript.composer.config.timezone;
    node.objects("correction", dated_corrections(manuscript, article), |node, (date, text)| {
        node.kind("CorrectionComment").text("datePublished", &date.iso(zone));
        node.text("text", &manuscript.plain(text));
    });
}

fn questions(graph: &mut Graph, manuscript: &Manuscript<'_>, url: &str) {
    let asked = &manuscript.references.questions;
    if asked.is_empty() {
        return;
    }
    graph.node(|page| {
        page.text("@id", &format!("{url}#faqpage")).kind("FAQPage").refer("isPartOf", url);
        let answered = asked.iter().zip(&manuscript.prose.faqs);
        page.objects("mainEntity", answered, |node, (question, (_, answer))| {
            node.text("@id", &format!("{url}#{}", question.id)).kind("Question");
            node.object("acceptedAnswer", |node| {
                node.kind("Answer").text("text", &manuscript.plain(answer));
            });
            node.text("name", &question.text);
        });
    });
}

fn trail_id(url: &str) -> String {
    format!("{url}#breadcrumb")
}

fn trail(graph: &mut Graph, url: &str, breadcrumbs: &[LinkView], last: &str, composer: &Composer<'_>) {
    let above = breadcrumbs.iter().map(|crumb| (composer.absolute_href(&crumb.url), crumb.title.as_str()));
    let crumbs = above.chain([(url.to_owned(), last)]).enumerate();
    graph.node(|node| {
        node.text("@id", &trail_id(url)).kind("BreadcrumbList");
        node.objects("itemListElement", crumbs, |node, (index, (url, title))| {
            node.kind("ListItem").refer("item", &url).text("name", title).number("position", index + 1);
        });
    });
}

fn schema_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Explainer => "BackgroundNewsArticle",
        Kind::News => "NewsArticle",
        Kind::Analysis => "AnalysisNewsArticle",
        Kind::Opinion => "OpinionNewsArticle",
        Kind::Review => "ReviewNewsArticle",
        Kind::Guide | Kind::Page => "Article",
    }
}
