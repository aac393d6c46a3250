//! From names and headings to parts of addresses.

/// The slug of a text: NFC, lower case, letters and digits of every script kept, runs of anything else one `-`.
///
/// Empty if the text has neither letter nor digit.
pub fn slugify(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        } else if c != '\'' && c != '’' {
            gap = true;
        }
    }
    slug.nfc().collect()
}

/// The form in which addresses are compared: NFC and case-folded, so that no two pages differ by case alone.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}
