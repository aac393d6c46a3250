//! Sources by author and year: `(Example 2020a, p. 3)`, and `Example, Jane, and John Sample. 2020a. …`.

use super::Composer;
use super::sources::{self, spoken};
use crate::config::theme::Words;
use crate::parse::front_matter::Source;
use crate::resolve::NumberedSource;
use crate::resolve::sources::{family, is_others};

/// How many words of a title stand for an author who is not named.
const TITLE_WORDS: usize = 4;

/// What a citation says: the family names of up to two authors, else the first `et al.`, and the year. A work without
/// authors is cited by its editors, its publisher, or the first words of its title.
pub fn label(words: &Words, numbered: &NumberedSource) -> String {
    let source = &*numbered.source;
    let named = match source.makers() {
        [] => source.publisher.clone().unwrap_or_else(|| first_words(&source.title)),
        [one] => family(one).to_owned(),
        [first, others] if is_others(others) => format!("{} {}", family(first), words.get("et_al")),
        [one, other] => format!("{} {} {}", family(one), words.get("and"), family(other)),
        [first, ..] => format!("{} {}", family(first), words.get("et_al")),
    };
    format!("{named} {}", year(words, numbered))
}

fn first_words(title: &str) -> String {
    let mut ends = title.match_indices(char::is_whitespace);
    match ends.nth(TITLE_WORDS - 1) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title.to_owned(),
    }
}

/// The year with its letter: `2020a`; without a date the word for that: `n.d.`, `n.d.-a`.
pub fn year(words: &Words, NumberedSource { source, letter, .. }: &NumberedSource) -> String {
    match (source.date, *letter) {
        (Some(date), letter) => format!("{}{}", date.year, letters(letter)),
        (None, 0) => words.get("no_date").to_owned(),
        (None, letter) => format!("{}-{}", words.get("no_date"), letters(letter)),
    }
}

/// 1 is `a`, 27 is `aa`; 0 is nothing.
fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[(number % 26) as usize]));
        number /= 26;
    }
    letters.iter().rev().collect()
}

/// The day or month, if the date has one: the year alone has been said.
pub fn rest_of_date(composer: &Composer<'_>, source: &Source) -> Option<String> {
    let date = source.date.filter(|date| date.month.is_some())?;
    Some(composer.calendar.partial(date))
}

/// The authors, or the editors of a work without any, the first by the family name; a work without both begins with its
/// publisher, or with its title.
pub fn authors(words: &Words, source: &Source) -> String {
    let names: Vec<String> = source
        .makers()
        .iter()
        .enumerate()
        .map(|(at, name)| if at == 0 { inverted(name) } else { spoken(name) })
        .collect();
    let joined = match names.as_slice() {
        [] => return source.publisher.clone().unwrap_or_default(),
        [one] => one.clone(),
        [named @ .., last] if is_others(last) => format!("{} {}", named.join(", "), words.get("et_al")),
        [first @ .., last] => format!("{}, {} {last}", first.join(", "), words.get("and")),
    };
    sources::called(words, source, joined)
}

/// `Jane Example` → `Example, Jane`. A name of one word stays, and so does one with a comma.
fn inverted(name: &str) -> String {
    let name = name.trim();
    match name.rsplit_once(char::is_whitespace) {
        Some((given, family)) if !name.contains(',') => format!("{family}, {}", given.trim()),
        _ => name.trim_end_matches(',').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 1, 26, 27, 53].map(letters), ["", "a", "z", "aa", "ba"]);
    }

    #[test]
    fn the_first_author_stands_by_the_family_name() {
        assert_eq!(inverted("Jane Q. Example"), "Example, Jane Q.");
        assert_eq!(inverted("Example, Jane"), "Example, Jane");
        assert_eq!(inverted("UNESCO"), "UNESCO");
        assert_eq!(inverted("Institute of Water,"), "Institute of Water");
    }
}
