//! A source that may change, without the day on which it was read.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, Subject};
use crate::parse::front_matter::{Source, SourceKind};

/// The rule.
pub const RULE: Rule = Rule { code: Code::NoAccessDate, looks: Looks::Site(look) };

fn look(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let today = subject.now.day(&subject.config.timezone);
    for (path, source) in subject.shown_sources().into_iter().filter(|(_, source)| may_change(source)) {
        let place = source.url.as_ref().map_or(source.id.span, |url| url.span);
        let message = format!("nobody can tell when `{}` was read, and what is there may change", source.id.value);
        let field = match path.extension().to_ascii_lowercase().as_str() {
            "bib" => format!("urldate = {{{today}}}"),
            "json" => format!("\"accessed\": {{\"raw\": \"{today}\"}}"),
            _ => format!("accessed: {today}"),
        };
        let help =
            format!("write `{field}`, with the day on which you read it, or name a copy of that day as `archive`");
        found.push(Diagnostic::new(Code::NoAccessDate, path, place, message).help(help));
    }
}

/// Whether it is a page of the web of which nothing says as it was when.
fn may_change(source: &Source) -> bool {
    let Source { date, url, doi, kind, details: _, .. } = source;
    let details = source.details();
    let is_undated = url.is_some() && doi.is_none() && details.isbn.is_none() && date.is_none();
    let is_page = *kind == Some(SourceKind::Web) && url.is_some();
    (is_page || is_undated) && details.accessed.is_none() && details.archive.is_none()
}
