//! Pictures.

use serde::Serialize;

use crate::html::Html;

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImageView {
    /// The address.
    pub url: String,
    /// The alternative text; empty for decoration.
    pub alt: String,
    /// The width in pixels, if it is known.
    pub width: Option<u32>,
    /// The height in pixels, if it is known.
    pub height: Option<u32>,
    /// The colour that its place has until it is there, in words for `data-tint`: `azure dull light`. Null for a drawing, for
    /// what moves, and for what something shines through.
    pub tint: Option<String>,
    /// The picture in several widths, for `srcset`; empty if there is one alone.
    pub srcset: String,
    /// The same in further formats, for `<source>`, the one that browsers should rather take first.
    pub sources: Vec<ImageSourceView>,
}

/// A picture in several widths of one format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImageSourceView {
    /// The media type: `image/webp`.
    pub media_type: &'static str,
    /// For `srcset`.
    pub srcset: String,
}

/// A figure: a picture with what belongs to it. The argument `figure` of the component `figure`.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// The picture.
    pub image: ImageView,
    /// The caption, inline.
    pub caption: Option<Html>,
    /// The credit line, else who made the picture.
    pub credit: Option<String>,
    /// Where the credit leads.
    pub credit_url: Option<String>,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// The licence's name; null if only its address is known.
    pub license: Option<String>,
    /// Where the licence is.
    pub license_url: Option<String>,
    /// How the picture came to be, if that is known: a term of IPTC's digital source types, such as `digitalCapture`.
    pub digital_source: Option<String>,
    /// Whether it was made by AI, wholly or in part.
    pub made_by_ai: bool,
    /// How wide to show it, in CSS pixels.
    pub display_width: Option<u32>,
    /// The id.
    pub id: Option<String>,
    /// The classes, joined by spaces; may be empty.
    pub classes: String,
    /// Whether it is the page's lead image, which loads at once.
    pub lead: bool,
}
