//! `[extensions]` and `[preprocessors]`: programs that are given articles before they are read.

use std::time::Duration;

use super::read::{entries, table};
use super::values;
use crate::decode::{Field, Fields, Mistakes, Value, shown};
use crate::diagnostics::Code;
use crate::text::{Glob, RelPath, Span, Spanned};

/// How many seconds a program has for an article unless something else is said.
const SECONDS: u64 = 10;

/// The programs that may run, in the order in which they stand in site.toml.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Preprocessors(pub Vec<Preprocessor>);

/// A program that is given articles and returns them.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Preprocessor {
    /// What site.toml calls it.
    pub name: String,
    /// The program and its arguments; there is at least the program.
    pub command: Vec<Spanned<String>>,
    /// Which articles it is given; none of these means all.
    pub paths: Vec<Glob>,
    /// The files of the site that it reads.
    pub inputs: Vec<Spanned<Glob>>,
    /// How long it may take for one article.
    pub timeout: Duration,
}

impl Preprocessor {
    /// Whether it is given an article.
    pub fn concerns(&self, path: &RelPath) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|pattern| pattern.fits(path.as_str()))
    }
}

/// Reads both tables; a program that is declared and not allowed is none.
pub(super) fn preprocessors(fields: &mut Fields<'_>) -> Preprocessors {
    let mistakes = fields.mistakes();
    let mut allowed: Vec<Spanned<String>> = Vec::new();
    table(fields, "extensions", |fields| {
        allowed = fields.take("allow", &[]).and_then(Field::list_or_one).map(texts).unwrap_or_default();
    });
    let declared = entries(fields, "preprocessors", "[preprocessors]");
    let names: Vec<Spanned<String>> = declared.iter().map(|field| field.key.clone()).collect();
    for name in &allowed {
        if !names.iter().any(|declared| declared.value == name.value) {
            mistakes.add(undeclared(name, &names, mistakes));
        }
    }
    for name in &names {
        if !allowed.iter().any(|allowed| allowed.value == name.value) {
            let message = format!("the pre-processor `{}` is not allowed, and does not run", shown(&name.value));
            let is_declared = |allowed: &&Spanned<String>| names.iter().any(|name| name.value == allowed.value);
            let also = allowed.iter().filter(is_declared).chain([name]).map(|name| name.value.as_str());
            let list = also.map(|name| format!("\"{}\"", shown(name))).collect::<Vec<_>>().join(", ");
            let help = format!("if you trust this program, write `allow = [{list}]` below `[extensions]`");
            mistakes.add(mistakes.at(Code::PreprocessorNotAllowed, name.span, message).help(help));
        }
    }
    let is_allowed = |program: &Preprocessor| allowed.iter().any(|name| name.value == program.name);
    // Those that do not run are read all the same, so that their mistakes are seen before somebody allows them.
    Preprocessors(declared.into_iter().filter_map(preprocessor).filter(is_allowed).collect())
}

fn undeclared(
    name: &Spanned<String>,
    declared: &[Spanned<String>],
    mistakes: &Mistakes<'_>,
) -> crate::diagnostics::Diagnostic {
    let message = format!("there is no pre-processor `{}`", shown(&name.value));
    let fault = mistakes.at(Code::UnknownPreprocessor, name.span, message);
    let fault = fault.did_you_mean(&name.value, declared.iter().map(|name| name.value.as_str()));
    if fault.help.is_empty() {
        fault.help("say what it is as the table `[preprocessors.NAME]` with a `command`, or delete the name")
    } else {
        fault
    }
}

fn preprocessor(field: Field<'_>) -> Option<Preprocessor> {
    let mistakes = field.mistakes();
    let name = name(&field.key, mistakes);
    let mut fields = field.map("a pre-processor")?;
    fields.hint(&[
        ("cmd", "write `command = [\"python3\", \"tools/charts.py\"]`"),
        ("args", "they stand behind the program in `command`"),
        ("files", "write the files that it reads as `inputs`, and the articles that it is given as `paths`"),
        ("enabled", "the list `allow` below `[extensions]` says which may run"),
    ]);
    let command = fields.require("command", &[], "the pre-processor", "[\"python3\", \"tools/charts.py\"]");
    let command = command.and_then(command_of);
    let paths = fields.take("paths", &["path"]).and_then(Field::list_or_one).unwrap_or_default();
    let paths = paths.into_iter().filter_map(articles).collect();
    let inputs = fields.take("inputs", &["input"]).and_then(Field::list_or_one).unwrap_or_default();
    let inputs = inputs.into_iter().filter_map(input).collect();
    let seconds = fields.take("timeout", &[]).and_then(|field| field.integer_within(1..=600));
    let seconds = seconds.and_then(|seconds| u64::try_from(seconds.value).ok()).unwrap_or(SECONDS);
    fields.finish();
    Some(Preprocessor { name: name?, command: command?, paths, inputs, timeout: Duration::from_secs(seconds) })
}

