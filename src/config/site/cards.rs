//! `[cards]`: the pictures that other sites show beside a link.

use super::read::table;
use super::values;
use crate::decode::{Field, Fields};
use crate::diagnostics::Code;
use crate::text::{RelPath, Spanned};

/// `[cards]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cards {
    /// Whether articles without a lead image get one.
    pub enabled: bool,
    /// The font, relative to site.toml; by default the one that is compiled in.
    pub font: Option<Spanned<RelPath>>,
}

/// Reads the table.
pub(super) fn cards(fields: &mut Fields<'_>) -> Cards {
    let mut cards = Cards::default();
    table(fields, "cards", |fields| {
        let enabled = fields.take("enabled", &[]);
        let span = enabled.as_ref().map(|field| field.node.span);
        cards.enabled = enabled.and_then(Field::boolean).unwrap_or_default();
        let font = fields.take("font", &[]).and_then(values::file);
        cards.font = font.and_then(|font| Some(Spanned::new(RelPath::new(&font.value)?, font.span)));
        if let Some(span) = span.filter(|_| cards.enabled && !cfg!(feature = "cards")) {
            let mistakes = fields.mistakes();
            let fault = mistakes.at(Code::NotSupported, span, "this byline draws no social cards");
            let fault = fault.help("write `enabled = false`, or delete the line");
            mistakes.add(fault.help("or build byline with them: `cargo build --release --features cards`"));
            cards.enabled = false;
        }
    });
    cards
}
