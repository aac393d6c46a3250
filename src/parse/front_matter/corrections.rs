//! Corrections, and whether their dates can be true.

use super::article::{existing, filled};
use super::{ArticleFields, Correction};
use crate::date::Zone;
use crate::decode::{Field, Fields, Mistakes};
use crate::diagnostics::{Code, Level};
use crate::parse::ParseOptions;

/// Takes `corrections`.
pub(super) fn take(fields: &mut Fields<'_>, options: &ParseOptions) -> Vec<Correction> {
    let items = fields.take("corrections", &[]).and_then(Field::list).unwrap_or_default();
    items.into_iter().filter_map(|item| correction(item, options)).collect()
}

fn correction(field: Field<'_>, options: &ParseOptions) -> Option<Correction> {
    let mistakes = field.mistakes();
    let mut fields = field.map("a correction")?;
    let date = fields.require("date", &[], "this correction", "2024-06-06").and_then(Field::date);
    let date = date.and_then(|date| existing(date, "date", mistakes, options));
    let text = fields.require("text", &[], "this correction", "The year was wrong.").and_then(filled);
    fields.finish();
    Some(Correction { date: date?, text: text?, plain: String::new() })
}

/// Reports corrections older than the article or newer than its last change; and, as a warning, those of an article
/// that does not say when it was changed, unless they were made on the day on which it was published.
pub(super) fn check(article: &ArticleFields, mistakes: &Mistakes<'_>, zone: &Zone) {
    let mut silent = true;
    for Correction { date, .. } in &article.corrections {
        let report =
            |message: String, help: String| mistakes.at(Code::MisdatedCorrection, date.span, message).help(help);
        let published = article.published.as_ref();
        if let Some(published) = published.filter(|published| date.value.is_before(published.value, zone)) {
            let day = published.value.day(zone);
            let found = report(
                format!("this correction is older than the article, which was published on {day}"),
                "correct this date, or `published`".to_owned(),
            );
            mistakes.add(found.related(mistakes.path, Some(published.span), "published"));
        } else if let Some(updated) = &article.updated {
            if updated.value.is_before(date.value, zone) {
                let found = report(
                    format!(
                        "this correction is newer than the last change of the article, on {}",
                        updated.value.day(zone)
                    ),
                    format!("write `updated: {}`, or correct this date", date.value.day(zone)),
                );
                mistakes.add(found.related(mistakes.path, Some(updated.span), "updated"));
            }
        } else if silent && published.is_none_or(|published| published.value.day(zone) != date.value.day(zone)) {
            silent = false;
            let mut found = report(
                "the article was corrected, and does not say when it was last changed".to_owned(),
                format!("write `updated: {}`", date.value.day(zone)),
            );
            found.level = Level::Warning;
            mistakes.add(found);
        }
    }
}
