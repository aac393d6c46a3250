//! The outline of a document: its headings and questions, each below the one that it belongs to.

use gen_lsp_types::{DocumentSymbol, SymbolKind};

use super::desk::{Desk, Text};
use crate::text::{RelPath, Span};

struct Part {
    level: u8,
    name: String,
    kind: SymbolKind,
    span: Span,
}

/// The outline of an open document.
pub fn list(desk: &Desk<'_>, path: &RelPath) -> Vec<DocumentSymbol> {
    let (Some(text), Some(written)) = (desk.text(path), desk.written(path)) else { return Vec::new() };
    let mut parts: Vec<Part> = Vec::new();
    if let Some(references) = written.references() {
        parts.extend(references.headings.iter().map(|heading| Part {
            level: heading.level,
            name: heading.text.clone(),
            kind: SymbolKind::String,
            span: heading.span,
        }));
        parts.extend(references.questions.iter().map(|question| Part {
            level: 6,
            name: question.text.clone(),
            kind: SymbolKind::Interface,
            span: question.span,
        }));
    } else {
        parts.extend(written.sources().iter().map(|source| Part {
            level: 2,
            name: source.id.value.clone(),
            kind: SymbolKind::Key,
            span: source.span,
        }));
    }
    parts.sort_by_key(|part| part.span);
    let mut parts = parts.into_iter().peekable();
    let end = text.text.len();
    nested(&mut parts, 0, end, &text)
}

/// The parts below a level, up to an offset.
fn nested(
    parts: &mut std::iter::Peekable<std::vec::IntoIter<Part>>,
    above: u8,
    end: usize,
    text: &Text,
) -> Vec<DocumentSymbol> {
    let mut symbols = Vec::new();
    while let Some(part) = parts.next_if(|part| part.level > above) {
        let children = nested(parts, part.level, end, text);
        let stop = parts.peek().map_or(end, |next| next.span.start as usize).max(part.span.end as usize);
        // The client shows no name that is empty.
        let name = if part.name.is_empty() { "…".to_owned() } else { part.name };
        #[expect(deprecated, reason = "the protocol keeps the field for old servers")]
        symbols.push(DocumentSymbol {
            name,
            detail: None,
            kind: part.kind,
            tags: None,
            deprecated: None,
            range: text.range(Span::new(part.span.start as usize, stop)),
            selection_range: text.range(part.span),
            children: (!children.is_empty()).then_some(children),
        });
    }
    symbols
}
