//! YAML, TOML, JSON, CSV and BibTeX → values with places, taken apart field by field.
//!
//! In: the text of a file, or the part of it that is YAML. Out: a tree of [`Node`]s, and from it typed values.
//!
//! 1. [`yaml()`], [`toml()`], [`json()`] and [`csv()`] read the text into a tree, [`bibtex()`] into entries; what cannot
//!    be read is a diagnostic, the rest is kept.
//! 2. `scalar` finds the way back from a text to the bytes it was written with.
//! 3. [`Fields`] takes a mapping apart, key by key; each [`Field`] becomes the type that is asked for.
//! 4. [`Mistakes`] gathers what is wrong on the way.
//! 5. [`written`] is the way there: texts as values of YAML and TOML.
//!
//! Invariant: one mistake hides no other. A value of the wrong type is reported and read as absent, and a key that
//! nobody asked for is reported when the mapping is finished.

mod bibtex;
mod csv;
pub(crate) mod fields;
mod json;
mod mistakes;
mod names;
mod node;
mod scalar;
mod toml;
pub mod written;
mod yaml;

pub use bibtex::{BibEntry, bibtex};
pub use csv::csv;
pub(crate) use fields::shown;
pub use fields::{ASKING, Field, Fields};
pub use json::json;
pub use mistakes::{Mistakes, Syntax};
pub use node::{Node, Value, whole};
pub use toml::toml;
pub use yaml::{MAX_DEPTH, yaml};

#[cfg(test)]
mod tests;
