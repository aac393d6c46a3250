//! The schemas beside the readers.

mod accepts;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use accepts::accepts;

use super::table::{Entry, Kind, Table};
use super::{Subject, schema};
use crate::config;
use crate::date::Zone;
use crate::decode::fields::asked;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::{ParseOptions, front_matter};
use crate::text::RelPath;

/// How deep mappings are followed into each other: a section holds sections.
const DEPTH: usize = 4;

fn schema_of(subject: Subject) -> Value {
    schema(subject, [("tags", "Tags")].into_iter())
}

/// What a reader says to a document.
fn read(subject: Subject, document: &Value) -> Vec<Diagnostic> {
    let path = |path: &str| RelPath::new(path).expect("a clean path");
    let options = ParseOptions {
        markdown: config::site::Config::default().markdown,
        taxonomies: vec!["tags".to_owned()],
        timezone: Zone::utc(),
        language: "en".to_owned(),
        languages: Vec::new(),
        search: false,
    };
    let yaml = document.to_string();
    match subject {
        Subject::FrontMatter => front_matter::article(&path("content/a.md"), &yaml, 0, &options).diagnostics,
        Subject::Section => front_matter::section(&path("content/_index.md"), &yaml, 0).diagnostics,
        Subject::Person => front_matter::person(&path("content/people/a.md"), &yaml, 0).diagnostics,
        Subject::Sources => front_matter::sources(&path("content/sources.yml"), &yaml).diagnostics,
        Subject::Picture => front_matter::sidecar(&path("content/a.jpg.yml"), &yaml).diagnostics,
        Subject::Site => config::site::read(&path("site.toml"), &toml(document)).diagnostics,
        Subject::Theme => config::theme::read(&path("themes/a/theme.toml"), &toml(document)).diagnostics,
    }
}

fn is_toml(subject: Subject) -> bool {
    matches!(subject, Subject::Site | Subject::Theme)
}

/// A mapping as TOML, a line for each of its keys.
fn toml(document: &Value) -> String {
    let lines = document.as_object().into_iter().flatten();
    lines.map(|(key, value)| format!("{} = {}\n", Value::from(key.as_str()), inline(value))).collect()
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let pairs = map.iter().map(|(key, value)| format!("{} = {}", Value::from(key.as_str()), inline(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// Whether TOML can say it.
fn is_sayable(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => items.iter().all(is_sayable),
        Value::Object(map) => map.values().all(is_sayable),
        _ => true,
    }
}

/// The fields of a mapping, those of a catalogue among them.
fn all(table: &Table) -> Vec<&'static Entry> {
    let rest = table.rest.map(|rest| rest()).unwrap_or_default();
    table.fields.iter().chain(Box::leak(rest.into_boxed_slice()).iter()).collect()
}

/// A right value of a field.
fn right(entry: &Entry) -> Value {
    value_of(&entry.kind, entry.example)
}

fn value_of(kind: &Kind, example: Option<&str>) -> Value {
    match kind {
        Kind::Text | Kind::Filled | Kind::Names | Kind::Slug | Kind::Former | Kind::Elsewhere | Kind::Doi => {
            example.unwrap_or("Words").into()
        }
        Kind::Date | Kind::PartialDate => "2024-06-06".into(),
        Kind::Period => example.unwrap_or("12 months").into(),
        Kind::Boolean => false.into(),
        Kind::Integer(bounds) => (*bounds.start()).max(1).into(),
        Kind::Choice(choices) => choices[0].into(),
        Kind::List(item) | Kind::ListOrOne(item) => json!([value_of(item, example)]),
        Kind::Map(table) => smallest(table),
        Kind::MapOf(key, value) => json!({*key: value_of(value, example)}),
        Kind::Either(kinds) => value_of(&kinds[0], example),
        Kind::Any => json!({"any": ["thing"]}),
    }
}

/// A mapping with what must be there.
fn smallest(table: &Table) -> Value {
    let mut map = serde_json::Map::new();
    let excepted = table.exception.as_ref().map(|exception| exception.field);
    for entry in table.fields.iter().filter(|entry| entry.is_required || Some(entry.name) == excepted) {
        map.insert(entry.name.to_owned(), right(entry));
    }
    map.into()
}

/// A place in a document where a mapping stands.
struct Spot<'s> {
    table: &'static Table,
    /// Puts a mapping there.
    put: &'s dyn Fn(Value) -> Value,
    depth: usize,
}

/// Visits every mapping that a subject may have.
fn visit(subject: Subject, see: &mut dyn FnMut(&Spot<'_>)) {
    fn of_kind(kind: &'static Kind, put: &dyn Fn(Value) -> Value, depth: usize, see: &mut dyn FnMut(&Spot<'_>)) {
        match kind {
            Kind::Map(table) => of_table(table, put, depth, see),
            Kind::List(item) | Kind::ListOrOne(item) => of_kind(item, &|value| put(json!([value])), depth, see),
            Kind::MapOf(key, value) => of_kind(value, &|value| put(json!({*key: value})), depth, see),
            Kind::Either(kinds) => kinds.iter().for_each(|kind| of_kind(kind, put, depth, see)),
            _ => {}
        }
    }
    fn of_table(table: &'static Table, put: &dyn Fn(Value) -> Value, depth: usize, see: &mut dyn FnMut(&Spot<'_>)) {
        if depth > DEPTH {
            return;
        }
        see(&Spot { table, put, depth });
        for entry in table.fields {
            let put = |value: Value| {
                let mut map = smallest(table);
                map[entry.name] = value;
                put(map)
            };
            of_kind(&entry.kind, &put, depth + 1, see);
        }
    }
    let kind: &'static Kind = Box::leak(Box::new(subject.kind()));
    of_kind(kind, &|value| value, 0, see);
}

