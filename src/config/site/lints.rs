//! `[lints]`: which rules matter how much, and what is excused from them.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use super::values;
use crate::date::Date;
use crate::decode::{Field, Fields, Value};
use crate::diagnostics::{Code, Level};
use crate::text::{Glob, RelPath, Spanned};

/// Which rules matter how much.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lints {
    /// The level of a rule; `None` where it is not looked for. A rule that is not named has the level of its code.
    pub levels: BTreeMap<Code, Spanned<Option<Level>>>,
    /// What is excused.
    pub exceptions: Vec<Exception>,
    /// From where on something is too long, too old, too heavy.
    pub limits: Limits,
    /// The file with words that the site does not use, or spells in another way.
    pub house_style: Option<Spanned<RelPath>>,
}

/// `[[lints.exceptions]]`: files that a rule does not apply to, why, and until when.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// The rule.
    pub code: Spanned<Code>,
    /// The files.
    pub paths: Spanned<Glob>,
    /// Why.
    pub reason: String,
    /// The first day on which it is an exception no more.
    pub until: Option<Spanned<Date>>,
}

/// `[lints.limits]`.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Limits {
    /// Characters of a title.
    pub title: usize,
    /// Characters of a dek.
    pub dek: usize,
    /// Words of a paragraph.
    pub paragraph: usize,
    /// Words of a section between two headings.
    pub section: usize,
    /// Years since a source appeared.
    pub source_age: usize,
    /// Kilobytes (of 1,000 bytes) of a picture.
    pub image_size: usize,
    /// Percent of an article's sources that may be the site's own.
    pub self_citation: usize,
    /// Words that an article may have without a source.
    pub unsourced: usize,
    /// Percent of an article's words that may change without a new `updated`.
    pub changed: usize,
}

/// No page shows them, so no page is made anew because they change.
impl Hash for Lints {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            title: 90,
            dek: 240,
            paragraph: 180,
            section: 900,
            source_age: 10,
            image_size: 4_000,
            self_citation: 50,
            unsourced: 300,
            changed: 25,
        }
    }
}

/// Reads the table.
pub(super) fn lints(field: Field<'_>) -> Lints {
    let mut lints = Lints::default();
    let Some(mut fields) = field.map("`[lints]`") else { return lints };
    if let Some(exceptions) = fields.take("exceptions", &[]).and_then(Field::list) {
        lints.exceptions = exceptions.into_iter().flat_map(exceptions_of).collect();
    }
    if let Some(mut inner) = fields.take("limits", &[]).and_then(|field| field.map("`[lints.limits]`")) {
        limits(&mut inner, &mut lints.limits);
        inner.finish();
    }
    lints.house_style = fields.take("house_style", &[]).and_then(house_style);
    for field in fields.rest() {
        let Some(code) = code(&field.key, &field) else { continue };
        let choices = [("allow", None), ("warn", Some(Level::Warning)), ("error", Some(Level::Error))];
        let (mistakes, key) = (field.mistakes(), field.key.clone());
        let Some(level) = field.choice(&choices) else { continue };
        if code.default_level() == Level::Error && level.value != Some(Level::Error) {
            let message = format!("`{}` is always an error: without it there would be nothing to show", key.value);
            mistakes.add(mistakes.at(Code::InvalidValue, level.span, message).help("delete the line"));
            continue;
        }
        lints.levels.insert(code, level);
    }
    lints
}

/// The path of the file; it may not lie where every file is published, or read as a document.
fn house_style(field: Field<'_>) -> Option<Spanned<RelPath>> {
    let mistakes = field.mistakes();
    let text = values::file(field)?;
    let path = RelPath::new(&text.value)?;
    if ["content", "static"].iter().all(|folder| path.below(folder).is_none()) {
        return Some(text.map(|_| path));
    }
    let message = format!("the house style `{path}` lies where files are published");
    let help = format!("move it beside site.toml, and write `house_style = \"{}\"`", path.file_name());
    mistakes.add(mistakes.at(Code::InvalidValue, text.span, message).help(help));
    None
}

/// An exception for each pattern of an entry.
fn exceptions_of(field: Field<'_>) -> Vec<Exception> {
    let what = "this entry of `lints.exceptions`";
    let Some(mut fields) = field.map("an entry of `lints.exceptions`") else { return Vec::new() };
    let mistakes = fields.mistakes();
    let rule = fields.require("rule", &["code"], what, "\"orphan-article\"").and_then(|field| {
        let name = field.key.clone();
        let text = field.filled_line()?;
        rule(&text, &name.value, mistakes)
    });
    let paths = fields.require("paths", &["path"], what, "\"content/archive/**\"");
    let paths = match paths {
        // A single pattern may have commas, in braces.
        Some(field) if matches!(field.node.value, Value::Text(_) | Value::Number(_)) => vec![field],
        Some(field) => {
            let place = field.node.span;
            let list = field.list();
            if list.as_ref().is_some_and(Vec::is_empty) {
                let empty = mistakes.at(Code::InvalidValue, place, "`paths` is empty, so nothing is excused");
                mistakes.add(empty.help("name the files: `paths = [\"content/archive/**\"]`, or delete the exception"));
            }
            list.unwrap_or_default()
        }
        None => Vec::new(),
    };
    let paths: Vec<Spanned<Glob>> = paths.into_iter().filter_map(values::pattern).collect();
    let reason = fields.require("reason", &[], what, "\"reached from the calendar\"").and_then(Field::filled_line);
    let until = fields.take("until", &[]).and_then(Field::date);
    fields.finish();
    let (Some(code), Some(reason)) = (rule, reason) else { return Vec::new() };
    let exception = |paths| Exception { code: code.clone(), paths, reason: reason.value.clone(), until: until.clone() };
    paths.into_iter().map(exception).collect()
}

fn limits(fields: &mut Fields<'_>, limits: &mut Limits) {
    let Limits { title, dek, paragraph, section, source_age, image_size, self_citation, unsourced, changed } = limits;
    let of_names = [
        ("title", title),
        ("dek", dek),
        ("paragraph", paragraph),
        ("section", section),
        ("source_age", source_age),
        ("image_size", image_size),
        ("self_citation", self_citation),
        ("unsourced", unsourced),
        ("changed", changed),
    ];
    for (name, limit) in of_names {
        let number = fields.take(name, &[]).and_then(|field| field.integer_within(1..=1_000_000));
        if let Some(number) = number.and_then(|number| usize::try_from(number.value).ok()) {
            *limit = number;
        }
    }
}

fn code(key: &Spanned<String>, field: &Field<'_>) -> Option<Code> {
    rule(key, "lints", field.mistakes()).map(|code| code.value)
}

fn rule(name: &Spanned<String>, key: &str, mistakes: &crate::decode::Mistakes<'_>) -> Option<Spanned<Code>> {
    let found = Code::from_name(&name.value);
    if found.is_none() {
        let message = format!("`{}` in `{key}` is no rule", name.value);
        let known = Code::ALL.iter().map(|code| code.name());
        mistakes.add(
            mistakes
                .at(Code::UnknownRule, name.span, message)
                .did_you_mean(&name.value, known)
                .help("`byline explain` lists all rules"),
        );
    }
    found.map(|code| Spanned::new(code, name.span))
}
