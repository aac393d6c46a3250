//! Stage 5: a page's view and its template → bytes.
//!
//! In: the theme's files, once; then pages. Out: their bytes.
//!
//! 1. [`layers`] finds the theme and those it extends, in the site or [built in](built_in), and reads their files.
//! 2. [`words`] merges their words for each of the site's languages.
//! 3. [`references`] checks who includes, extends and calls whom, before the engine sees a template.
//! 4. [`engine`] compiles the templates, which may use its filters, [`json`], [`permalinks`] and [`url`] among them; [`signatures`] reads what
//!    their components take.
//! 5. [`sass`] compiles what is no CSS yet, [`stylesheet`] joins their CSS, which [`css`] reads, [`script`] names their scripts, [`inline`] tells those within templates by their hashes; [`fingerprints`] tells which pages a change can reach.
//! 6. A [`Speaker`], the [`Renderer`] with the words of one language, renders pages and components; [`fault`] turns the
//!    engine's errors into diagnostics, with what is [`absent`], and says what is [`unclosed`].
//!
//! [`inspect()`] tells what is doubtful in them though every page can be rendered.
//!
//! Invariant: a template reaches its view and nothing else: no site, no disk, no clock, no randomness.

mod absent;
mod built_in;
mod css;
mod engine;
mod fault;
mod fingerprints;
mod inline;
mod inspect;
mod json;
mod layers;
mod permalinks;
mod references;
mod sass;
mod script;
mod signatures;
mod stylesheet;
mod unclosed;
mod url;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::compose::{Components, Page};
use crate::config::dataset::Query;
use crate::config::site::ThemeChoice;
use crate::config::theme::{Signature, Words};
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::discover::Inventory;
use crate::error::Error;
use crate::fingerprint::print;
use crate::html::{Html, Value};
use crate::lint::Token;
use crate::text::{RelPath, Span, may_be_control};

pub use inspect::{Documented, WrittenAddress, addresses_in, documented, inspect, written_addresses};
pub use layers::{Asset, AssetSource};
pub use script::Script;
pub use stylesheet::Stylesheet;

/// How large the stack of a thread that renders must be, in bytes.
///
/// The engine recurses for every component, include and block. How deep is bounded, but in the worst case more than the
/// usual 2 MiB hold. Memory is taken only for what is used.
pub const STACK_SIZE: usize = 64 << 20;

/// The theme, ready to render.
///
/// Render on threads with [`STACK_SIZE`].
pub struct Renderer {
    theme: String,
    engine: engine::Engine,
    /// In the order of the languages that were asked for; there is at least one.
    lexicons: Vec<Lexicon>,
    signatures: Vec<Signature>,
    stylesheet: Stylesheet,
    tokens: Vec<Token>,
    scripts: BTreeMap<String, Script>,
    inline: Vec<String>,
    queries: BTreeMap<String, (RelPath, Query)>,
    assets: Vec<Asset>,
    built_in: Vec<(RelPath, String)>,
}

/// The theme's words in one language.
struct Lexicon {
    words: Words,
    value: Value,
    /// By page template: what tells a page of it from what else it could be.
    fingerprints: BTreeMap<String, u64>,
}

/// The theme, speaking one language.
#[derive(Clone, Copy)]
pub struct Speaker<'r> {
    renderer: &'r Renderer,
    lexicon: &'r Lexicon,
}

