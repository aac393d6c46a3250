//! From what is wrong with pages back to the files that they are made from.
//!
//! In: for each page its [`Origin`] and what is [`Wrong`] with it. Out: diagnostics, one for what many pages have in
//! common.
//!
//! 1. [`of_pages`] says once what is equal on many pages.
//! 2. It looks for what a [`Trace`] names, in the document of the one page that has the mistake, and in the templates.
//!
//! Invariant: a range is shown only where the text of a trace stands in a file as the page has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::html::document::{Document, Element, ElementId};
use crate::text::{RelPath, Span};

/// Where a page comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its address below the site's root.
    pub address: String,
    /// The document that it is made from, if it is made from one.
    pub document: Option<RelPath>,
    /// The template that shows it.
    pub template: Option<RelPath>,
}

/// Something that is wrong with a page, wherever that comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// Which mistake.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to type instead: one line each.
    pub help: Vec<String>,
    /// What leads to it in the file that wrote it, the surest first.
    pub traces: Vec<Trace>,
}

/// A text of a page that may stand in a file as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    text: String,
    /// How many bytes of it are the mistake.
    shown: usize,
    /// Whether it is the mistake wherever it stands; else it leads to a place only if it stands in one.
    is_wrong_anywhere: bool,
}

/// Of how many pages with one mistake the documents are asked for it, before it is taken for one of the template.
const ASKED: usize = 8;

/// How much of what stands behind a tag leads to it, in characters.
const LONGEST: usize = 60;

impl Wrong {
    /// A mistake that nothing leads to.
    pub fn new(code: Code, message: impl Into<String>) -> Wrong {
        Wrong { code, message: message.into(), help: Vec::new(), traces: Vec::new() }
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Wrong {
        self.help.push(help.into());
        self
    }

    /// Adds that it is an element of the page: its tag with what stands behind it, or its tag alone, as far as the page has
    /// that once.
    #[must_use]
    pub fn element(mut self, document: &Document<'_>, id: ElementId) -> Wrong {
        let Some(Element { markup, at, .. }) = document.element(id) else { return self };
        let line = document.html[at + markup.len()..].lines().next().unwrap_or_default();
        let long: String = line.chars().take(LONGEST).collect();
        // A tag, or a text.
        let next = if line.starts_with('<') { line.split_inclusive('>').next() } else { line.split('<').next() };
        let short = format!("{markup}{}", next.unwrap_or_default());
        for text in [format!("{markup}{}", long.trim_end()), short.trim_end().to_owned(), (*markup).to_owned()] {
            if document.html.matches(&text).count() == 1 {
                let shown = short.trim_end().len().min(text.len());
                self.traces.push(Trace { text, shown, is_wrong_anywhere: false });
            }
        }
        self.traces.dedup();
        self
    }

    /// Adds a text that is wrong wherever it stands: of many places the last is shown.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Wrong {
        let text = text.into();
        self.traces.push(Trace { shown: text.len(), text, is_wrong_anywhere: true });
        self
    }
}

impl Trace {
    /// Where a file has it.
    fn find(&self, file: &str) -> Option<Span> {
        let mut places = file.match_indices(&self.text);
        let (first, _) = places.next()?;
        let at = match places.last() {
            None => first,
            Some((last, _)) if self.is_wrong_anywhere => last,
            Some(_) => return None,
        };
        // Files are smaller than 4 GiB by far.
        Some(Span { start: u32::try_from(at).ok()?, end: u32::try_from(at + self.shown).ok()? })
    }
}

/// The files that pages are made from.
pub trait Sources {
    /// What a document says; `None` if it cannot be read.
    fn document(&self, path: &RelPath) -> Option<String>;
    /// What the templates of the site say.
    fn templates(&self) -> Vec<(&RelPath, &str)>;
}