/// A name that messages can show and that a list can hold.
fn name(key: &Spanned<String>, mistakes: &Mistakes<'_>) -> Option<String> {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.value.is_empty() && key.value.chars().all(is_sign) {
        return Some(key.value.clone());
    }
    let message = format!("`{}` cannot be the name of a pre-processor", shown(&key.value).escape_debug());
    mistakes
        .add(mistakes.at(Code::InvalidValue, key.span, message).help("write letters of A to Z, digits, `-` and `_`"));
    None
}

fn texts(fields: Vec<Field<'_>>) -> Vec<Spanned<String>> {
    fields.into_iter().filter_map(Field::filled_line).collect()
}

fn command_of(field: Field<'_>) -> Option<Vec<Spanned<String>>> {
    let (mistakes, span) = (field.mistakes(), field.node.span);
    if let Value::Text(text) = &field.node.value {
        // No shell takes it apart, so its author has to.
        let words: Vec<String> = text.value.split_whitespace().map(|word| format!("{word:?}")).collect();
        let message = "`command` must be a list of words: no shell reads it".to_owned();
        let help = format!("write `command = [{}]`", words.join(", "));
        mistakes.add(mistakes.at(Code::InvalidValue, span, message).help(help));
        return None;
    }
    let words = field.texts()?;
    let Some(program) = words.first() else {
        return refuse(mistakes, span, "`command` names no program".to_owned());
    };
    if program.value.trim().is_empty() || words.iter().any(|word| word.value.contains('\0')) {
        return refuse(mistakes, program.span, "the first word of `command` is no program".to_owned());
    }
    let is_local = program.value.contains('/') && !program.value.starts_with('/');
    if is_local && RelPath::new(&program.value).is_none() {
        return refuse(mistakes, program.span, format!("`{}` leads out of the site", shown(&program.value)));
    }
    Some(words)
}

fn refuse<T>(mistakes: &Mistakes<'_>, span: Span, message: String) -> Option<T> {
    let help = "write a program that is installed, or a file of the site such as `tools/charts`, and its arguments as \
                further words";
    mistakes.add(mistakes.at(Code::InvalidValue, span, message).help(help));
    None
}

/// A pattern that articles can fit.
fn articles(field: Field<'_>) -> Option<Glob> {
    let mistakes = field.mistakes();
    let pattern = values::pattern(field)?;
    let written = pattern.value.pattern();
    if written.starts_with("content/") || written.starts_with(['*', '{', '[', '?']) {
        return Some(pattern.value);
    }
    let message = format!("no article fits `{}`, because all lie below `content/`", shown(written));
    let help = format!("write `content/{}`", shown(written).trim_start_matches('/'));
    mistakes.add(mistakes.at(Code::InvalidValue, pattern.span, message).help(help));
    None
}