fn with(table: &Table, name: &str, value: Value) -> Value {
    let mut map = smallest(table);
    map[name] = value;
    map
}

fn said(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(|found| format!("{}: {}", found.code.name(), found.message)).collect()
}

#[test]
fn a_right_value_of_every_field_is_right_for_the_reader_and_for_the_schema() {
    for subject in Subject::ALL {
        let schema = schema_of(subject);
        let mut fields = 0;
        visit(subject, &mut |spot| {
            for entry in all(spot.table) {
                for name in std::iter::once(&entry.name).chain(entry.aliases) {
                    let mut map = smallest(spot.table);
                    map.as_object_mut().expect("a mapping").remove(entry.name);
                    map[*name] = right(entry);
                    let document = (spot.put)(map);
                    let mut found = read(subject, &document);
                    // These are about other dates of the article, and about another table of site.toml.
                    let elsewhere = [Code::MisdatedCorrection, Code::PreprocessorNotAllowed, Code::UnknownPreprocessor];
                    found.retain(|found| !elsewhere.contains(&found.code));
                    assert_eq!(said(&found), [""; 0], "{subject:?}: {document}");
                    assert!(accepts(&schema, &schema, &document), "{subject:?}: {document}");
                    fields += 1;
                }
            }
        });
        assert!(fields > 3, "{subject:?}");
    }
}

#[test]
fn every_field_that_a_reader_asks_for_is_declared_and_every_declared_one_is_asked_for() {
    // Keys that are the author's own, but for those that the site declares.
    let free = ["`taxonomies`"];
    for subject in Subject::ALL {
        asked::take();
        let mut declared: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
        visit(subject, &mut |spot| {
            let names = |entry: &Entry| -> Vec<String> {
                std::iter::once(&entry.name).chain(entry.aliases).map(|name| (*name).to_owned()).collect()
            };
            // A source by its id is read as a source.
            let what = spot.table.what.trim_end_matches(" by its id");
            declared.entry(what.to_owned()).or_default().extend(spot.table.fields.iter().map(names));
            // With each field, so that what is read of a mapping below it is asked for, too.
            for entry in spot.table.fields {
                read(subject, &(spot.put)(with(spot.table, entry.name, right(entry))));
            }
        });
        if subject == Subject::FrontMatter {
            declared.entry("the front matter".to_owned()).or_default().insert(vec!["tags".to_owned()]);
        }
        let mut asked = asked::take();
        asked.retain(|what, _| !free.contains(&what.as_str()));
        assert_eq!(asked, declared, "{subject:?}");
    }
}