/// What rules have found on pages: once where a template has it, else in each document that has it, else at the document of
/// the page if it is on one, else at the template of the first. `pages` are in the order of the output.
pub fn of_pages(pages: &[(Origin, Vec<Wrong>)], sources: &dyn Sources) -> Vec<Diagnostic> {
    type Key<'a> = (Code, &'a str, &'a [String]);
    let mut alike: BTreeMap<Key<'_>, (&[Trace], Vec<&Origin>)> = BTreeMap::new();
    for (origin, found) in pages {
        for Wrong { code, message, help, traces } in found {
            let (_, origins) = alike.entry((*code, message, help)).or_insert_with(|| (traces, Vec::new()));
            if origins.last().is_none_or(|last| *last != origin) {
                origins.push(origin);
            }
        }
    }
    let mut told = Vec::new();
    for ((code, message, help), (traces, mut origins)) in alike {
        let mut tell = |place: Option<Place>, path: Option<&RelPath>, message: String| {
            let place = place.or_else(|| path.map(|path| Place { path: path.clone(), span: None }));
            let mut one = Diagnostic::at(code, place, message);
            one.help = help.to_vec();
            told.push(one);
        };
        let in_document = |origin: &Origin| {
            let path = origin.document.as_ref()?;
            let text = sources.document(path).filter(|_| !traces.is_empty())?;
            place_in(path, &text, traces)
        };
        let on_page = |origin: &Origin| format!("{message}, on `{}`", origin.address);
        if let [only] = origins.as_slice() {
            let place = in_document(only).or_else(|| place_in_templates(only.template.as_ref(), traces, sources));
            tell(place, only.document.as_ref().or(only.template.as_ref()), on_page(only));
            continue;
        }
        let template = origins.first().and_then(|first| first.template.as_ref());
        let place = place_in_templates(template, traces, sources);
        // What no template has several documents may have, each by itself.
        if place.is_none() && origins.iter().take(ASKED).any(|origin| in_document(origin).is_some()) {
            origins.retain(|origin| {
                let place = in_document(origin);
                let is_elsewhere = place.is_none();
                if !is_elsewhere {
                    tell(place, None, on_page(origin));
                }
                is_elsewhere
            });
        }
        let Some(first) = origins.first() else { continue };
        let message = match origins.len() {
            1 => on_page(first),
            many => format!("{message}, on {many} pages, first on `{}`", first.address),
        };
        tell(place, first.template.as_ref().or(first.document.as_ref()), message);
    }
    told
}

fn place_in(path: &RelPath, text: &str, traces: &[Trace]) -> Option<Place> {
    let span = traces.iter().find_map(|trace| trace.find(text))?;
    Some(Place { path: path.clone(), span: Some(span) })
}

