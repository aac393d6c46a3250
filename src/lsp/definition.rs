//! Where something was written: the file of a link, the entry of a source, a person, a component, a picture.

use gen_lsp_types::Location;

use super::desk::{Desk, Here};
use super::known::Target;
use super::spot::{self, Spot};
use crate::parse::document::LinkTarget;

/// The place that what is at the cursor leads to.
pub fn find(desk: &Desk<'_>, here: &Here<'_>) -> Option<Location> {
    let at = |target: Option<Target>| match target? {
        Target::Document(path) | Target::File(path) => desk.location(&path, None),
    };
    match spot::find(here)? {
        Spot::Link(link) => {
            if let Some((path, key)) = desk.known.work(here.path, &link.target) {
                let (path, source) = desk.source(path, key)?;
                return desk.location(&path, Some(source.id.span));
            }
            let target = desk.known.find(here.path, &link.target)?;
            let Target::Document(path) = &target else { return at(Some(target)) };
            let fragment = fragment(&link.target);
            let span = desk.anchor(path, fragment).filter(|_| !fragment.is_empty());
            desk.location(path, span)
        }
        Spot::Citation(item) => {
            let (path, source) = desk.source(here.path, &item.key.value)?;
            desk.location(&path, Some(source.id.span))
        }
        // An article can name a source of the ledger: `{id: KEY, listed: true}`.
        Spot::Source(source) => {
            let (path, source) = desk.source(here.path, &source.id.value)?;
            desk.location(&path, Some(source.id.span))
        }
        Spot::Figure(figure) => at(desk.known.find(here.path, &place_of(&figure.src.value))),
        Spot::Image(src) => at(desk.known.find(here.path, &place_of(&src.value))),
        Spot::Related(file) => at(desk.known.at(here.path, &file.value)),
        Spot::Person(id) => desk.location(&desk.known.person(here.path, &id.value)?, None),
        Spot::Call(call) => {
            let (path, span) = desk.known.output.definition(&call.name.value)?;
            // What is built into the program is no file that an editor could show.
            desk.text(path)?;
            desk.location(path, Some(span))
        }
        Spot::Heading(_) | Spot::Question(_) | Spot::Questions(_) | Spot::Title(_) => None,
    }
}

/// The anchor that a link names.
pub fn fragment(target: &LinkTarget) -> &str {
    match target {
        LinkTarget::Anchor(fragment)
        | LinkTarget::File { fragment, .. }
        | LinkTarget::Address { fragment, .. }
        | LinkTarget::Wiki { fragment, .. } => fragment,
    }
}

/// The file of a picture as a link would name it.
pub fn place_of(src: &str) -> LinkTarget {
    let (path, fragment) = (src.to_owned(), String::new());
    if src.starts_with('/') { LinkTarget::Address { path, fragment } } else { LinkTarget::File { path, fragment } }
}
