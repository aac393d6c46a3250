//! Where the name of a heading or a question is written: in an id, else in its words.

use super::desk::{Desk, Here};
use super::known::Written;
use super::spot::Spot;
use crate::decode::written;
use crate::parse::front_matter::{self, SectionField};
use crate::text::{Span, Spanned};

/// Where the name of a heading is written.
pub enum Name {
    /// In its `{#id}` or `id`, and what that is.
    Id(Span, String),
    /// Nowhere: it is made from its words.
    Words(Span),
    /// The same in front matter.
    Value(Span, Value),
}

/// How a value of front matter is written.
#[derive(Clone, Copy)]
pub struct Value {
    is_quoted: bool,
}

impl Value {
    /// Other words in its place.
    pub fn with(self, words: &str) -> String {
        let Value { is_quoted } = self;
        if is_quoted { written::quoted(words) } else { written::in_yaml(words) }
    }
}

/// The name of the heading or question at the cursor, also where that is on its `id` in front matter.
pub fn at(desk: &Desk<'_>, here: &Here<'_>, spot: Option<Spot<'_>>) -> Option<Name> {
    let (span, id) = match spot {
        Some(Spot::Heading(heading)) => (heading.span, Some(heading.id.as_str())),
        Some(Spot::Question(question)) => (question.span, Some(question.id.as_str())),
        Some(Spot::Questions(place)) => (place.span, None),
        Some(_) => return None,
        None => (Span::new(here.offset, here.offset), None),
    };
    let is_here = |span: Span| span.start as usize <= here.offset && here.offset <= span.end as usize;
    for (title, id) in in_front_matter(desk, here).into_iter().flatten() {
        if let Some(id) = id.as_ref().filter(|id| title == span || is_here(id.span)) {
            let at = here.text.get(id.span.range())?.find(&id.value)? + id.span.start as usize;
            return Some(Name::Id(Span::new(at, at + id.value.len()), id.value.clone()));
        }
        if title == span {
            let written = here.text.get(span.range())?;
            let is_quoted = written.starts_with(['"', '\'']);
            return (!written.contains('\n')).then_some(Name::Value(span, Value { is_quoted }));
        }
    }
    spot.and_then(|_| name_of(here.text, span, id))
}

/// The headings and questions of front matter: where the words of each are written, and its id.
fn in_front_matter(desk: &Desk<'_>, here: &Here<'_>) -> Option<Vec<(Span, Option<Spanned<String>>)>> {
    fn add(sections: Vec<SectionField>, named: &mut Vec<(Span, Option<Spanned<String>>)>) {
        for SectionField { title, id, body: _, sections } in sections {
            named.push((title.span, id));
            add(sections, named);
        }
    }
    let Some(Written::Article(_)) = here.written else { return None };
    // What becomes part of the page is not held with the article.
    let yaml = front_matter::split(here.path, here.text).value.yaml?;
    let options = desk.known.output.parse_options();
    let fields = front_matter::article(here.path, here.text.get(yaml.clone())?, yaml.start, options).value;
    let mut named = fields.faqs.into_iter().map(|faq| (faq.question.span, faq.id)).collect();
    add(fields.sections, &mut named);
    Some(named)
}

/// Where the name of a heading of the body is written.
fn name_of(text: &str, heading: Span, id: Option<&str>) -> Option<Name> {
    let start = heading.start as usize;
    let written = text.get(heading.range())?;
    let line = written.lines().next()?;
    let marks = line.len() - line.trim_start_matches('#').len();
    // The other form has a line below its words.
    let is_underlined = || {
        let mut below = written.lines().skip(1);
        below
            .next()
            .is_some_and(|line| !line.trim().is_empty() && line.trim().trim_start_matches(['=', '-']).is_empty())
    };
    if marks == 0 && !is_underlined() {
        return None;
    }
    let attributes = line.rfind('{').filter(|_| line.trim_end().ends_with('}'));
    if let Some(open) = attributes
        && let Some(at) = line.get(open..)?.find('#').map(|at| open + at + 1)
    {
        let length = line.get(at..)?.find(|c: char| c.is_whitespace() || "}.#".contains(c))?;
        let name = line.get(at..at + length)?.to_owned();
        if id.is_none_or(|id| id == name) {
            return Some(Name::Id(Span::new(start + at, start + at + length), name));
        }
    }
    let words = line.get(marks..attributes.unwrap_or(line.len()))?;
    let from = marks + (words.len() - words.trim_start().len());
    let words = if marks > 0 { words.trim().trim_end_matches('#').trim_end() } else { words.trim() };
    (!words.is_empty()).then(|| Name::Words(Span::new(start + from, start + from + words.len())))
}
