//! Values in the places of an archetype: `{{ title }}`.

use std::collections::BTreeMap;

use crate::date::Day;
use crate::decode::written::{in_yaml, quoted};
use crate::diagnostics::nearest;
use crate::error::Error;

/// What a place may be filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, which may be any.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A day, which needs no quotes.
    Day(Day),
    /// Nothing that is known: the line of the place is left out.
    Nothing,
}

/// The values of an archetype by the names of its places.
pub type Values = BTreeMap<&'static str, Value>;

/// How a value is written at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
    Plain,
}

/// Puts the values in their places; in YAML, front matter and TOML each is one whole value and quoted if it has to be.
///
/// `path` names the file that the text is of, and says by its extension what its syntax is. `${{ … }}` is no place: it
/// belongs to services that build sites.
///
/// # Errors
/// A place for which there is no value.
pub fn fill(path: &str, text: &str, values: &Values) -> Result<String, Error> {
    let mut filled = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let syntax = syntax(path, &filled);
        let start = filled.len();
        if fill_line(path, line, values, syntax, &mut filled)? == Line::LeftOut {
            filled.truncate(start);
        }
    }
    Ok(filled)
}

/// What became of a line.
#[derive(PartialEq, Eq)]
enum Line {
    Filled,
    LeftOut,
}

fn fill_line(path: &str, line: &str, values: &Values, syntax: Syntax, filled: &mut String) -> Result<Line, Error> {
    let mut became = Line::Filled;
    let mut rest = line;
    while let Some(at) = rest.find("{{") {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let Some(end) = from.find("}}").filter(|_| !before.ends_with('$')) else {
            filled.push_str("{{");
            rest = &from[2..];
            continue;
        };
        let name = from[2..end].trim();
        let value = values.get(name).ok_or_else(|| no_value(path, name, values))?;
        if *value == Value::Nothing {
            became = Line::LeftOut;
        }
        filled.push_str(&written(value, syntax));
        rest = &from[end + 2..];
    }
    filled.push_str(rest);
    Ok(became)
}

fn no_value(path: &str, name: &str, values: &Values) -> Error {
    let known: Vec<String> = values.keys().map(|name| format!("`{{{{ {name} }}}}`")).collect();
    let meant = nearest(name, values.keys().copied());
    let meant = meant.map_or_else(String::new, |meant| format!("; `{{{{ {meant} }}}}` was probably meant"));
    Error::new(format!("fill in {path}"), format!("there is no value for `{{{{ {name} }}}}`{meant}"))
        .with_help(format!("it may have {}", known.join(", ")))
}

/// The syntax of the line behind what is filled in so far.
fn syntax(path: &str, filled: &str) -> Syntax {
    match path.rsplit('.').next().unwrap_or_default() {
        "yml" | "yaml" => Syntax::Yaml,
        "toml" => Syntax::Toml,
        "md" => {
            let mut lines = filled.lines();
            let opens = lines.next().is_some_and(|line| line.trim_end() == "---");
            if opens && !lines.any(|line| line.trim_end() == "---") { Syntax::Yaml } else { Syntax::Plain }
        }
        _ => Syntax::Plain,
    }
}

