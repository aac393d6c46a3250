//! The headings of a page as it is built: one for the page, and none that skips a level.

use crate::diagnostics::Code;
use crate::html::document::{Element, ElementId};
use crate::lint::page::PageSubject;
use crate::lint::{Looks, Rule, Wrong};

/// The rule.
pub const RULE: Rule = Rule { code: Code::HeadingOrder, looks: Looks::Page(look) };

fn look(page: &PageSubject<'_>, found: &mut Vec<Wrong>) {
    let heading = |(id, element): (ElementId, &Element<'_>)| Some((id, level(element)?));
    let headings: Vec<(ElementId, u8)> =
        page.document.elements().filter_map(heading).filter(|(id, _)| !page.is_hidden(*id)).collect();
    match headings.iter().filter(|(_, level)| *level == 1).count() {
        0 => found.push(
            Wrong::new(Code::HeadingOrder, "the page has no `<h1>`")
                .help("make its title one: `<h1>{{ page.title }}</h1>`"),
        ),
        1 => {}
        many => {
            let wrong = Wrong::new(Code::HeadingOrder, format!("the page has {many} `<h1>`"))
                .help("one is the title of the page; make the others an `<h2>`");
            // The first is most likely the theme's.
            let all = headings.iter().rev().filter(|(_, level)| *level == 1);
            found.push(all.fold(wrong, |wrong, (id, _)| wrong.element(&page.document, *id)));
        }
    }
    for pair in headings.windows(2) {
        let &[(_, above), (id, level)] = pair else { continue };
        if level > above + 1 && !is_written(page, id) {
            let text = page.document.text(id);
            let words: Vec<&str> = text.split_whitespace().collect();
            found.push(
                Wrong::new(
                    Code::HeadingOrder,
                    format!("`{}` is an `<h{level}>` behind an `<h{above}>`", words.join(" ")),
                )
                .help(format!("make it an `<h{}>`; how large it looks is the stylesheet's matter", above + 1))
                .element(&page.document, id),
            );
        }
    }
}

fn level(element: &Element<'_>) -> Option<u8> {
    if element.attribute("role").is_some_and(|role| role == "heading") {
        return element.attribute("aria-level")?.parse().ok();
    }
    match element.name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Whether the author of the document has written it, so that its own rule looks at it.
fn is_written(page: &PageSubject<'_>, id: ElementId) -> bool {
    let id = page.document.element(id).and_then(|element| element.attribute("id"));
    id.is_some_and(|id| page.written.contains(&*id))
}
