//! JSON-LD: what the page shows, for machines, in the vocabulary of schema.org.
//!
//! One graph a page; its nodes refer to each other by `@id`.

use serde_json::{Map, Value, json};

use super::body::Manuscript;
use super::brief::{ArticleBrief, Credited};
use super::view::LinkView;
use super::{Composer, meta, sources};
use crate::html::Html;
use crate::parse::front_matter::{Kind, PersonFields, Source};
use crate::resolve::{Person, Picture};
use crate::route::Route;

/// The graph of an article: the page, the article, its people, questions, sources and breadcrumbs.
pub fn article(manuscript: &Manuscript<'_>, brief: &ArticleBrief<'_>, breadcrumbs: &[LinkView]) -> Html {
    let ArticleBrief { article, page_type, credits, .. } = brief;
    let composer = manuscript.composer;
    let fields = &article.facts.fields;
    let zone = &composer.config.timezone;
    let url = composer.absolute(&article.route);
    let mut people = People { composer, url: &url, nodes: Vec::new() };
    let is_page = fields.kind == Kind::Page;

    let mut page = node(&[("@type", json!(page_type.unwrap_or("WebPage"))), ("@id", json!(url)), ("url", json!(url))]);
    page.insert("name".into(), json!(fields.title.value));
    page.insert("inLanguage".into(), json!(composer.config.language));
    page.insert("breadcrumb".into(), json!({ "@id": format!("{url}#breadcrumb") }));
    let reviewers = people.refer(&credits.reviewers);
    insert_list(&mut page, "reviewedBy", reviewers);
    if let Some(reviewed) = article.reviewed {
        page.insert("lastReviewed".into(), json!(reviewed.day(zone).to_string()));
    }

    let mut graph = Vec::new();
    if !is_page {
        let kind = schema_type(fields.kind);
        let mut body = node(&[("@type", json!(kind)), ("@id", json!(format!("{url}#article")))]);
        body.insert("headline".into(), json!(fields.title.value));
        let about = meta::description(article);
        if !about.is_empty() {
            body.insert("description".into(), json!(about));
        }
        body.insert("inLanguage".into(), json!(composer.config.language));
        body.insert("mainEntityOfPage".into(), json!({ "@id": url }));
        body.insert("publisher".into(), json!({ "@id": publisher_id(composer) }));
        if let Some(published) = article.published {
            body.insert("datePublished".into(), json!(published.iso(zone)));
        }
        if let Some(updated) = article.updated.or(article.published) {
            body.insert("dateModified".into(), json!(updated.iso(zone)));
        }
        let authors = people.refer(&credits.authors);
        insert_list(&mut body, "author", authors);
        let editors = people.refer(&credits.editors);
        insert_list(&mut body, "editor", editors);
        let contributors = people.refer(credits.fact_checkers.iter().chain(&credits.contributors));
        insert_list(&mut body, "contributor", contributors);
        if let Some(image) = &article.lead_image {
            body.insert("image".into(), picture(composer, image));
        }
        let keywords: Vec<&str> =
            fields.terms.iter().flat_map(|(_, terms)| terms).map(|term| term.value.as_str()).collect();
        if !keywords.is_empty() {
            body.insert("keywords".into(), json!(keywords));
        }
        let works: Vec<Value> = manuscript.connections.sources.iter().map(|source| work(&source.source)).collect();
        insert_list(&mut body, "citation", works);
        page.insert("mainEntity".into(), json!({ "@id": format!("{url}#article") }));
        graph.push(Value::Object(body));
    }
    graph.insert(0, Value::Object(page));
    if let Some(questions) = questions(manuscript, &url) {
        graph.push(questions);
    }
    graph.push(trail(&url, breadcrumbs, &fields.title.value, composer));
    graph.append(&mut people.nodes);
    graph.push(publisher(composer));
    script(graph)
}

/// The graph of the home page.
pub fn home(composer: &Composer<'_>) -> Html {
    let url = composer.absolute(&Route::new("/"));
    let mut site = node(&[("@type", json!("WebSite")), ("@id", json!(format!("{url}#website"))), ("url", json!(url))]);
    site.insert("name".into(), json!(composer.config.title));
    site.insert("inLanguage".into(), json!(composer.config.language));
    if !composer.config.description.is_empty() {
        site.insert("description".into(), json!(composer.config.description));
    }
    site.insert("publisher".into(), json!({ "@id": publisher_id(composer) }));
    script(vec![Value::Object(site), publisher(composer)])
}

