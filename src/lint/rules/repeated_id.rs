//! An id that two elements of a page have.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::page::{PageSubject, wrong};
use crate::lint::{Looks, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::RepeatedId, looks: Looks::Page(look) };

fn look(page: &PageSubject<'_>, found: &mut Vec<Diagnostic>) {
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for (_, element) in page.document.elements() {
        if let Some(id) = element.attribute("id") {
            *ids.entry(id.into_owned()).or_default() += 1;
        }
    }
    for (id, times) in ids {
        if id.trim().is_empty() {
            found.push(
                wrong(Code::RepeatedId, "an element has an empty `id`").help("give it one, or take the attribute out"),
            );
        } else if times > 1 {
            let times = if times == 2 { "twice".to_owned() } else { format!("{times} times") };
            found.push(
                wrong(Code::RepeatedId, format!("the id `{id}` is there {times}"))
                    .help("rename all but one: links, labels and scripts find only the first"),
            );
        }
    }
}
