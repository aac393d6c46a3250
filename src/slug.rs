//! From names and headings to parts of addresses.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The slug of a text: NFC, lower case, letters and digits of every script kept, runs of anything else one `-`.
///
/// Empty if the text has neither letter nor digit. The slug of a slug is itself.
pub fn slugify(text: &str) -> String {
    if text.is_ascii() {
        return slugify_ascii(text);
    }
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    // As a whole, because a Greek sigma has a form of its own at the end of a word.
    let lower = text.nfc().collect::<String>().to_lowercase();
    for c in lower.nfc() {
        if is_nothing(c) {
            continue;
        }
        if is_combining_mark(c) {
            // A mark without a letter before it, such as the one that colours an emoji, is not part of a word.
            if !gap && !slug.is_empty() {
                slug.push(c);
            }
        } else if c.is_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        } else {
            gap = true;
        }
    }
    slug.nfc().collect()
}

/// What [`slugify`] gives where nothing can be composed.
fn slugify_ascii(text: &str) -> String {
    let mut slug = Vec::with_capacity(text.len());
    let mut gap = false;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push(b'-');
            }
            gap = false;
            slug.push(byte.to_ascii_lowercase());
        } else {
            gap |= byte != b'\'';
        }
    }
    String::from_utf8(slug).unwrap_or_default()
}

