//! What is at a place in a document.

use super::desk::Here;
use super::known::Written;
use crate::parse::document::{Call, CitationItem, Figure, Heading, Link, Place, Question, References};
use crate::parse::front_matter::Source;
use crate::text::{Span, Spanned};

/// Something that leads somewhere, or that others lead to.
#[derive(Clone, Copy)]
pub enum Spot<'a> {
    /// A link, on its text or its destination.
    Link(&'a Link),
    /// A key in a citation.
    Citation(&'a CitationItem),
    /// A picture.
    Figure(&'a Figure),
    /// A component.
    Call(&'a Call),
    /// A heading.
    Heading(&'a Heading),
    /// A question.
    Question(&'a Question),
    /// The heading that the questions of the body stand below.
    Questions(&'a Spanned<Place>),
    /// The id of a person.
    Person(&'a Spanned<String>),
    /// The description of a source.
    Source(&'a Source),
    /// The file of a related article.
    Related(&'a Spanned<String>),
    /// The file of a lead image or portrait.
    Image(&'a Spanned<String>),
    /// The title.
    Title(&'a Spanned<String>),
}

impl Spot<'_> {
    /// The words that are meant.
    pub fn span(&self) -> Span {
        match self {
            Spot::Link(link) => link.span,
            Spot::Citation(item) => item.key.span,
            Spot::Figure(figure) => figure.src.span,
            Spot::Call(call) => call.name.span,
            Spot::Heading(heading) => heading.span,
            Spot::Question(question) => question.span,
            Spot::Questions(heading) => heading.span,
            Spot::Source(source) => source.id.span,
            Spot::Person(word) | Spot::Related(word) | Spot::Image(word) | Spot::Title(word) => word.span,
        }
    }
}

/// What is at a place; what is narrower goes first.
pub fn find<'a>(here: &Here<'a>) -> Option<Spot<'a>> {
    let (text, offset) = (here.text, here.offset);
    let is_here = |span: Span| span.start as usize <= offset && offset <= span.end as usize && !span.is_empty();
    let written = here.written?;
    if let Some(found) = written.references().and_then(|references| in_text(references, text, &is_here)) {
        return Some(found);
    }
    if let Some(id) = written.people().find(|id| is_here(id.span)) {
        return Some(Spot::Person(id));
    }
    if let Some(path) = written.related().iter().find(|path| is_here(path.span)) {
        return Some(Spot::Related(path));
    }
    if let Some(image) = written.image().filter(|image| is_here(image.src.span)) {
        return Some(Spot::Image(&image.src));
    }
    if let Some(source) = written.sources().iter().find(|source| is_here(source.id.span) || is_here(source.span)) {
        return Some(Spot::Source(source));
    }
    match written {
        Written::Sources(_) => None,
        written => written.title().filter(|title| is_here(title.span)).map(Spot::Title),
    }
}

fn in_text<'a>(references: &'a References, text: &str, is_here: &dyn Fn(Span) -> bool) -> Option<Spot<'a>> {
    let References { headings, links, citations, figures, calls, questions, places, .. } = references;
    if let Some(item) =
        citations.iter().flat_map(|citation| &citation.items).find(|item| is_here(with_mark(item.key.span)))
    {
        return Some(Spot::Citation(item));
    }
    if let Some(link) = links.iter().find(|link| is_here(whole(text, link.span))) {
        return Some(Spot::Link(link));
    }
    if let Some(figure) = figures.iter().find(|figure| is_here(figure.span)) {
        return Some(Spot::Figure(figure));
    }
    if let Some(call) = calls.iter().find(|call| is_here(call.name.span)) {
        return Some(Spot::Call(call));
    }
    if let Some(heading) = headings.iter().find(|heading| is_here(heading.span)) {
        return Some(Spot::Heading(heading));
    }
    if let Some(question) = questions.iter().find(|question| is_here(question.span)) {
        return Some(Spot::Question(question));
    }
    // A place of its own, `::faqs`, is no heading.
    let is_heading = |span: Span| text.get(span.range()).is_some_and(|written| !written.starts_with(':'));
    let mut places = places.iter().filter(|place| place.value == Place::Faqs && is_heading(place.span));
    places.find(|place| is_here(place.span)).map(Spot::Questions)
}

/// A key with its `@`.
fn with_mark(span: Span) -> Span {
    Span { start: span.start.saturating_sub(1), end: span.end }
}

/// A link with its text, as far as that stands before its destination.
fn whole(text: &str, destination: Span) -> Span {
    let before = text.get(..destination.start as usize).unwrap_or_default();
    let before = before.strip_suffix('<').unwrap_or(before);
    let Some(label) = before.strip_suffix("](") else { return destination };
    let mut depth = 1_usize;
    for (at, c) in label.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' => depth -= 1,
            // A link does not reach over a blank line.
            '\n' if label.get(..at).is_some_and(|before| before.ends_with('\n')) => return destination,
            _ => {}
        }
        if depth == 0 {
            return Span::new(at, destination.end as usize);
        }
    }
    destination
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_reaches_from_its_text_to_its_destination() {
        let text = "a ![x](y) [b [c] d](<e.md>) f";
        let at = text.find("e.md").expect("a destination");
        assert_eq!(whole(text, Span::new(at, at + 4)), Span::new(text.find("[b").expect("a text"), at + 4));
        assert_eq!(whole("[[Name]]", Span::new(2, 6)), Span::new(2, 6));
        assert_eq!(whole("[a\n\nb](c", Span::new(7, 8)), Span::new(7, 8));
    }
}
