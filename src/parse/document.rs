//! The types of this stage: what an author wrote, with the place of everything that another file could contradict.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields, Source};
use crate::config::theme::Form;
use crate::text::{RelPath, Span, Spanned};

/// What one file below content/ holds.
#[derive(Clone, Debug)]
pub enum Document {
    /// An article or a plain page.
    Article(Parsed<ArticleFields>),
    /// The `_index.md` of a folder; the one of content/ itself is the home page.
    Section(Parsed<SectionFields>),
    /// A file below content/people/.
    Person(Parsed<PersonFields>),
    /// A ledger of sources: `sources.yml` or a file of `sources/`.
    Sources(RelPath, Vec<Arc<Source>>),
    /// The credits of a picture: `photo.jpg.yml` beside `photo.jpg`.
    Sidecar(RelPath, ImageFields),
}

/// A document with front matter and a body.
#[derive(Clone, Debug)]
pub struct Parsed<F> {
    /// All that other pages may depend on; a change of the body's words leaves them equal.
    pub facts: Arc<Facts<F>>,
    /// The rest.
    pub prose: Prose,
}

/// All of a document that `resolve` may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts<F> {
    /// The file.
    pub path: RelPath,
    /// Where the file would be in the site's first language, if it is in a further one: `coast/tides.md` for
    /// `coast/tides.de.md`.
    pub translates: Option<RelPath>,
    /// The front matter.
    pub fields: F,
    /// The dek as plain text.
    pub dek_text: Option<String>,
    /// The text before `<!-- more -->`, else the dek, else the first paragraph, as plain text.
    pub excerpt: String,
    /// Whether nothing stands below the front matter.
    pub is_blank: bool,
    /// What the Markdown refers to and offers.
    pub references: References,
    /// Of an article: what its title, dek and headings are about (see [`super::related::words`]).
    pub words: Vec<u32>,
}

impl<F: PartialEq> Facts<F> {
    /// Whether both say the same to the rest of the site: at most the words of the body differ, and where things stand.
    pub fn says_the_same(&self, other: &Facts<F>) -> bool {
        let Facts { path, fields, dek_text, excerpt, is_blank, references, words, translates } = self;
        *path == other.path
            && *translates == other.translates
            && *fields == other.fields
            && *dek_text == other.dek_text
            && *excerpt == other.excerpt
            && *is_blank == other.is_blank
            && references.says_the_same(&other.references)
            && *words == other.words
    }
}

impl<F: Default> Facts<F> {
    /// The facts of a document that nobody wrote.
    pub fn empty(path: RelPath) -> Facts<F> {
        Facts {
            path,
            translates: None,
            fields: F::default(),
            dek_text: None,
            excerpt: String::new(),
            is_blank: true,
            references: References::default(),
            words: Vec::new(),
        }
    }
}

impl<F> Facts<F> {
    /// Where the document stands in its edition, whatever its language.
    pub fn place(&self) -> &RelPath {
        self.translates.as_ref().unwrap_or(&self.path)
    }
}

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
            let CitationItem { key, prefix, locator } = a;
            key.value == b.key.value && *prefix == b.prefix && *locator == b.locator
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

/// All of a document that only its own page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// The dek, inline.
    pub dek: Option<Markup>,
    /// The caption of the lead image, inline.
    pub image_caption: Option<Markup>,
    /// The disclosure, blocks.
    pub disclosure: Option<Markup>,
    /// The body and the sections of the front matter, footnotes at the end.
    pub body: Markup,
    /// Where the first section begins: an offset into `body.html` before its heading.
    pub first_section: Option<u32>,
    /// Captions of figures by index, inline.
    pub captions: Vec<Option<Markup>>,
    /// Labels of calls by index, inline.
    pub labels: Vec<Option<Markup>>,
    /// Call-outs.
    pub callouts: Vec<Callout>,
    /// The title of the questions if the body gives one (`## Questions {.faqs}`): inline, with the heading's id.
    pub faqs_title: Option<(Markup, String)>,
    /// What the body says between that title and the first question: blocks.
    pub faqs_intro: Option<Markup>,
    /// Questions, inline, and answers, blocks; by index.
    pub faqs: Vec<(Markup, Markup)>,
    /// Texts of the corrections by index, inline.
    pub corrections: Vec<Markup>,
    /// How many words a reader reads.
    pub words: u32,
}

impl Prose {
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        *self == Prose::default()
    }

    /// About how many bytes it takes.
    pub fn size(&self) -> usize {
        let of = |markup: &Markup| markup.html.len() + size_of_val(markup.holes.as_slice());
        let faqs = self.faqs.iter().map(|(question, answer)| of(question) + of(answer));
        size_of::<Prose>() + of(&self.body) + faqs.sum::<usize>()
    }

    /// Gives back the room that the texts grew into.
    pub fn fit(&mut self) {
        let Prose { dek, image_caption, disclosure, body, captions, labels, callouts, .. } = self;
        let alone = [dek, image_caption, disclosure, &mut self.faqs_intro].into_iter().flatten();
        let listed = captions.iter_mut().chain(labels).flatten().chain(&mut self.corrections);
        let titles = callouts.iter_mut().filter_map(|callout| callout.title.as_mut());
        let questions = self.faqs.iter_mut().flat_map(|(question, answer)| [question, answer]);
        let title = self.faqs_title.iter_mut().map(|(title, _)| title);
        alone.chain(listed).chain(titles).chain(questions).chain(title).chain([body]).for_each(Markup::fit);
    }
}

/// A call-out; its content stands between its two holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// `note`, `tip`, `important`, `warning`, `caution` or one that site.toml declares; lower case.
    pub kind: String,
    /// The title, inline; the theme has one for each kind.
    pub title: Option<Markup>,
    /// Whether it can be folded, and whether it begins so.
    pub fold: Fold,
}

/// Whether a call-out can be folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// It cannot.
    #[default]
    Never,
    /// `[!TIP]+`: open at first.
    Open,
    /// `[!TIP]-`: folded at first.
    Closed,
}

/// HTML with holes, which `compose` fills from the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// The HTML.
    pub html: String,
    /// The holes, by rising offset.
    pub holes: Vec<Hole>,
}

impl Markup {
    /// Gives back the room that it grew into.
    fn fit(&mut self) {
        self.holes.shrink_to_fit();
        // Shrinking leaves an allocation where it is, and often as it is.
        if self.html.capacity() - self.html.len() > self.html.len() / 8 {
            self.html = self.html.as_str().to_owned();
        }
    }
}

/// A hole in the HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The offset into the HTML.
    pub at: u32,
    /// What belongs there.
    pub kind: HoleKind,
}

/// What belongs into a hole; numbers are indexes into [`References`] or [`Prose`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// The address of a link: within `href="…"`.
    Link(u32),
    /// The title of a link's target, for a link without text.
    LinkTitle(u32),
    /// A citation's mark.
    Citation(u32),
    /// A figure or a picture within a line.
    Figure(u32),
    /// A call without content: a line, or an inline call (its text is its label).
    Call(u32),
    /// A container's content begins; it ends at the matching [`HoleKind::Close`].
    OpenCall(u32),
    /// A call-out's content begins; it ends at the matching [`HoleKind::Close`].
    OpenCallout(u32),
    /// The innermost open content ends.
    Close,
    /// One of the page's own blocks; an index into [`References::places`].
    Place(u32),
}
