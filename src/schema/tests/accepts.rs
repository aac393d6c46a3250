//! A reader of schemas, to hold them beside the readers of files.

use serde_json::Value;

/// Whether a schema accepts a value: as much of draft-07 as our schemas use, and nothing that they do not.
pub fn accepts(root: &Value, schema: &Value, value: &Value) -> bool {
    let rules = schema.as_object().expect("a schema is a mapping");
    rules.iter().all(|(rule, wanted)| match rule.as_str() {
        "$schema" | "title" | "description" | "examples" | "definitions" => true,
        "$ref" => {
            let name = wanted.as_str().and_then(|path| path.strip_prefix("#/definitions/")).expect("a reference");
            assert_eq!(rules.len(), 1, "beside a reference nothing is read");
            accepts(root, &root["definitions"][name], value)
        }
        "type" => match wanted {
            Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
            kind => is_of(kind, value),
        },
        "enum" => wanted.as_array().expect("choices").contains(value),
        "const" => wanted == value,
        "minLength" => {
            value.as_str().is_none_or(|text| text.chars().count() as u64 >= wanted.as_u64().expect("a length"))
        }
        "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().expect("a number")),
        "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().expect("a number")),
        "pattern" => value.as_str().is_none_or(|text| matches(wanted.as_str().expect("a pattern"), text)),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| accepts(root, wanted, item))),
        "allOf" => wanted.as_array().expect("schemas").iter().all(|one| accepts(root, one, value)),
        "anyOf" => wanted.as_array().expect("schemas").iter().any(|one| accepts(root, one, value)),
        "not" => !accepts(root, wanted, value),
        "required" => value.as_object().is_none_or(|map| {
            wanted.as_array().expect("names").iter().all(|name| map.contains_key(name.as_str().expect("a name")))
        }),
        "properties" => value.as_object().is_none_or(|map| {
            map.iter().all(|(key, value)| wanted.get(key).is_none_or(|schema| accepts(root, schema, value)))
        }),
        "additionalProperties" => value.as_object().is_none_or(|map| {
            let known = rules.get("properties");
            map.iter().filter(|(key, _)| known.is_none_or(|known| known.get(key).is_none())).all(|(_, value)| {
                match wanted {
                    Value::Bool(allowed) => *allowed,
                    schema => accepts(root, schema, value),
                }
            })
        }),
        other => panic!("the tests do not know `{other}`"),
    })
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind.as_str().expect("the name of a type") {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        other => panic!("`{other}` is no type"),
    }
}

/// The patterns of the schemas, each with what it matches in other words.
fn matches(pattern: &str, text: &str) -> bool {
    if pattern == "^[^,]*$" {
        return !text.contains(',');
    }
    let of_slug = |c: char| !c.is_whitespace() && !"\\/%?#\"<>|*:".contains(c);
    match pattern {
        r#"^[^\s.\\/%?#"<>|*:][^\s\\/%?#"<>|*:]*$"# => {
            return !text.is_empty() && !text.starts_with('.') && text.chars().all(of_slug);
        }
        r#"^/([^/?#\\"<>|*][^?#\\"<>|*]*)?$"# => {
            return text.starts_with('/')
                && !text.starts_with("//")
                && !text.contains(['?', '#', '\\', '"', '<', '>', '|', '*']);
        }
        _ => {}
    }
    let text = text.trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = |text: &str| text.split('-').map(str::len).collect::<Vec<usize>>();
    let is_date = |text: &str| text.split('-').all(digits) && parts(text) == [4, 2, 2];
    match pattern {
        r"^\s*\d{4}-\d{2}-\d{2}\s*([Tt ].*)?$" => is_date(text.get(..10).unwrap_or(text)),
        r"^\s*\d{4}(-\d{2}(-\d{2})?)?\s*$" => {
            text.split('-').all(digits) && [&[4][..], &[4, 2], &[4, 2, 2]].contains(&parts(text).as_slice())
        }
        r"^\s*0*([1-9]\d{0,4}|100000)\s*([Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?)\s*$" => {
            let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let count: u64 = text[..text.len() - unit.len()].parse().unwrap_or(0);
            let unit = unit.trim().to_ascii_lowercase();
            let unit = unit.strip_suffix('s').unwrap_or(&unit);
            (1..=100_000).contains(&count) && ["day", "week", "month", "year"].contains(&unit)
        }
        r#"^[\s\u0085]*([Hh][Tt][Tt][Pp][Ss]?://[^\s/?#.:@"<>\\`][^\s"<>\\`]*[\s\u0085]*)?$"# => {
            let (scheme, rest) = text.split_once("://").unwrap_or_default();
            let is_host = !rest.is_empty() && !rest.starts_with(['/', '?', '#', '.', ':', '@']);
            let is_clean = !rest.contains(|c: char| c.is_whitespace() || "\"<>\\`".contains(c));
            text.is_empty() || (["http", "https"].contains(&&*scheme.to_ascii_lowercase()) && is_host && is_clean)
        }
        r#"^[\s\u0085]*((([Hh][Tt][Tt][Pp][Ss]?://([Dd][Xx]\.)?)?[Dd][Oo][Ii]\.[Oo][Rr][Gg]/|[Dd][Oo][Ii]:)?[\s\u0085]*10\.[^/ \t\r\n"]+/[^ \t\r\n"]+[\s\u0085]*)?$"# =>
        {
            let lower = text.to_ascii_lowercase();
            let before = ["https://doi.org/", "http://dx.doi.org/", "doi.org/", "doi:"];
            let bare = before.iter().find_map(|before| lower.strip_prefix(before)).unwrap_or(&lower).trim();
            let parts = bare.strip_prefix("10.").and_then(|bare| bare.split_once('/'));
            let is_whole = parts.is_some_and(|(registrant, name)| !registrant.is_empty() && !name.is_empty());
            text.is_empty() || (is_whole && !bare.contains([' ', '\t', '\r', '\n', '"']))
        }
        other => panic!("the tests do not know the pattern `{other}`"),
    }
}
