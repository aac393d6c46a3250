//! What stands in `<head>`.

use super::brief::{ArticleBrief, Credited};
use super::view::{AlternateView, ArticleView, DateView, FeedView, MetaView, PaginationView};
use super::{Composer, credit, figure, social_card};
use crate::html::Html;
use crate::parse::front_matter::Kind;
use crate::resolve::dataset::RowPage;
use crate::resolve::routes::{NOT_FOUND, page_of};
use crate::resolve::translations::{Translation, default, indexed, of_page};
use crate::resolve::{Article, Introduction, Person, Picture, Section};
use crate::route::Route;

/// How long a description is at most, in characters.
const DESCRIPTION: usize = 200;

impl Composer<'_> {
    fn meta(&self, headline: &str, description: &str, route: &Route, kind: &'static str) -> MetaView {
        let is_home = route.as_str() == "/";
        MetaView {
            title: if is_home || headline == self.config.title {
                headline.to_owned()
            } else {
                format!("{headline} – {}", self.config.title)
            },
            headline: headline.to_owned(),
            description: shortened(description),
            canonical: Some(self.absolute(route)),
            noindex: false,
            kind,
            image: None,
            published: None,
            modified: None,
            authors: Vec::new(),
            author_pages: Vec::new(),
            section: None,
            tags: Vec::new(),
            previous: None,
            next: None,
            feeds: Vec::new(),
            markdown: None,
            structured_data: None,
            languages: Vec::new(),
            alternates: Vec::new(),
            default_alternate: None,
        }
    }

    fn absolute_image(&self, picture: Option<&Picture>) -> Option<super::view::ImageView> {
        let picture = picture?;
        let image = figure::single(picture, &picture.alt);
        Some(super::view::ImageView { url: self.absolute_href(&image.url), ..image })
    }
}

impl MetaView {
    /// With the same page in every language that it is in, and in those in which search engines may find it.
    pub(super) fn translated(self, composer: &Composer<'_>, translations: &[Translation]) -> MetaView {
        let (root_url, root_path) = (&composer.config.root_url, &composer.config.root_path);
        let url = |translation: &Translation| translation.route.href(root_url);
        let is_current = |translation: &Translation| *translation.language == *composer.config.language;
        let alternate = |translation: &Translation| AlternateView {
            language: translation.language.to_string(),
            locale: locale(&translation.language),
            name: composer.languages.get(translation.edition).unwrap_or(&translation.language.to_string()).clone(),
            url: url(translation),
            current: is_current(translation),
        };
        let language = |translation: &Translation| AlternateView {
            url: translation.route.href(root_path),
            ..alternate(translation)
        };
        let is_indexed = indexed(translations).any(is_current);
        let indexed = || indexed(translations).filter(move |_| is_indexed);
        MetaView {
            languages: translations.iter().map(language).collect(),
            alternates: indexed().map(alternate).collect(),
            default_alternate: default(indexed()).map(url),
            ..self
        }
    }
}

/// For an article or plain page.
pub fn article(
    composer: &Composer<'_>,
    brief: &ArticleBrief<'_>,
    view: &ArticleView,
    structured_data: Html,
) -> MetaView {
    let article = brief.article;
    let fields = &article.facts.fields;
    let iso = |date: Option<&DateView>| date.map(|date| date.iso.clone());
    let kind = if fields.kind == Kind::Page { "website" } else { "article" };
    let usual = composer.meta(&fields.title.value, description(article), &article.route, kind);
    MetaView {
        canonical: fields.canonical.as_ref().map(|url| url.value.clone()).or(usual.canonical),
        noindex: fields.noindex,
        image: composer.absolute_image(article.lead_image.as_ref()).or_else(|| social_card::image(composer, article)),
        published: iso(view.published.as_ref()),
        modified: iso(view.updated.as_ref().or(view.published.as_ref())),
        authors: credit::names(&brief.credits.authors),
        author_pages: author_pages(composer, brief),
        section: view.section.as_ref().map(|section| section.title.clone()),
        tags: view.terms.iter().map(|term| term.title.clone()).collect(),
        markdown: composer.copy_address(brief).map(|route| composer.href(&route)),
        structured_data: Some(structured_data),
        ..usual
    }
    .translated(composer, &article.translations)
}

