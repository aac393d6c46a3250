//! `urls.lock`: the addresses that a site has promised to keep, one a line, each with the ids that links may point to.
//!
//! Every line stands for itself, so that lines of two branches can be joined. A blank line, or one that begins with
//! `#`, says nothing.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnosed, Diagnostic, Level};
use crate::route::{self, Route};
use crate::text::{RelPath, Span, Spanned};

/// The name of the file, at the site's root.
pub const LOCK: &str = "urls.lock";

/// What stands above the addresses.
const HEADER: &str = "\
# The addresses of this site that are to stay, and the ids in each that links may point to.
# A build fails if one is gone without a redirect. `byline urls accept` writes this file.
";

/// What was promised.
#[derive(Clone, Debug)]
pub struct Lock {
    /// The file.
    pub path: RelPath,
    /// The promises in the order of the lines.
    pub promises: Vec<Spanned<Promise>>,
}

/// An address, or an id in its page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Promise {
    /// The address.
    pub route: Route,
    /// The id, without `#`.
    pub anchor: Option<String>,
}

impl Promise {
    /// The promise as a line, such as `/coast/tides/#why`.
    pub fn line(&self) -> String {
        let mut line = String::with_capacity(self.route.as_str().len() + 16);
        push(self.route.as_str(), &mut line);
        if let Some(anchor) = &self.anchor {
            line.push('#');
            push(anchor, &mut line);
        }
        line
    }

    /// What a line says; `None` if it is no address.
    fn of(line: &str) -> Option<Promise> {
        let (address, anchor) = line.split_once('#').map_or((line, None), |(address, anchor)| (address, Some(anchor)));
        let is_clean = address.starts_with('/') && !address.contains(char::is_whitespace) && anchor != Some("");
        let route = Route::new(route::decode(address).filter(|_| is_clean)?);
        let anchor = anchor.map(|anchor| route::decode(anchor).filter(|_| !anchor.contains(char::is_whitespace)));
        match anchor {
            Some(None) => None,
            Some(anchor) => Some(Promise { route, anchor }),
            None => Some(Promise { route, anchor: None }),
        }
    }
}

/// Encodes what would end an address or a line.
fn push(text: &str, into: &mut String) {
    for c in text.chars() {
        if matches!(c, '#' | '%') || c.is_whitespace() || c.is_control() {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| into.push_str(&format!("%{byte:02X}")));
        } else {
            into.push(c);
        }
    }
}

/// The text of the file, for lines that are sorted.
pub fn text(lines: &[String]) -> String {
    let mut text = HEADER.to_owned();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Reads the file; the lines that cannot be read are mistakes, and the others count.
pub fn read(path: &RelPath, text: &str) -> Diagnosed<Lock> {
    let mut diagnostics = Vec::new();
    let mut promises: Vec<Spanned<Promise>> = Vec::new();
    // As `accept` writes them, no line is like another.
    let is_sorted = text.lines().filter(|line| line.starts_with('/')).is_sorted_by(|a, b| a < b);
    let mut seen = BTreeSet::new();
    let mut in_conflict = false;
    let mut start = 0;
    for written in text.split_inclusive('\n') {
        let line = written.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
        let from = start + (written.trim_end_matches(['\n', '\r']).len() - line.len());
        let span = Span::new(from, from + line.len());
        start += written.len();
        if is_of_conflict(line) {
            let message = "two versions of the file were merged, and the marks of the conflict are still there";
            if !std::mem::replace(&mut in_conflict, true) {
                diagnostics.push(
                    Diagnostic::new(Code::BadLock, path, span, message)
                        .help("keep the addresses of both versions and delete the marks; the order does not matter")
                        .help("with the line `urls.lock merge=union` in .gitattributes git joins them by itself"),
                );
            }
            continue;
        }
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match Promise::of(line) {
            None => {
                let message = format!("`{}` is not an address of the site", line.escape_debug());
                let help = "write it like `/coast/tides/` or `/coast/tides/#why`, or delete the line";
                diagnostics.push(Diagnostic::new(Code::BadLock, path, span, message).help(help));
            }
            Some(promise) if !(is_sorted && line.starts_with('/') || seen.insert(line)) => {
                let message = format!("`{}` stands here twice", promise.line());
                let warning = Diagnostic::new(Code::BadLock, path, span, message).help("delete one of the lines");
                diagnostics.push(Diagnostic { level: Level::Warning, ..warning });
            }
            Some(promise) => promises.push(Spanned::new(promise, span)),
        }
    }
    Diagnosed { value: Lock { path: path.clone(), promises }, diagnostics }
}

/// Whether a line is one of the marks that version control leaves in a conflict.
fn is_of_conflict(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
        .iter()
        .any(|mark| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path() -> RelPath {
        RelPath::new(LOCK).expect("the name of a file")
    }

    #[test]
    fn each_line_is_a_promise_with_its_place() {
        let read = read(&path(), "# why\n\n/\r\n/a/\n/a/#b%23c\n");
        assert!(read.diagnostics.is_empty());
        let found: Vec<(String, u32, u32)> = read
            .value
            .promises
            .iter()
            .map(|promise| (promise.value.line(), promise.span.start, promise.span.end))
            .collect();
        assert_eq!(found, [("/".to_owned(), 7, 8), ("/a/".to_owned(), 10, 13), ("/a/#b%23c".to_owned(), 14, 23)]);
    }

    #[test]
    fn a_mark_of_a_conflict_a_line_that_says_nothing_and_one_that_stands_twice_are_mistakes() {
        let text = "<<<<<<< HEAD\n/a/\n=======\n/a/\n>>>>>>> theirs\na/b/\n/x y/\n/c/#\n/%zz/\n";
        let Diagnosed { value, diagnostics } = read(&path(), text);
        assert_eq!(value.promises.len(), 1);
        let found: Vec<(bool, u32)> = diagnostics
            .iter()
            .filter_map(|found| Some((found.is_error(), found.place.as_ref()?.span?.start)))
            .collect();
        assert_eq!(found, [(true, 0), (false, 25), (true, 44), (true, 49), (true, 55), (true, 60)]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            lines in prop::collection::btree_set(("\\PC{0,6}", prop::option::of("\\PC{1,6}")), 0..6)
        ) {
            let promise = |(address, anchor): (String, Option<String>)| {
                Promise { route: Route::new(format!("/{address}/")), anchor }
            };
            let promises: Vec<Promise> = lines.into_iter().map(promise).collect();
            let text = text(&promises.iter().map(Promise::line).collect::<Vec<_>>());
            let Diagnosed { value, diagnostics } = read(&path(), &text);
            prop_assert!(diagnostics.is_empty(), "{diagnostics:?}");
            let found: Vec<Promise> = value.promises.into_iter().map(|promise| promise.value).collect();
            prop_assert_eq!(found, promises);
        }

        #[test]
        fn nothing_that_stands_there_makes_it_panic(text in "(<<<<<<<|/|#|%|a|\\PC|\n){0,30}") {
            for found in read(&path(), &text).diagnostics {
                let span = found.place.and_then(|place| place.span).expect("a place");
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
