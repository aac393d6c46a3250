//! Sources: of an article, and ledgers.

use super::table::{Entry, Exception, Kind, Table};

const KINDS: &[&str] = &["article", "book", "chapter", "web", "report", "standard", "dataset", "video", "interview"];

const ID: Entry = Entry::new("id", Kind::Filled, "The key, as in `[@example2020]`.").like("example2020");
const TITLE: Entry = Entry::new("title", Kind::Filled, "The title of the work.");

/// What a source has besides its key and its title.
macro_rules! source {
    ($($first:expr),* $(,)?) => {
        &[
            $($first,)*
            Entry::new("authors", Kind::Names, "Who wrote it: `Family, Given` or `Given Family`.").like("Example, Jane"),
            Entry::new("editors", Kind::Names, "Who edited it, written like the authors.").or(&["editor"]).like("Example, Jane"),
            Entry::new("container", Kind::Text, "What it stands in: a journal, a book or a site.").or(&["journal", "site"]),
            Entry::new("publisher", Kind::Text, "Who published it."),
            Entry::new("date", Kind::PartialDate, "When it appeared: a year, a month or a day.").or(&["year"]),
            Entry::new("url", Kind::Elsewhere, "The address.").like("https://example.org/paper"),
            Entry::new("doi", Kind::Doi, "The DOI.").like("10.1000/182"),
            Entry::new("kind", Kind::Choice(KINDS), "What sort of work it is."),
            Entry::new("isbn", Kind::Text, "The ISBN."),
            Entry::new("pages", Kind::Text, "The pages.").like("12–34"),
            Entry::new("volume", Kind::Text, "The volume."),
            Entry::new("issue", Kind::Text, "The issue."),
            Entry::new("edition", Kind::Text, "The edition."),
            Entry::new("accessed", Kind::PartialDate, "When the address was last looked at."),
            Entry::new("archive", Kind::Elsewhere, "The address of an archived copy.").like("https://archive.example/paper"),
            Entry::new("dead", Kind::Boolean, "Whether the address leads nowhere any more."),
            Entry::new("note", Kind::Text, "A remark."),
            Entry::new("listed", Kind::Boolean, "Whether it is shown although nothing cites it."),
        ]
    };
}

/// A source of an article; `{id: KEY, listed: true}` names one of the ledger.
pub static OF_ARTICLE: Table = Table {
    what: "a source",
    fields: source![ID.required(), TITLE],
    exception: Some(Exception { field: "title", unless: "listed" }),
    rest: None,
};

/// A source in a ledger that is a list.
pub static LISTED: Table =
    Table { what: "a source", fields: source![ID.required(), TITLE.required()], exception: None, rest: None };

/// A source in a ledger whose keys are the ids.
pub static KEYED: Table =
    Table { what: "a source by its id", fields: source![ID, TITLE.required()], exception: None, rest: None };

/// A ledger: a list, or a mapping from id to source.
pub const LEDGER: Kind =
    Kind::Either(&[Kind::List(&Kind::Map(&LISTED)), Kind::MapOf("example2020", &Kind::Map(&KEYED))]);
