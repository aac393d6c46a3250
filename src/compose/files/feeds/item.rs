//! An article in feeds.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use super::absolute::{self, Origin};
use crate::compose::body::Manuscript;
use crate::compose::brief::{ArticleBrief, Credited, Part};
use crate::compose::{Components, Composer, article, credit, faqs, figure, sources};
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::html::{Html, Value, escape};
use crate::parse::document::{Place, Prose};
use crate::resolve::feeds::lasting_name;
use crate::resolve::{Article, ArticleId, Picture};

/// An article that stands in at least one feed.
pub struct Item<'b> {
    /// Which one.
    pub article: ArticleId,
    brief: ArticleBrief<'b>,
    /// Its text, made when a feed first shows it.
    content: Mutex<Option<Arc<str>>>,
}

/// The theme's components as feeds show them: without what serves the page alone.
pub struct ItemComponents<C>(pub C);

impl<C: Components> Components for ItemComponents<C> {
    fn render(&self, name: &str, arguments: Vec<(String, Value)>, body: Option<Html>) -> Result<Html, Box<Diagnostic>> {
        let is_left_out =
            [Place::Newsletter, Place::Trust, Place::Toc, Place::Related].map(Place::name).contains(&name);
        if is_left_out { Ok(Html::default()) } else { self.0.render(name, arguments, body) }
    }
}

/// An item as it is written, whatever the format.
pub(super) struct Written<'a> {
    pub id: String,
    pub title: &'a str,
    pub url: String,
    pub summary: &'a str,
    pub content: &'a str,
    pub published: Instant,
    pub updated: Instant,
    pub authors: Vec<Author<'a>>,
    pub terms: Vec<&'a str>,
    pub image: Option<Image<'a>>,
}

/// An author of an item.
pub(super) struct Author<'a> {
    pub name: &'a str,
    /// The absolute address of the person's page.
    pub url: Option<String>,
    /// The absolute address of the portrait.
    pub portrait: Option<String>,
}

/// The lead image of an item.
pub(super) struct Image<'a> {
    pub url: String,
    pub media_type: Option<&'static str>,
    pub picture: &'a Picture,
}

impl<'b> Item<'b> {
    /// An item whose text nobody has asked for yet.
    pub fn new(article: ArticleId, brief: ArticleBrief<'b>) -> Item<'b> {
        Item { article, brief, content: Mutex::default() }
    }

    /// The brief of its article.
    pub fn brief(&self) -> &ArticleBrief<'b> {
        &self.brief
    }

    /// The parts of its article's page that it shows, too.
    pub fn parts(&self) -> impl Iterator<Item = (Part, u64)> {
        let is_shown = |(part, _): &(Part, u64)| !matches!(part, Part::Breadcrumbs | Part::Neighbours);
        self.brief.parts().into_iter().filter(is_shown)
    }

    /// Its text; `make` makes it for the first feed that asks.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn content<E>(&self, make: impl FnOnce() -> Result<String, E>) -> Result<Arc<str>, E> {
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(content) = &*content {
            return Ok(Arc::clone(content));
        }
        let made: Arc<str> = make()?.into();
        *content = Some(Arc::clone(&made));
        Ok(made)
    }

    /// The item with its text; `None` if its article has no date.
    pub(super) fn written<'a>(&'a self, composer: &Composer<'_>, content: &'a str) -> Option<Written<'a>> {
        let ArticleBrief { article, credits, terms, .. } = self.brief();
        let facts = &article.facts;
        let zone = &composer.config.timezone;
        let published = article.published?.instant(zone);
        let corrected = facts.fields.corrections.iter().map(|correction| correction.date.value);
        let changes = article.updated.into_iter().chain(corrected);
        Some(Written {
            id: id(article, &composer.config.base_url),
            title: &facts.fields.title.value,
            url: composer.absolute(&article.route),
            summary: &facts.excerpt,
            content,
            published,
            updated: changes.map(|date| date.instant(zone)).fold(published, Instant::max),
            authors: credits.authors.iter().map(|credited| author(composer, credited)).collect(),
            terms: terms.iter().filter_map(|(term, _)| term.title).collect(),
            image: article.lead_image.as_ref().map(|picture| Image {
                url: composer.absolute_href(&picture.url),
                media_type: media_type(&picture.url),
                picture,
            }),
        })
    }
}

