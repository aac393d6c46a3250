//! The settings of Hugo, from one file or from several.

use super::super::model::Finding;
use super::super::source::Source;
use super::super::value::Value;
use crate::error::Error;

/// The settings.
pub struct Config {
    /// All of them.
    pub root: Value,
    /// The file that they are from.
    pub file: String,
    /// Folders of content, each with the language that all of it is in.
    pub content: Vec<(String, Option<String>)>,
    /// Folders of files that are copied.
    pub statics: Vec<String>,
    /// The language of pages that name none.
    pub default_language: String,
    /// All languages.
    pub languages: Vec<String>,
    /// Whether pages of the first language lie below its code, too.
    default_in_folder: bool,
}

/// An entry of a mapping, whatever the case of its name: Hugo does not tell them apart.
pub fn get<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    value.entries().iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

impl Config {
    /// Reads `hugo.toml`, `config.toml` and the like, then what lies below `config/_default`.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Result<Config, Error> {
        let mut root = Vec::new();
        let mut file = String::new();
        for path in ["hugo", "config"]
            .iter()
            .flat_map(|name| ["toml", "yaml", "yml", "json"].map(|end| format!("{name}.{end}")))
        {
            if source.has(&path) {
                merge(&mut root, source.data(&path, findings)?);
                file = if file.is_empty() { path } else { file };
            }
        }
        for (path, below) in source.below("config/_default").collect::<Vec<_>>() {
            let Some((name, extension)) = below.rsplit_once('.') else { continue };
            if below.contains('/') || !["toml", "yaml", "yml", "json"].contains(&extension) {
                continue;
            }
            let value = source.data(path, findings)?;
            let (name, language) = name.split_once('.').unwrap_or((name, ""));
            let named = match (name, language) {
                ("hugo" | "config", _) => value,
                (name, "") => Value::Map(vec![(name.to_owned(), value)]),
                (name, language) => {
                    let own = Value::Map(vec![(name.to_owned(), value)]);
                    Value::Map(vec![("languages".to_owned(), Value::Map(vec![(language.to_owned(), own)]))])
                }
            };
            merge(&mut root, named);
            file = if file.is_empty() { path.to_owned() } else { file };
        }
        Ok(Config::of(Value::Map(root), file))
    }

    fn of(root: Value, file: String) -> Config {
        let text = |key: &str| get(&root, key).and_then(Value::as_text).map(str::to_owned);
        let default_language = text("defaultContentLanguage").unwrap_or_else(|| "en".to_owned());
        let entries = get(&root, "languages").map(Value::entries).unwrap_or_default();
        let is_off = |own: &Value| get(own, "disabled").is_some_and(Value::is_true);
        let mut languages: Vec<String> =
            entries.iter().filter(|(_, own)| !is_off(own)).map(|(code, _)| code.clone()).collect();
        if !languages.contains(&default_language) {
            languages.insert(0, default_language.clone());
        }
        let first = text("contentDir").unwrap_or_else(|| "content".to_owned());
        let mut content: Vec<(String, Option<String>)> = Vec::new();
        for (code, own) in entries {
            if let Some(folder) = get(own, "contentDir").and_then(Value::as_text) {
                content.push((folder.trim_matches('/').to_owned(), Some(code.clone())));
            }
        }
        let own_folder = content.iter().any(|(_, code)| code.as_deref() == Some(&default_language));
        if !own_folder {
            content.insert(0, (first.trim_matches('/').to_owned(), None));
        }
        // The innermost first, because one may lie in another.
        content.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        let statics = get(&root, "staticDir").map(Value::texts).unwrap_or_default();
        let statics: Vec<String> = statics.into_iter().map(|folder| folder.trim_matches('/').to_owned()).collect();
        let statics = if statics.is_empty() { vec!["static".to_owned()] } else { statics };
        let default_in_folder = get(&root, "defaultContentLanguageInSubdir").is_some_and(Value::is_true);
        Config { root, file, content, statics, default_language, languages, default_in_folder }
    }

    /// A setting.
    pub fn get(&self, key: &str) -> Option<&Value> {
        get(&self.root, key)
    }

    /// The settings of a language.
    pub fn language_settings(&self, code: &str) -> Option<&Value> {
        get(self.get("languages")?, code)
    }

    /// What addresses of a language begin with.
    pub fn prefix(&self, language: Option<&str>) -> String {
        match language {
            Some(code) => format!("/{}", code.to_lowercase()),
            None if self.default_in_folder => format!("/{}", self.default_language.to_lowercase()),
            None => String::new(),
        }
    }

    /// Whether a setting is on.
    pub fn is_on(&self, key: &str) -> bool {
        self.get(key).is_some_and(Value::is_true)
    }
}

/// Adds settings to those that are there; mappings are merged, and what is there stays.
fn merge(into: &mut Vec<(String, Value)>, from: Value) {
    let Value::Map(entries) = from else { return };
    for (key, value) in entries {
        match into.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(&key)) {
            Some((_, Value::Map(inner))) => merge(inner, value),
            Some(_) => {}
            None => into.push((key, value)),
        }
    }
}
