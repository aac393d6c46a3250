//! People: their files, and those who are written inline.

use std::collections::BTreeMap;

use super::article::repeated;
use super::{PersonFields, PersonRef, address, image, mapping};
use crate::decode::{Field, Fields, Mistakes, Syntax, Value};
use crate::diagnostics::Diagnosed;
use crate::text::{RelPath, Span};

/// Reads the front matter of a person's file: `yaml` begins at byte `offset` of it.
pub fn person(path: &RelPath, yaml: &str, offset: usize) -> Diagnosed<PersonFields> {
    let mistakes = Mistakes::new(path, Syntax::Yaml);
    let person = mapping(&mistakes, yaml, offset, "the front matter").map(|mut fields| {
        let aliases = items(&mut fields, "aliases").into_iter().filter_map(address::alias).collect();
        PersonFields { aliases, ..read(fields, "the person's file") }
    });
    mistakes.with(person.unwrap_or_default())
}

fn read(mut fields: Fields<'_>, what: &str) -> PersonFields {
    fields.hint(&[
        ("title", "a person has a `name`; what the person does is the `role`"),
        ("bio", "write the biography below the front matter"),
        ("url", "list the addresses that are the person elsewhere under `same_as`"),
        ("website", "list the addresses that are the person elsewhere under `same_as`"),
        ("links", "list the addresses that are the person elsewhere under `same_as`"),
    ]);
    let name = fields.require("name", &[], what, "Jane Example").and_then(Field::filled_line);
    let organization = fields
        .take("type", &[])
        .and_then(|field| field.choice(&[("person", false), ("organization", true)]))
        .is_some_and(|choice| choice.value);
    let line =
        |fields: &mut Fields<'_>, name: &str| fields.take(name, &[]).and_then(Field::line).map(|text| text.value);
    let person = PersonFields {
        name: name.unwrap_or_default(),
        organization,
        role: line(&mut fields, "role"),
        credentials: line(&mut fields, "credentials"),
        image: fields.take("image", &[]).and_then(image::image),
        same_as: items(&mut fields, "same_as").into_iter().filter_map(address::web_address).collect(),
        knows_about: items(&mut fields, "knows_about")
            .into_iter()
            .filter_map(Field::line)
            .map(|text| text.value)
            .collect(),
        email: fields.take("email", &[]).and_then(address::email),
        // Only a file has an address.
        aliases: Vec::new(),
    };
    fields.finish();
    person
}

fn items<'m>(fields: &mut Fields<'m>, name: &str) -> Vec<Field<'m>> {
    fields.take(name, &[]).and_then(Field::list_or_one).unwrap_or_default()
}

/// The people of `authors` and the like: ids, or mappings with a `name`; one alone needs no list.
pub(super) fn people(fields: &mut Fields<'_>, name: &str) -> Vec<PersonRef> {
    let mistakes = fields.mistakes();
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut people = Vec::new();
    for person in items(fields, name).into_iter().filter_map(reference) {
        if let PersonRef::Id(id) = &person {
            if let Some(first) = first.get(&id.value) {
                mistakes.add(repeated(mistakes, name, id, *first));
                continue;
            }
            first.insert(id.value.clone(), id.span);
        }
        people.push(person);
    }
    people
}

fn reference(field: Field<'_>) -> Option<PersonRef> {
    let span = field.node.span;
    if matches!(field.node.value, Value::Map(_)) {
        let person = read(field.map("a person")?, "this person");
        return (!person.name.value.is_empty()).then(|| PersonRef::Inline(Box::new(person), span));
    }
    if matches!(field.node.value, Value::List(_) | Value::Bool(_)) {
        let key = field.key.value.clone();
        field.wrong(
            "a list of ids or names",
            &format!("write `{key}: [jane-example]` for `content/people/jane-example.md`, or `{{name: Jane Example}}`"),
        );
        return None;
    }
    field.filled_line().map(PersonRef::Id)
}
