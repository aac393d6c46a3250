//! The theme, those that it extends, and the site's overrides, each as one layer.

use std::collections::BTreeMap;
use std::path::Path;

use super::built_in;
use super::sass::{self, Sheets};
use crate::config::dataset::Query;
use crate::config::theme::{self, Manifest};
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::discover::Inventory;
use crate::error::Error;
use crate::fs::{Folder, ReadFailure};
use crate::text::{RelPath, Span, Spanned};

/// The largest template, stylesheet or list of words that is read, in bytes.
const LIMIT: u64 = 4 << 20;

/// The site's overrides, or one theme.
pub(super) struct Layer {
    /// The theme's name; empty for the site's overrides.
    pub name: String,
    /// Templates by their path below templates/: `article.html`, `components/figure.html`.
    pub templates: BTreeMap<String, Source>,
    /// Words by language: `i18n/de.yml` is `de`.
    pub words: BTreeMap<String, Source>,
    /// Stylesheets in their order.
    pub stylesheets: Vec<Source>,
    /// Scripts by their path below js/.
    pub scripts: BTreeMap<String, Source>,
    /// The tokens with their defaults.
    pub tokens: Vec<(String, String)>,
    /// What its templates want to know of the site's data.
    pub queries: BTreeMap<String, Query>,
    /// Other files by their path in the output.
    pub assets: BTreeMap<String, AssetSource>,
}

/// A text file of a theme.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The file; one of the built-in theme has the path that it would have in the site.
    pub path: RelPath,
    /// What it says.
    pub text: String,
    /// Whether it is not on disk.
    pub built_in: bool,
}

/// A file of the theme that is copied as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its path in the output, without a slash in front.
    pub path: String,
    /// Where its bytes are.
    pub source: AssetSource,
}

/// Where the bytes of an asset are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssetSource {
    /// In a file of the site.
    File(RelPath),
    /// In the program.
    BuiltIn(&'static [u8]),
}

impl Layer {
    /// The name that the engine knows a template by: the site's own have no prefix and win over all others.
    pub fn engine_name(&self, template: &str) -> String {
        if self.name.is_empty() { template.to_owned() } else { format!("{}/{template}", self.name) }
    }
}

/// Reads the site's overrides and the chain of themes: what comes first wins.
///
/// The value is `None` if a theme of the chain is not there.
pub(super) fn read(
    inventory: &Inventory,
    root: &Path,
    choice: &Spanned<String>,
) -> Result<Diagnosed<Option<Vec<Layer>>>, Error> {
    let mut diagnostics = Vec::new();
    let root = &Folder::open(root)?;
    let mut layers = vec![overrides(inventory, root, &mut diagnostics)?];
    let mut wanted = choice.clone();
    let mut named_in = RelPath::new("site.toml").expect("a constant path is clean");
    loop {
        if let Some(at) = layers.iter().position(|layer| layer.name == wanted.value) {
            let chain: Vec<&str> = layers[at..].iter().map(|layer| layer.name.as_str()).collect();
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownTheme,
                    &named_in,
                    wanted.span,
                    format!("the theme `{}` extends itself", wanted.value),
                )
                .help(format!("the chain is {} → {}", chain.join(" → "), wanted.value))
                .help("take out the line with `extends`, or name another theme"),
            );
            return Ok(Diagnosed { value: None, diagnostics });
        }
        let Some(files) = files(inventory, &wanted.value) else {
            diagnostics.push(unknown(inventory, &named_in, &wanted));
            return Ok(Diagnosed { value: None, diagnostics });
        };
        let (layer, extends) = layer(root, &wanted.value, &files, &mut diagnostics)?;
        layers.push(layer);
        let Some(next) = extends else { break };
        named_in = manifest_path(&wanted.value);
        wanted = next;
    }
    let value = (!diagnostics.iter().any(Diagnostic::is_error)).then_some(layers);
    Ok(Diagnosed { value, diagnostics })
}

/// The assets of all layers; a theme's own wins over that of one it extends.
pub(super) fn assets(layers: &[Layer]) -> Vec<Asset> {
    let mut assets: BTreeMap<&str, &AssetSource> = BTreeMap::new();
    for layer in layers.iter().rev() {
        assets.extend(layer.assets.iter().map(|(path, source)| (path.as_str(), source)));
    }
    assets.into_iter().map(|(path, source)| Asset { path: path.to_owned(), source: source.clone() }).collect()
}

/// The queries of all themes, each with the file that declares it; a theme's own wins over that of one it extends.
pub(super) fn queries(layers: &[Layer]) -> BTreeMap<String, (RelPath, Query)> {
    let themes = layers.iter().rev().filter(|layer| !layer.name.is_empty());
    let of = |layer: &Layer| {
        let path = manifest_path(&layer.name);
        layer.queries.clone().into_iter().map(move |(name, query)| (name, (path.clone(), query)))
    };
    themes.flat_map(of).collect()
}

