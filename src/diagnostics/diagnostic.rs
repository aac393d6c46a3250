//! One mistake, with its place and a way out.

use serde::{Deserialize, Serialize};

use super::{Code, Fix, Level};
use crate::text::{RelPath, Span};

/// Where a mistake is: a file, and a range of it if it is not the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, relative to the site's root.
    pub path: RelPath,
    /// The bytes of the file, if the mistake is at one place in it.
    pub span: Option<Span>,
}

/// One mistake of an author.
///
/// Messages are lower case without a full stop; the author's own text stands in backticks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which mistake.
    pub code: Code,
    /// How much it matters.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// Where; `None` only for the site as a whole.
    pub place: Option<Place>,
    /// A few words shown at the place, if they add something to the message.
    pub label: String,
    /// Other places that matter, each with its words.
    pub related: Vec<(Place, String)>,
    /// What to type instead: one line each.
    pub help: Vec<String>,
    /// What mends it in the file of its place, if there is one right answer.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A mistake at a range of a file, with the level that its code has by default.
    pub fn new(code: Code, path: &RelPath, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(code, Some(Place { path: path.clone(), span: Some(span) }), message)
    }

    /// A mistake of a file as a whole.
    pub fn in_file(code: Code, path: &RelPath, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(code, Some(Place { path: path.clone(), span: None }), message)
    }

    /// A mistake of the site as a whole, or at a place made elsewhere.
    pub fn at(code: Code, place: Option<Place>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            level: code.default_level(),
            message: message.into(),
            place,
            label: String::new(),
            related: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Adds words at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    /// Adds what mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Diagnostic {
        self.fix = Some(fix);
        self
    }

    /// Adds `did you mean` if a known name is near to `name`.
    #[must_use]
    pub fn did_you_mean<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        match super::nearest(name, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, path: &RelPath, span: Option<Span>, words: impl Into<String>) -> Diagnostic {
        self.related.push((Place { path: path.clone(), span }, words.into()));
        self
    }

    /// Whether nothing may be written because of it.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }
}

/// A result, with the mistakes found while making it.
#[derive(Clone, Debug, Default)]
pub struct Diagnosed<T> {
    /// What could be made.
    pub value: T,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Diagnosed<T> {
    /// A result without a mistake.
    pub fn clean(value: T) -> Diagnosed<T> {
        Diagnosed { value, diagnostics: Vec::new() }
    }

    /// Moves the mistakes into a list and gives the result.
    pub fn collect(self, diagnostics: &mut Vec<Diagnostic>) -> T {
        diagnostics.extend(self.diagnostics);
        self.value
    }
}