/// Where the templates have it: in that of the page, else in the one other that does.
fn place_in_templates(own: Option<&RelPath>, traces: &[Trace], sources: &dyn Sources) -> Option<Place> {
    if traces.is_empty() {
        return None;
    }
    let templates = sources.templates();
    let is_own = |(path, _): &&(&RelPath, &str)| Some(*path) == own;
    if let Some(place) = templates.iter().find(is_own).and_then(|(path, text)| place_in(path, text, traces)) {
        return Some(place);
    }
    traces.iter().find_map(|trace| {
        let mut places = templates.iter().filter_map(|(path, text)| Some((*path, trace.find(text)?)));
        let (path, span) = places.next()?;
        places.next().is_none().then(|| Place { path: path.clone(), span: Some(span) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Files(Vec<(RelPath, &'static str)>);

    impl Sources for Files {
        fn document(&self, path: &RelPath) -> Option<String> {
            self.0.iter().find(|(known, _)| known == path).map(|(_, text)| (*text).to_owned())
        }

        fn templates(&self) -> Vec<(&RelPath, &str)> {
            self.0.iter().filter(|(path, _)| path.extension() == "html").map(|(path, text)| (path, *text)).collect()
        }
    }

    fn path(path: &str) -> RelPath {
        RelPath::new(path).expect("a clean path")
    }

    /// Where it is said that some pages have an element that should not be there; each page is made from its document.
    fn told(documents: &[&str], html: &str, files: &[(&str, &'static str)]) -> (String, Option<(u32, u32)>) {
        let document = Document::read(html);
        let (id, _) = document.elements().last().expect("an element");
        let wrong = Wrong::new(Code::NamelessControl, "it should not be there").element(&document, id);
        let page = |document: &&str| {
            let origin = Origin {
                address: format!("/{document}/"),
                document: Some(path(document)),
                template: Some(path("templates/article.html")),
            };
            (origin, vec![wrong.clone()])
        };
        let pages: Vec<(Origin, Vec<Wrong>)> = documents.iter().map(page).collect();
        let files = Files(files.iter().map(|(name, text)| (path(name), *text)).collect());
        let found = of_pages(&pages, &files);
        let [Diagnostic { place: Some(Place { path, span }), .. }] = found.as_slice() else { panic!("{found:?}") };
        (path.as_str().to_owned(), span.map(|span| (span.start, span.end)))
    }

    #[test]
    fn a_mistake_on_one_page_is_shown_where_its_document_has_it_and_else_where_a_template_does() {
        let told = |article, base| {
            let files = [("a.md", article), ("templates/article.html", "{% extends"), ("templates/base.html", base)];
            told(&["a.md"], "<p>x</p><button class=\"b\"></button>", &files)
        };
        assert_eq!(told("x\n\n<button class=\"b\"></button>", ""), ("a.md".to_owned(), Some((3, 30))));
        assert_eq!(told("x", "<nav><button class=\"b\"></nav>"), ("templates/base.html".to_owned(), Some((5, 23))));
        assert_eq!(told("x", "<button class={{ b }}>"), ("a.md".to_owned(), None));
        let twice = "<button class=\"b\"> <button class=\"b\">";
        assert_eq!(told(twice, ""), ("a.md".to_owned(), None), "it may be either");
    }

    #[test]
    fn a_mistake_on_many_pages_is_shown_in_the_template_that_has_it_and_else_in_each_document_that_does() {
        let button = "<button class=\"b\">";
        let told = |[a, b]: [&'static str; 2], base| {
            let document = Document::read("<button class=\"b\"></button>");
            let (id, _) = document.elements().last().expect("an element");
            let wrong = Wrong::new(Code::NamelessControl, "it should not be there").element(&document, id);
            let page = |document: &str| {
                let (document, template) = (Some(path(document)), Some(path("templates/article.html")));
                (Origin { address: String::new(), document, template }, vec![wrong.clone()])
            };
            let files = [("a.md", a), ("b.md", b), ("templates/article.html", "{%"), ("templates/base.html", base)];
            let files = Files(files.iter().map(|(name, text)| (path(name), *text)).collect());
            let found = of_pages(&[page("a.md"), page("b.md")], &files);
            let place =
                |one: &Diagnostic| one.place.as_ref().map(|Place { path, span }| format!("{path} {}", span.is_some()));
            found.iter().filter_map(place).collect::<Vec<_>>()
        };
        assert_eq!(told([button, button], button), ["templates/base.html true"]);
        assert_eq!(told([button, button], ""), ["a.md true", "b.md true"]);
        assert_eq!(told([button, "x"], ""), ["a.md true", "templates/article.html false"]);
        assert_eq!(told(["x", "x"], ""), ["templates/article.html false"]);
    }

    #[test]
    fn what_an_element_says_tells_it_from_others_with_the_same_tag() {
        let files = [("a.md", "<h4>One</h4>\n\n<h4>Two</h4>"), ("templates/article.html", "")];
        assert_eq!(told(&["a.md"], "<h4>One</h4><h4>Two</h4>", &files), ("a.md".to_owned(), Some((14, 21))));
    }
}
