//! Pictures and their credits.

use super::table::{Entry, Kind, Table};
use crate::media::credit::TERMS;

const ALT: Entry = Entry::new("alt", Kind::Text, "What the picture shows, for those who do not see it.");
const CAPTION: Entry = Entry::new("caption", Kind::Text, "The caption, Markdown within a line.");
const CREDIT: Entry = Entry::new("credit", Kind::Text, "Who is named below the picture.").like("Jo Doe / Agency");
const CREDIT_URL: Entry =
    Entry::new("credit_url", Kind::Text, "Where the credit leads.").like("https://agency.example/jo");
const CREATOR: Entry = Entry::new("creator", Kind::Text, "Who made the picture.");
const COPYRIGHT: Entry = Entry::new("copyright", Kind::Text, "The copyright notice.");
const LICENSE: Entry =
    Entry::new("license", Kind::Text, "The licence: a name, or its address.").like("https://example.org/licence");
const DIGITAL_SOURCE: Entry = Entry::new(
    "digital_source",
    Kind::Choice(SOURCES),
    "How the picture came to be: a term of IPTC's digital source types.",
);

/// The names of [`TERMS`].
const SOURCES: &[&str] = &{
    let mut names = [""; TERMS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = TERMS[at].0;
        at += 1;
    }
    names
};

/// A picture, if it is more than a path.
pub static PICTURE: Table = Table {
    what: "a picture",
    fields: &[
        Entry::new("src", Kind::Filled, "The picture: a path from this file, or an address.")
            .like("quay.jpg")
            .required(),
        ALT,
        CAPTION,
        CREDIT,
        CREDIT_URL,
        CREATOR,
        COPYRIGHT,
        LICENSE,
        DIGITAL_SOURCE,
    ],
    exception: None,
    rest: None,
};

/// The credits beside a picture.
pub static SIDECAR: Table = Table {
    what: "the file of a picture's credits",
    fields: &[ALT, CAPTION, CREDIT, CREDIT_URL, CREATOR, COPYRIGHT, LICENSE, DIGITAL_SOURCE],
    exception: None,
    rest: None,
};

/// A path alone, or a picture with its credits.
pub const LEAD: Kind = Kind::Either(&[Kind::Filled, Kind::Map(&PICTURE)]);
