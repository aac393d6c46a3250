//! `byline new`: files that an author or a site begins with.
//!
//! In: what the new thing is called. Out: [`NewFile`]s, and whether they could be put in place.
//!
//! 1. [`folder`] reads a site as far as a new file has to fit into it: its articles, sections, people and time zone.
//! 2. [`site`], [`article`], [`section`], [`person`], [`source`], [`theme`] and [`ci`] each make the files of one thing.
//! 3. [`archetype`] takes the text from the site's folder `archetypes/`, or else from `archetypes/` beside this file.
//! 4. [`fill`] puts the values in its places, quoted as the file's syntax wants them.
//! 5. [`place`] puts the files in place.
//!
//! What a new site consists of lies as it is in `site/`, `theme/` and `ci/`, so that it can be read without running byline.
//!
//! Invariant: nothing that is there already is changed, and what could not be finished leaves nothing behind.

pub mod archetype;
pub mod article;
pub mod ci;
pub mod fill;
pub mod folder;
pub mod person;
pub mod place;
pub mod section;
pub mod site;
pub mod source;
pub mod theme;

use crate::slug::slugify;

/// How long a name that is made of a title gets, in bytes: file names and addresses have limits.
const LONGEST_SLUG: usize = 100;

/// A file to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its path below the folder that it is made in, `/` between parts.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl NewFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> NewFile {
        NewFile { path: path.into(), text: text.into() }
    }
}

/// The slug of a title or name, cut between two words where it is long.
fn short_slug(title: &str) -> String {
    let slug = slugify(title);
    if slug.len() <= LONGEST_SLUG {
        return slug;
    }
    let cut = slug.floor_char_boundary(LONGEST_SLUG);
    let end = slug[..cut].rfind('-').unwrap_or(cut);
    slug[..end].to_owned()
}

/// What to call something of which only the slug is known: `harbour-towns` is `Harbour towns`.
fn title_of(slug: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_gives_a_name_that_ends_with_a_word() {
        let slug = short_slug(&"harbour ".repeat(40));
        assert!(slug.len() <= LONGEST_SLUG && slug.ends_with("-harbour"), "{slug}");
        let slug = short_slug(&"港".repeat(400));
        assert!(slug.len() <= LONGEST_SLUG && !slug.is_empty(), "{slug}");
        assert_eq!(short_slug("What's new? It’s 2024"), "whats-new-its-2024");
    }

    #[test]
    fn a_name_without_a_title_is_its_words() {
        assert_eq!(title_of("harbour-towns"), "Harbour towns");
        assert_eq!(title_of("éclair"), "Éclair");
        assert_eq!(title_of(""), "");
    }
}