/// A file of the site, or a pattern whose first folder has a name: nobody wants the whole site looked through.
fn input(field: Field<'_>) -> Option<Spanned<Glob>> {
    let mistakes = field.mistakes();
    let pattern = values::pattern(field)?;
    let written = pattern.value.pattern();
    let first = written.split('/').next().unwrap_or_default();
    let is_named = !first.starts_with('.') && (!pattern.value.has_signs() || !pattern.value.folder().is_empty());
    let is_clean = RelPath::new(written).is_some_and(|path| path.as_str() == written);
    if is_named && is_clean {
        return Some(pattern);
    }
    let message = format!("`{}` in `inputs` begins with no file or folder of the site", shown(written));
    let help = "write the path of a file, such as `tools/charts.py`, or a pattern below a folder, such as `data/*.csv`";
    mistakes.add(mistakes.at(Code::InvalidValue, pattern.span, message).help(help));
    None
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::diagnostics::Diagnostic;

    fn found(text: &str) -> (Preprocessors, Vec<Diagnostic>) {
        let path = RelPath::new("site.toml").expect("a clean path");
        let text = format!("title = \"T\"\nbase_url = \"https://site.example\"\n{text}");
        let read = read(&path, &text);
        (read.value.preprocessors, read.diagnostics)
    }

    fn messages(text: &str) -> Vec<String> {
        let shown = |one: Diagnostic| format!("{}: {}; {}", one.code, one.message, one.help.join("; "));
        found(text).1.into_iter().map(shown).collect()
    }

    #[test]
    fn every_setting_is_read_and_programs_stand_in_the_order_of_the_file() {
        let text = "[extensions]\nallow = [\"z\", \"a\"]\n[preprocessors.z]\ncommand = [\"python3\", \"tools/z.py\"]\n\
            paths = [\"content/coast/**\"]\ninputs = [\"tools/z.py\", \"data/*.csv\"]\ntimeout = 3\n\
            [preprocessors.a]\ncommand = [\"tools/a\"]\n";
        let (Preprocessors(programs), diagnostics) = found(text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let [z, a] = programs.as_slice() else { panic!("{programs:?}") };
        assert_eq!((z.name.as_str(), z.timeout.as_secs()), ("z", 3));
        assert_eq!((a.name.as_str(), a.timeout.as_secs()), ("a", 10));
        let concerns =
            |program: &Preprocessor, path: &str| program.concerns(&RelPath::new(path).expect("a clean path"));
        assert!(concerns(z, "content/coast/tides.md") && !concerns(z, "content/tides.md"));
        assert!(concerns(a, "content/tides.md"));
        let patterns: Vec<&str> = z.inputs.iter().map(|pattern| pattern.value.pattern()).collect();
        assert_eq!(patterns, ["tools/z.py", "data/*.csv"]);
    }

    #[test]
    fn what_is_not_allowed_is_named_with_the_line_that_allows_it() {
        let text = "[extensions]\nallow = [\"a\"]\n[preprocessors.a]\ncommand = [\"x\"]\n[preprocessors.b]\n\
            command = [\"y\"]\n";
        let (Preprocessors(programs), _) = found(text);
        assert_eq!(programs.len(), 1);
        let said = "preprocessor-not-allowed: the pre-processor `b` is not allowed, and does not run; if you trust this \
                    program, write `allow = [\"a\", \"b\"]` below `[extensions]`";
        assert_eq!(messages(text), [said]);
    }

    #[test]
    fn a_name_that_nothing_declares_is_a_mistake_with_the_nearest() {
        let text = "[extensions]\nallow = [\"chart\"]\n[preprocessors.charts]\ncommand = [\"x\"]\n";
        let said = messages(text);
        assert!(said.iter().any(|one| one.contains("no pre-processor `chart`; did you mean `charts`?")), "{said:?}");
        let said = messages("[extensions]\nallow = [\"x\"]\n");
        assert!(said[0].contains("[preprocessors.NAME]"), "{said:?}");
    }

    #[test]
    fn a_command_or_a_pattern_that_cannot_be_meant_is_a_mistake() {
        for (wrong, why) in [
            ("command = []", "names no program"),
            ("command = [\"\"]", "is no program"),
            ("command = [\"../x/y\"]", "leads out of the site"),
            ("command = \"x y\"", "must be a list"),
            ("command = [\"x\"]\npaths = [\"articles/**\"]", "write `content/articles/**`"),
            ("command = [\"x\"]\ninputs = [\"**\"]", "begins with no file or folder"),
            ("command = [\"x\"]\ninputs = [\"../a\"]", "begins with no file or folder"),
            ("command = [\"x\"]\ninputs = [\".git/a\"]", "begins with no file or folder"),
            ("command = [\"x\"]\ntimeout = 0", "from 1 to 600"),
            ("command = [\"x\"]\nshell = true", "unknown setting `shell`"),
            ("paths = [\"content/**\"]", "has no `command`"),
        ] {
            let said = messages(&format!("[extensions]\nallow = [\"p\"]\n[preprocessors.p]\n{wrong}\n"));
            assert!(said.iter().any(|one| one.contains(why)), "{wrong}: {said:?}");
        }
        let said = messages("[preprocessors.\"a b\"]\ncommand = [\"x\"]\n");
        assert!(said.iter().any(|one| one.contains("cannot be the name")), "{said:?}");
    }
}