fn author_pages(composer: &Composer<'_>, brief: &ArticleBrief<'_>) -> Vec<String> {
    let page = |credit: &Credited<'_>| match credit {
        Credited::Member(member) => Some(composer.absolute(&member.person.route)),
        Credited::Inline(_) => None,
    };
    brief.credits.authors.iter().filter_map(page).collect()
}

/// What an article is about, in plain text: its description, else its dek, else its excerpt.
pub fn description(article: &Article) -> &str {
    let facts = &article.facts;
    let written = facts.fields.description.as_ref().map(|description| description.value.as_str());
    written.or(facts.dek_text.as_deref()).unwrap_or(&facts.excerpt)
}

/// For the home page.
pub fn home(composer: &Composer<'_>, home: &Section, structured_data: Html) -> MetaView {
    let fields = &home.facts.fields;
    let title = &composer.config.title;
    let about = section_description(home).unwrap_or_else(|| composer.config.description.clone());
    MetaView {
        noindex: fields.noindex,
        image: composer.absolute_image(home.lead_image.as_ref()),
        structured_data: Some(structured_data),
        ..composer.meta(title, &about, &home.route, "website")
    }
    .translated(composer, &home.translations)
}

/// For a section's page of a list.
pub fn section(
    composer: &Composer<'_>,
    section: &Section,
    page: usize,
    pagination: &PaginationView,
    feeds: Vec<FeedView>,
    structured_data: Html,
) -> MetaView {
    let headline = nth(composer, &section.title, page);
    let about = section_description(section).unwrap_or_default();
    MetaView {
        noindex: section.facts.fields.noindex,
        image: composer.absolute_image(section.lead_image.as_ref()),
        previous: pagination.previous.clone(),
        next: pagination.next.clone(),
        feeds,
        structured_data: Some(structured_data),
        ..composer.meta(&headline, &about, &page_of(&section.route, page), "website")
    }
    .translated(composer, &of_page(&section.translations, page))
}

/// The title of a page of a list: from the second on it has the number.
pub fn nth(composer: &Composer<'_>, title: &str, page: usize) -> String {
    if page > 1 {
        format!("{title} – {}", composer.words.get("page_n").replace("{n}", &page.to_string()))
    } else {
        title.to_owned()
    }
}

/// A list that is no section.
pub struct Listed<'a> {
    /// The title of its page.
    pub headline: &'a str,
    /// The address of its page.
    pub route: &'a Route,
    /// What stands above it.
    pub introduction: Option<&'a Introduction>,
}

/// For a list that is no section.
pub fn listed(
    composer: &Composer<'_>,
    Listed { headline, route, introduction }: &Listed<'_>,
    pagination: Option<&PaginationView>,
    structured_data: Html,
) -> MetaView {
    let facts = introduction.map(|introduction| &introduction.facts);
    let about = introduction_description(*introduction).unwrap_or_default();
    MetaView {
        noindex: facts.is_some_and(|facts| facts.fields.noindex),
        image: composer.absolute_image(introduction.and_then(|introduction| introduction.lead_image.as_ref())),
        previous: pagination.and_then(|pagination| pagination.previous.clone()),
        next: pagination.and_then(|pagination| pagination.next.clone()),
        structured_data: Some(structured_data),
        ..composer.meta(headline, about, route, "website")
    }
}

/// What a list that is no section is about, in plain text, if its introduction says so.
pub fn introduction_description(introduction: Option<&Introduction>) -> Option<&str> {
    let facts = &introduction?.facts;
    let written = facts.fields.description.as_ref().map(|text| text.value.as_str());
    written.or(facts.dek_text.as_deref())
}