/// Characters that neither show nor part words: apostrophes, joiners, soft hyphens, marks of direction, variants.
fn is_nothing(c: char) -> bool {
    matches!(
        c,
        '\'' | '’'
            | '\u{00AD}'
            | '\u{061C}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200C}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{20DD}'..='\u{20E0}'
            | '\u{20E2}'..='\u{20E4}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// What [`fold`] gives, which most addresses are already.
pub fn folded(text: &str) -> Cow<'_, str> {
    let is_folded = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_folded { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}

/// The form in which addresses are compared: NFC and case-folded, so that no two pages differ by case alone.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Folding can give a letter and a mark that compose, and composing a letter that folds again; twice is enough.
    fold_once(&fold_once(text))
}

/// A Latin or Greek letter without its marks; what else there is stays, because the marks of other scripts are vowels or make
/// another letter.
pub fn without_marks(c: char) -> impl Iterator<Item = char> {
    let is_marked = ('\u{c0}'..'\u{400}').contains(&c) || ('\u{1e00}'..'\u{2000}').contains(&c);
    let (kept, marked) = if is_marked { (None, Some(c)) } else { (Some(c), None) };
    let is_mark = |c: &char| ('\u{300}'..'\u{370}').contains(c);
    kept.into_iter().chain(marked.into_iter().nfd().filter(move |part| !is_mark(part)))
}

/// A key by which texts are sorted as in an alphabet: capitals do not count, and a letter with a mark stands with the one
/// without, unless the language has it at the end of its alphabet.
pub fn alphabetical(text: &str, language: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let language = language.split('-').next().unwrap_or_default();
    let mut key = String::with_capacity(text.len());
    for c in fold(text).chars() {
        // What stands behind `z` in ASCII.
        match (language, c) {
            ("fi" | "sv", 'å') | ("da" | "nb" | "nn" | "no", 'æ' | 'ä') => key.push_str("{1"),
            ("fi" | "sv", 'ä' | 'æ') | ("da" | "nb" | "nn" | "no", 'ø' | 'ö') => key.push_str("{2"),
            ("fi" | "sv", 'ö' | 'ø') | ("da" | "nb" | "nn" | "no", 'å') => key.push_str("{3"),
            (_, c) => key.extend(without_marks(c)),
        }
    }
    key
}

fn fold_once(text: &str) -> String {
    text.nfc().flat_map(fold_char).nfc().collect()
}

/// Lower case by way of upper case, so that `ß` is `ss` and both forms of sigma are one; but the dotless `ı`, whose upper
/// case is that of `i`, is a letter of its own.
fn fold_char(c: char) -> impl Iterator<Item = char> {
    let (kept, mapped) = if c == 'ı' { (Some(c), None) } else { (None, Some(c)) };
    kept.into_iter().chain(mapped.into_iter().flat_map(char::to_uppercase).flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_letter_with_a_mark_stands_where_its_language_has_it_in_the_alphabet() {
        let sorted = |terms: &[&str], language: &str| terms.is_sorted_by_key(|term| alphabetical(term, language));
        assert!(sorted(&["Ärzte", "baden", "Zahn"], "de"));
        assert!(sorted(&["ebb", "Éclair", "école", "elbow"], "fr"));
        assert!(sorted(&["Straße", "strasse", "Strasze"], "de"));
        assert!(sorted(&["ώρα", "Ώρες"], "el"));
        assert!(sorted(&["Zebra", "Åre", "Äpple", "Öl"], "sv"));
        assert!(sorted(&["zebra", "Ærø", "Øl", "Århus"], "da"));
        assert!(sorted(&["Иран", "Йод"], "ru") && !sorted(&["Йа", "Иб"], "ru"));
        assert!(sorted(&["Zebra", "Åre"], "sv-FI") && !sorted(&["Zebra", "Åre"], "de-AT"));
        assert!(!sorted(&["Zahn", "Ärzte"], "de"));
    }

    #[test]
    fn a_slug_keeps_letters_and_digits_of_every_script() {
        for (text, slug) in [
            ("How tides shape a harbour town", "how-tides-shape-a-harbour-town"),
            ("  Tides,  twice -- a day!  ", "tides-twice-a-day"),
            ("What's new? It’s 2024", "whats-new-its-2024"),
            ("Größe & Maß", "größe-maß"),
            ("Cafe\u{301}", "café"),
            ("İstanbul", "i\u{307}stanbul"),
            ("ΟΔΟΣ", "οδος"),
            ("\u{345}\u{200d}\u{301}", ""),
            ("漢字 かな 한글", "漢字-かな-한글"),
            ("مرحبا بالعالم", "مرحبا-بالعالم"),
            ("हिन्दी में", "हिन्दी-में"),
            ("C++ & C#", "c-c"),
            ("../../etc/passwd", "etc-passwd"),
            ("a_b.c", "a-b-c"),
        ] {
            assert_eq!(slugify(text), slug, "{text}");
        }
    }

    #[test]
    fn a_text_without_letter_or_digit_has_no_slug() {
        for text in
            ["", " ", "---", "🙂", "❤️", "👩\u{200D}💻", "▾▿", "\u{301}", "…", "'", "\u{FE0F}", "🏴\u{E0067}\u{E007F}"]
        {
            assert_eq!(slugify(text), "", "{text:?}");
        }
    }

    #[test]
    fn what_does_not_show_does_not_part_a_word() {
        assert_eq!(slugify("Kern\u{AD}kraft"), "kernkraft");
        assert_eq!(slugify("1\u{FE0F}\u{20E3} first"), "1-first");
        assert_eq!(slugify("\u{202E}abc"), "abc");
    }

    #[test]
    fn composed_and_decomposed_names_have_one_slug() {
        assert_eq!(slugify("caf\u{E9}"), slugify("cafe\u{301}"));
        assert_eq!(slugify("각"), slugify("\u{1100}\u{1161}\u{11A8}"));
    }

    #[test]
    fn addresses_that_differ_by_case_or_form_are_equal_when_folded() {
        for (a, b) in [
            ("/Coast/", "/coast/"),
            ("/caf\u{E9}/", "/CAFE\u{301}/"),
            ("/straße/", "/STRASSE/"),
            ("/οδος/", "/ΟΔΟΣ/"),
            ("/İ/", "/i\u{307}/"),
            ("/\u{212A}/", "/k/"),
        ] {
            assert_eq!(fold(a), fold(b));
        }
    }

    #[test]
    fn addresses_of_different_letters_differ_when_folded() {
        for (a, b) in [("sık", "sik"), ("a", "ä"), ("e", "é"), ("漢", "字"), ("a/b", "a-b")] {
            assert_ne!(fold(a), fold(b));
        }
    }

    #[test]
    fn folding_any_character_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
            let slug = slugify(&c.to_string());
            assert_eq!(slugify(&slug), slug, "U+{:04X}", u32::from(c));
        }
    }

    /// Letters whose case or composition is special are rare among all characters, so they are drawn on purpose.
    fn text() -> impl Strategy<Value = String> {
        let special = prop::sample::select(
            "aIiİıßẞσςΣ\u{301}\u{307}\u{345}\u{327}éÉÅ\u{212B}ﬁŉǰΐ한\u{1100}\u{1161}\u{11A8}-'’ _/.🙂\u{200D}\u{FE0F}ʼ·"
                .chars()
                .collect::<Vec<_>>(),
        );
        prop::collection::vec(prop_oneof![special, any::<char>()], 0..12).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn the_slug_of_a_slug_is_itself(text in text()) {
            let slug = slugify(&text);
            prop_assert_eq!(slugify(&slug), slug);
        }

        #[test]
        fn a_slug_is_a_clean_part_of_an_address(text in text()) {
            let slug = slugify(&text);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"), "{:?}", slug);
            prop_assert!(slug.chars().all(|c| c == '-' || c.is_alphanumeric() || is_combining_mark(c)), "{:?}", slug);
        }

        #[test]
        fn folding_twice_changes_nothing(text in text()) {
            let once = fold(&text);
            prop_assert_eq!(folded(&text), once.as_str());
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_text_and_its_decomposed_form_are_equal_when_folded_and_as_slugs(text in text()) {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
            prop_assert_eq!(slugify(&decomposed), slugify(&text));
        }

        #[test]
        fn a_text_and_its_lower_case_are_equal_when_folded(text in text()) {
            prop_assert_eq!(fold(&text.to_lowercase()), fold(&text));
        }
    }
}
