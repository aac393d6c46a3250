//! The words of an article, as rules see them.
//!
//! Reading them takes the longest of all that rules do, so what was found is kept until one of the things changes that it
//! was found in: what a rule of words may know is what stands here, and each says what tells it from all others.

use super::Subject;
use super::picture::{self, PictureSubject, Written};
use super::rules::{Titles, Wording};
use crate::config::site::Limits;
use crate::diagnostics::{Code, Diagnostic};
use crate::fingerprint::print;
use crate::parse::document::Facts;
use crate::parse::front_matter::ArticleFields;
use crate::planted::{self, Bug};
use crate::resolve::Article;
use crate::text::{RelPath, Span};

/// All that a rule knows of an article besides its passages.
pub struct WordsSubject<'a> {
    /// What its file says.
    pub facts: &'a Facts<ArticleFields>,
    /// Whether its page shows a source.
    pub shows_sources: bool,
    /// Its pictures.
    pub pictures: Vec<DescribedPicture<'a>>,
    /// What holds for all articles in its language.
    pub settled: Settled<'a>,
}

/// What readers of an article are told of one of its pictures.
pub struct DescribedPicture<'a> {
    /// As written in the file of the article.
    pub written: Written<'a>,
    /// The alternative text.
    pub alt: &'a str,
    /// Where that is written.
    pub alt_place: Option<(RelPath, Span)>,
    /// The caption of the sidecar, inline HTML, if the article gives none.
    pub caption: Option<&'a str>,
}

/// What holds for all articles in a language.
#[derive(Hash)]
pub struct Settled<'a> {
    /// The language.
    pub language: &'a str,
    /// Where the site in this language lies.
    pub base_url: &'a str,
    /// Where the site lies.
    pub root_url: &'a str,
    /// From where on something is too long.
    pub limits: &'a Limits,
    /// The file of the house style.
    pub house_style: Option<&'a RelPath>,
    /// The words that it avoids.
    pub wording: &'a Wording,
}

impl<'a> WordsSubject<'a> {
    /// An article, as rules of words see it.
    pub fn of(subject: &'a Subject<'a>, article: &'a Article) -> WordsSubject<'a> {
        let config = subject.config;
        let pictures = picture::of_article(subject, article);
        WordsSubject {
            facts: &article.facts,
            shows_sources: !article.connections.sources.is_empty(),
            pictures: pictures.iter().map(DescribedPicture::of).collect(),
            settled: Settled {
                language: &config.language,
                base_url: &config.base_url,
                root_url: &config.root_url,
                limits: &config.lints.limits,
                house_style: config.lints.house_style.as_ref().map(|file| &file.value),
                wording: subject.index.wording(&config.language),
            },
        }
    }

    /// What tells it from all others; `file` tells so what its file says.
    pub fn print(&self, file: u64) -> u64 {
        let WordsSubject { facts: _, shows_sources, pictures, settled } = self;
        let pictures = pictures.iter().map(|picture| {
            let DescribedPicture { written, alt, alt_place, caption } = picture;
            (matches!(written, Written::Lead(_)), alt, alt_place, caption)
        });
        print(&(file, shows_sources, pictures.collect::<Vec<_>>(), settled))
    }

    /// Its front matter.
    pub fn fields(&self) -> &'a ArticleFields {
        &self.facts.fields
    }

    /// A diagnostic at a place of its file.
    pub fn at(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, &self.facts.path, span, message)
    }
}

impl<'a> DescribedPicture<'a> {
    fn of(picture: &PictureSubject<'a>) -> DescribedPicture<'a> {
        DescribedPicture {
            written: picture.written,
            alt: &picture.picture.alt,
            alt_place: picture.alt_place(),
            caption: picture.picture.caption.as_deref(),
        }
    }
}

/// All that a rule knows of an article, besides its passages, that looks for other articles in it.
pub struct MentionsSubject<'a> {
    /// Its file.
    pub path: &'a RelPath,
    /// The files of the articles that it links to or names as related, sorted.
    pub known: Vec<&'a RelPath>,
    /// The titles of all articles in its language.
    pub titles: &'a Titles,
}

impl<'a> MentionsSubject<'a> {
    /// An article, as rules see it that look for others.
    pub fn of(subject: &'a Subject<'a>, article: &'a Article) -> MentionsSubject<'a> {
        let all = &subject.site.articles;
        let known = article.mentions.iter().chain(&article.named);
        let mut known: Vec<&RelPath> = known.filter_map(|id| Some(&all.get(*id)?.facts.path)).collect();
        known.sort_unstable();
        MentionsSubject { path: &article.facts.path, known, titles: subject.index.titles(subject.site) }
    }

    /// What tells it from all others; `file` tells so what its file says.
    pub fn print(&self, file: u64) -> u64 {
        let MentionsSubject { path, known, titles } = self;
        let titles = planted::either(Bug::MentionsWithoutTitles, 0, titles.print());
        print(&(file, path, known, titles))
    }

    /// A diagnostic at a place of its file.
    pub fn at(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.path, span, message)
    }
}
