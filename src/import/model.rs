//! The types in the middle: what readers give, and what is written.

use super::body::Body;
use super::value::Value;
use crate::text::RelPath;

/// Something that could not be taken over as it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What sort of thing, in a few words: `shortcode tweet`, `field layout`.
    pub kind: String,
    /// The file below the source.
    pub file: String,
    /// The line in it, from 1; 0 if it is the file as a whole.
    pub line: u32,
    /// What stood there, or what became of it.
    pub text: String,
}

impl Finding {
    /// A finding in a line of a file.
    pub fn new(kind: impl Into<String>, file: &str, line: u32, text: impl Into<String>) -> Finding {
        Finding { kind: kind.into(), file: file.to_owned(), line, text: one_line(&text.into()) }
    }
}

/// The beginning of a text as one line.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}

/// A field of the old front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name, as written.
    pub key: String,
    /// The value.
    pub value: Value,
    /// Its line in the file.
    pub line: u32,
}

/// What a page of the old site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An article.
    Article,
    /// A plain page: no date, no byline, in no list.
    Plain,
    /// The page of a list.
    Section,
}

/// A page of the old site, before anything of it was mapped.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file below the source.
    pub source: String,
    /// The old front matter.
    pub front: Vec<Field>,
    /// What could not be read of the old front matter, as it was written.
    pub unread: Option<String>,
    /// The text.
    pub body: Body,
    /// What it is.
    pub role: Role,
    /// Its place below content/ in the new site, without an extension; a section's is its folder, empty for the home page.
    pub place: String,
    /// Whether files lie beside it: `place/index.md`.
    pub bundle: bool,
    /// The code of its language, if that is not the site's first.
    pub language: Option<String>,
    /// Its old addresses, the one that the old site showed first; they begin with `/`.
    pub old: Vec<String>,
    /// Paths by which the old site's links may call it, without a slash in front.
    pub names: Vec<String>,
}

impl Page {
    /// A field of the old front matter.
    pub fn field(&self, key: &str) -> Option<&Value> {
        self.front.iter().find(|field| field.key == key).map(|field| &field.value)
    }

    /// A field's text, if it is one.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.field(key).and_then(Value::as_text).map(str::trim).filter(|text| !text.is_empty())
    }
}

/// A file of the old site that is no page.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The file below the source.
    pub source: String,
    /// Where it lies beside a page in the new site, below content/; `None` for one that goes below static/.
    pub beside: Option<String>,
    /// The address at which the old site had it; `None` if it had none, so that it is taken over only if a page needs it.
    pub old: Option<String>,
    /// Paths by which the old site's pages may call it, without a slash in front.
    pub names: Vec<String>,
}

/// Somebody of the old site.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The name that readers see.
    pub name: String,
    /// The names by which the old site's articles call the person.
    pub keys: Vec<String>,
    /// Fields of the person's file besides the name.
    pub fields: Vec<(String, Value)>,
    /// The biography, Markdown.
    pub biography: String,
    /// Old addresses.
    pub old: Vec<String>,
    /// The file that tells of the person.
    pub source: String,
}

/// The settings of the old site.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The site's title.
    pub title: String,
    /// The address of its home page, without its last slash; empty if it is not known.
    pub base_url: String,
    /// Its language.
    pub language: String,
    /// The zone of its dates.
    pub timezone: String,
    /// What it is.
    pub description: String,
    /// How many articles a list shows.
    pub per_page: Option<usize>,
    /// The navigation: titles and old addresses.
    pub nav: Vec<(String, String)>,
    /// Taxonomies, each with the fields of articles that name its terms, and where the old site listed it.
    pub taxonomies: Vec<Taxonomy>,
    /// Further languages: code and title.
    pub languages: Vec<(String, String)>,
}

/// A taxonomy of the old site.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its name in the new site.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The fields of articles that name its terms.
    pub fields: Vec<String>,
    /// Where the old site listed its terms, such as `/tags/`; `None` if nowhere.
    pub old: Option<String>,
    /// How the old site made an address of a term.
    pub term: fn(&str) -> String,
    /// Terms of which the old site says more: name, part of the address, and what introduces it.
    pub terms: Vec<(String, String, String)>,
}

/// The old site, read.
#[derive(Clone, Debug, Default)]
pub struct OldSite {
    /// Its settings.
    pub settings: Settings,
    /// Its pages, sorted by their files.
    pub pages: Vec<Page>,
    /// Its other files.
    pub assets: Vec<Asset>,
    /// Its people.
    pub people: Vec<Person>,
    /// What was found while reading.
    pub findings: Vec<Finding>,
    /// Old addresses that lead elsewhere: from, to (an old address of this site, or another site).
    pub redirects: Vec<(String, String)>,
}

/// A document of the new site.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file of the old site that it comes from.
    pub source: String,
    /// The front matter, in the order of the handbook.
    pub fields: Vec<(String, Value)>,
    /// The text.
    pub body: Body,
}

/// The new site: what is written.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Articles and plain pages.
    pub articles: Vec<(RelPath, Document)>,
    /// Pages of lists.
    pub sections: Vec<(RelPath, Document)>,
    /// People.
    pub people: Vec<(RelPath, Document)>,
    /// Files that are copied: from below the source to the new site.
    pub assets: Vec<(String, RelPath)>,
    /// Redirects of site.toml: from, to.
    pub redirects: Vec<(String, String)>,
    /// The settings.
    pub settings: Settings,
}
