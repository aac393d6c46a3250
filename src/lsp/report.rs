//! Diagnostics as the protocol has them.

use gen_lsp_types as types;
use gen_lsp_types::{Location, Uri};

use super::desk::Text;
use super::open::Open;
use crate::diagnostics::{self, Change, Diagnostic, Edit, Fix, Level, Place};
use crate::text::RelPath;

/// The name of who says it.
const SOURCE: &str = "byline";

/// A diagnostic of a file; `others` tells the address and the text of the files that it relates to.
pub fn diagnostic(
    found: &Diagnostic,
    text: &Text,
    others: &mut dyn FnMut(&RelPath) -> Option<(Uri, Text)>,
) -> types::Diagnostic {
    let Diagnostic { code, level, message, place, label: _, related, help, fix } = found;
    let lines = std::iter::once(message).chain(help);
    let message = lines.map(String::as_str).collect::<Vec<&str>>().join("\n");
    let mut relate = |(place, words): &(Place, String)| {
        let (uri, text) = others(&place.path)?;
        let range = place.span.map(|span| text.range(span)).unwrap_or_default();
        Some(types::DiagnosticRelatedInformation { location: Location { uri, range }, message: words.clone() })
    };
    let related: Vec<types::DiagnosticRelatedInformation> = related.iter().filter_map(&mut relate).collect();
    let edits = fix.as_ref().and_then(|fix| edits(text, [fix]));
    types::Diagnostic {
        range: place.as_ref().and_then(|place| place.span).map(|span| text.range(span)).unwrap_or_default(),
        severity: Some(match level {
            Level::Error => types::DiagnosticSeverity::Error,
            Level::Warning => types::DiagnosticSeverity::Warning,
            Level::Advice => types::DiagnosticSeverity::Information,
        }),
        code: Some(types::Code::String(code.name().to_owned())),
        source: Some(SOURCE.to_owned()),
        message: types::Message::String(message),
        related_information: (!related.is_empty()).then_some(related),
        data: edits.and_then(|edits| serde_json::to_value(edits).ok()),
        ..types::Diagnostic::default()
    }
}

/// What fixes change in a text; `None` if none of them can be made.
pub fn edits<'f>(text: &Text, fixes: impl IntoIterator<Item = &'f Fix>) -> Option<Vec<types::TextEdit>> {
    let (patches, made) = diagnostics::patches(&text.text, fixes);
    let edit = |(range, new_text): diagnostics::Patch| types::TextEdit { range: text.range(range.into()), new_text };
    (made > 0).then(|| patches.into_iter().map(edit).collect())
}

/// A diagnostic of the last pass where it is now in an open file; `None` if what it was about has changed since.
pub fn moved(found: &Diagnostic, open: &Open) -> Option<Diagnostic> {
    let place = match &found.place {
        Some(Place { path, span: Some(span) }) => Some(Place { path: path.clone(), span: Some(open.moved(*span)?) }),
        place => place.clone(),
    };
    let fix = found.fix.as_ref().and_then(|Fix(edits)| {
        let moved = |Edit { span, change }: &Edit| {
            let change = match change {
                Change::Copy(from) => Change::Copy(open.moved(*from)?),
                change => change.clone(),
            };
            Some(Edit { span: open.moved(*span)?, change })
        };
        edits.iter().map(moved).collect::<Option<Vec<Edit>>>().map(Fix)
    });
    Some(Diagnostic { place, fix, ..found.clone() })
}
