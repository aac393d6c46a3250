//! Pictures: what they are, what they say of themselves, and the files that are made of them.
//!
//! In: the bytes of a picture that pages show, and the [`Credit`] that belongs to it. Out: what byline knows of it
//! ([`Examined`]), the same picture without what its author did not mean to publish ([`published`]), and copies in other
//! sizes and formats ([`Work`]).
//!
//! 1. [`examine()`] reads the first bytes: format, size, orientation, and the [`metadata`].
//! 2. [`container`] takes JPEG, PNG, WebP and GIF apart without decoding them, and puts them together again with the
//!    credit alone; [`drawing`] does so with SVG, and leaves out what could run or load something.
//! 3. [`plan`] says which copies there are, and what tells each from every other.
//! 4. [`work`] decodes a picture, turns it upright, converts its colours to sRGB ([`decode`]), makes it smaller
//!    ([`resize`]) and encodes it ([`encode`]; [`avif`] if byline is built with it).
//! 5. [`tint()`] finds the colour that a picture's place has until it is there, and whether the picture is drawn.
//! 6. [`card`] draws social cards from a drawing of the theme.
//! 7. [`bounds`] keeps the memory of all cores together within limits.
//!
//! Invariant: the same picture, credit and settings give the same bytes on every x86-64 machine and from any number of
//! threads: decoding, converting and resizing use integers or one fixed order of additions, and no code that is chosen by
//! what the processor can do. libwebp and the encoder of AVIF ask the C library for powers and logarithms, and the compilers
//! of other architectures may join a multiplication and an addition: there the bytes may differ.

mod avif;
pub mod bounds;
pub mod card;
pub mod container;
pub mod credit;
mod decode;
pub mod drawing;
mod encode;
pub mod examine;
pub mod format;
pub mod metadata;
pub mod plan;
mod resize;
pub mod tint;
pub mod work;

pub use bounds::Bounds;
pub use credit::Credit;
pub use drawing::safe::made_safe;
pub use examine::{Examined, Fault, examine, published};
pub use format::Format;
pub use plan::{Copies, Copy};
pub use tint::{Tint, tint};
pub use work::Work;
