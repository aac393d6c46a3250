//! Social cards: a drawing of the theme, as the picture that other sites show beside a link.
//!
//! In: a font, and an SVG whose texts are broken into lines. Out: a PNG of [`WIDTH`] by [`HEIGHT`] pixels.
//!
//! Without the feature `cards` there are none, and `absent` says so to the compiler.
//!
//! Invariant: a card is a function of the drawing and the font alone; it reads no file and no font of the machine.

#[cfg(not(feature = "cards"))]
mod absent;
#[cfg(feature = "cards")]
mod drawer;

#[cfg(not(feature = "cards"))]
pub use absent::Drawer;
#[cfg(feature = "cards")]
pub use drawer::{DRAWN_WITH, Drawer};

/// The width of a card, in pixels.
pub const WIDTH: u32 = 1200;
/// The height of a card, in pixels.
pub const HEIGHT: u32 = 630;
