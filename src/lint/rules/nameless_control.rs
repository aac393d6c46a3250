//! Something to press, to fill in or to look at that a screen reader has no name for.

use std::collections::BTreeSet;

use crate::diagnostics::Code;
use crate::html::document::{Element, ElementId};
use crate::lint::page::{PageSubject, shown};
use crate::lint::{Looks, Rule, Wrong};

/// The rule.
pub const RULE: Rule = Rule { code: Code::NamelessControl, looks: Looks::Page(look) };

fn look(page: &PageSubject<'_>, found: &mut Vec<Wrong>) {
    let labels = page.document.elements().filter(|(_, element)| element.name == "label");
    let labelled: BTreeSet<String> =
        labels.filter_map(|(_, label)| Some(label.attribute("for")?.into_owned())).collect();
    for (id, element) in page.document.elements() {
        let Some((what, help)) = lacking(page, id, element, &labelled) else { continue };
        if !page.is_hidden(id) {
            let message = format!("{} {what}", shown(element));
            found.push(Wrong::new(Code::NamelessControl, message).help(help).element(&page.document, id));
        }
    }
}

/// What an element lacks, and what to do about it.
fn lacking(
    page: &PageSubject<'_>,
    id: ElementId,
    element: &Element<'_>,
    labelled: &BTreeSet<String>,
) -> Option<(&'static str, &'static str)> {
    let is_nameless = || page.name_of(id).trim().is_empty();
    let kind = || element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    match &*element.name {
        "img" => {
            let is_silent = matches!(element.attribute("role").as_deref(), Some("presentation" | "none"));
            let has_name = ["aria-label", "aria-labelledby", "title"].iter().any(|name| element.says(name));
            (element.attribute("alt").is_none() && !is_silent && !has_name).then_some((
                "has no `alt`: a screen reader reads out the name of its file",
                "say what it shows, or `alt=\"\"` if it only decorates",
            ))
        }
        "a" if element.attribute("href").is_some() => is_nameless().then_some((
            "is a link without a name",
            "put words into it, or say where it leads: `aria-label=\"...\"`; a picture in it names it by its `alt`",
        )),
        "button" => is_nameless()
            .then_some(("is a button without a name", "put words into it, or say what it does: `aria-label=\"...\"`")),
        "input" if matches!(&*kind(), "hidden" | "submit" | "reset") => None,
        "input" if matches!(&*kind(), "button" | "image") => {
            let named = if kind() == "image" { "alt" } else { "value" };
            (!element.says(named) && is_nameless())
                .then_some(("is a button without a name", "say what it does: `aria-label=\"...\"`"))
        }
        "input" | "select" | "textarea" => {
            let has_label = element.attribute("id").is_some_and(|id| labelled.contains(&*id))
                || page.document.around(id).any(|around| around.name == "label");
            let has_name = ["aria-label", "aria-labelledby", "title"].iter().any(|name| element.says(name));
            (!has_label && !has_name).then_some((
                "is a field without a name",
                "put it into a `<label>`, or say what belongs into it: `aria-label=\"...\"`; a `placeholder` vanishes",
            ))
        }
        "iframe" => (!["title", "aria-label", "aria-labelledby"].iter().any(|name| element.says(name)))
            .then_some(("is a frame without a name", "say what is in it: `title=\"...\"`")),
        _ => None,
    }
}