/// The graph of a list.
pub fn list(composer: &Composer<'_>, title: &str, route: &Route, breadcrumbs: &[LinkView]) -> Html {
    let url = composer.absolute(route);
    let page = json!({
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": title,
        "inLanguage": composer.config.language,
        "breadcrumb": { "@id": format!("{url}#breadcrumb") },
    });
    script(vec![page, trail(&url, breadcrumbs, title, composer)])
}

/// The graph of a person's page.
pub fn person(composer: &Composer<'_>, person: &Person, breadcrumbs: &[LinkView]) -> Html {
    let url = composer.absolute(&person.route);
    let page = json!({
        "@type": "ProfilePage",
        "@id": url,
        "url": url,
        "inLanguage": composer.config.language,
        "mainEntity": { "@id": format!("{url}#person") },
        "breadcrumb": { "@id": format!("{url}#breadcrumb") },
    });
    let name = &person.facts.fields.name.value;
    script(vec![page, member(composer, person), trail(&url, breadcrumbs, name, composer)])
}

/// The people of a page, each described once.
struct People<'a> {
    composer: &'a Composer<'a>,
    url: &'a str,
    nodes: Vec<Value>,
}

impl People<'_> {
    fn refer<'c>(&mut self, credits: impl IntoIterator<Item = &'c Credited<'c>>) -> Vec<Value> {
        credits
            .into_iter()
            .map(|credit| {
                let described = match credit {
                    Credited::Member(person) => member(self.composer, person.person),
                    Credited::Inline(fields) => {
                        let id = format!("{}#person-{}", self.url, crate::slug::slugify(&fields.name.value));
                        Value::Object(describe(fields, &id))
                    }
                };
                let id = described["@id"].clone();
                if !self.nodes.contains(&described) {
                    self.nodes.push(described);
                }
                json!({ "@id": id })
            })
            .collect()
    }
}

fn member(composer: &Composer<'_>, person: &Person) -> Value {
    let url = composer.absolute(&person.route);
    let mut described = describe(&person.facts.fields, &format!("{url}#person"));
    described.insert("url".into(), json!(url));
    if let Some(image) = &person.image {
        described.insert("image".into(), picture(composer, image));
    }
    Value::Object(described)
}

fn describe(fields: &PersonFields, id: &str) -> Map<String, Value> {
    let kind = if fields.organization { "Organization" } else { "Person" };
    let mut described = node(&[("@type", json!(kind)), ("@id", json!(id)), ("name", json!(fields.name.value))]);
    if let Some(role) = fields.role.as_ref().filter(|_| !fields.organization) {
        described.insert("jobTitle".into(), json!(role));
    }
    if let Some(email) = &fields.email {
        described.insert("email".into(), json!(email.value));
    }
    let elsewhere: Vec<&str> = fields.same_as.iter().map(|url| url.value.as_str()).collect();
    if !elsewhere.is_empty() {
        described.insert("sameAs".into(), json!(elsewhere));
    }
    if !fields.knows_about.is_empty() {
        described.insert("knowsAbout".into(), json!(fields.knows_about));
    }
    described
}

fn publisher_id(composer: &Composer<'_>) -> String {
    format!("{}#publisher", composer.absolute(&Route::new("/")))
}

fn publisher(composer: &Composer<'_>) -> Value {
    let config = &composer.config.publisher;
    let mut described = node(&[
        ("@type", json!("Organization")),
        ("@id", json!(publisher_id(composer))),
        ("name", json!(config.name)),
        ("url", json!(composer.absolute(&Route::new("/")))),
    ]);
    if let Some(founded) = config.founded {
        described.insert("foundingDate".into(), json!(founded.to_string()));
    }
    if let Some(logo) = &composer.navigation.logo {
        described.insert("logo".into(), picture(composer, logo));
    }
    let elsewhere: Vec<&str> = config.same_as.iter().map(|url| url.value.as_str()).collect();
    if !elsewhere.is_empty() {
        described.insert("sameAs".into(), json!(elsewhere));
    }
    for (key, _, url) in &composer.navigation.policies {
        if let Some(property) = policy_property(key) {
            described.insert(property.into(), json!(composer.absolute_href(url)));
        }
    }
    Value::Object(described)
}

