//! An alternative text that is the name of the picture's file.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, PictureSubject, Rule};
use crate::slug::slugify;

/// The rule.
pub const RULE: Rule = Rule { code: Code::AltIsFileName, looks: Looks::Picture(look) };

/// From how many words on a file's name can be a description: `boats-aground-at-low-water.jpg`.
const DESCRIPTION: usize = 4;

fn look(picture: &PictureSubject<'_>, found: &mut Vec<Diagnostic>) {
    let alt = picture.picture.alt.as_str();
    let name = picture.source().rsplit('/').next().unwrap_or_default();
    if !is_name(alt, picture.file_name().unwrap_or(name)) {
        return;
    }
    if let Some((path, span)) = picture.alt_place() {
        let message = format!("the alternative text `{alt}` is the name of the file");
        let help = "say what can be seen, as you would over the telephone";
        found.push(Diagnostic::new(Code::AltIsFileName, &path, span, message).help(help));
    }
}

/// Whether a text is the name of a file, with or without its extension, with dashes or spaces.
fn is_name(alt: &str, name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let alt = alt.trim();
    if alt.is_empty() {
        return false;
    }
    if alt.eq_ignore_ascii_case(name) {
        return true;
    }
    let words = alt.split_whitespace().count();
    // Words that were never written with dashes may be a description that gave the file its name.
    slugify(alt) == slugify(stem) && words < DESCRIPTION
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn a_description_that_gave_the_file_its_name_is_none() {
        for (alt, name) in [
            ("IMG_2041", "IMG_2041.jpg"),
            ("img_2041.JPG", "IMG_2041.jpg"),
            ("img 2041", "IMG_2041.jpg"),
            ("quay-at-low-water", "quay-at-low-water.jpg"),
            ("Quay", "quay.jpg"),
        ] {
            assert!(is_name(alt, name), "{alt}");
        }
        for (alt, name) in
            [("A quay at low water", "quay.jpg"), ("Quay at low water", "quay-at-low-water.jpg"), ("", "quay.jpg")]
        {
            assert!(!is_name(alt, name), "{alt}");
        }
    }
}
