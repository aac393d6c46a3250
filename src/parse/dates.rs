//! The dates of an article, read without the rest of it.

use super::bytes::read_text;
use super::{ParseOptions, front_matter, split};
use crate::date::Date;
use crate::text::{RelPath, Spanned};

/// What an article says of its own time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dates {
    /// When it was published.
    pub published: Option<Date>,
    /// When it was changed.
    pub updated: Option<Date>,
    /// Whether it is a draft.
    pub draft: bool,
}

/// Reads the dates of an article; those that cannot be read are not there.
pub fn of_article(path: &RelPath, bytes: &[u8], options: &ParseOptions) -> Dates {
    // What is wrong with the file has been said when it was parsed.
    let mut said = Vec::new();
    let text = read_text(path, bytes, &mut said);
    let (yaml, ..) = split(path, &text, &mut said);
    let Some((yaml, offset)) = yaml else { return Dates::default() };
    let fields = front_matter::article(path, yaml, offset, options).value;
    let value = |date: &Option<Spanned<Date>>| date.as_ref().map(|date| date.value);
    Dates { published: value(&fields.published), updated: value(&fields.updated), draft: fields.draft }
}
