//! `site.toml` and what a theme declares, typed.
//!
//! In: the text of `site.toml`. Out: a [`Config`] with every setting decided.
//!
//! 1. [`site`] reads site.toml.
//! 2. [`dataset`] reads which files of data are rows, and the pages that are made of them.
//! 3. [`house_style`] reads the words that a site avoids.
//! 4. [`theme`] has the types of `theme.toml`, the theme's words and the signatures of its components.
//!
//! Invariant: an unknown setting is an error, so a typing mistake never turns a setting off in silence.

pub mod dataset;
pub mod house_style;
pub mod site;
pub mod theme;

pub use site::Config;
