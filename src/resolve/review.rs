//! When the review of an article falls due.

use crate::date::{Day, Zone};
use crate::parse::front_matter::ArticleFields;

/// The day on which an article's review falls due: `review_every` after the [last] time that somebody looked.
///
/// `None` if it has no `review_every`, or no date to count from.
pub fn due(fields: &ArticleFields, zone: &Zone) -> Option<Day> {
    let period = fields.review_every.as_ref()?.value;
    last(fields, zone).map(|last| last.after(period))
}

/// The day on which an article was reviewed, else changed, else published.
pub fn last(fields: &ArticleFields, zone: &Zone) -> Option<Day> {
    let date = fields.reviewed.as_ref().or(fields.updated.as_ref()).or(fields.published.as_ref())?;
    Some(date.value.day(zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, Spanned};

    fn at<T>(value: T) -> Spanned<T> {
        Spanned { value, span: Span::at(0) }
    }

    #[test]
    fn a_review_counts_from_the_last_review_else_the_last_change_else_the_publication() {
        let date = |text: &str| Some(at(text.parse().expect("a date")));
        let mut fields = ArticleFields { review_every: "1 month".parse().ok().map(at), ..ArticleFields::default() };
        let due_of = |fields: &ArticleFields| due(fields, &Zone::utc()).map(|day| day.to_string());
        assert_eq!(due_of(&fields), None);
        fields.published = date("2026-01-31");
        assert_eq!(due_of(&fields).as_deref(), Some("2026-02-28"));
        fields.updated = date("2026-03-01");
        assert_eq!(due_of(&fields).as_deref(), Some("2026-04-01"));
        fields.reviewed = date("2026-02-01T23:30:00Z");
        assert_eq!(due_of(&fields).as_deref(), Some("2026-03-01"));
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        assert_eq!(due(&fields, &berlin).map(|day| day.to_string()).as_deref(), Some("2026-03-02"));
        fields.review_every = None;
        assert_eq!(due_of(&fields), None);
    }
}
