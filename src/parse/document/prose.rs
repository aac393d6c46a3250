//! The HTML of a document, with holes for what it refers to.

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

/// What belongs into a hole; numbers are indexes into [`References`](super::References) or [`Prose`].
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
    /// One of the page's own blocks; an index into [`References::places`](super::References::places).
    Place(u32),
}
