//! Fields that nobody knows, and what was probably meant.

use super::{ASKING, Fields, OWN, list_of, shown};
use crate::decode::{Node, Syntax, Value};
use crate::diagnostics::{Code, Fix, is_certain, nearest};

impl Fields<'_> {
    /// Reports every field that nobody took.
    pub fn finish(self) {
        if self.entries.is_empty() {
            return;
        }
        let entry = self.mistakes.syntax.entry();
        let code = match self.mistakes.syntax {
            Syntax::Yaml | Syntax::Bibtex | Syntax::Json | Syntax::Csv => Code::UnknownField,
            Syntax::Toml => Code::UnknownSetting,
        };
        let known: Vec<&str> = self.known.iter().collect();
        for (key, node) in &self.entries {
            let name = &key.value;
            if name == ASKING {
                let mut asked = self.mistakes.at(code, key.span, "");
                let is_open = |name: &&&str| {
                    !self.given.iter().any(|given| given == **name) && !self.aliases.iter().any(|other| other == **name)
                };
                asked.help = known.iter().filter(is_open).map(|name| (*name).to_owned()).collect();
                self.mistakes.add(asked);
                continue;
            }
            let mut diagnostic = self.mistakes.at(code, key.span, format!("unknown {entry} `{}`", shown(name)));
            diagnostic = match self.hints.iter().find(|(hinted, _)| hinted == name) {
                Some((_, help)) => diagnostic.help(with_value(help, node).unwrap_or_else(|| (*help).to_owned())),
                None => {
                    // A name that is given already cannot be what was meant.
                    let is_given = |near: &str| self.given.iter().any(|given| given == near);
                    let near = nearest(name, known.iter().copied()).filter(|near| !is_given(near));
                    let diagnostic = diagnostic.did_you_mean(name, known.iter().copied());
                    match near {
                        Some(near) if is_certain(name, near, known.iter().copied()) => {
                            diagnostic.fix(Fix::within(key.span, name, near))
                        }
                        _ => diagnostic,
                    }
                }
            };
            if diagnostic.help.is_empty() {
                // A slip in a name that is known from elsewhere.
                let hinted = nearest(name, self.hints.iter().map(|(hinted, _)| *hinted));
                let hint = hinted.and_then(|near| self.hints.iter().find(|(hinted, _)| *hinted == near));
                diagnostic = match hint {
                    Some((near, help)) => diagnostic.help(format!("did you mean `{near}`? {help}")),
                    None if known.contains(&OWN) => {
                        diagnostic.help(format!("a field of your own belongs below `{OWN}`"))
                    }
                    None if !known.is_empty() => diagnostic.help(format!("known here: {}", list_of(&known))),
                    None => diagnostic,
                };
            }
            self.mistakes.add(diagnostic);
        }
    }
}

/// A help such as "write `authors: [jane-example]`" with what the author wrote in the place of the example.
fn with_value(help: &str, node: &Node) -> Option<String> {
    let line = help.strip_prefix("write `")?.strip_suffix('`')?;
    let (name, example) = line.split_once(": ").filter(|(_, example)| !example.contains('`'))?;
    let written = |node: &Node| match &node.value {
        Value::Text(text) => Some(text.value.clone()),
        Value::Number(number) => Some(number.clone()),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
    };
    let values = match &node.value {
        Value::List(items) => items.iter().map(written).collect::<Option<Vec<String>>>()?,
        _ => vec![written(node)?],
    };
    // What is more than a few words needs quotes, or is no example.
    let is_plain = |value: &String| {
        let means_nothing = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/');
        value.starts_with(char::is_alphanumeric) && value.chars().count() <= 60 && value.chars().all(means_nothing)
    };
    let values = Some(values).filter(|values| !values.is_empty() && values.iter().all(is_plain))?;
    match (example.starts_with('['), values.as_slice()) {
        (true, _) => Some(format!("write `{name}: [{}]`", values.join(", "))),
        (false, [one])
            if example.starts_with(|c: char| c.is_ascii_digit()) == one.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            Some(format!("write `{name}: {one}`"))
        }
        _ => None,
    }
}
