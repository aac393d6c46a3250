//! The words by which articles that are about the same are found.

use crate::fingerprint;

/// The words of title, dek and headings that may tell what an article is about, as hashes, sorted, each once.
///
/// In lower case, of three bytes or more, and without those that every text of the language has.
pub fn words<'t>(texts: impl Iterator<Item = &'t str>, language: &str) -> Vec<u32> {
    let common = common(language);
    let longest = common.iter().map(|word| word.len()).max().unwrap_or_default();
    let mut words = Vec::new();
    let mut word = String::new();
    for text in texts {
        // The blank ends the last word of a text.
        for c in text.chars().chain([' ']) {
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
            } else if !c.is_ascii() && c.is_alphanumeric() {
                word.extend(c.to_lowercase());
            } else if !word.is_empty() {
                let is_common = word.len() <= longest && common.binary_search(&word.as_str()).is_ok();
                if word.len() >= 3 && !is_common {
                    words.push(fingerprint::short(word.as_bytes()) as u32);
                }
                word.clear();
            }
        }
    }
    words.sort_unstable();
    words.dedup();
    words.shrink_to_fit();
    words
}

fn common(language: &str) -> &'static [&'static str] {
    match language.split('-').next().unwrap_or_default() {
        "en" => ENGLISH,
        "de" => GERMAN,
        _ => &[],
    }
}

const ENGLISH: &[&str] = &[
    "about", "after", "all", "also", "and", "any", "are", "because", "been", "before", "being", "between", "both",
    "but", "can", "could", "did", "does", "done", "each", "every", "few", "for", "from", "get", "gets", "had", "has",
    "have", "her", "here", "his", "how", "into", "its", "just", "like", "made", "make", "makes", "many", "may", "more",
    "most", "much", "must", "need", "needs", "new", "nor", "not", "now", "off", "one", "only", "other", "our", "out",
    "over", "own", "same", "she", "should", "some", "still", "such", "take", "takes", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "through", "too", "two", "under", "until", "use",
    "used", "very", "was", "way", "well", "were", "what", "when", "where", "which", "while", "who", "whom", "whose",
    "why", "will", "with", "without", "would", "yet", "you", "your",
];

const GERMAN: &[&str] = &[
    "aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "andere", "anderen", "auch", "auf", "aus",
    "bei", "beim", "bis", "dabei", "damit", "dann", "das", "dass", "dem", "den", "denn", "der", "des", "die", "dies",
    "diese", "diesem", "diesen", "dieser", "dieses", "doch", "durch", "ein", "eine", "einem", "einen", "einer",
    "eines", "etwa", "für", "gegen", "hat", "hatte", "hier", "ihr", "ihre", "ihrem", "ihren", "ihrer", "immer", "ist",
    "jede", "jedem", "jeden", "jeder", "jedes", "kann", "kein", "keine", "keinen", "können", "man", "mehr", "mit",
    "muss", "müssen", "nach", "nicht", "noch", "nur", "oder", "ohne", "schon", "sehr", "sein", "seine", "seinem",
    "seinen", "seiner", "sich", "sie", "sind", "soll", "sollen", "sondern", "und", "unser", "unsere", "unter", "vom",
    "von", "vor", "wann", "war", "waren", "warum", "was", "weil", "welche", "wenn", "wer", "werden", "wie", "wieder",
    "wir", "wird", "wurde", "wurden", "zum", "zur", "zwei", "zwischen", "über",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_can_be_searched_and_are_long_enough_to_matter() {
        for common in [ENGLISH, GERMAN] {
            assert!(common.is_sorted_by(|a, b| a < b));
            assert!(common.iter().all(|word| word.len() >= 3 && word.to_lowercase() == *word));
        }
    }

    #[test]
    fn words_count_once_without_case_and_without_those_of_every_text() {
        let english = words(["How the Tides shape: a town", "TIDES of 2024"].into_iter(), "en-GB");
        assert_eq!(english, words(["town 2024", "shape tides"].into_iter(), "en"));
        assert_eq!(english.len(), 4);
        assert_eq!(words(["Größe und GRÖSSE über Größe"].into_iter(), "de").len(), 2);
        assert!(words(["a b of — !"].into_iter(), "fr").is_empty());
    }
}
