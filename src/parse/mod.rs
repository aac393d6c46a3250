//! Stage 2: one file → a typed document. The article **as written**.
//!
//! In: a file's path and bytes, and the [`ParseOptions`]. Out: a [`Diagnosed`] [`Document`].
//!
//! 1. [`front_matter`] splits the file and reads the YAML into typed fields, each with its place.
//! 2. [`markdown`] reads all Markdown of the document in one pass: HTML with holes, and the facts found on the way.
//! 3. [`document`] joins both: the types of this stage.
//!
//! Invariant: the result depends on nothing but the file, its path, the options and byline's version. Parsing never
//! fails: what cannot be read is a diagnostic, and the document holds the rest.

pub mod document;
pub mod front_matter;
pub mod markdown;

use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::diagnostics::Diagnosed;
use crate::text::RelPath;

pub use document::Document;

/// All that parsing depends on besides the file.
#[derive(Clone, Debug)]
pub struct ParseOptions {
    /// `[markdown]`.
    pub markdown: MarkdownOptions,
    /// The names of the site's taxonomies: each is a field of the front matter.
    pub taxonomies: Vec<String>,
    /// The site's zone.
    pub timezone: Zone,
    /// The site's language, for quotes.
    pub language: String,
}

/// Parses one file below content/; `None` for a file that is no document (a picture, say).
pub fn parse(path: &RelPath, bytes: &[u8], options: &ParseOptions) -> Diagnosed<Option<Document>> {
    let mut d = Vec::new();
    let text = String::from_utf8_lossy(bytes);
    let text = text.as_ref();
    let below = path.below("content").unwrap_or_default();
    let ext = path.extension();
    if matches!(ext, "yml" | "yaml") {
        if below == "sources.yml" || below.starts_with("sources/") {
            let v = front_matter::sources(path, text).collect(&mut d);
            return Diagnosed { value: Some(Document::Sources(path.clone(), v)), diagnostics: d };
        }
        let v = front_matter::sidecar(path, text).collect(&mut d);
        return Diagnosed { value: Some(Document::Sidecar(path.clone(), v)), diagnostics: d };
    }
    let split = front_matter::split(path, text).collect(&mut d);
    let body = &text[split.body_start..];
    let yaml = split.yaml.clone().map(|r| (&text[r.clone()], r.start));
    let base = markdown::Manuscript {
        path,
        dek: None,
        image_caption: None,
        disclosure: None,
        body,
        body_start: split.body_start,
        sections: &[],
        faqs: &[],
        corrections: &[],
    };
    let value = if path.file_name() == "_index.md" {
        let fields = yaml.map(|(y, o)| front_matter::section(path, y, o).collect(&mut d)).unwrap_or_default();
        let r = markdown::read(&markdown::Manuscript { dek: fields.dek.as_ref(), ..base }, options).collect(&mut d);
        Document::Section(joined(path, fields, r))
    } else if below.starts_with("people/") {
        let fields = yaml.map(|(y, o)| front_matter::person(path, y, o).collect(&mut d)).unwrap_or_default();
        let r = markdown::read(&base, options).collect(&mut d);
        Document::Person(joined(path, fields, r))
    } else {
        let mut fields =
            yaml.map(|(y, o)| front_matter::article(path, y, o, options).collect(&mut d)).unwrap_or_default();
        let r = markdown::read(
            &markdown::Manuscript {
                dek: fields.dek.as_ref(),
                image_caption: fields.image.as_ref().and_then(|i| i.caption.as_ref()),
                disclosure: fields.disclosure.as_ref(),
                sections: &fields.sections,
                faqs: &fields.faqs,
                corrections: &fields.corrections,
                ..base
            },
            options,
        )
        .collect(&mut d);
        if split.yaml.is_none() {
            fields.title.value = r.first_heading.clone().unwrap_or_else(|| path.stem().to_owned());
        }
        Document::Article(joined(path, fields, r))
    };
    Diagnosed { value: Some(value), diagnostics: d }
}
fn joined<F>(path: &RelPath, fields: F, r: markdown::Reading) -> document::Parsed<F> {
    document::Parsed {
        facts: std::sync::Arc::new(document::Facts {
            path: path.clone(),
            fields,
            dek_text: r.dek_text,
            excerpt: r.excerpt,
            references: r.references,
        }),
        prose: r.prose,
    }
}
