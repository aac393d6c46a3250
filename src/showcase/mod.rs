//! A magazine that does not exist, in the theme of a site: what a theme author looks at while changing it.
//!
//! In: the root of a site, whose theme is looked at. Out: a folder in its cache that is a site of its own.
//!
//! 1. [`site`] is the magazine, which has every kind of page and every part that a page can have.
//! 2. [`components`] makes one page more of the comments of the theme's templates: what each component is for, how it is
//!    written, and what it looks like.
//! 3. [`mirror`] writes all that into the folder, with the site's theme, overrides and words, and again whenever those change.
//!
//! Invariant: nothing is written but that folder, and nothing in it comes from the site's articles.

mod components;
mod mirror;
mod site;

pub use mirror::{DAY, Mirror};
