//! The stems of words, by language.
//!
//! Words are stemmed here alone: the files hold the stem together with the forms that the site uses, so that the
//! browser finds it by any of them and needs no rules of any language.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

/// Finds the stems of one language.
pub struct Stems(Option<Stemmer>);

impl Stems {
    /// The stems of a language such as `en-GB`; in one that has no rules here, each word is its own.
    pub fn of(language: &str) -> Stems {
        let base = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let algorithm = match base.as_str() {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return Stems(None),
        };
        Stems(Some(Stemmer::create(algorithm)))
    }

    /// The stem of a folded word.
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let Stems(Some(stemmer)) = self else { return Cow::Borrowed(word) };
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Cow::Borrowed(word);
        }
        let stem = stemmer.stem(word);
        if stem.is_empty() { Cow::Borrowed(word) } else { stem }
    }
}
