//! Authors of the old site → people of the new one.

use std::collections::{BTreeMap, BTreeSet};

use super::body::Body;
use super::model::{Document, OldSite, Person};
use super::places::name;
use super::value::Value;
use crate::slug::fold;
use crate::text::RelPath;

/// Fields of articles that name people, and the field of the new article.
pub const FIELDS: &[(&str, &str)] = &[
    ("authors", "authors"),
    ("author", "authors"),
    ("reviewers", "reviewers"),
    ("reviewer", "reviewers"),
    ("editors", "editors"),
    ("editor", "editors"),
    ("contributors", "contributors"),
];

/// The people of the site by the names that articles call them.
#[derive(Debug, Default)]
pub struct People {
    by_key: BTreeMap<String, String>,
    files: Vec<(String, Person)>,
}

impl People {
    /// Lists everybody: those that the old site tells of, then those whom its articles name.
    pub fn of(site: &OldSite) -> People {
        let mut people = People::default();
        let mut taken = BTreeSet::new();
        for person in &site.people {
            people.add(person.clone(), &mut taken);
        }
        for page in &site.pages {
            let nested = ["extra", "params"].into_iter().filter_map(|key| page.field(key));
            let nested = nested.flat_map(Value::entries).map(|(key, value)| (key.as_str(), value));
            let fields = page.front.iter().map(|field| (field.key.as_str(), &field.value)).chain(nested);
            for (key, value) in fields {
                if FIELDS.iter().any(|(field, _)| *field == key) {
                    for person in value.items().into_iter().filter_map(|value| of_value(value, &page.source)) {
                        if !people.by_key.contains_key(&fold(&person.keys[0])) {
                            people.add(person, &mut taken);
                        }
                    }
                }
            }
        }
        people
    }

    fn add(&mut self, person: Person, taken: &mut BTreeSet<String>) {
        let base =
            name(if person.name.is_empty() { person.keys.first().map_or("", String::as_str) } else { &person.name });
        let mut id = base.clone();
        let mut number = 2;
        while !taken.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        for key in person.keys.iter().chain([&person.name]).filter(|key| !key.is_empty()) {
            self.by_key.entry(fold(key)).or_insert_with(|| id.clone());
        }
        self.files.push((id, person));
    }

    /// The ids of those whom a field names.
    pub fn ids(&self, value: &Value) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for person in value.items().into_iter().filter_map(|value| of_value(value, "")) {
            if let Some(id) = self.by_key.get(&fold(&person.keys[0])).filter(|id| !ids.contains(id)) {
                ids.push(id.clone());
            }
        }
        ids
    }

    /// The files of people, with their old addresses apart.
    pub fn documents(&self) -> Vec<(RelPath, Document, Vec<String>)> {
        let document = |(id, person): &(String, Person)| {
            let path = RelPath::new(&format!("content/people/{id}.md"))?;
            let mut fields = vec![("name".to_owned(), Value::text(shown(person)))];
            fields.extend(person.fields.iter().filter(|(_, value)| !value.is_empty()).cloned());
            let body = Body::new(
                person.biography.trim().to_owned() + if person.biography.trim().is_empty() { "" } else { "\n" },
                1,
            );
            Some((path, Document { source: person.source.clone(), fields, body }, person.old.clone()))
        };
        self.files.iter().filter_map(document).collect()
    }
}