/// What a section is about, in plain text, if it says so.
pub fn section_description(section: &Section) -> Option<String> {
    let written = section.facts.fields.description.as_ref().map(|description| description.value.clone());
    written.or_else(|| section.facts.dek_text.clone())
}

/// For a person's page.
pub fn person(composer: &Composer<'_>, person: &Person, feeds: Vec<FeedView>, structured_data: Html) -> MetaView {
    let fields = &person.facts.fields;
    let about = if person.facts.excerpt.is_empty() {
        [fields.role.as_deref(), fields.credentials.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(". ")
    } else {
        person.facts.excerpt.clone()
    };
    let kind = if fields.organization { "website" } else { "profile" };
    MetaView {
        image: composer.absolute_image(person.image.as_ref()),
        feeds,
        structured_data: Some(structured_data),
        ..composer.meta(&fields.name.value, &about, &person.route, kind)
    }
    .translated(composer, &person.translations)
}

/// Of a page that is made of a row of data.
pub fn row(composer: &Composer<'_>, page: &RowPage, structured_data: Html) -> MetaView {
    let RowPage { title, description, route, .. } = page;
    MetaView { structured_data: Some(structured_data), ..composer.meta(title, description, route, "website") }
}

/// For the list of people.
pub fn people(composer: &Composer<'_>, title: &str, about: &str, route: &Route, structured_data: Html) -> MetaView {
    MetaView { structured_data: Some(structured_data), ..composer.meta(title, about, route, "website") }
}

/// For the page of a source, and for a page of a list of the whole site, which `translations` is in every language.
pub fn list(
    composer: &Composer<'_>,
    title: &str,
    route: &Route,
    pagination: Option<&PaginationView>,
    translations: &[Translation],
    structured_data: Html,
) -> MetaView {
    let page = pagination.map_or(1, |pagination| pagination.current);
    let headline = if page > 1 {
        format!("{title} – {}", composer.words.get("page_n").replace("{n}", &page.to_string()))
    } else {
        title.to_owned()
    };
    MetaView {
        previous: pagination.and_then(|pagination| pagination.previous.clone()),
        next: pagination.and_then(|pagination| pagination.next.clone()),
        structured_data: Some(structured_data),
        ..composer.meta(&headline, "", route, "website")
    }
    .translated(composer, &of_page(translations, page))
}

/// For the page for addresses that do not exist.
pub fn not_found(composer: &Composer<'_>) -> MetaView {
    let headline = composer.words.get("not_found");
    MetaView { canonical: None, noindex: true, ..composer.meta(headline, "", &Route::new(NOT_FOUND), "website") }
}

/// A language as Open Graph names it, `en_GB`; `None` for one without a country.
pub fn locale(language: &str) -> Option<String> {
    let mut parts = language.split('-');
    let primary = parts.next()?.to_ascii_lowercase();
    // A script of four letters may stand in between: `zh-Hant-TW`.
    let country = parts.find(|part| part.len() == 2)?;
    Some(format!("{primary}_{}", country.to_ascii_uppercase()))
}

/// For the search page.
pub fn search(composer: &Composer<'_>, route: &Route) -> MetaView {
    MetaView { noindex: true, ..composer.meta(composer.words.get("search"), "", route, "website") }
}

/// Cuts a text at a word.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION).filter(|_| text.len() > DESCRIPTION) else {
        return text.to_owned();
    };
    let cut = &text[..end];
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::locale;

    #[test]
    fn a_language_without_a_country_has_no_locale() {
        assert_eq!(locale("en-GB").as_deref(), Some("en_GB"));
        assert_eq!(locale("zh-Hant-TW").as_deref(), Some("zh_TW"));
        assert_eq!((locale("de"), locale("sr-Latn")), (None, None));
    }
}
