//! What an editor would say: rules that look at the site as connected, and at the words of its articles.
//!
//! In: a [`Subject`], the site in one language, and the [`passages`](crate::parse::passages) of each article. Out:
//! diagnostics.
//!
//! 1. [`rules`] has one file for each rule; [`rule`] says what a rule is and what it looks at, [`picture`] how it looks
//!    at pictures, [`words`] at the words of articles, [`page`] at pages as they are built; [`origin`] says where these come from.
//! 2. [`Chosen`] are those that somebody wants to hear of: all that are not switched off, or those that fail a build.
//! 3. [`of_site`], [`of_article`] and [`of_page`] let them look.
//!    [`of_history`] is for what git knows of an article, which [`history`] finds.
//! 4. [`Index`] is what they look up in the site as a whole, [`phrases`] finds many words at once, [`sentences`] tells
//!    where one ends, and [`colour`] computes what the theme's tokens say.
//! 5. [`Levels`] decides what every diagnostic, of whichever stage, matters: by site.toml, by its exceptions, and by
//!    the comments in articles.
//!
//! Invariant: a rule changes nothing and reads nothing but its subject, so rules may run in any order, for all articles
//! or for one.

mod colour;
pub mod history;
mod index;
mod levels;
pub mod origin;
pub mod page;
mod phrases;
pub mod picture;
pub mod rule;
pub mod rules;
mod sentences;
#[cfg(test)]
mod tests;
pub mod words;

use crate::config::site::Lints;
use crate::diagnostics::{Code, Diagnostic, Level};
use crate::parse::passages::Passage;
use crate::resolve::Article;

pub use history::History;
pub use index::Index;
pub use levels::{Levels, Overrides, Ran};
pub use origin::{Origin, Sources, Wrong, of_pages};
pub use page::PageSubject;
pub use picture::{PictureSubject, Written};
pub use rule::{ArticleSubject, Looks, Rule, Subject, Token};
pub use words::{MentionsSubject, WordsSubject};

/// The rules that are to run.
#[derive(Clone)]
pub struct Chosen(Vec<&'static Rule>);

impl Chosen {
    /// All that are not switched off.
    pub fn all(lints: &Lints, overrides: &Overrides) -> Chosen {
        Chosen::by(|rule| overrides.level(rule.code, lints).is_some())
    }

    /// Those that fail a build.
    pub fn errors(lints: &Lints) -> Chosen {
        let overrides = Overrides::default();
        Chosen::by(|rule| overrides.level(rule.code, lints) == Some(Level::Error))
    }

    fn by(is_wanted: impl Fn(&Rule) -> bool) -> Chosen {
        Chosen(rules::ALL.iter().copied().filter(|rule| is_wanted(rule)).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them looks at pages as they are built.
    pub fn looks_at_pages(&self) -> bool {
        self.0.iter().any(|rule| matches!(rule.looks, Looks::Page(_)))
    }

    /// Those of them that look at pages as they are built.
    pub fn of_pages(&self) -> Chosen {
        Chosen(self.0.iter().copied().filter(|rule| matches!(rule.looks, Looks::Page(_))).collect())
    }

    /// What they look for.
    pub fn codes(&self) -> impl Iterator<Item = Code> {
        self.0.iter().map(|rule| rule.code)
    }

    /// What those look for who take their time, so that what they find is worth being kept: they read words, or pages as
    /// they are built.
    pub fn of_kept(&self) -> impl Iterator<Item = Code> {
        let takes_time = |rule: &&&Rule| matches!(rule.looks, Looks::Words(_) | Looks::Mentions(_) | Looks::Page(_));
        self.0.iter().filter(takes_time).map(|rule| rule.code)
    }

    /// Whether one of them compares articles with what they were.
    pub fn reads_history(&self) -> bool {
        self.0.iter().any(|rule| matches!(rule.looks, Looks::History(_)))
    }

    /// Whether one of them reads the words of articles.
    pub fn reads_words(&self) -> bool {
        self.0.iter().any(|rule| matches!(rule.looks, Looks::Words(_) | Looks::Mentions(_)))
    }
}

/// What the rules find that look at the site as a whole, or at what no article shows.
pub fn of_site(subject: &Subject<'_>, chosen: &Chosen) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let pictures = picture::of_lists(subject);
    for rule in &chosen.0 {
        match rule.looks {
            Looks::Site(look) => look(subject, &mut found),
            Looks::Picture(look) => pictures.iter().for_each(|picture| look(picture, &mut found)),
            Looks::Article(_) | Looks::Words(_) | Looks::Mentions(_) | Looks::Page(_) | Looks::History(_) => {}
        }
    }
    found
}

/// What the rules find that look at one article; `passages` are read from its file.
pub fn of_article(subject: &Subject<'_>, article: &Article, passages: &[Passage], chosen: &Chosen) -> Vec<Diagnostic> {
    let mut found = of_connected(subject, article, chosen);
    found.extend(of_words(&WordsSubject::of(subject, article), passages, chosen));
    found.extend(of_mentions(&MentionsSubject::of(subject, article), passages, chosen));
    found
}

/// What the rules find that look at an article as it is connected, and read none of its words.
pub fn of_connected(subject: &Subject<'_>, article: &Article, chosen: &Chosen) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let pictures = picture::of_article(subject, article);
    let article = ArticleSubject { subject, article };
    for rule in &chosen.0 {
        match rule.looks {
            Looks::Article(look) => look(&article, &mut found),
            Looks::Picture(look) => pictures.iter().for_each(|picture| look(picture, &mut found)),
            Looks::Site(_) | Looks::Words(_) | Looks::Mentions(_) | Looks::Page(_) | Looks::History(_) => {}
        }
    }
    found
}

/// What the rules find in the words of an article.
pub fn of_words(words: &WordsSubject<'_>, passages: &[Passage], chosen: &Chosen) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in &chosen.0 {
        if let Looks::Words(look) = rule.looks {
            look(words, passages, &mut found);
        }
    }
    found
}

/// What the rules find in the words of an article that is about others.
pub fn of_mentions(mentions: &MentionsSubject<'_>, passages: &[Passage], chosen: &Chosen) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in &chosen.0 {
        if let Looks::Mentions(look) = rule.looks {
            look(mentions, passages, &mut found);
        }
    }
    found
}

/// What the rules find that look at a page as it is built; [`of_pages`] says where that comes from.
pub fn of_page(page: &PageSubject<'_>, chosen: &Chosen) -> Vec<Wrong> {
    let mut found = Vec::new();
    for rule in &chosen.0 {
        if let Looks::Page(look) = rule.looks {
            look(page, &mut found);
        }
    }
    found
}

/// What the rules find that compare one article with what it was.
pub fn of_history(article: &ArticleSubject<'_>, history: &History, chosen: &Chosen) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in &chosen.0 {
        if let Looks::History(look) = rule.looks {
            look(article, history, &mut found);
        }
    }
    found
}
