//! grass, with nothing to read but the stylesheets of one theme.

use std::io;
use std::path::Path;

use grass::{ErrorKind, Fs, Options, OutputStyle};

use super::Sheets;
use crate::diagnostics::{Code, Diagnostic};
use crate::guard::guarded;
use crate::text::{RelPath, Span};

pub fn compile(path: &RelPath, sheets: &Sheets) -> Result<String, Box<Diagnostic>> {
    let folder = Folder(sheets);
    // What it would print of @warn and @debug belongs to nobody's terminal.
    let options = Options::default().fs(&folder).quiet(true).style(OutputStyle::Expanded).allows_charset(false);
    let compiled = guarded(|| grass::from_path(path.as_str(), &options).map_err(|error| error.kind()));
    match compiled {
        Some(Ok(css)) => Ok(css),
        Some(Err(ErrorKind::ParseError { message, loc, .. })) => {
            let file = named(loc.file.name()).unwrap_or_else(|| path.clone());
            let text = sheets.get(&file).map_or("", |source| source.text.as_str());
            let at = |line: usize, column: usize| offset(text, line, column);
            let span = Span::new(at(loc.begin.line, loc.begin.column), at(loc.end.line, loc.end.column));
            let message = message.trim_end_matches('.');
            let mistake = Diagnostic::new(Code::TemplateError, &file, span, format!("this is no Sass: {message}"));
            let help =
                "the language is described at sass-lang.com; what is unknown to older versions may be unknown here";
            Err(Box::new(mistake.help(help)))
        }
        Some(Err(_)) | None => {
            let mistake = Diagnostic::in_file(Code::TemplateError, path, "this stylesheet cannot be compiled");
            Err(Box::new(mistake.help("take out what was written last, or write it as CSS")))
        }
    }
}

/// The files of one theme.
#[derive(Debug)]
struct Folder<'s>(&'s Sheets);

impl Fs for Folder<'_> {
    fn is_dir(&self, path: &Path) -> bool {
        let Some(folder) = path.to_str().and_then(named) else { return false };
        self.0.keys().any(|file| file.below(folder.as_str()).is_some())
    }

    fn is_file(&self, path: &Path) -> bool {
        path.to_str().and_then(named).is_some_and(|file| self.0.contains_key(&file))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = path.to_str().and_then(named).and_then(|file| self.0.get(&file));
        file.map(|source| source.text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// A path as grass writes it, which may have the signs of the machine between its parts.
fn named(path: &str) -> Option<RelPath> {
    RelPath::new(&path.replace('\\', "/"))
}

/// The place of a line and a column, both from 0; columns are letters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[before..];
    before + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layers::Source;

    fn sheets(files: &[(&str, &str)]) -> Sheets {
        let source = |(path, text): &(&str, &str)| {
            let path = RelPath::new(&format!("themes/a/css/{path}")).expect("a path");
            (path.clone(), Source { path, text: (*text).to_owned(), built_in: false })
        };
        files.iter().map(source).collect()
    }

    fn style(files: &[(&str, &str)]) -> Result<String, Box<Diagnostic>> {
        compile(&RelPath::new("themes/a/css/style.scss").expect("a path"), &sheets(files))
    }

    #[test]
    fn a_stylesheet_uses_others_of_its_theme_and_nothing_else() {
        let files = [
            ("style.scss", "@use 'parts/colours';\n@import 'base';\np { a { color: colours.$sea; } }\n"),
            ("parts/_colours.scss", "$sea: #0b5a7a;\n"),
            ("_base.sass", "h1\n  margin: 1px + 2px\n"),
        ];
        assert_eq!(style(&files).expect("CSS"), "h1 {\n  margin: 3px;\n}\n\np a {\n  color: #0b5a7a;\n}\n");
        for outside in ["/etc/passwd", "../../../../etc/passwd", "../../b/css/style"] {
            let mistake = style(&[("style.scss", &format!("@use '{outside}';\n"))]).expect_err("it is not there");
            assert!(mistake.message.contains("import"), "{mistake:?}");
        }
    }

    #[test]
    fn a_mistake_is_told_at_its_place_in_the_file_that_has_it() {
        let files = [("style.scss", "@use 'a';\n"), ("_a.scss", "é {\n  color: $gone;\n}\n")];
        let mistake = style(&files).expect_err("a mistake");
        let place = mistake.place.expect("a place");
        assert_eq!(place.path.as_str(), "themes/a/css/_a.scss");
        let span = place.span.expect("a span");
        assert_eq!(&files[1].1[span.start as usize..span.end as usize], "$gone");
        assert!(mistake.message.starts_with("this is no Sass: Undefined variable"), "{}", mistake.message);
    }

    #[test]
    fn the_same_stylesheet_gives_the_same_bytes() {
        let css = "@use 'sass:map';\n$m: (a: 1, b: 2, c: 3, d: 4);\n@each $k, $v in map.merge($m, (e: 5)) { .#{$k} { order: $v; } }";
        let first = style(&[("style.scss", css)]).expect("CSS");
        assert!((0..20).all(|_| style(&[("style.scss", css)]).expect("CSS") == first));
    }
}
