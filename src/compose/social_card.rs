//! The social card of an article: what stands on it, and where it lies.

use super::brief::ArticleBrief;
use super::view::{ImageView, SocialCardView};
use super::{Composer, credit, date};
use crate::diagnostics::Diagnostic;
use crate::html::{Html, Value};
use crate::media::card::{Drawer, HEIGHT, WIDTH};
use crate::resolve::Article;
use crate::route::Route;

/// The folder of the output that holds cards.
const FOLDER: &str = "/assets/cards";

/// How large the headline is, in pixels, and in how many lines it may stand.
const TITLE: (f32, usize) = (68.0, 4);
/// How wide texts may be, in pixels.
const TEXT_WIDTH: f32 = 1040.0;
/// How large all other texts are, in pixels.
const SMALL: f32 = 30.0;

/// The address of an article's card.
pub fn route(article: &Article) -> Route {
    let page = article.route.file();
    let page = page.strip_suffix("/index.html").or_else(|| page.strip_suffix(".html")).unwrap_or(&page);
    Route::new(format!("{FOLDER}/{page}.png"))
}

/// The card as the page names it, with an absolute address; `None` if the article has none.
pub(super) fn image(composer: &Composer<'_>, article: &Article) -> Option<ImageView> {
    article.has_card.then(|| ImageView {
        url: composer.absolute(&route(article)),
        alt: article.facts.fields.title.value.clone(),
        width: Some(WIDTH),
        height: Some(HEIGHT),
        tint: None,
        srcset: String::new(),
        sources: Vec::new(),
    })
}

impl Composer<'_> {
    /// The drawing of an article's card, by the theme's component.
    ///
    /// # Errors
    /// A mistake in the component.
    pub fn social_card(&self, brief: &ArticleBrief<'_>, drawer: &Drawer) -> Result<Html, Box<Diagnostic>> {
        let article = brief.article;
        let line = |text: &str| drawer.lines(text, SMALL, TEXT_WIDTH, 1).into_iter().next().unwrap_or_default();
        let (size, most) = TITLE;
        let accent = self.config.theme.tokens.iter().find(|(name, _)| name.value == "accent");
        let view = SocialCardView {
            title: drawer.lines(&article.facts.fields.title.value, size, TEXT_WIDTH, most),
            site: line(&self.config.title),
            section: brief.section.as_ref().and_then(|section| section.title).map(line),
            authors: Some(line(&credit::names(&brief.credits.authors).join(", "))).filter(|names| !names.is_empty()),
            published: article.published.map(|published| date::view(self, published)),
            accent: accent.map(|(_, value)| value.value.clone()).filter(|value| value.starts_with('#')),
            font: drawer.family().to_owned(),
            direction: date::direction(&self.config.language),
        };
        self.components.render("social_card", vec![("social_card".to_owned(), Value::from_serializable(&view))], None)
    }
}
