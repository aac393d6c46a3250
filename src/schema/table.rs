//! The words in which the fields of a mapping are declared.

use std::ops::RangeInclusive;

/// A mapping.
pub struct Table {
    /// What it is called in messages of its reader, and so what it is known by: `a picture`.
    pub what: &'static str,
    /// Its fields, in the order in which an editor proposes them.
    pub fields: &'static [Entry],
    /// Fields of which one must be there besides those that are required, or what makes that unnecessary.
    pub exception: Option<Exception>,
    /// Fields whose names are a catalogue of the program's.
    pub rest: Option<fn() -> Vec<Entry>>,
}

/// A field that is not required where another one has a value.
pub struct Exception {
    /// The field.
    pub field: &'static str,
    /// The one that stands for it if it is `true`.
    pub unless: &'static str,
}

/// A field.
pub struct Entry {
    /// The name that is taught.
    pub name: &'static str,
    /// Other names that are read.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it is for.
    pub description: &'static str,
    /// A text that is a right value, where the kind alone does not say one.
    pub example: Option<&'static str>,
}

impl Entry {
    /// A field that need not be there.
    pub const fn new(name: &'static str, kind: Kind, description: &'static str) -> Entry {
        Entry { name, aliases: &[], kind, is_required: false, description, example: None }
    }

    /// The same, with other names.
    #[must_use]
    pub const fn or(self, aliases: &'static [&'static str]) -> Entry {
        Entry { aliases, ..self }
    }

    /// The same, which must be there.
    #[must_use]
    pub const fn required(self) -> Entry {
        Entry { is_required: true, ..self }
    }

    /// The same, with a right value.
    #[must_use]
    pub const fn like(self, example: &'static str) -> Entry {
        Entry { example: Some(example), ..self }
    }
}

/// What a field takes.
pub enum Kind {
    /// A text, or a number for one.
    Text,
    /// A text that is not empty.
    Filled,
    /// One part of an address.
    Slug,
    /// An address of this site, which begins with `/`.
    Former,
    /// An address of another site, or nothing.
    Elsewhere,
    /// A DOI, perhaps with the address of its resolver, or nothing.
    Doi,
    /// A date, or an instant.
    Date,
    /// A year, a month or a day.
    PartialDate,
    /// A period, such as `12 months`.
    Period,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(RangeInclusive<i64>),
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// A list.
    List(&'static Kind),
    /// A list, or one item without the brackets.
    ListOrOne(&'static Kind),
    /// A list of texts, or one text without the brackets, which may hold a comma.
    Names,
    /// A mapping.
    Map(&'static Table),
    /// A mapping whose keys are the author's own; such as this one.
    MapOf(&'static str, &'static Kind),
    /// One or the other.
    Either(&'static [Kind]),
    /// Anything.
    Any,
}

/// Any whole number.
pub const INTEGER: Kind = Kind::Integer(i64::MIN..=i64::MAX);
