//! Pictures, as rules see them: where each is shown, and what its author wrote there.

use super::Subject;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Facts, Figure};
use crate::parse::front_matter::ImageFields;
use crate::resolve::{Article, Connections, Introduction, Picture};
use crate::text::{RelPath, Span};

/// The class that says of a picture in a text that it is a mere decoration.
pub const DECORATION: &str = "decoration";

/// A picture that a page shows.
pub struct PictureSubject<'a> {
    /// The site.
    pub subject: &'a Subject<'a>,
    /// The document that shows it.
    pub path: &'a RelPath,
    /// The picture, with what its sidecar adds.
    pub picture: &'a Picture,
    /// As written there.
    pub written: Written<'a>,
}

/// A picture as its author wrote it.
#[derive(Clone, Copy)]
pub enum Written<'a> {
    /// The lead image.
    Lead(&'a ImageFields),
    /// One of the text.
    Figure(&'a Figure),
}

impl<'a> PictureSubject<'a> {
    /// The path or address as written.
    pub fn source(&self) -> &'a str {
        match self.written {
            Written::Lead(image) => &image.src.value,
            Written::Figure(figure) => &figure.src.value,
        }
    }

    /// Where its path or address is written.
    pub fn source_span(&self) -> Span {
        match self.written {
            Written::Lead(image) => image.src.span,
            Written::Figure(figure) => figure.src.span,
        }
    }

    /// The name of its file; `None` of a picture that is on another site.
    pub fn file_name(&self) -> Option<&'a str> {
        self.picture.file.as_ref().map(RelPath::file_name)
    }

    /// Whether it is a file that holds a photograph or the like, and no drawing.
    pub fn is_photograph(&self) -> bool {
        let extension = self.picture.file.as_ref().map_or("", |file| file.extension());
        ["jpg", "jpeg", "png", "webp", "avif"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    }

    /// Whether it stands for itself, with a caption and a credit, and not within a line.
    pub fn is_figure(&self) -> bool {
        match self.written {
            Written::Lead(_) => true,
            Written::Figure(figure) => figure.block,
        }
    }

    /// Whether its author says that it is a mere decoration: by the class, or by an alternative text that is empty on
    /// purpose.
    pub fn is_decoration(&self) -> bool {
        let is_empty = |image: &ImageFields| image.alt.as_ref().map(|alt| alt.value.is_empty());
        let of_sidecar = self.sidecar().and_then(is_empty);
        match self.written {
            Written::Lead(image) => is_empty(image).or(of_sidecar).unwrap_or(false),
            Written::Figure(figure) => {
                figure.classes.iter().any(|class| class == DECORATION)
                    || (figure.alt.is_empty() && of_sidecar.unwrap_or(false))
            }
        }
    }

    /// What its sidecar says.
    pub fn sidecar(&self) -> Option<&'a ImageFields> {
        self.subject.sidecars.get(self.picture.file.as_ref()?)
    }

    /// The file of its sidecar, whether it is there or not; `None` if the picture can have none.
    pub fn sidecar_file(&self) -> Option<RelPath> {
        let file = self.picture.file.as_ref().filter(|file| file.below("content").is_some())?;
        let named = |extension: &str| RelPath::new(&format!("{file}.{extension}"));
        let is_there = |path: &RelPath| self.subject.inventory.documents.binary_search(path).is_ok();
        named("yaml").filter(is_there).or_else(|| named("yml"))
    }

    /// Where its alternative text is written: in the document, else in the sidecar.
    pub fn alt_place(&self) -> Option<(RelPath, Span)> {
        let own = match self.written {
            Written::Lead(image) => image.alt.as_ref().map(|alt| alt.span),
            Written::Figure(figure) => (!figure.alt.is_empty()).then_some(figure.span),
        };
        let of_sidecar = || Some((self.sidecar_file()?, self.sidecar()?.alt.as_ref()?.span));
        own.map(|span| (self.path.clone(), span)).or_else(of_sidecar)
    }

    /// How to write one of its fields: where it is shown, and in its sidecar.
    pub fn ways(&self, field: &str, example: &str) -> Vec<String> {
        let own = match self.written {
            Written::Lead(_) => format!("write `{field}: {example}` below `image`"),
            Written::Figure(_) => format!("write `{{{field}=\"{example}\"}}` directly behind the picture"),
        };
        let once =
            self.sidecar_file().map(|sidecar| format!("or once for every page, `{field}: {example}` in `{sidecar}`"));
        std::iter::once(own).chain(once).collect()
    }

    /// A diagnostic where its path is written.
    pub fn at(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.path, self.source_span(), message)
    }
}

/// The pictures of an article.
pub fn of_article<'a>(subject: &'a Subject<'a>, article: &'a Article) -> Vec<PictureSubject<'a>> {
    let Article { facts, lead_image, connections, .. } = article;
    shown(subject, facts, (facts.fields.image.as_ref(), lead_image.as_ref()), connections)
}

/// The pictures of sections, people and other lists; a portrait stands beside a name, and says nothing else.
pub fn of_lists<'a>(subject: &'a Subject<'a>) -> Vec<PictureSubject<'a>> {
    let site = subject.site;
    let mut pictures = Vec::new();
    for one in &site.sections {
        let lead = (one.facts.fields.image.as_ref(), one.lead_image.as_ref());
        pictures.extend(shown(subject, &one.facts, lead, &one.connections));
    }
    for one in &site.people {
        pictures.extend(shown(subject, &one.facts, (None, None), &one.connections));
    }
    if let Some(one) = &site.people_section {
        pictures.extend(shown(subject, &one.facts, (None, None), &one.connections));
    }
    let of_taxonomies = site.taxonomies.iter().map(|one| &one.introduction);
    let introductions = of_taxonomies.chain(site.terms.iter().map(|one| &one.introduction));
    let introductions = introductions.chain(site.series.iter().map(|one| &one.introduction));
    for Introduction { facts, lead_image, connections } in introductions.flatten() {
        pictures.extend(shown(subject, facts, (facts.fields.image.as_ref(), lead_image.as_ref()), connections));
    }
    pictures
}

fn shown<'a, F>(
    subject: &'a Subject<'a>,
    facts: &'a Facts<F>,
    lead: (Option<&'a ImageFields>, Option<&'a Picture>),
    connections: &'a Connections,
) -> Vec<PictureSubject<'a>> {
    let path = &facts.path;
    let lead = lead.0.zip(lead.1).map(|(image, picture)| (Written::Lead(image), picture));
    let figures = facts.references.figures.iter().zip(&connections.pictures);
    let figures = figures.map(|(figure, picture)| (Written::Figure(figure), picture));
    let of = |(written, picture)| PictureSubject { subject, path, picture, written };
    lead.into_iter().chain(figures).map(of).collect()
}
