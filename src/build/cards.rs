//! Social cards: who draws them, and which articles get one.

use super::inputs::Inputs;
use super::output::Edition;
use super::settings::Settings;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::ReadFailure;
use crate::media::card::Drawer;
use crate::resolve::Article;
use crate::text::RelPath;

/// The largest font that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// The font that site.toml names, whether it is there or not.
pub fn named(settings: &Settings) -> Option<&RelPath> {
    let cards = &settings.config.cards;
    cards.font.as_ref().filter(|_| cards.enabled).map(|font| &font.value)
}

/// The font that the output depends on, if there is one.
pub fn file<'s>(inputs: &Inputs, settings: &'s Settings) -> Option<&'s RelPath> {
    named(settings).filter(|path| path.on_disk(inputs.root()).exists())
}

/// Prepares who draws the cards; `None` if the site wants none, or its font cannot be used.
///
/// # Errors
/// A failure of the machine, or a font that lies outside of the site.
pub fn load(inputs: &Inputs, settings: &Settings) -> Result<Diagnosed<Option<Drawer>>, Error> {
    let cards = &settings.config.cards;
    if !cards.enabled {
        return Ok(Diagnosed::clean(None));
    }
    let refused = |why: String| {
        let span = cards.font.as_ref().map_or_else(Default::default, |font| font.span);
        let fault = Diagnostic::new(Code::InvalidValue, settings.path(), span, why);
        let fault = fault.help("name a file in TrueType or OpenType, relative to site.toml, or delete the line");
        Ok(Diagnosed { value: None, diagnostics: vec![fault] })
    };
    let font = match (&cards.font, file(inputs, settings)) {
        (None, _) => None,
        (Some(font), None) => return refused(format!("there is no file `{}`", font.value)),
        (Some(font), Some(path)) => match inputs.read_picture(path, LARGEST) {
            Ok((bytes, _)) => Some(bytes),
            Err(ReadFailure::TooLarge(_)) => return refused(format!("`{}` is larger than any font", font.value)),
            Err(ReadFailure::Io(error)) => return Err(error),
        },
    };
    match Drawer::new(font) {
        Ok(drawer) => Ok(Diagnosed::clean(Some(drawer))),
        Err(why) => refused(format!("`{}` {why}", cards.font.as_ref().map_or("", |font| font.value.as_str()))),
    }
}

/// Notes with each article whether it gets a card: it has no lead image, and the font has every sign of its headline.
pub(super) fn plan<'e>(editions: impl Iterator<Item = &'e mut Edition>, drawer: &Drawer) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for edition in editions {
        for article in edition.articles_mut().filter(|article| article.lead_image.is_none()) {
            match drawer.missing(&article.facts.fields.title.value) {
                None => article.has_card = true,
                Some(sign) => diagnostics.push(unwritten(article, sign)),
            }
        }
    }
    diagnostics
}

fn unwritten(article: &Article, sign: char) -> Diagnostic {
    let title = &article.facts.fields.title;
    let message = format!("the font of social cards has no sign for `{sign}`, so this article gets none");
    Diagnostic::new(Code::UnwrittenCard, &article.facts.path, title.span, message)
        .help("name a font that has it: `font = \"fonts/NAME.ttf\"` below `[cards]` in site.toml")
}
