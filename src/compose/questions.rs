//! The list of all questions.

use super::brief::{LinesBrief, QuestionLine};
use super::view::{LinkView, QuestionArticleView, QuestionSectionView, QuestionsView};
use super::{Composer, Page, meta, pagination, structured_data};
use crate::resolve::routes::QUESTIONS;
use crate::route::{Route, encode_path};

/// Composes a page of the list of all questions.
pub fn compose(composer: &Composer<'_>, brief: &LinesBrief<'_, QuestionLine<'_>>) -> Page {
    let LinesBrief { home, page, total, lines, translations } = brief;
    let sections = lines.chunk_by(|one, other| one.section.route == other.section.route);
    let view = QuestionsView {
        breadcrumbs: vec![composer.link(*home)],
        sections: sections.filter_map(|lines| section(composer, lines)).collect(),
        pagination: pagination::view(composer, &Route::new(QUESTIONS), *page, *total),
    };
    let title = composer.words.get("questions_all");
    let route = brief.route(QUESTIONS);
    let structured_data = structured_data::list(composer, title, &route, &view.breadcrumbs);
    let meta = meta::list(composer, title, &route, Some(&view.pagination), translations, structured_data);
    composer.page(route.into_owned(), "questions", &meta, &view)
}

fn section(composer: &Composer<'_>, lines: &[QuestionLine<'_>]) -> Option<QuestionSectionView> {
    let articles = lines.chunk_by(|one, other| one.article.route == other.article.route);
    Some(QuestionSectionView {
        section: composer.link(lines.first()?.section),
        articles: articles.filter_map(|lines| article(composer, lines)).collect(),
    })
}

fn article(composer: &Composer<'_>, lines: &[QuestionLine<'_>]) -> Option<QuestionArticleView> {
    let article = composer.link(lines.first()?.article);
    let questions = lines.iter().map(|line| {
        let mut url = format!("{}#", article.url);
        encode_path(line.id, &mut url);
        LinkView { title: line.text.to_owned(), url }
    });
    Some(QuestionArticleView { questions: questions.collect(), article })
}
