//! A mapping taken apart, key by key; [`unknown`] says what was meant by what nobody took.

mod unknown;

use super::names::Names;
use super::node::whole;
use super::{Mistakes, Node, Value};
use crate::date::{Date, PartialDate, Period};
use crate::diagnostics::Code;
use crate::text::{Span, Spanned, Text};

/// A field or a value of this name asks what may stand there: the answer is the help, a name a line.
///
/// So an editor learns what the readers of front matter know, wherever a mapping is nested, and there is no second list.
pub const ASKING: &str = "byline-asks-what-there-is";

/// Below which an article has what byline knows nothing of.
const OWN: &str = "extra";

/// A mapping of which fields are taken one by one; what nobody took is reported at the end.
pub struct Fields<'m> {
    /// Where the mapping was written.
    pub span: Span,
    mistakes: &'m Mistakes<'m>,
    entries: Vec<(Spanned<String>, Node)>,
    known: Names,
    /// Those among them that are other names of one.
    aliases: Names,
    given: Names,
    hints: &'static [(&'static str, &'static str)],
    #[cfg(test)]
    what: String,
}

impl<'m> Fields<'m> {
    /// The fields of a mapping; `None`, and a mistake, if the node is something else.
    ///
    /// `what` names the thing in messages: `the front matter`, `a source`.
    pub fn of(node: Node, what: &str, mistakes: &'m Mistakes<'m>) -> Option<Fields<'m>> {
        let found = mistakes.syntax.describe(&node);
        let Value::Map(entries) = node.value else {
            let mapping = mistakes.syntax.mapping();
            let example = mistakes.syntax.example("name", "value");
            let help = match what.strip_prefix('`').and_then(|what| what.strip_suffix('`')) {
                Some(table) if mistakes.syntax == super::Syntax::Toml => {
                    format!("write the heading `[{table}]`, and below it one `{example}` on each line")
                }
                _ => format!("write one `{example}` on each line"),
            };
            let message = format!("{what} must be {mapping}, not {found}");
            mistakes.add(mistakes.at(Code::WrongType, node.span, message).help(help));
            return None;
        };
        Some(Fields {
            span: node.span,
            mistakes,
            entries,
            known: Names::default(),
            aliases: Names::default(),
            given: Names::default(),
            hints: &[],
            #[cfg(test)]
            what: what.to_owned(),
        })
    }

    /// Takes the field of a name or of one of its aliases; two of them at once are a mistake, and the first counts.
    pub fn take(&mut self, name: &str, aliases: &[&str]) -> Option<Field<'m>> {
        #[cfg(test)]
        asked::note(&self.what, name, aliases);
        // Nothing is left that could be taken, or unknown.
        if self.entries.is_empty() {
            return None;
        }
        std::iter::once(&name).chain(aliases).for_each(|name| self.known.push(name));
        aliases.iter().for_each(|alias| self.aliases.push(alias));
        let mut taken: Option<Field<'m>> = None;
        while let Some(index) =
            self.entries.iter().position(|(key, _)| key.value == name || aliases.contains(&key.value.as_str()))
        {
            let (key, node) = self.entries.remove(index);
            std::iter::once(&name).chain(aliases).for_each(|name| self.given.push(name));
            let Some(first) = &taken else {
                taken = Some(Field { key, node, mistakes: self.mistakes });
                if aliases.is_empty() {
                    break;
                }
                continue;
            };
            let message = format!("`{}` and `{}` mean the same and both are given", first.key.value, key.value);
            self.mistakes.add(
                self.mistakes
                    .at(Code::DuplicateField, key.span, message)
                    .related(self.mistakes.path, Some(first.key.span), "the first is here")
                    .help(format!("keep one of them as `{name}`")),
            );
        }
        taken
    }

    /// Takes a field that must be there; `example` is a value for the message.
    pub fn require(&mut self, name: &str, aliases: &[&str], what: &str, example: &str) -> Option<Field<'m>> {
        let field = self.take(name, aliases);
        if field.is_none() {
            self.missing(name, what, example);
        }
        field
    }

    /// Reports a field that must be there, where the mapping begins.
    pub fn missing(&self, name: &str, what: &str, example: &str) {
        if self.mistakes.is_incomplete() {
            return;
        }
        let example = self.mistakes.syntax.example(name, example);
        let start = Span { start: self.span.start, end: self.span.start };
        self.mistakes.add(
            self.mistakes
                .at(Code::MissingField, start, format!("{what} has no `{name}`"))
                .help(format!("add a line such as `{example}`")),
        );
    }

    /// Where mistakes are gathered.
    pub fn mistakes(&self) -> &'m Mistakes<'m> {
        self.mistakes
    }

    /// Sets the help for names that other programs use: pairs of a name and what to write instead.
    pub fn hint(&mut self, hints: &'static [(&'static str, &'static str)]) {
        self.hints = hints;
    }

    /// Every entry that is left, for a mapping whose keys are the author's own.
    pub fn rest(self) -> Vec<Field<'m>> {
        let mistakes = self.mistakes;
        self.entries.into_iter().map(|(key, node)| Field { key, node, mistakes }).collect()
    }
}

