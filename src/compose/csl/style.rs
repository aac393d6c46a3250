//! A style by name or from a file, and the words of the language of the pages, each read once for a build.

use std::sync::Arc;

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::{self, IndependentStyle, Locale, LocaleCode, StyleClass};

use super::bounds::{self, Reach};
use super::locator::Labels;
use super::mend::mend;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::fingerprint;
use crate::guard::guarded;
use crate::text::{RelPath, Spanned};

/// How much is said of what is wrong with a file, in characters: it may quote the file.
const LONGEST_CAUSE: usize = 200;

/// A style, ready to format with.
#[derive(Clone)]
pub struct Style {
    pub(super) csl: Arc<IndependentStyle>,
    /// The language of the pages, as site.toml has it.
    language: String,
    /// Its tag among the languages of CSL.
    pub(super) locale: LocaleCode,
    /// Its words, then those of the language that has all.
    pub(super) locales: Vec<Locale>,
    pub(super) labels: Labels,
    /// Whether citations are notes: they are shown as numbers.
    pub(super) is_note: bool,
    /// Whether citations show numbers that the entries do not.
    pub(super) numbers_list: bool,
    /// Whether citations show which part of a source is meant.
    pub(super) shows_locators: bool,
    print: u64,
    named: String,
    place: Place,
}

impl Style {
    /// A style that comes with byline; `settings` is site.toml.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn named(name: &Spanned<String>, settings: &RelPath, language: &str) -> Result<Option<Style>, Box<Diagnostic>> {
        let place = Place { path: settings.clone(), span: Some(name.span) };
        let Some(archived) = ArchivedStyle::by_name(&name.value) else {
            let known = ArchivedStyle::all().iter().flat_map(|style| style.names()).copied();
            let message = format!("there is no style of references `{}`", crate::decode::shown(&name.value));
            let fault = Diagnostic::at(Code::UnknownStyle, Some(place), message).did_you_mean(&name.value, known);
            let others = "for any other style put its file beside site.toml, and write `style = \"house.csl\"`";
            let fault = fault.help("among the names are `apa`, `chicago-author-date`, `ieee` and `nature`");
            return Err(Box::new(fault.help(others)));
        };
        let csl = independent(archived.get());
        let found = csl.ok_or_else(|| "it only refers to another one".to_owned());
        let style = found.and_then(|csl| Style::new(csl, language, 0, &name.value, place.clone()));
        style.map(Some).map_err(|wrong| Box::new(bad(Some(place), &wrong)))
    }

    /// The style that a file of the site describes, by its `text`.
    ///
    /// # Errors
    /// If the text is no style that can be used.
    pub fn of_file(
        file: &Spanned<RelPath>,
        settings: &RelPath,
        text: &str,
        language: &str,
    ) -> Result<Option<Style>, Box<Diagnostic>> {
        let place = Place { path: settings.clone(), span: Some(file.span) };
        let wrong = |wrong: &str| {
            let in_file = Place { path: file.value.clone(), span: None };
            Box::new(bad(Some(in_file), wrong).related(settings, Some(file.span), "site.toml names it"))
        };
        if bounds::depth(text) > bounds::DEEPEST {
            return Err(wrong("its elements are nested too deeply"));
        }
        let Some(read) = guarded(|| citationberg::Style::from_xml(text)) else {
            return Err(wrong("it makes the reader of styles fail"));
        };
        let read = read.map_err(|error| wrong(&told(&error)))?;
        let parent = match &read {
            citationberg::Style::Dependent(dependent) => Some(dependent.parent_link.href.clone()),
            citationberg::Style::Independent(_) => None,
        };
        let Some(csl) = independent(read) else {
            let parent = parent.unwrap_or_default();
            let message =
                format!("it only refers to the style `{}`, which is not built in", crate::decode::shown(&parent));
            return Err(Box::new(
                wrong(&message).help("put the file of that style beside site.toml, and name it instead"),
            ));
        };
        let print = fingerprint::short(text.as_bytes());
        Style::new(csl, language, print, file.value.as_str(), place).map(Some).map_err(|told| wrong(&told))
    }

    fn new(mut csl: IndependentStyle, language: &str, print: u64, named: &str, place: Place) -> Result<Style, String> {
        let (citation, entries) = bounds::reaches(&csl)?;
        mend(&mut csl);
        let is_note = csl.settings.class == StyleClass::Note;
        let shows_numbers = is_note || citation.number;
        let (locale, locales) = locales(language);
        let labels = Labels::of(&locales);
        let Reach { locator: shows_locators, .. } = citation;
        let numbers_list = shows_numbers && !entries.number;
        let named = named.to_owned();
        let csl = Arc::new(csl);
        let language = language.to_owned();
        Ok(Style { csl, language, locale, locales, labels, is_note, numbers_list, shows_locators, print, named, place })
    }

    /// The same style for pages in a language.
    pub fn in_language(&self, language: &str) -> Style {
        if self.language == language {
            return self.clone();
        }
        let (locale, locales) = locales(language);
        let labels = Labels::of(&locales);
        Style { language: language.to_owned(), locale, locales, labels, ..self.clone() }
    }

    /// What tells it from others of its name: the content of its file.
    pub fn print(&self) -> u64 {
        self.print
    }

    /// That it fails on the sources of a page.
    pub(super) fn failure(&self) -> Diagnostic {
        let message = format!("the style `{}` makes the formatter of references fail", self.named);
        let fault = Diagnostic::at(Code::BadStyle, Some(self.place.clone()), message);
        fault.help("correct the style, or choose another one: `numbered` and `author-date` never fail")
    }
}

