//! An id that two elements of a page have.

use std::borrow::Cow;

use crate::diagnostics::Code;
use crate::lint::page::PageSubject;
use crate::lint::{Looks, Rule, Wrong};

/// The rule.
pub const RULE: Rule = Rule { code: Code::RepeatedId, looks: Looks::Page(look) };

fn look(page: &PageSubject<'_>, found: &mut Vec<Wrong>) {
    let mut ids: Vec<Cow<'_, str>> =
        page.document.elements().filter_map(|(_, element)| element.attribute("id")).collect();
    ids.sort_unstable();
    for same in ids.chunk_by(|a, b| a == b) {
        let [id, ..] = same else { continue };
        let times = same.len();
        if id.trim().is_empty() {
            found.push(
                Wrong::new(Code::RepeatedId, "an element has an empty `id`")
                    .help("give it one, or take the attribute out")
                    .text("id=\"\""),
            );
        } else if times > 1 {
            let times = if times == 2 { "twice".to_owned() } else { format!("{times} times") };
            found.push(
                Wrong::new(Code::RepeatedId, format!("the id `{id}` is there {times}"))
                    .help("rename all but one: links, labels and scripts find only the first")
                    .text(format!("id=\"{id}\""))
                    .text(format!("id='{id}'"))
                    .text(format!("{{#{id}}}")),
            );
        }
    }
}
