//! `theme.toml`.

use super::table::{Entry, Kind, Table};

/// What a theme declares.
pub static THEME: Table = Table {
    what: "the theme",
    fields: &[
        Entry::new("name", Kind::Text, "What the theme is called."),
        Entry::new("extends", Kind::Text, "The theme that has what this one lacks.").like("default"),
        Entry::new("stylesheets", Kind::List(&Kind::Text), "The stylesheets in their order, as paths below the theme."),
        Entry::new("tokens", Kind::MapOf("accent", &Kind::Text), "What a site may set, with the defaults."),
    ],
    exception: None,
    rest: None,
};
