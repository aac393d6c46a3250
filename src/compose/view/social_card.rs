//! Social cards.

use serde::Serialize;

use super::DateView;

/// What stands on a social card, a drawing of 1200 by 630 pixels. The argument `social_card` of the component
/// `social_card`, which is SVG.
#[derive(Clone, Debug, Serialize)]
pub struct SocialCardView {
    /// The headline in lines, for letters of 68 pixels and 1040 pixels of room; at most four.
    pub title: Vec<String>,
    /// The site's title.
    pub site: String,
    /// The section; null for an article of the home folder.
    pub section: Option<String>,
    /// Who wrote it; null if nobody is named.
    pub authors: Option<String>,
    /// When it was published.
    pub published: Option<DateView>,
    /// The token `accent`, if site.toml sets it to a colour such as `#8f2d1f`.
    pub accent: Option<String>,
    /// The name of the font, the only one that there is.
    pub font: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
}