fn author<'a>(composer: &Composer<'_>, credited: &Credited<'a>) -> Author<'a> {
    let (url, portrait) = match credited {
        Credited::Member(member) => {
            let portrait = member.person.image.as_ref().map(|picture| composer.absolute_href(&picture.url));
            (Some(composer.absolute(&member.person.route)), portrait)
        }
        Credited::Inline(_) => (None, None),
    };
    Author { name: &credit::fields(credited).name.value, url, portrait }
}

/// The id that an article keeps when its slug changes, or its headline, date or section's title.
///
/// It is the author's own, if that is a URI, else a name-based UUID (RFC 9562, version 8) of the site's address and of
/// the author's `id` or the path of the file.
fn id(article: &Article, base_url: &str) -> String {
    let (is_path, name) = lasting_name(&article.facts);
    if !is_path && name.contains(':') {
        return name.into_owned();
    }
    let kind = if is_path { "path" } else { "id" };
    uuid(base_url, &format!("{kind}\n{name}"))
}

/// A name-based UUID (RFC 9562, version 8) of the site's address and a name.
pub(super) fn uuid(base_url: &str, name: &str) -> String {
    let site = base_url.split_once("://").map_or(base_url, |(_, site)| site);
    let mut bytes = Fingerprint::of(format!("{site}\n{name}").as_bytes()).to_bytes();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut id = String::from("urn:uuid:");
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            id.push('-');
        }
        // Writing to a string does not fail.
        write!(id, "{byte:02x}").unwrap_or_default();
    }
    id
}

/// The media type of a picture, by its name.
fn media_type(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

impl Composer<'_> {
    /// Makes the text of an item, with absolute addresses: standfirst, lead image, disclosure, body, questions, sources
    /// and corrections. The composer's components are [`ItemComponents`].
    ///
    /// # Errors
    /// A mistake in a component of the theme.
    pub fn item(&self, item: &Item<'_>, prose: &Prose) -> Result<String, Box<Diagnostic>> {
        let brief = item.brief();
        let article = brief.article;
        let connections = &article.connections;
        let references = &article.facts.references;
        let manuscript = Manuscript {
            composer: self,
            references,
            connections,
            prose,
            brief: Some(brief),
            cited: Default::default(),
        };
        let mut html = String::new();
        if let Some(dek) = &prose.dek {
            html.push_str(&format!("<p>{}</p>\n", manuscript.fill(dek)?.0));
        }
        if let Some(picture) = &article.lead_image {
            let caption = prose.image_caption.as_ref().map(|caption| manuscript.fill(caption)).transpose()?;
            html.push_str(&self.component("figure", Value::from_serializable(&figure::lead(picture, caption)))?);
        }
        if let Some(disclosure) = &prose.disclosure {
            html.push_str("<aside>\n<p><strong>");
            escape(self.words.get("disclosure"), &mut html);
            html.push_str(&format!("</strong></p>\n{}</aside>\n", manuscript.fill(disclosure)?.0));
        }
        html.push_str(&manuscript.fill(&prose.body)?.0);
        if !manuscript.places(Place::Faqs)
            && let Some(faqs) = faqs::view(&manuscript)?
        {
            html.push_str(&self.component(Place::Faqs.name(), Value::from_serializable(&faqs))?);
        }
        if !manuscript.places(Place::Sources)
            && let Some(sources) = sources::view(&manuscript)?
        {
            html.push_str(&self.component(Place::Sources.name(), Value::from_serializable(&sources))?);
        }
        let corrections = article::corrections(&manuscript, article)?;
        if !corrections.is_empty() {
            html.push_str("\n<h2>");
            escape(self.words.get("corrections"), &mut html);
            html.push_str("</h2>\n<ul>\n");
            for correction in corrections {
                html.push_str("<li>");
                escape(&correction.date.text, &mut html);
                html.push_str(&format!(": {}</li>\n", correction.text.0));
            }
            html.push_str("</ul>\n");
        }
        let host = self.config.base_url.strip_suffix(self.config.base_path.as_str()).unwrap_or(&self.config.base_url);
        let page = self.absolute(&article.route);
        Ok(absolute::detached(&html, Origin { host, page: &page }))
    }

    fn component(&self, name: &str, argument: Value) -> Result<String, Box<Diagnostic>> {
        let html = self.components.render(name, vec![(name.to_owned(), argument)], None)?;
        Ok(format!("\n{}\n", html.0))
    }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn a_picture_is_known_by_the_end_of_its_name() {
        assert_eq!(media_type("/a/b.JPG?v=1"), Some("image/jpeg"));
        assert_eq!(media_type("/a.svg/b"), None);
        assert_eq!(media_type("data:image/png;base64,AA"), None);
    }
}
