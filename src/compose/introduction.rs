//! What stands above a list that is no section.

use super::body::Manuscript;
use super::view::FigureView;
use super::{Composer, figure, section};
use crate::diagnostics::Diagnostic;
use crate::html::Html;
use crate::parse::document::Prose;
use crate::resolve::Introduction;

/// An introduction as shown: empty if nobody wrote one.
#[derive(Default)]
pub struct Introduced {
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// Blocks, on the first page.
    pub body: Html,
    /// The lead image, on the first page.
    pub lead_image: Option<FigureView>,
}

impl Introduced {
    /// Shows an introduction; the further pages of a list have only its standfirst.
    ///
    /// # Errors
    /// A mistake in a component of the theme.
    pub fn of(
        composer: &Composer<'_>,
        introduction: Option<&Introduction>,
        prose: &Prose,
        is_first: bool,
    ) -> Result<Introduced, Box<Diagnostic>> {
        let Some(Introduction { facts, lead_image, connections }) = introduction else {
            return Ok(Introduced::default());
        };
        let manuscript = Manuscript {
            composer,
            references: &facts.references,
            connections,
            prose,
            brief: None,
            cited: Default::default(),
        };
        let dek = prose.dek.as_ref().map(|dek| manuscript.fill(dek)).transpose()?;
        if !is_first {
            return Ok(Introduced { dek, ..Introduced::default() });
        }
        let caption = prose.image_caption.as_ref().map(|caption| manuscript.fill(caption)).transpose()?;
        let lead_image = lead_image.as_ref().map(|picture| figure::lead(picture, caption));
        Ok(Introduced { dek, body: section::introduction(&manuscript)?, lead_image })
    }
}