fn shown(person: &Person) -> String {
    let name =
        if person.name.trim().is_empty() { person.keys.first().map_or("", String::as_str) } else { &person.name };
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Notes where the old site listed the articles of people who are the terms of a taxonomy of its own.
pub fn of_taxonomy(site: &mut OldSite, taxonomy: &str, part: fn(&str) -> String) {
    let mut named: Vec<Person> = Vec::new();
    for page in &site.pages {
        let nested = page.field("taxonomies").and_then(|terms| terms.get(taxonomy));
        let own = page.field(taxonomy).into_iter().chain(nested);
        for name in own.flat_map(Value::texts) {
            let known = site
                .people
                .iter_mut()
                .chain(&mut named)
                .find(|person| person.keys.iter().any(|key| key == name || *key == part(name)));
            let old = format!("/{taxonomy}/{}/", part(name));
            match known {
                Some(person) => {
                    if !person.old.contains(&old) {
                        person.old.push(old);
                    }
                    if !person.keys.iter().any(|key| key == name) {
                        person.keys.push(name.to_owned());
                    }
                }
                None => named.push(Person {
                    name: name.to_owned(),
                    keys: vec![name.to_owned()],
                    old: vec![old],
                    source: page.source.clone(),
                    ..Person::default()
                }),
            }
        }
    }
    site.people.extend(named);
    if !site.people.is_empty() {
        site.redirects.push((format!("/{taxonomy}/"), "/people/".to_owned()));
    }
}

/// Somebody as an article names them: a name, `Name <mail>`, or a mapping.
fn of_value(value: &Value, source: &str) -> Option<Person> {
    let source = source.to_owned();
    match value {
        Value::Map(_) => of_data(value, None, &source),
        value => {
            let text = value.as_text()?.trim();
            let (name, mail) = match text.split_once('<') {
                Some((name, mail)) => (name.trim(), mail.trim_end_matches('>').trim()),
                None => (text, ""),
            };
            let name = if name.is_empty() { mail } else { name };
            let mut fields = Vec::new();
            if is_mail(mail) {
                fields.push(("email".to_owned(), Value::text(mail)));
            }
            let key = name.to_owned();
            (!name.is_empty() && !name.starts_with(['{', '['])).then(|| Person {
                name: key.clone(),
                keys: vec![key],
                fields,
                source,
                ..Person::default()
            })
        }
    }
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && !text.contains(|c: char| c.is_whitespace() || "<>\"(),:;\\".contains(c))
}

/// Somebody as a file of data, or a mapping in an article, tells of them; `key` is what articles call them.
pub fn of_data(value: &Value, key: Option<&str>, source: &str) -> Option<Person> {
    let text = |names: &[&str]| {
        names.iter().find_map(|name| value.get(name)?.as_text()).map(str::trim).filter(|text| !text.is_empty())
    };
    let name = text(&["name", "title", "display_name", "full_name", "displayName"]);
    let name = name.or(key).or_else(|| text(&["login", "id", "email"]))?.to_owned();
    let mut person = Person { name: name.clone(), source: source.to_owned(), ..Person::default() };
    person.keys.extend(key.map(str::to_owned));
    person.keys.push(name);
    person.keys.extend(text(&["login", "id", "username"]).map(str::to_owned));
    let line = |text: &str| Value::text(text.split_whitespace().collect::<Vec<_>>().join(" "));
    if let Some(role) = text(&["role", "job", "position", "occupation"]) {
        person.fields.push(("role".to_owned(), line(role)));
    }
    let mut same = Vec::new();
    let flat = value.entries().iter().filter_map(|(key, value)| Some((key.as_str(), value.as_text()?)));
    let listed = ["social", "links", "same_as", "socials"].iter().filter_map(|key| value.get(key));
    let nested = listed.flat_map(|value| match value {
        Value::Map(entries) => {
            entries.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_text()?))).collect()
        }
        value => value
            .items()
            .into_iter()
            .filter_map(|item| {
                let url = item.as_text().or_else(|| item.get("url").or_else(|| item.get("link"))?.as_text());
                Some(("url", url?))
            })
            .collect::<Vec<_>>(),
    });
    for (key, text) in flat.chain(nested) {
        let text = text.trim().trim_start_matches('@');
        let address = match key {
            _ if text.is_empty() => continue,
            _ if text.starts_with("https://") || text.starts_with("http://") => text.to_owned(),
            "twitter" | "x" => format!("https://x.com/{text}"),
            "github" => format!("https://github.com/{text}"),
            "linkedin" => format!("https://www.linkedin.com/in/{text}"),
            "instagram" => format!("https://www.instagram.com/{text}"),
            _ => continue,
        };
        let is_picture = matches!(key, "avatar" | "image" | "picture" | "photo" | "thumbnail");
        let fits =
            !is_picture && !address.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\`".contains(c));
        if fits && !same.contains(&Value::text(address.as_str())) {
            same.push(Value::Text(address));
        }
    }
    if !same.is_empty() {
        person.fields.push(("same_as".to_owned(), Value::List(same)));
    }
    if let Some(mail) =
        text(&["email", "mail"]).map(|mail| mail.trim_start_matches("mailto:")).filter(|mail| is_mail(mail))
    {
        person.fields.push(("email".to_owned(), Value::text(mail)));
    }
    person.biography = text(&["bio", "biography", "description", "about", "note"]).unwrap_or_default().to_owned();
    Some(person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_known_by_every_name_that_articles_call_them() {
        let data = Value::Map(vec![
            ("name".to_owned(), Value::text("Jane Doe")),
            ("twitter".to_owned(), Value::text("@jane")),
            ("email".to_owned(), Value::text("jane@a.example")),
        ]);
        let site = OldSite {
            people: of_data(&data, Some("jd"), "data/authors.yml").into_iter().collect(),
            ..OldSite::default()
        };
        let people = People::of(&site);
        let named = Value::List(vec![Value::text("jd"), Value::text("JANE doe")]);
        assert_eq!(people.ids(&named), ["jane-doe"]);
        let (path, document, _) = &people.documents()[0];
        assert_eq!(path.as_str(), "content/people/jane-doe.md");
        let yaml = super::super::value::yaml(&document.fields);
        assert_eq!(yaml, "name: Jane Doe\nsame_as: [https://x.com/jane]\nemail: jane@a.example\n");
    }
}
