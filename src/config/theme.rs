//! What a theme declares: its manifest, its words, and the signatures of its components.

use std::collections::BTreeMap;

/// A component of the theme that articles may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name, as in `:::name`.
    pub name: String,
    /// The forms in which an article may write it; empty for one that only templates call.
    pub forms: Vec<Form>,
    /// The arguments, in declared order, without `body` and `label`.
    pub parameters: Vec<Parameter>,
    /// Whether it takes the directive's `[label]`.
    pub takes_label: bool,
}

/// How a directive is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `:::name` … `:::` around blocks.
    Container,
    /// `::name` alone on a line.
    Line,
    /// `:name[text]` within a paragraph.
    Inline,
}

/// One argument of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name, as in `{name="…"}`.
    pub name: String,
    /// What it takes.
    pub kind: ParameterKind,
    /// Whether it must be given.
    pub required: bool,
}

/// What an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// Any text.
    Text,
    /// `true` or `false`; the bare name means `true`.
    Bool,
    /// A whole number.
    Integer,
}

/// The theme's words in the site's language, by key, such as `sources` → `Sources`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// The word of a key; the key itself if no translation has it.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }
}
