//! `theme.toml`.

use super::table::{Entry, Kind, Table};

/// What a query takes.
pub(super) static QUERY: Table = Table {
    what: "a query",
    fields: &[
        Entry::new("file", Kind::Filled, "The file below data/.").like("data/cities.csv").required(),
        Entry::new("templates", Kind::ListOrOne(&Kind::Filled), "The templates that see it.").like("home"),
    ],
    exception: None,
    rest: None,
};

/// What a theme declares.
pub static THEME: Table = Table {
    what: "the theme",
    fields: &[
        Entry::new("name", Kind::Text, "What the theme is called."),
        Entry::new("extends", Kind::Text, "The theme that has what this one lacks.").like("default"),
        Entry::new("stylesheets", Kind::List(&Kind::Text), "The stylesheets in their order, as paths below the theme."),
        Entry::new("tokens", Kind::MapOf("accent", &Kind::Text), "What a site may set, with the defaults."),
        Entry::new("queries", Kind::MapOf("cities", &Kind::Map(&QUERY)), "Data of the site that templates see."),
    ],
    exception: None,
    rest: None,
};