fn written(value: &Value, syntax: Syntax) -> String {
    let one = |text: &String| match syntax {
        Syntax::Yaml => in_yaml(text),
        Syntax::Toml => quoted(text),
        Syntax::Plain => text.clone(),
    };
    match (value, syntax) {
        (Value::Nothing, _) => String::new(),
        (Value::Day(day), _) => day.to_string(),
        (Value::Text(text), _) => one(text),
        (Value::List(texts), Syntax::Plain) => texts.join(", "),
        (Value::List(texts), _) => format!("[{}]", texts.iter().map(one).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::decode;
    use crate::text::RelPath;

    fn values(title: &str) -> Values {
        Values::from([("title", Value::Text(title.to_owned())), ("authors", Value::List(vec![title.to_owned()]))])
    }

    fn read(path: &str, text: &str) -> serde_json::Value {
        let path = RelPath::new(path).expect("a path");
        let toml = path.extension() == "toml";
        let read = if toml { decode::toml(&path, text) } else { decode::yaml(&path, text, 0) };
        assert!(read.diagnostics.is_empty(), "{text}\n{:?}", read.diagnostics);
        read.value.expect("a mapping").into_json()
    }

    proptest! {
        #[test]
        fn any_title_is_itself_in_yaml_and_in_toml(title in any::<String>()) {
            let expected = serde_json::json!({"title": title, "authors": [title], "after": "x"});
            let yaml = fill("a.yml", "title: {{ title }}\nauthors: {{authors}}\nafter: x\n", &values(&title)).unwrap();
            prop_assert_eq!(&read("a.yml", &yaml), &expected);
            prop_assert_eq!(&serde_yaml::from_str::<serde_json::Value>(&yaml).expect("YAML"), &expected);
            let toml = "title = {{ title }}\nauthors = {{ authors }}\nafter = \"x\"\n";
            let toml = fill("a.toml", toml, &values(&title)).unwrap();
            prop_assert_eq!(&read("a.toml", &toml), &expected);
        }
    }

    #[test]
    fn titles_that_yaml_takes_for_something_else_are_quoted() {
        for title in [
            "Tides: a guide",
            "- a list",
            "# a comment",
            "a #b",
            "{a: b}",
            "[a]",
            "'x'",
            "\"x\"",
            "yes",
            "No",
            "null",
            "~",
            "2024",
            "2024-01-01",
            "1e3",
            "0x10",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "| a",
            "> a",
            "a:",
            " a",
            "a ",
            "",
            "?",
            "? a",
            "https://a: b",
            "https://a #b",
            "https://a:",
            "10.1/",
            "10.1/:",
            "a\nb",
            "a\u{85}b",
            "…",
            "<<",
            "=",
            "---",
            ".inf",
            "12:30",
        ] {
            let yaml = fill("a.yml", "title: {{ title }}\nauthors: {{ authors }}\n", &values(title)).unwrap();
            assert_eq!(read("a.yml", &yaml), serde_json::json!({"title": title, "authors": [title]}), "{yaml}");
        }
    }

    #[test]
    fn a_plain_title_stays_as_it_is_written() {
        let filled =
            fill("a.md", "---\ntitle: {{ title }}\n---\n\n{{ title }}\n", &values("What's new? Größe")).unwrap();
        assert_eq!(filled, "---\ntitle: What's new? Größe\n---\n\nWhat's new? Größe\n");
    }

    #[test]
    fn below_front_matter_nothing_is_quoted() {
        let filled = fill("a.md", "---\ntitle: {{ title }}\n---\n\n{{ title }}\n", &values("A: b")).unwrap();
        assert_eq!(filled, "---\ntitle: \"A: b\"\n---\n\nA: b\n");
    }

    #[test]
    fn what_a_service_fills_in_is_left_to_it() {
        let text = "key: ${{ github.sha }}\nopen: {{ never closed\n}}\n";
        assert_eq!(fill("a.yml", text, &values("A")).unwrap(), text);
    }

    #[test]
    fn addresses_dois_and_days_need_no_quotes() {
        let day = Value::Day("2026-01-31".parse().expect("a day"));
        let all = Values::from([
            ("url", Value::Text("https://example.org/a_b?c=1".to_owned())),
            ("doi", Value::Text("10.1038/nature12373".to_owned())),
            ("day", day),
        ]);
        let filled = fill("a.yml", "url: {{ url }}\ndoi: {{ doi }}\nday: {{ day }}\n", &all).unwrap();
        assert_eq!(filled, "url: https://example.org/a_b?c=1\ndoi: 10.1038/nature12373\nday: 2026-01-31\n");
    }

    #[test]
    fn a_line_with_nothing_to_say_is_left_out() {
        let all = Values::from([("role", Value::Nothing), ("name", Value::Text("A".to_owned()))]);
        assert_eq!(fill("a.yml", "name: {{ name }}\nrole: {{ role }}\nx: y\n", &all).unwrap(), "name: A\nx: y\n");
    }

    #[test]
    fn a_place_without_a_value_says_which_there_are() {
        let error = fill("archetypes/article.md", "{{ titel }}", &values("A")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot fill in archetypes/article.md: there is no value for `{{ titel }}`; `{{ title }}` was probably meant"
        );
        assert_eq!(error.help.as_deref(), Some("it may have `{{ authors }}`, `{{ title }}`"));
    }
}