/// The property of schema.org's Organization for a policy of site.toml.
fn policy_property(key: &str) -> Option<&'static str> {
    Some(match key {
        "principles" => "publishingPrinciples",
        "corrections" => "correctionsPolicy",
        "ethics" => "ethicsPolicy",
        "diversity" => "diversityPolicy",
        "ownership" => "ownershipFundingInfo",
        "feedback" => "actionableFeedbackPolicy",
        "sources" => "unnamedSourcesPolicy",
        _ => return None,
    })
}

fn questions(manuscript: &Manuscript<'_>, url: &str) -> Option<Value> {
    let asked = &manuscript.references.questions;
    if asked.is_empty() {
        return None;
    }
    let items: Vec<Value> = asked
        .iter()
        .zip(&manuscript.prose.faqs)
        .map(|(question, (_, answer))| {
            json!({
                "@type": "Question",
                "@id": format!("{url}#{}", question.id),
                "name": question.text,
                "acceptedAnswer": { "@type": "Answer", "text": manuscript.plain(answer) },
            })
        })
        .collect();
    Some(json!({
        "@type": "FAQPage",
        "@id": format!("{url}#faqpage"),
        "isPartOf": { "@id": url },
        "mainEntity": items,
    }))
}

fn trail(url: &str, breadcrumbs: &[LinkView], last: &str, composer: &Composer<'_>) -> Value {
    let mut items: Vec<Value> = breadcrumbs
        .iter()
        .enumerate()
        .map(|(index, crumb)| {
            json!({
                "@type": "ListItem",
                "position": index + 1,
                "name": crumb.title,
                "item": composer.absolute_href(&crumb.url),
            })
        })
        .collect();
    items.push(json!({ "@type": "ListItem", "position": items.len() + 1, "name": last, "item": url }));
    json!({ "@type": "BreadcrumbList", "@id": format!("{url}#breadcrumb"), "itemListElement": items })
}

fn picture(composer: &Composer<'_>, picture: &Picture) -> Value {
    let mut described =
        node(&[("@type", json!("ImageObject")), ("contentUrl", json!(composer.absolute_href(&picture.url)))]);
    if let Some((width, height)) = picture.size {
        described.insert("width".into(), json!(width));
        described.insert("height".into(), json!(height));
    }
    if let Some(credit) = &picture.credit {
        described.insert("creditText".into(), json!(credit));
    }
    if let Some(creator) = &picture.creator {
        described.insert("creator".into(), json!({ "@type": "Person", "name": creator }));
    }
    if let Some(license) = picture.license.as_ref().filter(|license| license.starts_with("http")) {
        described.insert("license".into(), json!(license));
    }
    if let Some(copyright) = &picture.copyright {
        described.insert("copyrightNotice".into(), json!(copyright));
    }
    Value::Object(described)
}

fn work(source: &Source) -> Value {
    let kind = match source.kind.as_deref() {
        Some("article") => "ScholarlyArticle",
        Some("book") => "Book",
        Some("chapter") => "Chapter",
        Some("web") => "WebPage",
        Some("report") => "Report",
        Some("dataset") => "Dataset",
        Some("video") => "VideoObject",
        _ => "CreativeWork",
    };
    let mut described = node(&[("@type", json!(kind)), ("name", json!(source.title))]);
    let authors: Vec<Value> =
        source.authors.iter().map(|name| json!({ "@type": "Person", "name": sources::spoken(name) })).collect();
    insert_list(&mut described, "author", authors);
    if let Some(publisher) = &source.publisher {
        described.insert("publisher".into(), json!({ "@type": "Organization", "name": publisher }));
    }
    if let Some(date) = source.date {
        described.insert("datePublished".into(), json!(date.to_string()));
    }
    if let Some(url) = &source.url {
        described.insert("url".into(), json!(url.value));
    }
    if let Some(doi) = &source.doi {
        described.insert("sameAs".into(), json!(format!("https://doi.org/{}", doi.value)));
    }
    Value::Object(described)
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

fn node(fields: &[(&str, Value)]) -> Map<String, Value> {
    fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

fn insert_list(into: &mut Map<String, Value>, key: &str, values: Vec<Value>) {
    if !values.is_empty() {
        into.insert(key.to_owned(), Value::Array(values));
    }
}

/// The graph as the text of a script element: no `<` can end the element.
fn script(graph: Vec<Value>) -> Html {
    let whole = json!({ "@context": "https://schema.org", "@graph": graph });
    let text = whole.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Html(text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}
