//! The parts of a page that readers with a screen reader jump to.

use crate::diagnostics::Code;
use crate::html::document::{Element, ElementId};
use crate::lint::page::{PageSubject, shown};
use crate::lint::{Looks, Rule, Wrong};

/// The rule.
pub const RULE: Rule = Rule { code: Code::Landmarks, looks: Looks::Page(look) };

fn look(page: &PageSubject<'_>, found: &mut Vec<Wrong>) {
    let landmarks = page.document.elements().filter_map(|(id, element)| Some((id, role(page, id, element)?)));
    let landmarks: Vec<(ElementId, &str)> = landmarks.filter(|(id, _)| !page.is_hidden(*id)).collect();
    let of = |wanted: &str| landmarks.iter().filter(|(_, role)| *role == wanted).count();
    // Which of several is one too many is for the author to say; the last is most likely not the theme's.
    let last_first = |wrong: Wrong, wanted: &str| {
        let all = landmarks.iter().rev().filter(|(_, role)| *role == wanted);
        all.fold(wrong, |wrong, (id, _)| wrong.element(&page.document, *id))
    };
    match of("main") {
        0 => found.push(
            Wrong::new(Code::Landmarks, "the page has no `<main>`")
                .help("put what the page is about into `<main>`, so that readers can jump over what all pages have"),
        ),
        1 => {}
        many => found.push(last_first(
            Wrong::new(Code::Landmarks, format!("the page has {many} `<main>`"))
                .help("a page is about one thing: make the others a `<section>` or an `<article>`"),
            "main",
        )),
    }
    for (wanted, tag) in [("banner", "header"), ("contentinfo", "footer")] {
        let many = of(wanted);
        if many > 1 {
            let help = format!(
                "one is the page's; put the others into the `<article>` or `<section>` that they are the {tag} of"
            );
            let message = format!("the page has {many} `<{tag}>` that are its own");
            found.push(last_first(Wrong::new(Code::Landmarks, message).help(help), wanted));
        }
    }
    if of("navigation") > 1 {
        for (id, _) in landmarks.iter().filter(|(_, role)| *role == "navigation") {
            let Some(element) = page.document.element(*id) else { continue };
            if !["aria-label", "aria-labelledby", "title"].iter().any(|name| element.says(name)) {
                found.push(
                    Wrong::new(Code::Landmarks, format!("{} has no name, and is one of several", shown(element)))
                        .help("tell them apart: `aria-label=\"...\"`")
                        .element(&page.document, *id),
                );
            }
        }
    }
}

/// What an element is to a screen reader, if it is a landmark (HTML Accessibility API Mappings 1.0).
fn role(page: &PageSubject<'_>, id: ElementId, element: &Element<'_>) -> Option<&'static str> {
    const KNOWN: [&str; 4] = ["main", "banner", "contentinfo", "navigation"];
    if let Some(role) = element.attribute("role") {
        return KNOWN.into_iter().find(|known| *known == role);
    }
    let is_of_page = || {
        let parts = |around: &Element<'_>| matches!(&*around.name, "article" | "aside" | "main" | "nav" | "section");
        !page.document.around(id).any(parts)
    };
    match &*element.name {
        "main" => Some("main"),
        "nav" => Some("navigation"),
        "header" if is_of_page() => Some("banner"),
        "footer" if is_of_page() => Some("contentinfo"),
        _ => None,
    }
}
