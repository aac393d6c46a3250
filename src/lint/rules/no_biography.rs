//! An author or reviewer of whom the site tells nothing.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, Subject};
use crate::parse::front_matter::PersonFields;
use crate::resolve::PersonId;
use crate::resolve::people::Credit;

/// The rule.
pub const RULE: Rule = Rule { code: Code::NoBiography, looks: Looks::Site(look) };

fn look(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut named: BTreeMap<PersonId, &'static str> = BTreeMap::new();
    for article in &subject.site.articles {
        let of_role = |role, people: &'_ [Credit]| {
            let ids = people.iter().filter_map(|credit| if let Credit::Member(id) = credit { Some(*id) } else { None });
            ids.map(|id| (id, role)).collect::<Vec<_>>()
        };
        let authors = of_role("an author", &article.credits.authors);
        for (id, role) in authors.into_iter().chain(of_role("a reviewer", &article.credits.reviewers)) {
            named.entry(id).or_insert(role);
        }
    }
    for (id, role) in named {
        let Some(person) = subject.site.people.get(id).filter(|person| person.facts.is_blank) else { continue };
        let PersonFields { name, .. } = &person.facts.fields;
        let message = format!("`{}` is {role}, and the site tells nothing more", name.value);
        let help = "write a few sentences below the front matter: who it is, and why readers can rely on them";
        found.push(Diagnostic::new(Code::NoBiography, &person.facts.path, name.span, message).help(help));
    }
}