/// A field that was taken: its key and its value.
pub struct Field<'m> {
    /// The key; of an item of a list, the list's key.
    pub key: Spanned<String>,
    /// The value.
    pub node: Node,
    mistakes: &'m Mistakes<'m>,
}

impl<'m> Field<'m> {
    /// A field that stands in no mapping, such as an item of a file that is a list.
    pub fn new(key: Spanned<String>, node: Node, mistakes: &'m Mistakes<'m>) -> Field<'m> {
        Field { key, node, mistakes }
    }

    /// Where mistakes are gathered.
    pub fn mistakes(&self) -> &'m Mistakes<'m> {
        self.mistakes
    }

    /// A text; a number is the text as written.
    pub fn text(self) -> Option<Spanned<String>> {
        self.markdown().map(|text| Spanned::new(text.value, text.span))
    }

    /// A text with the way back to the file.
    pub fn markdown(self) -> Option<Text> {
        match &self.node.value {
            Value::Text(_) | Value::Number(_) => self.node.into_text(),
            Value::Bool(value) => {
                let example = self.mistakes.syntax.example(&self.key.value, &format!("\"{value}\""));
                self.wrong("a text", &format!("if the word is meant, put it in quotes: `{example}`"));
                None
            }
            Value::Null => {
                let key = &self.key.value;
                let example = self.mistakes.syntax.example(key, "\"null\"");
                let message = format!("`{key}` has no value");
                self.mistakes.add(
                    self.mistakes
                        .at(Code::WrongType, self.node.span.to(self.key.span), message)
                        .help("give it a value, or take the line out")
                        .help(format!("if the word is meant, put it in quotes: `{example}`")),
                );
                None
            }
            Value::List(_) | Value::Map(_) => {
                let example = self.mistakes.syntax.example(&self.key.value, "\"…\"");
                self.wrong("a text", &format!("write one text: `{example}`"));
                None
            }
        }
    }

    /// A text with the way back to the file, and the key.
    pub fn keyed_text(self) -> Option<(Spanned<String>, Text)> {
        if matches!(self.node.value, Value::Text(_) | Value::Number(_)) {
            return Some((self.key, self.node.into_text()?));
        }
        self.markdown();
        None
    }

    /// A text without the blank around it, and the key; `None` if nothing is left.
    pub fn keyed_line(self) -> Option<(Spanned<String>, Spanned<String>)> {
        let (key, text) = self.keyed_text()?;
        Some((key, trimmed(text)?))
    }

    /// A text without the blank around it; `None` if nothing is left.
    pub fn line(self) -> Option<Spanned<String>> {
        self.keyed_line().map(|(_, line)| line)
    }

    /// A text that must not be empty.
    pub fn filled_line(self) -> Option<Spanned<String>> {
        let mistakes = self.mistakes;
        let (key, text) = self.keyed_text()?;
        let span = text.span;
        let line = trimmed(text);
        if line.is_none() {
            mistakes.add(mistakes.at(Code::InvalidValue, span, format!("`{}` is empty", key.value)));
        }
        line
    }

    /// Markdown; `None` if it is blank.
    pub fn prose(self) -> Option<Text> {
        self.markdown().filter(|text| !text.value.trim().is_empty())
    }

    /// A value that is read from a text; what is wrong with it stands behind the words "is not KIND".
    pub fn parsed<T>(self, code: Code, kind: &str) -> Option<Spanned<T>>
    where
        T: std::str::FromStr<Err = String>,
    {
        let mistakes = self.mistakes;
        let (key, text) = self.keyed_text()?;
        match text.value.parse() {
            Ok(value) => Some(Spanned::new(value, text.span)),
            Err(wrong) => {
                let message = format!("`{}` in `{}` is not {kind}: {wrong}", shown(&text.value), key.value);
                mistakes.add(mistakes.at(code, text.span, message));
                None
            }
        }
    }

    /// A day, or an instant as in RFC 3339.
    pub fn date(self) -> Option<Spanned<Date>> {
        self.parsed(Code::InvalidDate, "a date")
    }

    /// A year, a month or a day.
    pub fn partial_date(self) -> Option<Spanned<PartialDate>> {
        self.parsed(Code::InvalidDate, "a year, month or day")
    }

    /// A period, such as `12 months`.
    pub fn period(self) -> Option<Spanned<Period>> {
        self.parsed(Code::InvalidValue, "a period")
    }

    /// `true` or `false`.
    pub fn boolean(self) -> Option<bool> {
        if let Value::Bool(value) = self.node.value {
            return Some(value);
        }
        if let Value::Text(text) = &self.node.value
            && text.value == ASKING
        {
            self.mistakes.add(self.mistakes.at(Code::InvalidValue, text.span, "").help("true").help("false"));
            return None;
        }
        let meant = match &self.node.value {
            Value::Text(text) => match text.value.to_ascii_lowercase().as_str() {
                "yes" | "on" | "true" | "y" => "true",
                "no" | "off" | "false" | "n" => "false",
                _ => "true",
            },
            _ => "true",
        };
        let example = self.mistakes.syntax.example(&self.key.value, meant);
        self.wrong("`true` or `false`", &format!("write it like `{example}`, without quotes"));
        None
    }

    /// A whole number.
    pub fn integer(self) -> Option<Spanned<i64>> {
        if let Value::Number(written) = &self.node.value {
            if let Some(value) = whole(written) {
                return Some(Spanned::new(value, self.node.span));
            }
            let message = format!("`{}` must be a whole number, not `{written}`", self.key.value);
            self.mistakes.add(self.mistakes.at(Code::WrongType, self.node.span, message));
            return None;
        }
        // The key is not repeated: it may be an item of its list.
        let help = match &self.node.value {
            Value::Text(text) if text.value.contains('_') && whole(text.value.trim()).is_some() => {
                format!("write `{}`, digits alone", text.value.trim().replace('_', ""))
            }
            Value::Text(text) if whole(text.value.trim()).is_some() => {
                format!("write `{}`, without quotes", text.value.trim())
            }
            _ => "write digits alone, such as `10`".to_owned(),
        };
        self.wrong("a whole number", &help);
        None
    }

    /// A whole number within bounds.
    pub fn integer_within(self, bounds: std::ops::RangeInclusive<i64>) -> Option<Spanned<i64>> {
        let (key, mistakes) = (self.key.clone(), self.mistakes);
        let number = self.integer()?;
        if bounds.contains(&number.value) {
            return Some(number);
        }
        let message =
            format!("`{}` must be from {} to {}, not {}", key.value, bounds.start(), bounds.end(), number.value);
        mistakes.add(mistakes.at(Code::InvalidValue, number.span, message));
        None
    }

    /// The items of a list; none if there is no value behind the key.
    pub fn list(self) -> Option<Vec<Field<'m>>> {
        match self.node.value {
            Value::List(items) => {
                let (key, mistakes) = (self.key, self.mistakes);
                let mut fields = Vec::with_capacity(items.len());
                for node in items {
                    if matches!(node.value, Value::Null) {
                        let message = format!("an item of `{}` is empty", key.value);
                        let wrong = mistakes.at(Code::WrongType, node.span, message);
                        mistakes
                            .add(wrong.help(
                                "give it a value, or take it out; if the word `null` is meant, put it in quotes",
                            ));
                        continue;
                    }
                    fields.push(Field { key: key.clone(), node, mistakes });
                }
                Some(fields)
            }
            Value::Null => Some(Vec::new()),
            _ => {
                let name = &self.key.value;
                let help = match (&self.node.value, self.mistakes.syntax) {
                    (Value::Map(entries), super::Syntax::Yaml) => {
                        let first = entries.first().map_or("name", |(first, _)| &first.value);
                        format!("begin each of its entries with `- `, as in `- {}: …`", shown(first))
                    }
                    (Value::Map(_), super::Syntax::Toml) => {
                        format!("begin each of its entries with `[[{name}]]`, in two pairs of brackets")
                    }
                    (Value::Text(text), syntax) if !text.value.contains(['\n', '"']) => {
                        let items: Vec<String> =
                            text.value.split(',').map(|item| format!("\"{}\"", item.trim())).collect();
                        format!("write it like `{}`", syntax.example(name, &format!("[{}]", items.join(", "))))
                    }
                    (_, syntax) => format!("write it like `{}`", syntax.example(name, "[…]")),
                };
                self.wrong("a list", &help);
                None
            }
        }
    }

    /// The items of a list; a single text is a list of one, unless a comma says that more were meant.
    pub fn list_or_one(self) -> Option<Vec<Field<'m>>> {
        match &self.node.value {
            Value::Text(text) if !text.value.contains(',') => Some(vec![self]),
            Value::Number(_) | Value::Map(_) => Some(vec![self]),
            _ => self.list(),
        }
    }

    /// The texts of a list.
    pub fn texts(self) -> Option<Vec<Spanned<String>>> {
        Some(self.list()?.into_iter().filter_map(Field::text).collect())
    }

    /// The fields of a mapping; `what` names the thing in messages.
    pub fn map(self, what: &str) -> Option<Fields<'m>> {
        Fields::of(self.node, what, self.mistakes)
    }

    /// One of the named choices; the nearest is proposed for anything else.
    pub fn choice<T: Copy>(self, choices: &[(&str, T)]) -> Option<Spanned<T>> {
        let mistakes = self.mistakes;
        let (key, text) = self.keyed_text()?;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text.value) {
            return Some(Spanned::new(*choice, text.span));
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        if text.value == ASKING {
            let asked = mistakes.at(Code::InvalidValue, text.span, "");
            mistakes.add(names.iter().fold(asked, |asked, name| asked.help(*name)));
            return None;
        }
        mistakes.add(
            mistakes
                .at(Code::InvalidValue, text.span, format!("`{}` cannot be `{}`", key.value, shown(&text.value)))
                .did_you_mean(&text.value, names.iter().copied())
                .help(format!("choose one of {}", list_of(&names))),
        );
        None
    }

    /// Reports that the value is of the wrong type.
    pub fn wrong(&self, expected: &str, help: &str) {
        let found = self.mistakes.syntax.describe(&self.node);
        let message = format!("`{}` must be {expected}, not {found}", self.key.value);
        self.mistakes.add(self.mistakes.at(Code::WrongType, self.node.span, message).help(help));
    }
}

/// A text without the blank around it; `None` if nothing is left.
fn trimmed(text: Text) -> Option<Spanned<String>> {
    let line = text.value.trim();
    let value = if line.len() == text.value.len() { text.value } else { line.to_owned() };
    (!value.is_empty()).then(|| Spanned::new(value, text.span))
}

/// Names in backticks, with commas.
fn list_of(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A text as it stands in a message: at most 60 characters.
pub(crate) fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// Which fields readers have asked for on this thread, so that a test can compare them with what is declared.
#[cfg(test)]
pub(crate) mod asked {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, BTreeSet};

    /// By what a mapping is called: its fields, the first of each the name that is taught.
    pub(crate) type Asked = BTreeMap<String, BTreeSet<Vec<String>>>;

    thread_local! {
        static ASKED: RefCell<Asked> = RefCell::default();
    }

    pub(super) fn note(what: &str, name: &str, aliases: &[&str]) {
        let names = std::iter::once(&name).chain(aliases).map(|name| (*name).to_owned()).collect();
        ASKED.with_borrow_mut(|asked| asked.entry(what.to_owned()).or_default().insert(names));
    }

    /// What was asked for since the last call.
    pub(crate) fn take() -> Asked {
        ASKED.take()
    }
}
