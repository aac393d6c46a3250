//! What a theme declares: its manifest, its words, and the signatures of its components.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::dataset::Query;
use crate::decode::{Fields, Mistakes, Syntax};
use crate::diagnostics::Diagnosed;
use crate::text::{RelPath, Spanned};

/// `theme.toml`, typed. A theme without one stands alone and has neither stylesheets nor tokens.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// What the theme is called.
    pub name: Option<Spanned<String>>,
    /// The theme that has what this one lacks.
    pub extends: Option<Spanned<String>>,
    /// The stylesheets in their order, as paths below the theme's folder.
    pub stylesheets: Vec<Spanned<String>>,
    /// The tokens with their defaults, in written order.
    pub tokens: Vec<(Spanned<String>, Spanned<String>)>,
    /// What its templates want to know of the site's data.
    pub queries: BTreeMap<String, Query>,
}

/// Reads theme.toml; `path` is named in diagnostics.
pub fn read(path: &RelPath, text: &str) -> Diagnosed<Manifest> {
    let tree = crate::decode::toml(path, text);
    let mistakes = Mistakes::new(path, Syntax::Toml);
    mistakes.add_all(tree.diagnostics);
    let mut manifest = Manifest::default();
    if let Some(mut fields) = tree.value.and_then(|node| Fields::of(node, "the theme", &mistakes)) {
        manifest.name = fields.take("name", &[]).and_then(|field| field.text());
        manifest.extends = fields.take("extends", &[]).and_then(|field| field.text());
        manifest.stylesheets = fields.take("stylesheets", &[]).and_then(|field| field.texts()).unwrap_or_default();
        if let Some(tokens) = fields.take("tokens", &[]).and_then(|field| field.map("`tokens`")) {
            for field in tokens.rest() {
                let key = field.key.clone();
                manifest.tokens.extend(field.text().map(|value| (key, value)));
            }
        }
        manifest.queries = super::dataset::queries(&mut fields);
        fields.finish();
    }
    mistakes.with(manifest)
}

/// A component of the theme that articles may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name, as in `:::name`.
    pub name: String,
    /// The forms in which an article may write it; empty for one that only templates call.
    pub forms: Vec<Form>,
    /// The arguments by name, without `body`, `label`, `id` and `classes`.
    pub parameters: Vec<Parameter>,
    /// The parameters of which a call gives exactly one; empty if there are none such.
    pub one_of: Vec<String>,
    /// Whether it takes the directive's `[label]`.
    pub takes_label: bool,
    /// Whether it takes the directive's `{#id}`.
    pub takes_id: bool,
    /// Whether it takes the directive's `{.class}`.
    pub takes_classes: bool,
}

/// How a directive is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// The name of a query: the component is given its rows.
    Rows,
}

/// The theme's words in the site's language, by key, such as `sources` → `Sources`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// The word of a key; the key itself if no translation has it.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// What the language calls itself, if a translation says so.
    pub fn language_name(&self) -> Option<&str> {
        self.0.get("language_name").map(String::as_str)
    }
}
