//! The questions of the whole site.

use std::sync::Arc;

use rayon::prelude::*;

use super::publish::Public;
use super::sections::Tree;
use super::{ArticleId, HOME, SectionId, collected};
use crate::diagnostics::{Code, Diagnostic};
use crate::fingerprint;
use crate::parse::document::{Facts, Question};
use crate::parse::front_matter::ArticleFields;
use crate::slug;

/// A question of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    article: u32,
    question: u32,
}

impl Asked {
    /// The article.
    pub fn article(self) -> ArticleId {
        self.article as usize
    }

    /// Which of its questions: an index into [`References::questions`](crate::parse::document::References::questions).
    pub fn question(self) -> usize {
        self.question as usize
    }
}

/// All questions: section by section as the tree has them, in each by its articles and then its plain pages.
pub fn list(public: &Public, tree: &Tree) -> Vec<Asked> {
    let mut asked = Vec::new();
    let mut below: Vec<SectionId> = vec![HOME];
    while let Some(folder) = below.pop().and_then(|section| tree.folders.get(section)) {
        for article in folder.articles.iter().chain(&folder.pages) {
            let count = public.articles.get(*article).map_or(0, |facts| facts.references.questions.len());
            let article = u32::try_from(*article).unwrap_or(u32::MAX);
            asked.extend((0..).take(count).map(|question| Asked { article, question }));
        }
        below.extend(folder.children.iter().rev());
    }
    asked
}

/// Warns of a question that is answered twice, in one article or in two; case and punctuation do not tell questions apart.
pub fn check(public: &Public, diagnostics: &mut Vec<Diagnostic>) {
    type Written<'a> = (&'a Arc<Facts<ArticleFields>>, &'a Question);
    let written: Vec<Written<'_>> = public
        .articles
        .iter()
        .flat_map(|facts| facts.references.questions.iter().map(move |question| (facts, question)))
        .collect();
    let mut prints: Vec<(u64, usize)> = written
        .par_iter()
        .enumerate()
        .filter_map(|(at, (_, question))| {
            let words = slug::slugify(&question.text);
            (!words.is_empty()).then(|| (fingerprint::short(words.as_bytes()), at))
        })
        .collect();
    prints.par_sort_unstable();
    let groups: Vec<&[(u64, usize)]> =
        prints.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1).collect();
    collected(&groups, diagnostics, |_, group, diagnostics| {
        let (first, asked) = written[group[0].1];
        for (_, at) in &group[1..] {
            let (facts, question) = written[*at];
            if facts.path == first.path {
                let message = format!("the question `{}` is answered twice in this article", question.text);
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateQuestion, &facts.path, question.span, message)
                        .related(&first.path, Some(asked.span), "there")
                        .help("join the answers, and delete one of the questions"),
                );
                continue;
            }
            let message = format!("the question `{}` is answered in another article too", question.text);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateQuestion, &facts.path, question.span, message)
                    .related(&first.path, Some(asked.span), "there")
                    .help("answer it in one of them, and link to the answer from the other"),
            );
        }
    });
}
