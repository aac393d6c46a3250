//! The house style: words that a site does not use, and spellings that it prefers.

use crate::decode::{self, Field, Fields, Mistakes, Syntax};
use crate::diagnostics::{Code, Diagnosed};
use crate::text::RelPath;

/// The house style of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseStyle {
    /// `[[words]]`, in written order.
    pub words: Vec<Avoided>,
}

/// Words or phrases that are not used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Avoided {
    /// These, at least one.
    pub avoid: Vec<String>,
    /// What is written instead.
    pub prefer: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Whether they are avoided in these very capitals alone.
    pub case_sensitive: bool,
    /// In articles of this language; `None` in all.
    pub language: Option<String>,
}

/// Reads the file; `path` is named in diagnostics.
pub fn read(path: &RelPath, text: &str) -> Diagnosed<HouseStyle> {
    let mistakes = Mistakes::new(path, Syntax::Toml);
    let mut style = HouseStyle::default();
    let node = mistakes.read(decode::toml(path, text));
    if let Some(mut fields) = node.and_then(|node| Fields::of(node, "the house style", &mistakes)) {
        fields.hint(&[("word", "write `[[words]]`"), ("avoid", "it belongs below `[[words]]`")]);
        let words = fields.take("words", &[]).and_then(Field::list).unwrap_or_default();
        style.words = words.into_iter().filter_map(avoided).collect();
        fields.finish();
    }
    mistakes.with(style)
}

fn avoided(field: Field<'_>) -> Option<Avoided> {
    let mut fields = field.map("an entry of `words`")?;
    fields.hint(&[("banned", "write `avoid`"), ("use", "write `prefer`"), ("why", "write `reason`")]);
    let avoid = fields.require("avoid", &[], "this entry of `words`", "[\"utilise\", \"utilize\"]");
    let avoid = avoid.and_then(Field::list_or_one).unwrap_or_default();
    let avoid: Vec<String> = avoid.into_iter().filter_map(word).collect();
    let prefer = fields.take("prefer", &[]).and_then(word);
    let reason = fields.take("reason", &[]).and_then(Field::filled_line).map(|reason| reason.value);
    let case_sensitive = fields.take("case_sensitive", &[]).and_then(Field::boolean).unwrap_or_default();
    let language = fields.take("language", &[]).and_then(Field::filled_line).map(|language| language.value);
    fields.finish();
    (!avoid.is_empty()).then_some(Avoided { avoid, prefer, reason, case_sensitive, language })
}

/// A word, or several; signs alone are none.
fn word(field: Field<'_>) -> Option<String> {
    let (key, mistakes) = (field.key.value.clone(), field.mistakes());
    let text = field.filled_line()?;
    if text.value.chars().any(char::is_alphanumeric) {
        return Some(text.value);
    }
    let message = format!("`{}` in `{key}` is no word", decode::shown(&text.value).escape_debug());
    mistakes.add(mistakes.at(Code::InvalidValue, text.span, message).help("write words as they stand in a text"));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Diagnosed<HouseStyle> {
        super::read(&RelPath::new("house-style.toml").expect("a clean path"), text)
    }

    #[test]
    fn every_field_is_read() {
        let text = "[[words]]\navoid = [\"utilise\", \"utilize\"]\nprefer = \"use\"\nreason = \"it is shorter\"\n\
            case_sensitive = true\nlanguage = \"en\"\n[[words]]\navoid = \"simply\"\n";
        let Diagnosed { value, diagnostics } = read(text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let some = |text: &str| Some(text.to_owned());
        let first = Avoided {
            avoid: vec!["utilise".to_owned(), "utilize".to_owned()],
            prefer: some("use"),
            reason: some("it is shorter"),
            case_sensitive: true,
            language: some("en"),
        };
        let (prefer, reason, language) = Default::default();
        let second = Avoided { avoid: vec!["simply".to_owned()], prefer, reason, case_sensitive: false, language };
        assert_eq!(value.words, [first, second]);
    }

    #[test]
    fn a_mistake_in_one_entry_hides_no_other_entry() {
        let text = "[[words]]\nprefer = \"use\"\n[[words]]\navoid = [\"–\", 3, \"simply\"]\n";
        let Diagnosed { value, diagnostics } = read(text);
        let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, [Code::MissingField, Code::InvalidValue]);
        assert_eq!(value.words.len(), 1);
        assert_eq!(value.words[0].avoid, ["3", "simply"]);
    }
}
