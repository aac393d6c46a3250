//! The questions of a page.

use super::body::Manuscript;
use super::view::{FaqView, FaqsView};
use crate::diagnostics::Diagnostic;

/// The questions; `None` if there are none.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn view(manuscript: &Manuscript<'_>) -> Result<Option<FaqsView>, Box<Diagnostic>> {
    let questions = &manuscript.references.questions;
    if questions.is_empty() {
        return Ok(None);
    }
    let mut items = Vec::with_capacity(questions.len());
    for (question, (title, answer)) in questions.iter().zip(&manuscript.prose.faqs) {
        let question_html = manuscript.fill(title)?;
        let answer = manuscript.fill(answer)?;
        items.push(FaqView { id: question.id.clone(), question: question_html, answer });
    }
    let (title, id) = match &manuscript.prose.faqs_title {
        Some((title, id)) => (Some(manuscript.fill(title)?), id.clone()),
        None => (None, "faqs".to_owned()),
    };
    let intro = manuscript.prose.faqs_intro.as_ref().map(|intro| manuscript.fill(intro)).transpose()?;
    Ok(Some(FaqsView { id, title, intro, items }))
}
