//! What a source is, in hayagriva's terms.

use std::collections::BTreeMap;
use std::str::FromStr;

use hayagriva::Entry;
use hayagriva::types::{Date, EntryType, FormatString, MaybeTyped, Person, Publisher, QualifiedUrl, SerialNumber};

use crate::date::PartialDate;
use crate::parse::front_matter::{Source, SourceDetails, SourceKind};
use crate::resolve::sources::is_others;

/// A source as an entry of the bibliography; its key is the source's.
pub fn entry(source: &Source) -> Entry {
    let SourceDetails { editors, house, isbn, pages, volume, issue, edition, accessed, archive, dead, note: _ } =
        source.details();
    let kind = kind(source);
    let (own, whole) = types(kind);
    let mut entry = Entry::new(&source.id.value, own);
    entry.set_title(plain(&source.title));
    // Only titles in English are capitalised, and what has no Latin letter is none, whatever the site's language.
    let latin = |c: char| c.is_ascii_alphabetic();
    if !source.title.contains(latin)
        && let Ok(undetermined) = "und".parse()
    {
        entry.set_language(undetermined);
    }
    let people = |names: &[String]| -> Option<Vec<Person>> {
        let people: Vec<Person> =
            names.iter().filter(|name| !is_others(name)).filter_map(|name| person(name)).collect();
        Some(people).filter(|people| !people.is_empty())
    };
    if let Some(authors) = people(&source.authors) {
        entry.set_authors(authors);
    }
    if let Some(editors) = people(editors) {
        entry.set_editors(editors);
    }
    if let Some(date) = source.date {
        entry.set_date(of_date(date));
    }
    if let Some(pages) = pages {
        entry.set_page_range(number(pages));
    }
    if let Some(edition) = edition {
        entry.set_edition(number(edition));
    }
    let mut numbers = BTreeMap::new();
    numbers.extend(source.doi.as_ref().map(|doi| ("doi".to_owned(), doi.value.clone())));
    numbers.extend(isbn.as_ref().map(|isbn| ("isbn".to_owned(), isbn.clone())));
    if !numbers.is_empty() {
        entry.set_serial_number(SerialNumber(numbers));
    }
    // Of a work whose address leads nowhere the archived copy is looked at.
    let address = source.url.as_ref().map(|url| url.value.as_str());
    if let Some(mut url) = address_of(address, archive.as_ref().map(|url| url.value.as_str()), *dead)
        .and_then(|address| address.parse::<QualifiedUrl>().ok())
    {
        url.visit_date = accessed.map(of_date);
        entry.set_url(url);
    }
    let (volume, issue) = (volume.as_deref(), issue.as_deref());
    let numbered = |entry: &mut Entry| {
        if let Some(volume) = volume {
            entry.set_volume(number(volume));
        }
        if let Some(issue) = issue {
            entry.set_issue(number(issue));
        }
    };
    match (whole, &source.publisher) {
        (Some(whole), Some(name)) => {
            let mut container = Entry::new("", whole);
            container.set_title(plain(name));
            if let Some(house) = house {
                container.set_publisher(Publisher::new(Some(plain(house)), None));
            }
            numbered(&mut container);
            entry.set_parents(vec![container]);
        }
        (_, publisher) => {
            numbered(&mut entry);
            if let Some(name) = publisher {
                entry.set_publisher(Publisher::new(Some(plain(name)), None));
            }
        }
    }
    entry
}

/// The address that a reader is sent to.
pub fn address_of<'s>(url: Option<&'s str>, archive: Option<&'s str>, dead: bool) -> Option<&'s str> {
    if dead { archive.or(url) } else { url }
}

/// What the author says that it is, else what its numbers tell.
fn kind(source: &Source) -> Option<SourceKind> {
    let details = source.details();
    source.kind.or(match () {
        () if details.isbn.is_some() => Some(SourceKind::Book),
        () if source.doi.is_some() || details.volume.is_some() || details.issue.is_some() => Some(SourceKind::Article),
        () if source.url.is_some() => Some(SourceKind::Web),
        () => None,
    })
}

