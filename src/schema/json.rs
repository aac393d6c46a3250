//! From a table to a JSON Schema, draft-07.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::table::{Entry, Exception, Kind, Table};

/// How a date begins.
const DATE: &str = r"^\s*\d{4}-\d{2}-\d{2}\s*([Tt ].*)?$";
const PARTIAL_DATE: &str = r"^\s*\d{4}(-\d{2}(-\d{2})?)?\s*$";
/// From 1 to 100000.
const PERIOD: &str = r"^\s*0*([1-9]\d{0,4}|100000)\s*([Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?)\s*$";
const SLUG: &str = r#"^[^\s.\\/%?#"<>|*:][^\s\\/%?#"<>|*:]*$"#;
const FORMER: &str = r#"^/([^/?#\\"<>|*][^?#\\"<>|*]*)?$"#;
/// What is blank is none; a blank may be a next line, which `\s` is not.
const ELSEWHERE: &str = r#"^[\s\u0085]*([Hh][Tt][Tt][Pp][Ss]?://[^\s/?#.:@"<>\\`][^\s"<>\\`]*[\s\u0085]*)?$"#;
const DOI: &str = r#"^[\s\u0085]*((([Hh][Tt][Tt][Pp][Ss]?://([Dd][Xx]\.)?)?[Dd][Oo][Ii]\.[Oo][Rr][Gg]/|[Dd][Oo][Ii]:)?[\s\u0085]*10\.[^/ \t\r\n"]+/[^ \t\r\n"]+[\s\u0085]*)?$"#;

/// The schema of a file; `taxonomies` are further fields of it.
pub fn schema(title: &str, kind: &Kind, taxonomies: &[(&str, &str)]) -> Value {
    let mut definitions = Definitions::default();
    let mut root = match kind {
        Kind::Map(table) => definitions.table(table, taxonomies),
        kind => definitions.of(kind),
    };
    root.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
    root.insert("title".to_owned(), title.into());
    let definitions: Map<String, Value> = definitions.0.into_iter().collect();
    if !definitions.is_empty() {
        root.insert("definitions".to_owned(), definitions.into());
    }
    Value::Object(root)
}

/// The mappings that fields refer to, by name.
#[derive(Default)]
struct Definitions(BTreeMap<String, Value>);

impl Definitions {
    fn reference(&mut self, table: &Table) -> Map<String, Value> {
        let name: String = table.what.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.')).collect();
        let name = name.trim().replace([' ', '.'], "-");
        if !self.0.contains_key(&name) {
            // Known before it is made: a section holds sections.
            self.0.insert(name.clone(), Value::Null);
            let made = self.table(table, &[]);
            self.0.insert(name.clone(), Value::Object(made));
        }
        object(json!({"$ref": format!("#/definitions/{name}")}))
    }

    fn table(&mut self, table: &Table, taxonomies: &[(&str, &str)]) -> Map<String, Value> {
        let Table { what: _, fields, exception, rest } = table;
        let mut properties = Map::new();
        // Of each of these one must hold.
        let mut needed: Vec<Vec<Value>> = Vec::new();
        let mut required: Vec<&str> = Vec::new();
        let rest = rest.map(|rest| rest()).unwrap_or_default();
        for entry in fields.iter().chain(&rest) {
            properties.insert(entry.name.to_owned(), Value::Object(self.entry(entry, None)));
            for alias in entry.aliases {
                properties.insert((*alias).to_owned(), Value::Object(self.entry(entry, Some(entry.name))));
            }
            if entry.is_required && entry.aliases.is_empty() {
                required.push(entry.name);
            } else if entry.is_required {
                let names = std::iter::once(&entry.name).chain(entry.aliases);
                needed.push(names.map(|name| json!({"required": [name]})).collect());
            }
        }
        for (name, title) in taxonomies {
            let mut terms = self.of(&Kind::ListOrOne(&Kind::Text));
            terms.insert("description".to_owned(), format!("Terms of the taxonomy “{title}”.").into());
            properties.insert((*name).to_owned(), terms.into());
        }
        if let Some(Exception { field, unless }) = exception {
            let unless = json!({"required": [unless], "properties": {*unless: {"const": true}}});
            needed.push(vec![json!({"required": [field]}), unless]);
        }
        let mut schema = object(json!({"type": "object", "additionalProperties": false, "properties": properties}));
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        if !needed.is_empty() {
            let needed: Vec<Value> = needed.into_iter().map(|one_of| json!({"anyOf": one_of})).collect();
            schema.insert("allOf".to_owned(), needed.into());
        }
        schema
    }

    fn entry(&mut self, entry: &Entry, named: Option<&str>) -> Map<String, Value> {
        let Entry { name: _, aliases: _, kind, is_required: _, description, example } = entry;
        let mut schema = self.of(kind);
        if schema.contains_key("$ref") {
            // Beside a reference, draft-07 reads nothing.
            schema = object(json!({"allOf": [schema]}));
        }
        let description = match named {
            Some(name) => format!("The same as `{name}`. {description}"),
            None => (*description).to_owned(),
        };
        schema.insert("description".to_owned(), description.into());
        if let Some(example) = example {
            schema.insert("examples".to_owned(), json!([example]));
        }
        schema
    }

    fn of(&mut self, kind: &Kind) -> Map<String, Value> {
        object(match kind {
            Kind::Text => json!({"type": ["string", "number"]}),
            Kind::Filled => json!({"type": ["string", "number"], "minLength": 1}),
            // A number is a text of digits.
            Kind::Slug => json!({"type": ["string", "number"], "pattern": SLUG}),
            Kind::Former => json!({"type": "string", "pattern": FORMER}),
            Kind::Elsewhere => json!({"type": "string", "pattern": ELSEWHERE}),
            Kind::Doi => json!({"type": "string", "pattern": DOI}),
            Kind::Date => json!({"type": "string", "pattern": DATE}),
            Kind::PartialDate => json!({"type": ["string", "integer"], "pattern": PARTIAL_DATE}),
            Kind::Period => json!({"type": "string", "pattern": PERIOD}),
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Integer(bounds) => json!({"type": "integer", "minimum": bounds.start(), "maximum": bounds.end()}),
            Kind::Choice(choices) => json!({"type": "string", "enum": choices}),
            Kind::List(item) => json!({"type": ["array", "null"], "items": self.of(item)}),
            Kind::ListOrOne(item) => {
                let item = self.of(item);
                let list = json!({"type": ["array", "null"], "items": item.clone()});
                // A comma says that more than one was meant.
                let one = json!({"allOf": [item], "pattern": "^[^,]*$", "not": {"type": ["array", "null"]}});
                json!({"anyOf": [list, one]})
            }
            Kind::Names => {
                let name = self.of(&Kind::Text);
                json!({"anyOf": [{"type": "string"}, {"type": ["array", "null"], "items": name}]})
            }
            Kind::Map(table) => return self.reference(table),
            Kind::MapOf(_, value) => json!({"type": "object", "additionalProperties": self.of(value)}),
            Kind::Either(kinds) => {
                let kinds: Vec<Map<String, Value>> = kinds.iter().map(|kind| self.of(kind)).collect();
                json!({"anyOf": kinds})
            }
            Kind::Any => json!({}),
        })
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
