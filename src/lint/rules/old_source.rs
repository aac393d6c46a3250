//! A source that appeared long ago, cited by an article that did not.

use crate::date::{Day, Period};
use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};
use crate::parse::front_matter::{Source, SourceKind};
use crate::resolve::NumberedSource;
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule { code: Code::OldSource, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (config, fields) = (&article.subject.config, article.fields());
    let limit = config.lints.limits.source_age;
    let today = article.subject.now.day(&config.timezone);
    let written = fields.updated.as_ref().or(fields.published.as_ref()).map(|date| date.value.day(&config.timezone));
    if written.is_some_and(|written| is_older(written, limit, today)) {
        return;
    }
    for NumberedSource { source, shared, .. } in &article.article.connections.sources {
        // A standard holds until another takes its place.
        if source.kind == Some(SourceKind::Standard) {
            continue;
        }
        let Some(date) = source.date.filter(|date| is_older(date.last_day(), limit, today)) else { continue };
        let id = &source.id.value;
        let message = format!("`{id}` is of {date}, more than {limit} years ago");
        let place = if *shared { named_at(article, source) } else { Some(source.id.span) };
        let Some(place) = place else { continue };
        let mut diagnostic = article.at(Code::OldSource, place, message);
        if let Some(file) = article.subject.ledger_file(source).filter(|_| *shared) {
            diagnostic = diagnostic.related(file, Some(source.id.span), "in the ledger");
        }
        let help = "see whether it still holds, and whether there is a newer one";
        let limit = "`source_age` below `[lints.limits]` sets the limit";
        found.push(diagnostic.help(help).help(limit));
    }
}

/// Whether more than so many years lie between a day and today.
fn is_older(day: Day, years: usize, today: Day) -> bool {
    let months = i32::try_from(years).unwrap_or(i32::MAX).saturating_mul(12);
    day.after(Period { months, days: 0 }) < today
}

/// Where an article first names a source of the ledger: in a citation, else among its own.
fn named_at(article: &ArticleSubject<'_>, source: &Source) -> Option<Span> {
    let key = source.id.value.as_str();
    let cited = article.facts().references.citations.iter().flat_map(|citation| &citation.items);
    let cited = cited.map(|item| &item.key);
    let listed = article.fields().sources.iter().map(|own| &own.id);
    cited.chain(listed).find(|named| named.value == key).map(|named| named.span)
}