fn bad(place: Option<Place>, wrong: &str) -> Diagnostic {
    Diagnostic::at(Code::BadStyle, place, format!("this style of references cannot be used: {wrong}"))
        .help("check it against CSL 1.0.2, or take one from https://github.com/citation-style-language/styles")
}

/// What the reader of XML says at the root of an error, in one line without its last full stop.
fn told(mut error: &dyn std::error::Error) -> String {
    while let Some(cause) = error.source() {
        error = cause;
    }
    let error = error.to_string();
    let words: Vec<&str> = error.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(LONGEST_CAUSE).collect();
    line.trim_end_matches('.').to_owned()
}

/// The style itself, or the one that it refers to, if that is built in.
fn independent(style: citationberg::Style) -> Option<IndependentStyle> {
    let parent = match style {
        citationberg::Style::Independent(style) => return Some(style),
        citationberg::Style::Dependent(dependent) => dependent.parent_link.href,
    };
    let id = |address: &str| address.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let wanted = id(&parent);
    let archived = ArchivedStyle::all().iter().find(|style| id(style.csl_id()) == wanted)?;
    match archived.get() {
        citationberg::Style::Independent(style) => Some(style),
        citationberg::Style::Dependent(_) => None,
    }
}

/// The tag of a language, and the words of the nearest language that has some, then those of English.
fn locales(language: &str) -> (LocaleCode, Vec<Locale>) {
    let english = LocaleCode::en_us();
    let asked = LocaleCode(language.to_owned());
    let found = locale(&asked);
    let code = found.as_ref().and_then(|locale| locale.lang.clone()).unwrap_or(asked);
    let near = found.or_else(|| locale(&code.fallback()?));
    let mut locales: Vec<Locale> = near.into_iter().collect();
    if locales.iter().all(|locale| locale.lang.as_ref() != Some(&english)) {
        locales.extend(locale(&english));
    }
    (code, locales)
}

/// The words of a language; of the archive only that one is decoded.
fn locale(code: &LocaleCode) -> Option<Locale> {
    let is_it = |locale: &Locale| locale.lang.as_ref().is_some_and(|lang| lang.0.eq_ignore_ascii_case(&code.0));
    let named = archive::LOCALES.iter().copied().filter(|bytes| begins_with(bytes, &code.0));
    named.filter_map(|bytes| ciborium::from_reader(bytes).ok()).find(is_it)
}

/// Whether the language of an encoded locale, which is told at its beginning, is this one.
fn begins_with(bytes: &[u8], language: &str) -> bool {
    let start = &bytes[..bytes.len().min(32)];
    start.windows(language.len().max(1)).any(|window| window.eq_ignore_ascii_case(language.as_bytes()))
}