impl Renderer {
    /// Reads the theme and the site's overrides; `None` if a mistake leaves nothing to render with.
    ///
    /// For each of `languages`, such as `de-AT`, words are looked for in `de-AT`, `de` and `en`. `base` is the path of the
    /// site's address.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn load(
        inventory: &Inventory,
        root: &Path,
        choice: &ThemeChoice,
        languages: &[&str],
        base: &str,
    ) -> Result<Diagnosed<Option<Renderer>>, Error> {
        let mut diagnostics = Vec::new();
        let layers = layers::read(inventory, root, &choice.name)?.collect(&mut diagnostics);
        let Some(layers) = layers else {
            return Ok(Diagnosed { value: None, diagnostics });
        };
        let words: Vec<Words> =
            languages.iter().map(|language| words::merge(&layers, language).collect(&mut diagnostics)).collect();
        let stylesheet = stylesheet::join(&layers, &choice.tokens, base).collect(&mut diagnostics);
        let tokens = stylesheet::tokens(&layers, &choice.tokens);
        let scripts = script::scripts(&layers);
        let inline = inline::hashes(&layers);
        let queries = layers::queries(&layers);
        let assets = layers::assets(&layers);
        let built_in = layers::built_in_texts(&layers);
        let compiled = engine::compile(layers).collect(&mut diagnostics);
        let signatures = match &compiled {
            Some(engine) => signatures::read(engine).collect(&mut diagnostics),
            None => Vec::new(),
        };
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Ok(Diagnosed { value: None, diagnostics });
        }
        let theme = choice.name.value.clone();
        let scripted = scripts.values().map(|script| script.path.clone());
        let paths: Vec<String> = std::iter::once(stylesheet.path.clone()).chain(scripted).collect();
        let value = compiled.map(|engine| Renderer {
            lexicons: words.into_iter().map(|words| Lexicon::new(words, &engine, &paths)).collect(),
            theme,
            engine,
            signatures,
            stylesheet,
            tokens,
            scripts,
            inline,
            queries,
            assets,
            built_in,
        });
        Ok(Diagnosed { value, diagnostics })
    }

    /// What the templates of the theme want to know of the site's data, each with the file that declares it, by name.
    pub fn queries(&self) -> &BTreeMap<String, (RelPath, Query)> {
        &self.queries
    }

    /// The theme in one of the languages it was loaded for, by its index; the first for one that is not there.
    pub fn speaker(&self, language: usize) -> Speaker<'_> {
        Speaker { renderer: self, lexicon: self.lexicons.get(language).unwrap_or(&self.lexicons[0]) }
    }

    /// The template that is used for a name: itself, or `page` for an `article` that the theme does not have.
    pub fn template<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        let templates = self.templates();
        match name {
            name if templates.contains(name) => Some(name),
            "article" if templates.contains("page") => Some("page"),
            _ => None,
        }
    }

    /// The names of the templates that a page may have, without `.html`.
    pub fn templates(&self) -> &BTreeSet<String> {
        &self.engine.templates
    }

    /// What articles may call.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Where a component is defined.
    pub fn definition(&self, component: &str) -> Option<(&RelPath, Span)> {
        signatures::definition(&self.engine, component)
    }

    /// The stylesheet of every page.
    pub fn stylesheet(&self) -> &Stylesheet {
        &self.stylesheet
    }

    /// What the theme's tokens are in this site.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The file of a template that [`template`](Self::template) gives a name for.
    pub fn template_file(&self, name: &str) -> Option<&RelPath> {
        self.engine.file(&format!("{}.html", self.template(name)?))
    }

    /// What every template says, with its file.
    pub fn sources(&self) -> impl Iterator<Item = (&RelPath, &str)> {
        self.engine.sources.values().map(|source| (&source.path, source.text.as_str()))
    }

    /// A script by its path below js/.
    pub fn script(&self, file: &str) -> Option<&Script> {
        self.scripts.get(file)
    }

    /// The hashes of the scripts within templates, as a policy names them.
    pub fn inline_scripts(&self) -> &[String] {
        &self.inline
    }

    /// The theme's other files, by their path in the output.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The texts of files that diagnostics may name but that are not on disk.
    pub fn built_in(&self) -> &[(RelPath, String)] {
        &self.built_in
    }

    fn unknown_template(&self, name: &str) -> Diagnostic {
        let names = self.templates().iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let others = if names.is_empty() { String::new() } else { format!(", or choose one of {names}") };
        Diagnostic::at(Code::UnknownTemplate, None, format!("the theme `{}` has no template `{name}`", self.theme))
            .did_you_mean(name, self.templates().iter().map(String::as_str))
            .help(format!("add the file `templates/{name}.html`{others}"))
    }
}

