//! People: their files, and those who are written inline.

use super::pictures;
use super::table::{Entry, Kind, Table};

const NAME: Entry = Entry::new("name", Kind::Filled, "The name.").required();
const TYPE: Entry = Entry::new("type", Kind::Choice(&["person", "organization"]), "Whether it is a person.");
const ROLE: Entry = Entry::new("role", Kind::Text, "What the person does.").like("Editor");
const CREDENTIALS: Entry =
    Entry::new("credentials", Kind::Text, "Why the person can be trusted with the subject.").like("PhD in hydrology");
const IMAGE: Entry = Entry::new("image", pictures::LEAD, "A portrait.").like("jane.jpg");
const SAME_AS: Entry =
    Entry::new("same_as", Kind::ListOrOne(&Kind::Elsewhere), "Addresses that are the person elsewhere.")
        .like("https://social.example/@jane");
const KNOWS_ABOUT: Entry = Entry::new("knows_about", Kind::ListOrOne(&Kind::Text), "The person's subjects.");
const EMAIL: Entry = Entry::new("email", Kind::Text, "An address for mail.").like("jane@review.example");

/// A person's file.
pub static FILE: Table = Table {
    what: "the front matter",
    fields: &[
        NAME,
        TYPE,
        ROLE,
        CREDENTIALS,
        IMAGE,
        SAME_AS,
        KNOWS_ABOUT,
        EMAIL,
        Entry::new("aliases", Kind::ListOrOne(&Kind::Former), "Former addresses, which lead here from now on.")
            .like("/old/jane/"),
    ],
    exception: None,
    rest: None,
};

/// A person without a file.
pub static INLINE: Table = Table {
    what: "a person",
    fields: &[NAME, TYPE, ROLE, CREDENTIALS, IMAGE, SAME_AS, KNOWS_ABOUT, EMAIL],
    exception: None,
    rest: None,
};

/// The people of a role: ids or persons.
pub const ROLE_OF_ARTICLE: Kind = Kind::ListOrOne(&Kind::Either(&[Kind::Filled, Kind::Map(&INLINE)]));