/// The texts among the layers that are not on disk.
pub(super) fn built_in_texts(layers: &[Layer]) -> Vec<(RelPath, String)> {
    if layers.iter().any(|layer| layer.templates.values().any(|source| source.built_in)) {
        all_built_in_texts()
    } else {
        Vec::new()
    }
}

/// The built-in theme's words in a language.
pub(super) fn built_in_words(language: &str) -> Option<Source> {
    let name = format!("i18n/{language}.yml");
    let (name, bytes) = built_in::FILES.iter().find(|(path, _)| path.eq_ignore_ascii_case(&name))?;
    let path = RelPath::new(&format!("{}/{name}", built_in::FOLDER))?;
    Some(Source { path, text: std::str::from_utf8(bytes).ok()?.to_owned(), built_in: true })
}

/// All texts of the built-in theme.
pub(super) fn all_built_in_texts() -> Vec<(RelPath, String)> {
    let text = |(path, bytes): &(&str, &'static [u8])| {
        let path = RelPath::new(&format!("{}/{path}", built_in::FOLDER))?;
        Some((path, std::str::from_utf8(bytes).ok()?.to_owned()))
    };
    built_in::FILES.iter().filter_map(text).collect()
}

/// The file of a theme's settings.
fn manifest_path(theme: &str) -> RelPath {
    RelPath::new(&format!("themes/{theme}/theme.toml")).expect("a theme that was found has a clean name")
}

/// A theme's files by their path below its folder.
type Files = BTreeMap<String, AssetSource>;

/// The files of a theme, if it is there: one in the site wins over the built-in one of the same name.
fn files(inventory: &Inventory, name: &str) -> Option<Files> {
    if name.is_empty() || name.contains('/') || name == "." || name == ".." {
        return None;
    }
    let folder = format!("themes/{name}");
    let below = |path: &RelPath| Some((path.below(&folder)?.to_owned(), AssetSource::File(path.clone())));
    let files: Files = inventory.themes.iter().filter_map(below).collect();
    if !files.is_empty() {
        return Some(files);
    }
    let built_in = built_in::FILES.iter().map(|(path, bytes)| ((*path).to_owned(), AssetSource::BuiltIn(bytes)));
    (folder == built_in::FOLDER).then(|| built_in.collect())
}

fn unknown(inventory: &Inventory, named_in: &RelPath, wanted: &Spanned<String>) -> Diagnostic {
    let mut known: Vec<&str> = inventory
        .themes
        .iter()
        .filter_map(|path| path.below("themes")?.split_once('/'))
        .map(|(name, _)| name)
        .collect();
    known.push("default");
    known.sort_unstable();
    known.dedup();
    let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(Code::UnknownTheme, named_in, wanted.span, format!("there is no theme `{}`", wanted.value))
        .did_you_mean(&wanted.value, known.iter().copied())
        .help(format!("themes here: {list}; another one belongs into `themes/{}/`", wanted.value))
}

/// The site's own templates and words.
fn overrides(inventory: &Inventory, root: &Folder, diagnostics: &mut Vec<Diagnostic>) -> Result<Layer, Error> {
    let mut layer = Layer::empty("");
    for path in &inventory.templates {
        if let Some(name) = path.below("templates").filter(|_| is_template(path))
            && let Some(source) = text(root, path, &AssetSource::File(path.clone()), diagnostics)?
        {
            layer.templates.insert(name.to_owned(), source);
        }
    }
    for path in &inventory.words {
        if let Some(language) = path.below("i18n").and_then(language_of)
            && let Some(source) = text(root, path, &AssetSource::File(path.clone()), diagnostics)?
        {
            layer.words.insert(language.to_owned(), source);
        }
    }
    Ok(layer)
}

