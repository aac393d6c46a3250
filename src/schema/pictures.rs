//! Pictures and their credits.

use super::table::{Entry, Kind, Table};

const ALT: Entry = Entry::new("alt", Kind::Text, "What the picture shows, for those who do not see it.");
const CAPTION: Entry = Entry::new("caption", Kind::Text, "The caption, Markdown within a line.");
const CREDIT: Entry = Entry::new("credit", Kind::Text, "Who is named below the picture.").like("Jo Doe / Agency");
const CREDIT_URL: Entry =
    Entry::new("credit_url", Kind::Text, "Where the credit leads.").like("https://agency.example/jo");
const CREATOR: Entry = Entry::new("creator", Kind::Text, "Who made the picture.");
const COPYRIGHT: Entry = Entry::new("copyright", Kind::Text, "The copyright notice.");
const LICENSE: Entry =
    Entry::new("license", Kind::Text, "The licence: a name, or its address.").like("https://example.org/licence");
const DIGITAL_SOURCE: Entry =
    Entry::new("digital_source", Kind::Text, "How the picture was made: an IPTC digital source type.");

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
