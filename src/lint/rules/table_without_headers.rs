//! A table of which nothing says what its columns or rows are.

use crate::diagnostics::Code;
use crate::lint::page::PageSubject;
use crate::lint::{Looks, Rule, Wrong};

/// The rule.
pub const RULE: Rule = Rule { code: Code::TableWithoutHeaders, looks: Looks::Page(look) };

fn look(page: &PageSubject<'_>, found: &mut Vec<Wrong>) {
    for (id, table) in page.document.elements().filter(|(_, element)| element.name == "table") {
        let is_layout = matches!(table.attribute("role").as_deref(), Some("presentation" | "none"));
        let is_header = |cell: &crate::html::document::Element<'_>| {
            cell.name == "th" || matches!(cell.attribute("role").as_deref(), Some("columnheader" | "rowheader"))
        };
        let mut headers = page.document.within(id).filter(|(_, cell)| is_header(cell)).peekable();
        if is_layout || page.is_hidden(id) {
            continue;
        }
        let names = ["aria-label", "aria-labelledby", "title"];
        let is_silent = |id| page.content_of(id).trim().is_empty();
        let help =
            "make the cells that say what stands below or beside them `<th scope=\"col\">` or `<th scope=\"row\">`";
        let message = if headers.peek().is_none() {
            let words = page.document.text(id);
            let words: Vec<&str> = words.split_whitespace().take(6).collect();
            format!("the table that begins with `{}` has no headers", words.join(" "))
        } else if headers.all(|(id, cell)| !names.iter().any(|name| cell.says(name)) && is_silent(id)) {
            "a table has headers that say nothing".to_owned()
        } else {
            continue;
        };
        let wrong = Wrong::new(Code::TableWithoutHeaders, message).help(help).element(&page.document, id);
        // What it says first tells it from other tables.
        let mut cells = page.document.within(id).filter(|(_, cell)| cell.name == "td");
        found.push(match cells.find(|(cell, _)| !page.document.raw(*cell).trim().is_empty()) {
            Some((cell, _)) => wrong.element(&page.document, cell),
            None => wrong,
        });
    }
}