/// The type of a work, and that of the whole whose name its `publisher` is, if it is a part of one.
fn types(kind: Option<SourceKind>) -> (EntryType, Option<EntryType>) {
    match kind {
        Some(SourceKind::Article) => (EntryType::Article, Some(EntryType::Periodical)),
        Some(SourceKind::Book) => (EntryType::Book, None),
        Some(SourceKind::Chapter) => (EntryType::Chapter, Some(EntryType::Book)),
        Some(SourceKind::Web) => (EntryType::Web, Some(EntryType::Web)),
        Some(SourceKind::Report | SourceKind::Standard) => (EntryType::Report, None),
        Some(SourceKind::Video) => (EntryType::Video, None),
        Some(SourceKind::Dataset | SourceKind::Interview) | None => (EntryType::Misc, None),
    }
}

/// Text in which nothing has a meaning of its own, but whose case a style may change.
fn plain(text: &str) -> FormatString {
    FormatString::with_value(text)
}

/// A number if it is one, else the words.
fn number<T: FromStr>(text: &str) -> MaybeTyped<T> {
    text.parse().map_or_else(|_| MaybeTyped::String(text.to_owned()), MaybeTyped::Typed)
}

/// `Family, Given`, `Family, Jr., Given` or `Given Family`; a comma at the end says that all before it is one name.
fn person(name: &str) -> Option<Person> {
    let name = name.trim();
    let whole = |name: &str| Person {
        name: name.trim().to_owned(),
        given_name: None,
        prefix: None,
        suffix: None,
        comma_suffix: false,
        alias: None,
    };
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    let parsed = match parts.as_slice() {
        [one] => match one.rsplit_once(char::is_whitespace) {
            Some((given, family)) => Person { given_name: Some(given.trim().to_owned()), ..whole(family) },
            None => whole(one),
        },
        [one, ""] => whole(one),
        [_, _] | [_, _, _] => Person::from_strings(parts).unwrap_or_else(|_| whole(name)),
        _ => whole(name),
    };
    (!parsed.name.is_empty() || parsed.given_name.is_some()).then_some(parsed)
}

/// Months and days count from 0 there.
fn of_date(PartialDate { year, month, day }: PartialDate) -> Date {
    let from_zero = |number: i8| u8::try_from(number).ok().and_then(|number| number.checked_sub(1));
    Date {
        year: i32::from(year),
        month: month.and_then(from_zero),
        day: day.and_then(from_zero),
        approximate: false,
        season: None,
    }
}

#[cfg(test)]
mod tests {
    use super::person;

    #[test]
    fn a_name_is_taken_apart_as_the_built_in_styles_do() {
        let parts = |name: &str| {
            let person = person(name).unwrap();
            (person.prefix.unwrap_or_default(), person.name, person.given_name.unwrap_or_default())
        };
        let parted = |prefix: &str, family: &str, given: &str| (prefix.to_owned(), family.to_owned(), given.to_owned());
        assert_eq!(parts("Example, Jane"), parted("", "Example", "Jane"));
        assert_eq!(parts("Jane Example"), parted("", "Example", "Jane"));
        assert_eq!(parts("van Dijk, Anna"), parted("van", "Dijk", "Anna"));
        assert_eq!(parts("King, Jr., Martin Luther"), parted("", "King", "Martin Luther"));
        assert_eq!(parts("Institute of Water,"), parted("", "Institute of Water", ""));
        assert_eq!(parts("UNESCO"), parted("", "UNESCO", ""));
        assert_eq!(parts("Мураками, Харуки"), parted("", "Мураками", "Харуки"));
        assert_eq!(parts("山田, 太郎"), parted("", "山田", "太郎"));
        assert!(person(",").is_none() && person(" ").is_none());
    }
}
