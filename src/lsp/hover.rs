//! What readers would see of what is at the cursor.

use gen_lsp_types as types;
use gen_lsp_types::Hover;

use super::desk::{Desk, Here};
use super::known::{Target, Written};
use super::spot::{self, Spot};
use crate::compose::sources;
use crate::parse::front_matter::Source;
use crate::text::RelPath;

/// What to show at the cursor, as plain text: the entry of a source, the title and dek of a link's target, who a person
/// is.
pub fn show(desk: &Desk<'_>, here: &Here<'_>) -> Option<Hover> {
    let found = spot::find(here)?;
    let text = match found {
        Spot::Citation(item) => entry(desk, here.path, desk.source(here.path, &item.key.value)?.1)?,
        Spot::Source(source) => entry(desk, here.path, desk.source(here.path, &source.id.value)?.1)?,
        Spot::Link(link) => match desk.known.work(here.path, &link.target) {
            Some((path, key)) => entry(desk, here.path, desk.source(path, key)?.1)?,
            None => card(desk, &desk.known.find(here.path, &link.target)?),
        },
        Spot::Related(file) => card(desk, &desk.known.at(here.path, &file.value)?),
        Spot::Person(id) => card(desk, &Target::Document(desk.known.person(here.path, &id.value)?)),
        Spot::Call(call) => {
            let signatures = desk.known.output.signatures();
            super::completion::signature(signatures.iter().find(|one| one.name == call.name.value)?)
        }
        Spot::Figure(_)
        | Spot::Image(_)
        | Spot::Heading(_)
        | Spot::Question(_)
        | Spot::Questions(_)
        | Spot::Title(_) => {
            return None;
        }
    };
    let range = desk.text(here.path)?.range(found.span());
    let contents = types::MarkupContent { kind: types::MarkupKind::PlainText, value: text };
    Some(Hover { contents: types::Contents::MarkupContent(contents), range: Some(range) })
}

/// The title, and the line below it.
fn card(desk: &Desk<'_>, target: &Target) -> String {
    let title = desk.title(target);
    let Target::Document(path) = target else { return format!("{title}\n{}", target_path(target)) };
    let dek = desk.written(path).and_then(Written::dek).map(|dek| format!("\n{dek}"));
    format!("{title}{}", dek.unwrap_or_default())
}

fn target_path(target: &Target) -> &RelPath {
    match target {
        Target::Document(path) | Target::File(path) => path,
    }
}

/// A source as the list of a page has it, in the words of the theme and without markup.
pub fn entry(desk: &Desk<'_>, path: &RelPath, source: &Source) -> Option<String> {
    let studios = desk.known.output.studios();
    let studio = studios.get(desk.known.edition(path))?;
    let composer = studio.composer();
    Some(sources::plain(&composer, source))
}