impl Lexicon {
    /// `paths` are those of the theme's files that pages name.
    fn new(words: Words, engine: &engine::Engine, paths: &[String]) -> Lexicon {
        let shared = print(&(&words, paths));
        let fingerprint = |(name, texts): (&String, &u64)| (name.clone(), print(&(texts, shared)));
        let fingerprints = engine.fingerprints.iter().map(fingerprint).collect();
        Lexicon { value: Value::from_serializable(&words.0), words, fingerprints }
    }
}

impl<'r> Speaker<'r> {
    /// Renders a page.
    ///
    /// The names of its view are all that its template sees, and `words`.
    ///
    /// # Errors
    /// A mistake in the theme: the template's diagnostic. It does not name the page, so that the same mistake on a
    /// thousand pages is the same diagnostic.
    pub fn render(&self, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Some(template) = self.renderer.template(&page.template) else {
            return Err(Box::new(self.renderer.unknown_template(&page.template)));
        };
        let mut names = vec![("words", self.lexicon.value.clone())];
        names.extend(page.view.iter().cloned());
        let mut bytes = self.renderer.engine.page(template, names)?;
        blank_controls(&mut bytes);
        Ok(bytes)
    }

    /// The theme's components for a site: `site` is what `@site` gives them.
    pub fn components(&self, site: Value) -> SiteComponents<'r> {
        SiteComponents { speaker: *self, site }
    }

    /// The theme's words.
    pub fn words(&self) -> &'r Words {
        &self.lexicon.words
    }

    /// Tells what the components make from what else they could make.
    pub fn components_fingerprint(&self) -> u64 {
        self.lexicon.fingerprints.get("").copied().unwrap_or_default()
    }

    /// Tells all that can reach a page of a template from what else it could be: the template with what it extends and
    /// includes, the components, the words and the stylesheet's address.
    pub fn fingerprint(&self, template: &str) -> u64 {
        self.renderer
            .template(template)
            .and_then(|name| self.lexicon.fingerprints.get(name).copied())
            .unwrap_or_default()
    }
}

/// Blanks the characters that HTML and XML cannot hold, not even escaped: an escape in YAML such as `"\0"` makes them.
fn blank_controls(bytes: &mut [u8]) {
    let is_control = |byte: u8| byte.is_ascii() & may_be_control(byte);
    // Most pages have none, so whole chunks are looked at: few bytes are below a space but for line breaks.
    let is_suspect = |byte: u8| ((byte < b' ') & (byte != b'\n')) | (byte == 0x7f);
    for chunk in bytes.chunks_mut(256) {
        if chunk.iter().fold(0, |any, byte| any | u8::from(is_suspect(*byte))) != 0 {
            chunk.iter_mut().filter(|byte| is_control(**byte)).for_each(|byte| *byte = b' ');
        }
    }
}

/// The texts of the built-in theme, for diagnostics that name its files while there is no [`Renderer`].
pub fn built_in_texts() -> Vec<(RelPath, String)> {
    layers::all_built_in_texts()
}

/// The theme's components, with what they take from the site.
pub struct SiteComponents<'a> {
    speaker: Speaker<'a>,
    site: Value,
}

impl Components for SiteComponents<'_> {
    fn render(&self, name: &str, arguments: Vec<(String, Value)>, body: Option<Html>) -> Result<Html, Box<Diagnostic>> {
        let Speaker { renderer, lexicon } = self.speaker;
        let implicits = [("site", self.site.clone()), ("words", lexicon.value.clone())];
        renderer.engine.component(name, arguments, implicits, body)
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