/// Reads one theme, and the name of the theme that it extends.
fn layer(
    root: &Folder,
    name: &str,
    files: &Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(Layer, Option<Spanned<String>>), Error> {
    let folder = format!("themes/{name}");
    let mut layer = Layer::empty(name);
    let mut stylesheets = Sheets::new();
    let mut manifest = Manifest::default();
    for (file, place) in files {
        let Some(path) = RelPath::new(&format!("themes/{name}/{file}")) else { continue };
        let read = |diagnostics: &mut Vec<Diagnostic>| text(root, &path, place, diagnostics);
        if file == "theme.toml" {
            if let Some(source) = read(diagnostics)? {
                manifest = theme::read(&path, &source.text).collect(diagnostics);
            }
        } else if let Some(template) = file.strip_prefix("templates/").filter(|_| is_template(&path)) {
            layer.templates.extend(read(diagnostics)?.map(|source| (template.to_owned(), source)));
        } else if let Some(language) = file.strip_prefix("i18n/").and_then(language_of) {
            layer.words.extend(read(diagnostics)?.map(|source| (language.to_owned(), source)));
        } else if file.starts_with("css/") && (path.extension() == "css" || sass::is_sass(&path)) {
            stylesheets.extend(read(diagnostics)?.map(|source| (path.clone(), source)));
        } else if let Some(script) = file.strip_prefix("js/").filter(|_| path.extension() == "js") {
            layer.scripts.extend(read(diagnostics)?.map(|source| (script.to_owned(), source)));
        } else if let Some(asset) = file.strip_prefix("static/") {
            layer.assets.insert(asset.to_owned(), place.clone());
        }
    }
    for wanted in &manifest.stylesheets {
        let path = RelPath::new(&format!("themes/{name}/{}", wanted.value));
        match path.and_then(|path| stylesheets.get(&path)) {
            Some(source) if sass::is_sass(&source.path) => match sass::compile(&source.path, &stylesheets) {
                Ok(text) => layer.stylesheets.push(Source { text, ..source.clone() }),
                Err(mistake) => diagnostics.push(*mistake),
            },
            Some(source) => layer.stylesheets.push(source.clone()),
            // It is there, and why it cannot be read was told.
            None if files.contains_key(&wanted.value) && wanted.value.starts_with("css/") => {}
            None => diagnostics.push(
                Diagnostic::new(
                    Code::MissingAsset,
                    &manifest_path(name),
                    wanted.span,
                    format!("the theme has no stylesheet `{}`", wanted.value),
                )
                .did_you_mean(&wanted.value, stylesheets.keys().filter_map(|path| path.below(&folder)))
                .help("name a file of the theme's folder `css`, such as `css/style.css`"),
            ),
        }
    }
    layer.queries = manifest.queries;
    for (token, value) in manifest.tokens {
        if let Some(mistake) = super::stylesheet::token_mistake(&token.value, &value.value) {
            diagnostics.push(Diagnostic::new(Code::InvalidValue, &manifest_path(name), value.span, mistake));
        } else {
            layer.tokens.push((token.value, value.value));
        }
    }
    Ok((layer, manifest.extends))
}

impl Layer {
    pub(super) fn empty(name: &str) -> Layer {
        Layer {
            name: name.to_owned(),
            templates: BTreeMap::new(),
            words: BTreeMap::new(),
            stylesheets: Vec::new(),
            scripts: BTreeMap::new(),
            tokens: Vec::new(),
            queries: BTreeMap::new(),
            assets: BTreeMap::new(),
        }
    }
}

/// Only what is escaped is a template: HTML and XML.
pub(super) fn is_template(path: &RelPath) -> bool {
    matches!(path.extension(), "html" | "xml")
}

pub(super) fn language_of(file: &str) -> Option<&str> {
    let language = file.strip_suffix(".yml").or_else(|| file.strip_suffix(".yaml"))?;
    (!language.contains('/')).then_some(language)
}

/// Reads a text file; `None`, and a mistake, if it is too large or no text.
fn text(
    root: &Folder,
    path: &RelPath,
    place: &AssetSource,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<Source>, Error> {
    let (bytes, built_in) = match place {
        AssetSource::BuiltIn(bytes) => (bytes.to_vec(), true),
        AssetSource::File(path) => match root.read(path, LIMIT) {
            Ok((bytes, _)) => (bytes, false),
            Err(ReadFailure::TooLarge(size)) => {
                let message = format!("the file has {size} bytes, more than the {LIMIT} that a theme's file may have");
                diagnostics.push(Diagnostic::in_file(Code::TooLarge, path, message));
                return Ok(None);
            }
            Err(ReadFailure::Io(error)) => return Err(error),
        },
    };
    // Where words begin matters in YAML, so that blanks would be no better there than the mark.
    let bytes = if matches!(path.extension(), "yml" | "yaml") { bytes } else { without_mark(bytes) };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(Source { path: path.clone(), text, built_in })),
        Err(error) => {
            let at = Span::at(error.utf8_error().valid_up_to());
            let message = "the file is not text in UTF-8";
            diagnostics.push(Diagnostic::new(Code::InvalidUtf8, path, at, message).help("save it as UTF-8"));
            Ok(None)
        }
    }
}
/// Blanks in the place of the mark that some editors put in front, so that every other byte stays where it is.
fn without_mark(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.starts_with("\u{feff}".as_bytes()) {
        bytes[..3].fill(b' ');
    }
    bytes
}
