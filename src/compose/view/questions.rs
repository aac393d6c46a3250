//! Questions: of an article, and the list of all.

use serde::Serialize;

use super::{LinkView, PaginationView};
use crate::html::Html;

/// The questions. The argument `faqs` of the component `faqs`.
#[derive(Clone, Debug, Serialize)]
pub struct FaqsView {
    /// The id of the block's heading.
    pub id: String,
    /// The title that the article gives, inline; null means the theme's word `faqs`.
    pub title: Option<Html>,
    /// What the article says before the first question, blocks.
    pub intro: Option<Html>,
    /// At least one.
    pub items: Vec<FaqView>,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct FaqView {
    /// The question's id.
    pub id: String,
    /// The question, inline.
    pub question: Html,
    /// The answer, blocks.
    pub answer: Html,
}

/// A page of the list of all questions (template `questions`).
#[derive(Clone, Debug, Serialize)]
pub struct QuestionsView {
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// This page's questions, section by section.
    pub sections: Vec<QuestionSectionView>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// The questions of a section.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionSectionView {
    /// The section.
    pub section: LinkView,
    /// Its articles with questions.
    pub articles: Vec<QuestionArticleView>,
}

/// The questions of an article.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionArticleView {
    /// The article.
    pub article: LinkView,
    /// Each question, and where its answer is.
    pub questions: Vec<LinkView>,
}
