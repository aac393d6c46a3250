//! What a document's Markdown refers to, and what it offers to be referred to.

use serde::{Deserialize, Serialize};

use crate::config::theme::Form;
use crate::text::{Span, Spanned};

/// What a document's Markdown refers to, and what it offers to be referred to.
///
/// Holes point into these lists by index; all are in reading order (dek, lead image, disclosure, body with the
/// questions at their place, corrections).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct References {
    /// Headings of the body, questions not among them.
    pub headings: Vec<Heading>,
    /// The ids that a link may point to besides those of headings and questions: of figures, components, HTML.
    pub further_anchors: Vec<String>,
    /// Links within the site; links to other sites are plain HTML already.
    pub links: Vec<Link>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Figures and pictures within a line. The lead image is not among them.
    pub figures: Vec<Figure>,
    /// Calls of the theme's components.
    pub calls: Vec<Call>,
    /// Places, such as `::newsletter`.
    pub places: Vec<Spanned<Place>>,
    /// Questions of front matter and body, one model.
    pub questions: Vec<Question>,
    /// `<!-- byline-allow: RULE reason -->`: what the document is excused from.
    pub allowances: Vec<Allowance>,
}

impl References {
    /// The heading or question of a part of the document, as plain text.
    pub fn title_of(&self, spot: Spot) -> Option<&str> {
        match spot {
            Spot::Opening => None,
            Spot::Heading(index) => self.headings.get(index as usize).map(|heading| heading.text.as_str()),
            Spot::Question(index) => self.questions.get(index as usize).map(|question| question.text.as_str()),
        }
    }

    /// Every id that a link may point to: those of headings, of questions, and all others.
    pub fn anchors(&self) -> impl Iterator<Item = &str> + Clone {
        let headings = self.headings.iter().map(|heading| heading.id.as_str());
        let questions = self.questions.iter().map(|question| question.id.as_str());
        headings.chain(questions).chain(self.further_anchors.iter().map(String::as_str))
    }

    /// Whether both refer to the same and offer the same, wherever it stands.
    pub fn says_the_same(&self, other: &References) -> bool {
        let References { headings, further_anchors, links, citations, figures, calls, places, questions, allowances } =
            self;
        each(headings, &other.headings, |a, b| Heading { span: b.span, ..a.clone() } == *b)
            && *further_anchors == other.further_anchors
            && each(links, &other.links, |a, b| Link { span: b.span, ..a.clone() } == *b)
            && each(citations, &other.citations, Citation::says_the_same)
            && each(figures, &other.figures, Figure::says_the_same)
            && each(calls, &other.calls, Call::says_the_same)
            && each(places, &other.places, |a, b| a.value == b.value)
            && each(questions, &other.questions, |a, b| Question { span: b.span, ..a.clone() } == *b)
            && each(allowances, &other.allowances, |a, b| a.rule.value == b.rule.value && a.reason == b.reason)
    }

    /// Gives back the room that the lists grew into.
    pub fn fit(&mut self) {
        let References { headings, further_anchors, links, citations, figures, calls, places, questions, allowances } =
            self;
        headings.shrink_to_fit();
        further_anchors.shrink_to_fit();
        links.shrink_to_fit();
        citations.shrink_to_fit();
        figures.shrink_to_fit();
        calls.shrink_to_fit();
        places.shrink_to_fit();
        questions.shrink_to_fit();
        allowances.shrink_to_fit();
    }
}

/// Whether two lists are as long, and each pair is equal.
fn each<T>(some: &[T], others: &[T], equal: impl Fn(&T, &T) -> bool) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(a, b)| equal(a, b))
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The level as shown, 2 to 6.
    pub level: u8,
    /// The id, unique in the document.
    pub id: String,
    /// Plain text.
    pub text: String,
    /// Inline HTML without links and citations; `None` if that is the plain text.
    pub markup: Option<String>,
    /// Whether it stands in no list, quotation or component, so that it divides the body.
    pub top_level: bool,
    /// Where.
    pub span: Span,
}

impl Heading {
    /// Inline HTML without links and citations.
    pub fn html(&self) -> &str {
        self.markup.as_deref().unwrap_or(&self.text)
    }
}

/// A link within the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it points to.
    pub target: LinkTarget,
    /// Whether the author gave no text, so that the target's title is shown.
    pub empty: bool,
    /// Whether the page shows what it points to, as HTML shows the `src` of an `<img>`.
    pub shown: bool,
    /// The destination, for diagnostics.
    pub span: Span,
}

/// What a link within the site points to. Fragments are percent-decoded, without `#`, empty if there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkTarget {
    /// `#why`, on the same page.
    Anchor(String),
    /// `../storms/index.md#surge`, relative to the file; also `boats.jpg`. Percent-decoded, without query.
    File {
        /// The path as written, decoded.
        path: String,
        /// The heading.
        fragment: String,
    },
    /// `/coast/tides/#why`: an address of the site.
    Address {
        /// The path, decoded; a query stays on it.
        path: String,
        /// The heading.
        fragment: String,
    },
    /// `[[Title or slug#anchor]]`.
    Wiki {
        /// The title or slug.
        name: String,
        /// The heading.
        fragment: String,
    },
}

