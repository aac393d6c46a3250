//! Who links here, who cites this, what a person has worked on.

use gen_lsp_types::Location;

use super::definition::{fragment, place_of};
use super::desk::{Desk, Here};
use super::known::{Target, Written};
use super::settings::{self, Text};
use super::spot::{self, Spot};
use crate::parse::document::{Link, LinkTarget};
use crate::text::{RelPath, Span};

/// What others lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A document, whatever part of it.
    Document(RelPath),
    /// A part of a document.
    Anchor(RelPath, String),
    /// A picture or another file.
    File(RelPath),
    /// A source, in the file that describes it.
    Source(RelPath, String),
    /// A component.
    Component(String),
}

/// The places that lead to what is at the cursor, with the place itself if it is to be among them.
pub fn find(desk: &Desk<'_>, here: &Here<'_>, with_itself: bool) -> Vec<Location> {
    let Some((thing, itself)) = thing(desk, here) else { return Vec::new() };
    let uses = uses(desk, &thing);
    let mut places: Vec<(RelPath, Span)> = uses;
    places.extend(itself.filter(|_| with_itself));
    places.sort();
    places.dedup();
    places.iter().filter_map(|(path, span)| desk.location(path, Some(*span))).collect()
}

/// What is meant at the cursor, and where that is itself.
pub fn thing(desk: &Desk<'_>, here: &Here<'_>) -> Option<(Thing, Option<(RelPath, Span)>)> {
    let of_target = |target: Target, fragment: &str| match target {
        Target::Document(path) if fragment.is_empty() => (Thing::Document(path), None),
        Target::Document(path) => {
            let span = desk.anchor(&path, fragment);
            (Thing::Anchor(path.clone(), fragment.to_owned()), span.map(|span| (path, span)))
        }
        Target::File(path) => (Thing::File(path), None),
    };
    let of_source = |key: &str| {
        let (path, source) = desk.source(here.path, key)?;
        Some((Thing::Source(path.clone(), key.to_owned()), Some((path, source.id.span))))
    };
    let itself = |span: Span| Some((here.path.clone(), span));
    let Some(found) = spot::find(here) else {
        // Wherever else the cursor is, the file is meant.
        here.written?;
        return Some((Thing::Document(here.path.clone()), None));
    };
    match found {
        Spot::Link(link) if desk.known.work(here.path, &link.target).is_some() => {
            let (path, key) = desk.known.work(here.path, &link.target)?;
            let (path, source) = desk.source(path, key)?;
            Some((Thing::Source(path.clone(), key.clone()), Some((path, source.id.span))))
        }
        Spot::Link(link) => Some(of_target(desk.known.find(here.path, &link.target)?, fragment(&link.target))),
        Spot::Citation(item) => of_source(&item.key.value),
        Spot::Source(source) => of_source(&source.id.value),
        Spot::Figure(figure) => Some(of_target(desk.known.find(here.path, &place_of(&figure.src.value))?, "")),
        Spot::Image(src) => Some(of_target(desk.known.find(here.path, &place_of(&src.value))?, "")),
        Spot::Related(file) => Some(of_target(desk.known.at(here.path, &file.value)?, "")),
        Spot::Person(id) => Some((Thing::Document(desk.known.person(here.path, &id.value)?), None)),
        Spot::Call(call) => Some((Thing::Component(call.name.value.clone()), None)),
        Spot::Heading(heading) => Some((Thing::Anchor(here.path.clone(), heading.id.clone()), itself(heading.span))),
        Spot::Question(question) => {
            Some((Thing::Anchor(here.path.clone(), question.id.clone()), itself(question.span)))
        }
        Spot::Questions(_) => Some((Thing::Document(here.path.clone()), None)),
        Spot::Title(title) => Some((Thing::Document(here.path.clone()), itself(title.span))),
    }
}

/// Every place that leads to a thing: the words that name it.
pub fn uses(desk: &Desk<'_>, thing: &Thing) -> Vec<(RelPath, Span)> {
    let mut uses = Vec::new();
    for (path, written) in desk.documents() {
        let mut add = |span: Span| uses.push((path.clone(), span));
        match thing {
            Thing::Document(to) | Thing::File(to) => {
                let leads = |target: Option<Target>| {
                    target.is_some_and(|target| match target {
                        Target::Document(path) | Target::File(path) => path == *to,
                    })
                };
                let leads_out = |link: &&Link| !matches!(link.target, LinkTarget::Anchor(_));
                links(written)
                    .filter(leads_out)
                    .filter(|link| leads(desk.known.find(path, &link.target)))
                    .for_each(|link| add(link.span));
                let related = written.related().iter().filter(|file| leads(desk.known.at(path, &file.value)));
                related.for_each(|file| add(file.span));
                let people = written.people().filter(|id| desk.known.person(path, &id.value).as_ref() == Some(to));
                people.for_each(|id| add(id.span));
                let figures = written.references().into_iter().flat_map(|references| &references.figures);
                let pictures = figures.map(|figure| &figure.src).chain(written.image().map(|image| &image.src));
                pictures
                    .filter(|src| !src.value.is_empty() && leads(desk.known.find(path, &place_of(&src.value))))
                    .for_each(|src| add(src.span));
            }
            Thing::Anchor(to, id) => {
                let leads = |link: &&Link| {
                    fragment(&link.target) == id
                        && desk.known.find(path, &link.target) == Some(Target::Document(to.clone()))
                };
                links(written).filter(leads).for_each(|link| add(link.span));
            }
            Thing::Source(of, key) => {
                let citations = written.references().into_iter().flat_map(|references| &references.citations);
                let items = citations.flat_map(|citation| &citation.items).filter(|item| item.key.value == *key);
                let is_meant = || desk.source(path, key).is_some_and(|(found, _)| found == *of);
                let items: Vec<Span> = items.map(|item| item.key.span).collect();
                let named = written.sources().iter().filter(|source| source.id.value == *key && path != of);
                let named: Vec<Span> =
                    named.filter(|source| source.title.is_empty()).map(|source| source.id.span).collect();
                if (!items.is_empty() || !named.is_empty()) && is_meant() {
                    items.into_iter().chain(named).for_each(&mut add);
                }
                let leads = |link: &&Link| {
                    desk.known.work(path, &link.target).is_some_and(|(file, named)| file == of && named == key)
                };
                links(written).filter(leads).for_each(|link| add(link.span));
            }
            Thing::Component(name) => {
                let calls = written.references().into_iter().flat_map(|references| &references.calls);
                calls.filter(|call| call.name.value == *name).for_each(|call| add(call.name.span));
            }
        }
    }
    for Text { file, before, references } in settings::texts(desk) {
        let leads = |link: &&Link| match thing {
            Thing::Document(to) => desk.known.find(&before, &link.target) == Some(Target::Document(to.clone())),
            Thing::File(to) => desk.known.find(&before, &link.target) == Some(Target::File(to.clone())),
            Thing::Anchor(to, id) => {
                fragment(&link.target) == id
                    && desk.known.find(&before, &link.target) == Some(Target::Document(to.clone()))
            }
            Thing::Source(of, key) => {
                desk.known.work(&before, &link.target).is_some_and(|(file, named)| file == of && named == key)
            }
            Thing::Component(_) => false,
        };
        let leads_out = |link: &&Link| !matches!(link.target, LinkTarget::Anchor(_));
        uses.extend(references.links.iter().filter(leads_out).filter(leads).map(|link| (file.clone(), link.span)));
    }
    uses
}

fn links<'a>(written: Written<'a>) -> impl Iterator<Item = &'a Link> {
    written.references().into_iter().flat_map(|references| &references.links)
}
