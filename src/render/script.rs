//! The theme's scripts, each on the pages that ask for it.

use std::collections::BTreeMap;

use super::layers::Layer;
use crate::fingerprint::Fingerprint;

/// A script of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its path in the output, which changes with its content: `assets/search-0123456789.js`.
    pub path: String,
    /// An ES module.
    pub text: String,
}

/// The scripts of all layers by their path below js/; a theme's own wins over that of one it extends.
pub(super) fn scripts(layers: &[Layer]) -> BTreeMap<String, Script> {
    let files = layers.iter().rev().flat_map(|layer| &layer.scripts);
    files.map(|(file, source)| (file.clone(), script(file, &source.text))).collect()
}

fn script(file: &str, text: &str) -> Script {
    let name = file.trim_end_matches(".js").replace('/', "-");
    let path = format!("assets/{name}-{}.js", Fingerprint::of(text.as_bytes()).short());
    Script { path, text: text.to_owned() }
}