#[test]
fn what_the_schema_refuses_the_reader_refuses_and_what_the_reader_takes_for_a_wrong_type_the_schema_refuses() {
    let samples = [
        json!("words"),
        json!("a, b"),
        json!(""),
        json!("2024-06-06"),
        json!(7),
        json!(-3),
        json!(1_000_000),
        json!(1.5),
        json!(true),
        json!(null),
        json!([]),
        json!(["words"]),
        json!([7]),
        json!([true]),
        json!([null]),
        json!([[]]),
        json!([{}]),
        json!([{"zzz": 1}]),
        json!({}),
        json!({"zzz": 1}),
        json!({"zzz": {}}),
        json!({"zzz": true}),
    ];
    let of_type = [Code::WrongType, Code::MissingField, Code::UnknownField, Code::UnknownSetting, Code::IncompleteFaq];
    let mut compared = 0;
    let mut failures = Vec::new();
    for subject in Subject::ALL {
        let schema = schema_of(subject);
        visit(subject, &mut |spot| {
            if spot.depth > 2 {
                return;
            }
            let taxonomies = (subject == Subject::FrontMatter && spot.depth == 0).then_some("tags");
            let names =
                all(spot.table).into_iter().filter(|entry| !matches!(entry.kind, Kind::Any)).map(|entry| entry.name);
            for name in names.chain(taxonomies).chain(["zzz"]) {
                for sample in &samples {
                    let document = (spot.put)(with(spot.table, name, sample.clone()));
                    if is_toml(subject) && !is_sayable(&document) {
                        continue;
                    }
                    // Keys of `taxonomies` in a language are those that the site declares.
                    if spot.table.what == "a language" && name == "taxonomies" && sample.get("zzz").is_some() {
                        continue;
                    }
                    let found = read(subject, &document);
                    let is_accepted = accepts(&schema, &schema, &document);
                    let told = said(&found);
                    if !is_accepted && told.is_empty() {
                        failures.push(format!("{subject:?}: only the schema refuses {document}"));
                    }
                    if is_accepted && found.iter().any(|found| of_type.contains(&found.code)) {
                        failures.push(format!("{subject:?}: the schema accepts {document}: {told:?}"));
                    }
                    compared += 1;
                }
            }
        });
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn a_value_that_a_build_refuses_for_what_it_says_the_schema_refuses_and_its_right_neighbour_neither() {
    let cases = [
        (
            "slug",
            vec![json!("A B"), json!("a/b"), json!(".a"), json!("a:b"), json!("")],
            vec![json!("Gezeiten"), json!(2024)],
        ),
        (
            "aliases",
            vec![json!(["x"]), json!(["//x"]), json!("/a?b"), json!(["https://a.example/"])],
            vec![json!(["/a b/", "/"])],
        ),
        (
            "canonical",
            vec![json!("ftp://a.example"), json!("https://"), json!("x y")],
            vec![json!(" HTTP://a.example/é\n"), json!(" ")],
        ),
        ("review_every", vec![json!("0 days"), json!("100001 days")], vec![json!("0100000 days"), json!(" 1 Year ")]),
        (
            "weight",
            vec![json!(99_999_999_999_999_999_999_f64), json!(-99_999_999_999_999_999_999_f64)],
            vec![json!(i64::MAX), json!(i64::MIN)],
        ),
        ("series", vec![json!("a/b"), json!({"id": "a b"})], vec![json!({"id": "ä"})]),
        (
            "sources",
            ["x", "10.1000", "doi:11.1/x", "10./x"].map(|doi| json!([{"id": "a", "title": "A", "doi": doi}])).to_vec(),
            vec![json!([{"id": "a", "title": "A", "doi": "https://DOI.org/10.1000/182 ", "url": ""}])],
        ),
        (
            "sources",
            vec![json!([{"id": "a", "title": "A", "url": "x"}]), json!([{"id": "a", "title": "A", "archive": "/x"}])],
            vec![json!([{"id": "a", "title": "A", "doi": "doi: 10.1/\u{feff}", "archive": "https://a.example"}])],
        ),
        (
            "authors",
            vec![json!([{"name": "A", "same_as": ["x"]}])],
            vec![json!([{"name": "A", "same_as": "http://a.example"}])],
        ),
    ];
    let schema = schema_of(Subject::FrontMatter);
    for (name, wrong, right) in cases {
        for (values, is_right) in [(wrong, false), (right, true)] {
            for value in values {
                let document = json!({"title": "T", name: value});
                let told = said(&read(Subject::FrontMatter, &document));
                assert_eq!(
                    (told.is_empty(), accepts(&schema, &schema, &document)),
                    (is_right, is_right),
                    "{document}: {told:?}"
                );
            }
        }
    }
}

#[test]
fn what_must_be_there_is_missed_by_both() {
    for subject in Subject::ALL {
        let schema = schema_of(subject);
        visit(subject, &mut |spot| {
            let excepted = spot.table.exception.as_ref().map(|exception| exception.field);
            for entry in spot.table.fields.iter().filter(|entry| entry.is_required || Some(entry.name) == excepted) {
                let mut map = smallest(spot.table);
                map.as_object_mut().expect("a mapping").remove(entry.name);
                let document = (spot.put)(map);
                assert!(!read(subject, &document).is_empty(), "{subject:?}: {document}");
                assert!(!accepts(&schema, &schema, &document), "{subject:?}: {document}");
            }
        });
    }
}

#[test]
fn every_choice_of_a_reader_is_one_of_the_schema() {
    // A wrong word is answered with all right ones.
    for subject in Subject::ALL {
        visit(subject, &mut |spot| {
            for entry in all(spot.table) {
                let (choices, put): (&[&str], fn(&str) -> Value) = match &entry.kind {
                    Kind::Choice(choices) => (choices, |word| json!(word)),
                    Kind::List(Kind::Choice(choices)) | Kind::ListOrOne(Kind::Choice(choices)) => {
                        (choices, |word| json!([word]))
                    }
                    _ => continue,
                };
                let wrong = read(subject, &(spot.put)(with(spot.table, entry.name, put("zzzzzz"))));
                let help: String = wrong.iter().flat_map(|found| &found.help).cloned().collect();
                let listed = choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ");
                // What is always an error has a choice that a reader explains in another way.
                assert!(
                    *choices == ["error"] || help.contains(&format!("choose one of {listed}")),
                    "{}: {help}",
                    entry.name
                );
                for choice in choices {
                    let found = read(subject, &(spot.put)(with(spot.table, entry.name, put(choice))));
                    assert_eq!(said(&found), [""; 0], "{choice}");
                }
            }
        });
    }
}

#[test]
fn a_taxonomy_cannot_have_the_name_of_a_field() {
    for entry in super::article::ARTICLE.fields {
        for name in std::iter::once(&entry.name).chain(entry.aliases) {
            let document = json!({"title": "T", "base_url": "https://s.example", "taxonomies": {*name: {}}});
            assert!(!read(Subject::Site, &document).is_empty(), "`{name}` can be a taxonomy");
        }
    }
}

#[test]
fn the_taxonomies_of_the_site_are_fields_of_its_articles() {
    let schema = schema(Subject::FrontMatter, [("regions", "Regions")].into_iter());
    let regions = &schema["properties"]["regions"]["description"];
    assert_eq!(regions, "Terms of the taxonomy “Regions”.");
    assert!(schema["properties"].get("tags").is_none());
    assert!(accepts(&schema, &schema, &json!({"title": "T", "regions": ["north", 7]})));
    assert!(accepts(&schema, &schema, &json!({"title": "T", "regions": "north"})));
    assert!(!accepts(&schema, &schema, &json!({"title": "T", "regions": true})));
}

#[test]
fn every_field_says_what_it_is_for() {
    for subject in Subject::ALL {
        visit(subject, &mut |spot| {
            for entry in spot.table.fields {
                assert!(entry.description.ends_with('.') && entry.description.len() > 5, "{}", entry.name);
            }
        });
    }
}
