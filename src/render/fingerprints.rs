//! What tells the pages of one template from what they would be with other templates.

use std::collections::{BTreeMap, BTreeSet};

use super::references::{self, Kind, Reference, Sources};
use crate::fingerprint::print;

/// For each page template (without `.html`) the hash of all that can reach a page of it: the template, what it extends
/// and includes, and every file that defines a component, because any article may call any component; `prefixes` are the
/// themes in the order in which they are asked.
///
/// The name without letters is that of what is made from components alone.
pub(super) fn of<'a>(
    sources: &'a Sources,
    templates: &BTreeSet<String>,
    prefixes: &[String],
    find: impl Fn(&str) -> Option<&'a str>,
) -> BTreeMap<String, u64> {
    let references: BTreeMap<&str, Vec<Reference>> =
        sources.iter().map(|(name, source)| (name.as_str(), references::read(&source.text))).collect();
    let defines = |all: &[Reference]| all.iter().any(|reference| reference.kind == Kind::Definition);
    let components: Vec<&str> = references.iter().filter(|(_, all)| defines(all)).map(|(name, _)| *name).collect();
    let fingerprint = |template: &String| {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut open = components.clone();
        open.extend(find(&format!("{template}.html")));
        while let Some(name) = open.pop() {
            if !reached.insert(name) {
                continue;
            }
            let all = references.get(name).into_iter().flatten();
            let within = all.filter(|reference| matches!(reference.kind, Kind::Extends | Kind::Include));
            open.extend(within.filter_map(|reference| find(&reference.name)));
        }
        let texts: Vec<(&str, &str)> = reached.into_iter().map(|name| (name, sources[name].text.as_str())).collect();
        print(&(prefixes, texts))
    };
    let named = templates.iter().cloned().chain([String::new()]);
    named.map(|template| (template.clone(), fingerprint(&template))).collect()
}