impl LinkTarget {
    /// A name for the target of a link without text while its title is not known: the last part of the path. Empty for
    /// a wiki link, whose text is its name.
    pub fn name(&self) -> &str {
        let path = match self {
            LinkTarget::Wiki { .. } => return "",
            LinkTarget::Anchor(fragment) => return fragment,
            LinkTarget::File { path, .. } | LinkTarget::Address { path, .. } => path.trim_end_matches('/'),
        };
        let path = path.strip_suffix("/index.md").or_else(|| path.strip_suffix("/_index.md")).unwrap_or(path);
        path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md")
    }
}

/// One `[…]` with one or more sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// At least one.
    pub items: Vec<CitationItem>,
    /// The brackets and all between.
    pub span: Span,
    /// The part of the document that it stands in.
    pub spot: Spot,
}

impl Citation {
    fn says_the_same(&self, other: &Citation) -> bool {
        let Citation { items, span: _, spot } = self;
        let same = |a: &CitationItem, b: &CitationItem| {
            let CitationItem { key, year_only, prefix, locator } = a;
            key.value == b.key.value && *year_only == b.year_only && *prefix == b.prefix && *locator == b.locator
        };
        *spot == other.spot && each(items, &other.items, same)
    }
}

/// The part of a document that something stands in; numbers are indexes into [`References`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spot {
    /// Before the first heading, or outside of the body: in the dek, a footnote, a correction.
    #[default]
    Opening,
    /// Below a heading.
    Heading(u32),
    /// In the answer to a question.
    Question(u32),
}

/// One source of a citation: `see @key, p. 3`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationItem {
    /// The key without `@`.
    pub key: Spanned<String>,
    /// Whether a hyphen before the key leaves the author out: `[-@key]`.
    pub year_only: bool,
    /// The words before it, such as `see`; plain text.
    pub prefix: String,
    /// The words after it, such as `p. 3`; plain text.
    pub locator: String,
}

/// A picture with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// A path relative to the file, an address of the site, or one of another site.
    pub src: Spanned<String>,
    /// The alternative text, plain.
    pub alt: String,
    /// The credit line, with defaults from the sidecar (filled in by `resolve`).
    pub credit: Option<String>,
    /// Where the credit leads.
    pub credit_url: Option<String>,
    /// The licence: a name or an address.
    pub license: Option<String>,
    /// Who made it.
    pub creator: Option<String>,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// How it came to be: a term of IPTC's digital source types.
    pub digital_source: Option<String>,
    /// The width to show it at, in CSS pixels.
    pub width: Option<u32>,
    /// `#id`.
    pub id: Option<String>,
    /// `.class`.
    pub classes: Vec<String>,
    /// Whether it stands alone in its paragraph (a figure) or within a line (a picture).
    pub block: bool,
    /// The whole.
    pub span: Span,
}

impl Figure {
    fn says_the_same(&self, other: &Figure) -> bool {
        let src = Spanned::new(self.src.value.clone(), other.src.span);
        Figure { src, span: other.span, ..self.clone() } == *other
    }
}

/// A call of one of the theme's components.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The component.
    pub name: Spanned<String>,
    /// How it was written.
    pub form: Form,
    /// `{key="value"}`: names and values; a bare name has the value `true`.
    pub attributes: Vec<(Spanned<String>, Spanned<String>)>,
    /// Whether it has a `[label]` (inline: the text).
    pub labelled: bool,
    /// `{#id}`.
    pub id: Option<String>,
    /// `{.class}`.
    pub classes: Vec<String>,
    /// The opening line, or the whole of an inline call.
    pub span: Span,
}

impl Call {
    fn says_the_same(&self, other: &Call) -> bool {
        let Call { name, form, attributes, labelled, id, classes, span: _ } = self;
        let same = |(key, value): &(Spanned<String>, Spanned<String>), (other_key, other_value): &(_, _)| {
            let (other_key, other_value): (&Spanned<String>, &Spanned<String>) = (other_key, other_value);
            key.value == other_key.value && value.value == other_value.value
        };
        name.value == other.name.value
            && *form == other.form
            && each(attributes, &other.attributes, same)
            && *labelled == other.labelled
            && *id == other.id
            && *classes == other.classes
    }
}

/// A place: where one of the page's own blocks stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// `::faqs`, or the heading with `{.faqs}`.
    Faqs,
    /// `::sources`
    Sources,
    /// `::newsletter`
    Newsletter,
    /// `::trust`
    Trust,
    /// `::toc`
    Toc,
    /// `::related`
    Related,
}

impl Place {
    /// Every place with its name.
    pub const ALL: [(&'static str, Place); 6] = [
        ("faqs", Place::Faqs),
        ("sources", Place::Sources),
        ("newsletter", Place::Newsletter),
        ("trust", Place::Trust),
        ("toc", Place::Toc),
        ("related", Place::Related),
    ];

    /// The place of a name.
    pub fn from_name(name: &str) -> Option<Place> {
        Place::ALL.iter().find(|(known, _)| *known == name).map(|(_, place)| *place)
    }

    /// The name, as in `::name`.
    pub fn name(self) -> &'static str {
        Place::ALL.iter().find(|(_, place)| *place == self).map_or("", |(name, _)| name)
    }
}

/// A question; its answer is in the prose at the same index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The id, unique in the document.
    pub id: String,
    /// Plain text.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// What a document is excused from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// The rule as written.
    pub rule: Spanned<String>,
    /// Why; empty if nobody said.
    pub reason: String,
}
