//! The words of an article, as the search on the site finds it by them.
//!
//! In: a parsed article. Out: a [`WordList`], which depends on its file and on nothing else.
//!
//! 1. [`words`] cuts a text into words and [`fold`]s them: case, marks and ligatures do not count. The script of the
//!    search page does the same, and a test holds both against one table of cases.
//! 2. [`table`] counts each word once, with the fields that it stands in.
//! 3. [`list`] is the result: words in the order of their bytes, each with a weight.
//!
//! What stands in the title weighs most, then the standfirst and terms, questions, headings, and the body last, where a
//! word weighs more the more often it stands there, and less in a longer text.

pub mod fold;
pub mod list;
pub mod table;
pub mod words;

use std::cell::Cell;

use super::document::Parsed;
use super::front_matter::{ArticleFields, PersonFields};

pub use list::{WordList, Words};
use table::Table;
use words::Text;

/// A part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// The standfirst.
    Dek,
    /// Tags and other terms.
    Term,
    /// People who made it; for a person's page, what it says of the person.
    Person,
    /// A question.
    Question,
    /// A heading.
    Heading,
    /// All else.
    Body,
}

impl Part {
    /// The parts that weigh the same however often a word stands there, each with its weight.
    const ONCE: [(Part, u8); 6] = [
        (Part::Title, 24),
        (Part::Dek, 8),
        (Part::Term, 8),
        (Part::Person, 8),
        (Part::Question, 6),
        (Part::Heading, 4),
    ];
}

/// The most that a word weighs.
pub const HEAVIEST: u8 = 63;

/// The most that a word weighs for standing in the body alone.
pub const HEAVIEST_IN_BODY: u8 = 6;

thread_local! {
    /// The room for one article after the other.
    static ROOM: Cell<Table> = Cell::default();
}

/// The words of an article.
pub fn of_article(article: &Parsed<ArticleFields>) -> WordList {
    let Parsed { facts, prose } = article;
    let mut table = ROOM.take();
    let mut add = |part: Part, text: Text<'_>| words::each(text, |word| table.add(word, part));
    add(Part::Title, Text::Plain(&facts.fields.title.value));
    add(Part::Dek, Text::Plain(facts.dek_text.as_deref().unwrap_or_default()));
    for (_, terms) in &facts.fields.terms {
        terms.iter().for_each(|term| add(Part::Term, Text::Plain(&term.value)));
    }
    facts.references.questions.iter().for_each(|question| add(Part::Question, Text::Plain(&question.text)));
    facts.references.headings.iter().for_each(|heading| add(Part::Heading, Text::Plain(&heading.text)));
    let alone = [&prose.image_caption, &prose.disclosure, &prose.faqs_intro].into_iter().flatten();
    let listed = prose.captions.iter().chain(&prose.labels).flatten().chain(&prose.corrections);
    let titles = prose.callouts.iter().filter_map(|callout| callout.title.as_ref());
    let answers = prose.faqs.iter().map(|(_, answer)| answer);
    for markup in [&prose.body].into_iter().chain(answers).chain(alone).chain(listed).chain(titles) {
        add(Part::Body, Text::Html(&markup.html));
    }
    let list = WordList::of(&mut table, prose.words);
    ROOM.set(table);
    list
}

/// The words by which an article is found that name the people who made it.
pub fn of_names<'n>(names: impl IntoIterator<Item = &'n str>) -> WordList {
    let mut table = ROOM.take();
    for name in names {
        words::each(Text::Plain(name), |word| table.add(word, Part::Person));
    }
    let list = WordList::of(&mut table, 0);
    ROOM.set(table);
    list
}

/// The words of a page that is made of a row of data: its title, and what it is about.
pub fn of_row(title: &str, about: &str) -> WordList {
    let mut table = ROOM.take();
    words::each(Text::Plain(title), |word| table.add(word, Part::Title));
    words::each(Text::Plain(about), |word| table.add(word, Part::Body));
    let list = WordList::of(&mut table, 0);
    ROOM.set(table);
    list
}

/// The words of a person's page, but for the biography.
pub fn of_person(person: &PersonFields) -> WordList {
    let mut table = Table::default();
    words::each(Text::Plain(&person.name.value), |word| table.add(word, Part::Title));
    let said = [&person.role, &person.credentials].into_iter().flatten().chain(&person.knows_about);
    for text in said {
        words::each(Text::Plain(text), |word| table.add(word, Part::Person));
    }
    WordList::of(&mut table, 0)
}

#[cfg(test)]
mod tests;
