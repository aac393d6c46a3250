//! An alternative text that says what the caption says.

use crate::diagnostics::{Code, Diagnostic};
use crate::html::plain_text;
use crate::lint::picture::Written;
use crate::lint::words::DescribedPicture;
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::passages::{Passage, PassageKind, words};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule { code: Code::AltIsCaption, looks: Looks::Words(look) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    for picture in &article.pictures {
        let Some(caption) = caption(picture, passages) else { continue };
        // The place can be in the sidecar, which says both.
        if let Some((path, span)) = picture.alt_place.as_ref().filter(|_| same_words(picture.alt, &caption)) {
            let message = "the alternative text says what the caption says, so some readers hear it twice";
            let help = "write into the alternative text what can be seen, and leave the rest to the caption";
            found.push(Diagnostic::new(Code::AltIsCaption, path, *span, message).help(help));
        }
    }
}

/// The caption that stands below a picture, as plain text.
fn caption(picture: &DescribedPicture<'_>, passages: &[Passage]) -> Option<String> {
    let mut captions = passages.iter().filter(|passage| passage.kind == PassageKind::Aside);
    let within = |outer: Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
    let written = match picture.written {
        // The first that is read: it stands before all others.
        Written::Lead(image) if image.caption.is_some() => captions.next(),
        Written::Lead(_) => None,
        Written::Figure(figure) => captions.find(|passage| within(figure.span, passage.whole())),
    };
    let of_sidecar = || picture.caption.map(plain_text);
    written.map(|passage| passage.text.clone()).or_else(of_sidecar)
}

/// Whether two texts have the same words in the same order, at least one.
fn same_words(one: &str, other: &str) -> bool {
    let listed = |text: &str| words(text).map(|(_, word)| word.to_lowercase()).collect::<Vec<String>>();
    let (one, other) = (listed(one), listed(other));
    !one.is_empty() && one == other
}
